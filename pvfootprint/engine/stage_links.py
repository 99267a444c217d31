"""What the stages of a chain take of each other, for many variants at once."""

from __future__ import annotations

from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

CONSTANT = -1
"""Row of an amount that no variant changes."""


@dataclass(frozen=True, slots=True)
class Link:
    """Net production of a stage by one unit of a stage, or a part of it.

    Parameters
    ----------
    by, of : int
        Places of the process and of what it makes or takes, among the chain's processes.
    amount : float
        Made (positive) or taken (negative) [unit/unit]; the sign counts where variants change it.
    row : int
        Row of the changed amounts; :data:`CONSTANT` if no variant changes it.
    """

    by: int
    of: int
    amount: float
    row: int = CONSTANT


@dataclass(frozen=True, slots=True)
class Links:
    """All of them.

    Parameters
    ----------
    product : int
        Place of the product.
    count : int
        How many processes the chain has.
    links : tuple of Link
        Parts that are not zero for every variant.
    order : tuple of int
        Processes, each before those that it takes of; empty where a loop has no such order.
    """

    product: int
    count: int
    links: tuple[Link, ...]
    order: tuple[int, ...]

    def supplies(self, amounts: Array) -> Array:
        """Return how much of each process a unit of the product takes.

        Parameters
        ----------
        amounts : ndarray, shape (changed, variants)
            Amounts of the changed exchanges.

        Returns
        -------
        ndarray, shape (processes, variants)
            In units of each process; not finite where there is no solution.
        """
        with np.errstate(all="ignore"):
            return self._in_order(amounts) if self.order else self._at_once(amounts)

    def _in_order(self, amounts: Array) -> Array:
        net: dict[tuple[int, int], Array | float] = {}
        for link in self.links:
            key = link.by, link.of
            net[key] = net.get(key, 0.0) + _value(link, amounts)
        needed: list[Array | float] = [0.0] * self.count
        needed[self.product] = 1.0
        for by in self.order:
            needed[by] = needed[by] / net[by, by]
            for (user, of), made in net.items():
                if user == by and of != by:
                    needed[of] = needed[of] - made * needed[by]
        found = np.empty((self.count, amounts.shape[1]))
        for place, row in enumerate(needed):
            found[place] = row
        return found

    def _at_once(self, amounts: Array) -> Array:
        matrix = np.zeros((amounts.shape[1], self.count, self.count))
        for link in self.links:
            matrix[:, link.of, link.by] += _value(link, amounts)
        demand = np.zeros((len(matrix), self.count, 1))
        demand[:, self.product] = 1.0
        singular = np.linalg.det(matrix) == 0
        matrix[singular] = np.eye(self.count)
        found = np.asarray(np.linalg.solve(matrix, demand)[..., 0].T, dtype=np.float64)
        found[:, singular] = np.nan
        return found


def make_links(product: int, count: int, links: Iterable[Link]) -> Links:
    """Order links.

    Parameters
    ----------
    product : int
        Place of the product.
    count : int
        How many processes the chain has.
    links : iterable of Link
        What each makes and takes.

    Returns
    -------
    Links
        Whose supplies can be computed.
    """
    kept = tuple(link for link in links if link.amount or link.row != CONSTANT)
    graph = TopologicalSorter[int]()
    for place in range(count):
        graph.add(place)
    for link in kept:
        if link.by != link.of:
            graph.add(link.of, link.by)
    try:
        order = tuple(graph.static_order())
    except CycleError:
        order = ()
    return Links(product, count, kept, order)


def _value(link: Link, amounts: Array) -> Array | float:
    if link.row == CONSTANT:
        return link.amount
    row: Array = amounts[link.row]
    return row if link.amount > 0 else -row
