"""Finds the product that a workbook names as supplied: by company, site and key."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from pvfootprint.chain.faults import fault
from pvfootprint.language.texts import Text, text
from pvfootprint.model.site_rows import NOWHERE, Origin

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Sequence

    from pvfootprint.chain.measures import Measures
    from pvfootprint.model.findings import Finding
    from pvfootprint.model.site import SupplyShare

NEAR = 0.85
"""Likeness of two names from which on one may be a slip of the pen for the other [-]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A product for which data were given: by a workbook or a summary.

    Parameters
    ----------
    code : str
        Code of its process.
    companies : tuple of str
        Names of the company.
    company_code : str
        Its registered number.
    sites : tuple of str
        Name and number of the site.
    product, stage : str
        Its key, and its stage.
    measures : Measures
        Quantities of one piece.
    output : float
        What was made in the period [reference unit]; 0 if it is not known.
    start, end : date
        First and last day of the data.
    source : str
        ``workbook`` or ``summary``.
    origin : Origin
        Where it stands.
    """

    code: str
    companies: tuple[str, ...]
    company_code: str
    sites: tuple[str, ...]
    product: str
    stage: str
    measures: Measures
    output: float
    start: datetime.date
    end: datetime.date
    source: str
    origin: Origin = NOWHERE

    @property
    def title(self) -> str:
        """Company, site and product, as people read them."""
        return f"{self.companies[0]}, {self.sites[0]}, {self.product}"

    @property
    def identity(self) -> tuple[str, ...]:
        """What no other offer may have."""
        company = self.company_code or self.companies[0]
        return (plain(company), plain(self.sites[0]), self.stage, plain(self.product))


def plain(name: str) -> str:
    """Return a name by which two spellings compare: width, case and spaces do not count."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def find_offer(
    row: SupplyShare, stage: str, offers: Sequence[Offer]
) -> tuple[Offer | None, list[Finding]]:
    """Find the product that a row names.

    The registered number tells the company if it is given, else the name. A name that is only
    nearly the same is asked about and never taken.

    Parameters
    ----------
    row : SupplyShare
        Supplier, site and product as the user names them.
    stage : str
        The stage of what is supplied.
    offers : sequence of Offer
        Every product for which data were given.

    Returns
    -------
    Offer, optional
        None if the supplier gave no data, or if it is not clear which product is meant. It may be
        of the wrong stage.
    list of Finding
        CHN-007, CHN-008 or CHN-009.
    """
    company, findings = _of_company(row, offers)
    if not company:
        return None, findings
    right_stage = [offer for offer in company if offer.stage == stage]
    if not right_stage:
        named = [offer for offer in company if not row.site or _is_at(row.site, offer)]
        findings += [_wrong_stage(row, stage, named)] if named else []
        return (named[0] if len(named) == 1 else None), findings
    at_site, about_site = _of_site(row, right_stage)
    findings += about_site
    if not at_site:
        return None, findings
    product, about_product = _of_product(row, at_site)
    return product, [*findings, *about_product]


def _of_company(row: SupplyShare, offers: Sequence[Offer]) -> tuple[list[Offer], list[Finding]]:
    code, name = plain(row.supplier_code), plain(row.supplier)
    by_code = [offer for offer in offers if code and plain(offer.company_code) == code]
    if by_code:
        return by_code, []
    by_name = [offer for offer in offers if name in {plain(n) for n in offer.companies}]
    other_code = [offer for offer in by_name if code and offer.company_code]
    if other_code:
        return [], [
            _near(row, "supplier_code", row.supplier_code, {o.company_code for o in other_code})
        ]
    if by_name:
        return by_name, []
    near = {n for offer in offers for n in offer.companies if name and n and _alike(name, plain(n))}
    return [], [_near(row, "supplier", row.supplier, near)] if near else []


def _of_site(row: SupplyShare, offers: list[Offer]) -> tuple[list[Offer], list[Finding]]:
    sites = {offer.sites[0]: offer for offer in offers}
    if not row.site:
        if len(sites) == 1:
            return offers, []
        message = text("{supplier} has several sites; which one?", supplier=row.supplier)
        return [], [_unclear(row, "site", "", sites, message)]
    found = [offer for offer in offers if _is_at(row.site, offer)]
    if found:
        return found, []
    asked = plain(row.site)
    near = {site for offer in offers for site in offer.sites if _alike(asked, plain(site))}
    return [], [_near(row, "site", row.site, near)] if near else []


def _is_at(site: str, offer: Offer) -> bool:
    return plain(site) in {plain(name) for name in offer.sites}


def _of_product(row: SupplyShare, offers: list[Offer]) -> tuple[Offer | None, list[Finding]]:
    keys = {offer.product: offer for offer in offers}
    if not row.supplied:
        if len(offers) == 1:
            return offers[0], []
        message = text("{supplier} has several products; which one?", supplier=row.supplier)
        return None, [_unclear(row, "supplied", "", keys, message)]
    found = [offer for offer in offers if plain(offer.product) == plain(row.supplied)]
    if found:
        return found[0], []
    message = text(
        "{supplier} has no product {product!r}", supplier=row.supplier, product=row.supplied
    )
    return None, [_unclear(row, "supplied", row.supplied, keys, message)]


def _alike(one: str, other: str) -> bool:
    return bool(other) and SequenceMatcher(None, one, other).ratio() >= NEAR


def _near(row: SupplyShare, field: str, found: str, near: Iterable[str]) -> Finding:
    return fault(
        "CHN-007",
        text("{found!r} is not taken for {near}", found=found, near=", ".join(sorted(near))),
        row.origin,
        field,
        found=found,
        expected=", ".join(sorted(near)),
        hint=text("if it is the same, write it in the same way"),
        severity="question",
    )


def _unclear(
    row: SupplyShare, field: str, found: str, there: Iterable[str], message: Text
) -> Finding:
    return fault(
        "CHN-008", message, row.origin, field, found=found, expected=", ".join(sorted(there))
    )


def _wrong_stage(row: SupplyShare, stage: str, company: list[Offer]) -> Finding:
    stages = sorted({offer.stage for offer in company})
    return fault(
        "CHN-009",
        text(
            "{supplier} should supply {stage} and gave data of {stages}",
            supplier=row.supplier,
            stage=Text(stage),
            stages=", ".join(stages),
        ),
        row.origin,
        "supplier",
        found=", ".join(stages),
        expected=stage,
        hint=text("ask it for a workbook of that stage, or name another site or supplier"),
    )
