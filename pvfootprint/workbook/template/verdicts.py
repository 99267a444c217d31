"""What the check column says, and the parts that its formulas are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.language.texts import text
from pvfootprint.workbook.template.entering import quoted
from pvfootprint.workbook.template.styling import (
    AMBER,
    AMBER_INK,
    GREEN,
    GREEN_INK,
    ORANGE,
    ORANGE_INK,
    RED,
    RED_INK,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pvfootprint.workbook.template.plan import Plan

OK, OPEN, ODD, BAD = "√", "○", "△", "×"
"""Signs that begin a verdict, by which colours and counts know it; in every Chinese font."""

WORDS = {
    OK: text("ok"),
    OPEN: text("to fill in"),
    ODD: text("to look at"),
    BAD: text("to correct"),
}
"""What the signs mean."""

COLOURS = {
    OK: (GREEN, GREEN_INK),
    OPEN: (AMBER, AMBER_INK),
    ODD: (ORANGE, ORANGE_INK),
    BAD: (RED, RED_INK),
}
"""Background and letters of a verdict."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition under which a row is not ok.

    Parameters
    ----------
    condition : str
        Formula that is true or false.
    sign : str
        A key of :data:`WORDS`.
    words : str
        What is said, a text; a formula of text may follow.
    tail : str
        Formula whose text is appended.
    """

    condition: str
    sign: str
    words: str
    tail: str = ""


def verdict(plan: Plan, blank: str, rules: Iterable[Rule]) -> str:
    """Return the formula of a check cell: the first rule that holds speaks.

    Parameters
    ----------
    plan : Plan
        Of the workbook.
    blank : str
        Condition under which the row is not used and nothing is said.
    rules : iterable of Rule
        In the order in which they matter.

    Returns
    -------
    str
        Formula without its equals sign.
    """
    formula = quoted(f"{OK} {plan.say(WORDS[OK])}")
    for rule in reversed(list(rules)):
        said = quoted(f"{rule.sign} {plan.say(rule.words)}")
        tail = f'&" "&{rule.tail}' if rule.tail else ""
        formula = f"IF({rule.condition},{said}{tail},{formula})"
    return f'IF({blank},"",{formula})'


def both(*conditions: str) -> str:
    """Return the formula that is true where all conditions are."""
    return f"AND({','.join(conditions)})"


def either(*conditions: str) -> str:
    """Return the formula that is true where one condition is."""
    return f"OR({','.join(conditions)})"


def empty(cell: str) -> str:
    """Return the formula that is true where a cell holds nothing."""
    return f'{cell}=""'


def filled(cell: str) -> str:
    """Return the formula that is true where a cell holds something."""
    return f'{cell}<>""'


def absent(cell: str, cells: str) -> str:
    """Return the formula that is true where a cell's value is not among others."""
    return f"ISNA(MATCH({cell},{cells},0))"


def beside(cell: str, entries: str, part: str) -> str:
    """Return the formula that looks up what stands beside an entry of a list."""
    return f"INDEX({part},MATCH({cell},{entries},0))"
