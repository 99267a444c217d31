"""Asks a time-stamping authority when a signature was there (RFC 3161)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pvfootprint.documents.signatures.certificates import HASH
from pvfootprint.documents.signatures.ranges import der_length
from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding, SignatureError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

WAITING = 20
"""Longest wait for the authority's answer [s]."""

LARGEST = 12 * 2**10
"""Largest time stamp that a signature has place for [bytes]."""


def stamper(address: str) -> Any:  # noqa: ANN401
    """Return what asks an authority for time stamps, in the way of pyHanko.

    Parameters
    ----------
    address : str
        ``http://`` or ``https://``. The stamp is signed itself, so that either will do.

    Returns
    -------
    TimeStamper
        Raises SIG-009 if it gets no stamp, or one of something else.
    """
    from pyhanko.sign.timestamps.aiohttp_client import HTTPTimeStamper  # noqa: PLC0415

    return checked(HTTPTimeStamper(address, timeout=WAITING), address)


def checked(inner: Any, address: str) -> Any:  # noqa: ANN401
    """Let every answer of a time stamper be checked before it goes into a signature."""
    ask: Callable[[bytes, str], Awaitable[Any]] = inner.async_timestamp

    async def async_timestamp(message_digest: bytes, md_algorithm: str) -> Any:  # noqa: ANN401
        try:
            token = await ask(message_digest, md_algorithm)
            _check(token, message_digest)
        except Exception as error:
            reason = str(error)[:200] or type(error).__name__
            raise SignatureError([_none(address, reason)]) from error
        return token

    inner.async_timestamp = async_timestamp
    return inner


def _check(token: Any, digest: bytes) -> None:  # noqa: ANN401
    """Raise an error if a stamp is for something else, or could not be checked later."""
    stamped = token["content"]["encap_content_info"]["content"].parsed
    imprint = stamped["message_imprint"]
    if imprint["hash_algorithm"]["algorithm"].native != HASH:
        msg = "the time stamp is for another kind of hash"
        raise ValueError(msg)
    if imprint["hashed_message"].native != digest:
        msg = "the time stamp is for something else"
        raise ValueError(msg)
    encoded = token.dump()
    if len(encoded) > LARGEST or der_length(encoded) != len(encoded):
        msg = f"the time stamp is larger than {LARGEST} bytes, or not in DER"
        raise ValueError(msg)


def _none(address: str, reason: str) -> Finding:
    return Finding(
        "SIG-009",
        text("no time stamp was obtained, and nothing was signed"),
        found=f"{address}: {reason}",
        hint=text("check address and network, or sign without a time stamp"),
    )
