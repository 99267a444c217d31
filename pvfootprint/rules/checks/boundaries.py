"""What the footprint holds, and what may not be claimed from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.language.texts import joined, text
from pvfootprint.model.terms import BOUNDARY, PARTIAL_FOOTPRINT, STAGES
from pvfootprint.rules.answers import (
    asks,
    at_most,
    cell,
    exceeds,
    fails,
    limit,
    open_remarks,
    passes,
    percent,
    rule,
    settle,
    some,
)

if TYPE_CHECKING:
    from pvfootprint.model.rules import RuleSet
    from pvfootprint.model.study import Study
    from pvfootprint.rules.answers import Answer

CLAIMS = (
    "carbon neutral",
    "carbon-neutral",
    "climate neutral",
    "net zero",
    "net-zero",
    "zero carbon",
    "zero-carbon",
    "碳中和",
    "零碳",
    "净零",
)
"""Words in the name of a product that claim what a partial footprint cannot show."""

NOTHING_TAKEN = "CHN-020"


@rule("BND-001", text("It is a partial footprint, cradle to gate"), "boundary.scope")
def scope(study: Study, rules: RuleSet) -> Answer:
    """Compare what the footprint says of itself with the boundary of the rule set."""
    says = study.footprint.scope
    found, wanted = says["boundary_en"], str(rules.value("boundary.scope"))
    partial = says["object_en"] == PARTIAL_FOOTPRINT.en
    if partial and found == wanted:
        return passes(joined(", ", [PARTIAL_FOOTPRINT, BOUNDARY]), found=found)
    return fails(
        text("the footprint has another boundary, or calls itself more than partial"),
        text("compute it again with this version of pvfootprint"),
        found=f"{says['object_en']}, {found}",
        expected=f"{PARTIAL_FOOTPRINT.en}, {wanted}",
    )


@rule("BND-002", text("The silicon is followed back to its first stage"), "boundary.first_stage")
def first_stage(study: Study, rules: RuleSet) -> Answer:
    """Look for the first stage among those that the footprint holds."""
    first = str(rules.value("boundary.first_stage"))
    held = [stage.stage for stage in study.footprint.stages]
    order = list(STAGES)
    if first in held or order.index(study.footprint.product["stage"]) < order.index(first):
        return passes(
            text("the footprint begins with {stage}", stage=STAGES[held[0]] if held else ""),
            found=", ".join(held),
        )
    sealed = [member.title for member in study.system.members if member.source == "summary"]
    if sealed:
        return asks(
            text("{stage} is inside a supplier's summary, or left out", stage=STAGES[first]),
            text(
                "ask these suppliers to show the stages behind their summary: {names}",
                names=some(sealed),
            ),
            found=", ".join(held),
            expected=first,
            where=sealed,
        )
    return fails(
        text("the chain does not reach {stage}", stage=STAGES[first]),
        text("name the supplier of each stage, or let the library fill the gap"),
        found=", ".join(held),
        expected=first,
    )


@rule("BND-003", text("No claim goes beyond a partial footprint"), "boundary.not_claimed")
def claims(study: Study, rules: RuleSet) -> Answer:
    """Look for claims in the names of products, and for the statement of what is not claimed."""
    del rules  # What may not be claimed is the same in every rule set.
    named = [
        (word, product, site)
        for site in study.sites
        for product in site.products
        for word in CLAIMS
        if word in " ".join((product.name, *product.models, product.representative)).casefold()
    ]
    if named:
        return fails(
            text(
                "names of products claim more than a partial footprint shows: {names}",
                names=some([product.name for _, product, _ in named]),
            ),
            text("leave the claim out of the name"),
            found=", ".join(dict.fromkeys(word for word, _, _ in named)),
            where=[cell(product.origin, "name") or site.source for _, product, site in named],
        )
    if not study.footprint.scope.get("not_claimed_en"):
        return fails(
            text("the footprint does not say what may not be claimed from it"),
            text("compute it again with this version of pvfootprint"),
        )
    return passes(text("the footprint says what may not be claimed from it"))


@rule("BND-004", text("Each product takes what it is made of"), "boundary.scope")
def chain_closed(study: Study, rules: RuleSet) -> Answer:
    """Look for products that take nothing of the stage before."""
    del rules
    return settle(
        open_remarks(study, NOTHING_TAKEN),
        text("every product takes a product of the stage before"),
        text("give what the product takes of it on the sheet of materials"),
    )


@rule("BND-005", text("Factories and machines matter little"), "boundary.capital_goods")
def capital_goods(study: Study, rules: RuleSet) -> Answer:
    """Compare what factories and machines would add with what may stay outside."""
    goods = study.coverage.capital_goods
    share = sum(one.estimate_share or 0.0 for one in goods)
    most = limit(rules, "boundary.capital_goods")
    said = text("factories and machines stay outside; they would add {share}", share=percent(share))
    if not exceeds(share, most):
        return passes(said, found=percent(share), expected=at_most(most))
    return asks(
        said,
        text("say why they may stay outside, or count them"),
        found=percent(share),
        expected=at_most(most),
        where=[one.name for one in goods],
    )


RULES = (scope, first_stage, claims, chain_closed, capital_goods)
