"""A plot of distributions: bars over an axis, and marks with their words above."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.documents.drawing import GREY, INK, LINE, WIDTH, Drawing
from pvfootprint.documents.measuring import width
from pvfootprint.documents.numbers import decimals_of, fixed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pvfootprint.language.texts import Text
    from pvfootprint.model.uncertainty import Distribution

SIZE, SMALL = 8.0, 7.0
ROW = 13.0
"""Height of a line of words above the plot [pt]."""

MARGIN = 14.0
TICKS = 6
WARN = "#b34500"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A value to show.

    Parameters
    ----------
    value : float
        Where on the axis.
    said : Text
        What it is.
    colour : str
        Of its line and its words.
    """

    value: float
    said: Text
    colour: str = INK


class Plot:
    """Draws over a horizontal axis of values.

    Parameters
    ----------
    key : str
        Of the drawing.
    values : iterable of float
        What the axis must hold, at least.
    top, height : float
        Where the plot begins below the words of the marks, and how high it is [pt].
    """

    def __init__(self, key: str, values: Iterable[float], top: float, height: float) -> None:
        found = list(values)
        low, high = min(found), max(found)
        room = 0.04 * ((high - low) or abs(high) or 1.0)
        self.low, self.high = low - room, high + room
        self.top, self.bottom = top, top + height
        self.drawing = Drawing(key)

    def x(self, value: float) -> float:
        """Return where a value stands [pt]."""
        share = (value - self.low) / (self.high - self.low)
        return MARGIN + share * (WIDTH - 2 * MARGIN)

    def bars(
        self, found: Distribution, highest: float, *, fill: str, pale: str, opacity: float = 1.0
    ) -> None:
        """Draw a histogram; what lies outside the 95 % interval is pale.

        Parameters
        ----------
        found : Distribution
            Its histogram.
        highest : float
            Share of draws per unit that reaches the top [1/unit].
        fill, pale : str
            Colours within the interval and outside.
        opacity : float
            Of both.
        """
        for density, low, high in densities(found):
            if not density:
                continue
            height = density / highest * (self.bottom - self.top)
            middle = (low + high) / 2
            colour = fill if found.low <= middle <= found.high else pale
            left, right = self.x(low), self.x(high)
            course = f"M{left:.2f},{self.bottom:.2f} V{self.bottom - height:.2f} H{right:.2f} "
            self.drawing.path(f"{course}V{self.bottom:.2f} Z", fill=colour, opacity=opacity)

    def outline(self, found: Distribution, highest: float, colour: str) -> None:
        """Draw the outline of a histogram."""
        course = f"M{self.x(found.edges[0]):.2f},{self.bottom:.2f}"
        for density, _, high in densities(found):
            y = self.bottom - density / highest * (self.bottom - self.top)
            course += f" V{y:.2f} H{self.x(high):.2f}"
        self.drawing.path(f"{course} V{self.bottom:.2f}", line=colour, thick=1.3)

    def axis(self, unit: str) -> None:
        """Draw the axis with round numbers, and its unit."""
        from matplotlib.ticker import MaxNLocator  # noqa: PLC0415

        ticks = [float(t) for t in MaxNLocator(TICKS).tick_values(self.low, self.high)]
        step = ticks[1] - ticks[0]
        decimals = max(0, decimals_of(step, 1))
        end = WIDTH - MARGIN
        self.drawing.path(f"M{MARGIN:.2f},{self.bottom:.2f} H{end:.2f}", line=GREY)
        for tick in ticks:
            if not self.low <= tick <= self.high:
                continue
            x = self.x(tick)
            self.drawing.path(f"M{x:.2f},{self.bottom:.2f} v3", line=GREY)
            said = fixed(tick, decimals)
            self.drawing.text(x, self.bottom + 11, said, SMALL, colour=GREY, anchor="middle")
        self.drawing.text(end, self.bottom + 21, unit, SMALL, colour=GREY, anchor="end")

    def interval(self, found: Distribution, said: Text) -> None:
        """Draw the 95 % interval below the axis."""
        y = self.bottom + 27
        left, right = self.x(found.low), self.x(found.high)
        self.drawing.path(
            f"M{left:.2f},{y - 3:.2f} v6 M{left:.2f},{y:.2f} H{right:.2f} m0,-3 v6",
            line=INK,
            thick=1.0,
        )
        self._words((left + right) / 2, y + 12, said, INK, middle=True)

    def marks(self, marks: Sequence[Mark]) -> None:
        """Draw marks with their words above the plot, one line each, the leftmost on top."""
        placed = sorted(marks, key=lambda mark: mark.value)
        for i, mark in enumerate(placed):
            x, y = self.x(mark.value), self.top - ROW * (len(placed) - i)
            course = f"M{x:.2f},{y - 5:.2f} V{self.bottom:.2f}"
            self.drawing.path(course, line=mark.colour, thick=1.1)
        for i, mark in enumerate(placed):
            y = self.top - ROW * (len(placed) - i)
            self._words(self.x(mark.value) + 4, y, mark.said, mark.colour)

    def _words(self, x: float, y: float, said: Text, colour: str, *, middle: bool = False) -> None:
        line = both(said)
        wide = width(line, SIZE)
        left = x - wide / 2 if middle else x
        if left + wide > WIDTH - 2:
            left = WIDTH - 2 - wide if middle else x - 8 - wide
        left = max(2.0, left)
        self.drawing.rect(left - 1, y - SIZE * 0.9, wide + 2, SIZE * 1.2, fill="#ffffff")
        self.drawing.text(left, y, line, SIZE, colour=colour)

    def svg(self, title: Text) -> str:
        """Return the drawing."""
        return self.drawing.svg(both(title))


def densities(found: Distribution) -> list[tuple[float, float, float]]:
    """Return share of the draws per unit, lower and upper bound of each bin of a histogram."""
    bounds = zip(found.counts, found.edges, found.edges[1:], strict=False)
    return [
        (count / found.draws / (high - low) if high > low else 0.0, low, high)
        for count, low, high in bounds
    ]


def highest(*found: Distribution) -> float:
    """Return the highest density of histograms [1/unit]."""
    return max(density for one in found for density, _, _ in densities(one)) or 1.0


def both(said: Text) -> str:
    """Return a text in both languages on one line."""
    return said.en if said.zh == said.en else f"{said.zh} · {said.en}"


def rule(drawing: Drawing, y: float) -> None:
    """Draw a thin line over the whole width."""
    drawing.path(f"M0,{y:.2f} H{WIDTH:.2f}", line=LINE, thick=0.5)
