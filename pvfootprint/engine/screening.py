"""Estimates what a flow without a dataset may add, rather too much than too little."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.engine.stage_inputs import stage_inputs
from pvfootprint.language.texts import Text, text
from pvfootprint.model.terms import GROUPS, UNITS

if TYPE_CHECKING:
    from pvfootprint.engine.solving import Solution
    from pvfootprint.model.inventory import Inventory, Library
    from pvfootprint.model.system import ProductSystem

WATER = "pvfootprint water"
"""Database of the water, which is not counted as mass: it would hide what was left out."""

KILOGRAM = "kilogram"
MEGAJOULES = {"kilowatt hour": 3.6, "megajoule": 1.0}
"""Energy of one unit [MJ]."""

NOTABLE = 0.01
"""Share of what a stage takes of a kind from which an input is compared with [-]."""

CAPITAL_GOODS = "steel-hot-rolled"
"""Dataset that factories are estimated as: most of one is concrete, which is less per kilogram."""

Kind = tuple[str, str]
"""Group of an input, and the symbol of the unit in which it is compared."""


@dataclass(frozen=True, slots=True)
class _Counted:
    """An input that is counted: how much, and its factor."""

    stage: str
    kind: Kind
    quantity: float
    factor: float


def mass_of(dataset: Inventory) -> float | None:
    """Return the mass of one unit of a dataset's product.

    Parameters
    ----------
    dataset : Inventory
        Of the library, or a flow that was left out.

    Returns
    -------
    float, optional
        [kg]; 0 for a service and for water, None where nobody states it.
    """
    if dataset.database == WATER:
        return 0.0
    if dataset.mass_per_unit is not None:
        return dataset.mass_per_unit
    return 1.0 if dataset.unit == KILOGRAM else None


class Screen:
    """Factors for estimates, from what the stages of a product system take.

    Parameters
    ----------
    system : ProductSystem
        The product system.
    solution : Solution
        Its solution.
    library : Library
        With the dataset that capital goods are estimated as.
    """

    def __init__(self, system: ProductSystem, solution: Solution, library: Library) -> None:
        self.steel = _steel(system, solution, library)
        self.counted: list[_Counted] = []
        for one in stage_inputs(system, solution):
            if one.dataset and one.dataset.data_class != "cut-off":
                kind, size = _kind(one.exchange.group, one.dataset)
                quantity = one.amount * size
                if quantity > 0:
                    factor = one.value / quantity
                    self.counted.append(_Counted(one.process.stage, kind, quantity, factor))

    def estimate(
        self, dataset: Inventory, stage: str, group: str, amount: float
    ) -> tuple[float | None, Text]:
        """Estimate what a flow may add.

        It counts as much per kilogram, megajoule, tonne-kilometre or other unit as the largest of
        what the same stage takes of that kind, among what is at least 1 % of it; where the stage
        takes nothing of the kind, all stages are looked at. Capital goods count as hot-rolled
        steel.

        Parameters
        ----------
        dataset : Inventory
            What was left out.
        stage : str
            Stage that takes it.
        group : str
            What it counts as, a key of :data:`pvfootprint.model.terms.GROUPS`.
        amount : float
            How much [unit per declared unit].

        Returns
        -------
        float, optional
            [kgCO2e per declared unit]; None where there is nothing to estimate from.
        Text
            How it was made.
        """
        if dataset.capital_goods:
            return self._as_steel(dataset, amount)
        kind, size = _kind(group, dataset)
        if not size:
            return None, text("its mass is not stated")
        own = [one for one in self.counted if one.kind == kind and one.stage == stage]
        found = own or [one for one in self.counted if one.kind == kind]
        if not found:
            said = text(
                "nothing in {unit} among {group} to compare it with",
                unit=kind[1],
                group=GROUPS[kind[0]],
            )
            return None, said
        least = NOTABLE * math.fsum(one.quantity for one in found)
        factor = max(one.factor for one in found if one.quantity >= least)
        said = text(
            "{factor:.3g} kgCO2e/{unit}, the largest of {group} in its stage",
            factor=factor,
            unit=kind[1],
            group=GROUPS[kind[0]],
        )
        if not own:
            said = text(
                "{factor:.3g} kgCO2e/{unit}, the largest of {group} in the chain",
                factor=factor,
                unit=kind[1],
                group=GROUPS[kind[0]],
            )
        return amount * size * factor, said

    def _as_steel(self, dataset: Inventory, amount: float) -> tuple[float | None, Text]:
        mass = mass_of(dataset)
        if mass is None:
            return None, text("its mass is not stated")
        if self.steel is None:
            return None, text("the library holds no steel to compare it with")
        said = text("{factor:.3g} kgCO2e/kg, all of it as hot-rolled steel", factor=self.steel)
        return amount * mass * self.steel, said


def _kind(group: str, dataset: Inventory) -> tuple[Kind, float]:
    """Return what a flow is compared with, and how much of that one unit of it is."""
    if dataset.unit in MEGAJOULES:
        return ("heat", "MJ"), MEGAJOULES[dataset.unit]
    mass = mass_of(dataset)
    if mass is not None:
        return (group, "kg"), mass
    if dataset.unit == "unit":
        return (group, ""), 0.0
    return (group, UNITS[dataset.unit]), 1.0


def _steel(system: ProductSystem, solution: Solution, library: Library) -> float | None:
    """Return the factor of steel, if the system knows the gases it emits [kgCO2e/kg]."""
    steel = library.inventories.get(CAPITAL_GOODS)
    weights = dict(zip((flow.code for flow in system.flows), solution.weights, strict=True))
    if steel is None or any(e.target not in weights for e in steel.emissions):
        return None
    return math.fsum(e.amount * float(weights[e.target]) for e in steel.emissions)
