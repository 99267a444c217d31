"""Says why an entry may not stand in the log, by who signs it and whom it is about.

The same is asked before an entry is written, and by the check of the registry afterwards. Which
roles an act of the certification needs is the scheme's matter, not the log's.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from pydantic import ValidationError

from pvfootprint.language.texts import Text, text
from pvfootprint.model.certification import ROLES
from pvfootprint.model.findings import Finding
from pvfootprint.registry.people import (
    DECLARE,
    INIT,
    PEOPLE_ACTS,
    REVOKE,
    InitBody,
    InterestBody,
    Person,
    PersonBody,
    RevokeBody,
    with_key,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pvfootprint.registry.entries import Entry

ADMINISTRATOR = "administrator"


def signer_of(found: Mapping[str, Person], entry: Entry) -> str:
    """Return the public key under which an entry must be signed.

    Parameters
    ----------
    found : mapping
        People as they were before it.
    entry : Entry
        The entry.

    Returns
    -------
    str
        Hexadecimal; empty if the person is unknown.
    """
    if entry.act == INIT and not found:
        try:
            administrator = InitBody.model_validate_json(entry.body).administrator
        except ValidationError:
            return ""
        return administrator.public if administrator.person == entry.person else ""
    person = found.get(entry.person)
    return person.public if person else ""


def objections(found: Mapping[str, Person], entry: Entry) -> list[Finding]:
    """Say why an entry may not stand in the log.

    Parameters
    ----------
    found : mapping
        People as they were before it.
    entry : Entry
        The entry.

    Returns
    -------
    list of Finding
        STF-001 to STF-004 and REG-018, or nothing.
    """
    if entry.act == INIT or entry.position == 1:
        return _against_first(entry)
    person = found.get(entry.person)
    if person is None:
        return [unknown(entry.person)]
    findings = inactive(person, datetime.datetime.fromisoformat(entry.time))
    if entry.act in PEOPLE_ACTS:
        findings += _against_people(found, person, entry)
    return findings


def unknown(found: str) -> Finding:
    """Say that a key belongs to nobody: STF-001."""
    message = text("the key belongs to nobody of this registry")
    hint = text("an administrator adds people with {command}", command="pvfootprint staff add")
    return Finding("STF-001", message, found=found, hint=hint)


def inactive(person: Person, time: datetime.datetime) -> list[Finding]:
    """Say why a person's key does not count at a time: STF-002, STF-003, or nothing."""
    hint = text("an administrator can add the person again, with a new key")
    if person.revoked:
        message = text("{person} was revoked", person=person.name.text)
        return [Finding("STF-002", message, found=person.revoked, hint=hint)]
    if not person.active(time):
        message = text("the key of {person} expired", person=person.name.text)
        return [Finding("STF-003", message, found=person.expires.isoformat(), hint=hint)]
    return []


def _against_first(entry: Entry) -> list[Finding]:
    if entry.act != INIT or entry.position != 1:
        return [_odd(text("the first entry of the log, and no other, makes the registry"))]
    try:
        administrator = InitBody.model_validate_json(entry.body).administrator
    except ValidationError:
        return [_odd(text("the body of the entry is not understood"))]
    findings = _against_added({}, administrator)
    if administrator.person != entry.person or ADMINISTRATOR not in administrator.roles:
        findings.append(_odd(text("the first person signs the first entry as an administrator")))
    return findings


def _against_people(found: Mapping[str, Person], person: Person, entry: Entry) -> list[Finding]:
    try:
        if entry.act == DECLARE:
            about = InterestBody.model_validate_json(entry.body).person
            return [] if about == person.key else _administrator(person, found, about)
        if entry.act == REVOKE:
            about = RevokeBody.model_validate_json(entry.body).person
            return _administrator(person, found, about)
        added = PersonBody.model_validate_json(entry.body)  # the last of these acts: ADD
    except ValidationError:
        return [_odd(text("the body of the entry is not understood"))]
    return _administrator(person) + _against_added(found, added)


def _administrator(
    person: Person, found: Mapping[str, Person] | None = None, about: str = ""
) -> list[Finding]:
    findings = []
    if ADMINISTRATOR not in person.roles:
        message = text("only an administrator may do this")
        findings.append(Finding("STF-004", message, found=person.name.text))
    if found is not None and about not in found:
        findings.append(_odd(text("there is no person of this key in the registry"), about))
    return findings


def _against_added(found: Mapping[str, Person], added: PersonBody) -> list[Finding]:
    findings = []
    if odd := [role for role in added.roles if role not in ROLES]:
        findings.append(_odd(text("a role is not known"), ", ".join(odd)))
    if not added.roles:
        findings.append(_odd(text("a person needs a role"), added.person))
    holder = with_key(found, added.public)
    if holder and (holder.key != added.person or holder.revoked or added.public in holder.former):
        message = text("the key is or was somebody's already, and each person needs a new one")
        findings.append(_odd(message, holder.key))
    try:
        datetime.date.fromisoformat(added.expires)
    except ValueError:
        findings.append(_odd(text("there is no such day"), added.expires))
    return findings


def _odd(message: Text, found: str = "") -> Finding:
    return Finding("REG-018", message, found=found)
