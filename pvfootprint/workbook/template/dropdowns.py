"""Validations of input cells: drop-downs, bounds, dates, each with a friendly word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.worksheet.datavalidation import DataValidation

from pvfootprint.language.texts import text
from pvfootprint.workbook.layout import Column, Kind
from pvfootprint.workbook.template.column_rules import bounds_said, out_of_bounds
from pvfootprint.workbook.template.lists import list_name

if TYPE_CHECKING:
    from pvfootprint.workbook.template.plan import Plan

TITLE_ROOM, PROMPT_ROOM, ERROR_ROOM = 32, 255, 225
"""How much Excel takes [characters]; a file with more is called damaged."""

DAY_ONE, LAST_DAY = "DATE(2000,1,1)", "DATE(2099,12,31)"


def validation(plan: Plan, column: Column, span: str, first: str) -> DataValidation | None:
    """Return the validation of a column.

    Parameters
    ----------
    plan : Plan
        Of the workbook.
    column : Column
        The column, or the line of a form.
    span : str
        Its input cells, such as ``F5:F40``.
    first : str
        The first of them, to which a formula refers.

    Returns
    -------
    DataValidation or None
        None where anything may stand and there is nothing to say.
    """
    found, words = _allowed(plan, column, first)
    if found is None and not column.hint:
        return None
    made = found or DataValidation(allow_blank=True)
    made.add(span)
    if words:
        made.showErrorMessage = True
        made.errorTitle = _fit(plan.say(column.heading), TITLE_ROOM)
        made.error = _fit(plan.lines(words), ERROR_ROOM)
    if column.hint:
        made.showInputMessage = True
        made.promptTitle = _fit(plan.say(column.heading), TITLE_ROOM)
        made.prompt = _fit(plan.lines(column.hint), PROMPT_ROOM)
    return made


def _fit(words: str, room: int) -> str:
    return words if len(words) <= room else f"{words[: room - 1]}…"


def _allowed(plan: Plan, column: Column, first: str) -> tuple[DataValidation | None, str]:
    match column.kind:
        case Kind.CHOICE | Kind.FLAG:
            return _listed(plan, column)
        case Kind.NUMBER | Kind.SHARE:
            # A rule of type decimal can't leave out its minimum.
            formula = f"NOT({out_of_bounds(column, first)})"
            made = DataValidation(type="custom", formula1=formula, allow_blank=True)
            return made, bounds_said(column)
        case Kind.SCORE:
            made = DataValidation(type="list", formula1='"1,2,3,4,5"', allow_blank=True)
            return made, text("a score from 1 (good) to 5 (poor); the guide says how")
        case Kind.DATE:
            made = DataValidation(
                type="date",
                operator="between",
                formula1=DAY_ONE,
                formula2=LAST_DAY,
                allow_blank=True,
            )
            return made, text("a date, such as 2025-12-31")
    return None, ""


def _listed(plan: Plan, column: Column) -> tuple[DataValidation | None, str]:
    name = "flags" if column.kind is Kind.FLAG else column.choices
    own = name.startswith("own:")
    if not own and not plan.choices[name]:
        return None, ""
    made = DataValidation(type="list", formula1=list_name(name), allow_blank=True)
    if own:
        return made, text("please pick a key from the list; it is made on the sheet of its name")
    if plan.can_be_typed(column):
        made.errorStyle = "warning"
        return made, text("this is not on the list; keep it only if nothing on the list fits")
    return made, text("please pick from the list")
