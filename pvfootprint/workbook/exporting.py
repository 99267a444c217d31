"""Says a dataset of the library as a company would: as the workbook of a site."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding, OutputError
from pvfootprint.model.site import Company, SiteInventory, SiteProduct
from pvfootprint.model.site_rows import (
    DirectEmission,
    ElectricityContract,
    EnergyUse,
    MaterialUse,
    SiteOutput,
    TransportLeg,
)
from pvfootprint.model.terms import UNITS
from pvfootprint.workbook.choices import REFERENCE_UNITS, choices_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.model.inventory import Exchange, Inventory, Library
    from pvfootprint.workbook.choices import Choices

KEY = "P1"
"""Key of the one product."""

SYMBOLS = {**UNITS, "unit": "piece"}
"""Symbols that the workbook's list of units has."""

ONLY_TONNE_KILOMETRES = text("only tonne-kilometres are known: the distance is nominal")
NAME = text("Library of pvfootprint")


def site_inventory_of(inventory: Inventory, library: Library) -> SiteInventory:
    """Return a product of the library as the workbook of a site that made one unit of it.

    Parameters
    ----------
    inventory : Inventory
        A product of the stages from polysilicon to module.
    library : Library
        That it is from.

    Returns
    -------
    SiteInventory
        One row for each exchange, with its amount to the last digit and its spread.

    Raises
    ------
    OutputError
        EXP-001 for an exchange that no row can hold, EXP-002 for a dataset without a workbook.
    """
    if inventory.stage not in REFERENCE_UNITS:
        raise OutputError(
            [
                Finding(
                    "EXP-002",
                    text("there is no workbook for {code}", code=inventory.code),
                    found=inventory.stage or inventory.code,
                    expected=", ".join(REFERENCE_UNITS),
                )
            ]
        )
    return _Export(inventory, library).site()


class _Export:
    def __init__(self, inventory: Inventory, library: Library) -> None:
        self.inventory, self.library = inventory, library
        self.choices = choices_of(library, inventory.stage)
        self.place = _place(inventory, library, self.choices)
        self.period = str(inventory.vintage or inventory.year)

    def site(self) -> SiteInventory:
        """Return the workbook."""
        negative = [_not_possible(e) for e in self.inventory.exchanges if e.amount < 0]
        if negative:
            raise OutputError(negative)
        rows = [self._row(e) for e in (*self.inventory.inputs, *self.inventory.emissions)]
        return SiteInventory(
            stage=self.inventory.stage,
            company=self._company(),
            products=(self._product(),),
            materials=tuple(row for row in rows if isinstance(row, MaterialUse)),
            energy=tuple(row for row in rows if isinstance(row, EnergyUse)) or (self._none(),),
            electricity=tuple(self._contracts()),
            outputs=tuple(row for row in rows if isinstance(row, SiteOutput)),
            emissions=tuple(row for row in rows if isinstance(row, DirectEmission)),
            transport=tuple(row for row in rows if isinstance(row, TransportLeg)),
        )

    def _company(self) -> Company:
        year = int(self.period)
        return Company(
            name=NAME.zh,
            name_en=NAME.en,
            site=self.inventory.name,
            site_code=self.inventory.code,
            site_address=self.inventory.location,
            location=self.place,
            start=datetime.date(year, 1, 1),
            end=datetime.date(year, 12, 31),
        )

    def _product(self) -> SiteProduct:
        unit = REFERENCE_UNITS[self.inventory.stage]
        found = {p.name: p.amount for p in self.inventory.parameters}
        return SiteProduct(
            key=KEY,
            name=self.inventory.name,
            technology=self.inventory.technology,
            design=self.inventory.design,
            declared_unit=unit,
            area=found.get("piece_area_m2"),
            efficiency=found.get("efficiency"),
            thickness=found.get("thickness_um"),
            output=1.0,
            output_unit=unit,
            share=1.0,
        )

    def _row(
        self, e: Exchange
    ) -> MaterialUse | EnergyUse | SiteOutput | DirectEmission | TransportLeg:
        """Return an exchange as a row of the sheet of its group."""
        unit, note = SYMBOLS[e.unit], e.note.strip()
        if e.type == "biosphere":
            return DirectEmission(
                gas=e.target,
                product=KEY,
                basis="emitted",
                amount=e.amount,
                unit=unit,
                spread=e.scale,
                note=note,
            )
        if e.target in {c.key for c in self.choices["treatments"]}:
            return SiteOutput(
                kind="waste",
                name=e.name,
                dataset=e.target,
                product=KEY,
                amount=e.amount,
                unit=unit,
                spread=e.scale,
                note=note,
            )
        if e.target in {c.key for c in self.choices["modes"]}:
            return _leg(e)
        carrier = self._carrier(e)
        if carrier:
            return EnergyUse(
                carrier=carrier,
                period=self.period,
                product=KEY,
                amount=e.amount,
                unit=unit,
                spread=e.scale,
                note=note,
            )
        return MaterialUse(
            flow=e.name,
            dataset=e.target,
            product=KEY,
            amount=e.amount,
            unit=unit,
            spread=e.scale,
            note=note,
        )

    def _carrier(self, e: Exchange) -> str:
        """Return the energy that an exchange is; empty if it is none of the energy sheet."""
        if self.library.inventories[e.target].electricity_supply:
            return "electricity"
        listed = {choice.key for choice in self.choices["carriers"]}
        return e.target if e.target in listed else ""

    def _none(self) -> EnergyUse:
        """Say that a mix of others' products takes no energy itself: the sheet may not be empty."""
        return EnergyUse(
            carrier="electricity", period=self.period, product=KEY, amount=0.0, unit="kWh"
        )

    def _contracts(self) -> Iterator[ElectricityContract]:
        """Give a contract for electricity of another grid than the site's own."""
        for e in self.inventory.inputs:
            place = self.library.inventories[e.target].electricity_supply
            if place and place != self.place:
                yield ElectricityContract(
                    kind="grid",
                    place=place,
                    period=self.period,
                    amount=e.amount,
                    unit=SYMBOLS[e.unit],
                )


def _place(inventory: Inventory, library: Library, choices: Choices) -> str:
    """Return where the site is: a region of several countries is where the library's grid is."""
    if inventory.location in {choice.key for choice in choices["locations"]}:
        return inventory.location
    same = (i for i in library.inventories.values() if i.location == inventory.location)
    supplies = (
        library.inventories[e.target].electricity_supply
        for i in (inventory, *same)
        if i.stage
        for e in i.inputs
    )
    return next(supply for supply in supplies if supply)


def _leg(e: Exchange) -> TransportLeg:
    """Return tonne-kilometres as as many kilograms over a thousand kilometres.

    Over one kilometre it would be a thousand times the mass, more than all materials weigh.
    """
    return TransportLeg(
        cargo=e.name,
        mode=e.target,
        product=KEY,
        distance=1000.0,
        mass=e.amount,
        unit="kg",
        spread=e.scale,
        note=ONLY_TONNE_KILOMETRES.en,
    )


def _not_possible(e: Exchange) -> Finding:
    """Return the finding for a negative amount.

    No product of the library has one. A sheet that took a minus for these would no longer catch
    the minus that a supplier types by mistake, so a credit has to be shown as a flow of its own.
    """
    return Finding(
        "EXP-001",
        text("{name} is negative: a workbook cannot hold it", name=e.name),
        found=f"{e.amount:g}",
        expected=text("an amount of 0 or more"),
        hint=text("take the credit out of the dataset, or export for Brightway"),
    )
