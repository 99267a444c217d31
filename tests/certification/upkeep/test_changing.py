"""Applications in the place of a certificate: renewal, extension, reduction."""

import datetime

import pytest

from pvfootprint.certification.evaluation.archiving import pack_data
from pvfootprint.certification.intake.applying import Data, application_of
from pvfootprint.certification.intake.requesting import Document, Request
from pvfootprint.certification.intake.submitted import open_submitted
from pvfootprint.certification.upkeep import holding
from pvfootprint.certification.upkeep.changing import Offer, extend, reduce, renew
from pvfootprint.model.certificate_record import Party, Said
from pvfootprint.model.findings import CertificationError

pytestmark = pytest.mark.usefixtures("papers_as_pages")

WHY = Said(en="why", zh="原因")


def codes(function, *given, **named):
    with pytest.raises(CertificationError) as error:
        function(*given, **named)
    return [finding.code for finding in error.value.findings]


# ------------------------------------------------------------------------------------ reduction


@pytest.fixture
def number(house, case_at):
    """Give the number of a certificate for M144T-575, -580 and -585."""
    return house.case(case_at("")).certificate


@pytest.fixture
def without(house, number):
    """Give a function that opens a reduction."""

    def take_out(*models, by="decider-a"):
        return reduce(house.registry, house.actor(by), number, models)

    return take_out


def test_a_reduction_has_the_submission_of_before(house, number, without):
    case = without("M144T-580").case
    applied = case.application
    before = house.case(house.certificate(number).allotment.application).application
    assert (applied.kind, applied.certificate) == ("reduction", number)
    assert applied.models == ("M144T-575", "M144T-585")
    assert applied.submission == before.submission
    assert applied.documents == before.documents
    assert applied.data == before.data
    assert applied.allotted.running == before.allotted.running + 1
    assert case.steps == ("apply", "accept", "evaluate", "review", "decide", "issue")
    assert case.next_step == "accept"


def test_the_papers_of_a_reduction_are_its_own(house, without):
    acted = without("M144T-580")
    files = acted.case.application.files
    assert acted.papers
    with house.reading() as snapshot:
        for name, content in acted.papers.items():
            assert snapshot.file(files[name]) == content


@pytest.mark.parametrize(
    "models",
    [("M144T-575", "M144T-580", "M144T-585"), (), ("M144T-999",), ("M144T-575", "M144T-999")],
)
def test_a_reduction_takes_out_some_models_and_not_all(house, without, models):
    before = len(house.entries())
    assert codes(without, *models) == ["CRT-071"]
    assert len(house.entries()) == before


def test_one_application_at_a_time(house, without):
    first = without("M144T-580").case.subject
    assert codes(without, "M144T-575") == ["CRT-069"]
    house.act("reject", first)
    assert without("M144T-575")


def test_who_may_change(without):
    assert codes(without, "M144T-580", by="intake-a") == ["STF-004"]
    assert codes(without, "M144T-580", by="auditor-a") == ["STF-004"]


def test_an_ended_certificate_is_not_reduced(house, number, without):
    holding.withdraw(house.registry, house.actor("decider-a"), number, WHY)
    assert codes(without, "M144T-580") == ["CRT-005"]


def test_an_expired_certificate_is_not_reduced(house, without):
    house.add("decider-c", "decision-maker", years=5)
    house.clock.set("2028-03-02")
    assert codes(without, "M144T-580", by="decider-c") == ["CRT-005"]


def test_a_suspended_certificate_may_be_reduced(house, number, without):
    until = datetime.date(2026, 6, 1)
    holding.suspend(house.registry, house.actor("decider-a"), number, WHY, until)
    assert without("M144T-580")


def test_no_certificate_of_this_number(house):
    actor = house.actor("decider-a")
    assert codes(reduce, house.registry, actor, "YC-PCF-2026-00099-X", ["M"]) == ["CRT-002"]


def test_the_certificate_of_an_amended_application(house, case_at):
    """What is copied is an application, not the amendment."""
    application = case_at("evaluate")
    amended = house.case(application).application.model_dump(mode="json")
    del amended["allotted"]
    body = {**amended, "reason": WHY.model_dump(), "models": ["A", "B"], "allotted": None}
    house.write("amend", application, body, "intake-a")
    while house.case(application).next_step != "issue":
        house.act(house.case(application).next_step, application)
    number = house.issue(application)
    case = reduce(house.registry, house.actor("decider-a"), number, ["A"]).case
    assert [one.act for one in case.done] == ["apply"]
    assert case.application.models == ("B",)


# --------------------------------------------------------------------------- renewal, extension


@pytest.fixture(scope="module")
def data(data_folder, library):
    """Give the shipped inventories and methods."""
    return Data(data_folder, library, pack_data(data_folder))


@pytest.fixture(scope="module")
def submitted(submission_of, library, data_folder):
    """Give the polysilicon of the example chain, as it is handed in."""
    path = submission_of("polysilicon")
    return open_submitted(path.read_bytes(), path.name, library, data_folder)


@pytest.fixture
def certified(house, submitted, data):
    """Give a function that certifies this polysilicon; it returns the certificate's number."""

    def certify(**changes):
        request = Request(scheme=house.scheme, submitted=submitted)
        body, files = application_of(request, data)
        house.registry.keep(files.values())
        documents = house.body("apply").documents
        names = body.model_fields_set - {"files"}
        applied = {name: getattr(body, name) for name in names}
        given = {**applied, "documents": documents, **changes}
        return house.case(house.case_at("", **given)).certificate

    return certify


def test_a_renewal(house, certified, submitted, data):
    number = certified()
    house.clock.set("2027-10-01")
    offer = Offer(submitted, (Document("business-licence", "licence.pdf", b"new"),))
    case = renew(house.registry, house.actor("intake-a"), number, offer, data).case
    applied = case.application
    assert (applied.kind, applied.certificate) == ("renewal", number)
    assert case.steps == house.scheme.steps
    assert [one.kind for one in applied.documents] == ["business-licence"]
    again = renew, house.registry, house.actor("intake-a"), number, offer, data
    assert "CRT-069" in codes(*again)


def test_a_renewal_for_the_same_client(house, certified, submitted, data):
    client = Party(name="示例贸易有限公司", code="91000000EXAMPLE099")
    number = certified(client=client)
    case = renew(house.registry, house.actor("intake-a"), number, Offer(submitted), data).case
    assert case.application.client == client
    assert case.application.producer == submitted.company


def test_a_renewal_of_another_product(house, number, submitted, data):
    offer = Offer(submitted)
    assert codes(renew, house.registry, house.actor("intake-a"), number, offer, data) == ["CRT-070"]


def test_who_renews(house, certified, submitted, data):
    decider = house.actor("decider-a")
    assert codes(renew, house.registry, decider, certified(), Offer(submitted), data) == ["STF-004"]


def test_an_extension_keeps_what_is_not_handed_in_anew(house, certified, submitted, data):
    models = submitted.product.models or (submitted.product.name,)
    number = certified(models=("an older model",))
    before = house.case(house.certificate(number).allotment.application).application
    licence = Document("business-licence", "licence-2026.pdf", b"new")
    offer = Offer(submitted, (licence,))
    decider = house.actor("decider-a")
    # The product of the example has other models than the certificate: they are no extension.
    assert codes(extend, house.registry, decider, number, offer, data) == ["CRT-071"]
    number = certified(models=())
    case = extend(house.registry, decider, number, offer, data).case
    applied = case.application
    assert (applied.kind, applied.models) == ("extension", models)
    kinds = {one.kind for one in before.documents} - {"submission"}
    assert {one.kind for one in applied.documents} == kinds
    names = {one.kind: one.name for one in applied.documents}
    assert names["business-licence"] == "licence-2026.pdf"
    assert names["bill-of-materials"] == "bill-of-materials.pdf"


def test_a_suspended_certificate_is_not_extended(house, certified, submitted, data):
    number, decider = certified(models=()), house.actor("decider-a")
    holding.suspend(house.registry, decider, number, WHY, datetime.date(2026, 6, 1))
    found = codes(extend, house.registry, decider, number, Offer(submitted), data)
    assert found == ["CRT-005"]


# ------------------------------------------------------------------------------------- commands


def test_reduced_at_the_command_line(house, number, run):
    ended = run("cert", "change", number, "--reduce", "M144T-580", "--json", by="decider-a")
    assert ended.code == 0
    case = house.case(ended.json["number"])
    assert case.application.kind == "reduction"
    assert ended.json["next"] == "accept"


def test_renewed_at_the_command_line(house, certified, submission_of, documents, run):
    number = certified()
    path = submission_of("polysilicon")
    given = ("cert", "renew", number, path, *documents)
    ended = run(*given, "--language", "en", by="intake-a")
    assert ended.code == 0
    assert f"renewal of {number}" in ended.out


def test_extended_at_the_command_line(house, certified, submission_of, run):
    number = certified(models=())
    path = submission_of("polysilicon")
    ended = run("cert", "change", number, "--extend", path, "--json", by="decider-a")
    assert ended.code == 0
    assert house.case(ended.json["number"]).application.kind == "extension"


@pytest.mark.parametrize(
    "wrong",
    [(), ("--reduce", "A", "--extend", "b.pvf"), ("--reduce", "A", "--model", "B")],
)
def test_neither_extended_nor_reduced(number, run, wrong):
    assert run("cert", "change", number, *wrong, by="decider-a").code == 2
