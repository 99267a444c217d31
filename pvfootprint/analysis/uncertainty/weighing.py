"""Finds which data decide how sure a footprint is, and which are worth measuring better."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from pvfootprint import __version__
from pvfootprint.analysis.uncertainty.checking import DEFAULT_DRAWS, DEFAULT_SEED, check_request
from pvfootprint.analysis.uncertainty.data_points import data_points, linear_geometric
from pvfootprint.analysis.uncertainty.distributing import describe
from pvfootprint.analysis.uncertainty.knowing import know, resting, unstated_warning
from pvfootprint.analysis.uncertainty.simulating import draw_scores, few_draws
from pvfootprint.engine.monte_carlo import simulate
from pvfootprint.engine.sampling import normals
from pvfootprint.library.spreads import DEFAULT_MATRIX
from pvfootprint.model.spread import UNSTATED
from pvfootprint.model.uncertainty import HIGH, LOW, Leverage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from pvfootprint.analysis.subjects import Subject
    from pvfootprint.analysis.uncertainty.knowing import Known
    from pvfootprint.model.findings import Finding
    from pvfootprint.model.uncertainty import DataPoint

    Progress = Callable[[int, int], None]

DEFAULT_TOP = 10
SPARE = 5
"""How many more are simulated than shown: the linear order is not quite that of the interval."""

WORTH_PROCESSES = 1_000_000
"""Draws from which several processes save time."""

MOST_CORRELATED = 200_000
"""Draws from which correlations are taken, at most: more would fill the memory for nothing."""

BATCHES = 10
"""Parts of the draws, from whose differences the noise of a rank follows."""

CLEAR = 3
"""Standard errors that a shrinking interval must stand out of the noise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A result with what it came from.

    Parameters
    ----------
    result : Leverage
        What it says.
    known : Known
        Spread, value and elasticity of every exchange.
    findings : tuple of Finding
        Warnings that a reader of the result must know.
    """

    result: Leverage
    known: Known
    findings: tuple[Finding, ...]


def sensitivity(
    subject: Subject,
    *,
    top: int = DEFAULT_TOP,
    draws: int = DEFAULT_DRAWS,
    seed: int = DEFAULT_SEED,
    processes: int = 1,
    unstated: float | None = None,
    matrix: str = DEFAULT_MATRIX,
    progress: Progress | None = None,
) -> Weighed:
    """Find which data decide how sure a footprint is.

    Parameters
    ----------
    subject : Subject
        The product.
    top : int
        How many data points are ranked by simulation.
    draws, seed, processes, unstated, matrix
        As :func:`pvfootprint.analysis.uncertainty.simulating.uncertainty`.
    progress : callable, optional
        Is told how many simulations are done, and how many there are.

    Returns
    -------
    Weighed
        Data points with a spread, ranked by how much the 95 % interval shrinks if each alone were
        known exactly, simulated with the same draws for everything else; and those without a
        spread, by elasticity.

    Raises
    ------
    AnalysisError
        UNC-001 to UNC-006, UNC-009, UNC-010.
    CalculationError
        If the system has no sound solution.
    """
    check_request(draws=draws, seed=seed, unstated=unstated, processes=processes, top=top)
    known = know(subject, matrix, unstated)
    points = data_points(known)
    ranked = [point for point in points if point.scale][: top + SPARE]
    run = _Runs(known, draws, seed, processes, progress, len(ranked) + 1)
    scores = run.all_uncertain()
    distribution = describe(scores, subject.unit, known.solution.score)
    shares = _drawn_shares(ranked, scores, seed)
    weighed = []
    for point, share in zip(ranked, shares, strict=True):
        narrower, error = _narrower(scores, run.without(point))
        point_found = replace(point, drawn_share=share, narrower=narrower, narrower_error=error)
        weighed.append(point_found)
    weighed.sort(key=_rank)
    rest = [point for point in points if point.scale][top + SPARE :]
    found = resting(known)
    result = Leverage(
        product=subject.system.name,
        unit=subject.unit,
        seed=seed,
        draws=draws,
        version=__version__,
        matrix=known.matrix.title,
        assumed=unstated,
        distribution=distribution,
        resting=found,
        points=(*weighed, *rest),
        unstated=_unstated(points),
        linear_sum=sum(point.linear_share for point in weighed),
        drawn_sum=float(sum(shares)),
        largest_gap=max(abs(p.linear_share - (p.drawn_share or 0.0)) for p in weighed),
        linear_geometric=linear_geometric(known),
    )
    warnings = (unstated_warning(found, unstated), few_draws(distribution))
    return Weighed(result=result, known=known, findings=tuple(w for w in warnings if w))


class _Runs:
    """Simulates a footprint again and again with the same draws."""

    def __init__(
        self,
        known: Known,
        draws: int,
        seed: int,
        processes: int,
        progress: Progress | None,
        runs: int,
    ) -> None:
        self.known, self.draws, self.seed = known, draws, seed
        # Every simulation begins its processes anew, which takes longer than few draws do.
        self.processes = processes if draws >= WORTH_PROCESSES else 1
        self.progress, self.runs, self.done = progress, runs, 0

    def all_uncertain(self) -> NDArray[np.float64]:
        """Draw the footprint, everything being uncertain [kgCO2e per declared unit]."""
        scores: NDArray[np.float64] = draw_scores(
            [self.known], draws=self.draws, seed=self.seed, processes=self.processes
        )[0]
        self._tell()
        return scores

    def without(self, point: DataPoint) -> NDArray[np.float64]:
        """Draw the footprint as if a data point were known exactly [kgCO2e/declared unit]."""
        known = self.known
        keys = {i: key for i, key in known.keys.items() if key != point.key}
        scores: NDArray[np.float64] = simulate(
            [known.subject.system],
            known.subject.factors,
            scales=[{i: scale for i, scale in known.scales.items() if i in keys}],
            keys=[keys],
            draws=self.draws,
            seed=self.seed,
            processes=self.processes,
        )[0]
        self._tell()
        return scores

    def _tell(self) -> None:
        self.done += 1
        if self.progress:
            self.progress(self.done, self.runs)


def _narrower(scores: NDArray[np.float64], without: NDArray[np.float64]) -> tuple[float, float]:
    """Return by how much an interval shrinks, and the standard error of that, from batches."""
    batches = [
        1 - _width(part) / _width(whole)
        for part, whole in zip(
            np.array_split(without, BATCHES), np.array_split(scores, BATCHES), strict=True
        )
    ]
    error = float(np.std(batches, ddof=1) / np.sqrt(BATCHES))
    return 1 - _width(without) / _width(scores), error


def _width(scores: NDArray[np.float64]) -> float:
    low, high = np.quantile(scores, (LOW, HIGH))
    return float(high - low)


def _unstated(points: Sequence[DataPoint]) -> tuple[DataPoint, ...]:
    found = [point for point in points if point.basis in UNSTATED]
    return tuple(sorted(found, key=lambda point: (-abs(point.elasticity), point.key)))


def _rank(point: DataPoint) -> tuple[bool, float, str]:
    """Rank by the interval where that stands out of the noise; the others by linear share."""
    narrower, error = point.narrower or 0.0, point.narrower_error or 0.0
    if narrower > CLEAR * error:
        return False, -narrower, point.key
    return True, -point.linear_share, point.key


def _drawn_shares(
    points: Sequence[DataPoint], scores: NDArray[np.float64], seed: int
) -> list[float]:
    """Return the squared correlation of each data point with the footprint.

    Where the footprint is linear in a number, the others being fixed, this is that number's first
    Sobol index: the expected footprint for a value of it is then a line.
    """
    scores = scores[:MOST_CORRELATED]
    z = normals([point.key for point in points], seed, len(scores))
    factors = np.exp(z * np.array([[point.scale] for point in points]))
    centred = factors - factors.mean(axis=1, keepdims=True)
    about = scores - scores.mean()
    norms = np.sqrt((centred**2).sum(axis=1) * (about @ about))
    return [float(value) for value in (centred @ about / norms) ** 2]
