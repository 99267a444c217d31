import pytest
from hypothesis import given
from hypothesis import strategies as st

from pvfootprint.database.disclosure.rules import LARGEST_SHARE, REMAINDER, Member, broken_rules


def members(*weights, holders=None):
    """Members of these weights, each of a company of its own unless `holders` says whose."""
    holders = holders or [f"c{i}" for i in range(len(weights))]
    pairs = zip(holders, weights, strict=True)
    return [Member(f"e{i}", holder, weight) for i, (holder, weight) in enumerate(pairs)]


@pytest.mark.parametrize(
    ("weights", "broken"),
    [
        ((1, 1, 1), ()),
        ((1, 1), ("companies",)),
        ((), ("companies",)),
        ((1, 1, 0), ("companies",)),
        ((60, 20, 20), ()),
        ((61, 20, 20), ("dominance",)),
        ((50, 42.5, 7.5), ()),
        ((50, 42.6, 7.4), ("remainder",)),
        ((90, 9, 1), ("dominance", "remainder")),
    ],
)
def test_rules(weights, broken):
    assert broken_rules(members(*weights)) == broken


def test_counts_companies_not_datasets():
    assert broken_rules(members(1, 1, 1, holders=["a", "a", "b"])) == ("companies",)
    assert broken_rules(members(2, 2, 3, 3, holders=["a", "b", "c", "c"])) == ()
    assert broken_rules(members(2, 2, 4, 4, holders=["a", "b", "c", "c"])) == ("dominance",)


@given(st.lists(st.floats(0.01, 100), min_size=3, max_size=8))
def test_the_second_largest_cannot_tell_the_largest(weights):
    """What is left of a safe sum without one's own part is 15 % more than anybody's."""
    if broken_rules(members(*weights)):
        return
    whole = sum(weights)
    for mine in range(len(weights)):
        for other in range(len(weights)):
            if mine != other:
                left = whole - weights[mine]
                assert left >= weights[other] * (1 + REMAINDER) * (1 - 1e-6)


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=8))
def test_what_removing_one_company_leaves_is_judged_anew(weights):
    for i in range(len(weights)):
        left = weights[:i] + weights[i + 1 :]
        if not broken_rules(members(*left)):
            assert len(left) >= 3
            assert max(left) <= LARGEST_SHARE * sum(left) * (1 + 1e-6)
