"""Numbers as people read them: sensible digits, decimals that stand below each other."""

from __future__ import annotations

import math

DIGITS = 4
"""Significant digits of a value, and of the largest value of a column."""

MINUS = "\N{MINUS SIGN}"
GROUP = "\N{NO-BREAK SPACE}"
"""Between groups of three digits from 10 000 on (ISO 80000-1:2022, 7.3.1: a small space)."""

LARGEST_DECIMALS = 9
"""Decimals beyond which a column shows no more."""


def figures(value: float, digits: int = DIGITS) -> str:
    """Return a number with so many significant digits.

    Parameters
    ----------
    value : float
        The number.
    digits : int
        Significant digits.

    Returns
    -------
    str
        For example ``706.1``, ``0.01234``, ``12 345``, ``1.2E-07``.
    """
    if value == 0:
        return "0"
    decimals = decimals_of(value, digits)
    if decimals > LARGEST_DECIMALS:
        return f"{value:.{digits - 2}E}".replace("-", MINUS)
    return fixed(value, max(0, decimals))


def decimals_of(value: float, digits: int = DIGITS) -> int:
    """Return the decimals that give a number so many significant digits; negative for thousands."""
    return digits - 1 - math.floor(math.log10(abs(value))) if value else 0


def fixed(value: float, decimals: int) -> str:
    """Return a number with so many decimals.

    Parameters
    ----------
    value : float
        The number.
    decimals : int
        Decimals.

    Returns
    -------
    str
        What is not zero but would show as zero stands as ``<0.1``.
    """
    shown = f"{value:,.{decimals}f}"
    if value and not shown.strip("-0.,"):
        least = f"{10.0**-decimals:.{decimals}f}"
        return f"<{least}" if value > 0 else f">{MINUS}{least}"
    whole = len(shown.lstrip("-").split(".")[0].replace(",", ""))
    return shown.replace("-", MINUS).replace(",", GROUP if whole > 4 else "")


def percent(share: float, decimals: int = 1) -> str:
    """Return a share as a percentage without its sign, for a column that says so."""
    return fixed(share * 100, decimals)
