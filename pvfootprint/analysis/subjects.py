"""What an analysis is about: a product system, and all that it was built from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.analysis.choices import Case
from pvfootprint.chain.adjusting import make_setting
from pvfootprint.chain.declaring import NO_DATA
from pvfootprint.chain.electricity import ElectricityOptions, parse_electricity
from pvfootprint.chain.selecting import select
from pvfootprint.engine.chain_footprint import chain_system
from pvfootprint.engine.computing import build_system
from pvfootprint.library.caching import open_library
from pvfootprint.library.folders import data_root
from pvfootprint.library.gwp import read_set
from pvfootprint.model.product import sets_named
from pvfootprint.rules.accounting import make_accounting

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pvfootprint.analysis.choices import Build
    from pvfootprint.chain.declaring import ProductData
    from pvfootprint.model.accounting import Accounting
    from pvfootprint.model.findings import Finding
    from pvfootprint.model.inventory import CharacterizationSet, Library
    from pvfootprint.model.rules import RuleSet
    from pvfootprint.model.site import SiteInventory
    from pvfootprint.model.summary import SupplySummary
    from pvfootprint.model.system import ProductSystem


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A product system with what it was built from.

    Parameters
    ----------
    system : ProductSystem
        Complete and linked.
    factors : CharacterizationSet
        GWP set that the rule set chooses.
    case : Case
        Library, accounting, year and folder of methods; builds the system under other choices.
    rules : RuleSet
        Chooses GWP set, electricity basis, instruments and allocation.
    sites : tuple of SiteInventory
        Workbooks, the leader's first; empty for a product of the library.
    summaries : tuple of SupplySummary
        What suppliers gave instead.
    findings : tuple of Finding
        Warnings and questions about the companies' data.
    """

    system: ProductSystem
    factors: CharacterizationSet
    case: Case
    rules: RuleSet
    sites: tuple[SiteInventory, ...] = ()
    summaries: tuple[SupplySummary, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def library(self) -> Library:
        """The compiled library."""
        return self.case.library

    @property
    def unit(self) -> str:
        """Unit of the footprint: kgCO2e per declared unit."""
        return f"kgCO2e/{self.system.declared_unit.unit}"


def subject_of_companies(  # noqa: PLR0913  (one argument per question)
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
) -> Subject:
    """Build what an analysis of a company's product is about.

    Parameters
    ----------
    leader, suppliers, summaries, product, per, electricity_year, fill_gaps, root, library
        As :func:`pvfootprint.engine.chain_footprint.chain_footprint`.
    rules : RuleSet
        Chooses GWP set, electricity basis, instruments and allocation.

    Returns
    -------
    Subject
        With the findings about the companies' data.

    Raises
    ------
    SupplyError, LibraryError, SelectionError
        As :func:`pvfootprint.engine.chain_footprint.chain_system`.
    """
    root = root or data_root()

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

    library = library or open_library(root)[0]
    return _subject(
        build, library, rules, electricity_year, root, (leader, *suppliers), tuple(summaries)
    )


def subject_of_product(  # noqa: PLR0913  (one argument per question)
    product: str,
    *,
    rules: RuleSet,
    per: str | None = None,
    electricity: Sequence[str] = (),
    electricity_year: int | None = None,
    settings: Mapping[str, float] | None = None,
    data: ProductData = NO_DATA,
    root: Path | None = None,
    library: Library | None = None,
) -> Subject:
    """Build what an analysis of a product of the library is about.

    Parameters
    ----------
    product, per, electricity, electricity_year, settings, data, root, library
        As :func:`pvfootprint.engine.computing.footprint`.
    rules : RuleSet
        Chooses the GWP set.

    Returns
    -------
    Subject
        Without findings: warnings stand in the footprint.

    Raises
    ------
    LibraryError, SelectionError
        As :func:`pvfootprint.engine.computing.footprint`.
    """
    root = root or data_root()
    requests = tuple(parse_electricity(one) for one in electricity)
    changes = [make_setting(name, value) for name, value in (settings or {}).items()]

    def build(
        library: Library, accounting: Accounting, year: int | None
    ) -> tuple[ProductSystem, list[Finding]]:
        del accounting  # The library's own processes share nothing and hold no contracts.
        options = ElectricityOptions(requests, year)
        return build_system(library, select(library, product), per, data, options, changes), []

    library = library or open_library(root, sets=sets_named([product]))[0]
    return _subject(build, library, rules, electricity_year, root, (), ())


def _subject(
    build: Build,
    library: Library,
    rules: RuleSet,
    year: int | None,
    root: Path,
    sites: tuple[SiteInventory, ...],
    summaries: tuple[SupplySummary, ...],
) -> Subject:
    case = Case(
        build=build,
        library=library,
        accounting=make_accounting(rules),
        year=year,
        gwp=str(rules.value("gwp.set")),
        root=root,
    )
    system, findings = build(library, case.accounting, year)
    return Subject(
        system=system,
        factors=read_set(root, case.gwp, library),
        case=case,
        rules=rules,
        sites=sites,
        summaries=summaries,
        findings=tuple(findings),
    )
