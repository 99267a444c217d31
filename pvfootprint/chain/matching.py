"""Holds contracts against what a site used, product by product and month by month."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pvfootprint.chain.contracts import PHYSICAL
from pvfootprint.chain.periods import MONTH, meets
from pvfootprint.model.site import WHOLE_SITE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pvfootprint.chain.contracts import Judged
    from pvfootprint.model.accounting import Accounting
    from pvfootprint.model.site import Company

Place = tuple[str, str]
"""Key of a product, and a period."""


@dataclass(frozen=True, slots=True)
class Matched:
    """A contract, and what it covers.

    Parameters
    ----------
    judged : Judged
        The contract.
    claimed : float
        What it covers of the product that claims it alone [kWh].
    shared : float
        What it covers of the whole site [kWh].
    unmetered : bool
        Whether a product claims it that has no meter of its own, or may not claim.
    """

    judged: Judged
    claimed: float = 0.0
    shared: float = 0.0
    unmetered: bool = False

    @property
    def covered(self) -> float:
        """What it covers in all [kWh]."""
        return self.claimed + self.shared

    @property
    def beyond(self) -> float:
        """What would count, but was not used in its period [kWh]."""
        return max(0.0, self.judged.counted - self.covered)


@dataclass(slots=True)
class Demand:
    """Electricity that is not covered yet.

    Parameters
    ----------
    company : Company
        Whose it is.
    used : dict
        What was used, by product and period [kWh].
    """

    company: Company
    used: dict[Place, float]
    left: dict[Place, float] = field(init=False)

    def __post_init__(self) -> None:
        """Begin with everything uncovered."""
        self.left = dict(self.used)

    def metered(self, product: str) -> float:
        """Return what the meters of a product show [kWh]."""
        return math.fsum(amount for (key, _), amount in self.used.items() if key == product)

    def cover(self, amount: float, period: str, product: str = "") -> float:
        """Cover what was used in a period, as far as it is not covered.

        The same month comes first; everything else that the period meets is covered in proportion
        to what is left of it, so that nobody can choose the months.

        Parameters
        ----------
        amount : float
            What there is to cover it with [kWh].
        period : str
            Month or year of it.
        product : str
            Whose meters; empty for all.

        Returns
        -------
        float
            What was covered [kWh].
        """
        mine = [place for place in self.left if not product or place[0] == product]
        same = [place for place in mine if place[1] == period and len(period) == MONTH]
        others = [p for p in mine if p not in same and meets(period, p[1], self.company)]
        covered = self._take(amount, same)
        return covered + self._take(amount - covered, others)

    def _take(self, amount: float, places: Sequence[Place]) -> float:
        whole = math.fsum(self.left[place] for place in places)
        if amount >= whole:
            self.left.update(dict.fromkeys(places, 0.0))
            return whole
        for place in places:
            self.left[place] *= 1 - amount / whole
        return amount


def match(
    contracts: Sequence[Judged], demand: Demand, accounting: Accounting
) -> tuple[Matched, ...]:
    """Cover what was used with contracts, in the order of the hierarchy.

    Within a kind, what a product claims alone comes before what all share, and months before
    years. A product can claim what its own meters show; what it claims beyond that is shared.

    Parameters
    ----------
    contracts : sequence of Judged
        In the order of the workbook.
    demand : Demand
        What was used; what is covered is taken off.
    accounting : Accounting
        The hierarchy, and whether products may claim.

    Returns
    -------
    tuple of Matched
        In the order of the contracts.
    """
    by_location = accounting.electricity_basis == "location"
    tiers = PHYSICAL if by_location else accounting.instruments
    claims = accounting.product_claims and not by_location
    found: dict[int, Matched] = {}

    def turn(place: int) -> tuple[int, bool, int]:
        row = contracts[place].row
        tier = tiers.index(row.kind) if row.kind in tiers else len(tiers)
        return tier, not _claims(contracts[place]), -len(row.period)

    for place in sorted(range(len(contracts)), key=turn):
        judged = contracts[place]
        row = judged.row
        metered = bool(_claims(judged)) and claims and demand.metered(row.product) > 0
        claimed = demand.cover(judged.counted, row.period, row.product) if metered else 0.0
        shared = demand.cover(judged.counted - claimed, row.period)
        unmetered = bool(_claims(judged)) and not by_location and not metered
        found[place] = Matched(judged, claimed, shared, unmetered)
    return tuple(found[place] for place in range(len(contracts)))


def _claims(judged: Judged) -> bool:
    return judged.row.product not in {"", WHOLE_SITE} and judged.counted > 0
