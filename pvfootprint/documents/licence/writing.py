"""Writes the licence to use a label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.documents.label.layout import draw_label
from pvfootprint.documents.label.limits import LARGE, SMALL
from pvfootprint.documents.licence.wording import (
    FORBIDDEN,
    GRANT,
    LOOKS,
    TEST_LABEL,
    TITLE,
)
from pvfootprint.documents.sheets.as_pdf import pdf_of
from pvfootprint.documents.sheets.furniture import TEST, TEST_ONLY, draw_head, number_pages
from pvfootprint.documents.sheets.mark import AMBER, draw_mark
from pvfootprint.documents.sheets.pages import (
    LEFT,
    ROOM,
    Cell,
    Pages,
    height_of,
    lines_of,
    listed,
    write_lines,
)
from pvfootprint.documents.sheets.sheet import ACCENT, GREY
from pvfootprint.language.texts import Text, in_both, text

if TYPE_CHECKING:
    from pvfootprint.documents.label.wording import Wording
    from pvfootprint.documents.sheets.sheet import Sheet
    from pvfootprint.model.certificate_record import CertificateRecord, Party
    from pvfootprint.model.certification import Term

SHOWN = (
    (SMALL, False, text("{size:g} mm, in colours", size=SMALL)),
    (SMALL, True, text("{size:g} mm, in one colour", size=SMALL)),
    (LARGE, False, text("{size:g} mm, in colours", size=LARGE)),
)
"""Labels that are shown in their true size: width [mm], whether in black, caption."""


def licence_pdf(record: CertificateRecord, terms: tuple[Term, ...], wording: Wording) -> bytes:
    """Write the licence as PDF/A-3u.

    Parameters
    ----------
    record : CertificateRecord
        Of the certificate to which the label belongs.
    terms : tuple of Term
        Terms of the scheme.
    wording : Wording
        The scheme's words for the label.

    Returns
    -------
    bytes
        The file, not signed, in both languages, with the label in its true size. The same record
        and terms give the same bytes.

    Raises
    ------
    OutputError
        OUT-002 if the font is missing, OUT-005 or OUT-006 if the label cannot be drawn.
    """

    def head(sheet: Sheet) -> float:
        return draw_head(sheet, TITLE, record.number, test=record.test)

    pages = Pages(head)
    _opening(pages, record)
    _labels(pages, record, wording)
    _bullets(pages, text("How it may look"), LOOKS)
    _bullets(pages, text("What is not permitted"), FORBIDDEN)
    _terms(pages, terms)
    _closing(pages, record)
    number_pages(pages.sheets, text("Licence to certificate {number}", number=record.number))
    test = f"{TEST} {TEST_ONLY.said('both')} " if record.test else ""
    return pdf_of(pages.sheets, f"{test}{TITLE.said('both')} {record.number}")


def _opening(pages: Pages, record: CertificateRecord) -> None:
    """Write the title, what is permitted, and to whom."""
    sheet, y = pages.sheet, pages.y
    draw_mark(sheet, LEFT, y, 27, ACCENT, AMBER)
    sheet.words(LEFT + 38, y + 16, TITLE.zh, 20, bold=True)
    sheet.words(LEFT + 38, y + 30, TITLE.en, 11, colour=GREY)
    pages.y = y + 42
    pages.pair(GRANT, 8.2)
    if record.test:
        pages.pair(TEST_LABEL, 8.2, bold=True)
    product, until = (
        record.product,
        text("{start} to the end of {end}", start=record.issued, end=record.expires),
    )
    pages.y += 3
    pages.facts(
        [
            (text("Certification body"), _party(record.certifier)),
            (text("Licensee"), _party(record.client)),
            (text("Product"), (f"{product.name} ({product.stage.zh} {product.stage.en})",)),
            (text("Models"), tuple(listed(product.models))),
            (text("Certificate number"), (record.number,)),
            (text("Certification scheme"), _scheme(record)),
            (text("Term of the licence"), (f"{until.zh} {until.en}",)),
            (text("Check its present status"), (record.status_address,)),
        ]
    )


def _party(party: Party) -> tuple[str, ...]:
    return tuple(one for one in (party.name, party.name_en, party.address, party.code) if one)


def _scheme(record: CertificateRecord) -> tuple[str, ...]:
    version = text("version {version}", version=record.scheme.version)
    title = record.scheme.title
    return f"{title.zh}，{version.zh}", f"{title.en}, {version.en}"


def _labels(pages: Pages, record: CertificateRecord, wording: Wording) -> None:
    """Show the label in its true size."""
    drawn = [
        draw_label(record, wording, size, "both", one_colour=black) for size, black, _ in SHOWN
    ]
    tallest = max(sheet.height for sheet in drawn)
    captions = [
        [*lines_of(said.zh, 7, sheet.width), *lines_of(said.en, 7, sheet.width, colour=GREY)]
        for sheet, (_, _, said) in zip(drawn, SHOWN, strict=True)
    ]
    height = tallest + max(height_of(lines) for lines in captions) + 6
    # Heading and labels stay together.
    pages.need(height + 44)
    pages.heading(text("The label in its true size"))
    gap = (ROOM - sum(sheet.width for sheet in drawn)) / len(drawn)
    x = LEFT
    for label, lines in zip(drawn, captions, strict=True):
        pages.sheet.place(label, x, pages.y + 2)
        write_lines(pages.sheet, x, pages.y + label.height + 5, lines)
        x += label.width + gap
    pages.y += height


def _bullets(pages: Pages, title: Text, said: tuple[Text, ...]) -> None:
    pages.heading(title)
    for one in said:
        pages.pair(in_both(f"– {one.en}", f"– {one.zh}"))


def _terms(pages: Pages, terms: tuple[Term, ...]) -> None:
    pages.heading(text("Terms"))
    for i, term in enumerate(terms, 1):
        # A heading stays with the first lines of its text.
        pages.need(60)
        pages.pair(in_both(f"{i}. {term.title.en}", f"{i}. {term.title.zh}"), bold=True)
        pages.pair(term.said)
        pages.y += 3


def _closing(pages: Pages, record: CertificateRecord) -> None:
    """Write who grants it, and how it is signed."""
    who = record.certifier
    approval, signed = text("Approval"), text("Signatory")
    digital = text("The certification body has signed this file digitally (PAdES).")
    room = ROOM / 2 - 8
    left = [
        *lines_of(who.name, 10, room, bold=True),
        *lines_of(who.name_en, 8, room),
        *lines_of(f"{approval.zh} {approval.en}: {who.approval}", 7.4, room, colour=GREY),
    ]
    right = [
        *lines_of(f"{signed.zh} {signed.en}", 7, room, colour=GREY),
        *lines_of(record.signatory, 10, room, bold=True),
        *lines_of(f"{record.issued}", 7.4, room, colour=GREY),
        *lines_of(digital.zh, 7, room),
        *lines_of(digital.en, 7, room, colour=GREY),
    ]
    pages.need(max(height_of(left), height_of(right)) + 20)
    pages.y += 10
    pages.sheet.rect(LEFT, pages.y, ROOM, 0.8, ACCENT)
    pages.y += 6
    pages.row(Cell(LEFT, left), Cell(LEFT + ROOM / 2 + 8, right))
