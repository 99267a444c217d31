"""What a new year's workbook says differently."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pvfootprint.model.site import SupplyShare
from pvfootprint.model.site_rows import ElectricityContract, EnergyUse
from pvfootprint.workbook.comparing import APPEARED, CHANGED, VANISHED, compare
from pvfootprint.workbook.exporting import site_inventory_of


@pytest.fixture(scope="session")
def old(library):
    return site_inventory_of(library.inventories["wafer-mono-n-CN-2024"], library)


def scaled(site, factor):
    """The same site that made and used so many times as much."""
    (product,) = site.products
    flows = {
        name: tuple(replace(row, amount=row.amount * factor) for row in getattr(site, name))
        for name in ("materials", "energy", "outputs", "emissions")
    }
    transport = tuple(replace(leg, mass=leg.mass * factor) for leg in site.transport)
    products = (replace(product, output=product.output * factor),)
    return replace(site, products=products, transport=transport, **flows)


def test_the_same_has_no_difference(library, old):
    assert compare(old, old, library) == []


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(factor=st.floats(0.01, 100).filter(lambda f: abs(f - 1) > 1e-6))
def test_more_of_the_same_changes_nothing_per_unit(library, old, factor):
    differences = compare(old, scaled(old, factor), library)
    rows = [d for d in differences if d.sheet not in {"company", "products"}]
    assert rows
    for row in rows:
        assert row.relative == pytest.approx(factor - 1, rel=1e-6)
        assert row.relative_per_unit == pytest.approx(0, abs=1e-9)


def test_rows_appear_vanish_and_change(library, old):
    first, second, *rest = old.materials
    more = replace(first, amount=first.amount * 1.5)
    new_row = replace(second, dataset="", flow="something new", amount=3.0, unit="t")
    new = replace(old, materials=(more, new_row, *rest))
    found = {d.kind: d for d in compare(old, new, library)}
    assert found[CHANGED].relative == pytest.approx(0.5)
    assert (found[APPEARED].what, found[APPEARED].new, found[APPEARED].unit) == (
        "something new",
        3000,
        "kg",
    )
    assert (found[VANISHED].old, found[VANISHED].new) == (second.amount, None)
    assert found[VANISHED].old_per_unit == second.amount


def test_the_largest_change_comes_first(library, old):
    factors = (1.1, 0.2, 2.0)
    changed = [
        replace(row, amount=row.amount * factor)
        for row, factor in zip(old.materials, factors, strict=False)
    ]
    new = replace(old, materials=(*changed, *old.materials[len(factors) :]))
    found = [d.relative for d in compare(old, new, library)]
    assert found == pytest.approx([-0.8, 1.0, 0.1])


def test_months_are_added_up_whatever_their_unit(library, old):
    months = tuple(
        EnergyUse(carrier="electricity", period=f"2024-{m:02d}", product="P1", amount=1, unit=unit)
        for m, unit in ((1, "MWh"), (2, "kWh"))
    )
    whole = (replace(months[0], period="2024", amount=1001.0, unit="kWh"),)
    assert compare(replace(old, energy=months), replace(old, energy=whole), library) == []


def test_suppliers_and_contracts(library, old):
    before = replace(old, suppliers=(SupplyShare(product="P1", supplier="A", share=1.0),))
    contract = ElectricityContract(
        kind="green power", technology="wind", period="2024", amount=5, unit="MWh"
    )
    after = replace(
        old,
        suppliers=(
            SupplyShare(product="P1", supplier="A", share=0.6),
            SupplyShare(product="P1", supplier="B", share=0.4),
        ),
        electricity=(contract,),
    )
    found = {(d.sheet, d.kind): d for d in compare(before, after, library)}
    assert found["suppliers", CHANGED].new == pytest.approx(60)
    assert found["suppliers", APPEARED].what == "B"
    assert found["electricity", APPEARED].new == 5000
    assert found["electricity", APPEARED].what == "green power, wind"


def test_products_are_compared_field_by_field(library, old):
    (product,) = old.products
    other = replace(product, thickness=110.0, key="P1")
    added = replace(product, key="P2", name="another")
    found = compare(old, replace(old, products=(other, added)), library)
    assert [(d.product, d.kind, d.old, d.new) for d in found if d.sheet == "products"] == [
        ("P1", CHANGED, product.thickness, 110.0),
        ("P2", APPEARED, None, 1.0),
    ]
