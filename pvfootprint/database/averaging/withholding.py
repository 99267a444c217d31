"""Says how much of an average is withheld, so that nobody takes it for the whole."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.engine.screening import mass_of
from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pvfootprint.database.averaging.flows import Average, FlowKey
    from pvfootprint.language.texts import Text
    from pvfootprint.model.inventory import Library

LIMITS = {"footprint": 0.03, "mass": 0.05}
"""Largest shares of the process's own footprint and of the mass of its inputs that may be withheld
[-]: the cut-off of the accounting rules (``methods/rules/yancheng-pilot.toml``, ``cut_off``)."""

STEPS = (0.0, 0.001, 0.01, 0.03, 0.05)
"""Shares are said as at most one of these [-]."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """What is withheld.

    Parameters
    ----------
    flows : int
        How many flows.
    footprint : float
        At most this share of the own footprint of the process, without earlier stages [-].
    mass : float
        At most this share of the mass of its inputs, without water and earlier stages [-].
    """

    flows: int
    footprint: float
    mass: float

    @property
    def findings(self) -> list[Finding]:
        """Say that it is too much: DAT-025, or nothing."""
        if self.footprint <= LIMITS["footprint"] and self.mass <= LIMITS["mass"]:
            return []
        message = text("too much would have to be withheld for an average that others can use")
        hint = text("wait until more companies state the same inputs, or publish statistics only")
        return [Finding("DAT-025", message, found=self.said, expected=said_limits(), hint=hint)]

    @property
    def said(self) -> Text:
        """What is withheld, in words."""
        if not self.flows:
            return text("nothing is withheld")
        return text(
            "withheld are flows of at most {footprint} of the footprint and {mass} of the mass",
            footprint=percent(self.footprint),
            mass=percent(self.mass),
        )


def percent(share: float) -> str:
    """Return a share in per cent, or that it is more than is said."""
    return f"{100 * share:g} %" if math.isfinite(share) else "> 5 %"


def said_limits() -> Text:
    """Return what may be withheld, in words."""
    return text(
        "at most {footprint} of the footprint and {mass} of the mass",
        footprint=percent(LIMITS["footprint"]),
        mass=percent(LIMITS["mass"]),
    )


def withheld(
    found: Sequence[Average], factor_of: Callable[[FlowKey], float | None], library: Library
) -> Withheld:
    """Say how much of an average is withheld.

    Parameters
    ----------
    found : sequence of Average
        All of its flows.
    factor_of : callable
        What one unit of a flow causes [kgCO2e/unit]; None for what the library does not know.
    library : Library
        With the masses of what is taken.

    Returns
    -------
    Withheld
        Shares as at most one of :data:`STEPS`; infinite above, and for a supply of an earlier stage
        or a flow that the library does not know.
    """
    hidden = [one for one in found if not one.shown or factor_of(one.key) is None]
    if any(one.key.kind == "supply" or factor_of(one.key) is None for one in hidden):
        return Withheld(len(hidden), math.inf, math.inf)

    def footprint(flows: Iterable[Average]) -> float:
        values = (abs(one.amount * (factor_of(one.key) or 0.0)) for one in flows)
        return math.fsum(values)

    def mass(flows: Iterable[Average]) -> float:
        return math.fsum(abs(one.amount) * _mass(one.key, library) for one in flows)

    own = [one for one in found if one.key.kind != "supply"]
    return Withheld(
        len(hidden),
        _at_most(footprint(hidden), footprint(own)),
        _at_most(mass(hidden), mass(own)),
    )


def _mass(key: FlowKey, library: Library) -> float:
    if key.kind != "input" or key.group != "materials":
        return 0.0
    return mass_of(library.inventories[key.code]) or 0.0


def _at_most(part: float, whole: float) -> float:
    share = part / whole if whole else 0.0
    return next((step for step in STEPS if share <= step), math.inf)
