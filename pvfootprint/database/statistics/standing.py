"""Where a product stands among those of others, from nothing but what was published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.database.statistics.computing import footprint_of
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pvfootprint.database.datasets import Dataset
    from pvfootprint.database.statistics.figures import Measure, Statistics
    from pvfootprint.language.texts import Text

NEAR = 0.1
"""How far from a published mean still is about it [-]."""

BELOW_25 = text("among the quarter with the lowest values")
AT_25 = text("at the border of the quarter with the lowest values")
BELOW_50 = text("in the lower half")
AT_50 = text("in the middle")
ABOVE_50 = text("in the upper half")
AT_75 = text("at the border of the quarter with the highest values")
ABOVE_75 = text("among the quarter with the highest values")
BELOW_MEAN = text("below the mean")
AT_MEAN = text("about the mean")
ABOVE_MEAN = text("above the mean")

STEPS = (("25", BELOW_25, AT_25), ("50", BELOW_50, AT_50), ("75", ABOVE_50, AT_75))
"""Percentile, where a value stands below its band, and where it stands inside."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a product stands.

    Parameters
    ----------
    year : int
        Of the statistics.
    measure : Measure
        The published figures.
    value : float
        Its own value [unit of the measure].
    said : Text
        Where it stands.
    """

    year: int
    measure: Measure
    value: float
    said: Text


def places(dataset: Dataset, published: Iterable[Statistics]) -> list[Place]:
    """Say where a product stands in the statistics of its year.

    Parameters
    ----------
    dataset : Dataset
        The product's.
    published : iterable of Statistics
        What was published; nothing else is looked at, so that its owner learns no more of others
        than everybody.

    Returns
    -------
    list of Place
        One for each measure; none if nothing of its year and kind was published.
    """
    found = []
    for statistics in published:
        cell = statistics.cell(dataset.stage, dataset.technology)
        if cell is None or statistics.year != dataset.year:
            continue
        for measure in cell.measures:
            value = _value(dataset, measure)
            if value is not None:
                found.append(Place(statistics.year, measure, value, place_of(value, measure)))
    return found


def place_of(value: float, measure: Measure) -> Text:
    """Return where a value stands among published figures."""
    steps = [step for step in STEPS if step[0] in measure.percentiles]
    if not steps:
        if value < measure.mean * (1 - NEAR):
            return BELOW_MEAN
        return AT_MEAN if value <= measure.mean * (1 + NEAR) else ABOVE_MEAN
    middle = measure.percentiles["50"]
    if middle.low <= value < middle.high:
        return AT_50
    for key, below, inside in steps:
        band = measure.percentiles[key]
        if value < band.low:
            return below
        if value < band.high:
            return inside
    return ABOVE_75 if len(steps) == len(STEPS) else ABOVE_50


def _value(dataset: Dataset, measure: Measure) -> float | None:
    if measure.measure == "electricity":
        return dataset.process.electricity
    return footprint_of(dataset, measure.unit.split("/")[1])
