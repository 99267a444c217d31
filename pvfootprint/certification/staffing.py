"""People of the certifier: adds and revokes them, and takes their interests."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError
from stdnum.cn import uscc

from pvfootprint.certification.acting import person_of, refuse
from pvfootprint.certification.permitting import roles
from pvfootprint.language.texts import Text, joined, text
from pvfootprint.model.certification import ROLES
from pvfootprint.model.findings import CertificationError, Finding
from pvfootprint.registry.acting import inactive
from pvfootprint.registry.people import (
    ADD,
    DECLARE,
    REVOKE,
    InterestBody,
    PersonBody,
    PersonKey,
    RevokeBody,
    with_key,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pydantic import BaseModel

    from pvfootprint.model.certificate_record import Said
    from pvfootprint.registry.entries import Actor
    from pvfootprint.registry.people import Person
    from pvfootprint.registry.registry import Registry

ADMINISTRATOR = "administrator"

KEY_FORM = text("1 to 63 small letters, digits and hyphens, such as evaluator-a")

_PERSON_KEY: TypeAdapter[str] = TypeAdapter(PersonKey)

CODE_LENGTH = 18
"""Length of a unified social credit code (GB 32100-2015)."""


def add_person(registry: Registry, actor: Actor, body: PersonBody) -> Person:
    """Add a person, or add one who was revoked or whose key expired again, with a new key.

    Parameters
    ----------
    registry : Registry
        Where.
    actor : Actor
        An administrator.
    body : PersonBody
        Whom.

    Returns
    -------
    Person
        As the registry now has it.

    Raises
    ------
    CertificationError
        STF-004 for somebody who is no administrator, STF-007 to STF-009.
    """

    def against(people: Mapping[str, Person], now: datetime.datetime) -> list[Finding]:
        return [*_taken(people, body, now), *_key_taken(people, body), *_odd_roles(body.roles)]

    return _write(registry, actor, ADD, body.person, body, against)


def revoke_person(registry: Registry, actor: Actor, person: str, reason: Said) -> Person:
    """Revoke a person: from now on the key does not count.

    Parameters
    ----------
    registry, actor
        As :func:`add_person`.
    person : str
        Key of whom.
    reason : Said
        Why.

    Returns
    -------
    Person
        As the registry now has it.

    Raises
    ------
    CertificationError
        STF-004 for somebody who is no administrator, STF-002 for whom was revoked before, STF-010
        for the last administrator, STF-011 for an unknown person.
    """

    def against(people: Mapping[str, Person], now: datetime.datetime) -> list[Finding]:
        found = people.get(person)
        if found is None:
            return [_unknown(person, people)]
        if found.revoked:
            return inactive(found, now)
        left = [p for p in people.values() if p.key != person and _administers(p, now)]
        if left or not _administers(found, now):
            return []
        return [
            Finding(
                "STF-010",
                text("{person} is the last administrator", person=found.name.text),
                found=person,
                expected=text("another administrator whose key counts"),
                hint=text("add another administrator first"),
            )
        ]

    if problems := _odd_key(person):
        raise CertificationError(problems)
    body = RevokeBody(person=person, reason=reason)
    return _write(registry, actor, REVOKE, person, body, against)


def declare_interest(registry: Registry, actor: Actor, body: InterestBody) -> Person:
    """Take a person's tie to a client into the log.

    Parameters
    ----------
    registry : Registry
        Where.
    actor : Actor
        The person, or an administrator.
    body : InterestBody
        The tie.

    Returns
    -------
    Person
        As the registry now has it.

    Raises
    ------
    CertificationError
        STF-004 if it is neither, STF-011 for an unknown person, STF-012 for dates or a client that
        are not possible.
    """

    def against(people: Mapping[str, Person], now: datetime.datetime) -> list[Finding]:
        findings = [] if body.person in people else [_unknown(body.person, people)]
        return [*findings, *_odd_interest(body, now.date())]

    anybody = body.person == actor.person
    return _write(registry, actor, DECLARE, body.person, body, against, anybody=anybody)


def person_body(
    person: str, name: Said, given: tuple[str, ...], public: str, expires: datetime.date
) -> PersonBody:
    """Return what adds a person.

    Parameters
    ----------
    person : str
        Key of the person.
    name : Said
        The person's role as papers name it.
    given : tuple of str
        Roles.
    public : str
        Public key, hexadecimal.
    expires : date
        Last day on which the key counts.

    Returns
    -------
    PersonBody
        For :func:`add_person`.

    Raises
    ------
    CertificationError
        STF-007 if no person can have this key.
    """
    try:
        return PersonBody(
            person=person,
            name=name,
            roles=tuple(dict.fromkeys(given)),
            public=public,
            expires=expires.isoformat(),
        )
    except ValidationError as error:
        raise CertificationError(_odd_key(person)) from error


def _write(
    registry: Registry,
    actor: Actor,
    act: str,
    person: str,
    body: BaseModel,
    against: Callable[[Mapping[str, Person], datetime.datetime], list[Finding]],
    *,
    anybody: bool = False,
) -> Person:
    """Write an act about a person, if nothing stands against it."""
    with registry.writing() as transaction:
        me = person_of(transaction, actor)
        findings = inactive(me, transaction.now)
        if not anybody and ADMINISTRATOR not in me.roles:
            findings.append(_no_administrator(me))
        refuse([*findings, *against(transaction.people(), transaction.now)])
        transaction.append(act, f"staff/{person}", body.model_dump(mode="json"), actor)
        return transaction.people()[person]


def _administers(person: Person, now: datetime.datetime) -> bool:
    return ADMINISTRATOR in person.roles and person.active(now)


def _no_administrator(person: Person) -> Finding:
    return Finding(
        "STF-004",
        text("only an administrator may do this, and {person} is none", person=person.name.text),
        found=roles(person.roles),
        expected=roles([ADMINISTRATOR]),
        hint=text("let an administrator do it, with a key of their own"),
    )


def _unknown(person: str, people: Mapping[str, Person]) -> Finding:
    return Finding(
        "STF-011",
        text("there is no person of this key in the registry"),
        found=person,
        expected=joined(", ", sorted(people)),
        hint=text("see which there are: {command}", command="pvfootprint staff list"),
    )


def _odd_key(person: str) -> list[Finding]:
    try:
        _PERSON_KEY.validate_python(person)
    except ValidationError:
        message = text("this cannot be the key of a person")
        return [Finding("STF-007", message, found=person, expected=KEY_FORM)]
    return []


def _taken(people: Mapping[str, Person], body: PersonBody, now: datetime.datetime) -> list[Finding]:
    before = people.get(body.person)
    if before is None or not before.active(now):
        return []
    return [
        Finding(
            "STF-007",
            text("the key {person} stands for somebody already", person=body.person),
            found=before.name.text,
            hint=text("take another key, or revoke this person first"),
        )
    ]


def _key_taken(people: Mapping[str, Person], body: PersonBody) -> list[Finding]:
    holder = with_key(people, body.public)
    if holder is None:
        return []
    return [
        Finding(
            "STF-008",
            text("the public key is or was that of {person}", person=holder.name.text),
            found=holder.key,
            expected=text("a new key for each person"),
            hint=text(
                "the person makes one: {command}",
                command="pvfootprint keys new --kind signing",
            ),
        )
    ]


def _odd_roles(given: tuple[str, ...]) -> list[Finding]:
    odd = [role for role in given if role not in ROLES]
    if given and not odd:
        return []
    message = text("a role is not known") if odd else text("a person needs a role")
    return [Finding("STF-009", message, found=", ".join(odd), expected=", ".join(ROLES))]


def _odd_interest(body: InterestBody, today: datetime.date) -> list[Finding]:
    findings = []
    days = {"--start": body.start, "--end": body.end}
    for option, written in days.items():
        if written and _day(written) is None:
            findings.append(_odd(text("there is no such day"), written, option))
    start, end = _day(body.start), _day(body.end)
    if start and end and end < start:
        message = text("the interest ends before it starts")
        findings.append(_odd(message, body.end, "--end", text("{day} or later", day=body.start)))
    if start and start > today:
        message = text("the interest starts in the future")
        findings.append(_odd(message, body.start, "--start", text("today or earlier")))
    if not body.client_name.strip():
        findings.append(_odd(text("the client is not named"), "", "--client-name"))
    if len(body.client) == CODE_LENGTH and not uscc.is_valid(body.client):
        message = text("the check character of the unified social credit code does not fit")
        hint = text("copy the code from the business licence: a tie is found by it")
        findings.append(_odd(message, body.client, "--client-code", hint=hint))
    return findings


def _odd(message: Text, found: str, column: str, expected: str = "", hint: str = "") -> Finding:
    return Finding("STF-012", message, column=column, found=found, expected=expected, hint=hint)


def _day(written: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(written)
    except ValueError:
        return None
