"""The package computes what the recomputation from the raw tables says."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from pvfootprint import footprint

VALIDATION = Path(__file__).resolve().parents[2] / "docs" / "validation"
PRODUCTS = {
    "MG-Si CN, 1 kg": ("mg-silicon:arc-furnace:CN@2018", "kg"),
    "polysilicon CN, 1 kg": ("polysilicon:siemens:CN@2018", "kg"),
    "polysilicon APAC, 1 kg": ("polysilicon:siemens:APAC@2018", "kg"),
    "polysilicon US, 1 kg": ("polysilicon:siemens:US@2018", "kg"),
    "polysilicon RER, 1 kg": ("polysilicon:siemens:RER@2018", "kg"),
    "polysilicon mix CN, 1 kg": ("polysilicon:mix:CN@2018", "kg"),
    "Cz ingot, 1 kg": ("ingot:cz:CN@2018", "kg"),
    "wafer, 1 m2": ("wafer:mono:CN@2018", "m2"),
    "cell, 1 m2": ("cell:perc:CN@2018", "m2"),
    "laminate, 1 m2": ("module:perc:glass-backsheet-frameless:CN@2018", "m2"),
    "framed module, 1 m2": ("module:perc:glass-backsheet-framed:CN@2018", "m2"),
    "framed module, 1 kWp": ("module:perc:glass-backsheet-framed:CN@2018", "kWp"),
}
YEAR_OF_OTHER_GRIDS = 2023
ROUNDED_QUICKLIME = 1e-7
"""The library rounds quicklime per lime to six digits, the recomputation does not."""


@pytest.fixture(scope="module")
def recompute():
    spec = importlib.util.spec_from_file_location("recompute", VALIDATION / "recompute.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("year", [2023, 2024])
@pytest.mark.parametrize("gwp", ["ar5", "ar6"])
def test_totals_agree(recompute, gwp, year):
    expected = recompute.Recomputation(gwp.upper(), str(year)).report()["total"]
    assert set(expected) == set(PRODUCTS)
    for name, (product, unit) in PRODUCTS.items():
        if ":CN" in product or year == YEAR_OF_OTHER_GRIDS:
            result = footprint(product, per=unit, gwp=gwp, electricity_year=year)
            assert result.total.value == pytest.approx(expected[name], rel=ROUNDED_QUICKLIME)


def test_each_stage_and_group_of_the_module_agrees(recompute):
    expected = recompute.Recomputation("AR6", "2024").report()
    result = footprint("module:perc:glass-backsheet-framed:CN@2018", per="kWp")
    for stage in result.stages:
        for group, value in stage.groups.items():
            assert value == pytest.approx(expected[stage.stage][group], rel=1e-6, abs=1e-6)
