"""Evaluations: every point, for and against."""

import dataclasses
import datetime
import json

import pytest

from pvfootprint.certification.acts import GivenDocument
from pvfootprint.certification.evaluation.archiving import pack_data
from pvfootprint.certification.evaluation.evaluating import Opinion, evaluate
from pvfootprint.certification.intake.accepting import accept
from pvfootprint.certification.intake.applying import Data, application_of, apply
from pvfootprint.certification.intake.requesting import Request
from pvfootprint.certification.intake.submitted import open_submitted
from pvfootprint.library.caching import open_library
from pvfootprint.model.canonical import canonical, digest
from pvfootprint.model.certificate_record import Said
from pvfootprint.model.findings import CertificationError
from pvfootprint.submission.archives import pack, unpack
from pvfootprint.submission.evidence import nowhere
from pvfootprint.submission.manifest import Options
from pvfootprint.submission.packing import make_submission

pytestmark = pytest.mark.usefixtures("quick_papers")

REMARK = Said(en="fine", zh="无")
OPINION = Opinion(remark=REMARK, system_since=datetime.date(2025, 11, 1))


@pytest.fixture
def accepted(house, scheme, submitted_of, data, given_documents):
    """Give a function that applies and accepts; it returns the number."""

    def act(stage="polysilicon", submitted=None, under=scheme, by=data):
        request = Request(
            scheme=under, submitted=submitted or submitted_of(stage), documents=given_documents
        )
        number = apply(house.registry, house.actor("intake-a"), request, by).case.subject
        return accept(house.registry, house.actor("intake-a"), number).case.subject

    return act


@pytest.fixture
def evaluated(house):
    """Give a function that evaluates an application."""

    def act(number, opinion=OPINION, by="evaluator-a"):
        return evaluate(house.registry, house.actor(by), number, opinion).case

    return act


def points(case):
    found = case.last("evaluate").body.points
    return {one.key: one for one in found}


def test_a_sound_application_goes_on(house, accepted, evaluated, submission_of):
    case = evaluated(accepted("module"))
    body = case.evaluation
    assert body.satisfied
    assert body.identical
    assert case.next_step == "plan-audit"
    outcomes = {one.key: one.outcome for one in body.points}
    assert {outcomes[key] for key in ("documents", "evidence", "system", "recomputation")} == {
        "passes"
    }
    rules = [key for key in outcomes if key[-1].isdigit()]
    assert len(rules) > 40
    assert "fails" not in outcomes.values()
    stated = json.loads(unpack(submission_of("module").read_bytes(), "").members["footprint.json"])
    assert body.footprint.value == stated["total"]["value"]
    assert (body.start, body.end) == ("2025-01-01", "2025-12-31")
    assert sum(one.value for one in body.stages) == pytest.approx(body.footprint.value)
    assert [one.company for one in body.supplied] == [
        "示例电池有限公司",
        "示例硅片有限公司",
        "示例硅料有限公司",
    ]
    assert body.product.power_bins == (575.0, 580.0, 585.0)
    with house.reading() as snapshot:
        kept = json.loads(snapshot.file(body.files["footprint.json"]))
        assert snapshot.file(body.files["study-report.pdf"]) == b"the study report"
    assert kept["total"] == stated["total"]
    assert body.recomputing.library == kept["hashes"]["library"]


def test_points_say_what_was_found_in_both_languages(accepted, evaluated):
    found = points(evaluated(accepted()))["recomputation"].found
    assert "identical to the last bit" in found.en
    assert "逐位一致" in found.zh


def test_a_value_by_other_rules_is_explained(
    house, scheme, accepted, evaluated, data_copy, replace_once, submission_of
):
    """Rules that count by location: the declared value stays what it is, and is not certified."""
    rules = data_copy / "methods" / "rules" / "yancheng-pilot.toml"
    text = rules.read_text(encoding="utf-8")
    changed = text.replace('value = "market"', 'value = "location"', 1)
    assert changed != text
    rules.write_text(changed, encoding="utf-8")
    library, _ = open_library(data_copy)
    by_location = Data(data_copy, library, pack_data(data_copy))
    path = submission_of("cell")
    submitted = open_submitted(path.read_bytes(), path.name, library, data_copy)
    case = evaluated(accepted(submitted=submitted, by=by_location))
    body = case.evaluation
    declared = case.application.declared
    assert body.footprint.value > declared.value * 1.05
    assert not body.identical
    point = points(case)["declaration"]
    assert point.outcome == "passes"
    assert body.footprint.shown in point.found.en
    assert declared.shown in point.found.en
    assert point.found.en.endswith("basis of electricity")
    assert points(case)["recomputation"].outcome == "passes"
    assert "green-certificates" not in points(case), "by location none counts"


def test_missing_documents_keep_an_application_from_going_on(
    house, scheme, submitted_of, data, evaluated
):
    request = Request(scheme=scheme, submitted=submitted_of("polysilicon"))
    number = apply(house.registry, house.actor("intake-a"), request, data).case.subject
    house.act("accept", number)
    case = evaluated(number)
    assert points(case)["documents"].outcome == "fails"
    assert not case.evaluation.satisfied
    assert case.next_step == "evaluate"


@pytest.mark.parametrize(
    ("since", "outcome"),
    [
        (datetime.date(2025, 12, 2), "passes"),
        (datetime.date(2025, 12, 3), "fails"),
        (None, "asks"),
    ],
)
def test_the_management_system_has_run_for_three_months(accepted, evaluated, since, outcome):
    """Applied for on 2026-03-02."""
    case = evaluated(accepted(), Opinion(remark=REMARK, system_since=since))
    assert points(case)["system"].outcome == outcome
    assert case.evaluation.satisfied == (outcome != "fails")


def test_evidence_that_was_not_handed_in_asks(accepted, evaluated, submitted_of, data):
    files = submitted_of("polysilicon").inputs.files
    made = make_submission(files, data.library, Options(), nowhere)
    submitted = open_submitted(made.content, "bare.pvf", data.library, data.root)
    point = points(evaluated(accepted(submitted=submitted)))["evidence"]
    assert point.outcome == "asks"
    assert "polysilicon-E1.txt" in point.found.en


def test_a_stated_value_that_does_not_come_out_fails(
    house, scheme, submitted_of, submission_of, data, given_documents, evaluated
):
    """It cannot be applied for; here it came into the registry past the intake."""
    members = unpack(submission_of("polysilicon").read_bytes(), "").members
    stated = json.loads(members["footprint.json"])
    stated["total"]["value"] *= 1.01
    members["footprint.json"] = canonical(stated)
    manifest = json.loads(members["manifest.json"])
    for entry in manifest["files"]:
        content = members[entry["name"]]
        entry |= {"size": len(content), "sha256": house.keep(content)}
    content = pack({**members, "manifest.json": canonical(manifest)})
    request = Request(
        scheme=scheme, submitted=submitted_of("polysilicon"), documents=given_documents
    )
    body, files = application_of(request, data)
    house.registry.keep(files.values())
    changes = {**dict(body), "submission": house.keep(content)}
    number = house.apply(**changes)
    house.act("accept", number)
    case = evaluated(number)
    assert points(case)["recomputation"].outcome == "fails"
    assert not case.evaluation.identical
    assert not case.evaluation.satisfied


def test_an_engine_that_errs_is_found_by_plain_elimination(accepted, evaluated, monkeypatch):
    monkeypatch.setattr("pvfootprint.certification.evaluation.points.plain_value", lambda *_: 1.0)
    point = points(evaluated(accepted()))["recomputation"]
    assert point.outcome == "fails"
    assert "plain elimination" in point.found.en


def test_suppliers_with_certificates_are_named(house, accepted, evaluated, scheme):
    wafer = evaluated(accepted("wafer"))
    (polysilicon,) = wafer.evaluation.supplied
    for step in ("plan-audit", "audit", "review", "decide"):
        house.act(step, wafer.subject)
    product = {
        **house.record("-", "-").product.model_dump(),
        "code": wafer.application.product_code,
        "workbook": wafer.application.workbook,
    }
    certificate = house.issue(wafer.subject, product=product)
    case = evaluated(accepted("module"))
    found = points(case)["upstream"].found.en
    assert f"示例硅片有限公司, 182 mm N型单晶硅片 n-type wafer: {certificate}" in found
    assert "示例硅料有限公司, N型多晶硅料 n-type polysilicon: without a certificate" in found
    assert polysilicon.code in [one.code for one in case.evaluation.supplied]


def test_the_evaluator_may_be_dissatisfied_and_says_why(accepted, evaluated):
    number = accepted()
    silent = Opinion(remark=Said(en="", zh=""), satisfied=False)
    with pytest.raises(CertificationError) as refused:
        evaluated(number, silent)
    assert [finding.code for finding in refused.value.findings] == ["CRT-018"]
    case = evaluated(number, dataclasses.replace(OPINION, satisfied=False))
    assert not case.evaluation.satisfied
    assert case.next_step == "evaluate"
    assert evaluated(number).next_step == "plan-audit", "and again, once it is settled"


def test_who_may_not_evaluate(house, accepted, evaluated, case_at):
    number = accepted()
    client = house.case(number).application.client
    house.declare("evaluator-a", client)
    house.revoke("evaluator-b")
    house.act("reject", other := house.apply())
    early = house.apply()
    expected = {
        ("intake-a", number): ["STF-004"],
        ("evaluator-a", number): ["STF-006"],
        ("evaluator-b", number): ["STF-002"],
        ("reviewer-a", early): ["STF-004", "CRT-003"],
        ("intake-b", other): ["STF-004", "CRT-004"],
        ("evaluator-a", "YC-A-2026-99999-X"): ["CRT-001"],
    }
    for (person, application), codes in expected.items():
        with pytest.raises(CertificationError) as refused:
            evaluated(application, by=person)
        assert [finding.code for finding in refused.value.findings] == codes
    house.clock.set("2028-03-03")
    with pytest.raises(CertificationError) as refused:
        evaluated(number, by="evaluator-a")
    assert "STF-003" in [finding.code for finding in refused.value.findings]


def test_who_reviewed_does_not_evaluate_again(house, case_at):
    house.add("all-a", "evaluator", "reviewer", "intake")
    number = case_at("review")
    house.act("review", number, by="all-a")
    with pytest.raises(CertificationError) as refused:
        house.act("evaluate", number, by="all-a")
    assert [finding.code for finding in refused.value.findings] == ["STF-005"]


def test_documents_are_told_apart_by_kind(house, scheme):
    given = GivenDocument(kind="consultants", name="a.pdf", sha256=house.keep(b"a"))
    number = house.apply(documents=(given,))
    assert house.case(number).application.documents == (given,)


@pytest.fixture
def made_elsewhere(house, scheme, submitted_of, submission_of, data, given_documents):
    """Give a function that applies with a footprint that another computer has stated."""

    def act(**changes):
        members = unpack(submission_of("polysilicon").read_bytes(), "").members
        stated = json.loads(members["footprint.json"])
        stated["hashes"]["software"] = "0" * 64
        stated["computed_with"]["platform"] = "an abacus"
        stated["total"] |= changes
        manifest = json.loads(members["manifest.json"])
        manifest["origins"] |= {"software": "0" * 64, "versions": stated["computed_with"]}
        members["footprint.json"] = content = canonical(stated)
        for entry in manifest["files"]:
            if entry["name"] == "footprint.json":
                entry |= {"size": len(content), "sha256": digest(content)}
        packed = pack({**members, "manifest.json": canonical(manifest)})
        opened = open_submitted(packed, "a.pvf", data.library, data.root)
        request = Request(scheme=scheme, submitted=opened, documents=given_documents)
        number = apply(house.registry, house.actor("intake-a"), request, data).case.subject
        return accept(house.registry, house.actor("intake-a"), number).case.subject

    return act


def test_the_same_numbers_are_identical_whatever_computed_them(made_elsewhere, evaluated):
    case = evaluated(made_elsewhere())
    assert case.evaluation.identical
    found = points(case)["recomputation"].found.en
    assert "identical to the last bit" in found
    assert "another software than is installed here" in found
    assert "another platform than is installed here" in found


def test_numbers_of_elsewhere_may_differ_in_the_last_bits(made_elsewhere, evaluated, submitted_of):
    value = submitted_of("polysilicon").stated["total"]["value"]
    case = evaluated(made_elsewhere(value=value * (1 + 4e-13)))
    assert not case.evaluation.identical
    point = points(case)["recomputation"]
    assert point.outcome == "passes"
    assert "within 1e-12" in point.found.en
    assert points(case)["declaration"].found.en.startswith("the declared one")
