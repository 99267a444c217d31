"""A producer's unit process, taken out of a product system that is small enough to add up."""

from types import SimpleNamespace

import pytest

from pvfootprint.database.extracting import unit_process
from pvfootprint.model.findings import DatabaseError
from pvfootprint.model.inventory import Exchange, Inventory, Parameter
from pvfootprint.model.system import DeclaredUnit, ElectricityChoice, ProductSystem

CELL = "site:secret-company:s1:cell:p1"
MIX = f"{CELL}:electricity"


def exchange(target, amount, unit="kilogram", group="materials", kind="technosphere"):
    return Exchange(
        kind, f"name of {target}", "", "", "", "", amount, unit, "", group, target=target
    )


def process(code, data_class="inventory", *, stage="", database="library", exchanges=()):
    made = Exchange("production", code, code, "CN", "", "", 1.0, "unit", target=code)
    return Inventory(
        code=code,
        database=database,
        file="",
        line=0,
        name=f"name of {code}",
        product=code,
        location="CN-Anhui",
        unit="square meter",
        data_class=data_class,
        source="",
        comment="",
        stage=stage,
        technology="topcon",
        parameters=(Parameter("efficiency", 0.25, "kilowatt per square meter", 0, 1, ""),),
        exchanges=(made, *exchanges),
    )


def system():
    """Return a cell: two months of electricity, three suppliers of two stages, what is left out."""
    cell = process(
        CELL,
        "primary",
        stage="cell",
        database="",
        exchanges=(
            exchange(MIX, 3.0, "kilowatt hour", "electricity"),
            exchange(MIX, 5.0, "kilowatt hour", "electricity"),
            exchange("gas", 2.0, "megajoule", "heat"),
            exchange("paste", 0.001),
            exchange("paste", 0.002),
            exchange(f"{CELL}:left out:1", 0.5),
            exchange("site:wafer-company:s1:wafer:p1", 0.6, "square meter"),
            exchange("summary:other-company:s1:wafer:p1", 0.3, "square meter"),
            exchange("wafer-CN", 0.1, "square meter"),
            exchange("polysilicon-CN", 0.02),
            exchange("co2", 0.25, group="direct", kind="biosphere"),
        ),
    )
    sources = (
        exchange("grid", 0.75, "kilowatt hour", "electricity"),
        exchange("wind", 0.25, "kilowatt hour", "electricity"),
    )
    return ProductSystem(
        product=cell,
        declared_unit=DeclaredUnit("piece", 0.03, "square meter"),
        inventories=(
            cell,
            process(MIX, "primary", database="", exchanges=sources),
            process(f"{CELL}:left out:1", "cut-off", database=""),
            process("site:wafer-company:s1:wafer:p1", "primary", stage="wafer", database=""),
            process("summary:other-company:s1:wafer:p1", "summary", stage="wafer", database=""),
            process("wafer-CN", stage="wafer"),
            process("polysilicon-CN", stage="polysilicon"),
            *map(process, ("grid", "wind", "gas", "paste")),
        ),
        flows=(),
        stage_codes=(CELL,),
        electricity=(ElectricityChoice("CN", 2024, None, "grid-2024"),),
        library_hash="",
    )


@pytest.fixture
def extract(certificate_records, suppliers_chain, library):
    """Give a function that takes the unit process out of that system."""
    record = certificate_records.record(product={"code": CELL})
    site = suppliers_chain["cell"]
    submitted = SimpleNamespace(leader=site, product=site.products[0])

    def extracted(code=CELL):
        own = SimpleNamespace(code=code, value=0.9)
        footprint = SimpleNamespace(
            total=SimpleNamespace(value=1.2),
            suppliers=(own, SimpleNamespace(code="", value=0.3)),
            primary_data_share=0.7,
            proxy_share=0.1,
        )
        found = SimpleNamespace(
            study=SimpleNamespace(system=system(), footprint=footprint),
            submitted=submitted,
            library=library,
            rules=SimpleNamespace(
                key="r", version="1", title="R", title_zh="规则", content_hash="0" * 64
            ),
        )
        return unit_process(record, found)

    return extracted


def amounts(flows):
    return {flow.code: pytest.approx(flow.amount, rel=1e-12) for flow in flows}


def test_electricity_is_told_by_source(extract):
    found = extract()
    assert amounts(found.energy) == {"grid": 6.0, "wind": 2.0, "gas": 2.0}
    assert found.electricity == pytest.approx(8.0)
    assert [(one.location, one.year, one.dataset) for one in found.grids] == [
        ("CN", 2024, "grid-2024")
    ]


def test_each_item_stands_once_and_what_is_left_out_has_no_code(extract):
    assert amounts(extract().inputs) == {"paste": 0.003, "": 0.5}


def test_earlier_stages_are_told_without_their_makers(extract):
    polysilicon, wafer = extract().supplies
    assert (polysilicon.stage, polysilicon.amount, polysilicon.by_companies) == (
        "polysilicon",
        0.02,
        0.0,
    )
    assert (wafer.stage, wafer.unit) == ("wafer", "square meter")
    assert (wafer.amount, wafer.by_companies) == (pytest.approx(1.0), pytest.approx(0.9))


def test_no_company_stands_among_the_flows(extract):
    found = extract()
    flows = (*found.inputs, *found.energy, *found.emissions)
    assert not [flow.code for flow in flows if "company" in flow.code]
    assert not [one.model_dump_json() for one in found.supplies if "company:" in str(one)]


def test_emissions_and_quantities(extract):
    found = extract()
    assert amounts(found.emissions) == {"co2": 0.25}
    assert [(one.name, one.amount) for one in found.quantities] == [("efficiency", 0.25)]


def test_footprints_are_per_declared_unit(extract):
    found = extract()
    assert (found.footprint, found.own_footprint, found.reference_flow) == (1.2, 0.9, 0.03)
    assert found.footprint_per_unit == pytest.approx(40.0)


def test_another_product_is_refused(extract):
    with pytest.raises(DatabaseError, match="DAT-011"):
        extract("site:other:s1:cell:p1")
