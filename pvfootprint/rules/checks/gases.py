"""Greenhouse gases, their weights, and what may never be subtracted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.language.texts import Text, text
from pvfootprint.model.terms import CATEGORIES
from pvfootprint.rules.answers import ROUNDING, asks, cell, fails, passes, rule, some, words_of

if TYPE_CHECKING:
    from pvfootprint.model.rules import RuleSet
    from pvfootprint.model.study import Study
    from pvfootprint.rules.answers import Answer

REMOVAL = "biogenic removal"


@rule("GHG-001", text("Kinds of emission are shown apart"), "gases.apart")
def apart(study: Study, rules: RuleSet) -> Answer:
    """Compare the kinds that the footprint shows with those asked for, and sum them."""
    shown = {part.key: part.value for part in study.footprint.categories}
    wanted = words_of(rules, "gases.apart")
    missing = [CATEGORIES[key] for key in wanted if key not in shown]
    total = study.footprint.total.value
    details = {"found": ", ".join(shown), "expected": ", ".join(wanted)}
    hint = text("compute it again with this version of pvfootprint")
    if missing:
        return fails(text("not shown apart: {kinds}", kinds=some(missing)), hint, **details)
    if abs(sum(shown.values()) - total) > ROUNDING * max(abs(total), 1.0):
        return fails(text("the kinds of emission do not sum to the footprint"), hint, **details)
    return passes(text("all kinds are shown apart and sum to the footprint"), **details)


@rule("GHG-002", text("Gases weigh what the rule set says"), "gwp.set")
def gwp_set(study: Study, rules: RuleSet) -> Answer:
    """Compare the GWP set."""
    found, wanted = study.footprint.method["gwp"], str(rules.value("gwp.set"))
    if found == wanted:
        said = text("weighed by {title}", title=Text(study.footprint.method["title"]))
        return passes(said, found=found, expected=wanted)
    return fails(
        text("weighed by {found}, not by {wanted}", found=found, wanted=wanted),
        text("compute it again under this rule set"),
        found=found,
        expected=wanted,
    )


@rule("GHG-003", text("Nothing is offset"), "gases.offsets")
def offsets(study: Study, rules: RuleSet) -> Answer:
    """Look for anything below zero that is no biogenic removal."""
    del rules
    kinds = [
        CATEGORIES[part.key]
        for part in study.footprint.categories
        if part.key != REMOVAL and part.value < 0
    ]
    rows = [(row, site) for site in study.sites for row in site.emissions if row.amount < 0]
    if not kinds and not rows:
        return passes(text("nothing but biogenic removals is subtracted"))
    named = [*kinds, *(text("{gas} at {site}", gas=r.gas, site=s.company.site) for r, s in rows)]
    return fails(
        text("below zero, as if offset: {names}", names=some(named)),
        text("leave offsets out: they are no part of a footprint"),
        found="< 0",
        expected="≥ 0",
        where=[cell(row.origin, "amount") or site.source for row, site in rows],
    )


@rule("GHG-004", text("The carbon in biomass is stated"), "gases.biomass_carbon")
def biomass(study: Study, rules: RuleSet) -> Answer:
    """Look for biomass inputs whose carbon nobody states."""
    silent = [one for one in study.biomass if one.carbon is None]
    if not silent or not rules.value("gases.biomass_carbon"):
        return passes(text("biomass inputs: {count}", count=len(study.biomass)))
    return asks(
        text(
            "the carbon in these biomass inputs is not stated: {names}",
            names=some([Text(one.name) for one in silent]),
        ),
        text("give the carbon content of the input, with its source"),
        found=str(len(silent)),
        expected="0",
        where=[f"{one.process}: {one.name}" for one in silent],
    )


RULES = (apart, gwp_set, offsets, biomass)
