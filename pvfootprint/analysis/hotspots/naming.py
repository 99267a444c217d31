"""What people call the flows and the makers of a product system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.language.texts import Text, text
from pvfootprint.model.process_names import product_name
from pvfootprint.model.terms import GROUPS

if TYPE_CHECKING:
    from pvfootprint.model.inventory import Exchange, Inventory
    from pvfootprint.model.system import ProductSystem

Flow = tuple[str, Text]
"""Key and name of what is taken."""

FAMILIES = {
    "aluminium": text("aluminium"),
    "copper": text("copper"),
    "encapsulant": text("encapsulant film"),
    "glass": text("glass"),
    "junction box": text("junction box"),
    "packaging": text("packaging"),
    "paste": text("metallization paste"),
    "chemicals": text("chemicals and gases"),
    "water": text("water"),
}
"""Materials that people name by one word."""

BEGINNINGS = {
    "aluminium-": "aluminium",
    "copper": "copper",
    "wire-drawing-copper": "copper",
    "eva-foil": "encapsulant",
    "poe-foil": "encapsulant",
    "pvb-foil": "encapsulant",
    "junction-box-": "junction box",
    "paste-": "paste",
    "hydrogen-fluoride-": "chemicals",
    "silane-": "chemicals",
}
"""How codes of datasets begin that belong to a family."""

DATABASES = {
    "pvfootprint glass": "glass",
    "pvfootprint packaging": "packaging",
    "pvfootprint chemicals": "chemicals",
    "pvfootprint water": "water",
}
"""Families whose datasets all stand in one database."""

LIBRARY = text("library")
SUMMARY = text("summary of the supplier, not split by flow")


def flow_of(process: Inventory, exchange: Exchange, dataset: Inventory | None) -> Flow:
    """Return what something that a stage takes is called.

    Parameters
    ----------
    process : Inventory
        The process of the stage.
    exchange : Exchange
        Its exchange.
    dataset : Inventory, optional
        What stands behind it; None for an emission.

    Returns
    -------
    tuple of str and Text
        Electricity, heat, transport, waste and direct emissions are each one flow; materials are
        families, or the flow itself.
    """
    if process.data_class == "summary":
        return "summary", SUMMARY
    if dataset is None:
        return "direct", GROUPS["direct"]
    if exchange.group != "materials":
        return exchange.group, GROUPS[exchange.group]
    family = next(
        (family for start, family in BEGINNINGS.items() if dataset.code.startswith(start)),
        DATABASES.get(dataset.database, ""),
    )
    if family:
        return family, FAMILIES[family]
    return dataset.code, product_name(dataset)


class Makers:
    """Who makes what in a product system: companies, and the library.

    Parameters
    ----------
    system : ProductSystem
        With members, or a product of the library.
    """

    def __init__(self, system: ProductSystem) -> None:
        self.members = {member.code: member for member in system.members}

    def key(self, process: Inventory) -> str:
        """Return the stable name of a stage's maker: its code, or ``library:STAGE``."""
        return process.code if process.code in self.members else f"library:{process.stage}"

    def name(self, process: Inventory) -> Text:
        """Return who makes the product of a stage: company and site, or the library."""
        member = self.members.get(process.code)
        if member is None:
            return LIBRARY
        return Text(", ".join(word for word in (member.company, member.site) if word))

    def owner(self, code: str) -> str:
        """Return the company whose process it is, its electricity included; else nothing."""
        found = (m.company for m in self.members.values() if code.startswith(m.code))
        return next(found, "")
