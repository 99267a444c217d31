"""Electricity by life cycle is taken, electricity by direct CO2 is refused."""

from dataclasses import replace

import pytest

from pvfootprint.library.compiling import compile_library
from pvfootprint.library.families import check_families
from pvfootprint.model.findings import LibraryError

BY_LIFE_CYCLE = "Carbon dioxide equivalent, aggregated with a set not stated"
BY_DIRECT_CO2 = "Carbon dioxide, fossil"
NATIONAL = "electricity, national average, 2024"


@pytest.fixture
def with_residual_mix(data_copy):
    """Add a residual mix of China, made like its average, to a copy of the library."""

    def add(flow):
        path = data_copy / "inventories" / "background" / "electricity.csv"
        start = path.read_text(encoding="utf-8").index(f'Activity,"{NATIONAL}"')
        block = path.read_text(encoding="utf-8")[start:].partition("\n\n")[0]
        for old, new in (
            ("national average", "residual mix"),
            ("national-average", "residual-mix"),
            ("method,official", "method,residual mix"),
            ("class,official", "class,derived"),
            (BY_LIFE_CYCLE, flow),
            ("0.5777", "0.6096"),
        ):
            assert old in block
            block = block.replace(old, new)
        with path.open("a", encoding="utf-8") as file:
            file.write(f"\n{block}\n")
        return data_copy

    return add


def test_a_residual_mix_by_life_cycle_is_read(with_residual_mix):
    library = compile_library(with_residual_mix(BY_LIFE_CYCLE))
    made = library.inventories["electricity-residual-mix-CN-2024"]
    assert (made.electricity_location, made.electricity_method) == ("CN", "residual mix")


def test_a_residual_mix_by_direct_co2_is_refused(with_residual_mix):
    with pytest.raises(LibraryError) as caught:
        compile_library(with_residual_mix(BY_DIRECT_CO2))
    (finding,) = caught.value.findings
    assert finding.code == "LIB-019"
    assert finding.file == "inventories/background/electricity.csv"
    assert "electricity-residual-mix-CN-2024" in finding.message


def test_the_library_holds_no_electricity_by_direct_co2(library):
    assert check_families(library) == []


def test_a_power_plant_with_its_fuel_is_no_factor_of_direct_co2(library):
    """It emits CO2 and nothing else, but takes coal: the life cycle is behind it."""
    code = "electricity-coal-CN-2024"
    plant = library.inventories[code]
    co2 = replace(plant.emissions[0], target="carbon-dioxide-fossil-air-unspecified")
    coal = replace(
        plant.exchanges[0], type="technosphere", target="heat-coal", amount=0.4, group="fuel"
    )
    for exchanges, refused in (((plant.exchanges[0], co2), 1), ((coal, co2), 0)):
        made = {**library.inventories, code: replace(plant, exchanges=exchanges)}
        assert len(check_families(replace(library, inventories=made))) == refused
