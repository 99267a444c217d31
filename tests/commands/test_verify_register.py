"""``pvfootprint verify --register``: what is typed, and what is read."""

import json

import pytest

from pvfootprint.model.canonical import canonical
from pvfootprint.submission.keys import fingerprint
from pvfootprint.web.publishing import publish


@pytest.fixture
def certifier(registers, registries, certificate_records, tmp_path, monkeypatch):
    """Give a certifier with one certificate, whose register lies in the folder ``site``."""
    made = registers.make(tmp_path / "registry.db", registries, certificate_records)
    with made.registry.reading() as snapshot:
        head = {"size": snapshot.size(), "root": snapshot.root()}
    made.issue(log=head)
    publish(made.registry, tmp_path / "site", registers.BASE_URL, made.publisher)
    monkeypatch.setattr("pvfootprint.registry.registry.utc_now", made.registry.now)
    yield made
    made.registry.close()


@pytest.fixture
def number(certifier):
    """Give the number of the certificate."""
    return next(iter(certifier.said))


@pytest.fixture
def verify(certifier, run, tmp_path):
    """Give a function that verifies against the folder."""

    def verify(what, *options):
        return run("verify", what, "--register", tmp_path / "site", *options)

    return verify


def test_in_plain_words(verify, number):
    ended = verify(number, "--language", "en")
    assert ended.code == 0, ended.out
    assert "VERDICT: GENUINE AND VALID" in ended.out
    assert "the register of https://pcf.example.org; its log has" in " ".join(ended.out.split())
    assert "--register-key" in ended.out
    chinese = verify(number, "--language", "zh").out
    assert "公开登记簿" in chinese
    assert "结论" in chinese


def test_as_json(verify, number):
    found = verify(number, "--json").json
    assert found["verdict"] == "genuine"
    assert {step["step"] for step in found["steps"]} == {
        "number",
        "register",
        "log",
        "validity",
        "status",
        "upstream",
    }


def test_a_register_in_the_environment_gives_way(verify, number, monkeypatch):
    monkeypatch.setenv("PVFOOTPRINT_REGISTRY", "nowhere.db")
    assert verify(number).code == 0


def test_both_cannot_be_given(verify, number):
    ended = verify(number, "--registry", "registry.db")
    assert ended.code == 2
    assert "not both" in ended.err


def test_a_key_needs_a_register(run, number):
    ended = run("verify", number, "--register-key", "a141")
    assert ended.code == 2


def test_the_key_is_compared(verify, number, certifier):
    right = fingerprint(certifier.publisher.key.public_key())
    assert verify(number, "--register-key", right).code == 0
    wrong = verify(number, "--register-key", "0" * 64, "--language", "en")
    assert wrong.code == 1
    assert "STL-019" in wrong.out


def test_what_is_known_without_a_state_is_not_enough(verify, number, certifier, tmp_path):
    """A certificate whose status list is gone is genuine; asked with a register, that is no yes."""
    record = tmp_path / "record.json"
    record.write_bytes(canonical(certifier.said[number].model_dump(mode="json")))
    (tmp_path / "site/status/revocation/1.json").unlink()
    ended = verify(record, "--json")
    assert ended.code == 1
    assert json.loads(ended.out)["verdict"] == "status-unknown"
    assert "(status/revocation/1.json)" in verify(record, "--language", "en").out


def test_an_address_that_is_none(run, number):
    ended = run("verify", number, "--register", "ftp://register.example", "--language", "en")
    assert ended.code == 1
    assert "STL-016" in ended.err
    assert "Traceback" not in ended.err
