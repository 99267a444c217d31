"""Numbers the exchanges of a product system from 0: the positions that fast ways use."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pvfootprint.model.inventory import Exchange, Inventory
    from pvfootprint.model.system import ProductSystem


def flat_exchanges(system: ProductSystem) -> tuple[tuple[Inventory, Exchange], ...]:
    """Return every exchange with its process; the place in this tuple is its position."""
    return tuple((inventory, e) for inventory in system.inventories for e in inventory.exchanges)


def with_amounts(
    system: ProductSystem, positions: Iterable[int], amounts: Iterable[float]
) -> ProductSystem:
    """Give some exchanges other amounts.

    Parameters
    ----------
    system : ProductSystem
        The system.
    positions : iterable of int
        Flat positions of the exchanges.
    amounts : iterable of float
        The amount of each [unit of the exchange].

    Returns
    -------
    ProductSystem
        With all else as it is.
    """
    new = dict(zip(positions, amounts, strict=True))
    inventories = []
    first = 0
    for inventory in system.inventories:
        exchanges = tuple(
            replace(exchange, amount=float(new[i])) if i in new else exchange
            for i, exchange in enumerate(inventory.exchanges, first)
        )
        first += len(exchanges)
        inventories.append(replace(inventory, exchanges=exchanges))
    (product,) = (i for i in inventories if i.code == system.product.code)
    return replace(system, product=product, inventories=tuple(inventories))
