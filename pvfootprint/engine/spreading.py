"""Finds how uncertain each number of a product system is, and says where that comes from.

In this order, and only one of them, so that nothing counts twice: the spread that stands with the
number; pedigree scores with a basic uncertainty; the uncertainty that the source of a factor
publishes; what the user assumes. What nobody states is held constant, and stays visible as such.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from pvfootprint.chain.contracts import ELECTRICITY
from pvfootprint.chain.sites import product_code
from pvfootprint.engine.representing import whole_pedigree
from pvfootprint.language.texts import Text, joined, text
from pvfootprint.model.site import SUPPLY
from pvfootprint.model.site_rows import NOWHERE
from pvfootprint.model.spread import BASES, INDICATORS, Spread

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pvfootprint.model.inventory import Exchange, Inventory
    from pvfootprint.model.site import DataQuality, SiteInventory
    from pvfootprint.model.site_rows import Origin, Row
    from pvfootprint.model.spread import SpreadMethod
    from pvfootprint.model.system import ProductSystem

THIS_PERIOD = 1
"""Score of time where a company gives none: its data are those of the period."""

SHEETS = ("materials", "energy", "outputs", "emissions", "transport")
"""Sheets whose rows become exchanges, by the name of their field."""

WHOLE = 1e-9
"""By how much shares of a mix may miss one [-]."""

GROUP_SHEETS = {
    "direct": ("emissions",),
    "electricity": ("energy", "materials", "outputs", "transport"),
    "heat": ("energy",),
    "materials": ("materials",),
    "transport": ("transport",),
    "waste": ("outputs",),
}
"""On which sheets the row of an exchange may stand, the likeliest first."""


def spread_system(
    system: ProductSystem,
    sites: Iterable[SiteInventory],
    method: SpreadMethod,
    unstated: float | None = None,
) -> tuple[Spread, ...]:
    """Find the spread of every exchange.

    Parameters
    ----------
    system : ProductSystem
        Complete and linked.
    sites : iterable of SiteInventory
        Workbooks of the companies in it.
    method : SpreadMethod
        Pedigree factors, basic uncertainties and published spreads.
    unstated : float, optional
        Geometric standard deviation that the user assumes where nobody states any, 1 or more [-];
        by default such numbers are held constant.

    Returns
    -------
    tuple of Spread
        In flat order, one for each exchange.
    """
    work = _Spreader(sites, method, math.log(unstated) if unstated else 0.0)
    found: list[Spread] = []
    for inventory in system.inventories:
        found.extend(work.of_process(inventory, len(found)))
    return tuple(found)


class _Spreader:
    """Looks for spreads, process by process."""

    def __init__(
        self, sites: Iterable[SiteInventory], method: SpreadMethod, assumed: float
    ) -> None:
        self.method, self.assumed = method, assumed
        self.sites = {
            product_code(site, product): _SiteRows(site, product_code(site, product))
            for site in sites
            for product in site.products
        }

    def of_process(self, inventory: Inventory, first: int) -> list[Spread]:
        seen: Counter[tuple[str, str]] = Counter()
        site = self.sites.get(inventory.code)
        found = []
        for i, exchange in enumerate(inventory.exchanges):
            place = (exchange.type, exchange.target)
            seen[place] += 1
            key = f"{inventory.code}|{exchange.type}|{exchange.target}|{seen[place]}"
            if _certain(inventory, exchange):
                found.append(_spread(first + i, 0.0, key, "fixed"))
            elif site:
                found.append(self._of_company(first + i, key, exchange, site))
            else:
                found.append(self._of_library(first + i, key, exchange, inventory))
        return found

    def _of_company(self, position: int, key: str, exchange: Exchange, site: _SiteRows) -> Spread:
        sheet, row = site.row_of(exchange)
        if row is None:
            return self._unstated(position, key)
        if row.spread:
            row_key = f"{site.key}|{sheet}|{row.origin.line}"
            said = text("given in the workbook")
            return _spread(position, row.spread, row_key, "given", said, row.origin)
        # Scores hold for a sheet as a whole: what they say of twelve months is one thing.
        shared = f"{site.key}|{sheet}|{_dataset(row) or exchange.target}"
        scores = site.scores.get(sheet)
        basic = self._basic(exchange)
        if scores is None or basic is None:
            return self._unstated(position, shared, row.origin)
        scale = self.method.matrix.scale(scores, basic)
        return _spread(position, scale, shared, "pedigree", _scored(scores, basic), row.origin)

    def _of_library(
        self, position: int, key: str, exchange: Exchange, inventory: Inventory
    ) -> Spread:
        if exchange.scale:
            return _spread(position, exchange.scale, key, "given", text("given in the source"))
        pedigree = whole_pedigree(exchange.pedigree)
        basic = self._basic(exchange)
        if pedigree and basic:
            scores = dict(zip(INDICATORS, pedigree, strict=True))
            scale = self.method.matrix.scale(scores, basic)
            return _spread(position, scale, key, "pedigree", _scored(scores, basic))
        # The gases of one factor vary together.
        factor = f"{inventory.code}|factor"
        published = self.method.published.get(inventory.code)
        if published and exchange.type == "biosphere":
            return _spread(position, published.scale, factor, "published", published.said)
        if _passes_on(inventory, exchange):
            return _spread(position, 0.0, key, "fixed")
        return self._unstated(position, factor if exchange.type == "biosphere" else key)

    def _basic(self, exchange: Exchange) -> float | None:
        what = exchange.name if exchange.type == "biosphere" else exchange.group
        return self.method.basic.get(what)

    def _unstated(self, position: int, key: str, origin: Origin = NOWHERE) -> Spread:
        if not self.assumed:
            return _spread(position, 0.0, key, "none", origin=origin)
        said = text("assumed, {factor:.3g}", factor=math.exp(self.assumed))
        return _spread(position, self.assumed, key, "assumed", said, origin)


class _SiteRows:
    """Rows and scores of one workbook, and the name under which its numbers are kept."""

    def __init__(self, site: SiteInventory, code: str) -> None:
        company = site.company
        self.rows = {name: {row.origin.line: row for row in getattr(site, name)} for name in SHEETS}
        self.scores = {
            row.subject: scores for row in site.quality if (scores := _complete(row)) is not None
        }
        # Two products of a site share its numbers; another period has numbers of its own.
        self.key = f"{code.rpartition(':')[0]}|{company.start}|{company.end}"

    def row_of(self, exchange: Exchange) -> tuple[str, Row | None]:
        """Return the sheet and the row that an exchange was made from; a scenario's has none."""
        for sheet in GROUP_SHEETS.get(exchange.group, SHEETS):
            row = self.rows[sheet].get(exchange.line)
            if row is not None and row.note == exchange.note and _fits(row, exchange):
                return sheet, row
        return "", None


def _fits(row: Row, exchange: Exchange) -> bool:
    """Say whether a row may be that of an exchange; what has no dataset fits any."""
    said = _dataset(row)
    made_here = said == ELECTRICITY or said.startswith(SUPPLY) or not said
    return made_here or said == exchange.target


def _dataset(row: Row) -> str:
    """Return what a row says it is about: a dataset, an elementary flow, a stage's product."""
    names = ("dataset", "carrier", "mode", "gas")
    return next((getattr(row, name) for name in names if hasattr(row, name)), "")


def _complete(row: DataQuality) -> dict[str, int] | None:
    """Return the scores of a sheet; None where the company left one open, but for time."""
    scores = {name: getattr(row, name) for name in INDICATORS}
    if scores["temporal"] is None:
        scores["temporal"] = THIS_PERIOD
    return None if None in scores.values() else scores


def _certain(inventory: Inventory, exchange: Exchange) -> bool:
    """Say whether an amount is so by definition: what is made, and a site's or a grid's mix."""
    mix_of_site = inventory.data_class == "primary" and not inventory.stage
    mix = bool(inventory.electricity_supply) or mix_of_site
    return exchange.type == "production" or mix or not exchange.amount


def _passes_on(inventory: Inventory, exchange: Exchange) -> bool:
    """Say whether a dataset only passes on what it takes, in shares that sum to one.

    Regional mixes and stand-ins do. Their shares carry no spread of their own: that of the amount
    taken from them is already theirs, and whether a stand-in fits is no question of spreads.
    """
    shares = [e.amount for e in inventory.inputs if e.unit == inventory.unit]
    whole = abs(math.fsum(shares) - 1) < WHOLE and min(shares, default=0.0) > 0
    return whole and exchange.unit == inventory.unit and not inventory.emissions


def _scored(scores: dict[str, int], basic: float) -> Text:
    return text(
        "scores {scores}, basic factor {basic:g}",
        scores=joined(", ", [str(score) for score in scores.values()]),
        basic=basic,
    )


def _spread(
    position: int,
    scale: float,
    key: str,
    basis: str,
    said: Text | None = None,
    origin: Origin = NOWHERE,
) -> Spread:
    return Spread(
        position=position,
        scale=scale,
        key=key,
        basis=basis,
        said=BASES[basis] if said is None else said,
        origin=origin,
    )
