"""Signed heads of the log, which programs of others read too (C2SP tlog-checkpoint, signed-note).

https://c2sp.org/tlog-checkpoint, https://c2sp.org/signed-note
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature

from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding, RegistryError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (
        Ed25519PrivateKey,
        Ed25519PublicKey,
    )

NAME = "checkpoint"
"""Name of the file, for what is said."""

ED25519 = b"\x01"
"""Kind of the signature (signed-note, signature types)."""

LARGEST = 2**16
"""Largest note that is read [bytes]."""

DASH = "\N{EM DASH} "

BODY = re.compile(r"([^\n]+)\n(0|[1-9][0-9]{0,18})\n([A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*")
SIGNATURE = re.compile(rf"{DASH}([^\s+]+) ([A-Za-z0-9+/]+=*)\n")
NOTE = re.compile(rf"(.*\n)\n((?:{DASH}[^\s+]+ [A-Za-z0-9+/]+=*\n)+)", re.DOTALL)
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log, as a note says it.

    Parameters
    ----------
    origin : str
        Which log: its address without ``https://``.
    size : int
        Number of entries.
    root : str
        Root of their tree (RFC 6962, 2.1), hexadecimal.
    """

    origin: str
    size: int
    root: str


def origin_of(base_url: str) -> str:
    """Return the name of the log that is published below a web address: ``host/path/log``."""
    parts = urlsplit(base_url)
    return f"{parts.netloc.lower()}{parts.path.rstrip('/')}/log"


def write_checkpoint(origin: str, size: int, root: str, private: Ed25519PrivateKey) -> bytes:
    """Write and sign the head of a log.

    Parameters
    ----------
    origin, size, root
        As in :class:`Checkpoint`.
    private : Ed25519PrivateKey
        The log's key.

    Returns
    -------
    bytes
        A signed note; the same every time.
    """
    hashed = base64.b64encode(bytes.fromhex(root)).decode("ascii")
    return sign_note(f"{origin}\n{size}\n{hashed}\n", origin, private)


def read_checkpoint(content: bytes, origin: str, public: Ed25519PublicKey) -> Checkpoint:
    """Read a signed head, and check its signature.

    Parameters
    ----------
    content : bytes
        A note from outside.
    origin : str
        Which log it must be of; the log's key has the same name.
    public : Ed25519PublicKey
        The log's key.

    Returns
    -------
    Checkpoint
        What it says.

    Raises
    ------
    RegistryError
        STL-010 if it is no note of a head; STL-011 if it is of another log, or not signed with
        this key.
    """
    found = _head(open_note(content, origin, public))
    if found.origin != origin:
        message = text("the signed head is that of another log")
        finding = Finding("STL-011", message, NAME, found=found.origin[:200], expected=origin)
        raise RegistryError([finding])
    return found


def unproven_checkpoint(content: bytes) -> Checkpoint:
    """Read a signed head that somebody kept himself, so that it needs no proof of who signed it.

    Parameters
    ----------
    content : bytes
        A note.

    Returns
    -------
    Checkpoint
        What it says, whoever signed it.

    Raises
    ------
    RegistryError
        STL-010 if it is no note of a head.
    """
    return _head(_parts(content)[0])


def sign_note(body: str, name: str, private: Ed25519PrivateKey) -> bytes:
    """Sign a text that ends with a line break; `name` is that of the key."""
    signed = _key_id(name, private.public_key()) + private.sign(body.encode())
    return f"{body}\n{DASH}{name} {base64.b64encode(signed).decode('ascii')}\n".encode()


def open_note(content: bytes, name: str, public: Ed25519PublicKey) -> str:
    """Check a signed note.

    Parameters
    ----------
    content : bytes
        From outside.
    name : str
        Name of the key.
    public : Ed25519PublicKey
        The key. Signatures by other keys are passed over.

    Returns
    -------
    str
        What was signed.

    Raises
    ------
    RegistryError
        STL-010 if it is no signed note, STL-011 if it is not signed with this key.
    """
    body, signatures = _parts(content)
    theirs = _key_id(name, public)
    ours = [one[4:] for who, one in signatures if who == name and one[:4] == theirs]
    try:
        for signature in ours:
            public.verify(signature, body.encode())
    except InvalidSignature:
        ours = []
    if not ours:
        message = text("the head of the log is not signed with the register's key")
        hint = text("do not rely on this register; tell the certifier")
        raise RegistryError([Finding("STL-011", message, NAME, hint=hint)])
    return body


def _head(body: str) -> Checkpoint:
    found = BODY.fullmatch(body)
    if found is None:
        raise RegistryError([_not_understood()])
    return Checkpoint(found[1], int(found[2]), base64.b64decode(found[3]).hex())


def _parts(content: bytes) -> tuple[str, list[tuple[str, bytes]]]:
    """Return the text of a note, and its signatures with the names of their keys."""
    try:
        note = content[: LARGEST + 1].decode("utf-8")
        found = NOTE.fullmatch(note) if len(content) <= LARGEST else None
        if found and not CONTROL.search(note):
            pairs = SIGNATURE.findall(found[2])
            return found[1], [(name, base64.b64decode(one, validate=True)) for name, one in pairs]
    except ValueError:  # not UTF-8, or not base64
        pass
    raise RegistryError([_not_understood()])


def _key_id(name: str, public: Ed25519PublicKey) -> bytes:
    return sha256(name.encode() + b"\n" + ED25519 + public.public_bytes_raw()).digest()[:4]


def _not_understood() -> Finding:
    message = text("the signed head of the log is not understood")
    hint = text("it is damaged, or was made by another program: fetch it again")
    return Finding("STL-010", message, NAME, hint=hint)
