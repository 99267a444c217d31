"""What is written to the registry, and what the log does not take."""

import datetime

import pytest

from pvfootprint.model.canonical import digest
from pvfootprint.registry.entries import FIRST
from pvfootprint.registry.people import ADD, DECLARE, INIT
from pvfootprint.registry.registry import Registry
from pvfootprint.registry.tree import leaf_hash, node_hash


def test_entries_stand_in_a_chain_and_in_a_tree(registry, registries):
    for i in range(4):
        registries.write(registry, "note", "x", {"n": i})
    with registry.reading() as snapshot:
        entries = list(snapshot.entries())
        head = snapshot.head()
    assert [entry.position for entry in entries] == [1, 2, 3, 4, 5]
    assert [entry.previous for entry in entries] == [FIRST, *(e.hash for e in entries[:-1])]
    a, b, c, d, e = (entry.hash for entry in entries)
    assert head.root == node_hash(node_hash(node_hash(a, b), node_hash(c, d)), e)
    assert (head.size, head.last, head.registry) == (5, e, registries.IDENTITY)
    assert entries[4].data == {"n": 3}
    assert leaf_hash(b"") == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


def test_times_are_those_of_the_clock(registries, make):
    clock = registries.Clock()
    registry = make(clock)
    entry = registries.write(registry, "note", "x")
    assert entry.time == clock.now.isoformat(timespec="microseconds").replace("+00:00", "Z")


def test_a_clock_a_little_behind_takes_the_time_before(registries, make, refused):
    clock = registries.Clock()
    registry = make(clock)
    before = registries.write(registry, "note", "x").time
    clock.now -= datetime.timedelta(minutes=4)
    assert registries.write(registry, "note", "x").time == before
    clock.now -= datetime.timedelta(minutes=4)
    with refused("REG-004"):
        registries.write(registry, "note", "x")


def test_nothing_is_written_if_anything_fails(registry, registries):
    def fail():
        with registry.writing() as transaction:
            transaction.keep(b"kept")
            transaction.append("note", "x", {}, registries.actor())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with registry.reading() as snapshot:
        assert snapshot.size() == 1
        assert not snapshot.has_file(digest(b"kept"))


def test_files_are_kept_once_and_held_against_their_hash(registry, refused):
    content = "证书".encode() * 1000
    assert registry.keep([content, content, b""]) == [digest(content)] * 2 + [digest(b"")]
    with registry.reading() as snapshot:
        assert snapshot.file(digest(content)) == content
        with refused("REG-003"):
            snapshot.file(digest(b"another"))


@pytest.mark.parametrize("body", [{"file": digest(b"x")}, {"files": {"a.pdf": digest(b"x")}}])
def test_an_entry_names_only_files_that_are_kept(registry, registries, body, refused):
    with refused("REG-003"):
        registries.write(registry, "issue", "x", body)
    registry.keep([b"x"])
    registries.write(registry, "issue", "x", body)


def test_numbers_are_consecutive_in_each_series(registry, registries):
    numbers = [registries.allot(registry, series) for series in ("case", "other", "case")]
    assert numbers == ["CASE-00001", "OTHER-00001", "CASE-00002"]
    with registry.reading() as snapshot:
        assert [snapshot.allotted(number) for number in numbers] == [2, 3, 4]
        assert snapshot.allotted("CASE-00003") is None


@pytest.mark.parametrize(
    ("subject", "series", "running"),
    [("B", "case", 1), ("B", "case", 3), ("A", "case", 2), ("A", "other", 1)],
)
def test_a_number_out_of_turn_is_refused(registry, registries, subject, series, running, refused):
    registries.write(registry, "apply", "A", {"allotted": {"series": "case", "running": 1}})
    with refused("REG-011"):
        registries.write(
            registry, "apply", subject, {"allotted": {"series": series, "running": running}}
        )


def test_a_stranger_cannot_act(registry, registries, refused):
    with refused("STF-001"):
        registries.write(registry, "note", "x", by="stranger")


def test_nobody_acts_with_the_key_of_another(registry, registries, refused):
    registries.add(registry, "auditor-a", "auditor")
    borrowed = registries.Actor("admin-a", registries.key_of("auditor-a"))
    with refused("STF-001"), registry.writing() as transaction:
        transaction.append("note", "x", {}, borrowed)


def test_a_revoked_person_cannot_act_until_added_with_a_new_key(registry, registries, refused):
    registries.add(registry, "auditor-a", "auditor")
    registries.write(registry, "audit", "x", by="auditor-a")
    registries.revoke(registry, "auditor-a")
    with refused("STF-002"):
        registries.write(registry, "audit", "x", by="auditor-a")
    with refused("REG-018"):
        registries.add(registry, "auditor-a", "auditor")
    registries.add(registry, "auditor-a", "auditor", key="auditor-a, new")
    new = registries.Actor("auditor-a", registries.key_of("auditor-a, new"))
    with registry.writing() as transaction:
        transaction.append("audit", "x", {}, new)


def test_a_key_counts_to_the_end_of_its_last_day(registries, make, refused):
    clock = registries.Clock()
    registry = make(clock)
    registries.add(registry, "auditor-a", "auditor", expires="2026-03-31")
    clock.now = datetime.datetime(2026, 3, 31, 23, 59, 58, tzinfo=datetime.UTC)
    registries.write(registry, "audit", "x", by="auditor-a")
    with refused("STF-003"):
        registries.write(registry, "audit", "x", by="auditor-a")


def test_only_an_administrator_adds_people(registry, registries, refused):
    registries.add(registry, "auditor-a", "auditor")
    with refused("STF-004"):
        registries.add(registry, "auditor-b", "auditor", by="auditor-a")


def test_each_person_declares_interests_and_an_administrator_for_all(registry, registries, refused):
    registries.add(registry, "auditor-a", "auditor")
    registries.add(registry, "auditor-b", "auditor")
    interest = {
        "person": "auditor-a",
        "client": "",
        "client_name": "示例有限公司",
        "kind": "consulted",
        "start": "2025-01-01",
        "end": "",
        "note": {"en": "advice", "zh": "咨询"},
    }
    for by in ("auditor-a", "admin-a"):
        registries.write(registry, DECLARE, "staff/auditor-a", interest, by=by)
    with refused("STF-004"):
        registries.write(registry, DECLARE, "staff/auditor-a", interest, by="auditor-b")
    with registry.reading() as snapshot:
        assert len(snapshot.people()["auditor-a"].interests) == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"roles": ["wizard"]},
        {"roles": []},
        {"public": "of admin-a"},
        {"expires": "2026-02-30"},
        {"person": "AUDITOR"},
        {"more": 1},
    ],
)
def test_a_person_that_makes_no_sense_is_refused(registry, registries, changes, refused):
    body = registries.body_of("auditor-a", "auditor").model_dump(mode="json") | changes
    if "public" in changes:
        body["public"] = registries.public_of("admin-a")
    with refused("REG-018"):
        registries.write(registry, ADD, "staff/auditor-a", body)


def test_somebody_unknown_is_not_revoked(registry, registries, refused):
    with refused("REG-018"):
        registries.revoke(registry, "auditor-a")


def test_a_registry_is_not_made_again_by_an_entry(registry, registries, refused):
    administrator = registries.body_of("stranger", "administrator").model_dump(mode="json")
    body = {"format": "pvfootprint registry", "version": 1, "registry": "mine"}
    for by in ("admin-a", "stranger"):
        with refused("REG-018"):
            registries.write(
                registry, INIT, "registry", {**body, "administrator": administrator}, by
            )


def test_the_same_calls_make_the_same_log(registries, make, address, tmp_path):
    heads = []
    for where in (address, str(tmp_path / "twin.db")):
        registry = make(where=where)
        registries.add(registry, "auditor-a", "auditor")
        registries.allot(registry)
        with registry.reading() as snapshot:
            heads.append(snapshot.head())
    assert heads[0] == heads[1]


def test_what_is_read_is_of_one_moment(registry, registries, address):
    with registry.reading() as snapshot:
        assert snapshot.size() == 1
        other = Registry.open(address, clock=registry.clock)
        registries.write(other, "note", "x")
        other.close()
        assert snapshot.size() == 1
        assert [entry.position for entry in snapshot.entries()] == [1]
    with registry.reading() as snapshot:
        assert snapshot.size() == 2
