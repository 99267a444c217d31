"""Greedy sequence and exact search over sets of levers; every footprint is computed anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pvfootprint.language.texts import text
from pvfootprint.model.findings import AnalysisError, Finding

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from pvfootprint.analysis.reduction.sets import AdmissibleSets, Sets

    Vector = NDArray[np.float64]
    Evaluate = Callable[[Sets], Vector]

EVERY_SET = 2**22
"""Up to so many sets every one is computed; beyond, the search ends at the target."""

MOST_SETS = 2**22
"""Sets after which the search gives up."""

EQUAL = 1e-12
"""Footprints that differ by less than this share count as equal [-]."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the exact search found; sets are tuples of positions of levers.

    Parameters
    ----------
    best : tuple
        For none, one, two ... levers: the set with the lowest footprint, and its footprint.
    smallest : tuple, optional
        Fewest levers that reach the target, then the lowest footprint.
    fewest_actors : tuple, optional
        Fewest actors, then fewest levers, then the lowest footprint.
    sets : int
        How many sets were computed.
    """

    best: tuple[tuple[tuple[int, ...], float], ...]
    smallest: tuple[tuple[int, ...], float] | None
    fewest_actors: tuple[tuple[int, ...], float] | None
    sets: int


def greedy(evaluate: Evaluate, sets: AdmissibleSets, present: float) -> list[tuple[int, float]]:
    """Pull again and again the lever that saves most on top of those before it.

    Parameters
    ----------
    evaluate : callable
        Footprint of each of many sets [kgCO2e per declared unit].
    sets : AdmissibleSets
        Levers, and which exclude each other.
    present : float
        Footprint with no lever pulled [kgCO2e per declared unit].

    Returns
    -------
    list of (int, float)
        Position of each lever and the footprint with it and those before it; it ends where no
        other lever lowers the footprint.
    """
    pulled = np.zeros(len(sets.levers), dtype=bool)
    steps: list[tuple[int, float]] = []
    lowest = present
    while True:
        open_ = np.flatnonzero(~pulled & ~sets.conflicts[pulled].any(axis=0))
        if not len(open_):
            return steps
        tried = np.repeat(pulled[None, :], len(open_), axis=0)
        tried[np.arange(len(open_)), open_] = True
        footprints = evaluate(tried)
        best = int(np.argmin(footprints))
        if footprints[best] >= lowest - EQUAL * abs(present):
            return steps
        lowest = float(footprints[best])
        pulled[open_[best]] = True
        steps.append((int(open_[best]), lowest))


def search(
    evaluate: Evaluate,
    sets: AdmissibleSets,
    actors: NDArray[np.bool_],
    target: float | None,
    progress: Callable[[int], None] | None = None,
) -> Found:
    """Compute every set of levers that do not exclude each other.

    Sets are computed by their number of levers. Where there are more than :data:`EVERY_SET`, the
    search ends with the number of levers that reaches the target: no smaller set does, since all
    of them were computed. Where none reaches it, all have been computed: that is the proof.

    Parameters
    ----------
    evaluate : callable
        Footprint of each of many sets [kgCO2e per declared unit].
    sets : AdmissibleSets
        Levers, and which exclude each other.
    actors : ndarray of bool, shape (levers, actors)
        Who has to act for a lever.
    target : float, optional
        What the footprint is to come down to [kgCO2e per declared unit].
    progress : callable, optional
        Told how many sets are done.

    Returns
    -------
    Found
        Of equal footprints the set that comes first in the order of the levers.

    Raises
    ------
    AnalysisError
        LEV-009 if there are too many sets to compute them all, and none of those computed
        reaches the target.
    """
    there = sets.count()
    if target is None and there > MOST_SETS:
        raise _too_many(there)
    every = there <= EVERY_SET
    limit = -np.inf if target is None else target + EQUAL * abs(target)
    best: list[tuple[tuple[int, ...], float]] = []
    fewest: tuple[tuple[int, int, float], tuple[int, ...]] | None = None
    done = 0
    for size in range(len(sets.groups) + 1):
        lowest: tuple[tuple[int, ...], float] | None = None
        for block in sets.of_size(size):
            if not len(block):
                continue
            footprints = evaluate(block)
            done += len(block)
            i = int(np.argmin(footprints))
            if lowest is None or footprints[i] < lowest[1]:
                lowest = (_set(block[i]), float(footprints[i]))
            fewest = _fewer(fewest, block, footprints, actors, limit)
            if done > MOST_SETS and lowest[1] > limit:
                raise _too_many(there)
            if progress:
                progress(done)
        if lowest is None:
            break
        best.append(lowest)
        if not every and lowest[1] <= limit:
            break
    smallest = next((one for one in best if one[1] <= limit), None)
    return Found(tuple(best), smallest, None if fewest is None else (fewest[1], fewest[0][2]), done)


def _fewer(
    fewest: tuple[tuple[int, int, float], tuple[int, ...]] | None,
    block: Sets,
    footprints: Vector,
    actors: NDArray[np.bool_],
    limit: float,
) -> tuple[tuple[int, int, float], tuple[int, ...]] | None:
    """Return the set that needs the fewest actors: the one known, or one of a block."""
    reach = np.flatnonzero(footprints <= limit)
    if not len(reach):
        return fewest
    needed = (block[reach].astype(np.int32) @ actors > 0).sum(axis=1)
    i = int(np.lexsort((footprints[reach], needed))[0])
    row = reach[i]
    rank = (int(needed[i]), int(block[row].sum()), float(footprints[row]))
    return (rank, _set(block[row])) if fewest is None or rank < fewest[0] else fewest


def _too_many(there: int) -> AnalysisError:
    return AnalysisError(
        [
            Finding(
                "LEV-009",
                text("there are too many sets of levers to compute them all"),
                found=str(there),
                expected=text("at most {count}", count=MOST_SETS),
                hint=text("leave levers out with --without, or name some with --levers"),
            )
        ]
    )


def _set(row: NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple(int(i) for i in np.flatnonzero(row))
