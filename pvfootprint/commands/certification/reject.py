"""``pvfootprint cert reject``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pvfootprint.commands.certification.options import (
    act_options,
    said_options,
    tell,
    write_papers,
)
from pvfootprint.commands.registry_options import open_actor, open_registry
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from pathlib import Path

    from pvfootprint.model.certificate_record import Said


@click.command("reject")
@click.argument("number")
@said_options("reason", "Why")
@act_options()
def command(
    number: str,
    reason: Said,
    registry: str,
    key: Path,
    passphrase_fd: int | None,
    output: Path | None,
    *,
    as_json: bool,
) -> None:
    """Refuse to take up the application NUMBER, or to go on with it: letter with the reason.

    Green certificates that were reserved for it are free again.
    """
    from pvfootprint.certification.intake.accepting import reject

    opened = open_registry(registry)
    acted = reject(opened, open_actor(opened, key, passphrase_fd), number, (reason,))
    written = write_papers(acted.papers, output, number)
    tell(text("rejected: {number}", number=number), acted.case, papers=written, as_json=as_json)
