"""Data packages that were shared, as the log has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.database.folding import carry_on, entries_of
from pvfootprint.database.packaging.acts import PACKAGE, SharePackage
from pvfootprint.database.standing import DATASET_ACTS
from pvfootprint.registry.people import PEOPLE_ACTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.database.standing import Standing
    from pvfootprint.registry.people import Person
    from pvfootprint.registry.snapshots import Snapshot


def shared_packages(snapshot: Snapshot) -> Iterator[SharePackage]:
    """Yield the packages that were shared, in their order.

    Parameters
    ----------
    snapshot : Snapshot
        The registry.

    Yields
    ------
    SharePackage
        What each entry says against which nothing stands; others count for nothing.
    """
    people: dict[str, Person] = {}
    datasets: dict[str, Standing] = {}
    for entry in entries_of(snapshot, (*PEOPLE_ACTS, *DATASET_ACTS, PACKAGE)):
        if not carry_on(people, datasets, entry) and entry.act == PACKAGE:
            yield SharePackage.model_validate_json(entry.body)
