"""Acceptance: documents, green certificates; and refusal."""

import pytest

from pvfootprint.certification.acts import Accept, GreenUse, Reject
from pvfootprint.certification.intake.accepting import accept, reject
from pvfootprint.certification.intake.green import green_missing
from pvfootprint.certification.permitting import STEPS
from pvfootprint.model.canonical import digest
from pvfootprint.model.findings import CertificationError, RegistryError

pytestmark = pytest.mark.usefixtures("quick_papers")


def use(first, last, company="Cell Maker", contract="GP-1"):
    """Make a use of green certificates with so many running numbers."""
    return GreenUse(
        system="GEC",
        first=f"{first:032d}",
        last=f"{last:032d}",
        company=company,
        site="Site 1",
        use=digest(f"{company} {contract}".encode()),
    )


def accepted(house, number, by="intake-a"):
    return accept(house.registry, house.actor(by), number).case


def codes(refused):
    return [finding.code for finding in refused.value.findings]


def test_an_application_is_accepted_with_its_papers(house):
    number = house.apply()
    case = accepted(house, number)
    assert case.next_step == "evaluate"
    with house.reading() as snapshot:
        assert snapshot.file(case.last("accept").body.files["accept.pdf"])


def test_every_missing_document_is_named(house, scheme):
    number = house.apply(documents=())
    with pytest.raises(CertificationError) as refused:
        accepted(house, number)
    assert codes(refused) == ["CRT-011"]
    assert "meter-list: " in refused.value.findings[0].found
    assert house.case(number).next_step == "accept"


def test_what_an_application_counts_is_reserved(house):
    number = house.apply(green=(use(1, 100),))
    body = accepted(house, number).body(Accept)
    assert [one.last[-3:] for one in body.green_reserved] == ["100"]
    with house.reading() as snapshot:
        ((holder, held),) = snapshot.green_held([use(100, 100).range])
        assert (holder, held.first[-3:]) == (number, "001")
        assert green_missing(snapshot, house.case(number)) == []


def test_certificates_count_for_one_company_only(house):
    accepted(house, house.apply(green=(use(1, 100),)))
    other = house.apply(green=(use(100, 200, "Other Maker"), use(1, 1, "Other Maker")))
    with pytest.raises(CertificationError) as refused:
        accepted(house, other)
    assert codes(refused) == ["REG-016", "REG-016"]
    assert house.case(other).next_step == "accept"


def test_the_same_contract_counts_for_a_supplier_and_its_customer(house):
    supplier = house.apply(green=(use(1, 100),))
    accepted(house, supplier)
    customer = house.apply(green=(use(1, 100), use(201, 300, "Module Maker")))
    reserved = accepted(house, customer).body(Accept).green_reserved
    assert [one.first[-3:] for one in reserved] == ["201"]


def test_another_contract_of_the_same_company_counts_again_as_nothing(house):
    """Certificates of last year's contract stand for this year's electricity, too: not so."""
    accepted(house, house.apply(green=(use(1, 100, contract="GP-2025"),)))
    with pytest.raises(CertificationError) as refused:
        accepted(house, house.apply(green=(use(1, 100, contract="GP-2026"),)))
    assert codes(refused) == ["REG-016"]


def test_what_a_refused_supplier_held_is_missing_for_its_customer(house):
    supplier, customer = (house.apply(green=(use(1, 100),)) for _ in range(2))
    accepted(house, supplier)
    case = accepted(house, customer)
    house.act("reject", supplier)
    with house.reading() as snapshot:
        assert green_missing(snapshot, case) == [use(1, 100)]


def test_a_rejected_application_gives_its_certificates_back(house):
    first = house.apply(green=(use(1, 100),))
    accepted(house, first)
    acted = reject(
        house.registry, house.actor("intake-b"), first, (house.body("reject").reasons[0],)
    )
    assert acted.case.closed
    assert acted.case.body(Reject).green_now == "released"
    assert accepted(house, house.apply(green=(use(1, 100, "Other Maker"),))).is_done("accept")
    with pytest.raises(CertificationError) as refused:
        accepted(house, first)
    assert codes(refused) == ["CRT-004"]


def test_spent_certificates_never_come_back(house, case_at):
    number = case_at("issue", green=(use(1, 100),))
    other = house.apply(green=(use(50, 50, "Other Maker"),))
    with pytest.raises(CertificationError) as refused:
        accepted(house, other)
    assert codes(refused) == ["REG-016"]
    assert number in refused.value.findings[0].message


def test_certificates_that_somebody_takes_meanwhile(house, monkeypatch):
    """The papers say what is reserved: they do not go out with anything else."""
    number = house.apply(green=(use(1, 100),))
    other = house.apply(green=(use(1, 100),))

    def meanwhile(history, act, body, **_):
        if history.subject == number:
            house.act("accept", other, green_reserved=(use(1, 100).range,))
        return {}

    monkeypatch.setattr("pvfootprint.certification.stepping.act_papers", meanwhile)
    with pytest.raises(CertificationError) as refused:
        accepted(house, number)
    assert codes(refused) == ["CRT-007"]


def test_a_range_that_is_none_is_not_reserved(house):
    odd = use(1, 100).model_copy(update={"last": "X"})
    with pytest.raises(CertificationError) as refused:
        accepted(house, house.apply(green=(odd,)))
    assert codes(refused) == ["REG-017"]


def test_nobody_accepts_twice(house, case_at):
    number = case_at("evaluate")
    with pytest.raises(CertificationError) as refused:
        accepted(house, number)
    assert codes(refused) == ["CRT-016"]


def test_only_intake_accepts_and_rejects(house):
    number = house.apply()
    with pytest.raises(CertificationError) as refused:
        accepted(house, number, by="decider-a")
    assert codes(refused) == ["STF-004"]
    with pytest.raises(CertificationError) as refused:
        reject(house.registry, house.actor("auditor-a"), number, ())
    assert codes(refused) == ["STF-004"]
    with pytest.raises(CertificationError) as refused:
        accepted(house, "YC-A-2026-09999-0")
    assert codes(refused) == ["CRT-001"]


@pytest.mark.parametrize("step", [step for step in STEPS if step not in {"apply", "accept"}])
def test_no_step_goes_before_the_acceptance(house, step):
    with pytest.raises(CertificationError) as refused:
        house.act(step, house.apply(), house.body("accept"))
    assert "CRT-003" in codes(refused)


def test_somebody_else_rejects_meanwhile(house, monkeypatch):
    number = house.apply()

    def meanwhile(*_, **__):
        monkeypatch.undo()
        house.act("reject", number, by="intake-b")
        return {}

    monkeypatch.setattr("pvfootprint.certification.stepping.act_papers", meanwhile)
    with pytest.raises((CertificationError, RegistryError)) as refused:
        accepted(house, number)
    assert codes(refused) == ["CRT-004"]
