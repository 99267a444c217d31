"""``pvfootprint staff``: people of the certifier, their roles and keys, and their interests."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pvfootprint.commands.certification.options import said_options
from pvfootprint.commands.passphrases import ask_passphrase, passphrase_option
from pvfootprint.commands.printing import console, language_option, print_json, say, table
from pvfootprint.commands.registry_options import (
    KEYRING,
    actor_options,
    open_actor,
    open_registry,
    public_of,
    registry_option,
)
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pvfootprint.language.texts import Text
    from pvfootprint.model.certificate_record import Said
    from pvfootprint.registry.people import InterestBody, Person

DAY = click.DateTime(formats=["%Y-%m-%d"])

LONGEST = 5
"""Longest validity of a key [years]."""

KINDS = {
    "consulted": text("consulted for it"),
    "employed": text("was employed by it"),
    "owns": text("holds a part of it"),
    "family": text("is close to somebody of it"),
}
"""Ties to a client."""


@click.group("staff")
def command() -> None:
    """Keep the people of the certifier: roles, keys, and ties to clients."""


@command.command("add")
@click.argument("person")
@click.option("--role", "given", multiple=True, required=True, metavar="ROLE", help="Repeatable.")
@click.option(
    "--public",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="KEY.pem",
    help="Public key of the person, as `keys new --kind signing` makes it and `keys public` "
    "takes it out of its file.",
)
@click.option(
    "--years",
    type=click.IntRange(1, LONGEST),
    default=2,
    show_default=True,
    help="For how long the key counts.",
)
@said_options("name", "The person's role as papers name it, such as Evaluator A")
@registry_option()
@actor_options()
@language_option("messages")
def add(
    person: str,
    given: tuple[str, ...],
    public: Path,
    years: int,
    name: Said,
    registry: str,
    key: Path,
    passphrase_fd: int | None,
) -> None:
    """Add PERSON, such as evaluator-a, or one who was revoked again with a new key.

    An administrator does it. Each person makes a key of their own and gives the public part; the
    private one never leaves its owner. Roles: administrator, intake, evaluator, auditor, reviewer,
    decision-maker, signatory, publisher (of the register), data-steward (of the base database).
    """
    from pvfootprint.certification.permitting import roles
    from pvfootprint.certification.staffing import add_person, person_body
    from pvfootprint.model.certification import months_later

    opened = open_registry(registry)
    expires = months_later(opened.now().date(), 12 * years)
    body = person_body(person, name, given, _public_key(public), expires)
    added = add_person(opened, open_actor(opened, key, passphrase_fd), body)
    words = text(
        "added: {person} ({name}); {roles}; the key counts until {day}",
        person=added.key,
        name=added.name.text,
        roles=roles(added.roles),
        day=added.expires,
    )
    click.echo(say(words))
    click.echo(say(text("  compare this fingerprint by telephone: {key}", key=_fingerprint(added))))


@command.command("list")
@click.option("--all", "everybody", is_flag=True, help="Also who was revoked.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@registry_option()
@language_option("headings")
def list_people(*, everybody: bool, as_json: bool, registry: str) -> None:
    """Show people, what they may do, their keys, and their ties to clients."""
    opened = open_registry(registry)
    with opened.reading() as snapshot:
        people = list(snapshot.people().values())
    now = opened.now()
    shown = people if everybody else [one for one in people if not one.revoked]
    if as_json:
        data = [_as_json(one, now) for one in shown]
        print_json({"format": "pvfootprint staff 1", "people": data})
        return
    _show(shown, now)


@command.command("revoke")
@click.argument("person")
@said_options("reason", "Why")
@registry_option()
@actor_options()
@language_option("messages")
def revoke(person: str, reason: Said, registry: str, key: Path, passphrase_fd: int | None) -> None:
    """Revoke PERSON: from now on the key does not count. An administrator does it.

    What the person did before stays as it is.
    """
    from pvfootprint.certification.staffing import revoke_person

    opened = open_registry(registry)
    found = revoke_person(opened, open_actor(opened, key, passphrase_fd), person, reason)
    words = text("revoked: {person} ({name})", person=person, name=found.name.text)
    click.echo(say(words))


@command.command("declare-interest")
@click.option("--client-name", required=True, metavar="NAME", help="Registered name.")
@click.option(
    "--client-code",
    default="",
    metavar="CODE",
    help="Unified social credit code, or another register's number.",
)
@click.option(
    "--kind",
    type=click.Choice(list(KINDS)),
    default="consulted",
    show_default=True,
    help="Consulted for it, was employed by it, owns a part of it, family works there.",
)
@click.option("--start", type=DAY, required=True, metavar="DAY", help="First day: 2025-03-01.")
@click.option("--end", type=DAY, metavar="DAY", help="Last day; none if it goes on.")
@click.option("--person", metavar="PERSON", help="Whose, if it is not whose key signs.")
@said_options("note", "What it was", required=False)
@registry_option()
@actor_options()
@language_option("messages")
def declare(
    start: datetime.datetime,
    end: datetime.datetime | None,
    note: Said,
    registry: str,
    key: Path,
    passphrase_fd: int | None,
    **given: Any,  # noqa: ANN401
) -> None:
    """Declare a tie to a client: who has one neither audits, reviews nor decides for it.

    Everybody declares their own; an administrator may do it for others. For how long it counts
    after its last day is the scheme's matter.
    """
    from pvfootprint.certification.issue.values import as_said
    from pvfootprint.certification.staffing import declare_interest
    from pvfootprint.registry.people import InterestBody

    opened = open_registry(registry)
    actor = open_actor(opened, key, passphrase_fd)
    body = InterestBody(
        person=given["person"] or actor.person,
        client=given["client_code"].strip(),
        client_name=given["client_name"].strip(),
        kind=given["kind"],
        start=start.date().isoformat(),
        end=end.date().isoformat() if end else "",
        note=note if note.zh else as_said(KINDS[given["kind"]]),
    )
    found = declare_interest(opened, actor, body)
    words = text(
        "declared for {person}: {interest}",
        person=found.name.text,
        interest=_interest(body),
    )
    click.echo(say(words))


@command.command("remember")
@click.option(
    "--key",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    envvar="PVFOOTPRINT_KEY",
    metavar="KEY.pem",
    help="Whose passphrase it is.",
)
@click.option("--forget", is_flag=True, help="Take the passphrase out of the keyring.")
@passphrase_option()
@language_option("messages")
def remember(key: Path, passphrase_fd: int | None, *, forget: bool) -> None:
    """Keep the passphrase of a key in the keyring of this desktop, so that nobody asks for it."""
    import keyring
    from keyring.errors import KeyringError

    from pvfootprint.model.findings import Finding, SubmissionError
    from pvfootprint.submission.keyfacts import describe
    from pvfootprint.submission.keys import read_signing_key

    fingerprint = describe(key)[0].fingerprint.replace(" ", "")
    try:
        if forget:
            keyring.delete_password(KEYRING, fingerprint)
        else:
            passphrase = ask_passphrase(passphrase_fd, key.name)
            read_signing_key(key, passphrase)
            keyring.set_password(KEYRING, fingerprint, passphrase.decode("utf-8"))
    except KeyringError as error:
        message = text("the keyring of this machine does not do it")
        hint = text("use {option}, or type the passphrase", option="--passphrase-fd")
        finding = Finding("SUB-019", message, key.name, found=str(error), hint=hint)
        raise SubmissionError([finding]) from error
    words = text("the keyring has the passphrase of {file}", file=key.name)
    if forget:
        words = text("the keyring has no passphrase of {file} any more", file=key.name)
    click.echo(say(words))


def _public_key(path: Path) -> str:
    from pvfootprint.model.findings import Finding, SubmissionError

    public = public_of(path)
    if not public:
        message = text("the file holds no public key")
        hint = text("take it out with {command}", command="pvfootprint keys public KEY.pem")
        raise SubmissionError([Finding("SUB-018", message, path.name, hint=hint)])
    return public


def _fingerprint(person: Person) -> str:
    from pvfootprint.submission.keys import fingerprint

    return fingerprint(person.verifier)


def _interest(body: InterestBody) -> Text:
    client = f"{body.client_name} {body.client}".strip()
    return text(
        "{kind}: {client}, {start} to {end}",
        kind=KINDS[body.kind],
        client=client,
        start=body.start,
        end=body.end or text("today"),
    )


def _state(person: Person, now: datetime.datetime) -> Text:
    if person.revoked:
        return text("revoked {day}", day=person.revoked[:10])
    if not person.active(now):
        return text("expired {day}", day=person.expires)
    return text("until {day}", day=person.expires)


def _show(people: Iterable[Person], now: datetime.datetime) -> None:
    from pvfootprint.certification.permitting import roles

    heads = (text("person"), text("name"), text("roles"), text("key"), text("fingerprint"))
    lines, ties = table(*heads, left=5), []
    for person in people:
        words = (person.name.text, roles(person.roles), _state(person, now))
        lines.add_row(person.key, *map(say, words), _fingerprint(person)[:19])
        ties += [(person, interest) for interest in person.interests]
    console().print(lines)
    for person, interest in ties:
        who, what = person.name.text, _interest(interest)
        click.echo(say(text("declared for {person}: {interest}", person=who, interest=what)))


def _as_json(person: Person, now: datetime.datetime) -> dict[str, object]:
    return {
        "person": person.key,
        "name": person.name.model_dump(),
        "roles": list(person.roles),
        "fingerprint": _fingerprint(person),
        "public": person.public,
        "added": person.added,
        "expires": person.expires.isoformat(),
        "revoked": person.revoked,
        "active": person.active(now),
        "interests": [one.model_dump(mode="json") for one in person.interests],
    }
