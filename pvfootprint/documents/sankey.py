"""The Sankey diagram of a footprint: whose it is, where in the chain, and what it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.documents.drawing import (
    ACCENT,
    GREY,
    PALE,
    WIDTH,
    Drawing,
    Line,
    height_of,
    lines_of,
    write_lines,
)
from pvfootprint.documents.figure import STYLES
from pvfootprint.documents.numbers import figures, percent
from pvfootprint.language.texts import Text, text
from pvfootprint.model.terms import GROUPS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pvfootprint.model.footprint import Footprint, SupplierPart

HEIGHT, BANDS, TALLEST = 270.0, 120.0, 560.0
"""Height that is aimed at, what the bands get above the names, and what fits on a page [pt]."""

LEAST = 60.0
"""Height of all bands together at least [pt]."""

GAP = 5.0
"""Between boxes of a column [pt]."""

SIZE = 6.8
"""Size of the text [pt]."""


@dataclass
class _Node:
    key: str
    value: float
    lines: list[Line]
    fill: str
    top: float = 0.0
    slot: float = 0.0
    thick: float = 0.0
    used_left: float = 0.0
    used_right: float = 0.0

    @property
    def start(self) -> float:
        """Where its band begins, in the middle of its slot."""
        return self.top + (self.slot - self.thick) / 2


def draw_sankey(footprint: Footprint, title: Text) -> str:
    """Draw the flows of a footprint.

    Parameters
    ----------
    footprint : Footprint
        Suppliers' parts, stages and their groups; without suppliers the diagram begins with the
        stages. Negative parts are left out: a band has no negative width.
    title : Text
        For programs that read aloud.

    Returns
    -------
    str
        An ``svg`` element.
    """
    total = footprint.total.value
    drawing = Drawing("sankey")
    given = {s.stage: 0.0 for s in footprint.stages}
    for part in footprint.suppliers:
        given[part.stage] += max(0.0, part.value)
    stages = [
        _node(s.stage, s.value, f"{s.name_zh} {s.name}", total, 78, GREY) for s in footprint.stages
    ]
    for node, stage in zip(stages, footprint.stages, strict=True):
        # A stage with a negative part gives more than it keeps.
        node.value = max(given[node.key], sum(max(0.0, v) for v in stage.groups.values()))
    groups = [
        _node(key, value, f"{term.zh} {term.en}", total, 96, STYLES[key][0])
        for key, term in GROUPS.items()
        if (value := sum(max(0.0, s.groups[key]) for s in footprint.stages)) > 0
    ]
    suppliers = [
        _node(str(i), part.value, _whose(part), total, 132, _fill(part))
        for i, part in enumerate(footprint.suppliers)
        if part.value > 0
    ]
    columns = [suppliers, stages, groups] if suppliers else [stages, groups]
    _place(columns)
    # Where each column begins and how wide it is; boxes hold the names, bands run between them.
    places = [(0.0, 136.0), (232.0, 82.0), (WIDTH - 100, 100.0)]
    if not suppliers:
        places = [(0.0, 110.0), (WIDTH - 110, 110.0)]
    by_key = {node.key: node for node in stages}
    if suppliers:
        for node in suppliers:
            target = by_key[footprint.suppliers[int(node.key)].stage]
            _band(drawing, node, target, node.value, (places[0], places[1]), node.fill)
    for stage in footprint.stages:
        for group in groups:
            value = stage.groups[group.key]
            if value > 0:
                _band(drawing, by_key[stage.stage], group, value, places[-2:], group.fill)
    for column, place in zip(columns, places, strict=True):
        for node in column:
            _box(drawing, node, place)
    return drawing.svg(title)


def _node(key: str, value: float, name: str, total: float, room: float, fill: str) -> _Node:
    share = percent(value / total if total else 0.0)
    said = f"{figures(value)} ({share} %)"
    lines = [*lines_of(name, SIZE, room - 8), *lines_of(said, SIZE - 0.6, room - 8, colour=GREY)]
    return _Node(key, max(0.0, value), lines, fill)


def _whose(part: SupplierPart) -> str:
    stage = f"{part.stage_zh} {part.stage_en}"
    if not part.company:
        library = text("library")
        return f"{library.zh} {library.en}: {stage}"
    return f"{part.company}, {part.site}"


def _fill(part: SupplierPart) -> str:
    return ACCENT if part.source == "workbook" else "#7d8a97"


def _place(columns: Sequence[list[_Node]]) -> None:
    """Give every node its place; the bands share one scale."""
    largest = max(sum(node.value for node in column) for column in columns) or 1.0
    scale = _largest_scale(columns, largest)
    heights = []
    for column in columns:
        top = 0.0
        for node in column:
            node.thick = node.value * scale
            node.slot = max(node.thick, height_of(node.lines) + 4)
            node.top = top
            top += node.slot + GAP
        heights.append(top - GAP)
    tallest = max(heights)
    for column, height in zip(columns, heights, strict=True):
        for node in column:
            node.top += (tallest - height) / 2


def _largest_scale(columns: Sequence[list[_Node]], largest: float) -> float:
    """Return the largest scale at which every column fits."""

    def height(scale: float) -> float:
        return max(
            sum(max(n.value * scale, height_of(n.lines) + 4) + GAP for n in column)
            for column in columns
        )

    # Many boxes need room for their names; the bands want some beside it.
    wanted = min(max(HEIGHT, height(0.0) + BANDS), TALLEST)
    low, high = LEAST / largest, wanted / largest
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if height(middle) <= wanted else (low, middle)
    return low


def _band(
    drawing: Drawing,
    source: _Node,
    target: _Node,
    value: float,
    places: Sequence[tuple[float, float]],
    fill: str,
) -> None:
    """Draw a band from the right side of one box to the left side of another."""
    (left, room), (right, _) = places
    thick_out = source.thick * value / source.value
    thick_in = target.thick * value / target.value
    x0, x1 = left + room, right
    y0, y1 = source.start + source.used_right, target.start + target.used_left
    source.used_right += thick_out
    target.used_left += thick_in
    middle = (x0 + x1) / 2
    drawing.path(
        f"M{x0:.2f},{y0:.2f} C{middle:.2f},{y0:.2f} {middle:.2f},{y1:.2f} {x1:.2f},{y1:.2f} "
        f"v{thick_in:.2f} C{middle:.2f},{y1 + thick_in:.2f} {middle:.2f},{y0 + thick_out:.2f} "
        f"{x0:.2f},{y0 + thick_out:.2f} Z",
        fill=fill,
        opacity=0.45,
    )


def _box(drawing: Drawing, node: _Node, place: tuple[float, float]) -> None:
    x, room = place
    thick = max(node.thick, 0.6)
    drawing.rect(x, node.top, room, node.slot, fill=PALE, round_=1.5)
    drawing.rect(x, node.start, 3, thick, fill=node.fill)
    drawing.rect(x + room - 3, node.start, 3, thick, fill=node.fill)
    write_lines(drawing, x + 6, node.top + (node.slot - height_of(node.lines)) / 2, node.lines)
    drawing.height = max(drawing.height, node.top + node.slot + 2)
