"""``pvfootprint cert accept``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pvfootprint.commands.certification.options import act_options, tell, write_papers
from pvfootprint.commands.registry_options import open_actor, open_registry
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from pathlib import Path


@click.command("accept")
@click.argument("number")
@act_options()
def command(
    number: str,
    registry: str,
    key: Path,
    passphrase_fd: int | None,
    output: Path | None,
    *,
    as_json: bool,
) -> None:
    """Take up the application NUMBER: letter and agreement for the client.

    Every document that the scheme asks for must be there. The green certificates that the
    submission counts are reserved: nobody else can count them from now on.
    """
    from pvfootprint.certification.acts import Accept
    from pvfootprint.certification.intake.accepting import accept

    opened = open_registry(registry)
    acted = accept(opened, open_actor(opened, key, passphrase_fd), number)
    written = write_papers(acted.papers, output, number)
    body = acted.case.body(Accept)
    reserved = body.green_reserved if body else ()
    done = text(
        "accepted: {number}; ranges of green certificates reserved: {count}",
        number=number,
        count=len(reserved),
    )
    green = [one.model_dump(mode="json") for one in reserved]
    tell(done, acted.case, papers=written, as_json=as_json, green_reserved=green)
