"""Makes a test authority and a certifier's key under it; all of it says TEST."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID

from pvfootprint.documents.signatures.certificates import (
    DOCUMENT_SIGNING,
    SMALLEST_RSA,
    TEST_MARK,
)

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

KINDS = ("ecdsa", "rsa")
AUTHORITY = "TEST authority 测试机构"
CERTIFIER = "TEST certifier 测试认证机构"

AUTHORITY_DAYS = 5 * 365 + 1
CERTIFIER_DAYS = 3 * 365 + 1

ROUNDS = 600_000
"""Rounds that slow down guessing the passphrase of the PKCS #12 file."""

NO_USE = dict.fromkeys(
    (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    ),
    False,
)


@dataclass(frozen=True, slots=True)
class DemoAuthority:
    """What :func:`make_demo_authority` makes.

    Parameters
    ----------
    authority : Certificate
        The root, to be trusted by who checks.
    certificate : Certificate
        The certifier's.
    pkcs12 : bytes
        The certifier's key with its certificate, under the passphrase.
    """

    authority: x509.Certificate
    certificate: x509.Certificate
    pkcs12: bytes


def make_demo_authority(
    passphrase: bytes, now: datetime.datetime, kind: str = "ecdsa"
) -> DemoAuthority:
    """Make a test authority, and a certifier's signing key under it.

    The authority's own key is thrown away: there is nothing more to issue, and nothing to guard.

    Parameters
    ----------
    passphrase : bytes
        Of the PKCS #12 file.
    now : datetime
        From when it is valid: the authority for five years, the certifier for three.
    kind : str
        Of the certifier's key, ``ecdsa`` (P-256) or ``rsa`` (3072 bit); the authority's is P-256.

    Returns
    -------
    DemoAuthority
        Nothing of it is written anywhere.
    """
    root = ec.generate_private_key(ec.SECP256R1())
    key = _new_key(kind)
    start = now.astimezone(datetime.UTC).replace(microsecond=0)
    authority = _root(root, start)
    certificate = _signer(key, authority, root, start)
    return DemoAuthority(authority, certificate, _packed(key, certificate, authority, passphrase))


def _new_key(kind: str) -> Key:
    if kind == "rsa":
        return rsa.generate_private_key(public_exponent=65537, key_size=SMALLEST_RSA)
    return ec.generate_private_key(ec.SECP256R1())


def _root(key: ec.EllipticCurvePrivateKey, start: datetime.datetime) -> x509.Certificate:
    name = _name(AUTHORITY)
    usage = x509.KeyUsage(**{**NO_USE, "key_cert_sign": True, "crl_sign": True})
    return (
        _builder(name, name, key, start, AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )


def _signer(
    key: Key,
    authority: x509.Certificate,
    root: ec.EllipticCurvePrivateKey,
    start: datetime.datetime,
) -> x509.Certificate:
    usage = x509.KeyUsage(**{**NO_USE, "digital_signature": True, "content_commitment": True})
    # Programs that know no document signing (RFC 9336) go by the purpose of signing mail.
    purposes = x509.ExtendedKeyUsage([DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION])
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(root.public_key())
    return (
        _builder(_name(CERTIFIER), authority.subject, key, start, CERTIFIER_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(purposes, critical=False)
        .add_extension(issuer, critical=False)
        .sign(root, hashes.SHA256())
    )


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, TEST_MARK),
            x509.NameAttribute(x509.NameOID.COMMON_NAME, common),
        ]
    )


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: Key,
    start: datetime.datetime,
    days: int,
) -> x509.CertificateBuilder:
    public = key.public_key()
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + datetime.timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _packed(
    key: Key,
    certificate: x509.Certificate,
    authority: x509.Certificate,
    passphrase: bytes,
) -> bytes:
    protection = (
        serialization.PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(ROUNDS)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(passphrase)
    )
    return pkcs12.serialize_key_and_certificates(
        CERTIFIER.encode("utf-8"), key, certificate, [authority], protection
    )
