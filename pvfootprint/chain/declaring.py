"""Turns a declared unit into a reference flow."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.language.texts import Text, text
from pvfootprint.model.findings import Finding, SelectionError
from pvfootprint.model.system import DeclaredUnit
from pvfootprint.model.terms import DECLARED_UNITS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from pvfootprint.model.inventory import Format, Inventory

STANDARD_IRRADIANCE = 1.0
"""Irradiance at standard test conditions, IEC 60904-3 [kW/m2]."""

LARGEST = {"area": 10.0, "efficiency": 0.5, "power": 2000.0}
"""Beyond which a typing error is likelier than a product: [m2], [-], [W]."""


@dataclass(frozen=True, slots=True)
class ProductData:
    """Quantities of the actual product; None takes the dataset's sourced value.

    Parameters
    ----------
    area : float, optional
        Area of one piece [m2].
    efficiency : float, optional
        Power of the module over area and standard irradiance [-].
    power : float, optional
        Power of one module at standard test conditions [W].
    """

    area: float | None = None
    efficiency: float | None = None
    power: float | None = None


NO_DATA = ProductData()


def declare(
    inventory: Inventory,
    unit: str | None = None,
    data: ProductData = NO_DATA,
    form: Format | None = None,
) -> DeclaredUnit:
    """Return the declared unit of a product with its reference flow.

    A kilowatt-peak of module is ``1 / (efficiency x 1 kW/m2)`` square metres of it; a piece is its
    area.

    Parameters
    ----------
    inventory : Inventory
        The product.
    unit : str, optional
        ``kWp``, ``m2``, ``piece`` or ``kg``; the usual one of the stage by default.
    data : ProductData
        Quantities that the user gives.
    form : Format, optional
        Wafer format; its area counts where the user gives none.

    Returns
    -------
    DeclaredUnit
        One declared unit, as reference flow in the product's own unit.

    Raises
    ------
    SelectionError
        SEL-007 if the product has no such unit, SEL-008 if a quantity is needed, SEL-009 if one
        is out of range, SEL-015 if one would be ignored.
    """
    offered = DECLARED_UNITS[inventory.stage]
    unit = unit or offered[0]
    if unit not in offered:
        raise SelectionError(
            [
                Finding(
                    "SEL-007",
                    text(
                        "a {stage} has no footprint per {unit}",
                        stage=Text(inventory.stage),
                        unit=unit,
                    ),
                    column="--per",
                    found=unit,
                    expected=", ".join(offered),
                )
            ]
        )
    _check_ranges(data)
    _check_effect(unit, data)
    if unit == "kWp":
        efficiency, why = _efficiency(inventory, data, form)
        return DeclaredUnit(unit, 1 / (efficiency * STANDARD_IRRADIANCE), inventory.unit, (why,))
    if unit == "piece":
        area, why = _area(inventory, data, form)
        return DeclaredUnit(unit, area, inventory.unit, (why,))
    return DeclaredUnit(unit, 1.0, inventory.unit)


def reference_flows(
    inventory: Inventory,
    unit: str,
    data: Mapping[str, NDArray[np.float64]],
    form: Format | None = None,
) -> NDArray[np.float64] | float:
    """Return the reference flows of many products that differ in their quantities only.

    Parameters
    ----------
    inventory : Inventory
        The product.
    unit : str
        ``kWp``, ``m2``, ``piece`` or ``kg``.
    data : mapping of ndarray, shape (products,)
        Quantities by the names of :class:`ProductData`; at least one.
    form : Format, optional
        Wafer format; its area counts where none is given.

    Returns
    -------
    ndarray, shape (products,)
        As :func:`declare` gives them, one by one [unit of the product per declared unit].

    Raises
    ------
    SelectionError
        As :func:`declare`, about the first product with which something is wrong.
    """

    def one(place: int) -> ProductData:
        return ProductData(**{name: float(column[place]) for name, column in data.items()})

    declare(inventory, unit, one(0), form)
    known = dict(data)
    if "power" in data:
        area = data["area"] if "area" in data else _area(inventory, one(0), form)[0]
        known["efficiency"] = data["power"] / (area * STANDARD_IRRADIANCE * 1000)
    for name, column in known.items():
        wrong = (~((column > 0) & (column <= LARGEST[name]))).nonzero()[0]
        if len(wrong):
            declare(inventory, unit, one(int(wrong[0])), form)
    return 1 / (known["efficiency"] * STANDARD_IRRADIANCE) if unit == "kWp" else known["area"]


def _efficiency(inventory: Inventory, data: ProductData, form: Format | None) -> tuple[float, Text]:
    if data.power is not None:
        area, why = _area(inventory, data, form)
        efficiency = data.power / (area * STANDARD_IRRADIANCE * 1000)
        _check_ranges(ProductData(efficiency=efficiency))
        from_power = text(
            "efficiency {efficiency:.6g} from power {power:g} W and {area}",
            efficiency=efficiency,
            power=data.power,
            area=why,
        )
        return efficiency, from_power
    if data.efficiency is not None:
        given = text("efficiency {efficiency:g} as given", efficiency=data.efficiency)
        return data.efficiency, given
    parameter = inventory.parameter("efficiency")
    if parameter is None:
        example = "--efficiency 0.21, or --power 550 --area 2.58"
        raise SelectionError([_needed(example, what=text("the efficiency"))])
    why = text(
        "efficiency {efficiency:g} ({source}: {note})",
        efficiency=parameter.amount,
        source=parameter.source,
        note=parameter.note,
    )
    return parameter.amount, why


def _area(inventory: Inventory, data: ProductData, form: Format | None) -> tuple[float, Text]:
    if data.area is not None:
        return data.area, text("area {area:g} m2 as given", area=data.area)
    if form is not None:
        of_format = text(
            "area {area:g} m2 of the format {format} mm ({note})",
            area=form.area,
            format=form.key,
            note=form.note,
        )
        return form.area, of_format
    parameter = inventory.parameter("piece_area_m2")
    if parameter is None:
        what = text("the area of one {stage}", stage=Text(inventory.stage))
        raise SelectionError([_needed("--area 2.58 (m2)", what=what)])
    why = text(
        "area {area:g} m2 ({source}: {note})",
        area=parameter.amount,
        source=parameter.source,
        note=parameter.note,
    )
    return parameter.amount, why


def _needed(example: str, *, what: str) -> Finding:
    return Finding(
        "SEL-008",
        text("{what} is needed and the library has no sourced value", what=what),
        hint=text("give it, for example {example}", example=example),
    )


def _check_effect(unit: str, data: ProductData) -> None:
    """Refuse a quantity that would be ignored."""
    used = {
        "kWp": ("efficiency",) if data.power is None else ("area", "power"),
        "piece": ("area",),
    }.get(unit, ())
    findings = [
        Finding(
            "SEL-015",
            text("{option} has no effect on a footprint per {unit}", option=f"--{name}", unit=unit),
            column=f"--{name}",
            found=f"{value:g}",
            expected="; ".join(f"--{other}" for other in used) or text("no such quantity"),
            hint=text("leave it out, or ask per kWp"),
        )
        for name, value in (
            ("area", data.area),
            ("efficiency", data.efficiency),
            ("power", data.power),
        )
        if value is not None and name not in used
    ]
    if findings:
        raise SelectionError(findings)


def _check_ranges(data: ProductData) -> None:
    bounds = (
        ("--area", data.area, LARGEST["area"], "m2"),
        (
            "--efficiency",
            data.efficiency,
            LARGEST["efficiency"],
            text("as a fraction: 0.21 for 21 %"),
        ),
        ("--power", data.power, LARGEST["power"], "W"),
    )
    findings = [
        Finding(
            "SEL-009",
            text("{name} is out of range", name=option),
            column=option,
            found=f"{value:g}",
            expected=text("above 0, up to {largest:g} ({unit})", largest=largest, unit=unit),
        )
        for option, value, largest, unit in bounds
        if value is not None and not (math.isfinite(value) and 0 < value <= largest)
    ]
    if findings:
        raise SelectionError(findings)
