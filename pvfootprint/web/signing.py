"""What the publisher signs: credentials, status lists, and the head of the log with its tiles."""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from pvfootprint.certification.verification import places
from pvfootprint.credentials.did_web import did_document, did_of, document_place, key_id
from pvfootprint.credentials.integrity import sign
from pvfootprint.credentials.reading import as_json
from pvfootprint.credentials.status_lists import (
    PURPOSES,
    REVOCATION,
    SUSPENSION,
    place_of,
    status_entry,
    status_list,
)
from pvfootprint.credentials.verifiable import credential, related_file
from pvfootprint.language.texts import text
from pvfootprint.model.canonical import digest
from pvfootprint.model.findings import Finding, RegistryError
from pvfootprint.registry.acting import inactive, unknown
from pvfootprint.registry.checkpoints import origin_of
from pvfootprint.registry.disclosing import PUBLISHER, PublisherFile, publisher_entries
from pvfootprint.registry.people import ADD, INIT, REVOKE
from pvfootprint.submission.keys import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from pvfootprint.registry.entries import Actor
    from pvfootprint.registry.people import Person
    from pvfootprint.registry.snapshots import Snapshot

COUNTS_FOR = datetime.timedelta(days=14)
"""How long a status list counts; a register that is signed every day may miss a week."""

BIT = {
    "withdrawn": REVOCATION,
    "cancelled": REVOCATION,
    "superseded": REVOCATION,
    "suspended": SUSPENSION,
}
"""State of a certificate -> the list in which its bit is set."""

KIND = "ProductCarbonFootprintCertificate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """Who signs the register.

    Parameters
    ----------
    person : Person
        As the registry knows the person.
    private : Ed25519PrivateKey
        The person's key, opened.
    base_url : str
        Where the register is published.
    now : datetime
        Time of what is signed anew at every publication [UTC].
    keys : tuple of Ed25519PublicKey
        Keys of publishers that count or expired, the person's own first: what they signed holds.
    ever : tuple of Ed25519PublicKey
        All keys that publishers ever had, also those that were revoked.
    """

    person: Person
    private: Ed25519PrivateKey
    base_url: str
    now: datetime.datetime
    keys: tuple[Ed25519PublicKey, ...]
    ever: tuple[Ed25519PublicKey, ...]

    @property
    def did(self) -> str:
        """The issuer of credentials and status lists."""
        return did_of(self.base_url)

    @property
    def method(self) -> str:
        """Name of the key in the issuer's DID document."""
        return key_id(self.did, self.private.public_key())

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the public key, as ``pvfootprint keys show`` prints it."""
        return fingerprint(self.private.public_key())


def publisher_of(
    snapshot: Snapshot, actor: Actor, base_url: str, now: datetime.datetime
) -> Publisher:
    """Return who signs, if the person may publish.

    Parameters
    ----------
    snapshot : Snapshot
        The registry.
    actor : Actor
        Who acts.
    base_url : str
        Where to.
    now : datetime
        When [UTC].

    Returns
    -------
    Publisher
        The person with the key.

    Raises
    ------
    RegistryError
        STF-001 to STF-003 if the key does not count, PUB-006 if the person is no publisher.
    """
    person = snapshot.people().get(actor.person)
    if person is None or person.public != actor.key.public_key().public_bytes_raw().hex():
        raise RegistryError([unknown(actor.person)])
    findings = inactive(person, now)
    if PUBLISHER not in person.roles:
        hint = text(
            "an administrator appoints one: {command}",
            command="pvfootprint staff add NAME --role publisher",
        )
        message = text("only a publisher may publish the register")
        findings.append(Finding("PUB-006", message, found=person.name.text, hint=hint))
    if findings:
        raise RegistryError(findings)
    holding, ever = _keys(snapshot)
    return Publisher(
        person=person,
        private=actor.key,
        base_url=base_url,
        now=now,
        keys=tuple(_public(one) for one in dict.fromkeys((person.public, *holding))),
        ever=tuple(map(_public, ever)),
    )


def _keys(snapshot: Snapshot) -> tuple[list[str], list[str]]:
    """Return keys of publishers, hexadecimal, the newest first: those not revoked, and all."""
    holding: dict[str, str] = {}
    ever: dict[str, None] = {}
    for entry in sorted(one for act in (INIT, ADD, REVOKE) for one in snapshot.entries(act=act)):
        about = entry.data["administrator"] if entry.act == INIT else entry.data
        if entry.act == REVOKE:
            holding = {key: who for key, who in holding.items() if who != about["person"]}
        elif PUBLISHER in about["roles"]:
            holding[about["public"]] = about["person"]
            ever[about["public"]] = None
    return list(reversed(holding)), list(reversed(ever))


def _public(key: str) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))


def who_signs(
    publisher: Publisher, snapshot: Snapshot, registry: str
) -> Iterator[tuple[str, bytes]]:
    """Yield the files that say whose key signs the register, and who allowed that.

    Parameters
    ----------
    publisher : Publisher
        Who signs.
    snapshot : Snapshot
        The registry.
    registry : str
        Its name for itself.

    Yields
    ------
    tuple
        Path in the folder, and content.
    """
    file = PublisherFile(
        registry=registry,
        base_url=publisher.base_url,
        origin=origin_of(publisher.base_url),
        did=publisher.did,
        public=publisher.person.public,
        people=publisher_entries(snapshot),
    )
    yield places.PUBLISHER, file.content()
    document = did_document(publisher.did, publisher.keys)
    yield document_place(publisher.base_url), as_json(document)


def signed_credential(
    publisher: Publisher, record: bytes, pdf: bytes, index: int, issued: datetime.datetime
) -> bytes:
    """Return a certificate as a signed credential; the same at every publication.

    Parameters
    ----------
    publisher : Publisher
        Who signs.
    record : bytes
        What the certificate says.
    pdf : bytes
        The certificate.
    index : int
        Its place in the status lists, counted from 0.
    issued : datetime
        Time of its issue [UTC].

    Returns
    -------
    bytes
        JSON.
    """
    data = json.loads(record)
    name, base = data["number"], publisher.base_url
    page = f"{base}/{places.page_place(name)}"
    last = datetime.datetime.fromisoformat(data["expires"]).replace(tzinfo=datetime.UTC)
    number, bit = place_of(index)
    made = credential(
        address=f"{base}/{places.credential_place(name)}",
        issuer=publisher.did,
        kinds=[KIND],
        subject={
            "id": page,
            "type": KIND,
            "number": name,
            "recordSha256": digest(record),
            "record": data,
        },
        valid_from=issued,
        # It is valid to the end of its last day.
        valid_until=last + datetime.timedelta(days=1, seconds=-1),
        status=[
            status_entry(f"{base}/{places.status_place(purpose, number)}", purpose, bit)
            for purpose in PURPOSES
        ],
        related=[
            related_file(f"{base}/{places.record_place(name)}", record, "application/json"),
            related_file(f"{base}/{places.pdf_place(name)}", pdf, "application/pdf"),
        ],
    )
    # No key can have signed before it was a publisher's.
    created = max(issued, datetime.datetime.fromisoformat(publisher.person.added))
    return as_json(sign(made, publisher.private, method=publisher.method, created=created))


def status_lists(
    publisher: Publisher, states: Iterable[tuple[int, str]]
) -> Iterator[tuple[str, bytes]]:
    """Yield the status lists, signed now.

    Parameters
    ----------
    publisher : Publisher
        Who signs.
    states : iterable of tuple
        Place and state of each certificate.

    Yields
    ------
    tuple
        Path in the folder, and content.
    """
    bits: dict[tuple[str, int], list[int]] = defaultdict(list)
    lists = 1
    for place, status in states:
        number, bit = place_of(place)
        lists = max(lists, number)
        if status in BIT:
            bits[BIT[status], number].append(bit)
    until = publisher.now + COUNTS_FOR
    for number in range(1, lists + 1):
        for purpose in PURPOSES:
            path = places.status_place(purpose, number)
            made = status_list(
                address=f"{publisher.base_url}/{path}",
                issuer=publisher.did,
                purpose=purpose,
                bits=bits[purpose, number],
                valid_from=publisher.now,
                valid_until=until,
            )
            signed = sign(made, publisher.private, method=publisher.method, created=publisher.now)
            yield path, as_json(signed)
