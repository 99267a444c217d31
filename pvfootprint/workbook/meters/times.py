"""Reads points in time as platforms write them, and finds where calendar months begin."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from dataclasses import dataclass

import numpy as np

from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding, SelectionError

STAMP = re.compile(
    r"(?P<year>\d{4})(?:(?P<mark>[-/.])(?P<month>\d{1,2})(?:(?P=mark)(?P<day>\d{1,2}))?"
    r"|年(?P<month2>\d{1,2})月(?:(?P<day2>\d{1,2})日)?)"
    r"(?:[T\s]\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?)?",
    re.ASCII,
)
OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>\d{2}):?(?P<minutes>\d{2})")
YEARS = (2000, 2100)
CHINA = dt.timezone(dt.timedelta(hours=8))
"""China has kept one time without summer time since 1992."""

MOST_KEPT = 200_000
"""How many different points in time are kept in mind."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A point in time, or a day or month.

    Parameters
    ----------
    begin, end : int
        Seconds since 1970 UTC; equal for a point in time.
    zoned : bool
        Whether its zone was written.
    """

    begin: int
    end: int
    zoned: bool

    @property
    def whole(self) -> bool:
        """Whether it is a day or month."""
        return self.end > self.begin


def parse_zone(written: str) -> dt.tzinfo:
    """Read a time zone.

    Parameters
    ----------
    written : str
        ``+08:00`` or a name such as ``Europe/Berlin``.

    Returns
    -------
    tzinfo
        The zone.

    Raises
    ------
    SelectionError
        MTR-012 if there is no such zone.
    """
    if OFFSET.fullmatch(written):
        return dt.timezone(_offset(written))
    try:
        return zoneinfo.ZoneInfo(written)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        finding = Finding(
            "MTR-012",
            text("the time zone is not known"),
            column="--zone",
            found=written,
            expected="+08:00, Asia/Shanghai, Europe/Berlin",
        )
        raise SelectionError([finding]) from None


def _offset(written: str) -> dt.timedelta:
    found = OFFSET.fullmatch(written)
    if not found:
        return dt.timedelta(0)
    size = dt.timedelta(hours=int(found["hours"]), minutes=int(found["minutes"]))
    return -size if found["sign"] == "-" else size


class Clock:
    """Reads points in time of one zone.

    Parameters
    ----------
    zone : tzinfo
        Zone of the site: months begin in it, and it holds where none is written.
    stated : bool
        Whether that is known to be its zone; where it is not, times with a zone have no month.
    """

    def __init__(self, zone: dt.tzinfo = CHINA, *, stated: bool = True) -> None:
        self.zone, self.stated = zone, stated
        self.known: dict[str, Stamp | None] = {}

    def read(self, written: str) -> Stamp | None:
        """Read a point in time, a day or a month.

        Parameters
        ----------
        written : str
            Such as ``2025-01-05T00:15+08:00``, ``2025/1/5 0:15``, ``2025-01-05 24:00``,
            ``2025-01-05``, ``2025年1月``.

        Returns
        -------
        Stamp, optional
            None if it is not understood.
        """
        if written in self.known:
            return self.known[written]
        if len(self.known) >= MOST_KEPT:
            self.known.clear()
        stamp = self.known[written] = self._parse(written.strip())
        return stamp

    def _parse(self, written: str) -> Stamp | None:
        found = STAMP.fullmatch(written)
        if not found or not YEARS[0] <= int(found["year"]) <= YEARS[1]:
            return None
        month, day = found["month"] or found["month2"], found["day"] or found["day2"]
        try:
            first = dt.datetime(int(found["year"]), int(month), int(day or 1))
            if found["hour"] is None:
                days = 1 if day else _days(first)
                last = first + dt.timedelta(days=days)
                return Stamp(self._seconds(first), self._seconds(last), zoned=False)
            clock = _of_day(found)
        except ValueError:
            return None
        if not day or clock is None:
            return None
        zone = found["zone"]
        if not zone:
            at = self._seconds(first + clock)
            return Stamp(at, at, zoned=False)
        offset = dt.timezone(_offset(zone))
        at = round((first + clock).replace(tzinfo=offset).timestamp())
        return Stamp(at, at, zoned=True)

    def _seconds(self, local: dt.datetime) -> int:
        return round(local.replace(tzinfo=self.zone).timestamp())

    def months(self, first: int, last: int) -> tuple[list[str], np.ndarray]:
        """Return the months from a point in time to another.

        Parameters
        ----------
        first, last : int
            Seconds since 1970 UTC.

        Returns
        -------
        list of str
            Months, such as ``2025-03``.
        ndarray
            Where each begins, and where the last one ends [s since 1970 UTC].
        """
        at = dt.datetime.fromtimestamp(first, self.zone)
        number = at.year * 12 + at.month - 1
        names: list[str] = []
        begins: list[int] = []
        while True:
            year, month = divmod(number, 12)
            begins.append(self._seconds(dt.datetime(year, month + 1, 1)))
            if names and begins[-1] >= last:
                return names, np.array(begins, dtype=np.int64)
            names.append(f"{year}-{month + 1:02d}")
            number += 1

    def said(self, seconds: int) -> str:
        """Return a point in time as people of the site read it."""
        return dt.datetime.fromtimestamp(seconds, self.zone).strftime("%Y-%m-%d %H:%M")


def _days(first: dt.datetime) -> int:
    after = (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
    return (after - first).days


def _of_day(found: re.Match[str]) -> dt.timedelta | None:
    """Return the time of day; 24:00 ends the day."""
    hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
    clock = dt.timedelta(hours=hour, minutes=minute, seconds=second)
    in_range = minute < 60 and second < 60 and clock <= dt.timedelta(days=1)
    return clock if in_range else None
