"""Averages flow by flow, and says which of them may be shown."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pvfootprint.database.contributors import yearly_output
from pvfootprint.database.disclosure.bands import rounded
from pvfootprint.database.disclosure.comparing import atoms
from pvfootprint.database.disclosure.rules import MIN_COMPANIES, leaves_enough

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pvfootprint.database.contributors import Contributor
    from pvfootprint.database.processes import UnitProcess
    from pvfootprint.database.publications import Part, Workings

Kind = Literal["supply", "input", "emission"]

FIGURES = 3
"""Significant figures of an amount; the silicon of a wafer is then within half a per cent."""


@dataclass(frozen=True, slots=True, order=True)
class FlowKey:
    """By which a flow of one company is that of another.

    Parameters
    ----------
    kind : str
        ``supply``, ``input`` or ``emission``.
    code : str
        Stage of a supply; else code of the dataset or elementary flow.
    group : str
        What it counts as.
    unit : str
        Unit of its amount.
    """

    kind: Kind
    code: str
    group: str
    unit: str

    def __str__(self) -> str:
        """Return it as the workings have it."""
        return f"{self.kind}:{self.code}:{self.group}:{self.unit}"


@dataclass(frozen=True, slots=True)
class Average:
    """The average of a flow.

    Parameters
    ----------
    key : FlowKey
        Which.
    amount : float
        Per unit of the product, rounded [`unit`].
    shown : bool
        Whether it may be shown.
    """

    key: FlowKey
    amount: float
    shown: bool


def flows_of(process: UnitProcess) -> dict[FlowKey, float]:
    """Return the flows of a unit process by key; those without a dataset have none.

    Parameters
    ----------
    process : UnitProcess
        Of a company.

    Returns
    -------
    dict
        Amount by key [per unit of the product].
    """
    found: dict[FlowKey, float] = defaultdict(float)
    for supply in process.supplies:
        found[FlowKey("supply", supply.stage, "materials", supply.unit)] += supply.amount
    for flow in (*process.inputs, *process.energy):
        if flow.code:
            found[FlowKey("input", flow.code, flow.group, flow.unit)] += flow.amount
    for flow in process.emissions:
        if flow.code:
            found[FlowKey("emission", flow.code, flow.group, flow.unit)] += flow.amount
    return dict(found)


def amounts_of(contributor: Contributor) -> dict[FlowKey, float]:
    """Return the flows of a contributor: the production-weighted mean of its datasets."""
    found: dict[FlowKey, float] = defaultdict(float)
    for dataset in contributor.datasets:
        share = yearly_output(dataset) / contributor.weight
        for key, amount in flows_of(dataset.process).items():
            found[key] += share * amount
    return dict(found)


def averages(
    included: Sequence[Contributor],
    history: Iterable[Workings],
    holders: Callable[[str], str],
) -> list[Average]:
    """Average every flow, weighted by production; who does not state a flow has none of it.

    A flow may be shown if at least 3 companies state it and all but the two largest contributions
    are at least 15 % of the largest: in this average, and among those whose values not everybody
    may have, in it and in every part of it or of earlier ones that comparing them gives.

    Parameters
    ----------
    included : sequence of Contributor
        Who is in the average.
    history : iterable of Workings
        Publications before; statistics say nothing of flows.
    holders : callable
        Company -> to whom it belongs.

    Returns
    -------
    list of Average
        By key.
    """
    stated = {one.element: amounts_of(one) for one in included}
    whole = math.fsum(one.weight for one in included)
    keys = sorted({key for amounts in stated.values() for key in amounts})
    groups = [_parts(included, stated), *_groups(included, stated, history)]
    found = []
    for key in keys:
        parts = (one.weight * stated[one.element].get(key, 0.0) for one in included)
        amount = rounded(math.fsum(parts) / whole, FIGURES)
        shown = all(_safe(str(key), group, holders) for group in groups)
        found.append(Average(key, amount, shown))
    return found


def _groups(
    included: Sequence[Contributor],
    stated: Mapping[str, Mapping[FlowKey, float]],
    history: Iterable[Workings],
) -> list[list[Part]]:
    """Return the parts whose sums can be computed, each with what its members stated last."""
    shared = {one.element for one in included if one.shared}
    published = [list(past.parts) for past in history if past.kind == "average"]
    publications = [
        {one.element: one for one in parts if not (one.shared or one.element in shared)}
        for parts in [*published, _parts(included, stated)]
    ]
    known: dict[str, Part] = {}
    for publication in publications:
        known |= publication
    return [[known[element] for element in group] for group in atoms(publications)]


def _parts(
    included: Sequence[Contributor], stated: Mapping[str, Mapping[FlowKey, float]]
) -> list[Part]:
    return [one.part({str(k): v for k, v in stated[one.element].items()}) for one in included]


def _safe(key: str, group: Iterable[Part], holders: Callable[[str], str]) -> bool:
    sizes: dict[str, float] = defaultdict(float)
    for part in group:
        sizes[holders(part.owner)] += abs(part.weight * part.amounts.get(key, 0.0))
    found = sorted((size for size in sizes.values() if size > 0), reverse=True)
    return not found or (len(found) >= MIN_COMPANIES and leaves_enough(found))
