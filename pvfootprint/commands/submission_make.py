"""``pvfootprint submission make``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pvfootprint.commands.printing import figures, language_option, print_findings, say
from pvfootprint.commands.submission_options import as_options, computing_options
from pvfootprint.language.texts import text


@click.command("make")
@click.argument(
    "inputs", metavar="INPUT...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE.pvf",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to.",
)
@click.option(
    "--evidence",
    metavar="DIR",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder of the documents that the workbooks name, or of a folder for each workbook.",
)
@computing_options
@language_option("messages")
def command(inputs: tuple[Path, ...], output: Path, evidence: Path | None, **given: Any) -> None:  # noqa: ANN401
    """Pack workbooks, sealed parts, evidence and the computed footprint for the certifier.

    The first INPUT leads, the others are its suppliers, in any order; of a folder, the workbook of
    the latest stage leads. The same inputs give the same file.
    """
    from pvfootprint.documents.writing import whole_file
    from pvfootprint.library.caching import open_library
    from pvfootprint.submission.evidence import in_folder, nowhere
    from pvfootprint.submission.inputs import expand, load_files
    from pvfootprint.submission.manifest import ENDING
    from pvfootprint.submission.packing import make_submission

    if output.suffix != ENDING:
        raise click.UsageError(say(text("the output must end in {ending}", ending=ENDING)))
    library, findings = open_library()
    print_findings(findings)
    paths, leader = expand(inputs)
    look = in_folder(evidence) if evidence else nowhere
    made = make_submission(load_files(paths), library, as_options(given), look, leader)
    print_findings(made.findings)
    with whole_file(output) as temporary:
        temporary.write_bytes(made.content)
    total = made.footprint.total
    words = text(
        "{file}: {value} {unit}, {count} files",
        file=output.name,
        value=figures(total.value),
        unit=total.unit,
        count=len(made.manifest.files),
    )
    click.echo(say(words))
