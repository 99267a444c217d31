"""Finds where a footprint comes from."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from pvfootprint.analysis.hotspots.branching import grow
from pvfootprint.analysis.hotspots.folding import fold
from pvfootprint.analysis.hotspots.splitting import crosses, splits
from pvfootprint.analysis.hotspots.telling import hot_spots, message
from pvfootprint.analysis.hotspots.terms import take_apart
from pvfootprint.engine.contributing import share
from pvfootprint.engine.solving import solve
from pvfootprint.language.texts import text
from pvfootprint.model.findings import AnalysisError, Finding
from pvfootprint.model.hotspots import Hotspots

if TYPE_CHECKING:
    from pvfootprint.analysis.subjects import Subject

CUTOFF = 0.01
"""Share of the footprint below which parts are taken together, if nobody says otherwise [-]."""

TOP = 5
"""Hot spots, if nobody says otherwise."""


def find_hotspots(
    subject: Subject, *, cutoff: float = CUTOFF, depth: int | None = None, top: int = TOP
) -> Hotspots:
    """Find where a footprint comes from.

    Parameters
    ----------
    subject : Subject
        The product system, and what it was built from.
    cutoff : float
        Share of the footprint below which parts are taken together, at least 0, below 1 [-].
    depth : int, optional
        How far upstream the tree is opened, at least 1; as far as the cut-off goes by default.
    top : int
        How many hot spots, at least 1.

    Returns
    -------
    Hotspots
        Each table sums to the footprint within 1e-12 of it, and so do the ends of the tree.

    Raises
    ------
    AnalysisError
        ANA-001 for a cut-off, ANA-002 for a depth, ANA-003 for a number of hot spots that is not
        possible.
    CalculationError
        As :func:`pvfootprint.engine.solving.solve`.
    """
    _check(cutoff, depth, top)
    system = subject.system
    solution = solve(system, subject.factors)
    terms = take_apart(system, subject.factors, solution)
    spots = hot_spots(system, terms, subject.unit, top)
    total = solution.score
    member = next((m for m in system.members if m.code == system.product.code), None)
    return Hotspots(
        product=system.name,
        owner=member.company if member else "",
        total=total,
        unit=subject.unit,
        method=subject.factors.title,
        cutoff=cutoff,
        primary_share=share(math.fsum(term.primary for term in terms.terms), total),
        proxy_share=share(math.fsum(term.proxy for term in terms.terms), total),
        message=message(spots, subject.unit, total),
        spots=spots,
        splits=splits(system, solution, terms, cutoff),
        crosses=crosses(system, terms, cutoff),
        tree=grow(system, solution, cutoff=cutoff, depth=depth),
        network=fold(system, solution, cutoff),
        hashes={
            "library": system.library_hash,
            "method": subject.factors.content_hash,
            "product_system": system.content_hash,
            **{f"library {one.name}": one.content_hash for one in system.sets},
        },
    )


def wrong_cutoff(cutoff: float) -> list[Finding]:
    """Return ANA-001 for a cut-off that is no share of the footprint; nothing otherwise."""
    if 0 <= cutoff < 1:
        return []
    return [
        Finding(
            "ANA-001",
            text("the cut-off is not a share of the footprint"),
            column="cutoff",
            found=f"{cutoff:g}",
            expected=text("a number from 0 to below 1, such as 0.01 for 1 %"),
        )
    ]


def _check(cutoff: float, depth: int | None, top: int) -> None:
    """Refuse what cannot be asked for, all of it at once."""
    findings = wrong_cutoff(cutoff)
    if depth is not None and depth < 1:
        findings.append(
            Finding(
                "ANA-002",
                text("the depth of the tree is not possible"),
                column="depth",
                found=str(depth),
                expected=text("a whole number from 1 on"),
            )
        )
    if top < 1:
        findings.append(
            Finding(
                "ANA-003",
                text("the number of hot spots is not possible"),
                column="top",
                found=str(top),
                expected=text("a whole number from 1 on"),
            )
        )
    if findings:
        raise AnalysisError(findings)
