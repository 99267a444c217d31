"""The tables of hot spots, for the page and for the workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.documents.blocks import Column, Table, Words, words
from pvfootprint.documents.hotspots.lines import tree_lines
from pvfootprint.language.texts import Text, text
from pvfootprint.model.terms import STAGES, UNITS

if TYPE_CHECKING:
    from pvfootprint.documents.blocks import Cell
    from pvfootprint.documents.hotspots.lines import TreeLine
    from pvfootprint.model.hotspots import CrossTable, Hotspots, Row, Split

INDENT = "\N{EM SPACE}"
"""Before each level of the tree."""

TOTAL = text("total")


def split_table(found: Hotspots, split: Split) -> Table:
    """Return a split as a table.

    Parameters
    ----------
    found : Hotspots
        With the unit and the footprint.
    split : Split
        One of its splits.

    Returns
    -------
    Table
        With a last row that holds the footprint.
    """
    columns = [
        *_heads(split.key, split.rows, 2.6),
        _value_column(found),
        _share_column(text("share")),
    ]
    if split.key == "process":
        columns += [
            Column(heading=words(text("with all before it")), unit=found.unit, form="aligned"),
            Column(heading=words(text("kind of data")), width=1.2),
        ]
    elif split.key != "gas":
        columns += [_share_column(text("of it primary")), _share_column(text("of it proxies"))]
    rows = [_line(split, row) for row in split.rows]
    last: list[Cell] = [*_total_heads(split.rows), found.total, 1.0]
    if split.key == "process":
        last += [None, None]
    elif split.key != "gas":
        last += [found.primary_share, found.proxy_share]
    return Table(
        key=f"by-{split.key}",
        title=words(split.title),
        columns=tuple(columns),
        rows=(*rows, tuple(last)),
        totals=1,
    )


def _line(split: Split, row: Row) -> tuple[Cell, ...]:
    line: list[Cell] = [*_named(row, split.rows), row.value, row.share]
    if split.key == "process":
        return (*line, row.upstream, words(text(row.data_class)) if row.data_class else None)
    if split.key != "gas":
        return (*line, row.primary_share, row.proxy_share)
    return tuple(line)


def cross_table(found: Hotspots, cross: CrossTable) -> Table:
    """Return a table of two splits at once.

    Parameters
    ----------
    found : Hotspots
        With the unit and the footprint.
    cross : CrossTable
        One of its tables.

    Returns
    -------
    Table
        With a last column and a last row that hold the sums; the split with more parts goes down.
    """
    down, across, values = cross.rows, cross.columns, cross.values
    if len(across) > len(down):  # A page is longer than wide.
        down, across, values = across, down, tuple(zip(*values, strict=True))
    columns = _heads(cross.key, down, 1.6)
    columns += [
        Column(heading=words(_heading(row)), unit=found.unit, form="aligned") for row in across
    ]
    columns.append(_value_column(found, TOTAL))
    rows: list[tuple[Cell, ...]] = [
        (*_named(row, down), *line, row.value) for row, line in zip(down, values, strict=True)
    ]
    rows.append((*_total_heads(down), *(row.value for row in across), found.total))
    return Table(
        key=cross.key,
        title=words(cross.title),
        columns=tuple(columns),
        rows=tuple(rows),
        totals=1,
    )


def _heads(key: str, rows: tuple[Row, ...], width: float) -> list[Column]:
    """Return the columns that name a row: one, or two where the rows have a detail."""
    if not _detailed(rows):
        return [Column(heading=words(text("what")), width=width)]
    detail = text("where, or whose") if key == "process" else text("company, site")
    name = text("what") if key == "process" else text("stage")
    return [
        Column(heading=words(name), width=width / 2 if key != "process" else width),
        Column(heading=words(detail), width=width / 2),
    ]


def _heading(row: Row) -> Text:
    """Return the name of a row as the heading of a column."""
    if not row.detail:
        return row.name
    return text("{stage}: {who}", stage=row.name, who=row.detail)


def _named(row: Row, rows: tuple[Row, ...]) -> list[Cell]:
    if not _detailed(rows):
        return [words(row.name)]
    return [words(row.name), words(row.detail) if row.detail else None]


def _total_heads(rows: tuple[Row, ...]) -> list[Cell]:
    return [words(TOTAL), None] if _detailed(rows) else [words(TOTAL)]


def _detailed(rows: tuple[Row, ...]) -> bool:
    return any(row.detail for row in rows)


def tree_table(found: Hotspots) -> Table:
    """Return the tree as a table, indented.

    Parameters
    ----------
    found : Hotspots
        With the tree.

    Returns
    -------
    Table
        Where the parts of each line sum to it.
    """
    columns = (
        Column(heading=words(text("path upstream")), width=4.4),
        _value_column(found),
        _share_column(text("share")),
        Column(heading=words(text("amount")), form="figures"),
        Column(heading=words(text("unit")), width=0.6),
        Column(heading=words(text("kind of data"))),
        Column(heading=words(text("loop, times")), form="figures", width=0.8),
    )
    lines = tree_lines(found.tree)
    return Table(
        key="tree",
        title=words(text("Tree: from the product upstream")),
        columns=columns,
        rows=tuple(_tree_row(line) for line in lines),
    )


def _tree_row(line: TreeLine) -> tuple[Cell, ...]:
    indent = INDENT * line.depth
    # The Chinese stands first in a cell, and alone where both are the same.
    english = line.name.en if line.name.en != line.name.zh else f"{indent}{line.name.en}"
    name = Words(english, f"{indent}{line.name.zh}")
    first, last = line.first, line.last
    return (
        name,
        first.value,
        first.share,
        first.amount,
        words(UNITS.get(first.unit, first.unit)) if first.unit else None,
        words(text(last.data_class)) if last.data_class else None,
        first.amplification if first.amplification != 1.0 else None,
    )


def spot_table(found: Hotspots) -> Table:
    """Return the hot spots as a table.

    Parameters
    ----------
    found : Hotspots
        With the spots.

    Returns
    -------
    Table
        Largest first.
    """
    columns = (
        Column(heading=words(text("stage"))),
        Column(heading=words(text("company, site")), width=2),
        Column(heading=words(text("what")), width=1.5),
        _value_column(found),
        _share_column(text("share")),
        _share_column(text("of it primary")),
        _share_column(text("of it proxies")),
    )
    return Table(
        key="hot-spots",
        title=words(text("The largest hot spots")),
        columns=columns,
        rows=tuple(
            (
                words(STAGES[spot.stage]),
                words(spot.supplier),
                words(spot.flow),
                spot.value,
                spot.share,
                spot.primary_share,
                spot.proxy_share,
            )
            for spot in found.spots
        ),
    )


def _value_column(found: Hotspots, heading: Text | None = None) -> Column:
    return Column(heading=words(heading or text("footprint")), unit=found.unit, form="aligned")


def _share_column(heading: Text) -> Column:
    return Column(heading=words(heading), unit="%", form="percent", width=0.8)
