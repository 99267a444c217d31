"""The first page: what is certified, for whom, by whom, and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.documents.certificate.entries import declared_unit, not_claimed
from pvfootprint.documents.certificate.fitting import ABOUT, CAPTION, CERTIFIER, capped, fit
from pvfootprint.documents.sheets.furniture import BAND, draw_test
from pvfootprint.documents.sheets.mark import AMBER, draw_mark
from pvfootprint.documents.sheets.pages import (
    HEIGHT,
    LEFT,
    ROOM,
    WIDTH,
    height_of,
    lines_of,
    write_lines,
)
from pvfootprint.documents.sheets.qr_code import readable_code
from pvfootprint.documents.sheets.sheet import (
    ACCENT,
    ACCENT_PALE,
    GREY,
    GROUND,
    INK,
    MM,
    RULE,
    Sheet,
    width_of,
)
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from pvfootprint.documents.certificate.fitting import Fitted
    from pvfootprint.documents.sheets.pages import Line
    from pvfootprint.language.texts import Text
    from pvfootprint.model.certificate_record import CertificateRecord

TITLE = text("Product Carbon Footprint Label Certificate")
STATEMENT = text(
    "The certification body has evaluated the partial carbon footprint of this product under the "
    "scheme and the rules named below, and has decided to certify it."
)
SIGNED = text(
    "The certification body has signed this file digitally (PAdES). The signature is in the file: "
    "a printed copy bears none."
)

RIGHT = LEFT + ROOM
BORDER = 8.5 * MM
"""Between the edge of the page and the border [pt]."""

FOOT = 84.0
"""Height of the foot at least: certifier, signatory, signature [pt]."""

END = HEIGHT - 16 * MM
"""Where the foot ends [pt]."""

CODE, ADDRESS = 74.0, 132.0
"""Side of the QR code with its quiet zone, and width of the address below it [pt]."""

PANEL = 112.0
"""Height of the panel with the value [pt]."""

VALUE, UNIT, LEAST_VALUE = 40.0, 15.0, 14.0
"""Sizes of the value, of its unit, and of the smallest value [pt]."""


def draw_first_page(record: CertificateRecord) -> tuple[Sheet, tuple[str, ...]]:
    """Draw the first page.

    Parameters
    ----------
    record : CertificateRecord
        Of the certificate.

    Returns
    -------
    Sheet, tuple of str
        The page, and the texts for which it has too little room: the annex gives them in full.

    Raises
    ------
    OutputError
        OUT-006 if the address is too long for the QR code.
    """
    sheet = Sheet(WIDTH, HEIGHT)
    _border(sheet)
    y = 15 * MM
    if record.test:
        draw_test(sheet, y - 4)
        y += BAND + 5
    y = _head(sheet, record, y)
    y = _title(sheet, y)
    y = _panel(sheet, record, y)
    y = _not_claimed(sheet, record, y)
    y = _days(sheet, record, y)
    fitted = fit(record, END - y - 12, FOOT)
    _fields(sheet, fitted, y + 4)
    _foot(sheet, record, fitted)
    return sheet, fitted.cut


def _border(sheet: Sheet) -> None:
    side = WIDTH - 2 * BORDER
    sheet.frame(BORDER, BORDER, side, HEIGHT - 2 * BORDER, 0.6, ACCENT)
    sheet.rect(BORDER, BORDER, side, 5, ACCENT)


def _head(sheet: Sheet, record: CertificateRecord, y: float) -> float:
    """Draw mark and scheme on the left, the certificate's number on the right."""
    number = text("Certificate number")
    said = f"{number.zh} {number.en}"
    sheet.words(RIGHT, y + 8, said, 7, colour=GREY, anchor="end")
    size = min(13.0, 13.0 * 200 / width_of(record.number, 13, bold=True))
    sheet.words(RIGHT, y + 23, record.number, size, bold=True, colour=ACCENT, anchor="end")
    draw_mark(sheet, LEFT, y, 29, ACCENT, AMBER)
    x, room = LEFT + 39, ROOM - 39 - 215
    title = record.scheme.title
    lines = [
        *capped(lines_of(title.zh, 9.6, room, bold=True, colour=ACCENT), 2, room, "…"),
        *capped(lines_of(title.en, 7.4, room, colour=GREY), 2, room, "…"),
    ]
    return max(y + 29, write_lines(sheet, x, y, lines)) + 12


def _title(sheet: Sheet, y: float) -> float:
    sheet.words(LEFT, y + 25, TITLE.zh, 26, bold=True)
    sheet.words(LEFT, y + 44, TITLE.en, 13, colour=GREY)
    lines = [*lines_of(STATEMENT.zh, 8.2, ROOM), *lines_of(STATEMENT.en, 7.4, ROOM, colour=GREY)]
    return write_lines(sheet, LEFT, y + 54, lines) + 7


def _panel(sheet: Sheet, record: CertificateRecord, y: float) -> float:
    """Draw the value with what it is, and beside it where its status can be checked."""
    sheet.rect(LEFT, y, ROOM, PANEL, ACCENT_PALE, layer=GROUND)
    sheet.rect(LEFT, y, 3, PANEL, ACCENT)
    x, room = LEFT + 16, ROOM - 16 - ADDRESS - 22
    base = _value(sheet, record, x, y + 44, room)
    value = record.footprint
    unit = declared_unit(record)
    lines = [
        *lines_of(f"{value.kind.zh}，{value.boundary.zh}", 11, room, bold=True),
        *lines_of(f"{value.kind.en}, {value.boundary.en}", 8.4, room),
        *lines_of(unit.zh, 7.2, room, colour=GREY),
        *lines_of(unit.en, 7.2, room, colour=GREY),
    ]
    write_lines(sheet, x, base + 8, lines)
    _status(sheet, record, y)
    return y + PANEL + 5


def _value(sheet: Sheet, record: CertificateRecord, x: float, base: float, room: float) -> float:
    """Write the value and its unit as large as they fit; return where they end."""
    shown, unit = record.footprint.shown, record.footprint.unit
    wide = width_of(shown, 1, bold=True)
    size = max(LEAST_VALUE, min(VALUE, room / wide))
    beside = size * wide + 6 + width_of(unit, UNIT, bold=True) <= room
    top = base if beside else base - 8
    sheet.words(x, top, shown, size, bold=True, colour=ACCENT)
    if beside:
        left = x + size * wide + 6
        sheet.words(left, base, unit, UNIT, bold=True, colour=ACCENT)
        return base
    sheet.words(x, top + UNIT, unit, UNIT - 2, bold=True, colour=ACCENT)
    return top + UNIT


def _status(sheet: Sheet, record: CertificateRecord, y: float) -> None:
    """Draw the QR code with the plain address below it."""
    about = text("Check its present status")
    left = RIGHT - ADDRESS - 8
    middle = left + ADDRESS / 2
    code = readable_code(record.status_address, CODE / MM)
    top = y + 6
    sheet.rect(middle - CODE / 2, top, CODE, CODE, "#ffffff")
    sheet.rects(code.boxes(middle - CODE / 2, top, CODE), "#000000")
    size = 6.2
    lines = [
        *lines_of(f"{about.zh} {about.en}", size, ADDRESS, colour=GREY),
        *_address(record.status_address, size),
    ]
    write_lines(sheet, middle, top + CODE + 1.5, lines, anchor="middle")


def _address(said: str, size: float) -> list[Line]:
    """Return the lines of an address, parted before its last part where that fits."""
    whole = lines_of(said, size, ADDRESS)
    cut = said.rstrip("/").rfind("/") + 1
    halves = [*lines_of(said[:cut], size, ADDRESS), *lines_of(said[cut:], size, ADDRESS)]
    return halves if len(whole) == len(halves) == 2 else capped(whole, 3, ADDRESS, "…")


def _not_claimed(sheet: Sheet, record: CertificateRecord, y: float) -> float:
    said = not_claimed(record)
    lines = [*lines_of(said.zh, 7, ROOM), *lines_of(said.en, 6.6, ROOM, colour=GREY)]
    return write_lines(sheet, LEFT, y, lines) + 6


def _days(sheet: Sheet, record: CertificateRecord, y: float) -> float:
    """Write the days in a strip over the width of the page."""
    days: list[tuple[Text, str]] = [
        (text("Period of the data"), f"{record.start} – {record.end}"),
        (text("First issued"), record.first_issued),
        (text("Issued"), record.issued),
        (text("Valid until the end of"), record.expires),
    ]
    shares = (0.33, 0.2, 0.2, 0.27)
    sheet.rect(LEFT, y, ROOM, 0.6, ACCENT)
    x = LEFT
    for (about, said), share in zip(days, shares, strict=True):
        last = about is days[-1][0]
        sheet.words(x, y + 11, f"{about.zh} {about.en}", 7, colour=GREY)
        colour = ACCENT if last else INK
        sheet.words(x, y + 24, said, 11 if last else 10, bold=True, colour=colour)
        x += share * ROOM
    sheet.rect(LEFT, y + 31, ROOM, 0.6, ACCENT)
    return y + 32


def _fields(sheet: Sheet, fitted: Fitted, y: float) -> None:
    for i, (entry, lines) in enumerate(fitted.fields):
        if i:
            sheet.rect(LEFT, y, ROOM, 0.3, RULE)
        y += fitted.gap / 2
        about = entry.about
        # On the base line of the first line beside it.
        size = 8 * fitted.scale
        down = 0.88 * (lines[0].size - size)
        names = [
            *lines_of(about.zh, size, ABOUT - 8, colour=GREY),
            *lines_of(about.en, size - 0.8, ABOUT - 8, colour=GREY),
        ]
        one = f"{about.zh} {about.en}"
        if len(lines) == 1 or width_of(one, size) <= ABOUT - 8:
            names = lines_of(
                one, min(size, size * (ABOUT - 8) / width_of(one, size)), ABOUT, colour=GREY
            )
        write_lines(sheet, LEFT, y + down, names)
        y = write_lines(sheet, LEFT + ABOUT, y, lines) + fitted.gap / 2


def _foot(sheet: Sheet, record: CertificateRecord, fitted: Fitted) -> None:
    """Name certifier and signatory, and say how it is signed."""
    height = max(FOOT, CAPTION + height_of(fitted.certifier))
    top = END - height
    sheet.rect(LEFT, top - 5, ROOM, 0.8, ACCENT)
    body = text("Certification body")
    sheet.words(LEFT, top + 7, f"{body.zh} {body.en}", 7, colour=GREY)
    write_lines(sheet, LEFT, top + CAPTION - 1, fitted.certifier)
    x = LEFT + CERTIFIER + 14
    room = RIGHT - x
    sheet.frame(x, top + 2, room, height - 4, 0.6, RULE)
    signatory, digital = text("Signatory"), text("Digital signature")
    name = record.signatory
    size = 10 if len(name) < 30 else 8
    lines = [
        *lines_of(f"{signatory.zh} {signatory.en}", 7, room - 16, colour=GREY),
        *capped(lines_of(name, size, room - 16, bold=True), 2, room - 16, "…"),
        *lines_of(f"{digital.zh} {digital.en}", 7, room - 16, colour=GREY),
        *lines_of(SIGNED.zh, 6.6, room - 16),
        *lines_of(SIGNED.en, 6.2, room - 16, colour=GREY),
    ]
    write_lines(sheet, x + 8, top + 6, lines)
