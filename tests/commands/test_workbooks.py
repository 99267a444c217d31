"""``pvfootprint workbook import-meters``, ``export`` and ``diff``."""

import shutil

import bw2data
import bw2io
import openpyxl
import pytest

from pvfootprint.workbook.reading import read_workbook

PRODUCT = "wafer:mono-n:CN@2024"
CODE = "wafer-mono-n-CN-2024"
READINGS = "meter,time,consumption,unit,kind\nM1,2024-01,5,MWh,electricity\n"


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    return tmp_path_factory.mktemp("exported") / "wafer.xlsx"


@pytest.fixture
def book(run, exported, tmp_path):
    """Export a product of the library, once; give a copy."""
    if not exported.exists():
        done = run("workbook", "export", PRODUCT, "-o", exported, "--language", "both")
        assert (done.code, done.err) == (0, "")
    path = tmp_path / exported.name
    shutil.copy(exported, path)
    return path


def test_an_exported_product_can_be_read(book, library):
    site, findings = read_workbook(book, library)
    assert site.stage == "wafer"
    assert not [f for f in findings if f.severity == "error"]


def test_a_workbook_can_be_written_in_another_language(run, book, tmp_path, library):
    out = tmp_path / "zh.xlsx"
    done = run("workbook", "export", book, "-o", out, "--language", "zh")
    assert done.code == 0
    assert read_workbook(out, library)[0] == read_workbook(book, library)[0]


@pytest.mark.filterwarnings("ignore:`kind` is deprecated:DeprecationWarning")
@pytest.mark.parametrize("of_company", [False, True])
def test_brightway_links_everything(run, book, tmp_path, of_company):
    out = tmp_path / "brightway.xlsx"
    given = book if of_company else PRODUCT
    assert run("workbook", "export", given, "-o", out, "--format", "brightway").code == 0
    bw2data.projects.set_current(f"export-{of_company}")
    importer = bw2io.ExcelImporter(out)
    importer.apply_strategies(verbose=False)
    importer.match_database(fields=("name", "unit", "categories"))
    importer.match_database(fields=("name", "unit", "location", "reference product"))
    exchanges = [e for dataset in importer.data for e in dataset.get("exchanges", [])]
    assert exchanges
    assert [e for e in exchanges if "input" not in e] == []
    codes = {dataset["code"] for dataset in importer.data}
    assert (CODE in codes) is not of_company


def test_amounts_for_brightway_are_those_of_the_library(run, tmp_path, library):
    out = tmp_path / "brightway.xlsx"
    run("workbook", "export", PRODUCT, "-o", out, "--format", "brightway")
    found = [
        row[4]
        for ws in openpyxl.load_workbook(out)
        for row in ws.iter_rows(values_only=True)
        if len(row) > 6 and row[6] in {"technosphere", "biosphere"}
    ]
    amounts = {e.amount for e in library.inventories[CODE].exchanges if e.type != "production"}
    assert amounts <= set(found)


def test_what_cannot_be_exported_is_refused(run, tmp_path):
    out = tmp_path / "out.xlsx"
    done = run("workbook", "export", "mg-silicon:arc-furnace:CN@2018", "-o", out)
    assert (done.code, out.exists()) == (1, False)
    assert run("workbook", "export", PRODUCT, PRODUCT, "-o", out).code == 2
    assert run("workbook", "export", PRODUCT, "-o", out, "--product", "P1").code == 2


def test_meters_are_brought_in(run, book, tmp_path, library):
    readings, out = tmp_path / "readings.csv", tmp_path / "out.xlsx"
    readings.write_text(READINGS, encoding="utf-8")
    done = run("workbook", "import-meters", readings, "--into", book, "-o", out, "--json")
    assert done.code == 0
    (month,) = done.json["months"]
    assert (month["meter"], month["amount"], month["unit"]) == ("M1", 5000, "kWh")
    assert any(e.meter == "M1" for e in read_workbook(out, library)[0].energy)


def test_meters_are_shown_to_people(run, book, tmp_path):
    readings = tmp_path / "readings.csv"
    readings.write_text(READINGS, encoding="utf-8")
    done = run("workbook", "import-meters", readings, "--into", book)
    assert done.code == 0
    assert "5,000.000" in done.out


def test_wrong_readings_end_with_one(run, book, tmp_path):
    readings, out = tmp_path / "readings.csv", tmp_path / "out.xlsx"
    readings.write_text(READINGS.replace("MWh", "m3"), encoding="utf-8")
    done = run("workbook", "import-meters", readings, "--into", book, "-o", out)
    assert (done.code, out.exists()) == (1, False)
    assert "MTR-005" in done.err
    assert run("workbook", "import-meters", tmp_path / "none.csv", "--into", book).code == 1
    assert (
        "MTR-012"
        in run("workbook", "import-meters", readings, "--into", book, "--zone", "Mars").err
    )


def test_a_difference_is_shown(run, book, tmp_path):
    other = tmp_path / "other.xlsx"
    run("workbook", "export", "wafer:mono-p:CN@2024", "-o", other)
    done = run("workbook", "diff", book, other, "--json")
    assert done.code == 0
    changed = {d["what"]: d for d in done.json["differences"]}
    assert changed["Wafer thickness [um]"]["new"] == pytest.approx(138.1)
    shown = run("workbook", "diff", book, other)
    assert (shown.code, "138.1" in shown.out) == (0, True)
    assert "no difference" in run("--language", "en", "workbook", "diff", book, book).out


def test_workbooks_that_cannot_be_compared_end_with_one(run, book, tmp_path):
    cell = tmp_path / "cell.xlsx"
    run("workbook", "export", "cell:perc:CN@2024", "-o", cell)
    done = run("workbook", "diff", book, cell)
    assert (done.code, "EXP-003" in done.err) == (1, True)
    assert run("workbook", "diff", book, tmp_path / "none.xlsx", "--json").code == 1
