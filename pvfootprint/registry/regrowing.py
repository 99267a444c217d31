"""Grows the tree over the log anew, and holds it against the stored one."""

from __future__ import annotations

from itertools import islice, zip_longest
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding
from pvfootprint.registry.snapshots import AT_ONCE, stream
from pvfootprint.registry.tables import NODES
from pvfootprint.registry.tree import completed, new_nodes, peaks, root_of

if TYPE_CHECKING:
    from collections.abc import Collection

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
        self._levels: list[_Level] = []
        self._peaks: dict[int, str] = {}
        self._nodes = 0
        self.size = 0
        self.heads: dict[int, tuple[str, str]] = {}
        self.finding: Finding | None = None

    def take(self, entry: Entry) -> None:
        """Let it grow by an entry."""
        left = [self._peaks[level] for level in range(completed(self.size))]
        nodes = new_nodes(self.size, entry.hash, left)
        self._peaks[len(nodes) - 1] = nodes[-1]
        self.size += 1
        self._nodes += len(nodes)
        if self.finding is None:
            self._compare(nodes)
        if self.size in self._wanted:
            self.heads[self.size] = (self.root(), entry.hash)

    def root(self) -> str:
        """Return the root, SHA-256, hexadecimal."""
        return root_of([self._peaks[level] for level, _ in peaks(self.size)])

    def finish(self) -> Finding | None:
        """Say whether the stored tree is another one: REG-010."""
        for level in self._levels:
            self.finding = self.finding or level.compare()
        if self.finding:
            return self.finding
        stored = self._connection.execute(select(func.count()).select_from(NODES)).scalar_one()
        if stored == self._nodes:
            return None
        message = text("the stored tree has another number of nodes than the log's")
        return Finding("REG-010", message, found=str(stored), expected=str(self._nodes))

    def _compare(self, nodes: list[str]) -> None:
        for level, node in enumerate(nodes):
            if level == len(self._levels):
                self._levels.append(_Level(self._connection, level))
            self._levels[level].nodes.append(node)
            if len(self._levels[level].nodes) == AT_ONCE:
                self.finding = self.finding or self._levels[level].compare()


class _Level:
    """A level of the stored tree: its nodes as they should be, until they are compared."""

    def __init__(self, connection: Connection, level: int) -> None:
        query = select(NODES.c.index, NODES.c.hash).where(NODES.c.level == level)
        self._stored = stream(connection, query.order_by(NODES.c.index))
        self._level = level
        self._start = 0
        self.nodes: list[str] = []

    def compare(self) -> Finding | None:
        """Hold as many stored nodes against what they should be: REG-010 for the first other."""
        stored = [tuple(row) for row in islice(self._stored, len(self.nodes))]
        expected = list(enumerate(self.nodes, self._start))
        self._start += len(self.nodes)
        self.nodes = []
        if stored == expected:
            return None
        for should, found in zip_longest(expected, stored):
            if should is not None and found != should:
                return self._differs(should, found)
        return None

    def _differs(self, should: tuple[int, str], found: tuple[int, str] | None) -> Finding:
        return Finding(
            "REG-010",
            text(
                "the stored tree is not that of the log, from entry {position} on",
                position=(should[0] + 1) << self._level,
            ),
            found=f"{found[0]}: {found[1]}" if found else text("nothing"),
            expected=f"{should[0]}: {should[1]}",
        )
