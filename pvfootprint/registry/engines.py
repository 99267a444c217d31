"""Connects to the registry's database: SQLite in a file, or PostgreSQL by its address."""

from __future__ import annotations

import os
import sqlite3
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy
from sqlalchemy import event
from sqlalchemy.exc import ArgumentError

from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding, RegistryError

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine

WAIT = 60
"""How long one writer waits for another [s]."""

REACH = 10
"""How long a database server has to answer [s]."""

LOCK = 0x70766670
"""Key of PostgreSQL's advisory lock that one writer holds at a time: "pvfp"."""

WRITING = "pvfootprint_writing"
"""Execution option of connections that write."""

SQLITE, POSTGRESQL = "sqlite", "postgresql"


def url_of(address: str) -> URL:
    """Read the address of a registry.

    Parameters
    ----------
    address : str
        Path of an SQLite file, or ``postgresql://user@host/database``.

    Returns
    -------
    URL
        Of SQLAlchemy; it may hold a password, so it is shown by :func:`shown` only.

    Raises
    ------
    RegistryError
        REG-001 if it is no such address.
    """
    if "://" not in address:
        return sqlalchemy.URL.create(SQLITE, database=str(Path(address)))
    try:
        url = sqlalchemy.make_url(address)
    except ArgumentError:
        # Nothing of the cause: it holds the address, and that a password.
        url = None
    kind = url.drivername.partition("+")[0] if url else ""
    if url is not None and kind == SQLITE and url.database:
        return url.set(drivername=SQLITE)
    if url is not None and kind in {POSTGRESQL, "postgres"}:
        return url.set(drivername="postgresql+psycopg")
    finding = Finding(
        "REG-001",
        text("the address of the registry is not understood"),
        found=f"{kind}://" if kind else "",
        expected=text("a file, or {address}", address="postgresql://USER@HOST/DATABASE"),
    )
    raise RegistryError([finding])


def shown(address: str) -> str:
    """Return an address without its password."""
    url = url_of(address)
    if url.get_backend_name() == SQLITE:
        return str(url.database)
    return url.set(drivername=POSTGRESQL).render_as_string(hide_password=True)


def file_of(address: str) -> Path | None:
    """Return the file of an SQLite registry; None for another database."""
    url = url_of(address)
    return Path(str(url.database)) if url.get_backend_name() == SQLITE else None


def engine_of(address: str, *, create: bool = False) -> Engine:
    """Return what connects to a registry.

    Parameters
    ----------
    address : str
        As :func:`url_of` reads it.
    create : bool
        Whether an SQLite file that is not there is made, for its owner alone.

    Returns
    -------
    Engine
        Of SQLAlchemy; nothing is opened yet.

    Raises
    ------
    RegistryError
        REG-001 if it is no such address, or PostgreSQL's driver is not installed.
    """
    url = url_of(address)
    if url.get_backend_name() == SQLITE:
        connect = partial(_connect_sqlite, Path(str(url.database)), create=create)
        engine = sqlalchemy.create_engine(url, creator=connect)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    try:
        engine = sqlalchemy.create_engine(
            url, isolation_level="READ COMMITTED", connect_args={"connect_timeout": REACH}
        )
    except ImportError as error:
        message = text("the driver of PostgreSQL is not installed")
        hint = text("run: {command}", command='pip install "pvfootprint[postgresql]"')
        raise RegistryError([Finding("REG-001", message, hint=hint)]) from error
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _connect_sqlite(path: Path, *, create: bool) -> sqlite3.Connection:
    if create and not path.exists():
        # A registry holds companies' data: nobody else on the machine reads it.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    # The driver must not begin transactions itself: it would take the write lock too late.
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        timeout=WAIT,
        isolation_level=None,
        check_same_thread=False,
    )
    if create:
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get(WRITING)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get(WRITING):
        # With one writer at a time, and each statement reading what is committed, PostgreSQL
        # never asks to do a transaction again.
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{WAIT}s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def explain(error: Any, place: str) -> Finding:  # noqa: ANN401  (of any driver)
    """Say what a database's error means.

    Parameters
    ----------
    error : DBAPIError
        Of SQLAlchemy; its own words hold the statement and its values, which are not repeated.
    place : str
        The registry's address without a password.

    Returns
    -------
    Finding
        REG-001 if it cannot be reached, REG-007 if others write for too long, else REG-008.
    """
    said = str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else ""
    state = getattr(error.orig, "sqlstate", None) or ""
    if "database is locked" in said or state == "55P03":
        message = text("others have been writing to the registry for {wait} s", wait=WAIT)
        hint = text("do it again; nothing of it was written")
        return Finding("REG-007", message, place, found=said, hint=hint)
    unreachable = not state and error.orig.__class__.__module__.startswith("psycopg")
    if "unable to open database file" in said or unreachable or state[:2] in {"08", "28", "3D"}:
        message = text("the registry cannot be reached")
        hint = text("look at the address, and whether you may use it")
        return Finding("REG-001", message, place, found=said, hint=hint)
    message = text("the database of the registry failed")
    hint = text("nothing of it was written; look at disk and rights, then check the registry")
    return Finding("REG-008", message, place, found=said, hint=hint)
