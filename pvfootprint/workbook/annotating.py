"""Writes a copy of a workbook in which every finding stands where it belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname

from pvfootprint.documents.writing import whole_file
from pvfootprint.language.texts import said, text
from pvfootprint.workbook.layout import MARK
from pvfootprint.workbook.reader.opening import open_workbook
from pvfootprint.workbook.reader.report import Report

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pvfootprint.model.findings import Finding

FILLS = {"error": "FFC7CE", "warning": "FFEB9C", "question": "DDEBF7"}
"""Colour of a marked cell by severity [RGB]."""

SEVERITIES = {"error": text("error"), "warning": text("warning"), "question": text("question")}
HEADINGS = (
    text("Severity"),
    text("Sheet"),
    text("Cell"),
    text("What is wrong"),
    text("Found"),
    text("Expected"),
    text("How to mend it"),
    text("Code"),
)
WIDTHS = (10, 22, 8, 40, 28, 36, 50, 10)
TITLE = text("Findings")
LONGEST_COMMENT = 1000
COMMENT_SIZE = (360, 140)
MOST_COMMENTS = 2000
"""More comments than this make Excel slow; the findings sheet lists all."""


def annotate_workbook(path: Path, findings: Iterable[Finding], target: Path, language: str) -> bool:
    """Write a copy with marked and commented cells, and a sheet that lists the findings.

    Parameters
    ----------
    path : Path
        The workbook.
    findings : iterable of Finding
        What was found in it.
    target : Path
        Where to write the copy.
    language : str
        Of the comments and of the list: ``zh``, ``en`` or ``both``.

    Returns
    -------
    bool
        False if the file cannot be opened: then there is nothing to mark.

    Raises
    ------
    OutputError
        OUT-001 if the copy cannot be written.
    """
    opened = open_workbook(path, Report(str(path)))
    if opened is None:
        return False
    workbook, listed = opened.workbook, list(findings)
    for finding in listed[:MOST_COMMENTS]:
        if finding.sheet in workbook.sheetnames and finding.cell:
            _mark(workbook[finding.sheet][finding.cell], finding, language)
    _list(workbook, listed, language)
    with whole_file(target) as temporary:
        workbook.save(temporary)
    return True


def _say(words: str, language: str) -> str:
    return str(ILLEGAL_CHARACTERS_RE.sub("", str(said(words, language))))


def _mark(cell: Any, finding: Finding, language: str) -> None:  # noqa: ANN401
    """Colour a cell and add what is wrong with it to its comment."""
    if isinstance(cell, MergedCell):
        cell = next(
            cell.parent.cell(area.min_row, area.min_col)
            for area in cell.parent.merged_cells.ranges
            if cell.coordinate in area
        )
    earlier = cell.comment.text if cell.comment else ""
    if not earlier or finding.severity == "error":
        cell.fill = PatternFill("solid", fgColor=FILLS[finding.severity])
    parts = (finding.message, finding.expected, finding.hint)
    words = "\n".join(_say(part, language) for part in parts if part)
    note = "\n\n".join(part for part in (earlier, f"{finding.code}: {words}") if part)
    width, height = COMMENT_SIZE
    cell.comment = Comment(note[:LONGEST_COMMENT], MARK, height=height, width=width)


def _list(workbook: Any, findings: list[Finding], language: str) -> None:  # noqa: ANN401
    title = _free_title(workbook, _say(TITLE, language))
    sheet = workbook.create_sheet(title, 0)
    workbook.active = 0
    for other in workbook.worksheets[1:]:
        # Two selected sheets would be edited together.
        other.sheet_view.tabSelected = False
    _write(sheet.cell(1, 1), f"{MARK}:findings")
    sheet.row_dimensions[1].hidden = True
    for number, (heading, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True), start=1):
        _write(sheet.cell(2, number), _say(heading, language))
        sheet.cell(2, number).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A3"
    for row, finding in enumerate(findings, start=3):
        _line(sheet, row, finding, language)


def _free_title(workbook: Any, wanted: str) -> str:  # noqa: ANN401
    taken = {title.casefold() for title in workbook.sheetnames}
    numbered = [wanted, *(f"{wanted} {number}" for number in range(2, len(taken) + 3))]
    return next(title for title in numbered if title.casefold() not in taken)


def _line(sheet: Any, row: int, finding: Finding, language: str) -> None:  # noqa: ANN401
    values = (
        SEVERITIES[finding.severity],
        finding.sheet,
        finding.cell,
        finding.message,
        finding.found,
        finding.expected,
        finding.hint,
        finding.code,
    )
    for number, value in enumerate(values, start=1):
        cell = sheet.cell(row, number)
        _write(cell, _say(value, language))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.cell(row, 1).fill = PatternFill("solid", fgColor=FILLS[finding.severity])
    if finding.cell and finding.sheet in sheet.parent.sheetnames:
        link = sheet.cell(row, 3)
        link.hyperlink = f"#{quote_sheetname(finding.sheet)}!{finding.cell}"
        link.font = Font(color="0563C1", underline="single")


def _write(cell: Any, words: str) -> None:  # noqa: ANN401
    """Write a text that no spreadsheet takes for a formula."""
    cell.value = words
    cell.data_type = "s"
    cell.quotePrefix = words.startswith(("=", "+", "-", "@"))
