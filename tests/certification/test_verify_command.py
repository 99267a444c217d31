"""``pvfootprint verify``."""

import importlib.util
import json
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from pvfootprint.certification.upkeep import holding
from pvfootprint.certification.verification.given import given_file
from pvfootprint.model.certificate_record import Said


def _beside(name):
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


signed = _beside("signed")


@pytest.fixture(scope="module")
def press():
    """Give the certifier's key."""
    return signed.Press()


@pytest.fixture
def issuer(press, tmp_path):
    """Give the certifier's certificate in a file."""
    path = tmp_path / "certifier.pem"
    path.write_bytes(press.certificate.public_bytes(Encoding.PEM))
    return path


@pytest.fixture
def number(house, case_at, press):
    """Give the number of a certificate that is really issued."""
    return signed.issue(house, case_at("issue"), press)


@pytest.fixture
def files(house, number, tmp_path):
    """Give the folder with what was handed out."""
    folder = tmp_path / "handed out"
    folder.mkdir()
    with house.reading() as snapshot:
        for name, sha256 in house.certificate(number).issued.files.items():
            (folder / name).write_bytes(snapshot.file(sha256))
    return folder


@pytest.fixture
def offline(house, run, monkeypatch):
    """Give the command line without a registry, on the house's day."""
    monkeypatch.delenv("PVFOOTPRINT_REGISTRY")
    monkeypatch.setattr("pvfootprint.registry.registry.utc_now", house.clock)
    return run


def test_genuine_and_valid(number, files, run):
    for name in (f"{number}.pdf", f"{number}-label-50mm-both.svg", f"{number}-licence.pdf"):
        ended = run("verify", files / name, "--json")
        assert ended.code == 0
        assert ended.json["verdict"] == "genuine"
        assert ended.json["valid"] is True
        assert ended.json["number"] == number
        assert ended.json["record"]["footprint"]["shown"] == "382.7"


def test_in_plain_words(number, files, run):
    english = run("verify", files / f"{number}.pdf", "--language", "en").out
    assert "VERDICT: GENUINE AND VALID" in english
    assert "TEST certificate: it certifies nothing" in english
    assert "This does not prove:" in english
    assert "382.7 kgCO2e/kWp" in english
    assert "FAILED" not in english
    chinese = run("verify", files / f"{number}.pdf", "--language", "zh").out
    assert "结论：真实有效" in chinese
    assert "本次验证不能证明" in chinese


def test_a_number(number, run):
    assert run("verify", number).code == 0
    wrong = number[:-1] + ("A" if number[-1] != "A" else "B")
    ended = run("verify", wrong, "--language", "en")
    assert ended.code == 1
    assert "probably a typing slip" in ended.out


def test_withdrawn(house, number, files, run):
    house.clock.wait(days=30)
    why = Said(en="why", zh="原因")
    holding.withdraw(house.registry, house.actor("decider-a"), number, why)
    ended = run("verify", files / f"{number}.pdf", "--language", "en")
    assert ended.code == 1
    assert "VERDICT: WITHDRAWN" in ended.out
    before = run("verify", files / f"{number}.pdf", "--on", "2026-03-15", "--language", "en")
    assert before.code == 0
    assert "withdrawn since 2026-04-01" in before.out


def test_offline(number, files, offline, issuer):
    ended = offline("verify", files / f"{number}.pdf", "--issuer", issuer, "--json")
    assert ended.json["verdict"] == "status-unknown"
    assert ended.code == 0
    assert ended.json["valid"] is False
    said = offline(
        "verify",
        files / f"{number}.pdf",
        "--issuer",
        issuer,
        "--on",
        "2026-03-02",
        "--language",
        "en",
    ).out
    assert "GENUINE, BUT ITS PRESENT STATUS IS NOT KNOWN" in said
    assert "bytes are as they were issued" in said


def test_offline_without_anything_to_trust(number, files, offline):
    ended = offline("verify", files / f"{number}.pdf", "--language", "en")
    assert ended.code == 1
    assert "VERDICT: UNKNOWN" in ended.out
    assert "Fingerprint to compare" in ended.out
    assert "382.7" not in ended.out


def test_a_registry_in_the_folder_is_not_used_by_itself(house, number, files, offline):
    """Who sends a forged certificate could send a registry with it."""
    assert Path("registry.db").exists()
    assert offline("verify", files / f"{number}.pdf", "--json").json["verdict"] == "unknown"
    assert offline("verify", files / f"{number}.pdf", "--registry", house.address).code == 0


def test_altered(number, files, run, tmp_path):
    content = (files / f"{number}.pdf").read_bytes()
    path = tmp_path / "altered.pdf"
    path.write_bytes(content.replace(b'"shown":"382.7"', b'"shown":"300.0"'))
    ended = run("verify", path, "--language", "en")
    assert ended.code == 1
    assert "VERDICT: ALTERED" in ended.out
    assert "SIG-014" in ended.out
    assert "300.0 kgCO2e" not in ended.out


def test_the_record_is_printed_only_where_it_can_be_relied_on(number, files, run, tmp_path):
    content = given_file("", (files / f"{number}.pdf").read_bytes()).records[0]
    path = tmp_path / "certificate.json"
    path.write_bytes(content)
    assert run("verify", path).code == 0
    path.write_bytes(content.replace(b'"382.7"', b'"300.0"'))
    ended = run("verify", path, "--json")
    assert ended.json["verdict"] == "altered"
    assert ended.json["record"] is None


def test_nothing_of_a_file_reaches_the_terminal_raw(
    offline, tmp_path, certificate_records, press, issuer
):
    name = "product \x1b[31m red \u202e back"
    record = certificate_records.record(product={"name": name})
    path = tmp_path / "c\x1b[32m.pdf"
    path.write_bytes(press.pdf(record))
    ended = offline("verify", path, "--issuer", issuer)
    assert ended.code == 0
    assert "\x1b" not in ended.out
    assert "\u202e" not in ended.out
    assert "product ?[31m red" in ended.out


@pytest.mark.parametrize("name", ["missing.pdf", "folder/missing", "missing.json", "missing.PNG"])
def test_a_file_that_is_not_there(run, name):
    ended = run("verify", name)
    assert ended.code == 1
    assert "VER-001" in ended.err


def test_wrong_usage(run, offline, tmp_path, number):
    assert run("verify").code == 2
    assert run("verify", number, "--issuer", tmp_path / "missing.pem").code == 2
    (tmp_path / "empty.pem").write_bytes(b"")
    ended = run("verify", number, "--issuer", tmp_path / "empty.pem")
    assert ended.code == 1
    assert "SIG-022" in ended.err
    ended = run("verify", number, "--registry", tmp_path / "none.db")
    assert ended.code == 1
    assert "REG-001" in ended.err


def test_any_json_of_anybody(run, tmp_path):
    path = tmp_path / "some.json"
    for content in (
        "{}",
        "[]",
        '{"format":"pvfootprint footprint"}',
        json.dumps({"a": [1] * 1000}),
    ):
        path.write_text(content)
        ended = run("verify", path, "--json")
        assert ended.code == 1
        assert ended.json["verdict"] == "unknown"
