"""``pvfootprint data statistics``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pvfootprint.commands.printing import (
    console,
    figures,
    language_option,
    print_json,
    say,
    table,
)
from pvfootprint.commands.registry_options import open_registry, registry_option
from pvfootprint.language.texts import Text, text
from pvfootprint.model.terms import STAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.table import Table

    from pvfootprint.database.statistics.figures import Cell, Measure, Statistics
    from pvfootprint.database.statistics.standing import Place
    from pvfootprint.registry.snapshots import Snapshot


@click.command("statistics")
@click.option("--stage", type=click.Choice(list(STAGES)), help="Of this stage only.")
@click.option("--technology", metavar="NAME", help="Of this technology only.")
@click.option(
    "--certificate",
    metavar="NUMBER",
    help="Say where this product stands. Only for the certifier and for the product's owner.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@registry_option()
@language_option("headings")
def command(
    stage: str | None,
    technology: str | None,
    certificate: str | None,
    registry: str,
    *,
    as_json: bool,
) -> None:
    """Show the statistics that were published: by product, technology and year.

    `pvfootprint data publish --statistics --year YEAR` publishes them. Every value counts by the
    band between preferred numbers (1, 1.25, 1.6, 2 ...) in which it lies.
    """
    from pvfootprint.database.statistics.publishing import published_statistics

    opened = open_registry(registry)
    with opened.reading() as snapshot:
        published = published_statistics(snapshot)
        places = _places(snapshot, certificate, published) if certificate else []
    if certificate:
        _show_places(certificate, places, as_json=as_json)
        return
    wanted = [_only(one, stage, technology) for one in published]
    if as_json:
        data = [as_dict(one) for one in wanted]
        print_json({"format": "pvfootprint published statistics 1", "years": data})
        return
    _show(wanted)


def as_dict(statistics: Statistics) -> dict[str, Any]:
    """Return statistics as JSON values."""
    return statistics.model_dump(mode="json")


def _only(statistics: Statistics, stage: str | None, technology: str | None) -> Statistics:
    cells = tuple(
        cell
        for cell in statistics.cells
        if stage in {None, cell.stage} and technology in {None, cell.technology}
    )
    return statistics.model_copy(update={"cells": cells})


def _places(snapshot: Snapshot, certificate: str, published: Sequence[Statistics]) -> list[Place]:
    from pvfootprint.database.datasets import all_datasets
    from pvfootprint.database.statistics.standing import places
    from pvfootprint.model.findings import DatabaseError, Finding

    own = [one for one in all_datasets(snapshot) if one.certificate == certificate]
    if not own:
        message = text("the base database has no data of this certificate")
        hint = text("take it in: {command}", command="pvfootprint data ingest")
        raise DatabaseError([Finding("DAT-029", message, found=certificate, hint=hint)])
    found = places(own[-1], published)
    if not found:
        message = text("no statistics were published in which this product could stand")
        hint = text("see what was published: {command}", command="pvfootprint data statistics")
        raise DatabaseError([Finding("DAT-027", message, found=certificate, hint=hint)])
    return found


def _show(published: Sequence[Statistics]) -> None:
    from pvfootprint.database.statistics.figures import MEASURES

    rows = [
        (year.year, cell, one) for year in published for cell in year.cells for one in cell.measures
    ]
    if not rows:
        click.echo(say(text("no statistics were published yet")))
        return
    out = console()
    for key, title in MEASURES.items():
        shown = [(year, cell, one) for year, cell, one in rows if one.measure == key]
        if shown:
            out.print(_table(title, shown))
    click.echo(say(text("Every value counts by its band; a mean is rounded to two figures.")))


def _table(title: Text, rows: Sequence[tuple[int, Cell, Measure]]) -> Table:
    from pvfootprint.database.averaging.facts import said_count
    from pvfootprint.database.statistics.computing import PERCENTILES

    headings = (text("stage"), text("technology"), text("year"), text("companies"), text("unit"))
    shown = table(
        *headings,
        text("mean"),
        text("change"),
        *(f"P{p}" for p in PERCENTILES),
        left=5,
        title=say(title),
    )
    before: dict[tuple[str, str, str], float] = {}
    for year, cell, one in sorted(rows, key=lambda row: (row[1].stage, row[1].technology, row[0])):
        of = (cell.stage, cell.technology, one.unit)
        change = f"{one.mean / before[of] - 1:+.0%}" if of in before else ""
        before[of] = one.mean
        count = say(said_count(cell.companies_from, cell.companies_to))
        bands = (one.percentiles.get(str(p)) for p in PERCENTILES)
        said = (f"{band.low:g}–{band.high:g}" if band else "" for band in bands)
        stage = say(STAGES[cell.stage])
        shown.add_row(
            stage, cell.technology, str(year), count, one.unit, figures(one.mean), change, *said
        )
    return shown


def _show_places(certificate: str, places: Sequence[Place], *, as_json: bool) -> None:
    from pvfootprint.database.statistics.figures import MEASURES

    if as_json:
        data = [
            {
                "year": one.year,
                "measure": one.measure.model_dump(mode="json"),
                "value": one.value,
                "stands": one.said.en,
                "stands_zh": one.said.zh,
            }
            for one in places
        ]
        print_json({"format": "pvfootprint place 1", "certificate": certificate, "places": data})
        return
    for one in places:
        words = text(
            "{measure}, {year}: {value} {unit}, {stands}",
            measure=MEASURES[one.measure.measure],
            year=one.year,
            value=figures(one.value),
            unit=one.measure.unit,
            stands=one.said,
        )
        click.echo(say(words))
    click.echo(say(text("For the owner of the certificate and nobody else.")))
