"""Checks a registry: whether anybody has changed the past."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from pvfootprint.language.texts import joined, text
from pvfootprint.model.findings import Finding, has_errors
from pvfootprint.registry.engines import SQLITE
from pvfootprint.registry.people import InitBody
from pvfootprint.registry.projections import effects_of
from pvfootprint.registry.regrowing import Regrowth
from pvfootprint.registry.replaying import SHOWN, Replay
from pvfootprint.registry.snapshots import Head
from pvfootprint.registry.transactions import LATE, said_time
from pvfootprint.registry.tree import EMPTY_ROOT
from pvfootprint.registry.walking import Broken, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pvfootprint.language.texts import Text
    from pvfootprint.registry.anchors import Anchor
    from pvfootprint.registry.registry import Registry
    from pvfootprint.registry.snapshots import Snapshot
    from pvfootprint.registry.walking import Walk


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a check found.

    Parameters
    ----------
    head : Head, optional
        The log; None if it is broken.
    broken : int, optional
        Position of the first broken entry.
    held : tuple of str
        Files of the anchors that the log holds.
    files, unnamed : int
        How many sound files are kept, and how many of them no entry names.
    findings : tuple of Finding
        REG-003, REG-004, REG-008 to REG-013, and the warning REG-015.
    """

    head: Head | None
    broken: int | None
    held: tuple[str, ...]
    files: int
    unnamed: int
    findings: tuple[Finding, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return not has_errors(self.findings)


def check(registry: Registry, *, anchors: Sequence[Anchor] = (), processes: int = 1) -> Report:
    """Check a registry.

    Parameters
    ----------
    registry : Registry
        The registry; others may write to it meanwhile.
    anchors : sequence of Anchor
        What the log must still hold.
    processes : int
        How many verify signatures; more than one only from a program that may be imported again,
        as :mod:`multiprocessing` asks.

    Returns
    -------
    Report
        With the first broken entry, if one is.

    Raises
    ------
    RegistryError
        REG-001 or REG-008 if its database fails.
    """
    with registry.reading() as snapshot:
        helpers = (registry.address, processes) if processes > 1 else None
        return check_snapshot(snapshot, now=registry.now(), anchors=anchors, helpers=helpers)


def check_snapshot(
    snapshot: Snapshot,
    *,
    now: datetime.datetime,
    anchors: Sequence[Anchor] = (),
    helpers: tuple[str, int] | None = None,
) -> Report:
    """Check a registry as it is at one moment.

    Parameters
    ----------
    snapshot : Snapshot
        The registry; also within a transaction that has written and not ended.
    now : datetime
        The time.
    anchors : sequence of Anchor
        What the log must still hold.
    helpers : tuple of str and int, optional
        Address of the registry, and how many processes verify signatures; they see only what is
        committed.

    Returns
    -------
    Report
        As :func:`check`.
    """
    tree = Regrowth(snapshot.connection, {anchor.size for anchor in anchors})
    findings = list(_database(snapshot))
    counts = _Counts()
    with Replay() as replay:
        state = walk(snapshot, on_leaf=tree.take, on_effects=replay.take, helpers=helpers)
        _note_missing(snapshot, state)
        if state.broken:
            findings.append(_broken(state.broken))
        else:
            findings += filter(None, [tree.finish()])
            findings += replay.differences(snapshot.connection)
            findings += counts.of(replay.files(snapshot.connection))
            findings += _ahead(state, now)
    held = []
    for anchor in anchors:
        against = list(_against(anchor, state, tree, snapshot))
        findings += against
        held += [] if against else [anchor.source]
    if not anchors:
        findings.append(_no_anchor())
    return Report(
        head=None if state.broken else _head(snapshot, state, tree),
        broken=state.broken.position if state.broken else None,
        held=tuple(held),
        files=counts.files,
        unnamed=counts.unnamed,
        findings=tuple(findings),
    )


class _Counts:
    """Counts files while they are checked."""

    def __init__(self) -> None:
        self.files = self.unnamed = 0

    def of(self, kept: Iterable[Finding | bool]) -> Iterator[Finding]:
        """Yield what is wrong, at most so many of it."""
        wrong = 0
        for one in kept:
            if isinstance(one, Finding):
                wrong += 1
                if wrong <= SHOWN:
                    yield one
            else:
                self.files += 1
                self.unnamed += not one


def _database(snapshot: Snapshot) -> Iterator[Finding]:
    """Let SQLite look through its file, its indexes above all: they lead to the entries."""
    if snapshot.connection.dialect.name != SQLITE:
        return
    try:
        rows = snapshot.connection.exec_driver_sql(f"PRAGMA integrity_check({SHOWN})").scalars()
        said = [str(row) for row in rows]
    except DBAPIError as error:
        said = [str(error.orig)]
    message = text("the file of the database is damaged")
    hint = text("restore the newest sound backup")
    for line in said:
        if line != "ok":
            yield Finding("REG-008", message, found=line, hint=hint)


def _note_missing(snapshot: Snapshot, state: Walk) -> None:
    try:
        size = snapshot.size()
    except DBAPIError:
        size = 0
    if state.broken is None and (state.size == 0 or size != state.size):
        state.broken = Broken(state.size + 1, [text("it is missing")])


def _broken(broken: Broken) -> Finding:
    return Finding(
        "REG-009",
        text(
            "entry {position} of the log is broken; all before it are sound, and what comes after "
            "it was not looked at",
            position=broken.position,
        ),
        found=joined("; ", broken.reasons),
        hint=text(
            "write nothing more to this registry; keep it as evidence, and restore the newest "
            "sound backup beside it"
        ),
    )


def _ahead(state: Walk, now: datetime.datetime) -> Iterator[Finding]:
    """Say that the newest entry is of a time that has not come."""
    if datetime.datetime.fromisoformat(state.time) - now > LATE:
        yield Finding(
            "REG-004",
            text("the newest entry of the registry is of a time that has not come"),
            found=state.time,
            expected=said_time(now),
            hint=text("look at the clocks of the machines that write to it"),
        )


def _against(anchor: Anchor, state: Walk, tree: Regrowth, snapshot: Snapshot) -> Iterator[Finding]:
    """Say what the log does not hold of an anchor."""
    if state.broken and anchor.size >= state.broken.position:
        yield _not_held(anchor, text("the log is broken before the end of what the anchor saw"))
        return
    if anchor.size > state.size:
        message = text(
            "the tail of the log was cut off, or this is an old backup: entries from {first} on "
            "are missing",
            first=state.size + 1,
        )
        yield _not_held(anchor, message, str(state.size), str(anchor.size))
        return
    root, last = tree.heads.get(anchor.size, (EMPTY_ROOT, ""))
    others = anchor.registry not in {"", _name(snapshot)}
    if others or root != anchor.root or anchor.last not in {"", last}:
        message = text(
            "the first {size} entries are not those that the anchor saw: the log was rewritten, or "
            "is another registry's",
            size=anchor.size,
        )
        yield _not_held(anchor, message, root, anchor.root)
    elif anchor.number:
        yield from _against_certificate(anchor, snapshot)


def _against_certificate(anchor: Anchor, snapshot: Snapshot) -> Iterator[Finding]:
    position = snapshot.allotted(anchor.number)
    if position is None or position <= anchor.size:
        message = text(
            "the certificate {number} is not in the log: its tail was cut off, or this is an old "
            "backup",
            number=anchor.number,
        )
        yield _not_held(anchor, message)
    elif anchor.file:
        entries = snapshot.entries(anchor.number)
        if not any(anchor.file in effects_of(entry.body).named for entry in entries):
            message = text(
                "the log does not name this file as issued for {number}", number=anchor.number
            )
            yield _not_held(anchor, message, anchor.file)


def _not_held(anchor: Anchor, message: Text, found: str = "", expected: str = "") -> Finding:
    hint = text(
        "ask who holds a newer backup, and compare; write nothing more to this registry until it "
        "is clear"
    )
    return Finding("REG-013", message, anchor.source, found=found, expected=expected, hint=hint)


def _no_anchor() -> Finding:
    return Finding(
        "REG-015",
        text(
            "without an anchor from outside, nobody can see whether the tail of the log was cut "
            "off or the whole registry is an old backup"
        ),
        hint=text(
            "name one with {option}: any certificate of this registry (PDF), or a file that "
            "{command} wrote earlier and that is kept elsewhere",
            option="--against",
            command="pvfootprint registry head -o HEAD.json",
        ),
        severity="warning",
    )


def _name(snapshot: Snapshot) -> str:
    """Return the registry's name for itself, from a first entry that is sound."""
    first = snapshot.entry(1)
    return InitBody.model_validate_json(first.body).registry if first else ""


def _head(snapshot: Snapshot, state: Walk, tree: Regrowth) -> Head:
    return Head(
        registry=_name(snapshot),
        size=state.size,
        root=tree.root(),
        last=state.last,
        time=state.time,
    )
