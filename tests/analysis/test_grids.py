from dataclasses import replace

import pytest

from pvfootprint.analysis.grids import electricity_values
from pvfootprint.chain.assembling import assemble
from pvfootprint.engine.solving import solve
from pvfootprint.model.system import DeclaredUnit

KWH = DeclaredUnit("kWh", 1.0, "kilowatt hour")
NODES = [
    "electricity-national-average-CN-2024",
    "electricity-national-average-with-losses-CN-2023",
    "electricity-consumption-CN-Jiangsu-2023",
    "electricity-generation-mix-CN-Tibet-2022",
    "electricity-grid-CN-Jiangsu-2024",
    "electricity-wind-delivered-CN-2024",
    "electricity-generation-mix-EU-27-2023",
    "electricity-grid-KR-2023",
    "electricity-grid-NO-2023",
]


def test_the_values_of_the_tiny_library_by_hand(tiny_library, tiny_factors):
    assert electricity_values(tiny_library, tiny_factors) == {
        "electricity-CN-2022": 0.6,
        "electricity-CN-2023": 0.5,
    }


def test_a_mix_with_losses_by_hand(tiny_library, tiny_factors):
    inventories = tiny_library.inventories
    supply = inventories["grid-supply-CN"]
    (taken,) = supply.inputs
    shares = {"electricity-CN-2022": 0.25, "electricity-CN-2023": 0.75, "silicon-GLO": 0.01}
    (leak,) = inventories["electricity-CN-2023"].emissions
    parts = [replace(taken, target=code, amount=amount) for code, amount in shares.items()]
    mix = replace(
        supply,
        code="mix",
        electricity_supply="",
        electricity_location="CN-mix",
        exchanges=(*parts, replace(leak, amount=0.02)),
    )
    delivered = replace(
        mix, code="delivered", exchanges=(replace(taken, target="mix", amount=1.1),)
    )
    library = replace(tiny_library, inventories={**inventories, "mix": mix, "delivered": delivered})
    values = electricity_values(library, tiny_factors)
    assert values["mix"] == pytest.approx(0.25 * 0.6 + 0.75 * 0.5 + 0.01 * 1.7 + 0.02)
    assert values["delivered"] == pytest.approx(1.1 * values["mix"], rel=1e-12)


def test_flows_without_a_factor_count_nothing(tiny_library, tiny_factors):
    node = tiny_library.inventories["electricity-CN-2023"]
    (emission,) = node.emissions
    heat = replace(emission, name="Heat, waste", target="waste-heat", amount=5.0)
    warm = replace(node, exchanges=(*node.exchanges, heat))
    library = replace(tiny_library, inventories={**tiny_library.inventories, node.code: warm})
    assert electricity_values(library, tiny_factors)[node.code] == 0.5


def test_every_electricity_node_has_a_value(library, factors):
    values = electricity_values(library, factors)
    nodes = {i.code for i in library.inventories.values() if i.electricity_location}
    assert values.keys() == nodes
    assert all(0.005 < value < 1.2 for value in values.values())


@pytest.mark.parametrize("code", NODES)
def test_a_value_is_that_of_the_engine(library, factors, code):
    node = replace(library.inventories[code], stage="wafer")
    system = assemble(library, node, KWH, name=code)
    value = electricity_values(library, factors)[code]
    assert value == pytest.approx(solve(system, factors).score, rel=1e-12)
