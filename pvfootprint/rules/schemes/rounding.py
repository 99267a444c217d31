"""Rounds a value as a scheme lays down, in decimal numbers."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pvfootprint.model.scheme import Rounding

NOISE = Decimal("1e-9")
"""What is below it is noise of computing, and is taken off first [unit of the scheme].

A sum that is 575 by hand can come out as 574.9999999999999; a physical difference is never this
small.
"""

HALVES = {"up": ROUND_HALF_UP, "even": ROUND_HALF_EVEN}


def decimal(value: float) -> Decimal:
    """Return a computed value as a decimal number, without the noise of computing.

    Parameters
    ----------
    value : float
        Finite [unit of the scheme].

    Returns
    -------
    Decimal
        The nearest multiple of :data:`NOISE`.
    """
    return Decimal(repr(value)).quantize(NOISE, ROUND_HALF_EVEN)


def rounded(value: float, rounding: Rounding) -> float:
    """Round a value as a scheme lays down.

    Parameters
    ----------
    value : float
        Unrounded, not below 0 [unit of the scheme].
    rounding : Rounding
        The rule; it is applied once.

    Returns
    -------
    float
        The judged value; where the scheme does not round, the value without noise.
    """
    exact = decimal(value)
    if not rounding.step:
        return float(exact)
    step = Decimal(repr(rounding.step))
    return float((exact / step).quantize(Decimal(1), HALVES[rounding.half]) * step)


def passes(value: float, limit: float, *, itself: bool) -> bool:
    """Return whether a judged value keeps a limit.

    Parameters
    ----------
    value : float
        Rounded [unit of the scheme].
    limit : float
        The limit [unit of the scheme].
    itself : bool
        Whether the limit itself passes.
    """
    exact, most = decimal(value), decimal(limit)
    return exact <= most if itself else exact < most


def largest_passing(limit: float, rounding: Rounding, *, itself: bool) -> tuple[float, bool]:
    """Return up to where an unrounded value keeps a limit once it is rounded.

    Parameters
    ----------
    limit : float
        The limit [unit of the scheme].
    rounding : Rounding
        The rule.
    itself : bool
        Whether the limit itself passes.

    Returns
    -------
    float
        End of the values that pass [unit of the scheme].
    bool
        Whether the end itself passes.
    """
    if not rounding.step:
        return limit, itself
    step = Decimal(repr(rounding.step))
    multiples = decimal(limit) // step
    if multiples * step == decimal(limit) and not itself:
        multiples -= 1
    end = float((multiples + Decimal("0.5")) * step)
    return end, passes(rounded(end, rounding), limit, itself=itself)
