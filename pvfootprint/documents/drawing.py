"""Draws in SVG: boxes, lines and measured text. Whatever text comes in is escaped."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from pvfootprint.documents.figure import STYLES
from pvfootprint.documents.fonts import FAMILY
from pvfootprint.documents.measuring import readable, width, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

INK, GREY, PALE, LINE = "#1a1a1a", "#5f6b76", "#eef2f5", "#b8c2cc"
ACCENT, ACCENT_PALE = "#14507a", "#e3edf5"

WIDTH = 510.0
"""Width of every drawing: that of the text on a page of A4 [pt]."""

LEADING = 1.22
"""Distance between lines of text over its size."""

HATCHES = {
    "////": '<path d="M-1,1 l2,-2 M0,4 l4,-4 M3,5 l2,-2" stroke="#000" stroke-width="0.35"/>',
    "\\\\\\\\": '<path d="M-1,3 l2,2 M0,0 l4,4 M3,-1 l2,2" stroke="#000" stroke-width="0.35"/>',
    "....": '<circle cx="2" cy="2" r="0.5" fill="#000"/>',
    "xxxx": '<path d="M0,0 l4,4 M0,4 l4,-4" stroke="#000" stroke-width="0.3"/>',
    "||||": '<path d="M2,0 l0,4" stroke="#000" stroke-width="0.35"/>',
}
"""Hatches of :data:`pvfootprint.documents.figure.STYLES`, on a tile of 4 by 4 points."""


@dataclass
class Drawing:
    """A drawing in points, from the top left.

    Parameters
    ----------
    key : str
        Unique in its document; keeps its patterns apart from those of other drawings.
    width : float
        Width; that of the text on a page of A4 by default [pt].
    """

    key: str
    parts: list[str] = field(default_factory=list)
    height: float = 0.0
    width: float = WIDTH

    def rect(  # noqa: PLR0913  (a box has that many sides)
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        *,
        fill: str = "none",
        line: str = "none",
        dashed: bool = False,
        round_: float = 0.0,
        thick: float = 0.7,
    ) -> None:
        """Draw a box."""
        dash = ' stroke-dasharray="3 2"' if dashed else ""
        corner = f' rx="{round_:g}"' if round_ else ""
        self.parts.append(
            f'<rect x="{x:.2f}" y="{y:.2f}" width="{w:.2f}" height="{h:.2f}"{corner} '
            f'fill="{fill}" stroke="{line}" stroke-width="{thick:g}"{dash}/>'
        )
        self._reach(y + h)

    def path(
        self,
        course: str,
        *,
        fill: str = "none",
        line: str = "none",
        thick: float = 0.8,
        opacity: float = 1.0,
    ) -> None:
        """Draw a path."""
        clear = f' fill-opacity="{opacity:g}"' if opacity < 1 else ""
        self.parts.append(
            f'<path d="{course}" fill="{fill}" stroke="{line}" stroke-width="{thick:g}"{clear}/>'
        )

    def text(
        self,
        x: float,
        y: float,
        said: str,
        size: float,
        *,
        bold: bool = False,
        colour: str = INK,
        anchor: str = "start",
    ) -> None:
        """Write one line; `y` is its base line."""
        weight = ' font-weight="bold"' if bold else ""
        self.parts.append(
            f'<text x="{x:.2f}" y="{y:.2f}" font-size="{size:g}" fill="{colour}" '
            f'text-anchor="{anchor}"{weight}>{escape(readable(said))}</text>'
        )
        self._reach(y + size * 0.3)

    @contextlib.contextmanager
    def titled(self, title: str) -> Iterator[None]:
        """Say what the parts drawn inside are: shown beside the pointer, and read aloud."""
        self.parts.append(f"<g><title>{escape(readable(title))}</title>")
        yield
        self.parts.append("</g>")

    def label(self, x: float, y: float, said: str, size: float, colour: str = INK) -> None:
        """Write one line in the middle of `x` on a white ground."""
        half = width(said, size) / 2 + 1
        self.rect(x - half, y - size * 0.85, 2 * half, size * 1.1, fill="#ffffff")
        self.text(x, y, said, size, colour=colour, anchor="middle")

    def fill(self, group: str) -> str:
        """Return the fill of a group: its colour with its hatch, if it has one."""
        colour, hatch = STYLES[group]
        return f"url(#{self.key}-{group})" if hatch else colour

    def svg(self, title: str) -> str:
        """Return the drawing.

        Parameters
        ----------
        title : str
            What programs that read aloud say of it.

        Returns
        -------
        str
            An ``svg`` element that scales to the width of its place.
        """
        used = "".join(
            self._pattern(group)
            for group, (_, hatch) in STYLES.items()
            if hatch and any(self.fill(group) in p for p in self.parts)
        )
        return (
            '<svg xmlns="http://www.w3.org/2000/svg" '
            f'viewBox="0 0 {self.width:g} {self.height:.1f}" role="img" '
            f'font-family="{FAMILY}, sans-serif"><title>{escape(title)}</title>'
            f"<defs>{used}</defs>{''.join(self.parts)}</svg>"
        )

    def _pattern(self, group: str) -> str:
        colour, hatch = STYLES[group]
        return (
            f'<pattern id="{self.key}-{group}" width="4" height="4" patternUnits="userSpaceOnUse">'
            f'<rect width="4" height="4" fill="{colour}"/>{HATCHES.get(hatch, "")}</pattern>'
        )

    def _reach(self, y: float) -> None:
        self.height = max(self.height, y)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text in a box."""

    said: str
    size: float
    bold: bool = False
    colour: str = INK


def lines_of(
    said: str, size: float, room: float, *, bold: bool = False, colour: str = INK
) -> list[Line]:
    """Break a text into lines of one look."""
    return [Line(part, size, bold, colour) for part in wrap(readable(said), size, room, bold=bold)]


def height_of(lines: list[Line]) -> float:
    """Return the height of lines below each other [pt]."""
    return sum(line.size * LEADING for line in lines)


def write_lines(
    drawing: Drawing, x: float, top: float, lines: list[Line], anchor: str = "start"
) -> None:
    """Write lines below each other."""
    y = top
    for line in lines:
        drawing.text(
            x,
            y + line.size * (0.88 + (LEADING - 1) / 2),
            line.said,
            line.size,
            bold=line.bold,
            colour=line.colour,
            anchor=anchor,
        )
        y += line.size * LEADING
