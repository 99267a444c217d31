"""Opens the certifier's key: what signs a document, and with which certificate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from asn1crypto import pkcs12 as pkcs12_syntax
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from pvfootprint.documents.signatures.certificates import (
    ALGORITHMS,
    LARGEST_FILE,
    not_valid_at,
    unsuited,
)
from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding, SignatureError

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable

    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

LONGEST_CHAIN = 4
"""Most authorities between a signer and its root."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Signer:
    """What signs.

    Parameters
    ----------
    certificate : Certificate
        The signer's.
    others : tuple of Certificate
        Authorities between it and the root, to be put into the file with it.
    sign : callable
        Signs bytes: ECDSA with SHA-256 in DER, or RSA PKCS #1 v1.5 with SHA-256.
    """

    certificate: x509.Certificate
    others: tuple[x509.Certificate, ...] = ()
    sign: Callable[[bytes], bytes]


def signer_from_pkcs12(
    content: bytes, passphrase: bytes, *, now: datetime.datetime, file: str = ""
) -> Signer:
    """Open a PKCS #12 file (``.p12``, ``.pfx``).

    Parameters
    ----------
    content : bytes
        What the file holds: one private key, its certificate, and those between it and the root.
    passphrase : bytes
        Its passphrase, UTF-8.
    now : datetime
        When it is to sign; with a time zone.
    file : str
        Its name, for findings.

    Returns
    -------
    Signer
        What signs.

    Raises
    ------
    SignatureError
        SIG-001 if it is no such file, SIG-002 if the passphrase is wrong, SIG-006 if key and
        certificate do not belong together or one is missing; SIG-003, SIG-004, SIG-005 and SIG-007
        if documents can't be signed with them.
    """
    key, certificate, others = _opened(content, passphrase, file)
    sign = signing_with(key, file)
    refuse_unsuited(certificate, now, file)
    return Signer(certificate=certificate, others=chain_of(certificate, others), sign=sign)


def refuse_unsuited(certificate: x509.Certificate, now: datetime.datetime, file: str = "") -> None:
    """Raise SIG-003, SIG-004, SIG-005, SIG-007 if a certificate cannot sign documents now."""
    findings = [*unsuited(certificate, file), *not_valid_at(certificate, now, file)]
    if findings:
        raise SignatureError(findings)


def signing_with(key: PrivateKeyTypes | None, file: str = "") -> Callable[[bytes], bytes]:
    """Return what signs bytes with a key; raise SIG-003 for a key of another kind.

    Both ways give the same signature for the same bytes (ECDSA after RFC 6979), so that a paper
    that is made again after a failure is the same to the last byte.
    """
    if isinstance(key, rsa.RSAPrivateKey):
        return lambda data: key.sign(data, padding.PKCS1v15(), hashes.SHA256())
    if isinstance(key, ec.EllipticCurvePrivateKey):
        algorithm = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
        return lambda data: key.sign(data, algorithm)
    message = text("documents are not signed with a key of this kind")
    raise SignatureError([Finding("SIG-003", message, file, expected=ALGORITHMS)])


def _opened(
    content: bytes, passphrase: bytes, file: str
) -> tuple[PrivateKeyTypes, x509.Certificate, list[x509.Certificate]]:
    if len(content) > LARGEST_FILE or not _is_pkcs12(content):
        message = text("the file is no PKCS #12 file, or damaged")
        hint = text("give the file with the ending .p12 or .pfx that holds key and certificate")
        raise SignatureError([Finding("SIG-001", message, file, expected="PKCS #12", hint=hint)])
    try:
        store = pkcs12.load_pkcs12(content, passphrase)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        # Nothing of the cause: it could tell about the passphrase.
        message = text("the passphrase is wrong, or the file is damaged")
        hint = text("type the passphrase with which the file was made")
        finding = Finding("SIG-002", message, file, hint=hint)
    else:
        held = [one.certificate for one in (store.cert, *store.additional_certs) if one]
        return _matched(store.key, held, file)
    raise SignatureError([finding])


def _is_pkcs12(content: bytes) -> bool:
    try:
        return bool(pkcs12_syntax.Pfx.load(content, strict=True)["version"].native == "v3")
    except (ValueError, TypeError, KeyError):
        return False


def _matched(
    key: PrivateKeyTypes | None, held: list[x509.Certificate], file: str
) -> tuple[PrivateKeyTypes, x509.Certificate, list[x509.Certificate]]:
    """Find the certificate of the key among those that the file holds."""
    if key is None or not held:
        message = text("the file holds no key with its certificate")
        hint = text("export both into one PKCS #12 file")
        raise SignatureError([Finding("SIG-006", message, file, hint=hint)])
    own = [one for one in held if one.public_key() == key.public_key()]
    if not own:
        message = text("the key does not belong to the certificate")
        hint = text("export key and certificate together from where the key was made")
        raise SignatureError([Finding("SIG-006", message, file, hint=hint)])
    return key, own[0], [one for one in held if one != own[0]]


def chain_of(
    certificate: x509.Certificate, others: Iterable[x509.Certificate]
) -> tuple[x509.Certificate, ...]:
    """Return the authorities that lead from a certificate towards its root, without the root.

    Who checks has the root that it trusts, and what stands beside a signature isn't covered by it.

    Parameters
    ----------
    certificate : Certificate
        The signer's.
    others : iterable of Certificate
        Among which its issuers may be.

    Returns
    -------
    tuple of Certificate
        At most :data:`LONGEST_CHAIN`, the nearest first.
    """
    between = {one.subject: one for one in others if one.subject != one.issuer}
    chain: list[x509.Certificate] = []
    issuer = between.pop(certificate.issuer, None)
    while issuer is not None and len(chain) < LONGEST_CHAIN:
        chain.append(issuer)
        issuer = between.pop(issuer.issuer, None)
    return tuple(chain)
