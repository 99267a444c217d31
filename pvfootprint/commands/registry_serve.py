"""``pvfootprint registry serve``."""

from __future__ import annotations

import contextlib
from pathlib import Path

import click

from pvfootprint.commands.printing import language_option, say
from pvfootprint.language.texts import text

PORT = 8000


@click.command("serve")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    metavar="N",
    help="Port of this computer; 0 for any that is free.",
)
@language_option("messages")
def command(folder: Path, port: int) -> None:
    """Show a published register in a browser on this computer, and nowhere else.

    It sends the same headers as a web server should. The public register itself is DIR on any web
    server.
    """
    from pvfootprint.web.serving import preview

    server, address = preview(folder, port)
    with server, contextlib.suppress(KeyboardInterrupt):
        click.echo(say(text("look at {address}; end with Ctrl-C", address=address)))
        server.serve_forever()
