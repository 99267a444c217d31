"""Reads the findings of a filled checklist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.certification.acts import AuditFinding
from pvfootprint.certification.papers.checklist.lines import (
    FIRST,
    FOUND_EN,
    FOUND_ZH,
    GRADE,
    QUESTION,
    grade_choices,
)
from pvfootprint.certification.papers.wording import GRADE_NAMES
from pvfootprint.language.texts import joined, text
from pvfootprint.workbook.reader.found_sheet import key_text
from pvfootprint.workbook.reader.report import shown

if TYPE_CHECKING:
    from pvfootprint.certification.papers.checklist.cells import Sheet
    from pvfootprint.certification.papers.checklist.lines import Line


def read_findings(findings: Sheet, lines: dict[str, Line]) -> list[AuditFinding]:
    """Return the findings in their order: CRT-088 to CRT-090."""
    found: list[AuditFinding] = []
    inputs = (QUESTION, GRADE, FOUND_ZH, FOUND_EN)
    for row in sorted(row for row in findings.cells if row >= FIRST):
        if any(findings.text(row, column) for column in inputs):
            one = _finding(findings, row, lines, len(found) + 1)
            if one:
                found.append(one)
    return found


def _finding(findings: Sheet, row: int, lines: dict[str, Line], number: int) -> AuditFinding | None:
    grade = _grade(findings, row)
    said = findings.said(row, FOUND_ZH, FOUND_EN)
    if not said.en:
        findings.add(
            "CRT-089",
            text("the finding has no text"),
            row,
            FOUND_ZH,
            found=text("nothing"),
            expected=text("what was found, in Chinese or English, best in both"),
        )
    question = _question(findings, row, lines)
    if not grade or not said.en:
        return None
    return AuditFinding.model_validate(
        {"key": f"F{number}", "grade": grade, "question": question, "said": said}
    )


def _grade(findings: Sheet, row: int) -> str:
    written = findings.text(row, GRADE)
    grade = grade_choices().get(key_text(written), "") if written else ""
    if not grade:
        message = (
            text("the grade is not understood") if written else text("the finding has no grade")
        )
        expected = joined(", ", GRADE_NAMES.values())
        found: str = shown(written) if written else text("nothing")
        findings.add("CRT-088", message, row, GRADE, found=found, expected=expected)
    return grade


def _question(findings: Sheet, row: int, lines: dict[str, Line]) -> str:
    written = findings.text(row, QUESTION)
    if not written:
        return ""
    same = [key for key in lines if key_text(key) == key_text(written)]
    if not same:
        findings.add(
            "CRT-090",
            text("the finding names a question that is not asked"),
            row,
            QUESTION,
            found=shown(written),
            expected=text("the number of a question, such as {key}", key=next(iter(lines), "")),
            hint=text("leave it empty for a finding outside the questions"),
        )
        return ""
    return same[0]
