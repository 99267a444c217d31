"""``pvfootprint registry init``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pvfootprint.commands.certification.options import said_options
from pvfootprint.commands.logs import note_person, note_registry, note_written
from pvfootprint.commands.printing import language_option, say
from pvfootprint.commands.registry_options import actor_options, open_key, registry_option
from pvfootprint.commands.registry_words import show_head
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from pathlib import Path

    from pvfootprint.model.certificate_record import Said

PERSON = "admin-a"
NAME = {"en": "Administrator A", "zh": "管理员 A"}

LONGEST = 5
"""Longest validity of a key [years]."""


@click.command("init")
@registry_option()
@actor_options()
@click.option(
    "--person", default=PERSON, show_default=True, help="Key of the administrator as a person."
)
@said_options("name", "The administrator's role as papers name it", required=False)
@click.option(
    "--years",
    type=click.IntRange(1, LONGEST),
    default=2,
    show_default=True,
    help="For how long the administrator's key counts.",
)
@language_option("messages")
def command(
    registry: str, key: Path, passphrase_fd: int | None, person: str, name: Said, years: int
) -> None:
    """Make a registry, and its first person: the administrator whose key this is.

    The administrator adds the others with `pvfootprint staff add`. A registry is an SQLite file
    that is made, or the tables in an empty PostgreSQL database; nothing is overwritten.
    """
    from pvfootprint.certification.staffing import person_body
    from pvfootprint.model.certificate_record import Said
    from pvfootprint.model.certification import months_later
    from pvfootprint.registry.entries import Actor
    from pvfootprint.registry.people import INIT
    from pvfootprint.registry.registry import Registry, utc_now
    from pvfootprint.registry.transactions import Written
    from pvfootprint.submission.keys import fingerprint

    opened = open_key(key, passphrase_fd)
    public = opened.public_key().public_bytes_raw().hex()
    said = name if name.zh else Said(**NAME)
    expires = months_later(utc_now().date(), 12 * years)
    administrator = person_body(person, said, ("administrator",), public, expires)
    made = Registry.create(registry, administrator, Actor(person, opened))
    note_registry(made)
    note_written([Written(1, INIT)])
    note_person(person)
    with made.reading() as snapshot:
        head = snapshot.head()
    made.close()
    click.echo(say(text("made: {place}", place=made.place)))
    show_head(head)
    click.echo(
        say(
            text(
                "administrator: {person}, {key}",
                person=person,
                key=fingerprint(opened.public_key()),
            )
        )
    )
    click.echo(say(text("next: add people with {command}", command="pvfootprint staff add")))
