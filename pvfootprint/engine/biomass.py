"""Lists the biomass that a product system takes, and where its carbon goes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from pvfootprint.engine.screening import KILOGRAM, mass_of
from pvfootprint.language.texts import Text, joined, text
from pvfootprint.model.quality import BiomassInput
from pvfootprint.model.terms import UNITS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.engine.solving import Solution
    from pvfootprint.model.inventory import Exchange, Inventory
    from pvfootprint.model.system import ProductSystem

CARBON = "biogenic_carbon_kg"
"""Parameter that holds the carbon in one unit of a dataset [kg C]."""

CARBON_IN_DIOXIDE = 12.011 / 44.009
"""Mass of carbon over that of carbon dioxide, from standard atomic weights [-]."""

GIVEN_OFF = "Carbon dioxide, non-fossil"
FATES = {
    "burned": text("given off by the process that takes it"),
    "packaging": text("leaves the boundary in the packaging"),
}
"""Where the carbon goes, by :attr:`pvfootprint.model.inventory.Inventory.biomass`."""


def biomass_inputs(system: ProductSystem, solution: Solution) -> tuple[BiomassInput, ...]:
    """List the biomass that a product system takes.

    A process that counts an uptake of carbon dioxide states the carbon of all its biomass together:
    it stands as one. Other biomass has the carbon content of its dataset, if that states one.

    Parameters
    ----------
    system : ProductSystem
        The product system.
    solution : Solution
        Its solution.

    Returns
    -------
    tuple of BiomassInput
        The most carbon first; those without a known content last.
    """
    work = _Balance(system, solution)
    found = [one for process in system.inventories for one in work.of(process)]
    return tuple(
        sorted(
            found,
            key=lambda one: (one.carbon is None, -(one.carbon or 0.0), one.process, one.name),
        )
    )


class _Balance:
    """Follows the biogenic carbon through the processes of a system."""

    def __init__(self, system: ProductSystem, solution: Solution) -> None:
        self.datasets = {inventory.code: inventory for inventory in system.inventories}
        self.supply = dict(
            zip((i.code for i in system.inventories), map(float, solution.supply), strict=True)
        )
        self.weights = dict(
            zip((flow.code for flow in system.flows), map(float, solution.weights), strict=True)
        )
        self.titles = {member.code: member.title for member in system.members}

    def of(self, process: Inventory) -> Iterator[BiomassInput]:
        """Give the biomass that a process takes."""
        taken = [e for e in process.inputs if self.datasets[e.target].biomass]
        removal = self._value(process, [e for e in process.emissions if self.weights[e.target] < 0])
        if removal:
            yield self._together(process, taken, removal)
            return
        for exchange in taken:
            yield self._alone(process, exchange)

    def _value(self, process: Inventory, emissions: list[Exchange]) -> float:
        """Return what elementary flows of a process add [kgCO2e per declared unit]."""
        per_unit = math.fsum(e.amount * self.weights[e.target] for e in emissions)
        return per_unit * self.supply[process.code]

    def _together(self, process: Inventory, taken: list[Exchange], removal: float) -> BiomassInput:
        """Return all biomass of a process that counts its uptake."""
        datasets = [self.datasets[e.target] for e in taken]
        names = [Text(dataset.product) for dataset in datasets]
        masses = (e.amount * (mass_of(d) or 0.0) for e, d in zip(taken, datasets, strict=True))
        given_off = [e for e in process.emissions if e.name == GIVEN_OFF]
        said = text(
            "the process's uptake of carbon dioxide x 12.011 / 44.009; it gives it off again as "
            "biogenic carbon dioxide"
        )
        return BiomassInput(
            stage=process.stage,
            process=self.titles.get(process.code, process.name),
            name=joined(" + ", names) if names else text("biomass, not named"),
            amount=math.fsum(masses) * self.supply[process.code],
            unit=KILOGRAM,
            carbon=-removal * CARBON_IN_DIOXIDE,
            basis=said.en,
            basis_zh=said.zh,
            removal=removal,
            emission=self._value(process, given_off),
        )

    def _alone(self, process: Inventory, exchange: Exchange) -> BiomassInput:
        dataset = self.datasets[exchange.target]
        amount = exchange.amount * self.supply[process.code]
        content = dataset.parameter(CARBON)
        fate = FATES[dataset.biomass]
        said = text("no source states its carbon content; {fate}", fate=fate)
        if content:
            said = text(
                "{content:.4g} kg C/{unit} ({source}); {fate}",
                content=content.amount,
                unit=UNITS[dataset.unit],
                source=content.source,
                fate=fate,
            )
        return BiomassInput(
            stage=process.stage,
            process=self.titles.get(process.code, process.name),
            name=dataset.product,
            amount=amount,
            unit=dataset.unit,
            carbon=None if content is None else amount * content.amount,
            basis=said.en,
            basis_zh=said.zh,
        )
