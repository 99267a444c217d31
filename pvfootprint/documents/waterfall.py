"""The waterfall of a reduction: what each lever takes off on top of those before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.documents.drawing import (
    ACCENT,
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
from pvfootprint.documents.numbers import decimals_of, fixed
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from pvfootprint.documents.drawing import Line
    from pvfootprint.language.texts import Text
    from pvfootprint.model.reduction import Reduction

LEFT, RIGHT, TOP = 178.0, 66.0, 20.0
"""Room for names, for values, and above the bars for the target [pt]."""

BAR, BETWEEN, LEAST = 13.0, 6.0, 0.6
"""Thickness of a bar, room between the names of two rows, and the least length drawn [pt]."""

NAME, OTHER, VALUE = 7.5, 6.5, 7.5
"""Sizes of the Chinese name, the English name and the value [pt]."""

SMALL = 0.01
"""Steps below this share of the footprint stand together, at the end [-]."""

SAVED, TARGET = "#009E73", "#D55E00"
"""Colours of what comes off and of the target (Okabe and Ito 2008)."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A row: a whole footprint from zero, or what a lever takes off [kgCO2e per declared unit].

    Its `value` is written beside it, and `link` is where the next row begins.
    """

    name: Text
    low: float
    high: float
    value: float
    link: float
    whole: bool


def draw_waterfall(reduction: Reduction, title: Text) -> str:
    """Draw the sequence of levers as a waterfall.

    Parameters
    ----------
    reduction : Reduction
        Its sequence is drawn, from the present footprint to that with all of its levers, and its
        target as a line. Small steps at the end stand together. Negative footprints lie left of
        the axis.
    title : Text
        For programs that read aloud.

    Returns
    -------
    str
        An ``svg`` element.
    """
    drawing = Drawing("waterfall")
    bars = _bars(reduction)
    target = reduction.target
    reached = [value for bar in bars for value in (bar.low, bar.high)]
    low, high = min(0.0, *reached), max(*reached, target or 0.0)
    scale = (WIDTH - LEFT - RIGHT) / ((high - low) or 1.0)
    decimals = max(0, decimals_of(high, 4))

    def place(value: float) -> float:
        return LEFT + (value - low) * scale

    names_of = [_names(bar) for bar in bars]
    heights = [max(height_of(names), BAR) + BETWEEN for names in names_of]
    top = TOP if target is not None else 2.0
    bottom = top + sum(heights)
    drawing.path(f"M{place(0.0):.2f},{top:.2f} V{bottom:.2f}", line=LINE)
    if target is not None:
        _target(drawing, place(target), target, bottom, decimals)
    for i, (bar, names, height) in enumerate(zip(bars, names_of, heights, strict=True)):
        middle = top + height / 2
        write_lines(drawing, LEFT - 8, middle - height_of(names) / 2, names, anchor="end")
        start, end = place(bar.low), place(bar.high)
        colour = ACCENT if bar.whole else SAVED
        length = max(end - start, LEAST)
        drawing.rect(start, middle - BAR / 2, length, BAR, fill=colour, line=INK, thick=0.3)
        said = fixed(bar.value, decimals)
        _value(drawing, end + 4, middle, said, bold=bar.whole)
        if i + 1 < len(bars):
            reach = top + height + heights[i + 1] / 2 - BAR / 2
            drawing.path(f"M{place(bar.link):.2f},{middle + BAR / 2:.2f} V{reach:.2f}", line=LINE)
        top += height
    drawing.height = max(drawing.height, bottom)
    return drawing.svg(title)


def _names(bar: Bar) -> list[Line]:
    return [
        *lines_of(bar.name.zh, NAME, LEFT - 12, bold=bar.whole),
        *lines_of(bar.name.en, OTHER, LEFT - 12, colour=GREY),
    ]


def _bars(reduction: Reduction) -> list[Bar]:
    before = reduction.footprint
    bars = [_whole(text("today"), before)]
    steps = [(step.lever.name, step.footprint) for step in reduction.sequence]
    shown = _large(reduction)
    if len(steps) > shown + 1:
        rest = text("{count} further levers, each below 1 %", count=len(steps) - shown)
        steps = [*steps[:shown], (rest, steps[-1][1])]
    for name, after in steps:
        bars.append(Bar(name, after, before, after - before, after, whole=False))
        before = after
    if reduction.sequence:
        bars.append(_whole(text("with all of these levers"), before))
    return bars


def _large(reduction: Reduction) -> int:
    """Return how many steps come before those that all are small."""
    least = SMALL * abs(reduction.footprint)
    large = [i for i, step in enumerate(reduction.sequence, 1) if step.saving >= least]
    return large[-1] if large else 0


def _whole(name: Text, value: float) -> Bar:
    return Bar(name, min(0.0, value), max(0.0, value), value, value, whole=True)


def _value(drawing: Drawing, x: float, middle: float, said: str, *, bold: bool) -> None:
    """Write a value on a white ground, so that the line of the target does not cross it."""
    room = width(said, VALUE, bold=bold)
    drawing.rect(x - 1, middle - VALUE * 0.6, room + 2, VALUE * 1.2, fill="#ffffff")
    drawing.text(x, middle + VALUE * 0.36, said, VALUE, bold=bold)


def _target(drawing: Drawing, x: float, target: float, bottom: float, decimals: int) -> None:
    said = text("target {value}", value=fixed(target, decimals))
    words = f"{said.zh} {said.en}"
    half = width(words, VALUE, bold=True) / 2
    drawing.path(f"M{x:.2f},{TOP - 6:.2f} V{bottom:.2f}", line=TARGET, thick=1.0)
    middle = min(max(x, LEFT + half), WIDTH - half)
    drawing.text(middle, TOP - 10, words, VALUE, bold=True, colour=TARGET, anchor="middle")
