import json
import math

import pytest

from pvfootprint import ProductData, footprint
from pvfootprint.model.terms import GROUPS, STAGES

MODULE = "module:perc:CN@2018"


@pytest.fixture
def tiny(tiny_root, monkeypatch):
    """Let the commands work on the tiny library."""
    monkeypatch.setenv("PVFOOTPRINT_DATA", str(tiny_root))


@pytest.mark.parametrize(
    ("arguments", "value", "unit"),
    [
        (["--per", "m2"], 4.398, "kgCO2e/m2"),
        (["--per", "m2", "--gwp", "ar5"], 4.4, "kgCO2e/m2"),
        (["--per", "m2", "--electricity-year", "2022"], 4.898, "kgCO2e/m2"),
        ([], 4.398 * 0.02, "kgCO2e/piece"),
        (["--area", "0.03"], 4.398 * 0.03, "kgCO2e/piece"),
    ],
)
@pytest.mark.usefixtures("tiny")
def test_the_value_by_hand(run, arguments, value, unit):
    total = run("footprint", "wafer:mono:CN", *arguments, "--json").json["total"]
    assert total["value"] == pytest.approx(value, rel=1e-12)
    assert total["unit"] == unit


def test_the_json_is_the_whole_result(run):
    ended = run("footprint", MODULE, "--json")
    assert ended.code == 0
    assert ended.json == json.loads(json.dumps(footprint(MODULE).to_dict()))


def test_the_json_holds_what_programs_look_for(run):
    data = run("footprint", MODULE, "--per", "kWp", "--json").json
    assert isinstance(data["total"]["value"], float)
    assert data["total"]["unit"] == "kgCO2e/kWp"
    assert [stage["stage"] for stage in data["stages"]] == list(STAGES)
    assert math.fsum(s["value"] for s in data["stages"]) == pytest.approx(data["total"]["value"])
    assert all(set(stage["groups"]) == set(GROUPS) for stage in data["stages"])
    assert all(warning["message"] and warning["message_zh"] for warning in data["warnings"])
    assert "no-primary-data" in {warning["code"] for warning in data["warnings"]}


def test_the_options_reach_the_calculation(run):
    data = run("footprint", MODULE, "--area", "2.58", "--power", "550", "--json").json
    expected = footprint(MODULE, data=ProductData(area=2.58, power=550))
    assert data["total"]["value"] == expected.total.value
    assert data["declared_unit"]["reference_flow"]["amount"] == pytest.approx(2.58 / 0.55)


@pytest.mark.usefixtures("tiny")
def test_people_read_value_unit_and_stages_in_both_languages(run):
    ended = run("footprint", "wafer:mono:CN", "--per", "m2")
    assert (ended.code, ended.err) == (0, "")
    head = ended.out.splitlines()[:4]
    assert head[0] == "wafer:mono:CN@2018  硅片"
    assert head[1] == "4.398 kgCO2e/m2"
    assert head[2].startswith("partial carbon footprint of a product, cradle to gate  ")
    assert head[2].endswith("产品部分碳足迹（从摇篮到大门）")
    assert head[3] == "declared unit 声明单位: 1 m2"
    rows = {line.split()[0]: line.split() for line in ended.out.splitlines() if line.strip()}
    assert rows["ingot"][1:] == [
        "硅棒", "1.500", "34.1%", "0.150", "0.500", "0.000", "0.850", "0.000", "0.000",
    ]  # fmt: skip
    assert rows["wafer"][1:] == [
        "硅片", "2.898", "65.9%", "0.100", "2.000", "0.798", "0.000", "0.000", "0.000",
    ]  # fmt: skip
    assert rows["total"][1:4] == ["合计", "4.398", "100%"]


@pytest.mark.usefixtures("tiny")
def test_people_read_gases_cut_offs_and_what_to_know(run):
    out = run("footprint", "wafer:mono:CN", "--per", "m2").out
    assert "CO2e, not split 2.500 (56.8%); CO2 1.600 (36.4%); CH4 0.2980 (6.8%)" in out
    assert "factory" in out
    assert "0.00100 unit" in out
    assert "What to know about this number 说明" in out
    assert "IPCC AR6 GWP100" in out
