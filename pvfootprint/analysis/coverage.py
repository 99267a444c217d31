"""How good the data behind a footprint are: by class, age, place and GWP set, and the weakest."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from pvfootprint.engine.contributing import NOT_SPLIT, aggregated_with, share
from pvfootprint.engine.solving import solve
from pvfootprint.language.texts import Text, text

if TYPE_CHECKING:
    from pvfootprint.engine.solving import Solution
    from pvfootprint.model.inventory import CharacterizationSet, Inventory
    from pvfootprint.model.system import ProductSystem

AGES = (2, 5, 10)
"""Upper bounds of the classes of age [years]."""

OLDEST = text("more than {years} years", years=AGES[-1])

ANYWHERE = {"GLO", "GB/GLO"}
SPLIT = text("split by gas")
NOT_STATED = text("not stated")
ELSEWHERE = text("elsewhere")
WEAKEST = 10


@dataclass(frozen=True, slots=True)
class WeakPoint:
    """A data point that weighs much and is known badly.

    Parameters
    ----------
    code, name : str
        The dataset.
    share : float
        Share of the footprint that it emits itself [-].
    reasons : tuple of str
        Why it is weak.
    """

    code: str
    name: str
    share: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a footprint rests on; each of the four splits sums to 1.

    Parameters
    ----------
    product : str
        The product's name.
    by_class : dict
        Share by kind of source: official, by gas, aggregated, derived, proxy [-].
    by_age : dict
        Share by years between the data and the product's vintage [-].
    by_place : dict
        Share by match of geography [-].
    by_gwp_set : dict
        Share split by gas, or by the GWP set it was aggregated with [-].
    weakest : tuple of WeakPoint
        The ten weakest data points by weight.
    """

    product: str
    by_class: dict[str, float]
    by_age: dict[str, float]
    by_place: dict[str, float]
    by_gwp_set: dict[str, float]
    weakest: tuple[WeakPoint, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the coverage as a dictionary of JSON values."""
        return asdict(self)


def coverage(system: ProductSystem, factors: CharacterizationSet) -> Coverage:
    """Say what a product's footprint rests on.

    Every process counts with its own emissions, so that the shares sum to one.

    Parameters
    ----------
    system : ProductSystem
        Complete and linked.
    factors : CharacterizationSet
        GWP set.

    Returns
    -------
    Coverage
        Shares of the footprint, and the weakest data points.

    Raises
    ------
    CalculationError
        If the system has no sound solution.
    """
    solution = solve(system, factors)
    by_class: dict[str, list[float]] = {}
    by_age: dict[str, list[float]] = {}
    by_place: dict[str, list[float]] = {}
    by_set: dict[str, list[float]] = {}
    points = []
    vintage = system.product.vintage or 0
    for i, inventory in enumerate(system.inventories):
        split = _by_set(system, solution, factors, i)
        own = math.fsum(split.values())
        for name, value in split.items():
            by_set.setdefault(name, []).append(value)
            by_class.setdefault(_class(inventory, name), []).append(value)
        by_age.setdefault(_age(inventory, vintage), []).append(own)
        by_place.setdefault(_place(inventory, system.product), []).append(own)
        points.append(_point(inventory, system, own, split, solution.score))
    weakest = sorted(
        (point for point in points if point.reasons),
        key=lambda point: (-abs(point.share) * len(point.reasons), point.code),
    )
    return Coverage(
        system.name,
        _shares(by_class, solution.score),
        _shares(by_age, solution.score),
        _shares(by_place, solution.score),
        _shares(by_set, solution.score),
        tuple(weakest[:WEAKEST]),
    )


def _shares(parts: dict[str, list[float]], total: float) -> dict[str, float]:
    shares = {name: share(math.fsum(values), total) for name, values in parts.items()}
    return dict(sorted(shares.items(), key=lambda item: -item[1]))


def _by_set(
    system: ProductSystem, solution: Solution, factors: CharacterizationSet, place: int
) -> dict[str, float]:
    """Own emissions of a process, split by gas or aggregated with a set [kgCO2e]."""
    column = solution.emissions[:, [place]].tocoo()
    split: dict[str, float] = {SPLIT: 0.0}
    for row, amount in zip(column.row, column.data, strict=True):
        flow = system.flows[row]
        factor = factors.factors.get(flow.name)
        if factor is None:
            continue
        name = Text(aggregated_with(flow)) if factor.gas == NOT_SPLIT else SPLIT
        value = float(amount) * factor.amount * float(solution.supply[place])
        split[name] = split.get(name, 0.0) + value
    return split


def _class(inventory: Inventory, name: str) -> str:
    if inventory.proxy_for:
        return text("proxy")
    known = {"official": text("official"), "derived": text("derived")}
    of_gases = text("by gas") if name == SPLIT else text("aggregated")
    return known.get(inventory.data_class, of_gases)


def _age(inventory: Inventory, vintage: int) -> str:
    if inventory.year is None:
        return NOT_STATED
    years = abs(vintage - inventory.year)
    for low, high in zip((0, *(a + 1 for a in AGES)), AGES, strict=False):
        if years <= high:
            return text("{low} to {high} years", low=low, high=high)
    return OLDEST


def _place(inventory: Inventory, product: Inventory) -> str:
    if inventory.location == product.location:
        return text("same place")
    if inventory.location.startswith(f"{product.location}-"):
        return text("same country")
    return text("world") if inventory.location in ANYWHERE else ELSEWHERE


def _point(
    inventory: Inventory,
    system: ProductSystem,
    own: float,
    split: dict[str, float],
    total: float,
) -> WeakPoint:
    reasons: list[str] = []
    if inventory.proxy_for:
        reasons.append(text("stands for {what}", what=Text(inventory.proxy_for)))
    if _place(inventory, system.product) == ELSEWHERE:
        reasons.append(text("from {place}", place=inventory.location))
    age = _age(inventory, system.product.vintage or 0)
    if age == NOT_STATED:
        reasons.append(text("year not stated"))
    elif age in {"6 to 10 years", OLDEST}:
        reasons.append(text("of {year}", year=inventory.year))
    if inventory.data_class == "derived":
        reasons.append(text("derived"))
    if own and abs(split[SPLIT]) < abs(own) / 2 and inventory.data_class != "official":
        reasons.append(text("not split by gas"))
    return WeakPoint(inventory.code, inventory.name, share(own, total), tuple(reasons))
