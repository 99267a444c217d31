"""Whoever compares publications learns sums over atoms, and every atom is safe."""

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pvfootprint.database.disclosure.comparing import admit, atoms
from pvfootprint.database.disclosure.rules import Member, broken_rules


def of(names, weight=1.0):
    """Members by element, each a company of its own."""
    return {name: Member(name, name, weight) for name in names}


def published(*candidates, weight=1.0):
    """Publish one after another; return who was in each."""
    history = []
    for names in candidates:
        admission = admit(of(names, weight), history)
        if admission.included:
            history.append({one.element: one for one in admission.included})
    return ["".join(sorted(publication)) for publication in history]


def test_atoms_are_what_was_always_together():
    found = atoms(["abcdef", "abcxyz", "x"])
    assert sorted("".join(sorted(atom)) for atom in found) == ["abc", "def", "x", "yz"]


def test_three_may_and_two_may_not():
    assert published("abc") == ["abc"]
    assert admit(of("ab"), []).broken == ("companies",)


def test_a_newcomer_waits_for_two_others():
    assert published("abc", "abcd", "abcde", "abcdef") == ["abc", "abc", "abc", "abcdef"]


def test_who_leaves_takes_two_along():
    assert published("abcdef", "abcde") == ["abcdef", "abc"]


def test_nothing_is_published_when_one_of_three_left():
    assert published("abc", "ab") == ["abc"]
    assert admit(of("abde"), [of("abc")]).included == ()
    assert admit(of("abde"), [of("abc")]).waiting == 4
    assert admit(of("abdef"), [of("abc")]).included == tuple(of("def").values())


def test_the_lightest_leave_with_who_left():
    weights = {"a": 3, "b": 3, "c": 2, "d": 1, "e": 1, "f": 2}
    before = {name: Member(name, name, weight) for name, weight in weights.items()}
    now = {name: one for name, one in before.items() if name != "f"}
    assert [one.element for one in admit(now, [before]).included] == ["a", "b", "c"]


def test_values_play_no_part():
    """The choice is a function of who, of weights and of history: there is nothing else to give."""
    assert set(Member.__dataclass_fields__) == {"element", "holder", "weight", "shared"}


def with_open(secret, shared):
    """Members by element, of which some let everybody have their values."""
    return of(secret) | {name: Member(name, name, 1.0, shared=True) for name in shared}


def test_who_shares_his_values_protects_nobody():
    assert admit(with_open("ab", "xyz"), []).included == tuple(with_open("", "xyz").values())
    assert admit(with_open("ab", "xyz"), []).waiting == 2
    assert admit(with_open("ab", "x"), []).broken == ("companies",)
    assert len(admit(with_open("abc", "x"), []).included) == 4


def test_who_shares_his_values_may_come_and_leave_alone():
    assert len(admit(with_open("abc", "x"), [of("abc")]).included) == 4
    assert len(admit(of("abc"), [with_open("abc", "x")]).included) == 3
    assert len(admit(of("abc"), [of("abcx")]).included) == 0
    assert len(admit(with_open("abc", "y"), [with_open("abc", "y")]).included) == 4


NAMES = "abcdefghijkl"
RUNS = st.lists(st.sets(st.sampled_from(NAMES), min_size=4), min_size=1, max_size=6)
WEIGHTS = st.lists(st.floats(0.2, 5), min_size=len(NAMES), max_size=len(NAMES))


def run(candidates, weights):
    """Publish for random candidates and constant weights; return who was in each."""
    weight = dict(zip(NAMES, weights, strict=True))
    history = []
    for names in candidates:
        now = {name: Member(name, name, weight[name]) for name in sorted(names)}
        included = admit(now, history).included
        if included:
            history.append({one.element: one for one in included})
    return history, weight


@given(RUNS, WEIGHTS)
def test_every_atom_is_safe_whatever_comes_and_goes(candidates, weights):
    history, weight = run(candidates, weights)
    for atom in atoms(history):
        assert broken_rules(Member(name, name, weight[name]) for name in atom) == ()


@given(RUNS, WEIGHTS)
@settings(max_examples=60)
def test_an_insider_cannot_solve_for_anybody(candidates, weights):
    """By linear algebra: no combination of all sums and one own value gives another's value."""
    history, _ = run(candidates, weights)
    if not history:
        return
    everybody = sorted({name for publication in history for name in publication})
    rows = np.array([[name in publication for name in everybody] for publication in history], float)
    units = np.eye(len(everybody))
    for mine, other in combinations(range(len(everybody)), 2):
        known = np.vstack([rows, units[mine]])
        rank = np.linalg.matrix_rank(known)
        assert np.linalg.matrix_rank(np.vstack([known, units[other]])) == rank + 1
