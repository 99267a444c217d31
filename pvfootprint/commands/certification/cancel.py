"""``pvfootprint cert cancel``."""

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


@click.command("cancel")
@click.argument("number")
@said_options("reason", "Who asked for it, and why")
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
    """Cancel a certificate because its holder asks for it."""
    from pvfootprint.certification.upkeep.holding import cancel

    opened = open_registry(registry)
    acted = cancel(opened, open_actor(opened, key, passphrase_fd), number, reason)
    done = text("the certificate was cancelled")
    conclude(acted, done, opened.now().date(), output, as_json=as_json)
