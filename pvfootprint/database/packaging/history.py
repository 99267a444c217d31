"""Data packages that were shared, as the log has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.database.folding import sound_entries
from pvfootprint.database.packaging.acts import PACKAGE, SharePackage

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    for entry in sound_entries(snapshot, PACKAGE):
        yield SharePackage.model_validate_json(entry.body)
