"""Units in which companies give amounts, converted to those of the inventories."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pint import UnitRegistry

SYMBOLS = {
    "kilogram": ("kg", "g", "t"),
    "kilowatt hour": ("kWh", "MWh", "GWh", "MJ", "GJ"),
    "megajoule": ("MJ", "GJ", "kWh", "MWh", "GWh"),
    "ton kilometer": ("tkm",),
    "square meter": ("m2",),
    "cubic meter": ("m3", "L"),
    "square meter-year": ("m2a",),
    "unit": ("piece", "unit"),
}
"""Symbols that can stand for a unit of the inventories; the first is its own."""

DEFINITIONS = """
gram = [mass] = g
kilogram = 1000 * gram = kg
tonne = 1000 * kilogram = t
megajoule = [energy] = MJ
gigajoule = 1000 * megajoule = GJ
kilowatt_hour = 3.6 * megajoule = kWh
megawatt_hour = 1000 * kilowatt_hour = MWh
gigawatt_hour = 1000 * megawatt_hour = GWh
tonne_kilometre = [haulage] = tkm
square_metre = [area] = m2
square_metre_year = [occupation] = m2a
cubic_metre = [volume] = m3
litre = 0.001 * cubic_metre = L
piece = [number] = piece = unit
"""
"""All that the registry knows: pint's own several hundred units would let a slip of the pen pass
(``T`` is tesla there, ``a`` an are)."""


def to_library_unit(amount: float, symbol: str, unit: str) -> float | None:
    """Convert an amount to a unit of the inventories.

    Parameters
    ----------
    amount : float
        In the unit of `symbol`.
    symbol : str
        What the company writes, such as ``t`` or ``MWh``; ``m²`` is ``m2``.
    unit : str
        A key of :data:`pvfootprint.model.terms.UNITS`.

    Returns
    -------
    float, optional
        The amount [unit]; None if the symbol is not one of :func:`symbols_of` the unit.
    """
    written = unicodedata.normalize("NFKC", symbol).strip()
    return amount * _factor(written, unit) if written in symbols_of(unit) else None


def symbols_of(unit: str) -> tuple[str, ...]:
    """Return the symbols that can stand for a unit, its own first.

    Parameters
    ----------
    unit : str
        A key of :data:`pvfootprint.model.terms.UNITS`.

    Returns
    -------
    tuple of str
        For example ``("kg", "g", "t")``.
    """
    return SYMBOLS.get(unit, ())


def unit_of(symbol: str) -> str:
    """Return the unit of the inventories that a symbol measures.

    Parameters
    ----------
    symbol : str
        Such as ``t``; energy counts as kilowatt hours or megajoules by the symbol's family.

    Returns
    -------
    str
        A key of :data:`pvfootprint.model.terms.UNITS`; empty if the symbol is unknown.
    """
    written = unicodedata.normalize("NFKC", symbol).strip()
    return next((unit for unit, symbols in SYMBOLS.items() if written in symbols), "")


@cache
def _factor(symbol: str, unit: str) -> float:
    """Return how many of `unit` one of `symbol` is."""
    own = symbols_of(unit)[0]
    if symbol == own:
        return 1.0
    registry = _registry()
    return float(registry.Quantity(1.0, symbol).to(own).magnitude)


@cache
def _registry() -> UnitRegistry[float]:
    # pint takes a third of a second to import: most calls convert nothing.
    from pint import UnitRegistry  # noqa: PLC0415

    return UnitRegistry(DEFINITIONS.splitlines())
