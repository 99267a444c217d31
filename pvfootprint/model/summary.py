"""What a supplier gives instead of its inventory: elementary flows of its product, and whose."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppliedEmission:
    """An elementary flow of a supplied product with everything before it.

    Parameters
    ----------
    flow : str
        Code of the elementary flow, as in ``elementary_flows.csv``.
    amount : float
        Amount per reference unit of the product; negative for an uptake [unit of the flow].
    """

    flow: str
    amount: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplySummary:
    """A supplied product from the cradle to the supplier's gate, without its inventory.

    Every field is a text, a number, a truth value, a date or a list of such, so that it passes
    through JSON unchanged.

    Parameters
    ----------
    supplier, supplier_code : str
        Registered name of the company, and its registered number.
    site, site_code : str
        Name and number of the production site.
    product, product_name : str
        Key of the product in the supplier's own workbook, and its name in the trade.
    stage, technology, location : str
        As in the library: ``wafer``, ``mono-n``; ``CN-Yunnan`` for the site.
    unit : str
        Reference unit of the stage, to which `emissions` refer: a key of
        :data:`pvfootprint.model.terms.UNITS`.
    area : float, optional
        Area of one piece [m2].
    declared_unit : str
        ``kWp``, ``m2``, ``piece`` or ``kg``, as the supplier declares its product.
    emissions : tuple of SuppliedEmission
        Elementary flows per reference unit, the stages before included.
    total : float
        Partial footprint that follows from them in `gwp` [kgCO2e per reference unit].
    gwp : str
        GWP set of `total`: ``ar6``.
    primary_data_share : float
        Share of `total` whose activity data come from companies and are not estimated [-].
    ratings : tuple of float, optional
        Data quality of `total`, 1 (best) to 5: technology, place, time, as
        :class:`pvfootprint.model.quality.QualityRating` [-].
    start, end : date
        First and last day of the data.
    output : float, optional
        What the supplier made in that time [reference unit].
    library_hash, method_hash, product_system_hash : str
        Content hashes of what it was computed with and from.
    sealed_hash : str
        SHA-256 of the sealed inventory that came with it; empty if none did.
    source, source_hash : str
        File that it was read from, and its SHA-256.
    """

    supplier: str
    supplier_code: str = ""
    site: str
    site_code: str = ""
    product: str
    product_name: str = ""
    stage: str
    technology: str
    location: str
    unit: str
    area: float | None = None
    declared_unit: str
    emissions: tuple[SuppliedEmission, ...]
    total: float
    gwp: str
    primary_data_share: float
    start: datetime.date
    end: datetime.date
    output: float | None = None
    library_hash: str
    method_hash: str
    product_system_hash: str
    ratings: tuple[float, float, float] | None = None
    sealed_hash: str = ""
    source: str = ""
    source_hash: str = ""
