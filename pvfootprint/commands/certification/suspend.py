"""``pvfootprint cert suspend``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pvfootprint.commands.certification.days import day_option
from pvfootprint.commands.certification.options import act_options, said_options
from pvfootprint.commands.certification.outcome import conclude
from pvfootprint.commands.registry_options import open_actor, open_registry
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    import datetime
    from pathlib import Path

    from pvfootprint.model.certificate_record import Said


@click.command("suspend")
@click.argument("number")
@said_options("reason", "Why")
@day_option("--until", "By when its reason must be mended", required=True)
@act_options()
def command(
    number: str,
    registry: str,
    key: Path,
    passphrase_fd: int | None,
    output: Path | None,
    reason: Said,
    until: datetime.date,
    *,
    as_json: bool,
) -> None:
    """Suspend a certificate, or let a suspension last longer.

    It is not valid while it is suspended. The scheme says how long that may last, counted from the
    first day; after that it must be withdrawn.
    """
    from pvfootprint.certification.upkeep.holding import suspend

    opened = open_registry(registry)
    acted = suspend(opened, open_actor(opened, key, passphrase_fd), number, reason, until)
    done = text("the certificate was suspended until {day}", day=until)
    conclude(acted, done, opened.now().date(), output, as_json=as_json)
