"""Reads the lines of a recognised sheet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from openpyxl.utils import get_column_letter

from pvfootprint.language.texts import text
from pvfootprint.model.site_rows import Origin
from pvfootprint.workbook.layout import Kind
from pvfootprint.workbook.reader.amounts import Quantity, in_bounds, in_unit
from pvfootprint.workbook.reader.cells import read_value, written
from pvfootprint.workbook.reader.found_sheet import key_text
from pvfootprint.workbook.reader.report import Place, shown

if TYPE_CHECKING:
    from pvfootprint.workbook.layout import Column
    from pvfootprint.workbook.reader.found_sheet import FoundSheet
    from pvfootprint.workbook.reader.matching import Matcher
    from pvfootprint.workbook.reader.opening import OpenedWorkbook
    from pvfootprint.workbook.reader.report import Report

PREFILLED = {
    "products": {"key", "declared_unit", "output_unit"},
    "materials": {"flow", "dataset", "product", "unit", "method"},
    "energy": {"carrier", "meter", "period", "product", "unit", "method"},
    "electricity": {"kind", "period", "unit"},
    "outputs": {"kind", "name", "dataset", "product", "unit"},
    "emissions": {"gas", "product", "basis", "unit"},
    "transport": {"product", "unit"},
    "suppliers": {"product"},
    "evidence": {"key"},
    "quality": {"subject"},
}
"""Columns that may be filled in before the company has written anything."""

ASKED = {"materials": "flow", "energy": "carrier", "outputs": "name", "emissions": "gas"}
"""Sheets whose prefilled lines are questions, and the column that says what is asked."""

TOTALS = frozenset({"合计", "总计", "小计", "总和", "total", "sum", "subtotal", "grandtotal"})
SPREADABLE = {Kind.TEXT, Kind.TEXTS, Kind.CHOICE, Kind.FLAG, Kind.DATE}
"""Kinds of which one merged cell can stand for several lines; numbers cannot."""

NUMBERS = {Kind.NUMBER, Kind.SHARE}
IN_UNIT_OF_LINE = {"amount": "unit", "mass": "unit", "output": "output_unit"}
"""Columns whose unit stands in another column of the line, and that column."""


@dataclass(slots=True)
class ReadRow:
    """A line as it was read.

    Parameters
    ----------
    found : FoundSheet
        Its sheet.
    line : int
        Row of the sheet.
    values : dict
        Values by key of the column; nothing for empty cells and those with findings.
    places : dict
        Cells by key of the column.
    """

    found: FoundSheet
    line: int
    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)

    @property
    def is_sound(self) -> bool:
        """Whether no cell of it has an error."""
        return not any(place.cell in self.found.wrong for place in self.places.values())

    @property
    def origin(self) -> Origin:
        """Where it was read."""
        file = next(iter(self.places.values())).report.file if self.places else ""
        cells = {key: place.cell for key, place in self.places.items()}
        return Origin(file, self.found.title, self.line, cells)


class SheetReader:
    """Reads one sheet.

    Parameters
    ----------
    found : FoundSheet
        The sheet.
    opened : OpenedWorkbook
        Its workbook.
    matcher : Matcher
        Knows the lists.
    report : Report
        Takes WBK-030 to WBK-047.
    """

    def __init__(
        self, found: FoundSheet, opened: OpenedWorkbook, matcher: Matcher, report: Report
    ) -> None:
        self.found = found
        self.opened = opened
        self.matcher = matcher
        self.report = report
        self.columns = [c for c in found.sheet.read if c.key in found.columns]
        self.merged = _merged(found)

    def read(self) -> list[ReadRow]:
        """Return the lines that hold something, sound or not."""
        if self.found.sheet.form:
            return [self._form()]
        numbers = {self.found.columns[column.key] for column in self.columns}
        lines = [
            line
            for line, cells in self.found.cells.items()
            if line >= self.found.first and not numbers.isdisjoint(cells)
        ]
        self._check_merged(lines)
        rows = (self._line(line) for line in lines)
        return [row for row in rows if row is not None]

    def _form(self) -> ReadRow:
        self._check_merged_form()
        row = ReadRow(self.found, self.found.first)
        for column in self.columns:
            line = self.found.columns[column.key]
            self._read_cell(row, column, line, self.found.first)
        self._finish(row, set(row.values))
        return row

    def _line(self, line: int) -> ReadRow | None:
        cells = self.found.cells[line]
        filled = {c.key for c in self.columns if self._cell(line, self.found.columns[c.key])}
        if self._is_total(line, cells):
            return None
        prefilled = PREFILLED.get(self.found.sheet.key, set())
        if filled <= prefilled:
            self._ask(line, filled)
            return None
        row = ReadRow(self.found, line)
        for column in self.columns:
            self._read_cell(row, column, line, self.found.columns[column.key])
        self._finish(row, filled)
        return row

    def _is_total(self, line: int, cells: dict[int, Any]) -> bool:
        words = [cells[n] for n in sorted(cells) if n in self.found.columns.values()]
        if not words or key_text(words[0].value) not in TOTALS:
            return False
        self.report.add(
            "WBK-047",
            text("a line with a total is not read"),
            sheet=self.found.title,
            cell=words[0].coordinate,
            found=shown(words[0].value),
            hint=text("delete the line; the software sums up itself"),
            severity="warning",
        )
        return True

    def _ask(self, line: int, filled: set[str]) -> None:
        """Ask for the amount of a line that was expected and left open."""
        asked = ASKED.get(self.found.sheet.key, "")
        answer = next((c for c in self.columns if c.key == "amount"), None)
        if asked not in filled or answer is None:
            return
        cell = self._cell(line, self.found.columns[asked])
        self._place(answer, line, self.found.columns["amount"]).add(
            "WBK-031",
            text("{flow} was asked for and not answered", flow=shown(cell.value)),
            expected=answer.hint,
            hint=text("write the amount, or 0 if there is none"),
            severity="question",
        )

    def _cell(self, line: int, column: int) -> Any:  # noqa: ANN401  (openpyxl is not typed)
        """Return the cell, of a merged area that may stand for several lines its first."""
        cell = self.found.cells.get(line, {}).get(column)
        if cell is None and (line, column) in self.merged:
            top, left = self.merged[line, column]
            return self.found.cells.get(top, {}).get(left)
        return cell

    def _place(self, column: Column, line: int, number: int) -> Place:
        where = f"{get_column_letter(number)}{line}"
        return Place(self.report, self.found, where, self.found.heading(column))

    def _read_cell(self, row: ReadRow, column: Column, line: int, number: int) -> None:
        place = row.places[column.key] = self._place(column, line, number)
        cell = self._cell(line, number)
        if cell is None:
            return
        stands = written(cell, self.found, self.opened)
        if stands.value is None and not stands.formula:
            return
        if isinstance(stands.value, str) and not stands.value.strip():
            return
        value = read_value(stands, column, place, self.matcher)
        if value is not None:
            row.values[column.key] = value

    def _finish(self, row: ReadRow, filled: set[str]) -> None:
        """Bring numbers into the unit of the line, and see that nothing required is missing."""
        for column in self.columns:
            if column.kind in NUMBERS and column.key in row.values:
                self._settle(row, column)
        for column in self.columns:
            place = row.places[column.key]
            empty = column.key not in row.values and place.cell not in self.found.wrong
            if column.required and empty:
                self._say_missing(column, place)

    def _settle(self, row: ReadRow, column: Column) -> None:
        place, value = row.places[column.key], row.values[column.key]
        if isinstance(value, Quantity):
            value = in_unit(value, self._unit_of(row, column, value), column, place)
        if value is None or not in_bounds(value, column, place):
            del row.values[column.key]
        else:
            row.values[column.key] = value

    def _unit_of(self, row: ReadRow, column: Column, typed: Quantity) -> str:
        """Return the unit of a number: that of its column, else of its line, else its own."""
        if column.unit or column.key not in IN_UNIT_OF_LINE:
            return column.unit
        key = IN_UNIT_OF_LINE[column.key]
        place = row.places.get(key)
        listed = {choice.key for choice in self.matcher.choices[f"{key.replace('_', ' ')}s"]}
        is_open = place is not None and place.cell not in self.found.wrong
        if is_open and key not in row.values and typed.unit in listed:
            row.values[key] = typed.unit
        return str(row.values.get(key, ""))

    def _say_missing(self, column: Column, place: Place) -> None:
        hint = column.hint or text("fill in the cell")
        if column.kind is Kind.CHOICE:
            hint = column.hint or text("choose from the list in the cell")
        place.add(
            "WBK-030",
            text("a required cell is empty"),
            expected=column.hint or column.heading,
            hint=hint,
        )

    def _check_merged(self, lines: list[int]) -> None:
        """Ask about merged cells that could be read in more than one way."""
        numbers = {self.found.columns[column.key]: column for column in self.columns}
        for area in self.found.worksheet.merged_cells.ranges:
            column = numbers.get(area.min_col)
            over = [line for line in lines if area.min_row <= line <= area.max_row]
            if column is None or area.min_row < self.found.first or not over:
                continue
            if area.max_col > area.min_col and set(range(area.min_col + 1, area.max_col + 1)) & set(
                numbers
            ):
                self._say_merged(column, area, "warning", text("only its first cell is read"))
            if len(over) > 1:
                self._check_merged_lines(column, area, over)

    def _check_merged_lines(self, column: Column, area: Any, over: list[int]) -> None:  # noqa: ANN401
        if column.kind in SPREADABLE or column.kind is Kind.MONTH:
            hint = text("it was read for each of its lines; write it into each if that is right")
            self._say_merged(column, area, "warning", hint)
        else:
            hint = text("take the merging off and write a number into each line")
            self._say_merged(column, area, "error", hint)
            letter = get_column_letter(area.min_col)
            self.found.wrong.update(f"{letter}{line}" for line in over)

    def _say_merged(self, column: Column, area: Any, severity: str, hint: str) -> None:  # noqa: ANN401
        self._place(column, area.min_row, area.min_col).add(
            "WBK-039",
            text("cells are merged"),
            found=area.coord,
            expected=text("one cell for each line and column"),
            hint=hint,
            severity=severity,
        )

    def _check_merged_form(self) -> None:
        lines = {self.found.columns[column.key]: column for column in self.columns}
        for area in self.found.worksheet.merged_cells.ranges:
            inside = [line for line in lines if area.min_row <= line <= area.max_row]
            if area.min_col <= self.found.first <= area.max_col and len(inside) > 1:
                hint = text("take the merging off and fill in each line")
                place = Place(
                    self.report,
                    self.found,
                    f"{get_column_letter(self.found.first)}{area.min_row}",
                    self.found.heading(lines[inside[0]]),
                )
                place.add("WBK-039", text("cells are merged"), found=area.coord, hint=hint)


def _merged(found: FoundSheet) -> dict[tuple[int, int], tuple[int, int]]:
    """Return the first cell by each other cell of a merged area whose content spreads down."""
    spread = {
        found.columns[column.key]
        for column in found.sheet.read
        if column.key in found.columns and (column.kind in SPREADABLE or column.kind is Kind.MONTH)
    }
    cells = {}
    for area in found.worksheet.merged_cells.ranges:
        if area.min_col in spread and not found.sheet.form and area.min_row >= found.first:
            last = min(area.max_row, max(found.cells, default=0))
            for line in range(area.min_row + 1, last + 1):
                cells[line, area.min_col] = (area.min_row, area.min_col)
    return cells
