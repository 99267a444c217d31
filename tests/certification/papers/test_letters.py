"""What the letters and reports say."""

import datetime

import pytest

from pvfootprint.model.certificate_record import Said
from pvfootprint.rules.certification.reading import read_scheme

from .paper_cases import (
    APPLICATION,
    AUDITED,
    ISSUED,
    Cases,
    composed,
    squeezed,
    text_of,
    words_of,
)


def test_an_acceptance_names_application_steps_and_reserved_certificates(short):
    said = text_of(short, "accept", "acceptance.pdf")
    assert APPLICATION in said
    assert "2026年1月5日" in said
    assert squeezed("5 January 2026") in said
    assert "3209002025010000000001" in said
    assert "3209002025010003001500" in said
    assert squeezed("Guide for the audit: 2 days of one auditor at one site.") in said
    assert squeezed("You get the audit plan") in said


def test_an_acceptance_without_certificates_reserves_none(short):
    said = text_of(short, "accept", "acceptance.pdf", green_reserved=())
    assert "reserved" not in said


def test_an_agreement_holds_every_term_and_a_place_for_each_party(short, pilot_scheme):
    paper = composed(short, "accept")["agreement.pdf"]
    said = words_of(paper)
    for term in pilot_scheme.agreement:
        assert squeezed(term.said.en) in said
        assert squeezed(term.said.zh) in said
        assert squeezed(term.title.zh) in said
    assert [place.lines[0].zh for place in paper.signed] == [
        "示例认证中心（测试）",
        "示例组件有限公司",
    ]
    for wanted in (
        pilot_scheme.content_hash,
        "91000000EXAMPLE041",
        "3209002025010003001500",
        squeezed("24 months"),
        squeezed("corrective action: minor finding"),
        "整改期限：一般不符合项",
        squeezed("records kept after the certificate ended: log of the registry"),
    ):
        assert wanted in said


def test_an_agreement_names_every_figure_of_the_scheme(short, pilot_scheme):
    paper = composed(short, "accept")["agreement.pdf"]
    (table,) = [block for block in paper.all_blocks() if getattr(block, "key", "") == "figures"]
    due = [days for days in pilot_scheme.due_days.values() if days is not None]
    assert len(table.rows) == 6 + len(due) + len(pilot_scheme.retention_years)
    assert all(cell.en != cell.zh for row in table.rows for cell in row)


def test_a_rejection_says_why_and_until_when_to_appeal(short):
    said = text_of(short, "reject")
    assert "申报文件无法打开。" in said
    assert squeezed("The submission does not open.") in said
    # 30 days after 12 February 2026: 14 March 2026.
    assert squeezed("within 30 days, that is until 14 March 2026") in said
    assert "2026年3月14日" in said


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("renewal", "Receipt of an application for renewal"),
        ("extension", "Receipt of an application to extend the scope"),
        ("reduction", "Receipt of an application to reduce the scope"),
    ],
)
def test_a_receipt_confirms_a_change_or_a_renewal(pilot_scheme, certificate_records, kind, title):
    cases = Cases(pilot_scheme, certificate_records, kind=kind)
    said = text_of(cases, "apply")
    assert squeezed(title) in said
    assert squeezed(f"Certificate {cases.number} stays as it is") in said
    granted = text_of(cases, "decide")
    assert squeezed(f"It takes the place of certificate {cases.number}") in granted


def test_an_evaluation_report_shows_both_values_hashes_and_points(short):
    said = text_of(short, "evaluate")
    assert said.count("382.73468505765817") == 2
    assert "逐位一致" in said
    assert "91.7%" in said
    assert short.record.recomputing.product_system in said
    assert short.record.rules.sha256 in said
    assert squeezed("12 points pass, 3 need evidence") in said
    assert "CUT-008" in said
    assert squeezed("May 2025, contract 2: proof missing") in said


def test_an_evaluation_report_says_how_far_the_values_are_apart(short):
    footprint = short.record.footprint.model_copy(update={"value": 382.73468505765817 * (1 + 1e-6)})
    said = text_of(short, "evaluate", identical=False, footprint=footprint)
    assert "Relativedifference:1e-06." in said
    assert "相对偏差1e-06" in said


def test_an_evaluation_that_does_not_pass_says_what_to_do(short):
    failing = short.body("evaluate").points[0].model_copy(update={"outcome": "fails"})
    said = text_of(short, "evaluate", satisfied=False, points=(failing,))
    assert squeezed("1 points fail, 0 need evidence, 0 pass") in said
    assert squeezed("hand a corrected submission in") in said


def test_without_an_audit_nothing_is_left_to_one(data_folder, certificate_records):
    cases = Cases(read_scheme("declaration-only", data_folder), certificate_records)
    said = text_of(cases, "evaluate")
    assert "待答复" in said
    assert "留待现场审核" not in said
    accepted = text_of(cases, "accept", "acceptance.pdf")
    assert squeezed("We audit the site") not in accepted
    assert squeezed("Guide for the audit") not in accepted


def test_an_audit_plan_compares_days_with_the_guide(short, long):
    # A module's guide is 2 days at the first site, and 1 for each further one.
    assert squeezed("2 days of one auditor, for 1 sites") in text_of(short, "plan-audit")
    said = text_of(long, "plan-audit")
    assert squeezed("4 days of one auditor, for 3 sites") in said
    assert squeezed("Days planned4 days of one auditor") in said.replace("4人日", "")


def test_an_audit_plan_names_team_agenda_and_what_was_left_to_it(short):
    said = text_of(short, "plan-audit")
    for wanted in ("审核组长", "AuditorB", "13:30-17:00", "末次会议", "ELC-003", "2026年2月11日"):
        assert wanted in said


def test_an_audit_report_shows_answers_findings_and_places_to_sign(short, pilot_scheme):
    paper = composed(short, "audit")["audit-report.pdf"]
    said = words_of(paper)
    for question in pilot_scheme.checklist:
        assert squeezed(question.title.zh) in said
    # 40 questions of the scheme and 3 points of the evaluation, of which none is answered here.
    asked = len(pilot_scheme.checklist)
    other = sum(i % 11 == 10 for i in range(asked))
    counted = f"{asked - 1 - other} questions conform, 1 do not conform, {other} are not applicable"
    assert squeezed(counted) in said
    assert squeezed("1 major, 2 minor; observations: 0") in said
    assert squeezed("3 findings must be closed before a grant.") in said
    assert said.count("未检查") == 3
    assert "2026-04-12" in said
    assert [place.lines[0].en for place in paper.signed] == [
        "Auditor A, Auditor B",
        "Example Module Co., Ltd.",
    ]


def test_an_audit_without_findings_asks_for_nothing(short):
    said = text_of(short, "audit", findings=())
    assert squeezed("No finding stands against a grant.") in said
    assert squeezed("There are no findings.") in said
    assert squeezed("None are needed.") in said


def test_a_further_audit_shows_what_was_corrected(short):
    history = short.case(*AUDITED, "correct", "plan-audit")
    said = text_of(short, "audit", history=history)
    assert "calibration.pdf" in said
    assert squeezed("The meter was calibrated.") in said


def test_a_note_of_a_correction_says_what_is_open(short):
    said = text_of(short, "correct")
    assert squeezed("Finding F1 is closed.") in said
    assert squeezed("F2 (2026-04-12), F3 (2026-04-12)") in said
    assert "电表已校准。" in said
    assert short.records.hash_of("calibration") in said


def test_the_last_correction_leaves_nothing_open(short):
    changes = {"audit": {"findings": short.findings()[:1]}}
    history = short.case(*AUDITED, **changes)
    assert squeezed("Nothing: all findings are closed.") in text_of(
        short, "correct", history=history
    )


def test_a_finding_of_a_surveillance_can_be_corrected(short):
    history = short.certificate("allot", "issue", "surveil")
    said = text_of(short, "correct", history=history)
    assert squeezed("2027-03-31") in said
    assert short.number in said


def test_a_postponement_names_the_new_day(short):
    said = text_of(short, "postpone")
    assert "2026年4月20日" in said
    assert "电表4月方可送检。" in said


def test_a_review_note_stays_in_the_house_and_names_who_did_what(short):
    paper = composed(short, "review")["review-note.pdf"]
    assert paper.addressee[0].en.startswith("Internal")
    said = words_of(paper)
    assert squeezed("26 January 2026, Evaluator A") in said
    assert squeezed("Open findings") + "F2,F3" in said.replace("F2、F3", "")


def test_a_grant_names_conditions_criteria_and_what_it_stands_on(short, pilot_scheme):
    said = text_of(short, "decide")
    for wanted in (
        "382.7kgCO2e/kWp",
        squeezed("valid for 24 months"),
        squeezed("at the latest every 12 months"),
        squeezed("within 60 days after it is due"),
        *(squeezed(one.title.zh) for one in pilot_scheme.criteria),
        short.record.upstream[0].number,
    ):
        assert wanted in said


def test_a_grant_carries_observations_on(long):
    assert squeezed("We look at these observations again") in text_of(long, "decide")


def test_a_refusal_says_why(short):
    said = text_of(short, "refuse")
    assert "不予批准" in said
    assert "申报文件无法打开。" in said
    assert squeezed("Green certificates that were reserved") in said


def test_a_surveillance_report_says_when_the_next_is_due(short):
    # Done on 20 February 2027; 12 months later is before the last day, 1 March 2028.
    said = text_of(short, "surveil")
    assert squeezed("20 February 2028") in said
    assert squeezed("1 March 2028") in said


def test_no_next_surveillance_after_the_last_day_or_without_a_certificate_kept_up(short):
    late = text_of(short, "surveil", day="2027-03-02")
    assert "下次监督" not in late
    lost = text_of(short, "surveil", maintained=False)
    assert "下次监督" not in lost
    assert squeezed("The certificate cannot be kept up as it is.") in lost


def test_a_suspension_says_until_when_and_how_to_appeal(short):
    said = text_of(short, "suspend")
    assert "2027年9月10日" in said
    assert squeezed("stop every use of the certificate and the label") in said
    assert "申诉权利" in said


def test_a_superseded_certificate_names_the_new_one(short):
    said = text_of(short, "supersede")
    assert squeezed(f"Certificate {short.records.number_of(12)} takes the place") in said


@pytest.mark.parametrize("act", ["complaint", "answer-complaint"])
def test_who_complains_is_written_to_and_sees_no_application(short, act):
    (paper,) = composed(short, act).values()
    assert paper.addressee[0].zh == "示例电力有限公司"
    said = words_of(paper)
    assert short.number in said
    assert APPLICATION not in said
    assert "标识用于其他型号。" in said


def test_an_answer_says_whether_it_is_upheld_and_against_what_it_was(short):
    said = text_of(short, "answer-appeal")
    assert "申诉P1不成立" in said
    assert squeezed("4 May 2027") in said
    assert "暂停" in said
    upheld = text_of(short, "answer-appeal", upheld=True)
    assert squeezed("Your appeal P1 is upheld.") in upheld
    assert squeezed("is not justified") in text_of(short, "answer-complaint", upheld=False)


def test_an_answer_whose_question_is_gone_goes_to_the_client(short):
    (paper,) = composed(short, "answer-complaint", key="C9").values()
    assert paper.addressee[0].zh == "示例组件有限公司"


def test_a_complaint_about_an_application_names_it(short):
    case = short.case(*ISSUED)
    (paper,) = composed(short, "complaint", history=case).values()
    assert APPLICATION in words_of(paper)


def test_who_is_gone_is_named_by_key(short):
    team = (short.body("plan-audit").team[0].model_copy(update={"person": "auditor-z"}),)
    assert "auditor-z" in text_of(short, "plan-audit", team=team)


def test_days_are_written_as_each_language_does(short):
    reason = Said(en="x", zh="x")
    said = text_of(short, "suspend", reason=reason, until=datetime.date(2027, 5, 1).isoformat())
    assert "1May2027" in said
    assert "2027年5月1日" in said
