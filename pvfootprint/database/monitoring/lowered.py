"""Finds datasets that were given away in packages and may not be given away any more."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pvfootprint.database.datasets import usable
from pvfootprint.database.monitoring.watching import remark
from pvfootprint.database.packaging.history import shared_packages
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pvfootprint.database.datasets import Dataset
    from pvfootprint.database.monitoring.watching import Remark
    from pvfootprint.database.packaging.acts import SharePackage
    from pvfootprint.registry.snapshots import Snapshot


def lowered(snapshot: Snapshot, datasets: Sequence[Dataset]) -> Iterator[Remark]:
    """Yield datasets that a package holds and that could not go into it now.

    Its owner lowered the consent, named another licence, the certificate does not hold any more, or
    a newer dataset took its place.

    Parameters
    ----------
    snapshot : Snapshot
        The registry.
    datasets : sequence of Dataset
        All of them.

    Yields
    ------
    Remark
        With how many packages hold it.
    """
    packages: dict[str, list[SharePackage]] = defaultdict(list)
    for body in shared_packages(snapshot):
        for key in body.datasets:
            packages[key].append(body)
    open_ = {one.key: one.standing.licence for one in usable(datasets, "package")}
    for one in datasets:
        wrong = [body for body in packages[one.key] if open_.get(one.key) != body.licence]
        if wrong:
            names = ", ".join(dict.fromkeys(body.name for body in wrong))
            said = text(
                "packages hold it ({names}) and could not any more: tell those who have them",
                names=names,
            )
            yield remark("consent", one, said, len(wrong))
