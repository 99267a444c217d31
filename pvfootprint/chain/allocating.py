"""Shares flows between the products of a site, and between a product and its co-products.

The order is that of ISO 14044:2006, 4.3.4.2: flows that are given per product are apart already
(subdivision); what is given for the whole site, and what a process with co-products takes, is
shared by a physical quantity or by revenue, whichever the rule set puts first of those that the
data allow.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.chain.co_product_checks import check_co_products, no_burden
from pvfootprint.chain.measures import measures_of
from pvfootprint.chain.quantities import amount_by, processed_mass, processed_mass_of_output
from pvfootprint.language.texts import Text, joined, text
from pvfootprint.model.accounting import Allocation
from pvfootprint.model.site import WHOLE_SITE
from pvfootprint.model.terms import SILICON_STAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pvfootprint.model.findings import Finding
    from pvfootprint.model.inventory import Library
    from pvfootprint.model.site import SiteInventory, SiteProduct
    from pvfootprint.model.site_rows import SiteOutput

    _Part = tuple[SiteOutput, float]
    """A co-product, and which part of it comes from the product's process [-]."""

PHYSICAL, ECONOMIC = "physical", "economic"

ROUNDING = 1e-3
"""How far the products' shares may be from 1 in sum, as they are given in rounded percent; what
they lack or exceed is spread over them, so that nothing gets lost [-]."""

BASES = {
    "area": text("area [m2]"),
    "mass": text("mass [kg]"),
    "pieces": text("pieces"),
    "power": text("power [kWp]"),
    "machine hours": text("machine hours"),
}
"""Physical bases of shares, for people; the first that all products allow is computed."""

STATED = text("share of the output, as the company states")

OTHERS = text("products that are not declared here")
"""Takes what the products of a workbook leave of their site."""


@dataclass(frozen=True, slots=True)
class ProductShare:
    """What a product carries.

    Parameters
    ----------
    of_site : float
        Of flows of the whole site [-].
    of_process : float
        Of its own process, its part of the site's flows included; its co-products carry the rest
        [-].
    allocations : tuple of Allocation
        How that came about; empty where nothing is shared.
    """

    of_site: float
    of_process: float
    allocations: tuple[Allocation, ...] = ()


@dataclass(frozen=True, slots=True)
class _Split:
    """Shares by one method."""

    method: str
    basis: Text
    factors: dict[str, float]
    rows: tuple[SiteOutput, ...] = ()


def share_product(
    library: Library, site: SiteInventory, product: SiteProduct, order: Sequence[str]
) -> tuple[ProductShare, list[Finding]]:
    """Return what a product carries of its site and of its process.

    Parameters
    ----------
    library : Library
        With the wafer formats.
    site, product
        The workbook, and one of its products.
    order : sequence of str
        Methods, as :attr:`pvfootprint.model.accounting.Accounting.allocation_order`.

    Returns
    -------
    ProductShare
        With the allocations behind it.
    list of Finding
        CHN-019 for a co-product that carries no burden, ALC-005 and ALC-006 for what one carries.
    """
    of_site = share_site(library, site, order)
    part = of_site.factors[product.key]
    shared = has_shared_flows(site) and part < 1
    process, findings = _share_process(library, site, product, part, order)
    made = ([of_site] if shared else []) + ([process] if process else [])
    carried = process.factors[product.key] if process else 1.0
    return ProductShare(part, carried, tuple(made)), findings


def has_shared_flows(site: SiteInventory) -> bool:
    """Return whether a workbook gives flows of its whole site."""
    flows = (
        *((row.product, row.amount) for row in site.materials),
        *((row.product, row.amount) for row in site.energy),
        *((row.product, row.amount) for row in site.outputs),
        *((row.product, row.amount) for row in site.emissions),
        *((leg.product, leg.mass) for leg in site.transport),
    )
    return any(product == WHOLE_SITE and amount for product, amount in flows)


def share_site(library: Library, site: SiteInventory, order: Sequence[str]) -> Allocation:
    """Return how flows of a whole site are shared between its products.

    Parameters
    ----------
    library, site, order
        As for :func:`share_product`.

    Returns
    -------
    Allocation
        Shares by key of the product; what they leave goes to :data:`OTHERS`. The shares are those
        that the company states, if they are by the first method that the data allow; else they
        are computed, and sum to what the stated ones sum to.
    """
    splits = _splits_of_site(library, site)
    return _allocation(site, WHOLE_SITE, splits, _ordered(order, splits))


def stated_basis(site: SiteInventory) -> str:
    """Return the basis of the shares that a company states; empty if it says none, or several."""
    bases = {product.share_basis for product in site.products} - {""}
    return bases.pop() if len(bases) == 1 else ""


def _splits_of_site(library: Library, site: SiteInventory) -> dict[str, _Split]:
    basis = stated_basis(site)
    economic = basis == "revenue"
    words = _revenue(site) if economic else BASES.get(basis, STATED)
    method, other = (ECONOMIC, PHYSICAL) if economic else (PHYSICAL, ECONOMIC)
    stated = {product.key: product.share for product in site.products}
    whole = math.fsum(stated.values())
    if abs(whole - 1) <= ROUNDING:
        stated = {key: share / whole for key, share in stated.items()}
        whole = 1.0
    splits = {method: _Split(method, words, _with_others(stated, whole))}
    for name in BASES if economic else ("revenue",):
        parts = shares_by(name, library, site)
        if parts and len(parts) > 1:
            scaled = {key: part * whole for key, part in parts.items()}
            said = BASES.get(name) or _revenue(site)
            splits[other] = _Split(other, said, _with_others(scaled, whole))
            break
    return splits


def shares_by(basis: str, library: Library, site: SiteInventory) -> dict[str, float]:
    """Return the products' shares by a quantity.

    Parameters
    ----------
    basis : str
        A value of :data:`pvfootprint.model.site.SHARE_BASES`.
    library, site
        As for :func:`share_product`.

    Returns
    -------
    dict
        By key of the product, 1 in sum [-]; empty if the quantity is not known of each.
    """
    found = {p.key: amount_by(basis, p, measures_of(p, library)) for p in site.products}
    amounts = {key: amount for key, amount in found.items() if amount is not None}
    whole = math.fsum(amounts.values())
    if len(amounts) < len(found) or not whole > 0:
        return {}
    return {key: amount / whole for key, amount in amounts.items()}


def _with_others(shares: dict[str, float], whole: float) -> dict[str, float]:
    return shares if whole >= 1 else {**shares, OTHERS: 1 - whole}


def _revenue(site: SiteInventory) -> Text:
    currency = site.company.currency
    return text("revenue [{currency}]", currency=currency) if currency else text("revenue")


def _ordered(order: Sequence[str], splits: Iterable[str]) -> list[str]:
    """Return the methods that the data allow, in the order of the rule set."""
    places = {method: place for place, method in enumerate(order)}
    return sorted(splits, key=lambda method: places.get(method, len(places)))


def _allocation(
    site: SiteInventory, subject: str, splits: dict[str, _Split], methods: Sequence[str]
) -> Allocation:
    chosen = splits[methods[0]]
    other = splits[methods[1]] if len(methods) > 1 else None
    return Allocation(
        company=site.company.name,
        site=site.company.site,
        subject=subject,
        method=chosen.method,
        basis=chosen.basis,
        factors=chosen.factors,
        alternative=other.factors if other else {},
        alternative_method=other.method if other else "",
    )


def _share_process(
    library: Library, site: SiteInventory, product: SiteProduct, part: float, order: Sequence[str]
) -> tuple[Allocation | None, list[Finding]]:
    """Share a product's process with its co-products; those of the whole site count by `part`.

    One process is shared by one method: the one that most of its co-products allow, and of these
    the first in the order. A co-product that does not allow it carries no burden.
    """
    parts = {product.key: 1.0, WHOLE_SITE: part}
    rows = [
        (row, parts[row.product])
        for row in site.outputs
        if row.kind == "co-product" and row.amount * parts.get(row.product, 0.0) > 0
    ]
    splits = _splits_of_process(library, site, product, rows)
    most = max((len(split.rows) for split in splits.values()), default=0)
    methods = _ordered(order, (name for name, split in splits.items() if len(split.rows) == most))
    carrying = splits[methods[0]].rows if methods else ()
    findings = [no_burden(site, product, row) for row, _ in rows if row not in carrying]
    if not methods:
        return None, findings
    names = joined(", ", dict.fromkeys(row.name for row in carrying))
    made = _allocation(site, names, splits, methods)
    return made, [*findings, *check_co_products(product, carrying, made)]


def _splits_of_process(
    library: Library, site: SiteInventory, product: SiteProduct, rows: Sequence[_Part]
) -> dict[str, _Split]:
    """Share between a product and its co-products by each method that the data allow."""
    stage, key = site.stage, product.key
    mass = text("silicon [kg]") if stage in SILICON_STAGES else text("mass [kg]")
    own = processed_mass(stage, product, measures_of(product, library))
    masses = [(row, processed_mass_of_output(stage, row), part) for row, part in rows]
    values = [(row, row.revenue, part) for row, part in rows]
    found = (
        _split(PHYSICAL, mass, key, own, masses),
        _split(ECONOMIC, _revenue(site), key, product.revenue, values),
    )
    return {split.method: split for split in found if split}


def _split(
    method: str,
    basis: Text,
    key: str,
    own: float | None,
    others: Iterable[tuple[SiteOutput, float | None, float]],
) -> _Split | None:
    """Share by a quantity of the product and of each co-product, as far as it is known."""
    known = [(row, amount * part) for row, amount, part in others if amount is not None]
    if not own or not known:
        return None
    whole = math.fsum([own, *(amount for _, amount in known)])
    factors = {key: own / whole}
    for row, amount in known:
        factors[row.name] = factors.get(row.name, 0.0) + amount / whole
    return _Split(method, basis, factors, tuple(row for row, _ in known))
