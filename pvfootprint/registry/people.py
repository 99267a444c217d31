"""People of the certifier: who they are, what they may do, and their keys, as the log has them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Literal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import BaseModel, Field

from pvfootprint.model.canonical import CLOSED
from pvfootprint.model.certificate_record import Date, Said

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pvfootprint.registry.entries import Entry

INIT, ADD, REVOKE, DECLARE = "init", "add-person", "revoke-person", "declare-interest"
PEOPLE_ACTS = (INIT, ADD, REVOKE, DECLARE)

INTERESTS = ("consulted", "employed", "owns", "family")
"""Ties to a client: consulted for it, was employed by it, holds a part of it, is close to
somebody who does one of these."""

PersonKey = Annotated[str, Field(pattern="^[a-z0-9][a-z0-9-]{0,62}$")]


class PersonBody(BaseModel):
    """Body of ``add-person``.

    Parameters
    ----------
    person : str
        Key of the person: ``evaluator-a``.
    name : Said
        The person's role as papers name it: 评审员 A.
    roles : tuple of str
        Of :data:`pvfootprint.model.certification.ROLES`.
    public : str
        Ed25519 public key, 32 bytes in hexadecimal.
    expires : str
        Last day on which the key counts, UTC.
    """

    model_config = CLOSED

    person: PersonKey
    name: Said
    roles: tuple[str, ...]
    public: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    expires: Date


class InitBody(BaseModel):
    """Body of ``init``, the first entry: the registry's name for itself, and its administrator."""

    model_config = CLOSED

    format: Literal["pvfootprint registry"] = "pvfootprint registry"
    version: Literal[1] = 1
    registry: str
    administrator: PersonBody


class RevokeBody(BaseModel):
    """Body of ``revoke-person``."""

    model_config = CLOSED

    person: PersonKey
    reason: Said


class InterestBody(BaseModel):
    """Body of ``declare-interest``.

    Parameters
    ----------
    person : str
        Whose interest.
    client, client_name : str
        The company's code, and its name.
    kind : str
        A value of :data:`INTERESTS`.
    start, end : str
        First and last day; an empty `end` for what goes on.
    note : Said
        What it was.
    """

    model_config = CLOSED

    person: PersonKey
    client: str
    client_name: str
    kind: Literal["consulted", "employed", "owns", "family"]
    start: Date
    end: Date | Literal[""]
    note: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person of the certifier.

    Parameters
    ----------
    key : str
        ``evaluator-a``.
    name : Said
        As papers name the person.
    roles : tuple of str
        What the person may do.
    public : str
        Public key, hexadecimal.
    added : str
        Time of the entry that added the person.
    expires : date
        Last day on which the key counts, UTC.
    revoked : str
        Time from which the key does not count any more; empty if it still does.
    former : tuple of str
        Public keys that the person had before.
    interests : tuple of InterestBody
        What the person declared.
    """

    key: str
    name: Said
    roles: tuple[str, ...]
    public: str
    added: str
    expires: datetime.date
    revoked: str = ""
    former: tuple[str, ...] = ()
    interests: tuple[InterestBody, ...] = ()

    @property
    def verifier(self) -> Ed25519PublicKey:
        """The public key."""
        return Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.public))

    def active(self, time: datetime.datetime) -> bool:
        """Return whether the key counts at a time."""
        return not self.revoked and time.astimezone(datetime.UTC).date() <= self.expires


def people(entries: Iterable[Entry]) -> dict[str, Person]:
    """Return the people of a registry.

    Parameters
    ----------
    entries : iterable of Entry
        The log, or its entries of :data:`PEOPLE_ACTS`, in their order.

    Returns
    -------
    dict
        By key; a person who was revoked and added again stands with the newest key.
    """
    found: dict[str, Person] = {}
    for entry in entries:
        step(found, entry)
    return found


def step(found: dict[str, Person], entry: Entry) -> None:
    """Carry the people on by one entry."""
    if entry.act == INIT:
        body = InitBody.model_validate_json(entry.body)
        found[body.administrator.person] = _person(body.administrator, entry.time)
    elif entry.act == ADD:
        added = PersonBody.model_validate_json(entry.body)
        person = _person(added, entry.time)
        before = found.get(added.person)
        if before:
            former = dict.fromkeys((*before.former, before.public))
            person = replace(person, former=tuple(former), interests=before.interests)
        found[added.person] = person
    elif entry.act == REVOKE:
        revoked = RevokeBody.model_validate_json(entry.body)
        found[revoked.person] = replace(found[revoked.person], revoked=entry.time)
    elif entry.act == DECLARE:
        interest = InterestBody.model_validate_json(entry.body)
        before = found[interest.person]
        found[interest.person] = replace(before, interests=(*before.interests, interest))


def with_key(found: Mapping[str, Person], public: str) -> Person | None:
    """Return whose key it is, or was; a key never goes from one person to another."""
    return next((one for one in found.values() if public in (one.public, *one.former)), None)


def _person(body: PersonBody, time: str) -> Person:
    return Person(
        key=body.person,
        name=body.name,
        roles=body.roles,
        public=body.public,
        added=time,
        expires=datetime.date.fromisoformat(body.expires),
    )
