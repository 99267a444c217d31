"""Numbers the exchanges of a product system from 0: the positions that fast ways use."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pvfootprint.model.inventory import Exchange, Inventory
    from pvfootprint.model.system import ProductSystem


def flat_exchanges(system: ProductSystem) -> tuple[tuple[Inventory, Exchange], ...]:
    """Return every exchange with its process; the place in this tuple is its position."""
    return tuple((inventory, e) for inventory in system.inventories for e in inventory.exchanges)
