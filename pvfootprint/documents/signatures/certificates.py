"""What an X.509 certificate says of itself, and whether documents can be signed with its key."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding, SignatureError

if TYPE_CHECKING:
    import datetime

TEST_MARK = "TEST 测试 certifies nothing 不作认证"
"""Organisation in the subject of all that the test authority issues."""

HASH = "sha256"
"""With which everything is signed."""

SMALLEST_RSA = 3072
"""Smallest RSA key that signs a document [bits]."""

ALGORITHMS = "ECDSA P-256, RSA 3072"
"""Keys that sign a document, in words; RSA keys may be longer."""

DOCUMENT_SIGNING = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")
"""id-kp-documentSigning (RFC 9336, section 3.1)."""

PURPOSES = frozenset(
    {
        DOCUMENT_SIGNING,
        ExtendedKeyUsageOID.EMAIL_PROTECTION,
        ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE,
        # Two makers' purposes from the time before RFC 9336: Microsoft's and Adobe's.
        x509.ObjectIdentifier("1.3.6.1.4.1.311.10.3.12"),
        x509.ObjectIdentifier("1.2.840.113583.1.1.5"),
    }
)
"""Extended key usages with which documents may be signed; a certificate need not state any."""

LARGEST_FILE = 64 * 2**10
"""Largest file of certificates or keys that is read [bytes]."""


def fingerprint(certificate: x509.Certificate) -> str:
    """Return the fingerprint of a certificate.

    Parameters
    ----------
    certificate : Certificate
        Any.

    Returns
    -------
    str
        SHA-256 of its DER in 16 groups of four characters, to be read out.
    """
    digest = hashlib.sha256(certificate.public_bytes(serialization.Encoding.DER)).hexdigest()
    return " ".join(digest[i : i + 4] for i in range(0, len(digest), 4))


def common_name(name: x509.Name) -> str:
    """Return the common name of a subject or issuer; all of the name if it has none."""
    found = name.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return _printable(str(found[0].value) if found else name.rfc4514_string())


def full_name(name: x509.Name) -> str:
    """Return all of a subject's or issuer's name, such as ``CN=...,O=...`` (RFC 4514)."""
    return _printable(name.rfc4514_string())


def _printable(name: str) -> str:
    """Return a name that can do nothing to a terminal, and does not fill it."""
    return "".join(sign if sign.isprintable() else "?" for sign in name[:500])


def is_test(certificate: x509.Certificate) -> bool:
    """Say whether a certificate comes from a test authority, and so certifies nothing.

    Parameters
    ----------
    certificate : Certificate
        Of an authority or a certifier.

    Returns
    -------
    bool
        Whether its subject or its issuer carries :data:`TEST_MARK`.
    """
    organisation = x509.NameOID.ORGANIZATION_NAME
    return any(
        attribute.value == TEST_MARK
        for name in (certificate.subject, certificate.issuer)
        for attribute in name.get_attributes_for_oid(organisation)
    )


def read_certificates(content: bytes, file: str = "") -> tuple[x509.Certificate, ...]:
    """Read the certificates of a PEM file.

    Parameters
    ----------
    content : bytes
        What the file holds.
    file : str
        Its name, for findings.

    Returns
    -------
    tuple of Certificate
        At least one.

    Raises
    ------
    SignatureError
        SIG-022 if it holds none, or one that can't be read.
    """
    try:
        found = tuple(x509.load_pem_x509_certificates(content[: LARGEST_FILE + 1]))
        for one in found:
            # They are read when they are asked for.
            one.subject, one.issuer, one.extensions, one.public_key()
    except (ValueError, UnsupportedAlgorithm, x509.DuplicateExtension):
        found = ()
    if not found or len(content) > LARGEST_FILE:
        message = text("the file holds no certificate that can be read")
        hint = text("give the certificate in PEM form, as the certifier gives it away")
        raise SignatureError([Finding("SIG-022", message, file, expected="PEM", hint=hint)])
    return found


def unsuited(certificate: x509.Certificate, file: str = "") -> list[Finding]:
    """Say why documents cannot be signed with the key of a certificate.

    Parameters
    ----------
    certificate : Certificate
        The signer's.
    file : str
        Where it comes from, for findings.

    Returns
    -------
    list of Finding
        SIG-003 for a key of another kind, SIG-004 for a short one, SIG-007 for a certificate that
        is for something else; nothing if it suits.
    """
    return [*_unsuited_key(certificate, file), *_other_purpose(certificate, file)]


def _unsuited_key(certificate: x509.Certificate, file: str) -> list[Finding]:
    try:
        key = certificate.public_key()
    except (ValueError, UnsupportedAlgorithm):
        key = None
    hint = text("ask your authority for a certificate for an ECDSA P-256 key")
    if isinstance(key, rsa.RSAPublicKey):
        if key.key_size >= SMALLEST_RSA:
            return []
        message = text("the RSA key is too short to sign documents")
        found, expected = f"{key.key_size} bit", f"{SMALLEST_RSA} bit"
        return [Finding("SIG-004", message, file, found=found, expected=expected, hint=hint)]
    if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1):
        return []
    message = text("documents are not signed with a key of this kind")
    kind = key_words(certificate)
    return [Finding("SIG-003", message, file, found=kind, expected=ALGORITHMS, hint=hint)]


def key_words(certificate: x509.Certificate) -> str:
    """Return the kind and size of a certificate's key: ``ECDSA P-256``, ``RSA 3072``."""
    try:
        key = certificate.public_key()
    except (ValueError, UnsupportedAlgorithm):
        return "?"
    if isinstance(key, rsa.RSAPublicKey):
        return f"RSA {key.key_size}"
    if isinstance(key, ec.EllipticCurvePublicKey):
        return "ECDSA P-256" if isinstance(key.curve, ec.SECP256R1) else f"ECDSA {key.curve.name}"
    return type(key).__name__.removesuffix("PublicKey").lstrip("_")


def allows(certificate: x509.Certificate, use: str) -> bool:
    """Say whether a certificate allows a use of its key.

    Parameters
    ----------
    certificate : Certificate
        Any.
    use : str
        As X.509's keyUsage has it: ``digital_signature``, ``key_cert_sign``...

    Returns
    -------
    bool
        False too if it says nothing of its uses.
    """
    usage = _extension(certificate, x509.KeyUsage.oid)
    return isinstance(usage, x509.KeyUsage) and bool(getattr(usage, use))


def may_issue(certificate: x509.Certificate) -> bool:
    """Say whether a certificate is an authority's, which may issue others (RFC 5280, 4.2.1.9)."""
    constraints = _extension(certificate, x509.BasicConstraints.oid)
    stated = _extension(certificate, x509.KeyUsage.oid) is not None
    authority = isinstance(constraints, x509.BasicConstraints) and constraints.ca
    return authority and (not stated or allows(certificate, "key_cert_sign"))


def _extension(
    certificate: x509.Certificate, kind: x509.ObjectIdentifier
) -> x509.ExtensionType | None:
    try:
        return certificate.extensions.get_extension_for_oid(kind).value
    except (ValueError, x509.DuplicateExtension, x509.ExtensionNotFound):
        return None


def _other_purpose(certificate: x509.Certificate, file: str) -> list[Finding]:
    purposes = _extension(certificate, x509.ExtendedKeyUsage.oid)
    signs = allows(certificate, "digital_signature") or allows(certificate, "content_commitment")
    documents = not isinstance(purposes, x509.ExtendedKeyUsage) or bool(PURPOSES & set(purposes))
    if signs and documents:
        return []
    return [
        Finding(
            "SIG-007",
            text("the certificate does not allow its key to sign documents"),
            file,
            found=common_name(certificate.subject),
            expected="keyUsage: digitalSignature, nonRepudiation"
            if not signs
            else "extendedKeyUsage: documentSigning, emailProtection",
            hint=text("ask your authority for a certificate with which documents can be signed"),
        )
    ]


def not_valid_at(
    certificate: x509.Certificate, time: datetime.datetime, file: str = ""
) -> list[Finding]:
    """Say whether a certificate is expired or not yet valid.

    Parameters
    ----------
    certificate : Certificate
        Whose dates count.
    time : datetime
        With a time zone.
    file : str
        Where it comes from, for findings.

    Returns
    -------
    list of Finding
        SIG-005, or nothing.
    """
    start, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if start <= time <= end:
        return []
    late = time > end
    return [
        Finding(
            "SIG-005",
            text("the certificate has expired")
            if late
            else text("the certificate is not valid yet"),
            file,
            found=text("valid from {start} to {end}", start=start.date(), end=end.date()),
            hint=text("sign with a certificate that is valid now"),
        )
    ]
