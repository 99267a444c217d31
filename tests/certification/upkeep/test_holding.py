"""Certificates are suspended, resumed, withdrawn and cancelled."""

import datetime

import pytest

from pvfootprint.certification.upkeep import complaining, holding, surveilling
from pvfootprint.model.certificate_record import Said
from pvfootprint.model.findings import CertificationError

pytestmark = pytest.mark.usefixtures("papers_as_pages")


def said(words, chinese=None):
    return Said(en=words, zh=chinese or words)


WHY = said("the meter of line 2 was bypassed", "2号线电表被旁路")


@pytest.fixture
def number(house, case_at):
    """Give the number of a certificate of 2 March 2026."""
    return house.case(case_at("")).certificate


@pytest.fixture
def do(house, number):
    """Give a function that does an act to the certificate."""

    def act(name, *given, by="decider-a", **named):
        module = holding if hasattr(holding, name) else surveilling
        return getattr(module, name)(house.registry, house.actor(by), number, *given, **named)

    return act


@pytest.fixture
def refused():
    """Give a function that says with which codes something is refused."""

    def codes(function, *given, **named):
        with pytest.raises(CertificationError) as error:
            function(*given, **named)
        return [finding.code for finding in error.value.findings]

    return codes


def day(text):
    return datetime.date.fromisoformat(text)


def status(house, number):
    return house.certificate(number).status(house.clock.day)


def survey(do, on, *, maintained=True, by="auditor-a", **named):
    remark = said("meters, label")
    return do("surveil", day=on, maintained=maintained, remark=remark, by=by, **named)


def test_suspended_resumed_withdrawn(house, number, do):
    house.clock.wait(days=10)
    assert do("suspend", WHY, day("2026-06-30")).subject.status(house.clock.day) == "suspended"
    house.clock.wait(days=10)
    do("resume", said("mended"))
    assert status(house, number) == "valid"
    house.clock.wait(days=10)
    do("withdraw", WHY)
    assert status(house, number) == "withdrawn"
    acts = [(entry.act, entry.person) for entry in house.entries(number)]
    assert acts[2:] == [
        ("suspend", "decider-a"),
        ("resume", "decider-a"),
        ("withdraw", "decider-a"),
    ]


def test_cancelled_on_request(house, number, do):
    do("cancel", said("the line was closed"), by="intake-b")
    assert status(house, number) == "cancelled"


def test_the_papers_of_an_act_are_kept_and_stand_in_the_log(house, number, do, set_papers):
    done = do("suspend", WHY, day("2026-06-30"))
    body = house.certificate(number).last("suspend").body
    assert set(body.files) == set(done.papers)
    with house.reading() as snapshot:
        for name, sha256 in body.files.items():
            assert snapshot.file(sha256) == done.papers[name]


@pytest.mark.parametrize(
    ("until", "allowed"),
    [
        ("2026-03-02", False),
        ("2026-03-03", True),
        ("2026-09-02", True),
        ("2026-09-03", False),
    ],
)
def test_a_suspension_ends_after_today_and_within_six_months(do, refused, until, allowed):
    if allowed:
        assert do("suspend", WHY, day(until))
    else:
        assert refused(do, "suspend", WHY, day(until)) == ["CRT-061"]


def test_a_suspension_does_not_outlast_the_certificate(house, do, refused):
    house.clock.set("2028-01-15")
    assert refused(do, "suspend", WHY, day("2028-03-02")) == ["CRT-061"]
    assert do("suspend", WHY, day("2028-03-01"))


def test_suspended_for_longer_counts_from_the_first_day(house, number, do, refused):
    do("suspend", WHY, day("2026-05-02"))
    house.clock.set("2026-05-01")
    assert refused(do, "suspend", WHY, day("2026-09-03")) == ["CRT-061"]
    do("suspend", WHY, day("2026-09-02"))
    assert status(house, number) == "suspended"


def test_resumed_while_surveillance_is_overdue(house, do, refused):
    do("suspend", WHY, day("2026-09-01"))
    house.clock.set("2027-03-03")
    assert refused(do, "resume", said("mended")) == ["CRT-063"]
    survey(do, house.clock.day)
    assert do("resume", said("mended"))


def test_resumed_after_a_surveillance_that_did_not_keep_it_up(house, number, do, refused):
    survey(do, house.clock.day, maintained=False)
    do("suspend", WHY, day("2026-06-01"))
    assert refused(do, "resume", said("mended")) == ["CRT-063"]
    house.clock.wait(days=20)
    survey(do, house.clock.day)
    do("resume", said("mended"))
    assert status(house, number) == "valid"


def test_given_back_after_an_appeal_against_the_withdrawal(house, number, do, refused):
    do("withdraw", WHY)
    assert refused(do, "resume", said("mended")) == ["CRT-005"]
    intake, reviewer = house.actor("intake-a"), house.actor("decider-b")
    complaining.appeal(house.registry, intake, number, said("client"), said("it was not bypassed"))
    complaining.answer(house.registry, reviewer, number, "P1", said("right"), upheld=True)
    do("resume", said("the appeal was upheld"))
    assert status(house, number) == "valid"


def test_an_act_is_refused_if_somebody_else_acted_meanwhile(
    house, number, do, refused, monkeypatch
):
    from pvfootprint.certification import subjects

    papers = subjects.act_papers

    def slow(*given, **named):
        monkeypatch.setattr(subjects, "act_papers", papers)
        do("suspend", WHY, day("2026-06-01"), by="decider-b")
        return papers(*given, **named)

    monkeypatch.setattr(subjects, "act_papers", slow)
    assert refused(do, "withdraw", WHY) == ["CRT-007"]
    assert status(house, number) == "suspended"


def test_nothing_is_written_when_an_act_is_refused(house, number, do, refused):
    before = len(house.entries())
    assert refused(do, "suspend", WHY, day("2026-06-30"), by="intake-a") == ["STF-004"]
    assert refused(do, "resume", WHY) == ["CRT-005"]
    assert len(house.entries()) == before


def test_an_application_is_not_suspended(house, case_at, refused):
    actor = house.actor("decider-a")
    number = case_at("review")
    until = day("2026-06-30")
    assert refused(holding.suspend, house.registry, actor, number, WHY, until) == ["CRT-002"]
    assert refused(holding.resume, house.registry, actor, number, WHY) == ["CRT-002"]
