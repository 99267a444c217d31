"""The diagram of the system boundary, drawn from the actual chain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.documents.chain_graph import GAP, MEMBER, ChainGraph, Node, chain_graph
from pvfootprint.documents.drawing import (
    ACCENT,
    ACCENT_PALE,
    GREY,
    INK,
    LINE,
    PALE,
    WIDTH,
    Drawing,
    Line,
    height_of,
    lines_of,
    write_lines,
)
from pvfootprint.documents.measuring import width
from pvfootprint.documents.numbers import figures, percent
from pvfootprint.language.texts import Text, text
from pvfootprint.model.terms import BOUNDARY, GROUPS, STAGES

if TYPE_CHECKING:
    from pvfootprint.model.footprint import Footprint
    from pvfootprint.model.system import ProductSystem

PAD, GUTTER, WIDEST = 9.0, 28.0, 124.0
"""Inside of the frame, room for arrows between columns, widest box [pt]."""

SIZE = 6.6
"""Size of the text in the boxes [pt]."""

DETAILS = (2, 1, 0)
TALLEST = 560.0
"""How much the boxes say, until the chain fits on a page [pt]."""

BETWEEN = 7.0
"""Between boxes of a column [pt]."""


@dataclass
class _Box:
    node: Node
    lines: list[Line]
    x: float = 0.0
    y: float = 0.0
    w: float = 0.0

    @property
    def h(self) -> float:
        """Height."""
        return height_of(self.lines) + 8

    @property
    def middle(self) -> float:
        """Where arrows meet it."""
        return self.y + self.h / 2


def draw_boundary(system: ProductSystem, footprint: Footprint, title: Text) -> str:
    """Draw the system boundary with the chain inside it.

    Parameters
    ----------
    system : ProductSystem
        Its members, gaps and processes.
    footprint : Footprint
        What each of them adds.
    title : Text
        For programs that read aloud.

    Returns
    -------
    str
        An ``svg`` element: a box per company's product, dashed boxes where the library stands in,
        arrows with the share of the supply, and what lies outside.
    """
    graph = chain_graph(system)
    stages = [stage for stage in STAGES if any(node.stage == stage for node in graph.nodes)]
    room = (WIDTH - 2 * PAD - GUTTER * (len(stages) - 1)) / len(stages)
    room = min(room, WIDEST)
    drawing = Drawing("boundary")
    top = _background(drawing, system)
    columns: list[list[_Box]] = []
    for detail in DETAILS:
        columns = _columns(graph, system, footprint, stages, room, top + 34, detail)
        if max(box.y + box.h for column in columns for box in column) <= TALLEST:
            break
    bottom = max(box.y + box.h for column in columns for box in column)
    _arrows_down(drawing, columns, top)
    boxes = {box.node.key: box for column in columns for box in column}
    for link in graph.links:
        _arrow(drawing, boxes[link.source], boxes[link.target], link.share)
    for stage, column in zip(stages, columns, strict=True):
        _heading(drawing, stage, column[0].x + column[0].w / 2, top + 14)
        for box in column:
            _box(drawing, box)
    _frame(drawing, bottom + 8)
    _gate(drawing, footprint, columns[-1][0], bottom + 8)
    return drawing.svg(title)


def _background(drawing: Drawing, system: ProductSystem) -> float:
    """Draw the processes behind the chain as one strip; return its lower edge."""
    names = [GROUPS[key] for key in ("electricity", "heat", "materials", "transport", "waste")]
    count = len(system.inventories) - len(system.stage_codes)
    said = text(
        "Background processes from cradle: {names} ({count} datasets)",
        names="%s",
        count=count,
    )
    lines = [
        Line(said.zh.replace("%s", "、".join(n.zh for n in names)), 7, bold=True),
        Line(said.en.replace("%s", ", ".join(n.en for n in names)), SIZE, colour=GREY),
    ]
    height = height_of(lines) + 8
    drawing.rect(PAD, 20, WIDTH - 2 * PAD, height, fill=PALE, line=LINE, round_=2)
    write_lines(drawing, WIDTH / 2, 24, lines, "middle")
    return 20 + height


def _columns(
    graph: ChainGraph,
    system: ProductSystem,
    footprint: Footprint,
    stages: list[str],
    room: float,
    top: float,
    detail: int,
) -> list[list[_Box]]:
    columns = []
    for i, stage in enumerate(stages):
        x = PAD + i * (room + GUTTER) + _indent(len(stages), room)
        column = [
            _Box(node, _lines(node, system, footprint, room - 8, detail), x=x, w=room)
            for node in graph.nodes
            if node.stage == stage
        ]
        columns.append(column)
    heights = [sum(box.h for box in c) + BETWEEN * (len(c) - 1) for c in columns]
    for column, height in zip(columns, heights, strict=True):
        y = top + (max(heights) - height) / 2
        for box in column:
            box.y = y
            y += box.h + BETWEEN
    return columns


def _indent(count: int, room: float) -> float:
    """Return what puts narrow chains into the middle."""
    return (WIDTH - 2 * PAD - count * room - (count - 1) * GUTTER) / 2


def _lines(
    node: Node, system: ProductSystem, footprint: Footprint, room: float, detail: int
) -> list[Line]:
    """Return what a box says; with less detail its site and its product are left to the tables."""
    if node.member:
        member = node.member
        part = next((p for p in footprint.suppliers if p.code == node.key), None)
        value = part.value if part else None
        lines = lines_of(member.company, SIZE, room, bold=True)
        if detail > 0:
            lines += lines_of(member.site, SIZE, room)
        if detail > 1:
            lines += lines_of(member.name or member.product, SIZE - 0.8, room, colour=GREY)
    elif node.gap:
        gap = next((g for g in footprint.gaps if _same(g, node)), None)
        value = gap.value if gap else None
        stands = text("library stands in")
        who = node.gap.supplier
        lines = lines_of(f"{stands.zh} {stands.en}", SIZE, room, bold=True, colour=GREY)
        lines += lines_of(who, SIZE, room) if who else []
        lines += lines_of(node.gap.dataset, SIZE - 0.8, room, colour=GREY)
    else:
        library = text("library")
        value = None
        lines = lines_of(f"{library.zh} {library.en}", SIZE, room, bold=True, colour=GREY)
        for code in node.datasets[:4]:
            lines += lines_of(code, SIZE - 0.8, room, colour=GREY)
        if not system.members:
            stage = next((s for s in footprint.stages if s.stage == node.stage), None)
            value = stage.value if stage else None
    if value is not None and footprint.total.value:
        said = f"{figures(value)} ({percent(value / footprint.total.value)} %)"
        lines += lines_of(said, SIZE, room, colour=ACCENT)
    return lines


def _same(gap: object, node: Node) -> bool:
    return (
        getattr(gap, "dataset", None) == node.gap.dataset  # type: ignore[union-attr]
        and getattr(gap, "supplier", None) == node.gap.supplier  # type: ignore[union-attr]
    )


def _heading(drawing: Drawing, stage: str, x: float, y: float) -> None:
    term = STAGES[stage]
    drawing.text(x, y, term.zh, 8, bold=True, anchor="middle")
    drawing.text(x, y + 9, term.en, SIZE, colour=GREY, anchor="middle")


def _box(drawing: Drawing, box: _Box) -> None:
    own = box.node.kind == MEMBER
    drawing.rect(
        box.x,
        box.y,
        box.w,
        box.h,
        fill=ACCENT_PALE if own else "#ffffff",
        line=ACCENT if own else GREY,
        dashed=box.node.kind == GAP,
        round_=2,
    )
    write_lines(drawing, box.x + 4, box.y + 4, box.lines)


def _arrows_down(drawing: Drawing, columns: list[list[_Box]], top: float) -> None:
    """Draw the arrows from the background into each column."""
    for column in columns:
        x = column[0].x + column[0].w - 5
        drawing.path(f"M{x:.1f},{top:.1f} V{top + 6:.1f}", line=GREY)
        _head(drawing, x, top + 8, down=True)


def _arrow(drawing: Drawing, source: _Box, target: _Box, share: float) -> None:
    x0, y0, x1, y1 = source.x + source.w, source.middle, target.x - 3.5, target.middle
    bend = (x1 - x0) * 0.5
    drawing.path(
        f"M{x0:.1f},{y0:.1f} C{x0 + bend:.1f},{y0:.1f} {x1 - bend:.1f},{y1:.1f} {x1:.1f},{y1:.1f}",
        line=INK,
        thick=0.6 + 1.2 * share,
    )
    _head(drawing, x1 + 3, y1)
    decimals = 0 if abs(share * 100 - round(share * 100)) < 0.05 else 1
    said = f"{percent(share, decimals)} %"
    # Beside the line, on the side from which it bends away.
    beside = -2.6 if y1 >= y0 else 7.4
    drawing.label(x0 + 1.5 + width(said, 6) / 2, y0 + beside, said, 6)


def _head(drawing: Drawing, x: float, y: float, *, down: bool = False) -> None:
    course = f"M{x:.1f},{y:.1f} l-2,-4 h4 Z" if down else f"M{x:.1f},{y:.1f} l-4.5,-2.2 v4.4 Z"
    drawing.path(course, fill=GREY if down else INK)


def _frame(drawing: Drawing, bottom: float) -> None:
    said = text("System boundary: {boundary}", boundary=BOUNDARY)
    drawing.rect(0.5, 5, WIDTH - 1, bottom - 5, line=ACCENT, dashed=True, thick=1, round_=3)
    caption = f"{said.zh}  {said.en}"
    drawing.rect(10, 0, width(caption, 7.5, bold=True) + 8, 10, fill="#ffffff")
    drawing.text(14, 8, caption, 7.5, bold=True, colour=ACCENT)


def _gate(drawing: Drawing, footprint: Footprint, last: _Box, bottom: float) -> None:
    """Draw what leaves the gate, and what lies outside."""
    x = last.x + last.w / 2
    drawing.path(f"M{x:.1f},{bottom - 6:.1f} V{bottom + 10:.1f}", line=INK, thick=1.4)
    _head(drawing, x, bottom + 14, down=True)
    unit = f"1 {footprint.declared_unit['unit']}"
    gate = text("declared unit at the gate: {unit}", unit=unit)
    drawing.text(x - 8, bottom + 9, f"{gate.zh}  {gate.en}", 7, bold=True, anchor="end")
    outside = text(
        "Outside: distribution to the user, installation, use, end of life; capital goods as far "
        "as a dataset does not hold them"
    )
    lines = [
        *lines_of(outside.zh, SIZE, WIDTH - 2 * PAD - 8, colour=GREY),
        *lines_of(outside.en, SIZE, WIDTH - 2 * PAD - 8, colour=GREY),
    ]
    height = height_of(lines) + 6
    drawing.rect(PAD, bottom + 17, WIDTH - 2 * PAD, height, line=LINE, dashed=True, round_=2)
    write_lines(drawing, PAD + 5, bottom + 20, lines)
    drawing.height = bottom + 18 + height
