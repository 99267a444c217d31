"""Widths of a table's columns, measured so that no number and no word is parted needlessly."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pvfootprint.documents.measuring import width

if TYPE_CHECKING:
    from pvfootprint.documents.blocks import Column, Table, Words

ROOM = 510.0
"""Width of the text on a page of A4 [pt]."""

SIZE, PADDING = 7.5, 6.6
"""Size of the text in tables, and what a cell keeps free on both sides together [pt]."""

LEAST, MOST_OF_A_WORD = 24.0, 66.0
"""Narrowest column, and the room that a long word may ask for before it is parted [pt]."""

NUMBER_WEIGHT = 0.5
"""Weight of a column of numbers."""

MOST_LINES = 1.8
"""Lines that the English heading above numbers may take."""

PARTS = re.compile(r"[^\s/,;·]+[/,;·]?|[\u3000-\u9fff\uff00-\uffef]")


def column_widths(table: Table) -> tuple[float, ...]:
    """Return the share of the width that each column gets.

    The room is shared by weight, but no column gets less than its widest number and its words need.

    Parameters
    ----------
    table : Table
        With its cells.

    Returns
    -------
    tuple of float
        Percentages; they sum to 100.
    """
    shown = table.shown()
    least = [_least(column, [row[i] for row in shown]) for i, column in enumerate(table.columns)]
    rest = ROOM - sum(least)
    if rest <= 0:
        return tuple(100 * one / sum(least) for one in least)
    weights = [NUMBER_WEIGHT if column.is_number else column.width for column in table.columns]
    wanted = _shared(least, weights)
    return tuple(100 * one / sum(wanted) for one in wanted)


def _shared(least: list[float], weights: list[float]) -> list[float]:
    """Share the room by weight; a column that needs more than its part gets what it needs."""
    fixed: set[int] = set()
    while True:
        room = ROOM - sum(least[i] for i in fixed)
        total = sum(weight for i, weight in enumerate(weights) if i not in fixed)
        given = {i: room * w / total for i, w in enumerate(weights) if i not in fixed}
        short = {i for i, one in given.items() if one < least[i]}
        if not short:
            return [given.get(i, need) for i, need in enumerate(least)]
        fixed |= short


def _least(column: Column, cells: list[Words]) -> float:
    heading = max((width(part, SIZE, bold=True) for part in _parts(column.heading)), default=0.0)
    if column.is_number:
        widest = max((width(cell.en, SIZE) for cell in cells), default=0.0)
        heading = max(heading, width(column.heading.en, SIZE) / MOST_LINES)
        heading = max(heading, width(column.unit, SIZE))
        return max(LEAST, widest + PADDING, min(heading, MOST_OF_A_WORD) + PADDING)
    longest = max((width(part, SIZE) for cell in cells for part in _parts(cell)), default=0.0)
    return max(LEAST, min(max(longest, heading), MOST_OF_A_WORD) + PADDING)


def _parts(said: Words) -> list[str]:
    """Return what stands on one line."""
    return PARTS.findall(f"{said.en} {said.zh}")
