"""How small and how large a label can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding, OutputError

if TYPE_CHECKING:
    from pvfootprint.documents.sheets.sheet import Sheet

SMALL, LARGE = 30.0, 50.0
"""Widths from which a label says the least, and more [mm]."""

MOST_DOTS = 50_000_000
"""Dots of the largest picture: a label 150 mm wide and 330 mm high at 800 dots per inch [-]."""


def check_size(size_mm: float) -> None:
    """Refuse a width at which a label could not be read.

    Parameters
    ----------
    size_mm : float
        Width asked for [mm].

    Raises
    ------
    OutputError
        OUT-004 if it is below 30 mm, or no number.
    """
    if not SMALL <= size_mm < float("inf"):
        finding = Finding(
            "OUT-004",
            text("a label of this size cannot be drawn"),
            found=f"{size_mm:g} mm",
            expected=text("a width of {least:g} mm or more", least=SMALL),
            hint=text("below that its texts and its QR code could not be read"),
        )
        raise OutputError([finding])


def check_dots(sheet: Sheet, dpi: int) -> None:
    """Refuse a picture that would fill the memory.

    Parameters
    ----------
    sheet : Sheet
        The label.
    dpi : int
        Dots per inch.

    Raises
    ------
    OutputError
        OUT-004 if it would have too many dots, or none.
    """
    dots = sheet.width * sheet.height * (dpi / 72) ** 2
    if not (dpi > 0 and dots <= MOST_DOTS):
        finding = Finding(
            "OUT-004",
            text("a picture of this size cannot be drawn"),
            found=text("{dots:.3g} dots", dots=dots),
            expected=text("{most:.3g} dots or fewer", most=MOST_DOTS),
            hint=text("take the SVG or the PDF, which have no dots"),
        )
        raise OutputError([finding])
