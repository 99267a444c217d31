"""Publishes the statistics of a year, once, and reads those that were published."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pvfootprint.database.acting import refuse, write
from pvfootprint.database.choosing import Product, choose
from pvfootprint.database.datasets import all_datasets, usable
from pvfootprint.database.folding import is_written, sound_entries
from pvfootprint.database.publication_acts import (
    STATISTICS,
    STATISTICS_FILE,
    WORKINGS_FILE,
    PublishStatistics,
    statistics_subject,
)
from pvfootprint.database.publications import AllWorkings, Workings
from pvfootprint.database.statistics.computing import cell_of
from pvfootprint.database.statistics.figures import Statistics
from pvfootprint.language.texts import text
from pvfootprint.model.canonical import canonical
from pvfootprint.model.findings import Finding

if TYPE_CHECKING:
    from pvfootprint.database.choosing import Chosen
    from pvfootprint.database.statistics.figures import Cell
    from pvfootprint.registry.entries import Actor
    from pvfootprint.registry.registry import Registry
    from pvfootprint.registry.snapshots import Snapshot


@dataclass(frozen=True, slots=True)
class Prepared:
    """Statistics that could be published.

    Parameters
    ----------
    statistics : Statistics
        What would be published.
    workings : AllWorkings
        What the registry would keep beside it.
    findings : tuple of Finding
        DAT-023 and DAT-024, as warnings, of each product and technology that is not in it.
    """

    statistics: Statistics
    workings: AllWorkings
    findings: tuple[Finding, ...]


def prepare(snapshot: Snapshot, year: int) -> Prepared:
    """Compute the statistics of a year.

    Parameters
    ----------
    snapshot : Snapshot
        The registry.
    year : int
        Year of the data.

    Returns
    -------
    Prepared
        Nothing is published.
    """
    datasets = usable(all_datasets(snapshot), "statistics")
    products = sorted({(one.stage, one.technology) for one in datasets if one.year == year})
    chosen = [choose(snapshot, datasets, Product(*product, year)) for product in products]
    published = [one for one in chosen if one.included]
    return Prepared(
        Statistics(year=year, cells=tuple(map(_cell, published))),
        AllWorkings(cells=tuple(map(_workings, published))),
        tuple(replace(finding, severity="warning") for one in chosen for finding in one.findings),
    )


def prepare_new(snapshot: Snapshot, year: int) -> Prepared:
    """Compute the statistics of a year, if they can be published.

    Parameters
    ----------
    snapshot, year
        As :func:`prepare`.

    Returns
    -------
    Prepared
        Nothing is published.

    Raises
    ------
    DatabaseError
        DAT-022 if they were published before, DAT-026 if there is nothing to publish.
    """
    refuse(against(snapshot, year))
    prepared = prepare(snapshot, year)
    refuse(nothing_in(prepared))
    return prepared


def publish(registry: Registry, actor: Actor, year: int) -> Prepared:
    """Publish the statistics of a year.

    Parameters
    ----------
    registry : Registry
        Where.
    actor : Actor
        A data steward.
    year : int
        Year of the data; it must be over.

    Returns
    -------
    Prepared
        What was published.

    Raises
    ------
    DatabaseError
        DAT-021 if the year is not over, DAT-022 if they were published before, DAT-026 if there is
        nothing to publish, STF-004 for somebody who is no data steward.
    """
    with registry.writing() as transaction:
        prepared = prepare_new(transaction, year)
        files = {
            STATISTICS_FILE: prepared.statistics.content,
            WORKINGS_FILE: canonical(prepared.workings.model_dump(mode="json")),
        }
        kept = {name: transaction.keep(content) for name, content in files.items()}
        body = PublishStatistics(files=kept, year=year)
        write(transaction, actor, STATISTICS, body.subject, body)
    return prepared


def published_statistics(snapshot: Snapshot) -> list[Statistics]:
    """Return the statistics that were published, which anybody may see.

    Parameters
    ----------
    snapshot : Snapshot
        The registry.

    Returns
    -------
    list of Statistics
        By year.
    """
    bodies = (
        PublishStatistics.model_validate_json(entry.body)
        for entry in sound_entries(snapshot, STATISTICS)
    )
    contents = (snapshot.file(body.files[STATISTICS_FILE]) for body in bodies)
    found = (Statistics.model_validate_json(content) for content in contents)
    return sorted(found, key=lambda one: one.year)


def against(snapshot: Snapshot, year: int) -> list[Finding]:
    """Say that the statistics of a year were published before: DAT-022, or nothing."""
    if not is_written(snapshot, STATISTICS, statistics_subject(year)):
        return []
    message = text("the statistics of {year} were published before", year=year)
    hint = text("what is published stays; data that came later count in no statistics of that year")
    return [Finding("DAT-022", message, hint=hint)]


def nothing_in(prepared: Prepared) -> list[Finding]:
    """Say that nothing may be published, and why: DAT-026, or nothing."""
    if prepared.statistics.cells:
        return []
    message = text("there are no statistics of {year} to publish", year=prepared.statistics.year)
    hint = text("at least 3 companies must let verified data of one product and technology be used")
    return [Finding("DAT-026", message, hint=hint), *prepared.findings]


def _cell(chosen: Chosen) -> Cell:
    product = chosen.product
    return cell_of(product.stage, product.technology, chosen.included, chosen.holders)


def _workings(chosen: Chosen) -> Workings:
    return Workings(
        stage=chosen.product.stage,
        technology=chosen.product.technology,
        year=chosen.product.year,
        kind="statistics",
        parts=tuple(one.part() for one in chosen.included),
    )
