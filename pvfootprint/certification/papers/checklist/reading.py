"""Reads a filled checklist: collects every mistake, with its sheet and cell."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from pvfootprint.certification.acts import Audit
from pvfootprint.certification.papers.checklist.answers import compare, read_answers
from pvfootprint.certification.papers.checklist.cells import Sheet, open_sheet
from pvfootprint.certification.papers.checklist.found import read_findings
from pvfootprint.certification.papers.checklist.lines import (
    ABOUT_KEY,
    ABOUT_VALUE,
    APPLICATION,
    CONCLUSION_EN,
    CONCLUSION_ZH,
    END,
    IDENTITY,
    SHEETS,
    START,
    identity,
    lines_of,
    sheet_name,
)
from pvfootprint.language.texts import joined, text
from pvfootprint.model.certificate_record import Said
from pvfootprint.workbook.reader.dates import parse_day
from pvfootprint.workbook.reader.opening import open_content
from pvfootprint.workbook.reader.report import Report, shown

if TYPE_CHECKING:
    from pvfootprint.certification.cases import Case
    from pvfootprint.model.findings import Finding


def read_checklist(content: bytes, file: str, case: Case) -> tuple[Audit | None, list[Finding]]:
    """Read a filled checklist.

    Parameters
    ----------
    content : bytes
        The workbook, as it came back.
    file : str
        Its name.
    case : Case
        The application.

    Returns
    -------
    Audit or None
        What it says, with findings numbered from ``F1`` and without due days; None if there is an
        error.
    list of Finding
        Everything that is wrong: WBK-002 to WBK-014, CRT-080 to CRT-095.
    """
    report = Report(file)
    opened = open_content(content, file, report)
    if opened is None:
        return None, report.findings
    found = [open_sheet(opened, title, report) for title in SHEETS]
    sheets = [sheet for sheet in found if sheet]
    if len(sheets) < len(found):
        _no_checklist(report, opened.workbook.sheetnames)
        return None, report.findings
    about, questions, findings = sheets
    if not _is_for(about, case):
        return None, report.findings
    start, end = _dates(about)
    conclusion = _conclusion(about)
    lines = {line.key: line for line in lines_of(case)}
    answered = read_answers(questions, lines)
    written = read_findings(findings, lines)
    compare(questions, answered, written)
    if report.has_errors:
        return None, report.findings
    audit = Audit(
        start=start,
        end=end,
        answers=tuple(one.answer for one in answered.values()),
        findings=tuple(written),
        conclusion=conclusion,
    )
    return audit, report.findings


def _no_checklist(report: Report, there: list[str]) -> None:
    report.add(
        "CRT-080",
        text("this is no checklist of an audit"),
        found=shown(", ".join(there)),
        expected=joined(", ", map(sheet_name, SHEETS)),
        hint=text(
            "write one with {command}, and leave its sheets as they are called",
            command="pvfootprint cert audit NUMBER --checklist OUT.xlsx",
        ),
    )


def _rows(about: Sheet) -> dict[str, int]:
    """Return the rows of the first sheet by their keys."""
    rows: dict[str, int] = {}
    for row in sorted(about.cells):
        key = about.text(row, ABOUT_KEY)
        if key:
            rows.setdefault(key, row)
    return rows


def _is_for(about: Sheet, case: Case) -> bool:
    """Say whether the checklist is that of the audit that comes next: CRT-080 to CRT-082."""
    rows = _rows(about)
    wanted = (APPLICATION, IDENTITY, START, END, CONCLUSION_ZH, CONCLUSION_EN)
    if any(key not in rows for key in wanted):
        _no_checklist(about.report, [about.title])
        return False
    number = about.text(rows[APPLICATION], ABOUT_VALUE)
    if number != case.subject:
        about.add(
            "CRT-081",
            text("the checklist is for another application"),
            rows[APPLICATION],
            ABOUT_VALUE,
            found=shown(number),
            expected=case.subject,
            hint=text("give the number to which the checklist belongs, or its own checklist"),
        )
        return False
    mark = about.text(rows[IDENTITY], ABOUT_VALUE)
    if mark != identity(case):
        about.add(
            "CRT-082",
            text("the checklist is out of date"),
            rows[IDENTITY],
            ABOUT_VALUE,
            found=shown(mark),
            expected=identity(case),
            hint=text(
                "the application, its evaluation or its audits changed since it was written: write "
                "it again and carry the answers over"
            ),
        )
        return False
    return True


def _dates(about: Sheet) -> tuple[str, str]:
    rows = _rows(about)
    start, end = (_day(about, rows[key]) for key in (START, END))
    if start and end and end < start:
        about.add(
            "CRT-091",
            text("the last day on the site is before the first"),
            rows[END],
            ABOUT_VALUE,
            found=end,
            expected=text("{day} or later", day=start),
        )
    return start, end


def _day(about: Sheet, row: int) -> str:
    value = about.value(row, ABOUT_VALUE)
    typed = value.date() if isinstance(value, datetime.datetime) else value
    day = parse_day(typed) if typed is not None and shown(typed) else None
    if day and day.value:
        return day.value
    about.add(
        "CRT-091",
        text("the day is missing") if day is None else text("the day is not understood"),
        row,
        ABOUT_VALUE,
        found=shown(typed) if day else text("nothing"),
        expected=text("a day, such as 2025-01-31"),
        hint=text("write it with a year of four digits first"),
    )
    return ""


def _conclusion(about: Sheet) -> Said:
    rows = _rows(about)
    zh = about.text(rows[CONCLUSION_ZH], ABOUT_VALUE)
    en = about.text(rows[CONCLUSION_EN], ABOUT_VALUE)
    if not (zh or en):
        about.add(
            "CRT-092",
            text("the conclusion of the audit is missing"),
            rows[CONCLUSION_ZH],
            ABOUT_VALUE,
            found=text("nothing"),
            expected=text("a sentence in Chinese or English, best in both"),
        )
    return Said(en=en or zh, zh=zh or en)
