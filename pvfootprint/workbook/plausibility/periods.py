"""Rules on time: the period, and the months of each meter."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from statistics import median
from typing import TYPE_CHECKING

from pvfootprint.language.texts import text
from pvfootprint.workbook.plausibility.quantities import note
from pvfootprint.workbook.reader.numbers import plain
from pvfootprint.workbook.template.prefilling import months_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.model.findings import Finding
    from pvfootprint.model.site_rows import EnergyUse
    from pvfootprint.workbook.plausibility.quantities import Site

Meter = tuple[str, str, str]

YEAR_OF_DAYS = (360, 371)
FEWEST_MONTHS = 4
OUT_OF_LINE = 300.0
"""How far a month may be from the middle one [-]; a factor of 1000 is a wrong unit."""
OLDEST = 3
"""Age of data that is questioned [years]."""


def today() -> datetime.date:
    """Return the day on which a workbook is checked."""
    return datetime.date.today()


def check_period(site: Site) -> Iterator[Finding]:
    """WBK-118: the data are of one whole, recent year."""
    company = site.inventory.company
    days = (company.end - company.start).days + 1
    span = f"{company.start} - {company.end}"
    if not YEAR_OF_DAYS[0] <= days <= YEAR_OF_DAYS[1]:
        yield note(
            "WBK-118",
            text("the period is not twelve months"),
            ("company", "end", company.origin),
            found=text("{span}: {days} days", span=span, days=days),
            expected=text("a whole year, normally the last calendar year"),
            hint=text("give a whole year; if the site is younger, say so in the remark"),
        )
    if company.end > today():
        yield note(
            "WBK-118",
            text("the period ends in the future"),
            ("company", "end", company.origin),
            found=company.end.isoformat(),
            expected=text("a day before {day}", day=today().isoformat()),
            hint=text("give data that were measured, of a year that is over"),
        )
    elif (today() - company.end).days > OLDEST * 366:
        yield note(
            "WBK-118",
            text("the data are older than {count} years", count=OLDEST),
            ("company", "end", company.origin),
            found=company.end.isoformat(),
            expected=text("a whole year, normally the last calendar year"),
            hint=text("give newer data, or say in the remark why there are none"),
            severity="question",
        )


def _meters(site: Site) -> dict[Meter, list[EnergyUse]]:
    found: dict[Meter, list[EnergyUse]] = defaultdict(list)
    for use in site.inventory.energy:
        found[use.carrier, use.meter.casefold(), use.product].append(use)
    return found


def _named(uses: list[EnergyUse]) -> str:
    return uses[0].meter or uses[0].carrier


def check_missing_months(site: Site) -> Iterator[Finding]:
    """WBK-104: a meter that is read monthly has every month of the period."""
    company = site.inventory.company
    wanted = months_of((company.start, company.end))
    for uses in _meters(site).values():
        there = {use.period for use in uses}
        monthly = {period for period in there if len(period) == 7}
        missing = [month for month in wanted if month not in there]
        if monthly & set(wanted) and missing and monthly == there:
            yield note(
                "WBK-104",
                text("months of a meter are missing"),
                ("energy", "period", uses[-1].origin),
                found=text("{meter}: no {months}", meter=_named(uses), months=", ".join(missing)),
                expected=text("{count} months", count=len(wanted)),
                hint=text("add the months; write 0 where nothing was used"),
            )


def check_doubled_months(site: Site) -> Iterator[Finding]:
    """WBK-105: a meter has each month once."""
    for uses in _meters(site).values():
        counts = Counter(use.period for use in uses)
        for period, count in counts.items():
            if count > 1:
                last = [use for use in uses if use.period == period][-1]
                yield note(
                    "WBK-105",
                    text("a month of a meter stands more than once"),
                    ("energy", "period", last.origin),
                    found=text(
                        "{meter}: {period}, {count} times",
                        meter=_named(uses),
                        period=period,
                        count=count,
                    ),
                    expected=text("one line for each meter and month"),
                    hint=text("delete one, or give the meters different names"),
                )


def check_outside_months(site: Site) -> Iterator[Finding]:
    """WBK-106: months lie within the period."""
    company = site.inventory.company
    months = set(months_of((company.start, company.end)))
    years = {month[:4] for month in months}
    lines = [("energy", use.period, use.origin) for use in site.inventory.energy]
    lines += [("electricity", use.period, use.origin) for use in site.inventory.electricity]
    for sheet, period, origin in lines:
        if period not in (months if len(period) == 7 else years):
            yield note(
                "WBK-106",
                text("the month lies outside of the period"),
                (sheet, "period", origin),
                found=period,
                expected=f"{company.start} - {company.end}",
                hint=text("check the month, and the first and last day on the first sheet"),
            )


def check_year_and_months(site: Site) -> Iterator[Finding]:
    """WBK-107: a meter is given by year or by month, not both."""
    for uses in _meters(site).values():
        monthly = {use.period[:4] for use in uses if len(use.period) == 7}
        for use in uses:
            if len(use.period) == 4 and use.period in monthly:
                yield note(
                    "WBK-107",
                    text("a meter has the year and months of it: they would count twice"),
                    ("energy", "period", use.origin),
                    found=text(
                        "{meter}: {period} and months", meter=_named(uses), period=use.period
                    ),
                    expected=text("either the year or its months"),
                    hint=text("delete the line of the year, or those of the months"),
                )


def check_like_months(site: Site) -> Iterator[Finding]:
    """WBK-113: no month of a meter is a thousand times the others."""
    for uses in _meters(site).values():
        monthly = [(use, site.used(use) or 0.0) for use in uses if len(use.period) == 7]
        amounts = [amount for _, amount in monthly if amount > 0]
        if len(amounts) < FEWEST_MONTHS:
            continue
        usual = median(amounts)
        for use, amount in monthly:
            if amount and not 1 / OUT_OF_LINE < amount / usual < OUT_OF_LINE:
                yield note(
                    "WBK-113",
                    text("{meter} is about a thousand times off", meter=_named([use])),
                    ("energy", "amount", use.origin),
                    found=f"{plain(use.amount)} {use.unit}",
                    expected=text("like the other months: {usual}", usual=plain(usual)),
                    hint=text("check the amount and its unit"),
                )
