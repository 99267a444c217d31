"""``pvfootprint data group``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pvfootprint.commands.certification.options import act_options
from pvfootprint.commands.printing import print_json, say
from pvfootprint.commands.registry_options import open_actor, open_registry
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from pathlib import Path


@click.command("group")
@click.argument("companies", nargs=-1, required=True, metavar="COMPANY COMPANY...")
@act_options(papers=False)
def command(
    companies: tuple[str, ...],
    registry: str,
    key: Path,
    passphrase_fd: int | None,
    *,
    as_json: bool,
) -> None:
    """Declare that companies have a common owner: from now on they count as one.

    COMPANY is the unified social credit code, or the name of a company without one, as `pvfootprint
    data list` shows them. A data steward does it. It cannot be taken back.
    """
    from pvfootprint.database.grouping import declare_group

    opened = open_registry(registry)
    group = declare_group(opened, open_actor(opened, key, passphrase_fd), companies)
    if as_json:
        print_json({"format": "pvfootprint group 1", "companies": group})
        return
    click.echo(say(text("count as one company: {companies}", companies=", ".join(group))))
