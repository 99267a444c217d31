"""``pvfootprint data publish``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pvfootprint.commands.printing import language_option, print_findings, print_json, say
from pvfootprint.commands.registry_options import (
    actor_options,
    open_actor,
    open_registry,
    registry_option,
)
from pvfootprint.language.texts import Text, text
from pvfootprint.model.terms import STAGES

if TYPE_CHECKING:
    from pvfootprint.registry.entries import Actor
    from pvfootprint.registry.registry import Registry
    from pvfootprint.registry.snapshots import Snapshot

    Made = tuple[Text, dict[str, object], dict[str, bytes]]

QUESTIONS = {"average": "--stage, --technology", "statistics": "--statistics"}
"""Options that say what is published."""


@click.command("publish")
@click.option("--stage", type=click.Choice(list(STAGES)), help="Average of this stage.")
@click.option("--technology", metavar="NAME", help="And of this technology, as in the library.")
@click.option("--design", default="", metavar="NAME", help="And of this design only.")
@click.option("--statistics", is_flag=True, help="Instead, the statistics of all products.")
@click.option("--year", type=click.IntRange(2000, 2100), required=True, help="Year of the data.")
@click.option("--dry-run", is_flag=True, help="Say what would be published; write no entry.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Also write the files that anybody may see to this folder.",
)
@registry_option()
@actor_options(required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@language_option("messages")
def command(  # noqa: PLR0913  (one argument per option)
    stage: str | None,
    technology: str | None,
    design: str,
    year: int,
    registry: str,
    key: Path | None,
    passphrase_fd: int | None,
    output: Path | None,
    *,
    statistics: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Publish an average unit process, or the statistics of a year. A data steward does it.

    Verified data count whose owners consent. Nothing is published by which a company could be
    singled out: at least 3 companies, none above 60 % of the weight, and nothing that comparing it
    with earlier publications would tell. Each is published once, when its year is over, and stays.
    With --dry-run no key is needed.
    """
    from pvfootprint.documents.writing import check_folder, write_files

    if statistics == bool(stage or technology or design) or bool(stage) != bool(technology):
        message = text("give {average} for an average, or {statistics}", **QUESTIONS)
        raise click.UsageError(say(message))
    if key is None and not dry_run:
        raise click.UsageError(say(text("{option} is missing", option="--key")))
    if output:
        check_folder(output)
    opened = open_registry(registry)
    actor = open_actor(opened, key, passphrase_fd) if key and not dry_run else None
    if stage and technology:
        said, data, files = _average(opened, actor, (stage, technology, year, design))
    else:
        said, data, files = _statistics(opened, actor, year)
    for path in write_files(output, files) if output else ():
        click.echo(path, err=True)
    if as_json:
        print_json({**data, "published": not dry_run})
        return
    click.echo(say(said))
    if dry_run:
        click.echo(say(text("nothing was published")))


def _average(registry: Registry, actor: Actor | None, product: tuple[str, str, int, str]) -> Made:
    """Publish an average, or without an actor only prepare it."""
    from pvfootprint.database.averaging.publishing import prepare, publish
    from pvfootprint.database.averaging.valuing import Values
    from pvfootprint.database.choosing import Product
    from pvfootprint.database.publication_acts import AVERAGE_FILE, SOURCES_FILE
    from pvfootprint.library.caching import open_library
    from pvfootprint.library.folders import data_root
    from pvfootprint.library.gwp import read_set

    library, warnings = open_library()
    print_findings(warnings)
    values = Values(library, read_set(data_root(), "ar6", library))
    of = Product(*product)
    with registry.reading() as snapshot:
        certifier = _certifier(snapshot)
        prepared = None if actor else prepare(snapshot, of, values, certifier)
    if prepared and prepared.waiting:
        words = text("{count} would wait until others come or leave too", count=prepared.waiting)
        click.echo(say(words), err=True)
    made = prepared or (actor and publish(registry, actor, of, values, certifier))
    assert made  # noqa: S101  (one of both was done)
    said = text("average {product}: {facts}", product=of.name, facts=made.facts.said)
    files = {AVERAGE_FILE: made.csv, SOURCES_FILE: made.sources}
    return said, made.facts.model_dump(mode="json"), files


def _statistics(registry: Registry, actor: Actor | None, year: int) -> Made:
    """Publish statistics, or without an actor only prepare them."""
    from pvfootprint.commands.data_statistics import as_dict
    from pvfootprint.database.publication_acts import STATISTICS_FILE
    from pvfootprint.database.statistics.publishing import prepare_new, publish

    if actor:
        made = publish(registry, actor, year)
    else:
        with registry.reading() as snapshot:
            made = prepare_new(snapshot, year)
    print_findings(made.findings)
    count = len(made.statistics.cells)
    said = text("statistics of {year}: products and technologies {count}", year=year, count=count)
    return said, as_dict(made.statistics), {STATISTICS_FILE: made.statistics.content}


def _certifier(snapshot: Snapshot) -> str:
    """Return the certifier's name, as its newest certificate has it; empty without one."""
    from pvfootprint.certification.opening import open_certificate, record_of

    numbers = [entry.subject for entry in snapshot.entries(act="allot")]
    if not numbers:
        return ""
    return record_of(snapshot, open_certificate(snapshot, numbers[-1])).certifier.name
