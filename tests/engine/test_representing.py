"""Scores of technology, place and time: the matrices of ``docs/data-quality.md``, cell by cell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pvfootprint.engine.representing import (
    REGIONS,
    WORLD,
    WORST,
    Scores,
    dataset_scores,
    geographical_score,
    pedigree_scores,
    technological_score,
    temporal_score,
    worse,
)
from pvfootprint.model.terms import DATA_CLASSES

KNOWN = st.integers(1, 5)
SCORES = st.builds(
    Scores,
    technological=st.none() | KNOWN,
    geographical=st.none() | KNOWN,
    temporal=st.none() | KNOWN,
)
PLACES = ("CN-Jiangsu", "CN-Yunnan", "CN", "KR", "DE", "FR", "US", "RER", "EU-27", "APAC", WORLD)


@pytest.mark.parametrize(
    ("difference", "score"),
    [(0, 1), (2, 1), (3, 2), (5, 2), (6, 3), (9, 3), (10, 4), (14, 4), (15, 5), (40, 5)],
)
def test_time_is_scored_by_the_difference_either_way(difference, score):
    assert temporal_score(2025 - difference, 2025) == score
    assert temporal_score(2025 + difference, 2025) == score


@pytest.mark.parametrize(("year", "meant"), [(None, 2025), (2025, None), (None, None)])
def test_an_unknown_year_has_no_score(year, meant):
    assert temporal_score(year, meant) is None


@pytest.mark.parametrize(
    ("place", "meant", "score"),
    [
        ("CN-Jiangsu", "CN-Jiangsu", 1),
        ("CN", "CN", 1),
        (WORLD, WORLD, 1),
        ("CN", "CN-Jiangsu", 2),
        ("CN-Jiangsu", "CN", 2),
        ("CN-East-China-grid", "CN", 2),
        ("CN-Yunnan", "CN-Jiangsu", 3),
        ("CN-East-China-grid", "CN-Jiangsu", 3),
        ("RER", "DE", 3),
        ("EU-27", "FR", 3),
        ("EU-27", "RER", 3),
        ("APAC", "KR", 3),
        ("DE", "RER", 3),
        (WORLD, "CN", 4),
        (WORLD, "CN-Jiangsu", 4),
        ("FR", "DE", 4),
        ("KR", "JP", 4),
        ("NO", "EU-27", 5),
        ("RER", "CN", 5),
        ("APAC", "CN", 5),
        ("US", "CN-Jiangsu", 5),
        ("", "CN", None),
        ("CN", "", None),
    ],
)
def test_place_is_scored_by_what_the_two_areas_share(place, meant, score):
    assert geographical_score(place, meant) == score


@given(st.sampled_from(PLACES), st.sampled_from(PLACES))
def test_the_score_of_a_place_does_not_depend_on_the_direction(one, other):
    assert geographical_score(one, other) == geographical_score(other, one)
    assert (geographical_score(one, other) == 1) == (one == other)


def test_every_place_of_the_library_is_scored(library):
    places = {inventory.location for inventory in library.inventories.values()}
    assert set(REGIONS) <= places
    for place in places:
        assert 1 <= geographical_score(place, "CN-Jiangsu") <= WORST


def test_every_dataset_of_the_library_has_a_technology(library):
    known = {"official": 2, "inventory": 2, "literature": 3, "derived": 3, "proxy": 4}
    for inventory in library.inventories.values():
        if inventory.data_class == "cut-off":
            assert technological_score(inventory) is None
            continue
        expected = 4 if inventory.proxy_for else known[inventory.data_class]
        assert technological_score(inventory) == expected, inventory.code


def test_no_kind_of_data_is_forgotten(small):
    unknown = {
        kind
        for kind in DATA_CLASSES
        if technological_score(small.process("p", data_class=kind)) is None
    }
    assert unknown == {"cut-off", "summary"}


def test_a_dataset_is_scored_by_the_three_rules(library):
    """Solar glass: literature, Europe, 2014; for a module of Jiangsu in 2025 (11 years)."""
    scores = dataset_scores(library.inventories["solar-glass"], "CN-Jiangsu", 2025)
    assert scores == Scores(technological=3, geographical=5, temporal=4)


@pytest.mark.parametrize(
    ("pedigree", "scores"),
    [
        ("(2,3,4,1,5,3)", Scores(temporal=4, geographical=1, technological=5)),
        ("(1,3,1,3,1,5,BU:1.05)", Scores(temporal=1, geographical=3, technological=1)),
        ("(4,5,na,na,na,na,BU:1.5)", Scores()),
        ("(5,na,1,1,5,na)", Scores(temporal=1, geographical=1, technological=5)),
        ("(1,2,3,4,5)", Scores(temporal=3, geographical=4, technological=5)),
        ("", None),
        ("(1,2,3)", None),
        ("(1,2,6,4,5)", None),
        ("(1,2,3,4,55)", None),
        ("1,2,3,4,5", None),
    ],
)
def test_the_scores_of_a_source_are_read(pedigree, scores):
    assert pedigree_scores(pedigree) == scores


def test_every_pedigree_of_the_library_is_read(library):
    texts = {e.pedigree for i in library.inventories.values() for e in i.exchanges} - {""}
    assert texts
    assert all(pedigree_scores(text) is not None for text in texts)


@given(SCORES, SCORES)
def test_the_worse_score_counts_and_unknown_is_worst(one, other):
    found = worse(one, other)
    assert found == worse(other, one)
    assert found.complete == (one.complete and other.complete)
    for name in ("technological", "geographical", "temporal"):
        pair = [getattr(one, name) or WORST, getattr(other, name) or WORST]
        assert (getattr(found, name) or WORST) == max(pair)
