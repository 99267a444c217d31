"""What is left out, against the example of ``docs/coverage.md`` worked out on paper."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pvfootprint.chain.assembling import assemble
from pvfootprint.engine.chain_footprint import chain_system
from pvfootprint.engine.contributing import cut_offs
from pvfootprint.engine.covering import cover
from pvfootprint.engine.screening import CAPITAL_GOODS, WATER
from pvfootprint.engine.solving import solve
from pvfootprint.model.inventory import (
    CharacterizationFactor,
    CharacterizationSet,
    ElementaryFlow,
    Library,
)
from pvfootprint.model.site_rows import MaterialUse
from pvfootprint.model.system import DeclaredUnit

FACTORS = CharacterizationSet(
    "test",
    "test",
    {"CO2": CharacterizationFactor("CO2", "kilogram", 1.0, "CO2", "fossil", "")},
    "",
)
KWH = "kilowatt hour"


def library_of(*processes):
    flows = {"CO2": ElementaryFlow("CO2", "CO2", "air", "kilogram", "", True)}
    return Library({p.code: p for p in processes}, flows, {}, (), {}, (), "")


def covered(library, product):
    system = assemble(library, library.inventories[product], DeclaredUnit("kg", 1.0, "kilogram"))
    return cover(system, solve(system, FACTORS), library)


def measured(process, unit):
    """Give a process another unit."""
    exchanges = (replace(process.exchanges[0], unit=unit), *process.exchanges[1:])
    return replace(process, unit=unit, exchanges=exchanges)


@pytest.fixture(scope="module")
def processes(small):
    """Give the processes of the example of the documentation, by code.

    Per kg of wafer: 3.0 acid, 1.5 gas, 0.4 additive, 0.05 water, 0.4 service, 5.0 electricity, and
    0.5 kg of ingot with 0.15 of quartz: 10.5 kgCO2e.
    """
    stage = {"technology": "mono", "year": 2024}
    wafer = small.process(
        "wafer",
        small.takes("acid", 2.0),
        small.takes("gas", 0.5),
        small.takes("additive", 0.01),
        small.takes("water", 50.0),
        small.takes("service", 2.0),
        replace(small.takes("grid", 10.0, "electricity"), unit=KWH),
        small.takes("ingot", 0.5),
        small.takes("slurry", 0.05),
        replace(small.takes("air", 1.0, "heat"), unit=KWH),
        replace(small.takes("leg", 3.0, "transport"), unit="ton kilometer"),
        replace(small.takes("factory", 1e-6), unit="unit"),
        stage="wafer",
        **stage,
    )
    ingot = small.process(
        "ingot", small.takes("quartz", 1.0), small.takes("coating", 0.02), stage="ingot", **stage
    )
    left_out = {"data_class": "cut-off"}
    found = (
        wafer,
        ingot,
        small.process("acid", small.emits("CO2", 1.5)),
        small.process("gas", small.emits("CO2", 3.0)),
        small.process("additive", small.emits("CO2", 40.0)),
        replace(small.process("water", small.emits("CO2", 0.001)), database=WATER),
        small.process("service", small.emits("CO2", 0.2), mass_per_unit=0.0),
        measured(small.process("grid", small.emits("CO2", 0.5)), KWH),
        small.process("quartz", small.emits("CO2", 0.3)),
        small.process("slurry", **left_out),
        small.process("coating", **left_out),
        measured(small.process("air", **left_out), KWH),
        measured(small.process("leg", **left_out), "ton kilometer"),
        measured(
            small.process("factory", mass_per_unit=1000.0, capital_goods=True, **left_out), "unit"
        ),
        small.process(CAPITAL_GOODS, small.emits("CO2", 2.0)),
    )
    return {process.code: process for process in found}


def test_the_example_of_the_documentation_by_hand(processes):
    coverage = covered(library_of(*processes.values()), "wafer")
    found = {one.name: one for one in coverage.left_out}
    assert list(found) == ["air", "slurry", "coating", "leg"]

    slurry = found["slurry"]
    assert (slurry.stage, slurry.taken_by, slurry.unit) == ("wafer", "wafer", "kilogram")
    assert (slurry.amount, slurry.mass) == (pytest.approx(0.05), pytest.approx(0.05))
    assert slurry.mass_share == pytest.approx(0.05 / 3.06)
    assert slurry.estimate == pytest.approx(0.05 * 3.0)
    assert slurry.estimate_share == pytest.approx(0.15 / 10.5)
    assert slurry.basis == "3 kgCO2e/kg, the largest of materials in its stage"
    assert (slurry.energy, slurry.energy_share) == (None, None)

    air = found["air"]
    assert (air.energy, air.energy_share) == (pytest.approx(3.6), pytest.approx(3.6 / 39.6))
    assert (air.mass, air.mass_share) == (None, None)
    assert air.estimate == pytest.approx(0.5)

    coating = found["coating"]
    assert (coating.stage, coating.mass) == ("ingot", pytest.approx(0.01))
    assert coating.mass_share == pytest.approx(0.01 / 0.51)
    assert coating.estimate == pytest.approx(0.01 * 0.3)

    leg = found["leg"]
    assert (leg.mass, leg.energy, leg.estimate, leg.estimate_share) == (None, None, None, None)
    assert leg.basis == "nothing in tkm among transport to compare it with"
    assert all(one.basis_zh and one.basis_zh != one.basis for one in coverage.left_out)


def test_the_sums_of_the_example_by_hand(processes):
    coverage = covered(library_of(*processes.values()), "wafer")
    assert coverage.mass_in == pytest.approx(2 + 0.5 + 0.01 + 0.05 + 0.5 + 0.01)
    assert coverage.mass_share == pytest.approx(0.06 / 3.07)
    assert coverage.energy_in == pytest.approx(39.6)
    assert coverage.energy_share == pytest.approx(3.6 / 39.6)
    assert coverage.estimate_share == pytest.approx((0.15 + 0.5 + 0.003) / 10.5)
    assert coverage.unknown == 1


def test_capital_goods_stand_apart_and_count_as_steel(processes):
    coverage = covered(library_of(*processes.values()), "wafer")
    (factory,) = coverage.capital_goods
    assert (factory.name, factory.mass) == ("factory", pytest.approx(0.001))
    assert factory.estimate == pytest.approx(0.002)
    assert factory.mass_share is None
    assert factory.basis == "2 kgCO2e/kg, all of it as hot-rolled steel"


@pytest.mark.parametrize(
    ("changes", "basis"),
    [
        ({"mass_per_unit": None}, "its mass is not stated"),
        ({}, "the library holds no steel to compare it with"),
    ],
)
def test_capital_goods_without_mass_or_steel_have_no_estimate(processes, changes, basis):
    kept = {**processes, "factory": replace(processes["factory"], **changes)}
    if not changes:
        del kept[CAPITAL_GOODS]
    (factory,) = covered(library_of(*kept.values()), "wafer").capital_goods
    assert (factory.estimate, factory.estimate_share) == (None, None)
    assert factory.basis == basis


def test_what_is_left_out_behind_an_input_is_found(small, processes):
    """0.2 kg of catalyst per kg of gas, 0.5 kg of gas: 0.1 kg."""
    catalyst = small.process("catalyst", data_class="cut-off")
    gas = small.process("gas", small.emits("CO2", 3.0), small.takes("catalyst", 0.2))
    kept = {**processes, "gas": gas, "catalyst": catalyst}
    found = {one.name: one for one in covered(library_of(*kept.values()), "wafer").left_out}
    assert found["catalyst"].amount == pytest.approx(0.1)
    assert (found["catalyst"].stage, found["catalyst"].taken_by) == ("wafer", "wafer, gas")


def test_a_stage_without_the_like_is_compared_with_the_chain(small, processes):
    """Electricity left out by the ingot, which takes none: the wafer's factor holds."""
    power = measured(small.process("power", data_class="cut-off"), KWH)
    takes = replace(small.takes("power", 2.0, "electricity"), unit=KWH)
    ingot = processes["ingot"]
    kept = {
        **processes,
        "ingot": replace(ingot, exchanges=(*ingot.exchanges, takes)),
        "power": power,
    }
    found = {one.name: one for one in covered(library_of(*kept.values()), "wafer").left_out}
    assert found["power"].estimate == pytest.approx(0.5 * 2.0 * 0.5)
    assert found["power"].energy_share == pytest.approx(1)
    assert found["power"].basis == "0.139 kgCO2e/MJ, the largest of heat in the chain"


def test_a_piece_of_unknown_mass_has_no_estimate(small, processes):
    part = measured(small.process("part", data_class="cut-off"), "unit")
    takes = replace(small.takes("part", 3.0), unit="unit")
    wafer = processes["wafer"]
    kept = {
        **processes,
        "wafer": replace(wafer, exchanges=(*wafer.exchanges, takes)),
        "part": part,
    }
    coverage = covered(library_of(*kept.values()), "wafer")
    (found,) = [one for one in coverage.left_out if one.name == "part"]
    assert (found.mass, found.estimate) == (None, None)
    assert found.basis == "its mass is not stated"
    assert coverage.unknown == 2


def test_nothing_left_out_is_full_coverage(small):
    stage = {"stage": "wafer", "technology": "mono"}
    wafer = small.process("wafer", small.takes("acid", 1.0), **stage)
    acid = small.process("acid", small.emits("CO2", 1.0))
    coverage = covered(library_of(wafer, acid), "wafer")
    assert (coverage.left_out, coverage.capital_goods, coverage.unknown) == ((), (), 0)
    assert (coverage.mass_share, coverage.energy_share, coverage.estimate_share) == (0, 0, 0)


AMOUNTS = st.floats(1e-6, 1e3)
"""Amounts that a process can take; a solver takes the smallest floats for nothing."""


@given(
    counted=st.just(0.0) | AMOUNTS,
    left=AMOUNTS,
    energy=st.just(0.0) | AMOUNTS,
    power=AMOUNTS,
)
def test_shares_lie_between_none_and_all(small, counted, left, energy, power):
    stage = {"stage": "wafer", "technology": "mono"}
    wafer = small.process(
        "wafer",
        small.emits("CO2", 1.0),
        small.takes("acid", counted),
        small.takes("gone", left),
        replace(small.takes("grid", energy, "electricity"), unit=KWH),
        replace(small.takes("lost", power, "electricity"), unit=KWH),
        **stage,
    )
    library = library_of(
        wafer,
        small.process("acid", small.emits("CO2", 1.0)),
        small.process("gone", data_class="cut-off"),
        measured(small.process("grid", small.emits("CO2", 0.5)), KWH),
        measured(small.process("lost", data_class="cut-off"), KWH),
    )
    coverage = covered(library, "wafer")
    assert coverage.mass_in == pytest.approx(counted + left)
    assert coverage.mass_share == pytest.approx(left / (counted + left))
    assert coverage.energy_share == pytest.approx(power / (energy + power))
    for one in coverage.left_out:
        for part in (one.mass_share, one.energy_share):
            assert part is None or 0 <= part <= 1 + 1e-12


@pytest.mark.long
def test_what_every_product_leaves_out_sums_to_its_supply(newest, gwp, library):
    factors = gwp("ar6")
    for name, system in newest.items():
        solution = solve(system, factors)
        coverage = cover(system, solution, library)
        found = (*coverage.left_out, *coverage.capital_goods)
        for item in cut_offs(system, solution):
            amounts = [one.amount for one in found if one.name == item.name]
            assert math.fsum(amounts) == pytest.approx(item.amount, rel=1e-6), (name, item.code)
        assert all("factory" in one.name for one in coverage.capital_goods)
        assert not any("factory" in one.name for one in coverage.left_out)
        assert coverage.unknown == 0
        assert coverage.mass_share < 0.05, name
        for share in (coverage.mass_share, coverage.energy_share, coverage.estimate_share):
            assert share >= 0, name
        for one in found:
            assert one.mass_share is None or 0 <= one.mass_share <= 1


def test_flows_of_companies_without_a_dataset_are_left_out(suppliers_chain, library, gwp):
    """5000 kg of a flux for 1e6 m2 of module: 0.005 kg per m2."""
    module, *others = suppliers_chain.values()
    flux = MaterialUse(flow="flux", dataset="", product="P1", amount=5000.0, unit="kg")
    module = replace(module, materials=(*module.materials, flux))
    system, _ = chain_system(library, module, others, per="m2")
    solution = solve(system, gwp("ar6"))
    found = {one.name: one for one in cover(system, solution, library).left_out}
    assert found["flux"].mass == pytest.approx(0.005)
    assert found["flux"].stage == "module"
    assert found["flux"].taken_by == "module (Jiangsu Module, Jiangsu Module Site 1)"
    assert found["flux"].estimate == pytest.approx(0.005 * 15.8, rel=1e-3)
