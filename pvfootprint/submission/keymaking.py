"""Makes keys: Ed25519 to sign with, RSA with a certificate to seal to."""

from __future__ import annotations

import datetime
import os
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding, OutputError, SubmissionError
from pvfootprint.submission.keys import certificate_path

if TYPE_CHECKING:
    from pathlib import Path

RSA_BITS = 3072
VALID_DAYS = 3 * 365 + 1

SHORTEST = 12
"""Shortest passphrase of a new key [bytes]: PEM files slow down guessing only a little."""


def make_signing_key(path: Path, passphrase: bytes) -> None:
    """Make the key with which a supplier signs.

    Parameters
    ----------
    path : Path
        PEM file to be made: the private key under its passphrase, and the public key.
    passphrase : bytes
        At least :data:`SHORTEST` bytes.

    Raises
    ------
    SubmissionError
        SUB-019 for a short passphrase, SUB-022 if the file is there.
    OutputError
        OUT-001 if it can't be written.
    """
    check_new([path], passphrase)
    key = ed25519.Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    write_new(path, _encrypted(key, passphrase) + public, 0o600)


def make_sealing_key(
    path: Path, passphrase: bytes, name: str, now: datetime.datetime | None = None
) -> Path:
    """Make the key with which a certifier opens, and the certificate to which others seal.

    Parameters
    ----------
    path : Path
        PEM file to be made: the private key under its passphrase, and the certificate.
    passphrase : bytes
        At least :data:`SHORTEST` bytes.
    name : str
        Whose certificate it is.
    now : datetime, optional
        From when it is valid, for three years; now by default.

    Returns
    -------
    Path
        File of the certificate alone, to be given away.

    Raises
    ------
    SubmissionError
        SUB-019 for a short passphrase, SUB-022 if a file is there.
    OutputError
        OUT-001 if one can't be written.
    """
    given_away = certificate_path(path)
    check_new([path, given_away], passphrase)
    key = rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS)
    certificate = _self_signed(key, name, now or datetime.datetime.now(datetime.UTC))
    public = certificate.public_bytes(serialization.Encoding.PEM)
    write_new(path, _encrypted(key, passphrase) + public, 0o600)
    write_new(given_away, public, 0o644)
    return given_away


def write_new(path: Path, content: bytes, mode: int) -> None:
    """Write a file that is not there yet.

    Parameters
    ----------
    path : Path
        Where to.
    content : bytes
        What it holds.
    mode : int
        Who may read it: ``0o600`` for the owner alone, from the first moment.

    Raises
    ------
    SubmissionError
        SUB-022 if there is a file of that name.
    OutputError
        OUT-001 if it can't be written.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    try:
        with os.fdopen(os.open(path, flags, mode), "wb") as file:
            file.write(content)
    except FileExistsError as error:
        raise SubmissionError([_there(path)]) from error
    except OSError as error:
        message = text("the file cannot be written")
        finding = Finding("OUT-001", message, found=f"{path}: {error.strerror}")
        raise OutputError([finding]) from error


def check_new(paths: list[Path], passphrase: bytes) -> None:
    """Raise SUB-022 for files that are there, and SUB-019 for a passphrase that is too short."""
    findings = [_there(path) for path in paths if path.exists() or path.is_symlink()]
    if len(passphrase) < SHORTEST:
        message = text("the passphrase is too short")
        expected = text("at least {count} characters", count=SHORTEST)
        findings.append(Finding("SUB-019", message, expected=expected))
    if findings:
        raise SubmissionError(findings)


def _there(path: Path) -> Finding:
    return Finding(
        "SUB-022",
        text("a file of this name is there and is not overwritten"),
        path.name,
        hint=text("name another file or folder"),
    )


def _encrypted(key: ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey, passphrase: bytes) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(passphrase),
    )


def _self_signed(key: rsa.RSAPrivateKey, name: str, now: datetime.datetime) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    usage = x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=True,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + datetime.timedelta(days=VALID_DAYS))
        .add_extension(usage, critical=True)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
