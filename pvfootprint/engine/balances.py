"""Adjoint balances of a product system whose amounts partly change.

What one unit of process ``p``'s product causes upstream, ``u_p`` [kgCO2e/unit], follows from::

    made_p u_p = own_p + sum over t (takes_tp u_t)

with own emissions ``own_p`` and the amounts ``takes_tp`` of other processes' products. Each
coefficient is a constant plus multiples of changing amounts, and each changing amount stands in one
place only, so that all that is constant is reckoned once, before the first column.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from pvfootprint.model.inventory import CharacterizationSet
    from pvfootprint.model.system import ProductSystem

CONSTANT = -1
"""Key of the constant in an affine function; the other keys are rows of changing amounts."""

LEFT = 0.1
"""Share of a production that loops may take back before they are left to each column [-]."""

Affine = dict[int, float]
"""Coefficient by row of changing amounts; the constant under `CONSTANT`."""


@dataclass(slots=True)
class Balance:
    """The balance of one process; see the module.

    Parameters
    ----------
    made, own : Affine
        What is made less what it takes of itself [unit]; own emissions [kgCO2e].
    takes : dict of Affine
        Amount taken by place of the process that makes it [unit].
    gross : float
        Constant part of what is made, before anything is taken back [unit].
    """

    made: Affine = field(default_factory=dict)
    own: Affine = field(default_factory=dict)
    takes: dict[int, Affine] = field(default_factory=dict)
    gross: float = 0.0

    @property
    def changes(self) -> bool:
        """Whether any amount of the process itself changes."""
        return any(map(changes, (self.made, self.own, *self.takes.values())))


def changes(affine: Affine) -> bool:
    """Return whether an affine function is more than a constant."""
    return any(key != CONSTANT for key in affine)


def add(into: Affine, what: Affine, times: float = 1.0) -> None:
    """Add a multiple of an affine function to another one, in place."""
    for key, value in what.items():
        into[key] = into.get(key, 0.0) + times * value


def balances(
    system: ProductSystem,
    factors: CharacterizationSet,
    changing: Mapping[int, tuple[int, float]],
) -> list[Balance]:
    """Write down the adjoint balance of every process.

    Parameters
    ----------
    system : ProductSystem
        Complete and linked.
    factors : CharacterizationSet
        GWP set.
    changing : mapping
        By flat position of an exchange: its row of changing amounts, and what they are multiples
        of [unit of the exchange].

    Returns
    -------
    list of Balance
        In the order of the system's processes.
    """
    place = {inventory.code: i for i, inventory in enumerate(system.inventories)}
    known = {f.code: factors.factors.get(f.name) for f in system.flows}
    weights = {code: factor.amount if factor else 0.0 for code, factor in known.items()}
    found = []
    position = 0
    for i, inventory in enumerate(system.inventories):
        balance = Balance()
        for exchange in inventory.exchanges:
            row, unit = changing.get(position, (CONSTANT, exchange.amount))
            amount = {row: unit}
            position += 1
            if exchange.type == "biosphere":
                if weights[exchange.target]:
                    add(balance.own, amount, weights[exchange.target])
                continue
            if row == CONSTANT and not exchange.amount:
                continue
            sign = 1.0 if exchange.type == "production" else -1.0
            target = place[exchange.target]
            if target == i:
                add(balance.made, amount, sign)
            else:
                add(balance.takes.setdefault(target, {}), amount, -sign)
        balance.gross = balance.made.get(CONSTANT, 0.0)
        found.append(balance)
    return found


def fold(found: Sequence[Balance], upstream: NDArray[np.float64]) -> dict[int, Balance]:
    """Take out every process that no changing amount reaches.

    Parameters
    ----------
    found : sequence of Balance
        Of every process.
    upstream : ndarray, shape (processes,)
        What each process causes while nothing changes [kgCO2e/unit].

    Returns
    -------
    dict
        The balances that are left, by place of their process; what they take of the others stands
        in their own emissions.
    """
    reached = _reached(found)
    left = {i: found[i] for i in sorted(reached)}
    for balance in left.values():
        for target in [t for t in balance.takes if t not in reached]:
            add(balance.own, balance.takes.pop(target), float(upstream[target]))
    return left


def merge(left: dict[int, Balance], kept: Iterable[int]) -> None:
    """Take out, in place, processes whose own amounts stand still where that saves work.

    A link of a chain between changing processes costs a row per column; put into those that take
    from it, it costs nothing. A process that many take from stays, and so does one that is taken
    from by a changing amount: every changing amount keeps its one place.

    Parameters
    ----------
    left : dict
        Balances by place.
    kept : iterable of int
        Places to keep.
    """
    takers: dict[int, set[int]] = {i: set() for i in left}
    for i, balance in left.items():
        for target in balance.takes:
            takers[target].add(i)
    still = [i for i in left if i not in set(kept) and not left[i].changes]
    shrinking = True
    while shrinking:
        shrinking = False
        for i in still:
            if i in left and _saves(left, i, takers[i]):
                _substitute(left, i, takers)
                shrinking = True


def _reached(found: Sequence[Balance]) -> set[int]:
    """Return the processes that a changing amount reaches, their own or one further up."""
    takers: dict[int, list[int]] = {i: [] for i in range(len(found))}
    for i, balance in enumerate(found):
        for target in balance.takes:
            takers[target].append(i)
    reached = {i for i, balance in enumerate(found) if balance.changes}
    open_ends = sorted(reached)
    while open_ends:
        for i in takers[open_ends.pop()]:
            if i not in reached:
                reached.add(i)
                open_ends.append(i)
    return reached


def _saves(left: dict[int, Balance], i: int, takers: set[int]) -> bool:
    balance = left[i]
    made = balance.made.get(CONSTANT, 0.0)
    if not made or any(changes(left[taker].takes[i]) for taker in takers):
        return False
    for taker in takers & balance.takes.keys():
        user = left[taker]
        back = user.takes[i][CONSTANT] * balance.takes[taker][CONSTANT] / made
        if abs(user.made.get(CONSTANT, 0.0) - back) < LEFT * abs(user.gross):
            return False
    terms, users = len(balance.takes), len(takers)
    return terms * users <= terms + users


def _substitute(left: dict[int, Balance], i: int, takers: dict[int, set[int]]) -> None:
    """Put a process into those that take from it."""
    gone = left.pop(i)
    made = gone.made[CONSTANT]
    for target in gone.takes:
        takers[target].discard(i)
    for user in sorted(takers.pop(i)):
        balance = left[user]
        amount = balance.takes.pop(i).get(CONSTANT, 0.0) / made
        add(balance.own, gone.own, amount)
        for target, taken in gone.takes.items():
            if target == user:
                add(balance.made, taken, -amount)
            else:
                add(balance.takes.setdefault(target, {}), taken, amount)
                takers[target].add(user)
