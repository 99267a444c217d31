"""Owners' signed consents: files that people read, and that are kept as they came."""

from __future__ import annotations

from pvfootprint.database.acts import PAPER
from pvfootprint.language.texts import Text, text
from pvfootprint.model.findings import DatabaseError, Finding

LARGEST = 20 * 2**20
"""A scanned paper of some pages [bytes]."""

BEGINS, ENDS = b"%PDF-", b"%%EOF"
"""First and last marks of a PDF (ISO 32000-2:2020, 7.5.2 and 7.5.5)."""

MARGIN = 1024
"""Within so many bytes of its ends a PDF has its marks, as usual readers take it [bytes]."""


def consent_files(paper: bytes | None) -> dict[str, bytes]:
    """Return a signed consent as a file of an act.

    Parameters
    ----------
    paper : bytes, optional
        The PDF.

    Returns
    -------
    dict
        Name -> content; empty without a paper.

    Raises
    ------
    DatabaseError
        DAT-010 if it is no PDF, or too large.
    """
    if paper is None:
        return {}
    if len(paper) > LARGEST:
        found = text("{size:.0f} MiB", size=len(paper) / 2**20)
        expected = text("at most {size:.0f} MiB", size=LARGEST / 2**20)
        raise DatabaseError([_no_paper(text("the signed consent is too large"), found, expected)])
    if BEGINS not in paper[:MARGIN] or ENDS not in paper[-MARGIN:]:
        found = text("{size} bytes", size=len(paper))
        message = text("the signed consent is no PDF, or not a whole one")
        raise DatabaseError([_no_paper(message, found, Text("PDF"))])
    return {PAPER: paper}


def _no_paper(message: Text, found: Text, expected: Text) -> Finding:
    hint = text("scan what the owner signed, or take the PDF with the owner's signature")
    return Finding("DAT-010", message, found=found, expected=expected, hint=hint)
