"""Reads what a signature's dictionary says in words: when, why, where, and in whose name."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pikepdf

LONGEST = 500
"""Longest text that is shown [characters]."""

LARGEST = 64 * 2**10
"""Largest dictionary that is read [bytes]."""


@dataclass(frozen=True, slots=True)
class Words:
    """What the signer says.

    Parameters
    ----------
    time : datetime, optional
        When; None if that is not said, or cannot be understood.
    reason, location, name : str
        Why, where, in whose name.
    """

    time: datetime.datetime | None = None
    reason: str = ""
    location: str = ""
    name: str = ""


def read(dictionary: bytes) -> Words:
    """Read the words of a signature's dictionary.

    Parameters
    ----------
    dictionary : bytes
        As it stands in the file.

    Returns
    -------
    Words
        Empty where there are none that can be read; control characters are replaced.
    """
    import pikepdf  # noqa: PLC0415

    if len(dictionary) > LARGEST:
        return Words()
    try:
        found = pikepdf.Object.parse(dictionary.strip())
        if not isinstance(found, pikepdf.Dictionary):
            return Words()
        return Words(
            _time(_said(found, "/M")),
            _said(found, "/Reason"),
            _said(found, "/Location"),
            _said(found, "/Name"),
        )
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError):
        return Words()


def _said(found: pikepdf.Object, key: str) -> str:
    said = str(found.get(key, ""))[:LONGEST]
    return "".join(sign if sign.isprintable() else "?" for sign in said)


def _time(said: str) -> datetime.datetime | None:
    from pyhanko.pdf_utils.generic import parse_pdf_date  # noqa: PLC0415
    from pyhanko.pdf_utils.misc import PdfError  # noqa: PLC0415

    try:
        time = parse_pdf_date(said)
    except (PdfError, ValueError, OverflowError):
        return None
    return time.astimezone(datetime.UTC) if time.tzinfo else None
