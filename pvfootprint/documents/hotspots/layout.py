"""Places the processes of a network: columns along the chain, bands that cross little."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

ROUNDS = 24
"""How often the boxes are drawn towards what they are linked to."""

LEAST_BAND = 5e-4
"""Share of the largest process below which a band is drawn only if it is the largest of its own
[-]."""


@dataclass(slots=True)
class Place:
    """A box, or the way of a band through a column that it crosses.

    Parameters
    ----------
    key : str
        Code of the process; empty for the way of a band.
    column : int
        From the left, counted from 0.
    value : float
        What passes through [kgCO2e per declared unit].
    least : float
        Height that its text needs [pt].
    top, height, thick : float
        Its slot, and its band inside the slot [pt].
    """

    key: str
    column: int
    value: float
    least: float = 0.0
    top: float = 0.0
    height: float = 0.0
    thick: float = 0.0
    links: list[tuple[Place, float]] = field(default_factory=list)
    used_left: float = 0.0
    used_right: float = 0.0

    @property
    def middle(self) -> float:
        """Its middle [pt]."""
        return self.top + self.height / 2

    @property
    def start(self) -> float:
        """Where its band begins [pt]."""
        return self.top + (self.height - self.thick) / 2


@dataclass(frozen=True, slots=True)
class Way:
    """A band from box to box, through the columns between."""

    value: float
    places: tuple[Place, ...]


Link = tuple[str, str, float]
"""From, to, and how much passes [kgCO2e per declared unit]."""


def columns_of(keys: Sequence[str], links: Sequence[Link]) -> dict[str, int]:
    """Return the column of each process: the product rightmost, each left of all that take from it.

    Parameters
    ----------
    keys : sequence of str
        Processes, each before those that take from it.
    links : sequence of tuple
        What passes, without what closes a loop.

    Returns
    -------
    dict
        Column from the left, counted from 0.
    """
    behind = dict.fromkeys(keys, 0)
    for key in reversed(keys):
        taking = [behind[target] + 1 for source, target, _ in links if source == key]
        behind[key] = max(taking, default=0)
    deepest = max(behind.values(), default=0)
    return {key: deepest - depth for key, depth in behind.items()}


def arrange(
    places: dict[str, Place], links: Sequence[Link], *, height: float, gap: float
) -> tuple[Way, ...]:
    """Give every box its height and its place from the top.

    Boxes are drawn towards what they are linked to, column by column, and pushed apart where they
    overlap; a band that crosses a column has a slot of its own there.

    Parameters
    ----------
    places : dict of str to Place
        Boxes with column, value and least height; they are placed.
    links : sequence of tuple
        What passes, from left to right.
    height : float
        Height that is aimed at; more is taken where the texts need it [pt].
    gap : float
        Between the slots of a column [pt].

    Returns
    -------
    tuple of Way
        Bands, largest first.
    """
    ways = [_way(places, link) for link in links]
    inner = [place for way in ways for place in way.places[1:-1]]
    columns: dict[int, list[Place]] = {}
    for place in (*places.values(), *inner):
        columns.setdefault(place.column, []).append(place)
    scale = _scale(list(columns.values()), height, gap)
    for column in columns.values():
        for place in column:
            place.thick = place.value * scale
            place.height = max(place.thick, place.least)
    for way in ways:
        for left, right in pairwise(way.places):
            left.links.append((right, way.value))
            right.links.append((left, way.value))
    tallest = max(_sum(column, gap) for column in columns.values())
    for column in columns.values():
        _spread(column, tallest, gap)
    for n in range(ROUNDS):
        for number in sorted(columns, reverse=n % 2 == 0):
            _relax(columns[number], tallest, gap)
    return tuple(sorted(ways, key=lambda way: -way.value))


def _way(places: dict[str, Place], link: Link) -> Way:
    source, target, value = link
    left, right = places[source], places[target]
    between = [Place("", column, value) for column in range(left.column + 1, right.column)]
    return Way(value, (left, *between, right))


def _scale(columns: Sequence[Sequence[Place]], height: float, gap: float) -> float:
    """Return the points of one kgCO2e with which the fullest column has the height."""

    def tallest(scale: float) -> float:
        return max(
            sum(max(p.value * scale, p.least) for p in column) + gap * (len(column) - 1)
            for column in columns
        )

    wanted = max(height, tallest(0.0) * 1.25)
    low, high = 0.0, wanted / (max(p.value for column in columns for p in column) or 1.0)
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if tallest(middle) <= wanted else (low, middle)
    return low


def _sum(column: Sequence[Place], gap: float) -> float:
    return sum(place.height for place in column) + gap * (len(column) - 1)


def _spread(column: Sequence[Place], tallest: float, gap: float) -> None:
    top = (tallest - _sum(column, gap)) / 2
    for place in column:
        place.top = top
        top += place.height + gap


def _relax(column: list[Place], tallest: float, gap: float) -> None:
    """Draw a column towards what its boxes are linked to, then push them apart."""
    for place in column:
        weight = sum(value for _, value in place.links)
        if weight:
            wanted = sum(other.middle * value for other, value in place.links) / weight
            place.top = wanted - place.height / 2
    column.sort(key=lambda place: place.middle)
    edge = 0.0
    for place in column:
        place.top = max(place.top, edge)
        edge = place.top + place.height + gap
    edge = tallest
    for place in reversed(column):
        place.top = min(place.top, edge - place.height)
        edge = place.top - gap
