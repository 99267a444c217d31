"""``pvfootprint analyse reduce``: what would lower a footprint, and how a target is reached."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pvfootprint.commands.printing import (
    aligned,
    console,
    figures,
    language_option,
    print_json,
    say,
    table,
)
from pvfootprint.commands.progress import progress_bar
from pvfootprint.commands.studies import study_options
from pvfootprint.language.texts import joined, text

if TYPE_CHECKING:
    from rich.console import Console

    from pvfootprint.analysis.subjects import Subject
    from pvfootprint.model.lever import Lever
    from pvfootprint.model.reduction import LeverSet, Reduction

NOT_REACHED = 1
"""Exit code where no set of levers reaches the target."""


@click.command("reduce")
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@study_options
@click.option(
    "--target",
    type=float,
    metavar="VALUE",
    help="What the footprint is to come down to, in kgCO2e per declared unit.",
)
@click.option(
    "--levers",
    "written",
    multiple=True,
    metavar="KEY,...|FILE",
    help="Levers by key, or files and folders of your own; by default all of methods/levers/.",
)
@click.option(
    "--without",
    "left_out",
    multiple=True,
    metavar="KEY,...",
    help="Levers to leave out.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for advice.pdf, advice.xlsx, advice.json and waterfall.svg.",
)
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON, unrounded.")
@language_option("the output; the advice itself is in both")
def command(
    inputs: tuple[str, ...],
    rules_key: str,
    target: float | None,
    written: tuple[str, ...],
    left_out: tuple[str, ...],
    output: Path | None,
    *,
    as_json: bool,
    **options: Any,  # noqa: ANN401  (passed on)
) -> None:
    """Show what would lower a footprint: levers alone, in sequence, and for a target.

    INPUT is what `pvfootprint footprint` takes. Every footprint is computed anew with the levers
    pulled together; savings are never added. It ends with 1 where no set of levers reaches the
    target, after all sets were computed.
    """
    from pvfootprint.analysis.reduction.reducing import reduce
    from pvfootprint.commands.studies import open_subject

    levers = _levers(written, left_out)
    subject = open_subject(inputs, rules_key, **options)
    with progress_bar(text("sets of levers"), shown=not as_json) as progress:
        reduction = reduce(subject, levers, target, progress=progress)
    if output:
        _write(subject, reduction, output)
    if as_json:
        print_json({"format": "pvfootprint reduction 1", **reduction.to_dict()})
    else:
        _show(reduction)
    if reduction.verdict == "unreachable":
        sys.exit(NOT_REACHED)


def _levers(written: tuple[str, ...], left_out: tuple[str, ...]) -> tuple[Lever, ...]:
    from pvfootprint.library.folders import data_root
    from pvfootprint.rules.levers.reading import read_levers, without

    return without(read_levers(data_root(), _parts(written)), _parts(left_out))


def _parts(written: tuple[str, ...]) -> list[str]:
    return [part.strip() for one in written for part in one.split(",") if part.strip()]


def _write(subject: Subject, reduction: Reduction, folder: Path) -> None:
    from pvfootprint.analysis.studying import study_of
    from pvfootprint.documents.advice.writing import write_advice

    paths = write_advice(study_of(subject)[0], reduction, folder)
    said = text("written: {files}", files=", ".join(str(path) for path in paths))
    click.echo(say(said), err=True)


def _show(reduction: Reduction) -> None:
    out = console()
    out.print(reduction.product, style="bold")
    out.print(f"{figures(reduction.footprint)} {reduction.unit}", style="bold")
    _show_alone(reduction, out)
    _show_sequence(reduction, out)
    _show_best(reduction, out)
    _show_rest(reduction, out)
    _show_target(reduction, out)


def _show_alone(reduction: Reduction, out: Console) -> None:
    from pvfootprint.model.lever import CERTAINTIES

    title = text("Each lever alone [{unit}]; these savings must not be added", unit=reduction.unit)
    columns = (text("lever"), text("short name"), text("who"), text("how sure"))
    numbers = (text("saving"), text("share of today"), text("footprint"))
    lines = table(*columns, *numbers, title=say(title), left=4)
    for one in reduction.alone:
        lines.add_row(
            say(one.lever.name),
            one.lever.key,
            say(reduction.companies[one.lever.who]),
            say(CERTAINTIES[one.lever.certainty]),
            aligned(one.saving, reduction.footprint),
            f"{one.share:.1%}",
            aligned(one.footprint, reduction.footprint),
        )
    out.print(lines)


def _show_sequence(reduction: Reduction, out: Console) -> None:
    title = text("In sequence, each on top of those before it [{unit}]", unit=reduction.unit)
    columns = (text("lever"), text("saving"), text("alone"), text("footprint"))
    lines = table(*columns, title=say(title))
    for step in reduction.sequence:
        numbers = (step.saving, step.alone, step.footprint)
        lines.add_row(say(step.lever.name), *(aligned(n, reduction.footprint) for n in numbers))
    out.print(lines)


def _show_best(reduction: Reduction, out: Console) -> None:
    title = text("The lowest footprint with so many levers [{unit}]", unit=reduction.unit)
    lines = table(
        text("levers"), text("footprint"), text("against the row above"), title=say(title)
    )
    lines.columns[0].justify, lines.columns[2].justify = "right", "left"
    sets = reduction.worthwhile
    for before, one in zip([sets[0], *sets], sets, strict=False):
        come, go = one.beyond(before)
        keys = [f"+ {lever.key}" for lever in come] + [f"- {lever.key}" for lever in go]
        value = aligned(one.footprint, reduction.footprint)
        lines.add_row(str(len(one.levers)), value, "  ".join(keys))
    out.print(lines)
    said = text(
        "{count} sets of levers computed, of {all} that are possible",
        count=reduction.sets,
        all=reduction.all_sets,
    )
    out.print(say(said), style="dim")


def _show_rest(reduction: Reduction, out: Console) -> None:
    for one in reduction.closed:
        out.print(f"\n{say(one.said)}", style="yellow")
    rest = reduction.not_offered()
    if not rest:
        return
    out.print(f"\n{say(text('Not offered'))}", style="bold")
    for levers, state, why in rest:
        out.print(f"{', '.join(lever.key for lever in levers)}: {say(state)}; {say(why)}")


def _show_target(reduction: Reduction, out: Console) -> None:
    if reduction.target is None:
        return
    values = {"target": figures(reduction.target), "unit": reduction.unit}
    out.print()
    if reduction.verdict == "met":
        out.print(
            say(text("The target of {target} {unit} is met already.", **values)), style="bold"
        )
        return
    if reduction.verdict == "unreachable":
        said = text(
            "No set of these levers reaches {target} {unit}: all {sets} were computed, the lowest "
            "gives {lowest}.",
            sets=reduction.sets,
            lowest=figures(reduction.lowest.footprint),
            **values,
        )
        out.print(say(said), style="bold red")
        return
    smallest, fewest = reduction.smallest, reduction.fewest_companies
    if smallest:
        heading = text("Fewest levers for {target} {unit}", **values)
        _show_set(smallest, say(heading), reduction, out)
    if smallest and fewest and len(fewest.companies) < len(smallest.companies):
        heading = text("Fewest companies for {target} {unit}", **values)
        _show_set(fewest, say(heading), reduction, out)


def _show_set(found: LeverSet, heading: str, reduction: Reduction, out: Console) -> None:
    out.print(f"{heading}: {figures(found.footprint)} {reduction.unit}", style="bold")
    for lever in found.levers:
        out.print(f"  {lever.key}: {say(lever.name)}")
    said = text("  who has to act: {names}", names=joined(", ", found.companies))
    out.print(say(said))
