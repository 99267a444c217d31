"""What comparing publications can tell, and whom a new one may hold so that it tells nothing more.

Two sums over nearly the same companies give away, by their difference, who is in one only. All that
can be computed from the sums of publications, if nobody's values had changed in between, is a sum
of *atoms*: groups of members that were in exactly the same publications. So a publication holds
only such members that every atom, old ones split by it included, is itself a sum that the rules
let be given away. It follows for every publication after it, by induction.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.database.disclosure.rules import broken_rules

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from pvfootprint.database.disclosure.rules import Member

Members = dict[str, "Member"]
"""Members by element."""


@dataclass(frozen=True, slots=True)
class Admission:
    """Who may be in a publication.

    Parameters
    ----------
    included : tuple of Member
        Those who are in it; none if it must not be.
    waiting : int
        How many wait until more companies change with them.
    broken : tuple of str
        Rules that all of them together break; keys of
        :data:`pvfootprint.database.disclosure.rules.RULES`.
    """

    included: tuple[Member, ...]
    waiting: int
    broken: tuple[str, ...] = ()


def atoms(publications: Iterable[Collection[str]]) -> list[frozenset[str]]:
    """Return the groups of elements that were in exactly the same publications.

    Parameters
    ----------
    publications : iterable of collection of str
        The elements of each.

    Returns
    -------
    list of frozenset of str
        Elements that were in none are in no group.
    """
    patterns: dict[str, list[int]] = defaultdict(list)
    for number, elements in enumerate(publications):
        for element in sorted(elements):
            patterns[element].append(number)
    groups: dict[tuple[int, ...], set[str]] = defaultdict(set)
    for element, pattern in patterns.items():
        groups[tuple(pattern)].add(element)
    return [frozenset(group) for group in groups.values()]


def admit(candidates: Members, history: Sequence[Members]) -> Admission:
    """Choose who of the candidates may be in a publication.

    Members whose values anybody may have are in. Others come in together once they are safe as a
    group. Where somebody left, the lightest of
    his atom stay out with him until those outside are safe as a group, if those inside then still
    are; else the whole atom stays out. Values play no part in it, so that the choice tells none.

    Parameters
    ----------
    candidates : dict
        Who could be in it, by element.
    history : sequence of dict
        Who was in each publication that it can be compared with, with the weights of then.

    Returns
    -------
    Admission
        Who is in it.
    """
    if broken := broken_rules(candidates.values()):
        return Admission((), 0, broken)
    shared = {element for element, one in candidates.items() if one.shared}
    secret = {element: one for element, one in candidates.items() if element not in shared}
    before = [_without(shared, publication) for publication in history]
    known: Members = {}
    for publication in before:
        known |= publication
    newcomers = [one for element, one in secret.items() if element not in known]
    included = [candidates[element] for element in shared]
    included += [] if broken_rules(newcomers) else newcomers
    for group in atoms(before):
        included += _part(group, secret, known)
    if broken_rules(included):
        return Admission((), len(candidates), () if known else broken_rules(secret.values()))
    chosen = tuple(sorted(included, key=lambda one: one.element))
    return Admission(chosen, len(candidates) - len(chosen))


def _without(elements: Collection[str], members: Mapping[str, Member]) -> Members:
    """Return the members whose values nobody else has, neither then nor now."""
    return {
        element: one
        for element, one in members.items()
        if element not in elements and not one.shared
    }


def _part(group: frozenset[str], candidates: Members, known: Mapping[str, Member]) -> list[Member]:
    """Return those of an atom who may be in: all of it, none of it, or a split in safe parts."""
    inside = sorted(
        (candidates[element] for element in group if element in candidates),
        key=lambda one: (-one.weight, one.element),
    )
    outside = [known[element] for element in group if element not in candidates]
    while outside and inside and broken_rules(outside):
        outside.append(inside.pop())
    return [] if broken_rules(inside) else inside
