"""Works out anew what follows from the log, and holds it against the registry's tables."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

import sqlalchemy
from sqlalchemy import Column, Integer, String, Table, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.pool import StaticPool

from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding
from pvfootprint.registry.green import clashes, release, reserve, spend
from pvfootprint.registry.snapshots import AT_ONCE, missing_file, stream, unpacked
from pvfootprint.registry.tables import FILES, GREEN, METADATA, NUMBERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Row

    from pvfootprint.registry.judging import Judged
    from pvfootprint.registry.projections import Allotted

SHOWN = 10
"""How many differences of one table are told."""

FILES_AT_ONCE = 4
"""Files are large, and only so many are in memory."""

SCRATCH = sqlalchemy.MetaData()

NAMED = Table(
    "named",
    SCRATCH,
    Column("sha256", String(64), primary_key=True),
    Column("position", Integer, nullable=False),
)
"""Files that the log names, each with the first entry that does."""


class Replay:
    """The tables for look-up as they follow from the log, in a database of its own on disk."""

    def __init__(self) -> None:
        # A database without a name is SQLite's own temporary file: memory stays bounded.
        engine = sqlalchemy.create_engine(
            "sqlite://", creator=lambda: sqlite3.connect(""), poolclass=StaticPool
        )
        METADATA.create_all(engine, tables=[NUMBERS, GREEN])
        SCRATCH.create_all(engine)
        self._engine = engine
        self._connection = engine.connect()
        self._numbers: list[dict[str, object]] = []
        self._named: list[dict[str, object]] = []
        self._running: dict[str, int] = {}
        self.findings: list[Finding] = []

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the database."""
        self._connection.close()
        self._engine.dispose()

    def take(self, one: Judged) -> None:
        """Carry the tables on by an entry."""
        effects = one.effects
        if effects is None:
            return
        if effects.allotted:
            self._allot(one, effects.allotted)
        for sha256 in effects.named:
            self._named.append({"sha256": sha256, "position": one.position})
        release(self._connection, effects, one.subject)
        if effects.green_reserved:
            found = clashes(self._connection, effects.green_reserved)
            if found:
                self.findings += [_at(one.position, finding) for finding in found]
            else:
                reserve(self._connection, effects, one.subject, one.position)
        spend(self._connection, effects, one.subject, one.position)
        if len(self._numbers) + len(self._named) > AT_ONCE:
            self._flush()

    def differences(self, connection: Connection) -> Iterator[Finding]:
        """Say where the registry's tables are not what follows from the log.

        Parameters
        ----------
        connection : Connection
            To the registry.

        Yields
        ------
        Finding
            REG-011 and REG-012, at most :data:`SHOWN` of each table.
        """
        self._flush()
        yield from self.findings
        said = {
            NUMBERS: ("REG-011", text("a number is not in the registry as the log gave it out")),
            GREEN: ("REG-012", text("green certificates are not held as the log says")),
        }
        for table, (code, message) in said.items():
            for i, (theirs, ours) in enumerate(_unequal(connection, self._connection, table)):
                if i == SHOWN:
                    break
                yield Finding(code, message, found=_shown(theirs), expected=_shown(ours))

    def files(self, connection: Connection) -> Iterator[Finding | bool]:
        """Hold the kept files against the log.

        Parameters
        ----------
        connection : Connection
            To the registry.

        Yields
        ------
        Finding or bool
            For each file: REG-003 if it is missing or damaged, else whether an entry names it.
        """
        self._flush()
        named = stream(self._connection, select(NAMED).order_by(NAMED.c.sha256))
        wanted = next(named, None)
        for kept in stream(connection, select(FILES).order_by(FILES.c.sha256), FILES_AT_ONCE):
            while wanted and wanted.sha256 < kept.sha256:
                yield _missing(wanted)
                wanted = next(named, None)
            is_named = bool(wanted and wanted.sha256 == kept.sha256)
            content = unpacked(kept.content, kept.sha256)
            if content is None or len(content) != kept.size:
                yield _damaged(kept.sha256, wanted.position if wanted and is_named else None)
            else:
                yield is_named
            if is_named:
                wanted = next(named, None)
        while wanted:
            yield _missing(wanted)
            wanted = next(named, None)

    def _allot(self, one: Judged, given: Allotted) -> None:
        expected = self._running.get(given.series, 0) + 1
        if given.running != expected:
            message = text("a number is not the next of its series")
            found = f"{one.subject}: {given.series} {given.running}"
            finding = Finding("REG-011", message, found=found, expected=str(expected))
            self.findings.append(_at(one.position, finding))
        self._running[given.series] = given.running
        row = {"number": one.subject, **given.model_dump(), "position": one.position}
        self._numbers.append(row)

    def _flush(self) -> None:
        if self._named:
            self._connection.execute(insert(NAMED).prefix_with("OR IGNORE"), self._named)
            self._named.clear()
        if self._numbers:
            try:
                self._connection.execute(insert(NUMBERS), self._numbers)
            except IntegrityError:
                self._flush_singly()
            self._numbers.clear()

    def _flush_singly(self) -> None:
        """Find the numbers that were given out twice."""
        for row in self._numbers:
            self._connection.execute(insert(NUMBERS).prefix_with("OR IGNORE"), row)
            query = select(NUMBERS.c.position).where(NUMBERS.c.number == row["number"])
            first = self._connection.execute(query).scalar()
            if first != row["position"]:
                message = text("a number was given out before, by entry {first}", first=first)
                finding = Finding("REG-011", message, found=str(row["number"]))
                self.findings.append(_at(int(str(row["position"])), finding))


def _unequal(
    theirs: Connection, ours: Connection, table: Table
) -> Iterator[tuple[Row[Any] | None, Row[Any] | None]]:
    """Yield the rows of a table that are in one database only, or differ."""
    names = [column.name for column in table.primary_key.columns]
    query = select(table).order_by(*table.primary_key.columns)
    streams = [stream(connection, query) for connection in (theirs, ours)]
    rows = [next(stream, None) for stream in streams]
    while any(row is not None for row in rows):
        keys = [row and [str(getattr(row, name)) for name in names] for row in rows]
        first = min(key for key in keys if key is not None)
        pair = [row if key == first else None for row, key in zip(rows, keys, strict=True)]
        if pair[0] != pair[1]:
            yield pair[0], pair[1]
        for i, taken in enumerate(pair):
            if taken is not None:
                rows[i] = next(streams[i], None)


def _shown(row: Row[Any] | None) -> str:
    if row is None:
        return text("nothing")
    return ", ".join(f"{name}={value}" for name, value in row._mapping.items() if name != "stem")


def _at(position: int, finding: Finding) -> Finding:
    """Say in which entry of the log something is wrong."""
    message = text("entry {position} of the log: {what}", position=position, what=finding.message)
    return replace(finding, message=message, hint="")


def _missing(wanted: Row[Any]) -> Finding:
    finding = missing_file(wanted.sha256)
    message = text("entry {position} names a file that is missing", position=wanted.position)
    return replace(finding, message=message)


def _damaged(sha256: str, position: int | None) -> Finding:
    message = text("a kept file is damaged; no entry names it")
    if position is not None:
        message = text("entry {position} names a file that is damaged", position=position)
    return replace(missing_file(sha256), message=message)
