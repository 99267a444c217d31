"""Verifiable credentials of the W3C: signed statements with an issuer and a time.

Verifiable Credentials Data Model v2.0, https://www.w3.org/TR/vc-data-model-2.0/
"""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, Any

from pvfootprint.credentials.integrity import check_proof
from pvfootprint.credentials.reading import not_understood, read_stamp, stamp
from pvfootprint.language.texts import text
from pvfootprint.model.findings import CredentialError, Finding

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

CONTEXT = "https://www.w3.org/ns/credentials/v2"
UNDEFINED_TERMS = "https://www.w3.org/ns/credentials/undefined-terms/v2"
"""Tells readers of JSON-LD that words of the subject have no public vocabulary (5.2)."""

CREDENTIAL = "VerifiableCredential"


def credential(
    *,
    address: str,
    issuer: str,
    kinds: Sequence[str],
    subject: Mapping[str, Any],
    valid_from: datetime.datetime,
    valid_until: datetime.datetime,
    status: Sequence[Mapping[str, Any]] = (),
    related: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """Make a credential, not signed yet.

    Parameters
    ----------
    address : str
        Where it is published.
    issuer : str
        DID of the issuer.
    kinds : sequence of str
        What it is beside a credential; words without a public vocabulary are allowed.
    subject : mapping
        What it says of whom.
    valid_from, valid_until : datetime
        When it counts, both included; with time zones.
    status : sequence of mapping
        Where its state is told: :func:`pvfootprint.credentials.status_lists.status_entry`.
    related : sequence of mapping
        Files that belong to it: :func:`related_file`.

    Returns
    -------
    dict
        JSON.
    """
    made: dict[str, Any] = {
        "@context": [CONTEXT, UNDEFINED_TERMS],
        "id": address,
        "type": [CREDENTIAL, *kinds],
        "issuer": issuer,
        "validFrom": stamp(valid_from),
        "validUntil": stamp(valid_until),
        "credentialSubject": dict(subject),
    }
    if status:
        made["credentialStatus"] = [dict(one) for one in status]
    if related:
        made["relatedResource"] = [dict(one) for one in related]
    return made


def related_file(address: str, content: bytes, media_type: str) -> dict[str, Any]:
    """Return how a credential names a file that belongs to it (5.3: by address and hash)."""
    digest = base64.b64encode(hashlib.sha256(content).digest()).decode("ascii")
    return {"id": address, "mediaType": media_type, "digestSRI": f"sha256-{digest}"}


def check_credential(
    document: Mapping[str, Any],
    public: Ed25519PublicKey,
    *,
    kind: str,
    now: datetime.datetime,
    name: str = "",
) -> list[Finding]:
    """Check a credential.

    Parameters
    ----------
    document : mapping
        From outside.
    public : Ed25519PublicKey
        The issuer's key.
    kind : str
        What it must be.
    now : datetime
        At which time it must count.
    name : str
        Name of the file, for what is said.

    Returns
    -------
    list of Finding
        STL-002, STL-003: not signed so, or no such credential; STL-004: not valid yet; STL-005:
        out of date.
    """
    wrong = check_proof(document, public, name)
    kinds, contexts = document.get("type"), document.get("@context")
    if not isinstance(kinds, list) or not {CREDENTIAL, kind} <= {str(one) for one in kinds}:
        wrong.append(not_understood(name, "type"))
    if not isinstance(contexts, list) or contexts[:1] != [CONTEXT]:
        wrong.append(not_understood(name, "@context"))
    try:
        return [*wrong, *_times(document, now, name)]
    except CredentialError as error:
        return [*wrong, *error.findings]


def _times(document: Mapping[str, Any], now: datetime.datetime, name: str) -> list[Finding]:
    start = read_stamp(document.get("validFrom"), name)
    end = read_stamp(document.get("validUntil"), name)
    if now < start:
        message = text("the signed file counts from a later time")
        hint = text("look whether the clock of this computer is right")
        return [Finding("STL-004", message, name, found=stamp(start), hint=hint)]
    if now > end:
        message = text("the signed file is out of date")
        hint = text("fetch it again; if it stays so, ask the certifier")
        expected = text("one that counts at {time}", time=stamp(now))
        return [Finding("STL-005", message, name, found=stamp(end), expected=expected, hint=hint)]
    return []
