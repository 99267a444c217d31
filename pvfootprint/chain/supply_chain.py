"""Links the products of companies to a supply chain, and fills its gaps from the library."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pvfootprint.chain.allocation_checks import check_shares
from pvfootprint.chain.certificates import hold_certificates
from pvfootprint.chain.faults import fault
from pvfootprint.chain.gaps import stand_in
from pvfootprint.chain.measures import measures_of_dataset
from pvfootprint.chain.offsets import check_offsets
from pvfootprint.chain.site_electricity import site_electricity, without_residual_mix
from pvfootprint.chain.sites import (
    check_site,
    electricity_code,
    not_convertible,
    product_code,
    site_offers,
    site_process,
)
from pvfootprint.chain.summaries import (
    summary_code,
    summary_member,
    summary_offer,
    summary_process,
)
from pvfootprint.chain.suppliers import find_offer
from pvfootprint.chain.supply_checks import Link, check_chain
from pvfootprint.chain.supply_shares import stages_taken, supply_shares
from pvfootprint.language.texts import Text, joined, text
from pvfootprint.model.accounting import DEFAULT
from pvfootprint.model.findings import has_errors
from pvfootprint.model.inventory import Exchange
from pvfootprint.model.site import SupplyShare
from pvfootprint.model.supply import FilledGap
from pvfootprint.model.terms import REFERENCE_UNITS, STAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pvfootprint.chain.electricity import ElectricityOptions
    from pvfootprint.chain.measures import Measures
    from pvfootprint.chain.site_electricity import SiteElectricity
    from pvfootprint.chain.sites import SiteProcess
    from pvfootprint.chain.suppliers import Offer
    from pvfootprint.model.accounting import Accounting, Allocation, ElectricityUse
    from pvfootprint.model.findings import Finding
    from pvfootprint.model.inventory import Inventory, Library
    from pvfootprint.model.site import SiteInventory, SiteProduct
    from pvfootprint.model.site_rows import Origin
    from pvfootprint.model.summary import SupplySummary
    from pvfootprint.model.supply import ChainMember
    from pvfootprint.model.system import ElectricityChoice


@dataclass(frozen=True, slots=True)
class SupplyChain:
    """Products of companies, linked.

    Parameters
    ----------
    product : str
        Code of the leader's product.
    inventories : dict
        Processes that the library does not have, by code.
    members : tuple of ChainMember
        Whose they are; the leader's first.
    gaps : tuple of FilledGap
        Where the library stands in.
    electricity : tuple of ElectricityChoice
        Datasets that sites' contracts name.
    grids : tuple of str
        Places whose grid the leader's site takes from.
    electricity_uses : tuple of ElectricityUse
        What the sites' electricity counts as.
    allocations : tuple of Allocation
        How flows of the sites were shared.
    """

    product: str
    inventories: dict[str, Inventory]
    members: tuple[ChainMember, ...]
    gaps: tuple[FilledGap, ...]
    electricity: tuple[ElectricityChoice, ...]
    grids: tuple[str, ...]
    electricity_uses: tuple[ElectricityUse, ...] = ()
    allocations: tuple[Allocation, ...] = ()


def link_supplies(
    library: Library,
    leader: SiteInventory,
    suppliers: Sequence[SiteInventory],
    summaries: Sequence[SupplySummary],
    product: SiteProduct,
    options: ElectricityOptions,
    fill_gaps: str = "library",
    accounting: Accounting = DEFAULT,
) -> tuple[SupplyChain, list[Finding]]:
    """Link everything behind a product of the leading company.

    Parameters
    ----------
    library : Library
        The compiled library.
    leader : SiteInventory
        Workbook of the product.
    suppliers, summaries
        What suppliers gave.
    product : SiteProduct
        The leader's product.
    options : ElectricityOptions
        Year of the electricity data.
    fill_gaps : str
        ``library``, or ``fail`` to make every gap an error.
    accounting : Accounting
        How electricity and shared flows are counted.

    Returns
    -------
    SupplyChain
        Linked as far as possible.
    list of Finding
        Everything that is wrong or questionable, from every workbook that is reached.
    """
    sites = [leader, *suppliers]
    linker = _Linker(library, sites, summaries, options, fill_gaps, accounting)
    return linker.link(product_code(leader, product))


class _Linker:
    """Walks from the leader's product to those of its suppliers."""

    def __init__(
        self,
        library: Library,
        sites: Sequence[SiteInventory],
        summaries: Sequence[SupplySummary],
        options: ElectricityOptions,
        fill_gaps: str,
        accounting: Accounting,
    ) -> None:
        self.library, self.options, self.fill_gaps = library, options, fill_gaps
        self.accounting = accounting
        self.allocations: list[Allocation] = []
        self.offers = [offer for site in sites for offer in site_offers(site, library)]
        self.offers += [summary_offer(summary) for summary in summaries]
        self.of_code = {offer.code: offer for offer in self.offers}
        self.sites = {product_code(s, p): (s, p) for s in sites for p in s.products}
        self.summaries = {summary_code(summary): summary for summary in summaries}
        self.inventories: dict[str, Inventory] = {}
        self.members: list[ChainMember] = []
        self.gaps: list[FilledGap] = []
        self.links: list[Link] = []
        self.electricity: dict[str, SiteElectricity] = {}
        self.findings: list[Finding] = [f for site in sites for f in check_site(site)]
        self.findings += [f for site in sites for f in check_shares(library, site)]
        self.findings += [f for site in sites for f in check_offsets(library, site)]
        held, findings = hold_certificates(sites, accounting)
        self.held = dict(zip(map(electricity_code, sites), held, strict=True))
        self.findings += findings

    def link(self, start: str) -> tuple[SupplyChain, list[Finding]]:
        waiting, seen = [start], {start}
        while waiting:
            code = waiting.pop(0)
            links = self._add_summary(code) if code in self.summaries else self._add_site(code)
            self.links += links
            new = [n for n in dict.fromkeys(x.supplier.code for x in links) if n not in seen]
            seen.update(new)
            waiting += new
        self.findings += check_chain(self.offers, self.links, seen)
        leader = self.sites[start][0]
        self.findings += without_residual_mix(leader, self.electricity.values())
        own = self.electricity.get(electricity_code(leader))
        chain = SupplyChain(
            product=start,
            inventories=self.inventories,
            members=tuple(self.members),
            gaps=tuple(self.gaps),
            electricity=tuple(c for mix in self.electricity.values() for c in mix.choices),
            grids=own.grids if own else (),
            electricity_uses=tuple(u for mix in self.electricity.values() for u in mix.uses),
            allocations=tuple(self.allocations),
        )
        return chain, list(dict.fromkeys(self.findings))

    def _add_summary(self, code: str) -> list[Link]:
        inventory, findings = summary_process(self.library, self.summaries[code])
        self.inventories[code] = inventory
        self.members.append(summary_member(self.summaries[code]))
        self.findings += findings
        return []

    def _add_site(self, code: str) -> list[Link]:
        """Add a product of a site with all that it takes; return its supplies from companies."""
        process = self._process(*self.sites[code])
        if process is None:
            return []
        supplies: list[Exchange] = []
        links: list[Link] = []
        stages, faults = stages_taken(process)
        self.findings += faults
        for stage in stages:
            shares, faults = supply_shares(process, stage)
            self.findings += faults
            for row, share in shares:
                offer, findings = find_offer(row, stage, self.offers)
                self.findings += findings
                if offer:
                    taken = self._take(process, row, share, offer, stage)
                    supplies += taken
                    whole = _sum(taken) * process.output / process.share.of_process
                    links.append(Link(self.of_code[code], offer, whole, row))
                elif not has_errors(findings):
                    supplies += self._fill(process, row, share, stage)
        inventory = process.inventory
        self.inventories[code] = replace(inventory, exchanges=(*inventory.exchanges, *supplies))
        return links

    def _process(self, site: SiteInventory, product: SiteProduct) -> SiteProcess | None:
        code = electricity_code(site)
        if code not in self.electricity:
            made, findings = site_electricity(
                self.library, site, code, self.options, self.accounting, self.held[code]
            )
            self.electricity[code] = made
            self.inventories.update({mix.code: mix for mix in made.mixes.values()})
            self.findings += findings
        mixes = self.electricity[code].codes
        process, findings = site_process(self.library, site, product, mixes, self.accounting)
        self.findings += findings
        if process:
            new = [made for made in process.share.allocations if made not in self.allocations]
            self.allocations += new
            self.members.append(process.member)
            self.inventories.update({i.code: i for i in process.left_out})
            for gap in process.named:
                self._add_gap(gap, process, product.origin, "")
        return process

    def _take(
        self, process: SiteProcess, row: SupplyShare, share: float, offer: Offer, stage: str
    ) -> list[Exchange]:
        if offer.stage != stage:
            return []
        exchanges = self._exchanges(process, stage, share, offer.code, offer.measures, offer.title)
        summary = self.summaries.get(offer.code)
        if summary and not summary.sealed_hash:
            why = text("its summary came without a sealed inventory")
            self._add_gap(
                FilledGap(
                    user=process.inventory.code,
                    stage=offer.stage,
                    supplier=summary.supplier,
                    supply_share=share,
                    amount=_sum(exchanges),
                    dataset=offer.code,
                    why=why,
                ),
                process,
                row.origin,
                row.supplier,
            )
        return exchanges

    def _fill(
        self, process: SiteProcess, row: SupplyShare, share: float, stage: str
    ) -> list[Exchange]:
        """Take a supply from the library."""
        found = stand_in(self.library, stage, process.inventory, row.technology, row.location)
        if found is None:
            message = text("the library has no dataset of the stage {stage}", stage=STAGES[stage])
            self.findings.append(fault("CHN-015", message, row.origin, "supplier"))
            return []
        measures, assumed = _measures_of_gap(process, found.dataset)
        dataset = found.dataset
        exchanges = self._exchanges(process, stage, share, dataset.code, measures, dataset.name)
        gap = FilledGap(
            user=process.inventory.code,
            stage=stage,
            supplier=row.supplier,
            supply_share=share,
            amount=_sum(exchanges),
            dataset=dataset.code,
            why=joined("; ", [_why_gap(row), found.why, assumed]),
        )
        self._add_gap(gap, process, row.origin, row.supplier)
        return exchanges

    def _exchanges(
        self,
        process: SiteProcess,
        stage: str,
        share: float,
        code: str,
        measures: Measures,
        name: str,
    ) -> list[Exchange]:
        """Return a share of what a product takes of an earlier stage, from one process."""
        unit = REFERENCE_UNITS[stage]
        exchanges = []
        for taken in process.taken:
            if taken.stage != stage:
                continue
            amount = measures.refer(taken.amount * share, taken.row.unit, unit)
            if amount is None:
                wrong = not_convertible(taken.row, "unit", taken.row.unit, unit, name)
                self.findings.append(wrong)
                continue
            exchanges.append(
                Exchange(
                    "technosphere",
                    name,
                    name,
                    "",
                    "",
                    "",
                    amount,
                    unit,
                    group="materials",
                    scale=taken.row.spread,
                    note=taken.row.note,
                    line=taken.row.origin.line or 0,
                    target=code,
                    method=taken.row.method,
                )
            )
        return exchanges

    def _add_gap(self, gap: FilledGap, process: SiteProcess, origin: Origin, supplier: str) -> None:
        self.gaps.append(gap)
        if self.fill_gaps == "library":
            return
        who = supplier or text("nobody named")
        self.findings.append(
            fault(
                "CHN-015",
                text(
                    "{user} takes {stage} from {who}, without data",
                    user=process.member.title,
                    stage=STAGES[gap.stage],
                    who=who,
                ),
                origin,
                "supplier",
                found=gap.why,
                expected=text("a workbook, or a summary with its sealed inventory"),
                hint=text("ask the supplier, or let the library fill gaps: --fill-gaps library"),
            )
        )


def _sum(exchanges: Iterable[Exchange]) -> float:
    return math.fsum(exchange.amount for exchange in exchanges)


def _measures_of_gap(process: SiteProcess, dataset: Inventory) -> tuple[Measures, Text]:
    """Return the size of one piece where its maker does not say: a cell is as large as its wafer.

    The area of the library's dataset is the last resort, and is said.
    """
    measures = measures_of_dataset(dataset)
    counted = any(
        taken.row.unit == "piece" for taken in process.taken if taken.stage == dataset.stage
    )
    wafers = process.site.stage == "cell" and dataset.stage == "wafer"
    if wafers and process.measures.area:
        return replace(measures, area=process.measures.area), Text("")
    if counted and measures.area:
        return measures, text("a piece is taken as {area:g} m2", area=measures.area)
    return measures, Text("")


def _why_gap(row: SupplyShare) -> Text:
    if not (row.supplier or row.supplier_code):
        return text("no supplier is named")
    place = f", {row.site}" if row.site else ""
    name = f"{row.supplier or row.supplier_code}{place}"
    return text("{supplier} has sent no workbook", supplier=name)
