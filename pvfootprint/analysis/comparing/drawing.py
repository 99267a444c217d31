"""Draws compared products together: in how many draws one is lower than the first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pvfootprint.analysis.uncertainty.checking import DEFAULT_SEED
from pvfootprint.analysis.uncertainty.simulating import uncertainty
from pvfootprint.language.texts import Text, text
from pvfootprint.model.comparison import PairedDraws

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pvfootprint.analysis.subjects import Subject
    from pvfootprint.model.comparison import Comparison
    from pvfootprint.model.findings import Finding


def with_draws(
    found: Comparison,
    subjects: Sequence[Subject],
    *,
    draws: int,
    seed: int = DEFAULT_SEED,
    unstated: float | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Comparison, tuple[Finding, ...]]:
    """Add to a comparison in how many draws each product is lower than the first.

    Parameters
    ----------
    found : Comparison
        The products side by side.
    subjects : sequence of Subject
        The same products.
    draws, seed : int
        How many draws, and from which seed.
    unstated : float, optional
        Geometric standard deviation to assume where nobody states a spread [-].
    progress : callable, optional
        Is told of draws done and draws in all.

    Returns
    -------
    Comparison
        With `paired`, and with what limits the shares.
    tuple of Finding
        Warnings that a reader of the shares must know.

    Raises
    ------
    AnalysisError
        As :func:`pvfootprint.analysis.uncertainty.simulating.uncertainty`.
    """
    first, *others = subjects
    paired: list[PairedDraws] = []
    findings: list[Finding] = []
    for product, subject in zip(found.products[1:], others, strict=True):
        simulated = uncertainty(
            subject, first, draws=draws, seed=seed, unstated=unstated, progress=progress
        )
        pair = simulated.result.comparison
        if pair is None:  # It was asked for; a type says that it need not be.
            continue
        spread = pair.difference
        message = text(
            "{letter} is lower than A in {share:.1%} of {draws} draws; {letter} minus A is between "
            "{low:+.4g} and {high:+.4g} {unit} in 95 % of them.",
            letter=product.letter,
            share=pair.lower_share,
            draws=draws,
            low=spread.low,
            high=spread.high,
            unit=found.unit,
        )
        paired.append(
            PairedDraws(
                letter=product.letter,
                draws=draws,
                seed=seed,
                assumed=unstated,
                lower=pair.lower_share,
                low=spread.low,
                median=spread.median,
                high=spread.high,
                message=message,
            )
        )
        findings += simulated.findings
    warnings = tuple(dict.fromkeys(findings))
    said = tuple(_as_text(finding.message) for finding in warnings)
    return replace(found, paired=tuple(paired), limits=(*found.limits, *said)), warnings


def _as_text(one: str) -> Text:
    return one if isinstance(one, Text) else Text(one)
