"""Histograms: of a footprint, of two of them, and of their difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.documents.drawing import ACCENT, INK, LINE
from pvfootprint.documents.numbers import figures, percent
from pvfootprint.documents.uncertainty.plotting import ROW, WARN, Mark, Plot, highest
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from pvfootprint.language.texts import Text
    from pvfootprint.model.uncertainty import Distribution, PairedComparison, Uncertainty

HEIGHT = 150.0
"""Height of the bars [pt]."""

FIRST, SECOND = "#56b4e9", "#d55e00"
"""Two products, told apart by the colour-blind (Okabe and Ito 2008)."""


def interval_said(found: Distribution) -> Text:
    """Return the 95 % interval in words."""
    return text(
        "95 % of the draws: {low} to {high}", low=figures(found.low), high=figures(found.high)
    )


def draw_distribution(result: Uncertainty, title: Text) -> str:
    """Draw the distribution of a footprint.

    Parameters
    ----------
    result : Uncertainty
        What was simulated.
    title : Text
        For programs that read aloud.

    Returns
    -------
    str
        An ``svg`` element.
    """
    found = result.distribution
    marks = [
        Mark(
            value=found.deterministic,
            said=text("without uncertainty {value}", value=figures(found.deterministic)),
        ),
        Mark(
            value=found.median,
            said=text("median {value}", value=figures(found.median)),
            colour=ACCENT,
        ),
    ]
    if result.threshold is not None and result.below_share is not None:
        said = text(
            "threshold {value}: {share} % of the draws keep it",
            value=figures(result.threshold),
            share=percent(result.below_share),
        )
        marks.append(Mark(value=result.threshold, said=said, colour=WARN))
    plot = _plot("distribution", [found], marks)
    plot.bars(found, highest(found), fill=FIRST, pale=LINE)
    plot.marks(marks)
    plot.axis(result.unit)
    plot.interval(found, interval_said(found))
    return plot.svg(title)


def draw_pair(result: Uncertainty, other: PairedComparison, title: Text) -> str:
    """Draw the distributions of two products over one axis.

    Parameters
    ----------
    result : Uncertainty
        The first product.
    other : PairedComparison
        The other one.
    title : Text
        For programs that read aloud.

    Returns
    -------
    str
        An ``svg`` element.
    """
    one, two = result.distribution, other.distribution
    marks = [
        Mark(value=one.median, said=text("A: median {value}", value=figures(one.median))),
        Mark(
            value=two.median,
            said=text("B: median {value}", value=figures(two.median)),
            colour=SECOND,
        ),
    ]
    plot = _plot("pair", [one, two], marks)
    top = highest(one, two)
    plot.bars(one, top, fill=FIRST, pale=FIRST, opacity=0.75)
    plot.outline(two, top, SECOND)
    plot.marks(marks)
    plot.axis(result.unit)
    return plot.svg(title)


def draw_difference(other: PairedComparison, title: Text) -> str:
    """Draw the distribution of the difference of two products.

    Parameters
    ----------
    other : PairedComparison
        The comparison.
    title : Text
        For programs that read aloud.

    Returns
    -------
    str
        An ``svg`` element.
    """
    found = other.difference
    said = text("below 0, A is lower: {share} % of the draws", share=percent(other.lower_share))
    marks = [
        Mark(value=0.0, said=said, colour=WARN),
        Mark(
            value=found.deterministic,
            said=text("without uncertainty {value}", value=figures(found.deterministic)),
            colour=INK,
        ),
    ]
    plot = _plot("difference", [found], marks)
    plot.bars(found, highest(found), fill=FIRST, pale=LINE)
    plot.marks(marks)
    plot.axis(found.unit)
    plot.interval(found, interval_said(found))
    return plot.svg(title)


def _plot(key: str, found: list[Distribution], marks: list[Mark]) -> Plot:
    values = [
        *(edge for one in found for edge in (one.edges[0], one.edges[-1])),
        *(mark.value for mark in marks),
    ]
    return Plot(key, values, ROW * (len(marks) + 1), HEIGHT)
