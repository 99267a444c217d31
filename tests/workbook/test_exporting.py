"""Every product of the library as a workbook and back, to the last digit."""

from collections import Counter
from dataclasses import replace

import pytest

from pvfootprint.chain.electricity import ElectricityOptions
from pvfootprint.chain.site_electricity import site_electricity
from pvfootprint.chain.sites import site_process
from pvfootprint.library.caching import open_library
from pvfootprint.model.findings import OutputError
from pvfootprint.workbook.choices import REFERENCE_UNITS
from pvfootprint.workbook.exporting import site_inventory_of
from pvfootprint.workbook.reading import read_workbook
from pvfootprint.workbook.writing import write_workbook

LIBRARY, _ = open_library()
PRODUCTS = sorted(c for c, i in LIBRARY.inventories.items() if i.stage in REFERENCE_UNITS)

LANGUAGES = ("zh", "en", "both")


@pytest.mark.long
@pytest.mark.parametrize("code", PRODUCTS)
def test_a_workbook_gives_back_what_was_written(library, tmp_path, code):
    inventory = library.inventories[code]
    site = site_inventory_of(inventory, library)
    path = tmp_path / "product.xlsx"
    language = LANGUAGES[PRODUCTS.index(code) % 3]
    write_workbook(path, library, inventory.stage, language, site)
    found, findings = read_workbook(path, library)
    assert [f for f in findings if f.severity == "error"] == []
    assert found == site


@pytest.mark.parametrize("stage", REFERENCE_UNITS)
@pytest.mark.parametrize(
    "language",
    [one if one == "both" else pytest.param(one, marks=pytest.mark.long) for one in LANGUAGES],
)
def test_a_product_of_each_stage_in_each_language(library, tmp_path, stage, language):
    code = next(c for c in reversed(PRODUCTS) if library.inventories[c].stage == stage)
    site = site_inventory_of(library.inventories[code], library)
    write_workbook(tmp_path / "product.xlsx", library, stage, language, site)
    assert read_workbook(tmp_path / "product.xlsx", library)[0] == site


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(code, marks=() if i % 4 == 0 else pytest.mark.long)
        for i, code in enumerate(PRODUCTS)
    ],
)
def test_the_site_takes_and_emits_what_the_dataset_does(library, code):
    inventory = library.inventories[code]
    site = site_inventory_of(inventory, library)
    mixes = {"site": "site-electricity"}
    process, findings = site_process(library, site, site.products[0], mixes)
    assert [f for f in findings if f.severity == "error"] == []
    mix, _ = site_electricity(library, site, "site-electricity", ElectricityOptions())
    grids = [(e.target, e.amount) for e in mix.mixes["site"].inputs]
    assert grids == [(e, 1.0) for e, _ in grids[:1]]
    expected = exchanges(inventory, "")
    found = exchanges(process.inventory, grids[0][0] if grids else "")
    assert found == expected


def exchanges(inventory, grid):
    return Counter(
        (
            e.type,
            grid if e.target == "site-electricity" else e.target,
            e.amount,
            e.unit,
            e.group,
            e.scale,
        )
        for e in inventory.exchanges
        if e.type != "production"
    )


def test_a_region_is_where_the_library_has_its_grid(library):
    places = {
        library.inventories[code].location: site_inventory_of(
            library.inventories[code], library
        ).company.location
        for code in PRODUCTS
    }
    assert places == {"CN": "CN", "US": "US", "RER": "DE", "APAC": "KR"}


def test_another_grid_than_the_sites_has_a_contract(library):
    wafer = library.inventories["wafer-mono-n-CN-2024"]
    korean = library.inventories["electricity-grid-supply-KR"]
    moved = tuple(
        replace(e, target=korean.code) if e.group == "electricity" else e for e in wafer.exchanges
    )
    site = site_inventory_of(replace(wafer, exchanges=moved), library)
    (contract,) = site.electricity
    assert (contract.kind, contract.place) == ("grid", "KR")
    (used,) = (e for e in site.energy if e.carrier == "electricity")
    assert contract.amount == used.amount


def test_a_negative_amount_is_refused(library):
    wafer = library.inventories["wafer-mono-n-CN-2024"]
    credit = replace(wafer.inputs[0], amount=-1.0)
    with pytest.raises(OutputError) as caught:
        site_inventory_of(replace(wafer, exchanges=(*wafer.exchanges, credit)), library)
    assert [f.code for f in caught.value.findings] == ["EXP-001"]


def test_metallurgical_silicon_has_no_workbook(library):
    code = next(c for c, i in library.inventories.items() if i.stage == "mg-silicon")
    with pytest.raises(OutputError) as caught:
        site_inventory_of(library.inventories[code], library)
    assert [f.code for f in caught.value.findings] == ["EXP-002"]
