"""Compiles the files of ``inventories/`` into one linked library."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from pvfootprint.library.checks import (
    check_silicon,
    check_sources,
    read_balances,
    read_formats,
    read_ranges,
    read_sources,
)
from pvfootprint.library.families import check_families
from pvfootprint.library.folders import files_hash
from pvfootprint.library.formulas import check_formulas
from pvfootprint.library.identities import check_identities
from pvfootprint.library.layout import read_flows, read_inventories
from pvfootprint.library.linking import link
from pvfootprint.library.reading import Report
from pvfootprint.model.findings import LibraryError
from pvfootprint.model.inventory import Library

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pvfootprint.model.findings import Finding

T = TypeVar("T")

FLOWS = "inventories/elementary_flows.csv"
SOURCES = "inventories/sources.csv"
BALANCES = "inventories/silicon_balance.csv"
FORMATS = "inventories/formats.csv"
RANGES = "inventories/ranges.csv"
FOLDERS = ("inventories/background", "inventories/foreground")


def library_files(root: Path) -> list[Path]:
    """Return every file that a library is compiled from, in a fixed order.

    Parameters
    ----------
    root : Path
        Folder that holds ``inventories/``.

    Returns
    -------
    list of Path
        Files that exist.
    """
    single = [root / name for name in (FLOWS, SOURCES, BALANCES, FORMATS, RANGES)]
    many = [path for folder in FOLDERS for path in sorted((root / folder).glob("*.csv"))]
    return [path for path in single + many if path.is_file()]


def library_hash(root: Path) -> str:
    """Return the SHA-256 over names and contents of the library's files.

    Parameters
    ----------
    root : Path
        Folder that holds ``inventories/``.

    Returns
    -------
    str
        Hexadecimal digest; equal wherever the files are equal.

    Raises
    ------
    LibraryError
        LIB-014 if a file can't be read.
    """
    return files_hash(library_files(root), root)


def compile_library(root: Path) -> Library:
    """Read, link and check all inventories.

    Parameters
    ----------
    root : Path
        Folder that holds ``inventories/``.

    Returns
    -------
    Library
        Complete and linked.

    Raises
    ------
    LibraryError
        Every finding in every file, not only the first.
    """
    findings: list[Finding] = []

    def read(name: str, reader: Callable[[Path, Report], T]) -> T:
        report = Report(name)
        result = reader(root / name, report)
        findings.extend(report.findings)
        return result

    flows = read(FLOWS, read_flows)
    sources = read(SOURCES, read_sources)
    balances = read(BALANCES, read_balances)
    formats = read(FORMATS, read_formats)
    ranges = read(RANGES, read_ranges)
    inventories = [
        inventory for name in _inventory_files(root) for inventory in read(name, read_inventories)
    ]
    reading_failed = bool(findings)
    tables = {
        BALANCES: [(term.source, term.line) for term in balances],
        FORMATS: [(form.source, form.line) for form in formats.values()],
        RANGES: [(key, entry.line) for entry in ranges for key in entry.sources],
    }
    if sources:
        check_sources(inventories, tables, sources, findings)
    findings += check_identities(inventories, flows)
    linking: list[Finding] = []
    linked = link(inventories, flows, linking, suggest=not reading_failed)
    if reading_failed:
        # A dataset that could not be read makes its users link nowhere: that would only repeat it.
        linking = [f for f in linking if f.code != "LIB-005"]
    findings += linking
    library = Library(
        inventories={code: linked[code] for code in sorted(linked)},
        flows={flow.code: flow for flow in sorted(flows, key=lambda flow: flow.code)},
        sources=sources,
        balances=balances,
        formats=formats,
        ranges=ranges,
        content_hash=library_hash(root),
    )
    if not findings:
        findings += check_silicon(library)
        findings += check_formulas(library.inventories.values())
        findings += check_families(library)
    if findings:
        raise LibraryError(findings)
    return library


def _inventory_files(root: Path) -> Iterator[str]:
    for path in library_files(root):
        name = path.relative_to(root).as_posix()
        if name.startswith(FOLDERS):
            yield name
