"""How shared flows are divided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.language.texts import Text, text
from pvfootprint.model.clause_words import word
from pvfootprint.rules.answers import (
    asks,
    fails,
    open_remarks,
    passes,
    percent,
    rule,
    settle,
    some,
    words_of,
)

if TYPE_CHECKING:
    from pvfootprint.model.accounting import Allocation
    from pvfootprint.model.rules import RuleSet
    from pvfootprint.model.study import Study
    from pvfootprint.rules.answers import Answer

TOLERANCE = 1e-6
"""By how much the factors of one allocation may miss 1 [-]."""

ECONOMIC = "economic"


@rule("ALO-001", text("Shares of what is divided sum to 100 %"), "allocation.order")
def sums(study: Study, rules: RuleSet) -> Answer:
    """Sum the factors of each allocation."""
    del rules
    wrong = [a for a in study.allocations if abs(sum(a.factors.values()) - 1) > TOLERANCE]
    if not wrong:
        said = text("flows that are divided: {count}", count=len(study.allocations))
        return passes(said, expected="100%")
    named = [
        text("{subject}: {sum}", subject=_subject(a), sum=percent(sum(a.factors.values())))
        for a in wrong
    ]
    return fails(
        text("shares do not sum to 100 %: {names}", names=some(named)),
        text("correct the shares on the sheet of products, and the co-products"),
        found=percent(sum(wrong[0].factors.values())),
        expected="100%",
        where=[_where(a) for a in wrong],
    )


@rule("ALO-002", text("The first way of sharing that the data allow is used"), "allocation.order")
def order(study: Study, rules: RuleSet) -> Answer:
    """Compare each method with those that come before it."""
    allowed = words_of(rules, "allocation.order")
    wrong = [a for a in study.allocations if _is_out_of_order(a, allowed)]
    expected = " > ".join(allowed)
    used = ", ".join(dict.fromkeys(a.method for a in study.allocations))
    if not wrong:
        return passes(text("every allocation follows the order"), found=used, expected=expected)
    named = [text("{subject}: {method}", subject=_subject(a), method=word(a.method)) for a in wrong]
    return fails(
        text("shared in another way than the order asks for: {names}", names=some(named)),
        text("meter the products apart, or give mass or area of products and co-products"),
        found=", ".join(dict.fromkeys(a.method for a in wrong)),
        expected=expected,
        where=[_where(a) for a in wrong],
    )


@rule("ALO-003", text("Sharing by value has a sensitivity beside it"), "allocation.sensitivity")
def sensitivity(study: Study, rules: RuleSet) -> Answer:
    """Look for the footprint by another way of sharing where value was used."""
    economic = [a for a in study.allocations if a.method == ECONOMIC]
    shown = any(s.key.startswith("allocation-") for s in study.sensitivities)
    lacking = [] if shown else [a for a in economic if rules.value("allocation.sensitivity")]
    if not lacking:
        return passes(text("allocations by value: {count}", count=len(economic)))
    return asks(
        text(
            "nothing shows what sharing by value does to the footprint: {names}",
            names=some([_subject(a) for a in lacking]),
        ),
        text("give mass or area of product and co-product too, so that both ways are computed"),
        where=[_where(a) for a in lacking],
    )


@rule("ALO-004", text("Nothing is open about shares"), "allocation.order")
def open_questions(study: Study, rules: RuleSet) -> Answer:
    """Look for remarks on allocation that nobody has settled."""
    del rules
    return settle(
        open_remarks(study, "ALC-", "CHN-006"),
        text("nothing is open about shares"),
        text("settle what the workbook says of shares and co-products"),
    )


def _is_out_of_order(allocation: Allocation, allowed: tuple[str, ...]) -> bool:
    if allocation.method not in allowed:
        return True
    other = allocation.alternative_method
    if not allocation.alternative or other not in allowed:
        return False
    return allowed.index(other) < allowed.index(allocation.method)


def _subject(allocation: Allocation) -> Text:
    if allocation.subject == "site":
        return text("flows of the site {site}", site=allocation.site)
    return Text(allocation.subject)


def _where(allocation: Allocation) -> str:
    return f"{allocation.company}, {allocation.site}: {allocation.subject}"


RULES = (sums, order, sensitivity, open_questions)
