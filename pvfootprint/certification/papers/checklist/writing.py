"""Writes the checklist of an audit as a workbook."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from pvfootprint.certification.papers.checklist.lines import ABOUT, SHEETS, lines_of, sheet_name
from pvfootprint.certification.papers.checklist.styling import open_book
from pvfootprint.certification.papers.checklist.writing_about import write_about
from pvfootprint.certification.papers.checklist.writing_tables import (
    write_findings,
    write_questions,
)
from pvfootprint.language.texts import Text, text

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from xlsxwriter.worksheet import Worksheet

    from pvfootprint.certification.cases import Case
    from pvfootprint.registry.people import Person


def write_checklist(case: Case, people: Mapping[str, Person], day: datetime.date) -> bytes:
    """Write the checklist of the audit that comes next.

    Answers of earlier audits that conform or do not apply stand in it already.

    Parameters
    ----------
    case : Case
        The application, with the plan of its audit.
    people : mapping
        Of the certifier, by key.
    day : date
        When it is written.

    Returns
    -------
    bytes
        The workbook (.xlsx), Chinese and English; the same arguments give the same bytes.
    """
    made = io.BytesIO()
    book, styles = open_book(made, text("Audit checklist").said("both"))
    sheets = [book.add_worksheet(sheet_name(title)) for title in SHEETS]
    lines = lines_of(case)
    write_about(sheets[0], styles, case, people, day)
    write_questions(sheets[1], styles, case, lines)
    write_findings(sheets[2], styles, case, lines)
    for sheet, title in zip(sheets, SHEETS, strict=True):
        _finish(sheet, case, title, landscape=title is not ABOUT)
    sheets[0].activate()
    book.close()
    return made.getvalue()


def _finish(sheet: Worksheet, case: Case, title: Text, *, landscape: bool) -> None:
    """Shut all but the cells to fill in, and set up the print."""
    sheet.protect("", {"format_rows": True, "format_columns": True})
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.65)
    sheet.fit_to_pages(1, 0)
    if landscape:
        sheet.set_landscape()
    test = case.scheme.label["test"].said("both") if case.scheme.test else ""
    page = text("page {number} of {count}", number="&P", count="&N")
    sheet.set_header(f"&L&8{_escaped(case.subject)}&C&8{_escaped(test)}&R&8{title.said('both')}")
    sheet.set_footer(f"&R&8{page.said('both')}")
    sheet.hide_gridlines(2)


def _escaped(said: str) -> str:
    """In headers & begins a code, and && is an ampersand."""
    return said.replace("&", "&&")
