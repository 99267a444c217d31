"""Every finding about a supply chain, provoked by one thing that is wrong."""

import datetime
from dataclasses import replace

import pytest

from pvfootprint.chain.electricity import ElectricityOptions
from pvfootprint.chain.supply_chain import link_supplies
from pvfootprint.model.findings import CODES
from pvfootprint.model.site_rows import (
    DirectEmission,
    ElectricityContract,
    EnergyUse,
    MaterialUse,
    Origin,
    SiteOutput,
    TransportLeg,
)
from pvfootprint.model.summary import SuppliedEmission, SupplySummary

ELSEWHERE = {"CHN-021", "CHN-022", "CHN-024"}
"""Codes of the engine's and the commands' own tests."""

ROW = {"product": "P1", "origin": Origin("book.xlsx", "Sheet", 7, {"unit": "D7", "dataset": "B7"})}
LATER = {"start": datetime.date(2026, 1, 1), "end": datetime.date(2026, 12, 31)}


@pytest.fixture
def chain(suppliers_chain):
    """Give a chain of module, cell and wafer without questions, to be changed."""
    made = suppliers_chain["wafer"]
    enough = replace(made, products=(replace(made.products[0], output=2e6),))
    more = {name: getattr(made, name) for name in ("materials", "energy", "outputs", "emissions")}
    doubled = {n: tuple(replace(r, amount=r.amount * 2) for r in rows) for n, rows in more.items()}
    legs = tuple(replace(leg, mass=leg.mass * 2) for leg in made.transport)
    wafer = replace(enough, transport=legs, **doubled)
    return {"module": suppliers_chain["module"], "cell": suppliers_chain["cell"], "wafer": wafer}


@pytest.fixture
def linked(library):
    """Link a chain whose first workbook leads; that there is no residual mix is always said."""

    def link(chain, summaries=(), fill_gaps="library", leader="module"):
        first = chain[leader]
        others = [site for site in chain.values() if site is not first]
        product = first.products[0]
        options = ElectricityOptions()
        made, findings = link_supplies(
            library, first, others, summaries, product, options, fill_gaps
        )
        return made, [finding for finding in findings if finding.code != "ELC-013"]

    return link


def with_row(stage, sheet, row):
    """Add a row to a workbook."""

    def change(chain):
        site = chain[stage]
        return {**chain, stage: replace(site, **{sheet: (*getattr(site, sheet), row)})}

    return change


def with_product(stage, **fields):
    """Change the product of a workbook."""

    def change(chain):
        site = chain[stage]
        return {**chain, stage: replace(site, products=(replace(site.products[0], **fields),))}

    return change


def with_company(stage, **fields):
    """Change the company of a workbook."""

    def change(chain):
        site = chain[stage]
        return {**chain, stage: replace(site, company=replace(site.company, **fields))}

    return change


def with_supplier(stage, **fields):
    """Change the only supplier of a workbook."""

    def change(chain):
        site = chain[stage]
        return {**chain, stage: replace(site, suppliers=(replace(site.suppliers[0], **fields),))}

    return change


def by_piece(chain):
    """Count the wafers that the cells take, of which the maker gives no area."""
    site = chain["cell"]
    materials = tuple(
        replace(row, unit="piece") if row.dataset == "supply:wafer" else row
        for row in site.materials
    )
    return with_product("wafer", area=None)({**chain, "cell": replace(site, materials=materials)})


def without_supply(chain):
    site = chain["cell"]
    kept = tuple(row for row in site.materials if not row.dataset.startswith("supply:"))
    return {**chain, "cell": replace(site, materials=kept)}


def module_supplies_the_wafers(chain):
    """Let the cells take from the modules, which take the cells."""
    return with_supplier("cell", supplier="Jiangsu Module")(chain)


def two_sites(chain):
    site = chain["wafer"]
    other = replace(site, company=replace(site.company, site="Site 2"), source="other.xlsx")
    return {**chain, "other": other}


def two_products(chain):
    site = chain["wafer"]
    (product,) = site.products
    pair = (replace(product, share=0.5), replace(product, key="P2", share=0.5))
    return {**chain, "wafer": replace(site, products=pair)}


def twice(chain):
    return {**chain, "again": replace(chain["wafer"], source="again.xlsx")}


def contract(kind, amount=1e5, **fields):
    given = {"period": "2024", "unit": "kWh", "technology": "wind", **fields}
    return ElectricityContract(kind=kind, amount=amount, **given)


def material(**fields):
    return MaterialUse(flow="something", amount=1.0, **{"unit": "kg", **ROW, **fields})


PROVOKED = {
    "a material in a unit of another kind": (
        "CHN-001",
        with_row("cell", "materials", material(dataset="ammonia", unit="m2")),
        "D7",
    ),
    "electricity in kilograms": (
        "CHN-001",
        with_row(
            "cell",
            "energy",
            EnergyUse(carrier="electricity", period="", amount=1, unit="kg", **ROW),
        ),
        "D7",
    ),
    "a contract for a product that is not there": (
        "CHN-005",
        with_row("cell", "electricity", contract("own generation", sold=False, product="P9")),
        None,
    ),
    "a contract in kilograms": (
        "CHN-001",
        with_row("cell", "electricity", contract("grid", unit="kg")),
        None,
    ),
    "an emission in square metres": (
        "CHN-001",
        with_row(
            "cell",
            "emissions",
            DirectEmission(
                gas="nitrogen-trifluoride-air-unspecified",
                basis="emitted",
                amount=1,
                unit="m2",
                **ROW,
            ),
        ),
        "D7",
    ),
    "a cargo in pieces": (
        "CHN-001",
        with_row(
            "cell",
            "transport",
            TransportLeg(cargo="x", mode="", distance=1, mass=1, unit="piece", **ROW),
        ),
        "D7",
    ),
    "a flow without a dataset in an unknown unit": (
        "CHN-001",
        with_row("cell", "materials", material(dataset="", unit="barrel")),
        "D7",
    ),
    "an output in an unknown unit": ("CHN-001", with_product("cell", output_unit="dozen"), None),
    "a dataset that is not there": (
        "CHN-002",
        with_row("cell", "materials", material(dataset="ammonai")),
        "B7",
    ),
    "a gas that is not there": (
        "CHN-002",
        with_row(
            "cell",
            "emissions",
            DirectEmission(gas="nf3", basis="emitted", amount=1, unit="kg", **ROW),
        ),
        None,
    ),
    "pieces whose area nobody gives": ("CHN-003", by_piece, None),
    "modules by power without an efficiency": (
        "CHN-003",
        with_product("module", output_unit="kWp", efficiency=None),
        None,
    ),
    "no output": ("CHN-004", with_product("wafer", output=0.0), None),
    "more than the whole site": ("CHN-004", with_product("cell", share=1.2), None),
    "a row for a product that is not there": (
        "CHN-005",
        with_row("cell", "materials", material(dataset="ammonia", product="P7")),
        None,
    ),
    "shares that do not sum to one": ("CHN-006", with_supplier("cell", share=0.9), "F5"),
    "a negative share": ("CHN-006", with_supplier("cell", share=-1.0), "F5"),
    "a name with a slip of the pen": (
        "CHN-007",
        with_supplier("cell", supplier="Yunan Wafer"),
        "B5",
    ),
    "a site with a slip of the pen": (
        "CHN-007",
        with_supplier("cell", site="Yunnan Wafer Site 2"),
        None,
    ),
    "a number of another company": (
        "CHN-007",
        lambda chain: with_supplier("cell", supplier_code="91A")(
            with_company("wafer", code="91B")(chain)
        ),
        None,
    ),
    "several sites": ("CHN-008", two_sites, None),
    "several products": ("CHN-008", two_products, None),
    "a product that the supplier does not have": (
        "CHN-008",
        with_supplier("cell", supplied="P8"),
        None,
    ),
    "a supplier of another stage": ("CHN-009", module_supplies_the_wafers, "B5"),
    "a material of another stage": (
        "CHN-009",
        with_row("cell", "materials", material(dataset="supply:module")),
        "B7",
    ),
    "a loop": ("CHN-010", module_supplies_the_wafers, "B5"),
    "the same product twice": ("CHN-011", twice, None),
    "a workbook that nobody takes from": (
        "CHN-012",
        with_supplier("cell", supplier="Somebody Else"),
        None,
    ),
    "data of another year": ("CHN-013", with_company("wafer", **LATER), "B5"),
    "more taken than made": (
        "CHN-014",
        with_product("wafer", output=1e6),
        "F5",
    ),
    "more wind than electricity": (
        "CHN-016",
        with_row("cell", "electricity", contract("own generation", 1e9, sold=False)),
        None,
    ),
    "more of the grid than electricity": (
        "CHN-016",
        with_row("cell", "electricity", contract("grid", 1e9)),
        None,
    ),
    "certificates that were sold": (
        "CHN-017",
        with_row("cell", "electricity", contract("own generation", sold=True)),
        None,
    ),
    "certificates of which nothing is said": (
        "CHN-017",
        with_row("cell", "electricity", contract("own generation")),
        None,
    ),
    "green power without certificates": (
        "CHN-017",
        with_row("cell", "electricity", contract("green power", cancelled=True)),
        None,
    ),
    "green power that is not cancelled": (
        "CHN-017",
        with_row("cell", "electricity", contract("green power", certificates=("G1",))),
        None,
    ),
    "a direct line whose certificates were sold": (
        "CHN-017",
        with_row("cell", "electricity", contract("direct line", certificates=("G",), sold=True)),
        None,
    ),
    "a technology that the library does not have": (
        "CHN-017",
        with_row("cell", "electricity", contract("own generation", sold=False, technology="tidal")),
        None,
    ),
    "a grid that the library does not have": (
        "SEL-014",
        with_row("cell", "electricity", contract("grid", place="CN-Atlantis")),
        None,
    ),
    "a flow without a dataset": (
        "CHN-018",
        with_row("cell", "materials", material(dataset="")),
        None,
    ),
    "a co-product": (
        "CHN-019",
        with_row(
            "cell",
            "outputs",
            SiteOutput(kind="co-product", name="paste", amount=1, unit="kg", **ROW),
        ),
        None,
    ),
    "cells without wafers": ("CHN-020", without_supply, None),
}


def test_the_chain_itself_has_no_findings(chain, linked):
    assert linked(chain)[1] == []


@pytest.mark.parametrize("what", PROVOKED)
def test_what_is_wrong_is_found(chain, linked, what):
    code, change, cell = PROVOKED[what]
    findings = linked(change(chain))[1]
    found = [finding for finding in findings if finding.code == code]
    assert found, findings
    assert all(finding.message for finding in found)
    if cell:
        assert found[0].cell == cell
        assert found[0].file == "book.xlsx"


def test_every_finding_comes_at_once(chain, linked):
    for what in ("a dataset that is not there", "no output", "a supplier of another stage"):
        chain = PROVOKED[what][1](chain)
    codes = {finding.code for finding in linked(chain)[1]}
    assert {"CHN-002", "CHN-009"} <= codes


def test_gaps_are_errors_where_the_user_wants_it(chain, linked):
    _, findings = linked(chain, fill_gaps="fail")
    assert [(f.code, f.severity) for f in findings] == [("CHN-015", "error")]


def summary(**fields):
    given = {
        "supplier": "Yunnan Wafer",
        "site": "Yunnan Wafer Site 1",
        "product": "P1",
        "stage": "wafer",
        "technology": "mono-n",
        "location": "CN-Yunnan",
        "unit": "square meter",
        "declared_unit": "m2",
        "emissions": (SuppliedEmission(flow="carbon-dioxide-fossil-air-unspecified", amount=9.0),),
        "total": 9.0,
        "gwp": "ar6",
        "primary_data_share": 1.0,
        "start": datetime.date(2024, 1, 1),
        "end": datetime.date(2024, 12, 31),
        "library_hash": "",
        "method_hash": "",
        "product_system_hash": "",
        **fields,
    }
    return SupplySummary(**given)


@pytest.mark.parametrize(
    ("fields", "severity"),
    [
        ({}, "warning"),
        ({"unit": "kilogram"}, "error"),
        ({"emissions": (SuppliedEmission(flow="phlogiston", amount=1.0),)}, "error"),
    ],
)
def test_a_summary_that_does_not_fit_is_found(chain, linked, fields, severity):
    two = {stage: chain[stage] for stage in ("module", "cell")}
    _, findings = linked(two, summaries=(summary(**fields),))
    found = [finding for finding in findings if finding.code == "CHN-023"]
    assert severity in {finding.severity for finding in found}


def test_a_summary_that_subtracts_is_refused(chain, linked):
    two = {stage: chain[stage] for stage in ("module", "cell")}
    credit = SuppliedEmission(flow="carbon-dioxide-fossil-air-unspecified", amount=-9.0)
    _, findings = linked(two, summaries=(summary(emissions=(credit,)),))
    (found,) = [finding for finding in findings if finding.code == "GAS-002"]
    assert (found.severity, found.found) == ("error", credit.flow)


def test_a_workbook_and_a_summary_of_one_product_are_one_too_many(chain, linked, library):
    _, findings = linked(chain, summaries=(summary(library_hash=library.content_hash),))
    assert "CHN-011" in {finding.code for finding in findings}


def test_every_code_is_provoked():
    here = {code for code, _, _ in PROVOKED.values()} | {"CHN-015", "CHN-023"} | ELSEWHERE
    assert {code for code in CODES if code.startswith("CHN")} == here - {"SEL-014"}


@pytest.mark.parametrize(
    "written", ["yunnan wafer", "\uff39unnan\u3000Wafer", " YunnanWafer ", "YUNNAN WAFER"]
)
def test_width_case_and_spaces_of_a_name_do_not_count(chain, linked, written):
    found, findings = linked(with_supplier("cell", supplier=written)(chain))
    assert findings == []
    assert len(found.members) == 3


def test_the_registered_number_tells_the_company_whatever_its_name(chain, linked):
    chain = with_company("wafer", code="91530000MA6K")(chain)
    named = with_supplier("cell", supplier="Old Name", supplier_code="91530000ma6k")(chain)
    assert len(linked(named)[0].members) == 3


def test_the_site_and_the_key_tell_products_apart(chain, linked):
    chosen = with_supplier("cell", site="Site 2", supplied="p1")(two_sites(chain))
    found, findings = linked(chosen)
    assert [finding.code for finding in findings] == ["CHN-012"]
    assert [member.site for member in found.members][2] == "Site 2"


def test_a_company_of_another_stage_can_have_a_site_without_a_workbook(chain, linked):
    own = with_supplier("cell", supplier="Anhui Cell", site="Anhui Slicing")(chain)
    found, findings = linked({stage: own[stage] for stage in ("module", "cell")})
    assert findings == []
    assert [gap.supplier for gap in found.gaps] == ["Anhui Cell"]
    assert "Anhui Cell, Anhui Slicing has sent no workbook" in found.gaps[0].why


def test_shares_in_rounded_percent_are_spread(chain, linked):
    site = chain["cell"]
    (row,) = site.suppliers
    thirds = tuple(replace(row, share=0.333, supplier=name) for name in ("Yunnan Wafer", "B", "C"))
    found, _ = linked({**chain, "cell": replace(site, suppliers=thirds)})
    gaps = [gap for gap in found.gaps if gap.stage == "wafer"]
    assert [gap.supply_share for gap in gaps] == [pytest.approx(1 / 3)] * 2


def test_a_dataset_of_the_chain_that_the_workbook_names_is_a_gap(chain, linked):
    site = chain["cell"]
    named = tuple(
        replace(row, dataset="wafer-mono-n-CN-2024") if row.dataset == "supply:wafer" else row
        for row in site.materials
    )
    found, findings = linked({"module": chain["module"], "cell": replace(site, materials=named)})
    assert findings == []
    (gap,) = found.gaps
    assert (gap.dataset, gap.amount) == ("wafer-mono-n-CN-2024", pytest.approx(1.1))


def test_waste_scrap_and_returned_material_bring_no_burden_without_treatment(chain, linked):
    for kind in ("scrap", "returned"):
        row = SiteOutput(kind=kind, name="kerf", amount=5, unit="kg", **ROW)
        found, findings = linked(with_row("cell", "outputs", row)(chain))
        before = linked(chain)[0]
        assert findings == []
        assert found.inventories == before.inventories


def test_fuel_by_volume_counts_with_its_calorific_value(chain, linked):
    gas = EnergyUse(
        carrier="natural-gas-burned",
        period="2024",
        amount=1e6,
        unit="m3",
        calorific_value=35.0,
        **ROW,
    )
    found, findings = linked(with_row("cell", "energy", gas)(chain))
    assert findings == []
    cell = next(i for i in found.inventories.values() if i.stage == "cell")
    (burned,) = [e for e in cell.inputs if e.target == "natural-gas-burned"]
    assert (burned.amount, burned.unit, burned.group) == (pytest.approx(35), "megajoule", "heat")


def test_a_gas_that_is_used_up_and_destroyed_is_emitted_in_part(chain, linked):
    gas = DirectEmission(
        gas="nitrogen-trifluoride-air-unspecified",
        basis="used",
        amount=1000.0,
        unit="kg",
        conversion=0.98,
        abatement=0.95,
        **ROW,
    )
    found, findings = linked(with_row("cell", "emissions", gas)(chain))
    assert findings == []
    cell = next(i for i in found.inventories.values() if i.stage == "cell")
    (emitted,) = [e for e in cell.emissions if e.target == gas.gas]
    assert emitted.amount == pytest.approx(1000 * 0.02 * 0.05 / 1e6)
