"""Checks of a compiled library: sources resolve, silicon is neither lost nor made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.language.texts import text
from pvfootprint.library.reading import Report, choice, number, read_table
from pvfootprint.model.findings import Finding
from pvfootprint.model.inventory import BalanceTerm, Format, PublishedRange, Source
from pvfootprint.model.terms import STAGES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pvfootprint.model.inventory import Inventory, Library

SOURCE_COLUMNS = ("key", "citation", "licence", "link", "position")
BALANCE_COLUMNS = (
    "dataset",
    "term",
    "flow",
    "kilogram silicon per unit",
    "amount",
    "source",
    "note",
)
FORMAT_COLUMNS = ("key", "width mm", "height mm", "area m2", "source", "note")
RANGE_COLUMNS = (
    "stage",
    "vintage",
    "unit",
    "low",
    "high",
    "low source",
    "high source",
    "note",
)
TERMS = ("in", "returned", "out", "kerf", "scrap")
BALANCE_TOLERANCE = 1e-3
"""Largest gap of a silicon balance over its input [-]: the sources print 3 to 5 digits."""


def read_sources(path: Path, report: Report) -> dict[str, Source]:
    """Read ``sources.csv``.

    Parameters
    ----------
    path : Path
        The file.
    report : Report
        Takes LIB-002 for a missing citation or licence, LIB-010 for a key that stands twice.

    Returns
    -------
    dict
        Sources by key.
    """
    sources: dict[str, Source] = {}
    for line, cells in read_table(path, SOURCE_COLUMNS, report):
        for column in ("key", "citation", "licence"):
            if not cells[column]:
                message = text("the source has no {field}", field=column)
                report.add("LIB-002", message, line, column)
        if cells["key"] in sources:
            message = text("the key {key!r} stands twice", key=cells["key"])
            report.add("LIB-010", message, line, "key")
        sources[cells["key"]] = Source(**cells)
    return sources


def read_balances(path: Path, report: Report) -> tuple[BalanceTerm, ...]:
    """Read ``silicon_balance.csv``.

    Parameters
    ----------
    path : Path
        The file.
    report : Report
        Takes what is wrong with its cells.

    Returns
    -------
    tuple of BalanceTerm
        The terms in the order of the file.
    """
    terms = []
    for line, cells in read_table(path, BALANCE_COLUMNS, report):
        sound = choice(cells["term"], TERMS, report, line, "term")
        content = number(cells[BALANCE_COLUMNS[3]], report, line, BALANCE_COLUMNS[3])
        amount = None
        if cells["term"] != "in":
            amount = number(cells["amount"], report, line, "amount")
            sound &= amount is not None
        if content is None or not sound:
            continue
        terms.append(
            BalanceTerm(
                cells["dataset"],
                cells["term"],
                cells["flow"],
                content,
                amount,
                cells["source"],
                cells["note"],
                line,
            )
        )
    return tuple(terms)


def read_formats(path: Path, report: Report) -> dict[str, Format]:
    """Read ``formats.csv``.

    Parameters
    ----------
    path : Path
        The file.
    report : Report
        Takes what is wrong with its cells.

    Returns
    -------
    dict
        Wafer formats by key.
    """
    formats = {}
    for line, cells in read_table(path, FORMAT_COLUMNS, report):
        area = number(cells["area m2"], report, line, "area m2")
        if area is not None:
            formats[cells["key"]] = Format(cells["key"], area, cells["source"], cells["note"], line)
    return formats


def read_ranges(path: Path, report: Report) -> tuple[PublishedRange, ...]:
    """Read ``ranges.csv``.

    Parameters
    ----------
    path : Path
        The file.
    report : Report
        Takes what is wrong with its cells.

    Returns
    -------
    tuple of PublishedRange
        In the order of the file.
    """
    ranges = []
    for line, cells in read_table(path, RANGE_COLUMNS, report):
        sound = choice(cells["stage"], STAGES, report, line, "stage")
        sound &= choice(cells["unit"], ("kg", "m2", "kWp"), report, line, "unit")
        vintage = number(cells["vintage"], report, line, "vintage")
        low = number(cells["low"], report, line, "low") if cells["low"] else 0.0
        high = number(cells["high"], report, line, "high") if cells["high"] else None
        if not sound or vintage is None or low is None:
            continue
        sources = tuple(key for key in (cells["low source"], cells["high source"]) if key)
        ranges.append(
            PublishedRange(
                cells["stage"], int(vintage), cells["unit"], low, high, sources, cells["note"], line
            )
        )
    return tuple(ranges)


def check_sources(
    inventories: Iterable[Inventory],
    tables: dict[str, list[tuple[str, int]]],
    sources: dict[str, Source],
    findings: list[Finding],
) -> None:
    """Report every source key that ``sources.csv`` does not hold.

    Parameters
    ----------
    inventories : iterable of Inventory
        Datasets; their exchanges and parameters carry keys of their own.
    tables : dict
        Keys used in other files with their lines, by file.
    sources : dict
        Sources by key.
    findings : list of Finding
        Takes LIB-008.
    """
    used = []
    for inventory in inventories:
        used.append((inventory.source, inventory.file, inventory.line))
        used += [(e.source, inventory.file, e.line) for e in inventory.exchanges if e.source]
        used += [(p.source, inventory.file, inventory.line) for p in inventory.parameters]
    used += [(key, file, line) for file, keys in tables.items() for key, line in keys]
    findings += [
        Finding(
            "LIB-008",
            text("the source key does not resolve"),
            file,
            line,
            "source",
            found=key,
            expected=text("a key of {file}", file="inventories/sources.csv"),
            hint=text("add the source there, with citation, licence and link"),
        )
        for key, file, line in used
        if key not in sources
    ]


def silicon_balance(inventory: Inventory, terms: Iterable[BalanceTerm]) -> dict[str, float]:
    """Sum the silicon of one dataset.

    Parameters
    ----------
    inventory : Inventory
        The dataset; its exchanges give the amounts of what comes in.
    terms : iterable of BalanceTerm
        Its terms.

    Returns
    -------
    dict
        Silicon by term: in, returned, out, kerf, scrap [kg per unit of product].
    """
    totals = dict.fromkeys(TERMS, 0.0)
    for term in terms:
        amount = term.amount
        if amount is None:
            amount = sum(e.amount for e in inventory.inputs if e.product == term.flow)
        totals[term.term] += amount * term.content
    return totals


def check_silicon(library: Library) -> list[Finding]:
    """Check that every stage's silicon in and returned equals silicon out, kerf and scrap.

    Parameters
    ----------
    library : Library
        The compiled library.

    Returns
    -------
    list of Finding
        LIB-013 for a balance that does not close within :data:`BALANCE_TOLERANCE`, or a stage
        without one.
    """
    findings = []
    for inventory in library.inventories.values():
        if not inventory.stage:
            continue
        terms = [term for term in library.balances if term.dataset == inventory.code]
        totals = silicon_balance(inventory, terms)
        taken = totals["in"] + totals["returned"]
        used = totals["out"] + totals["kerf"] + totals["scrap"]
        if terms and abs(taken - used) <= BALANCE_TOLERANCE * taken:
            continue
        findings.append(
            Finding(
                "LIB-013",
                text("the silicon of {code} does not balance", code=inventory.code),
                inventory.file,
                inventory.line,
                found=text(
                    "in {taken:.6g} kg, out + kerf + scrap {used:.6g} kg", taken=taken, used=used
                )
                if terms
                else text("no terms"),
                expected=text(
                    "a gap of at most {gap:.1%} of the silicon that comes in",
                    gap=BALANCE_TOLERANCE,
                ),
                hint=text(
                    "correct the exchange, or the terms in {file}",
                    file="inventories/silicon_balance.csv",
                ),
            )
        )
    unknown = {b.dataset: b.line for b in library.balances}
    findings += [
        Finding(
            "LIB-005",
            text("the balance names no dataset of the library"),
            "inventories/silicon_balance.csv",
            line,
            "dataset",
            found=code,
        )
        for code, line in unknown.items()
        if code not in library.inventories
    ]
    return findings
