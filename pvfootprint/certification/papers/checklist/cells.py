"""Reads the cells of a filled checklist."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pvfootprint.language.texts import text
from pvfootprint.model.certificate_record import Said
from pvfootprint.workbook.reader.found_sheet import filled_cells, key_text
from pvfootprint.workbook.reader.report import shown

if TYPE_CHECKING:
    from pvfootprint.language.texts import Text
    from pvfootprint.workbook.reader.opening import OpenedWorkbook
    from pvfootprint.workbook.reader.report import Report

LONGEST = 8000
"""Longest text of a cell [characters]."""

LAST_ROW = 2000
"""No checklist has rows beyond this one."""


@dataclass(slots=True)
class Sheet:
    """A sheet of a filled checklist.

    Parameters
    ----------
    report : Report
        Takes what is wrong.
    opened : OpenedWorkbook
        The workbook, which knows the last results of formulas.
    title : str
        Name of the sheet.
    cells : dict
        Cells that hold something, by row and column.
    """

    report: Report
    opened: OpenedWorkbook
    title: str
    cells: dict[int, dict[int, Any]]

    def add(self, code: str, message: str, row: int, column: int, **details: str) -> None:
        """Add a finding about a cell."""
        self.report.add(code, message, sheet=self.title, cell=place(row, column), **details)

    def value(self, row: int, column: int) -> object:
        """Return what stands in a cell, of a formula its last result; CRT-094 if that lacks."""
        cell = self.cells.get(row, {}).get(column)
        if cell is None:
            return None
        value, kind = cell.value, cell.data_type
        if kind == "f":
            last = self.opened.last_result(self.title, row, column)
            value, kind = last.value, last.data_type
            if value is None and kind != "str":
                self._unreadable(row, column, text("a formula that was never computed"))
                return None
        if kind == "e":
            self._unreadable(row, column, shown(value))
            return None
        return value

    def text(self, row: int, column: int) -> str:
        """Return the text in a cell, without what cannot be shown; CRT-094 if it is too long."""
        value = self.value(row, column)
        if value is None:
            return ""
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        found = str(value).replace("_x000D_", "").replace("\r\n", "\n")
        found = "".join(c for c in found if c.isprintable() or c in "\n\t").strip()
        if len(found) > LONGEST:
            self._unreadable(row, column, text("{count} characters", count=len(found)))
            return found[:LONGEST]
        return found

    def said(self, row: int, chinese: int, english: int) -> Said:
        """Return a text that stands in two cells; where one is empty the other counts for both."""
        zh, en = self.text(row, chinese), self.text(row, english)
        return Said(en=en or zh, zh=zh or en)

    def _unreadable(self, row: int, column: int, found: str) -> None:
        self.add(
            "CRT-094",
            text("the cell cannot be read"),
            row,
            column,
            found=found,
            expected=text("a text of at most {count} characters", count=LONGEST),
            hint=text("write the value itself, shorter if need be"),
        )


def open_sheet(opened: OpenedWorkbook, title: Text, report: Report) -> Sheet | None:
    """Return a sheet by its English name, which ends its title; None if there is no such sheet."""
    for page in opened.workbook.worksheets:
        if key_text(page.title).endswith(key_text(title.en)):
            cells = filled_cells(page)
            near = {row: found for row, found in cells.items() if row <= LAST_ROW}
            return Sheet(report, opened, str(page.title), near)
    return None


def place(row: int, column: int) -> str:
    """Return the name of a cell: ``C12``."""
    return f"{chr(ord('A') + column - 1)}{row}"
