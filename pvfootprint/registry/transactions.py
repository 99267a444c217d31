"""What is written to the registry: entries, numbers and files, in one short transaction."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import bindparam, func, insert, select

from pvfootprint.language.texts import text
from pvfootprint.model.canonical import canonical
from pvfootprint.model.findings import Finding, RegistryError
from pvfootprint.registry.acting import objections, signer_of, unknown
from pvfootprint.registry.entries import FIRST, make_entry
from pvfootprint.registry.green import release, reserve, spend
from pvfootprint.registry.people import step
from pvfootprint.registry.projections import RELEASED, effects_of
from pvfootprint.registry.snapshots import Packed, Snapshot, missing_file, pack
from pvfootprint.registry.tables import ENTRIES, FILES, NODES, NUMBERS
from pvfootprint.registry.tree import completed, new_nodes, peaks

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from pvfootprint.registry.entries import Actor, Entry
    from pvfootprint.registry.people import Person
    from pvfootprint.registry.projections import Effects

ADD_ENTRY, ADD_FILE, ADD_NODE, ADD_NUMBER = map(insert, (ENTRIES, FILES, NODES, NUMBERS))
HIGHEST = select(func.max(NUMBERS.c.running)).where(NUMBERS.c.series == bindparam("series"))

LATE = datetime.timedelta(minutes=5)
"""How far the clocks of two machines may differ."""


class Written(NamedTuple):
    """An entry that was added, in what may be known of it outside the registry.

    Parameters
    ----------
    position : int
        In the log, counted from 1.
    act : str
        What was done.
    """

    position: int
    act: str


class Transaction(Snapshot):
    """The registry while it is written; nobody else writes at the same time.

    Parameters
    ----------
    connection : Connection
        Which holds the write lock.
    now : datetime
        Time of its entries.

    Attributes
    ----------
    appended : list of Written
        What was added so far.
    """

    def __init__(self, connection: Connection, now: datetime.datetime) -> None:
        super().__init__(connection)
        self.now = now
        self._people = super().people()
        self._last = self.last()
        self._peaks: dict[int, str] | None = None
        self.appended: list[Written] = []

    def people(self) -> dict[str, Person]:
        """Return the people of the certifier by their keys, with what was appended here."""
        return dict(self._people)

    def append(self, act: str, subject: str, body: object, actor: Actor) -> Entry:
        """Add an entry to the log, signed by who acts, and what follows from it for look-up.

        Parameters
        ----------
        act, subject : str
            What is done, and to what.
        body : object
            What the act says, as JSON; :mod:`pvfootprint.registry.projections` names the fields
            that have effects.
        actor : Actor
            Who acts.

        Returns
        -------
        Entry
            The entry.

        Raises
        ------
        RegistryError
            STF-001 to STF-004 if the actor's key does not count or may not do this, REG-003 for a
            file that is not kept, REG-004 if the clock is behind the log, REG-011 for a number
            that is not the next, REG-016 and REG-017 for green certificates, REG-018 for what no
            entry may say.
        """
        last = self._last
        position = last.position + 1 if last else 1
        previous = last.hash if last else FIRST
        written = canonical(body).decode("utf-8")
        effects = effects_of(written)
        entry = make_entry(position, previous, self._time(last), act, subject, written, actor)
        self._refuse([*self._against_actor(entry, actor), *self._against_effects(entry, effects)])
        self.connection.execute(ADD_ENTRY, entry._asdict())
        self._grow(entry)
        if effects.allotted:
            row = {"number": subject, **effects.allotted.model_dump(), "position": position}
            self.connection.execute(ADD_NUMBER, row)
        release(self.connection, effects, subject)
        reserve(self.connection, effects, subject, position)
        spend(self.connection, effects, subject, position)
        step(self._people, entry)
        self._last = entry
        self.appended.append(Written(position, act))
        return entry

    def keep(self, content: bytes | Packed) -> str:
        """Keep a file.

        Parameters
        ----------
        content : bytes or Packed
            The file; large ones are packed before the transaction, in which others wait.

        Returns
        -------
        str
            Its SHA-256, by which an entry names it.
        """
        file = pack(content) if isinstance(content, bytes) else content
        if not self.has_file(file.sha256):
            row = {"sha256": file.sha256, "size": file.size, "content": file.content}
            self.connection.execute(ADD_FILE, row)
        return file.sha256

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
        return (self.connection.execute(HIGHEST, {"series": series}).scalar() or 0) + 1

    def _against_actor(self, entry: Entry, actor: Actor) -> list[Finding]:
        findings = objections(self._people, entry)
        public = actor.key.public_key().public_bytes_raw().hex()
        if not findings and signer_of(self._people, entry) != public:
            findings.append(unknown(actor.person))
        return findings

    def _against_effects(self, entry: Entry, effects: Effects) -> list[Finding]:
        findings = [missing_file(sha) for sha in sorted(effects.named) if not self.has_file(sha)]
        given = effects.allotted
        if given and (
            given.running != self.next_running(given.series) or self.allotted(entry.subject)
        ):
            message = text("the number is not the next of its series, or was given out before")
            findings.append(Finding("REG-011", message, found=entry.subject))
        released = entry.subject if effects.green_now == RELEASED else ""
        return findings + self.green_clashes(effects.green_reserved, released=released)

    def _refuse(self, findings: list[Finding]) -> None:
        if findings:
            raise RegistryError(findings)

    def _grow(self, entry: Entry) -> None:
        """Add an entry to the tree."""
        index = entry.position - 1
        if self._peaks is None:
            self._peaks = {level: self.node(level, place) for level, place in peaks(index)}
        left = [self._peaks[level] for level in range(completed(index))]
        nodes = new_nodes(index, entry.hash, left)
        self._peaks[len(nodes) - 1] = nodes[-1]
        rows = [
            {"level": level, "index": index >> level, "hash": node}
            for level, node in enumerate(nodes)
        ]
        self.connection.execute(ADD_NODE, rows)

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
