"""Values of electricity nodes, for comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pvfootprint.model.inventory import CharacterizationSet, Library


def electricity_values(library: Library, factors: CharacterizationSet) -> dict[str, float]:
    """Compute every electricity node of the library.

    Parameters
    ----------
    library : Library
        The compiled library; its electricity nodes form no loop.
    factors : CharacterizationSet
        GWP set.

    Returns
    -------
    dict
        Value by code of node [kgCO2e/kWh].
    """
    values: dict[str, float] = {}

    def value(code: str) -> float:
        if code not in values:
            inventory = library.inventories[code]
            own = [
                e.amount * factors.factors[e.name].amount
                for e in inventory.emissions
                if e.name in factors.factors
            ]
            upstream = [e.amount * value(e.target) for e in inventory.inputs]
            values[code] = sum(own) + sum(upstream)
        return values[code]

    return {i.code: value(i.code) for i in library.inventories.values() if i.electricity_location}
