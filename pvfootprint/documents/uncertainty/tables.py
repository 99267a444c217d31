"""Tables that both pages share: what a footprint rests on, and the data points behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.documents.blocks import Column, Paragraph, Table, words
from pvfootprint.documents.numbers import figures, percent
from pvfootprint.language.texts import text
from pvfootprint.model.spread import BASES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pvfootprint.documents.blocks import Cell
    from pvfootprint.model.uncertainty import DataPoint, Resting

DATA_POINT = Column(heading=words(text("Data point")), width=3)
STANDS_IN = Column(heading=words(text("Stands in")), width=3)
OWNER = Column(heading=words(text("Whose data")), width=2)
PLACE = Column(heading=words(text("Where it stands")), width=2)
FROM = Column(heading=words(text("Spread from")), width=2)


def lower_bound(resting: Resting, assumed: float | None) -> Paragraph:
    """Say how much of an interval rests on nothing."""
    share = percent(resting.unstated_share)
    if assumed:
        said = text(
            "{share} % of the footprint rests on numbers whose spread nobody states. A geometric "
            "standard deviation of {assumed} is assumed for each of them: an assumption of whoever "
            "made this page, not of a source.",
            share=share,
            assumed=figures(assumed, 3),
        )
    else:
        said = text(
            "{share} % of the footprint rests on at least one number whose spread nobody states. "
            "These numbers are held constant, so the interval is a lower bound: the footprint is "
            "less sure than it looks.",
            share=share,
        )
    return Paragraph(words(said), "warning")


def resting_table(resting: Resting) -> Table:
    """Return what the footprint rests on, by where the spreads come from."""
    rows: list[tuple[Cell, ...]] = [
        (words(name), resting.factor_shares.get(basis, 0.0), float(resting.numbers.get(basis, 0)))
        for basis, name in BASES.items()
        if basis in resting.numbers
    ]
    return Table(
        key="resting",
        title=words(text("Where the spreads come from")),
        columns=(
            Column(heading=words(text("Spread")), width=3),
            Column(
                heading=words(text("Share of the footprint, by emission factor")),
                unit="%",
                form="percent",
            ),
            Column(heading=words(text("Exchanges")), form="count"),
        ),
        rows=tuple(rows),
        notes=(
            words(
                text(
                    "A footprint is a sum of products: amounts times emission factors. The shares "
                    "go by the last number of each product, the factor or direct emission. Over "
                    "all numbers of a product, {share} % of the footprint has stated spreads only.",
                    share=percent(resting.stated_share),
                )
            ),
        ),
    )


def ranked_table(points: Sequence[DataPoint], shown: int) -> Table:
    """Return the data points with a spread, by how much the interval shrinks if they were known."""
    rows = tuple(
        (
            words(point.marked),
            words(point.process),
            words(point.owner),
            words(point.place),
            _geometric(point),
            point.elasticity,
            point.linear_share,
            point.drawn_share,
            None if point.narrower is None else max(0.0, point.narrower),
        )
        for point in points[:shown]
    )
    return Table(
        key="ranked",
        title=words(text("Data worth measuring better")),
        columns=(
            DATA_POINT,
            STANDS_IN,
            OWNER,
            PLACE,
            Column(heading=words(text("GSD")), unit="-", form="figures"),
            Column(heading=words(text("Elasticity")), unit="-", form="figures"),
            Column(heading=words(text("Share of variance, linear")), unit="%", form="percent"),
            Column(heading=words(text("Share of variance, drawn")), unit="%", form="percent"),
            Column(heading=words(text("Interval shrinks by")), unit="%", form="percent"),
        ),
        rows=rows,
        notes=(
            words(
                text(
                    "GSD: geometric standard deviation. The interval shrinks by so much if this "
                    "datum alone were known exactly, the draws of all others staying the same."
                )
            ),
        ),
    )


def unstated_table(points: Sequence[DataPoint], shown: int) -> Table:
    """Return the data points without a spread, by elasticity."""
    rows = tuple(
        (
            words(point.name),
            words(point.process),
            words(point.owner),
            words(point.place),
            point.elasticity,
            point.value,
        )
        for point in points[:shown]
    )
    return Table(
        key="unstated",
        title=words(text("Data without a stated spread, by weight")),
        columns=(
            DATA_POINT,
            STANDS_IN,
            OWNER,
            PLACE,
            Column(heading=words(text("Elasticity")), unit="-", form="figures"),
            Column(heading=words(text("Passes through it")), unit="kgCO2e", form="aligned"),
        ),
        rows=rows,
        notes=(
            words(
                text(
                    "Elasticity: change of the footprint over change of the datum, both relative. "
                    "It says what a datum weighs, not how sure it is. Numbers that follow each "
                    "other in the chain overlap."
                )
            ),
        ),
    )


def spreads_table(points: Sequence[DataPoint]) -> Table:
    """Return every data point with its spread and where that comes from; for the workbook."""
    rows = tuple(
        (
            words(point.name),
            words(point.process),
            words(point.owner),
            words(point.place),
            words(BASES[point.basis]),
            words(point.said),
            _geometric(point),
            point.elasticity,
            point.linear_share,
            float(point.exchanges),
        )
        for point in points
    )
    return Table(
        key="spreads",
        title=words(text("Spread of every data point")),
        columns=(
            DATA_POINT,
            STANDS_IN,
            OWNER,
            PLACE,
            FROM,
            Column(heading=words(text("In words")), width=2),
            Column(heading=words(text("GSD")), unit="-", form="figures"),
            Column(heading=words(text("Elasticity")), unit="-", form="figures"),
            Column(heading=words(text("Share of variance, linear")), unit="%", form="percent"),
            Column(heading=words(text("Exchanges")), form="count"),
        ),
        rows=rows,
        only_workbook=True,
    )


def _geometric(point: DataPoint) -> float | None:
    return point.geometric if point.scale else None
