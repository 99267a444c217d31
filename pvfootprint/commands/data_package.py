"""``pvfootprint data package``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pvfootprint.commands.printing import language_option, print_findings, say
from pvfootprint.commands.registry_options import (
    actor_options,
    open_actor,
    open_registry,
    registry_option,
)
from pvfootprint.language.texts import text
from pvfootprint.model.product import SET_NAME
from pvfootprint.model.terms import STAGES

if TYPE_CHECKING:
    from pvfootprint.database.packaging.sharing import Shared


def _name(ctx: click.Context, _: click.Parameter, value: str | None) -> str:
    name = value or ctx.params["out"].stem
    if not re.fullmatch(SET_NAME, name, re.ASCII):
        raise click.BadParameter(
            say(
                text(
                    "{name!r}: small letters, digits and hyphens, a letter first, up to 40",
                    name=name,
                )
            )
        )
    return str(name)


@click.command("package")
@click.argument(
    "out", type=click.Path(path_type=Path, dir_okay=False), metavar="OUT.zip", is_eager=True
)
@click.option(
    "--licence",
    required=True,
    metavar="SPDX",
    help="Licence of the package, such as CC-BY-4.0; datasets whose owners' papers name another "
    "one are left out.",
)
@click.option(
    "--name",
    callback=_name,
    help="Name of the package, and of the set when it is installed; by default that of the file.",
)
@click.option(
    "--stage",
    "stages",
    type=click.Choice(list(STAGES)),
    multiple=True,
    help="Only of this stage; may be repeated.",
)
@click.option("--year", type=click.IntRange(2000, 2100), help="Only data of this year.")
@registry_option()
@actor_options()
@language_option("messages")
def command(
    out: Path,
    licence: str,
    name: str,
    stages: tuple[str, ...],
    year: int | None,
    registry: str,
    key: Path,
    passphrase_fd: int | None,
) -> None:
    """Share open datasets and published averages as a signed package.

    It holds what owners agreed to share and what was published, and nothing else. It is signed with
    the data steward's key and installed by `pvfootprint library install OUT.zip --signer
    FINGERPRINT`.
    """
    from pvfootprint.database.packaging.sharing import share
    from pvfootprint.documents.writing import check_folder, write_files
    from pvfootprint.library.caching import open_library

    check_folder(out.parent)
    library, warnings = open_library()
    print_findings(warnings)
    opened = open_registry(registry)
    actor = open_actor(opened, key, passphrase_fd)
    shared = share(opened, actor, library, name=name, licence=licence, stages=stages, year=year)
    write_files(out.parent, {out.name: shared.content})
    _announce(shared, out)


def _announce(shared: Shared, out: Path) -> None:
    click.echo(
        say(
            text(
                "{file}: open datasets: {datasets}, averages: {averages}; SHA-256 {sha256}",
                file=out,
                datasets=len(shared.chosen.datasets),
                averages=len(shared.chosen.averages),
                sha256=shared.sha256,
            )
        )
    )
