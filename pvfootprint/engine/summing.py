"""Sums of amounts times constants, evaluated over a block of columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from pvfootprint.engine.balances import CONSTANT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from pvfootprint.engine.balances import Affine

    Row = NDArray[np.float64]
    Value = Row | float

AT_ONCE = 8
"""Rows that are read and summed together, so that they stay in the cache."""


class Source(Protocol):
    """Gives the changing amounts of a block of columns, each row once."""

    def __call__(self, rows: NDArray[np.intp], writable: bool) -> Row:
        """Return the amounts of some rows, shape (rows, columns); a copy if `writable`."""
        ...


@dataclass(frozen=True, slots=True)
class Chunk:
    """Rows that are read and summed together.

    Parameters
    ----------
    rows : ndarray of int, shape (m,)
        Rows of changing amounts.
    factors : ndarray, shape (m,)
        Their coefficients.
    times : tuple of (int, int)
        Index of a row in the chunk, and the process by whose upstream value it is multiplied.
    """

    rows: NDArray[np.intp]
    factors: Row
    times: tuple[tuple[int, int], ...]

    def __call__(self, source: Source, known: Mapping[int, Row]) -> Row:
        """Return their sum, shape (columns,)."""
        amounts = source(self.rows, writable=bool(self.times))
        for i, process in self.times:
            row = amounts[i]
            np.multiply(row, known[process], out=row)
        total: Row = np.einsum("i,ij->j", self.factors, amounts)
        return total


@dataclass(frozen=True, slots=True)
class Sum:
    """``offset + factors @ rows + sum of constants x upstream``, over a block of columns.

    Parameters
    ----------
    offset : float
        The constant.
    chunks : tuple of Chunk
        Changing amounts.
    fixed : tuple of (int, float)
        Processes whose upstream value enters by a constant.
    """

    offset: float
    chunks: tuple[Chunk, ...] = ()
    fixed: tuple[tuple[int, float], ...] = ()

    def __call__(self, source: Source, known: Mapping[int, Row]) -> Value:
        """Return the sum, shape (columns,), or a number where nothing of it changes.

        Parameters
        ----------
        source : Source
            Gives the amounts.
        known : mapping
            Upstream values by process, each of shape (columns,).
        """
        parts = [chunk(source, known) for chunk in self.chunks]
        parts += [known[process] * amount for process, amount in self.fixed]
        if not parts:
            return self.offset
        total = parts[0]
        for part in parts[1:]:
            total += part
        if self.offset:
            total += self.offset
        return total


def make_sum(affine: Affine, takes: Mapping[int, Affine] | None = None) -> Sum:
    """Prepare an affine function, and what is taken of other processes, for evaluation.

    Parameters
    ----------
    affine : Affine
        The function.
    takes : mapping, optional
        Amounts by the process whose upstream value they are multiplied by.

    Returns
    -------
    Sum
        With the rows in the order in which they were given.
    """
    terms: list[tuple[int, float, int | None]] = [
        (row, factor, None) for row, factor in affine.items() if row != CONSTANT
    ]
    fixed = []
    for process, amount in (takes or {}).items():
        terms += [(row, factor, process) for row, factor in amount.items() if row != CONSTANT]
        if amount.get(CONSTANT):
            fixed.append((process, amount[CONSTANT]))
    chunks = [_chunk(terms[first : first + AT_ONCE]) for first in range(0, len(terms), AT_ONCE)]
    return Sum(affine.get(CONSTANT, 0.0), tuple(chunks), tuple(fixed))


def _chunk(terms: Sequence[tuple[int, float, int | None]]) -> Chunk:
    return Chunk(
        np.array([row for row, _, _ in terms], dtype=np.intp),
        np.array([factor for _, factor, _ in terms], dtype=np.float64),
        tuple((i, process) for i, (_, _, process) in enumerate(terms) if process is not None),
    )
