"""Judges a value by the thresholds of a scheme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.language.texts import in_both, joined, text
from pvfootprint.rules.schemes.rounding import largest_passing, passes, rounded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pvfootprint.language.texts import Text
    from pvfootprint.model.scheme import Scheme, Threshold

UNSURE = {
    "secondary": text("from secondary sources; the scheme's text was not read"),
    "draft": text("a draft"),
    "to be confirmed": text("to be confirmed against the scheme's text"),
}
"""What is said of a thing that was not read in the scheme itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the thresholds of a scheme say of a value.

    Parameters
    ----------
    judged : float
        After rounding [unit of the scheme].
    met : tuple of Threshold
        The grade, or every limit that is met, the strictest first.
    next_threshold : Threshold, optional
        The next better one.
    margin : float, optional
        As :attr:`pvfootprint.model.scheme.SchemeResult.margin`.
    verdict : Text
        In words.
    """

    judged: float
    met: tuple[Threshold, ...]
    next_threshold: Threshold | None
    margin: float | None
    verdict: Text


def judge(value: float, scheme: Scheme) -> Judgement:
    """Judge a value.

    Parameters
    ----------
    value : float
        Under the scheme's own boundary, unrounded [unit of the scheme].
    scheme : Scheme
        With its rounding rule and thresholds.

    Returns
    -------
    Judgement
        Grade or limits, margin, verdict.
    """
    judged = rounded(value, scheme.rounding)
    kept = [t for t in scheme.thresholds if _keeps(judged, t)]
    met = tuple(kept[:1] if scheme.judges == "grades" else kept)
    better = [t for t in scheme.thresholds if not _keeps(judged, t)]
    following = better[-1] if better else None
    limits = [t.below for t in (*met, following) if t and t.below is not None]
    return Judgement(
        judged=judged,
        met=met,
        next_threshold=following,
        margin=limits[0] - judged if limits else None,
        verdict=_verdict(scheme, met),
    )


def _keeps(judged: float, threshold: Threshold) -> bool:
    if threshold.below is None:
        return True
    return passes(judged, threshold.below, itself=threshold.below_itself)


def _verdict(scheme: Scheme, met: tuple[Threshold, ...]) -> Text:
    if scheme.judges == "none":
        return in_both(scheme.no_verdict, scheme.no_verdict_zh)
    found = _words(scheme, met)
    if scheme.boundary_certainty == "to be confirmed":
        return text("{verdict}, if the boundary is as assumed", verdict=found)
    return found


def _words(scheme: Scheme, met: tuple[Threshold, ...]) -> Text:
    if scheme.judges == "grades":
        return name_of(met[0])
    failed = [t for t in reversed(scheme.thresholds) if t not in met]
    kept = list(reversed(met))
    return joined(
        "; ",
        [
            text("meets {names}", names=_names(kept)) if kept else "",
            text("does not meet {names}", names=_names(failed)) if failed else "",
        ],
    )


def _names(thresholds: Iterable[Threshold]) -> Text:
    return joined(", ", (name_of(threshold) for threshold in thresholds))


def name_of(threshold: Threshold) -> Text:
    """Return the name of a threshold in both languages."""
    return in_both(threshold.en, threshold.zh)


def needed(value: float, threshold: Threshold, scheme: Scheme) -> tuple[float, bool]:
    """Return by how much a value must fall to meet a threshold.

    Parameters
    ----------
    value : float
        Unrounded [unit of the scheme].
    threshold : Threshold
        One with a limit, which the value does not meet.
    scheme : Scheme
        With the rounding rule.

    Returns
    -------
    float
        The fall [unit of the scheme].
    bool
        Whether a fall of just that is enough.
    """
    if threshold.below is None:
        msg = f"{threshold.key} has no limit"
        raise ValueError(msg)
    end, itself = largest_passing(threshold.below, scheme.rounding, itself=threshold.below_itself)
    return value - end, itself


def doubts(scheme: Scheme, judged: float | None) -> list[Text]:
    """Return what is not sure about a scheme's thresholds and rounding.

    Parameters
    ----------
    scheme : Scheme
        The scheme.
    judged : float, optional
        The judged value, for doubts that concern it alone; None where there is none.

    Returns
    -------
    list of Text
        One sentence for each.
    """
    found = []
    for certainty, why in UNSURE.items():
        names = [name_of(t) for t in scheme.thresholds if t.certainty == certainty]
        if names and len(names) == len(scheme.thresholds):
            found.append(text("limits and grades: {why}", why=why))
        elif names:
            found.append(text("{names}: {why}", names=joined(", ", names), why=why))
    on_the_edge = [name_of(t) for t in scheme.thresholds if t.edge_certainty and t.below == judged]
    if on_the_edge:
        said = text(
            "{names}: the value lies on the limit itself; whether it passes is to be confirmed",
            names=joined(", ", on_the_edge),
        )
        found.append(said)
    rounding = scheme.rounding
    if rounding.step and rounding.certainty in UNSURE:
        found.append(text("rounding: {why}", why=UNSURE[rounding.certainty]))
    return found
