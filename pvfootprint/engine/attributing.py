"""Attributes a solved supply chain to companies, gaps and primary data."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from pvfootprint.engine.contributing import share
from pvfootprint.model.footprint import Gap, SupplierPart
from pvfootprint.model.terms import STAGES

if TYPE_CHECKING:
    from pvfootprint.engine.solving import Solution
    from pvfootprint.model.inventory import Inventory
    from pvfootprint.model.supply import ChainMember
    from pvfootprint.model.system import ProductSystem

ESTIMATED = "estimated"
LIBRARY = "library"


@dataclass(frozen=True, slots=True)
class Attribution:
    """A footprint by whose data it rests on.

    Parameters
    ----------
    suppliers : tuple of SupplierPart
        They sum to the total.
    gaps : tuple of Gap
        What stands in for suppliers; they do not overlap.
    primary_share : float
        As :attr:`pvfootprint.model.footprint.Footprint.primary_data_share` [-].
    """

    suppliers: tuple[SupplierPart, ...]
    gaps: tuple[Gap, ...]
    primary_share: float


def attribute(system: ProductSystem, solution: Solution) -> Attribution:
    """Split a footprint by whose data it rests on.

    With the supplies ``x`` through stage links, ``score = sum(x_s (own_s + sum_b a_bs
    upstream_b))`` over stages ``s`` and their other inputs ``b``. Primary data are the terms of
    companies' own processes that are not estimated, with the supplies through links that are not
    estimated either.

    Parameters
    ----------
    system : ProductSystem
        With members; without, nothing is attributed.
    solution : Solution
        Its solution.

    Returns
    -------
    Attribution
        Suppliers' parts, gaps, share of primary data.
    """
    if not system.members:
        return Attribution((), (), 0.0)
    work = _Work(system, solution)
    primary = math.fsum(work.primary(member) for member in system.members)
    return Attribution(work.suppliers(), work.gaps(), share(primary, solution.score))


def primary_parts(system: ProductSystem, solution: Solution) -> dict[str, float]:
    """Return what rests on each company's own data.

    Parameters
    ----------
    system : ProductSystem
        The product system.
    solution : Solution
        Its solution.

    Returns
    -------
    dict
        Value by code of the member [kgCO2e per declared unit]; empty without members.
    """
    work = _Work(system, solution)
    return {member.code: work.primary(member) for member in system.members}


class _Work:
    """Values of the stages' own terms, from one solve over all links and one over known ones."""

    def __init__(self, system: ProductSystem, solution: Solution) -> None:
        self.system, self.solution = system, solution
        self.place = {inventory.code: i for i, inventory in enumerate(system.inventories)}
        self.supply = self._supply(estimated=True)
        self.known = self._supply(estimated=False)

    def _supply(self, *, estimated: bool) -> dict[str, float]:
        """Return how much of each stage's product is needed, with or without estimated links."""
        codes = self.system.stage_codes
        column = {code: i for i, code in enumerate(codes)}
        matrix = sparse.lil_matrix((len(codes), len(codes)))
        for code in codes:
            for e in self._inventory(code).exchanges:
                if e.target in column and (estimated or e.method != ESTIMATED):
                    sign = 1.0 if e.type == "production" else -1.0
                    matrix[column[e.target], column[code]] += sign * e.amount
        demand = np.zeros(len(codes))
        demand[column[self.system.product.code]] = self.system.declared_unit.reference_flow
        found = np.atleast_1d(sparse.linalg.spsolve(matrix.tocsc(), demand))
        return {code: float(found[i]) for code, i in column.items()}

    def _inventory(self, code: str) -> Inventory:
        return self.system.inventories[self.place[code]]

    def _per_unit(self, code: str, *, estimated: bool) -> float:
        """Return a stage's own emissions and its inputs from no stage [kgCO2e/unit]."""
        terms = [float(self.solution.own[self.place[code]])]
        terms += [
            e.amount * float(self.solution.upstream[self.place[e.target]])
            for e in self._inventory(code).inputs
            if e.target not in self.supply and (estimated or e.method != ESTIMATED)
        ]
        return math.fsum(terms)

    def suppliers(self) -> tuple[SupplierPart, ...]:
        parts = [self._member(member) for member in self.system.members]
        companies = {member.code for member in self.system.members}
        rest = [code for code in self.system.stage_codes if code not in companies]
        for stage in STAGES:
            codes = [code for code in rest if self._inventory(code).stage == stage]
            if codes:
                parts.append(self._library(stage, codes))
        order = list(STAGES)
        return tuple(sorted(parts, key=lambda part: order.index(part.stage)))

    def primary(self, member: ChainMember) -> float:
        """Return what rests on a member's own data [kgCO2e per declared unit]."""
        value = self.known[member.code] * self._per_unit(member.code, estimated=False)
        return value * member.primary_share if member.source == "summary" else value

    def _member(self, member: ChainMember) -> SupplierPart:
        value = self.supply[member.code] * self._per_unit(member.code, estimated=True)
        return SupplierPart(
            code=member.code,
            company=member.company,
            site=member.site,
            product=member.product,
            name=member.name,
            stage=member.stage,
            stage_en=STAGES[member.stage].en,
            stage_zh=STAGES[member.stage].zh,
            source=member.source,
            supply=self.supply[member.code],
            unit=self._inventory(member.code).unit,
            value=value,
            share=share(value, self.solution.score),
            primary_share=share(self.primary(member), value),
            start=member.start.isoformat(),
            end=member.end.isoformat(),
        )

    def _library(self, stage: str, codes: list[str]) -> SupplierPart:
        value = math.fsum(self.supply[c] * self._per_unit(c, estimated=True) for c in codes)
        return SupplierPart(
            code="",
            company="",
            site="",
            product="",
            name="",
            stage=stage,
            stage_en=STAGES[stage].en,
            stage_zh=STAGES[stage].zh,
            source=LIBRARY,
            supply=None,
            unit="",
            value=value,
            share=share(value, self.solution.score),
            primary_share=0.0,
            start="",
            end="",
        )

    def gaps(self) -> tuple[Gap, ...]:
        titles = {member.code: member.title for member in self.system.members}
        found = []
        for gap in self.system.gaps:
            upstream = float(self.solution.upstream[self.place[gap.dataset]])
            value = self.supply[gap.user] * gap.amount * upstream
            found.append(
                Gap(
                    stage=gap.stage,
                    stage_en=STAGES[gap.stage].en,
                    stage_zh=STAGES[gap.stage].zh,
                    taken_by=titles[gap.user],
                    supplier=gap.supplier,
                    supply_share=gap.supply_share,
                    dataset=gap.dataset,
                    why=gap.why.en,
                    why_zh=gap.why.zh,
                    value=value,
                    share=share(value, self.solution.score),
                )
            )
        return tuple(found)
