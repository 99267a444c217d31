"""``pvfootprint cert withdraw``."""

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


@click.command("withdraw")
@click.argument("number")
@said_options("reason", "Why")
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
    """Withdraw a certificate.

    It cannot be used any more, and certificates that stand on it are listed by `cert next`.
    """
    from pvfootprint.certification.upkeep.holding import withdraw

    opened = open_registry(registry)
    acted = withdraw(opened, open_actor(opened, key, passphrase_fd), number, reason)
    done = text("the certificate was withdrawn")
    conclude(acted, done, opened.now().date(), output, as_json=as_json)
