"""Solves loops of processes for many columns at once: elimination in an order fixed beforehand.

Inside a loop the balances of :mod:`pvfootprint.engine.balances` are a linear system per column.
Every step of the elimination is an operation on whole rows of columns. Nothing is pivoted: where
each process takes less of the loop than it makes, the matrix is an M-matrix, which needs no
pivoting in any order. Large loops whose elimination would take too many steps are solved by
:mod:`pvfootprint.engine.sweeping`. A column in which the balances do not close is solved again,
densely and with pivots.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pvfootprint.engine.summing import make_sum
from pvfootprint.engine.sweeping import sweep

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from pvfootprint.engine.balances import Balance
    from pvfootprint.engine.column_faults import Faults
    from pvfootprint.engine.summing import Row, Source, Sum, Value

    Entries = dict[tuple[int, int], Value]

CLOSED = 1e-12
"""Largest residual of a balance over the amounts that enter it, without pivots [-]."""

RESIDUAL = 1e-9
"""The same with pivots, as in :mod:`pvfootprint.engine.solving` [-]."""

SWEEPS = 40
"""Sweeps that an elimination may take as long as, before it gives way to them [-]."""

COLUMNS = 2048
"""Columns that are eliminated together, so that a loop's rows stay in the cache."""

DENSE_NUMBERS = 1 << 18
"""Numbers in the dense matrices that are solved together."""


@dataclass(frozen=True, slots=True)
class Loop:
    """The balances of processes that reach each other.

    Parameters
    ----------
    processes : tuple of int
        Places of the processes, in the order in which they are eliminated.
    made, own : tuple of Sum
        Per process: what is made, less what it takes of itself; own emissions and what is taken
        from outside the loop.
    takes : tuple of (int, int, Sum)
        What the first takes of the second's product; both counted in the order of `processes`.
    forwards : bool
        Whether every process makes its product, rather than taking it, while nothing changes.
    sweeps : bool
        Whether sweeps are shorter than an elimination.
    """

    processes: tuple[int, ...]
    made: tuple[Sum, ...]
    own: tuple[Sum, ...]
    takes: tuple[tuple[int, int, Sum], ...]
    forwards: bool
    sweeps: bool

    def solve(
        self, source: Source, known: Mapping[int, Row], faults: Faults, width: int
    ) -> dict[int, Row]:
        """Return the upstream values of a block of columns.

        Parameters
        ----------
        source : Source
            Gives the changing amounts.
        known : mapping
            Upstream values of processes outside the loop.
        faults : Faults
            Where columns without a sound solution are noted.
        width : int
            Number of columns.

        Returns
        -------
        dict
            Upstream value by process, shape (width,) [kgCO2e/unit].
        """
        size = len(self.processes)
        # The diagonal and the right-hand sides are part of the table: (i, i) and (i, size).
        table: Entries = {(i, i): self.made[i](source, known) for i in range(size)}
        table |= {(i, size): self.own[i](source, known) for i in range(size)}
        table |= {(i, j): taken(source, known) for i, j, taken in self.takes}
        found = np.empty((size, width))
        for first in range(0, width, COLUMNS):
            part = slice(first, min(first + COLUMNS, width))
            entries = {at: _cut(value, part) for at, value in table.items()}
            self._solve(entries, found[:, part], faults.of(part))
        return dict(zip(self.processes, found, strict=True))

    def _solve(self, entries: Entries, found: Row, faults: Faults) -> None:
        size = len(found)
        upright = sweep(entries, found) if self.sweeps else _eliminate(entries, found)
        self._note_backwards(entries, faults, np.flatnonzero(~upright))
        bad = np.flatnonzero(~_closes(entries, found, CLOSED))
        at_once = max(1, DENSE_NUMBERS // size**2)
        for first in range(0, len(bad), at_once):
            columns = bad[first : first + at_once]
            some = {at: _cut(value, columns) for at, value in entries.items()}
            found[:, columns], upright = _densely(some, size, len(columns))
            faults.singular[columns] |= ~_closes(some, found[:, columns], RESIDUAL)
            self._note_backwards(entries, faults, columns[~upright])

    def _note_backwards(self, entries: Entries, faults: Faults, columns: NDArray[np.intp]) -> None:
        """Note the columns whose matrix is no M-matrix, where that means running backwards.

        With no negative amount the matrix is a Z-matrix, and its inverse is non-negative exactly
        if it is an M-matrix (Horn and Johnson, Topics in Matrix Analysis, 1991, section 2.5): then
        every process runs forwards whatever is asked of the loop.
        """
        if self.forwards and len(columns):
            size = len(self.processes)
            taken = [_cut(v, columns) for (i, j), v in entries.items() if i != j and j < size]
            plain = np.ones(len(columns), dtype=np.bool_)
            for amount in taken:
                plain &= amount >= 0.0
            faults.backwards[columns[plain]] = True


def make_loop(found: Mapping[int, Balance], members: Sequence[int], forwards: bool) -> Loop:
    """Prepare the balances of a loop, in an order that keeps the elimination short.

    Parameters
    ----------
    found : mapping
        Balances by place.
    members : sequence of int
        Places of the loop's processes.
    forwards : bool
        Whether every process makes its product while nothing changes.

    Returns
    -------
    Loop
        Ready to be solved.
    """
    order, steps = _order({i: found[i].takes.keys() & set(members) for i in members})
    place = {process: i for i, process in enumerate(order)}
    takes = [(i, j, amount) for i in order for j, amount in found[i].takes.items()]
    outside = [{j: a for j, a in found[i].takes.items() if j not in place} for i in order]
    return Loop(
        tuple(order),
        tuple(make_sum(found[i].made) for i in order),
        tuple(make_sum(found[i].own, taken) for i, taken in zip(order, outside, strict=True)),
        tuple((place[i], place[j], make_sum(amount)) for i, j, amount in takes if j in place),
        forwards,
        steps > SWEEPS * len(takes),
    )


def _order(takes: Mapping[int, set[int]]) -> tuple[list[int], int]:
    """Return an order of elimination with little fill (Markowitz), and its number of steps."""
    rows = {i: set(targets) for i, targets in takes.items()}
    users = {i: {j for j in rows if i in rows[j]} for i in rows}
    order: list[int] = []
    steps = 0
    while rows:
        best = min(rows, key=lambda i: (len(rows[i]) * len(users[i]), i))
        taken, taking = rows.pop(best), users.pop(best)
        order.append(best)
        steps += (len(taking) + 1) * (len(taken) + 1)
        for target in taken:
            users[target] = (users[target] | taking) - {best, target}
        for user in taking:
            rows[user] = (rows[user] | taken) - {best, user}
    return order, steps


def _cut(value: Value, columns: slice | NDArray[np.intp]) -> Value:
    return value if isinstance(value, float) else value[columns]


def _eliminate(entries: Entries, found: Row) -> NDArray[np.bool_]:
    """Solve without pivots, in the order of the table, into `found`.

    Columns may come out wrong or not finite. Returns those in which every pivot is positive.
    """
    size, width = found.shape
    table = dict(entries)
    users: list[list[int]] = [[] for _ in range(size)]
    targets: list[list[int]] = [[] for _ in range(size)]
    for i, j in table:
        if i != j and j < size:
            users[j].append(i)
            targets[i].append(j)
    upright = np.ones(width, dtype=np.bool_)
    for k in range(size):
        pivot = table[k, k]
        upright &= pivot > 0
        later = [j for j in targets[k] if j > k]
        for i in [i for i in users[k] if i > k]:
            ratio = _over(table[i, k], pivot)
            for j in (*later, size):
                if j == i:
                    table[i, i] = table[i, i] - ratio * table[k, i]
                    continue
                if (i, j) not in table:
                    table[i, j] = 0.0
                    users[j].append(i)
                    targets[i].append(j)
                table[i, j] = table[i, j] + ratio * table[k, j]
    for k in reversed(range(size)):
        total = table[k, size]
        for j in targets[k]:
            if j > k:
                total = total + table[k, j] * found[j]
        found[k] = _over(total, table[k, k])
    return upright


def _over(value: Value, by: Value) -> Value:
    """Divide as numpy does, numbers too: what is divided by zero is not finite."""
    return value / by if not isinstance(by, float) or by else value * np.nan


def _closes(entries: Entries, found: Row, tolerance: float) -> NDArray[np.bool_]:
    """Return the columns in which every balance holds."""
    size = len(found)
    left: list[Value] = [entries[i, i] * found[i] - entries[i, size] for i in range(size)]
    entering: list[Value] = [
        abs(entries[i, i] * found[i]) + abs(entries[i, size]) for i in range(size)
    ]
    for (i, j), amount in entries.items():
        if i != j and j < size:
            taken = amount * found[j]
            left[i] = left[i] - taken
            entering[i] = entering[i] + abs(taken)
    closed = np.ones(found.shape[1], dtype=np.bool_)
    for a, b in zip(left, entering, strict=True):
        closed &= np.abs(a) <= tolerance * b
    return closed


def _densely(entries: Entries, size: int, width: int) -> tuple[Row, NDArray[np.bool_]]:
    """Solve with pivots, column by column.

    Beside the balances it solves ``M x = 1``: a Z-matrix is an M-matrix exactly if x has no
    negative part. Returns the solution, and where x has none.
    """
    matrices = np.zeros((width, size, size))
    right = np.ones((width, size, 2))
    for (i, j), value in entries.items():
        if j == size:
            right[:, i, 0] = value
        else:
            matrices[:, i, j] = value if i == j else -value
    try:
        solved = np.asarray(np.linalg.solve(matrices, right), dtype=np.float64)
    except np.linalg.LinAlgError:
        solved = np.stack([_one(m, r) for m, r in zip(matrices, right, strict=True)])
    return solved[:, :, 0].T, np.asarray((solved[:, :, 1] >= 0).all(axis=1))


def _one(matrix: Row, right: Row) -> Row:
    try:
        return np.asarray(np.linalg.solve(matrix, right), dtype=np.float64)
    except np.linalg.LinAlgError:
        return np.full_like(right, np.nan)
