"""Applications: what they take from a submission, and what is not taken in."""

import json
from dataclasses import replace

import pytest

from pvfootprint.certification.intake.applying import apply
from pvfootprint.certification.intake.requesting import Document, Request, missing_documents
from pvfootprint.certification.intake.submitted import open_submitted
from pvfootprint.model.canonical import digest
from pvfootprint.model.certificate_record import Party
from pvfootprint.model.findings import CertificationError, SubmissionError
from pvfootprint.submission.archives import pack, unpack


@pytest.fixture
def request_of(scheme, submitted_of, given_documents):
    """Give a function that makes a request for the example of a stage."""

    def make(stage="polysilicon", **changes):
        given = {"scheme": scheme, "documents": given_documents, **changes}
        return Request(submitted=submitted_of(stage), **given)

    return make


@pytest.fixture
def applied(house, request_of, data, quick_papers):
    """Give a function that applies; it returns the application."""

    def act(stage="polysilicon", by="intake-a", **changes):
        request = request_of(stage, **changes)
        return apply(house.registry, house.actor(by), request, data).case

    return act


def codes(refused):
    return [finding.code for finding in refused.value.findings]


def test_an_application_says_what_the_submission_says(applied, submission_of, data_folder):
    case = applied("module")
    application = case.application
    assert case.subject.startswith("YC-A-2026-00001-")
    assert application.client.name == application.producer.name == "示例组件有限公司"
    assert application.site.location == "CN-Jiangsu"
    assert application.product_code == "site:91000000example041:s1:module:p1"
    assert application.models == ("M144T-575", "M144T-580", "M144T-585")
    workbook = (data_folder / "examples/pilot/module.xlsx").read_bytes()
    assert application.workbook == digest(workbook)
    content = submission_of("module").read_bytes()
    assert application.submission == digest(content)
    stated = json.loads(unpack(content, "").members["footprint.json"])["total"]
    assert application.declared.value == stated["value"]
    assert application.declared.unit == stated["unit"] == "kgCO2e/kWp"
    assert application.declared.shown == f"{stated['value']:.0f}"
    assert case.next_step == "accept"


def test_everything_that_was_handed_in_is_kept(applied, house, submission_of, scheme, data):
    case = applied()
    files = case.done[0].body.files
    with house.reading() as snapshot:
        kept = {name: snapshot.file(sha256) for name, sha256 in files.items()}
    assert kept["polysilicon.pvf"] == submission_of("polysilicon").read_bytes()
    assert kept["yancheng-pilot.toml"] == scheme.content
    assert kept["data.zip"] == data.packed
    assert {files[name] for name in kept if name.startswith("documents/")} == {
        document.sha256 for document in case.application.documents
    }
    assert case.subject.encode() in kept["apply.pdf"]


def test_suppliers_apply_with_their_own_workbooks_in_the_lead(applied):
    clients = [applied(stage).application.client.name for stage in ("polysilicon", "wafer", "cell")]
    assert clients == ["示例硅料有限公司", "示例硅片有限公司", "示例电池有限公司"]


def test_somebody_else_applies_for_the_maker(applied):
    other = Party(name="示例集团有限公司", code="91000000EXAMPLE05X")
    application = applied(client=other).application
    assert (application.client, application.producer.name) == (other, "示例硅料有限公司")


def test_models_are_those_of_the_product(applied):
    assert applied("module", models=("M144T-580",)).application.models == ("M144T-580",)
    with pytest.raises(CertificationError) as refused:
        applied("cell", models=("M144T-580", "C182T-16BB", "X"))
    assert codes(refused) == ["CRT-013", "CRT-013"]
    assert "C182T-16BB" in refused.value.findings[0].expected


def test_everything_against_a_request_is_said_at_once(applied, scheme, house):
    documents = (
        Document("recipe", "a.pdf", b"a"),
        Document("consultants", "a.pdf", b""),
        Document("consultants", "a.pdf", b"b"),
        Document("submission", "b.pvf", b"b"),
    )
    cells_only = replace(scheme, stages=("cell",))
    with pytest.raises(CertificationError) as refused:
        applied(by="evaluator-a", scheme=cells_only, documents=documents, models=("X",))
    expected = ["STF-004", "CRT-010", "CRT-013", "CRT-012", "CRT-012", "CRT-012", "CRT-012"]
    assert codes(refused) == expected
    assert house.entries(act="apply") == []


def test_the_same_submission_is_applied_for_once(applied, house):
    first = applied("polysilicon").subject
    applied("wafer")
    with pytest.raises(CertificationError) as refused:
        applied("polysilicon", by="intake-b")
    (finding,) = refused.value.findings
    assert finding.code == "CRT-014"
    assert first in finding.message
    house.act("reject", first)
    assert applied("polysilicon").subject != first


def test_what_is_missing_is_told_but_hinders_no_application(applied, scheme):
    case = applied(documents=())
    (finding,) = missing_documents(scheme, case.application.documents, severity="warning")
    assert finding.code == "CRT-011"
    required = [one.key for one in scheme.documents if not one.optional]
    assert all(f"{key}: " in finding.found for key in required if key != "submission")
    assert "submission: " not in finding.found


def test_who_was_revoked_or_whose_key_expired_takes_nothing_in(applied, house):
    house.revoke("intake-a")
    with pytest.raises(CertificationError) as refused:
        applied()
    assert codes(refused) == ["STF-002"]
    house.clock.set("2028-03-03")
    with pytest.raises(CertificationError) as refused:
        applied(by="intake-b")
    assert codes(refused) == ["STF-003"]


def test_a_changed_submission_is_refused_with_everything_that_is_wrong(submission_of, data):
    members = unpack(submission_of("polysilicon").read_bytes(), "").members
    members["workbooks/polysilicon.xlsx"] += b" "
    members["footprint.json"] += b" "
    with pytest.raises(SubmissionError) as refused:
        open_submitted(pack(members), "x.pvf", data.library, data.root)
    assert codes(refused) == ["SUB-007", "SUB-007"]


def test_a_number_that_somebody_else_takes_meanwhile_is_not_taken_again(
    house, request_of, data, quick_papers, monkeypatch
):
    """Another application comes in while the receipt is made, once."""
    left = [house.apply]

    def meanwhile(history, act, body, **_):
        if left:
            left.pop()()
        return {"receipt.pdf": history.subject.encode()}

    monkeypatch.setattr("pvfootprint.certification.intake.applying.act_papers", meanwhile)
    acted = apply(house.registry, house.actor("intake-b"), request_of(), data)
    numbers = [entry.subject for entry in house.entries(act="apply")]
    assert [number[:15] for number in numbers] == ["YC-A-2026-00001", "YC-A-2026-00002"]
    assert acted.papers["receipt.pdf"].decode() == acted.case.subject == numbers[1]


def test_somebody_who_is_always_late_is_told_so(house, request_of, data, quick_papers, monkeypatch):
    def always(*_, **__):
        house.apply()
        return {}

    monkeypatch.setattr("pvfootprint.certification.intake.applying.act_papers", always)
    monkeypatch.setattr("pvfootprint.certification.intake.applying.TRIES", 2)
    with pytest.raises(CertificationError) as refused:
        apply(house.registry, house.actor("intake-b"), request_of(), data)
    assert codes(refused) == ["CRT-017"]
