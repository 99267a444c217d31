"""A published register, every file of which is proven before it is believed.

The chain of what is believed: the publisher's key is named by the certifier's log, and signs the
head of that log; entries about a certificate stand in the log under that head, and name the SHA-256
of its record and of its files; status lists are signed with the same key and count for days only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import BaseModel, ValidationError

from pvfootprint.certification.acts import BODIES
from pvfootprint.certification.cases import Certificate, Done
from pvfootprint.certification.verification.places import (
    CHECKPOINT,
    PUBLISHER,
    proof_place,
    record_place,
    tile_place,
)
from pvfootprint.credentials.did_web import did_of, key_id
from pvfootprint.language.texts import text
from pvfootprint.model.canonical import digest
from pvfootprint.model.findings import (
    CertificationError,
    CredentialError,
    Finding,
    RegistryError,
)
from pvfootprint.registry.checkpoints import origin_of, read_checkpoint
from pvfootprint.registry.disclosing import (
    PUBLISHED_ACTS,
    WHOLE_ACTS,
    ProofFile,
    PublisherFile,
    publisher_keys,
)
from pvfootprint.registry.people import InitBody
from pvfootprint.registry.proofs import (
    TileNodes,
    consistency_proof,
    extends,
    includes,
    inclusion_proof,
)
from pvfootprint.registry.tree import EMPTY_ROOT
from pvfootprint.submission.keys import fingerprint

if TYPE_CHECKING:
    import datetime

    from pvfootprint.certification.verification.reaching import Reader
    from pvfootprint.model.certificate_record import TreeHead
    from pvfootprint.registry.checkpoints import Checkpoint
    from pvfootprint.registry.disclosing import DisclosedEntry
    from pvfootprint.registry.tiles import Tile

ERRORS = (CertificationError, CredentialError, RegistryError)
"""What is raised for a register that cannot be believed."""

NUMBER = re.compile(r"[A-Z0-9][A-Z0-9-]{0,63}", re.ASCII)
"""What a number of a certificate may look like, before it becomes the name of a folder."""

MOST_ENTRIES = 500
"""How many entries about one certificate, or about its publishers, are looked at."""

MOST_CERTIFICATES = 300
"""How many certificates up a chain are looked at."""

Read = TypeVar("Read", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class PublishedCertificate:
    """A certificate as a register proves it.

    Parameters
    ----------
    certificate : Certificate
        Its life; acts that give reasons are there without them.
    entries : int
        How many entries of the log show it.
    """

    certificate: Certificate
    entries: int

    @property
    def number(self) -> str:
        """Its number."""
        return self.certificate.subject

    @property
    def record_hash(self) -> str:
        """SHA-256 of what it says."""
        return self.certificate.allotment.record


@dataclass(slots=True)
class PublishedRegister:
    """A register whose publisher and signed head were checked.

    Parameters
    ----------
    reader : Reader
        Gives its files.
    publisher : PublisherFile
        Who signs it.
    keys : dict
        Keys of publishers that were not revoked, by their names in DID documents.
    head : Checkpoint
        The signed head of the log.
    """

    reader: Reader
    publisher: PublisherFile
    keys: dict[str, Ed25519PublicKey]
    head: Checkpoint
    _nodes: TileNodes = field(init=False)
    _found: dict[str, PublishedCertificate | None] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Let proofs read tiles."""
        self._nodes = TileNodes(self._tile, self.head.size)

    @property
    def public(self) -> Ed25519PublicKey:
        """The key that signs it now."""
        return _key(self.publisher.public)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of that key, as ``pvfootprint keys show`` prints it."""
        return fingerprint(self.public)

    def read(self, place: str) -> bytes:
        """Return a file.

        Raises
        ------
        CertificationError
            STL-015 if it is not there, STL-016 if it cannot be read.
        """
        return _there(self.reader, place)

    def prove(self, entry: DisclosedEntry, place: str) -> None:
        """See that an entry stands in the log.

        Parameters
        ----------
        entry : DisclosedEntry
            From a file of the register.
        place : str
            Name of that file.

        Raises
        ------
        CertificationError
            STL-018 if it does not.
        """
        index, size, root = entry.position - 1, self.head.size, self.head.root
        if entry.agrees and index < size:
            proof = inclusion_proof(self._nodes, index, size)
            if includes(entry.hash, index, size, root, proof):
                return
        message = text("entry {position} does not stand in the signed log", position=entry.position)
        hint = text(
            "if the register is being brought up to date, try again in a minute; else it was "
            "changed: tell the certifier"
        )
        finding = Finding("STL-018", message, place, found=entry.act[:50], hint=hint)
        raise CertificationError([finding])

    def remembers(self, head: TreeHead) -> None:
        """See that the log of a certificate is the beginning of this one.

        Parameters
        ----------
        head : TreeHead
            The log as the certificate remembers it, before its number was allotted.

        Raises
        ------
        CertificationError
            STL-014 if this log ends before the certificate; STL-013 if it is another one.
        """
        if head.size >= self.head.size:
            message = text("the register is older than the certificate")
            hint = text(
                "it is an old copy, or newer entries are withheld: fetch it again; if it stays "
                "so, ask the certifier"
            )
            finding = Finding(
                "STL-014",
                message,
                CHECKPOINT,
                found=text("its log ends with entry {size}", size=self.head.size),
                expected=text("entries after {size}", size=head.size),
                hint=hint,
            )
            raise CertificationError([finding])
        if head.size == 0:
            sound = head.root == EMPTY_ROOT
        else:
            proof = consistency_proof(self._nodes, head.size, self.head.size)
            sound = extends(head.size, self.head.size, (head.root, self.head.root), proof)
        if not sound:
            message = text("the log of the register is not the one that the certificate remembers")
            hint = text("it was rewritten, or is another certifier's: tell the certifier")
            finding = Finding("STL-013", message, CHECKPOINT, expected=head.root, hint=hint)
            raise CertificationError([finding])

    def find(self, number: str) -> PublishedCertificate | None:
        """Return a certificate, proven; None if the register does not have it.

        Raises
        ------
        CertificationError
            STL-016 to STL-018: its entries cannot be read, are not understood, or not proven.
        """
        if number not in self._found:
            if len(self._found) == MOST_CERTIFICATES:
                message = text("the certificate stands on more others than can be looked at")
                expected = text("at most {count}", count=MOST_CERTIFICATES)
                raise CertificationError([Finding("STL-016", message, expected=expected)])
            self._found[number] = self._proven(number) if NUMBER.fullmatch(number) else None
        return self._found[number]

    def record(self, certificate: PublishedCertificate) -> bytes:
        """Return what a certificate says, as the log names it.

        Raises
        ------
        CertificationError
            STL-015 if it is not there, STL-018 if it is another one.
        """
        place = record_place(certificate.number)
        content = self.read(place)
        if digest(content) != certificate.record_hash:
            message = text("the register shows something else than the log says was certified")
            hint = text("do not rely on this register; tell the certifier")
            found, expected = digest(content), certificate.record_hash
            finding = Finding("STL-018", message, place, found=found, expected=expected, hint=hint)
            raise CertificationError([finding])
        return content

    def _tile(self, tile: Tile) -> bytes:
        try:
            return self.read(tile_place(tile))
        except CertificationError:
            # A partial tile may be gone once the full one is there (C2SP tlog-tiles).
            full = self.reader.read(tile_place(tile.full)) if tile != tile.full else None
            if full is None:
                raise
            return full[: 32 * tile.width]

    def _proven(self, number: str) -> PublishedCertificate | None:
        place = proof_place(number)
        content = self.reader.read(place)
        if content is None:
            return None
        file = _understood(ProofFile, content, place)
        entries = file.entries[: MOST_ENTRIES + 1]
        positions = [entry.position for entry in entries]
        if (
            file.number != number
            or len(entries) > MOST_ENTRIES
            or positions != sorted(set(positions))
            or [entry.act for entry in entries[:2]] != ["allot", "issue"]
        ):
            raise CertificationError([_not_understood(place)])
        for entry in entries:
            self.prove(entry, place)
        done = [_done(entry, number, place) for entry in entries]
        return PublishedCertificate(Certificate(number, done), len(entries))


def open_published(reader: Reader, now: datetime.datetime, expected: str = "") -> PublishedRegister:
    """Open a published register, and check who signs it.

    Parameters
    ----------
    reader : Reader
        Gives its files.
    now : datetime
        The present time.
    expected : str
        Fingerprint that the publisher's key must have; any if it is empty.

    Returns
    -------
    PublishedRegister
        Its publisher was appointed in the log under its signed head.

    Raises
    ------
    CertificationError, RegistryError
        STL-010 to STL-012 and STL-015 to STL-021: what is wrong with it first.
    """
    publisher = _understood(PublisherFile, _there(reader, PUBLISHER), PUBLISHER)
    public = _key(publisher.public)
    _check_fingerprint(public, expected)
    keys = _check_publisher(publisher, now)
    head = read_checkpoint(_there(reader, CHECKPOINT), publisher.origin, public)
    register = PublishedRegister(reader, publisher, keys, head)
    for entry in publisher.people:
        register.prove(entry, PUBLISHER)
    return register


def _check_fingerprint(public: Ed25519PublicKey, expected: str) -> None:
    """Refuse a key that is not the one that is expected: STL-019."""
    theirs = fingerprint(public)
    if expected and re.sub(r"[\s:]", "", expected).lower() != theirs.replace(" ", ""):
        message = text("the register is signed with another key than the one you gave")
        hint = text("compare it with what the certifier published; do not rely on this register")
        finding = Finding(
            "STL-019", message, PUBLISHER, found=theirs, expected=expected[:200], hint=hint
        )
        raise CertificationError([finding])


def _check_publisher(
    publisher: PublisherFile, now: datetime.datetime
) -> dict[str, Ed25519PublicKey]:
    """Return keys that count, if the publisher's is one, and what it says of itself agrees."""
    if len(publisher.people) > MOST_ENTRIES:
        raise CertificationError([_not_understood(PUBLISHER)])
    people = publisher_keys(publisher.people)
    person = people.get(publisher.public)
    if person is None or not person.active(now):
        message = (
            text("the key that signs the register is no publisher's in the log")
            if person is None
            else text("the key that signs the register was revoked, or has expired")
        )
        hint = text("do not rely on this register; tell the certifier")
        raise CertificationError([Finding("STL-020", message, PUBLISHER, hint=hint)])
    registry = InitBody.model_validate_json(publisher.people[0].content).registry
    base = publisher.base_url
    said = (publisher.registry, publisher.origin, publisher.did)
    if said != (registry, origin_of(base), did_of(base)):
        message = text("the register contradicts itself about where it is and whose it is")
        raise CertificationError([Finding("STL-021", message, PUBLISHER, found=base[:200])])
    sound = [_key(public) for public, one in people.items() if not one.revoked]
    return {key_id(publisher.did, key): key for key in sound}


def _done(entry: DisclosedEntry, number: str, place: str) -> Done:
    """Return an entry as an act on a certificate."""
    whole = entry.act in WHOLE_ACTS
    if entry.subject != number or entry.act not in PUBLISHED_ACTS or whole != bool(entry.content):
        raise CertificationError([_not_understood(place)])
    kind = BODIES[entry.act]
    try:
        body = kind.model_validate_json(entry.content) if whole else kind.model_construct()
        done = Done(entry.act, entry.person, entry.time, entry.position, body)
        done.day  # noqa: B018  (a time that is none is refused here)
    except ValueError as error:
        raise CertificationError([_not_understood(place)]) from error
    return done


def _understood(kind: type[Read], content: bytes, place: str) -> Read:
    try:
        return kind.model_validate_json(content)
    except ValidationError as error:
        raise CertificationError([_not_understood(place)]) from error


def _there(reader: Reader, place: str) -> bytes:
    content = reader.read(place)
    if content is None:
        message = text("a file of the register is not there")
        hint = text("look whether this is the address of a register, and whether it is whole")
        raise CertificationError([Finding("STL-015", message, place, hint=hint)])
    return content


def _not_understood(place: str) -> Finding:
    message = text("a file of the register is not understood")
    hint = text("fetch it again; if it stays so, tell the certifier")
    return Finding("STL-017", message, place, hint=hint)


def _key(public: str) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
