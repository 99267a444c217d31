"""A registry is made where nothing is, opened where one is, and never made by opening."""

import sqlite3
import stat
import subprocess
import sys

import psycopg
import pytest

from pvfootprint.registry import engines
from pvfootprint.registry.checking import check
from pvfootprint.registry.engines import shown
from pvfootprint.registry.registry import Registry


def test_opening_makes_no_file(tmp_path, refused):
    for name in ("absent.db", "no-folder/absent.db"):
        with refused("REG-001") as error:
            Registry.open(str(tmp_path / name))
        assert "pvfootprint registry init" in error.value.findings[0].hint
    assert list(tmp_path.iterdir()) == []


def test_an_empty_database_is_no_registry(address, refused, tmp_path):
    if address.startswith(str(tmp_path)):
        (tmp_path / "registry.db").touch()
    with refused("REG-001"):
        Registry.open(address)


def test_nothing_is_made_where_something_is(address, make, registries, refused):
    made = make()
    with made.reading() as snapshot:
        before = snapshot.head()
    with refused("REG-002"):
        make()
    with made.reading() as snapshot:
        assert snapshot.head() == before


def test_another_file_is_left_as_it_is(tmp_path, registries, refused):
    path = tmp_path / "notes.txt"
    path.write_text("notes", encoding="utf-8")
    with refused("REG-002"):
        registries.make(path)
    with refused("REG-008"):
        Registry.open(str(path))
    assert path.read_text(encoding="utf-8") == "notes"
    assert list(tmp_path.iterdir()) == [path]


def test_another_database_is_left_as_it_is(tmp_path, registries, refused):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE mine (x)")
    other.close()
    before = path.read_bytes()
    with refused("REG-002"):
        registries.make(path)
    with refused("REG-001"):
        Registry.open(str(path))
    assert path.read_bytes() == before


def test_a_folder_that_is_not_there(tmp_path, registries, refused):
    with refused("REG-001") as error:
        registries.make(tmp_path / "absent" / "registry.db")
    assert str(tmp_path / "absent") in error.value.findings[0].found


def test_nothing_stays_behind_if_the_first_entry_is_refused(tmp_path, registries, refused):
    auditor = registries.body_of("admin-a", "auditor")
    with refused("REG-018"):
        Registry.create(str(tmp_path / "registry.db"), auditor, registries.actor())
    with refused("STF-001"):
        administrator = registries.body_of("admin-a", "administrator", key="another")
        Registry.create(str(tmp_path / "registry.db"), administrator, registries.actor())
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_is_finished(tmp_path, registries):
    """The file is there, the journal's mode is set, and no table is made."""
    path = tmp_path / "registry.db"
    with sqlite3.connect(path) as left:
        left.execute("PRAGMA journal_mode = WAL")
    left.close()
    assert path.stat().st_size > 0
    registries.make(path).close()


def test_nobody_else_on_the_machine_can_read_it(tmp_path, registries):
    made = registries.make(tmp_path / "registry.db")
    registries.write(made, "note", "x")
    with made.reading():
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    made.close()
    assert modes == dict.fromkeys(["registry.db", "registry.db-wal", "registry.db-shm"], 0o600)


@pytest.mark.parametrize(
    "address", ["mysql://root:secret@host/db", "postgresql://[", "://", "sqlite://", "http://x/y"]
)
def test_an_address_that_is_not_understood(address, refused):
    with refused("REG-001") as error:
        Registry.open(address)
    assert "secret" not in str(error.value)


def test_a_server_that_does_not_answer(tmp_path, refused):
    with refused("REG-001") as error:
        Registry.open(f"postgresql://somebody:secret@/db?host={tmp_path}")
    assert "secret" not in str(error.value)
    assert "somebody" in str(error.value)


@pytest.mark.heavy
def test_a_database_that_is_not_there(postgresql, refused):
    with refused("REG-001") as error:
        Registry.open(postgresql.address("absent"))
    assert "absent" in error.value.findings[0].found


def test_a_password_is_never_shown():
    assert shown("postgresql://a:secret@host/db") == "postgresql://a:***@host/db"
    assert shown("postgres://a@host/db") == "postgresql://a@host/db"
    assert shown("folder/registry.db") == "folder/registry.db"
    assert shown("sqlite:///folder/registry.db") == "folder/registry.db"


def test_the_driver_of_postgresql_may_be_absent(tmp_path):
    """SQLite needs no driver, and a missing one is said in a sentence."""
    code = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from pvfootprint.model.findings import RegistryError\n"
        "from pvfootprint.registry.registry import Registry\n"
        "try: Registry.open('postgresql://a:secret@host/db')\n"
        "except RegistryError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "pvfootprint[postgresql]" in done.stdout
    assert "secret" not in done.stdout


def test_who_waits_too_long_for_another_is_told(make, address, registries, refused, monkeypatch):
    monkeypatch.setattr(engines, "WAIT", 1)
    first = make()
    second = Registry.open(address, clock=registries.Clock())
    with first.writing() as transaction:
        transaction.append("note", "x", {}, registries.actor())
        with refused("REG-007"):
            registries.write(second, "note", "y")
    registries.write(second, "note", "y")
    second.close()


def test_readers_do_not_wait_for_writers(make, address, registries):
    first = make()
    second = Registry.open(address, clock=registries.Clock())
    with first.writing() as transaction:
        transaction.append("note", "x", {}, registries.actor())
        with second.reading() as snapshot:
            assert snapshot.size() == 1
    second.close()


@pytest.mark.heavy
def test_a_language_of_the_database_changes_nothing(postgresql, registries):
    """In the order of a language, punctuation counts for little, and capitals for less."""
    with psycopg.connect(postgresql.address("postgres"), autocommit=True) as connection:
        connection.execute(
            "CREATE DATABASE words TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US'"
        )
    made = registries.make(postgresql.address("words"))
    for name in ("b-1", "B1", "a_2", "a-2", "A3", "a3"):
        body = {"allotted": {"series": name, "running": 1}}
        body["green_reserved"] = [{"system": "x", "first": f"x{name}", "last": f"x{name}"}]
        registries.write(made, "apply", name, body if name != "a3" else {})
    assert check(made).is_sound
    made.close()
