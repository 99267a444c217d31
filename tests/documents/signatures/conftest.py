"""Keys, certificates and small PDF files for the signatures' tests; nothing of them is real."""

import datetime
import io
from dataclasses import dataclass
from functools import cache

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from pvfootprint.documents.signatures.certificates import DOCUMENT_SIGNING
from pvfootprint.documents.signatures.demo_authority import (
    AUTHORITY,  # noqa: F401  (for the tests)
    CERTIFIER,  # noqa: F401
    NO_USE,
    make_demo_authority,
)
from pvfootprint.documents.signatures.signer import Signer, signer_from_pkcs12, signing_with
from pvfootprint.documents.signatures.signing import sign_pdf

NOW = datetime.datetime(2026, 3, 2, 9, 30, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
YEAR = datetime.timedelta(days=365)
PASSPHRASE = "a passphrase 口令".encode()
WORDS = {"reason": "issued 签发", "location": "Yancheng 盐城", "name": "签发人 A"}

SIGNS = {"digital_signature": True, "content_commitment": True}
ISSUES = {"key_cert_sign": True, "crl_sign": True}


@cache
def key_of(kind, number=0):
    """Make a key once for each number: ``P-256``, ``P-384`` or the bits of an RSA key."""
    curves = {"P-256": ec.SECP256R1, "P-384": ec.SECP384R1}
    if kind in curves:
        return ec.generate_private_key(curves[kind]())
    return rsa.generate_private_key(public_exponent=65537, key_size=kind)


@dataclass(frozen=True)
class Issued:
    """A key with its certificate."""

    key: object
    certificate: x509.Certificate

    @property
    def signer(self):
        return Signer(certificate=self.certificate, sign=signing_with(self.key))

    def packed(self, *, others=()):
        return pack(self.key, self.certificate, others)


def pack(key, certificate, others=()):
    """Make a PKCS #12 file."""
    protection = serialization.BestAvailableEncryption(PASSPHRASE)
    return pkcs12.serialize_key_and_certificates(b"test", key, certificate, others, protection)


def issue(name, issuer=None, **settings):
    """Issue a certificate, self-signed without an issuer."""
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    above = issuer.certificate.subject if issuer else subject
    key = settings.pop("key", None) or key_of("P-256", name)
    return issue_named(subject, above, key=key, signing=issuer.key if issuer else key, **settings)


def issue_named(
    subject,
    issuer,
    *,
    key=None,
    signing=None,
    start=NOW - YEAR,
    end=NOW + YEAR,
    usage=None,
    purposes=(DOCUMENT_SIGNING,),
    ca=False,
):
    """Issue a certificate in any names; signed with its own key without another."""
    key = key or key_of("P-256", subject)
    usage = (ISSUES if ca else SIGNS) if usage is None else usage
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**{**NO_USE, **usage}), critical=True)
    )
    if purposes and not ca:
        builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
    return Issued(key, builder.sign(signing or key, hashes.SHA256()))


@pytest.fixture(scope="session")
def demo():
    """Give the test authorities of both kinds."""
    return {kind: make_demo_authority(PASSPHRASE, NOW - DAY, kind) for kind in ("ecdsa", "rsa")}


@pytest.fixture(scope="session")
def signers(demo):
    return {
        kind: signer_from_pkcs12(made.pkcs12, PASSPHRASE, now=NOW) for kind, made in demo.items()
    }


@pytest.fixture(scope="session")
def small_pdf():
    """Give a PDF of less than a kilobyte."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(100, 100))
        pdf.save(out, static_id=True)
    return out.getvalue()


@pytest.fixture(scope="session")
def sign(signers, small_pdf):
    """Sign the small PDF, or another."""

    def sign_with(signer=None, pdf=None, **changes):
        settings = {**WORDS, "time": NOW, **changes}
        return sign_pdf(pdf or small_pdf, signer or signers["ecdsa"], **settings)

    return sign_with


@pytest.fixture(scope="session")
def signed(sign, signers):
    """Give the small PDF signed by each kind of key."""
    return {kind: sign(signer) for kind, signer in signers.items()}


@pytest.fixture(scope="session")
def tools():
    """Give this module to the tests."""
    import sys

    return sys.modules[__name__]
