"""Takes a footprint apart into what the stages themselves take and emit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse.linalg import spsolve

from pvfootprint.engine.contributing import stage_supply

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.engine.solving import Solution
    from pvfootprint.model.inventory import Exchange, Inventory
    from pvfootprint.model.system import ProductSystem


@dataclass(frozen=True, slots=True)
class StageInput:
    """Something that a process of a stage takes from outside the chain, or emits itself.

    Parameters
    ----------
    process : Inventory
        The process of the stage.
    exchange : Exchange
        Its exchange.
    dataset : Inventory, optional
        What stands behind it; None for an emission.
    amount : float
        How much of the dataset, or of the elementary flow [unit per declared unit].
    value : float
        Its part of the footprint [kgCO2e per declared unit].
    """

    process: Inventory
    exchange: Exchange
    dataset: Inventory | None
    amount: float
    value: float


def without_removals(solution: Solution) -> Solution:
    """Return a solution in which the uptake of carbon dioxide by biomass counts nothing.

    An uptake is an elementary flow with a negative characterization factor; both GWP sets have
    one, ``Carbon dioxide, in air``.

    Parameters
    ----------
    solution : Solution
        Of a product system.

    Returns
    -------
    Solution
        With the same supplies.
    """
    weights = np.maximum(solution.weights, 0.0)
    own = np.asarray(weights @ solution.emissions, dtype=np.float64)
    upstream = np.atleast_1d(spsolve(solution.technosphere.T.tocsc(), own))
    score = float(own @ solution.supply)
    return replace(solution, score=score, weights=weights, own=own, upstream=upstream)


def stage_inputs(system: ProductSystem, solution: Solution) -> tuple[StageInput, ...]:
    """Take a footprint apart; the values sum to it.

    As :func:`pvfootprint.engine.contributing.by_stage`, exchange by exchange. Electricity of a grid
    or a site is replaced by the datasets that are mixed in it.

    Parameters
    ----------
    system : ProductSystem
        The product system.
    solution : Solution
        Its solution, with or without removals.

    Returns
    -------
    tuple of StageInput
        In the order of the stages' codes, and of their exchanges.
    """
    place = {inventory.code: i for i, inventory in enumerate(system.inventories)}
    weights = {
        flow.code: float(weight)
        for flow, weight in zip(system.flows, solution.weights, strict=True)
    }
    found = []
    for code, supply in stage_supply(system, solution).items():
        process = system.inventories[place[code]]
        for exchange in process.emissions:
            amount = exchange.amount * supply
            value = amount * weights[exchange.target]
            found.append(StageInput(process, exchange, None, amount, value))
        for exchange in process.inputs:
            target = system.inventories[place[exchange.target]]
            if target.stage:
                continue
            for dataset, share in _behind(system, place, target):
                amount = exchange.amount * supply * share
                value = amount * float(solution.upstream[place[dataset.code]])
                found.append(StageInput(process, exchange, dataset, amount, value))
    return tuple(found)


def _behind(
    system: ProductSystem, place: dict[str, int], dataset: Inventory
) -> Iterator[tuple[Inventory, float]]:
    """Look through nodes that only pass electricity on: a grid's supply, a site's mix."""
    passes_on = dataset.electricity_supply or dataset.data_class == "primary"
    if not passes_on or not dataset.inputs:
        yield dataset, 1.0
        return
    for exchange in dataset.inputs:
        target = system.inventories[place[exchange.target]]
        for behind, share in _behind(system, place, target):
            yield behind, share * exchange.amount
