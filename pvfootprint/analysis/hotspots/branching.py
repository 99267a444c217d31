"""Grows the tree of a footprint: from the product upstream, largest branches first."""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csgraph
from scipy.sparse.linalg import splu

from pvfootprint.engine.contributing import share
from pvfootprint.language.texts import Text, text
from pvfootprint.model.hotspots import TreeNode
from pvfootprint.model.process_names import process_name

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pvfootprint.engine.solving import Solution
    from pvfootprint.model.inventory import Inventory
    from pvfootprint.model.system import ProductSystem

    Array = NDArray[np.float64]

MOST_NODES = 5_000
"""Nodes at which a tree grows no further: what is not opened then stands as such."""

OWN = text("own emissions")


@dataclass(slots=True)
class _Branch:
    """A node that grows."""

    kind: str
    place: int
    depth: int
    amount: float
    value: float
    group: str = ""
    count: int = 1
    path: frozenset[int] = frozenset()
    parts: list[_Branch] = field(default_factory=list)


def grow(
    system: ProductSystem, solution: Solution, *, cutoff: float, depth: int | None = None
) -> tuple[TreeNode, ...]:
    """Grow the tree of a footprint.

    The value of a node is what runs along its path: amount times emissions per unit with
    everything before it, by the adjoint solution. With ``upstream = own + sum(a upstream)`` the
    parts of a node sum to it. A process that stands further up its path already is not opened
    again; its node holds what the loop takes back, so that nothing counts twice and the ends of
    all paths sum to the footprint.

    Parameters
    ----------
    system : ProductSystem
        The product system.
    solution : Solution
        Its solution.
    cutoff : float
        Share of the footprint below which inputs are not opened, and taken together [-].
    depth : int, optional
        How far upstream it is opened; as far as the cut-off goes by default.

    Returns
    -------
    tuple of TreeNode
        Each behind its parent; the parts of a node largest first, what is below the cut-off last.
    """
    work = _Grower(system, solution, cutoff, depth)
    return work.numbered(work.grown())


class _Grower:
    def __init__(
        self, system: ProductSystem, solution: Solution, cutoff: float, depth: int | None
    ) -> None:
        self.system, self.solution, self.depth = system, solution, depth
        self.least = cutoff * abs(solution.score)
        self.place = {inventory.code: i for i, inventory in enumerate(system.inventories)}
        self.loops = amplifications(system, solution)
        self.nodes = 1

    def grown(self) -> _Branch:
        """Open the largest node that is not open yet, until none is left."""
        product = self.place[self.system.product.code]
        amount = self.system.declared_unit.reference_flow
        value = amount * float(self.solution.upstream[product])
        root = _Branch("closed", product, 0, amount, value, path=frozenset({product}))
        order = 0
        waiting = [(-abs(value), order, root)]
        while waiting and self.nodes < MOST_NODES:
            branch = heapq.heappop(waiting)[2]
            self._open(branch)
            for part in branch.parts:
                if part.kind == "closed" and self._may_open(part):
                    order += 1
                    heapq.heappush(waiting, (-abs(part.value), order, part))
        return root

    def _may_open(self, branch: _Branch) -> bool:
        deep = self.depth is not None and branch.depth >= self.depth
        return not deep and not self._is_small(branch)

    def _is_small(self, branch: _Branch) -> bool:
        return abs(branch.value) < self.least

    def _open(self, branch: _Branch) -> None:
        """Take a node apart: its own emissions, its inputs, what is below the cut-off."""
        i = branch.place
        branch.kind = "process"
        inventory = self.system.inventories[i]
        runs = branch.amount / _made(inventory)
        amounts: dict[int, float] = {}
        groups: dict[int, str] = {}
        for exchange in inventory.inputs:
            j = self.place[exchange.target]
            amounts[j] = amounts.get(j, 0.0) + exchange.amount * runs
            groups.setdefault(j, exchange.group)
        inputs = [
            _Branch(
                "loop" if j in branch.path else "closed",
                j,
                branch.depth + 1,
                amount,
                amount * float(self.solution.upstream[j]),
                groups[j],
                path=branch.path | {j},
            )
            for j, amount in amounts.items()
        ]
        small = [part.value for part in inputs if self._is_small(part)]
        # One alone is named: a row for several would hide what it is.
        together = sum(1 for value in small if value) > 1
        branch.parts += [
            part for part in inputs if part.value and not (together and self._is_small(part))
        ]
        own = runs * float(self.solution.own[i])
        if own:
            branch.parts.append(_Branch("own", i, branch.depth + 1, runs, own, "direct"))
        branch.parts.sort(key=lambda part: (-abs(part.value), part.place))
        if together:
            rest = _Branch("rest", i, branch.depth + 1, 0.0, math.fsum(small), count=len(small))
            branch.parts.append(rest)
        self.nodes += len(branch.parts)

    def numbered(self, root: _Branch) -> tuple[TreeNode, ...]:
        """Return the nodes in the order in which they are read."""
        nodes: list[TreeNode] = []
        waiting: list[tuple[_Branch, int | None]] = [(root, None)]
        while waiting:
            branch, parent = waiting.pop()
            nodes.append(self._node(branch, len(nodes), parent))
            waiting += [(part, nodes[-1].number) for part in reversed(branch.parts)]
        return tuple(nodes)

    def _node(self, branch: _Branch, number: int, parent: int | None) -> TreeNode:
        inventory = self.system.inventories[branch.place]
        names: dict[str, Text] = {
            "own": OWN,
            "rest": text("{count} smaller inputs", count=branch.count),
            "loop": text("back to {name} (loop)", name=process_name(inventory)),
        }
        one = branch.kind not in {"own", "rest"}
        return TreeNode(
            number=number,
            parent=parent,
            depth=branch.depth,
            kind=branch.kind,
            code=inventory.code if one else "",
            name=names.get(branch.kind, process_name(inventory)),
            amount=branch.amount if one else None,
            unit=inventory.unit if one else "",
            value=branch.value,
            share=share(branch.value, self.solution.score),
            amplification=self.loops.get(branch.place, 1.0) if one else 1.0,
            count=branch.count,
            data_class=inventory.data_class if one else "",
            group=branch.group,
        )


def _made(inventory: Inventory) -> float:
    """Return what one unit of a process makes of its product."""
    return math.fsum(e.amount for e in inventory.exchanges if e.type == "production")


def amplifications(system: ProductSystem, solution: Solution) -> dict[int, float]:
    """Return how much of a product must be made for one net unit, where a loop takes it back.

    It is the diagonal of the inverse of the technosphere matrix, times what one unit of the
    process makes: 1 outside of loops, ``1 / (1 - g)`` where a share ``g`` runs back.

    Parameters
    ----------
    system : ProductSystem
        The product system.
    solution : Solution
        Its solution.

    Returns
    -------
    dict
        By place of the process; processes outside of loops are left out [-].
    """
    matrix = solution.technosphere
    links = matrix.copy()
    links.setdiag(0)
    links.eliminate_zeros()
    _, labels = csgraph.connected_components(links, directed=True, connection="strong")
    made = np.array([_made(inventory) for inventory in system.inventories])
    takes_own = made > matrix.diagonal()
    members = np.flatnonzero((np.bincount(labels)[labels] > 1) | takes_own)
    if not len(members):
        return {}
    factor = splu(matrix)
    found = {}
    for i in members:
        unit = np.zeros(matrix.shape[0])
        unit[i] = 1.0
        found[int(i)] = float(factor.solve(unit)[i] * made[i])
    return found
