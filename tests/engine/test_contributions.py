"""The parts of a footprint: they sum to the total, and on paper they are what they should be."""

import math

import pytest

from pvfootprint.chain.assembling import assemble
from pvfootprint.chain.declaring import declare
from pvfootprint.chain.electricity import ElectricityOptions
from pvfootprint.engine.computing import compute
from pvfootprint.library.gwp import read_set
from pvfootprint.model.terms import DATA_CLASSES, GROUPS, STAGES

SAME = 1e-12


@pytest.fixture
def tiny_footprint(tiny_library, tiny_root):
    """Compute the tiny library's wafer per m2, worked out on paper in ``tests/conftest.py``."""

    def tiny(key="ar6", year=None):
        wafer = tiny_library.inventories["wafer-CN-2018"]
        options = ElectricityOptions(year=year)
        system = assemble(tiny_library, wafer, declare(wafer, "m2"), electricity=options)
        return compute(system, read_set(tiny_root, key, tiny_library))

    return tiny


@pytest.mark.parametrize("key", ["ar6", pytest.param("ar5", marks=pytest.mark.long)])
def test_parts_of_every_product_sum_to_its_total(systems, gwp, key):
    for (name, _), system in systems.items():
        result = compute(system, gwp(key))
        sums = {
            "stages": math.fsum(part.value for part in result.stages),
            "gases": math.fsum(part.value for part in result.gases),
            "categories": math.fsum(part.value for part in result.categories),
            "processes": math.fsum(part.value for part in result.processes),
            "data classes": math.fsum(result.data_classes.values()),
        }
        total = result.total.value
        assert sums == pytest.approx(dict.fromkeys(sums, total), rel=SAME, abs=0), name


def test_shares_of_every_product_sum_to_one(newest, gwp):
    for name, system in newest.items():
        result = compute(system, gwp("ar6"))
        for parts in (result.stages, result.gases, result.categories, result.processes):
            total = math.fsum(part.share for part in parts)
            assert total == pytest.approx(1, rel=SAME, abs=0), name


@pytest.mark.long
def test_groups_of_every_stage_sum_to_the_stage(systems, gwp):
    for (name, _), system in systems.items():
        for part in compute(system, gwp("ar6")).stages:
            assert set(part.groups) == set(GROUPS)
            value = math.fsum(part.groups.values())
            assert value == pytest.approx(part.value, rel=SAME, abs=0), (name, part.stage)


def test_stages_come_in_the_order_of_the_chain_and_end_with_the_product(newest, gwp):
    order = list(STAGES)
    for system in newest.values():
        stages = [part.stage for part in compute(system, gwp("ar6")).stages]
        assert stages == sorted(stages, key=order.index)
        assert stages[-1] == system.product.stage


def test_stages_name_their_datasets(newest, gwp):
    result = compute(newest["module:perc:glass-backsheet-framed:CN@2018"], gwp("ar6"))
    named = {part.stage: part.processes for part in result.stages}
    assert named["module"] == ("module-perc-framed-CN-2018",)
    assert len(named["polysilicon"]) == 5  # the mix, and four regions
    assert set(result.data_classes) <= set(DATA_CLASSES)


def test_upstream_value_of_the_product_is_the_total(newest, gwp):
    for name, system in newest.items():
        result = compute(system, gwp("ar6"))
        product = next(p for p in result.processes if p.code == system.product.code)
        assert product.upstream_value == pytest.approx(result.total.value, rel=SAME, abs=0), name


def test_tiny_wafer_total_and_supply(tiny_footprint):
    result = tiny_footprint()
    assert result.total.value == pytest.approx(4.398, rel=SAME)
    assert result.total.unit == "kgCO2e/m2"
    assert {part.code: part.supply for part in result.processes} == pytest.approx(
        {
            "wafer-CN-2018": 1,
            "ingot-CN-2018": 0.5,
            "silicon-GLO": 0.5,
            "heat-CN": 10,
            "grid-supply-CN": 4 + 0.5 * 2,
            "electricity-CN-2023": 5,
            "factory-GLO": 0.001,
        },
        rel=SAME,
    )


def test_tiny_wafer_stages_and_groups(tiny_footprint):
    ingot, wafer = tiny_footprint().stages
    assert (ingot.stage, wafer.stage) == ("ingot", "wafer")
    assert ingot.value == pytest.approx(1.5, rel=SAME)
    assert wafer.value == pytest.approx(2.898, rel=SAME)
    none = dict.fromkeys(GROUPS, 0.0)
    paper = {"direct": 0.15, "electricity": 0.5, "materials": 0.85}
    assert ingot.groups == pytest.approx(none | paper, rel=SAME)
    paper = {"direct": 0.1, "electricity": 2.0, "heat": 0.798}
    assert wafer.groups == pytest.approx(none | paper, rel=SAME)


def test_tiny_wafer_gases(tiny_footprint):
    masses = {part.gas: (part.mass, part.value) for part in tiny_footprint().gases}
    assert list(masses) == ["CO2e, not split", "CO2", "CH4"]
    assert masses["CO2e, not split"] == pytest.approx((2.5, 2.5), rel=SAME)
    assert masses["CO2"] == pytest.approx((1.6, 1.6), rel=SAME)
    assert masses["CH4"] == pytest.approx((0.01, 0.298), rel=SAME)


def test_tiny_wafer_kinds_of_knowledge(tiny_footprint):
    result = tiny_footprint()
    paper = {"inventory": 0.1 + 0.15 + 0.85, "official": 2.5, "proxy": 0.798, "cut-off": 0}
    assert result.data_classes == pytest.approx(paper, rel=SAME)
    assert result.proxy_share == pytest.approx(0.798 / 4.398, rel=SAME)


def test_tiny_wafer_not_split_by_set(tiny_footprint):
    result = tiny_footprint()
    assert result.not_split.by_set == pytest.approx({"AR5": 2.5}, rel=SAME)
    assert result.not_split.value == pytest.approx(2.5, rel=SAME)
    assert result.not_split.share == pytest.approx(2.5 / 4.398, rel=SAME)


def test_tiny_wafer_leaves_out_a_kilogram_of_factory(tiny_footprint):
    (factory,) = tiny_footprint().cut_offs
    assert (factory.code, factory.unit, factory.mass_basis) == ("factory-GLO", "unit", "made up")
    assert factory.amount == pytest.approx(0.001, rel=SAME)
    assert factory.mass == pytest.approx(1, rel=SAME)


def test_tiny_wafer_with_another_set_and_another_year(tiny_footprint):
    assert tiny_footprint("ar5").total.value == pytest.approx(4.4, rel=SAME)
    assert tiny_footprint(year=2022).total.value == pytest.approx(4.898, rel=SAME)


def test_loop_between_a_stage_and_its_supplier(small, gwp):
    """A module emits 1 and takes 2 kWh; a kWh emits 0.5 and takes 0.1 module.

    a = 1 + 0.1 b and b = 2 a, so a = 1.25, b = 2.5 and the score is 1.25 + 2.5 x 0.5 = 2.5.
    A kWh with everything before it is 0.5 + 0.1 x 2.5 = 0.75, so the stage is 1 (direct) + 1.5.
    """
    module = small.process(
        "a", small.emits(small.co2, 1), small.takes("b", 2, "electricity"), stage="module"
    )
    power = small.process("b", small.emits(small.co2, 0.5), small.takes("a", 0.1))
    result = compute(small.system(module, power), gwp("ar6"))
    assert result.total.value == pytest.approx(2.5, rel=SAME)
    supply = {part.code: part.supply for part in result.processes}
    assert supply == pytest.approx({"a": 1.25, "b": 2.5}, rel=SAME)
    (stage,) = result.stages
    assert stage.groups["direct"] == pytest.approx(1, rel=SAME)
    assert stage.groups["electricity"] == pytest.approx(1.5, rel=SAME)


def test_loop_between_two_stages(small, gwp):
    """A module emits 2 and takes half a cell; a cell emits 4 and takes 0.4 module.

    a = 1 + 0.4 c and c = 0.5 a, so a = 1.25, c = 0.625: 2.5 from each stage.
    """
    module = small.process("a", small.emits(small.co2, 2), small.takes("c", 0.5), stage="module")
    cell = small.process("c", small.emits(small.co2, 4), small.takes("a", 0.4), stage="cell")
    result = compute(small.system(module, cell), gwp("ar6"))
    values = {part.stage: part.value for part in result.stages}
    assert values == pytest.approx({"cell": 2.5, "module": 2.5}, rel=SAME)


def test_process_that_takes_its_own_product(small, gwp):
    """Of 1 kg made, 0.1 and 0.4 kg go back in: 2 kg are made for 1 kg sold."""
    module = small.process(
        "a",
        small.emits(small.co2, 1),
        small.takes("a", 0.1),
        small.takes("a", 0.4),
        stage="module",
    )
    assert compute(small.system(module), gwp("ar6")).total.value == pytest.approx(2, rel=SAME)


def test_nested_proxies_count_once(small, gwp):
    """The outer proxy (1 of its own) takes an inner one (2 of its own); the product emits 1."""
    product = small.process("a", small.emits(small.co2, 1), small.takes("b", 1), stage="module")
    outer = small.process("b", small.emits(small.co2, 1), small.takes("c", 1), proxy_for="x")
    inner = small.process("c", small.emits(small.co2, 2), proxy_for="y")
    result = compute(small.system(product, outer, inner), gwp("ar6"))
    assert result.proxy_share == pytest.approx(0.75, rel=SAME)


def test_aggregated_values_stand_under_the_set_they_were_made_with(small, gwp):
    product = small.process(
        "a",
        small.emits(small.aggregated, 2),
        small.emits(small.not_stated, 1),
        small.emits(small.methane, 1),
        stage="module",
    )
    split = compute(small.system(product), gwp("ar6")).not_split
    assert split.by_set == pytest.approx({"AR5": 2, "not stated": 1}, rel=SAME)
    assert split.share == pytest.approx(3 / 32.8, rel=SAME)


def test_flow_without_a_factor_warms_nothing(small, gwp):
    product = small.process(
        "a", small.emits(small.heat, 5), small.emits(small.co2, 1), stage="module"
    )
    result = compute(small.system(product), gwp("ar6"))
    assert result.total.value == 1
    assert [part.gas for part in result.gases] == ["CO2"]
