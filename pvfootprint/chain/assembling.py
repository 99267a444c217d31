"""Collects the unit processes behind a product into a product system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.chain.electricity import DEFAULT, choose_electricity
from pvfootprint.chain.selecting import name_of
from pvfootprint.model.system import ProductSystem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pvfootprint.chain.adjusting import Setting
    from pvfootprint.chain.electricity import ElectricityOptions
    from pvfootprint.model.inventory import Inventory, Library
    from pvfootprint.model.system import DeclaredUnit


def assemble(
    library: Library,
    product: Inventory,
    declared_unit: DeclaredUnit,
    *,
    electricity: ElectricityOptions = DEFAULT,
    settings: Iterable[Setting] = (),
    name: str = "",
) -> ProductSystem:
    """Build the product system of a product.

    Parameters
    ----------
    library : Library
        The compiled library, with the settings applied.
    product : Inventory
        The product.
    declared_unit : DeclaredUnit
        What the footprint is for.
    electricity : ElectricityOptions
        Whose electricity of which year; each grid's newest by default.
    settings : iterable of Setting
        What was changed in the library, for the record.
    name : str
        The product as a user asks for it; its dataset's name by default.

    Returns
    -------
    ProductSystem
        Everything reached from the product.

    Raises
    ------
    SelectionError
        SEL-010 or SEL-014 if the electricity is not known.
    """
    stage_codes = chain_codes(library.inventories, product.code)
    inventories, choices = choose_electricity(library, product, stage_codes, electricity)
    reached = reached_codes(inventories, product.code)
    members = tuple(inventories[code] for code in sorted(reached))
    used = {e.target for inventory in members for e in inventory.emissions}
    return ProductSystem(
        product=inventories[product.code],
        declared_unit=declared_unit,
        inventories=members,
        flows=tuple(library.flows[code] for code in sorted(used)),
        stage_codes=stage_codes,
        electricity=tuple(choice for code, choice in choices if code in reached),
        library_hash=library.shipped or library.content_hash,
        settings=tuple(str(setting) for setting in settings),
        name=name or str(name_of(product)),
        open_sets=library.sets,
    )


def chain_codes(inventories: Mapping[str, Inventory], start: str) -> tuple[str, ...]:
    """Return the processes of the chain, reached from a product through such processes only.

    Parameters
    ----------
    inventories : mapping
        Datasets by code.
    start : str
        Code of the product.

    Returns
    -------
    tuple of str
        Codes in order.
    """
    return tuple(sorted(reached_codes(inventories, start, stages_only=True)))


def reached_codes(
    inventories: Mapping[str, Inventory], start: str, *, stages_only: bool = False
) -> set[str]:
    """Return all processes that are reached from one.

    Parameters
    ----------
    inventories : mapping
        Datasets by code.
    start : str
        Code of the first.
    stages_only : bool
        Whether only processes of the chain are followed.

    Returns
    -------
    set of str
        Codes, with the first.
    """
    reached, waiting = {start}, [start]
    while waiting:
        for exchange in inventories[waiting.pop()].inputs:
            target = exchange.target
            if target not in reached and (inventories[target].stage or not stages_only):
                reached.add(target)
                waiting.append(target)
    return reached
