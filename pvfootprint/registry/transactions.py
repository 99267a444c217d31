"""What is written to the registry: entries, numbers and files, in one short transaction."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select

from pvfootprint.language.texts import text
from pvfootprint.model.canonical import canonical, digest
from pvfootprint.model.findings import Finding, RegistryError
from pvfootprint.registry.entries import FIRST, make_entry
from pvfootprint.registry.snapshots import Snapshot, packed
from pvfootprint.registry.tables import ENTRIES, FILES, NODES, NUMBERS
from pvfootprint.registry.tree import completed, new_nodes

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from pvfootprint.registry.entries import Actor, Entry

LATE = datetime.timedelta(minutes=5)
"""How far the clocks of two machines may differ."""


class Transaction(Snapshot):
    """The registry while it is written; nobody else writes at the same time.

    Parameters
    ----------
    connection : Connection
        Which holds the write lock.
    now : datetime
        Time of its entries, UTC.
    """

    def __init__(self, connection: Connection, now: datetime.datetime) -> None:
        super().__init__(connection)
        self.now = now

    def append(self, act: str, subject: str, body: object, actor: Actor) -> Entry:
        """Add an entry to the log, signed by who acts.

        Parameters
        ----------
        act, subject : str
            What is done, and to what.
        body : object
            What the act says, as JSON.
        actor : Actor
            Who acts.

        Returns
        -------
        Entry
            The entry.

        Raises
        ------
        RegistryError
            REG-004 if the clock is behind the log.
        """
        last = self.last()
        position = last.position + 1 if last else 1
        previous = last.hash if last else FIRST
        time = self._time(last)
        written = canonical(body).decode("utf-8")
        entry = make_entry(position, previous, time, act, subject, written, actor)
        self._connection.execute(insert(ENTRIES).values(_columns(entry)))
        self._grow(position - 1, entry.hash)
        return entry

    def keep(self, content: bytes) -> str:
        """Keep a file.

        Parameters
        ----------
        content : bytes
            The file.

        Returns
        -------
        str
            Its SHA-256, by which an entry names it.
        """
        sha256 = digest(content)
        if not self.has_file(sha256):
            row = {"sha256": sha256, "size": len(content), "content": packed(content)}
            self._connection.execute(insert(FILES).values(row))
        return sha256

    def next_running(self, series: str) -> int:
        """Return the running number that comes next in a series, counted from 1.

        Parameters
        ----------
        series : str
            Such as ``certificate:yancheng-pilot``.

        Returns
        -------
        int
            One more than the highest; numbers are never given twice.
        """
        query = select(func.max(NUMBERS.c.running)).where(NUMBERS.c.series == series)
        return (self._connection.execute(query).scalar() or 0) + 1

    def allot(self, series: str, running: int, number: str) -> None:
        """Give out a number; the next entry that is appended must say so.

        Parameters
        ----------
        series : str
            As in :meth:`next_running`.
        running : int
            From :meth:`next_running`.
        number : str
            The whole number.
        """
        row = {
            "number": number,
            "series": series,
            "running": running,
            "position": self.size() + 1,
        }
        self._connection.execute(insert(NUMBERS).values(row))

    def _grow(self, index: int, leaf: str) -> None:
        """Add a leaf to the tree."""
        left = [self.node(level, (index >> level) - 1) for level in range(completed(index))]
        rows = [
            {"level": level, "index": index >> level, "hash": node}
            for level, node in enumerate(new_nodes(index, leaf, left))
        ]
        self._connection.execute(insert(NODES), rows)

    def _time(self, last: Entry | None) -> str:
        now = said_time(self.now)
        if last is None or now >= last.time:
            return now
        if datetime.datetime.fromisoformat(last.time) - self.now <= LATE:
            return last.time
        finding = Finding(
            "REG-004",
            text("the clock of this machine is behind the newest entry of the registry"),
            found=now,
            expected=last.time,
            hint=text("set the clock right, then do it again"),
        )
        raise RegistryError([finding])


def said_time(time: datetime.datetime) -> str:
    """Return a time as entries have it: ISO 8601, UTC, microseconds."""
    return time.astimezone(datetime.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _columns(entry: Entry) -> dict[str, object]:
    return {name: getattr(entry, name) for name in entry.__slots__}
