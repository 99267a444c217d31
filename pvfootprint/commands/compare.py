"""``pvfootprint compare``: products side by side, and what causes their difference."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pvfootprint.commands.printing import (
    aligned,
    bilingual,
    console,
    figures,
    language_option,
    print_findings,
    print_json,
    say,
    table,
)
from pvfootprint.commands.studies import accounting_options
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from pvfootprint.analysis.subjects import Subject
    from pvfootprint.model.comparison import Causes, Comparison
    from pvfootprint.model.findings import Finding

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@click.command("compare")
@click.argument("inputs", metavar="INPUT INPUT...", nargs=-1, required=True)
@accounting_options
@click.option(
    "--scenario",
    "scenarios",
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.toml",
    help="Compare A with these changes, too. Can be given more than once.",
)
@click.option(
    "--cutoff",
    type=float,
    default=0.005,
    show_default=True,
    metavar="SHARE",
    help="Share of the larger footprint below which causes of a difference are taken together.",
)
@click.option(
    "--draws", type=int, metavar="N", help="Say in how many of N draws each is lower than A."
)
@click.option("--seed", type=int, metavar="N", help="Where the draws begin.")
@click.option(
    "--unstated",
    type=float,
    metavar="FACTOR",
    help="Geometric standard deviation to assume in the draws where nobody states a spread.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for comparison.html, comparison.svg and comparison.xlsx.",
)
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@language_option("the messages; the files are in both")
def command(  # noqa: PLR0913  (one argument per option)
    inputs: tuple[str, ...],
    rules_key: str,
    output: Path | None,
    cutoff: float,
    draws: int | None,
    seed: int | None,
    unstated: float | None,
    scenarios: tuple[Path, ...],
    *,
    as_json: bool,
    **options: Any,  # noqa: ANN401  (those of a study)
) -> None:
    """Set products side by side: totals, parts, methods, and what causes their difference.

    Each INPUT is one product: a folder of workbooks, a workbook, a submission, or a product of the
    library. The first one is A; all are of one stage, in one declared unit (`--per`). --product
    names a product in the workbook that leads; an INPUT such as received/#P2 does so for itself.
    """
    from pvfootprint.analysis.comparing.comparing import compare

    if draws is None and (seed is not None or unstated is not None):
        raise click.UsageError(say(text("--seed and --unstated need --draws")))
    subjects = [*_open(inputs, rules_key, options)]
    subjects += _changed(subjects[0], scenarios)
    names = (*inputs, *(f"{inputs[0]} + {scenario}" for scenario in scenarios))
    found = compare(subjects, names, cutoff=cutoff)
    if draws is not None:
        found = _drawn(found, subjects, draws, seed, unstated)
    written: tuple[Path, ...] = ()
    if output:
        from pvfootprint.documents.comparison.writing import write_comparison

        written = write_comparison(found, output)
    if as_json:
        print_json(found.to_dict())
        return
    _show(found)
    if written:
        files = ", ".join(str(path) for path in written)
        click.echo(say(text("written: {files}", files=files)))


def _open(inputs: Sequence[str], rules_key: str, options: dict[str, Any]) -> list[Subject]:
    """Open every input, and say what is wrong with any of them."""
    from pvfootprint.interface.inputs import is_file, sets_of
    from pvfootprint.interface.subjects import open_subject
    from pvfootprint.library.caching import open_library
    from pvfootprint.model.findings import AnalysisError, PvfootprintError

    library, findings = open_library(sets=sets_of(inputs))
    print_findings(findings, err=True)
    subjects: list[Subject] = []
    wrong: list[Finding] = []
    for letter, written in zip(LETTERS, inputs, strict=False):
        path, _, key = written.partition("#") if not is_file(written) else (written, "", "")
        given = {**options, "product": key or options["product"]}
        if not is_file(path):
            given |= {"product": None, "fill_gaps": None}
        try:
            subject = open_subject(path, rules=rules_key, library=library, **given)
        except PvfootprintError as error:
            wrong += error.findings
            continue
        if subject.findings:
            click.echo(f"{letter}: {written}", err=True)
            print_findings(subject.findings, err=True)
        subjects.append(subject)
    if wrong:
        raise AnalysisError(wrong)
    return subjects


def _changed(subject: Subject, scenarios: Sequence[Path]) -> list[Subject]:
    """Return a product with the changes of each scenario."""
    from pvfootprint.analysis.scenarios import apply_file

    changed = [apply_file(subject, scenario) for scenario in scenarios]
    for one in changed:
        print_findings(one.findings[len(subject.findings) :], err=True)
    return changed


def _drawn(
    found: Comparison,
    subjects: Sequence[Subject],
    draws: int,
    seed: int | None,
    unstated: float | None,
) -> Comparison:
    from pvfootprint.analysis.comparing.drawing import with_draws
    from pvfootprint.analysis.uncertainty.checking import DEFAULT_SEED
    from pvfootprint.commands.progress import progress_bar

    seed = DEFAULT_SEED if seed is None else seed
    with progress_bar(text("draws"), draws) as progress:
        found, findings = with_draws(
            found, subjects, draws=draws, seed=seed, unstated=unstated, progress=progress
        )
    print_findings(findings, err=True)
    return found


def _show(found: Comparison) -> None:
    out = console()
    out.print(found.message.en, style="bold")
    out.print(found.message.zh, style="bold")
    _products(found, out)
    for one in found.paired:
        out.print(one.message.en)
        out.print(one.message.zh, style="dim")
    for kind in ("stage", "group", "gas"):
        _parts(found, kind, out)
    for causes in found.differences:
        _causes(found, causes, out)
    _methods(found, out)
    out.print(bilingual(text("What this comparison does not show"), " "), style="bold")
    for limit in found.limits:
        out.print(f"- {limit.en}")
        out.print(f"  {limit.zh}", style="dim")


def _products(found: Comparison, out: Console) -> None:
    headings = (
        text("difference to A"),
        text("Share of primary data"),
        text("share that rests on proxies"),
    )
    lines = table("", bilingual(text("product")), found.unit, *map(bilingual, headings), left=2)
    for one in found.products:
        lines.add_row(
            one.letter,
            one.product,
            figures(one.total),
            f"{one.ratio:+.1%}" if one.letter != "A" else "",
            f"{one.primary_share:.1%}",
            f"{one.proxy_share:.1%}",
        )
    out.print(lines)


def _parts(found: Comparison, kind: str, out: Console) -> None:
    titles = {
        "stage": text("By stage"),
        "group": text("By what is taken"),
        "gas": text("By gas"),
    }
    others = [f"{one.letter} - A" for one in found.products[1:]]
    letters = [one.letter for one in found.products]
    lines = table(bilingual(text("what")), *letters, *others, title=bilingual(titles[kind], " "))
    largest = max((one.total for one in found.products), key=abs)
    for row in found.rows(kind):
        differences = [value - row.values[0] for value in row.values[1:]]
        cells = [aligned(value, largest) for value in (*row.values, *differences)]
        lines.add_row(row.name.said("both"), *cells)
    lines.add_section()
    totals = [one.total for one in found.products]
    totals += [one.difference for one in found.products[1:]]
    cells = [aligned(value, largest) for value in totals]
    lines.add_row(bilingual(text("total"), " "), *cells)
    out.print(lines)


def _causes(found: Comparison, causes: Causes, out: Console) -> None:
    title = text("Causes of {letter} minus A", letter=causes.letter)
    headings = (
        text("difference"),
        text("another amount"),
        text("another factor behind it"),
        text("taken by one of them only"),
    )
    first = bilingual(text("flow and stage"))
    numbers = ["A", causes.letter, *map(bilingual, headings)]
    lines = table(first, *numbers, title=bilingual(title, " "))
    largest = max((one.total for one in found.products), key=abs)
    for row in causes.causes:
        values = (row.first, row.other, row.difference, row.quantity, row.factor, row.one_only)
        cells = [aligned(value, largest) for value in values]
        style = "dim" if row.count > 1 else None
        lines.add_row(row.name.said("both"), *cells, style=style)
    lines.add_section()
    difference = aligned(causes.difference, largest)
    lines.add_row(bilingual(text("total"), " "), "", "", difference, "", "", "")
    out.print(lines)


def _methods(found: Comparison, out: Console) -> None:
    letters = [one.letter for one in found.products]
    title = bilingual(text("How they were counted"), " ")
    lines = table("", "", *letters, title=title, left=2 + len(letters))
    for row in found.methods:
        mark = "≠" if row.differs else ""
        cells = [say(value) for value in row.values]
        lines.add_row(mark, row.name.said("both"), *cells, style="bold" if row.differs else None)
    out.print(lines)
    for one in found.products:
        for said in one.assumed:
            out.print(f"{one.letter}: {say(said)}", style="dim")
    out.print()
