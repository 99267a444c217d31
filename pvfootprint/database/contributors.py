"""Who adds what to a sum: datasets of one company and design in one year, taken together."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.database.disclosure.rules import Member
from pvfootprint.database.publications import Part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pvfootprint.database.datasets import Dataset

YEAR = 365.25
"""Length of a year [d]."""


def yearly_output(dataset: Dataset) -> float:
    """Return what is made in a year, from the period of the data [unit of the product]."""
    return dataset.output * YEAR / ((dataset.end - dataset.start).days + 1)


@dataclass(frozen=True, slots=True)
class Contributor:
    """Datasets of one company and design.

    Parameters
    ----------
    element : str
        Company and design.
    owner : str
        The company.
    datasets : tuple of Dataset
        Sites and products of the same year; one at least.
    """

    element: str
    owner: str
    datasets: tuple[Dataset, ...]

    @property
    def weight(self) -> float:
        """Production of a year [unit of the product]."""
        return math.fsum(yearly_output(one) for one in self.datasets)

    @property
    def shared(self) -> bool:
        """Whether its owner lets everybody have the data themselves, in packages."""
        return all(one.consent == "open" for one in self.datasets)

    def member(self, holders: Callable[[str], str]) -> Member:
        """Return it as the part of a sum; `holders` says whose a company is."""
        return Member(self.element, holders(self.owner), self.weight, self.shared)

    def part(self, amounts: Mapping[str, float] | None = None) -> Part:
        """Return what the workings keep of it."""
        return Part(
            element=self.element,
            owner=self.owner,
            datasets=tuple(one.key for one in self.datasets),
            weight=self.weight,
            shared=self.shared,
            amounts=dict(amounts or {}),
        )


def contributors(datasets: Iterable[Dataset]) -> dict[str, Contributor]:
    """Gather datasets by company and design.

    Parameters
    ----------
    datasets : iterable of Dataset
        Of one stage, technology and year, all usable.

    Returns
    -------
    dict
        Contributors by element.
    """
    found: dict[tuple[str, str], list[Dataset]] = defaultdict(list)
    for one in datasets:
        found[one.owner_key, one.design].append(one)
    return {
        f"{owner}|{design}": Contributor(f"{owner}|{design}", owner, tuple(gathered))
        for (owner, design), gathered in sorted(found.items())
    }
