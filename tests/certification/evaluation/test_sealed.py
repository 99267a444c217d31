"""Sealed inventories in an evaluation: the certifier opens them and computes them again."""

import datetime
import os

import pytest

from pvfootprint.certification.evaluation.evaluating import Opinion, evaluate
from pvfootprint.certification.intake.accepting import accept
from pvfootprint.certification.intake.applying import apply
from pvfootprint.certification.intake.green import green_missing
from pvfootprint.certification.intake.requesting import Request
from pvfootprint.certification.intake.submitted import open_submitted
from pvfootprint.language.texts import text
from pvfootprint.model.canonical import digest
from pvfootprint.model.certificate_record import Said
from pvfootprint.model.findings import Finding
from pvfootprint.submission.evidence import nowhere
from pvfootprint.submission.keymaking import make_sealing_key, make_signing_key
from pvfootprint.submission.keys import (
    certificate_path,
    read_certificate,
    read_sealing_key,
    read_signing_key,
)
from pvfootprint.submission.manifest import Options
from pvfootprint.submission.packing import make_submission
from pvfootprint.submission.sealing import seal

pytestmark = pytest.mark.usefixtures("quick_papers")

PASSPHRASE = b"correct horse battery staple"
OPINION = Opinion(remark=Said(en="", zh=""), system_since=datetime.date(2025, 1, 1))


@pytest.fixture(scope="session")
def seal_keys(tmp_path_factory):
    """Folder with the keys of a supplier, of the certifier, and of another certifier."""
    folder = tmp_path_factory.mktemp("sealing")
    make_signing_key(folder / "supplier.pem", PASSPHRASE)
    for name in ("certifier", "other"):
        make_sealing_key(folder / f"{name}.pem", PASSPHRASE, name)
    return folder


@pytest.fixture(scope="session")
def opening(seal_keys):
    """Give a function that returns key and certificate of a certifier."""
    return lambda name: read_sealing_key(seal_keys / f"{name}.pem", PASSPHRASE)


@pytest.fixture(scope="session")
def with_sealed_cells(submitted_of, seal_keys, data):
    """Give a function that hands modules in whose cell maker shows its inventory to nobody else."""
    files = dict(submitted_of("cell").inputs.files)

    def submit(*, inventory=True):
        key = read_signing_key(seal_keys / "supplier.pem", PASSPHRASE)
        certificate = read_certificate(certificate_path(seal_keys / "certifier.pem"))
        sealed = seal(
            files, "cell.xlsx", data.library, Options(), key, certificate if inventory else None
        )
        module = submitted_of("module").inputs.files["module.xlsx"]
        made = make_submission(
            {"module.xlsx": module, "cell.pvfs": sealed.content}, data.library, Options(), nowhere
        )
        return open_submitted(made.content, "module.pvf", data.library, data.root)

    return submit


@pytest.fixture(scope="session")
def submitted(with_sealed_cells):
    return with_sealed_cells()


@pytest.fixture
def number(house, scheme, submitted, data, given_documents):
    return taken(house, scheme, submitted, data, given_documents)


def taken(house, scheme, submitted, data, documents):
    """Apply and accept."""
    request = Request(scheme=scheme, submitted=submitted, documents=documents)
    number = apply(house.registry, house.actor("intake-a"), request, data).case.subject
    return accept(house.registry, house.actor("intake-a"), number).case.subject


def evaluated(house, number, key=None):
    return evaluate(house.registry, house.actor("evaluator-a"), number, OPINION, key).case


def points(case):
    return {one.key: one for one in case.evaluation.points}


def test_nobody_sees_what_a_sealed_part_counts_until_it_is_opened(house, number, opening):
    assert house.case(number).application.green == ()
    case = evaluated(house, number)
    assert points(case)["sealed"].outcome == "asks"
    assert points(case)["green-certificates"].outcome == "asks"
    assert "cell.pvfs" in points(case)["green-certificates"].found.en
    case = evaluated(house, number, opening("certifier"))
    assert points(case)["sealed"].outcome == "passes"
    (use,) = case.evaluation.green
    assert (use.company, use.last[-6:]) == ("示例电池有限公司", "120000")
    assert case.evaluation.green_reserved == (use.range,)
    with house.reading() as snapshot:
        assert [holder for holder, _ in snapshot.green_held([use.range])] == [number]
        assert green_missing(snapshot, case) == []
    again = evaluated(house, number, opening("certifier"))
    assert again.evaluation.green_reserved == (), "they are held already"


def test_a_supplier_that_is_certified_itself_holds_them_for_the_same_use(
    house, scheme, number, submitted_of, data, given_documents, opening
):
    cells = taken(house, scheme, submitted_of("cell"), data, given_documents)
    case = evaluated(house, number, opening("certifier"))
    assert case.evaluation.green_reserved == ()
    point = points(case)["green-certificates"]
    assert (point.outcome, point.found.en[-1]) == ("passes", "1")
    with house.reading() as snapshot:
        (use,) = case.evaluation.green
        assert [holder for holder, _ in snapshot.green_held([use.range])] == [cells]


def test_certificates_that_another_company_holds_fail(house, number, opening):
    taken_by = {"system": "GEC", "first": "EXAMPLE0000000000000000000000007"}
    taken_by["last"] = taken_by["first"]
    other = house.apply()
    house.write("accept", other, {"files": {}, "green_reserved": [taken_by]}, "intake-a")
    case = evaluated(house, number, opening("certifier"))
    assert not case.last("evaluate").body.satisfied
    point = {one.key: one for one in case.last("evaluate").body.points}["green-certificates"]
    assert point.outcome == "fails"
    assert other in point.found.en


def test_the_wrong_key_opens_nothing(house, number, opening):
    point = points(evaluated(house, number, opening("other")))["sealed"]
    assert point.outcome == "asks"
    assert "sealed to another key" in point.found.en


def test_a_summary_that_is_not_what_its_inventory_gives_fails(house, number, opening, monkeypatch):
    finding = Finding("SUB-016", text("the statement contradicts itself"), "cell.pvfs")
    verify = "pvfootprint.certification.evaluation.sealed.verify_inventory"
    monkeypatch.setattr(verify, lambda *_: [finding])
    case = evaluated(house, number, opening("certifier"))
    assert points(case)["sealed"].outcome == "fails"
    assert not case.evaluation.satisfied
    assert case.evaluation.green == ()


def test_a_part_without_an_inventory_counts_as_a_gap(
    house, scheme, with_sealed_cells, data, given_documents, opening
):
    number = taken(house, scheme, with_sealed_cells(inventory=False), data, given_documents)
    point = points(evaluated(house, number, opening("certifier")))["sealed"]
    assert point.outcome == "passes"
    assert "counts as a gap" in point.found.en


def test_what_was_supplied_is_named_by_its_workbook_though_it_is_sealed(
    house, number, submitted_of
):
    (cells,) = evaluated(house, number).evaluation.supplied
    assert cells.workbook == digest(submitted_of("cell").inputs.files["cell.xlsx"])
    assert cells.code == submitted_of("cell").code


def test_the_command_opens_with_a_key_of_its_own(house, number, run, seal_keys):
    reading, writing = os.pipe()
    os.write(writing, PASSPHRASE + b"\n")
    os.close(writing)
    given = ("--open-with", seal_keys / "certifier.pem", "--open-passphrase-fd", reading)
    ended = run("cert", "evaluate", number, *given, "--json", by="evaluator-a")
    os.close(reading)
    assert ended.code == 0, ended.err
    outcomes = {one["key"]: one["outcome"] for one in ended.json["points"]}
    assert outcomes["sealed"] == "passes"
    assert ended.json["identical"]
    reading, writing = os.pipe()
    os.write(writing, b"something else\n")
    os.close(writing)
    given = ("--open-with", seal_keys / "certifier.pem", "--open-passphrase-fd", reading)
    ended = run("cert", "evaluate", number, *given, by="evaluator-a")
    os.close(reading)
    assert (ended.code, ended.err[:7]) == (1, "SUB-019")
