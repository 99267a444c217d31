"""Words that the papers of a certification share: names, days, numbers."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from pvfootprint.documents.blocks import Column, Words, words
from pvfootprint.language.texts import Text, in_both, joined, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pvfootprint.model.certificate_record import Party, Said

KIND_NAMES = {
    "initial": text("first certification"),
    "renewal": text("renewal"),
    "extension": text("extension of the scope"),
    "reduction": text("reduction of the scope"),
}
"""Kinds of applications."""

GRADE_NAMES = {
    "major": text("major finding"),
    "minor": text("minor finding"),
    "observation": text("observation"),
}
"""Grades of findings."""

ANSWER_NAMES = {
    "conforms": text("conforms"),
    "does not conform": text("does not conform"),
    "not applicable": text("not applicable"),
}
"""Answers of the checklist."""

TEAM_NAMES = {"leader": text("team leader"), "auditor": text("auditor")}
"""Who does what in an audit team."""


def both(said: Said) -> Words:
    """Return a text of the log."""
    return Words(said.en, said.zh)


def day_text(day: datetime.date | str) -> Text:
    """Return a day as each language writes it: 2 March 2026, 2026年3月2日."""
    from babel.dates import format_date  # noqa: PLC0415

    found = datetime.date.fromisoformat(day) if isinstance(day, str) else day
    return in_both(
        format_date(found, "d MMMM y", locale="en_GB"),
        format_date(found, "y年M月d日", locale="zh_CN"),
    )


def period_text(start: datetime.date | str, end: datetime.date | str) -> Text:
    """Return a period, or its day if it is one."""
    if str(start) == str(end):
        return day_text(start)
    return text("{start} to {end}", start=day_text(start), end=day_text(end))


def name_text(party: Party) -> Text:
    """Return the name of a company."""
    return in_both(party.name_en or party.name, party.name)


def listed(parts: Iterable[str]) -> Words:
    """Return short texts in a row."""
    return words(joined(", ", parts))


def column(heading: Text, form: str = "words", *, unit: str = "", width: float = 1) -> Column:
    """Return a column of a table."""
    return Column(heading=words(heading), form=form, unit=unit, width=width)
