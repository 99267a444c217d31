"""Anchors: what somebody outside keeps of the log, so that a cut-off tail or an old backup shows.

An anchor is a head of the log that was written to a file before, the signed head of a published
register, or any certificate: its record holds the log's size and root when its number was allotted.
Who signed a head is not looked at: who checks with it has kept it himself, and whoever could forge
the log holds the keys. A certificate is signed by the certifier, and is in other hands.
"""

from __future__ import annotations

import contextlib
import io
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, Field, ValidationError

from pvfootprint.language.texts import Text, text
from pvfootprint.model.canonical import CLOSED, canonical, digest
from pvfootprint.model.certificate_record import RECORD, RECORD_NAME, CertificateRecord, Sha256
from pvfootprint.model.findings import Finding, RegistryError
from pvfootprint.registry.checkpoints import unproven_checkpoint
from pvfootprint.registry.snapshots import Head

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "pvfootprint registry head"

LARGEST = 64 * 2**20
"""Largest file that is read as an anchor [bytes]."""


class HeadFile(BaseModel):
    """A head of the log in a file; fields as in :class:`pvfootprint.registry.snapshots.Head`."""

    model_config = CLOSED

    format: Literal["pvfootprint registry head"] = "pvfootprint registry head"
    version: Literal[1] = 1
    registry: str
    size: Annotated[int, Field(ge=1)]
    root: Sha256
    last: Sha256
    time: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """What the log must still hold.

    Parameters
    ----------
    source : str
        File from which it was read.
    size, root : int, str
        Number of entries, and root of their tree.
    registry, last : str
        The registry's name for itself, and hash of the newest entry then; empty in a certificate.
    number, file : str
        Number of the certificate, and SHA-256 of its PDF; empty in a head.
    """

    source: str
    size: int
    root: str
    registry: str = ""
    last: str = ""
    number: str = ""
    file: str = ""


def head_file(head: Head) -> bytes:
    """Return a head of the log as a file, to be kept elsewhere."""
    return canonical(HeadFile(**asdict(head)).model_dump(mode="json")) + b"\n"


def read_anchor(path: Path) -> Anchor:
    """Read an anchor.

    Parameters
    ----------
    path : Path
        A head of the log (JSON, or the signed ``checkpoint`` of a published register), a
        certificate (PDF), or a certificate's record (JSON).

    Returns
    -------
    Anchor
        What the log must hold. The signature of a certificate is not looked at here.

    Raises
    ------
    RegistryError
        REG-014 if it is none of these.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise _unread(path, text("the file cannot be read"), str(error.strerror)) from error
    if len(content) > LARGEST:
        raise _unread(path, text("the file is too large to be an anchor"))
    if content.startswith(b"%PDF-"):
        return _of_record(path, _attached(path, content), digest(content))
    with contextlib.suppress(RegistryError):
        seen = unproven_checkpoint(content)
        return Anchor(source=path.name, size=seen.size, root=seen.root)
    try:
        if f'"{RECORD}"'.encode() in content:
            return _of_record(path, content, "")
        head = HeadFile.model_validate_json(content)
    except ValidationError as error:
        raise _unread(path, text("the file is no anchor, or is damaged")) from error
    return Anchor(
        source=path.name,
        size=head.size,
        root=head.root,
        registry=head.registry,
        last=head.last,
    )


def _of_record(path: Path, content: bytes, file: str) -> Anchor:
    try:
        record = CertificateRecord.model_validate_json(content)
    except ValidationError as error:
        raise _unread(path, text("the record of the certificate is not understood")) from error
    return Anchor(
        source=path.name,
        size=record.log.size,
        root=record.log.root,
        number=record.number,
        file=file,
    )


def _attached(path: Path, content: bytes) -> bytes:
    import pikepdf  # noqa: PLC0415  (a certificate is rarely the anchor)

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if RECORD_NAME in pdf.attachments:
                return bytes(pdf.attachments[RECORD_NAME].get_file().read_bytes())
    except (pikepdf.PdfError, pikepdf.PasswordError) as error:
        raise _unread(path, text("the PDF cannot be read"), str(error)) from error
    raise _unread(path, text("the PDF holds no certificate's record"))


def _unread(path: Path, message: Text, found: str = "") -> RegistryError:
    hint = text(
        "give a file of {command}, or the PDF of a certificate",
        command="pvfootprint registry head -o HEAD.json",
    )
    return RegistryError([Finding("REG-014", message, path.name, found=found, hint=hint)])
