"""The electricity of a site: what its contracts show, and residual mix or grid for the rest."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pvfootprint.chain.certificates import hold_certificates
from pvfootprint.chain.contracts import (
    ELECTRICITY,
    GRID,
    UNIT,
    Judged,
    counts_as_grid,
    judge,
    kilowatt_hours,
)
from pvfootprint.chain.exchanges import production
from pvfootprint.chain.faults import fault
from pvfootprint.chain.match_checks import check_matches, check_sum
from pvfootprint.chain.matching import Demand, match
from pvfootprint.chain.power_sources import PowerSources
from pvfootprint.language.texts import text
from pvfootprint.model.accounting import DEFAULT, ElectricityUse
from pvfootprint.model.findings import has_errors
from pvfootprint.model.inventory import Exchange, Inventory
from pvfootprint.model.site import WHOLE_SITE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pvfootprint.chain.certificates import HeldCertificates
    from pvfootprint.chain.electricity import ElectricityOptions
    from pvfootprint.chain.matching import Matched
    from pvfootprint.chain.power_sources import PowerSource
    from pvfootprint.model.accounting import Accounting
    from pvfootprint.model.findings import Finding
    from pvfootprint.model.inventory import Library
    from pvfootprint.model.site import SiteInventory
    from pvfootprint.model.site_rows import ElectricityContract
    from pvfootprint.model.system import ElectricityChoice


ROUNDING = 1e-12
"""What is left of all that was used, below which nothing is left: sums of many rows [-]."""


@dataclass(frozen=True, slots=True)
class SiteElectricity:
    """What stands behind each kilowatt hour of a site.

    Parameters
    ----------
    mixes : dict
        One kilowatt hour of electricity by the key of the product whose own meters it is for;
        ``site`` for all other electricity, and for every product without a claim of its own.
    choices : tuple of ElectricityChoice
        Datasets chosen for it by place and year.
    grids : tuple of str
        Places whose grid it takes from.
    uses : tuple of ElectricityUse
        What it counts as.
    without_residual : tuple of str
        Places whose grid stands in for a residual mix that the library does not have.
    """

    mixes: dict[str, Inventory]
    choices: tuple[ElectricityChoice, ...] = ()
    grids: tuple[str, ...] = ()
    uses: tuple[ElectricityUse, ...] = ()
    without_residual: tuple[str, ...] = ()

    @property
    def codes(self) -> dict[str, str]:
        """Codes of the mixes by key of the product."""
        return {product: mix.code for product, mix in self.mixes.items()}


def site_electricity(
    library: Library,
    site: SiteInventory,
    code: str,
    options: ElectricityOptions,
    accounting: Accounting = DEFAULT,
    held: Sequence[HeldCertificates] | None = None,
) -> tuple[SiteElectricity, list[Finding]]:
    """Build the electricity mix of a site over its period.

    On the market basis own generation whose certificates were not sold counts at the plant; then
    direct lines and green power with certificates count as delivered; then the residual mix, where
    the library has one; then the grid. On the location basis own generation and direct lines count
    by their technology, everything else as grid. All products share one mix, so that none is given
    the green part alone, unless its own meters show what it took; then the others share the rest.
    After ISO 14067:2018, 6.4.9.4, of which the text was not at hand: to be confirmed.

    Parameters
    ----------
    library : Library
        The compiled library.
    site : SiteInventory
        Consumption and contracts.
    code : str
        Code of the mix.
    options : ElectricityOptions
        Year of the data.
    accounting : Accounting
        Which instruments count.
    held : sequence of HeldCertificates, optional
        Certificates of each contract, counted over all companies; those of this site alone by
        default.

    Returns
    -------
    SiteElectricity
        The mixes.
    list of Finding
        CHN-001, CHN-016, CHN-017, ELC-001 to ELC-012, and what
        :func:`pvfootprint.chain.electricity.resolve` finds.
    """
    findings: list[Finding] = []
    if held is None:
        (held,), findings = hold_certificates([site], accounting)
    made, more = _Site(library, site, options, accounting).build(code, held)
    return made, [*findings, *more]


class _Site:
    """Covers what a site used, and sums it by what it counts as."""

    def __init__(
        self,
        library: Library,
        site: SiteInventory,
        options: ElectricityOptions,
        accounting: Accounting,
    ) -> None:
        self.library, self.site, self.accounting = library, site, accounting
        self.sources = PowerSources(library, site, options)
        self.findings: list[Finding] = []
        self.grids: dict[str, float] = {}
        self.of_row: dict[int, PowerSource] = {}
        self.uses: list[ElectricityUse] = []
        self.used = 0.0

    def build(
        self, code: str, held: Sequence[HeldCertificates]
    ) -> tuple[SiteElectricity, list[Finding]]:
        demand = self._demand()
        rows = zip(self.site.electricity, held, strict=True)
        judged = [self._judged(row, own) for row, own in rows]
        matches = match(judged, demand, self.accounting)
        too_much = list(check_sum(self.site, judged, self.used))
        self.findings += too_much
        if not has_errors(too_much):
            self.findings += check_matches(self.site, matches, demand)
        self._use_contracts(matches)
        self._use_rest(matches)
        grids = tuple(self.grids or {self.sources.country: 1.0})
        made = SiteElectricity(
            self._mixes(code, demand),
            tuple(self.sources.choices.values()),
            grids,
            tuple(self.uses),
            tuple(self.sources.without_residual),
        )
        return made, [*self.findings, *self.sources.findings]

    def _demand(self) -> Demand:
        used: dict[tuple[str, str], float] = {}
        for row in self.site.energy:
            if row.carrier == ELECTRICITY:
                amount, findings = kilowatt_hours(row)
                self.findings += findings
                place = (row.product, row.period)
                used[place] = used.get(place, 0.0) + amount
        self.used = math.fsum(used.values())
        return Demand(self.site.company, used)

    def _judged(self, row: ElectricityContract, held: HeldCertificates) -> Judged:
        """Judge a contract, and find the dataset of its technology."""
        if row.kind == GRID:
            amount, findings = kilowatt_hours(row)
            self.findings += findings
            place = row.place or self.sources.country
            if amount:
                self.grids[place] = self.grids.get(place, 0.0) + amount
            return Judged(row, amount, 0.0)
        judged, findings = judge(row, self.site.company, held, self.accounting)
        self.findings += findings
        source = self.sources.of(row) if judged.counted else None
        if source:
            self.of_row[id(row)] = source
        elif judged.counted:
            why = text(
                "the library has no electricity from {technology!r} in {country}",
                technology=row.technology,
                country=self.sources.country,
            )
            self.findings.append(counts_as_grid(row, why))
            return replace(judged, counted=0.0, certificates=0, why=why)
        return judged

    def _use_contracts(self, matches: Sequence[Matched]) -> None:
        for one in matches:
            row = one.judged.row
            if one.claimed:
                self._add(self.of_row[id(row)], one.claimed, one, row.product)
            if one.shared:
                self._add(self.of_row[id(row)], one.shared, one)

    def _use_rest(self, matches: Sequence[Matched]) -> None:
        """Add what no contract covers, first what contracts were named for in vain."""
        rest = max(0.0, self.used - math.fsum(one.covered for one in matches))
        if rest <= self.used * ROUNDING:
            return
        places = self.grids or {self.sources.country: 1.0}
        sources = self.sources.rest(places, self.accounting.electricity_basis)
        for one in matches:
            if one.judged.why:
                vain = min(rest, one.judged.contracted - one.judged.counted)
                rest -= vain
                for source in sources:
                    self._add(replace(source, why=one.judged.why), vain * source.share, one)
        for source in sources:
            self._add(source, rest * source.share)

    def _add(
        self,
        source: PowerSource,
        amount: float,
        matched: Matched | None = None,
        product: str = WHOLE_SITE,
    ) -> None:
        if not amount:
            return
        company, judged = self.site.company, matched.judged if matched else None
        counts = judged is not None and source.tier == judged.row.kind
        self.uses.append(
            ElectricityUse(
                company=company.name,
                site=company.site,
                product=product,
                tier=source.tier,
                amount=amount,
                share=amount / self.used,
                dataset=source.dataset,
                technology=source.technology,
                place=source.place,
                year=source.year,
                contracts=(judged.row.key,) if judged and judged.row.key else (),
                certificates=self._certificates(judged, amount) if judged and counts else 0,
                why=source.why.en,
                why_zh=source.why.zh,
            )
        )

    def _certificates(self, judged: Judged, amount: float) -> int:
        """Return on how many certificates a part of a contract rests."""
        return min(judged.certificates, math.ceil(amount / self.accounting.certificate_energy))

    def _mixes(self, code: str, demand: Demand) -> dict[str, Inventory]:
        """Give products that claim electricity a mix of their own, and the others the rest."""
        shared = self._sums(WHOLE_SITE)
        rest = math.fsum(shared.values())
        mixes = {WHOLE_SITE: self._mix(code, self.site.company.site, shared)}
        for product in dict.fromkeys(use.product for use in self.uses):
            if product == WHOLE_SITE:
                continue
            amounts = self._sums(product)
            open_ = max(0.0, demand.metered(product) - math.fsum(amounts.values()))
            for dataset, amount in shared.items():
                amounts[dataset] = amounts.get(dataset, 0.0) + open_ * amount / rest
            of = f"{self.site.company.site}, {product}"
            mixes[product] = self._mix(f"{code}:{product.casefold()}", of, amounts)
        return mixes

    def _sums(self, product: str) -> dict[str, float]:
        sums: dict[str, float] = {}
        for use in self.uses:
            if use.product == product:
                sums[use.dataset] = sums.get(use.dataset, 0.0) + use.amount
        return sums

    def _mix(self, code: str, of: str, amounts: Mapping[str, float]) -> Inventory:
        site, datasets = self.site, self.library.inventories
        name = text("electricity of {site}", site=of)
        whole = math.fsum(amounts.values())
        taken = [_taken(datasets[key], amount / whole) for key, amount in amounts.items()]
        made = production(code, name, site.company.location, UNIT)
        return Inventory(
            code=code,
            database="",
            file=site.source,
            line=0,
            name=name,
            product=name,
            location=site.company.location,
            unit=UNIT,
            data_class="primary",
            source="",
            comment="",
            year=site.company.end.year,
            exchanges=(made, *taken),
        )


def without_residual_mix(
    leader: SiteInventory, sites: Iterable[SiteElectricity]
) -> Iterator[Finding]:
    """Say once for a chain that there is no residual mix for what no contract covers.

    Parameters
    ----------
    leader : SiteInventory
        The leading workbook.
    sites : iterable of SiteElectricity
        The electricity of every site.

    Yields
    ------
    Finding
        ELC-013.
    """
    places = dict.fromkeys(place for site in sites for place in site.without_residual)
    if not places:
        return
    hint = text("the factor of a grid counts electricity that others have claimed already")
    if "CN" in places:
        hint = text(
            "China has no life-cycle residual mix; the published 0.6096 kgCO2/kWh is direct CO2 of "
            "power plants, of the other family of factors, and does not belong here"
        )
    yield fault(
        "ELC-013",
        text(
            "the library has no residual mix of {places}: what no contract covers takes the factor "
            "of the grid",
            places=", ".join(places),
        ),
        leader.company.origin,
        "location",
        found=", ".join(places),
        expected=text("a residual mix by life cycle, where one exists"),
        hint=hint,
        severity="warning",
    )


def _taken(dataset: Inventory, amount: float) -> Exchange:
    """Return an amount of electricity [kWh] from a dataset of the library."""
    return Exchange(
        "technosphere",
        dataset.name,
        dataset.name,
        dataset.location,
        "",
        "",
        amount,
        UNIT,
        group=ELECTRICITY,
        target=dataset.code,
    )
