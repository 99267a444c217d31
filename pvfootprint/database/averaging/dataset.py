"""Writes an average as a dataset in the layout of the library."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pvfootprint.chain.gaps import stand_in
from pvfootprint.database.publication_acts import average_key
from pvfootprint.language.texts import text
from pvfootprint.library.writing import inventory_csv, source_csv
from pvfootprint.model.findings import DatabaseError, Finding
from pvfootprint.model.inventory import Exchange, Inventory, Source
from pvfootprint.model.terms import REFERENCE_UNITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pvfootprint.database.averaging.flows import Average, FlowKey
    from pvfootprint.database.choosing import Product
    from pvfootprint.model.inventory import Library

DATABASE = "pvfootprint pilot averages"
"""Name of the Brightway database of the averages."""

LICENCE = "terms of the pilot's base database"
"""Licence of the averages, where the package that holds them names no other."""


def blank(product: Product, location: str) -> Inventory:
    """Return the average without its exchanges.

    Parameters
    ----------
    product : Product
        Of what it is.
    location : str
        Where the companies make it.

    Returns
    -------
    Inventory
        Which stands for the average wherever the library is asked what such a process takes.
    """
    words = (product.stage, product.technology, product.design)
    name = f"{', '.join(filter(None, words))}, pilot average {product.year}"
    return Inventory(
        code=source_key(product),
        database=DATABASE,
        file="",
        line=0,
        name=f"{name}, production",
        product=name,
        location=location,
        unit=REFERENCE_UNITS[product.stage],
        data_class="derived",
        source=source_key(product),
        comment="",
        year=product.year,
        stage=product.stage,
        technology=product.technology,
        design=product.design,
        vintage=product.year,
    )


def source_key(product: Product) -> str:
    """Return the key of the average in ``sources.csv``."""
    key = average_key(product.stage, product.technology, product.design)
    return f"pilot-average-{key}-{product.year}"


def supplier(library: Library, user: Inventory, stage: str) -> Inventory:
    """Return the library's dataset that stands for the supplies of an earlier stage.

    Raises
    ------
    DatabaseError
        DAT-028 if the library has none.
    """
    found = stand_in(library, stage, user)
    if found is None:
        message = text("the library has no dataset of a stage that the average takes from")
        raise DatabaseError([Finding("DAT-028", message, found=stage)])
    return found.dataset


def write_average(
    inventory: Inventory, shown: Sequence[Average], library: Library, comment: str
) -> bytes:
    """Write the average as a file of ``inventories/``.

    Parameters
    ----------
    inventory : Inventory
        From :func:`blank`.
    shown : sequence of Average
        Flows that may be shown, all of which the library knows.
    library : Library
        To which they are linked.
    comment : str
        What a reader must know.

    Returns
    -------
    bytes
        The file, UTF-8, in the layout of :mod:`pvfootprint.library.layout`.
    """
    exchanges = tuple(_exchanges(inventory, shown, library))
    complete = replace(inventory, comment=comment, exchanges=exchanges)
    return inventory_csv(DATABASE, "Average unit processes of the pilot's companies.", [complete])


def write_source(product: Product, certifier: str, comment: str) -> bytes:
    """Write the line of ``sources.csv`` that the average stands on."""
    source = Source(
        key=source_key(product),
        citation=f"{certifier}: pilot average {product.name}, from the base database",
        licence=LICENCE,
        link="",
        position=comment,
    )
    return source_csv([source])


def _exchanges(
    inventory: Inventory, shown: Iterable[Average], library: Library
) -> Iterable[Exchange]:
    for one in shown:
        if one.key.kind == "emission":
            yield _emission(one.key, one.amount, inventory.source, library)
        else:
            yield _input(one.key, one.amount, inventory, library)


def _emission(key: FlowKey, amount: float, source: str, library: Library) -> Exchange:
    return Exchange.exchanged(library.flows[key.code], amount, group=key.group, source=source)


def _input(key: FlowKey, amount: float, user: Inventory, library: Library) -> Exchange:
    supply = key.kind == "supply"
    target = supplier(library, user, key.code) if supply else library.inventories[key.code]
    note = "of all suppliers together, for which the library's dataset stands" if supply else ""
    return Exchange.taken(target, amount, group=key.group, source=user.source, note=note)
