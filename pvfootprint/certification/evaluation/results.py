"""What a footprint says, as acts and certificates keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pvfootprint.certification.issue.values import as_said, shown_value
from pvfootprint.language.texts import text
from pvfootprint.model.certificate_record import (
    CertifiedProduct,
    GasLine,
    Said,
    StageLine,
    Value,
)
from pvfootprint.model.terms import STAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pvfootprint.certification.acts import Apply
    from pvfootprint.model.site import SiteProduct

UNKNOWN = text("unknown")


def value_of(result: Mapping[str, Any], figures: int) -> Value:
    """Return the value of a footprint.

    Parameters
    ----------
    result : mapping
        From :meth:`pvfootprint.model.footprint.Footprint.to_dict`, or the JSON of it.
    figures : int
        How many significant figures are shown.

    Returns
    -------
    Value
        Unrounded and shown [kgCO2e per declared unit].
    """
    total, unit, scope = result["total"], result["declared_unit"], result["scope"]
    flow = unit["reference_flow"]
    return Value(
        value=total["value"],
        shown=shown_value(total["value"], figures),
        unit=total["unit"],
        declared_unit=unit["unit"],
        reference_flow=float(flow["amount"]),
        reference_unit=flow["unit"],
        assumptions=tuple(unit["assumptions"]),
        kind=Said(en=scope["object_en"], zh=scope["object_zh"]),
        boundary=Said(en=scope["boundary_en"], zh=scope["boundary_zh"]),
        not_claimed=Said(en=scope["not_claimed_en"], zh=scope["not_claimed_zh"]),
        primary_share=float(result["primary_data_share"]),
        proxy_share=float(result["proxy_share"]),
    )


def gas_lines(result: Mapping[str, Any]) -> tuple[GasLine, ...]:
    """Return a footprint by gas, as :func:`value_of` takes it."""
    return tuple(
        GasLine(gas=part["gas"], mass=float(part["mass"]), value=float(part["value"]))
        for part in result["gases"]
    )


def stage_lines(result: Mapping[str, Any]) -> tuple[StageLine, ...]:
    """Return a footprint by stage, as :func:`value_of` takes it."""
    return tuple(
        StageLine(
            stage=Said(en=part["name"], zh=part["name_zh"]),
            value=float(part["value"]),
            share=float(part["share"]),
        )
        for part in result["stages"]
    )


def stage_said(stage: str) -> Said:
    """Return the name of a stage in both languages."""
    return as_said(STAGES.get(stage, UNKNOWN))


def certified_product(application: Apply, product: SiteProduct) -> CertifiedProduct:
    """Return what a certificate would be for.

    Parameters
    ----------
    application : Apply
        Says which models.
    product : SiteProduct
        The product as its maker's workbook has it.

    Returns
    -------
    CertifiedProduct
        Its power bins are left out where not every model is applied for: which model has which
        power, no workbook says.
    """
    models = application.models
    whole = set(models) >= set(product.models)
    return CertifiedProduct(
        code=application.product_code,
        key=application.product,
        name=application.product_name,
        models=models,
        representative=product.representative,
        power_bins=product.power_bins if whole else (),
        stage=stage_said(application.stage),
        stage_key=application.stage,
        technology=application.technology,
        design=application.design,
        workbook=application.workbook,
    )
