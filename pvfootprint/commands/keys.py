"""``pvfootprint keys``: keys to sign a summary with and to seal an inventory to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pvfootprint.commands.passphrases import ask_passphrase, passphrase_option
from pvfootprint.commands.printing import (
    console,
    language_option,
    print_findings,
    print_json,
    say,
    table,
)
from pvfootprint.language.texts import Text, text

if TYPE_CHECKING:
    from pvfootprint.submission.keyfacts import KeyFacts

WORDS = {
    "signing": text("signing"),
    "sealing": text("sealing"),
    "private key": text("private key"),
    "public key": text("public key"),
    "certificate": text("certificate"),
}

LONGEST_NAME = 64
"""Longest common name that X.509 allows [characters]."""


@click.group("keys")
def command() -> None:
    """Make and show the keys that sign and seal."""


@command.command("new")
@click.option(
    "--kind",
    type=click.Choice(["signing", "sealing"]),
    required=True,
    help="signing: a supplier's, for its summaries. sealing: a certifier's, with the certificate "
    "to which suppliers seal.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="KEY.pem",
    help="File of the private key; never overwritten.",
)
@click.option(
    "--name", default="pvfootprint certifier", show_default=True, help="Name in the certificate."
)
@passphrase_option()
@language_option("messages")
def new(kind: str, output: Path, name: str, passphrase_fd: int | None) -> None:
    """Make a new key under a passphrase.

    A key for sealing comes with KEY-certificate.pem, which is given to suppliers and is valid for
    three years. The private key never leaves its owner.
    """
    from pvfootprint.submission.keyfacts import describe
    from pvfootprint.submission.keymaking import make_sealing_key, make_signing_key

    if not 0 < len(name) <= LONGEST_NAME:
        message = text("a name in a certificate has 1 to {count} characters", count=LONGEST_NAME)
        raise click.UsageError(say(message))
    passphrase = ask_passphrase(passphrase_fd, output.name, twice=True)
    if kind == "signing":
        make_signing_key(output, passphrase)
        _show(describe(output))
        return
    certificate = make_sealing_key(output, passphrase, name)
    _show(describe(output))
    click.echo(say(text("give to suppliers: {file}", file=certificate.name)))


@command.command("show")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@language_option("messages and headings")
def show(file: Path, *, as_json: bool) -> None:
    """Print kind, fingerprint and validity of the keys in FILE; asks for no passphrase."""
    from pvfootprint.submission.keyfacts import describe
    from pvfootprint.submission.keys import open_to_others

    facts = describe(file)
    if any(fact.holds == "private key" for fact in facts):
        print_findings(open_to_others(file))
    if as_json:
        print_json({"format": "pvfootprint keys 1", "keys": [_as_json(fact) for fact in facts]})
    else:
        _show(facts)


def _as_json(fact: KeyFacts) -> dict[str, str | None]:
    return {
        "file": fact.file,
        "kind": fact.kind,
        "holds": fact.holds,
        "fingerprint": fact.fingerprint,
        "name": fact.name,
        "start": fact.start.isoformat() if fact.start else None,
        "end": fact.end.isoformat() if fact.end else None,
    }


def _show(facts: list[KeyFacts]) -> None:
    out = console()
    lines = table(text("kind"), text("what"), text("name"), text("valid"), left=4)
    for fact in facts:
        valid = ""
        if fact.start and fact.end:
            valid = text("{start} to {end}", start=fact.start.date(), end=fact.end.date())
        words = (WORDS.get(fact.kind, Text("")), WORDS[fact.holds], fact.name, valid)
        lines.add_row(*map(say, words))
    out.print(lines)
    for fingerprint in dict.fromkeys(fact.fingerprint for fact in facts if fact.fingerprint):
        out.print(say(text("fingerprint: {fingerprint}", fingerprint=fingerprint)))
