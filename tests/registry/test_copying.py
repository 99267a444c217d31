"""Backups: taken while others write, checked before they count, and moved between databases."""

import shutil
import sqlite3
import stat
import threading

import pytest
from sqlalchemy import select, text

from pvfootprint.model.findings import RegistryError
from pvfootprint.registry import migrating
from pvfootprint.registry.anchors import head_file, read_anchor
from pvfootprint.registry.checking import check
from pvfootprint.registry.copying import backup, migrate, restore
from pvfootprint.registry.migrating import REVISIONS, VERSION_TABLE, revision_of
from pvfootprint.registry.registry import Registry
from pvfootprint.registry.tables import TABLES


def rows(registry):
    with registry.connected() as connection:
        return {
            table.name: [
                tuple(row)
                for row in connection.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for table in TABLES
        }


@pytest.fixture
def registry(registry, registries):
    """Give a registry with something in every table."""
    registry.keep([b"a paper", bytes(range(256)) * 100])
    number = registries.allot(registry)
    green = [{"system": "GEC", "first": "GEC1", "last": "GEC9"}]
    registries.write(registry, "accept", number, {"green_reserved": green})
    registries.write(registry, "decide", number, {"green_now": "spent"})
    return registry


@pytest.fixture
def elsewhere(request, tmp_path):
    """Give the address of an empty place on the database that a test names."""

    def elsewhere(kind):
        if kind == "postgresql":
            return request.getfixturevalue("postgresql").database()
        return str(tmp_path / "restored.db")

    return elsewhere


KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.heavy)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_backup_holds_everything_and_moves_between_databases(
    registry, registries, tmp_path, elsewhere, kind
):
    path = tmp_path / "backup.db"
    head = backup(registry, path)
    with registry.reading() as snapshot:
        assert head == snapshot.head()
    address = elsewhere(kind)
    report = restore(path, address, clock=registries.Clock(registry.now()))
    assert (report.is_sound, report.head, report.files) == (True, head, 2)
    restored = Registry.open(address, clock=registry.clock)
    assert rows(restored) == rows(registry)
    assert registries.allot(restored) == "CASE-00002"
    assert check(restored).is_sound
    restored.close()


def test_a_backup_is_one_file_for_its_owner_alone(registry, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    backup(registry, folder / "backup.db")
    (only,) = folder.iterdir()
    assert stat.S_IMODE(only.stat().st_mode) == 0o600
    opened = Registry.open(str(only), clock=registry.clock)
    assert check(opened).is_sound
    opened.close()
    assert list(folder.iterdir()) == [only]


def test_nothing_is_overwritten(registry, tmp_path, refused):
    path = tmp_path / "backup.db"
    backup(registry, path)
    before = path.read_bytes()
    with refused("REG-002"):
        backup(registry, path)
    with refused("REG-002"):
        restore(path, str(path))
    assert path.read_bytes() == before
    with refused("REG-001"):
        backup(registry, tmp_path / "absent" / "backup.db")


@pytest.mark.parametrize("kind", KINDS)
def test_a_backup_is_not_restored_over_a_registry(
    registry, registries, tmp_path, elsewhere, kind, refused
):
    path = tmp_path / "backup.db"
    backup(registry, path)
    address = elsewhere(kind)
    other = registries.make(address)
    before = rows(other)
    with refused("REG-002"):
        restore(path, address)
    assert rows(other) == before
    other.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_backup_that_is_not_sound_is_not_restored(registry, tmp_path, elsewhere, kind, refused):
    path = tmp_path / "backup.db"
    backup(registry, path)
    with sqlite3.connect(path) as raw:
        raw.execute("DROP TRIGGER entries_no_update")
        raw.execute("UPDATE entries SET act = 'x' WHERE position = 2")
    raw.close()
    before = path.read_bytes()
    address = elsewhere(kind)
    with refused("REG-019", "REG-009") as error:
        restore(path, address)
    assert "entry 2" in error.value.findings[1].message
    with refused("REG-001"):
        Registry.open(address)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"notes", b"SQLite format 3\x00damaged"])
def test_what_is_no_backup_is_not_restored(tmp_path, refused, content):
    path = tmp_path / "backup.db"
    path.write_bytes(content)
    with pytest.raises(RegistryError) as error:
        restore(path, str(tmp_path / "restored.db"))
    assert error.value.findings[0].code in {"REG-001", "REG-019"}
    with refused("REG-019"):
        restore(tmp_path / "absent.db", str(tmp_path / "restored.db"))
    assert list(tmp_path.iterdir()) == [path]


def test_an_old_backup_is_refused_against_an_anchor(registry, registries, tmp_path, refused):
    path = tmp_path / "backup.db"
    head = backup(registry, path)
    registries.write(registry, "note", "x")
    with registry.reading() as snapshot:
        (tmp_path / "HEAD.json").write_bytes(head_file(snapshot.head()))
    newer = read_anchor(tmp_path / "HEAD.json")
    with refused("REG-019", "REG-013"):
        restore(path, str(tmp_path / "restored.db"), anchors=[newer])
    (tmp_path / "OLD.json").write_bytes(head_file(head))
    older = read_anchor(tmp_path / "OLD.json")
    assert restore(path, str(tmp_path / "restored.db"), anchors=[older]).held == ("OLD.json",)


def test_a_copy_of_the_live_file_is_restored_with_its_journal(registries, tmp_path):
    """Whoever copied the file and what stands beside it has a registry too."""
    made = registries.make(tmp_path / "registry.db")
    (tmp_path / "copy").mkdir()
    with made.reading() as snapshot:
        snapshot.size()
        registries.write(made, "note", "x")
        for path in tmp_path.glob("registry.db*"):
            shutil.copy(path, tmp_path / "copy")
    made.close()
    report = restore(tmp_path / "copy" / "registry.db", str(tmp_path / "restored.db"))
    assert report.head.size == 2


def test_a_backup_is_of_one_moment_while_others_write(make, address, registries, tmp_path):
    registry = make()
    stop = threading.Event()

    def write():
        other = Registry.open(address, clock=registries.Clock())
        while not stop.is_set():
            other.keep([f"{other.now()}".encode()])
            registries.allot(other)
        other.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        sizes = []
        for i in range(5):
            path = tmp_path / f"backup-{i}.db"
            sizes.append(backup(registry, path).size)
            opened = Registry.open(str(path))
            assert check(opened).is_sound
            opened.close()
    finally:
        stop.set()
        writer.join()
    assert sizes == sorted(sizes)
    assert sizes[-1] > sizes[0]


SECOND = '''
"""A second step."""
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "0002", "0001", None, None
def upgrade():
    op.create_table("more", sa.Column("x", sa.Integer, primary_key=True))
'''


@pytest.fixture
def second_version(tmp_path, monkeypatch, data_folder):
    """Let the software be of a version whose registries have one table more."""
    steps = tmp_path / "migrations"
    shutil.copytree(data_folder / "pvfootprint" / "registry" / "migrations", steps)
    (steps / "versions" / "second.py").write_text(SECOND, encoding="utf-8")
    monkeypatch.setattr(migrating, "SCRIPTS", str(steps))
    monkeypatch.setattr(migrating, "REVISIONS", (*REVISIONS, "0002"))


def test_a_registry_is_brought_to_the_next_version(
    registry, address, request, refused, registries, tmp_path
):
    path = tmp_path / "backup.db"
    backup(registry, path)
    assert not migrate(address, clock=registry.clock)
    before = rows(registry)
    request.getfixturevalue("second_version")
    with refused("REG-005"):
        Registry.open(address)
    assert migrate(address, clock=registry.clock)
    assert not migrate(address, clock=registry.clock)
    opened = Registry.open(address, clock=registry.clock)
    assert rows(opened) == before
    assert check(opened).is_sound
    opened.close()
    report = restore(path, str(tmp_path / "restored.db"), clock=registry.clock)
    assert report.is_sound
    Registry.open(str(tmp_path / "restored.db")).close()
    old = sqlite3.connect(path)
    assert old.execute(f"SELECT version_num FROM {VERSION_TABLE}").fetchone() == ("0001",)  # noqa: S608
    old.close()


def test_a_registry_that_is_not_sound_stays_as_it_is(registry, address, request, refused):
    with registry.connected(writing=True) as connection:
        connection.execute(text("UPDATE numbers SET running = 7"))
    request.getfixturevalue("second_version")
    with pytest.raises(RegistryError) as error:
        migrate(address, clock=registry.clock)
    assert "REG-011" in {finding.code for finding in error.value.findings}
    with registry.connected() as connection:
        assert revision_of(connection) == "0001"


def test_nothing_is_migrated_where_nothing_is(tmp_path, refused):
    with refused("REG-001"):
        migrate(str(tmp_path / "absent.db"))
    assert list(tmp_path.iterdir()) == []
