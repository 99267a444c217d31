"""Formulas of the check column: what the columns declare, and what the sheets want besides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.workbook.expected import FLOW_LISTS
from pvfootprint.workbook.layout import Column
from pvfootprint.workbook.template.column_rules import column_rules
from pvfootprint.workbook.template.sheet_rules import SPECIAL, company_rules, plausible_rules
from pvfootprint.workbook.template.verdicts import (
    OPEN,
    Rule,
    empty,
    verdict,
)

if TYPE_CHECKING:
    from pvfootprint.workbook.template.plan import PlacedSheet, Plan


def check_formula(plan: Plan, place: PlacedSheet, row: int) -> str:
    """Return the formula of a row's check cell.

    Parameters
    ----------
    plan : Plan
        Of the workbook.
    place : PlacedSheet
        A table.
    row : int
        Its row.

    Returns
    -------
    str
        Formula without its equals sign.
    """
    rules: list[Rule] = []
    for column in place.sheet.read:
        rules += column_rules(plan, column, place.cell(column.key, row))
    # What is missing is said before what is wrong elsewhere in the row.
    rules.sort(key=lambda rule: rule.sign != OPEN)
    if place.sheet.key in SPECIAL:
        rules += SPECIAL[place.sheet.key](plan, place, row)
    if place.sheet.key in FLOW_LISTS:
        rules += plausible_rules(plan, place, row)
    return verdict(plan, f"COUNTA({','.join(place.inputs(row))})=0", rules)


def entry_formula(plan: Plan, place: PlacedSheet, column: Column) -> str:
    """Return the formula of the check cell beside a line of a form.

    Parameters
    ----------
    plan : Plan
        Of the workbook.
    place : PlacedSheet
        A form.
    column : Column
        Its line.

    Returns
    -------
    str
        Formula without its equals sign.
    """
    cell = place.entry(column.key).rsplit("!", 1)[1]
    rules = [*column_rules(plan, column, cell), *company_rules(place, column, cell)]
    if column.required:
        return verdict(plan, "FALSE", rules)
    return verdict(plan, empty(cell), rules)
