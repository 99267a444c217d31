"""The inventory of a certificate enters the base database."""

from dataclasses import replace

import pytest

from pvfootprint.certification.opening import record_of
from pvfootprint.database.acts import PAPER, Ingest
from pvfootprint.database.datasets import papers_of
from pvfootprint.database.ingesting import Consented, change_consent, ingest
from pvfootprint.database.processes import UNIT_PROCESS, UnitProcess
from pvfootprint.model.findings import CertificationError, DatabaseError, RegistryError

CLOSED = Consented(consent="closed")


def refused(call, *arguments, **given):
    with pytest.raises(DatabaseError) as error:
        call(*arguments, **given)
    return {finding.code for finding in error.value.findings}


def test_the_unit_process_of_the_certificate_is_kept(base, agreed):
    standing = ingest(base.registry, base.actor("steward-a"), base.certificate, agreed)
    assert (standing.key, standing.state, standing.consent) == ("data/00001", "unverified", "open")
    found = base.dataset()
    with base.registry.reading() as snapshot:
        record = record_of(snapshot, base.house.certificate(base.certificate))
        papers = papers_of(snapshot, "data/00001")
    process = found.process
    assert process.footprint == record.footprint.value
    assert process.declared_unit == "kg"
    assert process.output == 62_000_000  # 62,000 t, as the workbook says
    assert found.owner == record.producer
    assert papers[PAPER] == agreed.paper
    assert UnitProcess.model_validate_json(papers[UNIT_PROCESS]) == process


def test_it_is_bound_to_certificate_workbook_submission_and_library(entered):
    entry = entered.house.entries("data/00001")[0]
    body = Ingest.model_validate_json(entry.body)
    process = entered.dataset().process
    application = entered.house.case(entered.application).application
    assert (body.certificate, body.workbook) == (entered.certificate, application.workbook)
    assert body.submission == application.submission == process.recomputing.submission
    assert body.library == process.recomputing.library


def test_amounts_are_per_unit_of_the_product_and_each_item_stands_once(entered, submitted_of):
    process, site = entered.dataset().process, submitted_of("polysilicon").leader
    product = site.products[0]
    electricity = sum(row.amount for row in site.energy if row.carrier == "electricity")
    tonnes = product.output
    assert process.electricity == pytest.approx(electricity / (tonnes * 1000), rel=1e-12)
    codes = [(flow.code, flow.group) for flow in (*process.inputs, *process.energy)]
    assert len(codes) == len(set(codes))
    (silicon,) = process.supplies
    assert (silicon.stage, silicon.by_companies) == ("mg-silicon", 0.0)


def test_no_supplier_and_no_word_of_the_company_stands_among_the_flows(entered):
    process = entered.dataset().process
    flows = (*process.inputs, *process.energy, *process.emissions)
    assert not [flow for flow in flows if "site:" in flow.code or "summary:" in flow.code]


def test_closed_data_need_no_paper(base):
    standing = ingest(base.registry, base.actor("steward-a"), base.certificate, CLOSED)
    assert standing.consent == "closed"


@pytest.mark.parametrize("consent", ["statistics", "open"])
def test_other_consent_needs_the_owners_paper(base, consent):
    given = (base.registry, base.actor("steward-a"), base.certificate, Consented(consent=consent))
    assert refused(ingest, *given) == {"DAT-006"}
    assert base.standing() is None


@pytest.mark.parametrize(
    "wrong", [b"", b"consent", b"%PDF-1.7 cut off", b"PK\x03\x04%%EOF", b"%PDF-" + bytes(21 << 20)]
)
def test_a_paper_must_be_a_whole_pdf_of_usual_size(base, wrong):
    given = (
        base.registry,
        base.actor("steward-a"),
        base.certificate,
        Consented(consent="open", paper=wrong),
    )
    assert refused(ingest, *given) == {"DAT-010"}


def test_only_a_data_steward_enters_data(base, agreed):
    given = (base.registry, base.actor("evaluator-a"), base.certificate, agreed)
    assert refused(ingest, *given) == {"STF-004"}


def test_a_certificate_enters_once(entered, agreed):
    given = (entered.registry, entered.actor("steward-b"), entered.certificate, agreed)
    assert refused(ingest, *given) == {"DAT-004"}


def test_an_unknown_certificate(base):
    with pytest.raises(CertificationError, match="CRT-002"):
        ingest(base.registry, base.actor("steward-a"), "YC-PCF-2026-99999-X", CLOSED)


@pytest.mark.parametrize("act", ["withdraw", "cancel"])
def test_what_was_withdrawn_or_cancelled_cannot_enter(base, act):
    reason = {"reason": {"en": "-", "zh": "-"}}
    base.house.write(act, base.certificate, {"files": {}, **reason}, "decider-a")
    given = (base.registry, base.actor("steward-a"), base.certificate, CLOSED)
    assert refused(ingest, *given) == {"DAT-009"}


def test_a_certificate_of_another_value_cannot_enter(base):
    footprint = base.house.case(base.application).evaluation.footprint.model_dump()
    number = base.certify(footprint={**footprint, "value": footprint["value"] * (1 + 1e-9)})
    given = (base.registry, base.actor("steward-a"), number, CLOSED)
    assert refused(ingest, *given) == {"DAT-011"}


def test_a_certificate_of_another_product_cannot_enter(base):
    product = base.house.case(base.application).evaluation.product.model_dump()
    number = base.certify(product={**product, "code": "site:other:s1:polysilicon:p1"})
    given = (base.registry, base.actor("steward-a"), number, CLOSED)
    assert refused(ingest, *given) == {"DAT-011"}


def test_a_missing_submission_is_said(base):
    recomputing = base.house.case(base.application).evaluation.recomputing.model_dump()
    number = base.certify(recomputing={**recomputing, "submission": "0" * 64})
    with pytest.raises(RegistryError, match="REG-003"):
        ingest(base.registry, base.actor("steward-a"), number, CLOSED)


def test_consent_is_lowered_and_raised(entered, agreed):
    registry, steward = entered.registry, entered.actor("steward-b")
    assert change_consent(registry, steward, "data/00001", CLOSED).consent == "closed"
    assert entered.dataset().consent == "closed"
    statistics = Consented(consent="statistics")
    given = (registry, steward, "data/00001")
    assert refused(change_consent, *given, statistics) == {"DAT-006"}
    signed = replace(statistics, paper=agreed.paper)
    assert change_consent(*given, signed).consent == "statistics"


def test_the_licence_is_that_of_the_newest_paper(entered, agreed):
    given = (entered.registry, entered.actor("steward-b"), "data/00001")
    assert entered.standing().licence == ""
    named = replace(agreed, licence="CC-BY-4.0")
    assert change_consent(*given, named).licence == "CC-BY-4.0"
    assert change_consent(*given, CLOSED).licence == ""


def test_a_licence_is_only_for_open_data(base):
    given = (base.registry, base.actor("steward-a"), base.certificate)
    assert refused(ingest, *given, replace(CLOSED, licence="CC0-1.0")) == {"DAT-014"}


def test_consent_for_what_is_not_there(entered, agreed):
    given = (entered.registry, entered.actor("steward-a"))
    assert refused(change_consent, *given, "data/00002", agreed) == {"DAT-003"}


def test_consent_by_somebody_else(entered):
    given = (entered.registry, entered.actor("signatory-a"))
    assert refused(change_consent, *given, "data/00001", CLOSED) == {"STF-004"}
