"""Numbers as people type them into cells: 1,234.5, full-width digits, 1.5万, 3.2 GWh, 35 %."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from decimal import InvalidOperation
from functools import cache

from babel.numbers import NumberFormatError, parse_decimal

from pvfootprint.library.units import to_library_unit, unit_of

LARGEST = 1e15
"""Larger numbers are a slip: the world's yearly electricity is 3e13 kWh."""

MOST_DIGITS = 15
"""Significant digits that a spreadsheet keeps."""

MULTIPLES = {
    "十万": 1e5,
    "百万": 1e6,
    "千万": 1e7,
    "万亿": 1e12,
    "万": 1e4,
    "亿": 1e8,
}
NUMBER = re.compile(
    r"(?P<sign>[+-]?)\s*(?P<digits>[0-9](?:[0-9.,]| (?=[0-9]{3}(?![0-9])))*|\.[0-9]+)"
    r"(?P<power>[eE][+-]?[0-9]{1,3})?\s*(?P<rest>[^0-9.,].*)?",
    re.DOTALL,
)
UNIT_NAMES = {
    "千克": "kg",
    "公斤": "kg",
    "kgs": "kg",
    "kilogram": "kg",
    "kilograms": "kg",
    "吨": "t",
    "ton": "t",
    "tons": "t",
    "tonne": "t",
    "tonnes": "t",
    "克": "g",
    "gram": "g",
    "grams": "g",
    "千瓦时": "kWh",
    "千瓦·时": "kWh",
    "度": "kWh",
    "度电": "kWh",
    "kw·h": "kWh",
    "kw.h": "kWh",
    "兆瓦时": "MWh",
    "吉瓦时": "GWh",
    "兆焦": "MJ",
    "吉焦": "GJ",
    "平方米": "m2",
    "平米": "m2",
    "sqm": "m2",
    "立方米": "m3",
    "立方": "m3",
    "方": "m3",
    "cbm": "m3",
    "升": "L",
    "liter": "L",
    "litre": "L",
    "liters": "L",
    "litres": "L",
    "片": "piece",
    "件": "piece",
    "块": "piece",
    "个": "piece",
    "pcs": "piece",
    "pieces": "piece",
    "吨公里": "tkm",
    "t·km": "tkm",
    "毫米": "mm",
    "微米": "um",
    "μm": "um",
    "公里": "km",
    "千米": "km",
    "米": "m",
    "瓦": "W",
    "瓦特": "W",
    "w": "W",
    "千瓦": "kW",
    "kw": "kW",
    "kwp": "kWp",
    "wp": "W",
    "mw": "MWp",
    "mwp": "MWp",
    "兆瓦": "MWp",
    "gw": "GWp",
    "gwp": "GWp",
    "吉瓦": "GWp",
}
"""Units as people write them, in lower case, by the symbols of the templates."""
SYMBOLS = (
    "kg",
    "t",
    "g",
    "kWh",
    "MWh",
    "GWh",
    "MJ",
    "GJ",
    "m2",
    "m3",
    "L",
    "piece",
    "tkm",
    "mm",
    "um",
    "km",
    "m",
    "W",
    "kW",
    "kWp",
    "MWp",
    "GWp",
)
LENGTHS_AND_POWERS = {
    "um": ("m", 1e-6),
    "mm": ("m", 1e-3),
    "m": ("m", 1.0),
    "km": ("m", 1e3),
    "W": ("W", 1.0),
    "kW": ("W", 1e3),
    "kWp": ("W", 1e3),
    "MWp": ("W", 1e6),
    "GWp": ("W", 1e9),
}


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """A number as somebody typed it.

    Parameters
    ----------
    value : float, optional
        The number; None if it is not one, or not one alone.
    unit : str
        Symbol of the unit typed behind it; ``%`` for per cent.
    readings : tuple of str
        What it may mean, where it may mean several things.
    rest : str
        What stands behind the number and is no unit.
    digits : int
        Significant digits that were typed.
    """

    value: float | None
    unit: str = ""
    readings: tuple[str, ...] = ()
    rest: str = ""
    digits: int = 0


NO_NUMBER = TypedNumber(None)


def parse_number(typed: str) -> TypedNumber:
    """Read a number as people type it.

    Parameters
    ----------
    typed : str
        What stands in the cell.

    Returns
    -------
    TypedNumber
        Its value, or what is unclear about it.
    """
    if _has_odd_digits(typed):
        return NO_NUMBER
    plain = normal(typed)
    match = NUMBER.fullmatch(plain)
    if match is None:
        return NO_NUMBER
    factor, unit, rest = _unit(match["rest"] or "")
    if rest:
        return TypedNumber(None, rest=rest, readings=(match["digits"],))
    clear, readings = _readings(match["digits"].replace(" ", ""))
    if not clear:
        return TypedNumber(None, unit, readings)
    sign = -1.0 if match["sign"] == "-" else 1.0
    value = sign * float(clear + (match["power"] or "")) * factor
    return TypedNumber(value, unit, digits=len(clear.replace(".", "").strip("0")))


def normal(typed: str) -> str:
    """Return a text in one width of letters, with one kind of space, minus and quotation mark."""
    plain = unicodedata.normalize("NFKC", typed)
    plain = plain.translate({0x2212: "-", 0x2013: "-", 0x2014: "-", 0x3002: ".", 0x200B: ""})
    return " ".join(plain.split())


def _has_odd_digits(typed: str) -> bool:
    """Whether there are digits that normalising would misread: ``10³`` is not ``103``."""
    previous = ""
    for character in typed:
        if unicodedata.category(character) == "No" and not previous.isalpha():
            return True
        previous = character
    return False


def _readings(digits: str) -> tuple[str, tuple[str, ...]]:
    """Return the clear meaning of digits, commas and points; else all that they may mean."""
    if "," not in digits:
        clear = digits if digits.count(".") <= 1 else ""
        return clear, (digits.replace(".", ""),)
    try:
        return str(parse_decimal(digits, locale="en", strict=True)), ()
    except (NumberFormatError, InvalidOperation):
        return "", _both_readings(digits)


def _both_readings(digits: str) -> tuple[str, ...]:
    """Return the reading with the comma before decimals, and that with it between thousands."""
    decimals = digits.replace(".", "").replace(",", ".", 1)
    thousands = digits.replace(",", "").lstrip("0").rstrip(".")
    return tuple(reading for reading in (decimals, thousands) if _is_number(reading))


def _is_number(digits: str) -> bool:
    return re.fullmatch(r"[0-9]+(\.[0-9]+)?", digits) is not None


def _unit(rest: str) -> tuple[float, str, str]:
    """Split what stands behind a number: multiple, symbol of the unit, and what is neither."""
    rest = rest.strip()
    for word, factor in MULTIPLES.items():
        if rest.startswith(word):
            return factor, *_symbol(rest[len(word) :].strip())
    return 1.0, *_symbol(rest)


def _symbol(written: str) -> tuple[str, str]:
    if not written or written == "%":
        return written, ""
    if written in SYMBOLS:
        return written, ""
    lower = written.lower().rstrip(".")
    if lower in UNIT_NAMES:
        return UNIT_NAMES[lower], ""
    same = [symbol for symbol in SYMBOLS if symbol.lower() == lower]
    return (same[0], "") if len(same) == 1 else ("", written)


@cache
def factor_between(symbol: str, wanted: str) -> float | None:
    """Return how many of one unit another is.

    Parameters
    ----------
    symbol, wanted : str
        Such as ``GWh`` and ``kWh``.

    Returns
    -------
    float, optional
        Factor; None if they do not measure the same thing.
    """
    if symbol == wanted:
        return 1.0
    if symbol in LENGTHS_AND_POWERS and wanted in LENGTHS_AND_POWERS:
        (kind, size), (other, whole) = LENGTHS_AND_POWERS[symbol], LENGTHS_AND_POWERS[wanted]
        return size / whole if kind == other else None
    unit = unit_of(wanted)
    amount = to_library_unit(1.0, symbol, unit) if unit else None
    one = to_library_unit(1.0, wanted, unit) if unit else None
    return amount / one if amount is not None and one else None


def is_sound(value: float) -> bool:
    """Whether a number is finite and not beyond all measure."""
    return math.isfinite(value) and abs(value) <= LARGEST


def plain(value: float) -> str:
    """Return a number for a finding: up to six significant digits, grouped, no exponent."""
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else str(value)
    if not 1e-6 <= abs(value) < 1e15:
        return f"{value:.6g}"
    decimals = max(0, 5 - math.floor(math.log10(abs(value))))
    grouped = f"{value:,.{min(decimals, 12)}f}"
    return grouped.rstrip("0").rstrip(".") if "." in grouped else grouped
