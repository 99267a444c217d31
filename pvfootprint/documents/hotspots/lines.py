"""The lines of a tree as people read them: what only passes on stands on the line of its source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.language.texts import joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pvfootprint.language.texts import Text
    from pvfootprint.model.hotspots import TreeNode

FROM = " \N{LEFTWARDS ARROW} "
"""Between a process and the only one that it takes from."""


ON_THE_LINE = {"process", "closed", "own"}
"""Kinds of nodes that can share the line of the process before them."""


@dataclass(frozen=True, slots=True)
class TreeLine:
    """A line of a tree.

    Parameters
    ----------
    depth : int
        How far it is indented.
    name : Text
        A process, or several that only pass on.
    first, last : TreeNode
        The first and the last of them; the same for most lines.
    parent : int, optional
        Number of the line that it is part of.
    """

    depth: int
    name: Text
    first: TreeNode
    last: TreeNode
    parent: int | None


def tree_lines(tree: Sequence[TreeNode]) -> tuple[TreeLine, ...]:
    """Return the lines of a tree.

    Parameters
    ----------
    tree : sequence of TreeNode
        Each behind its parent.

    Returns
    -------
    tuple of TreeLine
        Each behind its parent. A process with a single part that carries all of it shares a line
        with that part, and own emissions that are all of a process are not repeated.
    """
    parts: dict[int | None, list[TreeNode]] = {}
    for node in tree:
        parts.setdefault(node.parent, []).append(node)
    lines: list[TreeLine] = []
    waiting: list[tuple[TreeNode, int, int | None]] = [(node, 0, None) for node in parts[None]]
    while waiting:
        first, depth, parent = waiting.pop()
        names, last = [first.name], first
        below = parts.get(first.number, [])
        while len(below) == 1 and below[0].kind in ON_THE_LINE:
            if below[0].kind != "own":
                last = below[0]
                names.append(last.name)
            below = parts.get(below[0].number, [])
        lines.append(TreeLine(depth, joined(FROM, names), first, last, parent))
        number = len(lines) - 1
        waiting += [(node, depth + 1, number) for node in reversed(below)]
    return tuple(lines)
