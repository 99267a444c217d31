"""The tornado: by how much each data point can move a footprint."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from pvfootprint.documents.drawing import (
    GREY,
    INK,
    LINE,
    WIDTH,
    Drawing,
    height_of,
    lines_of,
    write_lines,
)
from pvfootprint.documents.measuring import width
from pvfootprint.documents.numbers import fixed
from pvfootprint.documents.uncertainty.plotting import SIZE, SMALL, both
from pvfootprint.language.texts import text
from pvfootprint.model.spread import QUANTILE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pvfootprint.language.texts import Text
    from pvfootprint.model.uncertainty import DataPoint

LEFT, RIGHT = 232.0, 10.0
"""Room for names, and right of the bars [pt]."""

NUMBER = 40.0
"""Room for a number at each end of a bar [pt]."""

BAR, GAP = 11.0, 7.0
LOWER, HIGHER, UNSTATED = "#56b4e9", "#e69f00", "#c3ccd4"
ANYWAY = 0.1
"""By how much numbers without a stated spread are moved, to show their weight [-]."""


def draw_tornado(
    score: float, points: Sequence[DataPoint], unstated: Sequence[DataPoint], title: Text
) -> str:
    """Draw by how much data points can move a footprint.

    Parameters
    ----------
    score : float
        The footprint [kgCO2e per declared unit].
    points : sequence of DataPoint
        With a spread: each moves from the lower to the upper end of its own 95 % interval, the
        others staying where they are.
    unstated : sequence of DataPoint
        Without: each is moved by 10 %, which says what it weighs and nothing of how sure it is.
    title : Text
        For programs that read aloud.

    Returns
    -------
    str
        An ``svg`` element.
    """
    drawing = Drawing("tornado")
    y = 2.0
    if points:
        heading = text("with a stated spread: over its 95 % interval")
        moves = [_move(score, point) for point in points]
        y = _panel(drawing, y, heading, points, moves, (LOWER, HIGHER))
    if unstated:
        heading = text("spread not stated: if it were 10 % lower or higher")
        steps = [abs(score * point.elasticity) * ANYWAY for point in unstated]
        moves = [(-step, step) for step in steps]
        y = _panel(drawing, y + 6, heading, unstated, moves, (UNSTATED, UNSTATED))
    drawing.height = y
    return drawing.svg(both(title))


def _move(score: float, point: DataPoint) -> tuple[float, float]:
    """Return how far the footprint moves down and up; linear in the number itself."""
    reach = QUANTILE * point.scale
    ends = [score * point.elasticity * (math.exp(way * reach) - 1) for way in (-1, 1)]
    return min(ends), max(ends)


def _panel(
    drawing: Drawing,
    top: float,
    heading: Text,
    points: Sequence[DataPoint],
    moves: Sequence[tuple[float, float]],
    colours: tuple[str, str],
) -> float:
    """Draw one group of bars; return where it ends [pt]."""
    drawing.text(0, top + 9, both(heading), SIZE, bold=True)
    largest = max(max(-low, high) for low, high in moves) or 1.0
    half = (WIDTH - LEFT - RIGHT) / 2 - NUMBER
    middle = LEFT + NUMBER + half
    begin = y = top + 17
    decimals = 1 if largest >= 1 else 3
    for point, (low, high) in zip(points, moves, strict=True):
        lines = [
            *lines_of(_said(point).zh, SMALL, LEFT - 12),
            *(
                lines_of(_said(point).en, SMALL - 0.6, LEFT - 12, colour=GREY)
                if _said(point).en != _said(point).zh
                else []
            ),
        ]
        height = max(BAR, height_of(lines)) + GAP
        write_lines(drawing, LEFT - 10, y + (height - height_of(lines)) / 2, lines, anchor="end")
        bar = y + (height - BAR) / 2
        for end, colour in zip((low, high), colours, strict=True):
            length = abs(end) / largest * half
            start = middle - length if end < 0 else middle
            drawing.rect(start, bar, length, BAR, fill=colour, line=INK, thick=0.3)
            said = ("+" if end > 0 else "") + fixed(end, decimals)
            beside = start - 3 if end < 0 else start + length + 3
            anchor = "end" if end < 0 else "start"
            drawing.text(beside, bar + BAR - 2.6, said, SMALL, anchor=anchor)
        y += height
    drawing.path(f"M{middle:.2f},{begin:.2f} V{y:.2f}", line=LINE)
    unit = text("kgCO2e per declared unit")
    wide = width(both(unit), SMALL)
    drawing.text(
        min(middle, WIDTH - wide / 2), y + 8, both(unit), SMALL, colour=GREY, anchor="middle"
    )
    return y + 14


def _said(point: DataPoint) -> Text:
    return text("{process}: {name}", process=point.process, name=point.name)
