"""What a reader must know of how contracts met what a site used."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from pvfootprint.chain.faults import fault
from pvfootprint.language.texts import Text, joined, text
from pvfootprint.model.site_rows import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pvfootprint.chain.contracts import Judged
    from pvfootprint.chain.matching import Demand, Matched
    from pvfootprint.model.findings import Finding
    from pvfootprint.model.site import SiteInventory

OVER = 1.001
"""Contracts over consumption beyond which they do not fit: a rounding of both passes [-]."""


def check_sum(site: SiteInventory, judged: Sequence[Judged], used: float) -> Iterator[Finding]:
    """Check that the contracts of a site are for no more than it used.

    Parameters
    ----------
    site : SiteInventory
        The site.
    judged : sequence of Judged
        Its contracts.
    used : float
        What its meters show [kWh].

    Yields
    ------
    Finding
        CHN-016: an error for contracts that count as more than grid, else a question.
    """
    counted = math.fsum(one.counted for one in judged)
    contracted = math.fsum(one.contracted for one in judged)
    if counted > used * OVER:
        yield _too_much(site, counted, used, "error")
    elif contracted > used * OVER:
        yield _too_much(site, contracted, used, "question")


def _too_much(site: SiteInventory, contracted: float, used: float, severity: str) -> Finding:
    return fault(
        "CHN-016",
        text(
            "the contracts of {site} are for {contracted:,.0f} kWh, its meters show {used:,.0f} "
            "kWh",
            site=site.company.site,
            contracted=contracted,
            used=used,
        ),
        site.electricity[0].origin if site.electricity else NOWHERE,
        "amount",
        found=f"{contracted:,.0f} kWh",
        expected=text("at most {used:,.0f} kWh", used=used),
        hint=text("give what this site used of each contract, and every meter"),
        severity=severity,
    )


def check_matches(
    site: SiteInventory, matches: Sequence[Matched], demand: Demand
) -> Iterator[Finding]:
    """Say what was not used in its period, and what products claim.

    Parameters
    ----------
    site : SiteInventory
        The site.
    matches : sequence of Matched
        Its contracts, and what each covers.
    demand : Demand
        What was used.

    Yields
    ------
    Finding
        ELC-010 to ELC-012.
    """
    for one in matches:
        if one.beyond > one.judged.counted * (OVER - 1):
            yield _beyond(one)
        if one.unmetered or (one.claimed and one.shared > one.judged.counted * (OVER - 1)):
            yield _unmetered(one, demand)
    used = math.fsum(demand.used.values())
    claimed = math.fsum(one.claimed for one in matches)
    products = dict.fromkeys(one.judged.row.product for one in matches if one.claimed)
    for product in products:
        claims = [one for one in matches if one.claimed and one.judged.row.product == product]
        if used > demand.metered(product):
            yield _own(site, claims, demand, used - claimed)


def _beyond(one: Matched) -> Finding:
    row = one.judged.row
    return fault(
        "ELC-010",
        text(
            "{beyond:,.0f} kWh of {key} are more than was used in {period}: they do not count",
            beyond=one.beyond,
            key=_title(one),
            period=row.period,
        ),
        row.origin,
        "amount",
        found=f"{one.judged.counted:,.0f} kWh",
        expected=text("at most {used:,.0f} kWh", used=one.covered),
        hint=text("a contract covers what was used in its month; nothing is carried to another"),
        severity="warning",
    )


def _unmetered(one: Matched, demand: Demand) -> Finding:
    row = one.judged.row
    metered = demand.metered(row.product)
    return fault(
        "ELC-011",
        text(
            "{key} is claimed for {product}, whose own meters do not show so much: {shared:,.0f} "
            "kWh of it count for all products",
            key=_title(one),
            product=row.product,
            shared=one.shared,
        ),
        row.origin,
        "product",
        found=text("{metered:,.0f} kWh on meters of its own", metered=metered),
        expected=text("{claimed:,.0f} kWh", claimed=one.judged.counted),
        hint=text("give the electricity of this product's meters on lines of its own"),
        severity="warning",
    )


def _own(site: SiteInventory, claims: Sequence[Matched], demand: Demand, rest: float) -> Finding:
    row = claims[0].judged.row
    return fault(
        "ELC-012",
        text(
            "{product} of {site} claims {claimed:,.0f} of its {metered:,.0f} kWh alone; all other "
            "{rest:,.0f} kWh of the site take the mix without them",
            product=row.product,
            site=site.company.site,
            claimed=math.fsum(one.claimed for one in claims),
            metered=demand.metered(row.product),
            rest=rest,
        ),
        row.origin,
        "product",
        found=joined("; ", [_title(one) for one in claims]),
        hint=text("nothing to do if the meters show it; the other products may not claim it too"),
        severity="warning",
    )


def _title(one: Matched) -> Text:
    return joined(" ", [Text(one.judged.row.kind), one.judged.row.key])
