"""Puts texts, inputs and drop-downs into the sheets of a checklist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.certification.papers.checklist.styling import SIZE, SMALL, lines_needed
from pvfootprint.language.texts import Text, text

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

LINE = 13.5
"""Height of a line [pt]."""


Place = tuple[int, int]
"""Row and column of a cell, counted from 1."""


def set_widths(sheet: Worksheet, widths: tuple[int, ...]) -> None:
    """Set the widths of the first columns [characters]."""
    for i, width in enumerate(widths):
        sheet.set_column(i, i, width)


def put(sheet: Worksheet, place: Place, said: Text, style: Format) -> None:
    """Write a text in both languages."""
    sheet.write_string(place[0] - 1, place[1] - 1, said.said("both"), style)


def put_input(sheet: Worksheet, place: Place, value: str, style: Format) -> None:
    """Write a cell to fill in, or one that is filled in already."""
    if value:
        sheet.write_string(place[0] - 1, place[1] - 1, value, style)
    else:
        sheet.write_blank(place[0] - 1, place[1] - 1, None, style)


def drop_down(sheet: Worksheet, first: Place, last: Place, source: list[str] | str) -> None:
    """Let cells take entries of a list only."""
    allowed = {
        "validate": "list",
        "source": source,
        "error_message": text("please pick from the list").said("both"),
    }
    sheet.data_validation(*(one - 1 for one in (*first, *last)), allowed)


def in_lines(said: str) -> str:
    """Return both languages, each on lines of its own."""
    if not isinstance(said, Text) or said.en == said.zh:
        return str(said)
    return f"{said.zh}\n{said.en}"


def fit(
    sheet: Worksheet, row: int, cells: list[tuple[str, int]], least: int = 1, small: str = ""
) -> None:
    """Make a row as high as its texts need.

    Parameters
    ----------
    sheet : Worksheet
        Where.
    row : int
        Counted from 1.
    cells : list of tuple
        Text, and width of its column [characters].
    least : int
        Lines that there is room for anyway.
    small : str
        The text among them that is set small.
    """
    needed = max(
        lines_needed(said, width, SMALL if said == small else SIZE) for said, width in cells
    )
    sheet.set_row(row - 1, LINE * max(least, needed) + 5)
