"""Finds the electricity factors of new years, and puts them into a library of then."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pvfootprint.chain.assembling import reached_codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.model.inventory import Inventory, Library

    Family = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Superseded:
    """A dataset of electricity of which a library has a newer year.

    Parameters
    ----------
    old, new : Inventory
        The dataset of then, and that of the newest year.
    """

    old: Inventory
    new: Inventory

    @property
    def years(self) -> tuple[int, int]:
        """Year of the old data and of the new."""
        return year_of(self.old), year_of(self.new)

    @property
    def place(self) -> str:
        """Whose electricity it is."""
        return self.old.electricity_location or self.old.location


def superseded(kept: Library, library: Library) -> dict[str, Superseded]:
    """Return the electricity factors that have a year which a library of then did not have.

    A factor is the same in another year if place, method and losses are the same; generation at
    the plant, which has no place of delivery, if its name without the year is.

    Parameters
    ----------
    kept : Library
        The library of then.
    library : Library
        The library that may have newer years.

    Returns
    -------
    dict
        By code of the old dataset: the newest that `kept` has of each, and older ones.
    """
    newest = _newest(library)
    known = _newest(kept)
    return {
        old.code: Superseded(old, newest[family])
        for family, old in _electricity(kept)
        if family in newest and year_of(newest[family]) > year_of(known[family])
    }


def with_newest(kept: Library, library: Library) -> Library:
    """Return a library of then with the electricity factors of new years, and nothing else new.

    So a value that is computed with it differs by these factors alone, whatever else has changed
    in the library since.

    Parameters
    ----------
    kept : Library
        The library of then.
    library : Library
        The library that has newer years.

    Returns
    -------
    Library
        With the new datasets, and what these rest on where `kept` does not have it.
    """
    wanted = {one.new.code for one in superseded(kept, library).values()}
    codes = {code for start in wanted for code in reached_codes(library.inventories, start)}
    added = {code: library.inventories[code] for code in sorted(codes - set(kept.inventories))}
    flows = {e.target for inventory in added.values() for e in inventory.emissions}
    return replace(
        kept,
        inventories=dict(sorted({**kept.inventories, **added}.items())),
        flows={**{code: library.flows[code] for code in sorted(flows)}, **kept.flows},
        sources={**library.sources, **kept.sources},
    )


def newer_years(library: Library) -> dict[str, Superseded]:
    """Return the electricity factors of which the same library has a newer year, by code."""
    newest = _newest(library)
    return {
        old.code: Superseded(old, newest[family])
        for family, old in _electricity(library)
        if year_of(newest[family]) > year_of(old)
    }


def year_of(inventory: Inventory) -> int:
    """Return the year of a dataset of electricity; 0 if it has none."""
    return inventory.electricity_year or inventory.year or 0


def _newest(library: Library) -> dict[Family, Inventory]:
    newest: dict[Family, Inventory] = {}
    for family, inventory in _electricity(library):
        if family not in newest or year_of(inventory) > year_of(newest[family]):
            newest[family] = inventory
    return newest


def _electricity(library: Library) -> Iterator[tuple[Family, Inventory]]:
    """Yield the places' electricity and the generation behind it, with what they are whatever year.

    Supplies of grids only point to a year, and are none.
    """
    nodes = [i for i in library.inventories.values() if i.electricity_location]
    databases = {node.database for node in nodes}
    for inventory in library.inventories.values():
        if inventory.electricity_location:
            where = inventory.electricity_location
            yield (
                ("grid", where, inventory.electricity_method, inventory.electricity_losses),
                (inventory),
            )
        elif inventory.database in databases and not inventory.electricity_supply:
            name = inventory.name.replace(str(year_of(inventory)), "")
            yield ("dataset", inventory.database, name, inventory.location), inventory
