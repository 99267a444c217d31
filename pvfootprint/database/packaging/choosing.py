"""Chooses what a data package holds: open datasets and published averages, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.database.averaging.publishing import published_averages
from pvfootprint.database.datasets import all_datasets, usable
from pvfootprint.language.texts import text
from pvfootprint.model.findings import DatabaseError, Finding

if TYPE_CHECKING:
    from collections.abc import Collection

    from pvfootprint.database.averaging.publishing import PublishedAverage
    from pvfootprint.database.datasets import Dataset
    from pvfootprint.registry.snapshots import Snapshot


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a package is to hold.

    Parameters
    ----------
    datasets : tuple of Dataset
        Verified, with their owners' open consent.
    averages : tuple of PublishedAverage
        Published, none of which another one has replaced.
    """

    datasets: tuple[Dataset, ...]
    averages: tuple[PublishedAverage, ...]


def choose(
    snapshot: Snapshot, licence: str, stages: Collection[str] = (), year: int | None = None
) -> Chosen:
    """Choose what may be shared.

    Parameters
    ----------
    snapshot : Snapshot
        The registry.
    licence : str
        SPDX identifier: what the owner's signed paper must name.
    stages : collection of str
        Of which stages; of all by default.
    year : int, optional
        Of which year of data; of every year by default.

    Returns
    -------
    Chosen
        Datasets in the order in which they entered, averages in the order of their publication.

    Raises
    ------
    DatabaseError
        DAT-056 if there is nothing of this kind that may be shared.
    """
    datasets = tuple(
        one
        for one in usable(all_datasets(snapshot), "package")
        if one.standing.licence == licence
        and (not stages or one.stage in stages)
        and year in {None, one.year}
    )
    averages = tuple(
        one
        for one in published_averages(snapshot)
        if (not stages or one.facts.stage in stages)
        and (one.facts.year == year if year else not one.replaced_by)
    )
    if datasets or averages:
        return Chosen(datasets, averages)
    message = text("nothing of this kind may be shared")
    expected = text(
        "verified datasets whose owners agreed to {licence}, or published averages", licence=licence
    )
    hint = text("see what there is: {command}", command="pvfootprint data list")
    raise DatabaseError([Finding("DAT-056", message, expected=expected, hint=hint)])
