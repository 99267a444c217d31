"""Opens a registry to read from it and to write to it."""

from __future__ import annotations

import contextlib
import datetime
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Self

from sqlalchemy.exc import DBAPIError

from pvfootprint.model.findings import RegistryError
from pvfootprint.registry.engines import SQLITE, WRITING, engine_of, explain, shown
from pvfootprint.registry.faults import AFTER_COMMIT, BEFORE_COMMIT, fault
from pvfootprint.registry.making import make_tables, vacant
from pvfootprint.registry.migrating import absent, check_revision
from pvfootprint.registry.people import INIT, InitBody
from pvfootprint.registry.snapshots import Snapshot, pack
from pvfootprint.registry.transactions import Transaction, Written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sqlalchemy import Connection, Engine

    from pvfootprint.registry.entries import Actor
    from pvfootprint.registry.people import PersonBody

SUBJECT = "registry"
"""Subject of the first entry."""


def utc_now() -> datetime.datetime:
    """Return the time."""
    return datetime.datetime.now(datetime.UTC)


def _unheard(_: list[Written]) -> None:
    """Do nothing: nobody asked what was written."""


class Registry:
    """A registry.

    Parameters
    ----------
    engine : Engine
        What connects to its database.
    clock : callable
        Returns the time, UTC; programs and tests may replace it, command lines cannot.
    place : str
        Its address without a password, for messages.

    Attributes
    ----------
    on_written : callable
        Takes what a transaction has added to the log, once it is committed.
    """

    def __init__(
        self,
        engine: Engine,
        clock: Callable[[], datetime.datetime] = utc_now,
        place: str = "",
    ) -> None:
        self.engine = engine
        self.clock = clock
        self.place = place
        self.on_written: Callable[[list[Written]], None] = _unheard

    @classmethod
    def open(cls, address: str, clock: Callable[[], datetime.datetime] = utc_now) -> Self:
        """Open the registry at an address.

        Parameters
        ----------
        address : str
            Path of an SQLite file, or ``postgresql://user@host/database``.
        clock : callable
            Returns the time, UTC.

        Returns
        -------
        Registry
            Whose tables are of this version.

        Raises
        ------
        RegistryError
            REG-001 if there is none or it cannot be reached; then no file is made. REG-005 if it
            is older than this software, REG-006 if it is newer, REG-008 if its database fails.
        """
        registry = cls.at(address, clock)
        registry.require()
        try:
            with registry.connected() as connection:
                check_revision(connection, registry.place)
        except RegistryError:
            registry.close()
            raise
        return registry

    @classmethod
    def at(cls, address: str, clock: Callable[[], datetime.datetime] = utc_now) -> Self:
        """Return what :meth:`open` returns, without looking whether there is a registry."""
        return cls(engine_of(address), clock, shown(address))

    @classmethod
    def create(
        cls,
        address: str,
        administrator: PersonBody,
        actor: Actor,
        *,
        clock: Callable[[], datetime.datetime] = utc_now,
        identity: str = "",
    ) -> Self:
        """Make a registry, with its first entry.

        Parameters
        ----------
        address : str
            As for :meth:`open`; the file, or the tables in the database, must not be there yet.
        administrator : PersonBody
            The first person, an administrator, who adds the others.
        actor : Actor
            The same with the private key.
        clock : callable
            Returns the time, UTC.
        identity : str
            The registry's name for itself; made up by chance if empty.

        Returns
        -------
        Registry
            Opened.

        Raises
        ------
        RegistryError
            REG-002 if there is something already, REG-001 if it cannot be reached.
        """
        made = cls(engine_of(address, create=True), clock, shown(address))
        body = InitBody(registry=identity or str(uuid.uuid4()), administrator=administrator)
        with vacant(address, made.engine), made.connected(writing=True) as connection:
            make_tables(connection, made.place)
            transaction = Transaction(connection, made.now())
            transaction.append(INIT, SUBJECT, body.model_dump(mode="json"), actor)
        return cls.open(address, clock)

    @property
    def address(self) -> str:
        """Its whole address, with the password if there is one: not to be shown."""
        url = self.engine.url
        if url.get_backend_name() == SQLITE:
            return str(url.database)
        return url.render_as_string(hide_password=False)

    def require(self) -> None:
        """Raise REG-001 if it is in a file that is not there."""
        if self.engine.dialect.name == SQLITE and not Path(self.place).exists():
            raise RegistryError([absent(self.place)])

    def now(self) -> datetime.datetime:
        """Return the time [UTC]."""
        return self.clock()

    @contextlib.contextmanager
    def connected(self, *, writing: bool = False) -> Iterator[Connection]:
        """Give a connection in a transaction, which ends with the block.

        Parameters
        ----------
        writing : bool
            Whether it writes, as the only one.

        Yields
        ------
        Connection
            Of SQLAlchemy.

        Raises
        ------
        RegistryError
            REG-001, REG-007 or REG-008 if the database fails.
        """
        engine = self.engine.execution_options(**{WRITING: True}) if writing else self.engine
        try:
            with engine.connect() as connection:
                with connection.begin():
                    yield connection
                    if writing:
                        fault(BEFORE_COMMIT)
                if writing:
                    fault(AFTER_COMMIT)
        except DBAPIError as error:
            raise RegistryError([explain(error, self.place)]) from error

    @contextlib.contextmanager
    def reading(self) -> Iterator[Snapshot]:
        """Read from the registry as it is at one moment."""
        with self.connected() as connection:
            yield Snapshot(connection)

    @contextlib.contextmanager
    def writing(self) -> Iterator[Transaction]:
        """Write to the registry, as the only one; nothing is written if anything fails.

        It must be short: others wait. Files are made before or afterwards.
        """
        with self.connected(writing=True) as connection:
            transaction = Transaction(connection, self.now())
            yield transaction
        self.on_written(transaction.appended)

    def keep(self, contents: Iterable[bytes]) -> list[str]:
        """Keep files, in a transaction of their own.

        Parameters
        ----------
        contents : iterable of bytes
            The files.

        Returns
        -------
        list of str
            Their SHA-256.
        """
        files = [pack(content) for content in contents]
        with self.writing() as transaction:
            return [transaction.keep(file) for file in files]

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()
