"""Entries of the log: what is signed, and what is hashed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from pvfootprint.model.canonical import ENCODER, digest
from pvfootprint.registry.tree import leaf_hash

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

FORMAT = "pvfootprint log entry 1"

FIRST = "0" * 64
"""Stands as the predecessor's hash in the first entry."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts.

    Parameters
    ----------
    person : str
        Key of the person in the registry: ``evaluator-a``.
    key : Ed25519PrivateKey
        The person's key, opened.
    """

    person: str
    key: Ed25519PrivateKey


class Entry(NamedTuple):
    """An entry of the log; its fields stand in the order of the table's columns.

    Parameters
    ----------
    position : int
        Its place, counted from 1.
    previous : str
        Hash of the entry before it; :data:`FIRST` for the first.
    time : str
        When it was written: ISO 8601, UTC, microseconds.
    act : str
        What was done: ``accept``.
    subject : str
        To what: number of an application or a certificate, ``staff/evaluator-a``, ``registry``.
    person : str
        Who did it.
    body : str
        What the act says, as canonical JSON.
    signature : str
        Ed25519 signature of the person over :func:`signed_bytes`, hexadecimal.
    hash : str
        Leaf hash over all of it (RFC 6962, 2.1), hexadecimal.
    """

    position: int
    previous: str
    time: str
    act: str
    subject: str
    person: str
    body: str
    signature: str
    hash: str

    @property
    def data(self) -> dict[str, Any]:
        """What the act says."""
        read: dict[str, Any] = json.loads(self.body)
        return read


def signed_bytes(
    *, position: int, previous: str, time: str, act: str, subject: str, person: str, body: str
) -> bytes:
    """Return what the acting person signs: canonical JSON of every column but signature and hash.

    The body stands in it as its SHA-256.
    """
    return signed_over(position, previous, time, act, subject, person, digest(body.encode("utf-8")))


def signed_over(
    position: int, previous: str, time: str, act: str, subject: str, person: str, body: str
) -> bytes:
    """Return what the acting person signs, from the SHA-256 of the body."""
    # Spelled out, because the check of a long log makes one for each entry.
    quoted = ENCODER.encode
    return (
        f'{{"act":{quoted(act)},"body":"{body}","format":"{FORMAT}",'
        f'"person":{quoted(person)},"position":{position},"previous":{quoted(previous)},'
        f'"subject":{quoted(subject)},"time":{quoted(time)}}}'
    ).encode()


def hash_of(signed: bytes, signature: str) -> str:
    """Return the hash of an entry: leaf hash over what is signed and the signature."""
    return leaf_hash(signed + b"\n" + signature.encode("ascii"))


def make_entry(
    position: int, previous: str, time: str, act: str, subject: str, body: str, actor: Actor
) -> Entry:
    """Make an entry and sign it.

    Parameters
    ----------
    position, previous, time, act, subject, body
        As in :class:`Entry`.
    actor : Actor
        Who acts.

    Returns
    -------
    Entry
        Signed and hashed.
    """
    signed = signed_bytes(
        position=position,
        previous=previous,
        time=time,
        act=act,
        subject=subject,
        person=actor.person,
        body=body,
    )
    signature = actor.key.sign(signed).hex()
    return Entry(
        position=position,
        previous=previous,
        time=time,
        act=act,
        subject=subject,
        person=actor.person,
        body=body,
        signature=signature,
        hash=hash_of(signed, signature),
    )
