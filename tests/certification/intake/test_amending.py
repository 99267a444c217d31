"""Amendments: a corrected submission, further documents."""

from dataclasses import replace

import pytest

from pvfootprint.certification.intake.accepting import accept
from pvfootprint.certification.intake.amending import amend
from pvfootprint.certification.intake.applying import apply
from pvfootprint.certification.intake.requesting import Document, Request
from pvfootprint.certification.intake.submitted import open_submitted
from pvfootprint.model.certificate_record import Said
from pvfootprint.model.findings import CertificationError, RegistryError
from pvfootprint.model.site import Evidence
from pvfootprint.registry.projections import GreenRange
from pvfootprint.submission.evidence import nowhere
from pvfootprint.submission.manifest import Options
from pvfootprint.submission.packing import make_submission
from pvfootprint.workbook.reading import read_content
from pvfootprint.workbook.writing import write_workbook

pytestmark = pytest.mark.usefixtures("quick_papers")

REASON = Said(en="corrected", zh="更正")


@pytest.fixture(scope="session")
def resubmitted(tmp_path_factory, library, data, submitted_of):
    """Give a function that changes the workbook of the cell maker and submits it again."""
    folder = tmp_path_factory.mktemp("resubmitted")

    def submit(change):
        old = submitted_of("cell")
        files = dict(old.inputs.files)
        site, _ = read_content(files["cell.xlsx"], "cell.xlsx", library)
        write_workbook(folder / "cell.xlsx", library, "cell", "both", change(site))
        files["cell.xlsx"] = (folder / "cell.xlsx").read_bytes()
        made = make_submission(files, library, Options(), nowhere, "cell.xlsx")
        return open_submitted(made.content, "cell-2.pvf", library, data.root)

    return submit


def of_another_name(site):
    return replace(site, company=replace(site.company, address="示例省滁州示例路2号"))


def without_wind(site):
    return replace(site, electricity=site.electricity[1:])


def other_wind(site):
    first, *others = site.electricity
    numbers = ("EXAMPLE0000000000000000000200001-EXAMPLE0000000000000000000320000",)
    return replace(site, electricity=(replace(first, certificates=numbers), *others))


def with_a_document(site):
    return replace(site, evidence=(*site.evidence, Evidence(key="E9", title="more")))


@pytest.fixture
def number(house, scheme, submitted_of, data, given_documents):
    """Apply for the cells of the example; return the number."""
    request = Request(scheme=scheme, submitted=submitted_of("cell"), documents=given_documents)
    return apply(house.registry, house.actor("intake-a"), request, data).case.subject


@pytest.fixture
def amended(house, scheme, data, number):
    def act(submitted=None, documents=(), by="intake-b", models=()):
        request = None
        if submitted:
            request = Request(scheme=scheme, submitted=submitted, models=models)
        actor = house.actor(by)
        return amend(
            house.registry, actor, number, REASON, request=request, data=data, documents=documents
        ).case

    return act


def codes(refused):
    return [finding.code for finding in refused.value.findings]


def held(house, number):
    """Return the first numbers of what an application holds, without their stems."""
    ends = ("EXAMPLE0000000000000000000000001", "EXAMPLE0000000000000000000320000")
    wanted = [GreenRange(system="GEC", first=end, last=end) for end in ends]
    with house.reading() as snapshot:
        return [one.first[-6:] for holder, one in snapshot.green_held(wanted) if holder == number]


def test_a_corrected_submission_takes_the_place_of_the_first(amended, resubmitted, house, number):
    before = house.case(number).application
    case = amended(resubmitted(without_wind))
    now = case.application
    assert now.submission_name == "cell-2.pvf"
    assert now.declared.value > before.declared.value, "wind was left out"
    assert (len(before.green), now.green) == (1, ())
    assert (now.documents, now.client) == (before.documents, before.client)
    assert now.workbook != before.workbook
    assert case.done[0].body == house.case(number).done[0].body, "what was, stays"


def test_a_client_that_is_the_maker_follows_its_workbook(amended, resubmitted):
    application = amended(resubmitted(of_another_name)).application
    assert application.client.address == application.producer.address == "示例省滁州示例路2号"


def test_models_that_were_applied_for_stay(
    house, scheme, submitted_of, data, library, quick_papers
):
    """Of three models one was applied for; the corrected submission has all of them, too."""
    submitted = submitted_of("module")
    request = Request(scheme=scheme, submitted=submitted, models=("M144T-580",))
    intake = house.actor("intake-a")
    number = apply(house.registry, intake, request, data).case.subject
    files = {name: submitted.inputs.files[name] for name in ("module.xlsx", "cell.xlsx")}
    content = make_submission(files, library, Options(), nowhere).content
    again = open_submitted(content, "module-2.pvf", library, data.root)
    for models, expected in (((), ("M144T-580",)), (("M144T-575",), ("M144T-575",))):
        new = Request(scheme=scheme, submitted=again, models=models)
        documents = [Document("consultants", f"{len(models)}.pdf", b"a" * (1 + len(models)))]
        case = amend(
            house.registry, intake, number, REASON, request=new, data=data, documents=documents
        ).case
        assert case.application.models == expected


def test_documents_take_the_place_of_those_of_their_kind(amended):
    new = (Document("consultants", "a.pdf", b"a"), Document("consultants", "b.pdf", b"b"))
    case = amended(documents=new)
    kinds = [one.kind for one in case.application.documents]
    assert kinds.count("consultants") == 2
    assert len(set(kinds)) == len(kinds) - 1
    assert set(case.last("amend").body.files) == {
        "amend.pdf", "documents/consultants/a.pdf", "documents/consultants/b.pdf"
    }  # fmt: skip


def test_the_evaluation_starts_anew(amended, house, number, resubmitted):
    house.act("accept", number)
    house.act("evaluate", number)
    assert house.case(number).next_step == "plan-audit"
    assert amended(resubmitted(with_a_document)).next_step == "evaluate"


def test_certificates_of_an_accepted_application_are_swapped(amended, house, number, resubmitted):
    accept(house.registry, house.actor("intake-a"), number)
    assert held(house, number) == ["000001"]
    amended(resubmitted(other_wind))
    assert held(house, number) == ["200001"]
    amended(resubmitted(without_wind))
    assert held(house, number) == []


def test_the_same_certificates_stay(amended, house, number, resubmitted):
    accept(house.registry, house.actor("intake-a"), number)
    amended(resubmitted(with_a_document))
    assert held(house, number) == ["000001"]


def test_certificates_of_somebody_else_are_not_taken(amended, house, number, resubmitted):
    accept(house.registry, house.actor("intake-a"), number)
    submitted = resubmitted(other_wind)
    taken = {"system": "GEC", "first": "EXAMPLE0000000000000000000250000"}
    taken["last"] = taken["first"]
    house.write("accept", house.apply(), {"files": {}, "green_reserved": [taken]}, "intake-a")
    with pytest.raises(RegistryError) as refused:
        amended(submitted)
    assert codes(refused) == ["REG-016"]
    assert held(house, number) == ["000001"]


def test_before_the_acceptance_nothing_is_reserved(amended, house, number, resubmitted):
    amended(resubmitted(other_wind))
    assert held(house, number) == []


def test_another_product_is_no_amendment(amended, submitted_of):
    with pytest.raises(CertificationError) as refused:
        amended(submitted_of("wafer"))
    assert codes(refused) == ["CRT-015"]


def test_nothing_new_is_no_amendment(amended, submitted_of, given_documents):
    with pytest.raises(CertificationError) as refused:
        amended(submitted_of("cell"), given_documents[:1])
    assert codes(refused) == ["CRT-015"]


def test_everything_against_an_amendment_is_said_at_once(amended, submitted_of):
    with pytest.raises(CertificationError) as refused:
        amended(submitted_of("wafer"), [Document("recipe", "a", b"a")], "reviewer-a", ("X",))
    assert codes(refused) == ["STF-004", "CRT-012", "CRT-015", "CRT-013"]


def test_a_closed_application_is_not_amended(amended, house, number, resubmitted):
    house.act("reject", number)
    with pytest.raises(CertificationError) as refused:
        amended(resubmitted(without_wind))
    assert codes(refused) == ["CRT-004"]


def test_two_applications_do_not_become_one(amended, house, scheme, data, resubmitted):
    """What somebody else has applied for meanwhile is not taken by an amendment."""
    submitted = resubmitted(without_wind)
    request = Request(scheme=scheme, submitted=submitted)
    apply(house.registry, house.actor("intake-a"), request, data)
    with pytest.raises(CertificationError) as refused:
        amended(submitted)
    assert codes(refused) == ["CRT-014"]
