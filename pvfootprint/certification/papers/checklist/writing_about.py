"""Writes the first sheet of a checklist: what it is about, dates, conclusion."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from pvfootprint.certification.acts import PlanAudit
from pvfootprint.certification.papers.checklist.lines import (
    ABOUT_KEY,
    ABOUT_VALUE,
    APPLICATION,
    CONCLUSION_EN,
    CONCLUSION_ZH,
    END,
    IDENTITY,
    START,
    identity,
)
from pvfootprint.certification.papers.checklist.placing import (
    LINE,
    fit,
    in_lines,
    put,
    set_widths,
)
from pvfootprint.certification.papers.checklist.styling import lines_needed
from pvfootprint.certification.papers.wording import name_text
from pvfootprint.language.texts import in_both, joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlsxwriter.worksheet import Worksheet

    from pvfootprint.certification.cases import Case
    from pvfootprint.certification.papers.checklist.styling import Styles
    from pvfootprint.language.texts import Text
    from pvfootprint.registry.people import Person

WIDTHS = (2, 38, 88)
"""Of the columns: hidden keys, names, values [characters]."""

NAME = ABOUT_KEY + 1
FIRST_FACT = 3
"""First row of what it is about, counted from 1."""

FIRST_DAY, LAST_DAY = datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)

HOW = (
    text(
        "Fill in the yellow cells: dates and conclusion here, then the sheets of questions and "
        "findings."
    ),
    text(
        "Answer every question. Write the evidence that was seen: document, number, page, meter, "
        "person."
    ),
    text(
        "A question that does not conform needs a major or minor finding with its number, a grade "
        "and a text."
    ),
    text(
        "Texts may be Chinese or English; findings and conclusion best both, as the client reads "
        "them."
    ),
    text(
        "Findings are numbered by themselves. The time for the corrective action runs from the "
        "audit report."
    ),
)
"""How to fill in a checklist."""


def write_about(
    sheet: Worksheet,
    styles: Styles,
    case: Case,
    people: Mapping[str, Person],
    day: datetime.date,
) -> None:
    """Write the first sheet.

    Parameters
    ----------
    sheet : Worksheet
        Where.
    styles : Styles
        How it looks.
    case : Case
        The application, with the plan of its audit.
    people : mapping
        Of the certifier, by key.
    day : date
        When it is written.
    """
    set_widths(sheet, WIDTHS)
    sheet.set_column(0, 0, None, None, {"hidden": True})
    put(sheet, (1, NAME), text("Audit checklist"), styles.title)
    sheet.set_row(0, 26)
    row = FIRST_FACT
    for key, name, value in _facts(case, people, day):
        _fact(sheet, styles, row, key, name, value)
        row += 1
    row = _days(sheet, styles, case, row + 1)
    row = _conclusions(sheet, styles, row)
    put(sheet, (row + 1, NAME), text("How to fill it in"), styles.heading_plain)
    enter = text(
        "Rows cannot be added or taken out. Enter the filled checklist with {command}",
        command=f"pvfootprint cert audit {case.subject} FILLED.xlsx",
    )
    for i, how in enumerate((*HOW, enter), row + 2):
        said = in_lines(how)
        sheet.merge_range(i - 1, NAME - 1, i - 1, ABOUT_VALUE - 1, said, styles.prose)
        sheet.set_row(i - 1, LINE * lines_needed(said, sum(WIDTHS[1:])) + 4)


def _facts(
    case: Case, people: Mapping[str, Person], day: datetime.date
) -> Iterator[tuple[str, Text, str]]:
    """Yield what it is about: key for programs, name, value."""
    application, plan, scheme = case.application, case.body(PlanAudit), case.scheme
    site = application.site
    yield APPLICATION, text("Application no."), case.subject
    yield "", text("Certifier"), in_both(scheme.certifier["name_en"], scheme.certifier["name"])
    yield "", text("Client"), name_text(application.client)
    yield "", text("Producer"), name_text(application.producer)
    yield "", text("Product"), application.product_name
    yield "", text("Models"), ", ".join(application.models)
    yield "", text("Site"), ", ".join(part for part in (site.name, site.address) if part)
    named = text("{scheme}, version {version}", scheme=scheme.title, version=scheme.version)
    yield "", text("Scheme"), named
    if plan:
        yield "", text("Planned"), f"{plan.start} – {plan.end}"
        team = (
            people[one.person].name.text if one.person in people else one.person
            for one in plan.team
        )
        yield "", text("Team"), joined(", ", team)
    yield "", text("Checklist written on"), day.isoformat()
    yield IDENTITY, text("Mark of this checklist"), identity(case)


def _fact(sheet: Worksheet, styles: Styles, row: int, key: str, name: Text, value: str) -> None:
    sheet.write_string(row - 1, ABOUT_KEY - 1, key, styles.plain)
    put(sheet, (row, NAME), name, styles.label)
    said = in_lines(value)
    sheet.write_string(row - 1, ABOUT_VALUE - 1, said, styles.given)
    fit(sheet, row, [(name.said("both"), WIDTHS[1]), (said, WIDTHS[2])])


def _days(sheet: Worksheet, styles: Styles, case: Case, row: int) -> int:
    """Write the days to fill in; return the row after them."""
    plan = case.body(PlanAudit)
    for key, name, planned in (
        (START, text("First day on the site"), plan.start if plan else ""),
        (END, text("Last day on the site"), plan.end if plan else ""),
    ):
        _fact(sheet, styles, row, key, name, "")
        place = (row - 1, ABOUT_VALUE - 1)
        allowed = {
            "validate": "date",
            "criteria": "between",
            "minimum": FIRST_DAY,
            "maximum": LAST_DAY,
            "error_message": text("a date, such as 2025-12-31").said("both"),
        }
        sheet.data_validation(*place, *place, allowed)
        if planned:
            sheet.write_datetime(*place, datetime.date.fromisoformat(planned), styles.day)
        else:
            sheet.write_blank(*place, None, styles.day)
        row += 1
    return row


def _conclusions(sheet: Worksheet, styles: Styles, row: int) -> int:
    """Write the room for the conclusion; return the row after it."""
    for key, name in (
        (CONCLUSION_ZH, text("Conclusion, in Chinese")),
        (CONCLUSION_EN, text("Conclusion, in English")),
    ):
        _fact(sheet, styles, row, key, name, "")
        sheet.write_blank(row - 1, ABOUT_VALUE - 1, None, styles.open)
        sheet.set_row(row - 1, LINE * 6)
        row += 1
    return row
