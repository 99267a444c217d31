"""What may become of a certificate in each of its states, and who may do it."""

import datetime

import pytest

from pvfootprint.certification import acts
from pvfootprint.certification.cases import STATUSES, Certificate, Done
from pvfootprint.certification.upkeep.standing import (
    HEARING,
    POSSIBLE,
    STATUS_NAMES,
    may_act_on_certificate,
    not_possible,
    possible,
    since,
)
from pvfootprint.model.certificate_record import Said
from pvfootprint.registry.people import InterestBody

DAY = datetime.date(2026, 3, 2)
SHA = "0" * 64


def said(words):
    return Said(en=words, zh=words)


HAPPENED = {
    "issue": acts.Issue(files={"a.pdf": SHA}),
    "suspend": acts.Suspend(reason=said("why"), until="2026-08-01"),
    "resume": acts.Resume(reason=said("mended")),
    "withdraw": acts.Withdraw(reason=said("why")),
    "cancel": acts.Cancel(reason=said("asked for")),
    "supersede": acts.Supersede(by="N-2"),
    "appeal": acts.Appeal(key="P1", sender=said("client"), against="withdraw", said=said("no")),
    "upheld": acts.Answer(key="P1", upheld=True, said=said("yes")),
    "not upheld": acts.Answer(key="P1", upheld=False, said=said("no")),
}
NAMES = {"upheld": "answer-appeal", "not upheld": "answer-appeal"}


def certificate_after(*happened):
    """Make a certificate to which one thing happened each day, from the 2nd of March 2026."""
    allot = acts.Allot.model_construct(application="A-1", record=SHA, expires="2028-03-01")
    done = [Done("allot", "signatory-a", "2026-03-02T09:00:00.000000Z", 1, allot)]
    for i, name in enumerate(happened):
        time = f"2026-03-{2 + i:02d}T10:00:00.000000Z"
        act = NAMES.get(name, name)
        done.append(Done(act, "decider-a", time, i + 2, HAPPENED[name]))
    return Certificate("N-1", done)


STATES = {
    "not issued": (),
    "valid": ("issue",),
    "suspended": ("issue", "suspend"),
    "withdrawn": ("issue", "withdraw"),
    "cancelled": ("issue", "cancel"),
    "superseded": ("issue", "supersede"),
    "expired": ("issue",),
}
"""What leads to each state; an expired certificate is asked for later."""

ACTS = (
    "issue",
    "surveil",
    "correct",
    "change",
    "renew",
    "suspend",
    "resume",
    "withdraw",
    "cancel",
    *HEARING,
)

ALLOWED = {
    "not issued": {"issue"},
    "valid": {"surveil", "correct", "change", "renew", "suspend", "withdraw", "cancel", *HEARING},
    "suspended": {
        "surveil",
        "correct",
        "change",
        "renew",
        "suspend",
        "resume",
        "withdraw",
        "cancel",
        *HEARING,
    },
    "withdrawn": set(HEARING),
    "cancelled": set(HEARING),
    "superseded": set(HEARING),
    "expired": set(HEARING),
}


def asked_on(state):
    return datetime.date(2028, 3, 2) if state == "expired" else DAY + datetime.timedelta(days=30)


def test_every_state_is_in_the_tables():
    assert set(STATES) == set(ALLOWED) == set(STATUSES) == set(POSSIBLE) == set(STATUS_NAMES)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("act", ACTS)
def test_every_act_in_every_state(state, act):
    certificate, day = certificate_after(*STATES[state]), asked_on(state)
    assert certificate.status(day) == state
    findings = not_possible(act, certificate, day)
    if act in ALLOWED[state]:
        assert findings == []
        return
    assert [finding.code for finding in findings] == ["CRT-005"]
    (finding,) = findings
    assert STATUS_NAMES[state] in finding.found
    assert "N-1" in finding.message


@pytest.mark.parametrize(
    ("happened", "day", "expected"),
    [
        ((), "2026-03-09", "2026-03-02"),
        (("issue",), "2026-03-09", "2026-03-02"),
        (("issue", "suspend"), "2026-03-09", "2026-03-03"),
        (("issue", "suspend", "suspend"), "2026-03-09", "2026-03-03"),
        (("issue", "suspend", "resume"), "2026-03-09", "2026-03-04"),
        (("issue", "suspend", "resume", "suspend"), "2026-03-09", "2026-03-05"),
        (("issue", "suspend", "withdraw"), "2026-03-09", "2026-03-04"),
        (("issue", "suspend"), "2028-03-09", "2028-03-02"),
    ],
)
def test_since_when_it_has_its_state(happened, day, expected):
    certificate = certificate_after(*happened)
    assert since(certificate, datetime.date.fromisoformat(day)).isoformat() == expected


def test_the_refusal_says_state_day_and_what_is_possible():
    (finding,) = not_possible("resume", certificate_after("issue", "withdraw"), asked_on(""))
    assert finding.found == "withdrawn since 2026-03-03"
    assert finding.found.zh == "自 2026-03-03 起已撤销"
    assert "complaint" in finding.expected


def test_a_withdrawal_is_taken_back_only_after_an_appeal_was_upheld():
    day = asked_on("")
    assert "resume" not in possible(certificate_after("issue", "withdraw"), day)
    refused = certificate_after("issue", "withdraw", "appeal", "not upheld")
    assert "resume" not in possible(refused, day)
    upheld = certificate_after("issue", "withdraw", "appeal", "upheld")
    assert "resume" in possible(upheld, day)
    assert "resume" not in possible(upheld, datetime.date(2028, 3, 2))
    assert certificate_after("issue", "withdraw", "appeal", "upheld", "resume").status(day) == (
        "valid"
    )


def test_what_was_withdrawn_again_stays_withdrawn():
    again = ("issue", "withdraw", "appeal", "upheld", "resume", "withdraw")
    certificate = certificate_after(*again)
    assert certificate.status(asked_on("")) == "withdrawn"
    assert "resume" not in possible(certificate, asked_on(""))


# ------------------------------------------------------------------------------------- who may


@pytest.fixture
def issued(house, case_at):
    """Give a certificate, its application and the people of the house."""
    case = house.case(case_at(""))
    with house.reading() as snapshot:
        people = snapshot.people()
    return house.certificate(case.certificate), case, people


ROLES = {
    "surveil": {"auditor"},
    "correct": {"auditor"},
    "change": {"decision-maker"},
    "renew": {"intake"},
    "suspend": {"decision-maker"},
    "withdraw": {"decision-maker"},
    "cancel": {"intake", "decision-maker"},
    "complaint": {"intake"},
    "appeal": {"intake"},
}
"""Roles of the pilot's scheme for acts on a valid certificate."""


@pytest.mark.parametrize("act", ROLES)
def test_each_role_may_do_its_own_acts_and_no_others(house, issued, act):
    certificate, case, people = issued
    for person in people.values():
        codes = {
            f.code for f in may_act_on_certificate(person, act, certificate, case, house.clock())
        }
        assert ("STF-004" in codes) != bool(set(person.roles) & ROLES[act]), person.key


def test_who_was_revoked_or_whose_key_expired_does_nothing(house, issued):
    certificate, case, _ = issued
    house.revoke("decider-b")
    with house.reading() as snapshot:
        people = snapshot.people()
    time = house.clock()

    def codes(person, when=time):
        findings = may_act_on_certificate(people[person], "suspend", certificate, case, when)
        return [finding.code for finding in findings]

    assert codes("decider-b") == ["STF-002"]
    assert codes("decider-a") == []
    assert codes("decider-a", time.replace(year=2028, day=3)) == ["STF-003", "CRT-005"]


def test_who_has_a_tie_to_the_client_does_not_survey(house, issued):
    certificate, case, _ = issued
    house.declare("auditor-c", case.application.client)
    with house.reading() as snapshot:
        person = snapshot.people()["auditor-c"]
    assert isinstance(person.interests[0], InterestBody)
    findings = may_act_on_certificate(person, "surveil", certificate, case, house.clock())
    assert [finding.code for finding in findings] == ["STF-006"]


def test_who_surveyed_does_not_withdraw(house, issued):
    certificate, case, _ = issued
    house.add("both", "auditor", "decision-maker")
    body = acts.Surveil(day="2026-03-02", maintained=False, remark=said("looked at meters"))
    house.write("surveil", certificate.subject, body, "both")
    with house.reading() as snapshot:
        person = snapshot.people()["both"]
    certificate = house.certificate(certificate.subject)
    findings = may_act_on_certificate(person, "withdraw", certificate, case, house.clock())
    assert [finding.code for finding in findings] == ["STF-005"]


def test_who_decided_does_not_close_findings(house, issued):
    certificate, case, _ = issued
    house.add("both", "auditor", "decision-maker")
    house.write("decide", case.subject, house.body("decide"), "both")
    with house.reading() as snapshot:
        person = snapshot.people()["both"]
    case = house.case(case.subject)
    findings = may_act_on_certificate(person, "correct", certificate, case, house.clock())
    assert [finding.code for finding in findings] == ["STF-005"]
