"""Reads a supplier's workbook: everything it says, and everything that is wrong with it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from pvfootprint.model.site import SiteInventory
from pvfootprint.workbook.choices import choices_of
from pvfootprint.workbook.layout import Kind
from pvfootprint.workbook.plausibility.checking import check_plausible
from pvfootprint.workbook.reader.matching import Matcher
from pvfootprint.workbook.reader.opening import load_file, open_content
from pvfootprint.workbook.reader.recognising import recognise, stage_of
from pvfootprint.workbook.reader.references import check_references, say_empty
from pvfootprint.workbook.reader.remembering import RecentWorkbooks
from pvfootprint.workbook.reader.report import Report
from pvfootprint.workbook.reader.rows import SheetReader
from pvfootprint.workbook.sheets import SHEETS
from pvfootprint.workbook.site_sheets import COMPANY

if TYPE_CHECKING:
    from pathlib import Path

    from pvfootprint.model.findings import Finding
    from pvfootprint.model.inventory import Library
    from pvfootprint.workbook.reader.found_sheet import FoundSheet
    from pvfootprint.workbook.reader.opening import OpenedWorkbook
    from pvfootprint.workbook.reader.references import Rows
    from pvfootprint.workbook.reader.rows import ReadRow


def read_workbook(path: Path, library: Library) -> tuple[SiteInventory | None, list[Finding]]:
    """Read a workbook.

    Parameters
    ----------
    path : Path
        The file.
    library : Library
        The compiled library, whose flows the workbook names.

    Returns
    -------
    SiteInventory, optional
        What the company says; None if there are errors.
    list of Finding
        Everything that was found, errors first, then in the order of the workbook.
    """
    report = Report(str(path))
    content = load_file(path, report)
    if content is None:
        return None, report.findings
    return _once(content, path.name, report, library)


def read_content(
    content: bytes, name: str, library: Library
) -> tuple[SiteInventory | None, list[Finding]]:
    """Read a workbook that is in memory; it is not written anywhere.

    Parameters
    ----------
    content : bytes
        The file.
    name : str
        Its name without folders, under which everything is said of it.
    library : Library
        The compiled library, whose flows the workbook names.

    Returns
    -------
    SiteInventory, optional
        What the company says; None if there are errors.
    list of Finding
        As :func:`read_workbook` returns them.
    """
    return _once(content, name, Report(name), library)


_recent = RecentWorkbooks()


def _once(
    content: bytes, name: str, report: Report, library: Library
) -> tuple[SiteInventory | None, list[Finding]]:
    """Read a workbook, unless it was read just before."""
    sha256 = hashlib.sha256(content).hexdigest()
    known = _recent.find(report.file, sha256, library)
    if known is not None:
        return known
    inventory, findings = _read(open_content(content, name, report), report, library)
    if inventory is not None:
        _recent.keep(report.file, sha256, library, inventory, findings)
    return inventory, findings


def _read(
    opened: OpenedWorkbook | None, report: Report, library: Library
) -> tuple[SiteInventory | None, list[Finding]]:
    stage = stage_of(opened.workbook, report) if opened else ""
    if opened is None or not stage:
        return None, report.findings
    sheets = recognise(opened.workbook, report)
    rows = _read_rows(sheets, opened, Matcher(choices_of(library, stage)), report)
    needed = [sheet.key for sheet in SHEETS if sheet.needed]
    say_empty(needed, rows, report, {key: found.title for key, found in sheets.items()})
    inventory = _inventory(stage, rows, report.file, opened)
    if inventory is not None:
        report.findings += check_plausible(inventory, library, _wrong(sheets, report))
    found = _ordered(report.findings, sheets)
    return (None if report.has_errors else inventory), found


def _read_rows(
    sheets: dict[str, FoundSheet], opened: OpenedWorkbook, matcher: Matcher, report: Report
) -> Rows:
    rows = {
        key: SheetReader(found, opened, matcher, report).read() for key, found in sheets.items()
    }
    check_references(rows, matcher, report)
    return rows


def _inventory(stage: str, rows: Rows, file: str, opened: OpenedWorkbook) -> SiteInventory | None:
    """Build what can be built of the sound lines; nothing without company and products."""
    parts: dict[str, Any] = {}
    for sheet in SHEETS:
        made = [_made(row) for row in rows.get(sheet.key, ()) if row.is_sound]
        parts[sheet.key] = tuple(line for line in made if line is not None)
    company = parts.pop(COMPANY.key)
    if not company or not parts["products"]:
        return None
    return SiteInventory(
        stage=stage, company=company[0], source=file, source_hash=opened.sha256, **parts
    )


def _made(row: ReadRow) -> object | None:
    """Return a line as an object of the model; None if something required is missing."""
    sheet = row.found.sheet
    if any(column.required and column.key not in row.values for column in sheet.read):
        return None
    empty = {
        column.key: ""
        for column in sheet.read
        if column.kind is Kind.CHOICE and column.key not in row.values
    }
    return sheet.row(**empty, **row.values, origin=row.origin)


def _wrong(sheets: dict[str, FoundSheet], report: Report) -> frozenset[str]:
    """Return the keys of sheets with errors."""
    titles = {f.sheet for f in report.findings if f.severity == "error"}
    return frozenset(key for key, found in sheets.items() if found.title in titles)


def _ordered(findings: list[Finding], sheets: dict[str, FoundSheet]) -> list[Finding]:
    """Sort findings: errors, warnings, questions; each in the order of the workbook."""
    severities = ["error", "warning", "question"]
    order = [found.title for found in sheets.values()]

    def place(finding: Finding) -> tuple[int, int, int]:
        known = finding.sheet in order
        digits = "".join(c for c in finding.cell.partition(":")[0] if c.isdigit())
        return (
            severities.index(finding.severity),
            order.index(finding.sheet) if known else -1,
            int(digits or 0),
        )

    return sorted(findings, key=place)
