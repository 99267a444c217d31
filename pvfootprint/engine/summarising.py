"""Sums up a company's product for a customer that is not to see the inventory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.engine.attributing import attribute
from pvfootprint.engine.rating import rate
from pvfootprint.engine.solving import solve
from pvfootprint.model.summary import SuppliedEmission, SupplySummary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pvfootprint.model.inventory import CharacterizationSet
    from pvfootprint.model.site import SiteInventory
    from pvfootprint.model.system import ProductSystem


def summarise(
    system: ProductSystem,
    site: SiteInventory,
    factors: CharacterizationSet,
    suppliers: Sequence[SiteInventory] = (),
) -> SupplySummary:
    """Return the elementary flows of a company's product per reference unit.

    Parameters
    ----------
    system : ProductSystem
        From :func:`pvfootprint.engine.chain_footprint.chain_system`.
    site : SiteInventory
        The workbook that led it.
    factors : CharacterizationSet
        GWP set of the total.
    suppliers : sequence of SiteInventory
        Workbooks behind it, whose scores count in its data quality.

    Returns
    -------
    SupplySummary
        Without a sealed inventory; put in place of the workbook it gives the same footprint.
        Output and sources are left out: they are the company's own affair.

    Raises
    ------
    CalculationError
        CAL-001, CAL-002 or CAL-003.
    """
    solution = solve(system, factors)
    reference = system.declared_unit.reference_flow
    amounts = solution.emissions @ solution.supply / reference
    member = next(m for m in system.members if m.code == system.product.code)
    area = system.product.parameter("piece_area_m2")
    company = site.company
    rated = rate(system, solution, (site, *suppliers)).total
    return SupplySummary(
        supplier=company.name,
        supplier_code=company.code,
        site=company.site,
        site_code=company.site_code,
        product=member.product,
        product_name=member.name,
        stage=system.product.stage,
        technology=system.product.technology,
        location=company.location,
        unit=system.product.unit,
        area=area.amount if area else None,
        declared_unit=system.declared_unit.unit,
        emissions=tuple(
            SuppliedEmission(flow=flow.code, amount=float(amount))
            for flow, amount in zip(system.flows, amounts, strict=True)
            if amount
        ),
        total=solution.score / reference,
        gwp=factors.key,
        primary_data_share=attribute(system, solution).primary_share,
        ratings=(rated.technological, rated.geographical, rated.temporal),
        start=company.start,
        end=company.end,
        library_hash=system.library_hash,
        method_hash=factors.content_hash,
        product_system_hash=system.content_hash,
    )
