"""Entries of the log as they are shown to everybody, so that their place in it can be proven.

What an entry says stands in its hash as a SHA-256 of its own. So an entry can be shown without its
words, and still nobody can put another one in its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import BaseModel, Field

from pvfootprint.language.texts import text
from pvfootprint.model.canonical import CLOSED, canonical, digest
from pvfootprint.model.certificate_record import Sha256
from pvfootprint.model.findings import Finding, RegistryError
from pvfootprint.registry.acting import objections, signer_of
from pvfootprint.registry.entries import Entry, hash_of, signed_over
from pvfootprint.registry.people import ADD, INIT, REVOKE, people, step

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pvfootprint.registry.people import Person
    from pvfootprint.registry.snapshots import Snapshot

PUBLISHED_ACTS = ("allot", "issue", "suspend", "resume", "withdraw", "cancel", "supersede")
"""Acts on a certificate that everybody may know."""

WHOLE_ACTS = frozenset({"allot", "issue", "supersede"})
"""Those of which the words may be known too: the others give reasons."""

PUBLISHED_PEOPLE = (INIT, ADD, REVOKE)
"""Acts on people that are shown, where they concern a publisher or who appointed one."""

STAFF = "staff/"
"""Begins the subject of entries about people."""

PUBLISHER = "publisher"
"""Role of who signs the published register."""

PUBLISHER_NAME, PROOF_NAME = "publisher.json", "proof.json"
"""Names of both files, for what is said."""


class DisclosedEntry(BaseModel):
    """An entry of the log, with or without its words.

    Parameters
    ----------
    position, previous, time, act, subject, person, signature, hash
        As in :class:`pvfootprint.registry.entries.Entry`.
    body : str
        SHA-256 of what it says.
    content : str
        What it says, as canonical JSON; empty where that is not for everybody.
    """

    model_config = CLOSED

    position: Annotated[int, Field(ge=1)]
    previous: Sha256
    time: str
    act: str
    subject: str
    person: str
    body: Sha256
    content: str = ""
    signature: Annotated[str, Field(pattern="^[0-9a-f]{128}$")]
    hash: Sha256

    @property
    def signed(self) -> bytes:
        """What the acting person signed."""
        return signed_over(
            self.position,
            self.previous,
            self.time,
            self.act,
            self.subject,
            self.person,
            self.body,
        )

    @property
    def leaf(self) -> str:
        """The hash that it must have in the tree, computed from what is shown."""
        return hash_of(self.signed, self.signature)

    @property
    def agrees(self) -> bool:
        """Whether its hash is that of what is shown, and its words are those that were signed."""
        said = not self.content or digest(self.content.encode("utf-8")) == self.body
        return said and self.leaf == self.hash

    @property
    def entry(self) -> Entry:
        """It as an entry; without a body if it is shown without its words."""
        return Entry(
            position=self.position,
            previous=self.previous,
            time=self.time,
            act=self.act,
            subject=self.subject,
            person=self.person,
            body=self.content,
            signature=self.signature,
            hash=self.hash,
        )


def disclose(entry: Entry, *, whole: bool = False) -> DisclosedEntry:
    """Show an entry.

    Parameters
    ----------
    entry : Entry
        Of the log.
    whole : bool
        Whether its words are shown too.
    """
    return DisclosedEntry(
        position=entry.position,
        previous=entry.previous,
        time=entry.time,
        act=entry.act,
        subject=entry.subject,
        person=entry.person,
        body=digest(entry.body.encode("utf-8")),
        content=entry.body if whole else "",
        signature=entry.signature,
        hash=entry.hash,
    )


class ProofFile(BaseModel):
    """What ``proof.json`` holds: the entries about a certificate that everybody may know.

    Their place in the log is proven from the tiles against the signed head, so this file stays as
    it is while the log grows.

    Parameters
    ----------
    number : str
        Of the certificate.
    entries : tuple of DisclosedEntry
        In their order.
    """

    model_config = CLOSED

    format: Literal["pvfootprint proof"] = "pvfootprint proof"
    version: Literal[1] = 1
    number: str
    entries: tuple[DisclosedEntry, ...]

    def content(self) -> bytes:
        """Return the file."""
        return canonical(self.model_dump(mode="json")) + b"\n"


def proof_file(number: str, entries: Iterable[Entry]) -> ProofFile:
    """Return the proof of a certificate.

    Parameters
    ----------
    number : str
        Of the certificate.
    entries : iterable of Entry
        About it; acts that are not for everybody are left out.
    """
    shown = [
        disclose(entry, whole=entry.act in WHOLE_ACTS)
        for entry in entries
        if entry.act in PUBLISHED_ACTS
    ]
    return ProofFile(number=number, entries=tuple(shown))


class PublisherFile(BaseModel):
    """What ``publisher.json`` holds: who signs the register, and who in the log allowed that.

    Parameters
    ----------
    registry : str
        The registry's name for itself.
    base_url : str
        Where the register is published, without a slash at its end.
    origin : str
        Name of the log in its signed head.
    did : str
        The issuer of credentials and status lists.
    public : str
        Ed25519 key that signs, 32 bytes in hexadecimal.
    people : tuple of DisclosedEntry
        From the first entry of the log to the one that made the key a publisher's.
    """

    model_config = CLOSED

    format: Literal["pvfootprint publisher"] = "pvfootprint publisher"
    version: Literal[1] = 1
    registry: str
    base_url: str
    origin: str
    did: str
    public: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    people: tuple[DisclosedEntry, ...]

    def content(self) -> bytes:
        """Return the file."""
        return canonical(self.model_dump(mode="json")) + b"\n"


def publisher_entries(snapshot: Snapshot) -> tuple[DisclosedEntry, ...]:
    """Return the entries that made somebody a publisher, and those that allowed that.

    Parameters
    ----------
    snapshot : Snapshot
        The registry.

    Returns
    -------
    tuple of DisclosedEntry
        The first entry of the log; entries that added or revoked publishers, and the
        administrators who signed these. Of anybody else nothing is shown.
    """
    about = sorted(entry for act in PUBLISHED_PEOPLE for entry in snapshot.entries(act=act))
    shown = {key for key, person in people(about).items() if PUBLISHER in person.roles}
    while True:
        chosen = [entry for entry in about if entry.act == INIT or _whom(entry) in shown]
        signers = {entry.person for entry in chosen} - shown
        if not signers:
            # Why somebody was revoked is not for everybody.
            return tuple(disclose(entry, whole=entry.act != REVOKE) for entry in chosen)
        shown |= signers


def publisher_keys(entries: Sequence[DisclosedEntry]) -> dict[str, Person]:
    """Return who may publish, by public key, as entries of the log show it.

    Parameters
    ----------
    entries : sequence of DisclosedEntry
        From outside: see :func:`publisher_entries`. That they stand in the log is proven apart.

    Returns
    -------
    dict
        Public key, hexadecimal, of publishers -> person; former and revoked ones too.

    Raises
    ------
    RegistryError
        STL-020 if they do not begin with the first entry of the log, or one of them is not
        signed by somebody who was an administrator then.
    """
    known: dict[str, Person] = {}
    allowed: dict[str, Person] = {}
    before = 0
    for shown in entries:
        entry = _about_people(shown)
        if entry.position <= before or not _is_allowed(shown, entry, known):
            message = text("the register does not show that its publisher was appointed")
            hint = text("do not rely on this register; tell the certifier")
            found = f"{entry.position} {entry.act}"[:100]
            finding = Finding("STL-020", message, PUBLISHER_NAME, found=found, hint=hint)
            raise RegistryError([finding])
        before = entry.position
        step(known, entry)
        allowed |= {one.public: one for one in known.values() if PUBLISHER in one.roles}
        for public, one in allowed.items():
            # Who is revoked loses every key, also those that were followed by another in time.
            allowed[public] = known[one.key] if known[one.key].revoked else one
    return allowed


def _about_people(shown: DisclosedEntry) -> Entry:
    """Return an entry as the fold of people reads it; its subject tells who was revoked."""
    entry = shown.entry
    if entry.act != REVOKE:
        return entry
    body = {"person": entry.subject.removeprefix(STAFF), "reason": {"en": "", "zh": ""}}
    return entry._replace(body=canonical(body).decode("utf-8"))


def _is_allowed(shown: DisclosedEntry, entry: Entry, known: dict[str, Person]) -> bool:
    """Return whether an entry about people holds, and its signer was allowed to write it."""
    if entry.act not in PUBLISHED_PEOPLE or not shown.agrees:
        return False
    try:
        if objections(known, entry):
            return False
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signer_of(known, entry)))
        public.verify(bytes.fromhex(shown.signature), shown.signed)
    except (ValueError, OverflowError, InvalidSignature):  # a time or a key that is none, or forged
        return False
    return True


def _whom(entry: Entry) -> str:
    """Return whom an entry adds or revokes."""
    return str(entry.data["person"])
