"""Puts together what is known of how uncertain the numbers behind a footprint are."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pvfootprint.engine.exchange_values import exchange_values
from pvfootprint.engine.positions import flat_exchanges
from pvfootprint.engine.solving import solve
from pvfootprint.engine.spreading import spread_system
from pvfootprint.language.texts import text
from pvfootprint.library.spreads import DEFAULT_MATRIX, read_spread_method
from pvfootprint.model.findings import AnalysisError, Finding
from pvfootprint.model.spread import BASES
from pvfootprint.model.uncertainty import Resting

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pvfootprint.analysis.subjects import Subject
    from pvfootprint.engine.solving import Solution
    from pvfootprint.model.inventory import Exchange, Inventory
    from pvfootprint.model.spread import PedigreeMatrix, Spread

VISIBLE = 0.0005
"""Share from which a percentage with one decimal shows something [-]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A product system, solved, with the spread and the weight of each of its numbers.

    Parameters
    ----------
    subject : Subject
        What it is about.
    matrix : PedigreeMatrix
        Factors of the pedigree scores.
    assumed : float, optional
        Geometric standard deviation that the user assumed where none is stated [-].
    solution : Solution
        The plain one.
    exchanges : tuple of (Inventory, Exchange)
        In flat order.
    spreads : tuple of Spread
        In the same order.
    values : ndarray, shape (exchanges,)
        What passes through each exchange [kgCO2e per declared unit].
    elasticities : ndarray, shape (exchanges,)
        Change of the footprint over change of the amount, both relative [-].
    """

    subject: Subject
    matrix: PedigreeMatrix
    assumed: float | None
    solution: Solution
    exchanges: tuple[tuple[Inventory, Exchange], ...]
    spreads: tuple[Spread, ...]
    values: NDArray[np.float64]
    elasticities: NDArray[np.float64]

    @property
    def uncertain(self) -> tuple[Spread, ...]:
        """Spreads that can change the footprint."""
        return tuple(s for s in self.spreads if s.scale and self.values[s.position])

    @property
    def scales(self) -> dict[int, float]:
        """Scale by flat position, of what can change the footprint [-]."""
        return {spread.position: spread.scale for spread in self.uncertain}

    @property
    def keys(self) -> dict[int, str]:
        """Key by flat position, of what can change the footprint."""
        return {spread.position: spread.key for spread in self.uncertain}


def know(subject: Subject, matrix: str = DEFAULT_MATRIX, unstated: float | None = None) -> Known:
    """Find the spread and the weight of every number behind a footprint.

    Parameters
    ----------
    subject : Subject
        The product.
    matrix : str
        Key of the pedigree matrix.
    unstated : float, optional
        Geometric standard deviation to assume where none is stated, 1 or more [-].

    Returns
    -------
    Known
        Solved once.

    Raises
    ------
    AnalysisError
        UNC-001, UNC-002 for the method files; UNC-006 if nothing is uncertain.
    CalculationError
        If the system has no sound solution.
    """
    method = read_spread_method(subject.case.root, subject.library, matrix)
    system = subject.system
    solution = solve(system, subject.factors)
    values = exchange_values(system, subject.factors, solution)
    known = Known(
        subject=subject,
        matrix=method.matrix,
        assumed=unstated,
        solution=solution,
        exchanges=flat_exchanges(system),
        spreads=spread_system(system, subject.sites, method, unstated),
        values=values.value,
        elasticities=values.elasticity,
    )
    if not known.uncertain:
        message = text("no number behind this footprint has a spread: there is nothing to draw")
        hint = text("assume one for what nobody states: --unstated 1.2")
        raise AnalysisError([Finding("UNC-006", message, found=system.name, hint=hint)])
    return known


def resting(known: Known) -> Resting:
    """Say how much of a footprint rests on numbers with a stated spread.

    Parameters
    ----------
    known : Known
        The footprint.

    Returns
    -------
    Resting
        The stated share is what remains of the footprint when every number without a stated
        spread is set to zero, over the footprint.
    """
    score = known.solution.score
    parts: dict[str, list[float]] = {basis: [] for basis in BASES}
    for spread, (_, exchange) in zip(known.spreads, known.exchanges, strict=True):
        if exchange.type == "biosphere":
            parts[spread.basis].append(float(known.values[spread.position]))
    sums = {basis: math.fsum(values) for basis, values in parts.items() if values}
    return Resting(
        stated_share=_stated(known) / score if score else 0.0,
        factor_shares={basis: value / score if score else 0.0 for basis, value in sums.items()},
        numbers=dict(Counter(spread.basis for spread in known.spreads)),
    )


def _stated(known: Known) -> float:
    """Return the footprint without all that rests on a number nobody states a spread of."""
    spreads = iter(known.spreads)
    inventories = tuple(
        replace(
            inventory,
            exchanges=tuple(
                exchange if next(spreads).stated else replace(exchange, amount=0.0, scale=None)
                for exchange in inventory.exchanges
            ),
        )
        for inventory in known.subject.system.inventories
    )
    system = replace(known.subject.system, inventories=inventories)
    return solve(system, known.subject.factors).score


def unstated_warning(found: Resting, assumed: float | None) -> Finding | None:
    """Return the warning that an interval is a lower bound, where it is one.

    Parameters
    ----------
    found : Resting
        What the footprint rests on.
    assumed : float, optional
        Geometric standard deviation that the user assumed [-].

    Returns
    -------
    Finding, optional
        UNC-011; None where every number has a stated spread.
    """
    share = found.unstated_share
    if share < VISIBLE:
        return None
    if assumed:
        return Finding(
            "UNC-011",
            text(
                "{share:.1%} of the footprint rests on numbers whose spread nobody states: here a "
                "geometric standard deviation of {assumed:g} is assumed for them",
                share=share,
                assumed=assumed,
            ),
            severity="warning",
        )
    return Finding(
        "UNC-011",
        text(
            "{share:.1%} of the footprint rests on numbers whose spread nobody states; they are "
            "held constant, so that the interval is a lower bound",
            share=share,
        ),
        hint=text("assume a spread for them with --unstated, such as 1.2"),
        severity="warning",
    )
