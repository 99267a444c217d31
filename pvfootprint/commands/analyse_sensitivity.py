"""``pvfootprint analyse sensitivity``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pvfootprint.commands.printing import (
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
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from rich.console import Console

    from pvfootprint.model.uncertainty import DataPoint, Leverage


@click.command("sensitivity")
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@study_options
@click.option(
    "--top", type=int, default=10, show_default=True, metavar="N", help="How many data points."
)
@simulation_options
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for sensitivity.html, .xlsx, .json and the tornado.",
)
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@language_option("the messages; the files are in both")
def command(  # noqa: PLR0913  (one argument per option)
    inputs: tuple[str, ...],
    rules_key: str,
    top: int,
    output: Path | None,
    *,
    as_json: bool,
    draws: int,
    seed: int,
    processes: int,
    unstated: float | None,
    matrix: str,
    **options: Any,  # noqa: ANN401  (those of a study)
) -> None:
    """Show which data decide a footprint, and which are worth measuring better.

    INPUT is what `pvfootprint footprint` takes: the workbook of a product's maker with those of its
    suppliers, a folder of them, a submission, or a product of the library. Data with a stated
    spread are ranked by how much the 95 % interval shrinks if each alone were known exactly; data
    without one are listed apart, by what they weigh.
    """
    from pvfootprint.analysis.uncertainty import sensitivity
    from pvfootprint.analysis.uncertainty.checking import check_request

    check_request(draws=draws, seed=seed, unstated=unstated, processes=processes, top=top)
    subject = open_subject(inputs, rules_key, **options)
    with progress_bar(text("draws"), draws * top) as progress:
        found = sensitivity(
            subject,
            top=top,
            draws=draws,
            seed=seed,
            processes=processes,
            unstated=unstated,
            matrix=matrix,
            progress=progress,
        )
    print_findings(found.findings, err=True)
    written: tuple[Path, ...] = ()
    if output:
        from pvfootprint.documents.uncertainty.writing import write_sensitivity

        written = write_sensitivity(found.result, output, top)
    if as_json:
        print_json(found.result.to_dict())
        return
    _show(found.result, top)
    if written:
        files = ", ".join(str(path) for path in written)
        click.echo(say(text("written: {files}", files=files)))


def _show(result: Leverage, top: int) -> None:
    out = console()
    out.print(result.product, style="bold")
    out.print(f"{figures(result.distribution.deterministic)} {result.unit}", style="bold")
    for said in (repeated_with(result), assumed_said(result)):
        out.print(say(said))
    _ranked(result, top, out)
    _unstated(result, top, out)


def _ranked(result: Leverage, top: int, out: Console) -> None:
    lines = table(
        *_headings(),
        say(text("GSD")),
        say(text("elasticity")),
        say(text("share of variance, linear")),
        say(text("drawn")),
        say(text("interval shrinks by")),
        title=say(text("Data worth measuring better")),
        left=4,
    )
    for i, point in enumerate(result.points[:top], 1):
        lines.add_row(
            *_named(i, point),
            f"{point.geometric:.3f}",
            f"{point.elasticity:.4f}",
            f"{point.linear_share:.1%}",
            _percent(point.drawn_share),
            _percent(point.narrower),
        )
    out.print()
    out.print(lines)
    said = text(
        "both kinds of shares differ by at most {gap:.1%} of the variance; the rank goes by the "
        "interval, which is simulated",
        gap=result.largest_gap,
    )
    out.print(say(said))


def _unstated(result: Leverage, top: int, out: Console) -> None:
    lines = table(
        *_headings(),
        say(text("elasticity")),
        f"kgCO2e/{result.unit.partition('/')[2]}",
        title=say(text("Data without a stated spread, by weight")),
        left=4,
    )
    for i, point in enumerate(result.unstated[:top], 1):
        lines.add_row(*_named(i, point), f"{point.elasticity:.4f}", figures(point.value))
    out.print()
    out.print(lines)


def _headings() -> tuple[str, ...]:
    return (
        "",
        say(text("data point")),
        say(text("whose data")),
        say(text("where it stands")),
    )


def _named(i: int, point: DataPoint) -> tuple[str, ...]:
    said = text("{process}: {name}", process=point.process, name=point.marked)
    return str(i), say(said), say(point.owner), say(point.place)


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{max(0.0, share):.1%}"
