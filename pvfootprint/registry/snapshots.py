"""What is read from the registry, all of one moment."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from pvfootprint.language.texts import text
from pvfootprint.model.canonical import digest
from pvfootprint.model.findings import Finding, RegistryError
from pvfootprint.registry.entries import FIRST, Entry
from pvfootprint.registry.tables import ENTRIES, FILES, NODES, NUMBERS
from pvfootprint.registry.tree import peaks, root_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Row


class Snapshot:
    """The registry at one moment.

    Parameters
    ----------
    connection : Connection
        In a transaction.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def entries(self, subject: str | None = None, *, act: str | None = None) -> Iterator[Entry]:
        """Yield entries in their order.

        Parameters
        ----------
        subject : str, optional
            Of these only.
        act : str, optional
            Of this act only.

        Yields
        ------
        Entry
            As stored; nothing is verified.
        """
        query = select(ENTRIES).order_by(ENTRIES.c.position)
        if subject is not None:
            query = query.where(ENTRIES.c.subject == subject)
        if act is not None:
            query = query.where(ENTRIES.c.act == act)
        for row in self._connection.execute(query):
            yield _entry(row)

    def last(self) -> Entry | None:
        """Return the newest entry."""
        query = select(ENTRIES).order_by(ENTRIES.c.position.desc()).limit(1)
        row = self._connection.execute(query).first()
        return _entry(row) if row else None

    def size(self) -> int:
        """Return how many entries the log has."""
        return self._connection.execute(select(func.max(ENTRIES.c.position))).scalar() or 0

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
        query = select(NODES.c.hash).where(NODES.c.level == level, NODES.c.index == index)
        found: str = self._connection.execute(query).scalar_one()
        return found

    def has_file(self, sha256: str) -> bool:
        """Return whether a file is kept."""
        query = select(FILES.c.size).where(FILES.c.sha256 == sha256)
        return self._connection.execute(query).first() is not None

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
        query = select(FILES.c.content).where(FILES.c.sha256 == sha256)
        packed = self._connection.execute(query).scalar()
        content = unpacked(packed, sha256)
        if content is None:
            message = text("a file of the registry is missing or damaged")
            hint = text("check the registry, and restore the newest sound backup")
            raise RegistryError([Finding("REG-003", message, found=sha256, hint=hint)])
        return content

    def allotted(self, number: str) -> int | None:
        """Return the position of the entry that allotted a number, if one did."""
        query = select(NUMBERS.c.position).where(NUMBERS.c.number == number)
        return self._connection.execute(query).scalar()

    def previous_hash(self) -> str:
        """Return the hash to which the next entry refers."""
        last = self.last()
        return last.hash if last else FIRST


def packed(content: bytes) -> bytes:
    """Return the content of a file as it is kept."""
    return zlib.compress(content, 6)


def unpacked(packed: bytes | None, sha256: str) -> bytes | None:
    """Return the content of a kept file, or None if it is not what its hash says."""
    if packed is None:
        return None
    try:
        content = zlib.decompress(packed)
    except zlib.error:
        return None
    return content if digest(content) == sha256 else None


def _entry(row: Row[tuple[object, ...]]) -> Entry:
    return Entry(**row._mapping)
