"""Takes the difference of two footprints apart: amounts, factors, what only one of them takes.

A part of a footprint is an amount times a factor. With two factors, the Shapley value of each is
its change times the mean of the other one: what is found on average over both orders in which they
can change. The effects sum to the difference without a residual, and amounts of zero and negative
values need no special case, as they do with logarithms (Albrecht, François and Schoors 2002, A
Shapley decomposition of carbon emissions without residuals, Energy Policy 30, 727-736; Wood and
Lenzen 2006 on zero values of the logarithmic mean, Energy Policy 34, 1326-1331).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.language.texts import Text, joined, text
from pvfootprint.model.comparison import Cause, Causes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pvfootprint.analysis.comparing.cutting import Cut
    from pvfootprint.analysis.hotspots.terms import Term

MIXED = {"electricity", "transport"}
"""Flows whose datasets replace each other: their factor is the mean of the mix."""

MOST_NAMED = 3
"""Causes that the message names."""

Slot = tuple[str, str, str, str]
"""Stage, flow, what is taken, and its unit: within one, amounts can be added."""


@dataclass(frozen=True, slots=True)
class Effects:
    """A difference of two products of an amount and a factor.

    Parameters
    ----------
    quantity, factor, one_only : float
        As those of :class:`pvfootprint.model.comparison.Cause` [kgCO2e per declared unit].
    """

    quantity: float
    factor: float
    one_only: float


def effects(
    first_amount: float, first_value: float, other_amount: float, other_value: float
) -> Effects:
    """Take the difference of two values apart by the Shapley value.

    Parameters
    ----------
    first_amount, other_amount : float
        How much is taken [unit per declared unit].
    first_value, other_value : float
        Amount times factor [kgCO2e per declared unit].

    Returns
    -------
    Effects
        They sum to `other_value` minus `first_value`. Where one amount is zero, its factor is not
        known, and the difference is what only one of them takes.

    References
    ----------
    Albrecht, François and Schoors 2002, Energy Policy 30, 727-736.
    """
    difference = other_value - first_value
    if not first_amount or not other_amount:
        return Effects(0.0, 0.0, difference)
    first_factor, other_factor = first_value / first_amount, other_value / other_amount
    quantity = (other_amount - first_amount) * (first_factor + other_factor) / 2
    return Effects(quantity, difference - quantity, 0.0)


def causes(
    letter: str, first: Sequence[Term], other: Sequence[Term], cut: Cut, cutoff: float
) -> Causes:
    """Take the difference of two footprints apart by stage and flow.

    Parameters
    ----------
    letter : str
        Of the other product.
    first, other : sequence of Term
        The two footprints taken apart.
    cut : Cut
        Stages that both have.
    cutoff : float
        Share of the larger footprint below which causes are taken together [-].

    Returns
    -------
    Causes
        They sum to the difference.
    """
    slots = (_slots(first, cut), _slots(other, cut))
    names = {(cut.target[t.process.stage], t.flow[0]): t.flow[1] for t in (*first, *other)}
    whole = max(abs(math.fsum(term.value for term in terms)) for terms in (first, other))
    found: dict[tuple[str, str], list[tuple[float, float, Effects]]] = {}
    for slot in sorted(slots[0].keys() | slots[1].keys()):
        (a, va), (b, vb) = (one.get(slot, (0.0, 0.0)) for one in slots)
        found.setdefault(slot[:2], []).append((va, vb, effects(a, va, b, vb)))
    rows = [
        _cause(key, text("{flow}, {stage}", flow=names[key], stage=cut.name(key[0])), parts)
        for key, parts in found.items()
    ]
    rows.sort(key=lambda row: (-abs(row.difference), row.stage, row.flow))
    small = [row for row in rows if abs(row.difference) < cutoff * whole]
    if len(small) > 1:
        rows = [row for row in rows if abs(row.difference) >= cutoff * whole]
    shown = (*rows, _together(small)) if len(small) > 1 else tuple(rows)
    difference = math.fsum(row.difference for row in shown)
    return Causes(
        letter=letter,
        difference=difference,
        message=_message(letter, rows),
        causes=shown,
    )


def _slots(terms: Iterable[Term], cut: Cut) -> dict[Slot, tuple[float, float]]:
    """Return amount and value by stage, flow, what is taken and its unit."""
    sums: dict[Slot, tuple[list[float], list[float]]] = {}
    for term in terms:
        flow = term.flow[0]
        taken = term.product if term.dataset is None else term.dataset.code
        slot = (cut.target[term.process.stage], flow, "" if flow in MIXED else taken, term.unit)
        amounts, values = sums.setdefault(slot, ([], []))
        amounts.append(term.amount)
        values.append(term.value)
    return {slot: (math.fsum(a), math.fsum(v)) for slot, (a, v) in sums.items()}


def _cause(
    key: tuple[str, str], name: Text, parts: Sequence[tuple[float, float, Effects]]
) -> Cause:
    first = math.fsum(part[0] for part in parts)
    other = math.fsum(part[1] for part in parts)
    return Cause(
        stage=key[0],
        flow=key[1],
        name=name,
        first=first,
        other=other,
        difference=math.fsum(value for va, vb, _ in parts for value in (vb, -va)),
        quantity=math.fsum(part[2].quantity for part in parts),
        factor=math.fsum(part[2].factor for part in parts),
        one_only=math.fsum(part[2].one_only for part in parts),
    )


def _together(rows: Sequence[Cause]) -> Cause:
    return Cause(
        stage="",
        flow="",
        name=text("{count} smaller differences", count=len(rows)),
        **{
            field: math.fsum(getattr(row, field) for row in rows)
            for field in ("first", "other", "difference", "quantity", "factor", "one_only")
        },
        count=len(rows),
    )


def _message(letter: str, rows: Sequence[Cause]) -> Text:
    named = [row for row in rows if row.difference][:MOST_NAMED]
    if not named:
        return text("{letter} and A are the same in every flow.", letter=letter)
    parts = [
        text("{name} ({difference:+.3g})", name=row.name, difference=row.difference)
        for row in named
    ]
    return text(
        "The largest causes of {letter} minus A: {parts}.",
        letter=letter,
        parts=joined("; ", parts),
    )
