"""Signs a PDF: one PAdES baseline signature in an update that is appended to the file."""

from __future__ import annotations

import asyncio
import hashlib
import io
from functools import cache
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives import serialization

from pvfootprint.documents.signatures.certificates import HASH
from pvfootprint.documents.signatures.ranges import KEY, find_signature
from pvfootprint.documents.signatures.signer import refuse_unsuited
from pvfootprint.documents.signatures.stamping import LARGEST as LARGEST_STAMP
from pvfootprint.documents.signatures.stamping import stamper
from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding, SignatureError

if TYPE_CHECKING:
    import datetime

    from cryptography import x509

    from pvfootprint.documents.signatures.signer import Signer

FIELD = "Signature"
"""Name of the signature's field."""

RESERVED = 4096
"""Bytes that are kept for a signature beside its certificates and time stamp."""


def sign_pdf(
    pdf: bytes,
    signer: Signer,
    *,
    reason: str,
    location: str,
    name: str,
    time: datetime.datetime,
    time_stamps: str = "",
) -> bytes:
    """Sign a PDF.

    The signature is PAdES baseline B-B (ETSI EN 319 142-1) in an update that follows the file's
    own bytes, which stay as they are. It certifies the document and permits no change (DocMDP,
    level 1), so that programs that show it warn of whatever is added, a second signature included.
    Its field is not visible, for the page says who signs; it keeps the file PDF/A-3: no size, no
    appearance, printed, not hidden (ISO 19005-3:2012, 6.3 and 6.4.3).

    Parameters
    ----------
    pdf : bytes
        Unsigned and not encrypted.
    signer : Signer
        The certifier's.
    reason, location, name : str
        Why, where and in whose name it is signed.
    time : datetime
        When, with a time zone. It is what the signer claims.
    time_stamps : str
        Address of a time-stamping authority, which makes the signature B-T; empty for none, and
        then nothing goes over any network.

    Returns
    -------
    bytes
        The signed file; without time stamp the same for the same file, signer and words.

    Raises
    ------
    SignatureError
        SIG-005 if the certificate is not valid at that time, SIG-008 if the file can't be signed,
        SIG-009 if no time stamp comes, SIG-023 if it is too large.
    """
    refuse_unsuited(signer.certificate, time)
    if KEY in pdf:
        raise _refused(text("the PDF is signed already"))
    words = {"reason": reason, "location": location, "name": name, "timestamp": time}
    stamps = stamper(time_stamps) if time_stamps else None
    signed = asyncio.run(_signed(pdf, signer, words, stamps))
    found = find_signature(signed)
    if isinstance(found, list):
        # Nothing is signed that would be refused when it is checked.
        raise SignatureError(found)
    return signed


async def _signed(pdf: bytes, signer: Signer, words: dict[str, Any], stamps: Any) -> bytes:  # noqa: ANN401
    from pyhanko.pdf_utils.misc import PdfError  # noqa: PLC0415
    from pyhanko.sign.signers.cms_embedder import SigIOSetup  # noqa: PLC0415

    try:
        embedding = _prepared(pdf, words, _size(signer) + (LARGEST_STAMP if stamps else 0))
        prepared, output = embedding.send(SigIOSetup(md_algorithm=HASH))
    except (PdfError, ValueError, KeyError, TypeError) as error:
        raise _refused(text("the file is no PDF, or damaged")) from error
    signature = await _cms_signer(signer).async_sign(
        prepared.document_digest, HASH, use_pades=True, timestamper=stamps
    )
    embedding.send(signature)
    signed: bytes = output.getvalue()
    return signed


def _prepared(pdf: bytes, words: dict[str, Any], size: int) -> Any:  # noqa: ANN401
    """Put field and empty signature into the update; what comes back waits for the signature."""
    from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter  # noqa: PLC0415
    from pyhanko.sign.signers.cms_embedder import (  # noqa: PLC0415
        PdfCMSEmbedder,
        SigMDPSetup,
        SigObjSetup,
    )
    from pyhanko.sign.signers.constants import ESIC_EXTENSION_1  # noqa: PLC0415
    from pyhanko.sign.signers.pdf_byterange import SignatureObject  # noqa: PLC0415

    writer = _update_writer()(io.BytesIO(pdf))
    if writer.prev.encrypted:
        raise _refused(text("the PDF is encrypted"))
    writer.register_extension(ESIC_EXTENSION_1)
    embedding = PdfCMSEmbedder(new_field_spec=SigFieldSpec(FIELD)).write_cms(FIELD, writer)
    next(embedding)
    empty = SignatureObject(subfilter=SigSeedSubFilter.PADES, bytes_reserved=2 * size, **words)
    final = SigMDPSetup(HASH, certify=True, docmdp_perms=MDPPerm.NO_CHANGES)
    embedding.send(SigObjSetup(sig_placeholder=empty, mdp_setup=final))
    return embedding


def _size(signer: Signer) -> int:
    """Return how many bytes are kept for the signature."""
    return RESERVED + sum(len(_der(one)) for one in (signer.certificate, *signer.others))


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)


@cache
def _update_writer() -> Any:  # noqa: ANN401
    from pyhanko.pdf_utils.generic import ArrayObject, ByteStringObject  # noqa: PLC0415
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415

    class SignatureOnly(IncrementalPdfFileWriter):
        """Adds a signature and nothing else.

        The file stays PDF 1.7, on which PDF/A-3 stands, with the metadata it has; its second
        identifier follows from its bytes.
        """

        output_version = (1, 7)

        def _update_meta(self) -> None:
            pass

        @classmethod
        def _handle_id(cls, prev: Any) -> Any:  # noqa: ANN401
            first, _ = super()._handle_id(prev)  # type: ignore[no-untyped-call]
            own = hashlib.sha256(prev.stream.getvalue()).digest()[:16]
            return ArrayObject([first, ByteStringObject(own)])

    return SignatureOnly


def _cms_signer(signer: Signer) -> Any:  # noqa: ANN401
    from asn1crypto import x509 as syntax  # noqa: PLC0415
    from pyhanko_certvalidator.registry import SimpleCertificateStore  # noqa: PLC0415

    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple([syntax.Certificate.load(_der(one)) for one in signer.others])
    certificate = syntax.Certificate.load(_der(signer.certificate))
    return _signer_class()(signer.sign, signing_cert=certificate, cert_registry=store)


@cache
def _signer_class() -> Any:  # noqa: ANN401
    from pyhanko.sign.signers.pdf_cms import Signer as CmsSigner  # noqa: PLC0415

    class Given(CmsSigner):
        """Signs with the function that it is given, so that the key stays where it is."""

        def __init__(self, sign: Any, **settings: Any) -> None:  # noqa: ANN401
            super().__init__(**settings)
            self.sign = sign

        async def async_sign_raw(
            self,
            data: bytes,
            digest_algorithm: str,
            dry_run: bool = False,
        ) -> bytes:
            # In a thread of its own: what speaks to a token may run a loop of its own.
            signature: bytes = await asyncio.to_thread(self.sign, data)
            return signature

    return Given


def _refused(why: str) -> SignatureError:
    hint = text("sign the file as it was made, without any change")
    message = text("the file cannot be signed")
    return SignatureError([Finding("SIG-008", message, found=why, hint=hint)])
