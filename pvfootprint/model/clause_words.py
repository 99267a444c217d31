"""Words of clauses for people, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.language.texts import Text, joined, text
from pvfootprint.model.terms import CATEGORIES, STAGES

if TYPE_CHECKING:
    from pvfootprint.model.rules import Clause

NOT_SET = "not set"
"""Value of a limit for which the standard lays down no number."""

SCOPE = "cradle to gate"
NATIONAL_FACTOR = "official national"
WORST, SALES_WEIGHTED, EITHER = "worst", "sales-weighted", "either"

CERTAINTY = {
    "read": text("read in the standard"),
    "secondary": text("as others quote it"),
    "draft": text("draft"),
    "to be confirmed": text("to be confirmed against the standard"),
    "own": text("choice of the rule set"),
}
"""How sure a clause or a limit is."""

WORDS = {
    NOT_SET: text("not set"),
    "market": text("contracts and certificates"),
    "location": text("what physically supplies the sites"),
    "subdivision": text("subdivision"),
    "physical": text("physical"),
    "economic": text("economic"),
    "own generation": text("own generation"),
    "direct line": text("direct line"),
    "green power": text("green power"),
    "residual mix": text("residual mix"),
    "grid": text("grid"),
    NATIONAL_FACTOR: text("official national factor"),
    "any life-cycle": text("any life-cycle factor"),
    SCOPE: text("cradle to gate"),
    "full carbon footprint": text("full carbon footprint"),
    "comparison over the life cycle": text("comparison over the life cycle"),
    "carbon neutrality": text("carbon neutrality"),
    "overall environmental superiority": text("overall environmental superiority"),
    "cut-off": text("cut-off"),
    "closed": text("closed"),
    "excluded": text("excluded"),
    WORST: text("worst"),
    SALES_WEIGHTED: text("weighted by sales"),
    EITHER: text("worst or weighted by sales"),
    "technology": text("technology"),
    "design": text("design"),
    "format": text("format"),
    "area": text("area"),
    "site": text("site"),
    "bill of materials": text("bill of materials"),
    "month": text("months"),
    "year": text("years"),
    "flow": text("flows"),
    **STAGES,
    **CATEGORIES,
}
"""Words that stand in clauses and in studies, for people."""


def word(key: str) -> Text:
    """Return a word of a clause or a study for people; itself where it is none of them."""
    return WORDS.get(key, Text(key))


def said_value(clause: Clause) -> Text:
    """Return what a clause lays down for people.

    Parameters
    ----------
    clause : Clause
        Any clause of a rule set.

    Returns
    -------
    Text
        A share in percent, any other number with its unit, words in both languages.
    """
    value = clause.value
    if isinstance(value, bool):
        return text("yes") if value else text("no")
    if isinstance(value, dict):
        parts = [text("{stage}: {unit}", stage=word(key), unit=u) for key, u in value.items()]
        return joined("; ", parts)
    if isinstance(value, tuple):
        return joined(", ", [word(one) for one in value])
    if isinstance(value, str):
        return word(value)
    # A rating has no unit either, but is no share.
    if clause.unit == "-" and value <= 1:
        return Text(f"{value:.1%}")
    return joined(" ", [f"{value:g}", word(clause.unit.strip("-"))])
