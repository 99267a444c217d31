"""Writes a copy of a workbook in which every finding stands where it belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname

from pvfootprint.documents.writing import whole_file
from pvfootprint.language.texts import said, text
from pvfootprint.workbook.layout import MARK
from pvfootprint.workbook.reader.opening import open_workbook
from pvfootprint.workbook.reader.report import Report
from pvfootprint.workbook.template import styling

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
WIDTHS = (11, 20, 8, 36, 24, 34, 44, 11)
SHEET_TITLE = text("Findings")
LONGEST_COMMENT = 1000
COMMENT_SIZE = (360, 140)
HEADING_ROW = 3
MOST_HEIGHT = 400
"""Of a row; Excel knows none above 409 [points]."""

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


def _lines(words: str, language: str) -> str:
    """Return a text, in both languages on a line of its own each."""
    if language != "both":
        return _say(words, language)
    return "\n".join(dict.fromkeys(_say(words, each) for each in ("zh", "en")))


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
    title = _free_title(workbook, _say(SHEET_TITLE, language))
    sheet = workbook.create_sheet(title, 0)
    workbook.active = 0
    for other in workbook.worksheets[1:]:
        # Two selected sheets would be edited together.
        other.sheet_view.tabSelected = False
    _write(sheet.cell(1, 1), f"{MARK}:findings")
    sheet.row_dimensions[1].hidden = True
    _write(sheet.cell(2, 1), title)
    sheet.cell(2, 1).font = styling.TITLE
    sheet.row_dimensions[2].height = 30
    for number, (heading, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True), start=1):
        cell = sheet.cell(HEADING_ROW, number)
        _write(cell, _lines(heading, language))
        styling.dress(cell, styling.DEEP, styling.HEADING, centred=True)
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.row_dimensions[HEADING_ROW].height = 34
    sheet.sheet_view.showGridLines = False
    sheet.freeze_panes = sheet.cell(HEADING_ROW + 1, 1)
    for row, finding in enumerate(findings, start=HEADING_ROW + 1):
        _line(sheet, row, finding, language)
    sheet.print_title_rows = f"{HEADING_ROW}:{HEADING_ROW}"
    styling.set_up_page(sheet, landscape=True)


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
    heights = []
    for number, (value, width) in enumerate(zip(values, WIDTHS, strict=True), start=1):
        cell, words = sheet.cell(row, number), _lines(value, language)
        _write(cell, words)
        styling.dress(cell, styling.GIVEN)
        heights.append(styling.height(words, width))
    sheet.row_dimensions[row].height = min(max(heights), MOST_HEIGHT)
    sheet.cell(row, 1).fill = PatternFill("solid", fgColor=FILLS[finding.severity])
    if finding.cell and finding.sheet in sheet.parent.sheetnames:
        link = sheet.cell(row, 3)
        link.hyperlink = f"#{quote_sheetname(finding.sheet)}!{finding.cell}"
        link.font = styling.LINK


def _write(cell: Any, words: str) -> None:  # noqa: ANN401
    """Write a text that no spreadsheet takes for a formula."""
    cell.value = words
    cell.data_type = "s"
    cell.quotePrefix = words.startswith(("=", "+", "-", "@"))
