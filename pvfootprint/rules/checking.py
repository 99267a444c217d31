"""Checks a study against a rule set: every rule says whether it is kept, broken or asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.language.texts import Text, text
from pvfootprint.model.findings import Finding, RulesError
from pvfootprint.model.rules import Verdict
from pvfootprint.rules.checks import (
    allocations,
    boundaries,
    cut_offs,
    electricity,
    families,
    gaps,
    gases,
    objects,
    periods,
    primary_data,
    ratings,
    recycling,
)

if TYPE_CHECKING:
    from pvfootprint.model.rules import RuleSet
    from pvfootprint.model.study import Study
    from pvfootprint.rules.answers import Answer, Rule

RULES: tuple[Rule, ...] = (
    *objects.RULES,
    *boundaries.RULES,
    *cut_offs.RULES,
    *allocations.RULES,
    *recycling.RULES,
    *periods.RULES,
    *primary_data.RULES,
    *ratings.RULES,
    *electricity.RULES,
    *gases.RULES,
    *families.RULES,
    *gaps.RULES,
)
"""Every rule, in the order of the clauses."""

APPLIED_BY = {"validity.months": text("the certificate")}
"""What applies the clauses that no rule enforces."""


def check(study: Study, rules: RuleSet, *, strict: bool = False) -> tuple[Verdict, ...]:
    """Check a study against a rule set.

    Parameters
    ----------
    study : Study
        What is judged; nothing in it is computed anew.
    rules : RuleSet
        What it is judged by.
    strict : bool
        Whether to stop at the first rule that is broken. What needs evidence stops nothing.

    Returns
    -------
    tuple of Verdict
        Of every rule of :data:`RULES`, in that order.

    Raises
    ------
    RulesError
        RUL-001 at the first rule that is broken, if `strict`.
    """
    found = []
    for one in RULES:
        answer = one.check(study, rules)
        if strict and answer.outcome == "fails":
            raise RulesError([_broken(one, answer)])
        found.append(_verdict(one, answer, rules))
    return tuple(found)


def rules_of(clause: str) -> tuple[Rule, ...]:
    """Return the rules that enforce a clause.

    Parameters
    ----------
    clause : str
        Its key.

    Returns
    -------
    tuple of Rule
        None for a clause of :data:`APPLIED_BY`.
    """
    return tuple(one for one in RULES if one.clause == clause)


def _verdict(one: Rule, answer: Answer, rules: RuleSet) -> Verdict:
    clause = rules.clauses[one.clause]
    hint = Text(answer.hint) if not isinstance(answer.hint, Text) else answer.hint
    return Verdict(
        code=one.code,
        title=one.title.en,
        title_zh=one.title.zh,
        outcome=answer.outcome,
        message=answer.message.en,
        message_zh=answer.message.zh,
        found=answer.found,
        expected=answer.expected,
        hint=hint.en,
        hint_zh=hint.zh,
        clause=clause.key,
        basis=clause.basis,
        certainty=clause.certainty,
        where=answer.where,
    )


def _broken(one: Rule, answer: Answer) -> Finding:
    return Finding(
        "RUL-001",
        text("{code}, {title}: {message}", code=one.code, title=one.title, message=answer.message),
        file="; ".join(answer.where),
        found=answer.found,
        expected=answer.expected,
        hint=answer.hint,
    )
