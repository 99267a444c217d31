"""Finds the columns of a sheet by the keys above them, else by their headings."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from openpyxl.utils import get_column_letter

from pvfootprint.language.texts import text
from pvfootprint.workbook.layout import FIRST_ROW, FORM_VALUES, KEY_ROW
from pvfootprint.workbook.reader.found_sheet import corner, heading_text, key_cells, names_of
from pvfootprint.workbook.reader.report import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pvfootprint.workbook.layout import Column, Sheet
    from pvfootprint.workbook.reader.found_sheet import FoundSheet
    from pvfootprint.workbook.reader.report import Report

LIKE = 0.75
"""How alike a heading must be to be suggested [-]."""


def recognise_columns(found: FoundSheet, report: Report) -> None:
    """Find the columns of a table, or the lines of a form.

    Parameters
    ----------
    found : FoundSheet
        The sheet; its columns, headings and first row are filled in.
    report : Report
        Takes WBK-025 to WBK-028.
    """
    if found.sheet.form:
        _recognise_lines(found, report)
        return
    heading_row, keys = _heading_row(found)
    found.first = heading_row + 1
    headings = found.cells.get(heading_row, {})
    for column, key in sorted(keys.items()):
        _place(found, key, column, headings.get(column), report)
    known = {name: c.key for c in found.sheet.columns for name in names_of(c.heading)}
    others = {}
    for column, cell in headings.items():
        if column not in keys:
            key = known.get(heading_text(cell.value), "")
            if key and key not in found.columns:
                _place(found, key, column, cell, report)
            else:
                others[column] = cell
    _check_columns(found, others, report)


def _heading_row(found: FoundSheet) -> tuple[int, dict[int, str]]:
    """Return the row of the headings, and the key of each column that has one above it."""
    known = {name for c in found.sheet.columns for name in names_of(c.heading)}
    keyed = [
        entry for entry in key_cells(found.cells) if entry[2].startswith(f"{found.sheet.key}.")
    ]
    counts: dict[int, int] = {}
    for row, _, cell in corner(found.cells):
        counts[row] = counts.get(row, 0) + (heading_text(cell.value) in known)
    best = max(counts, key=lambda row: (counts[row], -row), default=0)
    default = (keyed[0][0] if keyed else KEY_ROW) + FIRST_ROW - KEY_ROW - 1
    row = best if counts.get(best, 0) >= 2 else default
    keys = {column: key.partition(".")[2] for _, column, key in keyed}
    return row, {column: key for column, key in keys.items() if _has(found.sheet, key)}


def _has(sheet: Sheet, key: str) -> bool:
    return any(column.key == key for column in sheet.columns)


def _place(found: FoundSheet, key: str, column: int, cell: Any, report: Report) -> None:  # noqa: ANN401
    """Take a column for a key, or say why not."""
    heading = _words(cell)
    where = f"{get_column_letter(column)}{found.first - 1}"
    names = {name: c.key for c in found.sheet.columns for name in names_of(c.heading)}
    if names.get(heading_text(heading), key) != key:
        report.add(
            "WBK-028",
            text("the heading is that of another column than the hidden key above it"),
            sheet=found.title,
            cell=where,
            found=shown(heading),
            expected=found.sheet.column(key).heading,
            hint=text("put the heading back, or copy the data into a fresh template"),
        )
    if key not in found.columns:
        found.columns[key] = column
        found.headings[key] = heading
    elif _has_data(found, column):
        report.add(
            "WBK-026",
            text("a column stands twice"),
            sheet=found.title,
            cell=where,
            found=shown(heading),
            hint=text("bring the data together in one column and delete the other"),
        )


def _words(cell: Any) -> str:  # noqa: ANN401  (openpyxl is not typed)
    """Return a heading on one line, without the mark of required columns."""
    return "" if cell is None else " ".join(str(cell.value).replace("*", "").split())


def _has_data(found: FoundSheet, column: int) -> bool:
    return any(column in line for row, line in found.cells.items() if row >= found.first)


def _check_columns(found: FoundSheet, others: dict[int, Any], report: Report) -> None:
    """Say which columns are missing, and which are not read though they hold something."""
    names = {heading_text(cell.value): column for column, cell in others.items()}
    for column in found.sheet.read:
        if column.key not in found.columns:
            near = [n for name in names_of(column.heading) for n in _near(name, names)]
            meant = others[names[near[0]]] if near else None
            if meant is not None or not column.later:
                _missing_column(found, column, meant, report)
    taken = {*found.columns.values(), *(number for _, number, _ in key_cells(found.cells))}
    rows = (line for row, line in found.cells.items() if row >= found.first)
    filled = {number for line in rows for number in line} - taken
    for number in sorted(filled):
        heading = others[number].value if number in others else ""
        report.add(
            "WBK-027",
            text("a column that is not in the template is not read"),
            sheet=found.title,
            cell=f"{get_column_letter(number)}{found.first - 1}",
            found=shown(heading),
            hint=text("move what matters into the template's columns or the remark"),
            severity="warning",
        )


def _near(name: str, names: Iterable[str]) -> list[str]:
    return get_close_matches(name, list(names), 1, LIKE)


def _missing_column(found: FoundSheet, column: Column, meant: Any, report: Report) -> None:  # noqa: ANN401
    hint = text("put the column back with exactly this heading, or use a fresh template")
    if meant is not None:
        hint = text(
            "is it the column {name!r}? Give it exactly the heading {heading!r}",
            name=shown(meant.value),
            heading=column.heading,
        )
    report.add(
        "WBK-025",
        text("a column is missing"),
        sheet=found.title,
        cell=meant.coordinate if meant is not None else "",
        column=column.heading,
        found=shown(meant.value) if meant is not None else "",
        expected=column.heading,
        hint=hint,
        severity="error" if column.required else "warning",
    )


def _recognise_lines(found: FoundSheet, report: Report) -> None:
    """Find the lines of a form: their keys stand at the left, else their labels."""
    known = {name: c.key for c in found.sheet.columns for name in names_of(c.heading)}
    keyed = {row: key.partition(".")[2] for row, _, key in key_cells(found.cells)}
    labels: dict[int, Any] = {}
    widths: list[int] = []
    for row, line in found.cells.items():
        for number, cell in sorted(line.items()):
            key = known.get(heading_text(cell.value), "")
            if key and keyed.get(row, key) == key and row not in labels:
                labels[row] = cell
                widths.append(number)
    found.first = max(set(widths), key=widths.count) + 1 if widths else FORM_VALUES
    for row in sorted({*labels, *keyed}):
        key = keyed.get(row) or known[heading_text(labels[row].value)]
        if _has(found.sheet, key) and key not in found.columns:
            label = labels.get(row) or found.cells[row].get(found.first - 1)
            found.columns[key] = row
            found.headings[key] = _words(label)
    for column in found.sheet.read:
        if column.key not in found.columns and not column.later:
            _missing_column(found, column, None, report)
