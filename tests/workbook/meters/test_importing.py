"""Months of meters, written into workbooks of each language, blank and filled in."""

import datetime as dt
from dataclasses import replace

import openpyxl
import pytest

from pvfootprint.workbook.exporting import site_inventory_of
from pvfootprint.workbook.meters.importing import import_meters
from pvfootprint.workbook.reading import read_workbook
from pvfootprint.workbook.writing import write_workbook

PERIOD = (dt.date(2025, 1, 1), dt.date(2025, 12, 31))
HEADING = "meter,time,consumption,unit,kind\n"


@pytest.fixture(scope="session")
def site(library):
    """A wafer maker of 2025, as the library's dataset."""
    made = site_inventory_of(library.inventories["wafer-mono-n-CN-2024"], library)
    company = replace(made.company, start=PERIOD[0], end=PERIOD[1])
    energy = tuple(replace(e, period="2025") for e in made.energy if e.carrier != "electricity")
    return replace(made, company=company, energy=energy)


@pytest.fixture
def book(written_once, site, tmp_path):
    """Write a filled-in workbook."""

    def write(language="both", inventory=site):
        path = tmp_path / "site.xlsx"
        path.write_bytes(written_once("wafer", language, inventory))
        return path

    return write


@pytest.fixture
def bring(library, tmp_path):
    """Import rows into a workbook; give the import and where it was written."""

    def import_rows(path, content, **options):
        readings, out = tmp_path / "readings.csv", tmp_path / "out.xlsx"
        readings.write_text(HEADING + content, encoding="utf-8")
        return import_meters(readings, path, out, library, **options), out

    return import_rows


def year(meter="M1", unit="kWh", kind="electricity"):
    return "".join(f"{meter},2025-{m:02d},{m}.125,{unit},{kind}\n" for m in range(1, 13))


@pytest.mark.parametrize(
    "language", ["zh", *(pytest.param(one, marks=pytest.mark.long) for one in ("en", "both"))]
)
def test_the_months_can_be_read_back(library, site, book, bring, language):
    done, out = bring(book(language), year() + year("M2", "MWh", "电力"))
    assert done.findings == ()
    found, findings = read_workbook(out, library)
    assert not [f for f in findings if f.severity == "error"]
    rows = {(e.meter, e.period): e for e in found.energy if e.carrier == "electricity"}
    assert len(rows) == 24
    assert {key: row.amount for key, row in rows.items()} == {
        **{("M1", f"2025-{m:02d}"): m + 0.125 for m in range(1, 13)},
        **{("M2", f"2025-{m:02d}"): 1000 * (m + 0.125) for m in range(1, 13)},
    }
    assert {(e.product, e.unit, e.method) for e in rows.values()} == {("site", "kWh", "measured")}
    (document,) = found.evidence
    assert {e.evidence for e in rows.values()} == {document.key}
    assert (document.file, len(document.sha256)) == ("readings.csv", 64)
    assert "2-2" in rows["M1", "2025-01"].note


def test_all_else_stays(library, site, book, bring):
    path = book()
    _, out = bring(path, year())
    found, _ = read_workbook(out, library)
    same = replace(found, energy=site.energy, evidence=site.evidence)
    assert same == site
    before, after = openpyxl.load_workbook(path), openpyxl.load_workbook(out)
    for ws in before.worksheets:
        other = after[ws.title]
        assert other.protection.sheet == ws.protection.sheet
        assert other.sheet_state == ws.sheet_state
        assert len(other.data_validations.dataValidation) == len(ws.data_validations.dataValidation)
        if ws.title not in {"能源 Energy", "Energy", "证据 Evidence", "Evidence"}:
            cells = {c.coordinate: c.value for row in ws.iter_rows() for c in row}
            assert {c: other[c].value for c in cells} == cells


def test_a_full_table_grows_with_checks_and_drop_downs(library, book, bring):
    path = book("en")
    done, out = bring(path, "".join(year(f"M{n}") for n in range(8)))
    rows = [one.row for one in done.months]
    assert len(set(rows)) == 96
    ws = openpyxl.load_workbook(out)["Energy"]
    old = openpyxl.load_workbook(path)["Energy"].print_area.rpartition("$")[2]
    last = max(rows)
    assert last > int(old)
    assert all(f"{last}" in str(v.sqref) for v in ws.data_validations.dataValidation)
    assert all(f"{last}" in str(area.sqref) for area in ws.conditional_formatting)
    check = next(c.column for c in ws[1] if str(c.value).endswith("energy.check"))
    assert f"$A{last}" in ws.cell(last, check).value
    assert f"${last}," in ws.cell(last, check).value or f"${last}=" in ws.cell(last, check).value
    assert ws.print_area.endswith(f"${last}")
    assert not ws.cell(last, 3).protection.locked
    found, findings = read_workbook(out, library)
    assert not [f for f in findings if f.severity == "error"]
    assert sum(e.carrier == "electricity" for e in found.energy) == 96


def test_lines_that_were_prepared_are_filled_first(library, tmp_path, bring):
    path = tmp_path / "blank.xlsx"
    write_workbook(path, library, "wafer", "en", period=PERIOD)
    done, out = bring(path, year())
    assert [one.row for one in done.months] == list(range(5, 17))
    assert openpyxl.load_workbook(out)["Energy"]["C5"].value == "M1"


def test_a_second_import_writes_nothing_twice(library, book, bring, tmp_path):
    _, out = bring(book(), year())
    first = out.rename(tmp_path / "first.xlsx")
    done, out = bring(first, year())
    assert {f.code for f in done.findings} == {"MTR-014"}
    assert all(one.row is None for one in done.months)
    found, _ = read_workbook(out, library)
    assert sum(e.meter == "M1" for e in found.energy) == 12
    assert len(found.evidence) == 1


def test_a_year_of_the_same_meter_keeps_its_months_out(library, site, book, bring):
    row = replace(site.energy[0] if site.energy else None, carrier="electricity", meter="m1",
                  period="2025", product="site", amount=5.0, unit="kWh")  # fmt: skip
    path = book(inventory=replace(site, energy=(row,)))
    done, _ = bring(path, year())
    assert {f.code for f in done.findings} == {"MTR-014"}


def test_months_outside_the_period_are_left_out(book, bring):
    done, _ = bring(book(), "M1,2024-12,1,kWh,electricity\nM1,2025-01,1,kWh,electricity\n")
    assert [one.row is None for one in done.months] == [True, False]
    assert [(f.code, f.severity) for f in done.findings] == [("MTR-015", "warning")]


def test_an_error_leaves_nothing_written(book, bring):
    done, out = bring(book(), "M1,2025-01,x,kWh,electricity\n")
    assert (done.months, out.exists()) == ((), False)
    assert done.findings[0].code == "MTR-004"


def test_the_product_must_be_in_the_workbook(book, bring):
    done, out = bring(book(), year(), product="P9")
    assert [f.code for f in done.findings] == ["MTR-016"]
    assert not out.exists()


def test_a_product_can_take_the_months(library, book, bring):
    _, out = bring(book(), year(), product="P1")
    found, _ = read_workbook(out, library)
    assert {e.product for e in found.energy if e.meter == "M1"} == {"P1"}


def test_a_workbook_without_a_place_for_readings_is_refused(book, bring):
    path = book("en")
    changed = openpyxl.load_workbook(path)
    del changed["Evidence"]
    changed.save(path)
    done, out = bring(path, year())
    assert "MTR-017" in {f.code for f in done.findings}
    assert not out.exists()


def test_what_looks_like_a_formula_stays_text(library, book, bring):
    done, out = bring(book("en"), '"=HYPERLINK(""http://x"")",2025-01,1,kWh,electricity\n')
    assert done.months[0].row
    texts = [
        cell
        for ws in openpyxl.load_workbook(out).worksheets
        for row in ws.iter_rows()
        for cell in row
        if str(cell.value).startswith('=HYPERLINK("http://x')
    ]
    assert texts
    assert {cell.data_type for cell in texts} == {"s"}


def test_the_trace_names_the_rows_of_each_month(book, bring):
    _, out = bring(book("en"), year())
    ws = openpyxl.load_workbook(out)["Meter readings"]
    rows = list(ws.iter_rows(min_row=3, values_only=True))
    assert [(r[0], r[1], r[2], r[5], r[6]) for r in rows] == [
        ("M1", f"2025-{m:02d}", m + 0.125, m + 1, m + 1) for m in range(1, 13)
    ]
