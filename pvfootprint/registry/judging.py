"""Judges entries of the log one by one, each by itself: body, hash, signature.

Most of the time of a check goes into the signatures, so this may run in processes of its own.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import ValidationError

from pvfootprint.model.canonical import canonical
from pvfootprint.registry.entries import Entry, hash_of, signed_bytes
from pvfootprint.registry.projections import NOTHING, Effects, effects_of

if TYPE_CHECKING:
    from collections.abc import Sequence

BODY, HASH, SIGNATURE, EFFECTS = "body", "hash", "signature", "effects"
"""What can be wrong with an entry by itself."""


class Judged(NamedTuple):
    """An entry that has been judged: what is wrong with it, and what follows from it."""

    position: int
    subject: str
    wrong: tuple[str, ...]
    effects: Effects | None


def judge(entries: Sequence[tuple[tuple[Any, ...], str]]) -> list[Judged]:
    """Judge entries.

    Parameters
    ----------
    entries : sequence of tuple
        Fields of entries, each with the public key under which it must be signed, hexadecimal;
        empty if nobody knows it.

    Returns
    -------
    list of Judged
        Those with which something is wrong, or from which something follows.
    """
    keys = {
        public: Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        for public in {public for _, public in entries}
        if public
    }
    judged = []
    for values, public in entries:
        entry = Entry(*values)
        wrong = [] if _is_canonical(entry.body) else [BODY]
        effects = None
        try:
            found = effects_of(entry.body)
            effects = None if found is NOTHING else found
        except ValidationError:
            wrong.append(EFFECTS)
        signed = _signed(entry)
        if not entry.signature.isascii() or hash_of(signed, entry.signature) != entry.hash:
            wrong.append(HASH)
        if public and not _is_signed(keys[public], entry.signature, signed):
            wrong.append(SIGNATURE)
        if wrong or effects:
            judged.append(Judged(entry.position, entry.subject, tuple(wrong), effects))
    return judged


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
    try:
        return canonical(json.loads(body)) == body.encode("utf-8")
    except (ValueError, RecursionError):
        return False


def _is_signed(key: Ed25519PublicKey, signature: str, signed: bytes) -> bool:
    try:
        key.verify(bytes.fromhex(signature), signed)
    except (InvalidSignature, ValueError):
        return False
    return True
