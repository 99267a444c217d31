"""Days and months as people type them: 2025-03, 2025年3月, 202503, Mar 2025, cells with dates."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from pvfootprint.workbook.reader.numbers import normal

FIRST_YEAR, LAST_YEAR = 1990, 2100

NAMES = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january"),
            ("feb", "february"),
            ("mar", "march"),
            ("apr", "april"),
            ("may",),
            ("jun", "june"),
            ("jul", "july"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}
YEAR = re.compile(r"([0-9]{4})\s*(?:年|年度)?")
MONTH = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*(?:月|月份)?")
PACKED_MONTH = re.compile(r"([0-9]{4})([0-9]{2})")
NAMED_MONTH = re.compile(r"([a-z]+)[ .,\-/']*([0-9]{4})|([0-9]{4})[ .,\-/']*([a-z]+)")
DAY = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*[日号]?")
PACKED_DAY = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
NAMED_DAY = re.compile(
    r"([0-9]{1,2})(?:st|nd|rd|th)?[ .\-/]*([a-z]+)[ .,\-/]*([0-9]{4})"
    r"|([a-z]+)[ .]*([0-9]{1,2})(?:st|nd|rd|th)?[ ,.]+([0-9]{4})"
)
WESTERN_DAY = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})")
TIME = re.compile(r"[ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?Z?$")
EXCEL_DAYS = (33_000, 74_000)
"""Serial numbers of the days from 1990 to 2100 or so."""


@dataclass(frozen=True, slots=True)
class TypedDate:
    """A day or month as somebody typed it.

    Parameters
    ----------
    value : str
        ``2025-03-31``, ``2025-03`` or ``2025``; empty if it is not understood.
    readings : tuple of str
        What it may mean, where it may mean several things or was not meant for people.
    """

    value: str = ""
    readings: tuple[str, ...] = ()


def parse_month(typed: object) -> TypedDate:
    """Read a month or a year.

    Parameters
    ----------
    typed : object
        What stands in the cell.

    Returns
    -------
    TypedDate
        ``2025-03`` or ``2025``.
    """
    if isinstance(typed, datetime.date):
        return _month(typed.year, typed.month)
    if isinstance(typed, float) and not typed.is_integer():
        return _decimal_month(typed) if FIRST_YEAR <= typed <= LAST_YEAR else TypedDate()
    plain = normal(str(int(typed) if isinstance(typed, float) else typed)).lower()
    if match := YEAR.fullmatch(plain):
        return TypedDate(match[1]) if _is_year(int(match[1])) else TypedDate()
    if match := MONTH.fullmatch(plain) or PACKED_MONTH.fullmatch(plain):
        return _month(int(match[1]), int(match[2]))
    if match := NAMED_MONTH.fullmatch(plain):
        year, name = (match[2], match[1]) if match[1] else (match[3], match[4])
        return _month(int(year), NAMES.get(name, 0))
    day = parse_day(plain)
    return TypedDate(day.value[:7]) if day.value else TypedDate()


def _decimal_month(typed: float) -> TypedDate:
    """Excel makes 2025.1 of both 2025.1 and 2025.10."""
    year = int(typed)
    hundredths = round((typed - year) * 100)
    months = {hundredths, hundredths // 10 if hundredths % 10 == 0 else 0}
    found = (_month(year, month).value for month in sorted(months))
    return TypedDate(readings=tuple(reading for reading in found if reading))


def parse_day(typed: object) -> TypedDate:
    """Read a day.

    Parameters
    ----------
    typed : object
        What stands in the cell.

    Returns
    -------
    TypedDate
        ``2025-03-31``.
    """
    if isinstance(typed, datetime.date):
        return _day(typed.year, typed.month, typed.day)
    if isinstance(typed, int | float) and EXCEL_DAYS[0] <= typed <= EXCEL_DAYS[1]:
        meant = datetime.date(1899, 12, 30) + datetime.timedelta(days=int(typed))
        return TypedDate(readings=(meant.isoformat(),))
    whole = isinstance(typed, float) and typed.is_integer()
    plain = normal(str(int(typed) if whole else typed)).lower()  # type: ignore[call-overload]
    plain = TIME.sub("", plain.upper()).lower()
    if match := DAY.fullmatch(plain) or PACKED_DAY.fullmatch(plain):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := NAMED_DAY.fullmatch(plain):
        day, name, year = match.groups()[:3] if match[1] else (match[5], match[4], match[6])
        return _day(int(year), NAMES.get(name, 0), int(day))
    if match := WESTERN_DAY.fullmatch(plain):
        return _western_day(int(match[1]), int(match[2]), int(match[3]))
    return TypedDate()


def _western_day(first: int, second: int, year: int) -> TypedDate:
    """03/04/2025 is a day in March for some and in April for others."""
    found = {_day(year, second, first).value, _day(year, first, second).value} - {""}
    if len(found) == 1:
        return TypedDate(found.pop())
    return TypedDate(readings=tuple(sorted(found)))


def _month(year: int, month: int) -> TypedDate:
    return TypedDate(f"{year}-{month:02}") if _is_year(year) and 1 <= month <= 12 else TypedDate()


def _day(year: int, month: int, day: int) -> TypedDate:
    try:
        found = datetime.date(year, month, day)
    except ValueError:
        return TypedDate()
    return TypedDate(found.isoformat()) if _is_year(year) else TypedDate()


def _is_year(year: int) -> bool:
    return FIRST_YEAR <= year <= LAST_YEAR
