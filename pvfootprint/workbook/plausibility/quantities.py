"""What the plausibility rules compute with: outputs, masses and sums in the library's units."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pvfootprint.library.units import to_library_unit
from pvfootprint.model.findings import Finding
from pvfootprint.model.site import SUPPLIED_STAGES, SUPPLY, WHOLE_SITE
from pvfootprint.model.site_rows import NOWHERE
from pvfootprint.workbook.choices import REFERENCE_UNITS, choices_of
from pvfootprint.workbook.expected import with_stages_held
from pvfootprint.workbook.sheets import sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pvfootprint.model.inventory import Library
    from pvfootprint.model.site import SiteInventory, SiteProduct
    from pvfootprint.model.site_rows import EnergyUse, MaterialUse, Origin
    from pvfootprint.workbook.choices import Choice
    from pvfootprint.workbook.expected import ExpectedFlow

IRRADIANCE = 1.0
"""Irradiance of the standard test conditions [kW/m2]."""

ELECTRICITY = "electricity"


@dataclass(frozen=True)
class Site:
    """A site with the library that its amounts are held against.

    Parameters
    ----------
    inventory : SiteInventory
        What the company says.
    library : Library
        The compiled library.
    """

    inventory: SiteInventory
    library: Library

    @cached_property
    def expected(self) -> dict[tuple[str, str], ExpectedFlow]:
        """Flows that the stage is expected to have, by sheet and key."""
        stage = self.inventory.stage
        before = SUPPLIED_STAGES[stage]
        taken = {row.dataset.removeprefix(SUPPLY) for row in self.inventory.materials if row.amount}
        nearest = next((i for i, name in enumerate(before) if name in taken), 0)
        flows = with_stages_held(self.library, stage, self._choices, before[:nearest])
        return {(flow.sheet, flow.choice.key): flow for flow in flows}

    @cached_property
    def units(self) -> Mapping[str, str]:
        """Unit of each material and energy, by key."""
        listed: list[Choice] = [*self._choices["materials"], *self._choices["carriers"]]
        listed += [*self._choices["treatments"], *self._choices["gases"]]
        return {choice.key: choice.unit for choice in listed}

    @cached_property
    def _choices(self) -> dict[str, tuple[Choice, ...]]:
        return choices_of(self.library, self.inventory.stage)

    @property
    def reference_unit(self) -> str:
        """Symbol of the unit to which amounts are referred."""
        return REFERENCE_UNITS[self.inventory.stage]

    @cached_property
    def outputs(self) -> dict[str, float | None]:
        """Output of each product [reference unit]; None where it cannot be referred to it."""
        return {product.key: self.output(product) for product in self.inventory.products}

    @property
    def output_of_site(self) -> float | None:
        """Output of all products that are named [reference unit]."""
        known = [amount for amount in self.outputs.values() if amount is not None]
        return sum(known) if len(known) == len(self.outputs) and sum(known) > 0 else None

    @property
    def share(self) -> float:
        """Share of the site's output that is named [-]."""
        return min(1.0, sum(product.share for product in self.inventory.products))

    def output(self, product: SiteProduct) -> float | None:
        """Return what was made of a product [reference unit]."""
        if self.reference_unit == "kg":
            return to_library_unit(product.output, product.output_unit, "kilogram")
        if product.output_unit == "m2":
            return product.output
        area = self.area(product)
        if product.output_unit == "piece":
            return product.output * area if area else None
        if product.power and area:
            return product.output * 1000 / product.power * area
        return product.output / (product.efficiency * IRRADIANCE) if product.efficiency else None

    def area(self, product: SiteProduct) -> float | None:
        """Return the area of one piece [m2]: as given, else that of its format."""
        if product.area:
            return product.area
        known = self.library.formats.get(product.format)
        return known.area if known and self.inventory.stage in {"wafer", "cell"} else None

    def pieces(self, product: SiteProduct) -> float | None:
        """Return how many pieces of a product were made."""
        if product.output_unit == "piece":
            return product.output
        if product.output_unit == "kWp" and product.power:
            return product.output * 1000 / product.power
        area = self.area(product)
        return product.output / area if product.output_unit == "m2" and area else None

    def attributed(self, product: str, amount: float) -> float:
        """Return the part of a line that belongs to the named products."""
        return amount * self.share if product == WHOLE_SITE else amount

    def used(self, use: MaterialUse | EnergyUse) -> float | None:
        """Return the amount of a line in the library's unit of its flow."""
        key = use.dataset if hasattr(use, "dataset") else use.carrier
        unit = self.units.get(key, "")
        heat = getattr(use, "calorific_value", None)
        if heat is not None:
            return use.amount * heat if unit == "megajoule" else None
        return to_library_unit(use.amount, use.unit, unit) if unit else None

    def supplied(self, stage: str) -> float | None:
        """Return how much of the product of the stage before was taken; None if none is named."""
        lines = [m for m in self.inventory.materials if m.dataset == SUPPLY + stage]
        amounts = [self.used(line) for line in lines]
        found = [
            self.attributed(line.product, amount)
            for line, amount in zip(lines, amounts, strict=True)
            if amount is not None
        ]
        return sum(found) if found and len(found) == len(lines) else None

    def electricity(self) -> float:
        """Return the electricity of the whole site [kWh]."""
        uses = (use for use in self.inventory.energy if use.carrier == ELECTRICITY)
        return sum(to_library_unit(use.amount, use.unit, "kilowatt hour") or 0.0 for use in uses)


def mass(amount: float, unit: str) -> float | None:
    """Return an amount as a mass [kg]; None if its unit is none of mass."""
    return to_library_unit(amount, unit, "kilogram")


def note(
    code: str,
    message: str,
    at: tuple[str, str, Origin],
    *,
    found: str = "",
    expected: str = "",
    hint: str = "",
    severity: str = "warning",
) -> Finding:
    """Return a finding about a cell that was read.

    Parameters
    ----------
    code, message : str
        As in :class:`pvfootprint.model.findings.Finding`.
    at : tuple
        Key of the sheet, key of the column, and where the line was read.
    found, expected, hint, severity : str
        As in :class:`pvfootprint.model.findings.Finding`.

    Returns
    -------
    Finding
        At its cell.
    """
    key, column, origin = at
    title = origin.sheet if origin is not NOWHERE else ""
    return Finding(
        code,
        message,
        file=origin.file,
        sheet=title or sheet(key).title,
        cell=origin.cells.get(column, ""),
        column=sheet(key).column(column).heading,
        found=found,
        expected=expected,
        hint=hint,
        severity=severity,
    )


def largest(lines: Iterable[MaterialUse | EnergyUse]) -> MaterialUse | EnergyUse:
    """Return the line with the largest amount, to which a finding about all of them belongs."""
    return max(lines, key=lambda line: line.amount)
