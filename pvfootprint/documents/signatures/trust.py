"""Follows a signer's certificate up to one that is trusted, without any network."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from asn1crypto import x509 as syntax
from cryptography.hazmat.primitives.serialization import Encoding

from pvfootprint.documents.signatures.certificates import may_issue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptography import x509

    from pvfootprint.documents.signatures.container import Container


@dataclass(frozen=True, slots=True)
class Trust:
    """Whether a certificate is trusted.

    Parameters
    ----------
    by : str
        ``certificate`` if it is itself among the trusted ones, ``authority`` if one of them issued
        it or its issuer; empty if it is not trusted.
    valid : bool
        Whether it and its issuers were valid at the time.
    path : tuple of bytes
        DER of the certificates from the trusted one down to it.
    """

    by: str = ""
    valid: bool = False
    path: tuple[bytes, ...] = ()


async def follow(
    container: Container, trusted: Sequence[x509.Certificate], time: datetime.datetime
) -> Trust:
    """Follow the signer's certificate up to a trusted one.

    Parameters
    ----------
    container : Container
        The signature.
    trusted : sequence of Certificate
        Authorities, or certifiers themselves.
    time : datetime
        When all must be valid.

    Returns
    -------
    Trust
        How far it goes. Revocation is not asked for: that needs a network.
    """
    path = await _path(container, trusted, time)
    if path is None:
        # If only the time was wrong, it is trusted on the day on which it was issued.
        issued = container.certificate.not_valid_before_utc
        path = await _path(container, trusted, issued)
    if path is None:
        return Trust()
    by = "certificate" if len(path) == 1 else "authority"
    valid = all(one.not_valid_before <= time <= one.not_valid_after for one in path)
    return Trust(by, valid, tuple(one.dump() for one in path))


async def _path(
    container: Container, trusted: Sequence[x509.Certificate], time: datetime.datetime
) -> list[Any] | None:
    from pyhanko_certvalidator import CertificateValidator  # noqa: PLC0415
    from pyhanko_certvalidator.errors import PathError, ValidationError  # noqa: PLC0415

    context = offline(_anchors(trusted, container.syntax.dump()), time)
    validator = CertificateValidator(container.syntax, container.others, context)
    try:
        path = await validator.async_validate_path()
    except (PathError, ValidationError):
        return None
    return list(path.iter_certs(include_root=True))


def offline(trusted: Sequence[x509.Certificate], time: datetime.datetime) -> Any:  # noqa: ANN401
    """Return a context of pyHanko in which exactly these are trusted, and nothing is fetched."""
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415

    roots = [syntax.Certificate.load(one.public_bytes(Encoding.DER)) for one in trusted]
    return ValidationContext(trust_roots=roots, moment=time, allow_fetching=False)


async def stamped_time(
    container: Container, authorities: Sequence[x509.Certificate]
) -> datetime.datetime | None:
    """Return the time of a signature's time stamp, if it holds.

    Parameters
    ----------
    container : Container
        With a time stamp (RFC 3161).
    authorities : sequence of Certificate
        Who is trusted to state times.

    Returns
    -------
    datetime or None
        When the signature was there already; None if the stamp does not hold, or comes from one
        that is not trusted.
    """
    from pyhanko.sign.validation.generic_cms import (  # noqa: PLC0415
        extract_certs_for_validation,
        message_imprint_checker,
        validate_tst_signed_data,
    )
    from pyhanko.sign.validation.status import TimestampSignatureStatus  # noqa: PLC0415

    time = container.stamp["encap_content_info"]["content"].parsed["gen_time"].native
    own = extract_certs_for_validation(container.stamp).signer_cert
    purposes = own.extended_key_usage_value
    if purposes is None or "time_stamping" not in purposes.native:
        return None
    roots = _anchors(authorities, own.dump())
    found = await validate_tst_signed_data(
        container.stamp, offline(roots, time), message_imprint_checker(container.info)
    )
    status = TimestampSignatureStatus(**found)
    return time if isinstance(time, datetime.datetime) and status.trusted else None


def _anchors(trusted: Sequence[x509.Certificate], own: bytes) -> list[x509.Certificate]:
    """Leave out what may not issue: such a certificate makes trusted only what it signed itself."""
    return [one for one in trusted if may_issue(one) or one.public_bytes(Encoding.DER) == own]
