"""Writes a certificate, unsigned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.documents.certificate.annex import write_annex
from pvfootprint.documents.certificate.first_page import TITLE, draw_first_page
from pvfootprint.documents.pdf import Attached
from pvfootprint.documents.sheets.as_pdf import pdf_of
from pvfootprint.documents.sheets.furniture import TEST, TEST_ONLY, draw_head, number_pages
from pvfootprint.documents.sheets.pages import Pages
from pvfootprint.language.texts import text
from pvfootprint.model.canonical import canonical
from pvfootprint.model.certificate_record import RECORD_NAME

if TYPE_CHECKING:
    from pvfootprint.documents.sheets.sheet import Sheet
    from pvfootprint.model.certificate_record import CertificateRecord


def certificate_pdf(record: CertificateRecord) -> bytes:
    """Write a certificate as PDF/A-3u: one page, and an annex.

    Parameters
    ----------
    record : CertificateRecord
        What it says, and all that it says.

    Returns
    -------
    bytes
        The file, not signed; the record is inside it as ``certificate.json``, in its canonical
        spelling. The same record gives the same bytes.

    Raises
    ------
    OutputError
        OUT-002 if the font is missing, OUT-006 if the address is too long for the QR code.
    """
    first, cut = draw_first_page(record)
    annex = text("Annex to the certificate")

    def head(sheet: Sheet) -> float:
        return draw_head(sheet, annex, record.number, test=record.test)

    pages = Pages(head)
    write_annex(pages, record, cut)
    sheets = [first, *pages.sheets]
    number_pages(
        sheets, text("Certificate {number}, valid only with its annex", number=record.number)
    )
    attached = Attached(
        name=RECORD_NAME,
        description=text("Record of the certificate").said("both"),
        content=canonical(record.model_dump(mode="json")),
        relationship="Data",
    )
    return pdf_of(sheets, _title(record), [attached])


def _title(record: CertificateRecord) -> str:
    test = f"{TEST} {TEST_ONLY.said('both')} " if record.test else ""
    return f"{test}{TITLE.said('both')} {record.number}"
