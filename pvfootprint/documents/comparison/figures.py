"""The figures of a comparison: stages stacked side by side, and the causes of a difference."""

from __future__ import annotations

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
from pvfootprint.documents.numbers import figures
from pvfootprint.language.texts import text
from pvfootprint.model.terms import GROUPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pvfootprint.language.texts import Text
    from pvfootprint.model.comparison import Causes, Comparison, PartRow

LEFT, RIGHT = 118.0, 60.0
"""Room for names and for values [pt]."""

ROW, BAR, BETWEEN = 14.0, 11.0, 7.0
"""Distance and thickness of the bars, and room between two groups of bars [pt]."""

SIZE, SMALL = 7.5, 6.5
"""Sizes of the text [pt]."""

EFFECTS = (
    ("quantity", "#0072b2", text("another amount")),
    ("factor", "#e69f00", text("another factor behind it")),
    ("one_only", "#8a8f98", text("taken by one of them only")),
)
"""Effects of a cause: field, colour, name."""


def draw_parts(found: Comparison, title: Text) -> str:
    """Draw totals and stages of all products, stacked by what they are made of.

    Parameters
    ----------
    found : Comparison
        With parts by group, and by stage and group.
    title : Text
        For programs that read aloud.

    Returns
    -------
    str
        An ``svg`` element; bars say what they are when pointed at.
    """
    drawing = Drawing("comparison")
    blocks = [(text("total"), {row.key: row for row in found.rows("group")})]
    blocks += [
        (
            stage.name,
            {r.key.split(":")[1]: r for r in found.rows("stage-group") if r.stage == stage.key},
        )
        for stage in found.rows("stage")
    ]
    ends = [_ends(rows.values(), i) for _, rows in blocks for i in range(len(found.products))]
    low, high = min(end[0] for end in ends), max(end[1] for end in ends)
    scale = (WIDTH - LEFT - RIGHT) / ((high - low) or 1.0)
    axis = LEFT - low * scale
    top = 0.0
    for name, rows in blocks:
        top = _block(drawing, found, name, rows, (top, axis, scale)) + BETWEEN
    drawing.path(f"M{axis:.2f},0 V{top:.2f}", line=LINE)
    top = _products(drawing, found, top + 6)
    present = [group for group in GROUPS if any(group in rows for _, rows in blocks)]
    _legend(drawing, [(drawing.fill(group), GROUPS[group]) for group in present], top + 4)
    return drawing.svg(title)


def _ends(rows: Iterable[PartRow], i: int) -> tuple[float, float]:
    values = [row.values[i] for row in rows]
    return sum(min(0.0, v) for v in values), sum(max(0.0, v) for v in values)


def _block(
    drawing: Drawing,
    found: Comparison,
    name: Text,
    rows: dict[str, PartRow],
    place: tuple[float, float, float],
) -> float:
    """Draw the bars of one stage, one for each product; return where they end."""
    top, axis, scale = place
    count = len(found.products)
    lines = lines_of(name.zh, SIZE, LEFT - 34)
    if name.en != name.zh:
        lines += lines_of(name.en, SMALL, LEFT - 34, colour=GREY)
    height = max(count * ROW, height_of(lines))
    write_lines(drawing, LEFT - 24, top + (height - height_of(lines)) / 2, lines, anchor="end")
    first = top + (height - count * ROW) / 2
    for i, product in enumerate(found.products):
        y = first + i * ROW + (ROW - BAR) / 2
        drawing.text(LEFT - 14, y + 8.5, product.letter, SIZE, bold=True, colour=ACCENT)
        ahead = behind = axis
        for group in GROUPS:
            if group not in rows:
                continue
            value = rows[group].values[i]
            length = abs(value) * scale
            if value < 0:
                behind -= length
            start = behind if value < 0 else ahead
            if length > 0.05:
                said = text(
                    "{letter}, {stage}, {group}: {value} {unit}",
                    letter=product.letter,
                    stage=name,
                    group=GROUPS[group],
                    value=figures(value),
                    unit=found.unit,
                )
                with drawing.titled(said.said("both")):
                    fill = drawing.fill(group)
                    drawing.rect(start, y, length, BAR, fill=fill, line=INK, thick=0.3)
            if value > 0:
                ahead += length
        whole = sum(row.values[i] for row in rows.values())
        drawing.text(ahead + 4, y + 8.5, figures(whole), SIZE)
    return top + height


def _products(drawing: Drawing, found: Comparison, top: float) -> float:
    """Say which letter is which product."""
    for product in found.products:
        drawing.text(0, top + 7, product.letter, SIZE, bold=True, colour=ACCENT)
        lines = lines_of(product.product, SIZE, WIDTH - 14)
        write_lines(drawing, 14, top, lines)
        top += height_of(lines) + 2
    return top


def draw_causes(found: Comparison, causes: Causes, title: Text) -> str:
    """Draw the causes of a difference, each split by its effects.

    Parameters
    ----------
    found : Comparison
        With the unit.
    causes : Causes
        Of one product.
    title : Text
        For programs that read aloud.

    Returns
    -------
    str
        An ``svg`` element; what raises the footprint stands right of the axis.
    """
    drawing = Drawing(f"causes-{causes.letter}")
    effects = [[getattr(row, field) for field, _, _ in EFFECTS] for row in causes.causes]
    low = min((sum(min(0.0, v) for v in values) for values in effects), default=0.0)
    high = max((sum(max(0.0, v) for v in values) for values in effects), default=0.0)
    room = WIDTH - LEFT - 40 - 2 * RIGHT
    scale = room / ((high - low) or 1.0)
    axis = LEFT + 40 + RIGHT - low * scale
    top = 0.0
    for row, values in zip(causes.causes, effects, strict=True):
        lines = lines_of(row.name.zh, SIZE, LEFT + 30)
        if row.name.en != row.name.zh:
            lines += lines_of(row.name.en, SMALL, LEFT + 30, colour=GREY)
        height = max(ROW, height_of(lines)) + 4
        write_lines(drawing, LEFT + 34, top + 2, lines, anchor="end")
        y = top + (height - BAR) / 2
        ahead = behind = axis
        for (_, colour, name), value in zip(EFFECTS, values, strict=True):
            length = abs(value) * scale
            if value < 0:
                behind -= length
            start = behind if value < 0 else ahead
            if length > 0.05:
                said = text(
                    "{name}: {effect} {value:+.4g} {unit}",
                    name=row.name,
                    effect=name,
                    value=value,
                    unit=found.unit,
                )
                with drawing.titled(said.said("both")):
                    drawing.rect(start, y, length, BAR, fill=colour, line=INK, thick=0.3)
            if value > 0:
                ahead += length
        sign = "+" if row.difference > 0 else ""
        drawing.text(ahead + 4, y + 8.5, f"{sign}{figures(row.difference)}", SIZE)
        top += height
    drawing.path(f"M{axis:.2f},0 V{top:.2f}", line=LINE)
    _legend(drawing, [(colour, name) for _, colour, name in EFFECTS], top + 8)
    return drawing.svg(title)


def _legend(drawing: Drawing, entries: Sequence[tuple[str, Text]], top: float) -> None:
    x, y = 0.0, top
    for fill, name in entries:
        said = name.said("both")
        needed = 16 + width(said, SMALL) + 12
        if x and x + needed > WIDTH:
            x, y = 0.0, y + 13
        drawing.rect(x, y, 12, 8, fill=fill, line=INK, thick=0.3)
        drawing.text(x + 16, y + 7, said, SMALL)
        x += needed
    drawing.height = max(drawing.height, y + 11)
