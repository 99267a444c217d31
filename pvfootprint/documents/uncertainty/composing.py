"""Composes the pages of how sure a footprint is, and of which data decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.documents.blocks import (
    Column,
    Document,
    Fact,
    Facts,
    Figure,
    Items,
    Paragraph,
    Section,
    Table,
    Words,
    words,
)
from pvfootprint.documents.numbers import figures, percent
from pvfootprint.documents.uncertainty.histogram import (
    draw_difference,
    draw_distribution,
    draw_pair,
)
from pvfootprint.documents.uncertainty.tables import (
    lower_bound,
    ranked_table,
    resting_table,
    spreads_table,
    unstated_table,
)
from pvfootprint.documents.uncertainty.tornado import draw_tornado
from pvfootprint.language.texts import Text, text
from pvfootprint.model.spread import STATED
from pvfootprint.model.terms import BOUNDARY, PARTIAL_FOOTPRINT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pvfootprint.documents.blocks import Block, Cell
    from pvfootprint.language.texts import Text as Said
    from pvfootprint.model.uncertainty import (
        DataPoint,
        Distribution,
        Leverage,
        PairedComparison,
        Uncertainty,
    )

UNCERTAINTY = text("How sure the footprint is")
SENSITIVITY = text("Which data decide")
SHOWN = 10


def uncertainty_page(result: Uncertainty, points: Sequence[DataPoint]) -> Document:
    """Compose the page of a simulation.

    Parameters
    ----------
    result : Uncertainty
        What was simulated.
    points : sequence of DataPoint
        The numbers behind it, for the workbook.

    Returns
    -------
    Document
        Plain data, which page and workbook render alike.
    """
    sections = [_distribution(result)]
    if result.comparison:
        sections.append(_comparison(result, result.comparison))
    sections += [
        Section(
            key="resting",
            title=words(text("What it rests on")),
            blocks=(
                lower_bound(result.resting, result.assumed),
                resting_table(result.resting),
                spreads_table(points),
            ),
        ),
        _method(result),
    ]
    return _document(UNCERTAINTY, result, sections)


def sensitivity_page(result: Leverage, shown: int = SHOWN) -> Document:
    """Compose the page of what decides a footprint.

    Parameters
    ----------
    result : Leverage
        What was found.
    shown : int
        Rows of the tables on the page; the workbook holds all.

    Returns
    -------
    Document
        Plain data, which page and workbook render alike.
    """
    stated = [point for point in result.points if point.basis in STATED][:shown]
    tornado = draw_tornado(
        result.distribution.deterministic,
        stated,
        result.unstated[:shown],
        text("Tornado of the data points"),
    )
    sections = [
        Section(
            key="worth",
            title=words(text("What is worth measuring better")),
            blocks=(
                Paragraph(words(_agreement(result))),
                Figure(
                    key="tornado",
                    title=words(text("By how much each datum can move the footprint")),
                    svg=tornado,
                ),
                ranked_table(result.points, shown),
            ),
        ),
        Section(
            key="unstated",
            title=words(text("What nobody states a spread of")),
            blocks=(
                lower_bound(result.resting, result.assumed),
                unstated_table(result.unstated, shown),
                resting_table(result.resting),
                spreads_table(_all_points(result)),
            ),
        ),
        _method(result),
    ]
    return _document(SENSITIVITY, result, sections)


def _all_points(result: Leverage) -> tuple[DataPoint, ...]:
    """Return every data point once: those with an assumed spread stand in both lists."""
    return (*result.points, *(point for point in result.unstated if not point.scale))


def _document(title: Said, result: Uncertainty | Leverage, sections: Sequence[Section]) -> Document:
    found = result.distribution
    return Document(
        title=words(title),
        subtitle=Words(
            f"{PARTIAL_FOOTPRINT.en}, {BOUNDARY.en}", f"{PARTIAL_FOOTPRINT.zh}（{BOUNDARY.zh}）"
        ),
        subject=words(result.product),
        owner=words(""),
        headline=Fact(label=words(text("Footprint")), value=found.deterministic, unit=result.unit),
        status=lower_bound(result.resting, result.assumed),
        facts=Facts(key="title", title=words(title), facts=_facts(result)),
        sections=tuple(sections),
        annexes=(),
    )


def _facts(result: Uncertainty | Leverage) -> tuple[Fact, ...]:
    found = result.distribution
    assumed = (
        text("none: held constant")
        if result.assumed is None
        else text("geometric standard deviation {value}", value=figures(result.assumed, 3))
    )
    said: list[tuple[Said, Said | str]] = [
        (text("95 % interval"), _interval(found)),
        (text("Coefficient of variation"), f"{percent(found.variation)} %"),
        (text("Draws"), str(result.draws)),
        (text("Seed"), str(result.seed)),
        (text("Pedigree matrix"), result.matrix),
        (text("Assumed where no spread is stated"), assumed),
        (text("Program"), f"pvfootprint {result.version}"),
    ]
    return tuple(Fact(label=words(name), value=words(value)) for name, value in said)


def _interval(found: Distribution) -> Said:
    ends = {"low": figures(found.low), "high": figures(found.high), "unit": found.unit}
    return text("{low} to {high} {unit}", **ends)


def _distribution(result: Uncertainty) -> Section:
    blocks: list[Block] = [
        Figure(
            key="distribution",
            title=words(text("Distribution of the footprint")),
            svg=draw_distribution(result, text("Distribution of the footprint")),
            notes=(
                words(
                    text(
                        "{draws} draws. Dark: the 95 % interval. One draw in a thousand at each "
                        "end lies outside the picture.",
                        draws=result.draws,
                    )
                ),
            ),
        ),
        _numbers("numbers", text("The distribution in numbers"), result.distribution),
    ]
    if result.threshold is not None and result.below_share is not None:
        said = text(
            "{share} % of the draws are not above the threshold of {value} {unit}.",
            share=percent(result.below_share),
            value=figures(result.threshold),
            unit=result.unit,
        )
        blocks.insert(0, Paragraph(words(said)))
    return Section(key="distribution", title=words(text("Distribution")), blocks=tuple(blocks))


def _numbers(key: str, title: Said, found: Distribution) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (words(text("without uncertainty")), found.deterministic, None),
        (words(text("mean")), found.mean, found.mean_error),
        (words(text("median")), found.median, found.median_error),
        (words(text("lower end of the 95 % interval")), found.low, found.low_error),
        (words(text("upper end of the 95 % interval")), found.high, found.high_error),
        (words(text("standard deviation")), found.standard_deviation, None),
    ]
    notes = [
        text(
            "{share} % of the draws lie below the value without uncertainty. A mean above the "
            "median is no error: lognormal numbers are skewed.",
            share=percent(found.position),
        ),
        text(
            "The standard errors come from the number of draws alone; four times the draws halve "
            "them."
        ),
    ]
    if found.geometric is not None:
        notes.insert(
            0, text("Geometric standard deviation {value}.", value=figures(found.geometric))
        )
    return Table(
        key=key,
        title=words(title),
        columns=(
            Column(heading=words(text("Quantity")), width=3),
            Column(heading=words(text("Value")), unit=found.unit, form="aligned"),
            Column(heading=words(text("Standard error")), unit=found.unit, form="figures"),
        ),
        rows=tuple(rows),
        notes=tuple(words(note) for note in notes),
    )


def _comparison(result: Uncertainty, other: PairedComparison) -> Section:
    blocks: list[Block] = [
        Paragraph(
            words(
                text(
                    "A is {product}, B is {other}. What both rest on is drawn once for both: "
                    "{shared} uncertain numbers are shared, {first} are A's alone, {second} B's. "
                    "A is lower in {share} % of the draws; their correlation is {correlation}.",
                    product=Text(result.product),
                    other=Text(other.other),
                    shared=other.shared,
                    first=other.only_first,
                    second=other.only_other,
                    share=percent(other.lower_share),
                    correlation=f"{other.correlation:.3f}",
                )
            )
        ),
        Figure(
            key="pair",
            title=words(text("Both footprints: A filled, B outlined")),
            svg=draw_pair(result, other, text("Both footprints: A filled, B outlined")),
        ),
        Figure(
            key="difference",
            title=words(text("Difference A - B, draw by draw")),
            svg=draw_difference(other, text("Difference A - B, draw by draw")),
        ),
        _numbers("difference", text("The difference in numbers"), other.difference),
    ]
    if other.unshared:
        said = text(
            "The difference rests on numbers without a stated spread that only one of the two "
            "products has. The share of draws may look surer than it is."
        )
        blocks += [Paragraph(words(said), "warning"), _unshared(other)]
    return Section(key="comparison", title=words(text("Comparison")), blocks=tuple(blocks))


def _unshared(other: PairedComparison) -> Table:
    return Table(
        key="unshared",
        title=words(text("Numbers without a stated spread that only one product has")),
        columns=(
            Column(heading=words(text("Product"))),
            Column(heading=words(text("Process")), width=3),
            Column(heading=words(text("Takes or emits")), width=3),
            Column(heading=words(text("Passes through it")), unit="kgCO2e", form="aligned"),
        ),
        rows=tuple(
            (words(one.of.upper()), words(one.process), words(one.name), one.value)
            for one in other.unshared
        ),
    )


def _agreement(result: Leverage) -> Said:
    return text(
        "Two ways give the shares of the variance: linear, from elasticity and spread; drawn, the "
        "squared correlation of datum and footprint over {draws} draws. Over the ranked data the "
        "linear shares sum to {linear} % and the drawn ones to {drawn} %; no datum differs by more "
        "than {gap} percentage points. The rank goes by how much the 95 % interval shrinks, which "
        "is simulated.",
        draws=result.draws,
        linear=percent(result.linear_sum),
        drawn=percent(result.drawn_sum),
        gap=percent(result.largest_gap),
    )


def _method(result: Uncertainty | Leverage) -> Section:
    items = (
        text(
            "Every uncertain number is lognormal, with the value of the footprint as its median. "
            "Its spread is, in this order and only one of them: given with the number; from "
            "pedigree scores and a basic uncertainty (matrix {matrix}); published by the source of "
            "the factor. What nobody states is held constant or has the spread that was assumed.",
            matrix=result.matrix,
        ),
        text(
            "Numbers that rest on one datum vary together: the months of a meter under one score, "
            "a row that is split over suppliers, the gases of one factor, and the same datum in "
            "two products."
        ),
        text(
            "Not in it: characterization factors (GWP), choices of method and model, and whether "
            "a dataset that stands for something else fits."
        ),
        text(
            "Seed {seed}, {draws} draws, pvfootprint {version}: the same give the same numbers on "
            "any number of processes.",
            seed=result.seed,
            draws=result.draws,
            version=result.version,
        ),
    )
    return Section(
        key="method",
        title=words(text("How it was computed")),
        blocks=(Items("method", tuple(words(item) for item in items)),),
    )
