"""Values are shown with the scheme's figures, rounded once and in decimal."""

import decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pvfootprint.certification.issue.values import as_said, shown_value
from pvfootprint.language.texts import text


@pytest.mark.parametrize(
    ("value", "figures", "shown"),
    [
        (382.73468505765817, 4, "382.7"),
        (382.73468505765817, 3, "383"),
        (1234.5, 3, "1230"),
        (1235.0, 3, "1240"),
        (0.0159999, 3, "0.0160"),
        (9.9996, 4, "10.00"),
        (999.96, 4, "1000"),
        (2.5, 1, "3"),
        # A half that binary numbers fall short of is still a half: 0.285 is stored as 0.28499...
        (0.285, 2, "0.29"),
        (-12.345, 4, "-12.35"),
        (0.0, 3, "0"),
    ],
)
def test_worked_examples(value, figures, shown):
    assert shown_value(value, figures) == shown


@given(st.floats(1e-3, 1e6), st.integers(1, 6))
def test_it_is_the_nearest_number_with_so_many_figures(value, figures):
    shown = decimal.Decimal(shown_value(value, figures))
    step = decimal.Decimal(1).scaleb(decimal.Decimal(repr(value)).adjusted() - figures + 1)
    # Noise of computing, 1e-9, is taken off before.
    assert abs(shown - decimal.Decimal(repr(value))) <= step / 2 + decimal.Decimal("1e-9")


@given(st.floats(1e-3, 1e6), st.integers(1, 6))
def test_rounding_again_changes_nothing(value, figures):
    shown = shown_value(value, figures)
    assert shown_value(float(shown), figures) == shown


def test_texts_are_kept_in_both_languages():
    assert as_said(text("opening meeting")).zh == "首次会议"
    assert as_said("TOPCon").en == as_said("TOPCon").zh == "TOPCon"
