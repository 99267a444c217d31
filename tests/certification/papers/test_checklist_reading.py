"""Filled checklists of careful people, and of others."""

import datetime
import io
import zipfile

import openpyxl
import pytest

from pvfootprint.certification.audit.auditing import numbered
from pvfootprint.certification.cases import Case
from pvfootprint.certification.papers.checklist import read_checklist
from pvfootprint.certification.papers.checklist.lines import (
    ANSWER,
    FIRST,
    GRADE,
    KEY,
)
from pvfootprint.model.certificate_record import Said

from .filled_checklists import PLANNED, errors, wide
from .paper_cases import AUDITED


def only(filled, case, code, cell=None):
    """Read, and return the one finding that there must be."""
    audit, findings = filled.read(case)
    assert audit is None
    (found,) = errors(findings)
    assert found.code == code
    assert found.file == "checklist.xlsx"
    if cell:
        assert found.cell == cell
    assert found.message.zh != found.message.en
    return found


def test_a_filled_checklist_gives_the_answers(filled, case, pilot_scheme):
    filled.answer("ENE-2", "不符合 does not conform", "meter 17", "expired")
    filled.finding(1, zh="校准过期。", en="Calibration ended.")
    filled.finding(3, question="", grade="观察项 observation", zh="", en="Keep the ledger dry.")
    audit, findings = filled.read(case)
    assert findings == []
    assert (audit.start, audit.end) == ("2026-02-10", "2026-02-11")
    assert audit.conclusion == Said(en="数据有记录支持。", zh="数据有记录支持。")
    keys = [one.question for one in audit.answers]
    assert keys == [one.key for one in pilot_scheme.checklist] + ["ELC-001", "ELC-002", "ELC-003"]
    by_key = {one.question: one for one in audit.answers}
    assert by_key["LEG-1"].answer == "conforms"
    assert by_key["LEG-1"].evidence == Said(en="台账第3页", zh="台账第3页")
    assert by_key["ENE-2"].answer == "does not conform"
    assert by_key["ENE-2"].remark.en == "expired"
    first, second = audit.findings
    assert (first.key, first.question, first.grade) == ("F1", "ENE-2", "minor")
    assert first.said == Said(en="Calibration ended.", zh="校准过期。")
    assert (second.key, second.question, second.grade) == ("F2", "", "observation")
    assert second.said.zh == "Keep the ledger dry."
    days = [one.due for one in numbered(audit.findings, case, datetime.date(2026, 2, 12))]
    assert days == ["2026-04-13", ""]


@pytest.mark.parametrize(
    "written",
    [
        "符合",
        "conforms",
        wide("CONFORMS"),
        " Conforms ",
        "符合 conforms",
        "符合\nconforms",
        "yes",
    ],
)
def test_an_answer_may_be_chinese_or_english_wide_or_narrow(filled, case, written):
    filled.answer("LEG-1", written, "seen")
    audit, findings = filled.read(case)
    assert findings == []
    assert audit.answers[0].answer == "conforms"


@pytest.mark.parametrize("written", ["不适用", "n/a", wide("N/A"), "not applicable"])
def test_what_does_not_apply_needs_a_reason_only(filled, case, written):
    filled.answer("LEG-1", written, None, "no such line")
    audit, findings = filled.read(case)
    assert findings == []
    assert audit.answers[0].answer == "not applicable"
    assert audit.answers[0].evidence == Said(en="", zh="")


@pytest.mark.parametrize(
    ("written", "grade"),
    [
        ("严重不符合项", "major"),
        ("MAJOR", "major"),
        ("一般", "minor"),
        ("轻微不符合", "minor"),
        (wide("Observation"), "observation"),
    ],
)
def test_a_grade_may_be_chinese_or_english(filled, case, written, grade):
    filled.finding(1, question="", grade=written)
    audit, findings = filled.read(case)
    assert findings == []
    assert audit.findings[0].grade == grade


def test_days_may_be_typed_as_text(filled, case):
    filled.about_cell("start").value = "2026年2月10日"
    filled.about_cell("end").value = wide("2026-02-12")
    audit, findings = filled.read(case)
    assert findings == []
    assert (audit.start, audit.end) == ("2026-02-10", "2026-02-12")


# What is wrong.


def test_another_workbook_is_no_checklist(case):
    book = openpyxl.Workbook()
    made = io.BytesIO()
    book.save(made)
    audit, (found,) = read_checklist(made.getvalue(), "other.xlsx", case)
    assert audit is None
    assert found.code == "CRT-080"
    assert "Questions" in found.expected


def test_a_first_sheet_without_its_keys_is_no_checklist(filled, case):
    for row in range(1, 60):
        filled.about.cell(row, 1).value = None
    only(filled, case, "CRT-080")


def test_a_sheet_may_be_called_in_english_only(filled, case):
    filled.questions.title = "Questions"
    assert filled.read(case)[0]
    filled.questions.title = "Fragen"
    only(filled, case, "CRT-080")


def test_the_checklist_of_another_application_is_refused(filled, case):
    other = Case("YC-A-2026-00009-7", case.done, case.scheme)
    found = only(filled, other, "CRT-081")
    assert (found.found, found.expected) == (case.subject, other.subject)


def test_a_stale_checklist_is_refused(short, filled):
    points = short.body("evaluate").points[:-1]
    again = short.case(*PLANNED, evaluate={"points": points})
    found = only(filled, again, "CRT-082")
    assert found.found != found.expected
    audited = short.case(*AUDITED)
    only(filled, audited, "CRT-082")


def test_a_new_plan_does_not_make_a_checklist_stale(short, filled):
    moved = {"start": "2026-02-17", "end": "2026-02-18"}
    later = short.case(*PLANNED, **{"plan-audit": moved})
    assert filled.read(later)[0]


def test_a_question_that_was_taken_out_is_missed(filled, case):
    filled.questions.delete_rows(filled.rows["LEG-2"])
    found = only(filled, case, "CRT-083")
    assert "LEG-2" in found.found


def test_a_question_that_was_added_is_found(filled, case):
    row = max(filled.rows.values()) + 1
    filled.questions.cell(row, KEY).value = "NEW-1"
    only(filled, case, "CRT-084", f"A{row}")


def test_a_question_that_stands_there_twice_is_found(filled, case):
    row = max(filled.rows.values()) + 1
    filled.questions.cell(row, KEY).value = "LEG-1"
    found = only(filled, case, "CRT-084", f"A{row}")
    assert "twice" in found.message


def test_an_answer_without_a_number_is_found(filled, case):
    row = max(filled.rows.values()) + 1
    filled.questions.cell(row, ANSWER).value = "符合"
    only(filled, case, "CRT-084", f"A{row}")


def test_an_unanswered_question_is_found(filled, case):
    filled.answer("LEG-1", None)
    found = only(filled, case, "CRT-085", f"D{filled.rows['LEG-1']}")
    assert found.found == "LEG-1"


@pytest.mark.parametrize("written", ["maybe", "符合？", "not", 3, True])
def test_an_answer_that_is_not_understood_is_found(filled, case, written):
    filled.answer("LEG-1", written, "seen")
    only(filled, case, "CRT-086", f"D{filled.rows['LEG-1']}")


@pytest.mark.parametrize("grade", ["", "观察项 observation"])
def test_what_does_not_conform_needs_a_finding(filled, case, grade):
    filled.answer("ENE-2", "不符合", "seen")
    if grade:
        filled.finding(1, grade=grade)
    only(filled, case, "CRT-087", f"D{filled.rows['ENE-2']}")


@pytest.mark.parametrize("written", [None, "serious"])
def test_a_finding_without_a_grade_is_found(filled, case, written):
    filled.finding(2, question="", grade=written)
    found = only(filled, case, "CRT-088", f"C{FIRST + 1}")
    assert "严重不符合项" in found.expected.zh


def test_a_finding_without_a_text_is_found(filled, case):
    filled.finding(1, question="", en="")
    only(filled, case, "CRT-089", f"D{FIRST}")


def test_a_finding_for_a_question_that_is_not_asked_is_found(filled, case):
    filled.finding(1, question="XXX-1")
    only(filled, case, "CRT-090", f"B{FIRST}")


def test_a_finding_names_its_question_in_any_width(filled, case):
    filled.answer("ENE-2", "不符合", "seen")
    filled.finding(1, question=wide("ene-2"))
    audit, findings = filled.read(case)
    assert findings == []
    assert audit.findings[0].question == "ENE-2"


@pytest.mark.parametrize("written", [None, "soon", "03/04/2026", 46063])
def test_a_day_that_is_missing_or_not_clear_is_found(filled, case, written):
    cell = filled.about_cell("start")
    cell.value, cell.number_format = written, "General"
    only(filled, case, "CRT-091", cell.coordinate)


def test_a_last_day_before_the_first_is_found(filled, case):
    cell = filled.about_cell("end")
    cell.value = "2026-02-01"
    only(filled, case, "CRT-091", cell.coordinate)


def test_a_missing_conclusion_is_found(filled, case):
    cell = filled.about_cell("conclusion-zh")
    cell.value = "  "
    only(filled, case, "CRT-092", cell.coordinate)


def test_an_answer_that_nothing_shows_is_a_warning(filled, case):
    filled.answer("LEG-1", "符合")
    audit, (found,) = filled.read(case)
    assert audit
    assert (found.code, found.severity) == ("CRT-093", "warning")


@pytest.mark.parametrize("answer", ["符合", "不适用"])
def test_what_the_evaluation_left_to_the_audit_needs_evidence(filled, case, answer):
    filled.answer("ELC-001", answer)
    only(filled, case, "CRT-093", f"E{filled.rows['ELC-001']}")


@pytest.mark.parametrize("written", ["=1/0", "=NOW()", "#REF!", "x" * 8001])
def test_a_cell_that_cannot_be_read_is_found(filled, case, written):
    filled.answer("LEG-1", "符合", written)
    only(filled, case, "CRT-094", f"E{filled.rows['LEG-1']}")


def test_an_answer_that_a_finding_contradicts_is_found(filled, case):
    filled.finding(1, question="LEG-1")
    found = only(filled, case, "CRT-095", f"D{filled.rows['LEG-1']}")
    assert "F1" in found.found


def test_all_mistakes_are_told_at_once(filled, case):
    filled.about_cell("conclusion-zh").value = None
    filled.about_cell("start").value = "soon"
    filled.answer("LEG-1", None)
    filled.answer("LEG-2", "maybe")
    filled.answer("ENE-2", "不符合")
    filled.finding(1, question="", grade="?", en="")
    _, findings = filled.read(case)
    codes = sorted(one.code for one in errors(findings))
    assert codes == ["CRT-085", "CRT-086", "CRT-087", "CRT-088", "CRT-089", "CRT-091", "CRT-092"]
    assert all(one.cell and one.sheet for one in errors(findings))


# What a stranger may send.


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "c.xlsx", "WBK-002"),
        (b"%PDF-1.7", "c.xlsx", "WBK-004"),
        (b"PK\x03\x04 broken", "c.xlsx", "WBK-007"),
        (b"PK\x03\x04", "~$c.xlsx", "WBK-003"),
        (b"a;b", "c.csv", "WBK-005"),
    ],
)
def test_other_files_are_refused_with_a_reason(case, content, name, code):
    audit, findings = read_checklist(content, name, case)
    assert audit is None
    assert findings[0].code == code


def test_a_bomb_is_refused(case, blank):
    made = io.BytesIO(blank)
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/bomb.xml", b"<a>" + b" " * 80_000_000 + b"</a>")
    audit, findings = read_checklist(made.getvalue(), "c.xlsx", case)
    assert audit is None
    assert findings[0].code == "WBK-008"


def test_cells_far_away_are_not_read(filled, case):
    filled.questions.cell(1_000_000, KEY).value = "far"
    filled.findings.cell(1_000_000, GRADE).value = "far"
    assert filled.read(case)[0]
