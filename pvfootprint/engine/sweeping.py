"""Solves large loops of processes for many columns at once, by sweeps (Gauss and Seidel)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from pvfootprint.engine.summing import Row, Value

MOST_SWEEPS = 200
"""Sweeps after which the columns are left to a solver with pivots."""

LOOKS = 4
"""Sweeps from one look at what still moves to the next."""

STILL = 1e-14
"""Largest change by a sweep of what is done, over the largest value of the process [-]."""


@dataclass(frozen=True, slots=True)
class _Balance:
    """A process's balance, divided by what it makes."""

    own: Value
    takes: NDArray[np.intp]
    amounts: Row


def sweep(entries: Mapping[tuple[int, int], Value], found: Row) -> NDArray[np.bool_]:
    """Solve the balances of a loop one after the other, again and again.

    Where no amount is negative this converges, whatever it starts from, exactly if each process
    takes less of the loop than it makes (Stein and Rosenberg 1948); how fast depends on how much
    the loop takes back, not on its size.

    Parameters
    ----------
    entries : mapping
        As in :class:`pvfootprint.engine.elimination.Loop`.
    found : ndarray, shape (processes, columns)
        Upstream values, written here; without convergence, what came last.

    Returns
    -------
    ndarray of bool, shape (columns,)
        Where every process makes more than it takes of itself.
    """
    size, width = found.shape
    upright = np.ones(width, dtype=np.bool_)
    takes: list[list[int]] = [[] for _ in range(size)]
    for i, j in entries:
        if i != j and j < size:
            takes[i].append(j)
    balances = [_divided(entries, i, takes[i], found.shape) for i in range(size)]
    values = np.empty((size, width))  # Next to each other, which `found` need not be.
    for i, balance in enumerate(balances):
        upright &= entries[i, i] > 0
        values[i] = balance.own
    # A start without zeros, so that a loop that feeds on itself grows even if it emits nothing.
    values += np.abs(values).max(axis=0) + 1
    read = np.empty((max(len(balance.takes) for balance in balances), width))
    for _ in range(0, MOST_SWEEPS, LOOKS):
        for _ in range(LOOKS - 1):
            _sweep_once(balances, values, read)
        before = values.copy()
        _sweep_once(balances, values, read)
        moved = np.abs(values - before).max(axis=1)
        if (moved <= STILL * np.abs(values).max(axis=1)).all():
            break
    found[:] = values
    return upright


def _divided(
    entries: Mapping[tuple[int, int], Value], i: int, takes: list[int], shape: tuple[int, int]
) -> _Balance:
    size, width = shape
    amounts = np.empty((len(takes), width))
    for row, j in zip(amounts, takes, strict=True):
        row[:] = np.divide(entries[i, j], entries[i, i])
    own = np.divide(entries[i, size], entries[i, i])
    return _Balance(own, np.array(takes, dtype=np.intp), amounts)


def _sweep_once(balances: list[_Balance], values: Row, read: Row) -> None:
    for i, balance in enumerate(balances):
        of_others = read[: len(balance.takes)]
        np.take(values, balance.takes, axis=0, out=of_others, mode="clip")
        np.einsum("ij,ij->j", balance.amounts, of_others, out=values[i])
        values[i] += balance.own
