"""Refuses questions that cannot be answered, all faults at once."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from pvfootprint.language.texts import text
from pvfootprint.model.findings import AnalysisError, Finding

if TYPE_CHECKING:
    from pvfootprint.analysis.subjects import Subject
    from pvfootprint.language.texts import Text

LEAST_DRAWS, MOST_DRAWS = 100, 10_000_000
"""Fewer draws say nothing of the ends of a distribution; more do not fit in memory."""

MOST_SEED = 2**63 - 1
MOST_ASSUMED = 10.0
"""A geometric standard deviation of 10 spans four orders of magnitude."""

MOST_PROCESSES = 256
MOST_ROWS = 1000

DEFAULT_DRAWS = 10_000
DEFAULT_SEED = 20250101
"""Fixed, so that the same command gives the same numbers."""


def check_request(
    *,
    draws: int,
    seed: int,
    unstated: float | None = None,
    threshold: float | None = None,
    processes: int = 1,
    top: int | None = None,
) -> None:
    """Refuse what makes no sense.

    Parameters
    ----------
    draws, seed : int
        How many draws, and where they begin.
    unstated : float, optional
        Assumed geometric standard deviation [-].
    threshold : float, optional
        Footprint to hold the draws against [kgCO2e per declared unit].
    processes : int
        On how many processes.
    top : int, optional
        How many rows are asked for.

    Raises
    ------
    AnalysisError
        UNC-003 to UNC-005 and UNC-008 to UNC-010, all that apply.
    """
    checks = (
        ("UNC-003", text("the number of draws"), draws, LEAST_DRAWS, MOST_DRAWS),
        ("UNC-004", text("the seed"), seed, 0, MOST_SEED),
        ("UNC-009", text("the number of processes"), processes, 1, MOST_PROCESSES),
        ("UNC-010", text("the number of rows"), 1 if top is None else top, 1, MOST_ROWS),
    )
    findings = [
        _out_of_range(code, what, value, low, high)
        for code, what, value, low, high in checks
        if not low <= value <= high
    ]
    if unstated is not None and not 1 <= unstated <= MOST_ASSUMED:
        what = text("the assumed geometric standard deviation")
        fault = _out_of_range("UNC-005", what, unstated, 1, int(MOST_ASSUMED))
        findings.append(fault)
    if threshold is not None and not 0 < threshold < math.inf:
        message = text("a threshold is a footprint above zero")
        findings.append(Finding("UNC-008", message, found=f"{threshold:g}"))
    if findings:
        raise AnalysisError(findings)


def check_alike(first: Subject, other: Subject) -> None:
    """Refuse to compare what is not declared alike.

    Parameters
    ----------
    first, other : Subject
        The products.

    Raises
    ------
    AnalysisError
        UNC-007 for different declared units or GWP sets.
    """
    findings = []
    for one, two in ((first.unit, other.unit), (first.factors.title, other.factors.title)):
        if one == two:
            continue
        message = text("products of different units or methods cannot be compared")
        hint = text("ask for both per the same unit with --per, under the same rules")
        findings.append(Finding("UNC-007", message, found=two, expected=one, hint=hint))
    if findings:
        raise AnalysisError(findings)


def _out_of_range(code: str, what: Text, found: float, low: int, high: int) -> Finding:
    return Finding(
        code,
        text("{what} is out of range", what=what),
        found=str(found),
        expected=text("{low} to {high}", low=low, high=high),
    )
