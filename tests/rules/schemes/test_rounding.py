from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pvfootprint.model.scheme import Rounding
from pvfootprint.rules.schemes.rounding import largest_passing, passes, rounded

NONE, TEN, FIFTY = Rounding(), Rounding(step=10), Rounding(step=50)
VALUES = st.floats(min_value=0, max_value=5000)
RULES = st.sampled_from([NONE, TEN, FIFTY, Rounding(step=1), Rounding(step=0.1)])
LIMITS = st.integers(min_value=1, max_value=80).map(lambda n: n * 25.0)


@pytest.mark.parametrize(
    ("value", "judged"),
    [
        (524.9, 500),
        (525, 550),
        (549.9, 550),
        (550, 550),
        (574.9, 550),
        (575, 600),
        (575.1, 600),
        (24.9, 0),
        (25, 50),
    ],
)
def test_the_french_rule_goes_to_the_nearest_50_and_half_way_up(value, judged):
    assert rounded(value, FIFTY) == judged


def test_half_way_to_the_even_multiple():
    even = Rounding(step=50, half="even")
    assert [rounded(v, even) for v in (525, 575)] == [500, 600]


def test_noise_of_computing_does_not_decide():
    noisy = 574.9999999999999
    assert noisy < 575
    assert rounded(noisy, FIFTY) == 600
    assert rounded(0.1 + 0.2, Rounding(step=0.1)) == 0.3
    assert passes(630.0000000000001, 630, itself=True)
    assert not passes(629.9999999999999, 630, itself=False)


def test_a_difference_that_is_not_noise_decides():
    assert not passes(630.000001, 630, itself=True)
    assert passes(629.999999, 630, itself=False)
    assert rounded(574.999999, FIFTY) == 550


def test_without_a_step_nothing_is_rounded():
    assert rounded(408.2190596957189, NONE) == 408.219059696


@given(VALUES, RULES)
def test_a_judged_value_is_a_multiple_within_half_a_step(value, rule):
    judged = rounded(value, rule)
    if rule.step:
        assert Decimal(repr(judged)) % Decimal(repr(rule.step)) == 0
        assert abs(judged - value) <= rule.step / 2 + 1e-8
    else:
        assert judged == pytest.approx(value, abs=1e-9)


@given(VALUES, RULES)
def test_rounding_twice_changes_nothing(value, rule):
    once = rounded(value, rule)
    assert rounded(once, rule) == once


@given(VALUES, VALUES, RULES)
def test_a_smaller_value_is_never_judged_larger(one, other, rule):
    low, high = sorted((one, other))
    assert rounded(low, rule) <= rounded(high, rule)


@given(VALUES, LIMITS, RULES, st.booleans())
def test_a_value_passes_after_rounding_just_up_to_the_end(value, limit, rule, itself):
    end, end_itself = largest_passing(limit, rule, itself=itself)
    by_rounding = passes(rounded(value, rule), limit, itself=itself)
    assert by_rounding == passes(value, end, itself=end_itself)


@pytest.mark.parametrize(
    ("limit", "rule", "itself", "end"),
    [
        (550, FIFTY, True, (575.0, False)),
        (550, FIFTY, False, (525.0, False)),
        (550, Rounding(step=50, half="even"), True, (575.0, False)),
        (600, Rounding(step=50, half="even"), True, (625.0, True)),
        (530, TEN, False, (525.0, False)),
        (560, FIFTY, True, (575.0, False)),
        (630, NONE, True, (630, True)),
        (630, NONE, False, (630, False)),
    ],
)
def test_the_end_of_the_values_that_pass(limit, rule, itself, end):
    assert largest_passing(limit, rule, itself=itself) == end
