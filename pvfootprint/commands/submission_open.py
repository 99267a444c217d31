"""``pvfootprint submission open``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pvfootprint.commands.passphrases import ask_passphrase, passphrase_option
from pvfootprint.commands.printing import language_option, print_findings, say
from pvfootprint.language.texts import text
from pvfootprint.model.findings import has_errors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.submission.parts import SealedPart


@click.command("open")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--key",
    required=True,
    metavar="CERTIFIER-KEY.pem",
    type=click.Path(path_type=Path),
    help="The key to whose certificate it was sealed.",
)
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the workbooks; nothing in it is overwritten.",
)
@passphrase_option()
@language_option("messages")
@click.pass_context
def command(
    ctx: click.Context, file: Path, key: Path, output: Path, passphrase_fd: int | None
) -> None:
    """Open a sealed part (.pvfs), or all of a submission (.pvf), and verify it.

    For the certifier: decrypts the inventory, computes it again and holds the summary against it.
    Ends with 1 if they differ.
    """
    from pvfootprint.library.caching import open_library
    from pvfootprint.submission.keys import open_to_others, read_sealing_key, validity
    from pvfootprint.submission.parts import open_inventory
    from pvfootprint.submission.sealing import verify_inventory, write_inventory

    parts = list(_parts(file))
    library, about = open_library()
    print_findings(about)
    opening = read_sealing_key(key, ask_passphrase(passphrase_fd, key.name))
    print_findings(open_to_others(key))
    # What was sealed while the certificate was valid must still be opened afterwards.
    print_findings(validity(opening[1], key.name, severity="warning"))
    sound = True
    for part in parts:
        opened = open_inventory(part, *opening)
        write_inventory(opened, output / Path(part.file).stem)
        findings = verify_inventory(part, opened, library)
        print_findings(findings)
        holds = not has_errors(findings)
        sound = sound and holds
        verdict = text("{file}: the summary is what the inventory gives", file=part.file)
        if not holds:
            verdict = text("{file}: the summary is not what the inventory gives", file=part.file)
        click.echo(say(verdict))
        click.echo(say(text("  compare this fingerprint by telephone: {key}", key=part.signer)))
    ctx.exit(0 if sound else 1)


def _parts(file: Path) -> Iterator[SealedPart]:
    from pvfootprint.submission.archives import read_bytes
    from pvfootprint.submission.manifest import SEALED
    from pvfootprint.submission.parts import ENDING, read_part
    from pvfootprint.submission.verifying import unpack_submission

    content = read_bytes(file)
    if file.suffix.lower() == ENDING:
        yield read_part(content, file.name)
        return
    unpacked = unpack_submission(content, file.name)
    for entry in unpacked.manifest.named(SEALED):
        yield read_part(unpacked.members[entry.name], entry.name.rpartition("/")[2])
