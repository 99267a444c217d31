"""What is to be verified: a file from outside, or a number.

No reader of PDF touches a file from outside. A certificate's record stands in it as a plain or
deflated stream, which is found by its bytes; who made the rest of the file is the signature's
matter.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import ValidationError

from pvfootprint.language.texts import text
from pvfootprint.model.canonical import canonical, digest
from pvfootprint.model.certificate_record import RECORD, RECORD_NAME, CertificateRecord
from pvfootprint.model.findings import CertificationError, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LARGEST_FILE = 64 * 2**20
"""Largest file that is looked at [bytes]."""

LARGEST_RECORD = 2**20
"""Largest record that is read [bytes]."""

MOST_STREAMS = 100
"""How many attachments of a PDF are looked at."""

LONGEST_DICTIONARY = 1000
"""How far behind its type the content of an attachment begins [bytes]."""

FORMAT = f'"{RECORD}"'.encode()
NAME = RECORD_NAME.encode()

SIGNATURE = (b"/ByteRange", b"/SubFilter", b"ETSI.CAdES.detached")
"""Traces of a signature; one of them damaged leaves the others."""

ATTACHMENT = re.compile(rb"/EmbeddedFile(?![A-Za-z])")
STREAM = re.compile(rb"stream\r?\n")
LENGTH = re.compile(rb"/Length\s+(\d{1,9})(?!\s+\d+\s+R)\b")
END = b"endstream"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What is to be verified.

    Parameters
    ----------
    name : str
        Name of the file, or the number as it was typed.
    kind : str
        ``pdf``, ``json``, ``image``, ``other`` or ``number``.
    content : bytes
        The file; empty for a number.
    records : tuple of bytes
        Records in the file, each once.
    """

    name: str
    kind: str
    content: bytes = b""
    records: tuple[bytes, ...] = ()

    @property
    def sha256(self) -> str:
        """Of the file; empty for a number."""
        return digest(self.content) if self.kind != "number" else ""

    @property
    def signed(self) -> bool:
        """Whether there is something like a signature in it."""
        return self.kind == "pdf" and _traces(self.content)

    @property
    def claims(self) -> bool:
        """Whether it looks like a certificate, genuine or not."""
        return bool(self.records) or (self.signed and NAME in self.content)


def read_file(path: Path) -> Given:
    """Read a file that is to be verified.

    Parameters
    ----------
    path : Path
        Any file.

    Returns
    -------
    Given
        Nothing of it is verified yet.

    Raises
    ------
    CertificationError
        VER-001 if it can't be read, VER-002 if it is larger than any certificate.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        message = text("the file cannot be read")
        finding = Finding("VER-001", message, str(path), found=error.strerror or "")
        raise CertificationError([finding]) from error
    if len(content) > LARGEST_FILE:
        message = text("the file is larger than any certificate")
        expected = text("at most {size} MiB", size=LARGEST_FILE // 2**20)
        raise CertificationError([Finding("VER-002", message, path.name, expected=expected)])
    return given_file(path.name, content)


def given_file(name: str, content: bytes) -> Given:
    """Say what kind of file something is, by its bytes, and find the records in it."""
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"%PDF-") or _traces(content):
        return Given(name=name, kind="pdf", content=content, records=tuple(find_records(content)))
    if start.startswith(b"{"):
        return Given(name=name, kind="json", content=content, records=(content,))
    image = start.startswith(b"\x89PNG") or b"<svg" in start
    return Given(name=name, kind="image" if image else "other", content=content)


def _traces(content: bytes) -> bool:
    return any(trace in content for trace in SIGNATURE)


def find_records(pdf: bytes) -> Iterator[bytes]:
    """Yield the records of certificates in a PDF, each once.

    Parameters
    ----------
    pdf : bytes
        Any bytes.

    Yields
    ------
    bytes
        What claims to be a record; nothing in it is verified.
    """
    seen = set()
    for i, found in enumerate(ATTACHMENT.finditer(pdf)):
        if i == MOST_STREAMS:
            return
        content = _attached(pdf, found)
        if FORMAT in content and content not in seen:
            seen.add(content)
            yield content


def _attached(pdf: bytes, found: re.Match[bytes]) -> bytes:
    """Return the content of an attachment, at most as much as a record may have."""
    stream = STREAM.search(pdf, found.end(), found.end() + LONGEST_DICTIONARY)
    if stream is None:
        return b""
    start = stream.end()
    before = max(0, found.start() - LONGEST_DICTIONARY)
    lengths = [int(length[1]) for length in LENGTH.finditer(pdf, before, stream.start())]
    end = start + lengths[-1] if lengths else 0
    if not pdf[end : end + 2 + len(END)].strip().startswith(END):
        end = pdf.find(END, start, start + 2 * LARGEST_RECORD)
    raw = pdf[start : max(start, min(end, start + LARGEST_RECORD + 1))]
    return raw if raw[:1] == b"{" else _inflated(raw)


def _inflated(raw: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(raw, LARGEST_RECORD + 1)
    except zlib.error:
        return b""


def read_record(content: bytes) -> CertificateRecord | Finding:
    """Read the record of a certificate.

    Parameters
    ----------
    content : bytes
        Any bytes.

    Returns
    -------
    CertificateRecord or Finding
        VER-005 if it is no record, or not in the one spelling that a record has.
    """
    message = text("the record of the certificate is not understood")
    if len(content) > LARGEST_RECORD:
        return Finding("VER-005", message, found=text("it is too large"))
    try:
        record = CertificateRecord.model_validate_json(content)
        spelling = canonical(record.model_dump(mode="json"))
    except ValidationError as error:
        places = (".".join(map(str, one["loc"])) for one in error.errors())
        return Finding("VER-005", message, found=", ".join(dict.fromkeys(places))[:300])
    except (ValueError, RecursionError):
        return Finding("VER-005", message)
    if spelling != content:
        message = text("the record of the certificate is not spelled as the certifier spells it")
        return Finding("VER-005", message)
    return record
