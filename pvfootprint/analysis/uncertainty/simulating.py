"""Simulates how sure a footprint is, and compares it with another one or with a threshold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pvfootprint import __version__
from pvfootprint.analysis.uncertainty.checking import (
    DEFAULT_DRAWS,
    DEFAULT_SEED,
    check_alike,
    check_request,
)
from pvfootprint.analysis.uncertainty.comparing import compare, unshared_warning
from pvfootprint.analysis.uncertainty.distributing import describe
from pvfootprint.analysis.uncertainty.knowing import know, resting, unstated_warning
from pvfootprint.engine.monte_carlo import simulate
from pvfootprint.language.texts import text
from pvfootprint.library.spreads import DEFAULT_MATRIX
from pvfootprint.model.findings import Finding
from pvfootprint.model.uncertainty import Uncertainty

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from pvfootprint.analysis.subjects import Subject
    from pvfootprint.analysis.uncertainty.knowing import Known
    from pvfootprint.model.uncertainty import Distribution

    Progress = Callable[[int, int], None]

ENOUGH = 0.02
"""Standard error of an end of the interval over its width, above which draws are too few [-]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulated:
    """A result with its draws.

    Parameters
    ----------
    result : Uncertainty
        What it says.
    known : Known
        Spreads and weights of all numbers.
    scores : ndarray, shape (products, draws)
        Footprints; paired where there are two products [kgCO2e per declared unit].
    findings : tuple of Finding
        Warnings that a reader of the result must know.
    """

    result: Uncertainty
    known: Known
    scores: NDArray[np.float64]
    findings: tuple[Finding, ...]


def uncertainty(  # noqa: PLR0913  (one argument per question)
    subject: Subject,
    against: Subject | None = None,
    *,
    draws: int = DEFAULT_DRAWS,
    seed: int = DEFAULT_SEED,
    processes: int = 1,
    unstated: float | None = None,
    matrix: str = DEFAULT_MATRIX,
    threshold: float | None = None,
    progress: Progress | None = None,
) -> Simulated:
    """Simulate how sure a footprint is.

    Parameters
    ----------
    subject : Subject
        The product.
    against : Subject, optional
        Another product; what both rest on is drawn once for both.
    draws, seed : int
        How many draws, and where they begin. The same seed gives the same result on any number of
        processes.
    processes : int
        On how many.
    unstated : float, optional
        Geometric standard deviation to assume for numbers without a stated spread, 1 or more [-];
        by default they are held constant.
    matrix : str
        Key of the pedigree matrix.
    threshold : float, optional
        Footprint to hold the draws against [kgCO2e per declared unit].
    progress : callable, optional
        Is told how many draws are done, and how many there are.

    Returns
    -------
    Simulated
        Result, draws and warnings.

    Raises
    ------
    AnalysisError
        UNC-001 to UNC-010.
    CalculationError
        If a system has no sound solution, as drawn or without uncertainty.
    """
    check_request(
        draws=draws, seed=seed, unstated=unstated, threshold=threshold, processes=processes
    )
    if against is not None:
        check_alike(subject, against)
    known = [know(one, matrix, unstated) for one in (subject, against) if one is not None]
    scores = draw_scores(known, draws=draws, seed=seed, processes=processes, progress=progress)
    first = known[0]
    found = resting(first)
    result = Uncertainty(
        product=subject.system.name,
        unit=subject.unit,
        seed=seed,
        draws=draws,
        version=__version__,
        matrix=first.matrix.title,
        assumed=unstated,
        distribution=describe(scores[0], subject.unit, first.solution.score),
        resting=found,
        threshold=threshold,
        below_share=None if threshold is None else float(np.mean(scores[0] <= threshold)),
        comparison=compare(first, known[1], scores, subject.unit) if against else None,
    )
    warnings = [unstated_warning(found, unstated), few_draws(result.distribution)]
    if result.comparison:
        warnings.append(unshared_warning(result.comparison))
    return Simulated(
        result=result,
        known=first,
        scores=scores,
        findings=tuple(warning for warning in warnings if warning),
    )


def draw_scores(
    known: Sequence[Known],
    *,
    draws: int,
    seed: int,
    processes: int = 1,
    progress: Progress | None = None,
) -> NDArray[np.float64]:
    """Draw the footprints of products together.

    Parameters
    ----------
    known : sequence of Known
        The products, under one GWP set.
    draws, seed, processes, progress
        As :func:`uncertainty`.

    Returns
    -------
    ndarray, shape (products, draws)
        Footprints [kgCO2e per declared unit].

    Raises
    ------
    CalculationError
        If a drawn system has no sound solution.
    """
    return simulate(
        [one.subject.system for one in known],
        known[0].subject.factors,
        scales=[one.scales for one in known],
        keys=[one.keys for one in known],
        draws=draws,
        seed=seed,
        processes=processes,
        progress=progress,
    )


def few_draws(found: Distribution) -> Finding | None:
    """Return the warning that there are too few draws, where there are.

    Parameters
    ----------
    found : Distribution
        Of a footprint.

    Returns
    -------
    Finding, optional
        UNC-013, if the standard error of an end of the 95 % interval is above 2 % of its width.
    """
    error = max(found.low_error, found.high_error)
    if error <= ENOUGH * found.width:
        return None
    # The error falls with the square root of the draws.
    needed = found.draws * (error / (ENOUGH * found.width)) ** 2
    rounded = int(-(-needed // 1000) * 1000)
    return Finding(
        "UNC-013",
        text(
            "{draws} draws leave the ends of the interval uncertain by {share:.1%} of its width",
            draws=found.draws,
            share=error / found.width,
        ),
        hint=text("take more draws: --draws {needed} or so", needed=rounded),
        severity="warning",
    )
