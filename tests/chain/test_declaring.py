import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pvfootprint.chain.declaring import (
    LARGEST,
    ProductData,
    declare,
    reference_flows,
)
from pvfootprint.chain.selecting import products
from pvfootprint.model.findings import SelectionError
from pvfootprint.model.inventory import Format, Inventory, Parameter
from pvfootprint.model.terms import DECLARED_UNITS, STAGES, UNITS

NOTHING = ProductData()
EFFECTIVE = {
    "kWp": ProductData(efficiency=0.25),
    "piece": ProductData(area=2),
    "m2": NOTHING,
    "kg": NOTHING,
}
"""Quantities with an effect on a declared unit, in which one is 4 or 2 of the product's own."""

EFFICIENCIES = st.floats(0.01, 0.5)
AREAS = st.floats(0.001, LARGEST["area"])


def product(stage, **parameters):
    unit = "kilogram" if DECLARED_UNITS[stage] == ("kg",) else "square meter"
    return Inventory(
        "code", "db", "a.csv", 1, stage, stage, "CN", unit, "inventory", "s", "c", stage=stage,
        parameters=tuple(Parameter(k, v, "", 0, 10, "made-up") for k, v in parameters.items()),
    )  # fmt: skip


MODULE = product("module")


def refused(*args):
    with pytest.raises(SelectionError) as caught:
        declare(*args)
    return caught.value.findings


@given(EFFICIENCIES)
def test_a_kilowatt_peak_times_its_efficiency_is_one_square_metre(efficiency):
    declared = declare(MODULE, "kWp", ProductData(efficiency=efficiency))
    assert declared.reference_flow * efficiency == pytest.approx(1, rel=1e-15)


@given(power=st.floats(1, 1000), area=AREAS)
def test_power_over_area_is_the_efficiency(power, area):
    efficiency = power / (1000 * area)
    if efficiency > 0.5:
        (finding,) = refused(MODULE, "kWp", ProductData(area=area, power=power))
        assert (finding.code, finding.column) == ("SEL-009", "--efficiency")
    else:
        by_power = declare(MODULE, "kWp", ProductData(area=area, power=power))
        assert by_power.reference_flow * power / 1000 == pytest.approx(area, rel=1e-12)


@given(area=AREAS, stage=st.sampled_from(["wafer", "cell", "module"]))
def test_a_piece_is_its_area(area, stage):
    declared = declare(product(stage), "piece", ProductData(area=area))
    assert declared.reference_flow == area


def test_a_module_of_550_w_and_2_58_m2_by_hand():
    declared = declare(MODULE, "kWp", ProductData(area=2.58, power=550))
    assert declared.reference_flow == pytest.approx(2.58 / 0.55, rel=1e-12)
    assert declared.assumptions == (
        "efficiency 0.213178 from power 550 W and area 2.58 m2 as given",
    )


def test_without_data_the_sourced_value_is_taken_and_named():
    declared = declare(product("module", efficiency=0.2), "kWp")
    assert declared.reference_flow == pytest.approx(5)
    assert declared.assumptions == ("efficiency 0.2 (made-up: )",)


def test_given_data_replace_the_sourced_value():
    module = product("module", efficiency=0.2, piece_area_m2=1.6)
    assert declare(module, "kWp", ProductData(efficiency=0.25)).reference_flow == 4
    assert declare(module, "kWp", ProductData(power=400)).reference_flow == pytest.approx(4)
    assert declare(module, "piece").reference_flow == 1.6
    assert declare(module, "piece", ProductData(area=2)).reference_flow == 2


@pytest.mark.parametrize("stage", STAGES)
def test_the_first_unit_offered_is_the_default(stage):
    first = DECLARED_UNITS[stage][0]
    data = EFFECTIVE[first]
    assert declare(product(stage), data=data) == declare(product(stage), first, data)


@pytest.mark.parametrize("stage", STAGES)
def test_every_unit_is_offered_or_refused(stage):
    expected = {"kWp": 4, "m2": 1, "piece": 2, "kg": 1}
    for unit, data in EFFECTIVE.items():
        if unit in DECLARED_UNITS[stage]:
            declared = declare(product(stage), unit, data)
            assert (declared.unit, declared.reference_flow) == (unit, expected[unit])
        else:
            (finding,) = refused(product(stage), unit, data)
            assert (finding.code, finding.found) == ("SEL-007", unit)
            assert finding.expected == ", ".join(DECLARED_UNITS[stage])


@pytest.mark.parametrize("unit", ["kwp", "KWP", "W", "t", "m²", "unit"])
def test_a_unit_that_nobody_knows_is_refused(unit):
    (finding,) = refused(MODULE, unit)
    assert (finding.code, finding.column, finding.found) == ("SEL-007", "--per", unit)


@pytest.mark.parametrize(
    ("unit", "data", "hint"),
    [
        ("kWp", ProductData(), "--efficiency 0.21"),
        ("kWp", ProductData(power=400), "--area 2.58"),
        ("piece", ProductData(), "--area 2.58"),
    ],
)
def test_what_has_no_sourced_value_must_be_given(unit, data, hint):
    (finding,) = refused(MODULE, unit, data)
    assert finding.code == "SEL-008"
    assert hint in finding.hint


@pytest.mark.parametrize(
    ("unit", "data", "ignored", "effective"),
    [
        ("kWp", ProductData(area=2), ["--area"], "--efficiency"),
        ("kWp", ProductData(power=400, efficiency=0.2), ["--efficiency"], "--area; --power"),
        ("piece", ProductData(efficiency=0.2), ["--efficiency"], "--area"),
        ("piece", ProductData(area=2, power=400), ["--power"], "--area"),
        ("m2", ProductData(area=2), ["--area"], "no such quantity"),
        ("m2", ProductData(2, 0.2, 400), ["--area", "--efficiency", "--power"], "no such quantity"),
    ],
)
def test_a_quantity_that_would_be_ignored_is_refused(unit, data, ignored, effective):
    module = product("module", efficiency=0.2, piece_area_m2=1.6)
    findings = refused(module, unit, data)
    assert [(f.code, f.column) for f in findings] == [("SEL-015", option) for option in ignored]
    assert {f.expected for f in findings} == {effective}


@pytest.mark.parametrize("stage", [stage for stage in STAGES if DECLARED_UNITS[stage] == ("kg",)])
@pytest.mark.parametrize("data", [ProductData(area=2), ProductData(efficiency=0.25)])
def test_a_kilogram_has_no_quantities(stage, data):
    (finding,) = refused(product(stage), "kg", data)
    assert (finding.code, finding.expected) == ("SEL-015", "no such quantity")


FORMAT = Format("182", 0.033124, "made-up", "a full square", 2)


@pytest.mark.parametrize("stage", ["wafer", "cell"])
def test_a_piece_of_a_format_has_its_area_unless_one_is_given(stage):
    piece = product(stage, piece_area_m2=0.0244)
    declared = declare(piece, "piece", NOTHING, FORMAT)
    assert declared.reference_flow == 0.033124
    assert declared.assumptions == ("area 0.033124 m2 of the format 182 mm (a full square)",)
    assert declare(piece, "piece", ProductData(area=0.03), FORMAT).reference_flow == 0.03
    assert declare(piece, "piece").reference_flow == 0.0244
    assert declare(piece, "m2", NOTHING, FORMAT).reference_flow == 1


@pytest.mark.parametrize("value", [0, -1, math.nan, math.inf, -math.inf, 1e9])
@pytest.mark.parametrize("name", ["area", "efficiency", "power"])
def test_a_quantity_out_of_range_is_refused(name, value):
    (finding,) = refused(MODULE, "m2", ProductData(**{name: value}))
    assert (finding.code, finding.column) == ("SEL-009", f"--{name}")
    assert finding.found == f"{value:g}"
    assert finding.expected.startswith("above 0, up to ")


def test_all_quantities_out_of_range_are_named():
    findings = refused(MODULE, "kWp", ProductData(area=0, efficiency=21, power=-1))
    assert [finding.column for finding in findings] == ["--area", "--efficiency", "--power"]


def test_every_stage_has_declared_units():
    assert set(DECLARED_UNITS) == set(STAGES)
    assert {unit for units in DECLARED_UNITS.values() for unit in units} == set(EFFECTIVE)


def test_the_shipped_products_are_counted_in_the_unit_that_is_declared(library):
    for inventory in products(library):
        symbol = UNITS[inventory.unit]
        assert symbol in DECLARED_UNITS[inventory.stage], inventory.code


def test_the_shipped_module_and_its_efficiency(library):
    module = library.inventories["module-perc-framed-CN-2018"]
    declared = declare(module, "kWp")
    assert declared.reference_flow == pytest.approx(1 / 0.184, rel=1e-12)
    assert "itrpv-2019" in declared.assumptions[0]


@pytest.mark.parametrize(
    ("unit", "names"),
    [
        ("kWp", ("efficiency",)),
        ("kWp", ("power", "area")),
        ("kWp", ("power",)),
        ("piece", ("area",)),
    ],
)
def test_many_products_at_once_are_the_same_one_by_one(unit, names):
    values = {"efficiency": [0.2, 0.25], "power": [400.0, 550.0], "area": [2.0, 2.58]}
    of_format = Format("210", 2.5, "s", "n", 1)
    data = {name: np.array(values[name]) for name in names}

    flows = reference_flows(MODULE, unit, data, of_format)

    for i in range(2):
        one = ProductData(**{name: values[name][i] for name in names})
        assert flows[i] == declare(MODULE, unit, one, of_format).reference_flow


@pytest.mark.parametrize(
    ("unit", "data", "code"),
    [
        ("kWp", {"efficiency": [0.2, 21.0]}, "SEL-009"),
        ("kWp", {"power": [500.0, 1900.0], "area": [2.5, 0.5]}, "SEL-009"),
        ("piece", {"area": [2.0, math.nan]}, "SEL-009"),
        ("m2", {"area": [2.0, 2.0]}, "SEL-015"),
        ("kg", {"area": [2.0, 2.0]}, "SEL-007"),
    ],
)
def test_one_wrong_product_among_many_is_refused(unit, data, code):
    with pytest.raises(SelectionError) as caught:
        reference_flows(MODULE, unit, {name: np.array(v) for name, v in data.items()})
    assert {finding.code for finding in caught.value.findings} == {code}
