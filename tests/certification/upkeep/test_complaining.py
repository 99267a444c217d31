"""Complaints and appeals: taken up, answered, and by whom not."""

import pytest

from pvfootprint.certification.acts import Appeal, Complaint
from pvfootprint.certification.upkeep import complaining, holding
from pvfootprint.model.certificate_record import Said
from pvfootprint.model.findings import CertificationError

pytestmark = pytest.mark.usefixtures("papers_as_pages")


def said(words):
    return Said(en=words, zh=words)


CLIENT, WHY = said("the client"), said("it is wrong")


@pytest.fixture
def number(house, case_at):
    """Give the number of a certificate."""
    return house.case(case_at("")).certificate


@pytest.fixture
def hear(house):
    """Give a function that does one of the acts of this file."""

    def act(name, number, *given, by="intake-b", **named):
        function = getattr(complaining, name)
        return function(house.registry, house.actor(by), number, *given, **named)

    return act


def codes(function, *given, **named):
    with pytest.raises(CertificationError) as error:
        function(*given, **named)
    return [finding.code for finding in error.value.findings]


def suspend(house, number, by="decider-a"):
    import datetime

    until = house.clock.day + datetime.timedelta(days=90)
    holding.suspend(house.registry, house.actor(by), number, WHY, until)


def test_a_complaint_about_a_certificate_and_its_answer(house, number, hear):
    hear("complain", number, said("a buyer"), WHY)
    hear("complain", number, said("another buyer"), WHY)
    hear("answer", number, "C2", said("it is right"), by="decider-b", upheld=False)
    first, second = complaining.heard(house.certificate(number), Complaint)
    assert (first.body.key, first.answer) == ("C1", None)
    assert second.answer.person == "decider-b"
    assert not second.upheld


@pytest.mark.parametrize("step", ["accept", "review", "issue"])
def test_a_complaint_about_an_application_at_any_step(house, case_at, hear, step):
    number = case_at(step)
    hear("complain", number, CLIENT, WHY)
    assert house.case(number).next_step == step
    hear("answer", number, "C1", WHY, by="reviewer-b", upheld=True)
    (one,) = complaining.heard(house.case(number), Complaint)
    assert one.upheld


def test_unknown_numbers_and_keys(number, hear):
    assert codes(hear, "complain", "YC-PCF-2026-99999-9", CLIENT, WHY) == ["CRT-060"]
    assert codes(hear, "answer", number, "C1", WHY, by="decider-b", upheld=True) == ["CRT-066"]
    hear("complain", number, CLIENT, WHY)
    hear("answer", number, "C1", WHY, by="decider-b", upheld=True)
    assert codes(hear, "answer", number, "C1", WHY, by="decider-b", upheld=True) == ["CRT-066"]


def test_who_decided_does_not_answer_a_complaint(number, hear):
    hear("complain", number, CLIENT, WHY)
    assert codes(hear, "answer", number, "C1", WHY, by="decider-a", upheld=True) == ["STF-005"]


def test_an_appeal_against_a_suspension(house, number, hear):
    suspend(house, number)
    hear("appeal", number, CLIENT, WHY)
    assert codes(hear, "answer", number, "P1", WHY, by="decider-a", upheld=True) == ["STF-005"]
    hear("answer", number, "P1", WHY, by="decider-b", upheld=True)
    (one,) = complaining.heard(house.certificate(number), Appeal)
    assert one.upheld
    assert one.body.against == "suspend"


def test_whose_act_it_is_does_not_answer_even_where_the_scheme_forgets_it(house, number):
    """The scheme keeps answers and suspensions apart; the rule does not depend on it."""
    suspend(house, number, by="decider-b")
    complaining.appeal(house.registry, house.actor("intake-a"), number, CLIENT, WHY)
    certificate = house.certificate(number)
    (one,) = complaining.heard(certificate, Appeal)
    assert [f.code for f in complaining.own_act("decider-b", certificate, one)] == ["STF-005"]
    assert complaining.own_act("decider-a", certificate, one) == []


def test_nothing_to_appeal_against(house, case_at, number, hear):
    assert codes(hear, "appeal", number, CLIENT, WHY) == ["CRT-067"]
    granted = house.certificate(number).allotment.application
    assert codes(hear, "appeal", granted, CLIENT, WHY) == ["CRT-067"]
    assert codes(hear, "appeal", case_at("review"), CLIENT, WHY) == ["CRT-067"]


def test_one_appeal_against_each_act(house, number, hear):
    suspend(house, number)
    hear("appeal", number, CLIENT, WHY)
    assert codes(hear, "appeal", number, CLIENT, WHY) == ["CRT-067"]
    holding.withdraw(house.registry, house.actor("decider-a"), number, WHY)
    hear("appeal", number, CLIENT, WHY)
    found = complaining.heard(house.certificate(number), Appeal)
    assert [one.body.against for one in found] == ["suspend", "withdraw"]


@pytest.mark.parametrize("act", ["refuse", "reject"])
def test_an_appeal_against_a_refusal(house, case_at, hear, act):
    number = case_at("decide" if act == "refuse" else "accept")
    house.act(act, number)
    hear("appeal", number, CLIENT, WHY)
    by = {"refuse": "decider-a", "reject": "intake-a"}[act]
    (one,) = complaining.heard(house.case(number), Appeal)
    assert complaining.against(house.case(number), one).person == by
    hear("answer", number, "P1", WHY, by="decider-b", upheld=False)


def test_within_thirty_days(house, number, hear):
    suspend(house, number)
    house.clock.wait(days=31)
    assert codes(hear, "appeal", number, CLIENT, WHY) == ["CRT-068"]
    house.clock.wait(days=-1)
    assert hear("appeal", number, CLIENT, WHY)
