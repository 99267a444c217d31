"""Turns the texts of a sheet into outlines, so that they look the same without the font."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.documents.sheets.faces import EM, glyph
from pvfootprint.documents.sheets.sheet import Shape, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.documents.sheets.faces import Codes, Points
    from pvfootprint.documents.sheets.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Outline:
    """A filled outline.

    Parameters
    ----------
    points : array
        Downwards, in the unit asked for.
    codes : array
        What leads to each point.
    fill : str
        ``#rrggbb``.
    sharp : bool
        Whether its edges are kept sharp in dots.
    said : str
        The text that it shows; empty for a shape.
    """

    points: Points
    codes: Codes
    fill: str
    sharp: bool
    said: str


def outlines(sheet: Sheet, scale: float) -> Iterator[Outline]:
    """Yield everything on a sheet as outlines, from the back to the front.

    Parameters
    ----------
    sheet : Sheet
        What is drawn.
    scale : float
        Units asked for per point.

    Yields
    ------
    Outline
        A shape, or a line of text.
    """
    import numpy as np  # noqa: PLC0415

    for item in sheet.ordered():
        if isinstance(item, Shape):
            points = np.array(item.points) * scale
            codes = np.array(item.codes, dtype=np.uint8)
            yield Outline(points, codes, item.fill, item.sharp, "")
        elif item.said.strip():
            points, codes = _text(item)
            yield Outline(points * scale, codes, item.colour, sharp=False, said=item.said)


def _text(words: Words) -> tuple[Points, Codes]:
    """Return the outline of a line in points."""
    import numpy as np  # noqa: PLC0415

    points, codes = [], []
    turn = math.radians(words.angle)
    across, up = math.cos(turn), math.sin(turn)
    for part in words.parts():
        scale, reached = part.size / EM, 0.0
        # The glyphs' y goes up, the sheet's goes down.
        matrix = np.array([[across, -up], [-up, -across]]) * scale
        for character in part.said:
            drawn = glyph(character, bold=part.bold)
            start = (part.x + reached * across, part.y - reached * up)
            points.append(drawn.points @ matrix + start)
            codes.append(drawn.codes)
            reached += drawn.advance * scale
    return np.concatenate(points), np.concatenate(codes)
