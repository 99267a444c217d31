"""Who is in each publication of the base database.

Each act keeps what is published, and the workings, which hold the companies' own values. The
workings are as confidential as the submissions and are read for one purpose: to see what a new
publication would tell beside the old ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ValidationError

from pvfootprint.database.disclosure.rules import Member
from pvfootprint.database.folding import sound_entries
from pvfootprint.database.publication_acts import (
    AVERAGE,
    GROUP,
    PUBLICATION_BODIES,
    STATISTICS,
    WORKINGS_FILE,
    DeclareGroup,
    Year,
)
from pvfootprint.language.texts import text
from pvfootprint.model.canonical import CLOSED
from pvfootprint.model.findings import DatabaseError, Finding

if TYPE_CHECKING:
    from collections.abc import Callable

    from pvfootprint.registry.entries import Entry
    from pvfootprint.registry.snapshots import Snapshot

MEMORY = 5
"""With publications of how many years before and after a new one is compared [years]."""


class Part(BaseModel):
    """What one company put into a publication.

    Parameters
    ----------
    element, owner : str
        By which it is known again: company and design; the company.
    datasets : tuple of str
        Keys of its datasets.
    weight : float
        Production of a year [unit of the product].
    shared : bool
        Whether everybody might have its data.
    amounts : dict
        Amounts of an average by flow [per unit of the product]; none in statistics.
    """

    model_config = CLOSED

    element: str
    owner: str
    datasets: tuple[str, ...]
    weight: float
    shared: bool
    amounts: dict[str, float] = {}


class Workings(BaseModel):
    """Who was in a publication, of one product and technology.

    Parameters
    ----------
    stage, technology : str
        As in the library.
    year : int
        Year of the data.
    kind : str
        ``average`` or ``statistics``.
    parts : tuple of Part
        By element.
    """

    model_config = CLOSED

    stage: str
    technology: str
    year: Year
    kind: Literal["average", "statistics"]
    parts: tuple[Part, ...]

    def members(self, holders: Callable[[str], str]) -> dict[str, Member]:
        """Return the members by element; `holders` says whose a company is."""
        return {
            one.element: Member(one.element, holders(one.owner), one.weight, one.shared)
            for one in self.parts
        }


class AllWorkings(BaseModel):
    """The file :data:`WORKINGS_FILE`."""

    model_config = CLOSED

    format: Literal["pvfootprint workings, confidential"] = "pvfootprint workings, confidential"
    cells: tuple[Workings, ...]


def past_workings(
    snapshot: Snapshot, stage: str, technology: str, year: int
) -> tuple[Workings, ...]:
    """Return the publications with which a new one of a year can be compared.

    Parameters
    ----------
    snapshot : Snapshot
        The registry.
    stage, technology : str
        Of which product.
    year : int
        Year of the data of the new one.

    Returns
    -------
    tuple of Workings
        Statistics and averages, of all designs, of at most :data:`MEMORY` years away; in the order
        in which they were published.
    """
    return tuple(
        cell
        for entry in publications(snapshot)
        for cell in _workings(snapshot, entry)
        if (cell.stage, cell.technology) == (stage, technology) and abs(cell.year - year) <= MEMORY
    )


def publications(snapshot: Snapshot) -> list[Entry]:
    """Return the entries that publish something, in their order."""
    return list(sound_entries(snapshot, AVERAGE, STATISTICS))


def holders(snapshot: Snapshot) -> Callable[[str], str]:
    """Return what says to whom a company belongs.

    Parameters
    ----------
    snapshot : Snapshot
        The registry, with the groups that were declared.

    Returns
    -------
    callable
        Company -> the first company of its group, or itself.
    """
    first: dict[str, str] = {}

    def holder(company: str) -> str:
        while company in first:
            company = first[company]
        return company

    for entry in sound_entries(snapshot, GROUP):
        one, *others = sorted(
            {holder(name) for name in DeclareGroup.model_validate_json(entry.body).companies}
        )
        first.update(dict.fromkeys(others, one))
    return holder


def _workings(snapshot: Snapshot, entry: Entry) -> tuple[Workings, ...]:
    body = PUBLICATION_BODIES[entry.act].model_validate_json(entry.body)
    content = snapshot.file(body.files[WORKINGS_FILE])
    try:
        return AllWorkings.model_validate_json(content).cells
    except ValidationError as error:
        message = text(
            "the workings of {publication} are not understood", publication=entry.subject
        )
        hint = text("use a version of this software that is not older than the registry's entries")
        finding = Finding("DAT-020", message, found=body.files[WORKINGS_FILE], hint=hint)
        raise DatabaseError([finding]) from error
