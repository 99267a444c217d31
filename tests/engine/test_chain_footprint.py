"""Footprints of supply chains, against the library's own chain and against numpy."""

import json
import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pvfootprint.engine.chain_footprint import chain_footprint, chain_system
from pvfootprint.engine.computing import compute, footprint
from pvfootprint.engine.summarising import summarise
from pvfootprint.model.findings import SelectionError, SupplyError
from pvfootprint.model.site_rows import ElectricityContract

MODULE = "module:topcon:glass-glass-framed:CN@2024"
SAME = 1e-9


@pytest.fixture(scope="module")
def compute_chain(library):
    """Compute a chain whose first workbook leads."""

    def run(leader, *suppliers, **options):
        return chain_footprint(leader, suppliers, library=library, **options)[0]

    return run


@pytest.fixture(scope="module")
def whole(suppliers_chain, compute_chain):
    """Give the footprint of the whole chain."""
    return compute_chain(*suppliers_chain.values(), per="m2")


@pytest.mark.parametrize("per", ["m2", "kWp"])
@pytest.mark.parametrize("gwp", ["ar6", "ar5"])
@pytest.mark.parametrize("year", [None, 2023])
def test_suppliers_that_say_what_the_library_says_give_its_footprint(
    suppliers_chain, compute_chain, library, per, gwp, year
):
    options = {"per": per, "gwp": gwp, "electricity_year": year}
    expected = footprint(MODULE, library=library, **options)
    result = compute_chain(*suppliers_chain.values(), **options)
    assert result.total.value == pytest.approx(expected.total.value, rel=SAME, abs=0)
    assert result.total.unit == expected.total.unit
    gases = {part.gas: part.value for part in result.gases}
    assert gases == pytest.approx({p.gas: p.value for p in expected.gases}, rel=SAME)
    left_out = {item.code: item.amount for item in result.cut_offs}
    assert left_out == pytest.approx({i.code: i.amount for i in expected.cut_offs}, rel=SAME)


def test_stages_are_those_of_the_library(whole, library):
    """The transport of the mixed silicon counts with the ingot here, with polysilicon there."""
    expected = {s.stage: s.value for s in footprint(MODULE, per="m2", library=library).stages}
    found = {s.stage: s.value for s in whole.stages}
    for stages in (("mg-silicon",), ("polysilicon", "ingot"), ("wafer",), ("cell",), ("module",)):
        there = sum(expected[stage] for stage in stages)
        assert sum(found[stage] for stage in stages) == pytest.approx(there, rel=SAME)


@pytest.mark.parametrize("missing", ["module", "cell", "wafer", "ingot"])
def test_a_gap_filled_by_the_library_gives_its_footprint_too(
    suppliers_chain, compute_chain, library, missing
):
    stages = list(suppliers_chain)
    kept = [suppliers_chain[stage] for stage in stages[: stages.index(missing) + 1]]
    result = compute_chain(*kept, per="m2")
    expected = footprint(MODULE, per="m2", library=library).total.value
    # What the site of the ingots hauls is in the library's mix of polysilicon as well.
    rel = 1e-3 if missing == "ingot" else SAME
    assert result.total.value == pytest.approx(expected, rel=rel, abs=0)
    assert result.gaps


def test_the_parts_of_the_suppliers_sum_to_the_total(whole):
    assert math.fsum(p.value for p in whole.suppliers) == pytest.approx(whole.total.value)
    assert math.fsum(p.share for p in whole.suppliers) == pytest.approx(1)
    of_stage = {}
    for part in whole.suppliers:
        of_stage[part.stage] = of_stage.get(part.stage, 0) + part.value
    assert of_stage == pytest.approx({stage.stage: stage.value for stage in whole.stages})


def test_everything_but_the_gaps_is_primary_data(whole):
    """Without estimates, what is not of a company is what stands in for one."""
    gaps = math.fsum(gap.value for gap in whole.gaps)
    assert {gap.dataset for gap in whole.gaps} == {"mg-silicon-arc-furnace-CN-2024"}
    assert whole.primary_data_share == pytest.approx(1 - gaps / whole.total.value, rel=1e-12)
    (library_part,) = [part for part in whole.suppliers if part.source == "library"]
    assert library_part.value == pytest.approx(gaps, rel=1e-12)


def test_the_footprint_says_whose_product_it_is(whole, suppliers_chain):
    assert whole.product["company"] == "Jiangsu Module"
    assert whole.product["site"] == "Jiangsu Module Site 1"
    assert whole.product["start"] == "2024-01-01"
    assert set(whole.hashes.values()) >= {site.source_hash for site in suppliers_chain.values()}
    codes = {caution.code for caution in whole.warnings}
    assert {"primary-data", "gaps"} <= codes
    assert "no-primary-data" not in codes


def test_a_footprint_of_the_library_has_no_suppliers(library):
    result = footprint(MODULE, library=library)
    assert (result.suppliers, result.gaps, result.primary_data_share) == ((), (), 0.0)
    assert "no-primary-data" in {caution.code for caution in result.warnings}


def test_a_dense_solve_finds_the_same(suppliers_chain, library, gwp, solve_densely):
    leader, *suppliers = suppliers_chain.values()
    system, _ = chain_system(library, leader, suppliers, per="m2")
    amounts = {name: factor.amount for name, factor in gwp("ar6").factors.items()}
    expected = solve_densely(system.inventories, system.product.code, 1.0, amounts)
    result = compute(system, gwp("ar6"))
    assert result.total.value == pytest.approx(expected.score, rel=1e-12)


def test_every_amount_of_a_period_doubled_with_the_output_changes_nothing(
    suppliers_chain, compute_chain, whole
):
    def scaled(site, factor):
        rows = {
            name: tuple(replace(r, amount=r.amount * factor) for r in getattr(site, name))
            for name in ("materials", "energy", "outputs", "emissions")
        }
        legs = tuple(replace(leg, mass=leg.mass * factor) for leg in site.transport)
        made = tuple(replace(p, output=p.output * factor) for p in site.products)
        return replace(site, products=made, transport=legs, **rows)

    for factor in (1e-3, 7.0):
        chain = {stage: scaled(site, factor) for stage, site in suppliers_chain.items()}
        result = compute_chain(*chain.values(), per="m2")
        assert result.total.value == pytest.approx(whole.total.value, rel=1e-12)
        assert result.primary_data_share == pytest.approx(whole.primary_data_share, rel=1e-12)


def test_amounts_in_other_units_change_nothing(suppliers_chain, compute_chain, whole):
    symbols = {"kg": ("t", 1000), "kWh": ("MWh", 1000), "MJ": ("GJ", 1000), "m3": ("L", 0.001)}

    def converted(row):
        symbol, factor = symbols.get(row.unit, (row.unit, 1))
        return replace(row, amount=row.amount / factor, unit=symbol)

    chain = [
        replace(
            site,
            **{
                name: tuple(converted(row) for row in getattr(site, name))
                for name in ("materials", "energy", "outputs", "emissions")
            },
        )
        for site in suppliers_chain.values()
    ]
    result = compute_chain(*chain, per="m2")
    assert result.total.value == pytest.approx(whole.total.value, rel=1e-12)


@given(share=st.floats(0.01, 0.99))
def test_one_supplier_split_in_two_changes_nothing(
    suppliers_chain, compute_chain, whole, site_inventories, share
):
    chain = dict(suppliers_chain)
    twin = replace(
        chain["wafer"],
        company=replace(chain["wafer"].company, name="Sichuan Slices", site="South"),
    )
    chain["cell"] = replace(
        chain["cell"],
        suppliers=(
            site_inventories.supplied("Yunnan Wafer", share),
            site_inventories.supplied("Sichuan Slices", 1 - share),
        ),
    )
    result = compute_chain(*chain.values(), twin, per="m2")
    assert result.total.value == pytest.approx(whole.total.value, rel=1e-12)
    assert result.primary_data_share == pytest.approx(whole.primary_data_share, rel=1e-12)
    wafers = {p.company: p.value for p in result.suppliers if p.stage == "wafer"}
    (before,) = [p.value for p in whole.suppliers if p.stage == "wafer"]
    expected = {"Yunnan Wafer": share * before, "Sichuan Slices": (1 - share) * before}
    assert wafers == pytest.approx(expected, rel=1e-9)


@given(share=st.floats(0.001, 0.999), shared=st.booleans())
def test_products_of_a_site_share_what_is_for_the_site(
    suppliers_chain, compute_chain, whole, share, shared
):
    """Two equal products of one site are the one product they were, however it is split."""
    cell = suppliers_chain["cell"]
    (product,) = cell.products
    products = tuple(
        replace(product, key=key, output=product.output * part, share=part)
        for key, part in (("P1", share), ("P2", 1 - share))
        if part
    )

    def rows(name):
        found = getattr(cell, name)
        if shared:
            return tuple(replace(row, product="site") for row in found)
        field = "mass" if name == "transport" else "amount"
        return tuple(
            replace(row, product=p.key, **{field: getattr(row, field) * p.share})
            for row in found
            for p in products
        )

    names = ("materials", "energy", "outputs", "emissions", "transport")
    suppliers = tuple(replace(row, product="site") for row in cell.suppliers)
    split = replace(cell, products=products, suppliers=suppliers, **{n: rows(n) for n in names})
    module = suppliers_chain["module"]
    half = replace(module.suppliers[0], share=0.5)
    pair = tuple(replace(half, supplied=p.key, share=1 / len(products)) for p in products)
    chain = {**suppliers_chain, "module": replace(module, suppliers=pair), "cell": split}
    result = compute_chain(*chain.values(), per="m2")
    assert result.total.value == pytest.approx(whole.total.value, rel=1e-9)


def test_what_is_taken_by_the_piece_counts_with_the_suppliers_area(
    suppliers_chain, compute_chain, whole
):
    cell = suppliers_chain["cell"]
    (wafers,) = [row for row in cell.materials if row.dataset == "supply:wafer"]
    others = tuple(row for row in cell.materials if row is not wafers)
    pieces = replace(wafers, amount=wafers.amount / 0.033124, unit="piece")
    chain = {**suppliers_chain, "cell": replace(cell, materials=(*others, pieces))}
    assert compute_chain(*chain.values(), per="m2").total.value == pytest.approx(whole.total.value)


def test_modules_counted_in_kilowatt_peak_or_pieces_are_the_same(
    suppliers_chain, compute_chain, whole
):
    module, *others = suppliers_chain.values()
    (product,) = module.products
    size = {"area": 2.58, "power": 2.58 * 0.2259 * 1000}
    for output, unit in ((1e6 * 0.2259, "kWp"), (1e6 / 2.58, "piece")):
        counted = replace(product, output=output, output_unit=unit, **size)
        result = compute_chain(replace(module, products=(counted,)), *others, per="m2")
        assert result.total.value == pytest.approx(whole.total.value, rel=1e-12)


def test_estimated_amounts_are_no_primary_data(suppliers_chain, compute_chain, whole):
    module, *others = suppliers_chain.values()
    (glass,) = [row for row in module.materials if row.dataset == "solar-glass"]
    rest = tuple(row for row in module.materials if row is not glass)
    guessed = replace(module, materials=(*rest, replace(glass, method="estimated")))
    result = compute_chain(guessed, *others, per="m2")
    (glass_part,) = [p for p in whole.processes if p.code == "solar-glass"]
    assert result.total.value == pytest.approx(whole.total.value, rel=1e-12)
    lost = (whole.primary_data_share - result.primary_data_share) * whole.total.value
    assert lost == pytest.approx(10.09 / glass_part.supply * glass_part.upstream_value)


def test_behind_an_estimated_supply_nothing_is_primary(suppliers_chain, compute_chain):
    module, *others = suppliers_chain.values()
    guessed = tuple(
        replace(row, method="estimated") if row.dataset.startswith("supply:") else row
        for row in module.materials
    )
    result = compute_chain(replace(module, materials=guessed), *others, per="m2")
    (own,) = [part for part in result.suppliers if part.stage == "module"]
    assert result.primary_data_share == pytest.approx(own.share)
    assert all(p.primary_share == 0 for p in result.suppliers if p is not own)


def summary_of(library, gwp, site, *suppliers):
    system, _ = chain_system(library, site, suppliers)
    return summarise(system, site, gwp("ar6"))


@pytest.mark.parametrize("sealed", ["", "a hash"])
def test_a_summary_in_place_of_the_workbooks_gives_the_same_footprint(
    suppliers_chain, library, gwp, whole, sealed
):
    module, cell, *others = suppliers_chain.values()
    summary = replace(summary_of(library, gwp, cell, *others), sealed_hash=sealed)
    result, findings = chain_footprint(module, (), (summary,), per="m2", library=library)
    assert [finding.code for finding in findings] == ["ELC-013"]
    assert result.total.value == pytest.approx(whole.total.value, rel=1e-12)
    (part,) = [part for part in result.suppliers if part.source == "summary"]
    assert math.fsum(p.value for p in result.suppliers) == pytest.approx(result.total.value)
    if sealed:
        assert result.primary_data_share == pytest.approx(whole.primary_data_share, rel=1e-12)
        assert result.gaps == ()
    else:
        assert result.primary_data_share == pytest.approx(1 - part.share)
        (gap,) = result.gaps
        assert gap.value == pytest.approx(part.value)
        assert "without a sealed inventory" in gap.why


def test_a_summary_says_nothing_of_amounts_of_the_period(suppliers_chain, library, gwp):
    _, cell, *others = suppliers_chain.values()
    summary = summary_of(library, gwp, cell, *others)
    assert summary.output is None
    assert summary.total == pytest.approx(
        footprint("cell:topcon:pecvd:CN@2024", per="m2", library=library).total.value, rel=SAME
    )


def test_gaps_can_be_errors(suppliers_chain, library):
    leader, *suppliers = suppliers_chain.values()
    with pytest.raises(SupplyError) as caught:
        chain_footprint(leader, suppliers, fill_gaps="fail", library=library)
    errors = [f for f in caught.value.findings if f.severity == "error"]
    assert [finding.code for finding in errors] == ["CHN-015", "CHN-015"]


def test_the_product_must_be_clear(suppliers_chain, library):
    module, *_ = suppliers_chain.values()
    (product,) = module.products
    two = replace(module, products=(product, replace(product, key="P2", share=0.0)))
    for key, site in (("", two), ("P9", two), ("", replace(module, products=()))):
        with pytest.raises(SupplyError) as caught:
            chain_footprint(site, product=key, library=library)
        (finding,) = caught.value.findings
        assert (finding.code, finding.file) == ("CHN-021", "Jiangsu Module.xlsx")


def test_a_unit_that_the_product_does_not_have_is_refused(suppliers_chain, library):
    with pytest.raises(SelectionError, match="SEL-007"):
        chain_footprint(suppliers_chain["module"], per="kg", library=library)


CERTIFICATES = ("GEC00000000000000000000000000001~GEC00000000000000000000000001520",)


def contract(kind, amount, **fields):
    given = {"period": "2024", "unit": "kWh", "technology": "wind", **fields}
    return ElectricityContract(kind=kind, amount=amount, **given)


@pytest.mark.parametrize(
    ("row", "node"),
    [
        (contract("own generation", 1.52e6, sold=False), "electricity-wind-CN-2024"),
        (
            contract("green power", 1.52e6, certificates=CERTIFICATES, cancelled=True),
            "electricity-wind-delivered-CN-2024",
        ),
        (
            contract("direct line", 1.52e6, certificates=CERTIFICATES),
            "electricity-wind-delivered-CN-2024",
        ),
        (
            contract("grid", 3.04e6, place="CN-Jiangsu", technology=""),
            "electricity-consumption-CN-Jiangsu-2022",
        ),
    ],
)
def test_contracts_move_the_footprint_by_hand(
    suppliers_chain, compute_chain, library, whole, row, node
):
    """The module takes 3.04 kWh/m2 at an output of 1e6 m2."""
    module, *others = suppliers_chain.values()
    node = node if node in library.inventories else place_node(library, row.place)
    result = compute_chain(replace(module, electricity=(row,)), *others, per="m2")
    factor = {p.code: p.upstream_value / p.supply for p in result.processes if p.supply}
    moved = row.amount / 1e6 * (factor[node] - factor["electricity-grid-supply-CN"])
    assert result.total.value - whole.total.value == pytest.approx(moved, rel=1e-9)


def place_node(library, place):
    return next(
        i.code
        for i in library.inventories.values()
        if i.electricity_location == place and i.electricity_method == "consumption"
    )


@pytest.fixture
def tiny_wafer(site_inventories, tiny_library):
    """Give a wafer maker on the tiny library, whose ingot is 3.0 kgCO2e/kg.

    It takes 0.5 kg of ingot and 4 kWh per m2 (0.5 kgCO2e/kWh) and nothing else.
    """
    suppliers = (site_inventories.supplied("Rods"),)
    wafer = site_inventories.Sites(tiny_library).of("wafer-CN-2018", "Slices", suppliers=suppliers)
    return replace(
        wafer,
        energy=tuple(row for row in wafer.energy if row.carrier == "electricity"),
        materials=tuple(row for row in wafer.materials if row.dataset == "supply:ingot"),
        emissions=(),
        outputs=(),
        transport=(),
    )


def test_the_share_of_primary_data_of_two_processes_by_hand(tiny_wafer, tiny_library, tiny_root):
    """Wafer 4 x 0.5 + 0.5 x 3.0 = 3.5; with the wafer's kWh estimated 2.0 of it is not primary."""
    options = {"per": "m2", "library": tiny_library, "root": tiny_root}
    result, _ = chain_footprint(tiny_wafer, **options)
    assert result.total.value == pytest.approx(3.5)
    assert result.primary_data_share == pytest.approx(2.0 / 3.5)
    (gap,) = result.gaps
    assert (gap.dataset, gap.value, gap.share) == (
        "ingot-CN-2018",
        pytest.approx(1.5),
        pytest.approx(1.5 / 3.5),
    )
    assert [(p.source, p.value) for p in result.suppliers] == [
        ("library", pytest.approx(1.5)),
        ("workbook", pytest.approx(2.0)),
    ]

    energy = tuple(replace(row, method="estimated") for row in tiny_wafer.energy)
    guessed = replace(tiny_wafer, energy=energy)
    result, _ = chain_footprint(guessed, **options)
    assert result.total.value == pytest.approx(3.5)
    assert result.primary_data_share == pytest.approx(0.0)
    assert "no-primary-data" in {caution.code for caution in result.warnings}


def test_a_chain_has_one_hash_and_an_estimate_another(suppliers_chain, library):
    leader, *suppliers = suppliers_chain.values()
    one, _ = chain_system(library, leader, suppliers)
    again, _ = chain_system(library, leader, suppliers)
    energy = tuple(replace(row, method="estimated") for row in leader.energy)
    other, _ = chain_system(library, replace(leader, energy=energy), suppliers)
    assert one.content_hash == again.content_hash
    assert one.content_hash != other.content_hash


def test_the_result_survives_json(whole):
    data = json.loads(json.dumps(whole.to_dict(), allow_nan=False))
    assert data["suppliers"][0]["source"] == "library"
    assert data["gaps"][0]["why_zh"]
