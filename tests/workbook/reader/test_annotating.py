"""The copy with marked cells, comments and a list of findings."""

import openpyxl
import pytest

from pvfootprint.model.findings import OutputError
from pvfootprint.workbook.annotating import annotate_workbook


@pytest.fixture
def damaged(book, tmp_path):
    book.put("materials", "amount", "1,23", 2)
    book.put("materials", "unit", "pound", 2)
    book.put("company", "name", None)
    book.put("materials", "flow", "=2+3", 3)
    book.at("materials", "flow", 3).data_type = "s"
    book.put("materials", "note", "=SUM(E5:E6)", 4)
    book.page("materials").protection.sheet = True
    return book.save(tmp_path / "site.xlsx")


def test_cells_are_marked_commented_and_listed(damaged, book, check, tmp_path):
    _, findings = check(damaged)
    target = tmp_path / "out" / "site.xlsx"
    assert annotate_workbook(damaged, findings, target, "en")

    copy = openpyxl.load_workbook(target)
    page = copy["Materials"]
    cell = page[book.at("materials", "amount", 2).coordinate]
    assert cell.comment.text.startswith("WBK-033: it is not clear which number is meant")
    assert cell.fill.fgColor.rgb.endswith("FFC7CE")
    assert copy["Company"]["C5"].comment.text.startswith("WBK-030")
    rows = list(copy.worksheets[0].iter_rows(min_row=4, values_only=True))
    assert [row[7] for row in rows] == [finding.code for finding in findings]
    listed = {row[2]: number for number, row in enumerate(rows, start=4)}
    link = copy.worksheets[0].cell(listed[cell.coordinate], 3).hyperlink
    assert (link.location or link.target).lstrip("#") == f"'Materials'!{cell.coordinate}"


def test_the_original_is_kept(damaged, book, check, tmp_path):
    before = damaged.read_bytes()
    _, findings = check(damaged)
    annotate_workbook(damaged, findings, tmp_path / "copy.xlsx", "zh")
    assert damaged.read_bytes() == before

    copy = openpyxl.load_workbook(tmp_path / "copy.xlsx")["Materials"]
    text, formula = (book.at("materials", c, n).coordinate for c, n in (("flow", 3), ("note", 4)))
    assert (copy[text].value, copy[text].data_type) == ("=2+3", "s")
    assert (copy[formula].value, copy[formula].data_type) == ("=SUM(E5:E6)", "f")
    assert copy.protection.sheet


def test_what_was_found_never_becomes_a_formula(book, check, tmp_path):
    book.put("materials", "amount", "=HYPERLINK(1)", 2)
    book.at("materials", "amount", 2).data_type = "s"
    path = book.save(tmp_path / "site.xlsx")
    _, findings = check(path)
    annotate_workbook(path, findings, tmp_path / "copy.xlsx", "en")
    copy = openpyxl.load_workbook(tmp_path / "copy.xlsx")
    cell = copy.worksheets[0].cell(4, 5)
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")
    assert cell.quotePrefix


@pytest.mark.parametrize("language", ["en", "zh", "both"])
def test_an_annotated_copy_can_be_checked_again(language, damaged, check, tmp_path):
    _, findings = check(damaged)
    annotate_workbook(damaged, findings, tmp_path / "copy.xlsx", language)
    _, again = check(tmp_path / "copy.xlsx")
    assert [(f.code, f.cell) for f in again] == [(f.code, f.cell) for f in findings]


def test_a_merged_cell_is_marked_at_its_first(book, check, tmp_path):
    page = book.page("materials")
    page.merge_cells("E7:E8")
    path = book.save(tmp_path / "site.xlsx")
    _, findings = check(path)
    assert annotate_workbook(path, findings, tmp_path / "copy.xlsx", "en")
    copy = openpyxl.load_workbook(tmp_path / "copy.xlsx")
    assert "WBK-039" in copy["Materials"]["E7"].comment.text


def test_a_file_that_is_no_workbook_is_left_alone(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"%PDF")
    assert not annotate_workbook(path, [], tmp_path / "copy.xlsx", "en")
    assert not (tmp_path / "copy.xlsx").exists()


def test_a_copy_that_cannot_be_written(book, tmp_path):
    path = book.save(tmp_path / "site.xlsx")
    with pytest.raises(OutputError):
        annotate_workbook(path, [], path / "copy.xlsx", "en")
