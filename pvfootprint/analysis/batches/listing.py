"""Reads the list of a batch: a CSV file with a row for each item."""

from __future__ import annotations

import csv
import hashlib
import io
import math
from array import array
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from pvfootprint.analysis.batches.rows import (
    DATA_COLUMNS,
    INPUT,
    ITEM,
    SCENARIO,
    WORDS,
    Written,
    make_rows,
)
from pvfootprint.language.texts import text
from pvfootprint.model.findings import AnalysisError, Finding

if TYPE_CHECKING:
    from _csv import Reader as Lines
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from pvfootprint.analysis.batches.rows import Kind, Rows

SHOWN = 200
"""Most findings about one list that are shown; the rest is counted."""

BLOCK = 4096
"""Rows that are checked at once."""


@dataclass(frozen=True, slots=True)
class List:
    """A list that has been read through once and is sound.

    Parameters
    ----------
    path : Path
        The file.
    columns : tuple of str
        Its headings.
    digest : str
        SHA-256 of the file.
    scenario : str
        Scenario of the items that name none; empty without one.
    lines, kinds : array of int
        Line on which each row ends; place of its kind in `seen`.
    seen : tuple of Kind
        Kinds of rows.
    """

    path: Path
    columns: tuple[str, ...]
    digest: str
    scenario: str
    lines: array[int]
    kinds: array[int]
    seen: tuple[Kind, ...]

    def rows(self, sizes: Iterable[int]) -> Iterator[Written]:
        """Give the list again, in blocks of these sizes; whoever computes them reads the cells.

        Parameters
        ----------
        sizes : iterable of int
            Rows in each block; they sum to the rows of the list.

        Yields
        ------
        Written
            One block at a time, so that no more is held.
        """
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            above = start = 0
            for size in sizes:
                last = self.lines[start + size - 1]
                chunk = "".join(islice(file, last - above))
                first = start == 0
                kinds = dict.fromkeys(self.kinds[start : start + size])
                read = partial(_read, self.columns, self.scenario, start, above, first)
                yield Written(
                    size,
                    tuple(dict.fromkeys(self.seen[kind].input for kind in kinds)),
                    tuple(dict.fromkeys(s for k in kinds if (s := self.seen[k].scenario))),
                    read,
                    chunk,
                )
                above, start = last, start + size


def check_list(path: Path, tell: Callable[[Kind], None], scenario: str = "") -> List:
    """Read a list through, and refuse it with everything that is wrong.

    Parameters
    ----------
    path : Path
        CSV in UTF-8, with or without a byte order mark.
    tell : callable
        Told the kind of each row, in order.
    scenario : str
        Scenario of the items that name none.

    Returns
    -------
    List
        Whose rows can be read.

    Raises
    ------
    AnalysisError
        BAT-001 if the file cannot be read, BAT-002 for its columns, BAT-003 for names of items,
        BAT-004 for cells, BAT-005 if it has no rows.
    """
    if path.suffix.lower() in {".xlsx", ".xls", ".ods", ".et"}:
        raise AnalysisError([_unreadable(path, text("it is a workbook"))])
    try:
        with path.open("rb") as raw:
            digest = hashlib.file_digest(raw, "sha256").hexdigest()
        with path.open(encoding="utf-8-sig", newline="") as file:
            columns, names = _check(path.name, csv.reader(file, strict=True), scenario, tell)
    except OSError as error:
        raise AnalysisError([_unreadable(path, error.strerror or str(error))]) from error
    except UnicodeDecodeError as error:
        raise AnalysisError([_unreadable(path, text("it is not in UTF-8"))]) from error
    except csv.Error as error:
        raise AnalysisError([_unreadable(path, str(error))]) from error
    return List(path, columns, digest, scenario, names.lines, names.kinds, tuple(names.seen))


def _read(
    columns: Sequence[str], scenario: str, start: int, above: int, headed: bool, chunk: str
) -> Rows:
    """Read a block of a list that is known to be sound."""
    lines = csv.reader(io.StringIO(chunk, newline=""), strict=True)
    found = [(line + above, cells) for line, cells in _cells(lines)]
    return _block(start, columns, found[1:] if headed else found, scenario, [])


def _check(
    file: str, lines: Lines, scenario: str, tell: Callable[[Kind], None]
) -> tuple[tuple[str, ...], _Names]:
    found = _cells(lines)
    _, heading = next(found, (0, []))
    columns = tuple(cell.strip() for cell in heading)
    findings = _check_columns(file, columns)
    if findings:
        raise AnalysisError(findings)
    names = _Names(file)
    count = 0
    while block := list(islice(found, BLOCK)):
        rows = _block(count, columns, block, scenario, findings, file)
        names.add(rows)
        for kind in rows.kinds:
            tell(kind)
        count += len(block)
        if len(findings) > SHOWN:
            break
    if not count:
        message = text("the list has no rows")
        findings.append(Finding("BAT-005", message, file, expected=text("a row for each item")))
    findings += names.findings()
    if findings:
        raise AnalysisError(_first(findings))
    return columns, names


def _cells(lines: Lines) -> Iterator[tuple[int, list[str]]]:
    """Return the rows that hold anything, each with its line."""
    for row in lines:
        if row and (row[0].strip() or "".join(row).strip()):
            yield lines.line_num, row


def _check_columns(file: str, columns: Sequence[str]) -> list[Finding]:
    known = (*WORDS, *DATA_COLUMNS)
    findings = []
    for place, name in enumerate(columns):
        if name in columns[:place]:
            message = text("the column stands twice")
        elif name in known or all(name.rpartition(".")[::2]):
            continue
        else:
            message = text("the column is not known")
        near = get_close_matches(name, known, n=2, cutoff=0.6)
        findings.append(
            Finding(
                "BAT-002",
                message,
                file,
                line=1,
                column=name or str(place + 1),
                found=name,
                expected=text("{known}, CHANGE.FIELD or STAGE.PARAMETER", known=", ".join(known)),
                hint=text("nearest: {names}", names=", ".join(near)) if near else "",
            )
        )
    findings += [
        Finding(
            "BAT-002",
            text("the column {name} is missing", name=name),
            file,
            line=1,
            expected=f"{ITEM}, {INPUT}",
            hint=text("save the list with commas between its cells, as CSV UTF-8"),
        )
        for name in (ITEM, INPUT)
        if name not in columns
    ]
    return findings


def _block(
    start: int,
    columns: Sequence[str],
    block: Sequence[tuple[int, list[str]]],
    scenario: str,
    findings: list[Finding],
    file: str = "",
) -> Rows:
    """Make rows of cells; what is wrong with them is added to the findings."""
    width = len(columns)
    lines = [line for line, _ in block]
    cells = []
    for line, row in block:
        if len(row) > width and any(cell.strip() for cell in row[width:]):
            message = text("the row has more cells than the list has columns")
            findings.append(
                Finding("BAT-004", message, file, line, found=", ".join(row[width:])[:80])
            )
        cells.append(row if len(row) == width else (row + [""] * (width - len(row)))[:width])
    words: dict[str, list[str]] = {}
    numbers = {}
    for name, column in zip(columns, zip(*cells, strict=True), strict=True):
        if name in WORDS:
            words[name] = [cell.strip() for cell in column]
        else:
            numbers[name] = _numbers(column, lines, name, file, findings)
    for line in (line for line, written in zip(lines, words[INPUT], strict=True) if not written):
        expected = text("a file, a folder or a product of the library")
        message = text("the cell is empty")
        findings.append(Finding("BAT-004", message, file, line, INPUT, expected=expected))
    if scenario:
        named = words.get(SCENARIO, [""] * len(block))
        words[SCENARIO] = [name or scenario for name in named]
    return make_rows(start, lines, words, numbers)


def _numbers(
    column: Sequence[str], lines: Sequence[int], name: str, file: str, findings: list[Finding]
) -> NDArray[np.float64]:
    """Return the numbers of a column; the usual case, that nothing is wrong, at once."""
    try:
        found = np.array([float(cell) if cell else math.nan for cell in column])
    except ValueError:
        found = np.full(len(column), math.inf)
    sound = np.isnan(found).sum() == column.count("") and not np.isinf(found).any()
    if sound and "_" not in "".join(column):
        return found
    cells = zip(column, lines, strict=True)
    return np.array([_number(cell, line, name, file, findings) for cell, line in cells])


def _number(cell: str, line: int, column: str, file: str, findings: list[Finding]) -> float:
    if not cell or cell.isspace():
        return math.nan
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    if math.isfinite(value) and "_" not in cell:
        return value
    findings.append(
        Finding(
            "BAT-004",
            text("the cell is not a number"),
            file,
            line,
            column,
            found=cell[:80],
            expected=text("a number with a decimal point, such as 0.5; or nothing"),
        )
    )
    return math.nan


class _Names:
    """The names of all items, as 8 bytes each, and where they are missing; lines and kinds."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.digests = array("q")
        self.missing: list[int] = []
        self.lines = array("q")
        self.kinds = array("q")
        self.seen: dict[Kind, int] = {}

    def add(self, rows: Rows) -> None:
        self.digests.extend(map(hash, rows.names))
        self.lines.extend(rows.lines)
        distinct = {id(kind): kind for kind in rows.kinds}  # Equal ones are one object.
        place = {i: self.seen.setdefault(k, len(self.seen)) for i, k in distinct.items()}
        self.kinds.extend(map(place.__getitem__, map(id, rows.kinds)))
        if "" in rows.names:
            named = zip(rows.lines, rows.names, strict=True)
            self.missing += [line for line, name in named if not name]

    def findings(self) -> list[Finding]:
        digests, lines = (
            np.frombuffer(self.digests, np.int64),
            np.frombuffer(self.lines, np.int64),
        )
        order = np.argsort(digests, kind="stable")
        same = np.flatnonzero(digests[order][1:] == digests[order][:-1])
        doubled = [
            (int(lines[order[i + 1]]), int(lines[order[i]]))
            for i in same
            if int(lines[order[i]]) not in self.missing
        ]
        expected = text("a name of its own for each item")
        return [
            *(
                Finding(
                    "BAT-003",
                    text("the item has no name"),
                    self.file,
                    line,
                    ITEM,
                    expected=expected,
                )
                for line in self.missing
            ),
            *(
                Finding(
                    "BAT-003",
                    text("the item has the name of another one"),
                    self.file,
                    line,
                    ITEM,
                    found=text("the name of line {line}", line=earlier),
                    expected=expected,
                )
                for line, earlier in sorted(doubled)
            ),
        ]


def _first(findings: list[Finding]) -> list[Finding]:
    """Return the first findings by line, and how many more there are."""
    ordered = sorted(findings, key=lambda finding: finding.line or 0)
    if len(ordered) > SHOWN:
        message = text("and {count} findings more", count=len(ordered) - SHOWN)
        ordered[SHOWN:] = [Finding(ordered[SHOWN].code, message, ordered[SHOWN].file)]
    return ordered


def _unreadable(path: Path, why: str) -> Finding:
    return Finding(
        "BAT-001",
        text("the list cannot be read: {why}", why=why),
        path.name,
        found=str(path),
        expected=text("a table in CSV UTF-8, with headings in its first line"),
        hint=text("in Excel or WPS: save as, CSV UTF-8"),
    )
