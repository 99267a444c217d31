"""The tables of a comparison, for the page and for the workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.documents.blocks import Column, Table, words
from pvfootprint.language.texts import Text, text
from pvfootprint.model.terms import STAGES

if TYPE_CHECKING:
    from pvfootprint.documents.blocks import Cell
    from pvfootprint.model.comparison import Causes, Comparison

TITLES = {
    "stage": text("By stage"),
    "group": text("By what is taken"),
    "stage-group": text("By stage and what is taken"),
    "gas": text("By gas"),
}
"""Titles of the tables of parts."""


def products_table(found: Comparison) -> Table:
    """Return the products with their totals.

    Parameters
    ----------
    found : Comparison
        With the products.

    Returns
    -------
    Table
        In the order in which they were given.
    """
    columns = (
        Column(heading=words(""), width=0.3),
        Column(heading=words(text("product")), width=3),
        Column(heading=words(text("footprint")), unit=found.unit, form="aligned"),
        Column(heading=words(text("difference to A")), unit=found.unit, form="aligned"),
        _share(text("difference to A")),
        _share(text("Share of primary data")),
        _share(text("share that rests on proxies")),
    )
    rows: list[tuple[Cell, ...]] = []
    for i, one in enumerate(found.products):
        first = i == 0
        rows.append(
            (
                words(one.letter),
                words(one.product),
                one.total,
                None if first else one.difference,
                None if first else one.ratio,
                one.primary_share,
                one.proxy_share,
            )
        )
    return Table(
        key="products", title=words(text("The products")), columns=columns, rows=tuple(rows)
    )


def parts_table(found: Comparison, kind: str) -> Table:
    """Return parts of the footprints side by side.

    Parameters
    ----------
    found : Comparison
        With the parts.
    kind : str
        A key of :data:`TITLES`.

    Returns
    -------
    Table
        With a last row that holds the footprints.
    """
    both = kind == "stage-group"
    columns = [Column(heading=words(text("stage")), width=1.2)] if both else []
    columns.append(Column(heading=words(text("what")), width=1.6))
    columns += [_value(found, Text(one.letter)) for one in found.products]
    columns += [
        _value(found, text("{letter} minus A", letter=one.letter)) for one in found.products[1:]
    ]
    names = {row.key: row.name for row in found.rows("stage")}
    rows: list[tuple[Cell, ...]] = []
    for row in found.rows(kind):
        stage = [words(names[row.stage])] if both else []
        differences = (value - row.values[0] for value in row.values[1:])
        rows.append((*stage, words(row.name), *row.values, *differences))
    totals = [one.total for one in found.products]
    differences = (one.difference for one in found.products[1:])
    head: list[Cell] = [words(text("total")), *([None] if both else [])]
    rows.append((*head, *totals, *differences))
    return Table(
        key=f"by-{kind}",
        title=words(TITLES[kind]),
        columns=tuple(columns),
        rows=tuple(rows),
        totals=1,
    )


def methods_table(found: Comparison) -> Table:
    """Return how the products were counted.

    Parameters
    ----------
    found : Comparison
        With the methods.

    Returns
    -------
    Table
        A last column says what differs.
    """
    columns = [Column(heading=words(text("what")), width=1.4)]
    columns += [Column(heading=words(one.letter), form="prose", width=2) for one in found.products]
    columns.append(Column(heading=words(text("differs")), width=0.7))
    rows = tuple(
        (
            words(row.name),
            *(words(value) for value in row.values),
            words(text("yes") if row.differs else text("no")),
        )
        for row in found.methods
    )
    return Table(
        key="methods", title=words(text("How they were counted")), columns=tuple(columns), rows=rows
    )


def assumed_table(found: Comparison) -> Table:
    """Return what the products rest on that nobody measured.

    Parameters
    ----------
    found : Comparison
        With the products.

    Returns
    -------
    Table
        One row for each assumption.
    """
    columns = (
        Column(heading=words(""), width=0.3),
        Column(heading=words(text("assumed")), form="prose", width=6),
    )
    rows = tuple((words(one.letter), words(said)) for one in found.products for said in one.assumed)
    return Table(key="assumed", title=words(text("What is assumed")), columns=columns, rows=rows)


def causes_table(found: Comparison, causes: Causes) -> Table:
    """Return the causes of a difference.

    Parameters
    ----------
    found : Comparison
        With the unit.
    causes : Causes
        Of one product.

    Returns
    -------
    Table
        With a last row that holds the difference.
    """
    columns = (
        Column(heading=words(text("flow and stage")), width=2.4),
        _value(found, Text("A")),
        _value(found, Text(causes.letter)),
        _value(found, text("difference")),
        _value(found, text("another amount")),
        _value(found, text("another factor behind it")),
        _value(found, text("taken by one of them only")),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            words(row.name),
            row.first,
            row.other,
            row.difference,
            row.quantity,
            row.factor,
            row.one_only,
        )
        for row in causes.causes
    ]
    sums = [
        sum(getattr(row, f) for row in causes.causes) for f in ("quantity", "factor", "one_only")
    ]
    other = next(one.total for one in found.products if one.letter == causes.letter)
    rows.append((words(text("total")), found.products[0].total, other, causes.difference, *sums))
    return Table(
        key=f"causes-{causes.letter}",
        title=words(text("Causes of {letter} minus A", letter=causes.letter)),
        columns=columns,
        rows=tuple(rows),
        totals=1,
    )


def paired_table(found: Comparison) -> Table:
    """Return what drawing the products together showed.

    Parameters
    ----------
    found : Comparison
        With paired draws.

    Returns
    -------
    Table
        One row for each product but the first.
    """
    columns = (
        Column(heading=words(text("what")), width=1.2),
        _share(text("share of draws in which it is lower than A")),
        _value(found, text("2.5 %")),
        _value(found, text("median")),
        _value(found, text("97.5 %")),
        Column(heading=words(text("draws")), form="count"),
        Column(heading=words(text("seed")), form="plain"),
    )
    rows = tuple(
        (
            words(text("{letter} minus A", letter=one.letter)),
            one.lower,
            one.low,
            one.median,
            one.high,
            one.draws,
            one.seed,
        )
        for one in found.paired
    )
    title = text("Drawn together: what all rest on varies alike")
    return Table(key="paired", title=words(title), columns=columns, rows=rows)


def stage_title(found: Comparison) -> Text:
    """Return what is compared."""
    return text("{stage}, per {unit}", stage=STAGES[found.stage], unit=found.declared_unit)


def _value(found: Comparison, heading: Text) -> Column:
    return Column(heading=words(heading), unit=found.unit, form="aligned")


def _share(heading: Text) -> Column:
    return Column(heading=words(heading), unit="%", form="percent")
