"""A sheet: texts and filled shapes in their places, to be written as SVG, PNG or PDF."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pvfootprint.documents.measuring import readable
from pvfootprint.documents.sheets.faces import CLOSE, LINE, MOVE, advance
from pvfootprint.documents.templating import HIGH, SQUARE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MM = 72 / 25.4
"""A millimetre [pt]."""

INK, GREY, RULE, PALE = "#1a1a1a", "#55616c", "#b8c2cc", "#f1f5f8"
ACCENT, ACCENT_PALE, WARNING, WARNING_PALE = "#14507a", "#e6eff6", "#b3401c", "#faece5"

GROUND, MARK, FRONT = 0, 1, 2
"""Layers: panels, the mark that stands behind everything, texts and lines."""

LOW, DROP = 0.7, 0.1
"""Size of a low figure, and how far below the line it stands, over the size of its text."""

FORMULA = re.compile(
    r"(?<![A-Za-z])(?:kg|t|g)?(?:CO(?=2)|CH(?=4)|N(?=2O)|SF(?=6)|NF(?=3)|CF(?=4))([2-6])(?![0-9])"
)
"""Figures of the formulas of gases, which stand low."""

FIGURES = ("O2", "H4", "N2O", "F6", "F3", "F4")
"""One of them is in every line that holds a formula."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One line of text.

    Parameters
    ----------
    x, y : float
        Where its base line begins [pt].
    said : str
        Characters that the font holds.
    size : float
        Of the font [pt].
    bold : bool
        Whether it is bold.
    colour : str
        ``#rrggbb``.
    angle : float
        By which it is turned, against the clock [degree].
    layer : int
        :data:`GROUND`, :data:`MARK` or :data:`FRONT`.
    """

    x: float
    y: float
    said: str
    size: float
    bold: bool = False
    colour: str = INK
    angle: float = 0.0
    layer: int = FRONT

    def parts(self) -> Iterator[Words]:
        """Yield the pieces that have one size each: low figures stand apart."""
        reached = 0.0
        turn = math.radians(self.angle)
        for piece, low in pieces(self.said):
            scale = LOW if low else 1.0
            drop = DROP * self.size if low else 0.0
            yield replace(
                self,
                x=self.x + reached * math.cos(turn) + drop * math.sin(turn),
                y=self.y - reached * math.sin(turn) + drop * math.cos(turn),
                said=piece,
                size=self.size * scale,
            )
            reached += advance(piece, self.size * scale, bold=self.bold)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A filled shape.

    Parameters
    ----------
    points : tuple of (float, float)
        Points of its outline, downwards [pt].
    codes : tuple of int
        What leads to each point, as in :mod:`pvfootprint.documents.sheets.faces`.
    fill : str
        ``#rrggbb``.
    sharp : bool
        Whether its edges are kept sharp where it is drawn in dots: bars, modules of a QR code.
    layer : int
        :data:`GROUND`, :data:`MARK` or :data:`FRONT`.
    """

    points: tuple[tuple[float, float], ...]
    codes: tuple[int, ...]
    fill: str
    sharp: bool = False
    layer: int = FRONT


def pieces(said: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a line, and whether they stand low."""
    end = 0
    # Most lines hold no formula, which is found much faster than by the expression.
    for found in FORMULA.finditer(said) if _may_hold(said) else ():
        low = found.start(1)
        yield said[end:low], False
        yield said[low], True
        end = found.end()
    if said[end:]:
        yield said[end:], False


def _may_hold(said: str) -> bool:
    return not said.isalpha() and any(one in said for one in FIGURES)


def shown(said: str) -> str:
    """Return a line as it is shown: squares raised, and what cannot be shown by its code point."""
    line = readable(said)
    return SQUARE.sub(lambda found: found[1] + HIGH[found[2]], line) if "m" in line else line


def width_of(said: str, size: float, *, bold: bool = False) -> float:
    """Return exactly how wide a line is drawn.

    Parameters
    ----------
    said : str
        The line; low figures count as such.
    size : float
        Of the font, in any unit.
    bold : bool
        Whether it is bold.

    Returns
    -------
    float
        Width in the unit of `size`.
    """
    return sum(
        advance(piece, size * (LOW if low else 1.0), bold=bold)
        for piece, low in pieces(shown(said))
    )


@dataclass
class Sheet:
    """Something drawn, in points from the top left.

    Parameters
    ----------
    width, height : float
        Its size [pt].
    """

    width: float
    height: float
    items: list[Words | Shape] = field(default_factory=list)

    def words(  # noqa: PLR0913  (a line has that many properties)
        self,
        x: float,
        y: float,
        said: str,
        size: float,
        *,
        bold: bool = False,
        colour: str = INK,
        anchor: str = "start",
        angle: float = 0.0,
        layer: int = FRONT,
    ) -> None:
        """Write a line; `y` is its base, `x` its `anchor`: ``start``, ``middle`` or ``end``."""
        line = shown(said)
        share = {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
        back = share * width_of(line, size, bold=bold) if share else 0.0
        turn = math.radians(angle)
        self.items.append(
            Words(
                x=x - back * math.cos(turn),
                y=y + back * math.sin(turn),
                said=line,
                size=size,
                bold=bold,
                colour=colour,
                angle=angle,
                layer=layer,
            )
        )

    def rect(
        self, x: float, y: float, w: float, h: float, fill: str, *, layer: int = FRONT
    ) -> None:
        """Fill a box."""
        self.rects([(x, y, w, h)], fill, layer=layer)

    def rects(
        self,
        boxes: Sequence[tuple[float, float, float, float]],
        fill: str,
        *,
        layer: int = FRONT,
    ) -> None:
        """Fill boxes (x, y, width, height) that do not overlap, as one shape."""
        points: list[tuple[float, float]] = []
        for x, y, w, h in boxes:
            points += [(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)]
        codes = (MOVE, LINE, LINE, LINE, CLOSE) * len(boxes)
        self.items.append(
            Shape(points=tuple(points), codes=codes, fill=fill, sharp=True, layer=layer)
        )

    def frame(self, x: float, y: float, w: float, h: float, thick: float, fill: str) -> None:
        """Draw the border of a box; it lies inside."""
        self.rects(
            [
                (x, y, w, thick),
                (x, y + h - thick, w, thick),
                (x, y + thick, thick, h - 2 * thick),
                (x + w - thick, y + thick, thick, h - 2 * thick),
            ],
            fill,
        )

    def place(self, other: Sheet, x: float, y: float, scale: float = 1.0) -> None:
        """Draw another sheet into this one.

        Parameters
        ----------
        other : Sheet
            What is drawn, in front of the mark.
        x, y : float
            Where its top left comes to lie [pt].
        scale : float
            By which its size is changed [-].
        """
        for item in other.ordered():
            if isinstance(item, Words):
                moved: Words | Shape = replace(
                    item,
                    x=x + item.x * scale,
                    y=y + item.y * scale,
                    size=item.size * scale,
                    layer=FRONT,
                )
            else:
                points = tuple((x + px * scale, y + py * scale) for px, py in item.points)
                moved = replace(item, points=points, layer=FRONT)
            self.items.append(moved)

    def ordered(self) -> list[Words | Shape]:
        """Return what is drawn, from the back to the front."""
        return sorted(self.items, key=lambda item: item.layer)
