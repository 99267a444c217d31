"""Sheets and columns that were renamed, moved, reordered or lost."""

from dataclasses import replace

import pytest

from pvfootprint.workbook.choices import REFERENCE_UNITS
from pvfootprint.workbook.layout import HEADING_ROW, KEY_ROW
from pvfootprint.workbook.reading import read_workbook
from pvfootprint.workbook.sheets import SHEETS
from pvfootprint.workbook.writing import write_workbook


def codes(findings):
    return [finding.code for finding in findings]


def test_sheets_may_be_reordered_and_renamed(book, check, site_inventory):
    book.book.move_sheet(book.page("quality"), -8)
    book.page("materials").title = "our materials"
    found, findings = check(book)
    assert findings == []
    assert found == site_inventory("module")


def test_columns_may_be_moved(book, check, site_inventory):
    page = book.page("materials")
    page.move_range("D1:F60", rows=0, cols=20)
    found, findings = check(book)
    assert findings == []
    assert found == site_inventory("module")


def test_columns_and_lines_may_be_inserted(book, check, site_inventory):
    book.page("materials").insert_cols(2)
    book.page("energy").insert_rows(2, 3)
    book.page("energy").insert_rows(11, 2)
    found, findings = check(book)
    assert findings == []
    assert found == site_inventory("module")


@pytest.mark.parametrize("language", ["zh", "en", pytest.param("both", marks=pytest.mark.long)])
def test_without_key_cells_the_headings_are_enough(
    language, library, site_inventory, tmp_path, check
):
    import openpyxl

    path = tmp_path / "site.xlsx"
    write_workbook(path, library, "module", language, site_inventory("module"))
    workbook = openpyxl.load_workbook(path)
    for page in workbook.worksheets:
        if not page.title.startswith("_"):
            for row in page.iter_rows():
                for cell in row:
                    if str(cell.value).startswith("pvfootprint:"):
                        cell.value = None
    workbook.save(path)
    found, findings = read_workbook(path, library)
    assert findings == []
    assert found == site_inventory("module")


def test_a_near_miss_of_a_heading_is_suggested_and_not_taken(book, check):
    cell = book.at("materials", "amount", -1)
    book.page("materials").cell(KEY_ROW, cell.column).value = None
    cell.value = "Amount in the perod"
    found, findings = check(book)
    assert found is None
    (finding,) = [f for f in findings if f.code == "WBK-025"]
    assert finding.cell == cell.coordinate
    assert "Amount in the perod" in finding.hint


def test_a_lost_column_that_is_not_required_is_a_warning(book, check):
    cell = book.at("materials", "method", -1)
    page = book.page("materials")
    for row in (KEY_ROW, HEADING_ROW):
        page.cell(row, cell.column).value = None
    found, findings = check(book)
    assert {(f.code, f.severity) for f in findings} == {
        ("WBK-025", "warning"), ("WBK-027", "warning")}  # fmt: skip
    assert found is not None


def test_a_workbook_of_before_some_columns_were_there_is_complete(book, check, site_inventory):
    lost = [("products", "share_basis"), ("products", "revenue"), ("outputs", "revenue")]
    lost += [("electricity", column) for column in ("product", "generated", "owner")]
    for sheet, column in lost:
        number = book.at(sheet, column).column
        for row in range(1, 40):
            book.page(sheet).cell(row, number).value = None
    for number in range(1, 6):
        book.page("company").cell(book.at("company", "currency").row, number).value = None
    found, findings = check(book)
    assert findings == []
    whole = site_inventory("module")
    plain = replace(whole.products[0], share_basis="", revenue=None)
    assert found.products == (plain,)
    assert found.company == replace(whole.company, currency="")
    assert all(output.revenue is None for output in found.outputs)
    green = replace(whole.electricity[0], product="", generated="", owner="")
    assert found.electricity == (green, *whole.electricity[1:])


def test_a_heading_of_another_column_is_an_error(book, check):
    book.at("materials", "amount", -1).value = "Unit *"
    _, findings = check(book)
    assert "WBK-028" in codes(findings)


def test_a_column_twice(book, check):
    page = book.page("materials")
    source = book.at("materials", "amount", -1).column
    for row in range(1, 40):
        page.cell(row, 30).value = page.cell(row, source).value
    _, findings = check(book)
    assert codes(findings) == ["WBK-026"]
    assert findings[0].cell == f"AD{HEADING_ROW}"


def test_a_column_of_their_own_is_said_not_to_be_read(book, check):
    page = book.page("materials")
    page.cell(HEADING_ROW, 30).value = "our number"
    page.cell(HEADING_ROW + 1, 30).value = 17
    found, findings = check(book)
    assert codes(findings) == ["WBK-027"]
    assert (findings[0].cell, findings[0].found) == (f"AD{HEADING_ROW}", "our number")
    assert found is not None


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.key)
def test_a_lost_sheet(sheet, book, check):
    del book.book[sheet.title.en]
    _, findings = check(book)
    (finding,) = [f for f in findings if f.code == "WBK-023"]
    assert finding.sheet == sheet.title
    assert finding.severity == ("error" if sheet.needed else "warning")


def test_a_copied_sheet(book, check):
    book.book.copy_worksheet(book.page("materials"))
    _, findings = check(book)
    assert codes(findings) == ["WBK-024"]


def test_a_sheet_of_their_own(book, check):
    book.book.create_sheet("notes").append(["hello"])
    found, findings = check(book)
    assert [(f.code, f.sheet, f.severity) for f in findings] == [("WBK-029", "notes", "warning")]
    assert found is not None


@pytest.mark.parametrize(
    ("row", "value", "code"),
    [(1, "another tool", "WBK-020"), (2, "9", "WBK-021"), (4, "roof", "WBK-022")],
)
def test_settings_are_checked(row, value, code, book, check):
    book.book["_pvfootprint"].cell(row, 2).value = value
    assert codes(check(book)[1]) == [code]


def test_a_workbook_of_another_tool(check, tmp_path):
    import openpyxl

    workbook = openpyxl.Workbook()
    workbook.active.append(["Activity", "amount"])
    workbook.save(tmp_path / "other.xlsx")
    found, findings = check(tmp_path / "other.xlsx")
    assert (found, codes(findings)) == (None, ["WBK-020"])


def test_every_stage_has_its_lists(library, site_inventory, tmp_path):
    for stage in REFERENCE_UNITS:
        write_workbook(tmp_path / f"{stage}.xlsx", library, stage, "en", site_inventory(stage))
        found, _ = read_workbook(tmp_path / f"{stage}.xlsx", library)
        assert found.stage == stage
