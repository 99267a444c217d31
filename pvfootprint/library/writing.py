"""Writes inventories in the layout that :mod:`pvfootprint.library.layout` reads."""

from __future__ import annotations

import csv
import io
import math
from typing import TYPE_CHECKING

from pvfootprint.library.checks import BALANCE_COLUMNS, SOURCE_COLUMNS
from pvfootprint.library.layout import EXCHANGE_COLUMNS, LOGNORMAL, PARAMETER_COLUMNS
from pvfootprint.library.sections import FORMAT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pvfootprint.model.inventory import BalanceTerm, Exchange, Inventory, Source

FIELDS = (
    ("code", "code"),
    ("reference product", "product"),
    ("location", "location"),
    ("unit", "unit"),
    ("data class", "data_class"),
    ("data year", "year"),
    ("source", "source"),
    ("stage", "stage"),
    ("technology", "technology"),
    ("design", "design"),
    ("default design", "default_design"),
    ("vintage", "vintage"),
    ("proxy for", "proxy_for"),
    ("explanation", "explanation"),
    ("mass per unit kg", "mass_per_unit"),
    ("mass basis", "mass_basis"),
    ("capital goods", "capital_goods"),
    ("biomass", "biomass"),
    ("comment", "comment"),
)
"""Fields of an activity that a set may have, and the attributes of an inventory that fill them."""


def inventory_csv(database: str, description: str, inventories: Iterable[Inventory]) -> bytes:
    """Write unit processes as a file of ``inventories/``.

    Parameters
    ----------
    database : str
        Name of the Brightway database; exchanges name those of their suppliers.
    description : str
        What the file holds, for a reader.
    inventories : iterable of Inventory
        The processes. Each has one production exchange, which is written from its own product.

    Returns
    -------
    bytes
        The file, UTF-8.
    """
    head = [["Database", database], ["format", FORMAT], ["description", description], []]
    rows: list[list[str]] = [*head]
    for inventory in inventories:
        rows += [*_activity(inventory, database), []]
    return _csv(rows)


def source_csv(sources: Iterable[Source]) -> bytes:
    """Write the sources of a set as its ``sources.csv``.

    Parameters
    ----------
    sources : iterable of Source
        Each key once.

    Returns
    -------
    bytes
        The file, UTF-8.
    """
    rows = ([one.key, one.citation, one.licence, one.link, one.position] for one in sources)
    return _csv([[*SOURCE_COLUMNS], *rows])


def balance_csv(terms: Iterable[BalanceTerm]) -> bytes:
    """Write silicon balances as the ``silicon_balance.csv`` of a set.

    Parameters
    ----------
    terms : iterable of BalanceTerm
        The terms; of ``in`` the amount is left to the exchanges.

    Returns
    -------
    bytes
        The file, UTF-8.
    """
    rows = (
        [
            term.dataset,
            term.term,
            term.flow,
            repr(term.content),
            "" if term.amount is None else repr(term.amount),
            term.source,
            term.note,
        ]
        for term in terms
    )
    return _csv([[*BALANCE_COLUMNS], *rows])


def _activity(inventory: Inventory, database: str) -> Iterator[list[str]]:
    yield ["Activity", inventory.name]
    yield ["production amount", "1"]
    yield ["type", "process"]
    for field, attribute in FIELDS:
        value = getattr(inventory, attribute)
        if value not in {"", None, False}:
            yield [field, _cell(value)]
    if inventory.parameters:
        yield ["Parameters"]
        yield [*PARAMETER_COLUMNS]
        for p in inventory.parameters:
            numbers = (repr(p.amount), p.unit, repr(p.minimum), repr(p.maximum))
            yield [p.name, *numbers, p.source, p.note]
    yield ["Exchanges"]
    yield [*EXCHANGE_COLUMNS]
    made = {
        "name": inventory.name,
        "reference product": inventory.product,
        "location": inventory.location,
        "database": database,
        "amount": "1",
        "unit": inventory.unit,
        "type": "production",
    }
    yield [made.get(column, "") for column in EXCHANGE_COLUMNS]
    for exchange in inventory.exchanges:
        if exchange.type != "production":
            cells = _exchange(exchange)
            yield [cells.get(column, "") for column in EXCHANGE_COLUMNS]


def _exchange(exchange: Exchange) -> dict[str, str]:
    cells = {
        "name": exchange.name,
        "reference product": exchange.product,
        "location": exchange.location,
        "database": exchange.database,
        "categories": exchange.categories,
        "amount": repr(exchange.amount),
        "formula": exchange.formula,
        "unit": exchange.unit,
        "type": exchange.type,
        "group": exchange.group,
        "pedigree": exchange.pedigree,
        "source": exchange.source,
        "source flow": exchange.source_flow,
        "note": exchange.note,
    }
    if exchange.scale and exchange.amount:
        cells |= {
            "uncertainty type": LOGNORMAL,
            "loc": repr(math.log(abs(exchange.amount))),
            "scale": repr(exchange.scale),
            "negative": "True" if exchange.amount < 0 else "",
        }
    return cells


def _cell(value: object) -> str:
    return repr(value) if isinstance(value, float) else str(value)


def _csv(rows: Iterable[Iterable[str]]) -> bytes:
    """Return rows as CSV, each in one line of the file."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerows([_line(cell) for cell in row] for row in rows)
    return file.getvalue().encode()


def _line(cell: str) -> str:
    return " ".join(part.strip() for part in cell.splitlines())
