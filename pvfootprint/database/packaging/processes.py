"""Writes a dataset of the base database as a unit process of the library's own layout."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pvfootprint.chain.gaps import stand_in
from pvfootprint.language.texts import text
from pvfootprint.model.findings import DatabaseError, Finding
from pvfootprint.model.inventory import Exchange, Inventory, Parameter, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.database.datasets import Dataset
    from pvfootprint.database.processes import Supply
    from pvfootprint.model.inventory import Library

RANGE = (0.5, 2.0)
"""Within which multiples of its value a quantity may be changed [-]."""


def short_key(dataset: Dataset) -> str:
    """Return the key of a dataset as a word: ``data-00001``."""
    return dataset.key.replace("/", "-")


def country_of(dataset: Dataset) -> str:
    """Return the country in which it is made: a province could tell whose data they are."""
    return dataset.location.partition("-")[0]


def source_of(dataset: Dataset, certifier: str, licence: str) -> Source:
    """Return what the numbers of a dataset stand on.

    Neither the company nor its certificate is named.

    Parameters
    ----------
    dataset : Dataset
        An open one.
    certifier : str
        Who verified it.
    licence : str
        SPDX identifier of the package's licence.

    Returns
    -------
    Source
        Of the package's ``sources.csv``.
    """
    return Source(
        key=f"base-database-{short_key(dataset)}",
        citation=f"{certifier}: base database, dataset {dataset.key}, measured at one site from "
        f"{dataset.start} to {dataset.end}, verified on {dataset.standing.judged_on}",
        licence=licence,
        link="",
        position=f"SHA-256 of the unit process: {dataset.standing.unit_process}",
    )


def inventory_of(dataset: Dataset, library: Library, database: str, source: str) -> Inventory:
    """Return a dataset as a unit process that is linked to the library.

    What it takes of earlier stages is the library's dataset of that stage, as where a supplier has
    sent nothing. Flows without a dataset, whose names are the company's own, are left out; they
    count nothing in a footprint. How much was made is left out, too.

    Parameters
    ----------
    dataset : Dataset
        An open one.
    library : Library
        To which it is linked.
    database : str
        Name of the Brightway database.
    source : str
        Key of its source.

    Returns
    -------
    Inventory
        Unlinked, as :func:`pvfootprint.library.writing.inventory_csv` takes it.

    Raises
    ------
    DatabaseError
        DAT-055 for each flow and stage that the library does not have.
    """
    process, key = dataset.process, short_key(dataset)
    words = ", ".join(filter(None, (process.stage, process.technology, process.design)))
    bare = Inventory(
        code=key,
        database=database,
        file="",
        line=0,
        name=f"{words}, production, dataset {key}",
        product=f"{words}, dataset {key}",
        location=country_of(dataset),
        unit=process.unit,
        data_class="inventory",
        source=source,
        comment=comment_of(dataset),
        year=dataset.year,
        stage=process.stage,
        technology=process.technology,
        design="-".join(filter(None, (process.design, key))),
        vintage=dataset.year,
        parameters=tuple(
            Parameter(
                one.name,
                one.amount,
                one.unit,
                one.amount * RANGE[0],
                one.amount * RANGE[1],
                source,
                "as stated by the producer",
            )
            for one in process.quantities
        ),
    )
    findings: list[Finding] = []
    exchanges = [
        *(_supply(one, bare, library, findings) for one in process.supplies),
        *_flows(dataset, library, findings),
    ]
    if findings:
        raise DatabaseError(findings)
    return replace(bare, exchanges=tuple(filter(None, exchanges)))


def comment_of(dataset: Dataset) -> str:
    """Return what a reader of a dataset must know, in both languages."""
    process = dataset.process
    grids = ", ".join(f"{one.location} {one.year}" for one in process.grids)
    said = text(
        "Unit process of one producer, {start} to {end}, verified on {day} for the base database. "
        "Earlier stages are the library's datasets, not those of its suppliers. {share:.0%} of the "
        "certified footprint rested on primary data. Electricity years of then: {grids}.",
        start=dataset.start,
        end=dataset.end,
        day=dataset.standing.judged_on,
        share=process.primary_share,
        grids=grids or "-",
    )
    return f"{said.en} {said.zh}"


def _supply(
    supply: Supply, user: Inventory, library: Library, findings: list[Finding]
) -> Exchange | None:
    found = stand_in(library, supply.stage, user)
    if found is None or found.dataset.unit != supply.unit:
        findings.append(_missing(user.code, supply.stage, supply.unit))
        return None
    note = "of all suppliers together, for which the library's dataset stands"
    return Exchange.taken(
        found.dataset, supply.amount, group="materials", source=user.source, note=note
    )


def _flows(dataset: Dataset, library: Library, findings: list[Finding]) -> Iterator[Exchange]:
    process, source = dataset.process, f"base-database-{short_key(dataset)}"
    for flow in (*process.inputs, *process.energy):
        target = library.inventories.get(flow.code)
        if target and target.unit == flow.unit:
            yield Exchange.taken(target, flow.amount, group=flow.group, source=source)
        elif flow.code:
            findings.append(_missing(dataset.key, flow.code, flow.unit))
    for flow in process.emissions:
        if flow.code in library.flows:
            known = library.flows[flow.code]
            yield Exchange.exchanged(known, flow.amount, group=flow.group, source=source)
        elif flow.code:
            findings.append(_missing(dataset.key, flow.code, flow.unit))


def _missing(dataset: str, code: str, unit: str) -> Finding:
    return Finding(
        "DAT-055",
        text("the library no longer has what {dataset} takes", dataset=dataset),
        found=f"{code} [{unit}]",
        hint=text("leave the dataset out, or share it with the library that has it"),
    )
