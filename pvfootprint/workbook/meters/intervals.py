"""What each meter used from one point in time to the next, from its counter or as it says."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pvfootprint.language.texts import text
from pvfootprint.workbook.meters.readings import NOT_MARKED, RESET, ROLLOVER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.language.texts import Text
    from pvfootprint.workbook.meters.files import Findings
    from pvfootprint.workbook.meters.kinds import Meter
    from pvfootprint.workbook.meters.readings import Readings
    from pvfootprint.workbook.meters.times import Clock

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Intervals:
    """What one meter used, ordered by time.

    Parameters
    ----------
    meter : Meter
        The meter.
    begin, end : ndarray of int
        From when to when [s since 1970 UTC].
    amount : ndarray of float
        What it used [unit of the meter].
    first, last : ndarray of int
        Lines of the file that it comes from.
    doubtful : tuple of (int, int)
        Times of which it is asked what was used [s since 1970 UTC].
    """

    meter: Meter
    begin: np.ndarray
    end: np.ndarray
    amount: np.ndarray
    first: np.ndarray
    last: np.ndarray
    doubtful: tuple[Span, ...]


def intervals_of(readings: Readings, clock: Clock, findings: Findings) -> Iterator[Intervals]:
    """Give the intervals of each meter, whatever the order of the rows.

    Parameters
    ----------
    readings : Readings
        Rows of a file.
    clock : Clock
        Says points in time.
    findings : Findings
        Takes MTR-007 for counters that go back, MTR-008 for times counted twice and MTR-009 for
        rows repeated.

    Yields
    ------
    Intervals
        One for each meter.
    """
    make = _of_counter if readings.cumulative else _of_consumption
    r = readings
    order = np.lexsort((r.line, r.value, r.mark, r.end, r.start, r.meter))
    edges = np.searchsorted(r.meter[order], np.arange(len(r.meters) + 1))
    for place, meter in enumerate(r.meters):
        mine = order[edges[place] : edges[place + 1]]
        if len(mine):
            mine = _once(r, mine, meter, findings)
            yield make(r, mine, meter, clock, findings)


def _once(r: Readings, mine: np.ndarray, meter: Meter, findings: Findings) -> np.ndarray:
    """Leave out rows that say the same as another."""
    same = np.ones(len(mine) - 1, dtype=bool)
    for values in (r.start, r.end, r.value, r.mark):
        same &= values[mine[1:]] == values[mine[:-1]]
    if same.any():
        message = text(
            "{count} rows of meter {meter} stand there twice and count once",
            count=int(same.sum()),
            meter=meter.name,
        )
        line = int(r.line[mine[1:]][same].min())
        findings.add("MTR-009", message, "warning", line=line)
    return mine[np.concatenate(([True], ~same))]


def _of_consumption(
    r: Readings, mine: np.ndarray, meter: Meter, clock: Clock, findings: Findings
) -> Intervals:
    begin, end, line = r.start[mine], r.end[mine], r.line[mine]
    before = np.maximum.accumulate(end)[:-1]
    doubtful = []
    for i in np.flatnonzero(begin[1:] < before):
        span = int(begin[i + 1]), int(min(before[i], end[i + 1]))
        doubtful.append(span)
        message = text("meter {meter} has two rows for the same time", meter=meter.name)
        _ask(findings, "MTR-008", message, int(line[i + 1]), clock, span)
    amount = r.value[mine] * meter.factor
    return Intervals(meter, begin, end, amount, line, line, tuple(doubtful))


def _of_counter(
    r: Readings, mine: np.ndarray, meter: Meter, clock: Clock, findings: Findings
) -> Intervals:
    at, line, value, mark = r.end[mine], r.line[mine], r.value[mine], r.mark[mine][1:]
    used, lasts = np.diff(value), np.diff(at)
    rolled = (mark == ROLLOVER) & (used < 0)
    for i in np.flatnonzero(rolled):
        used[i] += 10.0 ** (math.floor(math.log10(value[i])) + 1)
    sound = (used >= 0) & (mark == NOT_MARKED) | rolled
    known = sound & (lasts > 0)
    doubtful = []
    for i in np.flatnonzero(~known):
        nothing = lasts[i] == 0 and (mark[i] == RESET or (sound[i] and used[i] == 0))
        if nothing:
            continue
        message, severity = _why(int(mark[i]), float(used[i]), int(lasts[i]), meter)
        if severity == "question":
            doubtful.append((int(at[i]), int(at[i + 1])))
        span = int(at[i]), int(at[i + 1])
        code = "MTR-007" if lasts[i] else "MTR-008"
        numbers = f"{value[i]:.15g} → {value[i + 1]:.15g}"
        _ask(findings, code, message, int(line[i + 1]), clock, span, numbers, severity)
    begin, end, amount = at[:-1][known], at[1:][known], used[known] * meter.factor
    first, last = line[:-1][known], line[1:][known]
    return Intervals(meter, begin, end, amount, first, last, tuple(doubtful))


def _why(mark: int, used: float, lasts: int, meter: Meter) -> tuple[Text, str]:
    """Return what to say of two readings whose difference does not count, and how severely."""
    if mark == RESET:
        message = text(
            "meter {meter} starts anew: what it used since the reading before is not known",
            meter=meter.name,
        )
        return message, "warning"
    if not lasts:
        return text("meter {meter} has two readings at one time", meter=meter.name), "question"
    if mark == ROLLOVER:
        message = text("meter {meter} rolled over, yet its reading is higher", meter=meter.name)
        return message, "question"
    return text("meter {meter} reads less than before", meter=meter.name), "question"


def _ask(
    findings: Findings,
    code: str,
    message: Text,
    line: int,
    clock: Clock,
    span: Span,
    numbers: str = "",
    severity: str = "question",
) -> None:
    begin, end = (clock.said(at) for at in span)
    hint = text("remove or correct one of them")
    if code == "MTR-007":
        hint = text(
            "say in a column {heading} what happened: reset for a new meter, rollover for a "
            "counter that passed its last digit; give the last reading of an old meter too",
            heading="reset / 换表",
        )
    findings.add(
        code,
        text("{message}; its months are left out", message=message)
        if severity == "question"
        else message,
        severity,
        line=line,
        found=f"{begin} – {end}" + (f": {numbers}" if numbers else ""),
        hint=hint,
    )
