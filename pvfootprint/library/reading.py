"""Reads CSV files row by row and collects what is wrong, with file, line and column."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pvfootprint.language.texts import joined, text
from pvfootprint.model.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

LARGEST_FILE = 20_000_000
"""Size beyond which an inventory file is refused [byte]."""


@dataclass(slots=True)
class Report:
    """Collects findings of one file.

    Parameters
    ----------
    file : str
        Name that the findings carry, relative to the data folder.
    """

    file: str
    findings: list[Finding] = field(default_factory=list)

    def add(
        self,
        code: str,
        message: str,
        line: int | None = None,
        column: str = "",
        found: str = "",
        expected: str = "",
        hint: str = "",
    ) -> None:
        """Add a finding about this file."""
        finding = Finding(code, message, self.file, line, column, found, expected, hint)
        self.findings.append(finding)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a CSV file.

    Parameters
    ----------
    line : int
        Line on which it ends, counted from 1.
    cells : tuple of str
        Stripped cells.
    """

    line: int
    cells: tuple[str, ...]

    @property
    def blank(self) -> bool:
        """Whether every cell is empty."""
        return not any(self.cells)


def read_rows(path: Path, report: Report) -> list[Row]:
    """Read all rows of a CSV file.

    Parameters
    ----------
    path : Path
        The file: UTF-8, with or without a byte-order mark.
    report : Report
        Takes LIB-014 if the file can't be read, LIB-001 if it is not CSV.

    Returns
    -------
    list of Row
        As far as they could be read.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            report.add(
                "LIB-014",
                text("the file is too large"),
                expected=text("up to {largest} bytes", largest=LARGEST_FILE),
            )
            return []
        content = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        hint = text("restore it from the release")
        report.add("LIB-014", text("the file is missing"), hint=hint)
        return []
    except (OSError, UnicodeDecodeError) as error:
        report.add(
            "LIB-014",
            text("the file cannot be read"),
            found=str(error),
            expected=text("a text file in UTF-8"),
        )
        return []
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    rows: list[Row] = []
    try:
        rows.extend(Row(reader.line_num, tuple(c.strip() for c in cells)) for cells in reader)
    except csv.Error as error:
        report.add(
            "LIB-001",
            text("the row is not valid CSV"),
            reader.line_num,
            found=str(error),
            hint=text('close every quotation mark; write " inside a cell as ""'),
        )
    return rows


def labelled(
    rows: Iterable[Row], labels: Row, known: Iterable[str], report: Report
) -> list[tuple[int, dict[str, str]]]:
    """Turn rows under a heading into dictionaries.

    Parameters
    ----------
    rows : iterable of Row
        Rows under the heading; blank ones are passed over.
    labels : Row
        The heading.
    known : iterable of str
        Columns that must stand in it; others are refused.
    report : Report
        Takes LIB-001 for a heading or a row of the wrong form.

    Returns
    -------
    list of (int, dict)
        Line and cells by column.
    """
    known = list(known)
    names = list(labels.cells)
    while names and not names[-1]:
        names.pop()
    if sorted(names) != sorted(known):
        missing = sorted(set(known) - set(names))
        extra = sorted(name or text("(blank)") for name in set(names) - set(known))
        different = [
            text("missing: {columns}", columns=", ".join(missing)) if missing else "",
            text("unknown: {columns}", columns=joined(", ", extra)) if extra else "",
            "" if missing or extra else text("a column stands twice"),
        ]
        report.add(
            "LIB-001",
            text("the heading has other columns than expected"),
            labels.line,
            found=joined("; ", different),
            expected=", ".join(known),
        )
        return []
    result = []
    for row in rows:
        if row.blank:
            continue
        if any(row.cells[len(names) :]):
            report.add(
                "LIB-001",
                text("the row has more cells than the heading"),
                row.line,
                found=text("{count} cells", count=len(row.cells)),
                expected=text("{count} cells", count=len(names)),
                hint=text("put a cell that holds a comma in quotation marks"),
            )
            continue
        cells = row.cells + ("",) * (len(names) - len(row.cells))
        result.append((row.line, dict(zip(names, cells, strict=False))))
    return result


def number(cell: str, report: Report, line: int, column: str) -> float | None:
    """Read a finite number.

    Parameters
    ----------
    cell : str
        What stands there.
    report : Report
        Takes LIB-002 if the cell is empty, LIB-004 if it is not a finite number.
    line, column
        Where it stands.

    Returns
    -------
    float or None
        The number; None if the cell is wrong.
    """
    if not cell:
        report.add("LIB-002", text("a number is missing"), line, column)
        return None
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or "_" in cell:
        report.add(
            "LIB-004",
            text("the cell is not a finite number"),
            line,
            column,
            found=cell,
            expected=text("a number such as 0.125 or 1.25e-1, without thousands separators"),
        )
        return None
    return value


def choice(cell: str, allowed: Iterable[str], report: Report, line: int, column: str) -> bool:
    """Whether a cell holds one of the allowed values; LIB-003 otherwise."""
    allowed = list(allowed)
    if cell in allowed:
        return True
    report.add(
        "LIB-003",
        text("{cell!r} is not allowed here", cell=cell) if cell else text("the value is missing"),
        line,
        column,
        found=cell,
        expected=", ".join(allowed),
    )
    return False


def read_table(
    path: Path, columns: Iterable[str], report: Report
) -> list[tuple[int, dict[str, str]]]:
    """Read a CSV file that is one table under one heading.

    Parameters
    ----------
    path : Path
        The file.
    columns : iterable of str
        Columns that the heading must have.
    report : Report
        Takes the findings.

    Returns
    -------
    list of (int, dict)
        Line and cells by column.
    """
    rows = [row for row in read_rows(path, report) if not row.blank]
    if not rows:
        if not report.findings:
            report.add("LIB-014", text("the file is empty"))
        return []
    return labelled(rows[1:], rows[0], columns, report)
