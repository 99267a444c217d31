"""How a workbook looks: colours, fonts, borders, heights of rows, print layout."""

from __future__ import annotations

import math
import unicodedata
from copy import copy
from typing import TYPE_CHECKING

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.properties import PageSetupProperties

from pvfootprint.language.texts import text
from pvfootprint.workbook.layout import TEMPLATE_VERSION

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from pvfootprint.workbook.template.plan import Plan

FAMILY = "Microsoft YaHei"
"""Comes with every Windows and every Office; elsewhere programs take their own for Chinese."""

INK, FADED, WHITE = "1F2D3A", "5F6B76", "FFFFFF"
DEEP, RULE = "1E4B6E", "C5CED6"
INPUT, OURS, GIVEN = "FFF9DC", "EEF2F5", "FFFFFF"
GREEN, AMBER, ORANGE, RED = "DDF1DF", "FFF0C9", "FCE3CC", "F9D5D3"
GREEN_INK, AMBER_INK, ORANGE_INK, RED_INK = "1F6B2C", "7A5A00", "8A4200", "9C1C16"

LINE_HEIGHT = 14.5
"""Height of a line of 10 points, Chinese included [points]."""

SMALL_SIZE = 9.0
"""Of explanations [points]."""

MARGIN = 0.4
"""Of a printed page [inch]."""


def fill(colour: str) -> PatternFill:
    """Return a plain background."""
    return PatternFill("solid", start_color=colour, end_color=colour)


def font(colour: str = INK, size: float = 10, *, bold: bool = False) -> Font:
    """Return the font of the workbook."""
    return Font(name=FAMILY, size=size, bold=bold, color=colour)


_SIDE = Side(style="thin", color=RULE)
GRID = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
BODY, SMALL = font(), font(FADED, SMALL_SIZE)
TITLE, INTRO, HEADING = font(DEEP, 18, bold=True), font(FADED), font(WHITE, bold=True)
BOLD, LINK = font(bold=True), Font(name=FAMILY, size=10, color="0B5CAD", underline="single")
WRAPPED = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
NUMBER = Alignment(horizontal="right", vertical="center", indent=1)
CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
TOP = Alignment(vertical="top", wrap_text=True)
OPEN_CELL, SHUT_CELL = Protection(locked=False), Protection(locked=True)
FILLS = {name: fill(name) for name in (INPUT, OURS, GIVEN, DEEP)}


def dress(cell: Cell, background: str, words: Font = BODY, *, centred: bool = False) -> None:
    """Give a cell its look."""
    cell.font = words
    cell.fill = FILLS[background]
    cell.alignment = CENTRED if centred else WRAPPED
    cell.border = GRID


def dress_like(cell: Cell, model: Cell) -> None:
    """Give a cell the look of another of its workbook, which costs a fraction of :func:`dress`."""
    # Not a matter of looks: the sign that what is in the cell is text.
    quoted = cell.quotePrefix
    cell._style = copy(model._style)
    cell.quotePrefix = quoted


def text_width(words: str) -> int:
    """Return how wide a line is [Latin characters]; a Chinese one counts as two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in words)


def height(words: str, width: float, size: float = 10) -> float:
    """Return the height of a row that shows a text.

    Parameters
    ----------
    words : str
        The text, with its line breaks.
    width : float
        Width of the column [characters].
    size : float
        Of the letters [points].

    Returns
    -------
    float
        Height [points].
    """
    room = max(1.0, (width - 2.5) * 10 / size)
    lines = sum(max(1, math.ceil(text_width(line) / room)) for line in words.split("\n"))
    return lines * LINE_HEIGHT * size / 10 + 6


def set_up_page(ws: Worksheet, *, landscape: bool, pages_wide: int = 1) -> None:
    """Set up the pages of a sheet: A4, as wide as the page."""
    ws.page_setup.paperSize = ws.PAPERSIZE_A4
    ws.page_setup.orientation = "landscape" if landscape else "portrait"
    ws.page_setup.fitToWidth, ws.page_setup.fitToHeight = pages_wide, 0
    ws.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    ws.print_options.horizontalCentered = True
    ws.page_margins.left = ws.page_margins.right = MARGIN
    ws.page_margins.top, ws.page_margins.bottom = 0.75, 0.65
    ws.page_margins.header = ws.page_margins.footer = 0.3


def lay_out_print(ws: Worksheet, plan: Plan, *, landscape: bool, pages_wide: int = 1) -> None:
    """Set up how a sheet is printed: A4, as wide as the page, with header and footer."""
    set_up_page(ws, landscape=landscape, pages_wide=pages_wide)
    page = text("page {number} of {count}", number="&P", count="&N")
    version = text("template version {version}", version=TEMPLATE_VERSION)
    # In headers & begins a code, and && is an ampersand.
    ws.oddHeader.left.text = (plan.company or plan.headline).replace("&", "&&")
    ws.oddHeader.right.text = "&A"
    ws.oddFooter.left.text = f"pvfootprint, {plan.say(version)}"
    ws.oddFooter.right.text = plan.say(page)
    for part in (ws.oddHeader.left, ws.oddHeader.right, ws.oddFooter.left, ws.oddFooter.right):
        part.font, part.size, part.color = FAMILY, 8, FADED


def protect(ws: Worksheet) -> None:
    """Shut all but the input cells, without a password.

    Widths, heights, filters and further lines stay free.
    """
    protection = ws.protection
    protection.sheet = True
    # These say what is forbidden.
    protection.formatColumns = protection.formatRows = False
    protection.autoFilter = protection.insertRows = False
