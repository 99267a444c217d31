"""How a checklist looks."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from pvfootprint.documents.measuring import wrap

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

FAMILY = "Microsoft YaHei"
"""Comes with every Windows and every Office; elsewhere programs take their own for Chinese."""

MADE = datetime.datetime(1980, 1, 1)
"""Stands where a time of making must stand: the same checklist gives the same bytes."""

SIZE, SMALL, POINTS_OF_A_CHARACTER = 9.5, 8.0, 5.0
"""Sizes of the font, and what a character of a column's width is [pt]."""

INK, FADED, DEEP, RULE = "#1f2d3a", "#5f6b76", "#14507a", "#c5ced6"
INPUT, OURS, BAND, RED = "#fff9dc", "#eef2f5", "#dfe9f1", "#f9d5d3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Styles:
    """Formats of the cells."""

    plain: Format
    title: Format
    heading: Format
    heading_plain: Format
    label: Format
    given: Format
    small: Format
    prose: Format
    band: Format
    open: Format
    open_centred: Format
    day: Format
    computed: Format
    wrong: Format


def open_book(made: IO[bytes], title: str) -> tuple[Workbook, Styles]:
    """Begin a workbook; texts in it never become formulas, numbers or links."""
    import xlsxwriter  # noqa: PLC0415

    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "default_format_properties": {
            "font_name": FAMILY,
            "font_size": SIZE,
            "font_color": INK,
            "valign": "top",
        },
    }
    book = xlsxwriter.Workbook(made, options)
    book.set_properties({"title": title, "created": MADE})
    return book, _styles(book)


def _styles(book: Workbook) -> Styles:
    def made(**look: Any) -> Format:  # noqa: ANN401
        return book.add_format(look)

    cell = {"border": 1, "border_color": RULE, "text_wrap": True}
    ours = {**cell, "bg_color": OURS}
    open_ = {**cell, "bg_color": INPUT, "locked": False}
    return Styles(
        plain=made(font_color=FADED),
        title=made(font_size=15, bold=True, font_color=DEEP, valign="vcenter"),
        heading=made(
            **{**cell, "bg_color": DEEP}, bold=True, font_color="#ffffff", valign="vcenter"
        ),
        heading_plain=made(bold=True),
        label=made(**ours, bold=True),
        given=made(**ours),
        small=made(**ours, font_size=SMALL, font_color=FADED),
        prose=made(text_wrap=True),
        band=made(bg_color=BAND, bold=True, font_color=DEEP, valign="vcenter"),
        open=made(**open_),
        open_centred=made(**open_, align="center"),
        day=made(**open_, num_format="yyyy-mm-dd", align="left"),
        computed=made(**ours, align="center"),
        wrong=made(bg_color=RED, bold=True),
    )


def lines_needed(said: str, characters: int, size: float = SIZE) -> int:
    """Return how many lines a text takes in a column.

    Parameters
    ----------
    said : str
        With its line breaks.
    characters : int
        Width of the column [characters].
    size : float
        Of the font [pt].

    Returns
    -------
    int
        At least 1.
    """
    room = (characters - 1.5) * POINTS_OF_A_CHARACTER
    return max(1, sum(max(1, len(wrap(line, size, room))) for line in said.split("\n")))
