"""People: who may add and revoke them, which keys count, and which ties are taken."""

import datetime

import pytest

from pvfootprint.certification.staffing import (
    add_person,
    declare_interest,
    person_body,
    revoke_person,
)
from pvfootprint.model.certificate_record import Said
from pvfootprint.model.findings import CertificationError
from pvfootprint.registry.people import InterestBody

REASON = Said(en="left", zh="离职")
CLIENT = {"client": "91000000EXAMPLE041", "client_name": "示例组件有限公司"}


def codes(refused):
    return [finding.code for finding in refused.value.findings]


def add(house, person, *roles, by="admin-a", **given):
    return add_person(house.registry, house.actor(by), house.body_of(person, *roles, **given))


def revoke(house, person, by="admin-a"):
    return revoke_person(house.registry, house.actor(by), person, REASON)


def declare(house, person="auditor-a", by=None, **changes):
    given = {"kind": "consulted", "start": "2025-01-01", "end": "2025-06-30", "note": REASON}
    body = InterestBody(**{"person": person, **CLIENT, **given, **changes})
    return declare_interest(house.registry, house.actor(by or person), body)


def test_an_administrator_adds_a_person_who_then_acts(house, case_at):
    added = add(house, "evaluator-c", "evaluator", "auditor")
    assert added.roles == ("evaluator", "auditor")
    assert added.expires == datetime.date(2028, 3, 2)
    assert house.act("evaluate", case_at("evaluate"), by="evaluator-c").evaluation


def test_nobody_else_adds_or_revokes_people(house):
    before = house.entries()
    with pytest.raises(CertificationError) as refused:
        add(house, "evaluator-c", "evaluator", by="intake-a")
    assert codes(refused) == ["STF-004"]
    with pytest.raises(CertificationError) as refused:
        revoke(house, "auditor-a", by="signatory-a")
    assert codes(refused) == ["STF-004"]
    assert house.entries() == before


def test_everything_against_a_person_is_said_at_once(house):
    key = house.keys["auditor-a"]
    with pytest.raises(CertificationError) as refused:
        add(house, "evaluator-a", "evaluator", "cook", by="intake-a", key=key)
    assert codes(refused) == ["STF-004", "STF-007", "STF-008", "STF-009"]


@pytest.mark.parametrize("key", ["Evaluator A", "", "-a", "a" * 64, "评审员"])
def test_keys_of_people_are_small_letters_and_digits(house, key):
    name = Said(en="A", zh="A")
    with pytest.raises(CertificationError) as refused:
        person_body(key, name, ("intake",), "0" * 64, house.clock.day)
    assert codes(refused) == ["STF-007"]
    with pytest.raises(CertificationError) as refused:
        revoke(house, key)
    assert codes(refused) == ["STF-007"]


def test_a_person_needs_a_role(house):
    with pytest.raises(CertificationError) as refused:
        add(house, "evaluator-c")
    assert codes(refused) == ["STF-009"]


def test_a_revoked_person_acts_no_more_until_added_again_with_a_new_key(house, case_at):
    number, old = case_at("evaluate"), house.keys["evaluator-a"]
    revoke(house, "evaluator-a")
    with pytest.raises(CertificationError) as refused:
        house.act("evaluate", number)
    assert codes(refused) == ["STF-002"]
    with pytest.raises(CertificationError) as refused:
        revoke(house, "evaluator-a")
    assert codes(refused) == ["STF-002"]
    with pytest.raises(CertificationError) as refused:
        add(house, "evaluator-a", "evaluator", key=old)
    assert codes(refused) == ["STF-008"]
    del house.keys["evaluator-a"]
    again = add(house, "evaluator-a", "evaluator")
    assert again.former == (old.public_key().public_bytes_raw().hex(),)
    assert house.act("evaluate", number).evaluation


def test_a_key_expires(house, case_at):
    number = case_at("evaluate")
    house.clock.set("2028-03-02", hour=23)
    add(house, "evaluator-c", "evaluator")
    house.clock.set("2028-03-03")
    with pytest.raises(CertificationError) as refused:
        house.act("evaluate", number)
    assert codes(refused) == ["STF-003"]
    assert house.act("evaluate", number, by="evaluator-c").evaluation
    with pytest.raises(CertificationError) as refused:
        add(house, "evaluator-d", "evaluator")
    assert codes(refused) == ["STF-003"]


def test_an_expired_person_is_added_again_with_a_new_key(house):
    add(house, "admin-b", "administrator", years=4)
    house.clock.set("2028-03-03")
    del house.keys["auditor-a"]
    assert add(house, "auditor-a", "auditor", by="admin-b").active(house.clock.now)


def test_the_last_administrator_stays(house):
    with pytest.raises(CertificationError) as refused:
        revoke(house, "admin-a")
    assert codes(refused) == ["STF-010"]
    add(house, "admin-b", "administrator", years=1)
    house.clock.set("2027-03-03")
    with pytest.raises(CertificationError) as refused:
        revoke(house, "admin-a")
    assert codes(refused) == ["STF-010"], "the other one's key expired"
    del house.keys["admin-b"]
    add(house, "admin-b", "administrator")
    assert revoke(house, "admin-a").revoked


def test_nobody_is_revoked_who_is_not_there(house):
    with pytest.raises(CertificationError) as refused:
        revoke(house, "auditor-z")
    assert codes(refused) == ["STF-011"]


def test_a_tie_to_a_client_closes_evaluation_and_review_until_it_is_old(house, case_at):
    declare(house, "evaluator-a", end="2025-06-30")
    number = case_at("evaluate")
    with pytest.raises(CertificationError) as refused:
        house.act("evaluate", number)
    assert codes(refused) == ["STF-006"]
    house.clock.set("2027-06-29")
    with pytest.raises(CertificationError) as refused:
        house.act("evaluate", number)
    assert codes(refused) == ["STF-006"]
    house.clock.set("2027-06-30")
    assert house.act("evaluate", number).evaluation


@pytest.mark.parametrize(
    "client", [{"client": ""}, {"client_name": "a former name"}, {"client": "HRB 1"}]
)
def test_a_tie_is_found_by_code_or_by_name(house, case_at, client):
    declare(house, "evaluator-a", **client)
    with pytest.raises(CertificationError) as refused:
        house.act("evaluate", case_at("evaluate"))
    assert codes(refused) == ["STF-006"]


def test_a_tie_to_somebody_else_closes_nothing(house, case_at):
    declare(house, "evaluator-a", client="", client_name="示例电池有限公司")
    assert house.act("evaluate", case_at("evaluate")).evaluation


def test_a_tie_that_goes_on_never_gets_old(house, case_at):
    declare(house, "evaluator-a", end="", kind="owns")
    number = case_at("evaluate")
    house.clock.set("2028-03-01")
    with pytest.raises(CertificationError) as refused:
        house.act("evaluate", number)
    assert codes(refused) == ["STF-006"]


def test_an_administrator_declares_for_others_and_nobody_else(house):
    assert declare(house, "auditor-a", by="admin-a").interests
    with pytest.raises(CertificationError) as refused:
        declare(house, "auditor-a", by="auditor-b")
    assert codes(refused) == ["STF-004"]
    with pytest.raises(CertificationError) as refused:
        declare(house, "auditor-z", by="admin-a")
    assert codes(refused) == ["STF-011"]


@pytest.mark.parametrize(
    "changes",
    [
        {"start": "2025-06-30", "end": "2025-01-01"},
        {"start": "2025-02-30"},
        {"start": "2026-03-03", "end": ""},
        {"client_name": " "},
        {"client": "91000000EXAMPLE042"},
    ],
    ids=["ends before it starts", "no such day", "in the future", "nobody", "slip in the code"],
)
def test_ties_that_are_not_possible(house, changes):
    with pytest.raises(CertificationError) as refused:
        declare(house, **changes)
    assert codes(refused) == ["STF-012"]


def test_numbers_of_other_registers_are_taken_as_they_are(house):
    assert declare(house, client="HRB 12345").interests[0].client == "HRB 12345"
