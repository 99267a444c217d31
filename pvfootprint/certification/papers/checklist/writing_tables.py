"""Writes the questions and the room for findings of a checklist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.certification.papers.checklist.lines import (
    ANSWER,
    ASKED,
    BASIS,
    EVIDENCE,
    FINDINGS,
    FIRST,
    FOUND_EN,
    FOUND_ZH,
    GRADE,
    KEY,
    LISTED,
    NUMBER,
    QUESTION,
    QUESTIONS,
    REMARK,
    ROOM,
    TIME,
    days_by_grade,
)
from pvfootprint.certification.papers.checklist.placing import (
    LINE,
    drop_down,
    fit,
    in_lines,
    put,
    put_input,
    set_widths,
)
from pvfootprint.certification.papers.wording import ANSWER_NAMES, GRADE_NAMES
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from pvfootprint.certification.acts import AuditAnswer
    from pvfootprint.certification.cases import Case
    from pvfootprint.certification.papers.checklist.lines import Line
    from pvfootprint.certification.papers.checklist.styling import Styles
    from pvfootprint.language.texts import Text

QUESTION_WIDTHS = (9, 62, 26, 17, 46, 30)
FINDING_WIDTHS = (9, 14, 20, 54, 54, 26)
"""Widths of the columns [characters]."""

QUESTION_HEADINGS = (
    text("no."),
    text("checklist question"),
    text("basis"),
    text("answer"),
    text("evidence that was seen"),
    text("remark"),
)
FINDING_HEADINGS = (
    text("no."),
    text("checklist question"),
    text("grade"),
    text("what was found, in Chinese"),
    text("what was found, in English"),
    text("time for the corrective action"),
)


def write_questions(sheet: Worksheet, styles: Styles, case: Case, lines: tuple[Line, ...]) -> None:
    """Write the questions, below the names of their chapters."""
    set_widths(sheet, QUESTION_WIDTHS)
    _head(sheet, styles, QUESTIONS, case)
    _headings(sheet, styles, QUESTION_HEADINGS)
    earlier = {key: one for key, one in case.answers.items() if one.answer != "does not conform"}
    row, chapter = FIRST, None
    for line in lines:
        if line.chapter != chapter:
            _band(sheet, styles, row, line.chapter)
            row, chapter = row + 1, line.chapter
        _question(sheet, styles, row, line, earlier.get(line.key))
        row += 1
    wrong = {
        "type": "cell",
        "criteria": "==",
        "value": f'"{ANSWER_NAMES["does not conform"].said("both")}"',
        "format": styles.wrong,
    }
    sheet.conditional_format(FIRST - 1, ANSWER - 1, row - 2, ANSWER - 1, wrong)


def _band(sheet: Worksheet, styles: Styles, row: int, chapter: Text) -> None:
    for column in (KEY, BASIS, ANSWER, EVIDENCE, REMARK):
        sheet.write_blank(row - 1, column - 1, None, styles.band)
    put(sheet, (row, ASKED), chapter, styles.band)
    sheet.set_row(row - 1, LINE + 5)


def _question(
    sheet: Worksheet, styles: Styles, row: int, line: Line, earlier: AuditAnswer | None
) -> None:
    asked, basis = in_lines(line.asked), in_lines(line.basis)
    sheet.write_string(row - 1, KEY - 1, line.key, styles.given)
    sheet.write_string(row - 1, ASKED - 1, asked, styles.given)
    sheet.write_string(row - 1, BASIS - 1, basis, styles.small)
    answer, evidence, remark = _earlier(earlier)
    put_input(sheet, (row, ANSWER), answer, styles.open_centred)
    put_input(sheet, (row, EVIDENCE), evidence, styles.open)
    put_input(sheet, (row, REMARK), remark, styles.open)
    choices = [name.said("both") for name in ANSWER_NAMES.values()]
    drop_down(sheet, (row, ANSWER), (row, ANSWER), choices)
    said = {ASKED: asked, BASIS: basis, EVIDENCE: evidence, REMARK: remark}
    widths = [(one, QUESTION_WIDTHS[column - 1]) for column, one in said.items()]
    fit(sheet, row, widths, least=3, small=basis)


def _earlier(answer: AuditAnswer | None) -> tuple[str, str, str]:
    """Return answer, evidence and remark of an earlier audit."""
    if answer is None:
        return "", "", ""
    carried = text("carried over from an earlier audit").said("both")
    remark = answer.remark.text.said("both")
    if carried not in remark:
        remark = f"{remark}\n{carried}".strip()
    evidence = answer.evidence.text.said("both")
    return ANSWER_NAMES[answer.answer].said("both"), evidence, remark


def write_findings(sheet: Worksheet, styles: Styles, case: Case, lines: tuple[Line, ...]) -> None:
    """Write the room for findings; their numbers go on from those of earlier audits."""
    set_widths(sheet, FINDING_WIDTHS)
    _head(sheet, styles, FINDINGS, case)
    _headings(sheet, styles, FINDING_HEADINGS)
    first, last = FIRST, FIRST + ROOM - 1
    before, times = len(case.findings), days_by_grade(case.scheme)
    for row in range(first, last + 1):
        number = f'=IF(C{row}="","","F"&({before}+COUNTA(C${first}:C{row})))'
        sheet.write_formula(row - 1, NUMBER - 1, number, styles.computed, "")
        sheet.write_formula(row - 1, TIME - 1, _time(row, times), styles.computed, "")
        for column in (QUESTION, GRADE):
            put_input(sheet, (row, column), "", styles.open_centred)
        for column in (FOUND_ZH, FOUND_EN):
            put_input(sheet, (row, column), "", styles.open)
        sheet.set_row(row - 1, LINE * 3)
    for i, line in enumerate(lines, first):
        sheet.write_string(i - 1, LISTED - 1, line.key, styles.plain)
    sheet.set_column(LISTED - 1, LISTED - 1, None, None, {"hidden": True})
    keys = f"=$H${first}:$H${first + len(lines) - 1}"
    drop_down(sheet, (first, QUESTION), (last, QUESTION), keys)
    grades = [name.said("both") for name in GRADE_NAMES.values()]
    drop_down(sheet, (first, GRADE), (last, GRADE), grades)


def _time(row: int, times: dict[str, Text]) -> str:
    """Return the formula for the time that a grade gives."""
    formula = '""'
    for grade, said in reversed(times.items()):
        formula = f'IF(C{row}="{grade}","{said.said("both")}",{formula})'
    return f"={formula}"


def _head(sheet: Worksheet, styles: Styles, title: Text, case: Case) -> None:
    put(sheet, (1, 1), title, styles.title)
    sheet.write_string(1, 0, f"{case.subject} · {case.application.client.name}", styles.plain)
    sheet.set_row(0, 26)


def _headings(sheet: Worksheet, styles: Styles, headings: tuple[Text, ...]) -> None:
    """Write the headings above the first row, which stay in sight and on each printed page."""
    for i, heading in enumerate(headings):
        sheet.write_string(FIRST - 2, i, in_lines(heading), styles.heading)
    sheet.set_row(FIRST - 2, LINE * 3)
    sheet.freeze_panes(FIRST - 1, 1)
    sheet.repeat_rows(FIRST - 2)
