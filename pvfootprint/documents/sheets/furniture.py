"""What stands on every page: that it is a test, whose page it is, how many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.documents.sheets.sheet import (
    ACCENT,
    GREY,
    MARK,
    MM,
    RULE,
    WARNING,
    WARNING_PALE,
    width_of,
)
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pvfootprint.documents.sheets.sheet import Sheet
    from pvfootprint.language.texts import Text

TEST = "TEST 测试"
TEST_ONLY = text("This is a test. It certifies nothing.")

SIDE = 17 * MM
"""Margin of the text at both sides [pt]."""

BAND = 17.0
"""Height of the line that says that it is a test [pt]."""


def draw_test(sheet: Sheet, y: float) -> None:
    """Say that a page is a test: in a line at its head, and across it, pale, behind its texts.

    Parameters
    ----------
    sheet : Sheet
        The page.
    y : float
        Top of the line [pt].
    """
    middle = sheet.width / 2
    sheet.rect(SIDE, y, sheet.width - 2 * SIDE, BAND, WARNING)
    said = f"{TEST} · {TEST_ONLY.zh} {TEST_ONLY.en}"
    sheet.words(middle, y + 12, said, 9, bold=True, colour="#ffffff", anchor="middle")
    size = 118.0
    sheet.words(
        middle + 0.2 * size,
        sheet.height / 2 + 0.35 * size,
        TEST,
        size,
        bold=True,
        colour=WARNING_PALE,
        anchor="middle",
        angle=52,
        layer=MARK,
    )


def draw_head(sheet: Sheet, said: Text, number: str, *, test: bool) -> float:
    """Draw the head of a page that is not the first.

    Parameters
    ----------
    sheet : Sheet
        The page.
    said : Text
        What it belongs to.
    number : str
        Of the certificate.
    test : bool
        Whether it is only a test.

    Returns
    -------
    float
        Where the text begins [pt].
    """
    y = 12 * MM
    if test:
        draw_test(sheet, y - 8)
        y += BAND + 6
    base = y + 6
    sheet.words(SIDE, base, f"{said.zh} {said.en}", 7.4, colour=GREY)
    sheet.words(sheet.width - SIDE, base, number, 7.4, bold=True, colour=ACCENT, anchor="end")
    sheet.rect(SIDE, base + 5, sheet.width - 2 * SIDE, 0.4, RULE)
    return base + 18


def number_pages(sheets: Sequence[Sheet], said: Text) -> None:
    """Write at the foot of every page what it belongs to, which it is, and of how many.

    Parameters
    ----------
    sheets : sequence of Sheet
        All pages.
    said : Text
        What they belong to.
    """
    for i, sheet in enumerate(sheets, 1):
        place = text("page {page:d} of {pages:d}", page=i, pages=len(sheets))
        base = sheet.height - 11.5 * MM
        left = f"{said.zh} {said.en}"
        right = f"{place.zh} {place.en}"
        size = 6.6
        room = sheet.width - 2 * SIDE - width_of(right, size) - 10
        size_left = min(size, size * room / width_of(left, size))
        sheet.words(SIDE, base, left, size_left, colour=GREY)
        sheet.words(sheet.width - SIDE, base, right, size, colour=GREY, anchor="end")
