"""Installs sets of inventories beside the shipped library."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from pvfootprint.exchange.iea2026 import edition
from pvfootprint.exchange.iea2026.converting import (
    ANCILLARY,
    BACKGROUND,
    CHAIN,
    Converted,
    convert,
)
from pvfootprint.exchange.iea2026.mending import Mend, mend
from pvfootprint.exchange.iea2026.reporting import report_of
from pvfootprint.exchange.iea2026.sheet import read_activities
from pvfootprint.language.texts import joined, text
from pvfootprint.library.caching import open_library
from pvfootprint.library.folders import data_root
from pvfootprint.library.installed import find_installed, set_folder
from pvfootprint.library.installing import is_installed, write_set
from pvfootprint.library.mappings import read_mapping
from pvfootprint.library.writing import inventory_csv, source_csv
from pvfootprint.model.findings import Finding, InstallError
from pvfootprint.model.installation import InstallReport
from pvfootprint.model.inventory import LibrarySet, Source
from pvfootprint.workbook.reader.opening import OpenedWorkbook, open_workbook
from pvfootprint.workbook.reader.report import Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pvfootprint.exchange.iea2026.sheet import Key, SheetActivity
    from pvfootprint.model.inventory import Inventory, Library
    from pvfootprint.model.mapping import Mapping

REPORT = "report.json"
"""Paper of a set: what became of its source."""

MOST_ROWS, MOST_COLUMNS = 100_000, 30
"""Of a sheet; the known one has 11,288 rows of 15 cells."""

MOST = 10
"""How many inputs without a counterpart are named."""


@dataclass(frozen=True, slots=True)
class Installation:
    """A set that was installed.

    Parameters
    ----------
    details : LibrarySet
        The set.
    report : InstallReport, optional
        What became of its source; None if it was taken as it is.
    findings : list of Finding
        Warnings.
    """

    details: LibrarySet
    report: InstallReport | None
    findings: list[Finding] = field(default_factory=list)


def find_iea_workbook() -> Path:
    """Return the workbook in the user's own package premise, which is not imported.

    Returns
    -------
    Path
        An existing file.

    Raises
    ------
    InstallError
        INS-007 if the package, or the workbook in it, is not there.
    """
    found = importlib.util.find_spec(edition.PACKAGE)
    places = [Path(place) for place in (found and found.submodule_search_locations) or ()]
    for place in places:
        if (place / edition.WORKBOOK).is_file():
            return place / edition.WORKBOOK
    message = text("the package premise, which carries the workbook, is not installed")
    if places:
        message = text("this premise {version} does not carry the workbook", version=_version())
    finding = Finding(
        "INS-007",
        message,
        found=", ".join(map(str, places)),
        expected=f"premise 2.5.2: {edition.WORKBOOK}",
        hint=text(
            "install it yourself (`pip install premise==2.5.2`, also into another environment), or "
            "name the workbook with --from FILE.xlsx"
        ),
    )
    raise InstallError([finding])


def install_iea(path: Path, *, replacing: bool = False) -> Installation:
    """Install the inventories of IEA PVPS T12-33:2026 as the set ``iea-2026``.

    Whether the user accepts the licence is the caller's to ask.

    Parameters
    ----------
    path : Path
        The workbook.
    replacing : bool
        Whether a set that was installed from another workbook is replaced.

    Returns
    -------
    Installation
        The set, the report, and warnings: INS-009 for another edition, INS-010 for inputs that
        the mapping does not know, INS-015 for known faults that were not found.

    Raises
    ------
    InstallError
        INS-008 if the workbook is not as expected, INS-011 if a set from another workbook is
        installed; WBK-... if it is not read at all.
    LibraryError
        If what was made of it is not sound.
    """
    opened = _opened(path)
    if not replacing:
        check_replaced(edition.NAME, opened.sha256)
    library, root = open_library()[0], data_root()
    mapping = read_mapping(root, edition.NAME, library)
    activities = _activities(opened, path.name, mapping)
    mended, mends = mend(activities)
    converted = convert(mended, mapping, library)
    report = report_of(activities, mends, converted, library)
    found = [mend for mend in mends if mend.places]
    details = LibrarySet(
        name=edition.NAME,
        title=edition.TITLE,
        licence=edition.LICENCE,
        licence_link=edition.LICENCE_LINK,
        notice=edition.NOTICE.en,
        notice_zh=edition.NOTICE.zh,
        source=f"{edition.CITATION}, {edition.LINK}",
        source_sha256=opened.sha256,
        mended=tuple(mend.rule for mend in found),
    )
    files = {**_files(converted, library), REPORT: _as_json(report)}
    installed = write_set(details, files, library)
    warnings = [
        *_edition(opened.sha256, path.name),
        *_unknown(converted, path.name),
        *_not_found(mends, path.name),
    ]
    return Installation(installed, report, warnings)


def check_replaced(name: str, source_sha256: str) -> None:
    """Refuse to replace a set that was made from something else.

    Parameters
    ----------
    name : str
        Of the set.
    source_sha256 : str
        What it is to be made from.

    Raises
    ------
    InstallError
        INS-011 if such a set is installed, and is sound.
    """
    if not is_installed(name):
        return
    try:
        there = find_installed(name)
    except InstallError:
        return  # Nobody can use it as it is.
    if there.source_sha256 != source_sha256:
        finding = Finding(
            "INS-011",
            text("a set {name} from another file is installed", name=name),
            found=there.source_sha256[:12],
            expected=source_sha256[:12],
            hint=text("replace it with --replace; its footprints cannot be computed again then"),
        )
        raise InstallError([finding])


def read_report(name: str) -> InstallReport | None:
    """Return what became of a set's source.

    Parameters
    ----------
    name : str
        Of an installed set.

    Returns
    -------
    InstallReport, optional
        None if the set has no such paper, or one that cannot be read.

    Raises
    ------
    InstallError
        INS-001 if it is not installed.
    """
    folder = set_folder(name)
    try:
        return TypeAdapter(InstallReport).validate_json((folder / REPORT).read_bytes(), strict=True)
    except (OSError, ValueError):
        return None


def _opened(path: Path) -> OpenedWorkbook:
    report = Report(path.name)
    opened = open_workbook(path, report)
    if opened is None:
        raise InstallError(report.findings)
    return opened


def _activities(opened: OpenedWorkbook, file: str, mapping: Mapping) -> dict[Key, SheetActivity]:
    findings = list(_too_large(opened, file))
    if findings:
        raise InstallError(findings)
    activities, findings = read_activities(_rows(opened), file)
    if not findings:
        findings = list(_missing(activities, mapping, file))
    if findings:
        raise InstallError(findings)
    return activities


def _rows(opened: OpenedWorkbook) -> Iterator[tuple[int, tuple[object, ...]]]:
    for sheet in opened.workbook.worksheets:
        yield from enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), start=1)


def _too_large(opened: OpenedWorkbook, file: str) -> Iterator[Finding]:
    """Refuse a sheet with a cell far below the others: every row up to it would be read."""
    for sheet in opened.workbook.worksheets:
        if sheet.max_row > MOST_ROWS:
            message = text("the sheet has too many rows")
            rows = text("at most {count} rows", count=MOST_ROWS)
            yield Finding(
                "INS-008", message, file, found=str(sheet.max_row), expected=rows, sheet=sheet.title
            )


def _missing(
    activities: dict[Key, SheetActivity], mapping: Mapping, file: str
) -> Iterator[Finding]:
    there = {name for name, _, _ in activities}
    missing = [p.activity for p in mapping.products if p.activity not in there]
    if missing:
        yield Finding(
            "INS-008",
            text("the workbook lacks {count} activities", count=len(missing)),
            file,
            found="; ".join(missing[:3]),
            expected=edition.TITLE,
            hint=text("give the workbook lci-PV-2026.xlsx as premise carries it"),
        )


def _files(converted: Converted, library: Library) -> dict[str, bytes]:
    parts = (
        ("chain", CHAIN, "Products of the chain.", converted.chain),
        ("ancillary", ANCILLARY, "What the workbook makes for them.", converted.ancillary),
        ("background", BACKGROUND, "Proxies, and what is left out.", converted.background),
    )
    files = {
        f"inventories/{name}.csv": inventory_csv(database, description, inventories)
        for name, database, description, inventories in parts
    }
    return {"sources.csv": source_csv(_sources(converted.all(), library)), **files}


def _sources(inventories: Iterable[Inventory], library: Library) -> list[Source]:
    """Return the workbook, and those of the shipped library that the set names."""
    used = set()
    for inventory in inventories:
        used |= {inventory.source, *(p.source for p in inventory.parameters)}
        used |= {exchange.source for exchange in inventory.exchanges}
    shipped = [library.sources[key] for key in sorted(used - {edition.SOURCE.key, ""})]
    return [edition.SOURCE, *shipped]


def _as_json(report: InstallReport) -> bytes:
    return (json.dumps(report, ensure_ascii=False, indent=1) + "\n").encode()


def _edition(sha256: str, file: str) -> Iterator[Finding]:
    if sha256 not in edition.KNOWN:
        yield Finding(
            "INS-009",
            text("this is not an edition of the workbook that the mapping was made for"),
            file,
            found=sha256[:12],
            expected=", ".join(edition.KNOWN.values()),
            hint=text("read the report with care: `pvfootprint library show-set iea-2026`"),
            severity="warning",
        )


def _unknown(converted: Converted, file: str) -> Iterator[Finding]:
    unknown = [use.counterpart for use in converted.uses if not use.known]
    if unknown:
        yield Finding(
            "INS-010",
            text("{count} inputs are not in the mapping, and are left out", count=len(unknown)),
            file,
            found="; ".join(f"{one.activity}, {one.location}" for one in unknown[:MOST]),
            severity="warning",
        )


def _not_found(mends: Iterable[Mend], file: str) -> Iterator[Finding]:
    missing = [mend.fault for mend in mends if not mend.places]
    if missing:
        yield Finding(
            "INS-015",
            text(
                "known faults were not found in this copy: {faults}", faults=joined("; ", missing)
            ),
            file,
            severity="warning",
        )


def _version() -> str:
    try:
        return importlib.metadata.version(edition.PACKAGE)
    except importlib.metadata.PackageNotFoundError:
        return ""
