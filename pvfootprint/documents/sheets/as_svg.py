"""Writes a sheet as SVG, with its texts as outlines."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from pvfootprint.documents.sheets.faces import CLOSE, CURVE, LINE, MOVE
from pvfootprint.documents.sheets.outlining import outlines
from pvfootprint.documents.sheets.sheet import MM

if TYPE_CHECKING:
    from pvfootprint.documents.sheets.faces import Codes, Points
    from pvfootprint.documents.sheets.sheet import Sheet

FINE = 100
"""Units of the drawing per point: 3.5 micrometres each."""

LETTERS = {MOVE: "M", LINE: "L", CURVE: "C"}


def svg(sheet: Sheet, title: str, description: str) -> str:
    """Write a sheet as SVG.

    Parameters
    ----------
    sheet : Sheet
        What is drawn.
    title, description : str
        What programs say that read aloud.

    Returns
    -------
    str
        An ``svg`` element of the sheet's size in millimetres; it needs no font and refers to
        nothing outside. The same sheet gives the same text.
    """
    parts = []
    fill = ""
    for one in outlines(sheet, FINE):
        if one.fill != fill:
            parts.append(f'{"</g>" if fill else ""}<g fill="{one.fill}">')
            fill = one.fill
        parts.append(f'<path d="{_course(one.points, one.codes)}"/>')
    width, height = sheet.width, sheet.height
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" '
        f'width="{width / MM:.2f}mm" height="{height / MM:.2f}mm" '
        f'viewBox="0 0 {width * FINE:.0f} {height * FINE:.0f}">'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
        f"{''.join(parts)}{'</g>' if fill else ''}</svg>\n"
    )


def _course(points: Points, codes: Codes) -> str:
    """Return what stands in ``d``."""
    said: list[str] = []
    before = 0
    for code, (x, y) in zip(codes.tolist(), points.round().astype(int).tolist(), strict=True):
        if code == CLOSE:
            said.append("Z")
        elif code == before and code != MOVE:
            said.append(f" {x},{y}")
        else:
            said.append(f"{LETTERS[code]}{x},{y}")
        before = code
    return "".join(said)
