"""Adds lines to a table of a workbook that somebody has filled in, and keeps all else."""

from __future__ import annotations

import re
from copy import copy
from typing import TYPE_CHECKING, Any

from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formula.translate import Translator
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange

from pvfootprint.workbook.layout import Kind
from pvfootprint.workbook.template.entering import put

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from openpyxl import Workbook

    from pvfootprint.workbook.reader.found_sheet import FoundSheet


class Lines:
    """The lines of a recognised table.

    Parameters
    ----------
    book : Workbook
        Of openpyxl.
    found : FoundSheet
        The table.
    put : callable
        Puts a value into a cell.
    """

    def __init__(self, book: Workbook, found: FoundSheet) -> None:
        self.book, self.found, self.ws = book, found, found.worksheet
        self.read = [found.columns[c.key] for c in found.sheet.read if c.key in found.columns]
        check = found.columns.get(_check_of(found))
        filled = [row for row in found.cells if not found.cells[row].keys().isdisjoint(self.read)]
        made = [row for row, cells in found.cells.items() if check in cells]
        self.last = max([found.first, *made, *filled])
        """Last line that has frames, checks and drop-downs."""
        self.filled = {row for row in filled if row >= found.first}
        self.next = found.first

    def values(self, row: int) -> dict[str, Any]:
        """Return what stands in a line, by key of the column."""
        cells = self.found.cells.get(row, {})
        there = {column.key: self.found.columns.get(column.key) for column in self.found.sheet.read}
        return {key: cells[number].value for key, number in there.items() if number in cells}

    def take(self) -> int:
        """Return the first free line, which is then no longer free; the table grows if needed."""
        while self.next in self.filled:
            self.next += 1
        self.filled.add(self.next)
        return self.next

    def write(self, row: int, values: Mapping[str, object]) -> None:
        """Write values into a line, by key of the column; columns that are gone are left out."""
        for key, value in values.items():
            if key in self.found.columns:
                put(self.ws.cell(row, self.found.columns[key]), value)

    def grow(self) -> None:
        """Give all lines that were taken frames, checks and drop-downs like those above."""
        new = max(self.filled, default=0)
        if new <= self.last:
            return
        width = max([*self.read, *self.found.columns.values()])
        for row in range(self.last + 1, new + 1):
            self.ws.row_dimensions[row].height = self.ws.row_dimensions[self.last].height
            for column in range(1, width + 1):
                _dress_like(self.ws.cell(row, column), self.ws.cell(self.last, column))
        for validation in self.ws.data_validations.dataValidation:
            validation.sqref = self._longer(validation.sqref.ranges, new)
        self._lengthen_formats(new)
        self._lengthen_references(new)
        self.last = new

    def _longer(self, ranges: Iterable[CellRange], new: int) -> MultiCellRange:
        longer = (
            CellRange(
                min_col=area.min_col,
                min_row=area.min_row,
                max_col=area.max_col,
                max_row=new if area.max_row == self.last else area.max_row,
            )
            for area in ranges
        )
        return MultiCellRange(longer)

    def _lengthen_formats(self, new: int) -> None:
        lengthened = ConditionalFormattingList()
        for area in self.ws.conditional_formatting:
            for rule in area.rules:
                lengthened.add(str(self._longer(area.sqref.ranges, new)), rule)
        self.ws.conditional_formatting = lengthened

    def _lengthen_references(self, new: int) -> None:
        """Let formulas and names that look over the whole table look over the new lines too."""
        name = re.escape(quote_sheetname(self.ws.title))
        plain = re.escape(self.ws.title)
        whole = re.compile(
            rf"((?:{name}|{plain})!\$[A-Z]+\${self.found.first}:\$[A-Z]+\$){self.last}\b"
        )
        longer = rf"\g<1>{new}"
        for defined in self.book.defined_names.values():
            defined.attr_text = whole.sub(longer, defined.attr_text)
        for ws in self.book.worksheets:
            for cell in ws._cells.values():
                if cell.data_type == "f" and isinstance(cell.value, str):
                    cell.value = whole.sub(longer, cell.value)
        if self.ws.print_area:
            area = self.ws.print_area.rpartition("!")[2]
            self.ws.print_area = re.sub(rf"(:\$?[A-Z]+\$?){self.last}$", longer, area)


def _check_of(found: FoundSheet) -> str:
    return next((c.key for c in found.sheet.columns if c.kind is Kind.CHECK), "")


def _dress_like(cell: Any, model: Any) -> None:  # noqa: ANN401  (openpyxl is not typed)
    cell._style = copy(model._style)
    if model.data_type == "f" and isinstance(model.value, str) and cell.value is None:
        moved = Translator(model.value, model.coordinate).translate_formula(cell.coordinate)
        cell.value = moved
