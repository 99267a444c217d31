"""``pvfootprint library remove``, and how sets beside the shipped library are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pvfootprint.commands.printing import (
    console,
    language_option,
    print_findings,
    say,
    table,
)
from pvfootprint.language.texts import in_both, text

if TYPE_CHECKING:
    from pvfootprint.model.inventory import LibrarySet


@click.command("remove")
@click.argument("name", metavar="SET")
@language_option("the messages")
def remove(name: str) -> None:
    """Remove the installed set SET, such as iea-2026."""
    from pvfootprint.library.installed import remove_installed

    remove_installed(name)
    click.echo(say(text("the set {name} is removed", name=name)))


def installed() -> list[LibrarySet]:
    """Return the installed sets that are sound, and print what is wrong with the others."""
    from pvfootprint.library.installed import find_installed, installed_names
    from pvfootprint.model.findings import InstallError

    found = []
    for name in installed_names():
        try:
            found.append(find_installed(name))
        except InstallError as error:
            print_findings(error.findings)
    return found


def show_sets(sets: list[LibrarySet]) -> None:
    """Print what sets are installed, and on what terms."""
    out = console()
    lines = table(text("installed set"), text("title"), text("licence"), "SHA-256", left=4)
    for one in sets:
        lines.add_row(one.name, one.title, one.licence, one.content_hash[:12])
    out.print(lines)


def set_facts(one: LibrarySet) -> list[str]:
    """Return what a set is and on what terms, line by line."""
    return [
        say(text("{name}: {title}", name=one.name, title=one.title)),
        say(text("licence: {licence}, {link}", licence=one.licence, link=one.licence_link)),
        say(in_both(one.notice, one.notice_zh)),
        say(text("source: {source}", source=one.source)),
        say(text("SHA-256 of its source: {digest}", digest=one.source_sha256)),
        say(text("SHA-256 of the set: {digest}", digest=one.content_hash)),
    ]


def as_data(one: LibrarySet) -> dict[str, Any]:
    """Return a set as JSON values."""
    from dataclasses import asdict

    return asdict(one)
