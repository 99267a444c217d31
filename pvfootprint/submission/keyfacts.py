"""Tells what a file of keys holds, without its passphrase."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from pvfootprint.model.findings import SubmissionError
from pvfootprint.submission.archives import shown
from pvfootprint.submission.keys import (
    CERTIFICATE,
    PRIVATE,
    PUBLIC,
    SEALING,
    SIGNING,
    certificate_fingerprint,
    fingerprint,
    load_certificate,
    read_blocks,
    unsuited,
    wrong_kind,
)

if TYPE_CHECKING:
    import datetime
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """What may be told of a key.

    Parameters
    ----------
    file : str
        File that holds it.
    kind : str
        ``signing`` or ``sealing``; empty if it cannot be known without the passphrase.
    holds : str
        ``private key``, ``public key`` or ``certificate``.
    fingerprint : str
        SHA-256 of the public key, in groups of four to be read out; empty if it cannot be known.
    name : str
        Name in the certificate.
    start, end : datetime, optional
        When the certificate is valid; None without one.
    """

    file: str
    kind: str
    holds: str
    fingerprint: str = ""
    name: str = ""
    start: datetime.datetime | None = None
    end: datetime.datetime | None = None


def describe(path: Path) -> list[KeyFacts]:
    """Tell what a file of keys holds, without any passphrase.

    Parameters
    ----------
    path : Path
        PEM file.

    Returns
    -------
    list of KeyFacts
        One for each key or certificate.

    Raises
    ------
    SubmissionError
        SUB-018 if it holds none.
    """
    blocks = read_blocks(path)
    public = [_public_facts(path, block) for block in blocks.get(PUBLIC, [])]
    public += [_certificate_facts(path, block) for block in blocks.get(CERTIFICATE, [])]
    if PRIVATE not in blocks:
        return public
    # The public key or certificate that stands in the same file tells which key it is.
    known = public[0] if public else KeyFacts(path.name, "", "")
    return [
        KeyFacts(path.name, known.kind, "private key", known.fingerprint),
        *(facts for facts in public if facts.holds == "certificate"),
    ]


def _public_facts(path: Path, block: bytes) -> KeyFacts:
    try:
        key = serialization.load_pem_public_key(block)
    except (ValueError, UnsupportedAlgorithm):
        key = None
    if isinstance(key, ed25519.Ed25519PublicKey):
        return KeyFacts(path.name, SIGNING, "public key", fingerprint(key))
    if isinstance(key, rsa.RSAPublicKey):
        return KeyFacts(path.name, SEALING, "public key", fingerprint(key))
    raise SubmissionError([wrong_kind(path, "Ed25519, RSA", SIGNING)])


def _certificate_facts(path: Path, block: bytes) -> KeyFacts:
    certificate = load_certificate(path, block)
    if found := unsuited(certificate, path.name):
        raise SubmissionError(found)
    names = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return KeyFacts(
        path.name,
        SEALING,
        "certificate",
        certificate_fingerprint(certificate),
        shown(str(names[0].value)) if names else "",
        certificate.not_valid_before_utc,
        certificate.not_valid_after_utc,
    )
