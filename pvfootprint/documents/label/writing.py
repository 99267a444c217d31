"""Writes the label of a certificate as SVG, PNG and PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.documents.label.layout import draw_label
from pvfootprint.documents.label.limits import check_dots
from pvfootprint.documents.label.wording import TEST, nothing
from pvfootprint.documents.sheets.as_pdf import pdf_of
from pvfootprint.documents.sheets.as_png import png
from pvfootprint.documents.sheets.as_svg import svg

if TYPE_CHECKING:
    from pvfootprint.documents.label.wording import Language, Wording
    from pvfootprint.model.certificate_record import CertificateRecord

DPI = 600
"""Dots per inch of a printer of labels."""


def label_svg(
    record: CertificateRecord,
    wording: Wording,
    size_mm: float,
    language: Language,
    *,
    one_colour: bool = False,
) -> str:
    """Write a label as SVG.

    Parameters
    ----------
    record : CertificateRecord
        Of the certificate; the label says nothing else.
    wording : Wording
        The scheme's words for the label.
    size_mm : float
        Width, from 30; from 50 on the label says more [mm].
    language : str
        ``zh``, ``en`` or ``both``.
    one_colour : bool
        Whether it is drawn in black only, on whatever it is printed on.

    Returns
    -------
    str
        The drawing, with texts as outlines; the same record gives the same text.

    Raises
    ------
    OutputError
        OUT-002 if the font is missing, OUT-004 if the label would be too small, OUT-005 if a text
        does not fit, OUT-006 if the QR code would be too fine.
    """
    sheet = draw_label(record, wording, size_mm, language, one_colour=one_colour)
    return svg(sheet, _title(record, wording), _description(record, wording))


def label_png(
    record: CertificateRecord,
    wording: Wording,
    size_mm: float,
    language: Language,
    *,
    one_colour: bool = False,
    dpi: int = DPI,
) -> bytes:
    """Draw a label in dots.

    Parameters
    ----------
    record, wording, size_mm, language, one_colour
        As for :func:`label_svg`.
    dpi : int
        Dots per inch.

    Returns
    -------
    bytes
        A PNG file; the same record gives the same bytes.

    Raises
    ------
    OutputError
        As for :func:`label_svg`; OUT-004 if it would have too many dots, too.
    """
    sheet = draw_label(record, wording, size_mm, language, one_colour=one_colour)
    check_dots(sheet, dpi)
    return png(sheet, dpi, grey=one_colour)


def label_pdf(
    record: CertificateRecord,
    wording: Wording,
    size_mm: float,
    language: Language,
    *,
    one_colour: bool = False,
) -> bytes:
    """Write a label as a PDF/A-3u file whose page is as large as the label.

    Parameters
    ----------
    record, wording, size_mm, language, one_colour
        As for :func:`label_svg`.

    Returns
    -------
    bytes
        The file; its texts are texts. The same record gives the same bytes.

    Raises
    ------
    OutputError
        As for :func:`label_svg`.
    """
    sheet = draw_label(record, wording, size_mm, language, one_colour=one_colour)
    return pdf_of([sheet], _title(record, wording))


def _title(record: CertificateRecord, wording: Wording) -> str:
    test = " ".join([TEST, *nothing(wording, "both")]) + ": " if record.test else ""
    return f"{test}{wording['title'].said('both')} {record.number}"


def _description(record: CertificateRecord, wording: Wording) -> str:
    value = record.footprint
    kind = wording["kind"].said("both")
    return f"{value.shown} {value.unit}, {kind}. {record.status_address}"
