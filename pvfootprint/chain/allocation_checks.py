"""Checks the shares that a company states against what they are said to be shares of."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from pvfootprint.chain.allocating import ROUNDING, has_shared_flows, shares_by, stated_basis
from pvfootprint.chain.faults import fault
from pvfootprint.language.texts import joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.model.findings import Finding
    from pvfootprint.model.inventory import Library
    from pvfootprint.model.site import SiteInventory

SHARE_GAP = 0.005
"""How far a share may be from its basis: shares are given in whole percent, too [-]."""


def check_shares(library: Library, site: SiteInventory) -> Iterator[Finding]:
    """Check the products' shares of a site.

    Parameters
    ----------
    library : Library
        With the wafer formats.
    site : SiteInventory
        The workbook.

    Yields
    ------
    Finding
        ALC-001 to ALC-004; CHN-004 is for shares above 1 in sum.
    """
    yield from _bases(site)
    yield from _against_basis(library, site)
    if has_shared_flows(site):
        yield from _not_declared(site)


def _bases(site: SiteInventory) -> Iterator[Finding]:
    named = {product.share_basis: product for product in site.products if product.share_basis}
    if len(named) > 1:
        yield fault(
            "ALC-001",
            text("the products' shares of the site are by different quantities"),
            list(named.values())[-1].origin,
            "share_basis",
            found=joined(", ", (text(basis) for basis in named)),
            expected=text("one basis for all products of a site"),
            hint=text("give all shares by the same quantity"),
        )


def _against_basis(library: Library, site: SiteInventory) -> Iterator[Finding]:
    basis = stated_basis(site)
    whole = math.fsum(product.share for product in site.products)
    if not basis or len(site.products) == 1 or not whole > 0:
        return
    follow = shares_by(basis, library, site)
    if not follow:
        yield _not_known(site, basis)
        return
    for product in site.products:
        share = follow[product.key] * whole
        if abs(product.share - share) > SHARE_GAP:
            yield fault(
                "ALC-002",
                text(
                    "the share of {product} is not what follows from its basis",
                    product=product.key,
                ),
                product.origin,
                "share",
                found=f"{product.share:.1%}",
                expected=text("{share:.1%} by {basis}", share=share, basis=text(basis)),
                hint=text("correct share, basis or output; the stated share was taken"),
                severity="warning",
            )


def _not_known(site: SiteInventory, basis: str) -> Finding:
    return fault(
        "ALC-004",
        text("the products' shares cannot be held against their basis"),
        site.products[-1].origin,
        "share_basis",
        found=text(basis),
        expected=text("the quantity of each product"),
        hint=text("give it on the sheet of products, or name the document that shows the shares"),
        severity="question",
    )


def _not_declared(site: SiteInventory) -> Iterator[Finding]:
    whole = math.fsum(product.share for product in site.products)
    if whole < 1 - ROUNDING:
        yield fault(
            "ALC-003",
            text(
                "{rest:.1%} of what the site takes as a whole goes to products that are not "
                "declared here",
                rest=1 - whole,
            ),
            site.products[-1].origin,
            "share",
            found=f"{whole:.1%}",
            expected=text("100 %, if the site makes nothing else"),
            hint=text("add the missing products, or say in the remark what else the site makes"),
            severity="question",
        )
