"""``pvfootprint registry migrate``."""

from __future__ import annotations

import click

from pvfootprint.commands.printing import language_option, say
from pvfootprint.commands.registry_options import registry_option
from pvfootprint.language.texts import text


@click.command("migrate")
@registry_option()
@language_option("messages")
def command(registry: str) -> None:
    """Bring a registry of an older version to this one, and check it.

    All of it is done, or nothing. Take a backup first: older versions cannot open it afterwards.
    """
    from pvfootprint.registry.copying import migrate
    from pvfootprint.registry.engines import shown

    done = migrate(registry)
    place = shown(registry)
    words = text("{place} is of this version now", place=place)
    if not done:
        words = text("{place} is of this version already", place=place)
    click.echo(say(words))
