"""How much rests on data of companies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.language.texts import text
from pvfootprint.rules.answers import (
    ROUNDING,
    asks,
    at_least,
    cell,
    fails,
    falls_short,
    limit,
    passes,
    percent,
    rule,
)

if TYPE_CHECKING:
    from pvfootprint.model.rules import RuleSet
    from pvfootprint.model.site_rows import Origin
    from pvfootprint.model.study import Study
    from pvfootprint.rules.answers import Answer

SHEETS = ("materials", "energy")
"""Flows of a site whose rows say how the company knows the amount."""


@rule("PRI-001", text("Enough of the footprint rests on primary data"), "primary.share")
def share(study: Study, rules: RuleSet) -> Answer:
    """Compare the share of primary data with its least value."""
    found, least = study.footprint.primary_data_share, limit(rules, "primary.share")
    said = text("{share} of the footprint rests on primary data", share=percent(found))
    details = {"found": percent(found), "expected": at_least(least)}
    if not falls_short(found, least):
        return passes(said, **details)
    return fails(
        said,
        text("ask the suppliers with the largest gaps for workbooks; measure what is estimated"),
        where=[gap.taken_by for gap in study.footprint.gaps],
        **details,
    )


@rule("PRI-002", text("The applicant's own processes rest on primary data"), "primary.controlled")
def controlled(study: Study, rules: RuleSet) -> Answer:
    """Compare the share of primary data within the maker's own parts with its least value."""
    least = limit(rules, "primary.controlled")
    maker = study.footprint.product.get("company", "")
    own = [part for part in study.footprint.suppliers if maker and part.company == maker]
    weight = sum(abs(part.value) for part in own)
    if not weight:
        return passes(text("there are no processes of the applicant"), expected=at_least(least))
    found = sum(abs(part.value) * part.primary_share for part in own) / weight
    said = text("{share} of the applicant's own part rests on primary data", share=percent(found))
    details = {"found": percent(found), "expected": at_least(least)}
    where = [cell(origin, "method") for origin in _estimated(study, maker)]
    if falls_short(found, least):
        hint = text("measure what is estimated, or calculate it from meters and books")
        return fails(said, hint, where=where, **details)
    if found < 1 - ROUNDING:
        hint = text("say in the remarks why the rest cannot be measured")
        return asks(said, hint, where=where, **details)
    return passes(said, **details)


@rule("PRI-003", text("Each amount says how it is known"), "primary.controlled")
def method(study: Study, rules: RuleSet) -> Answer:
    """Look for amounts that are neither measured, calculated nor estimated."""
    del rules
    silent = [
        row.origin
        for site in study.sites
        for sheet in SHEETS
        for row in getattr(site, sheet)
        if not row.method
    ]
    if not silent:
        return passes(text("every amount says whether it is measured, calculated or estimated"))
    return asks(
        text("amounts that do not say how they are known: {count}", count=len(silent)),
        text("choose measured, calculated or estimated; without it an amount counts as measured"),
        found=str(len(silent)),
        expected="0",
        where=[place for place in (cell(origin, "method") for origin in silent) if place],
    )


def _estimated(study: Study, maker: str) -> list[Origin]:
    return [
        row.origin
        for site in study.sites
        if site.company.name == maker
        for sheet in SHEETS
        for row in getattr(site, sheet)
        if row.method == "estimated"
    ]


RULES = (share, controlled, method)
