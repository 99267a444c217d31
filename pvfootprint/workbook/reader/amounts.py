"""Reads the numbers of cells, in the unit and within the bounds of their column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.language.texts import text
from pvfootprint.workbook.layout import Kind
from pvfootprint.workbook.reader.numbers import (
    MOST_DIGITS,
    factor_between,
    is_sound,
    parse_number,
    plain,
)
from pvfootprint.workbook.reader.report import shown

if TYPE_CHECKING:
    from pvfootprint.workbook.layout import Column
    from pvfootprint.workbook.reader.report import Place

NO_TRACE = frozenset({"-", "--", "/", "\\", "n/a", "na", "nil", "none", "无", "没有", "不适用"})
"""What people write where there is nothing to say; whether that means zero they must say."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with the unit that was typed behind it, if any."""

    value: float
    unit: str = ""


def expected_in(column: Column) -> str:
    """Say in a word what may stand in a column."""
    if column.hint:
        return column.hint
    words = {
        Kind.NUMBER: text("a number"),
        Kind.SHARE: text("a share, such as 35 %"),
        Kind.DATE: text("a day, such as 2025-01-31"),
        Kind.MONTH: text("2025-03 for a month, 2025 for a year"),
        Kind.NUMBERS: text("numbers separated by commas"),
        Kind.SCORE: text("a whole number from 1 (good) to 5 (poor)"),
    }
    return words.get(column.kind, "")


def read_number(value: object, column: Column, place: Place) -> Quantity | None:
    """Read a number, typed or counted.

    Parameters
    ----------
    value : object
        What stands in the cell.
    column : Column
        What may stand there.
    place : Place
        Takes WBK-032, WBK-033, WBK-036, WBK-044 and WBK-045.

    Returns
    -------
    Quantity, optional
        None if it is no number, or not a clear one.
    """
    if isinstance(value, str):
        return _typed_number(value, column, place)
    if isinstance(value, bool) or not isinstance(value, int | float):
        place.add(
            "WBK-044",
            text("something else than a number stands here"),
            found=shown(value),
            expected=expected_in(column),
            hint=text(
                "set the format of the cell to number and write the number again; spreadsheets "
                "turn some numbers into dates"
            ),
        )
        return None
    return Quantity(float(value)) if _sound(value, column, place) else None


def _typed_number(typed: str, column: Column, place: Place) -> Quantity | None:
    number = parse_number(typed)
    if number.value is None:
        _say_unclear(typed, number.readings, number.rest, column, place)
        return None
    if not _sound(number.value, column, place, typed):
        return None
    if number.digits > MOST_DIGITS:
        place.add(
            "WBK-045",
            text("the number has more digits than a spreadsheet keeps"),
            found=shown(typed),
            expected=text("at most {count} digits", count=MOST_DIGITS),
            hint=text("is it a number or a code? Write a number with the digits that are known"),
            severity="warning",
        )
    return Quantity(number.value, number.unit)


def _say_unclear(
    typed: str, readings: tuple[str, ...], rest: str, column: Column, place: Place
) -> None:
    """Say why a text is no number, and what to write instead."""
    if readings and not rest:
        several = text("write {readings}, whichever is meant", readings=shown(" / ".join(readings)))
        one = text("if {reading} is meant, write it so", reading=shown(readings[0]))
        place.add(
            "WBK-033",
            text("it is not clear which number is meant"),
            found=shown(typed),
            expected=text("a number such as 1234.5 or 1,234.5"),
            hint=several if len(readings) > 1 else one,
        )
        return
    hint = text("write one number, and everything else into the remark")
    if typed.strip().casefold() in NO_TRACE:
        hint = text("write 0 if there is none; leave the cell empty if it is not known")
    elif rest:
        hint = text(
            "write {number}, and {rest!r} into the column for the unit or the remark",
            number=readings[0],
            rest=shown(rest),
        )
    place.add(
        "WBK-032",
        text("this is not a number"),
        found=shown(typed),
        expected=expected_in(column),
        hint=hint,
    )


def _sound(value: float, column: Column, place: Place, typed: str = "") -> bool:
    if is_sound(value):
        return True
    place.add(
        "WBK-036",
        text("the number is out of range"),
        found=shown(typed or f"{value:g}"),
        expected=_range(column),
        hint=text("check the number and its unit"),
    )
    return False


def in_unit(quantity: Quantity, unit: str, column: Column, place: Place) -> float | None:
    """Return a number in the unit of its row, and say so if it was given in another.

    Parameters
    ----------
    quantity : Quantity
        As typed.
    unit : str
        Symbol of the unit of the row or column; empty if it has none.
    column : Column
        The column.
    place : Place
        Takes WBK-034 and WBK-035.

    Returns
    -------
    float, optional
        The number [`unit`]; None if the two units measure different things.
    """
    if quantity.unit in {"", unit}:
        return quantity.value
    factor = factor_between(quantity.unit, unit) if unit else None
    typed = f"{plain(quantity.value)} {quantity.unit}"
    if factor is None:
        place.add(
            "WBK-035",
            text("the unit does not fit"),
            found=typed,
            expected=unit or expected_in(column),
            hint=text("write the number alone, in the unit of the line"),
        )
        return None
    value = float(f"{quantity.value * factor:.15g}")
    place.add(
        "WBK-034",
        text("the number was converted to the unit of the line"),
        found=typed,
        expected=f"{plain(value)} {unit}",
        hint=text("nothing to do if this is right; better write the number alone"),
        severity="warning",
    )
    return value


def in_bounds(value: float, column: Column, place: Place) -> bool:
    """Whether a number is within the bounds of its column; WBK-036 if it is not."""
    low, high = column.minimum, column.maximum
    low_enough = low is None or (value > low if column.above else value >= low)
    if low_enough and (high is None or value <= high):
        return True
    hint = text("check the number and its unit")
    if value < 0:
        hint = text("write it without a minus sign; corrections belong into the total")
    elif column.kind is Kind.SHARE:
        hint = text("35 % is written as 35% or, in a cell that shows per cent, as 35")
    place.add(
        "WBK-036",
        text("the number is out of range"),
        found=f"{value:.6g}" if abs(value) < 1 else plain(value),
        expected=_range(column),
        hint=hint,
    )
    return False


def _range(column: Column) -> str:
    unit = f" {column.unit}" if column.unit else ""
    scale, unit = (100, " %") if column.kind is Kind.SHARE else (1, unit)
    low = "" if column.minimum is None else plain(column.minimum * scale)
    high = "" if column.maximum is None else plain(column.maximum * scale)
    if low and high and not column.above:
        return f"{low} - {high}{unit}"
    sign = ">" if column.above else ">="
    bounds = ([f"{sign} {low}{unit}"] if low else []) + ([f"<= {high}{unit}"] if high else [])
    return ", ".join(bounds)
