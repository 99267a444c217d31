"""Issuers that are found by their web address: documents of the DID method ``did:web``.

https://w3c-ccg.github.io/did-method-web/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from pvfootprint.credentials.multikey import as_multikey

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

CONTEXTS = ("https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1")


def did_of(base_url: str) -> str:
    """Return the DID of a web address.

    Parameters
    ----------
    base_url : str
        Such as ``https://register.example/pcf``.

    Returns
    -------
    str
        ``did:web:register.example:pcf``; a port stands as ``%3A8000``.
    """
    parts = urlsplit(base_url)
    folders = [quote(folder) for folder in parts.path.split("/") if folder]
    return ":".join(["did:web", quote(parts.netloc.lower(), safe=""), *folders])


def document_place(base_url: str) -> str:
    """Return where below a web address its DID document must lie.

    Parameters
    ----------
    base_url : str
        Such as ``https://register.example``.

    Returns
    -------
    str
        ``.well-known/did.json`` for an address without a path, else ``did.json``.
    """
    return "did.json" if urlsplit(base_url).path.strip("/") else ".well-known/did.json"


def key_id(did: str, public: Ed25519PublicKey) -> str:
    """Return the name of a key in a DID document: the DID, and the Multikey after a #."""
    return f"{did}#{as_multikey(public)}"


def did_document(did: str, publics: Sequence[Ed25519PublicKey]) -> dict[str, Any]:
    """Return a DID document.

    Parameters
    ----------
    did : str
        Whose.
    publics : sequence of Ed25519PublicKey
        Keys that sign, the newest first; former ones stay, so that what they signed can be read.

    Returns
    -------
    dict
        JSON.
    """
    return {
        "@context": list(CONTEXTS),
        "id": did,
        "verificationMethod": [
            {
                "id": key_id(did, public),
                "type": "Multikey",
                "controller": did,
                "publicKeyMultibase": as_multikey(public),
            }
            for public in publics
        ],
        "assertionMethod": [key_id(did, public) for public in publics],
    }
