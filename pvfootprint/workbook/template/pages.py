"""Writes the sheets of data: tables and forms, with checks, colours and print layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.formatting.rule import FormulaRule
from openpyxl.utils import get_column_letter

from pvfootprint.language.texts import text
from pvfootprint.workbook.layout import (
    FIRST_ROW,
    FORM_CHECKS,
    FORM_HINTS,
    FORM_KEYS,
    FORM_LABELS,
    FORM_VALUES,
    HEADING_ROW,
    INTRO_ROW,
    KEY_ROW,
    MARK,
    TITLE_ROW,
    Column,
    Kind,
)
from pvfootprint.workbook.template.dropdowns import validation
from pvfootprint.workbook.template.entering import compute, put
from pvfootprint.workbook.template.rules import check_formula, entry_formula
from pvfootprint.workbook.template.specific import known_texts, own_column
from pvfootprint.workbook.template.styling import (
    AMBER,
    BOLD,
    CENTRED,
    DEEP,
    GIVEN,
    HEADING,
    INPUT,
    INTRO,
    NUMBER,
    OPEN_CELL,
    OURS,
    SMALL,
    SMALL_SIZE,
    TITLE,
    TOP,
    WRAPPED,
    dress,
    dress_like,
    fill,
    font,
    height,
    lay_out_print,
    protect,
)
from pvfootprint.workbook.template.verdicts import COLOURS, OPEN

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.styles import Alignment
    from openpyxl.worksheet.worksheet import Worksheet

    from pvfootprint.workbook.template.plan import PlacedSheet, Plan
    from pvfootprint.workbook.template.prefilling import Values

FORMATS = {
    Kind.NUMBER: "[>=10000]#,##0;General",
    Kind.SHARE: "0.0%",
    Kind.DATE: "yyyy-mm-dd",
    Kind.SCORE: "0",
}
"""Number formats of input; all else is text, so that no program makes a date of 2025-03 or a number
of a code."""

OURS_FORMAT = "[>=1000]#,##0;[>=1]0.0##;0.0#####"

NUMBERS_OF_OURS = {"specific", "reference_output"}

NARROW = 12
"""Columns below this width are centred [characters]."""

FORM_WIDTHS = {FORM_LABELS: 25, FORM_VALUES: 38, FORM_HINTS: 34, FORM_CHECKS: 24}
INTRO_WIDTH = 110
"""Over how many characters an introduction is set, so that it is seen without scrolling."""

FORM_LINE, TABLE_LINE = 32.0, 30.0
"""Least height of a line: a verdict of two lines can be read [points]."""

FORM_HEADINGS = {
    FORM_LABELS: text("Question"),
    FORM_VALUES: text("Your entry"),
    FORM_HINTS: text("What to write"),
    FORM_CHECKS: text("Check"),
}

PAGE_WIDTH = 235
"""What fits on the width of one printed page and can still be read [characters]."""


def write_page(book: Workbook, plan: Plan, place: PlacedSheet) -> None:
    """Write one sheet of data.

    Parameters
    ----------
    book : Workbook
        Of openpyxl; the sheet is added to it.
    plan : Plan
        Of the workbook.
    place : PlacedSheet
        The sheet.
    """
    ws = book.create_sheet(place.title)
    ws.sheet_view.showGridLines = False
    ws.row_dimensions[KEY_ROW].hidden = True
    if place.sheet.form:
        _write_form(ws, plan, place)
    else:
        _write_table(ws, plan, place)
    protect(ws)


def _write_table(ws: Worksheet, plan: Plan, place: PlacedSheet) -> None:
    columns = place.sheet.columns
    for number, column in enumerate(columns, start=1):
        ws.column_dimensions[get_column_letter(number)].width = column.width
        put(ws.cell(KEY_ROW, number), f"{MARK}:{place.sheet.key}.{column.key}")
        _head(ws.cell(HEADING_ROW, number), plan, column)
    ws.row_dimensions[HEADING_ROW].height = max(
        height(f"{plan.lines(column.heading)} *", column.width) for column in columns
    )
    _introduce(ws, plan, place, [column.width for column in columns])
    for row, values in plan.lines_of(place):
        _write_row(ws, plan, place, row, values)
    for column in columns:
        first = f"{place.letter(column.key)}{FIRST_ROW}"
        _validate(ws, plan, column, place.span(column.key), first)
    _colour_checks(ws, place.span("check"), f"{place.cell('check', FIRST_ROW)}")
    _mark_missing(ws, place)
    ws.freeze_panes = f"B{FIRST_ROW}"
    _print_table(ws, plan, place)


def _head(cell: Cell, plan: Plan, column: Column) -> None:
    words = plan.lines(column.heading)
    put(cell, f"{words} *" if column.required else words)
    dress(cell, DEEP, HEADING, centred=True)


def _introduce(ws: Worksheet, plan: Plan, place: PlacedSheet, widths: list[float]) -> None:
    """Write title and introduction, over as many columns as a screen shows."""
    first = FORM_LABELS if place.sheet.form else 1
    put(ws.cell(TITLE_ROW, first), plan.say(place.sheet.title))
    ws.cell(TITLE_ROW, first).font = TITLE
    ws.row_dimensions[TITLE_ROW].height = 34
    span, reach = 0.0, 0
    for width in widths:
        if span >= INTRO_WIDTH:
            break
        span, reach = span + width, reach + 1
    words = plan.lines(place.sheet.intro)
    cell = ws.cell(INTRO_ROW, first)
    put(cell, words)
    cell.font, cell.alignment = INTRO, TOP
    ws.merge_cells(
        start_row=INTRO_ROW, end_row=INTRO_ROW, start_column=first, end_column=first + reach - 1
    )
    ws.row_dimensions[INTRO_ROW].height = height(words, span)


def _write_row(ws: Worksheet, plan: Plan, place: PlacedSheet, row: int, values: Values) -> None:
    shown = known_texts(plan, place, values)
    tallest = TABLE_LINE
    for number, column in enumerate(place.sheet.columns, start=1):
        cell = ws.cell(row, number)
        if column.is_read:
            put(cell, plan.written(values.get(column.key), column))
            if cell.data_type == "s":
                shown[column.key] = cell.value
        else:
            compute(cell, _formula(plan, place, column, row))
        if row == FIRST_ROW:
            _dress(cell, column)
        else:
            dress_like(cell, ws.cell(FIRST_ROW, number))
        size = 10 if column.is_read else SMALL_SIZE
        tallest = max(tallest, height(shown.get(column.key, ""), column.width, size))
    ws.row_dimensions[row].height = tallest


def _formula(plan: Plan, place: PlacedSheet, column: Column, row: int) -> str:
    if column.kind is Kind.CHECK:
        return check_formula(plan, place, row)
    return own_column(plan, place, column.key, row)


def _dress(cell: Cell, column: Column) -> None:
    if column.is_read:
        dress(cell, INPUT)
        cell.alignment = _setting(column)
        cell.number_format = FORMATS.get(column.kind, "@")
        cell.protection = OPEN_CELL
    elif column.kind is Kind.CHECK:
        dress(cell, GIVEN)
    else:
        dress(cell, OURS, SMALL)
        cell.alignment = _setting(column)
        cell.number_format = OURS_FORMAT


def _setting(column: Column) -> Alignment:
    if column.kind in {Kind.NUMBER, Kind.SHARE} or column.key in NUMBERS_OF_OURS:
        return NUMBER
    return CENTRED if column.width < NARROW or column.kind is Kind.SCORE else WRAPPED


def _validate(ws: Worksheet, plan: Plan, column: Column, span: str, first: str) -> None:
    found = validation(plan, column, span, first)
    if found is not None:
        ws.add_data_validation(found)


def _colour_checks(ws: Worksheet, span: str, first: str) -> None:
    for sign, (background, letters) in COLOURS.items():
        look = {"fill": fill(background), "font": font(letters)}
        ws.conditional_formatting.add(span, FormulaRule([f'LEFT({first},1)="{sign}"'], **look))


def _mark_missing(ws: Worksheet, place: PlacedSheet) -> None:
    """Colour what is missing in a row that has been begun."""
    begun = f'LEFT({place.cell("check", FIRST_ROW)},1)="{OPEN}"'
    for column in place.sheet.read:
        if column.required:
            condition = f'AND({begun},{place.cell(column.key, FIRST_ROW)}="")'
            rule = FormulaRule([condition], fill=fill(AMBER))
            ws.conditional_formatting.add(place.span(column.key), rule)


def _print_table(ws: Worksheet, plan: Plan, place: PlacedSheet) -> None:
    printed = [column for column in place.sheet.columns if not column.aside]
    wide = sum(column.width for column in printed) > PAGE_WIDTH
    lay_out_print(ws, plan, landscape=True, pages_wide=2 if wide else 1)
    # On a second page the title would be cut off at the width of the repeated column.
    top = HEADING_ROW if wide else TITLE_ROW
    ws.print_area = f"A{top}:{get_column_letter(len(printed))}{place.last}"
    ws.print_title_rows = f"{HEADING_ROW}:{HEADING_ROW}"
    if wide:
        ws.print_title_cols = "A:A"


def _write_form(ws: Worksheet, plan: Plan, place: PlacedSheet) -> None:
    for number, width in FORM_WIDTHS.items():
        ws.column_dimensions[get_column_letter(number)].width = width
    ws.column_dimensions[get_column_letter(FORM_KEYS)].hidden = True
    _introduce(ws, plan, place, list(FORM_WIDTHS.values()))
    for number, heading in FORM_HEADINGS.items():
        cell = ws.cell(HEADING_ROW, number)
        put(cell, plan.lines(heading))
        dress(cell, DEEP, HEADING, centred=True)
    ws.row_dimensions[HEADING_ROW].height = height("\n", INTRO_WIDTH)
    values = plan.rows[place.sheet.key][0]
    for row, column in zip(place.rows, place.sheet.columns, strict=True):
        _write_line(ws, plan, place, column, row, values.get(column.key))
    letter = get_column_letter(FORM_CHECKS)
    span = f"{letter}{FIRST_ROW}:{letter}{place.last}"
    _colour_checks(ws, span, f"${letter}{FIRST_ROW}")
    ws.freeze_panes = f"A{FIRST_ROW}"
    lay_out_print(ws, plan, landscape=False)
    ws.print_area = f"{get_column_letter(FORM_LABELS)}{TITLE_ROW}:{letter}{place.last}"


def _write_line(
    ws: Worksheet, plan: Plan, place: PlacedSheet, column: Column, row: int, value: object
) -> None:
    label, entry, hint, check = (
        ws.cell(row, n) for n in (FORM_LABELS, FORM_VALUES, FORM_HINTS, FORM_CHECKS)
    )
    put(ws.cell(row, FORM_KEYS), f"{MARK}:{place.sheet.key}.{column.key}")
    words = plan.lines(column.heading)
    put(label, f"{words} *" if column.required else words)
    dress(label, OURS, BOLD)
    put(entry, plan.written(value, column))
    _dress(entry, column)
    put(hint, plan.lines(column.hint) or None)
    dress(hint, GIVEN, SMALL)
    compute(check, entry_formula(plan, place, column))
    dress(check, GIVEN)
    _validate(ws, plan, column, entry.coordinate, entry.coordinate)
    shown = {FORM_LABELS: label.value, FORM_HINTS: hint.value or "", FORM_VALUES: ""}
    if entry.data_type == "s":
        shown[FORM_VALUES] = entry.value
    tallest = max(height(words, FORM_WIDTHS[number]) for number, words in shown.items())
    ws.row_dimensions[row].height = max(tallest, FORM_LINE)
