"""``pvfootprint registry publish``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pvfootprint.commands.printing import (
    language_option,
    print_findings,
    print_json,
    say,
)
from pvfootprint.commands.progress import progress_bar
from pvfootprint.commands.registry_options import (
    actor_options,
    open_actor,
    open_registry,
    registry_option,
)
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from pvfootprint.web.publishing import Published

WORTH_A_BAR = 200
"""How many certificates are worth a bar: some seconds."""


@click.command("publish")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--base-url",
    required=True,
    metavar="URL",
    help="Where a web server shows DIR, such as https://register.example: the labels' QR codes "
    "lead to URL/c/NUMBER.",
)
@registry_option()
@actor_options()
@click.option("--all", "everything", is_flag=True, help="Make every file anew.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@language_option("messages")
def command(
    folder: Path,
    base_url: str,
    registry: str,
    key: Path,
    passphrase_fd: int | None,
    *,
    everything: bool,
    as_json: bool,
) -> None:
    """Publish the register: a folder of signed static files for any web server.

    Only files that change are written, so run it after every change, and every day: the lists of
    states count for two weeks. The key must be a publisher's.
    """
    from pvfootprint.web.publishing import publish
    from pvfootprint.web.state import usable_address

    address = usable_address(base_url)
    opened = open_registry(registry)
    actor = open_actor(opened, key, passphrase_fd)
    what = text("certificates")
    with progress_bar(what, shown=not as_json, worth=WORTH_A_BAR) as told:
        done = publish(opened, folder, address, actor, everything=everything, told=told)
    print_findings(done.findings)
    if as_json:
        print_json(_data(done, folder, address))
    else:
        _show(done, folder)


def _data(done: Published, folder: Path, address: str) -> dict[str, Any]:
    return {
        "folder": str(folder),
        "base_url": address,
        "certificates": done.certificates,
        "looked_at": done.looked_at,
        "files": {"written": done.written, "left": done.left, "removed": done.removed},
        "whole": done.whole,
        "log": {"size": done.size, "root": done.root},
        "findings": [finding.to_dict() for finding in done.findings],
    }


def _show(done: Published, folder: Path) -> None:
    lines = [
        text(
            "published: {count:,} certificates, of which {looked_at:,} were looked at",
            count=done.certificates,
            looked_at=done.looked_at,
        ),
        text(
            "files: {written:,} written, {left:,} left as they were, {removed:,} removed",
            written=done.written,
            left=done.left,
            removed=done.removed,
        ),
        text("log: {size:,} entries, root {root}", size=done.size, root=done.root),
        text("look at it: {command}", command=f"pvfootprint registry serve {folder}"),
    ]
    for line in lines:
        click.echo(say(line))
