"""Levers on the tiny wafer, whose footprints are worked out in conftest.py."""

from dataclasses import replace
from itertools import combinations

import pytest

from pvfootprint.analysis.reduction.offering import changes_of
from pvfootprint.analysis.reduction.reducing import reduce
from pvfootprint.analysis.scenarios import apply
from pvfootprint.engine.solving import solve
from pvfootprint.model.findings import AnalysisError
from pvfootprint.model.lever import Range
from pvfootprint.model.scenario import FlowChange

ALONE = {"clean": 2.148, "still": 2.398, "spare": 2.898}


def all_of(levers):
    return [levers.clean, levers.spare, levers.still]


def plain(subject, levers):
    """Compute a set of levers with the plain engine."""
    changed = apply(subject, changes_of(levers), strict=False) if levers else subject
    return solve(changed.system, changed.factors).score


def test_each_lever_alone_is_ranked_by_what_it_saves(tiny, levers):
    found = reduce(tiny, all_of(levers))
    assert found.footprint == pytest.approx(4.398, rel=1e-12)
    assert [one.lever.key for one in found.alone] == ["clean", "still", "spare"]
    for one in found.alone:
        assert one.footprint == pytest.approx(ALONE[one.lever.key], rel=1e-12)
        assert one.saving == pytest.approx(4.398 - ALONE[one.lever.key], rel=1e-12)
        assert one.share == pytest.approx(one.saving / 4.398)
    assert found.verdict == "no target"


def test_the_sequence_is_computed_anew_at_each_step(tiny, levers):
    steps = reduce(tiny, all_of(levers)).sequence
    assert [step.lever.key for step in steps] == ["clean", "spare", "still"]
    assert [step.footprint for step in steps] == pytest.approx([2.148, 1.098, 0.898])
    assert [step.saving for step in steps] == pytest.approx([2.25, 1.05, 0.2])
    assert [step.alone for step in steps] == pytest.approx([2.25, 1.5, 2.0])
    assert sum(step.saving for step in steps) == pytest.approx(4.398 - 0.898)


def test_the_smallest_set_is_not_the_greedy_one(tiny, levers):
    found = reduce(tiny, all_of(levers), 0.95)
    assert found.verdict == "reachable"
    assert len(found.sequence) == 3
    assert found.smallest.keys == ("spare", "still")
    assert found.smallest.footprint == pytest.approx(0.898)
    assert [one.footprint for one in found.best] == pytest.approx([4.398, 2.148, 0.898, 0.898])
    assert len(found.worthwhile) == 3
    assert found.sets == found.all_sets == 8
    assert found.complete


def test_of_equal_sizes_the_lowest_footprint_is_taken(tiny, levers):
    found = reduce(tiny, all_of(levers), 2.5)
    assert found.smallest.keys == ("clean",)
    assert reduce(tiny, all_of(levers), 2.0).smallest.keys == ("spare", "still")


def test_interactions_are_computed_not_added(tiny, levers):
    """Thinner wafers on cleaner silicon: 0.8 x 0.5 x (3.0 - 0.85) instead of 1.5."""
    thin = replace(
        levers.spare,
        key="thin",
        changes={"ingot": FlowChange(stage="wafer", flow="ingot-CN-2018", factor=0.8)},
    )
    granular = replace(
        levers.spare,
        key="granular",
        who="ingot",
        changes={"silicon": FlowChange(stage="ingot", flow="silicon-GLO", factor=0.5)},
    )
    found = reduce(tiny, [thin, granular])
    alone = {one.lever.key: one.saving for one in found.alone}
    assert alone == pytest.approx({"thin": 0.3, "granular": 0.425})
    assert found.lowest.footprint == pytest.approx(4.398 - 1.5 + 0.4 * 2.15)
    together = found.footprint - found.lowest.footprint
    assert together == pytest.approx(0.64)
    assert together < sum(alone.values())


def test_levers_that_exclude_each_other_never_stand_together(tiny, levers):
    apart = [levers.clean, *(replace(lever, group="one") for lever in (levers.spare, levers.still))]
    found = reduce(tiny, apart, 0.95)
    assert found.sets == found.all_sets == 2 * 3
    assert found.verdict == "unreachable"
    assert found.lowest.keys == ("clean", "spare")
    assert found.lowest.footprint == pytest.approx(1.098)
    assert [step.lever.key for step in found.sequence] == ["clean", "spare"]


def test_levers_that_name_each_other_never_stand_together(tiny, levers):
    apart = [levers.clean, levers.spare, replace(levers.still, excludes=("spare",))]
    found = reduce(tiny, apart, 0.95)
    assert found.sets == found.all_sets == 6
    assert found.lowest.keys == ("clean", "spare")


@pytest.mark.parametrize("target", [0.0, 0.89, 0.897])
def test_that_no_set_reaches_a_target_is_proven_as_brute_force_does(tiny, levers, target):
    found = reduce(tiny, all_of(levers), target)
    values = [plain(tiny, some) for size in range(4) for some in combinations(all_of(levers), size)]
    assert found.sets == len(values) == 8
    assert min(values) > target
    assert found.verdict == "unreachable"
    assert found.smallest is None
    assert found.fewest_companies is None
    assert found.lowest.footprint == pytest.approx(min(values), rel=1e-10)


def test_every_set_equals_the_plain_engine(tiny, levers):
    found = reduce(tiny, all_of(levers))
    for one in found.best:
        assert one.footprint == pytest.approx(plain(tiny, one.levers), rel=1e-10)
    before = []
    for step in found.sequence:
        before.append(step.lever)
        assert step.footprint == pytest.approx(plain(tiny, before), rel=1e-10)


def test_a_target_that_is_met_already(tiny, levers):
    found = reduce(tiny, all_of(levers), 5.0)
    assert found.verdict == "met"
    assert found.smallest.levers == ()
    assert reduce(tiny, all_of(levers), found.footprint).verdict == "met"


def test_the_set_with_the_fewest_companies(tiny, levers):
    """Below 1.0: two levers of two companies, or three of the wafer maker alone (0.1 + 0.2)."""
    theirs = replace(levers.still, key="theirs", who="ingot")
    warm = replace(levers.spare, key="warm", changes={"h": FlowChange(flow="heat-CN", factor=0.0)})
    found = reduce(tiny, [levers.clean, levers.spare, theirs, warm], 1.0)
    assert found.smallest.keys == ("spare", "theirs")
    assert [str(one) for one in found.smallest.companies] == [
        "supplier of ingot",
        "supplier of wafer",
    ]
    assert found.fewest_companies.keys == ("clean", "spare", "warm")
    assert found.fewest_companies.footprint == pytest.approx(0.3)
    assert len(found.fewest_companies.companies) == 1


def test_a_lever_that_raises_the_footprint_is_shown_and_never_in_the_best_sets(tiny, levers):
    worse = replace(
        levers.spare,
        key="worse",
        changes={"heat": FlowChange(stage="wafer", flow="heat-CN", factor=2.0)},
    )
    found = reduce(tiny, [levers.clean, worse])
    assert found.alone[-1].lever.key == "worse"
    assert found.alone[-1].saving == pytest.approx(-0.798)
    assert [step.lever.key for step in found.sequence] == ["clean"]
    assert found.lowest.keys == ("clean",)


def test_levers_that_find_nothing_are_not_offered_and_it_says_why(tiny, levers):
    nothing = replace(
        levers.still,
        key="nothing",
        changes={"s": FlowChange(stage="wafer", flow="silicon-GLO", factor=0.5)},
    )
    nowhere = replace(
        levers.still,
        key="nowhere",
        who="cell",
        changes={"s": FlowChange(stage="cell", flow="heat-CN", factor=0.5)},
    )
    abroad = replace(levers.still, key="abroad", places=("US",))
    small = Range(
        stage="wafer", flow="ingot-CN-2018", above=0.6, below=0.9, en="thick wafers", zh="厚硅片"
    )
    narrow = replace(levers.still, key="narrow", valid=(small,))
    tiny_one = replace(
        levers.still,
        key="tiny",
        changes={"s": FlowChange(stage="wafer", flow="heat-CN", factor=0.9995)},
    )
    found = reduce(tiny, [levers.clean, nothing, nowhere, abroad, narrow, tiny_one])
    states = {offer.lever.key: offer.state for offer in found.offers}
    assert states == {
        "abroad": "elsewhere",
        "clean": "open",
        "narrow": "elsewhere",
        "nothing": "absent",
        "nowhere": "absent",
        "tiny": "without effect",
    }
    whys = {offer.lever.key: offer.why for offer in found.offers}
    assert "CN" in whys["abroad"]
    assert "thick wafers" in whys["narrow"]
    assert "厚硅片" in whys["narrow"].zh
    assert all(whys[key] for key in states if states[key] != "open")
    assert found.sets == 2


def test_green_power_is_not_offered_where_the_rules_count_by_location(tiny, levers):
    clauses = dict(tiny.rules.clauses)
    clauses["electricity.basis"] = replace(clauses["electricity.basis"], value="location")
    by_location = replace(tiny, rules=replace(tiny.rules, clauses=clauses))
    green = replace(levers.clean, basis="market")
    offers = {o.lever.key: o for o in reduce(by_location, [green, levers.spare]).offers}
    assert offers["clean"].state == "elsewhere"
    assert "location" in offers["clean"].why
    assert reduce(tiny, [green, levers.spare]).offers[0].state == "open"


def test_a_range_that_holds_offers_the_lever(tiny, levers):
    wide = Range(stage="wafer", flow="ingot-CN-2018", above=0.4, below=0.5, en="these", zh="这些")
    found = reduce(tiny, [replace(levers.spare, valid=(wide,))])
    assert found.offers[0].state == "open"


def test_to_dict_holds_words_in_both_languages(tiny, levers):
    data = reduce(tiny, all_of(levers), 0.95).to_dict()
    assert data["smallest"]["levers"] == ["spare", "still"]
    assert data["sets_computed"] == 8
    assert {one["name_zh"] for one in data["levers"]} == {"clean措施", "spare措施", "still措施"}


@pytest.mark.parametrize("target", [-1.0, float("nan"), float("inf")])
def test_a_target_that_is_none(tiny, levers, target):
    with pytest.raises(AnalysisError) as caught:
        reduce(tiny, all_of(levers), target)
    assert [f.code for f in caught.value.findings] == ["LEV-006"]


def test_target_and_missing_datasets_are_told_together(tiny, levers):
    gone = replace(
        levers.still,
        key="gone",
        changes={"s": FlowChange(stage="wafer", flow="heat-CN", replace_with="steam-of-mars")},
    )
    with pytest.raises(AnalysisError) as caught:
        reduce(tiny, [*all_of(levers), gone], -1.0)
    assert [f.code for f in caught.value.findings] == ["LEV-006", "LEV-007"]
    assert caught.value.findings[1].found == "steam-of-mars"


def test_no_lever_left(tiny, levers):
    abroad = replace(levers.still, key="abroad", places=("US",))
    with pytest.raises(AnalysisError) as caught:
        reduce(tiny, [abroad])
    (finding,) = caught.value.findings
    assert finding.code == "LEV-008"
    assert "abroad" in finding.found
    with pytest.raises(AnalysisError):
        reduce(tiny, [])


def test_progress_is_told(tiny, levers):
    told = []
    reduce(tiny, all_of(levers), progress=lambda done, there: told.append((done, there)))
    assert told[-1] == (8, 8)
