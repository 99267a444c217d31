"""Public keys as Multikeys: Ed25519 keys in base58btc.

Controlled Identifiers v1.0, https://www.w3.org/TR/cid-1.0/#Multikey
"""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from pvfootprint.language.texts import text
from pvfootprint.model.findings import CredentialError, Finding

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
"""Digits of base58btc: those that are not mistaken for each other."""

BASE58 = "z"
"""Multibase's sign for base58btc (draft-multiformats-multibase)."""

ED25519 = b"\xed\x01"
"""Multicodec's sign for an Ed25519 public key."""

LONGEST = 128
"""Longest text that is decoded [characters]: a signature has 88."""


def to_base58(content: bytes) -> str:
    """Write bytes in base58btc, with multibase's sign before it."""
    number, digits = int.from_bytes(content), ""
    while number:
        number, digit = divmod(number, 58)
        digits = ALPHABET[digit] + digits
    zeros = len(content) - len(content.lstrip(b"\0"))
    return BASE58 + ALPHABET[0] * zeros + digits


def from_base58(written: object) -> bytes:
    """Read bytes that are written in base58btc.

    Parameters
    ----------
    written : object
        Whatever stands where a text in base58btc, with multibase's sign, should.

    Returns
    -------
    bytes
        What it stands for.

    Raises
    ------
    ValueError
        If it is no such text, or longer than any key or signature.
    """
    if not isinstance(written, str) or len(written) > LONGEST or written[:1] != BASE58:
        raise ValueError
    number = 0
    for digit in written[1:]:
        number = number * 58 + ALPHABET.index(digit)
    zeros = len(written) - 1 - len(written[1:].lstrip(ALPHABET[0]))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8)


def as_multikey(public: Ed25519PublicKey) -> str:
    """Return a public key as a Multikey: ``z6Mk...``."""
    return to_base58(ED25519 + public.public_bytes_raw())


def read_multikey(written: object) -> Ed25519PublicKey:
    """Read a Multikey.

    Parameters
    ----------
    written : object
        ``z6Mk...``, or whatever a file from outside has in its place.

    Returns
    -------
    Ed25519PublicKey
        The key.

    Raises
    ------
    CredentialError
        STL-001 if it is no Ed25519 key.
    """
    try:
        kind, key = (content := from_base58(written))[:2], content[2:]
        # A key of another kind is refused for its length, which no Ed25519 key has.
        return Ed25519PublicKey.from_public_bytes(key if kind == ED25519 else b"")
    except ValueError as error:
        message = text("this is no public key of the kind that signs registers")
        expected = text("an Ed25519 key as a Multikey: z6Mk...")
        finding = Finding("STL-001", message, found=str(written)[:100], expected=expected)
        raise CredentialError([finding]) from error
