"""Goes through the log from its first entry and finds the first that is broken."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from pvfootprint.language.texts import text
from pvfootprint.registry.acting import objections, signer_of
from pvfootprint.registry.entries import FIRST
from pvfootprint.registry.helping import judge_elsewhere
from pvfootprint.registry.judging import BODY, EFFECTS, HASH, SIGNATURE, Judged, judge
from pvfootprint.registry.people import PEOPLE_ACTS, Person, step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pvfootprint.registry.entries import Entry
    from pvfootprint.registry.judging import Batch
    from pvfootprint.registry.snapshots import Snapshot

AT_ONCE = 500
"""How many entries are judged at once."""

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)

WRONG = {
    BODY: text("its body is not the one spelling of JSON"),
    HASH: text("its hash is not that of its content"),
    SIGNATURE: text("its signature does not hold"),
    EFFECTS: text("numbers, green certificates or files in its body are not understood"),
}


@dataclass(slots=True)
class Broken:
    """The first entry that is broken: its position, and what is wrong with it."""

    position: int
    reasons: list[str]


@dataclass(slots=True)
class Walk:
    """Where a walk through the log stands.

    Parameters
    ----------
    size : int
        Sound entries so far.
    last, time : str
        Hash and time of the newest of them.
    people : dict
        As they are after it.
    active : set of tuple
        People whose key counts, each with the day.
    broken : Broken, optional
        The first broken entry; the walk ends before it.
    """

    size: int = 0
    last: str = FIRST
    time: str = ""
    people: dict[str, Person] = field(default_factory=dict)
    active: set[tuple[str, str]] = field(default_factory=set)
    broken: Broken | None = None


def walk(
    snapshot: Snapshot,
    *,
    on_leaf: Callable[[Entry], None],
    on_effects: Callable[[Judged], None],
    helpers: tuple[str, int] | None = None,
) -> Walk:
    """Go through the log until its end or its first broken entry.

    Parameters
    ----------
    snapshot : Snapshot
        The registry.
    on_leaf : callable
        Takes each entry whose chain is sound, in their order.
    on_effects : callable
        Takes the entries from which something follows and whose signature holds, in their order.
    helpers : tuple of str and int, optional
        Address of the registry and how many other processes judge the entries; by default this
        one does.

    Returns
    -------
    Walk
        Where it ended.
    """
    state = Walk()
    batches = _batches(snapshot, state, on_leaf)
    judged = judge_elsewhere(batches, *helpers) if helpers else map(judge, batches)
    for results in judged:
        for one in results:
            if one.wrong:
                # The chain may be broken further on; nothing after its break is judged.
                _break(state, one.position, [WRONG[key] for key in one.wrong])
                return state
            on_effects(one)
    return state


def _batches(snapshot: Snapshot, state: Walk, on_leaf: Callable[[Entry], None]) -> Iterator[Batch]:
    """Yield entries with the keys that must have signed them, up to one whose chain is broken."""
    batch: list[tuple[Entry, str]] = []
    for entry in _readable(snapshot, state):
        if entry.position != state.size + 1:
            _break(state, min(entry.position, state.size + 1), [_out_of_place(entry, state)])
            break
        if not all(isinstance(value, str) for value in entry[1:]):
            _break(state, entry.position, [text("one of its columns does not hold a text")])
            break
        batch.append((entry, signer_of(state.people, entry)))
        if reasons := _against_chain(state, entry):
            _break(state, entry.position, reasons)
            break
        state.size, state.last, state.time = entry.position, entry.hash, entry.time
        if entry.act in PEOPLE_ACTS:
            step(state.people, entry)
            state.active.clear()
        on_leaf(entry)
        if len(batch) == AT_ONCE:
            yield batch
            batch = []
    yield batch


def _readable(snapshot: Snapshot, state: Walk) -> Iterator[Entry]:
    """Yield the entries; where the database fails, go on to the very entry that it cannot read."""
    try:
        yield from snapshot.entries()
    except DBAPIError:
        while True:
            try:
                entry = snapshot.entry(state.size + 1)
            except DBAPIError:
                message = text("the database cannot read it")
                _break(state, state.size + 1, [message])
                return
            if entry is None:
                return
            yield entry


def _break(state: Walk, position: int, reasons: list[str]) -> None:
    """Note a broken entry, unless one before it is broken."""
    if state.broken is None or position < state.broken.position:
        state.broken = Broken(position, reasons)
    elif position == state.broken.position:
        state.broken.reasons.extend(reasons)


def _out_of_place(entry: Entry, state: Walk) -> str:
    if entry.position > state.size:
        return text("it is missing; entry {position} follows", position=entry.position)
    return text("the log has no such position")


def _against_chain(state: Walk, entry: Entry) -> list[str]:
    """Say what is wrong with an entry in its place."""
    reasons: list[str] = []
    if entry.previous != state.last:
        reasons.append(text("it does not refer to the entry before it"))
    if not _is_time(entry.time):
        reasons.append(text("its time is not understood"))
        return reasons
    if entry.time < state.time:
        reasons.append(text("it is older than the entry before it"))
    day = (entry.person, entry.time[:10])
    if entry.act in PEOPLE_ACTS or day not in state.active:
        reasons += [finding.message for finding in objections(state.people, entry)]
        state.active.add(day)
    return reasons


def _is_time(time: str) -> bool:
    try:
        return bool(TIME.fullmatch(time) and datetime.datetime.fromisoformat(time))
    except ValueError:
        return False
