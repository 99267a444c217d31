"""How uncertain the numbers of a product system are: lognormal spreads, and where they come from.

A lognormal number has the given amount as its median; its spread is the standard deviation of its
natural logarithm, called scale. Its geometric standard deviation is exp(scale): about 95 % of the
values lie between the median over its square and the median times its square.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.language.texts import text
from pvfootprint.model.site_rows import NOWHERE, Origin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pvfootprint.language.texts import Text

INDICATORS = {
    "reliability": text("reliability"),
    "completeness": text("completeness"),
    "temporal": text("temporal correlation"),
    "geographical": text("geographical correlation"),
    "technological": text("technological correlation"),
}
"""Indicators of the pedigree matrix, in the order in which scores are written."""

QUANTILE = 1.959963984540054
"""Quantile 0.975 of the standard normal distribution [-]."""

BASES = {
    "given": text("given with the number"),
    "pedigree": text("from pedigree scores"),
    "published": text("published with the factor"),
    "assumed": text("assumed by the user"),
    "none": text("not stated"),
    "fixed": text("certain by definition"),
}
"""Where a spread comes from. What is certain by definition: that a process makes one unit of its
product, and the shares of what only passes on its inputs, such as a mix: they sum to one."""

UNSTATED = ("none", "assumed")
"""Bases of numbers whose spread nobody states."""

STATED = ("given", "pedigree", "published")
"""Bases that a source, a company or a published rule stands behind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PedigreeMatrix:
    """Uncertainty factors of pedigree scores.

    Parameters
    ----------
    key, title, title_zh : str
        Name of the file, and for people.
    source : str
        Key in ``methods/uncertainty/sources.csv``.
    factors : dict
        Five factors for the scores 1 to 5, by indicator; squares of geometric standard
        deviations [-].
    """

    key: str
    title: str
    title_zh: str
    source: str
    factors: Mapping[str, tuple[float, ...]]

    def scale(self, scores: Mapping[str, int], basic: float) -> float:
        """Combine scores with a basic uncertainty.

        Parameters
        ----------
        scores : mapping
            Score from 1 to 5 by indicator; an indicator that is not in it adds nothing.
        basic : float
            Basic uncertainty factor: the square of a geometric standard deviation [-].

        Returns
        -------
        float
            Scale: half the root of the sum of the squared logarithms of the factors [-]
            (Frischknecht et al. 2007, ecoinvent report No. 1).
        """
        factors = (self.factors[name][score - 1] for name, score in scores.items())
        return math.sqrt(math.fsum(math.log(f) ** 2 for f in (basic, *factors))) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedSpread:
    """The uncertainty that a source states for its factor.

    Parameters
    ----------
    dataset : str
        Code of the library's dataset whose own emissions it is about.
    scale : float
        Standard deviation of the natural logarithm [-].
    said : Text
        What the source states.
    source, note : str
        Key in ``sources.csv``; which element or table.
    """

    dataset: str
    scale: float
    said: Text
    source: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpreadMethod:
    """How spreads are found where a number brings none.

    Parameters
    ----------
    matrix : PedigreeMatrix
        Factors of the scores.
    basic : dict
        Basic uncertainty factor by group of input or name of elementary flow [-].
    published : dict
        What sources state, by code of dataset.
    """

    matrix: PedigreeMatrix
    basic: Mapping[str, float]
    published: Mapping[str, PublishedSpread]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How uncertain one exchange of a product system is.

    Parameters
    ----------
    position : int
        Flat position of the exchange in its system.
    scale : float
        Standard deviation of the natural logarithm of its amount; 0 where it is held constant [-].
    key : str
        Exchanges with the same key rest on the same number: they vary together, in every system.
    basis : str
        A key of :data:`BASES`.
    said : Text
        Where the spread comes from, in words.
    origin : Origin
        Row of a workbook that the amount rests on.
    """

    position: int
    scale: float
    key: str
    basis: str
    said: Text
    origin: Origin = NOWHERE

    @property
    def stated(self) -> bool:
        """Whether somebody states how uncertain it is, or nothing can be."""
        return self.basis in STATED or self.basis == "fixed"
