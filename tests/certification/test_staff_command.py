"""``pvfootprint staff``: what administrators type, and what they read."""

import keyring
import keyring.backend
import keyring.errors
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pvfootprint.registry.people import with_key


class Keyring(keyring.backend.KeyringBackend):
    """A keyring in memory."""

    priority = 1

    def __init__(self):
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def delete_password(self, service, username):
        if self.kept.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError


@pytest.fixture
def in_keyring():
    before, mine = keyring.get_keyring(), Keyring()
    keyring.set_keyring(mine)
    yield mine
    keyring.set_keyring(before)


@pytest.fixture
def new_key(house, key_file):
    """Give the file of a new person's key."""
    house.keys["evaluator-c"] = Ed25519PrivateKey.generate()
    return key_file("evaluator-c")


ADD = ("staff", "add", "evaluator-c", "--name-zh", "评审员 C", "--name-en", "Evaluator C")


def test_a_person_is_added_with_the_public_part_of_a_key(run, house, new_key, tmp_path):
    public = tmp_path / "public.pem"
    assert run("keys", "public", new_key, "-o", public).code == 0
    assert b"PRIVATE" not in public.read_bytes()
    given = ("--role", "evaluator", "--role", "auditor", "--public", public, "--years", "1")
    ended = run(*ADD, *given, by="admin-a")
    assert ended.code == 0, ended.err
    assert "added: evaluator-c (Evaluator C); evaluator, auditor" in ended.out
    assert "until 2027-03-02" in ended.out
    with house.reading() as snapshot:
        people = snapshot.people()
    key = house.keys["evaluator-c"].public_key().public_bytes_raw().hex()
    assert with_key(people, key).key == "evaluator-c"


def test_in_chinese(run, new_key):
    ended = run("--language", "zh", *ADD, "--role", "evaluator", "--public", new_key, by="admin-a")
    assert "已添加：evaluator-c（评审员 C）" in ended.out
    ended = run("--language", "zh", *ADD, "--role", "cook", "--public", new_key, by="intake-a")
    assert ended.code == 1
    said = [line[:8] for line in ended.err.splitlines() if line.startswith("STF")]
    assert said == ["STF-004：", "STF-007：", "STF-008：", "STF-009："]
    assert "只有管理员" in ended.err


def test_a_key_file_without_a_public_key_is_refused(run, key_file, tmp_path):
    whole = key_file("auditor-a").read_bytes()
    bare = tmp_path / "bare.pem"
    bare.write_bytes(whole[: whole.index(b"-----BEGIN PUBLIC")])
    ended = run(*ADD, "--role", "evaluator", "--public", bare, by="admin-a")
    assert (ended.code, ended.err[:7]) == (1, "SUB-018")
    ended = run("keys", "public", bare, "-o", tmp_path / "x.pem")
    assert (ended.code, ended.err[:7]) == (1, "SUB-018")


def test_a_name_is_needed_in_one_language(run, new_key):
    given = ("--role", "evaluator", "--public", new_key)
    assert run("staff", "add", "evaluator-c", *given, by="admin-a").code == 2
    ended = run("staff", "add", "evaluator-c", "--name-zh", "评审员 C", *given, by="admin-a")
    assert "evaluator-c (评审员 C)" in ended.out


def test_people_are_listed_with_roles_keys_and_ties(run, house):
    house.revoke("auditor-c")
    ended = run(
        "staff", "declare-interest", "--client-name", "示例组件有限公司",
        "--client-code", "91000000EXAMPLE041", "--start", "2025-01-01", "--end", "2025-06-30",
        "--note-en", "helped with the workbook", by="auditor-a",
    )  # fmt: skip
    assert ended.code == 0, ended.err
    assert "declared for Auditor A: consulted for it: 示例组件有限公司" in ended.out
    shown = run("staff", "list")
    assert "auditor-a" in shown.out
    assert "2025-01-01 to 2025-06-30" in shown.out
    assert "auditor-c" not in shown.out
    everybody = run("staff", "list", "--all", "--json").json["people"]
    by_key = {one["person"]: one for one in everybody}
    assert by_key["auditor-c"]["revoked"].startswith("2026-03-02")
    assert not by_key["auditor-c"]["active"]
    assert by_key["auditor-a"]["interests"][0]["note"]["zh"] == "helped with the workbook"
    assert len(by_key["auditor-a"]["fingerprint"].split()) == 16


def test_a_person_is_revoked(run):
    ended = run("staff", "revoke", "auditor-a", "--reason-zh", "离职", by="admin-a")
    assert "revoked: auditor-a (Auditor A)" in ended.out
    ended = run("staff", "revoke", "admin-a", "--reason-zh", "离职", by="admin-a")
    assert (ended.code, ended.err[:7]) == (1, "STF-010")
    ended = run("staff", "revoke", "admin-a", "--reason-zh", "离职", by="auditor-a")
    assert (ended.code, ended.err[:7]) == (1, "STF-002")


def test_an_interest_needs_days_that_exist(run):
    given = ("staff", "declare-interest", "--client-name", "A", "--start")
    assert run(*given, "2025-02-30", by="auditor-a").code == 2
    ended = run(*given, "2025-02-01", "--end", "2025-01-01", by="auditor-a")
    assert (ended.code, ended.err[:7]) == (1, "STF-012")


def test_the_keyring_answers_for_the_passphrase(run, in_keyring, key_file, monkeypatch):
    key = key_file("auditor-a")
    declare = ("staff", "declare-interest", "--client-name", "A", "--start", "2025-01-01")
    assert run(*declare, "--key", key).code == 1, "there is no terminal to ask at"
    assert run("staff", "remember", by="auditor-a").code == 0
    assert len(in_keyring.kept) == 1
    assert run(*declare, "--key", key).code == 0
    assert run("staff", "remember", "--forget", "--key", key).code == 0
    assert in_keyring.kept == {}
    ended = run("staff", "remember", "--forget", "--key", key)
    assert (ended.code, ended.err[:7]) == (1, "SUB-019")
