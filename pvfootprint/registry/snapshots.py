"""What is read from the registry, all of one moment."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select

from pvfootprint.language.texts import text
from pvfootprint.model.canonical import digest
from pvfootprint.model.findings import Finding, RegistryError
from pvfootprint.registry.entries import Entry
from pvfootprint.registry.green import clashes, held
from pvfootprint.registry.people import PEOPLE_ACTS, InitBody, Person, people
from pvfootprint.registry.projections import GreenRange
from pvfootprint.registry.tables import ENTRIES, FILES, GREEN, NODES, NUMBERS
from pvfootprint.registry.tree import peaks, root_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection, Select

AT_ONCE = 1000
"""How many rows are fetched at once where the whole log is read, so that memory stays bounded."""

# Statements are made once: making one takes longer than running it.
IN_ORDER = select(ENTRIES).order_by(ENTRIES.c.position)
OF_SUBJECT = IN_ORDER.where(ENTRIES.c.subject == bindparam("subject"))
OF_ACT = IN_ORDER.where(ENTRIES.c.act == bindparam("act"))
OF_BOTH = OF_SUBJECT.where(ENTRIES.c.act == bindparam("act"))
OF_PEOPLE = IN_ORDER.where(ENTRIES.c.act.in_(PEOPLE_ACTS))
AT_POSITION = select(ENTRIES).where(ENTRIES.c.position == bindparam("position"))
BETWEEN = IN_ORDER.where(ENTRIES.c.position.between(bindparam("first"), bindparam("last")))
NEWEST = select(ENTRIES).order_by(ENTRIES.c.position.desc()).limit(1)
SIZE = select(func.max(ENTRIES.c.position))
NODES_FROM = (
    select(NODES.c.index, NODES.c.hash)
    .where(NODES.c.level == bindparam("level"))
    .where(NODES.c.index.between(bindparam("first"), bindparam("last")))
    .order_by(NODES.c.index)
)
FILE_SIZE = select(FILES.c.size).where(FILES.c.sha256 == bindparam("sha256"))
FILE = select(FILES.c.content).where(FILES.c.sha256 == bindparam("sha256"))
NUMBER = select(NUMBERS.c.position).where(NUMBERS.c.number == bindparam("number"))

TAKEN = select(GREEN).order_by(GREEN.c.position, GREEN.c.first)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The log at one moment, in a few words by which it is known again.

    Parameters
    ----------
    registry : str
        The registry's name for itself.
    size : int
        Number of entries.
    root : str
        Root of their tree (RFC 6962, 2.1), hexadecimal.
    last : str
        Hash of the newest entry, hexadecimal.
    time : str
        Time of the newest entry.
    """

    registry: str
    size: int
    root: str
    last: str
    time: str


class Snapshot:
    """The registry at one moment.

    Parameters
    ----------
    connection : Connection
        In a transaction.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def entries(self, subject: str | None = None, *, act: str | None = None) -> Iterator[Entry]:
        """Return entries in their order.

        Parameters
        ----------
        subject : str, optional
            Of these only.
        act : str, optional
            Of this act only.

        Returns
        -------
        iterator of Entry
            As stored; nothing is verified.
        """
        if subject is not None:
            query = OF_SUBJECT if act is None else OF_BOTH
            return self._entries(query, subject=subject, act=act)
        if act is not None:
            return self._entries(OF_ACT, act=act)
        return map(_entry, stream(self.connection, IN_ORDER))

    def entry(self, position: int) -> Entry | None:
        """Return the entry at a position; None if there is none."""
        return next(self._entries(AT_POSITION, position=position), None)

    def between(self, first: int, last: int) -> Iterator[Entry]:
        """Return the entries from a position to another, both included."""
        return self._entries(BETWEEN, first=first, last=last)

    def people(self) -> dict[str, Person]:
        """Return the people of the certifier by their keys, as they are now."""
        return people(self._entries(OF_PEOPLE))

    def head(self) -> Head:
        """Return the head of the log.

        Raises
        ------
        RegistryError
            REG-009 if the log has no first entry.
        """
        first, last = self.entry(1), self.last()
        if first is None or last is None:
            raise RegistryError([Finding("REG-009", text("the log has no first entry"))])
        registry = InitBody.model_validate_json(first.body).registry
        size, root = last.position, self.root(last.position)
        return Head(registry=registry, size=size, root=root, last=last.hash, time=last.time)

    def green_clashes(self, wanted: Sequence[GreenRange], *, released: str = "") -> list[Finding]:
        """Say which green certificates are taken already: REG-016, REG-017, or nothing.

        Parameters
        ----------
        wanted : sequence of GreenRange
            What an application would take.
        released : str
            Application whose unspent ones are free again before.
        """
        return clashes(self.connection, wanted, released=released)

    def green_held(self, wanted: Sequence[GreenRange]) -> list[tuple[str, GreenRange]]:
        """Return which applications hold green certificates that are wanted, and which ones."""
        return held(self.connection, wanted)

    def green_taken(self) -> Iterator[tuple[GreenRange, str, bool]]:
        """Yield what is reserved or spent, each with its application and whether it is spent."""
        for row in stream(self.connection, TAKEN):
            taken = GreenRange(system=row.system, first=row.first, last=row.last)
            yield taken, row.application, row.spent is not None

    def last(self) -> Entry | None:
        """Return the newest entry."""
        return next(self._entries(NEWEST), None)

    def size(self) -> int:
        """Return how many entries the log has."""
        return self.connection.execute(SIZE).scalar() or 0

    def root(self, size: int | None = None) -> str:
        """Return the root of the tree over the first entries.

        Parameters
        ----------
        size : int, optional
            How many entries; all by default.

        Returns
        -------
        str
            SHA-256, hexadecimal (RFC 6962, 2.1).
        """
        size = self.size() if size is None else size
        return root_of([self.node(level, index) for level, index in peaks(size)])

    def node(self, level: int, index: int) -> str:
        """Return the hash of a complete subtree."""
        return self.nodes(level, index, 1)[0]

    def nodes(self, level: int, first: int, count: int) -> list[str]:
        """Return the hashes of complete subtrees that stand side by side.

        Parameters
        ----------
        level : int
            0 for entries.
        first, count : int
            Place of the first at that level, counted from 0, and how many.

        Raises
        ------
        RegistryError
            REG-010 if one of them is missing.
        """
        values = {"level": level, "first": first, "last": first + count - 1}
        found = self.connection.execute(NODES_FROM, values).all()
        if len(found) != count:
            there = {place for place, _ in found}
            missing = next(i for i in range(first, first + count) if i not in there)
            message = text("a node of the stored tree is missing")
            hint = text("check the registry, and restore the newest sound backup")
            finding = Finding("REG-010", message, found=f"{level}/{missing}", hint=hint)
            raise RegistryError([finding])
        return [str(hashed) for _, hashed in found]

    def has_file(self, sha256: str) -> bool:
        """Return whether a file is kept."""
        return self.connection.execute(FILE_SIZE, {"sha256": sha256}).first() is not None

    def file(self, sha256: str) -> bytes:
        """Return a kept file.

        Parameters
        ----------
        sha256 : str
            Of its content.

        Returns
        -------
        bytes
            Its content, held against the hash.

        Raises
        ------
        RegistryError
            REG-003 if it is not there or damaged.
        """
        packed = self.connection.execute(FILE, {"sha256": sha256}).scalar()
        content = unpacked(packed, sha256)
        if content is None:
            raise RegistryError([missing_file(sha256)])
        return content

    def allotted(self, number: str) -> int | None:
        """Return the position of the entry that allotted a number, if one did."""
        return self.connection.execute(NUMBER, {"number": number}).scalar()

    def _entries(self, query: Select[Any], **values: object) -> Iterator[Entry]:
        return map(_entry, self.connection.execute(query, values))


def stream(connection: Connection, query: Select[Any], at_once: int = AT_ONCE) -> Iterator[Any]:
    """Yield the rows of a query, of which there may be more than memory holds.

    Parameters
    ----------
    connection : Connection
        In a transaction.
    query : Select
        The query.
    at_once : int
        How many rows are fetched at once.

    Yields
    ------
    Row
        Of SQLAlchemy.
    """
    result = connection.execute(query.execution_options(yield_per=at_once))
    try:
        yield from result
    finally:
        # A server would keep an unfinished query.
        result.close()


def missing_file(sha256: str) -> Finding:
    """Say that a file is not there, or not what its hash says: REG-003."""
    message = text("a file of the registry is missing or damaged")
    hint = text("check the registry, and restore the newest sound backup")
    return Finding("REG-003", message, found=sha256, hint=hint)


@dataclass(frozen=True, slots=True)
class Packed:
    """A file as it is kept, made before anybody has to wait for it: SHA-256, size, compressed."""

    sha256: str
    size: int
    content: bytes


def pack(content: bytes) -> Packed:
    """Make of a file what is kept."""
    return Packed(digest(content), len(content), zlib.compress(content, 6))


def unpacked(packed: bytes | None, sha256: str) -> bytes | None:
    """Return the content of a kept file, or None if it is not what its hash says."""
    if packed is None:
        return None
    try:
        content = zlib.decompress(packed)
    except zlib.error:
        return None
    return content if digest(content) == sha256 else None


def _entry(row: Any) -> Entry:  # noqa: ANN401  (a row, whose columns are the fields)
    return Entry(*row)
