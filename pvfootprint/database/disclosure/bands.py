"""Coarse steps: what is known of a company's value once it is said in a band.

The bands lie between the preferred numbers R10 of ISO 3:1973 (1.00, 1.25, 1.60, 2.00, ... 8.00,
10.0), whatever the data are. What is computed from bands alone cannot tell more of a value than its
band, however many results are put together and whoever else gives his own values away.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass

STEPS = (1.0, 1.25, 1.6, 2.0, 2.5, 3.15, 4.0, 5.0, 6.3, 8.0)
"""Preferred numbers R10 of a decade (ISO 3:1973)."""

NARROWEST = 1.25
"""Least ratio of the ends of a band [-]: its middle is 11 % or more from either end."""


@dataclass(frozen=True, slots=True, order=True)
class Band:
    """Values from `low`, included, to `high`, left out."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        """What stands for a value of the band: their mean, where their logarithms lie evenly."""
        return (self.high - self.low) / math.log(self.high / self.low)


def band_of(value: float) -> Band:
    """Return the band in which a value lies.

    Parameters
    ----------
    value : float
        Above 0 [any unit].

    Returns
    -------
    Band
        Between neighbours of R10 [unit of the value].

    Raises
    ------
    ValueError
        If the value is not above 0, or not finite.
    """
    if not (math.isfinite(value) and value > 0):
        msg = f"{value} lies in no band"
        raise ValueError(msg)
    decade = math.floor(math.log10(value))
    # The logarithm of a value beside a power of ten may be rounded over it.
    decade += (value >= _number(decade, len(STEPS))) - (value < _number(decade, 0))
    ends = [_number(decade, place) for place in range(len(STEPS) + 1)]
    place = bisect_right(ends, value) - 1
    return Band(ends[place], ends[place + 1])


def rounded(value: float, figures: int) -> float:
    """Round to significant figures."""
    return float(f"{value:.{figures - 1}e}")


def _number(decade: int, place: int) -> float:
    """Return a preferred number, read as it is written, so that neighbours share their end."""
    decade, place = decade + place // len(STEPS), place % len(STEPS)
    return float(f"{STEPS[place]}e{decade}")
