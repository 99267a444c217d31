"""``pvfootprint analyse uncertainty``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pvfootprint.commands.printing import (
    aligned,
    console,
    figures,
    language_option,
    print_findings,
    print_json,
    say,
    table,
)
from pvfootprint.commands.progress import progress_bar
from pvfootprint.commands.simulation_options import (
    assumed_said,
    repeated_with,
    simulation_options,
)
from pvfootprint.commands.studies import open_subject, study_options
from pvfootprint.language.texts import Text, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from pvfootprint.model.uncertainty import (
        DataPoint,
        Distribution,
        PairedComparison,
        Uncertainty,
    )


@click.command("uncertainty")
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@study_options
@click.option(
    "--against",
    multiple=True,
    metavar="INPUT",
    help="Another product to compare with, draw by draw; once for each of its workbooks.",
)
@click.option(
    "--threshold", type=float, metavar="VALUE", help="Say which share of the draws is below it."
)
@simulation_options
@click.option("--spreads", is_flag=True, help="List the spread of every number, and its source.")
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for uncertainty.html, .xlsx, .json and the figures.",
)
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@language_option("the messages; the files are in both")
def command(  # noqa: PLR0913  (one argument per option)
    inputs: tuple[str, ...],
    rules_key: str,
    against: tuple[str, ...],
    output: Path | None,
    *,
    spreads: bool,
    as_json: bool,
    draws: int,
    seed: int,
    processes: int,
    unstated: float | None,
    matrix: str,
    threshold: float | None,
    **options: Any,  # noqa: ANN401  (those of a study)
) -> None:
    """Show how sure a footprint is, by drawing its numbers again and again.

    INPUT is what `pvfootprint footprint` takes: the workbook of a product's maker with those of its
    suppliers, a folder of them, a submission, or a product of the library. Every number with a
    stated spread is drawn; what nobody states a spread of is held constant, and the result says how
    much of the footprint that is.
    """
    from pvfootprint.analysis.uncertainty import data_points, uncertainty
    from pvfootprint.analysis.uncertainty.checking import check_request

    check_request(
        draws=draws, seed=seed, unstated=unstated, threshold=threshold, processes=processes
    )
    subject = open_subject(inputs, rules_key, **options)
    other = None
    if against:
        other = open_subject(
            against,
            rules_key,
            per=subject.system.declared_unit.unit,
            electricity_year=options.get("electricity_year"),
        )
    with progress_bar(text("draws"), draws) as progress:
        found = uncertainty(
            subject,
            other,
            draws=draws,
            seed=seed,
            processes=processes,
            unstated=unstated,
            matrix=matrix,
            threshold=threshold,
            progress=progress,
        )
    print_findings(found.findings, err=True)
    points = data_points(found.known) if spreads or output else ()
    written: tuple[Path, ...] = ()
    if output:
        from pvfootprint.documents.uncertainty.writing import write_uncertainty

        written = write_uncertainty(found.result, points, output)
    if as_json:
        listed = {"points": [point.to_dict() for point in points]} if spreads else {}
        print_json({**found.result.to_dict(), **listed})
        return
    _show(found.result, points if spreads else ())
    if written:
        files = ", ".join(str(path) for path in written)
        click.echo(say(text("written: {files}", files=files)))


def _show(result: Uncertainty, points: Sequence[DataPoint]) -> None:
    out = console()
    found = result.distribution
    out.print(result.product, style="bold")
    out.print(f"{figures(found.deterministic)} {result.unit}", style="bold")
    for said in (repeated_with(result), assumed_said(result)):
        out.print(say(said))
    _distribution(found, text("How sure the footprint is"), out)
    _shape(found, out)
    if result.threshold is not None and result.below_share is not None:
        said = text(
            "{share:.1%} of the draws are not above the threshold of {value}",
            share=result.below_share,
            value=f"{figures(result.threshold)} {result.unit}",
        )
        out.print(say(said), style="bold")
    if result.comparison:
        _comparison(result.comparison, out)
    _resting(result, out)
    if points:
        _spreads(points, out)


def _distribution(found: Distribution, title: Text, out: Console) -> None:
    error = say(text("standard error"))
    lines = table(say(text("quantity")), found.unit, error, title=say(title))
    largest = max(abs(found.low), abs(found.high))
    rows = (
        (text("without uncertainty"), found.deterministic, None),
        (text("mean"), found.mean, found.mean_error),
        (text("median"), found.median, found.median_error),
        (text("lower end of the 95 % interval"), found.low, found.low_error),
        (text("upper end of the 95 % interval"), found.high, found.high_error),
        (text("standard deviation"), found.standard_deviation, None),
    )
    for name, value, spread in rows:
        shown = "" if spread is None else figures(spread, 2)
        lines.add_row(say(name), aligned(value, largest), shown)
    out.print(lines)


def _shape(found: Distribution, out: Console) -> None:
    geometric = "-" if found.geometric is None else figures(found.geometric)
    said = text(
        "coefficient of variation {variation:.1%}, geometric standard deviation {geometric}; "
        "{position:.1%} of the draws lie below the value without uncertainty",
        variation=found.variation,
        geometric=geometric,
        position=found.position,
    )
    out.print(say(said))


def _comparison(other: PairedComparison, out: Console) -> None:
    out.print()
    said = text(
        "compared with {other}: lower in {share:.1%} of the draws; correlation {correlation:.3f}; "
        "{shared} uncertain numbers shared, {first} and {second} not",
        other=Text(other.other),
        share=other.lower_share,
        correlation=other.correlation,
        shared=other.shared,
        first=other.only_first,
        second=other.only_other,
    )
    out.print(say(said), style="bold")
    _distribution(other.distribution, text("The other footprint"), out)
    _distribution(other.difference, text("Difference: this one less the other"), out)


def _resting(result: Uncertainty, out: Console) -> None:
    from pvfootprint.model.spread import BASES

    resting = result.resting
    lines = table(
        say(text("spread")),
        say(text("share of the footprint, by emission factor")),
        say(text("exchanges")),
        title=say(text("Where the spreads come from")),
    )
    for basis, name in BASES.items():
        if basis in resting.numbers:
            share = resting.factor_shares.get(basis, 0.0)
            lines.add_row(say(name), f"{share:.1%}", str(resting.numbers[basis]))
    out.print()
    out.print(lines)


def _spreads(points: Sequence[DataPoint], out: Console) -> None:
    lines = table(
        say(text("data point")),
        say(text("stands in")),
        say(text("where it stands")),
        say(text("spread from")),
        say(text("GSD")),
        say(text("elasticity")),
        title=say(text("Spread of every data point")),
        left=4,
    )
    for point in points:
        lines.add_row(
            say(point.name),
            say(point.process),
            say(point.place),
            say(point.said),
            f"{point.geometric:.3f}" if point.scale else "-",
            f"{point.elasticity:.4f}",
        )
    out.print(lines)
