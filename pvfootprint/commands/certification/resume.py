"""``pvfootprint cert resume``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pvfootprint.commands.certification.options import act_options, said_options
from pvfootprint.commands.certification.outcome import conclude
from pvfootprint.commands.registry_options import open_actor, open_registry
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from pathlib import Path

    from pvfootprint.model.certificate_record import Said


@click.command("resume")
@click.argument("number")
@said_options("reason", "What was mended")
@act_options()
def command(
    number: str,
    registry: str,
    key: Path,
    passphrase_fd: int | None,
    output: Path | None,
    reason: Said,
    *,
    as_json: bool,
) -> None:
    """End a suspension once its reason is mended.

    Also gives back a certificate whose withdrawal was appealed against with success. Not while its
    surveillance is overdue, or the newest one did not keep it up.
    """
    from pvfootprint.certification.upkeep.holding import resume

    opened = open_registry(registry)
    acted = resume(opened, open_actor(opened, key, passphrase_fd), number, reason)
    done = text("the suspension was ended")
    conclude(acted, done, opened.now().date(), output, as_json=as_json)
