"""Rules that follow from what a column declares: complete, in bounds, on the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.language.texts import Text, text
from pvfootprint.workbook.layout import Column, Kind
from pvfootprint.workbook.template.lists import (
    list_name,
)
from pvfootprint.workbook.template.verdicts import (
    BAD,
    ODD,
    OPEN,
    Rule,
    absent,
    both,
    either,
    empty,
    filled,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.workbook.template.plan import Plan


def column_rules(plan: Plan, column: Column, cell: str) -> Iterator[Rule]:
    """Give the rules that follow from what a column declares."""
    if column.required:
        words = text("to fill in: {what}", what=column.heading)
        yield Rule(empty(cell), OPEN, words)
    match column.kind:
        case Kind.NUMBER | Kind.SHARE:
            yield Rule(out_of_bounds(column, cell), BAD, bounds_said(column))
        case Kind.DATE:
            words = text("{what}: a date, such as 2025-12-31", what=column.heading)
            yield Rule(both(filled(cell), f"NOT(ISNUMBER({cell}))"), BAD, words)
        case Kind.MONTH:
            year = both(f"LEN({cell})=4", f"ISNUMBER(0+LEFT({cell},4))")
            month = both(
                f"LEN({cell})=7",
                f'MID({cell},5,1)="-"',
                f"ISNUMBER(0+LEFT({cell},4))",
                f"IFERROR((0+RIGHT({cell},2))*(13-RIGHT({cell},2))>0,FALSE)",
            )
            words = text("{what}: write 2025-03 or 2025", what=column.heading)
            yield Rule(both(filled(cell), f"NOT({either(year, month)})"), BAD, words)
        case Kind.SCORE:
            words = text("{what}: a score from 1 to 5", what=column.heading)
            wrong = f"IF(ISNUMBER({cell}),OR({cell}<1,{cell}>5,{cell}<>INT({cell})),TRUE)"
            yield Rule(both(filled(cell), wrong), BAD, words)
        case Kind.CHOICE | Kind.FLAG:
            yield from _listed(plan, column, cell)


def _listed(plan: Plan, column: Column, cell: str) -> Iterator[Rule]:
    name = "flags" if column.kind is Kind.FLAG else column.choices
    own = name.startswith("own:")
    if column.other or not (own or plan.choices[name]):
        return
    sign = ODD if not own and plan.can_be_typed(column) else BAD
    words = text("not on the list: {what}", what=column.heading)
    entries = list_name(name, "all") if own else list_name(name)
    yield Rule(both(filled(cell), absent(cell, entries)), sign, words)


def out_of_bounds(column: Column, cell: str) -> str:
    """Return the formula that is true where a cell holds something but no number within bounds."""
    beyond = []
    if column.minimum is not None:
        beyond.append(f"{cell}{'<=' if column.above else '<'}{column.minimum:g}")
    if column.maximum is not None:
        beyond.append(f"{cell}>{column.maximum:g}")
    outside = either(*beyond) if beyond else "FALSE"
    return both(filled(cell), f"IF(ISNUMBER({cell}),{outside},TRUE)")


def bounds_said(column: Column) -> Text:
    """Return what a number must be, for people."""
    low, high, sign = column.minimum or 0, column.maximum, ""
    if column.kind is Kind.SHARE:
        low, high, sign = low * 100, (1.0 if high is None else high) * 100, " %"
    what = column.heading
    if high is None:
        if column.above:
            return text("{what}: a number above {low:g}", what=what, low=low)
        return text("{what}: a number, {low:g} or more", what=what, low=low)
    if column.above:
        return text(
            "{what}: above {low:g}, at most {high:g}{sign}",
            what=what,
            low=low,
            high=high,
            sign=sign,
        )
    return text("{what}: from {low:g} to {high:g}{sign}", what=what, low=low, high=high, sign=sign)
