"""How sure a footprint is: distribution, comparison, and which data decide."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from pvfootprint.language.texts import text
from pvfootprint.model.spread import BASES

if TYPE_CHECKING:
    from pvfootprint.language.texts import Text

LOW, HIGH = 0.025, 0.975
"""Bounds of the interval that holds 95 % of the draws [-]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """What a simulation found.

    Parameters
    ----------
    unit : str
        Unit of the values, ``kgCO2e/kWp``.
    draws : int
        How many values.
    deterministic : float
        The value without uncertainty, every number at its median [unit].
    position : float
        Share of the draws that lie below it [-].
    mean, median, low, high : float
        `low` and `high` hold 95 % of the draws between them [unit].
    standard_deviation : float
        [unit].
    variation : float
        Coefficient of variation: standard deviation over mean [-].
    geometric : float, optional
        Geometric standard deviation; None where a draw is not above zero [-].
    mean_error, median_error, low_error, high_error : float
        Standard errors of these four numbers, from the number of draws [unit].
    edges : tuple of float
        Bounds of the bins of the histogram [unit].
    counts : tuple of int
        Draws in each bin.
    """

    unit: str
    draws: int
    deterministic: float
    position: float
    mean: float
    median: float
    low: float
    high: float
    standard_deviation: float
    variation: float
    geometric: float | None
    mean_error: float
    median_error: float
    low_error: float
    high_error: float
    edges: tuple[float, ...]
    counts: tuple[int, ...]

    @property
    def width(self) -> float:
        """Width of the 95 % interval [unit]."""
        return self.high - self.low


@dataclass(frozen=True, slots=True, kw_only=True)
class Resting:
    """What a footprint rests on, and how much of that has a stated spread.

    Parameters
    ----------
    stated_share : float
        Share of the footprint in which every number that is multiplied has a stated spread [-].
    factor_shares : dict
        Share of the footprint by where the spread of its emission factor or emission comes from,
        a key of :data:`pvfootprint.model.spread.BASES`; they sum to 1 [-].
    numbers : dict
        How many exchanges by the same.
    """

    stated_share: float
    factor_shares: dict[str, float]
    numbers: dict[str, int]

    @property
    def unstated_share(self) -> float:
        """Share of the footprint with at least one number whose spread nobody states [-]."""
        return 1 - self.stated_share


@dataclass(frozen=True, slots=True, kw_only=True)
class Unshared:
    """A number without a stated spread that only one of two compared products rests on.

    Parameters
    ----------
    of : str
        ``a`` or ``b``.
    process, name : Text
        The process, and what it takes or emits.
    value : float
        What passes through it [kgCO2e per declared unit].
    """

    of: str
    process: Text
    name: Text
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedComparison:
    """Two products with the same draws for what they share.

    Parameters
    ----------
    other : str
        Name of the other product.
    distribution : Distribution
        Of the other product.
    difference : Distribution
        Of the first less the other.
    lower_share : float
        Share of the draws in which the first product is lower [-].
    correlation : float
        Of the two footprints over the draws; 1 if nothing is uncertain [-].
    shared, only_first, only_other : int
        Uncertain numbers that both rest on, or one alone.
    unshared : tuple of Unshared
        Numbers without stated spread through which a tenth of the difference or more passes in one
        product and nothing in the other; the largest first.
    """

    other: str
    distribution: Distribution
    difference: Distribution
    lower_share: float
    correlation: float
    shared: int
    only_first: int
    only_other: int
    unshared: tuple[Unshared, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncertainty:
    """How sure a footprint is.

    Parameters
    ----------
    product : str
        Its name.
    unit : str
        Unit of the footprint.
    seed, draws : int
        With which it can be repeated.
    version : str
        Version of this program.
    matrix : str
        Pedigree matrix.
    assumed : float, optional
        Geometric standard deviation that the user assumed where none is stated [-].
    distribution : Distribution
        Of the footprint.
    resting : Resting
        How much of it has stated spreads.
    threshold : float, optional
        Value that it was held against [unit].
    below_share : float, optional
        Share of the draws that are below the threshold or equal to it [-].
    comparison : PairedComparison, optional
        With another product.
    """

    product: str
    unit: str
    seed: int
    draws: int
    version: str
    matrix: str
    assumed: float | None
    distribution: Distribution
    resting: Resting
    threshold: float | None = None
    below_share: float | None = None
    comparison: PairedComparison | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the result as a dictionary of JSON values."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class DataPoint:
    """What one person can measure: a number, or numbers that vary together.

    Parameters
    ----------
    key : str
        As in :class:`pvfootprint.model.spread.Spread`.
    name : Text
        What it is, such as ``electricity (12 rows)``.
    process : Text
        The process that it stands in.
    owner : Text
        Whose data it is: a company, or a source of the library.
    place : Text
        Where it stands: file, sheet and cells, or file of the library.
    basis : str
        A key of :data:`pvfootprint.model.spread.BASES`.
    said : Text
        Where its spread comes from, in words.
    exchanges : int
        How many exchanges rest on it.
    scale : float
        Standard deviation of the natural logarithm; 0 where nobody states it [-].
    value : float
        What passes through it [kgCO2e per declared unit].
    elasticity : float
        Change of the footprint over change of the number, both relative [-].
    linear_share : float
        Share of the variance, from elasticity and scale [-].
    drawn_share : float, optional
        Share of the variance, from the draws; None where it was not simulated [-].
    narrower : float, optional
        By how much the 95 % interval shrinks if this alone were known exactly; None where it was
        not simulated [-].
    narrower_error : float, optional
        Standard error of that, from the number of draws [-].
    """

    key: str
    name: Text
    process: Text
    owner: Text
    place: Text
    basis: str
    said: Text
    exchanges: int
    scale: float
    value: float
    elasticity: float
    linear_share: float = 0.0
    drawn_share: float | None = None
    narrower: float | None = None
    narrower_error: float | None = None

    @property
    def marked(self) -> Text:
        """Its name, with a mark where its spread is assumed."""
        if self.basis == "assumed":
            return text("{name} (spread assumed)", name=self.name)
        return self.name

    @property
    def geometric(self) -> float:
        """Geometric standard deviation [-]."""
        return math.exp(self.scale)

    def to_dict(self) -> dict[str, Any]:
        """Return it as a flat dictionary of JSON values, with both languages."""
        texts = ("name", "process", "owner", "place", "said")
        row: dict[str, Any] = asdict(self)
        for field in texts:
            row[field] = getattr(self, field).en
            row[f"{field}_zh"] = getattr(self, field).zh
        row["basis_said"] = BASES[self.basis].en
        return row


@dataclass(frozen=True, slots=True, kw_only=True)
class Leverage:
    """What decides a footprint: elasticity and share of variance of every number.

    Parameters
    ----------
    product, unit, seed, draws, version, matrix, assumed, distribution, resting
        As :class:`Uncertainty`.
    points : tuple of DataPoint
        With a spread, stated or assumed; what narrows the interval most if it were known stands
        first.
    unstated : tuple of DataPoint
        Those whose spread nobody states, the largest elasticity first.
    linear_sum, drawn_sum : float
        Sums of both kinds of shares of variance over what was simulated [-].
    largest_gap : float
        Largest difference between both kinds of shares of one data point [-].
    linear_geometric : float
        Geometric standard deviation of the footprint from elasticities and scales alone [-].
    """

    product: str
    unit: str
    seed: int
    draws: int
    version: str
    matrix: str
    assumed: float | None
    distribution: Distribution
    resting: Resting
    points: tuple[DataPoint, ...]
    unstated: tuple[DataPoint, ...]
    linear_sum: float
    drawn_sum: float
    largest_gap: float
    linear_geometric: float

    def to_dict(self) -> dict[str, Any]:
        """Return the result as a dictionary of JSON values."""
        data = {
            name: getattr(self, name)
            for name in (
                "product",
                "unit",
                "seed",
                "draws",
                "version",
                "matrix",
                "assumed",
                "linear_sum",
                "drawn_sum",
                "largest_gap",
                "linear_geometric",
            )
        }
        data["distribution"] = asdict(self.distribution)
        data["resting"] = asdict(self.resting)
        data["points"] = [point.to_dict() for point in self.points]
        data["unstated"] = [point.to_dict() for point in self.unstated]
        return data
