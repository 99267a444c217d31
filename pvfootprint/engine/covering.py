"""Lists what a footprint leaves out, with its mass, its energy and what it may add."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse.linalg import splu

from pvfootprint.engine.contributing import share, stage_supply
from pvfootprint.engine.screening import MEGAJOULES, Screen, mass_of
from pvfootprint.model.quality import Coverage, LeftOut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scipy.sparse.linalg import SuperLU

    from pvfootprint.engine.solving import Solution
    from pvfootprint.model.inventory import Inventory, Library
    from pvfootprint.model.system import ProductSystem

MATERIALS = "materials"

ROUNDING = 1e-9
"""Part of all that is left out of a flow below which an amount is rounding of the solver [-]."""


@dataclass(frozen=True, slots=True)
class _Flow:
    """What a stage takes of something that was left out."""

    stage: str
    taken_by: str
    dataset: Inventory
    group: str
    amount: float

    @property
    def mass(self) -> float | None:
        if self.dataset.unit in MEGAJOULES:
            return None
        size = mass_of(self.dataset)
        return None if size is None else self.amount * size

    @property
    def energy(self) -> float | None:
        size = MEGAJOULES.get(self.dataset.unit)
        return None if size is None else self.amount * size


@dataclass(frozen=True, slots=True)
class _Taken:
    """Mass and energy that a stage takes, and how much of that comes from outside the chain."""

    mass: float
    energy: float
    mass_from_outside: float


def cover(system: ProductSystem, solution: Solution, library: Library) -> Coverage:
    """List what a footprint leaves out.

    Left out are datasets of the class ``cut-off``: those of the library, and flows of companies
    without a dataset. Each is attributed to the stage that takes it, or takes what it stands
    behind; the amounts sum to the supplies of the solution.

    Mass is that of materials in kilograms, or in units whose mass is stated. Water and services per
    kilogram add none. Shares are over what is known; what a stage takes from another counts in the
    stage's mass, not in that of the chain.

    Parameters
    ----------
    system : ProductSystem
        The product system.
    solution : Solution
        Its solution.
    library : Library
        With what capital goods are estimated as.

    Returns
    -------
    Coverage
        What is left out, and capital goods apart.
    """
    work = _Coverer(system, solution)
    screen = Screen(system, solution, library)
    found = list(work.flows())
    flows = [flow for flow in found if not flow.dataset.capital_goods]
    capital = [flow for flow in found if flow.dataset.capital_goods]
    taken = {stage: work.taken(stage, flows) for stage in work.stages}
    mass = math.fsum(one.mass_from_outside for one in taken.values())
    energy = math.fsum(one.energy for one in taken.values())
    left_out = _sorted(_left_out(flow, taken[flow.stage], screen, solution) for flow in flows)
    known = [one.estimate for one in left_out if one.estimate is not None]
    return Coverage(
        left_out=left_out,
        mass_in=mass,
        energy_in=energy,
        mass_share=share(math.fsum(flow.mass or 0.0 for flow in flows), mass),
        energy_share=share(math.fsum(flow.energy or 0.0 for flow in flows), energy),
        estimate_share=share(math.fsum(known), solution.score),
        unknown=len(left_out) - len(known),
        capital_goods=_sorted(_left_out(flow, None, screen, solution) for flow in capital),
    )


class _Coverer:
    """Attributes what is left out to stages, with one adjoint solve for each of it."""

    def __init__(self, system: ProductSystem, solution: Solution) -> None:
        self.system, self.solution = system, solution
        self.supply = stage_supply(system, solution)
        self.place = {inventory.code: i for i, inventory in enumerate(system.inventories)}
        self.titles = {member.code: member.title for member in system.members}
        self.processes = [self._inventory(code) for code in self.supply]
        self.stages = dict.fromkeys(process.stage for process in self.processes)

    def _inventory(self, code: str) -> Inventory:
        return self.system.inventories[self.place[code]]

    def flows(self) -> Iterator[_Flow]:
        """Give what was left out, capital goods included."""
        solver = splu(self.solution.technosphere.T.tocsc())
        for dataset in self.system.inventories:
            if dataset.data_class == "cut-off":
                yield from self._of(dataset, solver)

    def _of(self, dataset: Inventory, solver: SuperLU) -> Iterator[_Flow]:
        """Give what each stage takes of one dataset that was left out."""
        place = self.place[dataset.code]
        used = -self.solution.technosphere[place].toarray().ravel()
        used[place] = 0.0
        behind = np.asarray(solver.solve(used), dtype=np.float64)
        sums: dict[tuple[str, str, str], list[float]] = {}
        for process in self.processes:
            title = self.titles.get(process.code, process.name)
            for exchange in process.inputs:
                if exchange.target in self.supply:
                    continue
                target = self._inventory(exchange.target)
                per_unit = 1.0 if target is dataset else float(behind[self.place[target.code]])
                amount = exchange.amount * self.supply[process.code] * per_unit
                taken_by = title if target is dataset else f"{title}, {target.name}"
                group = exchange.group if target is dataset else self._group(dataset)
                sums.setdefault((process.stage, taken_by, group), []).append(amount)
        least = ROUNDING * float(self.solution.supply[place])
        for (stage, taken_by, group), amounts in sums.items():
            amount = math.fsum(amounts)
            if abs(amount) > least:
                yield _Flow(stage, taken_by, dataset, group, amount)

    def _group(self, dataset: Inventory) -> str:
        """Return what a flow counts as in the datasets of the library that take it."""
        exchanges = (e for process in self.system.inventories for e in process.inputs)
        return next(e.group for e in exchanges if e.target == dataset.code)

    def taken(self, stage: str, flows: list[_Flow]) -> _Taken:
        """Sum what a stage takes: counted, and left out."""
        own = [flow for flow in flows if flow.stage == stage]
        energy = [flow.energy or 0.0 for flow in own]
        outside = [flow.mass or 0.0 for flow in own]
        supplied: list[float] = []
        for process in self.processes:
            for exchange in process.inputs:
                target = self._inventory(exchange.target)
                if process.stage != stage or target.stage == stage:
                    continue
                amount = exchange.amount * self.supply[process.code]
                if target.data_class == "cut-off":
                    continue
                if target.unit in MEGAJOULES:
                    energy.append(amount * MEGAJOULES[target.unit])
                elif exchange.group == MATERIALS:
                    masses = supplied if target.stage else outside
                    masses.append(amount * (mass_of(target) or 0.0))
        from_outside = math.fsum(outside)
        return _Taken(from_outside + math.fsum(supplied), math.fsum(energy), from_outside)


def _left_out(flow: _Flow, taken: _Taken | None, screen: Screen, solution: Solution) -> LeftOut:
    estimate, basis = screen.estimate(flow.dataset, flow.stage, flow.group, flow.amount)
    return LeftOut(
        stage=flow.stage,
        taken_by=flow.taken_by,
        name=flow.dataset.product,
        amount=flow.amount,
        unit=flow.dataset.unit,
        mass=flow.mass,
        mass_share=_share(flow.mass, taken.mass if taken else None),
        energy=flow.energy,
        energy_share=_share(flow.energy, taken.energy if taken else None),
        estimate=estimate,
        estimate_share=_share(estimate, solution.score),
        basis=basis.en,
        basis_zh=basis.zh,
    )


def _share(part: float | None, whole: float | None) -> float | None:
    return None if part is None or whole is None else share(part, whole)


def _sorted(found: Iterator[LeftOut]) -> tuple[LeftOut, ...]:
    return tuple(
        sorted(
            found,
            key=lambda one: (one.estimate is None, -(one.estimate or 0.0), one.stage, one.taken_by),
        )
    )
