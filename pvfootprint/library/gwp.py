"""Reads the GWP sets of ``methods/gwp/``."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from pvfootprint.language.texts import text
from pvfootprint.library.reading import Report, choice, number, read_table
from pvfootprint.model.findings import Finding, LibraryError, SelectionError
from pvfootprint.model.inventory import CharacterizationFactor, CharacterizationSet
from pvfootprint.model.terms import CATEGORIES, UNITS

if TYPE_CHECKING:
    from pathlib import Path

    from pvfootprint.model.inventory import Library

COLUMNS = ("name", "unit", "amount", "gas", "category", "source", "note")
SET_COLUMNS = ("key", "title", "edition", "note")
DEFAULT_SET = "ar6"


def available_sets(root: Path) -> dict[str, str]:
    """Return the GWP sets on offer.

    Parameters
    ----------
    root : Path
        Folder that holds ``methods/``.

    Returns
    -------
    dict
        Title by key.

    Raises
    ------
    LibraryError
        If ``methods/gwp/sets.csv`` can't be read.
    """
    report = Report("methods/gwp/sets.csv")
    rows = read_table(root / "methods" / "gwp" / "sets.csv", SET_COLUMNS, report)
    titles: dict[str, str] = {}
    for line, cells in rows:
        if cells["key"] in titles:
            message = text("the set {key!r} stands twice", key=cells["key"])
            report.add("LIB-010", message, line, "key")
        titles[cells["key"]] = cells["title"]
    if report.findings:
        raise LibraryError(report.findings)
    return titles


def read_set(root: Path, key: str, library: Library) -> CharacterizationSet:
    """Read a GWP set and hold it against the library's greenhouse gases.

    Parameters
    ----------
    root : Path
        Folder that holds ``methods/``.
    key : str
        ``ar6`` or ``ar5``.
    library : Library
        Every elementary flow of it marked as greenhouse gas must have a factor.

    Returns
    -------
    CharacterizationSet
        The set.

    Raises
    ------
    SelectionError
        SEL-011 if there is no such set.
    LibraryError
        LIB-012 for a missing factor, and whatever else is wrong with the file.
    """
    titles = available_sets(root)
    if key not in titles:
        raise SelectionError(
            [
                Finding(
                    "SEL-011",
                    text("there is no GWP set {key!r}", key=key),
                    found=key,
                    expected=", ".join(titles),
                )
            ]
        )
    file = f"methods/gwp/{key}.csv"
    report = Report(file)
    path = root / file
    factors: dict[str, CharacterizationFactor] = {}
    for line, cells in read_table(path, COLUMNS, report):
        factor = _factor(line, cells, library, report)
        if factor and factor.name in factors:
            message = text("the factor of {name!r} stands twice", name=factor.name)
            report.add("LIB-010", message, line, "name")
        elif factor:
            factors[factor.name] = factor
    if not report.findings:
        _check_complete(factors, library, report)
    if report.findings:
        raise LibraryError(report.findings)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return CharacterizationSet(key, titles[key], factors, digest)


def _factor(
    line: int, cells: dict[str, str], library: Library, report: Report
) -> CharacterizationFactor | None:
    amount = number(cells["amount"], report, line, "amount")
    sound = choice(cells["unit"], UNITS, report, line, "unit")
    sound &= choice(cells["category"], CATEGORIES, report, line, "category")
    if cells["source"] not in library.sources:
        report.add(
            "LIB-008",
            text("the source key is not in {file}", file="inventories/sources.csv"),
            line,
            "source",
            found=cells["source"],
        )
    if amount is None or not sound:
        return None
    return CharacterizationFactor(
        cells["name"],
        cells["unit"],
        amount,
        cells["gas"],
        cells["category"],
        cells["source"],
        cells["note"],
    )


def _check_complete(
    factors: dict[str, CharacterizationFactor], library: Library, report: Report
) -> None:
    for name in sorted({f.name for f in library.flows.values() if f.greenhouse_gas}):
        units = {f.unit for f in library.flows.values() if f.name == name}
        if name not in factors:
            report.add(
                "LIB-012",
                text("the greenhouse gas {name!r} has no characterization factor", name=name),
                column="name",
                hint=text(
                    "add a row, or mark the flow as no greenhouse gas in {file}",
                    file="inventories/elementary_flows.csv",
                ),
            )
        elif units != {factors[name].unit}:
            report.add(
                "LIB-007",
                text("the factor of {name!r} is per another unit than the flow", name=name),
                column="unit",
                found=factors[name].unit,
                expected=", ".join(sorted(units)),
            )
