"""Reads the coefficients that a user takes from a scheme's official annex."""

from __future__ import annotations

import csv
import hashlib
import io
import math
import re
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from pvfootprint.language.texts import joined, text
from pvfootprint.model.findings import Finding, LibraryError
from pvfootprint.model.scheme import Coefficient, Coefficients

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pvfootprint.language.texts import Text
    from pvfootprint.model.scheme import Component, Scheme

COLUMNS = ("scheme", "component", "country", "unit", "value", "quantity", "source")
ANY_COUNTRY = "*"
COUNTRY = re.compile(r"\*|[A-Z]{2,4}(-[A-Za-z-]+)?")
LARGEST_FILE = 1_000_000
"""Size beyond which a file is no table of coefficients [byte]."""


def read_coefficients(path: Path, schemes: Iterable[Scheme]) -> Coefficients:
    """Read a coefficient file.

    Parameters
    ----------
    path : Path
        CSV in UTF-8 with the columns of :data:`COLUMNS`: which scheme and component, the country
        where it is made (``*`` for all others), its unit, the coefficient [kgCO2e per unit], the
        quantity if it is not to come from the inventory [unit per kWp], and the source.
    schemes : iterable of Scheme
        All schemes; those with components take coefficients.

    Returns
    -------
    Coefficients
        By scheme, in the order of the file.

    Raises
    ------
    LibraryError
        SCM-007 if the file cannot be read or has other columns, SCM-008 for a row that is wrong,
        SCM-009 for one that is there twice; all of them at once.
    """
    rows = _Rows(path, {s.key: s for s in schemes if s.components})
    content = _content(path)
    found: dict[str, dict[tuple[str, str], Coefficient]] = {}
    for line, cells in _table(path, content):
        row = rows.coefficient(line, cells)
        if row is None:
            continue
        own = found.setdefault(cells["scheme"], {})
        first = own.setdefault((row.component, row.country), row)
        if first is not row:
            rows.repeated(row, first)
    for rows_of in found.values():
        rows.check_quantities(rows_of.values())
    if rows.findings:
        raise LibraryError(rows.findings)
    return Coefficients(
        file=str(path),
        content_hash=hashlib.sha256(content.encode()).hexdigest(),
        schemes={key: tuple(own.values()) for key, own in found.items()},
    )


def _content(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise LibraryError([_unreadable(path, text("the file is too large"))])
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise LibraryError([_unreadable(path, str(error))]) from error


def _unreadable(path: Path, found: str, line: int | None = None) -> Finding:
    return Finding(
        "SCM-007",
        text("the coefficient file cannot be read"),
        str(path),
        line,
        found=found,
        expected=text("CSV in UTF-8 with the columns {columns}", columns=", ".join(COLUMNS)),
    )


def _table(path: Path, content: str) -> list[tuple[int, dict[str, str]]]:
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    try:
        rows = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader]
    except csv.Error as error:
        raise LibraryError([_unreadable(path, str(error), reader.line_num)]) from error
    rows = [(line, cells) for line, cells in rows if any(cells)]
    heading = rows[0][1] if rows else []
    if sorted(heading) != sorted(COLUMNS):
        found = ", ".join(heading) or text("the file is empty")
        raise LibraryError([_unreadable(path, found, rows[0][0] if rows else None)])
    wrong = [_unreadable(path, ", ".join(c), line) for line, c in rows if len(c) != len(COLUMNS)]
    if wrong:
        raise LibraryError(wrong)
    return [(line, dict(zip(heading, cells, strict=True))) for line, cells in rows[1:]]


class _Rows:
    """Turns rows into coefficients and collects what is wrong with them."""

    def __init__(self, path: Path, schemes: Mapping[str, Scheme]) -> None:
        self.path, self.schemes = path, schemes
        self.findings: list[Finding] = []

    def _add(self, message: Text, line: int, column: str, found: str, expected: str = "",
             hint: str = "", code: str = "SCM-008") -> None:  # fmt: skip
        finding = Finding(code, message, str(self.path), line, column, found, expected, hint)
        self.findings.append(finding)

    def coefficient(self, line: int, cells: dict[str, str]) -> Coefficient | None:
        before = len(self.findings)
        component = self._component(line, cells)
        if component and cells["unit"] != component.unit:
            said = text("the coefficient of {name} is per another unit", name=component.key)
            self._add(said, line, "unit", cells["unit"], component.unit)
        if not COUNTRY.fullmatch(cells["country"]):
            said = text("the country is not understood")
            expected = text("a code such as CN, CN-Jiangsu or FR; * for every other country")
            self._add(said, line, "country", cells["country"], expected)
        if not cells["source"]:
            said = text("the source of the coefficient is missing")
            expected = text("the annex with its date and table")
            self._add(said, line, "source", "", expected)
        value = self._number(line, "value", cells["value"])
        quantity = self._number(line, "quantity", cells["quantity"]) if cells["quantity"] else None
        if len(self.findings) > before or value is None:
            return None
        return Coefficient(
            component=cells["component"],
            country=cells["country"],
            value=value,
            source=cells["source"],
            quantity=quantity,
            line=line,
        )

    def _component(self, line: int, cells: dict[str, str]) -> Component | None:
        scheme = self.schemes.get(cells["scheme"])
        if scheme is None:
            said = text("no scheme of this name takes coefficients")
            self._choose(said, line, "scheme", cells["scheme"], list(self.schemes))
            return None
        components = {component.key: component for component in scheme.components}
        if cells["component"] not in components:
            said = text("the scheme has no component of this name")
            self._choose(said, line, "component", cells["component"], list(components))
        return components.get(cells["component"])

    def _choose(self, said: Text, line: int, column: str, found: str, there: list[str]) -> None:
        near = get_close_matches(found, there, n=3, cutoff=0.5)
        hint = text("did you mean {near}?", near=joined(" or ", near)) if near else ""
        self._add(said, line, column, found, ", ".join(there), hint)

    def _number(self, line: int, column: str, written: str) -> float | None:
        try:
            value = float(written)
        except ValueError:
            value = math.nan
        if math.isfinite(value) and value >= 0 and "_" not in written:
            return value
        said = text("the cell is not a number of at least 0")
        expected = text("a number such as 0.125, with a decimal point")
        self._add(said, line, column, written, expected)
        return None

    def repeated(self, row: Coefficient, first: Coefficient) -> None:
        said = text("the coefficient stands twice")
        found = f"{row.component}, {row.country}"
        hint = text("the first is on line {line}", line=first.line)
        self._add(said, row.line, "component, country", found, hint=hint, code="SCM-009")

    def check_quantities(self, rows: Iterable[Coefficient]) -> None:
        """Ask for quantities of a component in all of its rows, or in none."""
        of_component: dict[str, list[Coefficient]] = {}
        for row in rows:
            of_component.setdefault(row.component, []).append(row)
        for name, own in of_component.items():
            without = [row for row in own if row.quantity is None]
            if without and len(without) < len(own):
                said = text("some rows of {name} have a quantity and others have none", name=name)
                expected = text("a quantity in each of them, or in none")
                self._add(said, without[0].line, "quantity", "", expected)
