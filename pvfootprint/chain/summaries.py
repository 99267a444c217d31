"""Takes a supplier's summary as a unit process of elementary flows alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.chain.exchanges import emission, production
from pvfootprint.chain.measures import Measures
from pvfootprint.chain.sites import code_of
from pvfootprint.chain.suppliers import Offer
from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding
from pvfootprint.model.inventory import Inventory
from pvfootprint.model.site_rows import Origin
from pvfootprint.model.supply import ChainMember
from pvfootprint.model.terms import REFERENCE_UNITS

if TYPE_CHECKING:
    from pvfootprint.model.inventory import Library
    from pvfootprint.model.summary import SupplySummary


def summary_code(summary: SupplySummary) -> str:
    """Return the code of a summary's process."""
    company = summary.supplier_code or summary.supplier
    site = summary.site_code or summary.site
    return code_of("summary", company, site, summary.stage, summary.product)


def summary_offer(summary: SupplySummary) -> Offer:
    """Return what a summary offers."""
    return Offer(
        code=summary_code(summary),
        companies=(summary.supplier,),
        company_code=summary.supplier_code,
        sites=(summary.site, summary.site_code),
        product=summary.product,
        stage=summary.stage,
        measures=Measures(area=summary.area),
        output=summary.output or 0.0,
        start=summary.start,
        end=summary.end,
        source="summary",
        origin=Origin(file=summary.source),
    )


def summary_member(summary: SupplySummary) -> ChainMember:
    """Return whose product a summary is of.

    Without a sealed inventory nobody can check its share of primary data and its data quality, and
    they do not count.
    """
    return ChainMember(
        code=summary_code(summary),
        company=summary.supplier,
        company_code=summary.supplier_code,
        site=summary.site,
        product=summary.product,
        name=summary.product_name,
        stage=summary.stage,
        source="summary",
        start=summary.start,
        end=summary.end,
        primary_share=summary.primary_data_share if summary.sealed_hash else 0.0,
        ratings=summary.ratings if summary.sealed_hash else None,
        file=summary.source,
        file_hash=summary.source_hash,
    )


def summary_process(library: Library, summary: SupplySummary) -> tuple[Inventory, list[Finding]]:
    """Build the unit process of a summary.

    Parameters
    ----------
    library : Library
        The compiled library.
    summary : SupplySummary
        Elementary flows per reference unit.

    Returns
    -------
    Inventory
        One reference unit, with everything before it.
    list of Finding
        CHN-023: an error for a unit or flow that the library does not have, a warning for a
        summary made with another library. GAS-002 for a greenhouse gas below 0.
    """
    code, name = summary_code(summary), summary.product_name or summary.product
    unit = REFERENCE_UNITS.get(summary.stage, "")
    made = production(code, name, summary.location, unit)
    emissions = [
        emission(flow, one.amount)
        for one in summary.emissions
        if (flow := library.flows.get(one.flow))
    ]
    inventory = Inventory(
        code=code,
        database="",
        file=summary.source,
        line=0,
        name=name,
        product=name,
        location=summary.location,
        unit=unit,
        data_class="summary",
        source="",
        comment="",
        year=summary.end.year,
        stage=summary.stage,
        technology=summary.technology,
        vintage=summary.end.year,
        exchanges=(made, *emissions),
    )
    return inventory, [*_misfits(library, summary, unit), *_below_zero(library, summary)]


def _below_zero(library: Library, summary: SupplySummary) -> list[Finding]:
    """Refuse what a supplier subtracts: what plants take from the air has a flow of its own."""
    gases = {code for code, flow in library.flows.items() if flow.greenhouse_gas}
    negative = [e.flow for e in summary.emissions if e.flow in gases and e.amount < 0]
    if not negative:
        return []
    return [
        Finding(
            "GAS-002",
            text("the summary of {supplier} has emissions below 0", supplier=summary.supplier),
            file=summary.source,
            found=", ".join(negative[:5]),
            expected=text("0 or more"),
            hint=text("give what was taken or emitted; nothing is subtracted from a footprint"),
        )
    ]


def _misfits(library: Library, summary: SupplySummary, unit: str) -> list[Finding]:
    findings = []
    if summary.unit != unit:
        message = text("the summary of {supplier} is per another unit", supplier=summary.supplier)
        findings.append(_misfit(summary, message, summary.unit, unit))
    unknown = [e.flow for e in summary.emissions if e.flow not in library.flows]
    if unknown:
        message = text(
            "the summary of {supplier} has elementary flows that the library does not know",
            supplier=summary.supplier,
        )
        expected = text("codes of elementary_flows.csv")
        findings.append(_misfit(summary, message, ", ".join(unknown[:5]), expected))
    if summary.library_hash != library.content_hash:
        message = text(
            "the summary of {supplier} was computed with another library",
            supplier=summary.supplier,
        )
        findings.append(
            _misfit(
                summary,
                message,
                summary.library_hash[:12],
                library.content_hash[:12],
                severity="warning",
            )
        )
    return findings


def _misfit(
    summary: SupplySummary, message: str, found: str, expected: str, severity: str = "error"
) -> Finding:
    return Finding(
        "CHN-023",
        message,
        file=summary.source,
        found=found,
        expected=expected,
        hint=text("ask the supplier for a summary of the current version"),
        severity=severity,
    )
