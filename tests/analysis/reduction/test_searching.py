"""The search over sets of levers, on footprints that need no product system."""

from itertools import chain, combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pvfootprint.analysis.reduction import searching
from pvfootprint.analysis.reduction.searching import greedy, search
from pvfootprint.analysis.reduction.sets import AdmissibleSets
from pvfootprint.model.findings import AnalysisError
from pvfootprint.model.lever import Lever


def lever(key, group="", excludes=()):
    return Lever(
        key=key,
        version="1",
        en=key,
        zh=key,
        who="wafer",
        explanation_en="",
        explanation_zh="",
        needs=(),
        caution_en="",
        caution_zh="",
        changes={},
        numbers=(),
        group=group,
        excludes=excludes,
    )


def admissible(levers):
    """Return the admissible sets one by one, as sets of positions."""
    every = chain.from_iterable(combinations(range(len(levers)), n) for n in range(len(levers) + 1))
    return [
        some
        for some in every
        if not any(levers[i].excluded_by(levers[j]) for i, j in combinations(some, 2))
    ]


@st.composite
def catalogues(draw):
    """Make up to eight levers in up to three groups, some of which name others."""
    count = draw(st.integers(1, 8))
    keys = [f"l{i}" for i in range(count)]
    groups = draw(
        st.lists(st.sampled_from(["", "", "a", "b", "c"]), min_size=count, max_size=count)
    )
    named = draw(
        st.lists(st.sampled_from(["", "", "", *keys, "a"]), min_size=count, max_size=count)
    )
    return [lever(k, g, (n,) if n else ()) for k, g, n in zip(keys, groups, named, strict=True)]


@given(catalogues(), st.integers(0, 2**32 - 1), st.floats(0, 1))
def test_the_search_finds_what_looking_at_every_set_finds(levers, seed, share):
    """Random footprints by set: what the search returns is what brute force returns."""
    rng = np.random.default_rng(seed)
    table = rng.uniform(1, 10, 2 ** len(levers))
    bits = 1 << np.arange(len(levers))

    def evaluate(sets):
        return table[sets @ bits]

    sets = AdmissibleSets(levers)
    every = admissible(levers)
    assert sets.count() == len(every)
    values = {some: float(table[sum(1 << i for i in some)]) for some in every}
    target = float(np.quantile(list(values.values()), share)) - 1e-9
    actors = rng.random((len(levers), 3)) < 0.5
    found = search(evaluate, sets, actors, target)
    assert found.sets == len(every)
    for size, (some, value) in enumerate(found.best):
        assert len(some) == size
        assert value == min(v for s, v in values.items() if len(s) == size)
    reach = {some: value for some, value in values.items() if value <= target}
    if not reach:
        assert found.smallest is None
        assert found.fewest_actors is None
        return
    least = min(len(some) for some in reach)
    assert len(found.smallest[0]) == least
    assert found.smallest[1] == min(v for s, v in reach.items() if len(s) == least)
    needed = {some: int(actors[list(some)].any(axis=0).sum()) for some in reach}
    rank = min((needed[some], len(some), value) for some, value in reach.items())
    best, value = found.fewest_actors
    assert (needed[best], len(best), value) == rank


@given(catalogues(), st.integers(0, 2**32 - 1))
def test_the_sequence_is_admissible_and_falls(levers, seed):
    table = np.random.default_rng(seed).uniform(1, 10, 2 ** len(levers))
    bits = 1 << np.arange(len(levers))
    steps = greedy(lambda sets: table[sets @ bits], AdmissibleSets(levers), float(table[0]))
    values = [float(table[0]), *(value for _, value in steps)]
    assert all(later < earlier for earlier, later in pairwise(values))
    assert tuple(sorted(i for i, _ in steps)) in admissible(levers)


def test_sets_come_in_blocks(monkeypatch):
    monkeypatch.setattr("pvfootprint.analysis.reduction.sets.BLOCK", 7)
    sets = AdmissibleSets([lever(f"l{i}") for i in range(6)])
    rows = [tuple(row) for size in range(7) for block in sets.of_size(size) for row in block]
    assert len(set(rows)) == len(rows) == 64


def test_beyond_so_many_sets_the_search_ends_at_the_target(monkeypatch):
    """Ten levers of one each: five take 10 down to 5; larger sets are not looked at."""
    monkeypatch.setattr(searching, "EVERY_SET", 100)
    sets = AdmissibleSets([lever(f"l{i}") for i in range(10)])
    found = search(lambda s: 10.0 - s.sum(axis=1), sets, np.ones((10, 1), dtype=bool), 5.0)
    assert found.smallest == ((0, 1, 2, 3, 4), 5.0)
    assert found.sets == 1 + 10 + 45 + 120 + 210 + 252


def test_too_many_sets(monkeypatch):
    monkeypatch.setattr(searching, "EVERY_SET", 100)
    monkeypatch.setattr(searching, "MOST_SETS", 200)
    sets = AdmissibleSets([lever(f"l{i}") for i in range(10)])
    ones = np.ones((10, 1), dtype=bool)
    for target in (None, -5.0):
        with pytest.raises(AnalysisError) as caught:
            search(lambda s: 10.0 - s.sum(axis=1), sets, ones, target)
        assert [f.code for f in caught.value.findings] == ["LEV-009"]
    assert search(lambda s: 10.0 - s.sum(axis=1), sets, ones, 9.0).smallest[1] == 9.0
