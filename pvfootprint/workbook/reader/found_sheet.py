"""A sheet that was recognised, and how its titles, headings and keys are compared."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from pvfootprint.workbook.layout import FIRST_ROW, MARK
from pvfootprint.workbook.reader.numbers import normal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pvfootprint.language.texts import Text
    from pvfootprint.workbook.layout import Column, Sheet

SEARCHED_ROWS, SEARCHED_COLUMNS = 30, 80
"""How far from the corner keys and headings are looked for."""

Cells = dict[int, dict[int, Any]]
"""Cells of a sheet that hold something, by row and column."""


@dataclass(slots=True)
class FoundSheet:
    """A sheet that was recognised.

    Parameters
    ----------
    sheet : Sheet
        Its declaration.
    worksheet : openpyxl worksheet
        The sheet itself.
    cells : dict
        What is filled in, by row and column.
    columns : dict
        Column (of a form: row) by key, counted from 1.
    headings : dict
        Heading by key, as it stands there.
    first : int
        First row of data; of a form the column of the inputs.
    wrong : set of str
        Cells with an error.
    """

    sheet: Sheet
    worksheet: Any
    cells: Cells
    columns: dict[str, int] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)
    first: int = FIRST_ROW
    wrong: set[str] = field(default_factory=set)

    @property
    def title(self) -> str:
        """Name of the sheet in the workbook."""
        return str(self.worksheet.title)

    def heading(self, column: Column) -> str:
        """Return a column's heading as it stands in the workbook, else as it should."""
        return self.headings.get(column.key) or column.heading


def key_text(value: object) -> str:
    """Return a text as it is compared: one width, one case, one kind of space."""
    return _compared(str(value))


@lru_cache(maxsize=10_000)
def _compared(written: str) -> str:
    return normal(written).casefold().replace(" ", "")


def heading_text(value: object) -> str:
    """Return a heading as it is compared; required columns carry an asterisk."""
    return key_text(value).replace("*", "")


def filled_cells(worksheet: Any) -> Cells:  # noqa: ANN401  (openpyxl is not typed)
    """Return the cells of a sheet that hold something.

    Parameters
    ----------
    worksheet : openpyxl worksheet
        The sheet; its size is not believed, only its cells.

    Returns
    -------
    dict
        Cells by row and column, in order of the rows.
    """
    found: Cells = {}
    for (row, column), cell in worksheet._cells.items():
        if cell.value is not None and not (isinstance(cell.value, str) and not cell.value.strip()):
            found.setdefault(row, {})[column] = cell
    return {row: found[row] for row in sorted(found)}


@cache
def names_of(words: Text) -> frozenset[str]:
    """Return a title or heading in every language, as :func:`key_text` gives it."""
    return frozenset(key_text(words.said(language)) for language in ("en", "zh", "both"))


def key_cells(cells: Cells) -> list[tuple[int, int, str]]:
    """Return the key cells of a sheet: row, column, ``materials.amount``."""
    return [
        (row, column, str(cell.value).strip().partition(":")[2])
        for row, column, cell in corner(cells)
        if isinstance(cell.value, str) and cell.value.strip().startswith(f"{MARK}:")
    ]


def corner(cells: Cells) -> Iterable[tuple[int, int, Any]]:
    """Give the cells among which keys and headings are looked for."""
    for row, line in cells.items():
        if row <= SEARCHED_ROWS:
            yield from ((row, col, c) for col, c in line.items() if col <= SEARCHED_COLUMNS)
