"""``pvfootprint library export --format brightway-xlsx``, read back by openpyxl and by bw2io."""

from dataclasses import replace

import bw2data
import bw2io
import openpyxl
import pytest

from pvfootprint.exchange.brightway import DATABASE, write_workbook

pytestmark = [
    # bw2io 0.9 under bw2data 4.6.
    pytest.mark.filterwarnings("ignore:`kind` is deprecated:DeprecationWarning"),
]

SAME = 1e-6
"""Brightway stores amounts in 32 bits."""


@pytest.fixture(scope="module")
def path(run, tmp_path_factory):
    """Export the library."""
    path = tmp_path_factory.mktemp("workbook") / "library.xlsx"
    done = run("library", "export", "--format", "brightway-xlsx", path)
    assert (done.returncode, done.stderr) == (0, "")
    return path


@pytest.fixture(scope="module")
def book(path):
    """Open the workbook."""
    return openpyxl.load_workbook(path)


@pytest.fixture(scope="module")
def exchanges(book):
    """Read the exchange tables: rows of values by the code of their dataset."""
    found = {}
    for sheet in book:
        columns = None
        for row in sheet.iter_rows(values_only=True):
            if row[0] == "code":
                code = row[1]
                found[code] = []
            if row[0] is None:
                columns = None
            elif columns:
                found[code].append(dict(zip(columns, row, strict=True)))
            elif row[0] == "name":
                columns = row
    return found


@pytest.fixture(scope="module")
def unlinked(path):
    """Import the workbook into an empty project; give the exchanges that link nowhere."""
    bw2data.projects.set_current("workbook")
    assert list(bw2data.databases) == []
    importer = bw2io.ExcelImporter(path)
    importer.apply_strategies(verbose=False)
    importer.match_database(fields=("name", "unit", "categories"))
    importer.match_database(fields=("name", "unit", "location", "reference product"))
    exchanges = [e for dataset in importer.data for e in dataset.get("exchanges", [])]
    importer.write_database()
    return [e for e in exchanges if "input" not in e]


def test_every_dataset_has_its_exchanges(exchanges, library):
    assert set(exchanges) == set(library.inventories) | set(library.flows)
    for code, inventory in library.inventories.items():
        written = [(e["name"], e["type"], e["unit"]) for e in exchanges[code]]
        assert written == [(e.name, e.type, e.unit) for e in inventory.exchanges], code


def test_amounts_are_the_librarys_to_sixteen_digits(exchanges, library):
    for code, inventory in library.inventories.items():
        written = [e["amount"] for e in exchanges[code]]
        amounts = [e.amount for e in inventory.exchanges]
        assert written == pytest.approx(amounts, rel=1e-15, abs=0), code


def test_spreads_are_the_librarys(exchanges, library):
    for code, inventory in library.inventories.items():
        written = [(e["uncertainty type"], e["scale"] or 0) for e in exchanges[code]]
        kinds = [2 if e.scale else None for e in inventory.exchanges]
        scales = [e.scale or 0 for e in inventory.exchanges]
        assert [kind for kind, _ in written] == kinds, code
        assert [scale for _, scale in written] == pytest.approx(scales, rel=1e-15, abs=0), code


def test_no_cell_is_a_formula(book):
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert len(cells) > 1000
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(A1)", "-"])
def test_text_stays_text(tiny_library, tmp_path, text):
    ingot = tiny_library.inventories["ingot-CN-2018"]
    exchanges = tuple(replace(e, note=text, source_flow=text) for e in ingot.exchanges)
    odd = replace(ingot, comment=text, exchanges=exchanges)
    library = replace(tiny_library, inventories={**tiny_library.inventories, odd.code: odd})
    write_workbook(library, tmp_path / "odd.xlsx")
    book = openpyxl.load_workbook(tmp_path / "odd.xlsx")
    found = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value == text]
    assert len(found) == 1 + 2 * len(exchanges)
    assert {cell.data_type for cell in found} == {"s"}


def test_bw2io_links_every_exchange(unlinked):
    assert unlinked == []


def test_bw2io_reads_every_dataset(unlinked, library):
    arrived = {node["code"] for node in bw2data.Database(DATABASE)}
    assert arrived == set(library.inventories) | set(library.flows)


def test_brightway_reaches_the_same_footprints(
    unlinked, demands, footprints, solve_in_brightway, write_method
):
    nodes = {code: (DATABASE, code) for code in demands}
    flows = [n for n in bw2data.Database(DATABASE) if n["type"] in ("emission", "natural resource")]
    for key, expected in footprints.items():
        found = solve_in_brightway(nodes, demands, write_method(key, flows))
        assert found == pytest.approx(expected, rel=SAME, abs=0)
