"""``pvfootprint report``: the study of a product as PDF, web page and workbook."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pvfootprint.commands.printing import (
    console,
    figures,
    language_option,
    print_findings,
    say,
)
from pvfootprint.commands.studies import study_options
from pvfootprint.language.texts import in_both, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pvfootprint.model.scheme import SchemeResult
    from pvfootprint.model.study import Study


@click.command("report")
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@study_options
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("report"),
    show_default=True,
    help="Folder for the files; report.* in it are replaced.",
)
@click.option(
    "--coefficients",
    "coefficients_file",
    type=click.Path(path_type=Path),
    metavar="FILE.csv",
    help="Coefficients of other schemes, as `schemes compare` takes them.",
)
@language_option("the messages; the report itself is in both")
def command(
    inputs: tuple[str, ...],
    rules_key: str,
    output: Path,
    coefficients_file: Path | None,
    **options: str | int | None,
) -> None:
    """Write the study report of a product: report.pdf, report.html and report.xlsx.

    INPUT is what `pvfootprint footprint` takes: the workbook of a product's maker with those of its
    suppliers, a folder of them, a submission, or a product of the library. The PDF (PDF/A-3u) holds
    the workbook of all tables and the footprint as JSON. The report is written whether or not the
    product keeps the rules; it says so.
    """
    from dataclasses import replace

    from pvfootprint.commands.studies import open_study
    from pvfootprint.documents.report.writing import write_report
    from pvfootprint.rules.checking import check

    study = open_study(inputs, rules_key, **options)
    study = replace(
        study,
        verdicts=check(study, study.rules),
        schemes=_schemes(study, coefficients_file),
    )
    written = write_report(study, output)
    _show(study, written)


def _schemes(study: Study, file: Path | None) -> tuple[SchemeResult, ...]:
    """Hold a module against other schemes; there are none for other products."""
    from pvfootprint.analysis.schemes.comparing import compare
    from pvfootprint.library.caching import open_library
    from pvfootprint.library.folders import data_root
    from pvfootprint.model.findings import SelectionError
    from pvfootprint.rules.schemes.coefficients import read_coefficients
    from pvfootprint.rules.schemes.reading import read_schemes

    if study.footprint.product["stage"] != "module":
        return ()
    root = data_root()
    library, _ = open_library(sets=[one.name for one in study.system.sets])
    try:
        return compare(
            study.system,
            root=root,
            library=library,
            factors_key=study.footprint.method["gwp"],
            coefficients=read_coefficients(file, read_schemes(root)) if file else None,
        )
    except SelectionError as error:
        # A module whose power nobody states has no value per kWp; its report needs none.
        print_findings(error.findings)
        return ()


def _show(study: Study, written: Sequence[Path]) -> None:
    out = console()
    total = study.footprint.total
    counts = Counter(verdict.outcome for verdict in study.verdicts)
    out.print(study.footprint.product["name"], style="bold")
    out.print(f"{figures(total.value)} {total.unit}", style="bold")
    rules = in_both(study.rules.title, study.rules.title_zh)
    out.print(say(text("{rules}, version {version}", rules=rules, version=study.rules.version)))
    said = text(
        "rules kept: {passes}, broken: {fails}, asking for evidence: {asks}",
        **{outcome: counts[outcome] for outcome in ("passes", "fails", "asks")},
    )
    out.print(say(said))
    for verdict in study.verdicts:
        if verdict.outcome == "fails":
            title = say(in_both(verdict.title, verdict.title_zh))
            out.print(f"  {verdict.code}  {title}", style="bold red")
    files = ", ".join(str(path) for path in written)
    click.echo(say(text("written: {files}", files=files)))
