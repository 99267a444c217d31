"""JSON with one spelling for each content, so that it can be hashed, signed and compared."""

from __future__ import annotations

import hashlib
import json

from pydantic import ConfigDict

CLOSED = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)
"""Settings of models of files from outside: no guessing of types, no unknown fields."""

ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)
"""Made once: a registry's check writes one text for each entry of the log."""


def canonical(data: object) -> bytes:
    """Write JSON in its one spelling.

    Parameters
    ----------
    data : object
        Dictionaries with string keys, lists, strings, finite numbers, truth values, None.

    Returns
    -------
    bytes
        UTF-8, keys sorted, no spaces, numbers as short as they can be read back unchanged.

    Raises
    ------
    ValueError
        For a number that JSON does not know, or half a character.
    """
    return ENCODER.encode(data).encode("utf-8")


def digest(content: bytes) -> str:
    """Return the SHA-256 as 64 hexadecimal characters."""
    return hashlib.sha256(content).hexdigest()
