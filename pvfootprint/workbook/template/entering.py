"""Puts values into cells so that they come back as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

if TYPE_CHECKING:
    from openpyxl.cell import Cell

FORMULA_SIGNS = ("=", "+", "-", "@")
"""What a text must not begin with where a program would take it for a formula."""


def put(cell: Cell, value: object) -> None:
    """Put a value into a cell: text as text whatever it begins with, numbers to the last digit.

    Parameters
    ----------
    cell : Cell
        Of openpyxl.
    value : object
        Text, number or date; None leaves it empty.
    """
    match value:
        case str():
            cell.value = ILLEGAL_CHARACTERS_RE.sub(" ", value)
            cell.data_type = "s"
            cell.quotePrefix = value.startswith(FORMULA_SIGNS)
        case float() | int():
            # openpyxl writes 16 digits of a float, which is one too few.
            cell.value = repr(value)
            cell.data_type = "n"
        case _:
            cell.value = value


def compute(cell: Cell, formula: str) -> None:
    """Put a formula of ours into a cell."""
    cell.value = f"={formula}"


def quoted(words: str) -> str:
    """Return a text as a formula holds it."""
    doubled = words.replace('"', '""')
    return f'"{doubled}"'
