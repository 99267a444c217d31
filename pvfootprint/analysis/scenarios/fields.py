"""Numbers of changes as columns: ``CHANGE.FIELD``, what they may be, and whether they are."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pvfootprint.analysis.scenarios.faults import nearest
from pvfootprint.chain.supply_shares import SUM_TOLERANCE
from pvfootprint.language.texts import Text, text
from pvfootprint.model.findings import AnalysisError, Finding
from pvfootprint.model.scenario import (
    DesignChange,
    FlowChange,
    ParameterChange,
    SupplyChange,
    TransportChange,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike, NDArray

    from pvfootprint.analysis.scenarios.draft import Draft
    from pvfootprint.analysis.scenarios.steps import Values
    from pvfootprint.model.scenario import Change

ON = "on"
WHOLE = (ParameterChange, DesignChange)
"""Changes that are made or not made: half a parameter or half a design means nothing."""

SHARES = "shares."


@dataclass(frozen=True, slots=True)
class Range:
    """What a quantity may be.

    Parameters
    ----------
    low, high : float
        Smallest and largest value [unit of the quantity].
    above : bool
        Whether the smallest itself is excluded.
    whole : bool
        Whether only 0 and 1 are allowed.
    """

    low: float = 0.0
    high: float = math.inf
    above: bool = False
    whole: bool = False

    def outside(self, values: Values) -> NDArray[np.bool_]:
        """Return where values are not possible."""
        with np.errstate(invalid="ignore"):
            low = values <= self.low if self.above else values < self.low
            wrong = ~np.isfinite(values) | low | (values > self.high)
            if self.whole:
                wrong |= (values != 0) & (values != 1)
            return np.asarray(wrong)

    @property
    def said(self) -> Text:
        """The range in words."""
        if self.whole:
            return text("0 or 1")
        if self.above:
            return text("above {low:g}, at most {high:g}", low=self.low, high=self.high)
        return text("{low:g} to {high:g}", low=self.low, high=self.high)


SHARE = Range(0.0, 1.0)
ANY = Range(-math.inf, math.inf)
RANGES = {
    "share": SHARE,
    "factor": Range(),
    "amount": ANY,
    "ratio": Range(above=True),
    "old": Range(0.0, 1.0, above=True),
    "new": Range(0.0, 1.0, above=True),
    "value": ANY,
    "thickness_um": Range(above=True),
    "kerf_um": Range(),
    "distance_factor": Range(),
}


def quantities_of(changes: Mapping[str, Change]) -> dict[str, float]:
    """Return the numbers that changes hold.

    Parameters
    ----------
    changes : mapping
        By name.

    Returns
    -------
    dict
        Value in the scenario by ``CHANGE.FIELD`` [unit of the field]; ``CHANGE.on`` is 1.
    """
    found: dict[str, float] = {}
    for name, change in changes.items():
        found[f"{name}.{ON}"] = 1.0
        for field in _fields(change):
            found[f"{name}.{field}"] = float(getattr(change, field))
        if isinstance(change, SupplyChange):
            found |= {f"{name}.{SHARES}{key}": share for key, share in change.shares.items()}
    return found


def _fields(change: Change) -> list[str]:
    """Return the fields of a change that hold numbers and count."""
    fields = [f for f in type(change).model_fields if f in RANGES and _given(change, f)]
    unused = {"share", "ratio"}
    if isinstance(change, FlowChange) and change.replace_with is None:
        return [f for f in fields if f not in unused]
    if isinstance(change, TransportChange) and not change.to:
        return [f for f in fields if f not in unused]
    return fields


def _given(change: Change, field: str) -> bool:
    return getattr(change, field) is not None


def ranges_of(changes: Mapping[str, Change], draft: Draft) -> dict[str, Range]:
    """Return what each number may be.

    Parameters
    ----------
    changes : mapping
        By name.
    draft : Draft
        With the datasets whose parameters change.

    Returns
    -------
    dict
        Range by ``CHANGE.FIELD``.
    """
    found: dict[str, Range] = {}
    for name, change in changes.items():
        found[f"{name}.{ON}"] = Range(0.0, 1.0, whole=isinstance(change, WHOLE))
        found |= {f"{name}.{field}": RANGES[field] for field in _fields(change)}
        if isinstance(change, SupplyChange):
            found |= {f"{name}.{SHARES}{key}": SHARE for key in change.shares}
        if isinstance(change, ParameterChange):
            found[f"{name}.value"] = _of_parameter(draft, name, change)
    return found


def _of_parameter(draft: Draft, name: str, change: ParameterChange) -> Range:
    """Return the range in which a parameter makes sense in every dataset of the stage."""
    codes = draft.users(change.stage, name, anywhere=True)
    there = [draft.processes[code].parameter(change.parameter) for code in codes]
    low = max((p.minimum for p in there if p), default=-math.inf)
    high = min((p.maximum for p in there if p), default=math.inf)
    # The parameters that companies' data bring have a lower end of 0 that is never reached.
    return Range(low, high, above=low == 0.0)


def filled(
    given: Mapping[str, ArrayLike], usual: Mapping[str, float], ranges: Mapping[str, Range]
) -> dict[str, Values]:
    """Return every quantity as an array, and refuse what is not possible.

    Parameters
    ----------
    given : mapping
        Columns by ``CHANGE.FIELD``: one value, or one for each variant.
    usual : mapping
        Values of all quantities; for those that are not given.
    ranges : mapping
        What each may be.

    Returns
    -------
    dict
        All quantities; single values have no dimension.

    Raises
    ------
    AnalysisError
        SCN-014 for a column that no change has, SCN-015 for values that are not possible, all
        together.
    """
    findings = [_unknown(name, usual) for name in given if name not in usual]
    values: dict[str, Values] = {}
    for name, number in usual.items():
        try:
            values[name] = np.asarray(given.get(name, number), dtype=np.float64)
        except (TypeError, ValueError):
            message = text("the column {name} holds something that is no number", name=name)
            findings.append(Finding("SCN-015", message, column=name, found=str(given[name])[:80]))
            continue
        findings += _outside(name, values[name], ranges[name])
    lengths = {one.shape[0] if one.ndim == 1 else -one.ndim for one in values.values() if one.ndim}
    if len(lengths) > 1 or min(lengths, default=0) < 0:
        message = text("the columns are not of one length")
        found = ", ".join(f"{name}: {one.shape}" for name, one in values.items() if one.ndim)
        findings.append(Finding("SCN-015", message, found=found))
    elif not findings:
        findings += _not_whole(values)
    if findings:
        raise AnalysisError(findings)
    return values


def _unknown(name: str, there: Iterable[str]) -> Finding:
    message = text("no change has the field {name!r}", name=name)
    known = list(there)
    return Finding(
        "SCN-014",
        message,
        column=name,
        found=name,
        expected=", ".join(known),
        hint=nearest(name, known),
    )


def _outside(name: str, values: Values, allowed: Range) -> list[Finding]:
    wrong = np.atleast_1d(allowed.outside(values))
    if not wrong.any():
        return []
    first = int(np.argmax(wrong))
    message = text("{name} has a value that is not possible", name=name)
    if values.ndim:
        message = text(
            "{name} has {count} values that are not possible, the first in row {row}",
            name=name,
            count=int(wrong.sum()),
            row=first + 1,
        )
    found = f"{np.atleast_1d(values)[first]:g}"
    return [Finding("SCN-015", message, column=name, found=found, expected=allowed.said)]


def _not_whole(values: Mapping[str, Values]) -> list[Finding]:
    """Return which changes have shares of suppliers that do not sum to 1 in some variant."""
    sums: dict[str, Values] = {}
    for name, shares in values.items():
        change, dot, _ = name.partition(f".{SHARES}")
        if dot:
            sums[change] = sums.get(change, np.zeros(())) + shares
    findings = []
    for change, whole in sums.items():
        wrong = np.atleast_1d(np.abs(whole - 1) > SUM_TOLERANCE)
        if wrong.any():
            row = int(np.argmax(wrong))
            message = text(
                "the shares of {change} do not sum to 1 in row {row}", change=change, row=row + 1
            )
            found = f"{np.atleast_1d(whole)[row]:.6g}"
            findings.append(Finding("SCN-007", message, column=f"{change}.shares", found=found))
    return findings
