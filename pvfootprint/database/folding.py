"""Folds the log to people and datasets, leaving out what may not stand in it."""

from __future__ import annotations

from heapq import merge
from operator import attrgetter
from typing import TYPE_CHECKING

from pvfootprint.database.acts import BODIES
from pvfootprint.database.objecting import belongs, objections
from pvfootprint.database.standing import DATASET_ACTS, step
from pvfootprint.registry.people import PEOPLE_ACTS
from pvfootprint.registry.people import step as step_people

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pvfootprint.database.standing import Standing
    from pvfootprint.model.findings import Finding
    from pvfootprint.registry.entries import Entry
    from pvfootprint.registry.people import Person
    from pvfootprint.registry.snapshots import Snapshot


def entries_of(snapshot: Snapshot, acts: Iterable[str] = DATASET_ACTS) -> Iterator[Entry]:
    """Return the entries of some acts in their order."""
    return merge(*(snapshot.entries(act=act) for act in acts), key=attrgetter("position"))


def carry_on(people: dict[str, Person], found: dict[str, Standing], entry: Entry) -> list[Finding]:
    """Carry people and datasets on by one entry.

    Parameters
    ----------
    people, found : dict
        People and datasets as they were before it, by key; changed in place.
    entry : Entry
        The entry.

    Returns
    -------
    list of Finding
        What stands against it, as :func:`pvfootprint.database.objecting.objections` says; then it
        has changed nothing, such as what somebody with a key wrote past the commands.
    """
    if entry.act in PEOPLE_ACTS:
        step_people(people, entry)
        return []
    if not belongs(entry):
        return []
    against = objections(people, found, entry)
    if not against:
        step(found, entry, BODIES[entry.act].model_validate_json(entry.body))
    return against


def sound_entries(snapshot: Snapshot, *acts: str) -> Iterator[Entry]:
    """Yield the entries of some acts against which nothing stands.

    Parameters
    ----------
    snapshot : Snapshot
        The registry.
    *acts : str
        Acts of the base database.

    Yields
    ------
    Entry
        In their order.
    """
    people: dict[str, Person] = {}
    found: dict[str, Standing] = {}
    for entry in entries_of(snapshot, dict.fromkeys((*PEOPLE_ACTS, *DATASET_ACTS, *acts))):
        if not carry_on(people, found, entry) and entry.act in acts:
            yield entry


def is_written(snapshot: Snapshot, act: str, subject: str) -> bool:
    """Return whether there is an act on a subject against which nothing stands."""
    return any(entry.subject == subject for entry in sound_entries(snapshot, act))


def read_standings(snapshot: Snapshot) -> dict[str, Standing]:
    """Return how it stands with every dataset.

    Parameters
    ----------
    snapshot : Snapshot
        The registry.

    Returns
    -------
    dict
        By key, in the order in which they entered.
    """
    people: dict[str, Person] = {}
    found: dict[str, Standing] = {}
    for entry in entries_of(snapshot, (*PEOPLE_ACTS, *DATASET_ACTS)):
        carry_on(people, found, entry)
    return found
