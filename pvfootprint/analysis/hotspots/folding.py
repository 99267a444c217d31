"""Folds a product system to its large processes, for the diagram of what passes between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csgraph
from scipy.sparse.linalg import splu

from pvfootprint.analysis.hotspots.naming import Makers
from pvfootprint.engine.contributing import share
from pvfootprint.model.hotspots import Band, Network, NetworkNode
from pvfootprint.model.process_names import product_name

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pvfootprint.engine.solving import Solution
    from pvfootprint.model.system import ProductSystem

    Array = NDArray[np.float64]
    Places = NDArray[np.intp]

ALL = 1 - 1e-9
"""Share of what enters a process from which it only passes on what one other process makes [-]."""


def fold(system: ProductSystem, solution: Solution, cutoff: float) -> Network:
    """Return the processes above the cut-off, and what passes between them.

    What passes through a process is what it makes times its upstream value ``x u``. Along an input
    ``a`` of process ``i`` from ``j`` passes ``x_i a_ji u_j``; with ``u_i = own_i + sum(a_ji u_j)``
    as much leaves each process as enters it, loops included. Smaller processes are eliminated
    (Schur complement of the technosphere matrix): what they pass on and emit goes to the processes
    that take from them, and nothing else changes. So are processes that only pass on what one
    other process makes, such as the supply of a grid.

    Parameters
    ----------
    system : ProductSystem
        The product system.
    solution : Solution
        Its solution.
    cutoff : float
        Share of the footprint below which a process is folded into others [-].

    Returns
    -------
    Network
        In which the product is the last node.
    """
    product = [i.code for i in system.inventories].index(system.product.code)
    through = _through(solution)
    large = np.abs(through) >= max(cutoff, 1e-12) * abs(solution.score)
    large[product] = True
    shown = _without_passing(system, solution, np.flatnonzero(large), product)
    flows, folded = _folded(solution, shown)
    order, closing = _order(flows, list(shown).index(product))
    return _network(system, solution, shown, flows, folded, order, closing)


def _folded(solution: Solution, shown: Places) -> tuple[Array, Array]:
    """Return what passes between the shown processes, and what the smaller ones emit into each.

    Returns
    -------
    ndarray, shape (shown, shown)
        From row to column [kgCO2e per declared unit].
    ndarray, shape (shown,)
        Emissions of smaller processes [kgCO2e per declared unit].
    """
    matrix = solution.technosphere
    hidden = np.setdiff1d(np.arange(matrix.shape[0]), shown)
    here, there = matrix[shown][:, shown].toarray(), matrix[hidden][:, shown].toarray()
    # What one unit of each shown process takes of the hidden ones, straight and through others.
    taken = np.zeros(there.shape)
    if len(hidden):
        taken = -splu(matrix[hidden][:, hidden].tocsc()).solve(there)
    between = here + matrix[shown][:, hidden] @ taken
    folded = (solution.own[hidden] @ taken) * solution.supply[shown]
    taking = -between
    np.fill_diagonal(taking, np.diag(here) - np.diag(between))
    passing = taking * solution.upstream[shown][:, None] * solution.supply[shown][None, :]
    return passing, folded


def _through(solution: Solution) -> Array:
    """Return what passes through each process [kgCO2e per declared unit]."""
    made = solution.technosphere.diagonal()
    return np.asarray(solution.supply * made * solution.upstream)


def _without_passing(
    system: ProductSystem, solution: Solution, shown: Places, product: int
) -> Places:
    """Leave out processes that emit nothing and pass on what a single shown process makes."""
    while True:
        flows, folded = _folded(solution, shown)
        through = _through(solution)[shown]
        most = np.abs(flows).max(axis=0) >= ALL * np.abs(through)
        silent = np.abs(solution.own[shown] * solution.supply[shown] + folded) <= (
            (1 - ALL) * np.abs(through)
        )
        stage = np.array([bool(system.inventories[i].stage) for i in shown])
        electric = np.array([_passes_electricity(system, i) for i in shown])
        passing = ((most & silent) | electric) & ~stage & (shown != product)
        if not passing.any():
            return shown
        # What stands behind them may pass on, too, once they are gone.
        shown = shown[~passing]


def _passes_electricity(system: ProductSystem, i: int) -> bool:
    inventory = system.inventories[i]
    own = inventory.data_class == "primary" and not inventory.stage
    return bool(inventory.electricity_supply) or own


def _order(flows: Array, product: int) -> tuple[list[int], set[tuple[int, int]]]:
    """Return an order in which what passes runs forwards, and the bands that run back.

    Inside a loop, the process that passes least back relative to what it passes on comes first,
    as in the heuristic of Eades, Lin and Smyth for feedback arcs.
    """
    size = np.abs(flows).copy()
    np.fill_diagonal(size, 0.0)
    count, labels = csgraph.connected_components(size > 0, directed=True, connection="strong")
    rank = _ranks(size, labels, count)
    order: list[int] = []
    for label in sorted(range(count), key=lambda one: rank[one]):
        members = [int(i) for i in np.flatnonzero(labels == label)]
        order += _inside(size, members, product)
    place = {i: n for n, i in enumerate(order)}
    closing = {
        (int(i), int(j)) for i, j in zip(*np.nonzero(size), strict=True) if place[i] > place[j]
    }
    order.sort(key=lambda i: (i == product, place[i]))
    return order, closing


def _ranks(size: Array, labels: Places, count: int) -> dict[int, int]:
    """Give the loops numbers by which each comes before those that take from it."""
    links = {(int(labels[i]), int(labels[j])) for i, j in zip(*np.nonzero(size), strict=True)}
    before: dict[int, set[int]] = {label: set() for label in range(count)}
    for source, target in links:
        if source != target:
            before[target].add(source)
    found: dict[int, int] = {}
    while len(found) < count:
        ready = [one for one in range(count) if one not in found and before[one] <= found.keys()]
        for one in ready:
            found[one] = len(found)
    return found


def _inside(size: Array, members: list[int], product: int) -> list[int]:
    order: list[int] = []
    left = list(members)
    while left:
        # The product ends its loop: nothing is shown behind it.
        candidates = [i for i in left if i != product] or left

        def surplus(i: int, among: list[int] = left) -> float:
            return float(size[i, among].sum() - size[among, i].sum())

        best = max(candidates, key=lambda i: (surplus(i), -i))
        order.append(best)
        left.remove(best)
    return order


def _network(
    system: ProductSystem,
    solution: Solution,
    shown: Places,
    flows: Array,
    folded: Array,
    order: list[int],
    closing: set[tuple[int, int]],
) -> Network:
    makers = Makers(system)
    own = solution.own[shown] * solution.supply[shown]
    through = _through(solution)[shown]
    codes = [system.inventories[i].code for i in shown]
    nodes = []
    for n in order:
        inventory = system.inventories[shown[n]]
        nodes.append(
            NetworkNode(
                code=inventory.code,
                name=product_name(inventory),
                location=inventory.location,
                stage=inventory.stage,
                data_class=inventory.data_class,
                owner=makers.owner(inventory.code),
                value=float(through[n]),
                share=share(float(through[n]), solution.score),
                own=float(own[n]),
                folded=float(folded[n]),
                returned=float(flows[n, n]),
            )
        )
    bands = tuple(
        Band(
            source=codes[i],
            target=codes[j],
            value=float(flows[i, j]),
            closes_loop=(int(i), int(j)) in closing,
        )
        for i, j in zip(*np.nonzero(flows), strict=True)
        if i != j
    )
    return Network(nodes=tuple(nodes), bands=bands)
