"""Evaluates a planned product system over blocks of columns; loads no solver.

A column is one set of amounts: a draw of a Monte Carlo simulation or a variant of a scenario.
:func:`pvfootprint.engine.plans.make_plan` makes plans.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pvfootprint.engine.column_faults import Faults

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from pvfootprint.engine.elimination import Loop
    from pvfootprint.engine.summing import Row, Source, Sum


@dataclass(frozen=True, slots=True)
class Single:
    """The balance of a process outside loops; `made` is None if it makes one unit of its product.

    `forwards` tells whether it makes its product, rather than taking it, while nothing changes.
    """

    process: int
    own: Sum
    made: Sum | None
    forwards: bool

    @property
    def processes(self) -> tuple[int, ...]:
        """The process."""
        return (self.process,)

    def solve(
        self, source: Source, known: Mapping[int, Row], faults: Faults, width: int
    ) -> dict[int, Row]:
        """Return its upstream value; as :meth:`pvfootprint.engine.elimination.Loop.solve`."""
        own = self.own(source, known)
        value = np.full(width, own) if isinstance(own, float) else own
        if self.made is not None:
            made = np.asarray(self.made(source, known))
            faults.singular[:] |= made == 0
            if self.forwards:
                faults.backwards[:] |= made < 0
            value /= made
        return {self.process: value}


@dataclass(frozen=True, slots=True)
class Plan:
    """What is left to do per column; made by :func:`make_plan`.

    Parameters
    ----------
    changing : tuple of int
        Flat positions of the changing exchanges.
    rows : int
        Rows of amounts: one per changing exchange, in their order, unless some share a row.
    targets : tuple of str
        Codes of the processes whose upstream values are wanted.
    places : tuple of int
        Their places in the system.
    constants : dict
        Upstream values of targets that no change reaches, by place [kgCO2e/unit].
    steps : tuple of Single or Loop
        In the order in which processes take from each other.
    last_use : tuple of tuple of int
        Per step, the processes whose values nothing needs after it.
    width : int
        Columns of a block.
    """

    changing: tuple[int, ...]
    rows: int
    targets: tuple[str, ...]
    places: tuple[int, ...]
    constants: dict[int, float]
    steps: tuple[Single | Loop, ...]
    last_use: tuple[tuple[int, ...], ...]
    width: int

    def upstream(self, amounts: NDArray[np.float64]) -> NDArray[np.float64]:
        """Compute what one unit of each target's product causes, for every column of amounts.

        Parameters
        ----------
        amounts : ndarray, shape (rows, n)
            Amounts of the changing exchanges, in multiples of the plan's units.

        Returns
        -------
        ndarray, shape (len(targets), n)
            Upstream values [kgCO2e per unit of the target's product]. Times the reference flow they
            are the score.

        Raises
        ------
        CalculationError
            CAL-001 if a column is singular, CAL-002 if one is not finite, CAL-003 if a process
            would have to run backwards, with the number of columns and the first of them.
        ValueError
            If there is not one row per changing exchange.
        """
        found = np.empty((len(self.targets), amounts.shape[-1]))
        for first, block in self._blocks((amounts,)):
            found[:, first : first + block.shape[1]] = block
        return found

    def blocks(self, amounts: Iterable[NDArray[np.float64]]) -> Iterator[NDArray[np.float64]]:
        """Compute blocks of columns as they come; nothing is kept of those that are past.

        Parameters
        ----------
        amounts : iterable of ndarray, each of shape (rows, any)
            As in :meth:`upstream`.

        Yields
        ------
        ndarray, shape (len(targets), at most width)
            Upstream values, in the order of the columns; as :meth:`upstream`.

        Raises
        ------
        CalculationError, ValueError
            As :meth:`upstream`.
        """
        for _, block in self._blocks(amounts):
            yield block

    def evaluate(self, source: Source, width: int, first: int = 0) -> NDArray[np.float64]:
        """Compute one block whose amounts are given row by row, each row once.

        Parameters
        ----------
        source : Source
            Gives the amounts, in the order in which the plan asks for them.
        width : int
            Number of columns.
        first : int
            Number of the first column, for what is said about it.

        Returns
        -------
        ndarray, shape (len(targets), width)
            As :meth:`upstream`.

        Raises
        ------
        CalculationError
            As :meth:`upstream`.
        """
        faults = Faults.none(width)
        known: dict[int, Row] = {}
        result = np.empty((len(self.targets), width))
        with np.errstate(all="ignore"):
            for step, done in zip(self.steps, self.last_use, strict=True):
                known |= step.solve(source, known, faults, width)
                for process in done:
                    del known[process]
        for i, place in enumerate(self.places):
            result[i] = self.constants[place] if place in self.constants else known[place]
        faults.check(result, first)
        return result

    def _blocks(
        self, amounts: Iterable[NDArray[np.float64]]
    ) -> Iterator[tuple[int, NDArray[np.float64]]]:
        start = 0
        for given in amounts:
            if given.ndim != 2 or len(given) != self.rows:
                msg = f"amounts of shape ({self.rows}, n) are needed, not {given.shape}"
                raise ValueError(msg)
            for first in range(0, given.shape[1], self.width):
                block = given[:, first : first + self.width]
                yield start, self.evaluate(_Given(block), block.shape[1], start)
                start += block.shape[1]


@dataclass(frozen=True, slots=True)
class _Given:
    """Gives rows of an array."""

    amounts: NDArray[np.float64]

    def __call__(self, rows: NDArray[np.intp], writable: bool) -> Row:
        first = int(rows[0])
        if not writable and (np.diff(rows) == 1).all():
            return self.amounts[first : first + len(rows)]
        return self.amounts[rows]
