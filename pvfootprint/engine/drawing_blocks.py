"""Draws the amounts of one or several product systems block by block, straight into their plans."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pvfootprint.engine.sampling import BLOCK, Streams

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pvfootprint.engine.evaluation import Plan
    from pvfootprint.engine.sampling import Uncertain

    Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rows:
    """What is drawn: a row for each different pair of key and scale of some product systems.

    Parameters
    ----------
    keys : tuple of str
        Each key once.
    key : tuple of int
        Place of each row's key in `keys`.
    scales : ndarray, shape (rows,)
        Standard deviation of the natural logarithm [-].
    uses : tuple of int
        How many exchanges take each row.
    """

    keys: tuple[str, ...]
    key: tuple[int, ...]
    scales: Array
    uses: tuple[int, ...]


def make_rows(systems: Sequence[Uncertain]) -> tuple[Rows, list[list[int]]]:
    """Find what is drawn for some product systems.

    Parameters
    ----------
    systems : sequence of Uncertain
        The uncertain exchanges of each.

    Returns
    -------
    Rows
        Each different pair of key and scale once.
    list of list of int
        Per system, the row of each uncertain exchange.
    """
    pairs = [list(zip(u.keys, u.scales.tolist(), strict=True)) for u in systems]
    uses = Counter(pair for system in pairs for pair in system)
    keys = {key: i for i, key in enumerate(dict.fromkeys(key for key, _ in uses))}
    place = {pair: i for i, pair in enumerate(uses)}
    rows = Rows(
        tuple(keys),
        tuple(keys[key] for key, _ in uses),
        np.array([scale for _, scale in uses], dtype=np.float64),
        tuple(uses.values()),
    )
    return rows, [[place[pair] for pair in system] for system in pairs]


class BlockOfDraws:
    """Gives the draws of a block row by row, as multiples of the medians.

    A source of amounts for :meth:`pvfootprint.engine.evaluation.Plan.evaluate`. What several
    exchanges share is drawn once and kept until the block is done.

    Parameters
    ----------
    rows : Rows
        What is drawn.
    streams : Streams
        One per key.
    block, width : int
        Number of the block; how many of its draws, at most `BLOCK`.
    """

    def __init__(self, rows: Rows, streams: Streams, block: int, width: int) -> None:
        self._rows = rows
        self._streams = streams
        self._block = block
        self._width = width
        self._amounts: dict[int, Array] = {}
        self._normals: dict[int, Array] = {}
        self._rows_of_key = Counter(rows.key)

    def __call__(self, rows: NDArray[np.intp], writable: bool) -> Array:
        """Return the draws of some rows over their medians, shape (rows, width) [-]."""
        del writable  # What is kept is copied.
        amounts = np.empty((len(rows), self._width))
        wanted = rows.tolist()
        if any(row in self._amounts for row in wanted):
            for i, row in enumerate(wanted):
                if row not in self._amounts:
                    self._draw([row], amounts[i : i + 1])
                else:
                    amounts[i] = self._amounts[row]
        else:
            self._draw(wanted, amounts)
        return amounts

    def _draw(self, wanted: Sequence[int], amounts: Array) -> None:
        for row, normals in zip(wanted, amounts, strict=True):
            self._fill(self._rows.key[row], normals)
        amounts *= self._rows.scales[wanted, None]
        np.exp(amounts, out=amounts)
        for row, drawn in zip(wanted, amounts, strict=True):
            if self._rows.uses[row] > 1:
                self._amounts[row] = drawn.copy()

    def _fill(self, key: int, normals: Array) -> None:
        if self._rows_of_key[key] == 1:
            self._streams.fill(key, self._block, normals)
            return
        if key not in self._normals:
            self._normals[key] = np.empty(self._width)
            self._streams.fill(key, self._block, self._normals[key])
        normals[:] = self._normals[key]


@dataclass(frozen=True, slots=True)
class Simulation:
    """All that a process needs to compute any block of draws.

    Parameters
    ----------
    plans : tuple of Plan
        One per product, on the rows of `rows`.
    references : tuple of float
        Reference flow of each product [unit of the product per declared unit].
    rows : Rows
        What is drawn.
    seed : int
        Any whole number.
    """

    plans: tuple[Plan, ...]
    references: tuple[float, ...]
    rows: Rows
    seed: int

    def scores(self, first: int, last: int) -> Array:
        """Compute some draws.

        Parameters
        ----------
        first, last : int
            Number of the first draw, which begins a block, and of the one after the last.

        Returns
        -------
        ndarray, shape (products, last - first)
            Footprints [kgCO2e per declared unit].

        Raises
        ------
        CalculationError
            As :meth:`pvfootprint.engine.evaluation.Plan.upstream`.
        """
        streams = Streams(self.rows.keys, self.seed)
        found = np.empty((len(self.plans), last - first))
        for start in range(first, last, BLOCK):
            width = min(BLOCK, last - start)
            draws = BlockOfDraws(self.rows, streams, start // BLOCK, width)
            for i, plan in enumerate(self.plans):
                (upstream,) = plan.evaluate(draws, width, start)
                np.multiply(upstream, self.references[i], out=found[i, start - first :][:width])
        return found
