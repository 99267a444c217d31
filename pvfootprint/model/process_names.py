"""What people call the processes of a product system, in both languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pvfootprint.language.texts import Text, text

if TYPE_CHECKING:
    from pvfootprint.model.inventory import Inventory

YEAR = re.compile(r", (\d{4})$")
"""The year at the end of a name of the library."""

OWN_CLASSES = ("primary", "summary")
"""Kinds of knowledge of companies' own processes, whose names say where they stand."""

NAMES = (
    text("electricity, biomass"),
    text("electricity, biomass, delivered"),
    text("electricity, coal"),
    text("electricity, concentrated solar"),
    text("electricity, concentrated solar, delivered"),
    text("electricity, consumption-based estimate"),
    text("electricity, generation mix"),
    text("electricity, grid"),
    text("electricity, grid supply"),
    text("electricity, hydro"),
    text("electricity, hydro, delivered"),
    text("electricity, national average"),
    text("electricity, national average with transmission and distribution"),
    text("electricity, natural gas"),
    text("electricity, network losses"),
    text("electricity, nuclear"),
    text("electricity, nuclear, delivered"),
    text("electricity, provincial generation mix"),
    text("electricity, provincial grid by generation mix"),
    text("electricity, solar photovoltaic"),
    text("electricity, solar photovoltaic, delivered"),
    text("electricity, wind"),
    text("electricity, wind, delivered"),
    text("electricity transmission and distribution"),
    text("electricity transmission and distribution with losses"),
    text("multi-Si wafer"),
    text("multi-Si wafer, at regional storage"),
    text("n-type single-Si wafer"),
    text("p-type single-Si wafer"),
    text("photovoltaic cell, multi-Si, at plant"),
    text("photovoltaic cell, multi-Si, at regional storage"),
    text("photovoltaic cell, perc"),
    text("photovoltaic cell, single-Si, at plant"),
    text("photovoltaic cell, single-Si, at regional storage"),
    text("photovoltaic cell, topcon LPCVD"),
    text("photovoltaic cell, topcon PECVD"),
    text("photovoltaic laminate, multi-Si wafer"),
    text("photovoltaic laminate, multi-Si, at regional storage"),
    text("photovoltaic laminate, single-Si wafer"),
    text("photovoltaic laminate, single-Si, at regional storage"),
    text("photovoltaic module, perc, glass-backsheet-framed"),
    text("photovoltaic module, perc, glass-backsheet-frameless"),
    text("photovoltaic module, perc, glass-glass-framed"),
    text("photovoltaic module, perc, glass-glass-frameless"),
    text("photovoltaic module, topcon, glass-backsheet-framed"),
    text("photovoltaic module, topcon, glass-backsheet-frameless"),
    text("photovoltaic module, topcon, glass-glass-framed"),
    text("photovoltaic module, topcon, glass-glass-frameless"),
    text("photovoltaic panel, multi-Si wafer"),
    text("photovoltaic panel, multi-Si, at regional storage"),
    text("photovoltaic panel, single-Si wafer"),
    text("photovoltaic panel, single-Si, at regional storage"),
    text("silicon production, photovoltaics, production mix"),
    text("silicon, metallurgical grade"),
    text("silicon, multi-Si, casted"),
    text("silicon, single crystal, brick"),
    text("silicon, single crystal, Czochralski process"),
    text("silicon, single crystal, Czochralski process, photovoltaics"),
    text("silicon, solar grade"),
    text("silicon, solar grade, fluidised bed"),
    text("silicon, solar grade, mix"),
    text("silicon, solar grade, Siemens"),
    text("single-Si wafer, photovoltaic"),
    text("single-Si wafer, photovoltaics, at regional storage"),
)
"""Products of the library that no list of a workbook names, without their years."""


def product_name(inventory: Inventory) -> Text:
    """Return what a process makes.

    Parameters
    ----------
    inventory : Inventory
        Of the library, or of a company.

    Returns
    -------
    Text
        In both languages, as far as the catalogue has it.
    """
    made = inventory.product or inventory.name
    if isinstance(made, Text):
        return made
    year = YEAR.search(made)
    if not year:
        return Text(made)
    return text("{name}, {year}", name=Text(made[: year.start()]), year=year[1])


def process_name(inventory: Inventory) -> Text:
    """Return what a process makes, and where.

    Parameters
    ----------
    inventory : Inventory
        Of the library, or of a company.

    Returns
    -------
    Text
        Such as ``electricity, wind, 2024 (CN)``; the processes of companies without the place.
    """
    made = product_name(inventory)
    if not inventory.location or inventory.data_class in OWN_CLASSES:
        return made
    return text("{name} ({place})", name=made, place=inventory.location)
