"""The sheet that says of each meter's month which rows of which file it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

from pvfootprint.language.texts import said, text
from pvfootprint.workbook.layout import MARK
from pvfootprint.workbook.template.entering import put
from pvfootprint.workbook.template.styling import BODY, DEEP, GIVEN, HEADING, dress, protect

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from pvfootprint.workbook.meters.files import MeterFile
    from pvfootprint.workbook.meters.importing import ImportedMonth

TITLE = text("Meter readings")
KEY = f"{MARK}:meter readings"
"""Stands above the headings, so that the sheet is found again whatever it is called."""

HEADINGS = (
    (text("Meter number"), 18),
    (text("Calendar month"), 10),
    (text("Result"), 16),
    (text("Its unit"), 8),
    (text("Written"), 30),
    (text("First row of the file"), 12),
    (text("Last row of the file"), 12),
    (text("Readings or intervals"), 12),
    (text("Divided at the end of a month"), 14),
    (text("Gaps"), 8),
    (text("Hours without data"), 12),
    (text("File"), 30),
    (text("SHA-256 of the file"), 66),
)
KEY_ROW, HEADING_ROW = 1, 2


def write_trace(
    book: Workbook, language: str, file: MeterFile, months: Iterable[ImportedMonth]
) -> None:
    """Write the origin of each month below those that are there.

    Parameters
    ----------
    book : Workbook
        Of openpyxl; the sheet is made if it is not there.
    language : str
        Of the workbook.
    file : MeterFile
        Where the months come from.
    months : iterable of ImportedMonth
        All of them, written or not.
    """
    ws = next((ws for ws in book.worksheets if ws.cell(KEY_ROW, 1).value == KEY), None)
    ws = ws or _new_sheet(book, language)
    row = max(ws.max_row, HEADING_ROW)
    for one in months:
        row += 1
        values = _values(one, language, file)
        for column, value in enumerate(values, start=1):
            cell = ws.cell(row, column)
            put(cell, value)
            dress(cell, GIVEN, BODY)


def _new_sheet(book: Workbook, language: str) -> Worksheet:
    visible = [n for n, ws in enumerate(book.worksheets, start=1) if ws.sheet_state == "visible"]
    ws = book.create_sheet(str(said(TITLE, language)), max(visible))
    put(ws.cell(KEY_ROW, 1), KEY)
    ws.row_dimensions[KEY_ROW].hidden = True
    for column, (heading, width) in enumerate(HEADINGS, start=1):
        cell = ws.cell(HEADING_ROW, column)
        put(cell, str(said(heading, language)))
        dress(cell, DEEP, HEADING, centred=True)
        ws.column_dimensions[get_column_letter(column)].width = width
    ws.row_dimensions[HEADING_ROW].height = 45
    ws.freeze_panes = f"C{HEADING_ROW + 1}"
    protect(ws)
    return ws


def _values(one: ImportedMonth, language: str, file: MeterFile) -> Iterator[object]:
    month = one.month
    what = text("row {row} of the sheet of energy", row=one.row)
    if not one.row:
        what = text("not written: {why}", why=one.why)
    yield from (month.meter.name, month.month, month.amount, month.meter.unit)
    yield str(said(what, language))
    yield from (month.first, month.last, month.count, month.split, month.gaps, month.missing)
    yield from (file.path.name, file.sha256)
