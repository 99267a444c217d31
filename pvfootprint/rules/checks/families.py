"""Families of power bins: which model stands for them, and with which power."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.language.texts import text
from pvfootprint.model.clause_words import WORST, word
from pvfootprint.rules.answers import (
    asks,
    at_most,
    cell,
    exceeds,
    fails,
    limit,
    passes,
    percent,
    rule,
    some,
    words_of,
)

if TYPE_CHECKING:
    from pvfootprint.model.rules import RuleSet
    from pvfootprint.model.site import SiteInventory, SiteProduct
    from pvfootprint.model.study import Study
    from pvfootprint.rules.answers import Answer

FIELDS = ("technology", "design", "format", "area")
"""Grouping properties that the sheet of products holds."""

POWERED = ("cell", "module")
"""Stages whose products are sold by power."""

IRRADIANCE = 1000.0
"""At standard test conditions [W/m2]."""

HALF_WATT = 0.5
"""Rounding of a power on the name plate [W]."""


@rule("FAM-001", text("The representative is one of the models"), "family.representative")
def representative(study: Study, rules: RuleSet) -> Answer:
    """Look for the representative model among the models of the product."""
    del rules
    product, site = _product(study)
    if product is None or site is None or not (product.models or product.representative):
        return passes(text("the product is no family"))
    details = {"found": product.representative, "expected": " | ".join(product.models)}
    if product.representative in product.models:
        said = text("{model} stands for the family", model=product.representative)
        return passes(said, **details)
    where = [cell(product.origin, "representative") or site.source]
    if not product.representative and len(product.models) == 1:
        return passes(text("there is only one model"), **details)
    if not product.representative:
        return asks(
            text("no model stands for the family"),
            text("name the representative model on the sheet of products"),
            where=where,
            **details,
        )
    return fails(
        text("{model} is none of the models", model=product.representative),
        text("name a representative that is among the models, or add it to them"),
        where=where,
        **details,
    )


@rule("FAM-002", text("The power is the one that the family is declared by"), "family.value")
def power(study: Study, rules: RuleSet) -> Answer:
    """Compare the power behind the footprint with the bins of the family."""
    product, site = _product(study)
    if product is None or site is None or not _is_family(product, site):
        return passes(text("the product is no family of power bins"))
    wanted, used = str(rules.value("family.value")), _power(product)
    where = [cell(product.origin, "power_bins") or site.source]
    if not product.power_bins or used is None:
        return asks(
            text("the powers of {count} models are not given", count=len(product.models)),
            text("give the power bins and the power of one piece on the sheet of products"),
            where=where,
        )
    low, high = min(product.power_bins), max(product.power_bins)
    details = {
        "found": f"{used:g} W",
        "expected": f"{low:g} W" if wanted == WORST else f"{low:g} - {high:g} W",
    }
    if used <= low + HALF_WATT:
        return passes(text("{power:g} W is the lowest power", power=used), **details)
    if wanted == WORST:
        return fails(
            text("{power:g} W is not the lowest power of the family", power=used),
            text("give the lowest power bin as the power of one piece, and its efficiency"),
            where=where,
            **details,
        )
    if used > high + HALF_WATT:
        return fails(
            text("{power:g} W is above every power bin", power=used),
            text("give the lowest power, or the mean weighted by sales"),
            where=where,
            **details,
        )
    return asks(
        text("{power:g} W is a mean of the power bins, if it is weighted by sales", power=used),
        text("show the sales by power bin over the period"),
        where=where,
        **details,
    )


@rule("FAM-003", text("The powers of a family lie close together"), "family.spread")
def spread(study: Study, rules: RuleSet) -> Answer:
    """Compare the spread of the power bins with its largest value."""
    product, site = _product(study)
    most = limit(rules, "family.spread")
    used = _power(product) if product else None
    if product is None or site is None or len(product.power_bins) < 2 or not used:
        return passes(text("there is only one power"), expected=at_most(most))
    share = (max(product.power_bins) - min(product.power_bins)) / used
    said = text(
        "from {low:g} to {high:g} W: {share} of the representative's power",
        low=min(product.power_bins),
        high=max(product.power_bins),
        share=percent(share),
    )
    details = {"found": percent(share), "expected": at_most(most)}
    if not exceeds(share, most):
        return passes(said, **details)
    return fails(
        said,
        text("divide the family into two products, each with its own representative"),
        where=[cell(product.origin, "power_bins") or site.source],
        **details,
    )


@rule(
    "FAM-004", text("The models of a family have all in common but their power"), "family.grouping"
)
def grouping(study: Study, rules: RuleSet) -> Answer:
    """Look for what the models of a family must have in common."""
    product, site = _product(study)
    if product is None or site is None or len(product.models) < 2:
        return passes(text("the product is no family"))
    asked = words_of(rules, "family.grouping")
    missing = [name for name in FIELDS if name in asked and not getattr(product, name)]
    documents = {document.key for document in site.evidence}
    if "bill of materials" in asked and product.evidence not in documents:
        missing.append("bill of materials")
    expected = ", ".join(asked)
    if not missing:
        said = text("models in the family: {count}", count=len(product.models))
        return passes(said, found=expected, expected=expected)
    return asks(
        text(
            "nothing shows that the models have these in common: {names}",
            names=some([word(name) for name in missing]),
        ),
        text(
            "fill them in on the sheet of products, and name a document with the bill of materials"
        ),
        found=", ".join(name for name in asked if name not in missing),
        expected=expected,
        where=[cell(product.origin, "models") or site.source],
    )


def _product(study: Study) -> tuple[SiteProduct | None, SiteInventory | None]:
    """Return the product that is studied as its maker's workbook has it."""
    about = study.footprint.product
    member = next((m for m in study.system.members if m.code == about["dataset"]), None)
    if member is None:
        return None, None
    for site in study.sites:
        if (site.company.name, site.company.site) == (member.company, member.site):
            return site.product(member.product), site
    return None, None


def _is_family(product: SiteProduct, site: SiteInventory) -> bool:
    return len(product.power_bins) > 1 or (len(product.models) > 1 and site.stage in POWERED)


def _power(product: SiteProduct) -> float | None:
    """Return the power behind the footprint: as stated, or by area and efficiency [W]."""
    if product.power is not None:
        return product.power
    if product.area is None or product.efficiency is None:
        return None
    return product.area * product.efficiency * IRRADIANCE


RULES = (representative, power, spread, grouping)
