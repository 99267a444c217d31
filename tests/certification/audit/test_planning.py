"""Audits are planned with people who may audit, for days to come, with enough work."""

import datetime
from dataclasses import replace

import pytest

from pvfootprint.certification.acts import AgendaItem, PlanAudit
from pvfootprint.certification.audit.planning import AskedAudit, guide, plan_audit
from pvfootprint.model.certificate_record import Said
from pvfootprint.model.findings import CertificationError

pytestmark = pytest.mark.usefixtures("quick_papers")

NOTHING = Said(en="", zh="")
PLANNED = AskedAudit(
    start=datetime.date(2026, 3, 16),
    end=datetime.date(2026, 3, 17),
    leader="auditor-a",
    members=("auditor-b",),
    reason=NOTHING,
)


@pytest.fixture
def number(case_at):
    return case_at("plan-audit")


def plan(house, number, by="auditor-a", **changes):
    return plan_audit(house.registry, house.actor(by), number, replace(PLANNED, **changes))


def refused(house, number, **changes):
    """Return code and what was found of each finding."""
    before = house.entries()
    with pytest.raises(CertificationError) as error:
        plan(house, number, **changes)
    assert house.entries() == before
    return [(finding.code, finding.found) for finding in error.value.findings]


def test_a_plan_is_entered_with_its_paper(house, number):
    done = plan(house, number)
    body = done.case.body(PlanAudit)
    assert [(member.person, member.role) for member in body.team] == [
        ("auditor-a", "leader"),
        ("auditor-b", "auditor"),
    ]
    assert body.sites == (done.case.application.site,)
    assert body.man_days == house.scheme.man_days["module"] == 2
    assert body.agenda[0].what.zh == "首次会议"
    (paper,) = done.papers.items()
    with house.reading() as snapshot:
        assert snapshot.file(body.files[paper[0]]) == paper[1]
    assert done.case.next_step == "audit"


def test_an_agenda_of_ones_own(house, number):
    words = Said(en="whole day", zh="全天")
    own = (AgendaItem(day="2026-03-16", hours="09:00-17:00", what=words, who=words),)
    assert plan(house, number, agenda=own).case.body(PlanAudit).agenda == own


def test_an_audit_can_be_planned_again(house, number):
    plan(house, number)
    done = plan(house, number, members=("auditor-c",))
    assert done.case.next_step == "audit"
    assert [member.person for member in done.case.body(PlanAudit).team][1] == "auditor-c"


def test_the_guide_grows_with_the_sites(house, number):
    case = house.case(number)
    assert [guide(case, sites) for sites in (1, 2, 3)] == [2, 3, 4]


def test_a_person_twice_in_the_team(house, number):
    assert refused(house, number, members=("auditor-b", "auditor-a")) == [("CRT-030", "auditor-a")]


def test_a_person_whom_nobody_knows(house, number):
    assert refused(house, number, members=("auditor-z",)) == [("CRT-030", "auditor-z")]


def test_a_member_who_is_no_auditor(house, number):
    assert [code for code, _ in refused(house, number, members=("intake-a",))] == ["STF-004"]


def test_a_member_who_was_revoked(house, number):
    house.revoke("auditor-b")
    assert [code for code, _ in refused(house, number)] == ["STF-002"]


def test_a_member_whose_key_ends_before_the_audit(house, number):
    house.add("auditor-d", "auditor", years=0)
    assert [code for code, _ in refused(house, number, members=("auditor-d",))] == ["STF-003"]


def test_a_member_who_consulted_for_the_client(house, number):
    house.declare("auditor-b", house.case(number).application.client)
    assert [code for code, _ in refused(house, number)] == ["STF-006"]


def test_a_member_who_evaluated_where_the_scheme_keeps_these_apart(house, number):
    house.add("both-a", "evaluator", "auditor")
    case = house.case(number)
    strict = replace(case.scheme, apart=(*case.scheme.apart, ("evaluate", "audit")))
    house.act("evaluate", number, by="both-a")
    # The pilot's scheme lets evaluators audit.
    assert plan(house, number, members=("both-a",)).case.next_step == "audit"
    from pvfootprint.certification.audit.planning import against_plan
    from pvfootprint.certification.cases import Case

    asked = replace(PLANNED, members=("both-a",))
    seen = Case(number, house.case(number).done, strict)
    with house.reading() as snapshot:
        found = against_plan(asked, seen, snapshot.people(), house.clock())
    assert [finding.code for finding in found] == ["STF-005"]


def test_days_that_are_over(house, number):
    start = datetime.date(2026, 3, 1)
    assert refused(house, number, start=start) == [("CRT-031", "2026-03-01")]


def test_an_end_before_the_beginning(house, number):
    end = datetime.date(2026, 3, 15)
    codes = [code for code, _ in refused(house, number, end=end)]
    assert codes == ["CRT-031", "CRT-034"]


def test_an_agenda_outside_the_audit(house, number):
    own = (AgendaItem(day="2026-03-18", hours="09:00-17:00", what=NOTHING, who=NOTHING),)
    assert refused(house, number, agenda=own) == [("CRT-032", "2026-03-18")]


def test_fewer_days_than_the_guide_need_a_reason(house, number):
    assert refused(house, number, man_days=1.5) == [("CRT-033", "1.5 days of work")]
    reason = Said(en="a second product of the same site", zh="同一场所的第二个产品")
    body = plan(house, number, man_days=1.5, reason=reason).case.body(PlanAudit)
    assert (body.man_days, body.reason) == (1.5, reason)


@pytest.mark.parametrize("days", [0.0, -1.0, 0.3, float("nan"), float("inf")])
def test_days_that_nobody_can_work(house, number, days):
    assert [code for code, _ in refused(house, number, man_days=days)] == ["CRT-034"]


def test_more_days_than_the_team_has(house, number):
    # Two people for two days.
    assert plan(house, number, man_days=4.0).case.body(PlanAudit).man_days == 4
    assert refused(house, number, man_days=4.5) == [("CRT-034", "4.5 days of work")]


def test_everything_is_said_at_once(house, number):
    found = refused(
        house, number, by="intake-a", members=("auditor-z",), start=datetime.date(2026, 3, 1)
    )
    assert [code for code, _ in found] == ["STF-004", "CRT-031", "CRT-030"]


def test_a_plan_before_the_evaluation(house, case_at):
    assert [code for code, _ in refused(house, case_at("evaluate"))] == ["CRT-003"]


def test_a_plan_that_was_overtaken(house, number, monkeypatch):
    """Somebody else acts while the paper is made: nothing is written."""
    from pvfootprint.certification import stepping

    made = stepping.act_papers

    def slowly(*given, **named):
        house.act("plan-audit", number)
        return made(*given, **named)

    monkeypatch.setattr(stepping, "act_papers", slowly)
    with pytest.raises(CertificationError) as error:
        plan(house, number)
    assert [finding.code for finding in error.value.findings] == ["CRT-007"]
