"""Who may be in a publication of a product and technology, and what to say where nobody may."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.database.contributors import contributors
from pvfootprint.database.disclosure.comparing import admit
from pvfootprint.database.disclosure.rules import RULES
from pvfootprint.database.publications import holders, past_workings
from pvfootprint.language.texts import joined, text
from pvfootprint.model.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pvfootprint.database.contributors import Contributor
    from pvfootprint.database.datasets import Dataset
    from pvfootprint.database.publications import Workings
    from pvfootprint.registry.snapshots import Snapshot


@dataclass(frozen=True, slots=True)
class Product:
    """Of what something is published.

    Parameters
    ----------
    stage, technology : str
        As in the library.
    year : int
        Year of the data.
    design : str
        Of this design only; all of them if empty.
    """

    stage: str
    technology: str
    year: int
    design: str = ""

    def covers(self, dataset: Dataset) -> bool:
        """Return whether a dataset is of this product and year."""
        same = (dataset.stage, dataset.technology, dataset.year)
        if same != (self.stage, self.technology, self.year):
            return False
        return self.design in {"", dataset.design}

    @property
    def name(self) -> str:
        """``wafer:mono-n 2026``."""
        return f"{':'.join(filter(None, (self.stage, self.technology, self.design)))} {self.year}"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who is in a publication.

    Parameters
    ----------
    product : Product
        Of what.
    included : tuple of Contributor
        Who; none if nothing may be published.
    waiting : int
        How many wait for others.
    broken : tuple of str
        Rules that all of them together break.
    holders : callable
        Company -> to whom it belongs.
    history : tuple of Workings
        Publications with which it can be compared.
    """

    product: Product
    included: tuple[Contributor, ...]
    waiting: int
    broken: tuple[str, ...]
    holders: Callable[[str], str]
    history: tuple[Workings, ...]

    @property
    def findings(self) -> list[Finding]:
        """Why nothing may be published, without saying whose data stand against it."""
        if self.broken:
            message = text(
                "{product} cannot be published: a company could be singled out",
                product=self.product.name,
            )
            expected = joined("; ", (RULES[rule] for rule in self.broken))
            hint = text(
                "wait until more companies let their data be used; those whose data are open to "
                "everybody protect nobody else, and none are left out by hand to keep a rule"
            )
            return [Finding("DAT-023", message, expected=expected, hint=hint)]
        if not self.included:
            message = text(
                "{product} is held: beside what was published before, it would tell the values of "
                "the few companies that came or left since",
                product=self.product.name,
            )
            hint = text("publish it once at least 3 companies more have come or left")
            return [Finding("DAT-024", message, hint=hint)]
        return []


def choose(snapshot: Snapshot, datasets: Iterable[Dataset], product: Product) -> Chosen:
    """Choose who may be in a publication.

    Parameters
    ----------
    snapshot : Snapshot
        The registry, with what was published before.
    datasets : iterable of Dataset
        Those that may be used for it.
    product : Product
        Of what it is.

    Returns
    -------
    Chosen
        The same for the same consents, productions and publications, whatever the values are.
    """
    holder = holders(snapshot)
    found = contributors(one for one in datasets if product.covers(one))
    history = past_workings(snapshot, product.stage, product.technology, product.year)
    admission = admit(
        {element: one.member(holder) for element, one in found.items()},
        [past.members(holder) for past in history],
    )
    included = tuple(found[member.element] for member in admission.included)
    return Chosen(product, included, admission.waiting, admission.broken, holder, history)
