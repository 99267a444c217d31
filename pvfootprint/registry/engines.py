"""Connects to the registry's database: SQLite in a file, or PostgreSQL by its address."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy
from sqlalchemy import event

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

WAIT = 60
"""How long one writer waits for another [s]."""

LOCK = 0x70766670
"""Key of PostgreSQL's advisory lock that one writer holds at a time: "pvfp"."""

WRITING = "pvfootprint_writing"
"""Execution option of connections that write."""


def engine_of(address: str) -> Engine:
    """Return what connects to a registry.

    Parameters
    ----------
    address : str
        Path of an SQLite file, or ``postgresql://user@host/database``.

    Returns
    -------
    Engine
        Of SQLAlchemy; nothing is opened yet.
    """
    if "://" not in address:
        address = f"sqlite:///{Path(address)}"
    address = address.replace("postgresql://", "postgresql+psycopg://", 1)
    url = sqlalchemy.make_url(address)
    if url.get_backend_name() == "sqlite":
        engine = sqlalchemy.create_engine(url, connect_args={"timeout": WAIT})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = sqlalchemy.create_engine(url, isolation_level="READ COMMITTED")
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _prepare_sqlite(connection: Any, _: object) -> None:  # noqa: ANN401
    # The driver must not begin transactions itself: it would take the write lock too late.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get(WRITING)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get(WRITING):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
