"""Makes a study: a footprint as a rule set counts it, with what a reader needs to judge it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.analysis.choices import Case, basis_key, other_basis, sensitivities
from pvfootprint.chain.electricity import ElectricityOptions
from pvfootprint.chain.selecting import select
from pvfootprint.chain.sites import product_code
from pvfootprint.engine.biomass import biomass_inputs
from pvfootprint.engine.chain_footprint import chain_system
from pvfootprint.engine.computing import build_system, compute
from pvfootprint.engine.covering import cover
from pvfootprint.engine.rating import rate
from pvfootprint.engine.solving import solve
from pvfootprint.library.caching import open_library
from pvfootprint.library.folders import data_root
from pvfootprint.library.gwp import read_set
from pvfootprint.model.accounting import BASES
from pvfootprint.model.footprint import Amount
from pvfootprint.model.study import Study
from pvfootprint.rules.accounting import make_accounting

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pvfootprint.analysis.choices import Build
    from pvfootprint.engine.solving import Solution
    from pvfootprint.model.accounting import Accounting
    from pvfootprint.model.findings import Finding
    from pvfootprint.model.inventory import Library, Source
    from pvfootprint.model.rules import RuleSet
    from pvfootprint.model.site import SiteInventory
    from pvfootprint.model.summary import SupplySummary
    from pvfootprint.model.system import ProductSystem


def study_of_companies(  # noqa: PLR0913  (one argument per question)
    leader: SiteInventory,
    suppliers: Sequence[SiteInventory] = (),
    summaries: Sequence[SupplySummary] = (),
    *,
    rules: RuleSet,
    product: str = "",
    per: str | None = None,
    electricity_year: int | None = None,
    fill_gaps: str = "library",
    root: Path | None = None,
    library: Library | None = None,
) -> tuple[Study, list[Finding]]:
    """Study a product from the data of its maker and its suppliers.

    Parameters
    ----------
    leader, suppliers, summaries, product, per, electricity_year, fill_gaps, root, library
        As :func:`pvfootprint.engine.chain_footprint.chain_footprint`.
    rules : RuleSet
        Chooses GWP set, electricity basis, instruments and allocation.

    Returns
    -------
    Study
        Without verdicts and schemes.
    list of Finding
        Warnings and questions.

    Raises
    ------
    SupplyError, LibraryError, SelectionError, CalculationError
        As :func:`pvfootprint.engine.chain_footprint.chain_footprint`.
    """
    root = root or data_root()
    library = library or open_library(root)[0]

    def build(
        library: Library, accounting: Accounting, year: int | None
    ) -> tuple[ProductSystem, list[Finding]]:
        return chain_system(
            library,
            leader,
            suppliers,
            summaries,
            product=product,
            per=per,
            options=ElectricityOptions(year=year),
            fill_gaps=fill_gaps,
            accounting=accounting,
        )

    return _study(
        _case(build, library, rules, electricity_year, root),
        rules,
        (leader, *suppliers),
        tuple(summaries),
    )


def study_of_product(
    product: str,
    *,
    rules: RuleSet,
    per: str | None = None,
    electricity_year: int | None = None,
    root: Path | None = None,
    library: Library | None = None,
) -> tuple[Study, list[Finding]]:
    """Study a product of the library.

    Parameters
    ----------
    product, per, electricity_year, root, library
        As :func:`pvfootprint.engine.computing.footprint`.
    rules : RuleSet
        Chooses the GWP set.

    Returns
    -------
    Study
        Without verdicts and schemes.
    list of Finding
        Nothing: warnings stand in the footprint.

    Raises
    ------
    LibraryError, SelectionError, CalculationError
        As :func:`pvfootprint.engine.computing.footprint`.
    """
    root = root or data_root()
    library = library or open_library(root)[0]

    def build(
        library: Library, accounting: Accounting, year: int | None
    ) -> tuple[ProductSystem, list[Finding]]:
        del accounting  # The library's own processes share nothing and hold no contracts.
        selection = select(library, product)
        options = ElectricityOptions(year=year)
        return build_system(library, selection, per, electricity=options), []

    return _study(_case(build, library, rules, electricity_year, root), rules, (), ())


def _case(build: Build, library: Library, rules: RuleSet, year: int | None, root: Path) -> Case:
    return Case(
        build=build,
        library=library,
        accounting=make_accounting(rules),
        year=year,
        gwp=str(rules.value("gwp.set")),
        root=root,
    )


def _study(
    case: Case,
    rules: RuleSet,
    sites: tuple[SiteInventory, ...],
    summaries: tuple[SupplySummary, ...],
) -> tuple[Study, list[Finding]]:
    system, findings = case.build(case.library, case.accounting, case.year)
    factors = read_set(case.root, case.gwp, case.library)
    solution = solve(system, factors)
    reached = _reached(system, sites)
    totals = _by_basis(case, system, solution.score)
    unit = f"kgCO2e/{system.declared_unit.unit}"
    known = {basis_key(basis): total for basis, total in totals.items()}
    return (
        Study(
            footprint=compute(system, factors, solution),
            rules=rules,
            system=system,
            sites=reached,
            summaries=summaries,
            market_based=Amount(totals["market"], unit),
            location_based=Amount(totals["location"], unit),
            electricity=system.electricity_uses,
            allocations=system.allocations,
            coverage=cover(system, solution, case.library),
            quality=rate(system, solution, reached),
            biomass=biomass_inputs(system, solution),
            sensitivities=sensitivities(case, system, solution.score, known),
            sources=_sources(system, solution, case.library),
        ),
        findings,
    )


def _reached(system: ProductSystem, sites: Sequence[SiteInventory]) -> tuple[SiteInventory, ...]:
    """Return the workbooks that the product rests on."""
    codes = {member.code for member in system.members}
    return tuple(
        site for site in sites if any(product_code(site, p) in codes for p in site.products)
    )


def _by_basis(case: Case, system: ProductSystem, score: float) -> dict[str, float]:
    """Return the footprint by contracts and by location [kgCO2e per declared unit]."""
    own = case.accounting.electricity_basis
    return {
        basis: score if basis == own or not system.members else other_basis(case, basis).score()
        for basis in BASES
    }


def _sources(system: ProductSystem, solution: Solution, library: Library) -> tuple[Source, ...]:
    """Return the literature behind the datasets, by the emissions of the datasets that cite it."""
    weights: dict[str, float] = {}
    for i, inventory in enumerate(system.inventories):
        weight = abs(float(solution.own[i] * solution.supply[i]))
        keys = {inventory.source, *(e.source for e in inventory.exchanges)}
        for key in keys & set(library.sources):
            weights[key] = weights.get(key, 0.0) + weight
    return tuple(library.sources[key] for key in sorted(weights, key=lambda k: (-weights[k], k)))
