"""Keeps factors of direct CO2 out of the electricity: a footprint needs those by life cycle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding

if TYPE_CHECKING:
    from pvfootprint.model.inventory import Inventory, Library

CARBON_DIOXIDE, EQUIVALENT = "Carbon dioxide", "equivalent"
"""How names of flows of CO2 itself begin, and what those of CO2e say."""


def check_families(library: Library) -> list[Finding]:
    """Refuse electricity that counts only the CO2 of the stacks.

    China publishes two families of factors: carbon footprint factors by life cycle, and average
    CO2 emission factors for energy statistics (direct CO2 only). A dataset of the second emits
    CO2 and nothing else, and takes nothing from any other process.

    Parameters
    ----------
    library : Library
        The compiled library.

    Returns
    -------
    list of Finding
        LIB-019 for each such dataset of electricity.
    """
    return [
        Finding(
            "LIB-019",
            text("the electricity {code} counts direct CO2 only", code=inventory.code),
            inventory.file,
            inventory.line,
            found=text("CO2 is all that it emits, and it takes nothing from other processes"),
            expected=text("a factor by life cycle, as CO2e, or a process with its fuels"),
            hint=text(
                "take the carbon footprint factor (CO2e, life cycle), not the average CO2 emission "
                "factor"
            ),
        )
        for inventory in library.inventories.values()
        if inventory.unit == "kilowatt hour" and _is_direct(inventory, library)
    ]


def _is_direct(inventory: Inventory, library: Library) -> bool:
    gases = [
        library.flows[emission.target].name
        for emission in inventory.emissions
        if library.flows[emission.target].greenhouse_gas
    ]
    only = all(name.startswith(CARBON_DIOXIDE) and EQUIVALENT not in name for name in gases)
    return bool(gases) and only and not inventory.inputs
