"""Says what makes most of a footprint, and whose data each hot spot rests on."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from pvfootprint.analysis.hotspots.naming import Makers
from pvfootprint.documents.numbers import figures
from pvfootprint.engine.attributing import ESTIMATED
from pvfootprint.engine.contributing import share
from pvfootprint.language.texts import Text, joined, text
from pvfootprint.model.hotspots import HotSpot
from pvfootprint.model.process_names import product_name
from pvfootprint.model.terms import KNOWN_BY, STAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pvfootprint.analysis.hotspots.terms import Term, Terms
    from pvfootprint.model.system import ProductSystem

MOST_NAMED = 3
"""Datasets that are named in the sentence about a hot spot."""

LEAST_PROXY = 0.005
"""Share of a hot spot from which proxies behind it are mentioned: what shows as 1 % [-]."""

NUMBERS = {
    1: text("One thing"),
    2: text("Two things"),
    3: text("Three things"),
    4: text("Four things"),
    5: text("Five things"),
}
"""How the message at the top begins."""


def hot_spots(system: ProductSystem, terms: Terms, unit: str, top: int) -> tuple[HotSpot, ...]:
    """Find the largest parts of a footprint: what one maker takes of one flow.

    Parameters
    ----------
    system : ProductSystem
        The product system.
    terms : Terms
        The footprint taken apart.
    unit : str
        kgCO2e per declared unit.
    top : int
        How many.

    Returns
    -------
    tuple of HotSpot
        Largest first.
    """
    makers = Makers(system)
    groups: dict[tuple[str, str, str], list[Term]] = {}
    for term in terms.terms:
        key = (makers.key(term.process), term.process.stage, term.flow[0])
        groups.setdefault(key, []).append(term)
    sums = {key: math.fsum(term.value for term in found) for key, found in groups.items()}
    largest = sorted(groups, key=lambda key: (-abs(sums[key]), key))[:top]
    return tuple(
        _spot(makers, terms, unit, ":".join(key), groups[key]) for key in largest if sums[key]
    )


def _spot(makers: Makers, terms: Terms, unit: str, key: str, found: Sequence[Term]) -> HotSpot:
    first = found[0]
    value = math.fsum(term.value for term in found)
    part = share(value, terms.total)
    whole = text(
        "{value} {unit} ({share:.1%} of the footprint): {flow} in the {stage} stage, {supplier}; "
        "{amounts}{factors}.",
        flow=first.flow[1],
        stage=STAGES[first.process.stage],
        supplier=makers.name(first.process),
        value=figures(value),
        unit=unit,
        share=part,
        amounts=_amounts(makers, found),
        factors=_factors(found),
    )
    return HotSpot(
        key=key,
        stage=first.process.stage,
        supplier=makers.name(first.process),
        flow=first.flow[1],
        group=_largest(found).group,
        value=value,
        share=part,
        primary_share=share(math.fsum(term.primary for term in found), value),
        proxy_share=share(math.fsum(term.proxy for term in found), value),
        says=whole,
    )


def _amounts(makers: Makers, found: Sequence[Term]) -> Text:
    """Say whose the amounts are."""
    member = makers.members.get(found[0].process.code)
    if member is None:
        classes = {term.process.data_class for term in found}
        kind = joined(", ", (text(one) for one in sorted(classes)))
        return text("amounts from the library ({kind}), no data of the maker", kind=kind)
    if member.source == "summary":
        if member.primary_share:
            return text("a summary of {company} with a sealed inventory", company=member.company)
        return text("a summary of {company}, without an inventory", company=member.company)
    estimated = math.fsum(abs(term.value) for term in found if term.method == ESTIMATED)
    whole = math.fsum(abs(term.value) for term in found)
    if estimated >= whole / 2:
        return text("amounts estimated by {company}", company=member.company)
    known = sorted({term.method for term in found if term.method and term.method != ESTIMATED})
    how = joined(", ", (KNOWN_BY[method] for method in known))
    if how:
        return text(
            "amounts are primary data of {company} ({how})", company=member.company, how=how
        )
    return text("amounts are primary data of {company}", company=member.company)


def _factors(found: Sequence[Term]) -> Text:
    """Say whose the factors are: what stands behind the amounts."""
    sizes: dict[tuple[Text, Text], float] = {}
    for term in found:
        if term.dataset is not None:
            name = product_name(term.dataset)
            key = (name, text(term.dataset.data_class))
            sizes[key] = sizes.get(key, 0.0) + abs(term.value)
    named = sorted((key for key in sizes if sizes[key]), key=lambda key: (-sizes[key], key))
    if not named:
        return Text("")
    parts = [text("{name} ({kind})", name=name, kind=kind) for name, kind in named[:MOST_NAMED]]
    if len(named) > MOST_NAMED:
        parts.append(text("{count} more", count=len(named) - MOST_NAMED))
    proxy = share(math.fsum(term.proxy for term in found), math.fsum(term.value for term in found))
    said = text("; factors: {parts}", parts=joined(", ", parts))
    if proxy >= LEAST_PROXY:
        return text("{said}; {share:.0%} of it rests on proxies", said=said, share=proxy)
    return said


def message(spots: Sequence[HotSpot], unit: str, total: float) -> Text:
    """Say what makes most of a footprint.

    Parameters
    ----------
    spots : sequence of HotSpot
        The largest; the first five at most are named.
    unit : str
        kgCO2e per declared unit.
    total : float
        The footprint [kgCO2e per declared unit].

    Returns
    -------
    Text
        One sentence.
    """
    named = list(spots[: max(NUMBERS)])
    if not named:
        return text("Nothing in this product system emits anything.")
    parts = [
        text(
            "{flow} in the {stage} stage ({share:.1%})",
            flow=spot.flow,
            stage=STAGES[spot.stage],
            share=spot.share,
        )
        for spot in named
    ]
    whole = math.fsum(spot.value for spot in named)
    return text(
        "{count} make {share:.0%} of the {total} {unit}: {parts}.",
        count=NUMBERS[len(named)],
        share=share(whole, total),
        total=figures(total),
        unit=unit,
        parts=joined(", ", parts),
    )


def _largest(found: Iterable[Term]) -> Term:
    return max(found, key=lambda term: abs(term.value))
