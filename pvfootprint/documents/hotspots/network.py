"""The Sankey diagram of a product system: which processes its emissions pass through."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from pvfootprint.documents.drawing import (
    ACCENT,
    GREY,
    PALE,
    Drawing,
    Line,
    height_of,
    lines_of,
    write_lines,
)
from pvfootprint.documents.hotspots.layout import LEAST_BAND, Place, arrange, columns_of
from pvfootprint.documents.measuring import width
from pvfootprint.documents.numbers import figures, percent
from pvfootprint.language.texts import text
from pvfootprint.model.process_names import OWN_CLASSES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pvfootprint.documents.hotspots.layout import Link, Way
    from pvfootprint.language.texts import Text
    from pvfootprint.model.hotspots import Band, Hotspots, Network, NetworkNode

BOX, BETWEEN = 122.0, 44.0
"""Width of a box and of the room between two columns [pt]."""

NARROW_BOX, NARROW_BETWEEN, MANY = 106.0, 32.0, 6
"""The same where there are more columns than so many."""

HEIGHT, GAP = 430.0, 7.0
"""Height that is aimed at, and room between boxes [pt]."""

SIZE, SMALL = 9.0, 7.6
"""Sizes of the text [pt]."""

BAR = 5.0
"""Width of the bars at the sides of a box [pt]."""

OWN, FOLDED, LOOP, BAND, COMPANY = "#d55e00", "#9aa7b2", "#a6528a", "#7fa8c6", ACCENT
"""Own emissions, smaller processes, loops, bands, and processes of companies."""

LEGEND = {
    OWN: text("own emissions of the process"),
    FOLDED: text("smaller processes, taken together"),
    BAND: text("what a process takes, with all emissions before it"),
    COMPANY: text("process of a company, by its own data"),
    LOOP: text("what a loop takes back"),
}
"""What the colours mean."""


def draw_network(found: Hotspots, title: Text, key: str = "network") -> str:
    """Draw which processes the emissions of a product pass through.

    Parameters
    ----------
    found : Hotspots
        With the network; what is negative is left out: a band has no negative width.
    title : Text
        For programs that read aloud.
    key : str
        Name of the drawing, unique in its document.

    Returns
    -------
    str
        An ``svg`` element; boxes and bands say what they are when pointed at.
    """
    return _Network(found, key).drawn(title)


class _Network:
    def __init__(self, found: Hotspots, key: str) -> None:
        self.found = found
        self.nodes = {node.code: node for node in found.network.nodes}
        bands = _drawable(found.network)
        self.links: list[Link] = [(b.source, b.target, b.value) for b in bands if not b.closes_loop]
        self.loops = [band for band in bands if band.closes_loop]
        self.columns = self._columns()
        count = max(self.columns.values(), default=0) + 1
        self.box, self.between = (BOX, BETWEEN) if count <= MANY else (NARROW_BOX, NARROW_BETWEEN)
        whole = count * self.box + (count - 1) * self.between
        self.drawing = Drawing(key, width=max(whole, 3 * BOX + 2 * BETWEEN))
        self.indent = (self.drawing.width - whole) / 2

    def _columns(self) -> dict[str, int]:
        """Return the column of each box; a loop ends right of where it comes from."""
        columns = columns_of(list(self.nodes), self.links)
        for n, band in enumerate(self.loops):
            columns[_loop_key(n)] = columns[band.source] + 1
        return columns

    def drawn(self, title: Text) -> str:
        """Draw everything."""
        places = {
            code: Place(code, self.columns[code], self._value(code), self._least(self._lines(node)))
            for code, node in self.nodes.items()
        }
        links = list(self.links)
        for n, band in enumerate(self.loops):
            lines = self._loop_lines(band)
            key = _loop_key(n)
            places[key] = Place(key, self.columns[key], band.value, self._least(lines))
            links.append((band.source, key, band.value))
        ways = arrange(places, links, height=HEIGHT, gap=GAP)
        # What crosses a column may lie below all boxes.
        self.drawing.height = max(p.top + p.height for way in ways for p in way.places)
        self._bands(ways)
        for code, node in self.nodes.items():
            self._node(places[code], node)
        for n, band in enumerate(self.loops):
            self._loop(places[_loop_key(n)], band)
        self._legend()
        return self.drawing.svg(title)

    def _value(self, code: str) -> float:
        """Return how thick a box is: what enters or leaves it, whichever is more."""
        node = self.nodes[code]
        enters = sum(value for _, target, value in self.links if target == code)
        leaves = sum(value for source, _, value in self.links if source == code)
        leaves += sum(band.value for band in self.loops if band.source == code)
        return max(node.value, enters, leaves, 0.0)

    def _lines(self, node: NetworkNode) -> list[Line]:
        room = self.box - 2 * BAR - 8
        lines = lines_of(node.name.zh, SIZE, room)
        if node.name.en != node.name.zh:
            lines += lines_of(node.name.en, SMALL, room, colour=GREY)
        if node.owner:
            lines += lines_of(node.owner, SMALL, room, colour=GREY)
        said = f"{figures(node.value)} ({percent(node.share)} %)"
        return [*lines, *lines_of(said, SIZE, room, bold=True)]

    def _loop_lines(self, band: Band) -> list[Line]:
        name = self.nodes[band.target].name
        room = self.box - 2 * BAR - 8
        said = text("loop: back to {name}", name=name)
        return [
            *lines_of(said.zh, SMALL, room),
            *lines_of(said.en, SMALL, room, colour=GREY),
            *lines_of(figures(band.value), SIZE, room, bold=True),
        ]

    @staticmethod
    def _least(lines: list[Line]) -> float:
        return height_of(lines) + 6

    def _x(self, column: int) -> float:
        return self.indent + column * (self.box + self.between)

    def _bands(self, ways: Sequence[Way]) -> None:
        """Draw the bands; at each side of a box they lie in the order of where they lead."""
        starts = {id(way): 0.0 for way in ways}
        ends = dict(starts)
        for way in sorted(ways, key=lambda one: one.places[1].middle):
            source = way.places[0]
            starts[id(way)] = source.used_right
            source.used_right += self._thick(way, source)
        for way in sorted(ways, key=lambda one: one.places[-2].middle):
            target = way.places[-1]
            ends[id(way)] = target.used_left
            target.used_left += self._thick(way, target)
        for way in ways:
            tops = [way.places[0].start + starts[id(way)]]
            tops += [place.start for place in way.places[1:-1]]
            tops.append(way.places[-1].start + ends[id(way)])
            self._band(way, tops)

    @staticmethod
    def _thick(way: Way, place: Place) -> float:
        return place.thick * way.value / place.value if place.value else 0.0

    def _band(self, way: Way, tops: list[float]) -> None:
        thick = self._thick(way, way.places[0])
        points: list[tuple[float, float]] = []
        for place, top in zip(way.places, tops, strict=True):
            left = self._x(place.column)
            first, last = place is way.places[0], place is way.places[-1]
            points += [] if first else [(left, top)]
            points += [] if last else [(left + self.box, top)]
        there = " ".join(_curves(points))
        back = " ".join(_curves([(x, y + thick) for x, y in reversed(points)]))
        last_x, last_y = points[-1]
        course = f"M{points[0][0]:.1f},{points[0][1]:.1f} {there} "
        course += f"L{last_x:.1f},{last_y + thick:.1f} {back} Z"
        source, target = self.nodes[way.places[0].key], self.nodes.get(way.places[-1].key)
        fill = LOOP if target is None else BAND
        where = target.name if target else text("loop")
        said = text(
            "{source} to {target}: {value} {unit}",
            source=source.name,
            target=where,
            value=figures(way.value),
            unit=self.found.unit,
        )
        with self.drawing.titled(said.said("both")):
            self.drawing.path(course, fill=fill, opacity=0.42)

    def _node(self, place: Place, node: NetworkNode) -> None:
        x, lines = self._x(place.column), self._lines(node)
        with self.drawing.titled(self._title(node).said("both")):
            self.drawing.rect(x, place.top, self.box, place.height, fill=PALE, round_=2)
            self._left_bar(place, node, x)
            colour = COMPANY if node.data_class in OWN_CLASSES else BAND
            thick = max(place.thick, 0.8)
            self.drawing.rect(x + self.box - BAR, place.start, BAR, thick, fill=colour)
            top = place.top + (place.height - height_of(lines)) / 2
            write_lines(self.drawing, x + BAR + 4, top, lines)

    def _left_bar(self, place: Place, node: NetworkNode, x: float) -> None:
        """Draw of what a process is made: what it takes, its own emissions, smaller processes."""
        per = place.thick / place.value if place.value else 0.0
        back = sum(band.value for band in self.loops if band.target == node.code)
        top = place.start + place.used_left
        self.drawing.rect(x, place.start, BAR, max(place.used_left, 0.0), fill=BAND)
        parts = ((OWN, node.own), (FOLDED, node.folded), (LOOP, back + node.returned))
        for colour, value in parts:
            height = max(value, 0.0) * per
            if height > 0:
                self.drawing.rect(x, top, BAR, height, fill=colour)
                top += height

    def _title(self, node: NetworkNode) -> Text:
        return text(
            "{name}, {place}: {value} {unit}, {share:.1%} of the footprint; own emissions {own}, "
            "smaller processes {folded}; data: {kind}",
            name=node.name,
            place=node.owner or node.location,
            value=figures(node.value),
            unit=self.found.unit,
            share=node.share,
            own=figures(node.own),
            folded=figures(node.folded),
            kind=text(node.data_class),
        )

    def _loop(self, place: Place, band: Band) -> None:
        x, lines = self._x(place.column), self._loop_lines(band)
        self.drawing.rect(
            x, place.top, self.box, place.height, line=LOOP, dashed=True, round_=2, thick=0.8
        )
        self.drawing.rect(x, place.start, BAR, max(place.thick, 0.8), fill=LOOP)
        top = place.top + (place.height - height_of(lines)) / 2
        write_lines(self.drawing, x + BAR + 4, top, lines)

    def _legend(self) -> None:
        x, y = 0.0, self.drawing.height + 14
        shown = "".join(self.drawing.parts)
        for colour, name in LEGEND.items():
            if colour not in shown:
                continue
            said = name.said("both")
            needed = 16 + width(said, SMALL) + 16
            if x and x + needed > self.drawing.width:
                x, y = 0.0, y + 14
            self.drawing.rect(x, y, 11, 8, fill=colour)
            self.drawing.text(x + 15, y + 7, said, SMALL)
            x += needed
        self.drawing.height = y + 12


def _drawable(network: Network) -> list[Band]:
    """Return the bands that are drawn: all but the finest, and one at least of each process."""
    largest = max((node.value for node in network.nodes), default=0.0)
    most: dict[str, float] = {}
    for band in network.bands:
        most[band.source] = max(most.get(band.source, 0.0), band.value)
    return [
        band
        for band in network.bands
        if band.value > 0 and band.value >= min(LEAST_BAND * largest, most[band.source])
    ]


def _loop_key(n: int) -> str:
    return f"loop {n}"


def _curves(points: Sequence[tuple[float, float]]) -> list[str]:
    """Return the course of one edge of a band: level through columns, bent between them."""
    course = []
    for (x0, y0), (x1, y1) in pairwise(points):
        middle = (x0 + x1) / 2
        course.append(f"C{middle:.1f},{y0:.1f} {middle:.1f},{y1:.1f} {x1:.1f},{y1:.1f}")
    return course
