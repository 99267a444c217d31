"""Writes the tables of a document as a workbook: all digits, shown as in the report."""

from __future__ import annotations

import datetime
import io
import re
from typing import TYPE_CHECKING, Any

from pvfootprint.documents.blocks import Facts, Table, Words
from pvfootprint.documents.fonts import FAMILY
from pvfootprint.documents.measuring import wrap
from pvfootprint.documents.numbers import LARGEST_DECIMALS, decimals_of
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from pvfootprint.documents.blocks import Cell, Document

MADE = datetime.datetime(1980, 1, 1)
"""Stands where a time of making must stand: the same report gives the same bytes."""

NAME, CELL = 31, 32_767
"""Most characters of a sheet's name and of a cell in Excel."""

NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")

HEAD_WIDTHS, LINE = (34, 70), 15
"""Widths of the first sheet's columns [characters] and height of a line [pt]: programs do not all
find the height of a wrapped row themselves."""

SIZE, POINTS_OF_A_CHARACTER = 10, 5.25
"""Size of the font, and what a character of a column's width is in Excel [pt]."""

WIDTHS = {"words": 26, "prose": 60, "code": 34}
"""Widths of columns [characters]; columns of numbers take 16."""


def tables_workbook(document: Document) -> bytes:
    """Write the tables of a document.

    Parameters
    ----------
    document : Document
        Its facts and tables become sheets; a text that looks like a formula stays a text.

    Returns
    -------
    bytes
        The workbook (.xlsx); the same document gives the same bytes.
    """
    import xlsxwriter  # noqa: PLC0415

    made = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "default_format_properties": {"font_name": FAMILY, "font_size": SIZE, "valign": "top"},
    }
    book = xlsxwriter.Workbook(made, options)
    book.set_properties({"title": _both(document.title), "created": MADE})
    _Writer(book).write(document)
    book.close()
    return made.getvalue()


class _Writer:
    """Writes sheet after sheet."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def write(self, document: Document) -> None:
        """Write the whole document."""
        first = self.book.add_worksheet(_both(text("report"))[:NAME])
        _fit_a4(first)
        row = self._head(first, document)
        found = [b for b in document.all_blocks() if isinstance(b, Facts) and b.key != "title"]
        for facts in found:
            row = self._facts(first, facts, row + 1)
        row += 1
        self._words(first, row, 0, _both(text("Sheets")), bold=True)
        for i, table in enumerate(document.tables(), 1):
            name = _sheet_name(i, table)
            place = f"internal:'{name}'!A1"
            first.write_url(row + i, 0, place, self._format(font_color="#14507a"), name)
            self._words(first, row + i, 1, _both(table.title), text_wrap=True)
            self._table(self.book.add_worksheet(name), table)

    def _head(self, sheet: Worksheet, document: Document) -> int:
        for i, width in enumerate(HEAD_WIDTHS):
            sheet.set_column(i, i, width)
        self._words(sheet, 0, 0, _both(document.title), bold=True)
        self._words(sheet, 1, 0, _both(document.subject))
        self._words(sheet, 2, 0, _both(document.owner))
        self._words(sheet, 3, 0, _both(document.headline.label))
        self._number(sheet, (3, 1), document.headline.value, "0.####")
        self._words(sheet, 3, 2, document.headline.unit)
        self._words(sheet, 4, 0, _both(document.status.said, "\n"))
        return self._facts(sheet, document.facts, 6)

    def _facts(self, sheet: Worksheet, facts: Facts, row: int) -> int:
        for i, fact in enumerate(facts.facts):
            label = _both(fact.label)
            self._words(sheet, row + i, 0, label, bold=True, text_wrap=True)
            lines = _lines(label, HEAD_WIDTHS[0])
            if isinstance(fact.value, Words):
                said = _both(fact.value, "\n")
                self._words(sheet, row + i, 1, said, text_wrap=True)
                lines = max(lines, _lines(said, HEAD_WIDTHS[1]))
            else:
                self._number(sheet, (row + i, 1), fact.value, "General")
                self._words(sheet, row + i, 2, fact.unit)
            sheet.set_row(row + i, LINE * lines)
        return row + len(facts.facts)

    def _table(self, sheet: Worksheet, table: Table) -> None:
        self._words(sheet, 0, 0, _both(table.title), bold=True)
        for i, column in enumerate(table.columns):
            heading = "\n".join(
                part
                for part in (_both(column.heading, "\n"), _unit(column.unit, column.form))
                if part
            )
            self._words(sheet, 2, i, heading, bold=True, bottom=1, text_wrap=True)
            sheet.set_column(i, i, 16 if column.is_number else WIDTHS[column.form])
        for i, row in enumerate(table.rows):
            bold = i >= len(table.rows) - table.totals
            for j, cell in enumerate(row):
                self._cell(sheet, (3 + i, j), table, cell, bold=bold)
        for i, note in enumerate(table.notes):
            self._words(sheet, 4 + len(table.rows) + i, 0, _both(note, "\n"))
        sheet.freeze_panes(3, 1)
        sheet.set_landscape()
        _fit_a4(sheet)
        sheet.repeat_rows(2)

    def _cell(
        self, sheet: Worksheet, place: tuple[int, int], table: Table, cell: Cell, *, bold: bool
    ) -> None:
        column = table.columns[place[1]]
        if isinstance(cell, Words):
            prose = column.form == "prose"
            self._words(
                sheet, *place, _both(cell, "\n" if prose else " "), bold=bold, text_wrap=prose
            )
        elif cell is not None:
            self._number(sheet, place, cell, _number_format(table, place[1], cell), bold=bold)

    def _words(self, sheet: Worksheet, row: int, column: int, said: str, **look: Any) -> None:  # noqa: ANN401
        if not said:
            return
        if said.startswith(BEGINS_A_FORMULA):
            look["quote_prefix"] = True
        sheet.write_string(row, column, said[:CELL], self._format(**look))

    def _number(
        self,
        sheet: Worksheet,
        place: tuple[int, int],
        value: object,
        shown: str,
        **look: Any,  # noqa: ANN401
    ) -> None:
        if isinstance(value, int | float):
            sheet.write_number(*place, value, self._format(num_format=shown, **look))

    def _format(self, **look: Any) -> Format:  # noqa: ANN401
        key = tuple(sorted(look.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(look)
        return self.formats[key]


def _number_format(table: Table, i: int, value: float) -> str:
    """Return the number format that shows what the report shows."""
    form = table.columns[i].form
    if form == "percent":
        return "0.0%"
    if form in {"count", "plain"}:
        return "0" if form == "plain" else "#,##0"
    decimals = table.decimals(i) if form == "aligned" else max(0, decimals_of(value))
    if decimals > LARGEST_DECIMALS:
        return "0.00E+00"
    return "0." + "0" * decimals if decimals else "#,##0"


def _unit(unit: str, form: str) -> str:
    return "" if form == "percent" else unit


def _both(said: Words | Any, between: str = " ") -> str:  # noqa: ANN401
    """Return both languages, once where they say the same."""
    return str(said.en) if said.en == said.zh else f"{said.zh}{between}{said.en}"


def _sheet_name(i: int, table: Table) -> str:
    return NOT_IN_NAMES.sub("", f"{i} {table.key}")[:NAME]


def _fit_a4(sheet: Worksheet) -> None:
    """Print a sheet one page of A4 wide."""
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _lines(said: str, characters: int) -> int:
    """Return how many lines a text takes in a column."""
    room = characters * POINTS_OF_A_CHARACTER
    return sum(len(wrap(line, SIZE, room)) for line in said.split("\n"))
