"""The record of a certificate follows from application, evaluation and grant."""

import datetime
from dataclasses import replace

import pytest

from pvfootprint.certification import acts
from pvfootprint.certification.issue.recording import dates_of, record_for
from pvfootprint.model.certificate_record import Said
from pvfootprint.rules.certification.numbers import certificate_number


@pytest.fixture
def make(house):
    """Give a function that makes the record of an application, as it would be now."""

    def made(application, scheme=None):
        with house.reading() as snapshot:
            case = house.case(application)
            case.scheme = scheme or case.scheme
            number = certificate_number(case.scheme, 7, house.clock.day.year, "module")
            person = snapshot.people()["signatory-a"]
            return record_for(snapshot, case, number, person, house.clock())

    return made


def test_it_says_what_was_evaluated(house, case_at, make):
    number = case_at("issue")
    record, case = make(number), house.case(number)
    evaluated = case.evaluation
    assert record.application == number
    assert record.number == "YC-PCF-2026-00007-" + record.number[-1]
    assert (record.product, record.gases) == (evaluated.product, evaluated.gases)
    assert (record.stages, record.rules) == (evaluated.stages, evaluated.rules)
    assert record.recomputing == evaluated.recomputing
    assert (record.start, record.end) == (evaluated.start, evaluated.end)
    assert (record.client, record.site) == (case.application.client, case.application.site)
    assert record.scheme == case.application.scheme
    assert record.certifier.approval == "TEST-0000"
    assert record.signatory == "签发人 A Signatory A"
    assert record.status_address.endswith(record.number)
    assert record.test


def test_the_value_is_shown_with_the_scheme_s_figures_and_kept_unrounded(house, case_at, make):
    number = case_at("issue")
    record = make(number)
    # 382.73... with three figures, whatever the evaluation showed.
    assert house.case(number).evaluation.footprint.shown == "382.7"
    assert (record.footprint.shown, record.footprint.value) == ("383", 382.73468505765817)
    finer = make(number, replace(house.scheme, decimals=5))
    assert finer.footprint.shown == "382.73"


def test_it_holds_the_head_of_the_log(house, case_at, make):
    number = case_at("issue")
    record = make(number)
    with house.reading() as snapshot:
        assert (record.log.size, record.log.root) == (snapshot.size(), snapshot.root())
    house.apply()
    with house.reading() as snapshot:
        assert snapshot.root(record.log.size) == record.log.root


@pytest.mark.parametrize(
    ("issued", "months", "expires"),
    [
        # Whole months, both days included: the year from 2 March ends on 1 March.
        ("2026-03-02", 24, "2028-03-01"),
        ("2026-01-01", 12, "2026-12-31"),
        # Where the month has no such day, its last one is the last.
        ("2024-02-29", 24, "2026-02-28"),
        ("2026-08-31", 6, "2027-02-28"),
    ],
)
def test_the_last_day(house, case_at, issued, months, expires):
    case = house.case(case_at("issue"))
    case.scheme = replace(case.scheme, validity_months=months)
    dates = dates_of(case, datetime.date.fromisoformat(issued), None)
    assert dates.expires.isoformat() == expires
    assert dates.issued == dates.first_issued


@pytest.mark.parametrize(
    ("kind", "expires"),
    [("renewal", "2029-03-01"), ("extension", "2028-03-01"), ("reduction", "2028-03-01")],
)
def test_what_replaces_another_keeps_the_day_of_first_issue(house, case_at, make, kind, expires):
    before = house.case(case_at("")).certificate
    house.clock.set("2027-03-02")
    record = make(case_at("issue", kind=kind, certificate=before))
    assert record.replaces == before
    assert (record.issued, record.first_issued) == ("2027-03-02", "2026-03-02")
    # Another scope is no reason to be valid for longer.
    assert record.expires == expires


def test_certificates_upstream_are_named_with_their_records(house, case_at, make):
    upstream = house.case(case_at("")).certificate
    record = house.record("-", "-")
    line = acts.Supplied(
        code=record.product.code,
        workbook=record.product.workbook,
        stage=Said(en="module", zh="组件"),
        company="c",
        product="p",
    )
    number = case_at("evaluate")
    house.act("evaluate", number, supplied=(line,))
    for step in ("plan-audit", "audit", "review"):
        house.act(step, number)
    house.act("decide", number, upstream=(upstream,))
    (above,) = make(number).upstream
    allotment = house.certificate(upstream).allotment
    assert (above.number, above.record) == (upstream, allotment.record)
    assert (above.shown, above.unit, above.expires) == ("382.7", "kgCO2e/kWp", "2028-03-01")


def test_an_application_that_was_not_evaluated(house, case_at):
    case = house.case(case_at("evaluate"))
    with house.reading() as snapshot:
        person = snapshot.people()["signatory-a"]
        with pytest.raises(ValueError, match="not evaluated"):
            record_for(snapshot, case, "-", person, house.clock())
