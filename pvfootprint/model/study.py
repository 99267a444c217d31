"""A study: a footprint with all that a reader needs to judge it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pvfootprint.model.accounting import Allocation, ElectricityUse
    from pvfootprint.model.footprint import Amount, Footprint
    from pvfootprint.model.inventory import Source
    from pvfootprint.model.quality import BiomassInput, Coverage, Quality
    from pvfootprint.model.rules import RuleSet, Verdict
    from pvfootprint.model.scheme import SchemeResult
    from pvfootprint.model.site import SiteInventory
    from pvfootprint.model.summary import SupplySummary
    from pvfootprint.model.system import ProductSystem


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """The footprint with one choice made otherwise.

    Parameters
    ----------
    key : str
        Stable name: ``electricity-location``, ``allocation-physical``, ``gwp-ar5``.
    title, title_zh : str
        What is otherwise.
    value : Amount
        The footprint then, unrounded.
    difference : float
        `value` over the footprint of the study, minus 1 [-].
    """

    key: str
    title: str
    title_zh: str
    value: Amount
    difference: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """A footprint, how it was made, and how it stands against a rule set.

    Parameters
    ----------
    footprint : Footprint
        As the rule set counts it.
    rules : RuleSet
        That rule set.
    system : ProductSystem
        What was computed: processes, links, members, gaps.
    sites : tuple of SiteInventory
        Workbooks, the leader's first; empty for a product of the library.
    summaries : tuple of SupplySummary
        What suppliers gave instead.
    market_based, location_based : Amount
        The footprint by contracts and certificates, and by what physically supplies the sites.
    electricity : tuple of ElectricityUse
        What each site's electricity counts as, on the basis that the rule set chooses.
    allocations : tuple of Allocation
        How flows were shared.
    coverage : Coverage
        What is left out.
    quality : Quality
        How good the data are.
    biomass : tuple of BiomassInput
        Biomass inputs and their carbon.
    sensitivities : tuple of Sensitivity
        The footprint under other choices.
    sources : tuple of Source
        Literature behind the datasets that were used, the weightiest first.
    verdicts : tuple of Verdict
        What every rule says; empty before the check.
    schemes : tuple of SchemeResult
        How it stands under other schemes.
    """

    footprint: Footprint
    rules: RuleSet
    system: ProductSystem
    sites: tuple[SiteInventory, ...]
    summaries: tuple[SupplySummary, ...]
    market_based: Amount
    location_based: Amount
    electricity: tuple[ElectricityUse, ...]
    allocations: tuple[Allocation, ...]
    coverage: Coverage
    quality: Quality
    biomass: tuple[BiomassInput, ...]
    sensitivities: tuple[Sensitivity, ...]
    sources: tuple[Source, ...]
    verdicts: tuple[Verdict, ...] = ()
    schemes: tuple[SchemeResult, ...] = ()
