"""Makes a registry where nothing is, and leaves nothing behind if that fails."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from sqlalchemy import inspect
from sqlalchemy.exc import DBAPIError

from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding, RegistryError
from pvfootprint.registry.engines import engine_of, file_of, shown
from pvfootprint.registry.migrating import upgrade

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine


@contextlib.contextmanager
def vacant(address: str, engine: Engine) -> Iterator[None]:
    """Make sure that nothing is at an address.

    Parameters
    ----------
    address : str
        Where a registry is to be made.
    engine : Engine
        Connects to it; it is closed at the end.

    Raises
    ------
    RegistryError
        REG-002 if there is something already, REG-001 if its folder is not there.
    """
    file = file_of(address)
    if file and not file.absolute().parent.is_dir():
        message = text("the folder for the registry is not there")
        raise RegistryError([Finding("REG-001", message, found=str(file.parent))])
    if file and file.exists() and not _unfinished(address):
        raise RegistryError([there(shown(address))])
    before = bool(file and file.exists())
    try:
        yield
    except BaseException:
        engine.dispose()
        if file and not before:
            file.unlink(missing_ok=True)
        raise
    engine.dispose()


def make_tables(connection: Connection, place: str) -> None:
    """Make the tables of a registry.

    Parameters
    ----------
    connection : Connection
        In a transaction that writes.
    place : str
        The registry's address without a password.

    Raises
    ------
    RegistryError
        REG-002 if the database has tables already.
    """
    if inspect(connection).get_table_names():
        raise RegistryError([there(place)])
    upgrade(connection)


def there(place: str) -> Finding:
    """Say that something is there already: REG-002."""
    message = text("there is a registry, or something else, already: it is never overwritten")
    return Finding("REG-002", message, place, hint=text("name another file or database"))


def _unfinished(address: str) -> bool:
    """Whether a file holds no tables: a process was killed while it made a registry."""
    engine = engine_of(address)
    try:
        with engine.connect() as connection:
            return not inspect(connection).get_table_names()
    except DBAPIError:
        return False
    finally:
        engine.dispose()
