"""``pvfootprint registry head``."""

from __future__ import annotations

from pathlib import Path

import click

from pvfootprint.commands.printing import language_option, say
from pvfootprint.commands.registry_options import open_registry, registry_option
from pvfootprint.commands.registry_words import show_head
from pvfootprint.language.texts import text


@click.command("head")
@registry_option()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="HEAD.json",
    help="File to be kept elsewhere, for `registry check --against`; never overwritten.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the same JSON.")
@language_option("messages")
def command(registry: str, output: Path | None, *, as_json: bool) -> None:
    """Print the head of the log: its size and the root of its tree.

    Who keeps a head elsewhere can show later that nothing was cut off or rewritten. Nothing in it
    is secret.
    """
    from pvfootprint.registry.anchors import head_file
    from pvfootprint.submission.keymaking import write_new

    with open_registry(registry).reading() as snapshot:
        head = snapshot.head()
    content = head_file(head)
    if output:
        write_new(output, content, 0o644)
    if as_json:
        click.echo(content.decode("utf-8"), nl=False)
        return
    show_head(head)
    if output:
        click.echo(say(text("written: {file}; keep it elsewhere", file=output)))
