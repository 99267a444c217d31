"""Collects the unit processes behind a product into a product system."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pvfootprint.model.findings import Finding, SelectionError
from pvfootprint.model.system import ElectricityChoice, ProductSystem

if TYPE_CHECKING:
    from pvfootprint.model.inventory import Inventory, Library
    from pvfootprint.model.system import DeclaredUnit


def assemble(
    library: Library,
    product: Inventory,
    declared_unit: DeclaredUnit,
    *,
    electricity_year: int | None = None,
) -> ProductSystem:
    """Build the product system of a product.

    Parameters
    ----------
    library : Library
        The compiled library.
    product : Inventory
        The product.
    declared_unit : DeclaredUnit
        What the footprint is for.
    electricity_year : int, optional
        Year of the electricity data; the newest by default. A grid that has no data for the year
        keeps its newest, and the system says so.

    Returns
    -------
    ProductSystem
        Everything reached from the product.

    Raises
    ------
    SelectionError
        SEL-010 if the grid of the product's own location has no data for the year.
    """
    inventories, choices = _choose_electricity(library, product, electricity_year)
    reached = _reachable(inventories, product.code)
    members = tuple(inventories[code] for code in sorted(reached))
    used = {e.target for inventory in members for e in inventory.emissions}
    return ProductSystem(
        product=inventories[product.code],
        declared_unit=declared_unit,
        inventories=members,
        flows=tuple(library.flows[code] for code in sorted(used)),
        stage_codes=_stage_codes(inventories, product.code),
        electricity=tuple(c for supply, c in choices if supply in reached),
        library_hash=library.content_hash,
    )


def electricity_years(library: Library, location: str) -> dict[int, str]:
    """Return the years for which a location's electricity is known.

    Parameters
    ----------
    library : Library
        The compiled library.
    location : str
        Location of the grid.

    Returns
    -------
    dict
        Code of the dataset by year, oldest first.
    """
    found = {
        inventory.electricity_year: inventory.code
        for inventory in library.inventories.values()
        if inventory.electricity_location == location and inventory.electricity_year
    }
    return dict(sorted(found.items()))


def _choose_electricity(
    library: Library, product: Inventory, year: int | None
) -> tuple[dict[str, Inventory], list[tuple[str, ElectricityChoice]]]:
    inventories = dict(library.inventories)
    choices = []
    for supply in library.inventories.values():
        location = supply.electricity_supply
        if not location:
            continue
        years = electricity_years(library, location)
        if year is not None and year not in years and location == product.location:
            raise SelectionError(
                [
                    Finding(
                        "SEL-010",
                        f"there is no electricity of {location} for {year}",
                        column="--electricity-year",
                        found=str(year),
                        allowed=", ".join(str(known) for known in years),
                    )
                ]
            )
        taken = year if year in years else max(years)
        target = library.inventories[years[taken]]
        inventories[supply.code] = _supplied_by(supply, target)
        choice = ElectricityChoice(location, taken, year, target.code)
        choices.append((supply.code, choice))
    return inventories, choices


def _supplied_by(supply: Inventory, target: Inventory) -> Inventory:
    """Return a grid supply node that takes its electricity from another dataset."""
    exchanges = tuple(
        replace(
            e,
            name=target.name,
            product=target.product,
            location=target.location,
            database=target.database,
            target=target.code,
        )
        if e.type == "technosphere"
        else e
        for e in supply.exchanges
    )
    return replace(supply, exchanges=exchanges)


def _reachable(inventories: dict[str, Inventory], start: str) -> set[str]:
    reached, waiting = {start}, [start]
    while waiting:
        for exchange in inventories[waiting.pop()].inputs:
            if exchange.target not in reached:
                reached.add(exchange.target)
                waiting.append(exchange.target)
    return reached


def _stage_codes(inventories: dict[str, Inventory], start: str) -> tuple[str, ...]:
    """Return the processes of the chain, reached from the product through such processes only."""
    reached, waiting = {start}, [start]
    while waiting:
        for exchange in inventories[waiting.pop()].inputs:
            if exchange.target not in reached and inventories[exchange.target].stage:
                reached.add(exchange.target)
                waiting.append(exchange.target)
    return tuple(sorted(reached))
