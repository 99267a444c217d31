"""``pvfootprint data package``: from a real certificate's dataset to a signed file."""

import pytest

from pvfootprint.certification.acts import Checked
from pvfootprint.database.acting import write
from pvfootprint.database.acts import VERIFY, Verify
from pvfootprint.database.checking import check_database
from pvfootprint.database.ingesting import Consented, change_consent
from pvfootprint.database.packaging.acts import PACKAGE
from pvfootprint.database.packaging.history import shared_packages
from pvfootprint.engine.computing import footprint
from pvfootprint.model.certificate_record import Said
from pvfootprint.submission.keys import fingerprint

KEY = "data/00001"
NOTHING = Said(en="", zh="")


@pytest.fixture
def verified(entered):
    """Give a house whose dataset somebody has verified, under no licence yet."""
    checked = Checked(key="value", title=NOTHING, outcome="passes", found=NOTHING)
    body = Verify(
        accepted=True,
        reason=NOTHING,
        checks=(checked,),
        unit_process=entered.standing().unit_process,
        software="tests",
    )
    with entered.registry.writing() as transaction:
        write(transaction, entered.actor("steward-b"), VERIFY, KEY, body)
    return entered


@pytest.fixture
def agree(verified, agreed):
    """Give a function that enters another consent of the owner."""

    def change(consent, licence=""):
        consented = Consented(consent=consent, paper=agreed.paper, licence=licence)
        change_consent(verified.registry, verified.actor("steward-a"), KEY, consented)

    return change


@pytest.fixture
def pack(run, tmp_path):
    """Give a function that runs the command: how it ended, and what it wrote."""

    def command(*options, by="steward-a", licence="CC-BY-4.0"):
        out = tmp_path / "out" / "pilot.zip"
        ended = run("data", "package", out, "--licence", licence, *options, by=by)
        return ended, out.read_bytes() if out.exists() else None

    return command


def test_package_of_a_real_dataset_is_installed_and_computed(
    verified, agree, pack, run, library, tmp_path, monkeypatch
):
    agree("open", "CC-BY-4.0")
    ended, _ = pack("--stage", "polysilicon", "--year", "2025")
    assert ended.code == 0, ended.err
    assert "open datasets: 1, averages: 0" in ended.out
    monkeypatch.setenv("PVFOOTPRINT_LIBRARIES", str(tmp_path / "libraries"))
    install = ("library", "install", tmp_path / "out" / "pilot.zip", "--accept-licence")
    refused = run(*install)
    assert refused.code == 1
    assert "DAT-053" in refused.err
    signer = fingerprint(verified.house.keys["steward-a"].public_key())
    installed = run(*install, "--signer", signer)
    assert installed.code == 0, installed.err
    process = verified.dataset().process
    name = f"polysilicon:{process.technology}:data-00001:CN@2025@pilot"
    found = run("footprint", name, "--per", "kg", "--json").json["total"]["value"]
    # What it takes of MG silicon is the library's; all else is as certified.
    own = process.own_footprint_per_unit
    upstream = sum(one.amount for one in process.supplies)
    (mg_silicon,) = {i.code for i in library.inventories.values() if i.stage == "mg-silicon"} & {
        e.target
        for i in library.inventories.values()
        if i.stage == "polysilicon" and i.technology == process.technology and i.vintage == 2024
        for e in i.inputs
    }
    supplied = footprint(_name(library.inventories[mg_silicon])).total.value
    assert found == pytest.approx(own + upstream * supplied, rel=1e-9)


def _name(inventory):
    place = f"{inventory.location}@{inventory.vintage}"
    return f"{inventory.stage}:{inventory.technology}:{place}"


def test_same_package_is_made_again_and_said_once(verified, agree, pack):
    agree("open", "CC-BY-4.0")
    first, second = pack()[1], pack()[1]
    assert first == second
    assert len(verified.house.entries(act=PACKAGE)) == 1
    assert check_database(verified.registry) == []


@pytest.mark.parametrize(
    ("consent", "licence"),
    [("open", ""), ("open", "CC-BY-NC-4.0"), ("statistics", ""), ("closed", "")],
)
def test_what_the_owner_did_not_agree_to_is_not_shared(verified, agree, pack, consent, licence):
    agree(consent, licence)
    ended, content = pack()
    assert (ended.code, content) == (1, None)
    assert "DAT-056" in ended.err


def test_consent_that_was_lowered_takes_it_out(verified, agree, pack):
    agree("open", "CC-BY-4.0")
    assert pack()[0].code == 0
    agree("statistics")
    assert "DAT-056" in pack()[0].err
    assert check_database(verified.registry) == [], "what was shared before could be shared"


def test_who_has_a_package_is_told_of_a_lowered_consent(verified, agree, pack, run):
    agree("open", "CC-BY-4.0")
    pack()
    assert run("data", "monitor", "--json").json["datasets"] == []
    agree("closed")
    (told,) = run("data", "monitor", "--json").json["datasets"]
    assert (told["kind"], told["subject"], told["measure"]) == ("consent", KEY, 1)
    assert "(pilot)" in told["said"]


@pytest.mark.parametrize("options", [("--stage", "wafer"), ("--year", "2024")])
def test_other_stages_and_years_hold_nothing(verified, agree, pack, options):
    agree("open", "CC-BY-4.0")
    assert "DAT-056" in pack(*options)[0].err


def test_unverified_dataset_is_not_shared(entered, agreed, pack):
    consented = Consented(consent="open", paper=agreed.paper, licence="CC-BY-4.0")
    change_consent(entered.registry, entered.actor("steward-a"), KEY, consented)
    assert "DAT-056" in pack()[0].err


def test_only_a_data_steward_shares(verified, agree, pack):
    agree("open", "CC-BY-4.0")
    ended, content = pack(by="auditor-a")
    assert (ended.code, content) == (1, None)
    assert "STF-004" in ended.err


def test_other_licences_are_refused(verified, agree, pack):
    agree("open", "CC-BY-4.0")
    assert "DAT-054" in pack(licence="CC0-1.0")[0].err


@pytest.mark.parametrize("name", ["../evil", "Pilot", "-x", "2025"])
def test_name_must_be_that_of_a_set(verified, pack, name):
    assert pack("--name", name)[0].code == 2


def test_forged_entry_of_a_package_is_found(verified, agree):
    """Somebody with a key writes past the program that a closed dataset was shared."""
    agree("closed")
    body = {
        "name": "pilot",
        "licence": "CC-BY-4.0",
        "datasets": [KEY],
        "averages": [],
        "files": {"pilot.zip": verified.house.keep(b"a package")},
    }
    with verified.registry.writing() as transaction:
        transaction.append(PACKAGE, "package/pilot", body, verified.actor("steward-a"))
    assert [finding.code for finding in check_database(verified.registry)] == ["DAT-001"]
    with verified.registry.reading() as snapshot:
        assert list(shared_packages(snapshot)) == [], "it counts for nothing"
