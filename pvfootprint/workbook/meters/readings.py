"""Reads the rows of a meter file into arrays: meters, points in time, amounts."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np

from pvfootprint.language.texts import text
from pvfootprint.workbook.meters.kinds import COLUMNS, Meter, Meters
from pvfootprint.workbook.meters.times import MOST_KEPT
from pvfootprint.workbook.reader.numbers import LARGEST, is_sound, normal, parse_number
from pvfootprint.workbook.reader.report import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pvfootprint.language.texts import Text
    from pvfootprint.workbook.choices import Choice
    from pvfootprint.workbook.meters.files import Findings, MeterFile
    from pvfootprint.workbook.meters.times import Clock, Stamp

LONGEST_INTERVAL = 400 * 86400
"""A meter that is read once a year is the rarest there is [s]."""

MISSING = {"", "-", "--", "/", "null", "none", "nan", "n/a", "na", "无", "缺失"}
"""What platforms write where there is no value."""

NOT_MARKED, RESET, ROLLOVER = 0, 1, 2
MARKS = {
    NOT_MARKED: ("", "0", "no", "false", "n", "否"),
    RESET: ("1", "yes", "true", "y", "reset", "new", "是", "换表", "清零", "复位", "√"),
    ROLLOVER: ("rollover", "roll-over", "overflow", "翻转", "溢出", "满码"),
}
"""What the reset column says of a counter: it goes on, starts anew, passed its last digit."""

MARK_OF_WORD = {word: mark for mark, words in MARKS.items() for word in words}

DAY_TAKEN = text("a reading with a day only counts as read at its first moment")


@dataclass(frozen=True, slots=True)
class Readings:
    """The rows of a file, one array for each quantity.

    Parameters
    ----------
    meters : tuple of Meter
        Meters in the order in which the file names them.
    cumulative : bool
        Whether the values are readings of a counter, each at its `end`; else they are what was
        used from `start` to `end`.
    meter : ndarray of int
        Place among the meters.
    start, end : ndarray of int
        Points in time [s since 1970 UTC].
    value : ndarray of float
        As in the file.
    mark : ndarray of int
        A key of :data:`MARKS`.
    line : ndarray of int
        Line of the file.
    """

    meters: tuple[Meter, ...]
    cumulative: bool
    meter: np.ndarray
    start: np.ndarray
    end: np.ndarray
    value: np.ndarray
    mark: np.ndarray
    line: np.ndarray


def read_readings(
    file: MeterFile, carriers: Iterable[Choice], clock: Clock, findings: Findings, kind: str = ""
) -> Readings:
    """Read all rows of a file.

    Parameters
    ----------
    file : MeterFile
        Whose headings are understood.
    carriers : iterable of Choice
        Kinds of energy of the workbook.
    clock : Clock
        Reads the points in time.
    findings : Findings
        Takes MTR-001, MTR-003 to MTR-006, MTR-012, MTR-013, MTR-018 and MTR-019.
    kind : str
        Kind of energy of a file that has no column for it.

    Returns
    -------
    Readings
        Rows that are understood: not all of them where there is an error among the findings.
    """
    return _Reader(file, clock, findings).read(Meters(file, carriers, findings, kind))


class _Reader:
    """Goes through the rows once; what many rows say alike is looked up."""

    def __init__(self, file: MeterFile, clock: Clock, findings: Findings) -> None:
        self.file, self.clock, self.findings = file, clock, findings
        self.cumulative = "consumption" not in file.columns
        columns = file.columns
        self.first = columns.get("start", columns.get("time", columns.get("end", 0)))
        self.last = columns.get("end", self.first)
        if self.cumulative:
            self.first = self.last = columns.get("end", columns.get("time", self.first))
        self.zones: set[bool] = set()
        self.days_said = False

    def read(self, meters: Meters) -> Readings:
        columns = self.file.columns
        own = ["meter", *(name for name in COLUMNS if name in columns)]
        describe = itemgetter(*(columns[name] for name in own), columns["meter"])
        amount = columns["reading" if self.cumulative else "consumption"]
        reset = columns.get("reset")
        known: dict[tuple[str, ...], int] = {}
        spans: dict[tuple[str, str], tuple[int, int, int]] = {}
        place, start, end, day = array("i"), array("q"), array("q"), array("q")
        value, mark, line = array("d"), array("b"), array("q")
        for number, cells in self.file.records(self.findings):
            described = describe(cells)
            if described not in known:
                named = dict(zip(own, described[:-1], strict=True))
                known[described] = meters.place(named, number)
            span = spans.get((cells[self.first], cells[self.last])) or self._span(cells, number)
            found = self._value(cells[amount], number)
            marked = NOT_MARKED if reset is None else self._mark(cells[reset], number)
            if known[described] < 0 or span is None or found is None:
                continue
            if len(spans) < MOST_KEPT:
                spans[cells[self.first], cells[self.last]] = span
            place.append(known[described])
            start.append(span[0])
            end.append(span[1])
            day.append(span[2])
            value.append(found)
            mark.append(marked)
            line.append(number)
        self._check_zones()
        readings = Readings(
            tuple(meters.found),
            self.cumulative,
            np.array(place, dtype=np.int32),
            _long(start),
            _long(end),
            np.array(value, dtype=np.float64),
            np.array(mark, dtype=np.int8),
            _long(line),
        )
        return self._with_last_days(readings, _long(day))

    def _span(self, cells: list[str], line: int) -> tuple[int, int, int] | None:
        """Return where a row begins and ends; and, if it ends with a whole day, where that begins.

        The last is -1 where a point in time ends the row.
        """
        first, last = self._stamp(cells, self.first, line), self._stamp(cells, self.last, line)
        if first is None or last is None:
            return None
        if self.cumulative:
            if last.whole and not self.days_said:
                self.days_said = True
                self._say("MTR-019", DAY_TAKEN, line, self.last, cells, "question")
            return last.begin, last.begin, -1
        if not 0 < last.end - first.begin <= LONGEST_INTERVAL:
            self._say("MTR-003", self._no_interval(), line, self.last, cells)
            return None
        whole_end = last.whole and self.last != self.first
        return first.begin, last.end, last.begin if whole_end else -1

    def _no_interval(self) -> Text:
        if self.first == self.last:
            return text("it is not said from when to when this was used")
        return text("the interval does not end after its beginning, within 400 days")

    def _stamp(self, cells: list[str], column: int, line: int) -> Stamp | None:
        stamp = self.clock.read(cells[column])
        if stamp is None:
            message = text("not a point in time")
            self._say("MTR-003", message, line, column, cells, expected="2025-01-05 00:15")
        elif not stamp.whole:
            self.zones.add(stamp.zoned)
        return stamp

    def _value(self, cell: str, line: int) -> float | None:
        try:
            value = float(cell)
        except ValueError:
            return self._typed_value(cell, line)
        # Python reads 1_000 too, and no number compares with nan.
        return value if 0 <= value <= LARGEST and "_" not in cell else self._typed_value(cell, line)

    def _typed_value(self, cell: str, line: int) -> float | None:
        """Read a number that Python does not, or that no meter shows."""
        name = "reading" if self.cumulative else "consumption"
        column = self.file.columns[name]
        cells = {column: cell}
        if normal(cell).lower() in MISSING:
            message = text("there is no value: the time counts as a gap")
            self._say("MTR-018", message, line, column, cells, "warning")
            return None
        typed = parse_number(cell)
        if typed.value is not None and not typed.unit and is_sound(typed.value):
            if typed.value >= 0:
                return typed.value
            message = text("a meter does not use less than nothing")
            hint = text("give what is fed in as a meter of its own, or leave it out")
            self._say("MTR-004", message, line, column, cells, hint=hint)
            return None
        expected = text("a number such as {example}", example="1234.5")
        self._say("MTR-004", text("not a number"), line, column, cells, expected=expected)
        return None

    def _mark(self, cell: str, line: int) -> int:
        mark = MARK_OF_WORD.get(normal(cell).lower()) if cell else NOT_MARKED
        if mark is None:
            column = self.file.columns["reset"]
            words = ", ".join(words[-1] or words[2] for words in MARKS.values())
            message = text("the mark is not understood")
            self._say("MTR-007", message, line, column, {column: cell}, expected=words)
            return NOT_MARKED
        return mark

    def _say(
        self,
        code: str,
        message: Text,
        line: int,
        column: int,
        cells: list[str] | dict[int, str],
        severity: str = "error",
        **details: str,
    ) -> None:
        title = self.file.titles[column]
        found = shown(cells[column])
        self.findings.add(code, message, severity, line=line, column=title, found=found, **details)

    def _check_zones(self) -> None:
        if True in self.zones and not self.clock.stated:
            self.findings.add(
                "MTR-012",
                text("the times have a zone, and that of the site is not known"),
                column=self.file.titles[self.last],
                hint=text("name it, for example {example}", example="--zone Europe/Berlin"),
            )
        if len(self.zones) > 1:
            self.findings.add(
                "MTR-012",
                text("some times have a zone and some have none"),
                column=self.file.titles[self.last],
                hint=text("write all of them with a zone, or all in the time of the site"),
            )

    def _with_last_days(self, readings: Readings, day: np.ndarray) -> Readings:
        """Settle whether a last day belongs to its interval: 1 to 31 January, or to 1 February.

        It does, unless intervals then overlap because the next one begins on that very day.
        """
        if not (day >= 0).any():
            return readings
        begins = set(zip(readings.meter.tolist(), readings.start.tolist(), strict=True))
        ends = set(zip(readings.meter.tolist(), day.tolist(), strict=True))
        excluded = bool(begins & ends) and not (readings.start == day).any()
        if excluded:
            message = text(
                "the last day is taken as not part of the interval: the next begins on it"
            )
            readings = replace(readings, end=np.where(day >= 0, day, readings.end))
        else:
            message = text("the last day is taken as part of the interval")
        self.findings.add("MTR-019", message, "question", column=self.file.titles[self.last])
        return readings


def _long(values: array[int]) -> np.ndarray:
    return np.array(values, dtype=np.int64)
