"""Signs JSON with proofs inside it: Data Integrity, cryptosuite ``eddsa-jcs-2022``.

Data Integrity EdDSA Cryptosuites v1.0, https://www.w3.org/TR/vc-di-eddsa/#eddsa-jcs-2022

The document and the proof's own settings are each written in the one spelling of RFC 8785 and
hashed, and Ed25519 signs both hashes.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import rfc8785
from cryptography.exceptions import InvalidSignature

from pvfootprint.credentials.multikey import from_base58, to_base58
from pvfootprint.credentials.reading import not_understood, stamp
from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from cryptography.hazmat.primitives.asymmetric.ed25519 import (
        Ed25519PrivateKey,
        Ed25519PublicKey,
    )

SETTINGS = {
    "type": "DataIntegrityProof",
    "cryptosuite": "eddsa-jcs-2022",
    "proofPurpose": "assertionMethod",
}
"""What every proof here says of itself."""


def sign(
    document: Mapping[str, Any],
    private: Ed25519PrivateKey,
    *,
    method: str,
    created: datetime.datetime,
) -> dict[str, Any]:
    """Sign a document.

    Parameters
    ----------
    document : mapping
        JSON without a proof.
    private : Ed25519PrivateKey
        The issuer's key.
    method : str
        Its name in the issuer's DID document.
    created : datetime
        Time of the signature, with a time zone.

    Returns
    -------
    dict
        The document with its proof; the same every time.
    """
    options: dict[str, Any] = {**SETTINGS, "created": stamp(created), "verificationMethod": method}
    if "@context" in document:
        options["@context"] = document["@context"]
    signature = private.sign(_hashes(document, options))
    return {**document, "proof": {**options, "proofValue": to_base58(signature)}}


def check_proof(
    document: Mapping[str, Any], public: Ed25519PublicKey, name: str = ""
) -> list[Finding]:
    """Check the proof of a document.

    Parameters
    ----------
    document : mapping
        JSON with one proof; from outside.
    public : Ed25519PublicKey
        The issuer's key.
    name : str
        Name of the file, for what is said.

    Returns
    -------
    list of Finding
        STL-003 if its proof is none of this kind, STL-002 if it does not hold; else nothing.
    """
    proof = document.get("proof")
    if not isinstance(proof, dict) or any(proof.get(key) != SETTINGS[key] for key in SETTINGS):
        return [not_understood(name, "proof")]
    options = {key: value for key, value in proof.items() if key != "proofValue"}
    bare = {key: value for key, value in document.items() if key != "proof"}
    context = options.get("@context")
    # Stricter than step 4 of the specification: every context of the document must be signed.
    if context is not None and context != bare.get("@context"):
        return [_forged(name)]
    try:
        public.verify(from_base58(proof.get("proofValue")), _hashes(bare, options))
    except (InvalidSignature, ValueError, rfc8785.CanonicalizationError, RecursionError):
        return [_forged(name)]
    return []


def _hashes(document: Mapping[str, Any], options: Mapping[str, Any]) -> bytes:
    """Return what is signed: hash of the proof's settings, hash of the document."""
    return b"".join(
        hashlib.sha256(rfc8785.dumps(dict(part))).digest() for part in (options, document)
    )


def _forged(name: str) -> Finding:
    message = text("the signature does not hold: the file was changed, or somebody else made it")
    hint = text("do not rely on it; tell the certifier")
    return Finding("STL-002", message, name, hint=hint)
