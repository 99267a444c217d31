"""A product system: the unit processes behind one declared unit, linked and complete."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pvfootprint.model.accounting import Allocation, ElectricityUse
    from pvfootprint.model.findings import Finding
    from pvfootprint.model.inventory import ElementaryFlow, Exchange, Inventory, LibrarySet
    from pvfootprint.model.supply import ChainMember, FilledGap


@dataclass(frozen=True, slots=True)
class DeclaredUnit:
    """The quantity a footprint refers to, and the reference flow that delivers it.

    Parameters
    ----------
    unit : str
        ``kWp``, ``m2``, ``piece`` or ``kg``; the declared quantity is one of it.
    reference_flow : float
        Amount of the product's own unit per declared unit [unit of the product].
    reference_unit : str
        Unit of the product in the inventories.
    assumptions : tuple of str
        Quantities that the conversion rests on, with their sources.
    """

    unit: str
    reference_flow: float
    reference_unit: str
    assumptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ElectricityChoice:
    """What stands behind the electricity of a grid or a stage.

    Parameters
    ----------
    location : str
        Location of the grid.
    year : int
        Year of the data used.
    asked : int, optional
        Year that the user asked for; None if the newest was taken.
    node : str
        Code of the dataset used.
    method : str
        ``official``, ``generation mix``, ``consumption`` or ``technology``.
    losses : str
        ``with`` or ``without`` losses of transmission and distribution.
    stage : str
        The stage that it was asked for; empty for a grid.
    own : bool
        Whether it is that of the product's location, or asked for.
    """

    location: str
    year: int
    asked: int | None
    node: str
    method: str = ""
    losses: str = ""
    stage: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class ProductSystem:
    """Unit processes that link to each other and to elementary flows, and nothing else.

    Parameters
    ----------
    product : Inventory
        The process whose reference product is declared.
    declared_unit : DeclaredUnit
        What the footprint is for.
    inventories : tuple of Inventory
        Every process reached from the product, ordered by code.
    flows : tuple of ElementaryFlow
        Every elementary flow they exchange, ordered by code.
    stage_codes : tuple of str
        Processes of the chain itself, reached from the product through such processes only.
    electricity : tuple of ElectricityChoice
        What stands behind each grid in the system.
    settings : tuple of str
        Parameters that the user changed.
    name : str
        The product as a user asks for it.
    library_hash : str
        Content hash of the library that it came from.
    members : tuple of ChainMember
        Products of companies among the processes, in the order of the chain.
    gaps : tuple of FilledGap
        Where the library stands in for a supplier.
    remarks : tuple of Finding
        Warnings and questions about the companies' data that a reader of the result must know.
    electricity_uses : tuple of ElectricityUse
        What the electricity of companies' sites counts as.
    allocations : tuple of Allocation
        How flows of companies' sites were shared.
    scenario_hash : str
        SHA-256 over the changes of the scenario that it is; empty for what companies declare.
    open_sets : tuple of LibrarySet
        Installed sets that were open when it was built.
    """

    product: Inventory
    declared_unit: DeclaredUnit
    inventories: tuple[Inventory, ...]
    flows: tuple[ElementaryFlow, ...]
    stage_codes: tuple[str, ...]
    electricity: tuple[ElectricityChoice, ...]
    library_hash: str
    settings: tuple[str, ...] = ()
    name: str = ""
    members: tuple[ChainMember, ...] = ()
    gaps: tuple[FilledGap, ...] = ()
    remarks: tuple[Finding, ...] = ()
    electricity_uses: tuple[ElectricityUse, ...] = ()
    allocations: tuple[Allocation, ...] = ()
    scenario_hash: str = ""
    open_sets: tuple[LibrarySet, ...] = ()

    @property
    def sets(self) -> tuple[LibrarySet, ...]:
        """Installed sets that any of its processes is of."""
        used = {inventory.library_set for inventory in self.inventories}
        return tuple(one for one in self.open_sets if one.name in used)

    @property
    def content_hash(self) -> str:
        """SHA-256 over all that a result depends on: processes, amounts, links, reference flow."""
        content: dict[str, object] = {
            "product": self.product.code,
            "unit": self.declared_unit.unit,
            "reference flow": self.declared_unit.reference_flow,
            "processes": {
                i.code: {
                    "stage": i.stage,
                    "data class": i.data_class,
                    "proxy": bool(i.proxy_for),
                    "mass": i.mass_per_unit,
                    "exchanges": [_content(e) for e in i.exchanges],
                }
                for i in self.inventories
            },
        }
        sealed = {m.code: m.primary_share for m in self.members if m.primary_share}
        if sealed:
            content["primary shares"] = sealed
        text = json.dumps(content, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def _content(exchange: Exchange) -> list[object]:
    """Return what a result depends on: estimated amounts are no primary data."""
    said = [exchange.type, exchange.target, exchange.amount, exchange.group]
    return [*said, exchange.method] if exchange.method else said
