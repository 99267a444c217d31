"""``pvfootprint registry export``."""

from __future__ import annotations

from pathlib import Path

import click

from pvfootprint.commands.printing import language_option, say
from pvfootprint.commands.registry_options import open_registry, registry_option
from pvfootprint.language.texts import text


@click.command("export")
@click.argument("file", metavar="FILE.xlsx", type=click.Path(path_type=Path, dir_okay=False))
@registry_option()
@language_option("messages")
def command(file: Path, registry: str) -> None:
    """Write the registry as a workbook for the authority.

    Certificates with their states, applications, every act, people, and green certificates, in both
    languages, with size and root of the log. A file of that name is replaced.
    """
    from pvfootprint.certification.overview.exporting import export
    from pvfootprint.documents.writing import whole_file

    opened = open_registry(registry)
    with opened.reading() as snapshot:
        content = export(snapshot, opened.now().date())
    with whole_file(file) as temporary:
        temporary.write_bytes(content)
    click.echo(say(text("written: {file}", file=file)))
