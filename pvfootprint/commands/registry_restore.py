"""``pvfootprint registry restore``."""

from __future__ import annotations

from pathlib import Path

import click

from pvfootprint.commands.printing import language_option, say
from pvfootprint.commands.registry_options import registry_option
from pvfootprint.commands.registry_words import against_option, read_anchors, show_report
from pvfootprint.language.texts import text


@click.command("restore")
@click.argument("backup", type=click.Path(path_type=Path, dir_okay=False))
@registry_option()
@against_option()
@language_option("messages")
def command(backup: Path, registry: str, against: tuple[Path, ...]) -> None:
    """Restore BACKUP to where no registry is: a new file, or an empty PostgreSQL database.

    It counts only once it has been checked; nothing is overwritten. From then on use the restored
    registry only: two that go on from one backup would give out the same numbers.
    """
    from pvfootprint.registry.copying import restore
    from pvfootprint.registry.engines import shown

    report = restore(backup, registry, anchors=read_anchors(against))
    show_report(report)
    click.echo(say(text("restored: {place}", place=shown(registry))))
