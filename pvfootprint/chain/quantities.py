"""How much of a product a site made, by quantities that products have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.chain.measures import PIECE
from pvfootprint.library.units import to_library_unit
from pvfootprint.model.terms import SILICON_DENSITY, SILICON_STAGES

if TYPE_CHECKING:
    from pvfootprint.chain.measures import Measures
    from pvfootprint.model.site import SiteProduct
    from pvfootprint.model.site_rows import SiteOutput

MICROMETRE = 1e-6


def amount_by(basis: str, product: SiteProduct, measures: Measures) -> float | None:
    """Return the output of a product in the period by a quantity.

    Parameters
    ----------
    basis : str
        A value of :data:`pvfootprint.model.site.SHARE_BASES`.
    product : SiteProduct
        The product.
    measures : Measures
        Quantities of one piece of it.

    Returns
    -------
    float, optional
        Area [m2], mass [kg], pieces, power [kWp] or revenue [currency of the company]; None if it
        does not follow from what the company says.
    """
    if basis == "revenue":
        return product.revenue
    if basis == "pieces":
        return _pieces(product, measures)
    if basis == "mass":
        return _mass(product, measures)
    area = measures.refer(product.output, product.output_unit, "square meter")
    if basis == "area":
        return area
    if basis != "power" or area is None or not measures.efficiency:
        return None
    return area * measures.efficiency


def _pieces(product: SiteProduct, measures: Measures) -> float | None:
    counted = to_library_unit(product.output, product.output_unit, PIECE)
    if counted is not None:
        return counted
    area = measures.refer(product.output, product.output_unit, "square meter")
    return None if area is None or not measures.area else area / measures.area


def _mass(product: SiteProduct, measures: Measures) -> float | None:
    weighed = to_library_unit(product.output, product.output_unit, "kilogram")
    if weighed is not None:
        return weighed
    pieces = _pieces(product, measures)
    return None if pieces is None or not measures.mass else pieces * measures.mass


def processed_mass(stage: str, product: SiteProduct, measures: Measures) -> float | None:
    """Return the mass of a product that compares with that of its co-products.

    Parameters
    ----------
    stage : str
        Stage of the site.
    product, measures
        As for :func:`amount_by`.

    Returns
    -------
    float, optional
        Silicon in the output, for stages that process silicon; mass of the output for cells and
        modules [kg]. None if it does not follow from what the company says.
    """
    if stage == "wafer" and product.thickness:
        area = amount_by("area", product, measures)
        if area is not None:
            return area * product.thickness * MICROMETRE * SILICON_DENSITY
    return amount_by("mass", product, measures)


def processed_mass_of_output(stage: str, row: SiteOutput) -> float | None:
    """Return the mass of a co-product that compares with that of the product.

    Parameters
    ----------
    stage : str
        Stage of the site.
    row : SiteOutput
        The co-product.

    Returns
    -------
    float, optional
        Silicon in it, for stages that process silicon; its mass for cells and modules [kg]. None
        if it is not given by mass, or has no silicon.
    """
    mass = to_library_unit(row.amount, row.unit, "kilogram")
    if stage not in SILICON_STAGES:
        return mass
    return None if mass is None or not row.silicon else mass * row.silicon
