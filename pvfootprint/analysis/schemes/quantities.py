"""How much of each component of a formula a product takes, and from which country."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.engine.contributing import stage_supply
from pvfootprint.language.texts import joined, text
from pvfootprint.model.terms import STAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pvfootprint.engine.solving import Solution
    from pvfootprint.language.texts import Text
    from pvfootprint.model.inventory import Inventory
    from pvfootprint.model.scheme import Component
    from pvfootprint.model.system import ProductSystem

UNITS = {"kg": "kilogram", "m2": "square meter"}
"""Unit of the inventories by that of a component."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """Quantity of a component by country.

    Parameters
    ----------
    by_country : dict
        By location of the process that makes the stage's product or takes the material [unit of
        the component per declared unit].
    unknown : Text, optional
        Why it cannot be known from the inventory; None where it is known.
    """

    by_country: dict[str, float]
    unknown: Text | None = None


class Quantities:
    """Counts components in a product system.

    Of a stage counts what its first processes make: those that take nothing of their own stage, so
    that supply mixes are not counted beside what they mix.

    Parameters
    ----------
    system : ProductSystem
        A module's.
    solution : Solution
        Its solution.
    """

    def __init__(self, system: ProductSystem, solution: Solution) -> None:
        processes = {inventory.code: inventory for inventory in system.inventories}
        self.chain = {code: processes[code] for code in system.stage_codes}
        self.supply = stage_supply(system, solution)
        self.product = system.product.code
        self.names = {member.code: member.title for member in system.members}
        self.hidden = self._hidden()

    def of(self, component: Component) -> Quantity:
        """Return the quantity of a component.

        Parameters
        ----------
        component : Component
            Of a stage or of datasets.

        Returns
        -------
        Quantity
            By country, or why it is not known.
        """
        return self._of_stage(component) if component.stage else self._of_datasets(component)

    def _of_datasets(self, component: Component) -> Quantity:
        found: dict[str, float] = {}
        for code, process in self.chain.items():
            for e in process.inputs:
                if e.target in component.datasets and self.supply[code]:
                    amount = e.amount * self.supply[code]
                    found[process.location] = found.get(process.location, 0.0) + amount
        return Quantity(found)

    def _of_stage(self, component: Component) -> Quantity:
        stage = component.stage
        if self.hidden[stage]:
            makers = joined(", ", (self._name(code) for code in self.hidden[stage]))
            why = text("{makers}: its data do not show it apart", makers=makers)
            return Quantity({}, why)
        first, last = self._first(stage), self._last(stage)
        if component.step and set(first) & set(last):
            makers = joined(", ", (self._name(code) for code in first if code in last))
            why = text("{makers}: rods and bricks are not told apart", makers=makers)
            return Quantity({}, why)
        found: dict[str, float] = {}
        for code in last if component.step == "last" else first:
            process = self.chain[code]
            if process.unit != UNITS[component.unit]:
                why = text("{maker}: it is counted in {unit}", maker=code, unit=process.unit)
                return Quantity({}, why)
            found[process.location] = found.get(process.location, 0.0) + self.supply[code]
        return Quantity(found)

    def _name(self, code: str) -> str:
        return self.names.get(code, code)

    def _stages_taken(self, process: Inventory) -> set[str]:
        return {self.chain[e.target].stage for e in process.inputs if e.target in self.chain}

    def _first(self, stage: str) -> list[str]:
        """Return the processes of a stage that take nothing of it."""
        own = [code for code in self._used() if self.chain[code].stage == stage]
        return [code for code in own if stage not in self._stages_taken(self.chain[code])]

    def _last(self, stage: str) -> list[str]:
        """Return the processes of a stage whose product leaves it."""
        taken = {
            e.target
            for code in self._used()
            if self.chain[code].stage != stage
            for e in self.chain[code].inputs
        }
        return [
            code
            for code in self._used()
            if self.chain[code].stage == stage and (code in taken or code == self.product)
        ]

    def _used(self) -> Iterable[str]:
        return (code for code in self.chain if self.supply[code])

    def _hidden(self) -> Mapping[str, list[str]]:
        """Return by stage the processes that hold it within themselves.

        A process that takes polysilicon and makes wafers holds the ingots; one that takes nothing
        of the chain, such as a summary, holds every stage before its own.
        """
        order = list(STAGES)
        found: dict[str, list[str]] = {stage: [] for stage in order}
        for code in self._used():
            process = self.chain[code]
            place = order.index(process.stage)
            taken = self._stages_taken(process)
            if process.stage in taken:
                continue
            begins = max((order.index(stage) + 1 for stage in taken), default=0)
            for stage in order[begins:place]:
                found[stage].append(code)
        return found
