"""Reads the keys that sign a supplier's summary and that open what was sealed."""

from __future__ import annotations

import datetime
import hashlib
import re
import stat
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding, SubmissionError
from pvfootprint.submission.archives import read_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

SIGNING, SEALING = "signing", "sealing"
KINDS = (SIGNING, SEALING)

LARGEST_KEY = 64 * 2**10
"""Largest file of keys that is read [bytes]."""

SMALLEST_RSA = 2048
"""Smallest RSA key to which anything is sealed [bits]."""

BLOCK = re.compile(rb"-----BEGIN ([A-Z0-9 ]+)-----\r?\n.*?-----END \1-----\r?\n?", re.DOTALL)
PRIVATE = "ENCRYPTED PRIVATE KEY"
PUBLIC = "PUBLIC KEY"
CERTIFICATE = "CERTIFICATE"

NEW_KEY = "pvfootprint keys new"


def fingerprint(public: ed25519.Ed25519PublicKey | rsa.RSAPublicKey) -> str:
    """Return the fingerprint of a public key.

    Parameters
    ----------
    public : public key
        Ed25519 or RSA.

    Returns
    -------
    str
        SHA-256 of its SubjectPublicKeyInfo in 16 groups of four characters.
    """
    info = public.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    digest = hashlib.sha256(info).hexdigest()
    return " ".join(digest[i : i + 4] for i in range(0, len(digest), 4))


def certificate_fingerprint(certificate: x509.Certificate) -> str:
    """Return the fingerprint of a certificate's key; empty if it is not RSA."""
    key = certificate.public_key()
    return fingerprint(key) if isinstance(key, rsa.RSAPublicKey) else ""


def read_signing_key(path: Path, passphrase: bytes) -> ed25519.Ed25519PrivateKey:
    """Read the private key with which a supplier signs.

    Parameters
    ----------
    path : Path
        PEM file.
    passphrase : bytes
        Its passphrase.

    Returns
    -------
    Ed25519PrivateKey
        The key.

    Raises
    ------
    SubmissionError
        SUB-018 if it is no such key, SUB-019 if the passphrase is wrong.
    """
    key = _private_key(path, passphrase)
    if not isinstance(key, ed25519.Ed25519PrivateKey):
        raise SubmissionError([wrong_kind(path, "Ed25519", SIGNING)])
    return key


def read_sealing_key(path: Path, passphrase: bytes) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    """Read the private key with which a certifier opens, and its certificate.

    Parameters
    ----------
    path : Path
        PEM file; the certificate stands in it, or in the file beside it whose name ends in
        ``-certificate.pem``.
    passphrase : bytes
        Its passphrase.

    Returns
    -------
    tuple of RSAPrivateKey and Certificate
        Which belong together.

    Raises
    ------
    SubmissionError
        SUB-018 if it is no such key or has no certificate, SUB-019 if the passphrase is wrong.
    """
    key = _private_key(path, passphrase)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise SubmissionError([wrong_kind(path, "RSA", SEALING)])
    beside = certificate_path(path)
    blocks = read_blocks(path).get(CERTIFICATE) or (
        read_blocks(beside).get(CERTIFICATE) if beside.is_file() else None
    )
    if not blocks:
        message = text("the certificate of the key is not there")
        hint = text("put it into the same folder")
        raise SubmissionError(
            [Finding("SUB-018", message, path.name, expected=beside.name, hint=hint)]
        )
    certificate = load_certificate(path, blocks[0])
    if certificate.public_key() != key.public_key():
        message = text("the certificate belongs to another key")
        raise SubmissionError([Finding("SUB-018", message, path.name)])
    return key, certificate


def read_certificate(path: Path, now: datetime.datetime | None = None) -> x509.Certificate:
    """Read the certificate to which something is to be sealed.

    Parameters
    ----------
    path : Path
        PEM file with one certificate.
    now : datetime, optional
        When it must be valid; today by default.

    Returns
    -------
    Certificate
        With an RSA key.

    Raises
    ------
    SubmissionError
        SUB-018 if nothing can be sealed to it, SUB-020 if it is not valid then.
    """
    blocks = read_blocks(path)
    if PRIVATE in blocks:
        message = text("the file holds a private key, which must stay with its owner")
        hint = text("use the certificate that the certifier gives away")
        raise SubmissionError([Finding("SUB-018", message, path.name, hint=hint)])
    if len(blocks.get(CERTIFICATE, [])) != 1:
        message = text("the file does not hold one certificate")
        found = text("{count} certificates", count=len(blocks.get(CERTIFICATE, [])))
        raise SubmissionError([Finding("SUB-018", message, path.name, found=found)])
    certificate = load_certificate(path, blocks[CERTIFICATE][0])
    findings = [*unsuited(certificate, path.name), *validity(certificate, path.name, now)]
    if findings:
        raise SubmissionError(findings)
    return certificate


def validity(
    certificate: x509.Certificate,
    file: str,
    now: datetime.datetime | None = None,
    *,
    severity: str = "error",
) -> list[Finding]:
    """Say whether a certificate is valid at a time.

    Parameters
    ----------
    certificate : Certificate
        Whose dates count.
    file : str
        Its name, for findings.
    now : datetime, optional
        The time; now by default.
    severity : str
        How bad it is if it is not.

    Returns
    -------
    list of Finding
        SUB-020, or nothing.
    """
    now = now or datetime.datetime.now(datetime.UTC)
    start, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if start <= now <= end:
        return []
    return [
        Finding(
            "SUB-020",
            text("the certificate is not valid today"),
            file,
            found=text("valid from {start} to {end}", start=start.date(), end=end.date()),
            hint=text("ask the certifier for the one that is valid now"),
            severity=severity,
        )
    ]


def open_to_others(path: Path) -> list[Finding]:
    """Warn of a key file that other users of the machine can read.

    Parameters
    ----------
    path : Path
        File of a private key.

    Returns
    -------
    list of Finding
        The warning SUB-021, or nothing.
    """
    mode = stat.S_IMODE(path.stat().st_mode)
    if not mode & 0o077:
        return []
    return [
        Finding(
            "SUB-021",
            text("other users of this machine can read the file of the private key"),
            path.name,
            found=f"{mode:04o}",
            expected="0600",
            hint=text("run: {command}", command=f"chmod 600 {path.name}"),
            severity="warning",
        )
    ]


def certificate_path(path: Path) -> Path:
    """Return where the certificate of a key lies: beside it, ending in ``-certificate.pem``."""
    return path.with_name(f"{path.stem}-certificate.pem")


def read_blocks(path: Path) -> dict[str, list[bytes]]:
    """Read the blocks of a PEM file by what they hold; raise SUB-018 if there is none."""
    blocks: dict[str, list[bytes]] = {}
    for match in BLOCK.finditer(read_bytes(path, LARGEST_KEY)):
        blocks.setdefault(match[1].decode("ascii"), []).append(match[0])
    bare = [label for label in blocks if label.endswith("PRIVATE KEY") and label != PRIVATE]
    if bare:
        finding = Finding(
            "SUB-018",
            text("the private key is not encrypted in the way that is understood"),
            path.name,
            found=bare[0],
            expected=PRIVATE,
            hint=text("make a new one with {command}", command=NEW_KEY),
        )
        raise SubmissionError([finding])
    if not blocks.keys() & {PRIVATE, PUBLIC, CERTIFICATE}:
        message = text("the file holds no key and no certificate")
        hint = text("make a new one with {command}", command=NEW_KEY)
        raise SubmissionError([Finding("SUB-018", message, path.name, expected="PEM", hint=hint)])
    return blocks


def _private_key(path: Path, passphrase: bytes) -> PrivateKeyTypes:
    found = read_blocks(path).get(PRIVATE, [])
    if len(found) != 1:
        message = text("the file does not hold one private key")
        raise SubmissionError([Finding("SUB-018", message, path.name)])
    try:
        return serialization.load_pem_private_key(found[0], passphrase)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        # Nothing of the cause: it could tell about the passphrase.
        finding = Finding(
            "SUB-019",
            text("the passphrase is wrong, or the key is damaged"),
            path.name,
            hint=text("type the passphrase with which the key was made"),
        )
    raise SubmissionError([finding])


def load_certificate(path: Path, block: bytes) -> x509.Certificate:
    """Read a certificate from its block of a PEM file, or raise SUB-018."""
    try:
        return x509.load_pem_x509_certificate(block)
    except ValueError as error:
        message = text("the certificate cannot be read")
        raise SubmissionError([Finding("SUB-018", message, path.name)]) from error


def unsuited(certificate: x509.Certificate, file: str) -> list[Finding]:
    """Say why nothing can be sealed to a certificate: SUB-018, or nothing."""
    try:
        key = certificate.public_key()
    except (ValueError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, rsa.RSAPublicKey):
        message = text("nothing can be sealed to a certificate whose key is not RSA")
        hint = text(
            "ask the certifier for an RSA certificate; it is made with {command}",
            command=f"{NEW_KEY} --kind {SEALING}",
        )
        return [Finding("SUB-018", message, file, expected="RSA", hint=hint)]
    if key.key_size < SMALLEST_RSA:
        message = text("the RSA key of the certificate is too short")
        found, expected = f"{key.key_size} bit", f"{SMALLEST_RSA} bit"
        return [Finding("SUB-018", message, file, found=found, expected=expected)]
    return []


def wrong_kind(path: Path, expected: str, kind: str) -> Finding:
    """Return the finding SUB-018 for a key of another kind."""
    return Finding(
        "SUB-018",
        text("the key is of another kind"),
        path.name,
        expected=expected,
        hint=text("make a new one with {command}", command=f"{NEW_KEY} --kind {kind}"),
    )
