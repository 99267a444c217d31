"""Splits a footprint into tables that sum to it, with one row for what is below the cut-off."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from pvfootprint.analysis.hotspots.naming import Makers
from pvfootprint.engine.contributing import share
from pvfootprint.language.texts import Text, text
from pvfootprint.model.hotspots import REST, CrossTable, Row, Split
from pvfootprint.model.process_names import product_name
from pvfootprint.model.terms import STAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pvfootprint.analysis.hotspots.terms import Term, Terms
    from pvfootprint.engine.solving import Solution
    from pvfootprint.model.system import ProductSystem

    Named = Callable[[Term], tuple[str, Text]]

TITLES = {
    "stage": text("By stage"),
    "supplier": text("By supplier"),
    "process": text("By process: own emissions"),
    "flow": text("By flow: what is taken"),
    "gas": text("By gas"),
    "stage-gas": text("Stages by gas"),
    "supplier-flow": text("Suppliers by flow"),
}
"""Titles of the tables."""


def splits(
    system: ProductSystem, solution: Solution, terms: Terms, cutoff: float
) -> tuple[Split, ...]:
    """Split a footprint by stage, supplier, process, flow and gas.

    Parameters
    ----------
    system : ProductSystem
        The product system.
    solution : Solution
        Its solution.
    terms : Terms
        The footprint taken apart.
    cutoff : float
        Share of the footprint below which processes and flows are taken together [-]; stages,
        suppliers and gases are few, and all shown.

    Returns
    -------
    tuple of Split
        The rows of each sum to the footprint.
    """
    by_flow = [_row(terms, key, found) for key, found in _grouped(terms.terms, _flow).items()]
    made = {
        "stage": by_stage(terms),
        "supplier": by_supplier(system, terms),
        "process": with_rest(_processes(system, solution), cutoff, terms.total),
        "flow": with_rest(by_flow, cutoff, terms.total),
        "gas": by_gas(terms),
    }
    return tuple(Split(key=key, title=TITLES[key], rows=tuple(rows)) for key, rows in made.items())


def by_stage(terms: Terms) -> list[Row]:
    """Split by stage, in the order of the chain."""
    groups = _grouped(terms.terms, _stage)
    keys = [(stage, name) for stage, name in STAGES.items() if (stage, name) in groups]
    return [_row(terms, key, groups[key]) for key in keys]


def by_supplier(system: ProductSystem, terms: Terms) -> list[Row]:
    """Split by who makes the product of each stage, in the order of the chain."""
    groups = _grouped(terms.terms, _supplier(system))
    order = list(STAGES)
    makers = Makers(system)
    rows = [
        (
            order.index(found[0].process.stage),
            replace(_row(terms, key, found), detail=makers.name(found[0].process)),
        )
        for key, found in groups.items()
    ]
    return [row for _, row in sorted(rows, key=lambda pair: (pair[0], pair[1].key))]


def by_gas(terms: Terms) -> list[Row]:
    """Split by gas, largest first."""
    rows = []
    for i, gas in enumerate(terms.gases):
        value = math.fsum(float(term.gases[i]) for term in terms.terms)
        rows.append(Row(key=gas, name=text(gas), value=value, share=share(value, terms.total)))
    return sorted(rows, key=_by_size)


def crosses(system: ProductSystem, terms: Terms, cutoff: float) -> tuple[CrossTable, ...]:
    """Split by stage and gas, and by supplier and flow.

    Parameters
    ----------
    system : ProductSystem
        The product system.
    terms : Terms
        The footprint taken apart.
    cutoff : float
        As :func:`splits`.

    Returns
    -------
    tuple of CrossTable
        The values of each sum to the footprint.
    """
    stages, gases = by_stage(terms), by_gas(terms)
    of_stage = _grouped(terms.terms, _stage)
    place = {gas: i for i, gas in enumerate(terms.gases)}
    stage_gas = tuple(
        tuple(
            math.fsum(float(term.gases[place[gas.key]]) for term in of_stage[row.key, row.name])
            for gas in gases
        )
        for row in stages
    )
    named = _supplier(system)
    suppliers = by_supplier(system, terms)
    flows = _grouped(terms.terms, _flow)
    columns = with_rest((_row(terms, *pair) for pair in flows.items()), cutoff, terms.total)
    large = {column.key for column in columns}
    cells: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    for term in terms.terms:
        column = term.flow[0] if term.flow[0] in large else REST
        cells[named(term)[0], column].append(term.value)
    supplier_flow = tuple(
        tuple(math.fsum(cells[row.key, column.key]) for column in columns) for row in suppliers
    )
    tables = {
        "stage-gas": (stages, gases, stage_gas),
        "supplier-flow": (suppliers, columns, supplier_flow),
    }
    return tuple(
        CrossTable(
            key=key, title=TITLES[key], rows=tuple(rows), columns=tuple(heads), values=values
        )
        for key, (rows, heads, values) in tables.items()
    )


def with_rest(rows: Iterable[Row], cutoff: float, total: float) -> list[Row]:
    """Sort rows, largest first, and take those below the cut-off together.

    Parameters
    ----------
    rows : iterable of Row
        Parts that sum to the footprint.
    cutoff : float
        Share of the footprint [-].
    total : float
        The footprint [kgCO2e per declared unit].

    Returns
    -------
    list of Row
        They sum to the same; the last one holds what is below the cut-off, if anything is.
    """
    found = sorted(rows, key=_by_size)
    large = [row for row in found if abs(row.value) >= cutoff * abs(total)]
    small = [row for row in found if abs(row.value) < cutoff * abs(total)]
    if len(small) <= 1:
        return found
    value = math.fsum(row.value for row in small)
    rest = Row(
        key=REST,
        name=text(
            "{count} others, each below {cutoff:.2g} %", count=len(small), cutoff=100 * cutoff
        ),
        value=value,
        share=share(value, total),
        primary_share=_mean(small, "primary_share"),
        proxy_share=_mean(small, "proxy_share"),
        count=len(small),
    )
    return [*large, rest]


def _mean(rows: Sequence[Row], name: str) -> float | None:
    """Return a share of the sum of rows; None where the rows have none."""
    if any(getattr(row, name) is None for row in rows):
        return None
    parts = math.fsum(row.value * getattr(row, name) for row in rows)
    return share(parts, math.fsum(row.value for row in rows))


def _processes(system: ProductSystem, solution: Solution) -> list[Row]:
    own = solution.own * solution.supply
    upstream = solution.upstream * solution.supply
    makers = Makers(system)
    return [
        Row(
            key=inventory.code,
            name=product_name(inventory),
            detail=Text(makers.owner(inventory.code) or inventory.location),
            value=float(own[i]),
            share=share(float(own[i]), solution.score),
            upstream=float(upstream[i]),
            data_class=inventory.data_class,
        )
        for i, inventory in enumerate(system.inventories)
    ]


def _row(terms: Terms, key: tuple[str, Text], found: Sequence[Term]) -> Row:
    value = math.fsum(term.value for term in found)
    return Row(
        key=key[0],
        name=key[1],
        value=value,
        share=share(value, terms.total),
        primary_share=share(math.fsum(term.primary for term in found), value),
        proxy_share=share(math.fsum(term.proxy for term in found), value),
    )


def _grouped(terms: Iterable[Term], named: Named) -> dict[tuple[str, Text], list[Term]]:
    groups: dict[tuple[str, Text], list[Term]] = {}
    for term in terms:
        groups.setdefault(named(term), []).append(term)
    return groups


def _stage(term: Term) -> tuple[str, Text]:
    return term.process.stage, STAGES[term.process.stage]


def _flow(term: Term) -> tuple[str, Text]:
    return term.flow


def _supplier(system: ProductSystem) -> Named:
    makers = Makers(system)
    return lambda term: (makers.key(term.process), STAGES[term.process.stage])


def _by_size(row: Row) -> tuple[float, str]:
    return -abs(row.value), row.key
