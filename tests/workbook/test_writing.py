import datetime
import io
import zipfile

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from pvfootprint.workbook.choices import REFERENCE_UNITS
from pvfootprint.workbook.layout import (
    ABOUT,
    ABOUT_SHEET,
    FIRST_ROW,
    FORMAT,
    LISTS_SHEET,
    MARK,
    TEMPLATE_VERSION,
    Kind,
)
from pvfootprint.workbook.reading import read_workbook
from pvfootprint.workbook.sheets import SHEETS
from pvfootprint.workbook.template.dropdowns import ERROR_ROOM, PROMPT_ROOM, TITLE_ROOM
from pvfootprint.workbook.template.meanings import MEANINGS
from pvfootprint.workbook.template.plan import plan_workbook
from pvfootprint.workbook.template.prefilling import months_of
from pvfootprint.workbook.writing import write_workbook

EVERY = [(stage, language) for stage in REFERENCE_UNITS for language in ("zh", "en", "both")]
PERIOD = datetime.date(2025, 1, 1), datetime.date(2025, 12, 31)
FORBIDDEN = set("[]:*?/\\")


@pytest.fixture(scope="module")
def blank(written_once):
    """Give a blank module workbook in English as openpyxl loads it; not to be changed."""
    return openpyxl.load_workbook(io.BytesIO(written_once("module", "en", None)))


def tables(book):
    """Give layout and worksheet of every table."""
    by_key = {ws["A1"].value: ws for ws in book.worksheets}
    for sheet in SHEETS:
        if not sheet.form:
            yield sheet, by_key[f"{MARK}:{sheet.key}.{sheet.columns[0].key}"]


@pytest.mark.parametrize("filled", [False, True])
def test_same_input_gives_the_same_bytes(written, library, tmp_path, site, filled):
    first = written(inventory=site if filled else None)
    again, period = tmp_path / "again.xlsx", None if filled else PERIOD
    write_workbook(again, library, "module", "en", site if filled else None, period=period)
    assert again.read_bytes() == first.read_bytes()


def test_no_time_stands_in_the_file(written):
    with zipfile.ZipFile(written()) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"dcterms:" not in archive.read("docProps/core.xml").replace(b"xmlns:dcterms", b"")


@pytest.mark.parametrize(
    ("stage", "language"),
    [
        pytest.param(*each, marks=() if i % 4 == 0 else pytest.mark.long)
        for i, each in enumerate(EVERY)
    ],
)
def test_every_stage_in_every_language(written, stage, language, library):
    book = openpyxl.load_workbook(written(stage, language))
    names = book.sheetnames
    assert len(names) == len(SHEETS) + 3
    assert all(len(name) <= 31 and not FORBIDDEN & set(name) for name in names)
    states = {ws.title: ws.sheet_state for ws in book.worksheets}
    assert (states.pop(ABOUT_SHEET), states.pop(LISTS_SHEET)) == ("veryHidden", "hidden")
    assert set(states.values()) == {"visible"}
    about = dict(book[ABOUT_SHEET].iter_rows(values_only=True))
    values = (FORMAT, str(TEMPLATE_VERSION), language, stage, library.content_hash)
    assert about == dict(zip(ABOUT, values, strict=True))


def test_key_cells_stand_above_every_column(blank):
    for sheet, ws in tables(blank):
        keys = [f"{MARK}:{sheet.key}.{column.key}" for column in sheet.columns]
        assert [cell.value for cell in ws[1]][: len(keys)] == keys
        assert ws.row_dimensions[1].hidden
    company = blank.worksheets[1]
    keys = [f"{MARK}:company.{column.key}" for column in SHEETS[0].columns]
    assert [company.cell(FIRST_ROW + n, 1).value for n in range(len(keys))] == keys
    assert company.column_dimensions["A"].hidden


def test_only_input_cells_are_open(blank):
    for ws in blank.worksheets:
        assert ws.protection.sheet, ws.title
        assert ws.protection.password is None
    for sheet, ws in tables(blank):
        for number, column in enumerate(sheet.columns, start=1):
            cells = [ws.cell(row, number) for row in range(FIRST_ROW, ws.max_row + 1)]
            assert {cell.protection.locked for cell in cells} == {not column.is_read}
        assert all(ws.cell(4, n).protection.locked for n in range(1, len(sheet.columns) + 1))


def test_what_is_ours_is_a_formula(blank):
    for sheet, ws in tables(blank):
        for number, column in enumerate(sheet.columns, start=1):
            if not column.is_read:
                cells = [ws.cell(row, number) for row in range(FIRST_ROW, ws.max_row + 1)]
                assert {cell.data_type for cell in cells} == {"f"}, (sheet.key, column.key)
                assert max(len(cell.value) for cell in cells) < 8192


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_validations_are_there_and_fit_into_excel(written, language):
    book = openpyxl.load_workbook(written("cell", language))
    for ws in book.worksheets:
        for rule in ws.data_validations.dataValidation:
            assert len(rule.promptTitle or "") <= TITLE_ROOM
            assert len(rule.errorTitle or "") <= TITLE_ROOM
            assert len(rule.prompt or "") <= PROMPT_ROOM
            assert len(rule.error or "") <= ERROR_ROOM
    for sheet, ws in tables(book):
        covered = {
            range_boundaries(str(span))[0]: rule.type
            for rule in ws.data_validations.dataValidation
            for span in rule.sqref.ranges
        }
        for number, column in enumerate(sheet.columns, start=1):
            if column.kind in {Kind.NUMBER, Kind.SHARE}:
                assert covered[number] == "custom"
            elif column.kind in {Kind.CHOICE, Kind.FLAG, Kind.SCORE}:
                assert covered[number] == "list"


def test_names_that_validations_use_are_defined(blank):
    for ws in blank.worksheets:
        for rule in ws.data_validations.dataValidation:
            if rule.type == "list" and not rule.formula1.startswith('"'):
                assert rule.formula1 in blank.defined_names


def test_what_can_be_typed_only_warns(blank):
    styles = {
        rule.formula1: rule.errorStyle
        for ws in blank.worksheets
        for rule in ws.data_validations.dataValidation
        if rule.type == "list"
    }
    assert styles["pv_materials"] == styles["pv_formats"] == "warning"
    assert styles["pv_units"] != "warning"


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_what_was_written_is_read_again(written, site, library, language):
    found, findings = read_workbook(written("module", language, site), library)
    assert [f for f in findings if f.severity == "error"] == []
    assert found == site


def test_text_never_becomes_a_formula(written, site):
    book = openpyxl.load_workbook(written(inventory=site))
    ws = book["Materials"]
    cell = ws.cell(FIRST_ROW + 1, 1)
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)


def test_numbers_keep_their_last_digit(written, site):
    path = written(inventory=site)
    with zipfile.ZipFile(path) as archive:
        sheets = [archive.read(n).decode() for n in archive.namelist() if "worksheets/sheet" in n]
    assert any("<v>0.30000000000000004</v>" in sheet for sheet in sheets)
    assert any("<v>0.3333333333333333</v>" in sheet for sheet in sheets)


def test_a_control_character_does_not_break_the_file(written, site):
    from dataclasses import replace

    odd = replace(site, company=replace(site.company, note="a\x07b"))
    book = openpyxl.load_workbook(written(inventory=odd))
    values = [cell.value for row in book["Company"].iter_rows() for cell in row]
    assert "a b" in values


def test_a_blank_workbook_holds_the_lines_to_expect(blank):
    flows = [row[0] for row in blank["Materials"].iter_rows(min_row=FIRST_ROW, values_only=True)]
    assert flows[0] == "cell"
    assert "solar glass, low-iron" in flows
    months = [row[3] for row in blank["Energy"].iter_rows(min_row=FIRST_ROW, values_only=True)]
    assert months[:13] == [
        *months_of((datetime.date(2025, 1, 1), datetime.date(2025, 12, 1))),
        "2025",
    ]


def test_every_expected_flow_is_explained(library):
    for stage in REFERENCE_UNITS:
        plan = plan_workbook(library, stage, "en", None, None)
        assert {flow.choice.key for flow in plan.flows} <= set(MEANINGS)


def test_programs_that_do_not_calculate_show_what_is_known(written):
    book = openpyxl.load_workbook(written("module"), data_only=True)
    shown = [cell.value for cell in book["Materials"][FIRST_ROW]]
    assert "0.925–0.94 m2/m2" in shown
    assert "0" not in shown


def test_without_a_period_no_month_is_invented(library, tmp_path):
    path = tmp_path / "book.xlsx"
    write_workbook(path, library, "wafer", "en")
    ws = openpyxl.load_workbook(path)["Energy"]
    rows = list(ws.iter_rows(min_row=FIRST_ROW, max_col=4, values_only=True))
    assert [row[0] for row in rows if row[0]] == ["electricity", "heat, natural gas"]
    assert {row[3] for row in rows} == {None}


def test_printing_repeats_the_headings(blank):
    for sheet, ws in tables(blank):
        assert ws.print_title_rows == "$4:$4"
        assert ws.page_setup.orientation == "landscape"
        assert ws.freeze_panes == "B5"
        assert str(ws.page_setup.paperSize) == "9"
        assert all(column.key != "spread" or column.aside for column in sheet.columns)
