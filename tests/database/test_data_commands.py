"""The commands of a data steward, as people type them."""

import pytest

from pvfootprint.commands.data import command as group
from pvfootprint.commands.data_options import CONSENT_NAMES, STATE_NAMES
from pvfootprint.database.acts import CONSENTS


@pytest.fixture
def paper_file(tmp_path, agreed):
    """Give the owner's signed consent as a file."""
    path = tmp_path / "consent.pdf"
    path.write_bytes(agreed.paper)
    return path


def test_words_for_every_consent():
    assert tuple(CONSENT_NAMES) == CONSENTS


def test_every_command_of_the_group_can_be_loaded():
    own = ("ingest", "consent", "verify", "list", "show")
    assert all(group.get_command(None, name).name == name for name in own)
    assert set(own) < set(group.list_commands(None))


def test_from_entry_to_use(base, run, paper_file):
    given = ("--consent", "open", "--paper", paper_file, "--licence", "CC-BY-4.0")
    entered = run("data", "ingest", base.certificate, *given, by="steward-a")
    assert entered.code == 0
    assert "entered as data/00001" in entered.out
    assert "verification by another data steward than steward-a" in entered.out
    looked = run("data", "verify", "1")
    assert looked.code == 0
    assert "no check fails" in looked.out
    accepted = run("data", "verify", "data/00001", "--accept", by="steward-b")
    assert accepted.code == 0, accepted.err
    assert "verified: data/00001" in accepted.out
    (row,) = run("data", "list", "--json").json["datasets"]
    assert (row["state"], row["consent"], row["licence"]) == ("verified", "open", "CC-BY-4.0")
    assert (row["judged_by"], row["year"], row["stage"]) == ("steward-b", 2025, "polysilicon")
    assert run("registry", "check").code == 0


def test_json_of_the_acts(base, run, paper_file):
    given = ("--consent", "statistics", "--paper", paper_file, "--json")
    entered = run("data", "ingest", base.certificate, *given, by="steward-a").json
    assert entered["key"] == "data/00001"
    assert "录入" in entered["done_zh"]
    found = run("data", "verify", "1", "--json").json
    assert (found["fails"], found["checks"][1]["key"]) == (False, "value")
    refused = ("--refuse", "--reason-zh", "电表有误", "--json")
    assert run("data", "verify", "1", *refused, by="steward-b").json["state"] == "refused"


def test_show_has_every_amount_and_writes_the_papers(entered, run, tmp_path, agreed):
    shown = run("data", "show", "data/00001", "--papers", tmp_path / "papers")
    assert shown.code == 0
    for word in ("electricity-grid-supply-CN", "MG silicon", "open, also to data packages"):
        assert word in shown.out
    assert (tmp_path / "papers" / "consent.pdf").read_bytes() == agreed.paper
    found = run("data", "show", "1", "--json").json
    assert found["process"]["stage"] == "polysilicon"
    assert found["verification"] is None


def test_chinese(entered, run):
    listed = run("data", "list", "--language", "zh")
    assert "尚未验证" in listed.out
    assert "开放，可进入数据包" in listed.out
    shown = run("data", "show", "1", "--language", "zh")
    assert "每 kg 产品的数量" in shown.out


def test_list_filters(entered, run):
    for option, value, count in (
        ("--stage", "polysilicon", 1),
        ("--stage", "wafer", 0),
        ("--year", 2025, 1),
        ("--year", 2024, 0),
        ("--consent", "closed", 0),
        ("--state", "unverified", 1),
    ):
        rows = run("data", "list", option, value, "--json").json["datasets"]
        assert len(rows) == count
    assert "no such dataset" in run("data", "list", "--year", 2024).out
    assert set(STATE_NAMES) == {"unverified", "verified", "refused"}


def test_consent_is_withdrawn(entered, run):
    done = run("data", "consent", "1", "--consent", "closed", by="steward-b")
    assert done.code == 0
    assert "closed to all use" in done.out
    assert entered.dataset().consent == "closed"


@pytest.mark.parametrize(
    ("arguments", "by", "code"),
    [
        (("ingest", "{certificate}", "--consent", "closed"), "steward-a", "DAT-004"),
        (("ingest", "YC-1", "--consent", "closed"), "steward-a", "CRT-002"),
        (("ingest", "{certificate}", "--consent", "open"), "steward-a", "DAT-006"),
        (("ingest", "{certificate}", "--consent", "closed"), "auditor-a", "STF-004"),
        (("consent", "1", "--consent", "open"), "steward-a", "DAT-006"),
        (("consent", "1", "--consent", "open", "--paper", "no.pdf"), "steward-a", "SUB-006"),
        (("consent", "1", "--consent", "open", "--paper", "registry.db"), "steward-a", "DAT-010"),
        (("consent", "9", "--consent", "closed"), "steward-a", "DAT-003"),
        (("verify", "1", "--accept"), "steward-a", "DAT-005"),
        (("verify", "1", "--accept"), "auditor-a", "STF-004"),
        (("verify", "1", "--refuse"), "steward-b", "DAT-008"),
        (("verify", "../1"), None, "DAT-003"),
        (("show", "data/99999"), None, "DAT-003"),
        (("show", "9999999999999999999999"), None, "DAT-003"),
    ],
)
def test_what_is_refused_is_said_in_one_line(entered, run, arguments, by, code):
    given = [one.format(certificate=entered.certificate) for one in arguments]
    before = len(entered.house.entries())
    ended = run("data", *given, by=by)
    assert ended.code == 1
    assert code in ended.err
    assert "Traceback" not in ended.err
    assert len(entered.house.entries()) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("ingest", "YC-1"),
        ("ingest", "YC-1", "--consent", "all"),
        ("consent", "1", "--consent", "open", "--licence", "any licence"),
        ("verify", "1", "--accept"),
        ("verify", "1", "--accept", "--refuse"),
        ("verify", "1", "--reason-en", "odd"),
        ("list", "--stage", "inverter"),
    ],
)
def test_wrong_usage(entered, run, arguments):
    assert run("data", *arguments).code == 2


def test_the_check_of_the_registry_tells_what_it_finds(entered, run):
    entered.house.write("data-consent", "data/00001", {"files": {}, "consent": "open"}, "steward-b")
    checked = run("registry", "check", "--json")
    assert checked.code == 1
    assert [one["code"] for one in checked.json["findings"]].count("DAT-006") == 1


def test_applications_and_certificates_are_listed_beside_it(entered, run):
    assert run("cert", "list").code == 0
    assert run("cert", "next").code == 0
    assert run("registry", "export", "log.xlsx").code == 0
