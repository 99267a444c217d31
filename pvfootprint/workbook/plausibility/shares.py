"""Rules on the products' shares of a site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.language.texts import joined, text
from pvfootprint.workbook.choices import SHARE_BASES
from pvfootprint.workbook.plausibility.quantities import IRRADIANCE, note
from pvfootprint.workbook.reader.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.model.findings import Finding
    from pvfootprint.model.site import SiteProduct
    from pvfootprint.workbook.plausibility.quantities import Site

SHARE_GAP = 0.005
"""How far shares may be from what they should be: they are given in whole percent, too [-]."""

WATT = 1000.0
"""Watts in a kilowatt."""


def check_product_shares(site: Site) -> Iterator[Finding]:
    """WBK-108: the products are not more than the whole output."""
    products = site.inventory.products
    total = sum(product.share for product in products)
    if total > 1 + SHARE_GAP:
        yield note(
            "WBK-108",
            text("the shares sum to more than 100 %"),
            ("products", "share", products[-1].origin),
            found=f"{plain(total * 100)} %",
            expected="<= 100 %",
            hint=text("each share is that of everything that the site makes"),
        )


def check_share_basis(site: Site) -> Iterator[Finding]:
    """WBK-122: shares are by one quantity, and follow from it where it is given."""
    products = site.inventory.products
    bases = list(dict.fromkeys(p.share_basis for p in products if p.share_basis))
    if len(bases) > 1:
        yield note(
            "WBK-122",
            text("the products' shares of the site are by different quantities"),
            ("products", "share_basis", products[-1].origin),
            found=joined(", ", [SHARE_BASES[basis] for basis in bases]),
            expected=text("one basis for all products of a site"),
            hint=text("give all shares by the same quantity"),
        )
        return
    total = sum(product.share for product in products)
    amounts = [_amount(site, product, *bases) for product in products] if bases else []
    known = [amount for amount in amounts if amount is not None]
    if len(known) < len(products) or not sum(known) > 0:
        return
    for product, amount in zip(products, known, strict=True):
        share = amount / sum(known) * total
        if abs(product.share - share) > SHARE_GAP:
            yield note(
                "WBK-122",
                text(
                    "the share of {product} is not what follows from its basis",
                    product=product.key,
                ),
                ("products", "share", product.origin),
                found=f"{product.share:.1%}",
                expected=text("{share:.1%} by {basis}", share=share, basis=SHARE_BASES[bases[0]]),
                hint=text("correct share, basis or output"),
            )


def _amount(site: Site, product: SiteProduct, basis: str) -> float | None:
    """Return how much was made of a product, in any unit that all products share."""
    made, pieces = site.outputs[product.key], site.pieces(product)
    weighed = site.reference_unit == "kg"
    mass = product.mass * pieces if product.mass and pieces is not None else None
    amounts = {
        "area": None if weighed else made,
        "mass": made if weighed else mass,
        "pieces": pieces,
        "power": None if weighed else _power(site, product, made),
        "revenue": product.revenue,
    }
    return amounts.get(basis)


def _power(site: Site, product: SiteProduct, made: float | None) -> float | None:
    if product.output_unit == "kWp":
        return product.output
    area = site.area(product)
    if product.power and area and made is not None:
        return made / area * product.power / WATT
    if product.efficiency and made is not None:
        return made * product.efficiency * IRRADIANCE
    return None
