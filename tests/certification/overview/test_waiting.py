"""What is to be done, the most urgent first, and who can do it."""

import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pvfootprint.certification.acts import Allot, Allotted, AuditFinding, Certify, Correct
from pvfootprint.certification.cases import Case, Certificate
from pvfootprint.certification.overview.gathering import overview
from pvfootprint.certification.overview.tasks import LEVELS
from pvfootprint.certification.overview.waiting import tasks
from pvfootprint.certification.upkeep import complaining, holding, surveilling
from pvfootprint.model.certificate_record import Said

pytestmark = pytest.mark.usefixtures("papers_as_pages")


def said(words):
    return Said(en=words, zh=words)


WHY = said("why")


@pytest.fixture
def waiting(house):
    """Give a function that says what is to be done on the house's day, or on another."""

    def ask(on="", role=""):
        day = datetime.date.fromisoformat(on) if on else house.clock.day
        with house.reading() as snapshot:
            return tasks(overview(snapshot, day), role)

    return ask


@pytest.fixture
def certified(house, case_at):
    """Give a function that makes a certificate on a day; it returns its number."""

    def make(day="2026-03-02", **record):
        house.clock.set(day)
        return house.issue(case_at("issue"), **record)

    return make


def brief(found):
    return [(task.kind, task.level, task.subject, str(task.due or "")) for task in found]


def upstream(certificate_records, *numbers):
    made = certificate_records.module()["upstream"][0]
    return tuple({**made, "number": number} for number in numbers)


# ---------------------------------------------------------------------------------- applications


@pytest.mark.parametrize(
    ("step", "people"),
    [
        ("accept", ["intake-a", "intake-b"]),
        ("evaluate", ["evaluator-a", "evaluator-b"]),
        ("plan-audit", ["auditor-a", "auditor-b", "auditor-c"]),
        ("audit", ["auditor-a", "auditor-b", "auditor-c"]),
        ("review", ["reviewer-a", "reviewer-b"]),
        ("decide", ["decider-a", "decider-b"]),
        ("issue", ["signatory-a"]),
    ],
)
def test_the_next_step_and_who_can_do_it(house, case_at, waiting, step, people):
    number = case_at(step)
    (task,) = waiting()
    assert (task.kind, task.subject, task.acts) == ("step", number, (step,))
    assert list(task.people) == people
    assert task.roles == house.scheme.roles[step]
    assert task.about == house.case(number).application.client.name


def test_without_who_is_barred(house, case_at, waiting):
    """Who evaluated does not review; who consulted for the client does not either."""
    house.add("all-round", "evaluator", "reviewer")
    number = case_at("evaluate")
    house.act("evaluate", number, by="all-round")
    house.act("plan-audit", number)
    house.act("audit", number)
    house.declare("reviewer-b", house.case(number).application.client)
    (task,) = waiting()
    assert task.acts == ("review",)
    assert task.people == ("reviewer-a",)


def test_a_planned_audit_is_due_at_its_end(case_at, waiting):
    case_at("audit")
    # The plan of the house: from 16 to 17 March.
    assert brief(waiting())[0][1::2] == ("soon", "2026-03-17")
    assert waiting("2026-03-17")[0].level == "soon"
    assert waiting("2026-03-18")[0].level == "overdue"


def test_corrective_actions_come_before_the_next_step(house, case_at, waiting):
    number = case_at("audit")
    findings = (
        AuditFinding(key="F1", grade="major", said=said("no meter"), due="2026-04-01"),
        AuditFinding(key="F2", grade="minor", said=said("no date"), due="2026-05-01"),
        AuditFinding(key="F3", grade="observation", said=said("dust")),
    )
    house.act("audit", number, findings=findings)
    assert brief(waiting("2026-04-02")) == [
        ("correct", "overdue", number, "2026-04-01"),
        ("correct", "soon", number, "2026-05-01"),
    ]
    for key in ("F1", "F2"):
        correct = Correct(finding=key, action=said("done"), evidence=())
        house.write("correct", number, correct, "auditor-a")
    assert [task.acts for task in waiting()] == [("review",)]


def test_what_the_evaluation_found_waits_for_the_client(house, case_at, waiting):
    number = case_at("evaluate")
    house.act("evaluate", number, satisfied=False)
    (task,) = waiting()
    assert task.acts == ("amend", "evaluate")
    assert task.by_client


@pytest.mark.parametrize(("step", "act"), [("accept", "reject"), ("decide", "refuse")])
def test_nothing_waits_of_what_is_closed(house, case_at, waiting, step, act):
    house.act(act, case_at(step))
    assert waiting() == []


def test_one_role_only(case_at, waiting):
    review, evaluate = case_at("review"), case_at("evaluate")
    assert {task.subject for task in waiting()} == {review, evaluate}
    assert [task.subject for task in waiting(role="reviewer")] == [review]
    assert waiting(role="signatory") == []


# ---------------------------------------------------------------------------------- certificates


def test_surveillance_by_the_calendar(certified, waiting):
    """Due on 2 March 2027; 90 days before it is 2 December, 60 days after it is 1 May."""
    number = certified()

    def on(day):
        return [task[:2] for task in brief(waiting(day)) if task[0] in {"surveil", "suspend"}]

    assert on("2026-12-01") == []
    assert on("2026-12-02") == [("surveil", "soon")]
    assert on("2027-03-02") == [("surveil", "soon")]
    assert on("2027-03-03") == [("surveil", "overdue")]
    assert on("2027-05-01") == [("surveil", "overdue")]
    assert on("2027-05-02") == [("suspend", "overdue")]
    (task,) = [task for task in waiting("2027-05-02") if task.kind == "suspend"]
    assert task.subject == number
    assert task.people == ("decider-a", "decider-b")


def test_a_suspended_certificate_still_waits_for_its_surveillance(house, certified, waiting):
    number = certified()
    house.clock.set("2027-05-02")
    until = datetime.date(2027, 8, 1)
    holding.suspend(house.registry, house.actor("decider-a"), number, WHY, until)
    assert [task.kind for task in waiting("2027-05-03")] == ["surveil", "resume"]


def test_not_kept_up(house, certified, waiting):
    number = certified()
    surveilling.surveil(
        house.registry,
        house.actor("auditor-a"),
        number,
        day=house.clock.day,
        maintained=False,
        remark=WHY,
        found=[surveilling.Found("major", said("bypassed"))],
    )
    assert brief(waiting()) == [
        ("suspend", "due", number, ""),
        ("correct", "soon", number, "2026-04-01"),
    ]


def test_a_suspension_runs_out(house, certified, waiting):
    number = certified()
    until = datetime.date(2026, 6, 1)
    holding.suspend(house.registry, house.actor("decider-a"), number, WHY, until)
    assert brief(waiting()) == [("resume", "soon", number, "2026-06-01")]
    assert brief(waiting("2026-06-01")) == [("resume", "soon", number, "2026-06-01")]
    assert brief(waiting("2026-06-02")) == [("withdraw", "overdue", number, "2026-06-01")]


def test_renewal_from_six_months_before_the_end(house, certified, waiting):
    number = certified()  # to 1 March 2028

    def on(day):
        return [task[:2] for task in brief(waiting(day)) if task[0] == "renew"]

    assert on("2027-08-31") == []
    assert on("2027-09-01") == [("renew", "soon")]
    assert on("2028-03-01") == [("renew", "soon")]
    assert on("2028-03-02") == []
    house.clock.set("2027-09-10")
    house.apply(kind="renewal", certificate=number)
    assert on("2027-09-10") == []


def test_an_issue_that_was_not_finished(house, case_at, waiting):
    application = case_at("issue")
    record = house.record("YC-PCF-2026-00001-V", application)
    body = Allot(
        application=application,
        record=house.keep(record.model_dump_json().encode()),
        expires=record.expires,
        product=record.product.code,
        workbook=record.product.workbook,
        allotted=Allotted(series="by hand", running=1),
    )
    house.write("allot", record.number, body, "signatory-a")
    house.write("certify", application, Certify(number=record.number), "signatory-a")
    assert brief(waiting()) == [("issue", "due", record.number, "")]
    assert waiting()[0].people == ("signatory-a",)


def test_complaints_and_appeals(house, certified, waiting):
    number = certified()
    until = datetime.date(2026, 6, 1)
    intake = house.actor("intake-a")
    holding.suspend(house.registry, house.actor("decider-b"), number, WHY, until)
    complaining.complain(house.registry, intake, number, said("a buyer"), WHY)
    complaining.appeal(house.registry, intake, number, said("the client"), WHY)
    found = {task.kind: task for task in waiting()}
    assert set(found) == {"resume", "complaint", "appeal"}
    # decider-a decided, decider-b suspended, reviewer-a reviewed.
    assert found["complaint"].people == ("reviewer-b", "decider-b")
    assert found["appeal"].people == ("reviewer-b",)
    reviewer = house.actor("reviewer-b")
    complaining.answer(house.registry, reviewer, number, "P1", WHY, upheld=True)
    found = {task.kind: task for task in waiting()}
    assert set(found) == {"resume", "complaint"}
    assert found["resume"].level == "due"
    assert found["resume"].acts == ("resume",)


def test_a_withdrawal_that_was_appealed_against_with_success(house, certified, waiting):
    number = certified()
    holding.withdraw(house.registry, house.actor("decider-b"), number, WHY)
    intake, reviewer = house.actor("intake-a"), house.actor("reviewer-b")
    complaining.appeal(house.registry, intake, number, said("the client"), WHY)
    complaining.answer(house.registry, reviewer, number, "P1", WHY, upheld=True)
    assert brief(waiting()) == [("resume", "due", number, "")]


def test_keys_that_expire(house, waiting):
    """Those of the house expire on 2 March 2028; 60 days before it is 2 January."""
    house.add("old", "auditor", years=1)
    assert waiting("2026-12-31") == []
    assert brief(waiting("2027-01-01")) == [("key", "soon", "old", "2027-03-02")]
    (task,) = waiting("2027-03-03")
    assert (task.level, task.roles, task.people) == ("overdue", ("administrator",), ("admin-a",))
    house.revoke("old")
    assert waiting("2027-03-03") == []


# ------------------------------------------------------------------------------- up the chain


@pytest.fixture
def chain(certified, certificate_records):
    """Give a polysilicon, a wafer and a cell, each standing on the one before."""
    first = certified()
    second = certified(upstream=upstream(certificate_records, first))
    return first, second, certified(upstream=upstream(certificate_records, second))


def troubles(found):
    return [(task.subject, task.level) for task in found if task.kind == "upstream"]


def test_a_sound_chain(chain, waiting):
    assert troubles(waiting()) == []


@pytest.mark.parametrize("act", ["suspend", "withdraw", "cancel"])
def test_trouble_reaches_the_whole_chain(house, chain, waiting, act):
    first, second, third = chain
    given = [datetime.date(2026, 6, 1)] if act == "suspend" else []
    getattr(holding, act)(house.registry, house.actor("decider-a"), first, WHY, *given)
    assert troubles(waiting()) == [(second, "due"), (third, "due")]
    last = next(task for task in waiting() if task.subject == third)
    assert f"{second} > {first}" in last.what


def test_a_resumed_one_troubles_nobody(house, chain, waiting):
    first = chain[0]
    decider = house.actor("decider-a")
    holding.suspend(house.registry, decider, first, WHY, datetime.date(2026, 6, 1))
    holding.resume(house.registry, decider, first, WHY)
    assert troubles(waiting()) == []


def test_one_that_expired_or_was_replaced_is_named_without_haste(house, chain, waiting):
    first, second, third = chain
    house.write("supersede", first, {"by": "YC-PCF-2026-09999-9", "files": {}}, "signatory-a")
    assert troubles(waiting()) == [(second, "waiting"), (third, "waiting")]


def test_one_of_another_registry(certified, certificate_records, waiting):
    number = certified(upstream=upstream(certificate_records, "XX-1"))
    assert troubles(waiting()) == [(number, "due")]


# ------------------------------------------------------------------------------------ in general


def test_on_a_day_in_the_past_only_what_was_known_then(house, case_at, waiting):
    case_at("evaluate")
    house.clock.wait(days=5)
    case_at("review")
    assert [task.acts for task in waiting("2026-03-04")] == [("evaluate",)]
    assert waiting("2026-03-01") == []


def test_the_most_urgent_comes_first(house, certified, case_at, waiting):
    certified()
    house.clock.set("2027-04-01")
    case_at("review")
    case_at("audit")
    certified("2027-04-01")
    levels = [LEVELS.index(task.level) for task in waiting("2027-05-03")]
    assert levels == sorted(levels)
    assert len(set(levels)) > 1


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.integers(0, 900), margin=st.integers(0, 400), until=st.integers(1, 400))
def test_on_any_day_a_certificate_has_at_most_one_deadline_of_each_kind(days, margin, until):
    """Whatever the dates: each kind once, and 'overdue' if and only if its day has passed."""
    from types import SimpleNamespace

    from pvfootprint.certification import acts
    from pvfootprint.certification.cases import Done
    from pvfootprint.certification.overview.gathering import Overview

    start = datetime.date(2026, 3, 2)
    day = start + datetime.timedelta(days=days)
    time = "2026-03-02T09:00:00.000000Z"
    allot = acts.Allot.model_construct(
        application="A", record="0" * 64, expires="2028-03-01", upstream=()
    )
    until_day = (start + datetime.timedelta(days=until)).isoformat()
    suspend = acts.Suspend(reason=WHY, until=until_day)
    done = [
        Done("allot", "s", time, 1, allot),
        Done("issue", "s", time, 2, acts.Issue()),
        *([Done("suspend", "d", time, 3, suspend)] if until < 200 else []),
    ]
    scheme = SimpleNamespace(
        surveillance_months=12,
        surveillance_margin_days=margin,
        roles={},
        steps=("apply",),
        left_out={},
    )
    apply = acts.Apply.model_construct(
        kind="initial", certificate="", client=SimpleNamespace(name="client")
    )
    case = Case(
        "A",
        [Done("apply", "i", time, 0, apply), Done("certify", "s", time, 2, Certify(number="N"))],
        scheme,
    )
    seen = Overview(day, {"A": case}, {"N": Certificate("N", done)}, {})
    found = tasks(seen)
    kinds = [task.kind for task in found]
    assert len(kinds) == len(set(kinds))
    for task in found:
        assert (task.level == "overdue") == (task.due is not None and day > task.due)
    if day > datetime.date(2028, 3, 1):
        assert found == []
