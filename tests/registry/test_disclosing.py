"""Entries that are shown without their words, and how a publisher was appointed."""

import pytest

from pvfootprint.model.canonical import canonical
from pvfootprint.model.findings import RegistryError
from pvfootprint.registry.disclosing import (
    DisclosedEntry,
    ProofFile,
    disclose,
    proof_file,
    publisher_entries,
    publisher_keys,
)
from pvfootprint.registry.entries import make_entry

SECRET = {"reason": {"en": "a secret reason", "zh": "秘密"}}


@pytest.fixture
def staffed(registry, registries):
    """Give a registry in which admin-b, appointed by admin-a, appointed the publisher."""
    registries.add(registry, "admin-b", "administrator")
    registries.add(registry, "evaluator-a", "evaluator")
    registries.add(registry, "publisher-a", "publisher", by="admin-b")
    registries.write(registry, "note", "registry", by="publisher-a")
    return registry


def shown(registry):
    with registry.reading() as snapshot:
        return publisher_entries(snapshot)


def refused(entries):
    with pytest.raises(RegistryError) as error:
        publisher_keys(entries)
    return [finding.code for finding in error.value.findings]


def test_an_entry_is_shown_without_its_words(registry, registries):
    entry = registries.write(registry, "suspend", "C-1", SECRET)
    found = disclose(entry)
    assert "secret" not in found.model_dump_json()
    assert found.leaf == entry.hash
    assert found.agrees


def test_words_that_are_shown_are_those_that_were_signed(registry, registries):
    entry = registries.write(registry, "issue", "C-1", {"files": {}})
    found = disclose(entry, whole=True)
    assert found.agrees
    assert found.entry == entry
    assert not found.model_copy(update={"content": '{"files":{"a":1}}'}).agrees


@pytest.mark.parametrize(
    "change",
    [
        {"position": 7},
        {"act": "resume"},
        {"time": "2026-01-01"},
        {"body": "0" * 64},
        {"signature": "0" * 128},
        {"hash": "0" * 64},
        {"subject": "C-2"},
        {"person": "x"},
    ],
)
def test_a_changed_entry_does_not_agree(registry, registries, change):
    found = disclose(registries.write(registry, "suspend", "C-1", SECRET))
    assert not found.model_copy(update=change).agrees


def test_a_proof_shows_public_acts_and_hides_reasons(registry, registries):
    for act in ("allot", "issue", "surveil", "suspend", "complaint"):
        registries.write(registry, act, "C-1", SECRET)
    with registry.reading() as snapshot:
        made = proof_file("C-1", snapshot.entries("C-1"))
    read = ProofFile.model_validate_json(made.content())
    assert read == made
    assert [(one.act, bool(one.content)) for one in read.entries] == [
        ("allot", True),
        ("issue", True),
        ("suspend", False),
    ]


def test_a_publisher_is_traced_to_the_first_entry(staffed, registries):
    entries = shown(staffed)
    assert [one.entry.data.get("person", "") for one in entries] == ["", "admin-b", "publisher-a"]
    assert list(publisher_keys(entries)) == [registries.public_of("publisher-a")]


def test_a_registry_without_a_publisher_shows_its_first_entry(registry):
    assert publisher_keys(shown(registry)) == {}
    assert len(shown(registry)) == 1


def test_a_revoked_publisher_is_shown_as_such(staffed, registries):
    registries.revoke(staffed, "publisher-a")
    entries = shown(staffed)
    (person,) = publisher_keys(entries).values()
    assert person.revoked
    assert [one.content for one in entries if one.act == "revoke-person"] == [""]


def test_somebody_else_revokes_nobody(staffed, registries):
    registries.revoke(staffed, "publisher-a", by="admin-b")
    *before, last = shown(staffed)
    key = registries.key_of("evaluator-a")
    forged = last.model_copy(update={"signature": key.sign(last.signed).hex()})
    forged = forged.model_copy(update={"hash": forged.leaf})
    assert refused([*before, forged]) == ["STL-020"]


def test_a_new_key_stands_beside_the_former_one(staffed, registries):
    registries.revoke(staffed, "publisher-a")
    registries.add(staffed, "publisher-a", "publisher", key="another")
    found = publisher_keys(shown(staffed))
    assert set(found) == {registries.public_of("publisher-a"), registries.public_of("another")}


def test_a_key_that_was_followed_in_time_holds_until_the_person_is_revoked(staffed, registries):
    registries.add(staffed, "publisher-a", "publisher", key="another")
    assert not any(person.revoked for person in publisher_keys(shown(staffed)).values())
    registries.revoke(staffed, "publisher-a")
    registries.add(staffed, "publisher-a", "publisher", key="third")
    revoked = {key: bool(one.revoked) for key, one in publisher_keys(shown(staffed)).items()}
    keys = [registries.public_of(name) for name in ("publisher-a", "another", "third")]
    assert revoked == dict(zip(keys, (True, True, False), strict=True))


def test_what_lacks_an_entry_between_is_refused(staffed):
    first, admin, publisher = shown(staffed)
    assert refused([first, publisher]) == ["STL-020"]
    assert refused([admin, publisher]) == ["STL-020"]
    assert refused([first, publisher, admin]) == ["STL-020"]


def test_who_is_no_administrator_appoints_nobody(staffed, registries):
    with staffed.reading() as snapshot:
        last = snapshot.last()
    body = canonical(registries.body_of("x", "publisher").model_dump(mode="json")).decode()
    entry = make_entry(
        last.position + 1,
        last.hash,
        last.time,
        "add-person",
        "staff/x",
        body,
        registries.actor("publisher-a"),
    )
    assert refused([*shown(staffed), disclose(entry, whole=True)]) == ["STL-020"]


@pytest.mark.parametrize(
    "change",
    [
        {"content": ""},
        {"content": "{}"},
        {"time": "soon"},
        {"time": "0001-01-01T00:00:00+14:00"},
        {"act": "declare-interest"},
        {"signature": "0" * 128},
    ],
)
def test_a_changed_appointment_is_refused(staffed, change):
    *before, last = shown(staffed)
    changed = last.model_copy(update=change)
    changed = changed.model_copy(update={"hash": changed.leaf})
    assert refused([*before, changed]) == ["STL-020"]


def test_what_is_no_entry_is_refused():
    with pytest.raises(ValueError, match="position"):
        DisclosedEntry.model_validate_json('{"position":0}')
