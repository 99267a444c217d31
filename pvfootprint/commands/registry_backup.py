"""``pvfootprint registry backup``."""

from __future__ import annotations

import contextlib
from pathlib import Path

import click

from pvfootprint.commands.printing import language_option, say
from pvfootprint.commands.registry_options import open_registry, registry_option
from pvfootprint.commands.registry_words import processes_for, show_head, show_report
from pvfootprint.language.texts import text


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@registry_option()
@click.option("--unchecked", is_flag=True, help="Do not check the backup.")
@language_option("messages")
@click.pass_context
def command(ctx: click.Context, file: Path, registry: str, *, unchecked: bool) -> None:
    """Take a backup into FILE, while others go on writing, and check it.

    A backup is a registry in one SQLite file, also of a PostgreSQL database. It holds what
    applicants handed in: keep it as safe as the registry. Ends with 1 if it is not sound.
    """
    from pvfootprint.registry.checking import check
    from pvfootprint.registry.copying import backup
    from pvfootprint.registry.registry import Registry

    head = backup(open_registry(registry), file)
    click.echo(say(text("written: {file}", file=file)))
    if unchecked:
        show_head(head)
        return
    with contextlib.closing(Registry.open(str(file))) as copy:
        report = check(copy, processes=processes_for(copy))
    show_report(report)
    ctx.exit(0 if report.is_sound else 1)
