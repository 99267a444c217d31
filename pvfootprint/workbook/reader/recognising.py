"""Finds the sheets and columns of a workbook, wherever they were moved and in any language."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from pvfootprint.language.texts import text
from pvfootprint.workbook.choices import REFERENCE_UNITS
from pvfootprint.workbook.layout import ABOUT_SHEET, FORMAT, TEMPLATE_VERSION
from pvfootprint.workbook.reader.found_sheet import (
    FoundSheet,
    corner,
    filled_cells,
    heading_text,
    key_cells,
    key_text,
    names_of,
)
from pvfootprint.workbook.reader.headings import recognise_columns
from pvfootprint.workbook.reader.report import shown
from pvfootprint.workbook.sheets import SHEETS
from pvfootprint.workbook.template.guide import TITLE as GUIDE

if TYPE_CHECKING:
    from pvfootprint.workbook.layout import Sheet
    from pvfootprint.workbook.reader.found_sheet import Cells
    from pvfootprint.workbook.reader.report import Report

LIKE = 0.75
"""How alike a heading must be to be suggested [-]."""

HALF = 0.5


def stage_of(workbook: Any, report: Report) -> str:  # noqa: ANN401  (openpyxl is not typed)
    """Return the stage that a workbook is for.

    Parameters
    ----------
    workbook : openpyxl.Workbook
        The workbook.
    report : Report
        Takes WBK-020 to WBK-022.

    Returns
    -------
    str
        A key of :data:`pvfootprint.workbook.choices.REFERENCE_UNITS`; empty if it cannot be read.
    """
    if ABOUT_SHEET not in workbook.sheetnames:
        _no_template(", ".join(shown(name) for name in workbook.sheetnames[:12]), report)
        return ""
    rows = filled_cells(workbook[ABOUT_SHEET]).values()
    settings = {str(row[1].value): row[2].value for row in rows if 1 in row and 2 in row}
    return _stage(settings, report)


def _no_template(found: str, report: Report) -> None:
    report.add(
        "WBK-020",
        text("this workbook was not made from our template, or its hidden sheet is gone"),
        found=found,
        expected=ABOUT_SHEET,
        hint=text("make a template with `pvfootprint workbook new` and copy the data into it"),
    )


def _stage(settings: dict[str, object], report: Report) -> str:
    version, stage = str(settings.get("version", "")), str(settings.get("stage", ""))
    if settings.get("format") != FORMAT:
        _no_template(shown(settings.get("format", "")), report)
        return ""
    if version.removesuffix(".0") != str(TEMPLATE_VERSION):
        report.add(
            "WBK-021",
            text("the template has another version than this program reads"),
            sheet=ABOUT_SHEET,
            found=shown(version),
            expected=str(TEMPLATE_VERSION),
            hint=text("make a template with `pvfootprint workbook new` and copy the data into it"),
        )
        return ""
    if stage not in REFERENCE_UNITS:
        report.add(
            "WBK-022",
            text("the workbook does not say which stage it is for"),
            sheet=ABOUT_SHEET,
            found=shown(stage),
            expected=", ".join(REFERENCE_UNITS),
            hint=text("make a template with `pvfootprint workbook new` and copy the data into it"),
        )
        return ""
    return stage


def recognise(workbook: Any, report: Report) -> dict[str, FoundSheet]:  # noqa: ANN401
    """Find every sheet that holds data.

    Parameters
    ----------
    workbook : openpyxl.Workbook
        The workbook.
    report : Report
        Takes WBK-023 to WBK-029.

    Returns
    -------
    dict
        Sheets by key; those that are missing are not in it.
    """
    others: list[tuple[Any, Cells]] = []
    candidates: dict[str, list[FoundSheet]] = {}
    for worksheet in workbook.worksheets:
        if worksheet.title.startswith("_"):
            continue
        cells = filled_cells(worksheet)
        sheet = _sheet_of(worksheet.title, cells)
        if sheet is None:
            others.append((worksheet, cells))
        else:
            candidates.setdefault(sheet.key, []).append(FoundSheet(sheet, worksheet, cells))
    _say_unread(others, report)
    found = {}
    for sheet in SHEETS:
        same = candidates.get(sheet.key, [])
        if not same:
            _missing_sheet(sheet, [worksheet.title for worksheet, _ in others], report)
            continue
        found[sheet.key] = _the_one(same, report)
        recognise_columns(found[sheet.key], report)
    return found


def _say_unread(others: list[tuple[Any, Cells]], report: Report) -> None:
    """Say which sheets are not read though they hold something."""
    for worksheet, cells in others:
        ours = key_text(worksheet.title) in names_of(GUIDE) or key_cells(cells)
        if cells and not ours:
            report.add(
                "WBK-029",
                text("a sheet that is not in the template is not read"),
                sheet=worksheet.title,
                hint=text("nothing to do if it holds no data; else copy them into the template"),
                severity="warning",
            )


def _sheet_of(title: str, cells: Cells) -> Sheet | None:
    """Tell by keys, else by title, else by headings what a sheet holds."""
    keys = [key for _, _, key in key_cells(cells)]
    for sheet in SHEETS:
        if any(key.partition(".")[0] == sheet.key for key in keys):
            return sheet
    for sheet in SHEETS:
        if key_text(title) in names_of(sheet.title):
            return sheet
    shares = {sheet.key: _share_of_headings(sheet, cells) for sheet in SHEETS}
    best = max(SHEETS, key=lambda sheet: shares[sheet.key])
    return best if shares[best.key] > HALF else None


def _share_of_headings(sheet: Sheet, cells: Cells) -> float:
    there = {
        heading_text(cell.value) for _, _, cell in corner(cells) if isinstance(cell.value, str)
    }
    known = sum(bool(names_of(column.heading) & there) for column in sheet.read)
    return known / len(sheet.read)


def _the_one(same: list[FoundSheet], report: Report) -> FoundSheet:
    """Choose among sheets that hold the same; ask where two of them hold data."""
    same.sort(key=lambda found: key_text(found.title) not in names_of(found.sheet.title))
    for other in same[1:]:
        report.add(
            "WBK-024",
            text("two sheets hold the same kind of data"),
            sheet=other.title,
            found=f"{same[0].title}, {other.title}",
            expected=text("one sheet"),
            hint=text("bring the lines together on one sheet and delete the other"),
        )
    return same[0]


def _missing_sheet(sheet: Sheet, others: list[str], report: Report) -> None:
    names = {title.casefold(): title for title in others}
    words = [sheet.title.said(language) for language in ("en", "zh", "both")]
    near = [n for word in words for n in get_close_matches(word.casefold(), names, 1, LIKE)]
    hint = text("copy the sheet from a fresh template; a sheet without data may stay empty")
    if near:
        hint = text("is it the sheet {name!r}? Give it its own name again", name=names[near[0]])
    report.add(
        "WBK-023",
        text("a sheet is missing"),
        sheet=sheet.title,
        expected=sheet.title,
        found=", ".join(shown(title) for title in others[:8]),
        hint=hint,
        severity="error" if sheet.needed else "warning",
    )
