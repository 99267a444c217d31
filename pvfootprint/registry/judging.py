"""Judges entries of the log one by one, each by itself: body, hash, signature.

Most of the time of a check goes into the signatures, so this may run in processes of its own.
"""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import ValidationError
from pydantic_core import from_json

from pvfootprint.model.canonical import canonical
from pvfootprint.registry.entries import hash_of, signed_bytes
from pvfootprint.registry.projections import NOTHING, Effects, effects_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pvfootprint.registry.entries import Entry

    Batch = Sequence[tuple[Entry, str]]

BODY, HASH, SIGNATURE, EFFECTS = "body", "hash", "signature", "effects"
"""What can be wrong with an entry by itself."""


class Judged(NamedTuple):
    """An entry that has been judged: what is wrong with it, and what follows from it."""

    position: int
    subject: str
    wrong: tuple[str, ...]
    effects: Effects | None


def judge(batch: Batch) -> list[Judged]:
    """Judge entries.

    Parameters
    ----------
    batch : sequence of tuple
        Entries, each with the public key under which it must be signed, hexadecimal; empty if
        nobody knows it.

    Returns
    -------
    list of Judged
        Those with which something is wrong, or from which something follows.
    """
    signed = [_signed(entry) for entry, _ in batch]
    # One after another, because that is a third faster: the library's tables stay in the cache.
    forged = _forged(batch, signed)
    judged = []
    for i, (entry, _) in enumerate(batch):
        wrong = [] if _is_canonical(entry.body) else [BODY]
        effects = None
        try:
            found = effects_of(entry.body)
            effects = None if found is NOTHING else found
        except ValidationError:
            wrong.append(EFFECTS)
        if not entry.signature.isascii() or hash_of(signed[i], entry.signature) != entry.hash:
            wrong.append(HASH)
        if i in forged:
            wrong.append(SIGNATURE)
        if wrong or effects:
            judged.append(Judged(entry.position, entry.subject, tuple(wrong), effects))
    return judged


def _forged(batch: Batch, signed: Sequence[bytes]) -> set[int]:
    """Return which signatures do not hold, of those whose key is known."""
    keys = {
        public: Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        for public in {public for _, public in batch}
        if public
    }
    return {
        i
        for i, (entry, public) in enumerate(batch)
        if public and not _is_signed(keys[public], entry.signature, signed[i])
    }


def _signed(entry: Entry) -> bytes:
    return signed_bytes(
        position=entry.position,
        previous=entry.previous,
        time=entry.time,
        act=entry.act,
        subject=entry.subject,
        person=entry.person,
        body=entry.body,
    )


def _is_canonical(body: str) -> bool:
    """Return whether a body is the one spelling of what it says."""
    written = body.encode("utf-8")
    # The first reader is faster; what does not please it is read again by the usual one.
    for read in (from_json, json.loads):
        with contextlib.suppress(ValueError, RecursionError):
            if canonical(read(body)) == written:
                return True
    return False


def _is_signed(key: Ed25519PublicKey, signature: str, signed: bytes) -> bool:
    try:
        key.verify(bytes.fromhex(signature), signed)
    except (InvalidSignature, ValueError):
        return False
    return True
