"""Sets of levers that do not exclude each other."""

from __future__ import annotations

from itertools import chain, combinations, islice, product
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from pvfootprint.model.lever import Lever

    Sets = NDArray[np.bool_]

BLOCK = 4096
"""Sets that are made at once."""


class AdmissibleSets:
    """Every set of levers that do not exclude each other.

    Parameters
    ----------
    levers : sequence of Lever
        Those that are offered.
    """

    def __init__(self, levers: Sequence[Lever]) -> None:
        self.levers = tuple(levers)
        self.conflicts = np.array(
            [[one.excluded_by(other) for other in levers] for one in levers], dtype=bool
        ).reshape(len(levers), len(levers))
        groups: dict[str, list[int]] = {}
        for i, lever in enumerate(levers):
            groups.setdefault(lever.group or f" {lever.key}", []).append(i)
        self.groups = tuple(tuple(options) for options in groups.values())
        one_group = np.zeros_like(self.conflicts)
        for options in self.groups:
            one_group[np.ix_(options, options)] = True
        self._across = self.conflicts & ~one_group
        """Conflicts that the groups do not keep apart already."""

    def count(self) -> int:
        """Return how many there are, the empty one among them.

        Returns
        -------
        int
            Exact.
        """
        tied = sorted({g for g, options in enumerate(self.groups) if self._tied(options)})
        free = [len(options) + 1 for g, options in enumerate(self.groups) if g not in tied]
        among = 0
        for choice in product(*((-1, *self.groups[g]) for g in tied)):
            pulled = [i for i in choice if i >= 0]
            among += not self._across[np.ix_(pulled, pulled)].any()
        return int(np.prod(free, dtype=object)) * among

    def _tied(self, options: tuple[int, ...]) -> bool:
        return bool(self._across[list(options)].any())

    def of_size(self, size: int) -> Iterator[Sets]:
        """Yield the sets of so many levers.

        Parameters
        ----------
        size : int
            How many levers.

        Yields
        ------
        ndarray of bool, shape (at most BLOCK, levers)
            One set in each row.
        """
        found = (
            choice for groups in combinations(self.groups, size) for choice in product(*groups)
        )
        while block := list(islice(found, BLOCK)):
            sets = np.zeros((len(block), len(self.levers)), dtype=bool)
            if size:
                columns = np.fromiter(chain.from_iterable(block), np.intp, len(block) * size)
                sets[np.repeat(np.arange(len(block)), size), columns] = True
            yield sets[~self.forbidden(sets)]

    def forbidden(self, sets: Sets) -> NDArray[np.bool_]:
        """Return which sets hold levers that exclude each other across groups."""
        found = np.zeros(len(sets), dtype=bool)
        for i, j in np.argwhere(np.triu(self._across)):
            found |= sets[:, i] & sets[:, j]
        return found
