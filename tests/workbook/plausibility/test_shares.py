"""Products' shares of a site against their basis, in a workbook."""

import datetime

import pytest

from pvfootprint.model.site import Company, SiteInventory, SiteProduct
from pvfootprint.workbook.plausibility.quantities import Site
from pvfootprint.workbook.plausibility.shares import check_product_shares, check_share_basis

COMPANY = Company(
    name="Maker",
    site="Site 1",
    location="CN",
    start=datetime.date(2025, 1, 1),
    end=datetime.date(2025, 12, 31),
)
PIECE = {"area": 2.0, "power": 500.0, "mass": 25.0, "output_unit": "piece"}


def product(key, output, share, **fields):
    given = {"output_unit": "m2", "declared_unit": "m2", **fields}
    return SiteProduct(key=key, name=key, technology="topcon", output=output, share=share, **given)


@pytest.fixture
def found(library):
    """Give the findings about the products of a site."""

    def check(*products, stage="module", rule=check_share_basis):
        inventory = SiteInventory(stage=stage, company=COMPANY, products=products)
        return list(rule(Site(inventory, library)))

    return check


@pytest.mark.parametrize(
    ("basis", "first", "second"),
    [
        ("area", {"output": 30.0}, {"output": 5.0, **PIECE}),
        ("pieces", {"output": 60.0, **PIECE, "output_unit": "m2"}, {"output": 10.0, **PIECE}),
        ("mass", {"output": 30.0, **PIECE}, {"output": 5.0, **PIECE, "mass": 50.0}),
        ("power", {"output": 15.0, "output_unit": "kWp"}, {"output": 10.0, **PIECE}),
        ("power", {"output": 60.0, "efficiency": 0.25}, {"output": 10.0, **PIECE}),
        ("revenue", {"output": 1.0, "revenue": 3.0}, {"output": 1.0, "revenue": 1.0}),
    ],
)
def test_three_to_one(found, basis, first, second):
    """In every row the first product is three times the second."""
    sound = product("P1", share=0.75, share_basis=basis, **first)
    other = product("P2", share=0.25, share_basis=basis, **second)
    assert found(sound, other) == []
    half = [product(key, share=0.5, share_basis=basis, **fields)
            for key, fields in (("P1", first), ("P2", second))]  # fmt: skip
    findings = found(*half)
    assert [(f.code, f.found) for f in findings] == [("WBK-122", "50.0%")] * 2
    assert findings[0].expected.startswith("75.0% by ")


def test_kilograms_compare_by_mass(found):
    pair = [
        product(key, output, share, output_unit=unit, share_basis="mass")
        for key, output, unit, share in (("P1", 3.0, "t", 0.75), ("P2", 1000.0, "kg", 0.25))
    ]
    assert found(*pair, stage="ingot") == []


def test_what_is_not_known_of_all_products_is_not_compared(found):
    for basis in ("machine hours", "mass", "revenue", "power", "pieces", ""):
        pair = [product(key, 1.0, share, share_basis=basis)
                for key, share in (("P1", 0.9), ("P2", 0.1))]  # fmt: skip
        assert found(*pair) == []


def test_different_quantities_are_asked_about(found):
    first = product("P1", 1.0, 0.5, share_basis="area")
    (finding,) = found(first, product("P2", 1.0, 0.5, share_basis="revenue"))
    assert (finding.code, finding.found) == ("WBK-122", "area, revenue")


def test_more_than_the_whole_is_asked_about(found):
    first = product("P1", 1.0, 0.7)
    second = product("P2", 1.0, 0.4)
    (finding,) = found(first, second, rule=check_product_shares)
    assert (finding.code, finding.found) == ("WBK-108", "110 %")
