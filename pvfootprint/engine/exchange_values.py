"""What every exchange contributes, and how much the footprint moves with it, by one adjoint solve.

With supplies ``s``, upstream values ``u`` and weights ``w``, the derivative of the footprint with
respect to an amount is ``w_f s_p`` for an emission ``f`` of process ``p``, ``u_t s_p`` for what it
takes of product ``t``, and ``-u_t s_p`` for what it makes of it (Heijungs 2010, Int J Life Cycle
Assess 15, 511-520, doi:10.1007/s11367-010-0158-5).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pvfootprint.engine.solving import solve

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pvfootprint.engine.solving import Solution
    from pvfootprint.model.inventory import CharacterizationSet
    from pvfootprint.model.system import ProductSystem

    Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ExchangeValues:
    """Contribution and elasticity of every exchange, in flat order.

    Parameters
    ----------
    value : ndarray, shape (E,)
        Amount times derivative [kgCO2e per declared unit]: what an emission causes; what an input
        causes, all of its upstream included; less than 0 for a product made. Emissions sum to the
        footprint, and all exchanges of a process to 0.
    elasticity : ndarray, shape (E,)
        Relative change of the footprint over a small relative change of the amount [-]; not a
        number where the footprint is 0.
    """

    value: Vector
    elasticity: Vector


def exchange_values(
    system: ProductSystem, factors: CharacterizationSet, solution: Solution | None = None
) -> ExchangeValues:
    """Compute what every exchange contributes.

    Parameters
    ----------
    system : ProductSystem
        Complete and linked.
    factors : CharacterizationSet
        GWP set.
    solution : Solution, optional
        Its solution under `factors`, where it is solved already.

    Returns
    -------
    ExchangeValues
        Position i is that of :func:`pvfootprint.engine.positions.flat_exchanges`.

    Raises
    ------
    CalculationError
        As :func:`pvfootprint.engine.solving.solve`.
    """
    solution = solution or solve(system, factors)
    places = {inventory.code: i for i, inventory in enumerate(system.inventories)}
    flows = {flow.code: i for i, flow in enumerate(system.flows, start=len(places))}
    # One vector of prices for both: upstream values of products, then weights of flows.
    prices = np.concatenate([solution.upstream, solution.weights])
    amounts = np.array(
        [
            -e.amount if e.type == "production" else e.amount
            for inventory in system.inventories
            for e in inventory.exchanges
        ],
        dtype=np.float64,
    )
    targets = [
        flows[e.target] if e.type == "biosphere" else places[e.target]
        for inventory in system.inventories
        for e in inventory.exchanges
    ]
    counts = [len(inventory.exchanges) for inventory in system.inventories]
    value = amounts * prices[targets] * np.repeat(solution.supply, counts)
    elasticity = value / solution.score if solution.score else np.full(len(value), np.nan)
    return ExchangeValues(value, elasticity)
