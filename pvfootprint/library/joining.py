"""Opens the shipped library together with installed sets, each of which stays apart from it.

A dataset of a set answers to ``CODE@SET`` and a source to ``KEY@SET``. A set may take datasets of
the shipped library, never the other way round, and it brings neither grids nor elementary flows:
so nothing of the shipped library changes by what somebody installed.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from pvfootprint.language.texts import text
from pvfootprint.library.checks import check_silicon, check_sources, read_balances, read_sources
from pvfootprint.library.formulas import check_formulas
from pvfootprint.library.identities import check_identities
from pvfootprint.library.installed import (
    BALANCES,
    INVENTORIES,
    SOURCES,
    read_details,
)
from pvfootprint.library.layout import read_inventories
from pvfootprint.library.linking import link
from pvfootprint.library.reading import Report
from pvfootprint.model.findings import Finding, LibraryError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from pvfootprint.model.inventory import BalanceTerm, Inventory, Library, LibrarySet, Source


def joined_hash(shipped: str, sets: Iterable[LibrarySet]) -> str:
    """Return the SHA-256 over the hashes of the shipped library and of the sets beside it.

    Parameters
    ----------
    shipped : str
        Hash of the shipped library.
    sets : iterable of LibrarySet
        Installed sets.

    Returns
    -------
    str
        Hexadecimal digest; `shipped` itself where there is no set.
    """
    lines = [f"{one.name} {one.content_hash}" for one in sets]
    return hashlib.sha256("\n".join([shipped, *lines]).encode()).hexdigest() if lines else shipped


def join(library: Library, folders: Mapping[str, Path]) -> Library:
    """Link installed sets to the shipped library.

    Parameters
    ----------
    library : Library
        The shipped library, compiled.
    folders : mapping
        Folder of each set by its name.

    Returns
    -------
    Library
        With the sets' datasets, sources and balances.

    Raises
    ------
    InstallError
        INS-002 if a set is of another layout.
    LibraryError
        Every finding in the files of the sets; INS-004 for what a set may not bring.
    """
    sets = tuple(read_details(folder, name) for name, folder in sorted(folders.items()))
    inventories, sources, balances = library.inventories, library.sources, library.balances
    for one in sets:
        added = _linked(library, one.name, folders[one.name])
        inventories = {**inventories, **added.inventories}
        sources = {**sources, **added.sources}
        balances = (*balances, *added.balances)
    return replace(
        library,
        inventories=dict(sorted(inventories.items())),
        sources=sources,
        balances=balances,
        content_hash=joined_hash(library.content_hash, sets),
        shipped=library.content_hash,
        sets=sets,
    )


def _linked(library: Library, name: str, folder: Path) -> Library:
    """Return a set alone, linked to itself and to the shipped library."""
    findings: list[Finding] = []
    sources, balances, read = _read(name, folder, findings)
    reading_failed = bool(findings)
    own = {i.database for i in library.inventories.values()}
    findings += [finding for i in read for finding in _not_its_own(i, own, name)]
    check_sources(read, {}, sources, findings)
    findings += check_identities(read, ())
    linking: list[Finding] = []
    everything = [*library.inventories.values(), *read]
    linked = link(everything, library.flows.values(), linking, suggest=False)
    if reading_failed:
        # A dataset that could not be read makes its users link nowhere: that would only repeat it.
        linking = [f for f in linking if f.code != "LIB-005"]
    findings += linking
    added = {code: i for code, i in linked.items() if i.library_set == name}
    if not findings:
        findings += check_formulas(added.values())
        weighed = {term.dataset for term in balances} & set(added)
        of_terms = {code: added[code] for code in weighed}
        findings += check_silicon(replace(library, inventories=of_terms, balances=balances))
    if findings:
        raise LibraryError(findings)
    return replace(library, inventories=added, sources=sources, balances=balances)


def _read(
    name: str, folder: Path, findings: list[Finding]
) -> tuple[dict[str, Source], tuple[BalanceTerm, ...], list[Inventory]]:
    def report(path: Path) -> Report:
        return Report(f"{name}/{path.relative_to(folder).as_posix()}")

    reports = {path: report(path) for path in _tables(folder)}
    table = folder / SOURCES
    written = read_sources(table, reports[table])
    sources = {_of(name, key): replace(one, key=_of(name, key)) for key, one in written.items()}
    terms: Sequence[BalanceTerm] = ()
    table = folder / BALANCES
    if table in reports:
        terms = read_balances(table, reports[table])
    balances = tuple(
        replace(term, dataset=_of(name, term.dataset), source=_of(name, term.source))
        for term in terms
    )
    read = [
        _as_of(name, inventory)
        for path, one in reports.items()
        if path.parent.name == INVENTORIES
        for inventory in read_inventories(path, one)
    ]
    for one in reports.values():
        findings += one.findings
    return sources, balances, read


def _tables(folder: Path) -> list[Path]:
    balances = [folder / BALANCES] if (folder / BALANCES).is_file() else []
    return [folder / SOURCES, *balances, *sorted((folder / INVENTORIES).glob("*.csv"))]


def _of(name: str, key: str) -> str:
    return f"{key}@{name}" if key else ""


def _as_of(name: str, inventory: Inventory) -> Inventory:
    return replace(
        inventory,
        code=_of(name, inventory.code),
        source=_of(name, inventory.source),
        library_set=name,
        parameters=tuple(replace(p, source=_of(name, p.source)) for p in inventory.parameters),
        exchanges=tuple(replace(e, source=_of(name, e.source)) for e in inventory.exchanges),
    )


def _not_its_own(inventory: Inventory, shipped: set[str], name: str) -> list[Finding]:
    """Refuse what would change the shipped library, or what its users are given unasked."""
    wrong = [
        (inventory.database in shipped, "Database", inventory.database),
        (bool(inventory.electricity_supply), "electricity supply", inventory.electricity_supply),
        (
            bool(inventory.electricity_location),
            "electricity location",
            inventory.electricity_location,
        ),
    ]
    return [
        Finding(
            "INS-004",
            text("the set {name} brings what only the shipped library may say", name=name),
            inventory.file,
            inventory.line,
            column,
            found=found,
            expected=text("a database of its own, without grids"),
        )
        for is_wrong, column, found in wrong
        if is_wrong
    ]
