"""Annexes: inventories, completeness against the standard, literature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.documents.blocks import Paragraph, Section, Table, Words, words
from pvfootprint.documents.report.clauses import CLAUSES
from pvfootprint.documents.report.naming import (
    column,
    flow_name,
    group_name,
    inventory_name,
    named,
    symbol,
)
from pvfootprint.documents.report.site_tables import site_tables
from pvfootprint.language.texts import text
from pvfootprint.model.terms import KNOWN_BY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pvfootprint.documents.blocks import Cell
    from pvfootprint.model.inventory import Exchange, Inventory
    from pvfootprint.model.study import Study


def inventories(study: Study) -> Section:
    """Return the inventories, which stand in the workbook; the page lists them."""
    said = text(
        "What one unit of each company's product takes and gives, what that is per declared unit "
        "of this report, and the rows of the companies' workbooks with the amounts of the whole "
        "period stand in the workbook of tables, which is attached to the PDF. A summary of a "
        "supplier holds no inventory."
    )
    if not study.system.members:
        said = text(
            "The unit processes of the library's own chain stand in the workbook of tables, which "
            "is attached to the PDF."
        )
    tables = (*_unit_processes(study), *site_tables(study.sites))
    listed = Table(
        key="inventory-tables",
        title=words(text("Inventories in the workbook of tables")),
        columns=(
            column(text("table"), width=5),
            column(text("rows"), "count"),
        ),
        rows=tuple((table.title, float(len(table.rows))) for table in tables),
    )
    return Section(
        key="inventories",
        title=words(text("Inventories")),
        blocks=(Paragraph(words(said)), listed, *tables),
    )


def _unit_processes(study: Study) -> Iterator[Table]:
    system = study.system
    by_code = {inventory.code: inventory for inventory in system.inventories}
    supply = {part.code: part.supply for part in study.footprint.processes}
    for i, member in enumerate(system.members):
        if member.source == "workbook":
            title = text("Unit process: {product}", product=member.title)
            key = f"unit-process-{i + 1}"
            yield _unit_process(
                key, words(title), by_code[member.code], by_code, supply.get(member.code)
            )
    if not system.members:
        for i, code in enumerate(system.stage_codes):
            inventory = by_code[code]
            title = text("Unit process: {product}", product=inventory.name)
            yield _unit_process(
                f"unit-process-{i + 1}",
                words(title),
                inventory,
                by_code,
                supply.get(code),
            )


def _unit_process(
    key: str,
    title: Words,
    inventory: Inventory,
    by_code: dict[str, Inventory],
    supply: float | None,
) -> Table:
    unit = symbol(inventory.unit)
    rows: list[tuple[Cell, ...]] = []
    for (group, target, exchange_unit, method), same in _same_flows(inventory).items():
        amount = sum(exchange.amount for exchange in same)
        rows.append(
            (
                group_name(group),
                _taken(same[0], by_code),
                amount,
                None if supply is None else amount * supply,
                words(symbol(exchange_unit)),
                named(KNOWN_BY, method) if method else None,
                # What a company's own processes are called inside says nothing to a reader.
                None if target.startswith("site:") else words(target),
            )
        )
    return Table(
        key=key,
        title=title,
        columns=(
            column(text("group"), width=1.15),
            column(text("flow"), width=2),
            column(text("per unit of the product"), "figures", unit=f"1/{unit}"),
            column(text("per declared unit"), "figures"),
            column(text("unit"), width=0.5),
            column(text("known by"), width=0.95),
            column(text("dataset or elementary flow"), "code", width=2),
        ),
        rows=tuple(rows),
        only_workbook=True,
    )


def _same_flows(inventory: Inventory) -> dict[tuple[str, str, str, str], list[Exchange]]:
    """Return the flows of a process; months and meters of one thing are one flow."""
    found: dict[tuple[str, str, str, str], list[Exchange]] = {}
    for exchange in inventory.exchanges:
        if exchange.type != "production":
            key = (exchange.group, exchange.target, exchange.unit, exchange.method)
            found.setdefault(key, []).append(exchange)
    return found


def _taken(exchange: Exchange, by_code: dict[str, Inventory]) -> Words:
    target = by_code.get(exchange.target)
    return inventory_name(target) if target else flow_name(exchange.name)


def completeness(sections: Sequence[Section]) -> Section:
    """Return where the report says what the standard asks for.

    Parameters
    ----------
    sections : sequence of Section
        Those of the report, numbered from 1.
    """
    places = _places(sections)
    rows = tuple(
        (
            words(clause.clause),
            Words(clause.asks.en, clause.asks.zh),
            words(", ".join(dict.fromkeys(places[key] for key in clause.where if key in places))),
        )
        for clause in CLAUSES
    )
    said = text(
        "What ISO 14067:2018 asks of a study report in clause 7, and where it stands. The wording "
        "is this report's own; items and clause numbers are to be confirmed against the standard. "
        "GB/T 24067-2024 follows the same structure, to be confirmed likewise."
    )
    table = Table(
        key="completeness",
        title=words(text("Completeness against ISO 14067:2018, clause 7")),
        columns=(
            column(text("clause"), width=0.8),
            column(text("asks for"), width=5),
            column(text("stands in"), width=1),
        ),
        rows=rows,
    )
    return Section(
        key="completeness",
        title=words(text("Completeness")),
        blocks=(Paragraph(words(said)), table),
    )


def _places(sections: Sequence[Section]) -> dict[str, str]:
    """Return the number of the section in which each section and block stands."""
    places: dict[str, str] = {"title": "0"}
    for i, section in enumerate(sections, 1):
        places[section.key] = str(i)
        for block in section.blocks:
            places.setdefault(getattr(block, "key", ""), str(i))
        for j, part in enumerate(section.parts, 1):
            places[part.key] = f"{i}.{j}"
            for block in part.blocks:
                places.setdefault(getattr(block, "key", ""), f"{i}.{j}")
    return places


def literature(study: Study) -> Section:
    """Return the sources behind the datasets that were used."""
    table = Table(
        key="literature",
        title=words(text("Sources behind the datasets, the weightiest first")),
        columns=(
            column(text("key"), "code", width=1),
            column(text("source"), "prose", width=3.4),
            column(text("licence"), width=1.6),
            column(text("link"), "code", width=1.6),
        ),
        rows=tuple(
            (words(one.key), words(one.citation), words(one.licence), words(one.link))
            for one in study.sources
        ),
    )
    return Section(key="literature", title=words(text("Literature")), blocks=(table,))
