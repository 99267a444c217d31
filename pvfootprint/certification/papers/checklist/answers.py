"""Reads the answers of a filled checklist."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.certification.acts import AuditAnswer
from pvfootprint.certification.papers.checklist.lines import (
    ANSWER,
    EVIDENCE,
    FIRST,
    KEY,
    REMARK,
    answer_choices,
)
from pvfootprint.certification.papers.wording import ANSWER_NAMES
from pvfootprint.language.texts import joined, text
from pvfootprint.model.certificate_record import Said
from pvfootprint.workbook.reader.found_sheet import key_text
from pvfootprint.workbook.reader.report import shown

if TYPE_CHECKING:
    from pvfootprint.certification.acts import AuditFinding
    from pvfootprint.certification.papers.checklist.cells import Sheet
    from pvfootprint.certification.papers.checklist.lines import Line


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, and the row in which it stands."""

    row: int
    answer: AuditAnswer


def read_answers(questions: Sheet, lines: dict[str, Line]) -> dict[str, Answered]:
    """Return the answers by question: CRT-083 to CRT-086, CRT-093."""
    choices = answer_choices()
    found: dict[str, Answered] = {}
    seen: set[str] = set()
    for row in sorted(row for row in questions.cells if row >= FIRST):
        key = questions.text(row, KEY)
        if key not in lines or key in seen:
            _not_asked(questions, row, key, twice=key in seen)
            continue
        seen.add(key)
        answer = _answer(questions, row, lines[key], choices)
        if answer:
            found[key] = Answered(row, answer)
    removed = [key for key in lines if key not in seen]
    if removed:
        questions.report.add(
            "CRT-083",
            text("questions are missing from the checklist"),
            sheet=questions.title,
            found=text("missing: {questions}", questions=joined(", ", removed)),
            hint=text("write the checklist again and carry the answers over"),
        )
    return found


def _not_asked(questions: Sheet, row: int, key: str, *, twice: bool) -> None:
    """Say that a row is none of the checklist; headings of chapters have neither key nor answer."""
    if not key and not any(questions.text(row, c) for c in (ANSWER, EVIDENCE, REMARK)):
        return
    questions.add(
        "CRT-084",
        text("the question stands there twice") if twice else text("this question is not asked"),
        row,
        KEY,
        found=shown(key) or text("a row without a number"),
        hint=text("take the row out; what else was found belongs on the sheet of findings"),
    )


def _answer(questions: Sheet, row: int, line: Line, choices: dict[str, str]) -> AuditAnswer | None:
    written = questions.text(row, ANSWER)
    expected = joined(", ", ANSWER_NAMES.values())
    if not written:
        message = text("the question is not answered")
        questions.add("CRT-085", message, row, ANSWER, found=line.key, expected=expected)
        return None
    answer = choices.get(key_text(written))
    if answer is None:
        message = text("the answer is not understood")
        questions.add("CRT-086", message, row, ANSWER, found=shown(written), expected=expected)
        return None
    evidence, remark = questions.text(row, EVIDENCE), questions.text(row, REMARK)
    _ask_evidence(questions, row, line, answer, evidence, remark)
    return AuditAnswer.model_validate(
        {
            "question": line.key,
            "answer": answer,
            "evidence": _same(evidence),
            "remark": _same(remark),
        }
    )


def _ask_evidence(
    questions: Sheet, row: int, line: Line, answer: str, evidence: str, remark: str
) -> None:
    """Say where nothing shows an answer: CRT-093."""
    if evidence or answer == "does not conform" or (answer == "not applicable" and remark):
        return
    questions.add(
        "CRT-093",
        text("nothing shows this answer"),
        row,
        EVIDENCE,
        severity="error" if line.left else "warning",
        found=line.key,
        expected=text("what was seen; for what is not applicable, the reason"),
    )


def _same(written: str) -> Said:
    return Said(en=written, zh=written)


def compare(questions: Sheet, answered: dict[str, Answered], findings: list[AuditFinding]) -> None:
    """Compare answers with findings: CRT-087, CRT-095."""
    of: dict[str, list[str]] = {}
    for finding in findings:
        if finding.grade != "observation":
            of.setdefault(finding.question, []).append(finding.key)
    for key, one in answered.items():
        wrong = one.answer.answer == "does not conform"
        if wrong and key not in of:
            questions.add(
                "CRT-087",
                text("a question does not conform, but no finding says why"),
                one.row,
                ANSWER,
                found=key,
                expected=text("a major or minor finding with the number of the question"),
            )
        if not wrong and key in of:
            questions.add(
                "CRT-095",
                text("a question conforms or is not applicable, but a finding says otherwise"),
                one.row,
                ANSWER,
                found=text("{question}: {findings}", question=key, findings=joined(", ", of[key])),
                hint=text("change the answer, or make the finding an observation"),
            )
