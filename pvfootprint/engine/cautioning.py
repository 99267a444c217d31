"""Says what a reader of a footprint must know: proxies, cut-offs, ages, choices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.engine.contributing import share
from pvfootprint.model.footprint import Caution

if TYPE_CHECKING:
    from pvfootprint.engine.solving import Solution
    from pvfootprint.model.footprint import CutOff, NotSplit
    from pvfootprint.model.inventory import Inventory
    from pvfootprint.model.system import ProductSystem

LARGEST_PROXIES = 5
"""How many proxies are named, by weight."""


def cautions(
    system: ProductSystem,
    solution: Solution,
    split: NotSplit,
    proxies: float,
    left_out: tuple[CutOff, ...],
) -> tuple[Caution, ...]:
    """Return what a reader of the footprint must know.

    Parameters
    ----------
    system, solution
        What was computed.
    split : NotSplit
        Share without a split by gas.
    proxies : float
        Share that rests on proxies [-].
    left_out : tuple of CutOff
        What was left out.

    Returns
    -------
    tuple of Caution
        In the order of their weight for the reader.
    """
    found = [
        _library_only(system),
        _settings(system),
        *_electricity(system),
        _proxies(system, solution, proxies),
        _not_split(split),
        _derived(system, solution),
        _cut_offs(left_out),
    ]
    return tuple(caution for caution in found if caution)


def _library_only(system: ProductSystem) -> Caution:
    vintage = system.product.vintage
    return Caution(
        "no-primary-data",
        f"Every value is from the library (status {vintage}); none is from a company.",
        f"全部数据来自数据库（{vintage}年水平），没有企业初级数据。",
        1.0,
    )


def _settings(system: ProductSystem) -> Caution | None:
    if not system.settings:
        return None
    changed = ", ".join(system.settings)
    return Caution(
        "settings",
        f"Parameters differ from the library: {changed}.",
        f"参数与数据库不同：{changed}。",
    )


def _electricity(system: ProductSystem) -> list[Caution]:
    vintage = system.product.vintage or 0
    found = [
        Caution(
            "electricity-year-not-available",
            f"Electricity of {c.location}: no data for {c.asked}; {c.year} is used.",
            f"{c.location} 电力：没有 {c.asked} 年数据，采用 {c.year} 年。",
        )
        for c in system.electricity
        if c.asked is not None and c.year != c.asked
    ]
    own = next((c for c in system.electricity if c.own and c.year != vintage), None)
    if own:
        found.append(
            Caution(
                "electricity-year-differs",
                f"The inventories describe {vintage}, the electricity of {own.location} "
                f"{own.year}.",
                f"清单数据为 {vintage} 年水平，{own.location} 电力数据为 {own.year} 年。",
            )
        )
    return found


def _proxies(system: ProductSystem, solution: Solution, proxies: float) -> Caution | None:
    if not proxies:
        return None

    def weight(i: int) -> float:
        return abs(float(solution.upstream[i] * solution.supply[i]))

    places = [i for i, inventory in enumerate(system.inventories) if inventory.proxy_for]
    largest = sorted(places, key=weight, reverse=True)[:LARGEST_PROXIES]
    named = "; ".join(_proxy_text(system.inventories[i], weight(i), solution) for i in largest)
    return Caution(
        "proxies",
        f"{proxies:.1%} of the footprint rests on {len(places)} proxies; largest: {named}.",
        f"足迹的 {proxies:.1%} 采用替代数据（{len(places)} 项）；最大的几项见英文列表。",
        proxies,
    )


def _proxy_text(inventory: Inventory, weight: float, solution: Solution) -> str:
    return f"{inventory.proxy_for} ({inventory.code}, {weight / abs(solution.score):.1%})"


def _not_split(split: NotSplit) -> Caution | None:
    if not split.value:
        return None
    sets = ", ".join(f"{name} {value:.4g} kgCO2e" for name, value in split.by_set.items())
    return Caution(
        "aggregated",
        f"{split.share:.1%} of the footprint has no split by gas, so no GWP set rescales it; "
        f"aggregated with: {sets}.",
        f"足迹的 {split.share:.1%} 没有按气体拆分，更换 GWP 数据集时不变。",
        split.share,
    )


def _derived(system: ProductSystem, solution: Solution) -> Caution | None:
    codes = [inventory.code for inventory in system.inventories]
    chosen = dict.fromkeys(choice.node for choice in system.electricity)
    places = [codes.index(code) for code in chosen]
    places = [i for i in places if system.inventories[i].data_class == "derived"]
    if not places:
        return None
    value = sum(float(solution.upstream[i] * solution.supply[i]) for i in places)
    nodes = [system.inventories[i] for i in places]
    named = ", ".join(
        f"{n.electricity_location} {n.electricity_year} ({n.electricity_method}, "
        f"{n.electricity_losses} losses)"
        for n in nodes
    )
    return Caution(
        "derived-electricity",
        f"Derived electricity, not official: {named}. Generation mixes ignore imports and stand on "
        "median or national technology factors; consumption-based estimates are calibrated to the "
        "national factor.",
        f"推算的电力因子（非官方）：{named}。",
        share(value, solution.score),
    )


def _cut_offs(left_out: tuple[CutOff, ...]) -> Caution | None:
    if not left_out:
        return None
    known = [c for c in left_out if c.mass is not None]
    mass = sum(c.mass or 0.0 for c in known)
    unknown = len(left_out) - len(known)
    return Caution(
        "cut-offs",
        f"{len(left_out)} flows are left out for want of an open factor: {mass:.3g} kg in all, and "
        f"{unknown} flows whose mass the source does not state (see the list).",
        f"因缺少公开因子而舍去 {len(left_out)} 项，已知质量合计 {mass:.3g} kg，"
        f"另有 {unknown} 项来源未给出质量（见舍去清单）。",
    )
