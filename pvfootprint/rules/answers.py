"""What a rule is, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.language.texts import Text, joined, text
from pvfootprint.model.clause_words import NOT_SET
from pvfootprint.model.findings import has_errors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pvfootprint.model.findings import Finding
    from pvfootprint.model.rules import RuleSet
    from pvfootprint.model.site_rows import Origin
    from pvfootprint.model.study import Study

    Check = Callable[[Study, RuleSet], "Answer"]

NAMED = 3
"""How many of the things that break a rule a message names; all of them stand in `where`."""

ROUNDING = 1e-9
"""By how much sums of floating-point numbers may differ [-]."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a rule says of a study.

    Parameters
    ----------
    outcome : str
        A value of :data:`pvfootprint.model.rules.OUTCOMES`.
    message : Text
        What was found.
    found, expected : str
        Value and limit, the same in every language; empty where there is none.
    hint : str
        How to mend it, or which evidence is needed.
    where : tuple of str
        Cells, or stages and processes.
    """

    outcome: str
    message: Text
    found: str = ""
    expected: str = ""
    hint: str = ""
    where: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: one code, one question, the clause that it enforces.

    Parameters
    ----------
    code : str
        Stable, such as ``CUT-001``.
    title : Text
        What it asks for.
    clause : str
        Key of a clause of :data:`pvfootprint.rules.clauses.CLAUSES`.
    check : callable
        Answers for a study under a rule set.
    """

    code: str
    title: Text
    clause: str
    check: Check


def rule(code: str, title: Text, clause: str) -> Callable[[Check], Rule]:
    """Make a function that answers for a study the rule of a code.

    Parameters
    ----------
    code, title, clause
        As of :class:`Rule`.

    Returns
    -------
    callable
        Decorator.
    """

    def make(check: Check) -> Rule:
        return Rule(code, title, clause, check)

    return make


def passes(message: Text, *, found: str = "", expected: str = "") -> Answer:
    """Return that a rule is kept."""
    return Answer("passes", message, found, expected)


def fails(
    message: Text, hint: str, *, found: str = "", expected: str = "", where: Iterable[str] = ()
) -> Answer:
    """Return that a rule is broken."""
    return Answer("fails", message, found, expected, hint, tuple(where))


def asks(
    message: Text, hint: str, *, found: str = "", expected: str = "", where: Iterable[str] = ()
) -> Answer:
    """Return that a rule needs evidence that is not there."""
    return Answer("asks", message, found, expected, hint, tuple(where))


def limit(rules: RuleSet, key: str) -> float | None:
    """Return the number that a clause lays down; None where it lays down none."""
    return None if rules.value(key) == NOT_SET else rules.number(key)


def words_of(rules: RuleSet, key: str) -> tuple[str, ...]:
    """Return the list that a clause lays down."""
    value = rules.value(key)
    return value if isinstance(value, tuple) else ()


def percent(share: float) -> str:
    """Return a share for people, with two significant figures below 1 %."""
    return f"{share:.1%}" if share == 0 or abs(share) >= 0.01 else f"{100 * share:.2g}%"


def at_most(share: float | None) -> str:
    """Return an upper limit of a share as the same words in every language."""
    return "" if share is None else f"≤ {percent(share)}"


def at_least(share: float | None) -> str:
    """Return a lower limit of a share as the same words in every language."""
    return "" if share is None else f"≥ {percent(share)}"


def exceeds(value: float, bound: float | None) -> bool:
    """Return whether a value lies beyond a limit by more than rounding."""
    return bound is not None and value > bound * (1 + ROUNDING) + ROUNDING


def falls_short(value: float, bound: float | None) -> bool:
    """Return whether a value lies below a limit by more than rounding."""
    return bound is not None and value < bound * (1 - ROUNDING) - ROUNDING


def some(parts: Sequence[str]) -> Text:
    """Name the first of some things, and say how many there are if they are many."""
    named = joined("; ", parts[:NAMED])
    if len(parts) <= NAMED:
        return named
    return text("{named} and {count} more", named=named, count=len(parts) - NAMED)


def cell(origin: Origin, field: str = "") -> str:
    """Return where a row of a workbook stands: ``file, sheet!cell``; empty if nobody knows."""
    place = origin.cells.get(field) or (str(origin.line) if origin.line else "")
    inside = "!".join(part for part in (origin.sheet, place) if part)
    return ", ".join(part for part in (origin.file, inside) if part)


def open_remarks(study: Study, *codes: str) -> list[Finding]:
    """Return the remarks on a study's data whose code begins with one of these."""
    return [one for one in study.system.remarks if one.code.startswith(codes)]


def settle(remarks: Sequence[Finding], kept: Text, hint: Text) -> Answer:
    """Answer by what the calculation remarked: errors break a rule, anything else asks.

    Parameters
    ----------
    remarks : sequence of Finding
        What it remarked.
    kept : Text
        What to say if there is nothing.
    hint : Text
        How to mend it where a remark does not say.

    Returns
    -------
    Answer
        With the first messages, and where all of them stand.
    """
    if not remarks:
        return passes(kept)
    said = [text("{code}: {message}", code=one.code, message=one.message) for one in remarks]
    answer = fails if has_errors(remarks) else asks
    return answer(
        some(said),
        next((one.hint for one in remarks if one.hint), hint),
        found=str(len(remarks)),
        expected="0",
        where=[one.place for one in remarks if one.place],
    )
