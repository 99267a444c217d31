"""``pvfootprint submission seal``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pvfootprint.commands.passphrases import ask_passphrase, passphrase_option
from pvfootprint.commands.printing import figures, language_option, print_findings, say
from pvfootprint.commands.submission_options import as_options, computing_options
from pvfootprint.language.texts import text


@click.command("seal")
@click.argument("workbook", metavar="MINE.xlsx", type=click.Path(path_type=Path))
@click.argument("suppliers", metavar="[INPUT]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--to",
    "certificate",
    metavar="CERTIFIER.pem",
    type=click.Path(path_type=Path),
    help="The certifier's certificate, with an RSA key: only its owner can open the inventory.",
)
@click.option(
    "--summary-only",
    is_flag=True,
    help="Give no inventory at all, not even a sealed one: it then counts as a gap that is filled.",
)
@click.option(
    "--key",
    required=True,
    metavar="MY-SIGNING-KEY.pem",
    type=click.Path(path_type=Path),
    help="Your own signing key; `pvfootprint keys new` makes one.",
)
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="PART.pvfs",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to.",
)
@computing_options
@passphrase_option()
@language_option("messages")
def command(
    workbook: Path,
    suppliers: tuple[Path, ...],
    certificate: Path | None,
    key: Path,
    output: Path,
    passphrase_fd: int | None,
    *,
    summary_only: bool,
    **given: Any,  # noqa: ANN401
) -> None:
    """Give a customer your footprint and the certifier your inventory.

    MINE.xlsx is your workbook; INPUTs are workbooks and sealed parts of your own suppliers. The
    output holds a summary that you sign, which the customer computes with, and the inventory,
    which only the certifier can open.
    """
    from pvfootprint.documents.writing import whole_file
    from pvfootprint.library.caching import open_library
    from pvfootprint.submission.inputs import expand, load_files
    from pvfootprint.submission.keys import open_to_others, read_certificate, read_signing_key
    from pvfootprint.submission.parts import ENDING
    from pvfootprint.submission.sealing import seal

    if output.suffix != ENDING:
        raise click.UsageError(say(text("the output must end in {ending}", ending=ENDING)))
    if (certificate is None) != summary_only:
        raise click.UsageError(say(text("give either --to or --summary-only")))
    certifier = read_certificate(certificate) if certificate else None
    library, findings = open_library()
    print_findings(findings)
    files = load_files(expand([workbook, *suppliers])[0])
    signing = read_signing_key(key, ask_passphrase(passphrase_fd, key.name))
    print_findings(open_to_others(key))
    sealed = seal(files, workbook.name, library, as_options(given), signing, certifier)
    print_findings(sealed.findings)
    with whole_file(output) as temporary:
        temporary.write_bytes(sealed.content)
    words = text(
        "{file}: {value} kgCO2e per {unit}",
        file=output.name,
        value=figures(sealed.statement.footprint),
        unit=sealed.statement.summary.declared_unit,
    )
    click.echo(say(words))
    click.echo(say(text("fingerprint: {fingerprint}", fingerprint=sealed.signer)))
