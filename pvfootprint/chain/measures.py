"""Amounts of a product of the chain in the unit of its stage: kilograms or square metres."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.language.texts import Text, text
from pvfootprint.library.units import symbols_of, to_library_unit

if TYPE_CHECKING:
    from pvfootprint.model.inventory import Inventory, Library
    from pvfootprint.model.site import SiteProduct

PIECE = "unit"
PEAK_POWER = "kWp"


@dataclass(frozen=True, slots=True)
class Measures:
    """Quantities of one piece of a product, as far as known.

    Parameters
    ----------
    area : float, optional
        Area [m2].
    mass : float, optional
        Mass [kg].
    efficiency : float, optional
        Power at standard test conditions over area and 1 kW/m2 [-].
    """

    area: float | None = None
    mass: float | None = None
    efficiency: float | None = None

    def refer(self, amount: float, symbol: str, unit: str) -> float | None:
        """Convert an amount of the product to its reference unit.

        Parameters
        ----------
        amount : float
            In the unit of `symbol`: mass, area, ``piece`` or ``kWp``.
        symbol : str
            Such as ``t`` or ``piece``.
        unit : str
            ``kilogram`` or ``square meter``.

        Returns
        -------
        float, optional
            The amount [unit]; None if the symbol does not measure the product, or a quantity that
            the conversion needs is not known.
        """
        direct = to_library_unit(amount, symbol, unit)
        if direct is not None:
            return direct
        if symbol == PEAK_POWER and unit == "square meter":
            return amount / self.efficiency if self.efficiency else None
        pieces = self._pieces(amount, symbol)
        one = self.area if unit == "square meter" else self.mass
        return None if pieces is None or one is None else pieces * one

    def _pieces(self, amount: float, symbol: str) -> float | None:
        pieces = to_library_unit(amount, symbol, PIECE)
        if pieces is not None:
            return pieces
        mass = to_library_unit(amount, symbol, "kilogram")
        return mass / self.mass if mass is not None and self.mass else None


def measures_of(product: SiteProduct, library: Library) -> Measures:
    """Return the quantities that a company gives of its product.

    Parameters
    ----------
    product : SiteProduct
        A wafer format gives the area where the company gives none; power over area gives the
        efficiency before the efficiency itself does, as the nameplate is what is sold.
    library : Library
        With the formats.

    Returns
    -------
    Measures
        As far as known.
    """
    form = library.formats.get(product.format)
    area = product.area or (form.area if form else None)
    efficiency = product.efficiency
    if product.power and area:
        efficiency = product.power / (area * 1000)
    return Measures(area, product.mass, efficiency)


def measures_of_dataset(dataset: Inventory) -> Measures:
    """Return the quantities that the library gives of a product."""
    area, efficiency = dataset.parameter("piece_area_m2"), dataset.parameter("efficiency")
    return Measures(area.amount if area else None, None, efficiency.amount if efficiency else None)


def accepted(unit: str) -> tuple[str, ...]:
    """Return the symbols in which a product with that reference unit can be given."""
    more = ("piece", PEAK_POWER, "kg") if unit == "square meter" else ("piece",)
    return symbols_of(unit) + more


def needed(symbol: str, unit: str) -> Text:
    """Return which quantities the conversion of a symbol needs, in words."""
    if symbol == PEAK_POWER:
        return text("the efficiency, or power and area of one piece")
    if unit == "kilogram":
        return text("the mass of one piece")
    if to_library_unit(1.0, symbol, PIECE) is not None:
        return text("the area of one piece")
    return text("area and mass of one piece")
