"""Makes a study: a footprint as a rule set counts it, with what a reader needs to judge it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.analysis.choices import basis_key, other_basis, sensitivities
from pvfootprint.analysis.subjects import subject_of_companies, subject_of_product
from pvfootprint.chain.sites import product_code
from pvfootprint.engine.biomass import biomass_inputs
from pvfootprint.engine.computing import compute
from pvfootprint.engine.covering import cover
from pvfootprint.engine.rating import rate
from pvfootprint.engine.solving import solve
from pvfootprint.model.accounting import BASES
from pvfootprint.model.footprint import Amount
from pvfootprint.model.study import Study

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pvfootprint.analysis.choices import Case
    from pvfootprint.analysis.subjects import Subject
    from pvfootprint.engine.solving import Solution
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
    return study_of(
        subject_of_companies(
            leader,
            suppliers,
            summaries,
            rules=rules,
            product=product,
            per=per,
            electricity_year=electricity_year,
            fill_gaps=fill_gaps,
            root=root,
            library=library,
        )
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
    subject = subject_of_product(
        product,
        rules=rules,
        per=per,
        electricity_year=electricity_year,
        root=root,
        library=library,
    )
    return study_of(subject)


def study_of(subject: Subject) -> tuple[Study, list[Finding]]:
    """Study what an analysis is about.

    Parameters
    ----------
    subject : Subject
        The product system, and what it was built from.

    Returns
    -------
    Study
        Without verdicts and schemes.
    list of Finding
        Warnings and questions.

    Raises
    ------
    CalculationError, LibraryError
        As :func:`pvfootprint.engine.computing.compute`.
    """
    case, system, factors = subject.case, subject.system, subject.factors
    solution = solve(system, factors)
    reached = _reached(system, subject.sites)
    totals = _by_basis(case, system, solution.score)
    known = {basis_key(basis): total for basis, total in totals.items()}
    return (
        Study(
            footprint=compute(system, factors, solution),
            rules=subject.rules,
            system=system,
            sites=reached,
            summaries=subject.summaries,
            market_based=Amount(totals["market"], subject.unit),
            location_based=Amount(totals["location"], subject.unit),
            electricity=system.electricity_uses,
            allocations=system.allocations,
            coverage=cover(system, solution, case.library),
            quality=rate(system, solution, reached),
            biomass=biomass_inputs(system, solution),
            sensitivities=sensitivities(case, system, solution.score, known),
            sources=_sources(system, solution, case.library),
        ),
        list(subject.findings),
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
