"""Says what a reader of a footprint must know: proxies, cut-offs, ages, choices."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from pvfootprint.engine.contributing import share
from pvfootprint.language.texts import Text, in_both, joined, text
from pvfootprint.model.footprint import Caution
from pvfootprint.model.terms import STAGES

if TYPE_CHECKING:
    from pvfootprint.engine.attributing import Attribution
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
    attributed: Attribution,
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
    attributed : Attribution
        Whose data it rests on.

    Returns
    -------
    tuple of Caution
        In the order of their weight for the reader.
    """
    found = [
        *_sets(system),
        _primary(system, attributed),
        _gaps(attributed),
        *_remarks(system),
        _settings(system),
        *_electricity(system),
        _proxies(system, solution, proxies),
        _not_split(split),
        _derived(system, solution),
        _cut_offs(left_out),
    ]
    return tuple(caution for caution in found if caution)


def _sets(system: ProductSystem) -> list[Caution]:
    """Say on whose terms the value may be used, and that nobody else can recompute it as it is."""
    return [
        _caution(
            "installed-set",
            text(
                "It rests on the set {name}, installed on this computer and not shipped: {title}, "
                "{licence} (SHA-256 {hash}). {notice} It cannot be certified.",
                name=one.name,
                title=one.title,
                licence=one.licence,
                hash=one.content_hash[:12],
                notice=in_both(one.notice, one.notice_zh),
            ),
        )
        for one in system.sets
    ]


def _primary(system: ProductSystem, attributed: Attribution) -> Caution:
    if not system.members:
        vintage = system.product.vintage
        said = (
            text(
                "Every value is from the library and from sets beside it (status {vintage}); no "
                "company has given one for this product.",
                vintage=vintage,
            )
            if system.sets
            else text(
                "Every value is from the library (status {vintage}); none is from a company.",
                vintage=vintage,
            )
        )
        return _caution("no-primary-data", said, 1.0)
    without = 1 - attributed.primary_share
    said = text(
        "{primary:.1%} of the footprint rests on activity data of companies; the rest is "
        "estimated, from summaries without a sealed inventory, or from the library.",
        primary=attributed.primary_share,
    )
    return _caution("no-primary-data" if without >= 1 else "primary-data", said, without)


def _gaps(attributed: Attribution) -> Caution | None:
    if not attributed.gaps:
        return None
    whole = math.fsum(gap.share for gap in attributed.gaps)
    named = [
        text(
            "{stage} for {user}: {dataset} ({share:.1%})",
            stage=STAGES[gap.stage],
            user=gap.taken_by,
            dataset=gap.dataset,
            share=gap.share,
        )
        for gap in attributed.gaps
    ]
    said = text(
        "{share:.1%} of the footprint stands in for suppliers without data: {named}.",
        share=whole,
        named=joined("; ", named),
    )
    return _caution("gaps", said, whole)


def _remarks(system: ProductSystem) -> list[Caution]:
    """Return the warnings and questions about companies' data, those of one kind together."""
    kinds: dict[str, list[str]] = {}
    for remark in system.remarks:
        kinds.setdefault(remark.code, []).append(remark.message)
    return [
        _caution(code, text("{all}.", all=joined("; ", messages)))
        for code, messages in kinds.items()
    ]


def _settings(system: ProductSystem) -> Caution | None:
    if not system.settings:
        return None
    changed = ", ".join(system.settings)
    said = text("Parameters differ from the library: {changed}.", changed=changed)
    return _caution("settings", said)


def _electricity(system: ProductSystem) -> list[Caution]:
    vintage = system.product.vintage or 0
    found = [
        _caution(
            "electricity-year-not-available",
            text(
                "Electricity of {place}: no data for {asked}; {year} is used.",
                place=c.location,
                asked=c.asked,
                year=c.year,
            ),
        )
        for c in system.electricity
        if c.asked is not None and c.year != c.asked
    ]
    own = next((c for c in system.electricity if c.own and c.year != vintage), None)
    if own:
        said = text(
            "The inventories describe {vintage}, the electricity of {place} {year}.",
            vintage=vintage,
            place=own.location,
            year=own.year,
        )
        found.append(_caution("electricity-year-differs", said))
    return found


def _proxies(system: ProductSystem, solution: Solution, proxies: float) -> Caution | None:
    if not proxies:
        return None

    def weight(i: int) -> float:
        return abs(float(solution.upstream[i] * solution.supply[i]))

    places = [i for i, inventory in enumerate(system.inventories) if inventory.proxy_for]
    largest = sorted(places, key=weight, reverse=True)[:LARGEST_PROXIES]
    named = [_proxy_text(system.inventories[i], weight(i), solution) for i in largest]
    said = text(
        "{share:.1%} of the footprint rests on {count} proxies; largest: {named}.",
        share=proxies,
        count=len(places),
        named=joined("; ", named),
    )
    return _caution("proxies", said, proxies)


def _proxy_text(inventory: Inventory, weight: float, solution: Solution) -> Text:
    return text(
        "{meant} ({code}, {share:.1%})",
        meant=Text(inventory.proxy_for),
        code=inventory.code,
        share=weight / abs(solution.score),
    )


def _not_split(split: NotSplit) -> Caution | None:
    if not split.value:
        return None
    sets = [
        text("{set} {value:.4g} kgCO2e", set=Text(name), value=value)
        for name, value in split.by_set.items()
    ]
    said = text(
        "{share:.1%} of the footprint has no split by gas, so no GWP set rescales it; "
        "aggregated with: {sets}.",
        share=split.share,
        sets=joined(", ", sets),
    )
    return _caution("aggregated", said, split.share)


def _derived(system: ProductSystem, solution: Solution) -> Caution | None:
    codes = [inventory.code for inventory in system.inventories]
    chosen = dict.fromkeys(choice.node for choice in system.electricity)
    places = [codes.index(code) for code in chosen]
    places = [i for i in places if system.inventories[i].data_class == "derived"]
    if not places:
        return None
    value = sum(float(solution.upstream[i] * solution.supply[i]) for i in places)
    nodes = [system.inventories[i] for i in places]
    said = text(
        "Derived electricity, not official: {named}. Generation mixes ignore imports and stand on "
        "median or national technology factors; consumption-based estimates are calibrated to the "
        "national factor.",
        named=joined(", ", (_electricity_text(node) for node in nodes)),
    )
    return _caution("derived-electricity", said, share(value, solution.score))


def _electricity_text(node: Inventory) -> Text:
    return text(
        "{place} {year} ({method}, {losses} losses)",
        place=node.electricity_location,
        year=node.electricity_year,
        method=Text(node.electricity_method),
        losses=Text(node.electricity_losses),
    )


def _cut_offs(left_out: tuple[CutOff, ...]) -> Caution | None:
    if not left_out:
        return None
    known = [c for c in left_out if c.mass is not None]
    mass = sum(c.mass or 0.0 for c in known)
    unknown = len(left_out) - len(known)
    said = text(
        "{count} flows are left out for want of an open factor: {mass:.3g} kg in all, and "
        "{unknown} flows whose mass the source does not state (see the list).",
        count=len(left_out),
        mass=mass,
        unknown=unknown,
    )
    return _caution("cut-offs", said)


def _caution(code: str, said: Text, concerned: float | None = None) -> Caution:
    return Caution(code, said.en, said.zh, concerned)
