"""Publishes an average unit process, once for each year, and reads those that were published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.database.acting import refuse, write
from pvfootprint.database.averaging.dataset import blank, write_average, write_source
from pvfootprint.database.averaging.facts import Facts
from pvfootprint.database.averaging.flows import amounts_of, averages
from pvfootprint.database.averaging.withholding import withheld
from pvfootprint.database.choosing import choose
from pvfootprint.database.datasets import all_datasets, usable
from pvfootprint.database.folding import is_written, sound_entries
from pvfootprint.database.publication_acts import (
    AVERAGE,
    AVERAGE_FILE,
    FACTS_FILE,
    SOURCES_FILE,
    WORKINGS_FILE,
    PublishAverage,
    average_subject,
)
from pvfootprint.database.publications import AllWorkings, Workings
from pvfootprint.database.statistics.computing import count_class, production_of
from pvfootprint.language.texts import text
from pvfootprint.model.canonical import canonical
from pvfootprint.model.findings import Finding
from pvfootprint.model.terms import REFERENCE_UNITS

if TYPE_CHECKING:
    from pvfootprint.database.averaging.valuing import Values
    from pvfootprint.database.averaging.withholding import Withheld
    from pvfootprint.database.choosing import Chosen, Product
    from pvfootprint.registry.entries import Actor
    from pvfootprint.registry.registry import Registry
    from pvfootprint.registry.snapshots import Snapshot


@dataclass(frozen=True, slots=True)
class Prepared:
    """An average that could be published.

    Parameters
    ----------
    facts : Facts
        What is said of it.
    csv, sources : bytes
        The dataset and the line of its source, as files of the library's layout.
    workings : AllWorkings
        What the registry would keep beside it.
    waiting : int
        How many companies wait for others to come with them.
    """

    facts: Facts
    csv: bytes
    sources: bytes
    workings: AllWorkings
    waiting: int


@dataclass(frozen=True, slots=True)
class PublishedAverage:
    """An average that was published.

    Parameters
    ----------
    subject : str
        ``average/wafer-mono-n/2026``.
    facts : Facts
        What is said of it.
    csv, sources : bytes
        The dataset and the line of its source, as files of the library's layout.
    replaced_by : str
        Subject of the average that stands in its place; empty for none.
    """

    subject: str
    facts: Facts
    csv: bytes
    sources: bytes
    replaced_by: str = ""


def prepare(snapshot: Snapshot, product: Product, values: Values, certifier: str = "") -> Prepared:
    """Compute an average.

    Parameters
    ----------
    snapshot : Snapshot
        The registry.
    product : Product
        Of what.
    values : Values
        What flows cause, to say how much is withheld.
    certifier : str
        Who publishes it, for its source.

    Returns
    -------
    Prepared
        Nothing is published.

    Raises
    ------
    DatabaseError
        DAT-022 if there is one of this year, DAT-023 or DAT-024 if it would single a company out,
        DAT-025 if too much would be withheld, DAT-028 if the library has no dataset for a supply.
    """
    refuse(against(snapshot, product))
    datasets = usable(all_datasets(snapshot), "average")
    chosen = choose(snapshot, datasets, product)
    refuse(chosen.findings)
    found = averages(chosen.included, chosen.history, chosen.holders)
    hidden = withheld(found, values.of, values.library)
    refuse(hidden.findings)
    shown = [one for one in found if one.shown]
    facts = _facts(chosen, hidden, values, _replaced(snapshot, product))
    inventory = blank(product, facts.location)
    return Prepared(
        facts,
        write_average(inventory, shown, values.library, facts.said.en),
        write_source(product, certifier, facts.said.en),
        AllWorkings(cells=(_workings(chosen),)),
        chosen.waiting,
    )


def publish(
    registry: Registry, actor: Actor, product: Product, values: Values, certifier: str = ""
) -> PublishedAverage:
    """Publish an average.

    Parameters
    ----------
    registry : Registry
        Where.
    actor : Actor
        A data steward.
    product, values, certifier
        As :func:`prepare`.

    Returns
    -------
    PublishedAverage
        As it was published.

    Raises
    ------
    DatabaseError
        As :func:`prepare`; DAT-021 if the year is not over, STF-004 for somebody who is no data
        steward.
    """
    with registry.writing() as transaction:
        prepared = prepare(transaction, product, values, certifier)
        files = {
            AVERAGE_FILE: prepared.csv,
            SOURCES_FILE: prepared.sources,
            FACTS_FILE: canonical(prepared.facts.model_dump(mode="json")),
            WORKINGS_FILE: canonical(prepared.workings.model_dump(mode="json")),
        }
        body = PublishAverage(
            files={name: transaction.keep(content) for name, content in files.items()},
            stage=product.stage,
            technology=product.technology,
            design=product.design,
            year=product.year,
            replaces=prepared.facts.replaces,
        )
        write(transaction, actor, AVERAGE, body.subject, body)
    return PublishedAverage(body.subject, prepared.facts, prepared.csv, prepared.sources)


def published_averages(snapshot: Snapshot) -> list[PublishedAverage]:
    """Return the averages that were published, which anybody may see.

    Parameters
    ----------
    snapshot : Snapshot
        The registry.

    Returns
    -------
    list of PublishedAverage
        In the order in which they were published.
    """
    entries = list(sound_entries(snapshot, AVERAGE))
    bodies = [PublishAverage.model_validate_json(entry.body) for entry in entries]
    replaced = {body.replaces: body.subject for body in bodies if body.replaces}
    return [
        PublishedAverage(
            body.subject,
            Facts.model_validate_json(snapshot.file(body.files[FACTS_FILE])),
            snapshot.file(body.files[AVERAGE_FILE]),
            snapshot.file(body.files[SOURCES_FILE]),
            replaced.get(body.subject, ""),
        )
        for body in bodies
    ]


def against(snapshot: Snapshot, product: Product) -> list[Finding]:
    """Say that the average was published before: DAT-022, or nothing."""
    subject = average_subject(product.stage, product.technology, product.design, product.year)
    if not is_written(snapshot, AVERAGE, subject):
        return []
    message = text("the average {product} was published before", product=product.name)
    hint = text("what is published stays; the average of the next year takes its place")
    return [Finding("DAT-022", message, found=subject, hint=hint)]


def _replaced(snapshot: Snapshot, product: Product) -> str:
    """Return the subject of the newest average of an earlier year, if there is one."""
    bodies = (
        PublishAverage.model_validate_json(entry.body) for entry in sound_entries(snapshot, AVERAGE)
    )
    same = (product.stage, product.technology, product.design)
    earlier = {
        body.year: body.subject
        for body in bodies
        if (body.stage, body.technology, body.design) == same and body.year < product.year
    }
    return earlier[max(earlier)] if earlier else ""


def _facts(chosen: Chosen, hidden: Withheld, values: Values, replaces: str) -> Facts:
    product = chosen.product
    datasets = [dataset for one in chosen.included for dataset in one.datasets]
    countries = {one.location.partition("-")[0] for one in datasets}
    least, most = count_class(len({chosen.holders(one.owner) for one in chosen.included}))
    return Facts(
        stage=product.stage,
        technology=product.technology,
        design=product.design,
        year=product.year,
        location=countries.pop() if len(countries) == 1 else "GLO",
        companies_from=least,
        companies_to=most,
        production=production_of(datasets),
        unit=REFERENCE_UNITS[product.stage],
        withheld_footprint=hidden.footprint,
        withheld_mass=hidden.mass,
        library=values.library.content_hash,
        replaces=replaces,
    )


def _workings(chosen: Chosen) -> Workings:
    return Workings(
        stage=chosen.product.stage,
        technology=chosen.product.technology,
        year=chosen.product.year,
        kind="average",
        parts=tuple(
            one.part({str(key): amount for key, amount in amounts_of(one).items()})
            for one in chosen.included
        ),
    )
