"""Reads the signature of a PDF: who signed which digest, and with what (CMS, RFC 5652)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from asn1crypto import cms, core
from cryptography import x509

from pvfootprint.documents.signatures.certificates import HASH
from pvfootprint.documents.signatures.ranges import not_as_made
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from pvfootprint.model.findings import Finding

SIGNED_WITH = ("sha256_ecdsa", "sha256_rsa", "rsassa_pkcs1v15")
"""Algorithms that are accepted, under the names of asn1crypto; all with SHA-256."""

MOST_CERTIFICATES = 5
"""Most certificates in a signature or a time stamp: hostile ones could be a maze of issuers."""

STAMP = "signature_time_stamp_token"


@dataclass(frozen=True, slots=True)
class Container:
    """What a signature holds.

    Parameters
    ----------
    info : SignerInfo
        The one signature (asn1crypto).
    certificate : Certificate
        The signer's.
    syntax : Certificate
        The same, of asn1crypto.
    others : tuple of Certificate
        Further ones, of asn1crypto.
    stamp : SignedData, optional
        The time stamp.
    extras : tuple of Finding
        What it holds beyond what a signature needs: no signature covers it.
    """

    info: Any
    certificate: x509.Certificate
    syntax: Any
    others: tuple[Any, ...]
    stamp: Any
    extras: tuple[Finding, ...]

    @property
    def accepted(self) -> bool:
        """Whether digest and signature are made in a way that is accepted."""
        return (
            self.info["digest_algorithm"]["algorithm"].native == HASH
            and self.info["signature_algorithm"]["algorithm"].native in SIGNED_WITH
        )

    @property
    def algorithm(self) -> str:
        """Name of the algorithm, as asn1crypto has it."""
        return str(self.info["signature_algorithm"]["algorithm"].native)

    def verified(self, digest: bytes) -> tuple[bool, bool]:
        """Compare the digest, and verify the signature.

        Parameters
        ----------
        digest : bytes
            SHA-256 of the bytes that it covers.

        Returns
        -------
        tuple of bool
            Whether that digest was signed; whether the signature is one by the certificate's key.
        """
        from pyhanko.sign.validation.generic_cms import validate_sig_integrity  # noqa: PLC0415

        intact, valid = validate_sig_integrity(
            self.info, self.syntax, expected_content_type="data", actual_digest=digest
        )
        return bool(intact), bool(valid)


def read_container(der: bytes) -> Container:
    """Read a signature.

    Parameters
    ----------
    der : bytes
        It alone.

    Returns
    -------
    Container
        What it holds.

    Raises
    ------
    Exception
        Of any kind, for hostile bytes.
    """
    from pyhanko.sign.validation.generic_cms import (  # noqa: PLC0415
        extract_certs_for_validation,
        get_signing_cert_attr,
    )

    message = cms.ContentInfo.load(der, strict=True)
    signed = message["content"]
    if message["content_type"].native != "signed_data":
        msg = "no signature"
        raise ValueError(msg)
    _refuse_maze(signed)
    (info,) = signed["signer_infos"]
    certificates = extract_certs_for_validation(signed)
    if get_signing_cert_attr(info["signed_attrs"]) is None:
        msg = "the signature does not name its certificate"
        raise ValueError(msg)
    stamps, extras = _extras(signed, info, certificates.signer_cert)
    for one in stamps:
        _refuse_maze(one["content"])
    return Container(
        info,
        x509.load_der_x509_certificate(certificates.signer_cert.dump()),
        certificates.signer_cert,
        tuple(certificates.other_certs),
        stamps[0]["content"] if stamps else None,
        tuple(extras),
    )


def _refuse_maze(signed: Any) -> None:  # noqa: ANN401
    if len(signed["certificates"]) > MOST_CERTIFICATES:
        msg = "too many certificates"
        raise ValueError(msg)


def _extras(signed: Any, info: Any, own: Any) -> tuple[list[Any], list[Finding]]:  # noqa: ANN401
    """Return the time stamps, and findings of what no signature needs.

    None of it is covered by the signature: each part must be what signing makes, to the byte.
    """
    digests = [one.dump() for one in signed["digest_algorithms"]]
    held = [one.dump() for one in signed["certificates"]]
    unsigned = info["unsigned_attrs"]
    attributes = [] if unsigned is core.VOID or unsigned.native is None else list(unsigned)
    stamps = [one for a in attributes if a["type"].native == STAMP for one in a["values"]]
    plain = (
        signed["version"].native == info["version"].native == "v1"
        and info["sid"].name == "issuer_and_serial_number"
        and info["sid"].chosen["issuer"].dump() == own.issuer.dump()
        and digests == [info["digest_algorithm"].dump()]
        and signed["encap_content_info"]["content_type"].native == "data"
        and signed["encap_content_info"]["content"].native is None
        and signed["crls"].native is None
        and all(one.name == "certificate" for one in signed["certificates"])
        and held == sorted(set(held))
        and len(attributes) == len(stamps) <= 1
    )
    found = [] if plain else [not_as_made(text("more than a signature needs"))]
    return stamps, found
