"""What electricity factors and GWP sets do to a footprint."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pvfootprint.engine.computing import compute

SAME = 1e-12
GRID = "electricity-national-average-CN-2024"
OFFICIAL = 0.5777
METHANE = "Methane, fossil"


def with_factor(system, factor):
    """Give a system in which the Chinese grid emits another amount per kWh."""

    def changed(inventory):
        rows = (
            replace(e, amount=factor) if e.type == "biosphere" else e for e in inventory.exchanges
        )
        return replace(inventory, exchanges=tuple(rows)) if inventory.code == GRID else inventory

    return replace(system, inventories=tuple(changed(i) for i in system.inventories))


def of_methane(factors, amount):
    changed = replace(factors.factors[METHANE], amount=amount)
    return replace(factors, factors={**factors.factors, METHANE: changed})


def test_official_factor_of_china_is_the_one_in_the_library(library):
    emitted = [e.amount for e in library.inventories[GRID].emissions]
    assert emitted == [OFFICIAL]


@pytest.fixture(scope="module")
def before(newest, gwp):
    """Give the footprint of every product."""
    return {name: compute(system, gwp("ar6")).total.value for name, system in newest.items()}


@pytest.fixture(scope="module")
def needed(library, newest, solve_densely):
    """Give what every product needs and emits, by the dense solve."""
    processes = list(library.inventories.values())
    return {
        name: solve_densely(processes, system.product.code, system.declared_unit.reference_flow, {})
        for name, system in newest.items()
    }


@settings(max_examples=2, deadline=None, derandomize=True, database=None)
@given(factor=st.floats(0, 2))
def test_electricity_factor_counts_with_the_kilowatt_hours(newest, gwp, before, needed, factor):
    factors = gwp("ar6")
    for name, system in newest.items():
        after = compute(with_factor(system, factor), factors).total.value
        expected = before[name] + needed[name].supply[GRID] * (factor - OFFICIAL)
        assert after == pytest.approx(expected, rel=SAME, abs=0), name


def test_aggregated_values_are_not_rescaled(newest, gwp):
    for name, system in newest.items():
        new, old = (compute(system, gwp(key)).not_split for key in ("ar6", "ar5"))
        assert new.value > 0
        assert (new.value, new.by_set) == (old.value, old.by_set), name


def test_aggregated_share_and_sets_are_those_of_the_flows(newest, gwp, needed):
    prefix = "Carbon dioxide equivalent, aggregated with "
    for name, system in newest.items():
        result = compute(system, gwp("ar6"))
        expected = {
            flow.removeprefix(prefix).removeprefix("a set "): mass
            for flow, mass in needed[name].emitted.items()
            if flow.startswith(prefix)
        }
        found = dict.fromkeys(expected, 0.0) | result.not_split.by_set
        assert found == pytest.approx(expected, rel=SAME, abs=1e-15), name
        share = sum(expected.values()) / result.total.value
        assert result.not_split.share == pytest.approx(share, rel=SAME, abs=0), name


def test_methane_factor_counts_with_the_mass_of_methane(newest, gwp, before, needed):
    factors = gwp("ar6")
    assert factors.factors[METHANE].amount == 29.8
    for name, system in newest.items():
        mass = needed[name].emitted[METHANE]
        assert mass > 0
        after = compute(system, of_methane(factors, 30)).total.value
        assert after == pytest.approx(before[name] + mass * (30 - 29.8), rel=SAME, abs=0), name


def test_gas_masses_do_not_depend_on_the_set(newest, gwp):
    system = newest["module:perc:glass-backsheet-framed:CN@2018"]
    new, old = (
        {part.gas: part.mass for part in compute(system, gwp(key)).gases} for key in ("ar6", "ar5")
    )
    assert new == old


def test_result_names_its_set(newest, gwp):
    system = newest["cell:perc:CN@2018"]
    for key in ("ar6", "ar5"):
        result = compute(system, gwp(key))
        assert result.method["gwp"] == key
        assert result.hashes["method"] == gwp(key).content_hash
