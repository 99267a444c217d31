"""Solves a product system by plain elimination: an independent way to the same value."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pvfootprint.model.inventory import CharacterizationSet
    from pvfootprint.model.system import ProductSystem


def plain_value(system: ProductSystem, factors: CharacterizationSet) -> float:
    """Compute the footprint of a product system without Brightway.

    One unit of process j makes A_ij of product i and takes -A_ij; the supply s solves A s = f for
    the reference flow f, and the footprint is the sum of s_j times the warming that one unit of
    process j causes itself (Heijungs and Suh 2002, doi 10.1007/978-94-015-9900-9).
    Elimination is LAPACK's, with partial pivoting, over the whole matrix.

    Parameters
    ----------
    system : ProductSystem
        Complete and linked.
    factors : CharacterizationSet
        GWP set.

    Returns
    -------
    float
        [kgCO2e per declared unit].
    """
    place = {inventory.code: i for i, inventory in enumerate(system.inventories)}
    names = {flow.code: flow.name for flow in system.flows}
    matrix, warming = np.zeros((len(place), len(place))), np.zeros(len(place))
    for inventory in system.inventories:
        column = place[inventory.code]
        for exchange in inventory.exchanges:
            if exchange.type == "biosphere":
                factor = factors.factors.get(names[exchange.target])
                warming[column] += exchange.amount * factor.amount if factor else 0.0
            else:
                sign = -1.0 if exchange.type == "technosphere" else 1.0
                matrix[place[exchange.target], column] += sign * exchange.amount
    demand = np.zeros(len(place))
    demand[place[system.product.code]] = system.declared_unit.reference_flow
    supply = np.linalg.solve(matrix, demand)
    return math.fsum(warming * supply)
