"""Which time the data describe, and how old they are."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.language.texts import Text, text
from pvfootprint.rules.answers import (
    asks,
    cell,
    exceeds,
    fails,
    falls_short,
    limit,
    passes,
    rule,
    some,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.model.rules import RuleSet
    from pvfootprint.model.study import Study
    from pvfootprint.rules.answers import Answer

DAYS = 365.2425
"""Mean length of a year [day]."""


@dataclass(frozen=True, slots=True)
class _Period:
    """How long data last, and what their company says of it."""

    site: str
    months: float
    note: str
    where: str


@rule("PER-001", text("The data of each site cover the period asked for"), "period.months")
def length(study: Study, rules: RuleSet) -> Answer:
    """Count the months of each company's data; what has fewer says why."""
    least = limit(rules, "period.months")
    found = _periods(study)
    said = ", ".join(f"{one.months:.3g}" for one in found)
    expected = "" if least is None else f"≥ {least:g}"
    short = [one for one in found if falls_short(one.months, least)]
    silent = [one for one in short if not one.note]
    if silent:
        return asks(
            text("shorter than {months:g} months: {sites}", months=least, sites=_named(silent)),
            text("give the whole period, or say in the remark why there is less: a new line"),
            found=said,
            expected=expected,
            where=[one.where for one in silent],
        )
    kept = text("data of companies: {count}; none covers less than is asked for", count=len(found))
    if short:
        notes = [text("{site}: {note}", site=one.site, note=one.note) for one in short]
        kept = text("shorter than asked for, with a reason: {notes}", notes=some(notes))
    return passes(kept, found=said, expected=expected)


@rule("PER-002", text("Even a new line covers a least time"), "period.new_line_months")
def new_line(study: Study, rules: RuleSet) -> Answer:
    """Compare the shortest data with the least time of a new line."""
    least = limit(rules, "period.new_line_months")
    expected = "" if least is None else f"≥ {least:g}"
    found = _periods(study)
    if not found:
        return passes(text("there are no data of companies"), expected=expected)
    said = f"{min(one.months for one in found):.3g}"
    broken = [one for one in found if falls_short(one.months, least)]
    if not broken:
        kept = text("the shortest data of a company cover {months} months", months=said)
        return passes(kept, found=said, expected=expected)
    return fails(
        text("too short even for a new line: {sites}", sites=_named(broken)),
        text("wait until there are data of {months:g} months", months=least),
        found=said,
        expected=expected,
        where=[one.where for one in broken],
    )


@rule("PER-003", text("Suppliers' data are of the same time as the maker's"), "age.primary")
def suppliers(study: Study, rules: RuleSet) -> Answer:
    """Compare the end of each supplier's data with the end of the maker's."""
    most = limit(rules, "age.primary")
    expected = "" if most is None else f"≤ {most:g} a"
    end = _end(study)
    if end is None:
        return passes(text("there are no data of companies"), expected=expected)
    ages = [(m, (end - m.end).days / DAYS) for m in study.system.members if m.end < end]
    old = [(m, age) for m, age in ages if exceeds(age, most)]
    oldest = max((age for _, age in ages), default=0.0)
    if not old:
        return passes(
            text("the oldest data of a supplier end {years:.1f} years earlier", years=oldest),
            found=f"{oldest:.1f} a",
            expected=expected,
        )
    named = [text("{product}: until {end}", product=m.title, end=m.end) for m, _ in old]
    return fails(
        text("data of suppliers that are too old: {names}", names=some(named)),
        text("ask them for data of the maker's period"),
        found=f"{oldest:.1f} a",
        expected=expected,
        where=[m.file or m.title for m, _ in old],
    )


@rule("PER-004", text("Data of the library are not too old"), "age.secondary")
def library(study: Study, rules: RuleSet) -> Answer:
    """Compare the years of inputs that add at least 1 % with the last year of the period."""
    most = limit(rules, "age.secondary")
    year = _last_year(study)
    weight = abs(study.quality.total.value)
    dated = [
        (i, year - i.year)
        for i in study.quality.inputs
        if i.year is not None and weight and abs(i.value) >= 0.01 * weight
    ]
    oldest = max((age for _, age in dated), default=0)
    details = {"found": f"{oldest} a", "expected": "" if most is None else f"≤ {most:g} a"}
    old = [(i, age) for i, age in dated if exceeds(age, most)]
    if not old:
        said = text("the oldest data that add at least 1 % are {years} years old", years=oldest)
        return passes(said, **details)
    named = [text("{name} ({year})", name=Text(i.name), year=i.year) for i, _ in old]
    return asks(
        text("data that are too old and add at least 1 %: {names}", names=some(named)),
        text(
            "ask the supplier for its own data, choose a newer dataset, or say why the old one "
            "still holds"
        ),
        where=[f"{i.process}: {i.name}" for i, _ in old],
        **details,
    )


def _periods(study: Study) -> list[_Period]:
    """Return the periods of workbooks and of summaries; the latter hold no remarks."""
    books = [
        _Period(c.site, _months(c.start, c.end), c.note, cell(c.origin, "end"))
        for c in (site.company for site in study.sites)
    ]
    sealed = [
        _Period(m.title, _months(m.start, m.end), "", m.file)
        for m in study.system.members
        if m.source == "summary"
    ]
    return books + sealed


def _months(start: datetime.date, end: datetime.date) -> float:
    """Return the length of a period whose days both count [month]."""
    after = end + datetime.timedelta(days=1)
    whole = 12 * (after.year - start.year) + after.month - start.month
    return whole + (after.day - start.day) / 31


def _named(found: list[_Period]) -> Text:
    return some([text("{site}: {months:.3g} months", site=p.site, months=p.months) for p in found])


def _ends(study: Study) -> Iterator[datetime.date]:
    code = study.footprint.product["dataset"]
    yield from (m.end for m in study.system.members if m.code == code)
    yield from (m.end for m in study.system.members if m.code != code)


def _end(study: Study) -> datetime.date | None:
    """Return the last day of the maker's data; of any company's if there are none of the maker."""
    return next(_ends(study), None)


def _last_year(study: Study) -> int:
    end = _end(study)
    return end.year if end else int(study.footprint.product["vintage"])


RULES = (length, new_line, suppliers, library)
