"""The stacked bars of a footprint: one per stage, by what it is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.documents.drawing import GREY, INK, LINE, WIDTH, Drawing
from pvfootprint.documents.measuring import width
from pvfootprint.documents.numbers import figures, percent
from pvfootprint.model.terms import GROUPS

if TYPE_CHECKING:
    from pvfootprint.language.texts import Text
    from pvfootprint.model.footprint import Footprint

LEFT, RIGHT = 104.0, 74.0
"""Room for names and for values [pt]."""

ROW, BAR = 23.0, 14.0
"""Distance and thickness of the bars [pt]."""


def draw_bars(footprint: Footprint, title: Text) -> str:
    """Draw a footprint by stage, each stage stacked by group.

    Parameters
    ----------
    footprint : Footprint
        Its stages and their groups; a negative part stands left of the axis.
    title : Text
        For programs that read aloud.

    Returns
    -------
    str
        An ``svg`` element.
    """
    drawing = Drawing("bars")
    stages = footprint.stages
    low = min(min(0.0, sum(min(0.0, v) for v in s.groups.values())) for s in stages)
    high = max(sum(max(0.0, v) for v in s.groups.values()) for s in stages)
    scale = (WIDTH - LEFT - RIGHT) / ((high - low) or 1.0)
    axis = LEFT - low * scale
    for i, stage in enumerate(stages):
        top = i * ROW + (ROW - BAR) / 2
        drawing.text(LEFT - 6, top + 6, stage.name_zh, 7.5, anchor="end")
        drawing.text(LEFT - 6, top + 14, stage.name, 6.5, colour=GREY, anchor="end")
        ahead = behind = axis
        for group in GROUPS:
            length = abs(stage.groups[group]) * scale
            if stage.groups[group] < 0:
                behind -= length
            start = behind if stage.groups[group] < 0 else ahead
            if length > 0:
                drawing.rect(start, top, length, BAR, fill=drawing.fill(group), line=INK, thick=0.3)
            if stage.groups[group] > 0:
                ahead += length
        said = f"{figures(stage.value)}  ({percent(stage.share)} %)"
        drawing.text(ahead + 4, top + 10, said, 7.5)
    bottom = len(stages) * ROW
    drawing.path(f"M{axis:.2f},0 V{bottom:.2f}", line=LINE)
    _legend(drawing, bottom + 8)
    return drawing.svg(title)


def _legend(drawing: Drawing, top: float) -> None:
    size, x, y = 7.0, LEFT, top
    for group, term in GROUPS.items():
        said = f"{term.zh} {term.en}"
        needed = 16 + width(said, size) + 12
        if x + needed > WIDTH:
            x, y = LEFT, y + 13
        drawing.rect(x, y, 12, 8, fill=drawing.fill(group), line=INK, thick=0.3)
        drawing.text(x + 16, y + 7, said, size)
        x += needed
    drawing.height = max(drawing.height, y + 10)
