"""Checks what co-products carry: nothing, too much, or more than they are worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.chain.faults import fault
from pvfootprint.language.texts import Text, text
from pvfootprint.model.terms import SILICON_STAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pvfootprint.model.accounting import Allocation
    from pvfootprint.model.findings import Finding
    from pvfootprint.model.site import SiteInventory, SiteProduct
    from pvfootprint.model.site_rows import SiteOutput

HALF = 0.5

NOTABLE = 0.1
"""Part of a process that co-products may carry by a physical quantity beyond what they are worth
without a word: sawing powder is much of the silicon and little of the revenue [-]."""


def no_burden(site: SiteInventory, product: SiteProduct, row: SiteOutput) -> Finding:
    """Return the warning that a co-product carries nothing.

    Parameters
    ----------
    site, product, row
        The workbook, the product that carries all of it, and the co-product.

    Returns
    -------
    Finding
        CHN-019, with what to give if it is to carry a part.
    """
    return fault(
        "CHN-019",
        text(
            "{name} of {site} carries no burden: {product} carries all of it",
            name=row.name,
            site=site.company.site,
            product=product.name or product.key,
        ),
        row.origin,
        "kind",
        severity="warning",
        found=row.kind,
        expected=text("quantities by which both can be compared"),
        hint=_what_is_needed(site),
    )


def _what_is_needed(site: SiteInventory) -> Text:
    if site.stage in SILICON_STAGES:
        return text(
            "if it is to carry a part: give its mass and the silicon in it, or the revenue of both"
        )
    return text(
        "if it is to carry a part: give its mass and the mass of one piece of the product, or the "
        "revenue of both"
    )


def check_co_products(
    product: SiteProduct, rows: Sequence[SiteOutput], made: Allocation
) -> Iterator[Finding]:
    """Check how much co-products carry.

    Parameters
    ----------
    product : SiteProduct
        The product.
    rows : sequence of SiteOutput
        The co-products that carry a part of its process.
    made : Allocation
        Which part.

    Yields
    ------
    Finding
        ALC-005 if they carry more than the product, ALC-006 if they carry much more than what they
        are worth, or if that is not known.
    """
    carried = 1 - made.factors[product.key]
    name = product.name or product.key
    if carried > HALF:
        yield fault(
            "ALC-005",
            text(
                "co-products carry {carried:.0%} of what {product} takes",
                carried=carried,
                product=name,
            ),
            rows[0].origin,
            "amount",
            severity="warning",
            found=made.basis,
            expected=text("less than the product itself"),
            hint=text("check amounts, units and revenue; a second main product is a product"),
        )
    worth = 1 - made.alternative[product.key] if made.alternative else 0.0
    if made.method == "physical" and carried > worth + NOTABLE:
        yield fault(
            "ALC-006",
            text(
                "{names} carry {carried:.0%} of what {product} takes by {basis}, and are not shown "
                "to be worth it",
                names=made.subject,
                carried=carried,
                product=name,
                basis=made.basis,
            ),
            rows[0].origin,
            "revenue",
            severity="question",
            found=f"{worth:.0%}" if made.alternative else "",
            expected=text("the revenue of product and co-product"),
            hint=text("what is sold for little is scrap: it carries nothing"),
        )
