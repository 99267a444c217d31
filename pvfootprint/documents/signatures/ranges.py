"""Finds the one signature of a PDF and the bytes it covers, by nothing but the bytes themselves.

No reader of PDF takes part. A signature that covers every byte but its own covers everything that
a reader could make of the file, and hostile bytes find nothing here to break.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pvfootprint.language.texts import Text, text
from pvfootprint.model.findings import Finding

LARGEST_PDF = 64 * 2**20
"""Largest PDF that is looked at [bytes]."""

LARGEST_CONTENTS = 32767
"""Largest signature [bytes]: a string of PDF/A has no more (ISO 19005-3:2012, 6.1.13)."""

KEY = b"/ByteRange"
RANGE = re.compile(rb"/ByteRange\s*\[\s*0\s+(\d{1,9})\s+(\d{1,9})\s+(\d{1,9})\s*\]")
BEFORE = re.compile(rb"/Contents\s*\Z")
DIGITS = re.compile(rb"(?:[0-9A-F]{2})*")
HEADER = b"%PDF-"


@dataclass(frozen=True, slots=True)
class Signed:
    """Where a signature lies in its file.

    Parameters
    ----------
    start, end : int
        First byte that it does not cover, and the first that it covers again: between them lie
        ``<``, hexadecimal digits, and ``>``.
    contents : bytes
        What the digits say: the signature and the zeros that fill up.
    length : int
        How many of these bytes are the signature; 0 if they are none.
    dictionary : bytes
        The signature's dictionary without its contents.
    """

    start: int
    end: int
    contents: bytes
    length: int
    dictionary: bytes

    @property
    def signature(self) -> bytes:
        """The signature in DER."""
        return self.contents[: self.length]

    @property
    def filling(self) -> bytes:
        """What follows the signature, up to the end of its place."""
        return self.contents[self.length :]


@dataclass(frozen=True, slots=True)
class Uncovered:
    """Bytes of a signed file that no signature covers.

    Parameters
    ----------
    start, end : int
        The first of them, and the first that follows them, counted from 0.
    what : str
        What they are.
    """

    start: int
    end: int
    what: Text


def uncovered_bytes(pdf: bytes) -> tuple[Uncovered, ...]:
    """Enumerate the bytes that the signature of a PDF does not cover.

    These are the signature itself and what surrounds it: nothing can be signed with a signature
    that it holds. What stands in them can therefore be changed without the key. Checking refuses
    whatever differs there from what signing makes; what remains is another signature, as valid, of
    the same content by the same key. Only the hash of the whole file covers them too.

    Parameters
    ----------
    pdf : bytes
        Any.

    Returns
    -------
    tuple of Uncovered
        In the order of the file; empty if it doesn't have one signature that covers all the rest.
    """
    found = find_signature(pdf)
    return () if isinstance(found, list) else uncovered_of(found)


def uncovered_of(found: Signed) -> tuple[Uncovered, ...]:
    """Enumerate the bytes that a signature leaves out."""
    first, last = found.start + 1, found.end - 1
    between = first + 2 * found.length
    mark = text("mark at the end of the signature's place")
    pieces = (
        Uncovered(found.start, first, mark),
        Uncovered(first, between, text("the signature itself")),
        Uncovered(between, last, text("zeros that fill up the signature's place")),
        Uncovered(last, found.end, mark),
    )
    return tuple(piece for piece in pieces if piece.start < piece.end)


def find_signature(pdf: bytes) -> Signed | list[Finding]:
    """Find the one signature of a PDF that covers all but itself.

    Parameters
    ----------
    pdf : bytes
        Any.

    Returns
    -------
    Signed or list of Finding
        SIG-011 if there is none, SIG-012 if there are several, SIG-013 if it leaves out anything
        but itself, SIG-018 if its place holds anything but digits, SIG-023 if the file is too
        large.
    """
    if len(pdf) > LARGEST_PDF:
        message = text("the file is larger than is read")
        found, expected = f"{len(pdf) / 2**20:.0f} MiB", f"{LARGEST_PDF / 2**20:.0f} MiB"
        return [Finding("SIG-023", message, found=found, expected=expected)]
    if not pdf.startswith(HEADER):
        return [_none(text("no PDF"))]
    count = count_signatures(pdf)
    if count == 0:
        return [_none(text("PDF without a signature"))]
    if count > 1:
        message = text("the PDF carries more than one signature")
        return [Finding("SIG-012", message, found=f"{count}", expected="1", hint=_again())]
    return _read(pdf)


def count_signatures(pdf: bytes) -> int:
    """Count the signatures of a PDF: each says in plain bytes which ones it covers."""
    return pdf.count(KEY)


def _none(found: Text) -> Finding:
    hint = text("ask for the file as it was issued: a copy that was printed or saved anew has none")
    return Finding("SIG-011", text("the file carries no signature"), found=found, hint=hint)


def _again() -> Text:
    return text("ask for the file as it was issued")


def _read(pdf: bytes) -> Signed | list[Finding]:
    stated = RANGE.search(pdf)
    if stated is None:
        return [_partial(text("the signature does not say which bytes it covers"))]
    start, end, rest = map(int, stated.groups())
    if not 0 < start < end <= len(pdf) or end + rest != len(pdf):
        beyond = len(pdf) - end - rest
        return [_partial(text("{count} bytes lie behind what was signed", count=max(beyond, 0)))]
    # The gap must be the place of the very signature that states it, or anything could hide there.
    opening, closing = pdf.rfind(b" obj", 0, start), pdf.find(b"endobj", end)
    own = 0 <= opening < stated.start() < closing and not start <= stated.start() < end
    if not own or not BEFORE.search(pdf, max(opening, start - 32), start):
        return [_partial(text("the gap is not the place of the signature"))]
    digits = pdf[start + 1 : end - 1]
    if pdf[start : start + 1] != b"<" or pdf[end - 1 : end] != b">" or not DIGITS.fullmatch(digits):
        return [not_as_made(text("something else than digits in the signature's place"))]
    if len(digits) > 2 * LARGEST_CONTENTS:
        return [not_as_made(text("a place larger than any signature needs"))]
    contents = bytes.fromhex(digits.decode("ascii"))
    dictionary = pdf[opening + 4 : start] + b"<>" + pdf[end:closing]
    return Signed(start, end, contents, der_length(contents), dictionary)


def _partial(why: Text) -> Finding:
    message = text("the signature does not cover the whole file")
    return Finding("SIG-013", message, found=why, hint=_again())


def not_as_made(why: Text) -> Finding:
    """Return the finding SIG-018: bytes that the signature does not cover are not as made."""
    message = text("the bytes that no signature covers are not as they were made")
    return Finding("SIG-018", message, found=why, hint=_again())


def der_length(content: bytes) -> int:
    """Return how many bytes the first value takes, if it is all in DER; otherwise 0.

    Parameters
    ----------
    content : bytes
        A value, and anything behind it.

    Returns
    -------
    int
        Its bytes. Every length in it is written in the one way that DER allows
        (ITU-T X.690, 10.1).
    """
    whole = _value(content, 0, len(content))
    if whole is None:
        return 0
    waiting = [(0, whole[1])]
    while waiting:
        position, end = waiting.pop()
        while position < end:
            found = _value(content, position, end)
            if found is None:
                return 0
            if content[position] & 0x20:
                waiting.append(found)
            position = found[1]
    return whole[1]


def _value(content: bytes, position: int, end: int) -> tuple[int, int] | None:
    """Return where the content of a value begins and ends; None if its head is no DER."""
    # Neither tags of several bytes nor the end of what has no length: a signature has none.
    if end - position < 2 or content[position] & 0x1F == 0x1F or not content[position]:
        return None
    length, begin = content[position + 1], position + 2
    if length >= 0x80:
        count = length - 0x80
        digits = content[begin : begin + count]
        length, begin = int.from_bytes(digits, "big"), begin + count
        if not 0 < count <= 3 or digits[:1] == b"\0" or length < 0x80:
            return None
    return (begin, begin + length) if begin + length <= end else None
