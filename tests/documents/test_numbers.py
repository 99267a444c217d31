import pytest
from hypothesis import given
from hypothesis import strategies as st

from pvfootprint.documents.numbers import GROUP, MINUS, figures, fixed, percent


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (706.14599, "706.1"),
        (0.0123449, "0.01234"),
        (1530.4, "1530"),
        (12345.6, f"12{GROUP}346"),
        (-3.4480165, f"{MINUS}3.448"),
        (2.5e-11, f"2.50E{MINUS}11"),
    ],
)
def test_a_value_has_four_significant_digits(value, shown):
    assert figures(value) == shown


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (24.41, 1, "24.4"),
        (0.0, 1, "0.0"),
        (0.04, 1, "<0.1"),
        (-0.04, 1, f">{MINUS}0.1"),
        (0.3, 0, "<1"),
        (-1234567.0, 0, f"{MINUS}1{GROUP}234{GROUP}567"),
    ],
)
def test_a_column_has_common_decimals(value, decimals, shown):
    assert fixed(value, decimals) == shown


def test_a_share_is_shown_in_percent():
    assert percent(0.54509) == "54.5"


@given(st.floats(min_value=-1e12, max_value=1e12, allow_subnormal=False))
def test_what_is_shown_is_the_value_but_for_its_rounding(value):
    plain = figures(value).replace(GROUP, "").replace(MINUS, "-")
    assert float(plain) == pytest.approx(value, rel=6e-3 if "E" in plain else 6e-4)
