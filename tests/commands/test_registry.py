"""``pvfootprint registry``: what a certifier types, and what it reads."""

import json
import os
import sqlite3
import stat

import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    PublicFormat,
)

from pvfootprint.commands import registry_words
from pvfootprint.commands.registry_options import open_actor, public_of
from pvfootprint.model.findings import RegistryError, SubmissionError
from pvfootprint.registry import migrating
from pvfootprint.registry.migrating import REVISIONS

PASSPHRASE = b"correct horse battery staple"


@pytest.fixture
def key_file(registries, tmp_path):
    """Give a function that writes a person's key."""

    def write(person="admin-a", *, public=True):
        key = registries.key_of(person)
        path = tmp_path / f"{person}.pem"
        content = key.private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(PASSPHRASE)
        )
        if public:
            content += key.public_key().public_bytes(
                Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
            )
        path.touch(0o600)
        path.write_bytes(content)
        return path

    return write


@pytest.fixture
def secret():
    """Give a function that returns a descriptor from which the passphrase is read."""
    opened = []

    def secret(passphrase=PASSPHRASE):
        reading, writing = os.pipe()
        os.write(writing, passphrase + b"\n")
        os.close(writing)
        opened.append(reading)
        return reading

    yield secret
    for reading in opened:
        os.close(reading)


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Let the commands use a registry of the test."""
    path = tmp_path / "registry.db"
    monkeypatch.setenv("PVFOOTPRINT_REGISTRY", str(path))
    return path


@pytest.fixture
def made(run, place, key_file, secret):
    """Make a registry by the command."""
    ended = run("registry", "init", "--key", key_file(), "--passphrase-fd", secret())
    assert ended.code == 0, ended.err
    return ended


def test_a_registry_is_made_and_checked(made, place, run):
    assert str(place) in made.out
    assert "administrator: admin-a" in made.out
    assert "pvfootprint staff add" in made.out
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    ended = run("registry", "check")
    assert ended.code == 0
    assert "nobody has changed the past" in ended.out
    assert "warning REG-015" in ended.err
    assert "--against" in ended.err


def test_the_administrator_is_who_was_named(run, place, key_file, secret):
    words = ("--person", "chief", "--name-zh", "主任", "--years", 1)
    ended = run("registry", "init", "--key", key_file(), "--passphrase-fd", secret(), *words)
    assert ended.code == 0, ended.err
    shown = run("staff", "list", "--json").json["people"]
    assert [one["person"] for one in shown] == ["chief"]
    assert shown[0]["name"] == {"en": "主任", "zh": "主任"}
    assert shown[0]["roles"] == ["administrator"]


def test_a_registry_is_not_made_twice(made, place, run, key_file, secret):
    before = place.read_bytes()
    ended = run("registry", "init", "--key", key_file(), "--passphrase-fd", secret())
    assert (ended.code, place.read_bytes()) == (1, before)
    assert "REG-002" in ended.err


def test_without_the_passphrase_nothing_is_made(run, place, key_file, secret):
    ended = run("registry", "init", "--key", key_file(), "--passphrase-fd", secret(b"wrong one"))
    assert ended.code == 1
    assert "SUB-019" in ended.err
    assert not place.exists()


@pytest.mark.parametrize("words", ["check", "head", "backup copy.db", "migrate"])
def test_where_no_registry_is_the_next_step_is_said(run, place, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ended = run("registry", *words.split())
    assert ended.code == 1
    assert "REG-001" in ended.err
    assert "pvfootprint registry init" in ended.err
    assert list(tmp_path.iterdir()) == []


def test_a_head_is_kept_elsewhere_and_held(made, run, tmp_path):
    head = tmp_path / "HEAD.json"
    assert run("registry", "head", "-o", head).code == 0
    written = json.loads(head.read_bytes())
    assert run("registry", "head", "--json").json == written
    ended = run("registry", "check", "--against", head)
    assert ended.code == 0
    assert ended.err == ""
    assert "HEAD.json" in ended.out
    again = run("registry", "head", "-o", head)
    assert again.code == 1
    assert "SUB-022" in again.err
    head.write_text(json.dumps(written | {"size": 2}), encoding="utf-8")
    ended = run("registry", "check", "--against", head, "--json")
    assert ended.code == 1
    assert [finding["code"] for finding in ended.json["findings"]] == ["REG-013"]


def test_the_first_broken_entry_is_named(made, place, run):
    with sqlite3.connect(place) as raw:
        raw.execute("DROP TRIGGER entries_no_update")
        raw.execute("UPDATE entries SET subject = 'x'")
    raw.close()
    ended = run("registry", "check")
    assert ended.code == 1
    assert "REG-009" in ended.err
    assert "entry 1 of the log is broken" in ended.err
    assert "this registry is not sound" in ended.out
    ended = run("registry", "check", "--json")
    assert (ended.json["sound"], ended.json["broken"], ended.json["head"]) == (False, 1, None)
    assert "日志第 1 条已被破坏" in run("--language", "zh", "registry", "check").err


def test_a_long_log_is_checked_by_many_processes(made, run, monkeypatch):
    monkeypatch.setattr(registry_words, "WORTH", 1)
    assert run("registry", "check").code == 0


def test_a_backup_is_taken_checked_and_restored(made, run, tmp_path, monkeypatch):
    copy, restored = tmp_path / "copy.db", tmp_path / "restored.db"
    ended = run("registry", "backup", copy)
    assert ended.code == 0
    assert "nobody has changed the past" in ended.out
    assert run("registry", "backup", copy).code == 1
    assert run("registry", "backup", tmp_path / "quick.db", "--unchecked").code == 0
    assert run("registry", "restore", copy, "--registry", restored).code == 0
    assert "REG-002" in run("registry", "restore", copy, "--registry", restored).err
    heads = [run("registry", "head", "--json", "--registry", one).json for one in (copy, restored)]
    assert heads[0] == heads[1]


def test_a_registry_of_another_version_is_told_from_a_broken_one(made, run, monkeypatch):
    assert "already" in run("registry", "migrate").out
    monkeypatch.setattr(migrating, "REVISIONS", (*REVISIONS, "9999"))
    ended = run("registry", "check")
    assert ended.code == 1
    assert "REG-005" in ended.err
    assert "pvfootprint registry migrate" in ended.err


@pytest.fixture
def registry(registries, tmp_path):
    made = registries.make(tmp_path / "registry.db")
    yield made
    made.close()


def test_who_acts_is_known_by_the_key(registry, registries, key_file, secret):
    registries.add(registry, "auditor-a", "auditor")
    actor = open_actor(registry, key_file("auditor-a"), secret())
    assert actor.person == "auditor-a"
    assert public_of(key_file("auditor-a")) == registries.public_of("auditor-a")


def test_a_key_without_its_public_part_is_known_once_opened(registry, key_file, secret):
    path = key_file("admin-a", public=False)
    assert public_of(path) == ""
    assert open_actor(registry, path, secret()).person == "admin-a"


@pytest.mark.parametrize("why", ["STF-001", "STF-002", "STF-003"])
def test_a_key_that_does_not_count_is_refused_without_its_passphrase(
    registry, registries, key_file, why
):
    if why != "STF-001":
        registries.add(registry, "auditor-a", "auditor", expires="2026-03-31")
    if why == "STF-002":
        registries.revoke(registry, "auditor-a")
    if why == "STF-003":
        registry.clock = registries.Clock(registries.START.replace(month=4))
    with pytest.raises(RegistryError) as error:
        open_actor(registry, key_file("auditor-a"), None)
    assert [finding.code for finding in error.value.findings] == [why]


def test_a_key_that_seals_does_not_act(registry, run, secret, tmp_path):
    path = tmp_path / "seal.pem"
    made = run("keys", "new", "--kind", "sealing", "-o", path, "--passphrase-fd", secret())
    assert made.code == 0
    with pytest.raises(SubmissionError, match="SUB-018"):
        open_actor(registry, path, secret())
