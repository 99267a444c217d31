"""Splits a solved product system into parts that sum to its total."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from pvfootprint.model.footprint import CutOff, GasPart, NotSplit, Part, ProcessPart, StagePart
from pvfootprint.model.terms import CATEGORIES, GROUPS, STAGES

if TYPE_CHECKING:
    from pvfootprint.engine.solving import Solution
    from pvfootprint.model.inventory import CharacterizationSet, ElementaryFlow
    from pvfootprint.model.system import ProductSystem

NOT_SPLIT = "CO2e, not split"
"""Gas of the characterization factors of aggregated flows."""


def share(value: float, total: float) -> float:
    """Return a part over its total; 0 where the total is 0 [-]."""
    return value / total if total else 0.0


def aggregated_with(flow: ElementaryFlow) -> str:
    """Return the GWP set that an aggregated flow names, such as ``AR5``."""
    name = flow.name.removeprefix("Carbon dioxide equivalent, aggregated with ")
    return name.removeprefix("a set ")


def by_category(
    system: ProductSystem, solution: Solution, factors: CharacterizationSet
) -> tuple[Part, ...]:
    """Split by kind of emission (ISO 14067:2018, 7.2)."""
    parts: dict[str, list[float]] = {key: [] for key in CATEGORIES}
    for i, value in enumerate(_flow_values(solution)):
        factor = factors.factors.get(system.flows[i].name)
        if factor:
            parts[factor.category].append(value)
    return tuple(
        Part(
            key,
            term.en,
            term.zh,
            math.fsum(parts[key]),
            share(math.fsum(parts[key]), solution.score),
        )
        for key, term in CATEGORIES.items()
    )


def by_gas(
    system: ProductSystem, solution: Solution, factors: CharacterizationSet
) -> tuple[GasPart, ...]:
    """Split by gas, largest first; aggregated flows stand as one."""
    masses: dict[str, list[float]] = {}
    values: dict[str, list[float]] = {}
    amounts = solution.emissions @ solution.supply
    for flow, amount, value in zip(system.flows, amounts, _flow_values(solution), strict=True):
        factor = factors.factors.get(flow.name)
        if factor:
            masses.setdefault(factor.gas, []).append(float(amount))
            values.setdefault(factor.gas, []).append(value)
    parts = [
        GasPart(
            gas, math.fsum(masses[gas]), math.fsum(found), share(math.fsum(found), solution.score)
        )
        for gas, found in values.items()
    ]
    return tuple(sorted(parts, key=lambda part: (-abs(part.value), part.gas)))


def not_split(system: ProductSystem, solution: Solution, factors: CharacterizationSet) -> NotSplit:
    """Return the part without a split by gas, by the set it was aggregated with."""
    by_set: dict[str, float] = {}
    for flow, value in zip(system.flows, _flow_values(solution), strict=True):
        factor = factors.factors.get(flow.name)
        if factor and factor.gas == NOT_SPLIT:
            by_set[aggregated_with(flow)] = value
    value = math.fsum(by_set.values())
    return NotSplit(value, share(value, solution.score), dict(sorted(by_set.items())))


def by_process(system: ProductSystem, solution: Solution) -> tuple[ProcessPart, ...]:
    """Split by the process that emits, largest first."""
    values = solution.own * solution.supply
    upstream = solution.upstream * solution.supply
    parts = [
        ProcessPart(
            code=inventory.code,
            name=inventory.name,
            location=inventory.location,
            data_class=inventory.data_class,
            supply=float(solution.supply[i]),
            unit=inventory.unit,
            value=float(values[i]),
            share=share(float(values[i]), solution.score),
            upstream_value=float(upstream[i]),
        )
        for i, inventory in enumerate(system.inventories)
    ]
    return tuple(sorted(parts, key=lambda part: (-abs(part.value), part.code)))


def by_data_class(system: ProductSystem, solution: Solution) -> dict[str, float]:
    """Split own emissions by kind of knowledge [kgCO2e per declared unit]."""
    classes: dict[str, list[float]] = {}
    for i, inventory in enumerate(system.inventories):
        value = float(solution.own[i] * solution.supply[i])
        classes.setdefault(inventory.data_class, []).append(value)
    return {name: math.fsum(values) for name, values in sorted(classes.items())}


def by_stage(system: ProductSystem, solution: Solution) -> tuple[StagePart, ...]:
    """Split by stage of the chain, and each stage by group.

    A stage's exchanges with processes that are no stage count with their full upstream value; what
    a stage takes from another stage counts there. Written with the supplies ``x`` through stage
    links only, ``score = sum(x_s (own_s + sum_b a_bs upstream_b))`` over stages ``s`` and other
    inputs ``b`` holds exactly, loops included.

    Parameters
    ----------
    system : ProductSystem
        The product system.
    solution : Solution
        Its solution.

    Returns
    -------
    tuple of StagePart
        From the first stage of the chain to the product.
    """
    place = {inventory.code: i for i, inventory in enumerate(system.inventories)}
    stages = list(system.stage_codes)
    supply = stage_supply(system, solution)
    sums: dict[str, dict[str, list[float]]] = {}
    codes: dict[str, list[str]] = {}
    for code in stages:
        inventory = system.inventories[place[code]]
        groups = sums.setdefault(inventory.stage, {group: [] for group in GROUPS})
        codes.setdefault(inventory.stage, []).append(code)
        groups["direct"].append(float(solution.own[place[code]]) * supply[code])
        for exchange in inventory.inputs:
            if exchange.target not in supply:
                upstream = float(solution.upstream[place[exchange.target]])
                groups[exchange.group].append(exchange.amount * upstream * supply[code])
    parts = []
    for stage, term in STAGES.items():
        if stage not in sums:
            continue
        value = math.fsum(v for values in sums[stage].values() for v in values)
        totals = {group: math.fsum(values) for group, values in sums[stage].items()}
        parts.append(
            StagePart(
                stage,
                term.en,
                term.zh,
                value,
                share(value, solution.score),
                totals,
                tuple(codes[stage]),
            )
        )
    return tuple(parts)


def stage_supply(system: ProductSystem, solution: Solution) -> dict[str, float]:
    """Return how much of each stage's product is needed through stage links only.

    Parameters
    ----------
    system : ProductSystem
        The product system.
    solution : Solution
        Its solution.

    Returns
    -------
    dict
        Supply by code of the stages' processes [unit per declared unit].
    """
    codes = [inventory.code for inventory in system.inventories]
    places = [codes.index(code) for code in system.stage_codes]
    chain = solution.technosphere[places][:, places].tocsc()
    demand = np.zeros(len(places))
    demand[system.stage_codes.index(system.product.code)] = system.declared_unit.reference_flow
    found = np.atleast_1d(sparse.linalg.spsolve(chain, demand))
    return {code: float(found[i]) for i, code in enumerate(system.stage_codes)}


def proxy_share(system: ProductSystem, solution: Solution) -> float:
    """Return the share of the footprint that goes away if every proxy emits nothing [-].

    Parameters
    ----------
    system : ProductSystem
        The product system; a dataset is a proxy if it stands for something else.
    solution : Solution
        Its solution.

    Returns
    -------
    float
        Between 0 and 1; a proxy's inputs count with it.
    """
    proxies = [i for i, inventory in enumerate(system.inventories) if inventory.proxy_for]
    if not proxies:
        return 0.0
    free = solution.technosphere.tolil()
    own = solution.own.copy()
    for i in proxies:
        free[:, i] = 0
        free[i, i] = 1
        own[i] = 0
    upstream = np.atleast_1d(sparse.linalg.spsolve(free.T.tocsc(), own))
    codes = [inventory.code for inventory in system.inventories]
    without = upstream[codes.index(system.product.code)] * system.declared_unit.reference_flow
    return share(solution.score - float(without), solution.score)


def cut_offs(system: ProductSystem, solution: Solution) -> tuple[CutOff, ...]:
    """List what was left out, with its mass where the source states one."""
    return tuple(
        CutOff(
            inventory.code,
            inventory.product,
            float(solution.supply[i]),
            inventory.unit,
            None
            if inventory.mass_per_unit is None
            else inventory.mass_per_unit * float(solution.supply[i]),
            inventory.mass_basis,
        )
        for i, inventory in enumerate(system.inventories)
        if inventory.data_class == "cut-off"
    )


def _flow_values(solution: Solution) -> list[float]:
    """Warming by elementary flow [kgCO2e per declared unit]."""
    amounts = solution.emissions @ solution.supply
    return [float(value) for value in amounts * solution.weights]
