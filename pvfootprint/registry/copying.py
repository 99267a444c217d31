"""Makes backups of a registry and restores them, also from one kind of database to another.

A backup is a registry in one SQLite file, whatever database it was taken from, so it can be opened
and checked like any other.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding, RegistryError
from pvfootprint.registry.checking import Report, check, check_snapshot
from pvfootprint.registry.engines import SQLITE, engine_of, file_of, shown
from pvfootprint.registry.faults import AFTER_RENAME, BEFORE_RENAME, fault
from pvfootprint.registry.making import make_tables, there
from pvfootprint.registry.migrating import bring_up
from pvfootprint.registry.registry import Registry, utc_now
from pvfootprint.registry.replaying import FILES_AT_ONCE
from pvfootprint.registry.snapshots import AT_ONCE, Snapshot, stream
from pvfootprint.registry.tables import FILES, TABLES

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Connection

    from pvfootprint.language.texts import Text
    from pvfootprint.registry.anchors import Anchor
    from pvfootprint.registry.snapshots import Head


def backup(registry: Registry, path: Path) -> Head:
    """Take a backup while others go on writing.

    Parameters
    ----------
    registry : Registry
        The registry.
    path : Path
        SQLite file to be made, for its owner alone; never overwritten.

    Returns
    -------
    Head
        The log as the backup has it.

    Raises
    ------
    RegistryError
        REG-002 if there is a file, REG-001, REG-008 or REG-009 if it cannot be taken.
    """
    if path.exists():
        raise RegistryError([there(str(path))])
    with _part_of(path) as part:
        with registry.connected() as connection:
            if connection.dialect.name == SQLITE:
                _copy_file(connection, part)
            else:
                _copy_to_file(connection, part)
        copy = Registry.open(str(part))
        with contextlib.closing(copy), copy.reading() as snapshot:
            head = snapshot.head()
        _publish(part, path)
    return head


def restore(
    path: Path,
    address: str,
    *,
    anchors: Sequence[Anchor] = (),
    clock: Callable[[], datetime.datetime] = utc_now,
) -> Report:
    """Restore a backup to where no registry is; it counts only once it has been checked.

    Parameters
    ----------
    path : Path
        The backup, or any other registry in an SQLite file; it is not changed.
    address : str
        Where to: path of an SQLite file that is not there, or the address of an empty database.
    anchors : sequence of Anchor
        What its log must hold.
    clock : callable
        Returns the time, UTC.

    Returns
    -------
    Report
        Of the restored registry, which is sound.

    Raises
    ------
    RegistryError
        REG-002 if there is something already, REG-019 with all that is wrong if the backup is not
        sound; then nothing is restored.
    """
    file = file_of(address)
    if file and file.exists():
        raise RegistryError([there(str(file))])
    with contextlib.ExitStack() as stack:
        if file:
            part = stack.enter_context(_part_of(file))
        else:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="pvfootprint-"))
            part = Path(folder) / "registry.db"
        copy = stack.enter_context(contextlib.closing(_working_copy(path, part, clock)))
        if not file:
            return _into_database(copy, address, anchors=anchors)
        report = check(copy, anchors=anchors)
        _refuse(report, path)
        copy.close()
        _set_mode(part, "WAL")
        _publish(part, file)
        return report


def migrate(address: str, *, clock: Callable[[], datetime.datetime] = utc_now) -> bool:
    """Bring a registry of an older version to this one; all of it is done, or nothing.

    Parameters
    ----------
    address : str
        Of the registry.
    clock : callable
        Returns the time, UTC.

    Returns
    -------
    bool
        Whether there was anything to do.

    Raises
    ------
    RegistryError
        REG-001 if there is none, REG-006 if it is newer, and what its check finds if it is not
        sound afterwards.
    """
    registry = Registry.at(address, clock)
    with contextlib.closing(registry):
        registry.require()
        with registry.connected(writing=True) as connection:
            if not bring_up(connection, registry.place):
                return False
            report = check_snapshot(Snapshot(connection), now=registry.now())
            if not report.is_sound:
                raise RegistryError(report.findings)
            return True


def _into_database(copy: Registry, address: str, *, anchors: Sequence[Anchor]) -> Report:
    made = Registry(engine_of(address), copy.clock, shown(address))
    with (
        contextlib.closing(made),
        copy.connected() as source,
        made.connected(writing=True) as target,
    ):
        make_tables(target, made.place)
        copy_rows(source, target)
        report = check_snapshot(Snapshot(target), now=made.now(), anchors=anchors)
        _refuse(report, Path(copy.place))
    return report


def copy_rows(source: Connection, target: Connection) -> None:
    """Copy every row of a registry, as many at a time as memory holds.

    Parameters
    ----------
    source, target : Connection
        In transactions; the target has the tables, and no rows.
    """
    for table in TABLES:
        at_once = FILES_AT_ONCE if table is FILES else AT_ONCE
        rows: list[dict[str, object]] = []
        for row in stream(source, select(table), at_once):
            rows.append(dict(row._mapping))
            if len(rows) == at_once:
                target.execute(insert(table), rows)
                rows.clear()
        if rows:
            target.execute(insert(table), rows)


def _copy_file(connection: Connection, part: Path) -> None:
    """Copy an SQLite database by its own means, all pages at one moment."""
    source = connection.connection.driver_connection
    with contextlib.closing(sqlite3.connect(part)) as target:
        source.backup(target)  # type: ignore[union-attr]
    _set_mode(part, "DELETE")


def _copy_to_file(connection: Connection, part: Path) -> None:
    made = Registry.at(str(part))
    with contextlib.closing(made), made.connected(writing=True) as target:
        make_tables(target, made.place)
        copy_rows(connection, target)


def _working_copy(path: Path, part: Path, clock: Callable[[], datetime.datetime]) -> Registry:
    """Copy a backup, which stays as it is, and bring the copy to this version."""
    if not path.is_file():
        raise _unsound(path, [], text("the backup is not there"))
    try:
        # It need not be a backup: what a registry has beside its file counts too.
        address = f"{path.absolute().as_uri()}?mode=ro"
        with (
            contextlib.closing(sqlite3.connect(address, uri=True)) as source,
            contextlib.closing(sqlite3.connect(part)) as target,
        ):
            source.backup(target)
        _set_mode(part, "DELETE")
    except sqlite3.Error as error:
        raise _unsound(path, [], text("the backup cannot be read"), str(error)) from error
    copy = Registry(engine_of(str(part)), clock, str(path))
    try:
        with copy.connected(writing=True) as connection:
            bring_up(connection, str(path))
    except RegistryError:
        copy.close()
        raise
    return copy


@contextlib.contextmanager
def _part_of(path: Path) -> Iterator[Path]:
    """Give an empty file beside another, for its owner alone, which is gone at the end."""
    if not path.absolute().parent.is_dir():
        message = text("the folder is not there")
        raise RegistryError([Finding("REG-001", message, found=str(path.parent))])
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", suffix=".part", dir=path.parent)
    os.close(handle)
    part = Path(name)
    try:
        yield part
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            part.with_name(part.name + ending).unlink(missing_ok=True)


def _set_mode(part: Path, mode: str) -> None:
    """Set the journal's mode; a backup is one file, with nothing beside it."""
    with contextlib.closing(sqlite3.connect(part)) as connection:
        connection.execute(f"PRAGMA journal_mode = {mode}")


def _publish(part: Path, path: Path) -> None:
    """Give a whole file its name, if nobody else has taken it meanwhile."""
    with part.open("rb") as file:
        os.fsync(file.fileno())
    fault(BEFORE_RENAME)
    try:
        os.link(part, path)
    except FileExistsError as error:
        raise RegistryError([there(str(path))]) from error
    except OSError:
        # Not every file system knows links.
        part.rename(path)
    fault(AFTER_RENAME)


def _refuse(report: Report, path: Path) -> None:
    if not report.is_sound:
        raise _unsound(path, report.findings, text("the backup is not sound: it was not restored"))


def _unsound(
    path: Path, findings: Sequence[Finding], message: Text, found: str = ""
) -> RegistryError:
    first = Finding("REG-019", message, str(path), found=found)
    return RegistryError([first, *(f for f in findings if f.severity == "error")])
