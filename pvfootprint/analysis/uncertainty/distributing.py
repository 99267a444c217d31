"""Describes a simulated distribution by numbers, with what the number of draws leaves open."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import mstats

from pvfootprint.model.uncertainty import HIGH, LOW, Distribution

if TYPE_CHECKING:
    from numpy.typing import NDArray

BINS = 60
TAILS = 0.001
"""Share of the draws at each end that the histogram leaves out [-]."""

CONSTANT = 1e-9
"""Range over the largest value below which values count as one [-]."""

MOST_SORTED = 200_000
"""Draws beyond which the standard errors of the percentiles are taken from a part and scaled."""


def describe(values: NDArray[np.float64], unit: str, deterministic: float) -> Distribution:
    """Describe draws.

    Parameters
    ----------
    values : ndarray, shape (draws,)
        What was drawn [unit].
    unit : str
        Their unit.
    deterministic : float
        The value without uncertainty [unit].

    Returns
    -------
    Distribution
        Percentiles are linear between the draws. Their standard errors are those of Maritz and
        Jarrett (1978), as :func:`scipy.stats.mstats.mjci` computes them.
    """
    low, median, high = (float(q) for q in np.quantile(values, (LOW, 0.5, HIGH)))
    mean, deviation = float(values.mean()), float(values.std(ddof=1))
    errors = _errors(values)
    counts, edges = _histogram(values, median)
    above_zero = bool((values > 0).all())
    return Distribution(
        unit=unit,
        draws=len(values),
        deterministic=deterministic,
        position=float(np.mean(values < deterministic)),
        mean=mean,
        median=median,
        low=low,
        high=high,
        standard_deviation=deviation,
        variation=deviation / abs(mean) if mean else 0.0,
        geometric=math.exp(float(np.log(values).std(ddof=1))) if above_zero else None,
        mean_error=deviation / math.sqrt(len(values)),
        low_error=errors[0],
        median_error=errors[1],
        high_error=errors[2],
        edges=tuple(map(float, edges)),
        counts=tuple(map(int, counts)),
    )


def _histogram(
    values: NDArray[np.float64], median: float
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    low, high = np.quantile(values, (TAILS, 1 - TAILS))
    if high - low > CONSTANT * float(np.abs(values).max()):
        return np.histogram(values, BINS, (low, high))
    # A difference in which everything cancels is a constant, but for the last digits.
    return np.array([len(values)]), np.array([median - 0.5, median + 0.5])


def _errors(values: NDArray[np.float64]) -> tuple[float, float, float]:
    part = values[:MOST_SORTED]
    found = mstats.mjci(part, (LOW, 0.5, HIGH)) * math.sqrt(len(part) / len(values))
    return float(found[0]), float(found[1]), float(found[2])
