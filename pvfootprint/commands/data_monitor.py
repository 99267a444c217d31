"""``pvfootprint data monitor``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pvfootprint.commands.certification.days import day_option
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
from pvfootprint.commands.registry_options import open_registry, registry_option
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    import datetime

    from rich.console import Console

    from pvfootprint.database.monitoring.report import Monitored
    from pvfootprint.database.monitoring.superseding import FactorChange


@click.command("monitor")
@click.option(
    "--library",
    "root",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Monitor against this folder with inventories/ and methods/, such as one that is not "
    "installed yet; the installed one by default.",
)
@click.option(
    "--tolerance",
    type=click.FloatRange(0),
    metavar="PERCENT",
    help="Mark values that change by more. The certification schemes name no tolerance.",
)
@day_option("--on", "As things stand on this day")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write a workbook, and a notice for each client, to this folder.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@registry_option()
@language_option("messages and headings")
def command(
    registry: str,
    root: Path | None,
    tolerance: float | None,
    on: datetime.date | None,
    output: Path | None,
    *,
    as_json: bool,
) -> None:
    """Say which certificates and datasets newer data, age and lost certificates concern.

    Finds every certificate whose value rests on an electricity factor of which the library has a
    newer year, and computes it again; certificates that stand on one which does not hold; datasets
    that are old, drift, are far from their peers, or have lost their certificate. Nothing is
    written to the registry.
    """
    from pvfootprint.database.monitoring.report import monitor
    from pvfootprint.documents.writing import check_folder
    from pvfootprint.library.caching import open_library

    if output:
        check_folder(output)
    library, warnings = open_library(root)
    opened = open_registry(registry)
    share = None if tolerance is None else tolerance / 100
    with progress_bar(text("certificates looked at"), shown=not as_json, worth=2) as told:
        found = monitor(opened, library, on or opened.now().date(), tolerance=share, told=told)
    print_findings([*warnings, *found.superseding.findings])
    if output:
        _write(found, output)
    if as_json:
        print_json(found.to_dict())
    else:
        _show(found)


def _write(found: Monitored, folder: Path) -> None:
    from pvfootprint.database.monitoring.notices import notices
    from pvfootprint.database.monitoring.tables import workbook
    from pvfootprint.documents.writing import write_files

    files = {"monitoring.xlsx": workbook(found)}
    files |= {f"notices/{name}": content for name, content in notices(found)}
    for path in write_files(folder, files):
        click.echo(path, err=True)


def _show(found: Monitored) -> None:
    out = console()
    if found.superseding.affected:
        _show_affected(found, out)
    if found.doubtful:
        _show_upstream(found, out)
    if found.remarks:
        _show_remarks(found, out)
    count = found.superseding.looked_at
    click.echo(
        say(
            text(
                "{day}: certificates looked at: {count}, with superseded factors: {affected}, "
                "with lost certificates upstream: {doubtful}; remarks on datasets: {remarks}",
                count=count,
                day=found.day,
                affected=len(found.superseding.affected),
                doubtful=len({one.number for one in found.doubtful}),
                remarks=len(found.remarks),
            )
        )
    )


def _show_affected(found: Monitored, out: Console) -> None:
    from pvfootprint.database.monitoring.tables import meaning
    from pvfootprint.model.process_names import process_name

    headings = (text("certificate"), text("client"), text("what it means"))
    numbers = (text("certified value"), text("computed again"), text("change"))
    title = text("Certificates whose value rests on superseded factors")
    lines = table(*headings, text("unit"), *numbers, left=4, title=say(title))
    changes = table(
        text("factor"),
        text("year"),
        text("value of then"),
        text("new value"),
        left=2,
        title=say(text("Superseded factors behind them")),
    )
    factors: dict[tuple[str, str], FactorChange] = {}
    for one in found.superseding.affected:
        record = one.record
        mark = " !" if one.crosses(found.tolerance) else ""
        lines.add_row(
            record.number,
            record.client.name,
            say(meaning(one)),
            record.footprint.unit,
            record.footprint.shown,
            one.shown,
            f"{one.change:+.2%}{mark}",
        )
        factors |= {(c.factor.old.code, c.factor.new.code): c for c in one.factors}
    for change in factors.values():
        years = " → ".join(map(str, change.factor.years))
        name = say(process_name(change.factor.old))
        changes.add_row(name, years, figures(change.old), figures(change.new))
    out.print(changes)
    out.print(lines)
    if found.tolerance is not None:
        click.echo(
            say(text("! beyond the tolerance of {tolerance:.2%}", tolerance=found.tolerance))
        )


def _show_upstream(found: Monitored, out: Console) -> None:
    from pvfootprint.database.monitoring.tables import LOST_NAMES

    title = text("Certificates that stand on one which does not hold")
    headings = (text("certificate"), text("client"), text("stands on"), text("its state"))
    lines = table(*headings, text("since"), left=5, title=say(title))
    for one in found.doubtful:
        state = say(LOST_NAMES[one.upstream.status])
        since = str(one.upstream.since or "")
        lines.add_row(one.number, one.client.name, one.upstream.number, state, since)
    out.print(lines)


def _show_remarks(found: Monitored, out: Console) -> None:
    from pvfootprint.database.monitoring.tables import KINDS

    title = text("Datasets that somebody should look at")
    headings = (text("kind"), text("dataset"), text("owner"), text("what was found"))
    lines = table(*headings, left=4, title=say(title))
    for one in found.remarks:
        lines.add_row(say(KINDS[one.kind]), one.subject, one.owner, say(one.said))
    out.print(lines)
