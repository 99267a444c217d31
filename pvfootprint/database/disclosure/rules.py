"""When values of companies may be added up and given away: three rules, all on a sum's parts.

The names follow the Handbook on Statistical Disclosure Control (Hundepool et al., chapter 4.2,
https://sdctools.github.io/HandbookSDC/04-magnitude-tabular-data.html): minimum frequency rule,
(n, k)-dominance rule with n = 1, p%-rule. With parts x1 >= x2 >= ... of a sum X they ask for 3
companies, x1 <= 0.6 X, and X - x1 - x2 >= 0.15 x1: then whoever gave x2 can only say that x1 lies
15 % or more below what is left.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MIN_COMPANIES = 3
"""Fewest companies in a published sum."""

LARGEST_SHARE = 0.6
"""Largest share of one company in the weight of a published sum [-]."""

REMAINDER = 0.15
"""Least weight of all but the two largest, over the largest [-]."""

ROUNDING = 1e-9
"""What floating point may add to a share [-]."""

RULES = {
    "companies": text("at least 3 companies"),
    "dominance": text("no company above 60 % of the weight"),
    "remainder": text("all companies but the two largest together at least 15 % of the largest"),
}
"""The rules, as people read them."""


@dataclass(frozen=True, slots=True)
class Member:
    """What one company adds to a sum.

    Parameters
    ----------
    element : str
        By which it is known again in other sums: company and design.
    holder : str
        Whose it is: the company, or the common owner of several.
    weight : float
        Production, at least 0 [unit of the product].
    shared : bool
        Whether its values may be in everybody's hands: such a member protects nobody, and needs
        no protection.
    """

    element: str
    holder: str
    weight: float
    shared: bool = False


def broken_rules(members: Iterable[Member]) -> tuple[str, ...]:
    """Say which rules a sum over members would break.

    Parameters
    ----------
    members : iterable of Member
        What would be added up; several of one holder count as one.

    Returns
    -------
    tuple of str
        Keys of :data:`RULES`; empty if the sum may be given away.
    """
    parts: dict[str, float] = {}
    for one in members:
        parts[one.holder] = parts.get(one.holder, 0.0) + one.weight
    return broken_by(parts)


def broken_by(parts: Mapping[str, float]) -> tuple[str, ...]:
    """Say which rules a sum would break, by its parts of 0 or more of each holder."""
    sizes = sorted((size for size in parts.values() if size > 0), reverse=True)
    if len(sizes) < MIN_COMPANIES:
        return ("companies",)
    whole = math.fsum(sizes)
    broken = []
    if sizes[0] > LARGEST_SHARE * whole * (1 + ROUNDING):
        broken.append("dominance")
    if not leaves_enough(sizes):
        broken.append("remainder")
    return tuple(broken)


def leaves_enough(sizes: list[float]) -> bool:
    """Return whether the p%-rule holds for parts in falling order."""
    return math.fsum(sizes[2:]) >= REMAINDER * sizes[0] * (1 - ROUNDING)
