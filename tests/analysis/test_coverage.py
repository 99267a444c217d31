import json
import math
from dataclasses import replace

import pytest

from pvfootprint.analysis.coverage import WEAKEST, coverage
from pvfootprint.chain.selecting import select
from pvfootprint.engine.computing import build_system

SAMPLE = [
    "mg-silicon:arc-furnace:NO",
    "polysilicon:fbr:CN",
    "ingot:cz:CN@2018",
    "wafer:mono-mix:RER",
    "cell:topcon:pecvd:CN",
    "module:perc:CN@2018",
    "module:topcon:glass-glass-framed:CN",
    "module:multi-mix:US",
]
TOTAL = 4.398
"""Footprint of the tiny wafer [kgCO2e/m2]."""


@pytest.fixture
def covered(library, factors):
    def cover(text):
        return coverage(build_system(library, select(library, text)), factors)

    return cover


@pytest.fixture
def tiny_covered(tiny_library, tiny_factors):
    """Cover the tiny wafer, after changing fields of its library's datasets."""

    def cover(**changed):
        inventories = dict(tiny_library.inventories)
        for code, fields in changed.items():
            inventories[code] = replace(inventories[code], **fields)
        changed_library = replace(tiny_library, inventories=inventories)
        system = build_system(changed_library, select(changed_library, "wafer:mono:CN"))
        return coverage(system, tiny_factors)

    return cover


def splits(result):
    return [result.by_class, result.by_age, result.by_place, result.by_gwp_set]


def shares(**values):
    return pytest.approx({name: value / TOTAL for name, value in values.items()}, rel=1e-9)


@pytest.mark.parametrize("text", SAMPLE)
def test_each_split_sums_to_one(covered, text):
    for split in splits(covered(text)):
        assert math.fsum(split.values()) == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize("text", SAMPLE)
def test_each_split_begins_with_the_largest_share(covered, text):
    for split in splits(covered(text)):
        assert list(split.values()) == sorted(split.values(), reverse=True)


@pytest.mark.parametrize("text", SAMPLE)
def test_the_weakest_are_at_most_ten_and_ordered_by_weight(covered, text):
    weakest = covered(text).weakest
    weights = [abs(point.share) * len(point.reasons) for point in weakest]
    assert 0 < len(weakest) <= WEAKEST == 10
    assert weights == sorted(weights, reverse=True)
    assert all(point.reasons for point in weakest)
    assert len({point.code for point in weakest}) == len(weakest)


def test_the_tiny_wafer_by_hand(tiny_covered):
    result = tiny_covered()
    assert result.product == "wafer:mono:CN@2018"
    by_class = {"official": 2.5, "by gas": 0.85 + 0.15 + 0.1, "proxy": 0.798}
    assert {k: v for k, v in result.by_class.items() if v} == shares(**by_class)
    assert result.by_gwp_set == shares(**{"AR5": 2.5, "split by gas": 1.898})
    assert result.by_place == shares(**{"same place": 3.548, "world": 0.85})
    assert result.by_age == {"not stated": pytest.approx(1, rel=1e-12)}


def test_the_weakest_of_the_tiny_wafer_by_hand(tiny_covered):
    points = {point.code: point for point in tiny_covered().weakest}
    assert list(points)[:5] == [
        "electricity-CN-2023",
        "heat-CN",
        "silicon-GLO",
        "ingot-CN-2018",
        "wafer-CN-2018",
    ]
    heat = points["heat-CN"]
    assert heat.share == pytest.approx(0.798 / TOTAL, rel=1e-9)
    assert heat.reasons == ("stands for heat of another fuel", "year not stated")
    assert points["electricity-CN-2023"].reasons == ("year not stated",)


@pytest.mark.parametrize(
    ("year", "name"),
    [
        (2018, "0 to 2 years"),
        (2020, "0 to 2 years"),
        (2016, "0 to 2 years"),
        (2021, "3 to 5 years"),
        (2013, "3 to 5 years"),
        (2024, "6 to 10 years"),
        (2008, "6 to 10 years"),
        (2007, "more than 10 years"),
        (2029, "more than 10 years"),
    ],
)
def test_the_age_is_counted_from_the_vintage(tiny_covered, year, name):
    result = tiny_covered(**{"electricity-CN-2023": {"year": year}})
    assert result.by_age == shares(**{name: 2.5, "not stated": 1.898})


@pytest.mark.parametrize(
    ("location", "name"),
    [
        ("CN-Jiangsu", "same country"),
        ("DE", "elsewhere"),
        ("CNX", "elsewhere"),
        ("GLO", "world"),
        ("GB/GLO", "world"),
    ],
)
def test_the_place_is_held_against_that_of_the_product(tiny_covered, location, name):
    by_place = tiny_covered(**{"silicon-GLO": {"location": location}}).by_place
    assert {k: v for k, v in by_place.items() if v} == shares(**{"same place": 3.548, name: 0.85})


def test_every_reason_for_weakness_is_named(tiny_covered):
    fields = {"data_class": "derived", "year": 2008, "location": "DE", "proxy_for": "power"}
    (point,) = (
        p
        for p in tiny_covered(**{"electricity-CN-2023": fields}).weakest
        if p.code == "electricity-CN-2023"
    )
    assert point.reasons == (
        "stands for power",
        "from DE",
        "of 2008",
        "derived",
        "not split by gas",
    )


def test_recent_official_data_of_the_place_are_no_weak_point(tiny_covered):
    result = tiny_covered(**{"electricity-CN-2023": {"year": 2018}})
    assert "electricity-CN-2023" not in {point.code for point in result.weakest}


def test_the_command_prints_the_same_as_json(run, covered, data_folder, monkeypatch):
    monkeypatch.setenv("PVFOOTPRINT_DATA", str(data_folder))
    ended = run("library", "coverage", "module:topcon:CN", "--json")
    assert (ended.code, ended.err) == (0, "")
    expected = json.loads(json.dumps(covered("module:topcon:CN").to_dict()))
    assert json.loads(ended.out) == expected


def test_the_command_prints_tables(run, covered):
    ended = run("library", "coverage", "module:topcon:CN")
    assert (ended.code, ended.err) == (0, "")
    result = covered("module:topcon:CN")
    assert result.product in ended.out
    for split in splits(result):
        for name, value in split.items():
            assert name in ended.out
            assert f"{value:.1%}" in ended.out
    assert result.weakest[0].code in ended.out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("module:topcon:ZZ",), "SEL-004"), (("module:topcon:CN", "--gwp", "ar9"), "SEL-011")],
)
def test_the_command_refuses_what_is_not_there(run, arguments, code):
    ended = run("library", "coverage", *arguments)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith(f"{code}: ")
