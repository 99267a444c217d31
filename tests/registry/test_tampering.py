"""Whoever changes the past by hand is found out: every column of every row, rows added or removed.

Each test changes a registry behind its back, as somebody could who holds the database, and names
the first entry that the check must find broken.
"""

import datetime
import sqlite3

import pytest
from sqlalchemy import delete, insert, select, text, update

from pvfootprint.model.canonical import canonical, digest
from pvfootprint.model.findings import RegistryError
from pvfootprint.registry.anchors import Anchor
from pvfootprint.registry.checking import check, check_snapshot
from pvfootprint.registry.engines import WRITING
from pvfootprint.registry.entries import hash_of, make_entry, signed_bytes
from pvfootprint.registry.snapshots import Snapshot, pack
from pvfootprint.registry.tables import ENTRIES, FILES, GREEN, NODES, NUMBERS
from pvfootprint.registry.tree import completed, new_nodes

SIZE = 12
KEPT = ("entries", "files")
NOW = datetime.datetime(2026, 2, 1, tzinfo=datetime.UTC)
PAPER = b"%PDF-1.7 a paper"


def fill(registry, registries):
    """Write a small log: people, two applications, a certificate, green certificates, papers."""
    registries.add(registry, "evaluator-a", "evaluator")  # 2
    registries.add(registry, "decider-a", "decision-maker")  # 3
    registry.keep([PAPER])
    files = {"files": {"paper.pdf": digest(PAPER)}}
    registries.allot(registry, "case", **files)  # 4
    registries.allot(registry, "case")  # 5
    green = [{"system": "GEC", "first": "GEC001", "last": "GEC900"}]
    more = [{"system": "GEC", "first": "GEC901", "last": "GEC901"}]
    registries.write(registry, "accept", "CASE-00001", {"green_reserved": green})  # 6
    registries.write(registry, "accept", "CASE-00002", {"green_reserved": more})  # 7
    registries.write(registry, "evaluate", "CASE-00001", {"ok": True}, by="evaluator-a")  # 8
    registries.write(registry, "decide", "CASE-00001", {"green_now": "spent"}, by="decider-a")  # 9
    registries.allot(registry, "certificate")  # 10
    registries.write(registry, "issue", "CERTIFICATE-00001", files)  # 11
    registries.revoke(registry, "evaluator-a")  # 12


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.heavy)]
)
def registry(request, registries, tmp_path_factory):
    """Give one registry for all tests: each of them undoes what it did."""
    address = tmp_path_factory.mktemp("tampering") / "registry.db"
    if request.param == "postgresql":
        address = request.getfixturevalue("postgresql").database()
    made = registries.make(address)
    fill(made, registries)
    yield made
    made.close()


@pytest.fixture(scope="module")
def entries(registry):
    with registry.reading() as snapshot:
        return list(snapshot.entries())


@pytest.fixture(scope="module")
def anchor(registry):
    with registry.reading() as snapshot:
        head = snapshot.head()
    return Anchor(
        source="head.json",
        size=head.size,
        root=head.root,
        registry=head.registry,
        last=head.last,
    )


@pytest.fixture
def tampered(registry):
    """Give a function that changes the database by hand, checks it, and undoes the changes."""

    def tampered(*statements, **settings):
        writer = registry.engine.execution_options(**{WRITING: True})
        with writer.connect() as connection, connection.begin() as undone:
            for statement in [*unlocked(connection), *statements]:
                connection.execute(statement)
            report = check_snapshot(Snapshot(connection), now=NOW, **settings)
            undone.rollback()
        return report

    return tampered


def unlocked(connection):
    """Return what somebody does first who wants to change what is never changed."""
    if connection.dialect.name == "sqlite":
        names = [f"{table}_no_{act}" for table in KEPT for act in ("update", "delete")]
        return [text(f"DROP TRIGGER {name}") for name in names]
    return [text(f"ALTER TABLE {table} DISABLE TRIGGER ALL") for table in KEPT]


def rows(registry, table):
    with registry.connected() as connection:
        return [dict(row._mapping) for row in connection.execute(select(table))]


def found(report):
    return {finding.code for finding in report.findings if finding.severity == "error"}


def test_what_was_not_touched_is_sound(registry, anchor):
    report = check(registry, anchors=[anchor])
    assert report.findings == ()
    assert report.is_sound
    assert (report.broken, report.held) == (None, ("head.json",))
    assert (report.head.size, report.head.root) == (SIZE, anchor.root)
    assert (report.files, report.unnamed) == (1, 0)


@pytest.mark.long
def test_other_processes_verify_the_same(make, registries):
    made = make()
    fill(made, registries)
    with made.writing() as transaction:
        for _ in range(1200):
            transaction.append("note", "x", {}, registries.actor())
    assert check(made, processes=2).is_sound
    assert check(made, processes=2).head == check(made, processes=1).head
    with made.connected(writing=True) as connection:
        for statement in unlocked(connection):
            connection.execute(statement)
        connection.execute(delete(ENTRIES).where(ENTRIES.c.position == 1100))
    assert check(made, processes=2).broken == 1100
    for position in (900, 7):
        with made.connected(writing=True) as connection:
            row = ENTRIES.c.position == position
            connection.execute(update(ENTRIES).where(row).values(signature="0" * 128))
        assert check(made, processes=2).broken == position


@pytest.mark.parametrize("statement", [update(ENTRIES).values(body="{}"), delete(ENTRIES)])
def test_the_database_refuses_a_slip_of_the_pen(registry, statement):
    with pytest.raises(RegistryError, match="REG-008"), registry.connected(writing=True) as by_hand:
        by_hand.execute(statement)
    assert check(registry).is_sound


@pytest.mark.parametrize("column", [column.name for column in ENTRIES.columns])
def test_every_column_of_every_row(entries, tampered, column):
    for entry in entries:
        changes = {
            "position": entry.position + 100,
            "previous": "1" * 64,
            "time": "2026-01-05T09:00:00.000000Z",
            "act": "note",
            "subject": "CASE-00009",
            "person": "decider-a" if entry.person == "admin-a" else "admin-a",
            "body": canonical({"changed": True}).decode(),
            "signature": "2" * 128,
            "hash": "3" * 64,
        }
        row = ENTRIES.c.position == entry.position
        report = tampered(update(ENTRIES).where(row).values({column: changes[column]}))
        assert report.broken == entry.position
        assert found(report) == {"REG-009"}


@pytest.mark.parametrize("column", ["body", "subject", "time", "person"])
def test_a_change_with_its_hash_made_anew(entries, tampered, column):
    """The hash is right again, but nobody has signed it."""
    for entry in entries:
        changes = {
            "body": canonical({**entry.data, "changed": True}).decode(),
            "subject": "CASE-00009",
            "time": f"{entry.time[:-2]}1Z",
            "person": "decider-a" if entry.person == "admin-a" else "admin-a",
        }
        made = entry._replace(**{column: changes[column]})
        signed = {name: getattr(made, name) for name in made._fields[:7]}
        made = made._replace(hash=hash_of(signed_bytes(**signed), made.signature))
        row = ENTRIES.c.position == entry.position
        assert tampered(update(ENTRIES).where(row).values(columns(made))).broken == entry.position


def test_a_row_that_is_gone(tampered):
    for position in range(1, SIZE + 1):
        report = tampered(delete(ENTRIES).where(ENTRIES.c.position == position))
        if position < SIZE:
            assert report.broken == position
        else:
            assert found(report) == {"REG-010"}


def test_two_rows_that_changed_places(tampered):
    places = ENTRIES.c.position
    for position in range(1, SIZE):
        report = tampered(
            update(ENTRIES).where(places == position).values(position=1000),
            update(ENTRIES).where(places == position + 1).values(position=position),
            update(ENTRIES).where(places == 1000).values(position=position + 1),
        )
        assert report.broken == position


@pytest.mark.parametrize("signed", ["copied", "stranger", "colleague"])
def test_a_row_that_was_put_in(registries, entries, tampered, signed):
    """Those after it are moved; a colleague's entry stands under the administrator's name."""
    places = ENTRIES.c.position
    for position in range(2, SIZE + 2):
        before = entries[position - 2]
        by = registries.actor("stranger" if signed == "stranger" else "admin-a")
        if signed == "colleague":
            by = registries.Actor("admin-a", registries.key_of("decider-a"))
        made = make_entry(position, before.hash, before.time, "note", "x", "{}", by)
        if signed == "copied":
            made = made._replace(signature=entries[0].signature)
        moved = [
            update(ENTRIES).where(places == entry.position).values(position=entry.position + 1)
            for entry in reversed(entries[position - 1 :])
        ]
        assert tampered(*moved, insert(ENTRIES).values(columns(made))).broken == position


def columns(entry):
    return entry._asdict()


def rebuilt(entries, sign, first=1):
    """Sign entries anew from a position on, so that hashes and chain are right again."""
    made = list(entries[: first - 1])
    for entry in entries[first - 1 :]:
        previous = made[-1].hash if made else "0" * 64
        made.append(
            make_entry(
                len(made) + 1,
                previous,
                entry.time,
                entry.act,
                entry.subject,
                entry.body,
                sign(entry.person),
            )
        )
    return made


def in_place_of_all(entries):
    """Return statements that put another log with its tree in the place of the log."""
    left, nodes = {}, []
    for index, entry in enumerate(entries):
        grown = new_nodes(index, entry.hash, [left[level] for level in range(completed(index))])
        left[len(grown) - 1] = grown[-1]
        nodes += [
            {"level": level, "index": index >> level, "hash": node}
            for level, node in enumerate(grown)
        ]
    return [
        delete(ENTRIES),
        delete(NODES),
        *(insert(ENTRIES).values(columns(entry)) for entry in entries),
        *(insert(NODES).values(row) for row in nodes),
    ]


def test_a_log_that_a_stranger_signed_anew(registries, entries, tampered, anchor):
    """It is sound in itself, as any stranger's registry is: only an anchor tells."""
    strange = registries.key_of("stranger")
    mine, theirs = registries.public_of("admin-a"), registries.public_of("stranger")
    first = entries[0]._replace(body=entries[0].body.replace(mine, theirs))
    people = rebuilt(
        [first, *entries[1:]],
        lambda one: registries.Actor(one, strange if one == "admin-a" else registries.key_of(one)),
    )
    assert tampered(*in_place_of_all(people)).is_sound
    report = tampered(*in_place_of_all(people), anchors=[anchor])
    assert found(report) == {"REG-013"}
    assert report.held == ()


def test_a_log_that_a_stranger_signed_from_the_middle_on(registries, entries, tampered):
    stranger = registries.key_of("stranger")
    made = rebuilt(entries, lambda one: registries.Actor(one, stranger), 7)
    assert tampered(*in_place_of_all(made)).broken == 7


def test_a_log_that_its_own_people_rewrote(registries, entries, tampered, anchor):
    """Everybody conspires: the log is sound in itself, and differs from what the anchor saw."""
    changed = [*entries[:7], entries[7]._replace(body='{"ok":false}'), *entries[8:]]
    statements = in_place_of_all(rebuilt(changed, registries.actor))
    assert tampered(*statements).is_sound
    assert found(tampered(*statements, anchors=[anchor])) == {"REG-013"}


@pytest.mark.parametrize("kept", range(1, SIZE))
def test_a_tail_that_was_cut_off(entries, tampered, anchor, kept):
    """All that follows from the tail is cut off with it, so that only an anchor tells."""
    statements = [
        *in_place_of_all(entries[:kept]),
        delete(NUMBERS).where(NUMBERS.c.position > kept),
        delete(GREEN).where(GREEN.c.position > kept),
        update(GREEN).where(GREEN.c.spent > kept).values(spent=None),
    ]
    report = tampered(*statements)
    assert report.is_sound
    assert [finding.code for finding in report.findings] == ["REG-015"]
    report = tampered(*statements, anchors=[anchor])
    assert found(report) == {"REG-013"}
    assert str(kept + 1) in report.findings[-1].message


def test_an_anchor_that_saw_less_is_held(registries, entries, tampered, anchor):
    """Whoever goes on writing after the anchor leaves what it saw as it was."""
    late = entries[-1]._replace(act="note", subject="x", body="{}")
    more = in_place_of_all(rebuilt([*entries, late], registries.actor, SIZE + 1))
    assert tampered(*more, anchors=[anchor]).held == ("head.json",)
    broken = update(ENTRIES).where(ENTRIES.c.position == SIZE + 1).values(body="[]")
    report = tampered(*more, broken, anchors=[anchor])
    assert (report.broken, report.held) == (SIZE + 1, ("head.json",))
    broken = update(ENTRIES).where(ENTRIES.c.position == SIZE).values(body="[]")
    report = tampered(*more, broken, anchors=[anchor])
    assert (report.broken, report.held) == (SIZE, ())
    assert found(report) == {"REG-009", "REG-013"}


def test_a_key_counts_as_it_did_at_that_time(registries, entries, tampered):
    """The evaluator was revoked by entry 12: what was signed before stays, later acts do not."""
    assert tampered().is_sound
    late = make_entry(
        13, entries[-1].hash, entries[-1].time, "note", "x", "{}", registries.actor("evaluator-a")
    )
    report = tampered(*in_place_of_all([*entries, late]))
    assert report.broken == 13
    assert "was revoked" in report.findings[0].found


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"time": "2026-01-05T08:00:00.000000Z"}, "older"),
        ({"time": "2026-01-05 08:01:00"}, "not understood"),
        ({"time": "2026-13-05T08:01:00.000000Z"}, "not understood"),
        ({"time": "2031-01-01T00:00:00.000000Z"}, "expired"),
        ({"body": '{"b":1,"a":2}'}, "spelling"),
        ({"body": '{"a":1, "b":2}'}, "spelling"),
        ({"body": '{"a":NaN}'}, "spelling"),
        ({"body": "no JSON"}, "spelling"),
        ({"body": '{"allotted":1}'}, "not understood"),
        ({"body": '{"file":"x"}'}, "not understood"),
        ({"act": "init"}, "first entry"),
        ({"act": "add-person"}, "not understood"),
        ({"act": "revoke-person", "body": '{"person":"nobody-a"}'}, "not understood"),
    ],
)
def test_what_an_administrator_may_not_sign_either(registries, entries, tampered, changes, reason):
    """Hash and signature are right: it is what they stand under that makes no sense."""
    odd = entries[-1]._replace(act="note", subject="x", body="{}")
    made = rebuilt([*entries, odd._replace(**changes)], registries.actor, 13)
    report = tampered(*in_place_of_all(made))
    assert report.broken == 13
    assert reason in report.findings[0].found


@pytest.mark.parametrize("table", [NODES, NUMBERS, GREEN], ids=lambda table: table.name)
def test_every_column_of_what_follows_from_the_log(registry, tampered, table):
    code = {NODES: "REG-010", NUMBERS: "REG-011", GREEN: "REG-012"}[table]
    for row in rows(registry, table):
        this = [column == row[column.name] for column in table.primary_key.columns]
        for name, value in row.items():
            other = f"{value}x"[-64:] if isinstance(value, str) else 77
            report = tampered(update(table).where(*this).values({name: other}))
            assert found(report) == {code}, (row, name)
            assert report.broken is None
        assert found(tampered(delete(table).where(*this))) == {code}, row


@pytest.mark.parametrize(
    ("table", "row", "code"),
    [
        (NODES, {"level": 9, "index": 0, "hash": "0" * 64}, "REG-010"),
        (NODES, {"level": 0, "index": SIZE, "hash": "0" * 64}, "REG-010"),
        (NUMBERS, {"number": "X", "series": "x", "running": 1, "position": 2}, "REG-011"),
        (
            GREEN,
            {
                "first": "A",
                "last": "A",
                "system": "GEC",
                "stem": "A",
                "application": "CASE-00002",
                "position": 7,
                "spent": None,
            },
            "REG-012",
        ),
    ],
)
def test_a_row_more_in_what_follows_from_the_log(tampered, table, row, code):
    assert found(tampered(insert(table).values(row))) == {code}


@pytest.mark.parametrize(
    "values",
    [
        {"content": b"damaged"},
        {"content": b""},
        {"size": 1},
        {"sha256": "0" * 64},
        {"sha256": "f" * 64},
    ],
)
def test_a_file_that_is_missing_or_damaged(tampered, values):
    report = tampered(update(FILES).values(values))
    assert found(report) == {"REG-003"}
    assert report.broken is None


def test_a_file_that_is_gone(tampered):
    (finding,) = [one for one in tampered(delete(FILES)).findings if one.severity == "error"]
    assert (finding.code, finding.found) == ("REG-003", digest(PAPER))
    assert "entry 4" in finding.message


def test_a_file_that_no_entry_names_is_counted(tampered):
    row = {"sha256": digest(b"kept"), "size": 4, "content": pack(b"kept").content}
    report = tampered(insert(FILES).values(row))
    assert report.is_sound
    assert (report.files, report.unnamed) == (2, 1)


def test_a_number_that_was_given_out_twice(registries, entries, tampered):
    """By an administrator with a program of his own, who signs it."""
    body = canonical({"allotted": {"series": "more", "running": 1}}).decode()
    again = entries[-1]._replace(act="apply", subject="CASE-00001", body=body)
    report = tampered(*in_place_of_all(rebuilt([*entries, again], registries.actor, 13)))
    assert found(report) == {"REG-011"}
    assert "entry 13" in report.findings[0].message


def test_a_number_that_was_left_out(registries, entries, tampered):
    body = canonical({"allotted": {"series": "case", "running": 4}}).decode()
    again = entries[-1]._replace(act="apply", subject="CASE-00004", body=body)
    row = {"number": "CASE-00004", "series": "case", "running": 4, "position": 13}
    report = tampered(
        *in_place_of_all(rebuilt([*entries, again], registries.actor, 13)),
        insert(NUMBERS).values(row),
    )
    assert found(report) == {"REG-011"}
    assert "not the next" in report.findings[0].message


def test_a_green_certificate_that_was_counted_twice(registries, entries, tampered):
    body = {"green_reserved": [{"system": "GEC", "first": "GEC900", "last": "GEC900"}]}
    again = entries[-1]._replace(act="accept", body=canonical(body).decode(), subject="CASE-00002")
    report = tampered(*in_place_of_all(rebuilt([*entries, again], registries.actor, 13)))
    assert found(report) == {"REG-016"}


def test_an_empty_log_is_no_registry(tampered):
    report = tampered(*map(delete, (ENTRIES, NODES, NUMBERS, GREEN, FILES)))
    assert (report.broken, report.head) == (1, None)


def test_what_is_of_a_time_to_come_is_told(registry):
    with registry.reading() as snapshot:
        report = check_snapshot(snapshot, now=NOW - datetime.timedelta(days=60))
    assert found(report) == {"REG-004"}


@pytest.mark.parametrize("column", ["body", "subject", "hash"])
def test_what_is_no_text_is_found_too(tampered, registry, column):
    """SQLite takes anything into any column."""
    if registry.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL takes nothing but texts")
    for value in ("x'c328'", "cast(x'c328' as text)"):
        changed = text(f"UPDATE entries SET {column} = {value} WHERE position = 6")  # noqa: S608
        assert tampered(changed).broken == 6


def test_an_index_that_leads_astray_is_found(tmp_path, registries):
    """Who looks up by subject goes through an index, which a table scan does not see."""
    path = tmp_path / "registry.db"
    made = registries.make(path)
    fill(made, registries)
    made.close()
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA journal_mode = DELETE")
        (page,) = raw.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'ix_entries_subject_position'"
        ).fetchone()
        (size,) = raw.execute("PRAGMA page_size").fetchone()
    raw.close()
    content = path.read_bytes()
    start = (page - 1) * size
    index = content[start : start + size]
    assert index.count(b"CERTIFICATE-00001") == 2
    changed = index.replace(b"CERTIFICATE-00001", b"CERTIFICATE-00009")
    path.write_bytes(content[:start] + changed + content[start + size :])
    opened = registries.Registry.open(str(path), clock=registries.Clock())
    report = check(opened)
    opened.close()
    assert found(report) == {"REG-008"}
