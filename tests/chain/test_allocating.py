"""Shared flows, by the examples of docs/allocation.md and by what must hold for every site."""

import datetime
import math
from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pvfootprint.chain.allocating import OTHERS, share_product, share_site
from pvfootprint.chain.allocation_checks import check_shares
from pvfootprint.chain.sites import site_process
from pvfootprint.engine.chain_footprint import chain_footprint, chain_system
from pvfootprint.model.accounting import ALLOCATION_METHODS, Accounting
from pvfootprint.model.findings import CODES
from pvfootprint.model.site import SHARE_BASES, Company, SiteInventory, SiteProduct
from pvfootprint.model.site_rows import DirectEmission, EnergyUse, MaterialUse, Origin, SiteOutput
from pvfootprint.model.summary import SuppliedEmission, SupplySummary

BY_VALUE = Accounting(allocation_order=("economic", "physical", "subdivision"))
CELLS = Origin("book.xlsx", "Products", 6, {"share": "R6", "share_basis": "S6", "amount": "F6"})


def product(key="P1", output=60_000.0, share=1.0, **fields):
    given_fields = {"output_unit": "m2", "declared_unit": "m2", "origin": CELLS, **fields}
    return SiteProduct(
        key=key, name=key, technology="mono", output=output, share=share, **given_fields
    )


def kilowatt_hours(amount, for_product="site"):
    return EnergyUse(
        carrier="electricity", period="2024", product=for_product, amount=amount, unit="kWh"
    )


def co_product(amount=1.0, name="off-cuts", for_product="P1", **fields):
    given_fields = {"unit": "kg", "origin": CELLS, **fields}
    return SiteOutput(
        kind="co-product", name=name, product=for_product, amount=amount, **given_fields
    )


COMPANY = Company(
    name="Maker",
    site="Site 1",
    location="CN",
    start=datetime.date(2024, 1, 1),
    end=datetime.date(2024, 12, 31),
    currency="CNY",
)


@pytest.fixture(scope="module")
def wafers():
    """Give a wafer site with two products; docs/allocation.md, example 1."""
    return SiteInventory(
        stage="wafer",
        company=COMPANY,
        products=(
            product("P1", 60_000.0, 0.6, share_basis="area", revenue=1.8e6),
            product("P2", 40_000.0, 0.4, share_basis="area", revenue=0.7e6),
        ),
        materials=(
            MaterialUse(
                flow="ingot", dataset="supply:ingot", product="site", amount=50.0, unit="t"
            ),
        ),
        energy=(kilowatt_hours(400_000.0), kilowatt_hours(30_000.0, "P1")),
    )


@pytest.fixture(scope="module")
def ingots(site_inventories):
    """Give an ingot site that sells tops and tails; docs/allocation.md, example 2."""
    return SiteInventory(
        stage="ingot",
        company=COMPANY,
        products=(product(output=900.0, output_unit="t", declared_unit="kg", revenue=57e6),),
        materials=(
            MaterialUse(
                flow="polysilicon",
                dataset="supply:polysilicon",
                product="P1",
                amount=1000.0,
                unit="t",
            ),
        ),
        energy=(kilowatt_hours(36e6, "P1"),),
        outputs=(co_product(100.0, "tops and tails", unit="t", silicon=1.0, revenue=3e6),),
        suppliers=(site_inventories.supplied("Silicon"),),
    )


@pytest.fixture
def polysilicon(tiny_library):
    """Give a supplier's polysilicon of 20 kgCO2e/kg."""
    return SupplySummary(
        supplier="Silicon",
        site="Silicon Site 1",
        product="P1",
        stage="polysilicon",
        technology="siemens",
        location="CN",
        unit="kilogram",
        declared_unit="kg",
        emissions=(SuppliedEmission(flow="co2", amount=20.0),),
        total=20.0,
        gwp="ar6",
        primary_data_share=1.0,
        start=datetime.date(2024, 1, 1),
        end=datetime.date(2024, 12, 31),
        library_hash=tiny_library.content_hash,
        method_hash="",
        product_system_hash="",
    )


@pytest.fixture
def tiny_footprint(tiny_library, tiny_root, polysilicon):
    """Compute on the tiny library: a kWh is 0.5 kgCO2e, a kilogram of ingot 3.0."""

    def run(site, key="P1", **options):
        given_options = {"library": tiny_library, "root": tiny_root, **options}
        summaries = (polysilicon,) if site.stage == "ingot" else ()
        result, findings = chain_footprint(site, (), summaries, product=key, **given_options)
        return result.total.value, findings

    return run


def test_products_share_a_site_by_area(wafers, tiny_footprint):
    """Site: 400 000 kWh x 0.5 + 50 000 kg x 3.0 = 350 000 kgCO2e; P1 alone 30 000 kWh x 0.5."""
    first, findings = tiny_footprint(wafers)
    second, _ = tiny_footprint(wafers, "P2")
    assert first == pytest.approx(350_000 * 0.6 / 60_000 + 15_000 / 60_000)
    assert (first, second) == (pytest.approx(3.75), pytest.approx(3.5))
    assert 60_000 * first + 40_000 * second == pytest.approx(365_000)
    assert not {finding.code for finding in findings if finding.code.startswith(("ALC", "CHN"))}


def test_the_other_order_shares_the_site_by_revenue(wafers, tiny_footprint):
    """1.8 of 2.5 million is 72 %: P1 is 0.70 kgCO2e/m2 higher, and P2 1.05 lower."""
    first, _ = tiny_footprint(wafers, accounting=BY_VALUE)
    second, _ = tiny_footprint(wafers, "P2", accounting=BY_VALUE)
    assert (first, second) == (pytest.approx(4.45), pytest.approx(2.45))
    assert 60_000 * first + 40_000 * second == pytest.approx(365_000)


def test_the_system_says_how_the_site_was_shared(wafers, tiny_library):
    system, _ = chain_system(tiny_library, wafers, product="P1")
    (made,) = system.allocations
    assert (made.company, made.subject, made.method) == ("Maker", "site", "physical")
    assert (made.basis, made.factors) == ("area [m2]", {"P1": 0.6, "P2": 0.4})
    assert (made.alternative, made.alternative_method) == (
        pytest.approx({"P1": 0.72, "P2": 0.28}),
        "economic",
    )
    system, _ = chain_system(tiny_library, wafers, product="P1", accounting=BY_VALUE)
    (made,) = system.allocations
    assert (made.method, made.basis) == ("economic", "revenue [CNY]")
    assert (made.factors["P1"], made.alternative_method) == (pytest.approx(0.72), "physical")


def test_rows_of_each_product_are_apart_already(wafers, tiny_library):
    rows = tuple(
        replace(row, product=key, amount=row.amount * part)
        for row in wafers.materials
        for key, part in (("P1", 0.5), ("P2", 0.5))
    )
    apart = replace(wafers, materials=rows, energy=(kilowatt_hours(1.0, "P1"),))
    for accounting in (Accounting(), BY_VALUE):
        system, _ = chain_system(tiny_library, apart, product="P1", accounting=accounting)
        assert system.allocations == ()


def test_a_co_product_carries_its_part_by_mass_or_by_revenue(ingots, tiny_footprint):
    """Site: 1000 t x 20 + 36 GWh x 0.5 = 38 000 t CO2e for 900 t of ingots and 100 t of tops."""
    by_mass, findings = tiny_footprint(ingots)
    by_value, _ = tiny_footprint(ingots, accounting=BY_VALUE)
    unsaid = replace(ingots, outputs=(replace(ingots.outputs[0], silicon=None, revenue=None),))
    alone, warnings = tiny_footprint(unsaid)
    assert by_mass == pytest.approx(38_000 * 0.90 / 900)
    assert by_value == pytest.approx(38_000 * 0.95 / 900)
    assert alone == pytest.approx(38_000 / 900)
    assert [round(value, 2) for value in (by_mass, by_value, alone)] == [38.0, 40.11, 42.22]
    assert "CHN-019" not in {finding.code for finding in findings}
    (warning,) = [finding for finding in warnings if finding.code == "CHN-019"]
    assert (warning.severity, "silicon" in warning.hint) == ("warning", True)


@pytest.mark.parametrize("number", ["3.75", "3.50", "4.45", "2.45", "38.00", "40.11", "42.22"])
def test_the_documentation_has_these_numbers(data_folder, number):
    assert number in (data_folder / "docs" / "allocation.md").read_text(encoding="utf-8")


def test_the_system_says_what_co_products_carry(ingots, tiny_library, polysilicon):
    system, _ = chain_system(tiny_library, ingots, (), (polysilicon,))
    (made,) = system.allocations
    assert (made.subject, made.method, made.basis) == (
        "tops and tails",
        "physical",
        "silicon [kg]",
    )
    assert made.factors == pytest.approx({"P1": 0.9, "tops and tails": 0.1})
    assert made.alternative == pytest.approx({"P1": 0.95, "tops and tails": 0.05})
    assert made.alternative_method == "economic"


def test_scrap_that_is_sold_is_cut_off(ingots, tiny_footprint):
    sold = replace(ingots, outputs=(replace(ingots.outputs[0], kind="scrap"),))
    without = replace(ingots, outputs=())
    assert tiny_footprint(sold) == tiny_footprint(without)


def test_returned_silicon_closes_the_loop_and_is_not_counted_twice(ingots, tiny_footprint):
    """Of 1000 t bought 900 t are good and 200 t more go round; docs/allocation.md, example 3.

    The loop written out, per kilogram of good ingot: the furnace casts 1100 t of 1200 t of charge,
    sorting gives 900 t good and 200 t to the charge, and the rest of the charge is bought.
    """
    back = SiteOutput(kind="returned", name="returns", product="P1", amount=200, unit="t")
    value, findings = tiny_footprint(replace(ingots, outputs=(back,)))
    cast, returned = 1100 / 900, 200 / 900
    loop = np.array(
        [
            # furnace, sorting, buying
            [1.0, -cast, 0.0],  # cast silicon
            [0.0, 1.0, 0.0],  # good ingot
            [-1200 / 1100, returned, 1.0],  # charge
        ]
    )
    furnace, _, bought = np.linalg.solve(loop, [0.0, 1.0, 0.0])
    assert bought == pytest.approx(1000 / 900)
    expected = bought * 20 + furnace * 36e6 / 1_100_000 * 0.5
    assert value == pytest.approx(expected)
    assert value == pytest.approx(38_000 / 900)
    assert "CHN-019" not in {finding.code for finding in findings}


def test_what_companies_take_together_is_compared_without_the_co_products_part(
    suppliers_chain, library
):
    """The cells take more wafers than there are, although seconds carry a part of them."""
    cell, wafer = suppliers_chain["cell"], suppliers_chain["wafer"]
    made = replace(cell.products[0], mass=0.01, area=0.033124)
    seconds = replace(cell, products=(made,), outputs=(*cell.outputs, co_product(30, unit="t")))
    system, after = chain_system(library, seconds, (wafer,))
    _, before = chain_system(library, cell, (wafer,))
    assert system.allocations[0].factors["P1"] == pytest.approx(0.91, abs=0.001)
    (asked,) = [finding for finding in before if finding.code == "CHN-014"]
    assert asked in after


ROOMS = {"area": 0.02, "efficiency": 0.25, "mass": 0.01}


@pytest.mark.parametrize(
    ("basis", "first", "second"),
    [
        ("area", {"output": 60_000.0}, {"output": 2e6, "output_unit": "piece", **ROOMS}),
        ("pieces", {"output": 3e6, "output_unit": "piece"}, {"output": 40_000.0, **ROOMS}),
        (
            "power",
            {"output": 15_000.0, **ROOMS},
            {"output": 10_000.0, "output_unit": "kWp", **ROOMS},
        ),
        (
            "mass",
            {"output": 30.0, "output_unit": "t", **ROOMS},
            {"output": 40_000.0, **ROOMS},
        ),
        ("revenue", {"output": 1.0, "revenue": 6.0}, {"output": 1.0, "revenue": 4.0}),
    ],
)
def test_shares_follow_from_each_basis(wafers, library, basis, first, second):
    """Both make what is 60 000 and 40 000 m2, 3 and 2 million pieces, 30 and 20 t."""
    if basis == "power":
        first = {**first, "output": 60_000.0}
    pair = (
        product("P1", share=0.6, share_basis=basis, **first),
        product("P2", share=0.4, share_basis=basis, **second),
    )
    assert list(check_shares(library, replace(wafers, products=pair))) == []
    wrong = tuple(replace(p, share=0.5) for p in pair)
    found = list(check_shares(library, replace(wafers, products=wrong)))
    assert [(f.code, f.severity, f.cell) for f in found] == [("ALC-002", "warning", "R6")] * 2
    assert "60.0%" in found[0].expected


PROVOKED = {
    "shares by different quantities": ("ALC-001", {"share_basis": "mass"}, "S6"),
    "a share that is not the area's": ("ALC-002", {"output": 60_000.0}, "R6"),
    "a site that makes something else": ("ALC-003", {"share": 0.3, "output": 30_000.0}, "R6"),
}


@pytest.mark.parametrize("what", PROVOKED)
def test_what_is_wrong_with_shares_is_found(wafers, library, what):
    code, fields, cell = PROVOKED[what]
    first, second = wafers.products
    changed = replace(wafers, products=(first, replace(second, **fields)))
    found = {finding.code: finding for finding in check_shares(library, changed)}
    assert found[code].cell == cell
    assert found[code].hint


def test_a_basis_that_cannot_be_checked_is_asked_about(wafers, library):
    for basis in ("machine hours", "pieces"):
        unknown = tuple(replace(p, share_basis=basis) for p in wafers.products)
        (found,) = check_shares(library, replace(wafers, products=unknown))
        assert (found.code, found.severity) == ("ALC-004", "question")


def test_a_site_without_shared_flows_need_not_be_whole(wafers, library):
    lone = (replace(wafers.products[0], share=0.6),)
    apart = replace(wafers, products=lone, materials=(), energy=(kilowatt_hours(1.0, "P1"),))
    assert list(check_shares(library, apart)) == []


def test_a_co_product_heavier_than_the_product_is_questioned(ingots, tiny_footprint):
    heavy = replace(ingots.outputs[0], amount=1000.0)
    _, findings = tiny_footprint(replace(ingots, outputs=(heavy,)))
    (found,) = [finding for finding in findings if finding.code == "ALC-005"]
    assert (found.severity, found.cell, "53%" in found.message) == ("warning", "F6", True)


@pytest.mark.parametrize(
    ("revenue", "asked"), [(None, ""), (1e6, "2%"), (20e6, None)], ids=["unknown", "low", "fair"]
)
def test_what_a_co_product_is_worth_is_asked_where_it_carries_much(ingots, library, revenue, asked):
    """By silicon 300 of 1200 t are 25 %; 1 of 58 million are 2 %, 20 of 77 million 26 %."""
    powder = replace(ingots.outputs[0], amount=300.0, revenue=revenue)
    site = replace(ingots, outputs=(powder,))
    _, findings = share_product(library, site, site.products[0], ALLOCATION_METHODS)
    found = [f for f in findings if f.code == "ALC-006"]
    assert [(f.severity, f.found) for f in found] == (
        [] if asked is None else [("question", asked)]
    )
    _, findings = share_product(library, site, site.products[0], BY_VALUE.allocation_order)
    assert revenue is None or findings == []


def test_every_code_is_provoked():
    here = {code for code, _, _ in PROVOKED.values()} | {"ALC-004", "ALC-005", "ALC-006"}
    assert {code for code in CODES if code.startswith("ALC")} == here


def test_gases_and_co_products_without_silicon_share_by_revenue(ingots, library):
    """Hydrogen has no silicon: its mass says nothing of what the reactor works on."""
    gas = co_product(10.0, "hydrogen", unit="t", silicon=0.0, revenue=3e6)
    share, findings = share_product(
        library, replace(ingots, outputs=(gas,)), ingots.products[0], ALLOCATION_METHODS
    )
    assert (share.of_process, share.allocations[0].method) == (pytest.approx(0.95), "economic")
    assert share.allocations[0].alternative == {}
    assert findings == []


def test_one_process_is_shared_by_one_method(ingots, library):
    """Revenue is known of both, silicon of one: both share by revenue; 57 + 2 + 1."""
    tops = co_product(100.0, "tops", unit="t", silicon=1.0, revenue=2e6)
    gas = co_product(10.0, "hydrogen", unit="t", revenue=1e6)
    both = replace(ingots, outputs=(tops, gas))
    share, findings = share_product(library, both, ingots.products[0], ALLOCATION_METHODS)
    (made,) = share.allocations
    assert made.factors == pytest.approx({"P1": 0.95, "tops": 2 / 60, "hydrogen": 1 / 60})
    assert (made.subject, made.method, findings) == ("tops, hydrogen", "economic", [])
    assert made.alternative_method == ""
    only = replace(ingots, outputs=(tops, replace(gas, revenue=None)))
    share, findings = share_product(library, only, ingots.products[0], ALLOCATION_METHODS)
    assert (share.of_process, share.allocations[0].method) == (pytest.approx(0.9), "physical")
    assert [(f.code, "hydrogen" in f.message) for f in findings] == [("CHN-019", True)]


def test_wafers_compare_by_their_silicon(wafers, library):
    """60 000 m2 x 150 um x 2330 kg/m3 = 20 970 kg; as much silicon powder is half of it."""
    made = product(thickness=150.0)
    powder = co_product(41.94, "powder", unit="t", silicon=0.5)
    site = replace(wafers, products=(made,), outputs=(powder,))
    share, _ = share_product(library, site, made, ALLOCATION_METHODS)
    assert share.of_process == pytest.approx(0.5)


def test_modules_compare_by_mass(wafers, library):
    """2 million pieces of 30 kg, and 15 000 t of seconds."""
    made = product(output=1e6, output_unit="piece", mass=30.0)
    seconds = co_product(15_000.0, "seconds", unit="t")
    site = replace(wafers, stage="module", products=(made,), outputs=(seconds,))
    share, _ = share_product(library, site, made, ALLOCATION_METHODS)
    assert share.of_process == pytest.approx(2 / 3)
    without = replace(made, mass=None)
    share, findings = share_product(
        library, replace(site, products=(without,)), without, ALLOCATION_METHODS
    )
    assert share.of_process == 1.0
    assert [(f.code, "mass of one piece" in f.hint) for f in findings] == [("CHN-019", True)]


def test_shares_in_rounded_percent_are_spread(wafers, library):
    thirds = tuple(product(f"P{i}", share=0.333) for i in (1, 2, 3))
    made = share_site(library, replace(wafers, products=thirds), ALLOCATION_METHODS)
    assert made.factors == pytest.approx({"P1": 1 / 3, "P2": 1 / 3, "P3": 1 / 3})


def test_an_old_workbook_says_no_basis(wafers, library):
    plain = tuple(replace(p, share_basis="", revenue=None) for p in wafers.products)
    made = share_site(library, replace(wafers, products=plain), ALLOCATION_METHODS)
    assert (made.method, made.factors, made.alternative) == (
        "physical",
        {"P1": 0.6, "P2": 0.4},
        {},
    )
    assert "as the company states" in made.basis


AMOUNTS = st.floats(1e-3, 1e6)
MAYBE = st.none() | AMOUNTS


@st.composite
def busy_sites(draw):
    """Draw a wafer site with products, co-products and flows of some and of all."""
    count = draw(st.integers(1, 4))
    weights = draw(st.lists(AMOUNTS, min_size=count, max_size=count))
    named = draw(st.sampled_from([1.0, 0.85, 0.5]))
    basis = draw(st.sampled_from(["", *SHARE_BASES]))
    products = tuple(
        product(
            f"P{i}",
            draw(AMOUNTS),
            named * weight / math.fsum(weights),
            share_basis=basis,
            revenue=draw(MAYBE),
            thickness=draw(st.none() | st.floats(50, 400)),
        )
        for i, weight in enumerate(weights)
    )
    keys = st.sampled_from([*(p.key for p in products), "site"])
    outputs = tuple(
        co_product(
            draw(AMOUNTS),
            draw(st.sampled_from(["powder", "tops", "gas"])),
            draw(keys),
            silicon=draw(st.sampled_from([None, 0.0, 0.5, 1.0])),
            revenue=draw(MAYBE),
        )
        for _ in range(draw(st.integers(0, 4)))
    )
    count = draw(st.integers(1, 6))
    energy = tuple(kilowatt_hours(draw(AMOUNTS), draw(keys)) for _ in range(count))
    return SiteInventory(
        stage="wafer", company=COMPANY, products=products, outputs=outputs, energy=energy
    )


ORDERS = tuple(permutations(ALLOCATION_METHODS))


@given(site=busy_sites(), order=st.sampled_from(ORDERS))
def test_nothing_gets_lost_and_nothing_is_counted_twice(library, site, order):
    """Products, co-products and what is not declared here carry what the site took, exactly."""
    carried = []
    for made in site.products:
        process, _ = site_process(
            library, site, made, {"site": "kWh"}, Accounting(allocation_order=order)
        )
        used = math.fsum(e.amount for e in process.inventory.inputs if e.target == "kWh")
        (found,) = [a for a in process.share.allocations if a.subject != "site"] or [None]
        co_products = {k: f for k, f in found.factors.items() if k != made.key} if found else {}
        carried.append(used * made.output)
        carried += [
            used * made.output * factor / process.share.of_process
            for factor in co_products.values()
        ]
    rest = share_site(library, site, order).factors.get(OTHERS, 0.0)
    shared = math.fsum(row.amount for row in site.energy if row.product == "site")
    whole = math.fsum(row.amount for row in site.energy)
    assert math.fsum([*carried, rest * shared]) == pytest.approx(whole, rel=1e-9)


@given(site=busy_sites(), order=st.sampled_from(ORDERS))
def test_every_sharing_sums_to_one(library, site, order):
    for made in site.products:
        share, _ = share_product(library, site, made, order)
        assert 0 < share.of_process <= 1
        for one in share.allocations:
            assert math.fsum(one.factors.values()) == pytest.approx(1, rel=1e-12)
            assert math.fsum(one.alternative.values()) in (0, pytest.approx(1, rel=1e-12))
            assert bool(one.alternative) == bool(one.alternative_method)
            assert min(one.factors.values()) >= 0


def test_emissions_are_shared_as_all_else(wafers, tiny_footprint):
    gas = DirectEmission(gas="co2", product="site", basis="emitted", amount=100_000.0, unit="kg")
    value, _ = tiny_footprint(replace(wafers, emissions=(gas,)))
    assert value == pytest.approx(3.75 + 100_000 * 0.6 / 60_000)
