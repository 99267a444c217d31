"""What is studied, and per what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.language.texts import joined, text
from pvfootprint.model.terms import STAGES
from pvfootprint.rules.answers import asks, cell, fails, passes, rule, some, words_of
from pvfootprint.rules.clauses import allowed_units

if TYPE_CHECKING:
    from pvfootprint.model.rules import RuleSet
    from pvfootprint.model.study import Study
    from pvfootprint.rules.answers import Answer


@rule("OBJ-001", text("The product is of a stage that the rule set covers"), "object.stages")
def stage_covered(study: Study, rules: RuleSet) -> Answer:
    """Compare the product's stage with those of the rule set."""
    stage, covered = study.footprint.product["stage"], words_of(rules, "object.stages")
    if stage in covered:
        return passes(text("the product is a {stage}", stage=STAGES[stage]), found=stage)
    return fails(
        text("a {stage} is not among the products of this rule set", stage=STAGES[stage]),
        text("choose a product of: {stages}", stages=joined(", ", [STAGES[s] for s in covered])),
        found=stage,
        expected=", ".join(covered),
    )


@rule("OBJ-002", text("The declared unit is that of the stage"), "object.declared_unit")
def declared_unit(study: Study, rules: RuleSet) -> Answer:
    """Compare the declared unit with those of the product's stage."""
    stage, unit = study.footprint.product["stage"], study.footprint.declared_unit["unit"]
    units = rules.value("object.declared_unit")
    allowed = allowed_units(units.get(stage, "")) if isinstance(units, dict) else ()
    if unit in allowed:
        return passes(text("the declared unit is 1 {unit}", unit=unit), found=unit)
    return fails(
        text("a {stage} is not declared per {unit}", stage=STAGES[stage], unit=unit),
        text("choose another unit with --per, or in the workbook on the sheet of products"),
        found=unit,
        expected=" | ".join(allowed),
    )


@rule("OBJ-003", text("The maker gives the data of its own site"), "object.own_data")
def own_data(study: Study, rules: RuleSet) -> Answer:
    """Look for the workbook of the product's own maker."""
    code = study.footprint.product["dataset"]
    own = next((m for m in study.system.members if m.code == code and m.source == "workbook"), None)
    if own is not None:
        return passes(text("{product} rests on the maker's workbook", product=own.title))
    if not rules.value("object.own_data"):
        return passes(text("this is a product of the library: it rests on no company's data"))
    return fails(
        text("this is a product of the library: nobody answers for it"),
        text("give the workbook of the site that makes the product"),
    )


@rule("OBJ-004", text("Maker and site can be identified"), "object.own_data")
def identified(study: Study, rules: RuleSet) -> Answer:
    """Look for what a certificate shows of the product's maker and its site."""
    about = study.footprint.product
    maker = (about.get("company"), about.get("site"))
    companies = (site.company for site in study.sites)
    own = next((c for c in companies if (c.name, c.site) == maker), None)
    if own is None or not rules.value("object.own_data"):
        return passes(text("this rule set does not ask who the maker is"))
    given = {
        text("registered number"): own.code,
        text("registered address"): own.address,
        text("address of the site"): own.site_address,
    }
    missing = [name for name, value in given.items() if not value]
    if not missing:
        return passes(text("{company}, {site}", company=own.name, site=own.site_address))
    return asks(
        text("not said of {company}: {names}", company=own.name, names=some(missing)),
        text("fill in the first sheet of the maker's workbook: a certificate shows them"),
        where=[cell(own.origin, "code") or own.name],
    )


RULES = (stage_covered, declared_unit, own_data, identified)
