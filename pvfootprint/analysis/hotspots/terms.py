"""Takes a footprint apart into terms: what each stage takes, by gas and by whose data it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse.linalg import splu

from pvfootprint.analysis.hotspots.naming import flow_of
from pvfootprint.engine.attributing import ESTIMATED
from pvfootprint.engine.contributing import stage_supply
from pvfootprint.engine.solving import solve
from pvfootprint.engine.stage_inputs import stage_inputs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pvfootprint.analysis.hotspots.naming import Flow
    from pvfootprint.engine.solving import Solution
    from pvfootprint.engine.stage_inputs import StageInput
    from pvfootprint.model.inventory import CharacterizationSet, Inventory
    from pvfootprint.model.system import ProductSystem

    Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Term:
    """Something that a process of a stage takes from outside the chain, or emits itself.

    Parameters
    ----------
    process : Inventory
        The process of the stage.
    flow : tuple of str and Text
        Key and name of what is taken.
    group : str
        A key of :data:`pvfootprint.model.terms.GROUPS`.
    product : str
        Reference product of what is taken, or the elementary flow.
    unit : str
        Unit of `amount`, a name of the inventories.
    method : str
        How the company knows the amount; empty where nobody says.
    dataset : Inventory, optional
        What stands behind it; None for an emission.
    amount : float
        How much [unit per declared unit].
    value : float
        Part of the footprint [kgCO2e per declared unit]; all terms sum to it.
    primary, proxy : float
        Parts of `value` that rest on primary data, and that go away if every proxy is taken to
        emit nothing [kgCO2e per declared unit].
    gases : ndarray, shape (gases,)
        `value` by gas [kgCO2e per declared unit].
    """

    process: Inventory
    flow: Flow
    group: str
    product: str
    unit: str
    method: str
    dataset: Inventory | None
    amount: float
    value: float
    primary: float
    proxy: float
    gases: Array


@dataclass(frozen=True, slots=True)
class Terms:
    """A footprint taken apart.

    Parameters
    ----------
    total : float
        The footprint [kgCO2e per declared unit].
    gases : tuple of str
        Names of the gases, in the order of `Term.gases`.
    terms : tuple of Term
        They sum to the total.
    """

    total: float
    gases: tuple[str, ...]
    terms: tuple[Term, ...]


def take_apart(
    system: ProductSystem, factors: CharacterizationSet, solution: Solution | None = None
) -> Terms:
    """Take a footprint apart.

    What a stage takes counts with everything before it, apart from the stages; what it takes from
    another stage counts there. One factorisation of the technosphere matrix gives the upstream
    values of all gases.

    Parameters
    ----------
    system : ProductSystem
        The product system.
    factors : CharacterizationSet
        GWP set.
    solution : Solution, optional
        Its solution under `factors`, where it is solved already.

    Returns
    -------
    Terms
        They sum to the footprint.

    Raises
    ------
    CalculationError
        As :func:`pvfootprint.engine.solving.solve`.
    """
    solution = solution or solve(system, factors)
    gases, rows = _gas_rows(system, factors)
    by_gas = _upstream_by_gas(solution, rows)
    free = _without_proxies(system, solution)
    left = _supply_left(system, solution, free)
    place = {inventory.code: i for i, inventory in enumerate(system.inventories)}
    flow_place = {flow.code: i for i, flow in enumerate(system.flows)}
    known = _known(system, solution)

    def term(one: StageInput) -> Term:
        if one.dataset is None:
            i = flow_place[one.exchange.target]
            split = np.where(np.arange(len(gases)) == rows[i], one.value, 0.0)
            without = one.value
        else:
            i = place[one.dataset.code]
            split = one.amount * by_gas[:, i]
            without = one.amount * float(free.upstream[i])
        share = 0.0 if one.exchange.method == ESTIMATED else known.get(one.process.code, 0.0)
        return Term(
            process=one.process,
            flow=flow_of(one.process, one.exchange, one.dataset),
            group=one.exchange.group,
            product=one.exchange.product or one.exchange.name,
            unit=one.dataset.unit if one.dataset else one.exchange.unit,
            method=one.exchange.method,
            dataset=one.dataset,
            amount=one.amount,
            value=one.value,
            primary=one.value * share,
            proxy=one.value - without * left[one.process.code],
            gases=split,
        )

    terms = tuple(term(one) for one in stage_inputs(system, solution))
    return Terms(solution.score, gases, terms)


def _gas_rows(
    system: ProductSystem, factors: CharacterizationSet
) -> tuple[tuple[str, ...], NDArray[np.intp]]:
    """Return the gases, and for each elementary flow its gas; -1 where it does not count."""
    found = [factors.factors.get(flow.name) for flow in system.flows]
    gases = tuple(sorted({factor.gas for factor in found if factor}))
    return gases, np.array([gases.index(f.gas) if f else -1 for f in found], dtype=np.intp)


def _upstream_by_gas(solution: Solution, rows: NDArray[np.intp]) -> Array:
    """Return the upstream values by gas, shape (gases, processes) [kgCO2e/unit]."""
    count = int(rows.max(initial=-1)) + 1
    own = np.zeros((count, len(solution.supply)))
    warming = solution.emissions.multiply(solution.weights[:, None]).tocsr()
    for gas in range(count):
        own[gas] = np.asarray(warming[rows == gas].sum(axis=0)).ravel()
    return np.asarray(splu(solution.technosphere.T.tocsc()).solve(own.T).T)


def _without_proxies(system: ProductSystem, solution: Solution) -> Solution:
    """Return a solution in which every proxy emits nothing, itself and before it."""
    proxies = np.array([bool(inventory.proxy_for) for inventory in system.inventories])
    if not proxies.any():
        return solution
    matrix = solution.technosphere.tolil(copy=True)
    for i in np.flatnonzero(proxies):
        matrix[:, i] = 0
        matrix[i, i] = 1
    matrix = matrix.tocsc()
    own = np.where(proxies, 0.0, solution.own)
    upstream = np.asarray(splu(matrix.T.tocsc()).solve(own))
    return replace(solution, technosphere=matrix, own=own, upstream=upstream)


def _supply_left(system: ProductSystem, solution: Solution, free: Solution) -> dict[str, float]:
    """Return the share of each stage's supply that is left if proxies take nothing [-]."""
    whole = stage_supply(system, solution)
    rest = whole if free is solution else stage_supply(system, free)
    proxies = {inventory.code for inventory in system.inventories if inventory.proxy_for}
    return {
        code: 0.0 if code in proxies or not supply else rest[code] / supply
        for code, supply in whole.items()
    }


def _known(system: ProductSystem, solution: Solution) -> dict[str, float]:
    """Return the share of each company's part that is primary if its amount is [-].

    A part counts through supplies that are not estimated, and a summary with the share that it
    states, as in :attr:`pvfootprint.model.footprint.Footprint.primary_data_share`.
    """
    if not system.members:
        return {}
    whole = stage_supply(system, solution)
    known = stage_supply(system, _without_estimated_links(system, solution))
    return {
        member.code: (known[member.code] / whole[member.code] if whole[member.code] else 0.0)
        * (member.primary_share if member.source == "summary" else 1.0)
        for member in system.members
    }


def _without_estimated_links(system: ProductSystem, solution: Solution) -> Solution:
    place = {inventory.code: i for i, inventory in enumerate(system.inventories)}
    matrix = solution.technosphere.tolil(copy=True)
    for code in system.stage_codes:
        for exchange in system.inventories[place[code]].inputs:
            if exchange.method == ESTIMATED and exchange.target in system.stage_codes:
                matrix[place[exchange.target], place[code]] += exchange.amount
    return replace(solution, technosphere=matrix.tocsc())
