"""What each meter used in each calendar month, and which rows of the file say so."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from pvfootprint.language.texts import text
from pvfootprint.workbook.meters.intervals import intervals_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.workbook.meters.files import Findings
    from pvfootprint.workbook.meters.intervals import Intervals, Span
    from pvfootprint.workbook.meters.kinds import Meter
    from pvfootprint.workbook.meters.readings import Readings
    from pvfootprint.workbook.meters.times import Clock

HOUR = 3600


@dataclass(frozen=True, slots=True)
class MeterMonth:
    """One month of one meter.

    Parameters
    ----------
    meter : Meter
        The meter.
    month : str
        ``2025-03``.
    amount : float, optional
        What it used [unit of the meter]; None where a question is open.
    first, last : int
        First and last line of the file that it comes from.
    count : int
        Intervals in it.
    split : int
        Those of them that go over its beginning or end, counted by their part of the time.
    gaps : int
        Times of which there is nothing.
    missing : float
        How long they are together [h].
    """

    meter: Meter
    month: str
    amount: float | None
    first: int
    last: int
    count: int
    split: int
    gaps: int
    missing: float


@dataclass(slots=True)
class _Month:
    """What is found of a month."""

    whole: float = 0.0
    parts: list[float] = field(default_factory=list)
    first: int = 0
    last: int = 0
    count: int = 0
    gaps: int = 0
    missing: int = 0
    doubtful: bool = False

    def add_lines(self, first: int, last: int) -> None:
        self.first = min(self.first or first, first)
        self.last = max(self.last, last)


def meter_months(readings: Readings, clock: Clock, findings: Findings) -> list[MeterMonth]:
    """Sum what each meter used by calendar month.

    What was used over the end of a month is divided in proportion to time.

    Parameters
    ----------
    readings : Readings
        Rows of a file.
    clock : Clock
        Knows where months begin.
    findings : Findings
        Takes MTR-007 to MTR-009, MTR-010 for gaps and MTR-011 for divided intervals.

    Returns
    -------
    list of MeterMonth
        Meter by meter as the file names them, ordered by time. A month in which a meter has
        nothing is not there.
    """
    found: list[MeterMonth] = []
    for intervals in intervals_of(readings, clock, findings):
        if len(intervals.begin):
            found += _months(intervals, clock, findings)
    return found


def _months(intervals: Intervals, clock: Clock, findings: Findings) -> Iterator[MeterMonth]:
    names, bounds = clock.months(int(intervals.begin.min()), int(intervals.end.max()))
    months = [_Month() for _ in names]
    _fill(months, intervals, bounds, findings)
    for span in _holes(intervals, bounds):
        for place, seconds in _parts(span, bounds):
            months[place].gaps += 1
            months[place].missing += seconds
    for span in intervals.doubtful:
        for place, _ in _parts((span[0], max(span[1], span[0] + 1)), bounds):
            months[place].doubtful = True
    for name, month in zip(names, months, strict=True):
        _say_gaps(intervals.meter, name, month, findings)
        if month.count:
            total = math.fsum([month.whole, *month.parts])
            yield MeterMonth(
                meter=intervals.meter,
                month=name,
                # Differences of a counter carry the noise of binary fractions.
                amount=None if month.doubtful else float(f"{total:.12g}"),
                first=month.first,
                last=month.last,
                count=month.count,
                split=len(month.parts),
                gaps=month.gaps,
                missing=month.missing / HOUR,
            )


def _fill(
    months: list[_Month], intervals: Intervals, bounds: np.ndarray, findings: Findings
) -> None:
    """Put each interval into its month, and the parts of one over several into each."""
    i = intervals
    begins_in = np.searchsorted(bounds, i.begin, side="right") - 1
    ends_in = np.searchsorted(bounds, i.end, side="left") - 1
    inside = begins_in == ends_in
    edges = np.searchsorted(begins_in, np.arange(len(months) + 1))
    for place, month in enumerate(months):
        mine = slice(edges[place], edges[place + 1])
        here = inside[mine]
        if here.any():
            # fsum rounds once: the order of the rows does not matter.
            month.whole = math.fsum(i.amount[mine][here].tolist())
            month.count = int(here.sum())
            month.add_lines(int(i.first[mine][here].min()), int(i.first[mine][here].max()))
            month.add_lines(int(i.last[mine][here].min()), int(i.last[mine][here].max()))
    over = np.flatnonzero(~inside)
    for n in over:
        begin, end = int(i.begin[n]), int(i.end[n])
        for place, seconds in _parts((begin, end), bounds):
            month = months[place]
            month.parts.append(float(i.amount[n]) * (seconds / (end - begin)))
            month.count += 1
            month.add_lines(*sorted((int(i.first[n]), int(i.last[n]))))
    if len(over):
        message = text(
            "{count} intervals of meter {meter} go over the end of a month and are divided by time",
            count=len(over),
            meter=i.meter.name,
        )
        findings.add("MTR-011", message, "warning", line=int(i.last[over].min()))


def _parts(span: Span, bounds: np.ndarray) -> Iterator[tuple[int, int]]:
    """Give the months that a time touches, with how long it lies in each [s]."""
    first = int(np.searchsorted(bounds, span[0], side="right")) - 1
    for place in range(max(first, 0), len(bounds) - 1):
        seconds = min(span[1], int(bounds[place + 1])) - max(span[0], int(bounds[place]))
        if seconds <= 0:
            return
        yield place, seconds


def _holes(intervals: Intervals, bounds: np.ndarray) -> Iterator[Span]:
    """Give the times of which nothing is known, from the first month to the last."""
    ends = np.maximum.accumulate(intervals.end)
    yield int(bounds[0]), int(intervals.begin[0])
    for n in np.flatnonzero(intervals.begin[1:] > ends[:-1]):
        yield int(ends[n]), int(intervals.begin[n + 1])
    yield int(ends[-1]), int(bounds[-1])


def _say_gaps(meter: Meter, name: str, month: _Month, findings: Findings) -> None:
    if month.gaps:
        message = text(
            "meter {meter} has nothing for {hours:.6g} hours of {month}",
            meter=meter.name,
            hours=month.missing / HOUR,
            month=name,
        )
        hint = text("export them again, or add what was used in between as an estimate")
        findings.add("MTR-010", message, "warning", line=month.first or None, hint=hint)
