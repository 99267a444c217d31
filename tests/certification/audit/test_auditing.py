"""Audits are entered by their team when they are over; what does not conform has a finding."""

import pytest

from pvfootprint.certification.acts import Audit, AuditAnswer, AuditFinding, Checked
from pvfootprint.certification.audit.auditing import due_day, enter_audit
from pvfootprint.certification.papers.checklist import read_checklist, write_checklist
from pvfootprint.model.certificate_record import Said
from pvfootprint.model.findings import CertificationError

pytestmark = pytest.mark.usefixtures("quick_papers")


def said(words):
    return Said(en=words, zh=words)


def finding(grade, question="MET-1"):
    return AuditFinding(key="F1", grade=grade, question=question, said=said(f"a {grade} one"))


@pytest.fixture
def number(house, case_at):
    """Give an application whose audit was planned for 2026-03-16 and 17, which are over."""
    number = case_at("audit")
    house.clock.set("2026-03-18")
    return number


def audit(house, number, **changes):
    """Make an audit in which every question conforms."""
    made = house.body("audit", start="2026-03-16", end="2026-03-17")
    return made.model_copy(update=changes)


def enter(house, number, by="auditor-a", **changes):
    body = audit(house, number, **changes)
    return enter_audit(
        house.registry, house.actor(by), number, body, b"the checklist", "checklist.xlsx"
    )


def refused(house, number, **changes):
    before = house.entries()
    with pytest.raises(CertificationError) as error:
        enter(house, number, **changes)
    assert house.entries() == before
    return [(found.code, found.found) for found in error.value.findings]


def answers(house, **changed):
    """Give the answers of an audit, some of them changed."""
    given = house.body("audit").answers
    return tuple(
        one.model_copy(update={"answer": changed[one.question]}) if one.question in changed else one
        for one in given
    )


def test_an_audit_is_entered_with_checklist_and_report(house, number):
    done = enter(house, number)
    body = done.case.body(Audit)
    assert set(body.files) == {"checklist.xlsx", *done.papers}
    with house.reading() as snapshot:
        assert snapshot.file(body.files["checklist.xlsx"]) == b"the checklist"
    assert done.case.next_step == "review"


def test_findings_get_the_due_days_of_the_scheme_from_the_day_of_the_report(house, number):
    assert house.scheme.due_days == {"major": 30, "minor": 60, "observation": None}
    found = (finding("major"), finding("minor"), finding("observation"))
    case = enter(house, number, findings=found).case
    # 30 and 60 days after 2026-03-18.
    assert [(one.key, one.due) for one in case.findings] == [
        ("F1", "2026-04-17"),
        ("F2", "2026-05-17"),
        ("F3", ""),
    ]
    assert [one.key for one in case.blocking_findings] == ["F1", "F2"]
    assert case.next_step == "audit"


def test_a_grade_without_days_has_no_due_day(house):
    assert due_day(house.scheme, "observation", house.clock.day) == ""


def test_who_is_not_of_the_team(house, number):
    assert refused(house, number, by="auditor-c") == [("CRT-036", "auditor-c")]


def test_a_member_of_the_team_may_enter_it_too(house, number):
    assert enter(house, number, by="auditor-b").case.audited


def test_who_is_no_auditor(house, number):
    assert [code for code, _ in refused(house, number, by="reviewer-a")] == ["STF-004"]


def test_an_audit_before_its_day(house, number):
    assert refused(house, number, start="2026-03-15") == [("CRT-035", "2026-03-15")]


def test_an_audit_that_is_not_over(house, number):
    assert refused(house, number, end="2026-03-19") == [("CRT-035", "2026-03-19")]


def test_an_audit_that_ends_before_it_begins(house, number):
    found = refused(house, number, start="2026-03-17", end="2026-03-16")
    assert found == [("CRT-031", "2026-03-17 to 2026-03-16")]


def test_an_audit_without_a_plan(house, case_at):
    number = case_at("plan-audit")
    house.clock.set("2026-03-18")
    assert [code for code, _ in refused(house, number)] == ["CRT-003"]


def test_what_does_not_conform_needs_a_finding(house, number):
    key = house.scheme.checklist[0].key
    given = answers(house, **{key: "does not conform"})
    assert refused(house, number, answers=given) == [("CRT-037", key)]
    found = (finding("observation", key),)
    assert refused(house, number, answers=given, findings=found) == [("CRT-037", key)]
    assert enter(house, number, answers=given, findings=(finding("minor", key),)).case.audited


def test_questions_without_an_answer(house, number):
    given = answers(house)
    missing = given[1].question
    found = refused(house, number, answers=(given[0], *given[2:]))
    assert found == [("CRT-039", f"missing: {missing}")]


def test_a_question_that_the_evaluation_left_to_the_audit(house, case_at):
    number = case_at("evaluate")
    points = house.body("evaluate").points
    asks = Checked(key="GRP-001", title=said("family"), outcome="asks", found=said("show it"))
    house.act("evaluate", number, points=(*points, asks))
    house.act("plan-audit", number)
    house.clock.set("2026-03-18")
    assert refused(house, number) == [("CRT-039", "missing: GRP-001")]
    seen = AuditAnswer(
        question="GRP-001", answer="conforms", evidence=said("lists"), remark=said("")
    )
    assert enter(house, number, answers=(*answers(house), seen)).case.next_step == "review"


def test_everything_is_said_at_once(house, number):
    found = refused(
        house,
        number,
        by="auditor-c",
        start="2026-03-15",
        end="2026-03-20",
        answers=answers(house)[1:],
    )
    assert [code for code, _ in found] == ["CRT-036", "CRT-035", "CRT-035", "CRT-039"]


def test_an_audit_is_entered_once(house, number):
    enter(house, number)
    assert refused(house, number) == [("CRT-035", "2026-03-18")]


def test_a_further_audit_goes_on_counting_and_forgets_nothing(house, number):
    enter(house, number, findings=(finding("major"), finding("minor")))
    house.clock.set("2026-03-20")
    house.act("plan-audit", number)
    assert house.case(number).next_step == "audit"
    house.clock.set("2026-04-06")
    again = {"start": "2026-04-03", "end": "2026-04-03", "findings": (finding("minor"),)}
    case = enter(house, number, **again).case
    assert [one.key for one in case.findings] == ["F1", "F2", "F3"]
    assert [one.key for one in case.blocking_findings] == ["F1", "F2", "F3"]


def test_the_checklist_comes_back(house, number):
    """The workbook that goes out, filled in, is what is entered."""
    import io

    import openpyxl

    case = house.case(number)
    with house.reading() as snapshot:
        blank = write_checklist(case, snapshot.people(), house.clock.day)
    book = openpyxl.load_workbook(io.BytesIO(blank))
    about, questions, _ = book.worksheets
    for row in about.iter_rows():
        key = row[0].value
        if key == "start":
            row[2].value = "2026-03-16"
        if key == "end":
            row[2].value = "2026-03-17"
        if key == "conclusion-en":
            row[2].value = "It conforms."
    keys = {question.key for question in house.scheme.checklist}
    for row in questions.iter_rows():
        if row[0].value in keys:
            row[3].value = "conforms"
            row[4].value = "seen on the spot"
    filled = io.BytesIO()
    book.save(filled)
    read, findings = read_checklist(filled.getvalue(), "checklist.xlsx", case)
    assert not findings
    done = enter_audit(
        house.registry, house.actor("auditor-a"), number, read, filled.getvalue(), "checklist.xlsx"
    )
    assert set(done.case.answers) == keys
