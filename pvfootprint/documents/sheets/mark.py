"""The pilot's own mark: the stages of the chain, which end at the gate."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pvfootprint.documents.sheets.sheet import Sheet

STAGES = 5
"""Bars: metallurgical silicon, polysilicon, wafer, cell, module."""

AMBER = "#c98a1b"
"""Colour of the gate where there are colours."""

GATE = 0.12
"""Width of the gate over the side of the mark."""


def draw_mark(sheet: Sheet, x: float, y: float, side: float, bars: str, gate: str) -> None:
    """Draw the mark.

    Parameters
    ----------
    sheet : Sheet
        Where to.
    x, y : float
        Its top left [pt].
    side : float
        Its width and height [pt].
    bars, gate : str
        Colours.
    """
    height = side / (2 * STAGES - 1)
    right = side * (1 - 1.75 * GATE)
    boxes = []
    for i in range(STAGES):
        left = right * (STAGES - 1 - i) / (STAGES + 0.5)
        boxes.append((x + left, y + 2 * i * height, right - left, height))
    sheet.rects(boxes, bars)
    sheet.rect(x + side * (1 - GATE), y, side * GATE, side, gate)
