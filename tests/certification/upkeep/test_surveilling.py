"""Surveillance: when it is due, what it finds, how findings are closed."""

import datetime

import pytest

from pvfootprint.certification.acts import Allot, Allotted
from pvfootprint.certification.overview.gathering import overview
from pvfootprint.certification.upkeep.surveilling import (
    Found,
    correct_finding,
    open_findings,
    surveil,
    surveillance_due,
)
from pvfootprint.model.certificate_record import Said
from pvfootprint.model.findings import CertificationError

pytestmark = pytest.mark.usefixtures("papers_as_pages")


def said(words):
    return Said(en=words, zh=words)


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.fixture
def number(house, case_at):
    """Give the number of a certificate of 2 March 2026, valid to 1 March 2028."""
    return house.case(case_at("")).certificate


@pytest.fixture
def survey(house, number):
    """Give a function that enters a surveillance."""

    def enter(on, *found, maintained=True, by="auditor-b"):
        return surveil(
            house.registry,
            house.actor(by),
            number,
            day=day(on),
            maintained=maintained,
            remark=said("meters, label"),
            found=found,
        )

    return enter


@pytest.fixture
def due(house, number):
    """Give a function that says when the next surveillance is due."""

    def ask(which=number):
        with house.reading() as snapshot:
            seen = overview(snapshot, house.clock.day)
        return surveillance_due(*seen.find(which), seen.find)

    return ask


def codes(function, *given, **named):
    with pytest.raises(CertificationError) as error:
        function(*given, **named)
    return [finding.code for finding in error.value.findings]


def test_due_a_year_after_the_issue(due):
    assert due() == day("2027-03-02")


def test_the_next_is_due_a_year_after_the_one_before(house, survey, due):
    house.clock.set("2027-02-01")
    survey("2027-01-20")
    assert due() == day("2028-01-20")


def test_none_is_due_beyond_the_end(house, survey, due):
    house.clock.set("2027-03-05")
    survey("2027-03-02")
    assert due() is None


def test_the_day_is_between_the_last_one_and_today(house, survey):
    house.clock.set("2027-02-01")
    assert codes(survey, "2026-03-01") == ["CRT-062"]
    assert codes(survey, "2027-02-02") == ["CRT-062"]
    survey("2027-01-20")
    assert codes(survey, "2027-01-19") == ["CRT-062"]
    survey("2027-01-20")


def test_findings_get_keys_and_the_days_of_the_scheme(house, number, survey):
    house.clock.set("2027-03-02")
    survey("2027-03-01", Found("major", said("a")), Found("minor", said("b"), day("2027-03-09")))
    survey("2027-03-02", Found("observation", said("c")))
    found = [
        (finding.key, finding.grade, finding.due)
        for one in house.certificate(number).all("surveil")
        for finding in one.body.findings
    ]
    # 30 days for a major finding: 1 March and 30 days is 31 March.
    assert found == [
        ("F1", "major", "2027-03-31"),
        ("F2", "minor", "2027-03-09"),
        ("F3", "observation", ""),
    ]
    assert [one.key for one in open_findings(house.certificate(number))] == ["F1", "F2"]


@pytest.mark.parametrize("last", ["2027-02-28", "2027-04-01"])
def test_a_corrective_action_is_due_within_the_days_of_the_scheme(house, survey, last):
    house.clock.set("2027-03-02")
    assert codes(survey, "2027-03-01", Found("major", said("a"), day(last))) == ["CRT-064"]


def test_closing_a_finding(house, number, survey):
    house.clock.set("2027-03-02")
    survey("2027-03-01", Found("major", said("a")), Found("minor", said("b")))
    given = {"finding": "F1", "action": said("new meter"), "evidence": {"meter.pdf": b"a photo"}}
    auditor = house.actor("auditor-a")
    done = correct_finding(house.registry, auditor, number, **given)
    assert [one.key for one in open_findings(done.subject)] == ["F2"]
    (evidence,) = done.subject.last("correct").body.evidence
    with house.reading() as snapshot:
        assert snapshot.file(evidence.sha256) == b"a photo"
    assert codes(correct_finding, house.registry, auditor, number, **given) == ["CRT-065"]


def test_a_finding_is_closed_by_evidence(house, number, survey):
    house.clock.set("2027-03-02")
    survey("2027-03-01", Found("major", said("a")))
    given = {"finding": "F1", "action": said("new meter"), "evidence": {}}
    auditor = house.actor("auditor-a")
    assert codes(correct_finding, house.registry, auditor, number, **given) == ["CRT-040"]


def test_not_kept_up_with_an_action_overdue(house, number, survey):
    house.clock.set("2027-03-02")
    survey("2027-03-01", Found("major", said("a")))
    house.clock.set("2027-04-01")
    assert codes(survey, "2027-04-01") == ["CRT-006"]
    survey("2027-04-01", maintained=False)
    correct_finding(
        house.registry,
        house.actor("auditor-a"),
        number,
        finding="F1",
        action=said("new meter"),
        evidence={"meter.pdf": b"a photo"},
    )
    assert survey("2027-04-01")


def test_an_extension_goes_on_with_the_surveillance_before(house, case_at, number, due):
    """It leaves out the audit, so a year from its own issue would be too long."""
    house.clock.set("2027-01-15")
    application = house.case(house.apply(kind="reduction", certificate=number))
    assert "audit" not in application.steps
    later = "YC-PCF-2027-99999-0"
    record = house.record(later, application.subject, expires="2028-03-01")
    body = Allot(
        application=application.subject,
        record=house.keep(record.model_dump_json().encode()),
        expires="2028-03-01",
        product=record.product.code,
        workbook=record.product.workbook,
        allotted=Allotted(series="by hand", running=1),
    )
    house.write("allot", later, body, "signatory-a")
    assert due(later) == due(number) == day("2027-03-02")
