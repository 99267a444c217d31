"""Findings are closed by evidence in time, or get another day with a reason."""

import datetime

import pytest

from pvfootprint.certification.acts import AuditFinding, Correct, Postpone
from pvfootprint.certification.audit.correcting import close_finding, postpone_finding
from pvfootprint.model.certificate_record import Said
from pvfootprint.model.findings import CertificationError

pytestmark = pytest.mark.usefixtures("quick_papers")

DONE = Said(en="meters were calibrated", zh="已校准表计")
WHY = Said(en="the laboratory is late", zh="检定机构延期")


@pytest.fixture
def number(house, case_at):
    """Give an application with a major finding due on 2026-04-17, and an observation."""
    number = case_at("audit")
    house.clock.set("2026-03-18")
    found = tuple(
        AuditFinding(key=key, grade=grade, said=WHY, due=due)
        for key, grade, due in (("F1", "major", "2026-04-17"), ("F2", "observation", ""))
    )
    house.act("audit", number, findings=found)
    return number


def close(house, number, key="F1", by="auditor-b", evidence=None):
    evidence = {"calibration.pdf": b"calibrated"} if evidence is None else evidence
    return close_finding(house.registry, house.actor(by), number, key, DONE, evidence).case


def postpone(house, number, due, key="F1", by="auditor-a"):
    day = datetime.date.fromisoformat(due)
    return postpone_finding(house.registry, house.actor(by), number, key, day, WHY).case


def refused(house, act, *given, **named):
    before = house.entries()
    with pytest.raises(CertificationError) as error:
        act(house, *given, **named)
    assert house.entries() == before
    return [finding.code for finding in error.value.findings]


def test_a_finding_is_closed_by_evidence(house, number):
    assert house.case(number).next_step == "audit"
    house.clock.set("2026-04-17")
    case = close(house, number)
    assert case.next_step == "review"
    body = case.body(Correct)
    assert [(one.name, one.sha256) for one in body.evidence] == [
        ("calibration.pdf", body.files["calibration.pdf"])
    ]
    with house.reading() as snapshot:
        assert snapshot.file(body.files["calibration.pdf"]) == b"calibrated"


def test_evidence_that_is_called_like_a_paper_of_the_act(house, number):
    # The short papers of the tests are called after the act.
    body = close(house, number, evidence={"correct.pdf": b"calibrated"}).body(Correct)
    with house.reading() as snapshot:
        assert snapshot.file(body.files["given-correct.pdf"]) == b"calibrated"
        assert snapshot.file(body.files["correct.pdf"]) != b"calibrated"


def test_an_observation_may_be_closed_too(house, number):
    assert [one.key for one in close(house, number, "F2").open_findings] == ["F1"]


def test_after_the_due_day_it_is_overdue(house, number):
    house.clock.set("2026-04-18")
    assert refused(house, close, number) == ["CRT-006"]


def test_another_day_lets_it_be_closed(house, number):
    house.clock.set("2026-04-18")
    # At most the 30 days of the scheme from today.
    assert refused(house, postpone, number, "2026-05-19") == ["CRT-041"]
    case = postpone(house, number, "2026-05-18")
    assert case.body(Postpone).reason == WHY
    assert case.blocking_findings[0].due == "2026-05-18"
    house.clock.set("2026-05-18")
    assert close(house, number).next_step == "review"


def test_the_new_day_must_be_to_come(house, number):
    assert refused(house, postpone, number, "2026-03-18") == ["CRT-041"]


def test_what_has_no_due_day_gets_none(house, number):
    assert refused(house, postpone, number, "2026-04-01", "F2") == ["CRT-041"]


def test_a_finding_that_is_not_there(house, number):
    assert refused(house, close, number, "F9") == ["CRT-038"]
    assert refused(house, postpone, number, "2026-04-01", "F9") == ["CRT-038"]


def test_a_finding_that_is_closed(house, number):
    close(house, number)
    assert refused(house, close, number) == ["CRT-038"]
    assert refused(house, postpone, number, "2026-04-01") == ["CRT-038"]


def test_closing_without_evidence(house, number):
    assert refused(house, close, number, evidence={}) == ["CRT-040"]


def test_everything_is_said_at_once(house, number):
    house.clock.set("2026-04-18")
    assert refused(house, close, number, evidence={}) == ["CRT-006", "CRT-040"]


def test_who_may_close_and_postpone(house, number):
    assert refused(house, close, number, by="intake-a") == ["STF-004"]
    assert refused(house, postpone, number, "2026-04-01", by="intake-a") == ["STF-004"]


def test_who_consulted_closes_nothing(house, number):
    house.declare("auditor-b", house.case(number).application.client)
    assert refused(house, close, number) == ["STF-006"]


def test_a_closed_application_has_nothing_to_correct(house, number):
    house.act("refuse", number)
    assert refused(house, close, number) == ["CRT-004"]


def test_a_review_before_a_correction_does_not_count_any_more(house, number):
    close(house, number)
    assert house.act("review", number).next_step == "decide"
    assert close(house, number, "F2").next_step == "review"
