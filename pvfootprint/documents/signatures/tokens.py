"""Signs with a key that never leaves its security token or card (PKCS #11)."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from pvfootprint.documents.signatures.certificates import HASH
from pvfootprint.documents.signatures.signer import Signer, chain_of, refuse_unsuited
from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding, SignatureError

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

EXTRA = "pip install 'pyhanko[pkcs11]'"


@contextmanager
def signer_from_token(
    module: Path,
    *,
    token: str,
    key: str,
    pin: bytes,
    now: datetime.datetime,
    others: Sequence[x509.Certificate] = (),
) -> Iterator[Signer]:
    """Open a security token for as long as the block lasts.

    Parameters
    ----------
    module : Path
        The maker's library, such as ``libsofthsm2.so``.
    token : str
        Label of the token.
    key : str
        Label of the key, and of its certificate on the token.
    pin : bytes
        The user's PIN, UTF-8.
    now : datetime
        When it is to sign; with a time zone.
    others : sequence of Certificate
        Authorities between the signer's certificate and the root.

    Yields
    ------
    Signer
        What signs; the key stays where it is.

    Raises
    ------
    SignatureError
        SIG-010 if the token cannot be used; SIG-003, SIG-004, SIG-005 and SIG-007 if documents
        can't be signed with it; while signing, SIG-006 if key and certificate do not belong
        together.
    """
    session, signing = _opened(module, token, key, pin)
    with session:
        try:
            certificate = x509.load_der_x509_certificate(signing.signing_cert.dump())
        except Exception as error:
            raise _unusable(key, error) from error
        refuse_unsuited(certificate, now, token)
        chain = chain_of(certificate, others)
        sign = _verified(_signing_with(signing, token), certificate, token)
        yield Signer(certificate=certificate, others=chain, sign=sign)


def _opened(module: Path, token: str, key: str, pin: bytes) -> tuple[Any, Any]:
    try:
        from pyhanko.config.pkcs11 import TokenCriteria  # noqa: PLC0415
        from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session  # noqa: PLC0415
    except ImportError as error:
        message = text("security tokens need a library that is not installed")
        hint = text("run: {command}", command=EXTRA)
        raise SignatureError([Finding("SIG-010", message, hint=hint)]) from error
    try:
        session = open_pkcs11_session(
            str(module), token_criteria=TokenCriteria(token), user_pin=pin.decode("utf-8")
        )
    except Exception as error:
        raise _unusable(token, error) from error
    # Hashing happens here, and the token signs the hash: every token can do that.
    return session, PKCS11Signer(session, cert_label=key, key_label=key, use_raw_mechanism=True)


def _signing_with(signing: Any, token: str) -> Callable[[bytes], bytes]:  # noqa: ANN401
    def sign(data: bytes) -> bytes:
        try:
            return bytes(asyncio.run(signing.async_sign_raw(data, HASH)))
        except Exception as error:
            raise _unusable(token, error) from error

    return sign


def _verified(
    sign: Callable[[bytes], bytes], certificate: x509.Certificate, token: str
) -> Callable[[bytes], bytes]:
    """Verify what a token signs: it may hold a certificate of another key."""

    def sign_and_verify(data: bytes) -> bytes:
        signature, public = sign(data), certificate.public_key()
        try:
            if isinstance(public, rsa.RSAPublicKey):
                public.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
            elif isinstance(public, ec.EllipticCurvePublicKey):
                public.verify(signature, data, ec.ECDSA(hashes.SHA256()))
        except InvalidSignature as error:
            message = text("the key does not belong to the certificate")
            hint = text("put key and certificate onto the token under one label")
            raise SignatureError([Finding("SIG-006", message, token, hint=hint)]) from error
        return signature

    return sign_and_verify


def _unusable(what: str, error: Exception) -> SignatureError:
    # The name of the error only: its text may tell about the PIN.
    return SignatureError(
        [
            Finding(
                "SIG-010",
                text("the security token cannot be used"),
                what,
                found=type(error).__name__,
                hint=text("check module, label of token and key, and PIN; wrong PINs lock a token"),
            )
        ]
    )
