"""``pvfootprint registry publish`` and ``serve``: what is typed, and what is read."""

import os

import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    PublicFormat,
)

from pvfootprint.web import serving

URL = "https://pcf.example.org"


@pytest.fixture
def certifier(registers, registries, certificate_records, tmp_path, monkeypatch):
    """Give a certifier with a certificate, whose registry the commands use."""
    file = tmp_path / "registry.db"
    monkeypatch.setenv("PVFOOTPRINT_REGISTRY", str(file))
    made = registers.make(file, registries, certificate_records)
    made.issue()
    yield made
    made.registry.close()


@pytest.fixture
def publish(certifier, run, tmp_path):
    """Give a function that publishes by the command."""

    def publish(*options, person="publisher-a"):
        key = certifier.registries.key_of(person)
        path = tmp_path / f"{person}.pem"
        path.touch(0o600)
        protection = BestAvailableEncryption(b"a passphrase")
        path.write_bytes(
            key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, protection)
            + key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        )
        reading, writing = os.pipe()
        os.write(writing, b"a passphrase\n")
        os.close(writing)
        given = ("--base-url", URL, "--key", path, "--passphrase-fd", reading, *options)
        try:
            return run("registry", "publish", tmp_path / "site", *given)
        finally:
            os.close(reading)

    return publish


def test_what_was_done_is_told(publish, tmp_path):
    ended = publish()
    assert ended.code == 0, ended.err
    assert "published: 1 certificates, of which 1 were looked at" in ended.out
    assert "pvfootprint registry serve" in ended.out
    assert (tmp_path / "site" / "index.html").is_file()
    again = publish("--language", "zh")
    assert "已发布：证书 1 张，其中处理 0 张" in again.out


def test_programs_get_json(publish):
    told = publish("--json").json
    assert told["certificates"] == told["looked_at"] == 1
    assert told["whole"] is True
    assert told["files"]["written"] > 20
    assert told["findings"] == []
    again = publish("--json", "--all").json
    assert again["whole"] is True
    assert again["files"]["left"] > again["files"]["written"]


def test_who_may_not_publish_is_told_in_words(publish):
    ended = publish(person="signatory-a")
    assert ended.code == 1
    assert "PUB-006: only a publisher may publish the register" in ended.err
    assert ended.out == ""


def test_label_that_leads_elsewhere_is_a_warning(publish):
    ended = publish("--base-url", "https://elsewhere.example")
    assert ended.code == 0
    assert "warning PUB-004" in ended.err


def test_address_is_looked_at_before_the_passphrase(run, certifier, tmp_path):
    given = ("--base-url", "http://pcf.example.org", "--key", tmp_path / "none.pem")
    ended = run("registry", "publish", tmp_path / "site", *given)
    assert ended.code == 1
    assert "PUB-003" in ended.err


def test_register_is_served_until_somebody_ends_it(publish, run, tmp_path, monkeypatch):
    publish()
    ended = []

    def end(server):
        ended.append(server.server_address)
        raise KeyboardInterrupt

    monkeypatch.setattr(serving.ThreadingHTTPServer, "serve_forever", end)
    done = run("registry", "serve", tmp_path / "site", "--port", "0")
    assert done.code == 0, done.err
    ((host, port),) = ended
    assert host == "127.0.0.1"
    assert f"http://127.0.0.1:{port}/" in done.out


def test_nothing_published_is_told(run, tmp_path):
    ended = run("registry", "serve", tmp_path / "none")
    assert ended.code == 1
    assert "PUB-010" in ended.err
