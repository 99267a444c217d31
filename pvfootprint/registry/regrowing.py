"""Grows the tree over the log anew, and holds it against the stored one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding
from pvfootprint.registry.snapshots import stream
from pvfootprint.registry.tables import NODES
from pvfootprint.registry.tree import completed, new_nodes, peaks, root_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sqlalchemy import Connection

    from pvfootprint.registry.entries import Entry


class Regrowth:
    """A tree that grows by one leaf after another.

    Parameters
    ----------
    connection : Connection
        To the registry, whose stored tree is read along.
    sizes : collection of int
        Of which the heads are wanted.

    Attributes
    ----------
    heads : dict
        Size -> root of the tree and hash of the newest entry, for each size that was reached.
    finding : Finding, optional
        REG-010 for the first stored node that is wrong.
    """

    def __init__(self, connection: Connection, sizes: Collection[int]) -> None:
        self._connection = connection
        self._wanted = set(sizes)
        self._stored: list[Iterator[tuple[int, str]]] = []
        self._peaks: dict[int, str] = {}
        self._nodes = 0
        self.size = 0
        self.heads: dict[int, tuple[str, str]] = {}
        self.finding: Finding | None = None

    def take(self, entry: Entry) -> None:
        """Let it grow by an entry."""
        index = self.size
        left = [self._peaks[level] for level in range(completed(index))]
        nodes = new_nodes(index, entry.hash, left)
        self._peaks[len(nodes) - 1] = nodes[-1]
        self.size += 1
        self._nodes += len(nodes)
        if self.finding is None:
            self._compare(index, nodes)
        if self.size in self._wanted:
            self.heads[self.size] = (self.root(), entry.hash)

    def root(self) -> str:
        """Return the root, SHA-256, hexadecimal."""
        return root_of([self._peaks[level] for level, _ in peaks(self.size)])

    def surplus(self) -> Finding | None:
        """Say whether the stored tree has nodes of entries that are not in the log: REG-010."""
        stored = self._connection.execute(select(func.count()).select_from(NODES)).scalar_one()
        if self.finding is None and stored != self._nodes:
            message = text("the stored tree has another number of nodes than the log's")
            return Finding("REG-010", message, found=str(stored), expected=str(self._nodes))
        return None

    def _compare(self, index: int, nodes: list[str]) -> None:
        for level, node in enumerate(nodes):
            if level == len(self._stored):
                self._stored.append(self._of_level(level))
            stored = next(self._stored[level], None)
            if stored != (index >> level, node):
                self._stored.clear()
                self.finding = Finding(
                    "REG-010",
                    text(
                        "the stored tree is not that of the log, from entry {position} on",
                        position=index + 1,
                    ),
                    found=f"{stored[0]}: {stored[1]}" if stored else text("nothing"),
                    expected=f"{index >> level}: {node}",
                )
                return

    def _of_level(self, level: int) -> Iterator[tuple[int, str]]:
        query = select(NODES.c.index, NODES.c.hash).where(NODES.c.level == level)
        return stream(self._connection, query.order_by(NODES.c.index))
