from copy import deepcopy

import pytest

from pvfootprint.chain.assembling import assemble
from pvfootprint.chain.declaring import declare
from pvfootprint.chain.electricity import ElectricityOptions, electricity_years
from pvfootprint.chain.selecting import name_of, products, select
from pvfootprint.model.findings import SelectionError


def assembled(library, text, **electricity):
    product = select(library, text).product
    unit = "m2" if product.unit == "square meter" else "kg"
    options = ElectricityOptions(**electricity)
    return assemble(library, product, declare(product, unit), electricity=options)


def codes(system):
    return [inventory.code for inventory in system.inventories]


def test_the_system_holds_what_the_product_needs_and_nothing_else(tiny_library):
    assert codes(assembled(tiny_library, "wafer:mono:CN")) == [
        "electricity-CN-2023",
        "factory-GLO",
        "grid-supply-CN",
        "heat-CN",
        "ingot-CN-2018",
        "silicon-GLO",
        "wafer-CN-2018",
    ]
    assert codes(assembled(tiny_library, "ingot:mono:CN")) == [
        "electricity-CN-2023",
        "grid-supply-CN",
        "ingot-CN-2018",
        "silicon-GLO",
    ]


def test_only_flows_that_are_exchanged_are_in_the_system(tiny_library):
    wafer = assembled(tiny_library, "wafer:mono:CN")
    ingot = assembled(tiny_library, "ingot:mono:CN")
    assert [flow.code for flow in wafer.flows] == ["ch4", "co2", "co2e-ar5", "waste-heat"]
    assert [flow.code for flow in ingot.flows] == ["co2", "co2e-ar5"]


def test_every_shipped_system_is_closed(library):
    for product in products(library):
        system = assembled(library, str(name_of(product)))
        assert system.product == product
        members, flows = set(codes(system)), {flow.code for flow in system.flows}
        for inventory in system.inventories:
            assert {e.target for e in inventory.inputs} <= members
            assert {e.target for e in inventory.emissions} <= flows
        assert codes(system) == sorted(members)


def test_the_stages_are_those_reached_through_stages(library, tiny_library):
    assert assembled(tiny_library, "wafer:mono:CN").stage_codes == (
        "ingot-CN-2018",
        "wafer-CN-2018",
    )
    stages = {
        library.inventories[code].stage for code in assembled(library, "module:perc:CN").stage_codes
    }
    assert stages == {"mg-silicon", "polysilicon", "ingot", "wafer", "cell", "module"}


def test_the_years_of_a_grid_are_listed_from_the_oldest(tiny_library):
    assert electricity_years(tiny_library, "CN") == {
        2022: "electricity-CN-2022",
        2023: "electricity-CN-2023",
    }
    assert electricity_years(tiny_library, "DE") == {}


@pytest.mark.parametrize(("asked", "taken"), [(None, 2023), (2023, 2023), (2022, 2022)])
def test_the_grid_supplies_the_year_asked_for_or_the_newest(tiny_library, asked, taken):
    system = assembled(tiny_library, "wafer:mono:CN", year=asked)
    (supply,) = (i for i in system.inventories if i.electricity_supply)
    (exchange,) = supply.inputs
    node = f"electricity-CN-{taken}"
    assert (exchange.target, exchange.name) == (node, f"electricity, {taken}")
    assert [c for c in codes(system) if c.startswith("electricity-CN")] == [node]
    (choice,) = system.electricity
    assert (choice.location, choice.year, choice.asked, choice.node) == ("CN", taken, asked, node)


def test_a_year_without_data_is_refused_with_the_years_there_are(tiny_library):
    with pytest.raises(SelectionError) as caught:
        assembled(tiny_library, "wafer:mono:CN", year=2021)
    (finding,) = caught.value.findings
    assert (finding.code, finding.found) == ("SEL-010", "2021")
    assert finding.expected == "2022, 2023"


def test_another_grid_without_the_year_takes_the_nearest_and_says_so(library):
    system = assembled(library, "module:perc:CN@2018", year=2024)
    chosen = {choice.location: (choice.year, choice.asked) for choice in system.electricity}
    assert chosen["CN"] == (2024, 2024)
    assert chosen["NO"] == (2023, 2024)


def test_only_grids_in_the_system_are_listed(library):
    system = assembled(library, "mg-silicon:arc-furnace:NO")
    suppliers = {i.electricity_supply for i in system.inventories} - {""}
    assert {choice.location for choice in system.electricity} == suppliers
    assert "NO" in suppliers


def test_the_library_stays_as_it_was(tiny_library):
    before = deepcopy(tiny_library)
    assembled(tiny_library, "wafer:mono:CN", year=2022)
    assert tiny_library == before


def test_the_year_of_the_electricity_is_in_the_hash(tiny_library):
    hashes = {
        year: assembled(tiny_library, "wafer:mono:CN", year=year).content_hash
        for year in (None, 2023, 2022)
    }
    assert hashes[None] == hashes[2023] != hashes[2022]
