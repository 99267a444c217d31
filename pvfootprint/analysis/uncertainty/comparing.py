"""Compares two products draw by draw: what both rest on is drawn once for both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pvfootprint.analysis.uncertainty.distributing import describe
from pvfootprint.language.texts import Text, joined, text
from pvfootprint.model.findings import Finding
from pvfootprint.model.process_names import process_name
from pvfootprint.model.uncertainty import PairedComparison, Unshared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from pvfootprint.analysis.uncertainty.knowing import Known

NOTABLE = 0.1
"""Share of the difference from which an unshared unknown is named [-]."""

LEAST = 0.001
"""Share of the first footprint below which a number is not named, however small the difference
[-]."""

NAMED = 10


def compare(first: Known, other: Known, scores: NDArray[np.float64], unit: str) -> PairedComparison:
    """Compare two products.

    Parameters
    ----------
    first, other : Known
        The products.
    scores : ndarray, shape (2, draws)
        Their draws, paired [unit].
    unit : str
        Unit of the footprints.

    Returns
    -------
    PairedComparison
        Distribution of the difference, and what it rests on.
    """
    keys, others = set(first.keys.values()), set(other.keys.values())
    difference = first.solution.score - other.solution.score
    return PairedComparison(
        other=other.subject.system.name,
        distribution=describe(scores[1], unit, other.solution.score),
        difference=describe(scores[0] - scores[1], unit, difference),
        lower_share=float(np.mean(scores[0] < scores[1])),
        correlation=_correlation(scores),
        shared=len(keys & others),
        only_first=len(keys - others),
        only_other=len(others - keys),
        unshared=_unshared(first, other, difference),
    )


def unshared_warning(found: PairedComparison) -> Finding | None:
    """Return the warning that a difference rests on unshared unknowns, where it does.

    Parameters
    ----------
    found : PairedComparison
        The comparison.

    Returns
    -------
    Finding, optional
        UNC-012.
    """
    if not found.unshared:
        return None
    names = [text("{name} ({process})", name=u.name, process=u.process) for u in found.unshared[:3]]
    return Finding(
        "UNC-012",
        text(
            "the difference rests on numbers without a stated spread that only one of the two "
            "products has: the share of draws may look surer than it is"
        ),
        found=joined("; ", names),
        severity="warning",
    )


def _correlation(scores: NDArray[np.float64]) -> float:
    deviations = scores.std(axis=1)
    return float(np.corrcoef(scores[0], scores[1])[0, 1]) if deviations.all() else 1.0


def _unshared(first: Known, other: Known, difference: float) -> tuple[Unshared, ...]:
    least = max(NOTABLE * abs(difference), LEAST * abs(first.solution.score))
    found = [
        *_only(first, {s.key for s in other.spreads}, "a", least),
        *_only(other, {s.key for s in first.spreads}, "b", least),
    ]
    return tuple(sorted(found, key=lambda one: -abs(one.value))[:NAMED])


def _only(known: Known, keys: set[str], of: str, least: float) -> Iterator[Unshared]:
    processes = {inventory.code: inventory for inventory in known.subject.system.inventories}
    for spread, (inventory, exchange) in zip(known.spreads, known.exchanges, strict=True):
        value = float(known.values[spread.position])
        if spread.basis == "none" and spread.key not in keys and abs(value) >= least:
            name = Text(exchange.name)
            if exchange.target in processes:
                name = process_name(processes[exchange.target])
            yield Unshared(of=of, process=process_name(inventory), name=name, value=value)
