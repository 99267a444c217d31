"""Opens a registry to read from it and to write to it."""

from __future__ import annotations

import contextlib
import datetime
from typing import TYPE_CHECKING

from pvfootprint.registry.engines import WRITING, engine_of
from pvfootprint.registry.snapshots import Snapshot
from pvfootprint.registry.transactions import Transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sqlalchemy import Engine


def utc_now() -> datetime.datetime:
    """Return the time."""
    return datetime.datetime.now(datetime.UTC)


class Registry:
    """A registry.

    Parameters
    ----------
    engine : Engine
        What connects to its database.
    clock : callable
        Returns the time, UTC; programs and tests may replace it, command lines cannot.
    """

    def __init__(self, engine: Engine, clock: Callable[[], datetime.datetime] = utc_now) -> None:
        self.engine = engine
        self.clock = clock

    @classmethod
    def at(cls, address: str, clock: Callable[[], datetime.datetime] = utc_now) -> Registry:
        """Return the registry at an address, as :func:`engine_of` reads it."""
        return cls(engine_of(address), clock)

    def now(self) -> datetime.datetime:
        """Return the time [UTC]."""
        return self.clock()

    @contextlib.contextmanager
    def reading(self) -> Iterator[Snapshot]:
        """Read from the registry as it is at one moment."""
        with self.engine.connect() as connection, connection.begin():
            yield Snapshot(connection)

    @contextlib.contextmanager
    def writing(self) -> Iterator[Transaction]:
        """Write to the registry, as the only one; nothing is written if anything fails.

        It must be short: others wait. Files are made before or afterwards.
        """
        engine = self.engine.execution_options(**{WRITING: True})
        with engine.connect() as connection, connection.begin():
            yield Transaction(connection, self.now())

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
        contents = list(contents)
        with self.writing() as transaction:
            return [transaction.keep(content) for content in contents]

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()
