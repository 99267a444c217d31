"""What changes do to amounts, over any number of variants at once.

A table holds one row for each exchange that changes and one column for each variant. A step changes
its rows in place; steps are made one after the other, so that their effects multiply. Each step
takes the fields of its change from columns of quantities, ``CHANGE.FIELD``; with ``CHANGE.on`` = 0
it changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from pvfootprint.library.formulas import evaluate_columns

Values: TypeAlias = NDArray[np.float64]
Quantities: TypeAlias = Mapping[str, Values]
Rows: TypeAlias = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Amounts and parameters of every variant.

    Parameters
    ----------
    amounts : ndarray, shape (rows, variants)
        The reference flow, then one row for each exchange that changes [unit of each].
    parameters : ndarray, shape (parameters, variants)
        Parameters of datasets that change [unit of each].
    """

    amounts: Values
    parameters: Values

    def widened(self, count: int) -> Table:
        """Return a table of its own with as many equal columns; made of one column."""
        amounts = np.repeat(self.amounts, count, axis=1)
        return Table(amounts, np.repeat(self.parameters, count, axis=1))


class Step(Protocol):
    """Changes rows of a table in place."""

    def __call__(self, table: Table, quantities: Quantities) -> None:
        """Make the change in every variant.

        Parameters
        ----------
        table : Table
            Amounts so far; changed.
        quantities : mapping of ndarray
            By ``CHANGE.FIELD``, one value or one for each variant.
        """


def make(steps: Iterable[Step], table: Table, quantities: Quantities) -> None:
    """Make steps one after the other.

    Parameters
    ----------
    steps : iterable of Step
        In their order.
    table : Table
        Changed in place. What is not finite in the end is for the caller to find and to name.
    quantities : mapping of ndarray
        By ``CHANGE.FIELD``.
    """
    with np.errstate(all="ignore"):
        for step in steps:
            step(table, quantities)


@dataclass(frozen=True, slots=True)
class Scale:
    """Rows are multiplied by a factor.

    Parameters
    ----------
    change, field : str
        Where the factor stands [-].
    rows : tuple of int
        What is multiplied.
    under : str
        Field by which the factor is divided; empty for none.
    """

    change: str
    field: str
    rows: Rows
    under: str = ""

    def __call__(self, table: Table, quantities: Quantities) -> None:
        """Multiply."""
        factor = quantities[f"{self.change}.{self.field}"]
        if self.under:
            factor = factor / quantities[f"{self.change}.{self.under}"]
        table.amounts[list(self.rows)] *= _partly(factor, quantities[f"{self.change}.on"])


@dataclass(frozen=True, slots=True)
class Amount:
    """Rows sum to a given amount; they keep their proportions.

    Parameters
    ----------
    change : str
        Its field ``amount`` is the new sum [unit of the rows].
    rows : tuple of int
        The flow, in one process.
    """

    change: str
    rows: Rows

    def __call__(self, table: Table, quantities: Quantities) -> None:
        """Set the sum."""
        on, asked = quantities[f"{self.change}.on"], quantities[f"{self.change}.amount"]
        old = table.amounts[list(self.rows)]
        whole = old.sum(axis=0)
        new = old / np.where(whole == 0, 1.0, whole) * asked
        new[0] = np.where(whole == 0, asked, new[0])
        table.amounts[list(self.rows)] = old + on * (new - old)


@dataclass(frozen=True, slots=True)
class Shift:
    """A share at least of what a process takes comes from elsewhere; the rest keeps proportions.

    Parameters
    ----------
    change : str
        Its field ``share`` is the share [-]; its field ``ratio``, where it has one, the amount
        of the new flow for one unit of the old.
    taken : tuple of int
        Rows that give way.
    there : tuple of int
        Rows that count as coming from there already.
    to : int
        Row that takes their place.
    """

    change: str
    taken: Rows
    there: Rows
    to: int

    def __call__(self, table: Table, quantities: Quantities) -> None:
        """Move the share."""
        amounts = table.amounts
        on, share = quantities[f"{self.change}.on"], quantities[f"{self.change}.share"]
        ratio = quantities.get(f"{self.change}.ratio", 1.0)
        old = amounts[list(self.taken)]
        whole = old.sum(axis=0)
        there = amounts[list(self.there)].sum(axis=0) / ratio
        left = (1 - share) * (whole + there) / np.where(whole == 0, 1.0, whole)
        moved = on * (1 - np.where(whole == 0, 1.0, np.clip(left, 0.0, 1.0)))
        amounts[list(self.taken)] = old * (1 - moved)
        amounts[self.to] += whole * moved * ratio


@dataclass(frozen=True, slots=True)
class Supply:
    """What a process takes of a stage is shared anew between suppliers.

    Parameters
    ----------
    change : str
        Its fields ``shares.SUPPLIER`` are the shares [-].
    others : tuple of int
        Rows of those who are not named.
    suppliers : tuple of (str, tuple of int, int)
        Each supplier as it is named, all rows in which it supplies, and the one of them to which
        more is added.
    present : bool
        Whether shares are at least: the others keep the rest in their proportions.
    """

    change: str
    others: Rows
    suppliers: tuple[tuple[str, Rows, int], ...]
    present: bool

    def __call__(self, table: Table, quantities: Quantities) -> None:
        """Share anew."""
        amounts, on = table.amounts, quantities[f"{self.change}.on"]
        names = [name for name, _, _ in self.suppliers]
        asked = np.array(
            np.broadcast_arrays(*(quantities[f"{self.change}.shares.{name}"] for name in names))
        ).reshape(len(names), -1)
        there = np.array([amounts[list(rows)].sum(axis=0) for _, rows, _ in self.suppliers])
        rest = amounts[list(self.others)].sum(axis=0)
        whole = rest + there.sum(axis=0)
        if self.present:
            missing = np.maximum(0.0, asked * whole - there)
            lacking = missing.sum(axis=0)
            more = missing * np.minimum(1.0, rest / np.where(lacking == 0, 1.0, lacking))
            left = 1 - more.sum(axis=0) / np.where(rest == 0, 1.0, rest)
            kept = np.ones(())
        else:
            more = asked / asked.sum(axis=0) * whole
            left = kept = np.zeros(())
        amounts[list(self.others)] *= _partly(left, on)
        for (_, rows, to), added in zip(self.suppliers, more, strict=True):
            amounts[list(rows)] *= _partly(kept, on)
            amounts[to] += on * added


@dataclass(frozen=True, slots=True)
class Sawing:
    """Silicon of a company's wafer follows thickness and kerf, of which neither grows.

    Parameters
    ----------
    change : str
        Its fields ``thickness_um`` and ``kerf_um``, as far as it has them [um].
    rows : tuple of int
        What the wafer takes of silicon.
    thickness, kerf : float
        As they are [um].
    """

    change: str
    rows: Rows
    thickness: float
    kerf: float

    def __call__(self, table: Table, quantities: Quantities) -> None:
        """Multiply the silicon."""
        thickness = quantities.get(f"{self.change}.thickness_um", self.thickness)
        kerf = quantities.get(f"{self.change}.kerf_um", self.kerf)
        new = np.minimum(thickness, self.thickness) + np.minimum(kerf, self.kerf)
        factor = new / (self.thickness + self.kerf)
        table.amounts[list(self.rows)] *= _partly(factor, quantities[f"{self.change}.on"])


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter has another value, and amounts follow by their formulas.

    Parameters
    ----------
    change, field : str
        Where the value stands [unit of the parameter].
    at_most : bool
        Whether a value that is lower already stays.
    place : int
        Row of the parameter.
    formulas : tuple of (int, str)
        Rows of amounts that follow, with their formulas.
    parameters : tuple of (str, int)
        All parameters in the formulas: names and rows.
    """

    change: str
    field: str
    at_most: bool
    place: int
    formulas: tuple[tuple[int, str], ...]
    parameters: tuple[tuple[str, int], ...]

    def __call__(self, table: Table, quantities: Quantities) -> None:
        """Set the parameter and multiply what follows by new over old value of its formula."""
        values = {name: table.parameters[row].copy() for name, row in self.parameters}
        old = table.parameters[self.place].copy()
        new = quantities[f"{self.change}.{self.field}"]
        new = np.minimum(old, new) if self.at_most else new
        table.parameters[self.place] = old + quantities[f"{self.change}.on"] * (new - old)
        after = {name: table.parameters[row] for name, row in self.parameters}
        for row, formula in self.formulas:
            _follow(table.amounts, row, formula, values, after)


@dataclass(frozen=True, slots=True)
class Redesign:
    """Rows are multiplied by fixed ratios, and new ones added.

    Parameters
    ----------
    change : str
        Which change it is.
    code, design : str
        Whose rows they are, and the new design.
    ratios : tuple of (int, float)
        Rows with the ratio of new to old amount [-].
    added : tuple of (int, float)
        Rows of new flows with their amounts [unit].
    """

    change: str
    code: str
    design: str
    ratios: tuple[tuple[int, float], ...]
    added: tuple[tuple[int, float], ...]

    def __call__(self, table: Table, quantities: Quantities) -> None:
        """Multiply and add."""
        on = quantities[f"{self.change}.on"]
        for row, ratio in self.ratios:
            table.amounts[row] *= _partly(ratio, on)
        for row, amount in self.added:
            table.amounts[row] += on * amount


def _partly(factor: Values | float, on: Values) -> Values:
    """Return the factor where a change is made, 1 where it is not, and the mean between."""
    return np.asarray(1 + on * (factor - 1))


def _follow(amounts: Values, row: int, formula: str, before: Quantities, after: Quantities) -> None:
    """Change an amount as its formula changes, with all that other changes made of it."""
    old = np.asarray(evaluate_columns(formula, before))
    new = np.asarray(evaluate_columns(formula, after))
    ratio = new / np.where(old == 0, 1.0, old)
    amounts[row] = np.where(old == 0, amounts[row] + new, amounts[row] * ratio)
