"""Turns what stands in a cell into a value, or into a finding that says how to mend it."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pvfootprint.language.texts import text
from pvfootprint.workbook.layout import Kind
from pvfootprint.workbook.reader.amounts import (
    Quantity,
    expected_in,
    in_bounds,
    in_unit,
    read_number,
)
from pvfootprint.workbook.reader.dates import parse_day, parse_month
from pvfootprint.workbook.reader.numbers import plain
from pvfootprint.workbook.reader.report import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from pvfootprint.workbook.layout import Column
    from pvfootprint.workbook.reader.found_sheet import FoundSheet
    from pvfootprint.workbook.reader.matching import Matcher
    from pvfootprint.workbook.reader.opening import OpenedWorkbook
    from pvfootprint.workbook.reader.report import Place

LONGEST_TEXT = 2000
PARTS = re.compile(r"[,，;；、\n]+")
BINS = re.compile(r"[,，;；、/\n]+")
SCORES = (1, 5)


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in a cell.

    Parameters
    ----------
    value : object
        Text, number, day, truth value; the last result where a formula stands.
    percent : bool
        Whether the cell shows per cent.
    is_error : bool
        Whether it is an error of Excel, such as ``#REF!``.
    formula : str
        The formula, where one stands that was never computed.
    """

    value: Any
    percent: bool = False
    is_error: bool = False
    formula: str = ""


def written(cell: Any, found: FoundSheet, opened: OpenedWorkbook) -> Written:  # noqa: ANN401
    """Return what stands in a cell.

    Parameters
    ----------
    cell : openpyxl cell
        The cell.
    found : FoundSheet
        Its sheet.
    opened : OpenedWorkbook
        Its workbook, which knows the last results of formulas.

    Returns
    -------
    Written
        Its value; of a formula the last result.
    """
    percent = "%" in (cell.number_format or "")
    if cell.data_type != "f":
        return Written(cell.value, percent, cell.data_type == "e")
    last = opened.last_result(found.title, cell.row, cell.column)
    if last.value is None and last.data_type != "str":
        formula = cell.value if isinstance(cell.value, str) else "="
        return Written(None, percent, formula=formula or "=")
    return Written(last.value, percent, last.data_type == "e")


def read_value(stands: Written, column: Column, place: Place, matcher: Matcher) -> object:
    """Turn what stands in a cell into a value.

    Parameters
    ----------
    stands : Written
        What stands there.
    column : Column
        What may stand there.
    place : Place
        Takes WBK-032 to WBK-046.
    matcher : Matcher
        Knows the lists.

    Returns
    -------
    object
        The value; a :class:`Quantity` for a number; None if nothing or nothing sound stands there.
    """
    if stands.is_error:
        place.add(
            "WBK-037",
            text("the cell holds an error of the spreadsheet"),
            found=shown(stands.value),
            expected=expected_in(column),
            hint=text("mend the formula, or write the value itself"),
        )
        return None
    if stands.formula:
        place.add(
            "WBK-038",
            text("the formula was never computed"),
            found=shown(stands.formula),
            expected=expected_in(column),
            hint=text("open the workbook in Excel or WPS and save it, or write the value itself"),
        )
        return None
    if column.kind is Kind.CHOICE:
        return matcher.match(_as_text(stands.value), column, place)
    if column.kind is Kind.FLAG:
        return matcher.flag(stands.value, column, place)
    return READERS[column.kind](stands, column, place)


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value).strip()


def _text(stands: Written, column: Column, place: Place) -> str | None:
    found = _as_text(stands.value).replace("_x000D_", "")
    found = "".join(c for c in found if c.isprintable() or c in "\n\t").strip()
    if len(found) > LONGEST_TEXT:
        place.add(
            "WBK-046",
            text("the text is too long"),
            found=shown(found),
            expected=text("at most {count} characters", count=LONGEST_TEXT),
            hint=text("shorten it, and send the rest as a document"),
        )
        return None
    return found or None


def _texts(stands: Written, column: Column, place: Place) -> tuple[str, ...] | None:
    found = _text(stands, column, place)
    return tuple(part.strip() for part in PARTS.split(found) if part.strip()) if found else None


def _number(stands: Written, column: Column, place: Place) -> Quantity | None:
    return read_number(stands.value, column, place)


def _share(stands: Written, column: Column, place: Place) -> float | None:
    quantity = read_number(stands.value, column, place)
    if quantity is None:
        return None
    if quantity.unit == "%":
        return quantity.value / 100
    if quantity.unit:
        in_unit(quantity, "", column, place)
        return None
    value = quantity.value
    if stands.percent and not isinstance(stands.value, str):
        return value
    if value in {0.0}:
        return value
    taken = value / 100 if value > 1 else value
    place.add(
        "WBK-041",
        text("the share has no per cent sign"),
        found=shown(stands.value),
        expected=text("a share, such as 35 %"),
        hint=text(
            "it was read as {percent} %; write it with the sign if that is right",
            percent=plain(taken * 100),
        ),
        severity="warning" if value > 1 else "question",
    )
    return taken


def _numbers(stands: Written, column: Column, place: Place) -> tuple[float, ...] | None:
    parts = [stands.value]
    if isinstance(stands.value, str):
        parts = [part for part in BINS.split(stands.value) if part.strip()]
    values = []
    for part in parts:
        quantity = read_number(part, column, place)
        value = in_unit(quantity, column.unit, column, place) if quantity else None
        if value is None or not in_bounds(value, column, place):
            return None
        values.append(value)
    return tuple(values) or None


def _score(stands: Written, column: Column, place: Place) -> int | None:
    quantity = read_number(stands.value, column, place)
    if quantity is None:
        return None
    low, high = SCORES
    if quantity.unit or not quantity.value.is_integer() or not low <= quantity.value <= high:
        place.add(
            "WBK-036",
            text("the number is out of range"),
            found=shown(stands.value),
            expected=text("a whole number from 1 (good) to 5 (poor)"),
            hint=text("the guide in the workbook says what the scores mean"),
        )
        return None
    return int(quantity.value)


def _month(stands: Written, column: Column, place: Place) -> str | None:
    month = parse_month(stands.value)
    if month.value:
        return month.value
    _say_no_date("WBK-042", text("the month is not understood"), stands, month.readings, place)
    return None


def _date(stands: Written, column: Column, place: Place) -> datetime.date | None:
    day = parse_day(stands.value)
    if day.value:
        return datetime.date.fromisoformat(day.value)
    _say_no_date("WBK-043", text("the day is not understood"), stands, day.readings, place)
    return None


def _say_no_date(
    code: str, message: str, stands: Written, readings: tuple[str, ...], place: Place
) -> None:
    month = code == "WBK-042"
    example = text("2025-03 for a month, 2025 for a year")
    hint = text("write it with a year of four digits first")
    if readings:
        hint = text("write {readings}, whichever is meant", readings=" / ".join(readings))
    place.add(
        code,
        message,
        found=shown(stands.value),
        expected=example if month else text("a day, such as 2025-01-31"),
        hint=hint,
    )


READERS: dict[Kind, Callable[[Written, Column, Place], object]] = {
    Kind.TEXT: _text,
    Kind.TEXTS: _texts,
    Kind.NUMBER: _number,
    Kind.SHARE: _share,
    Kind.NUMBERS: _numbers,
    Kind.SCORE: _score,
    Kind.MONTH: _month,
    Kind.DATE: _date,
}
