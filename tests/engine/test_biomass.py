"""Biomass and its carbon: what is taken up is given off again, or leaves in the packaging."""

import math
from dataclasses import replace

import pytest

from pvfootprint.chain.assembling import assemble
from pvfootprint.chain.declaring import declare
from pvfootprint.engine.biomass import biomass_inputs
from pvfootprint.engine.chain_footprint import chain_system
from pvfootprint.engine.computing import compute
from pvfootprint.engine.solving import solve

UPTAKE = "Carbon dioxide, in air"


@pytest.fixture(scope="module")
def module_of(library, gwp):
    """Give what a square metre of the framed glass-glass module takes."""

    def inputs(library=library):
        product = library.inventories["module-topcon-glass-glass-framed-CN-2024"]
        system = assemble(library, product, declare(product, "m2"))
        return {one.name: one for one in biomass_inputs(system, solve(system, gwp("ar6")))}

    return inputs


def test_packaging_by_hand(module_of):
    """0.05 pallets of 25 kg x 0.85 x 0.50 = 10.625 kg C; board x 0.90 x 0.46 x 0.99."""
    found = module_of()
    pallet, board = found["EUR-flat pallet"], found["corrugated board box"]
    assert (pallet.stage, pallet.unit) == ("module", "unit")
    assert pallet.amount == pytest.approx(0.05)
    assert pallet.carbon == pytest.approx(0.05 * 25 * 0.85 * 0.50)
    assert board.carbon == pytest.approx(0.7625 * 0.90 * 0.46 * 0.99)
    assert (pallet.removal, pallet.emission) == (0, 0)
    assert "10.62 kg C/unit (ipcc-2006-waste)" in pallet.basis
    assert "leaves the boundary in the packaging" in pallet.basis
    assert pallet.basis_zh != pallet.basis


def test_wood_and_charcoal_of_silicon_by_hand(library, gwp):
    """1.6098 kg CO2 taken up and given off per kg: 0.4393 kg C in 1.35 + 0.17 kg."""
    product = library.inventories["mg-silicon-arc-furnace-CN-2024"]
    system = assemble(library, product, declare(product, "kg"))
    (found,) = biomass_inputs(system, solve(system, gwp("ar6")))
    assert found.name == "charcoal + wood chips"
    assert (found.amount, found.unit) == (pytest.approx(1.52), "kilogram")
    assert found.carbon == pytest.approx(1.6098 * 12.011 / 44.009)
    assert found.carbon == pytest.approx(0.4393, abs=5e-5)
    assert (found.removal, found.emission) == (pytest.approx(-1.6098), pytest.approx(1.6098))


def test_an_unknown_content_stays_unknown_and_is_said(module_of, library):
    board = replace(library.inventories["corrugated-board"], parameters=())
    changed = replace(library, inventories={**library.inventories, "corrugated-board": board})
    found = module_of(changed)
    assert list(found)[-1] == "corrugated board box"
    assert found["corrugated board box"].carbon is None
    assert "no source states" in found["corrugated board box"].basis


def test_every_uptake_of_the_library_has_its_biomass(library):
    """What burns biomass says so on both sides, and everything of wood is marked."""
    for inventory in library.inventories.values():
        taken = {library.inventories[e.target].biomass for e in inventory.inputs} - {""}
        uptake = any(e.name == UPTAKE for e in inventory.emissions)
        assert uptake == ("burned" in taken), inventory.code
    marked = {i.code for i in library.inventories.values() if i.biomass}
    assert marked == {"wood-chips", "charcoal-kiln", "pallet", "corrugated-board"}


@pytest.mark.parametrize("key", ["ar6", pytest.param("ar5", marks=pytest.mark.long)])
def test_categories_of_every_product_sum_and_removals_come_from_biomass(newest, gwp, key):
    factors = gwp(key)
    for name, system in newest.items():
        result = compute(system, factors)
        parts = {part.key: part.value for part in result.categories}
        total = math.fsum(parts.values())
        assert total == pytest.approx(result.total.value, rel=1e-12), name
        found = biomass_inputs(system, solve(system, factors))
        removal = math.fsum(one.removal for one in found)
        assert removal == pytest.approx(parts["biogenic removal"], rel=1e-12, abs=1e-15), name
        emission = math.fsum(one.emission for one in found)
        assert emission == pytest.approx(-removal, rel=1e-12, abs=1e-15), name
        assert parts["biogenic removal"] <= 0
        assert (parts["land-use change"], parts["aircraft"]) == (0, 0)


def test_companies_are_named_with_their_packaging(suppliers_chain, library, gwp):
    leader, *suppliers = suppliers_chain.values()
    system, _ = chain_system(library, leader, suppliers, per="m2")
    found = {one.name: one for one in biomass_inputs(system, solve(system, gwp("ar6")))}
    assert found["EUR-flat pallet"].process == "module (Jiangsu Module, Jiangsu Module Site 1)"
    assert found["EUR-flat pallet"].carbon == pytest.approx(0.05 * 10.625)
