"""Says what would change a verdict, by arithmetic on the value and its parts alone."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from pvfootprint.language.texts import in_both, joined, text
from pvfootprint.rules.schemes.judging import name_of, needed

if TYPE_CHECKING:
    from pvfootprint.analysis.schemes.valuing import Valued
    from pvfootprint.language.texts import Text
    from pvfootprint.model.footprint import Part
    from pvfootprint.model.scheme import Scheme, Threshold
    from pvfootprint.rules.schemes.judging import Judgement

NAMED = 5
"""How many parts are named that alone are large enough."""

LARGEST = 3
"""How many parts are named where none is large enough."""


def changes(valued: Valued, judgement: Judgement, scheme: Scheme) -> list[Text]:
    """Say how far the next better threshold is, and which parts are that large.

    Parameters
    ----------
    valued : Valued
        With a value and its parts.
    judgement : Judgement
        What the scheme says of it.
    scheme : Scheme
        The scheme.

    Returns
    -------
    list of Text
        Up to where the best threshold that is met is kept; the fall that the next one needs; each
        part that is at least that large, with the share of it that would do.
    """
    if valued.value is None:
        return []
    found = []
    best = next((t for t in judgement.met if t.below is not None), None)
    if best:
        found.append(_room(valued.value, best, scheme))
    aim = judgement.next_threshold
    if aim:
        fall, itself = needed(valued.value, aim, scheme)
        found += [_fall(valued.value, fall, aim, itself=itself)]
        found += _parts(valued, fall, aim, itself=itself)
    return found


def _room(value: float, best: Threshold, scheme: Scheme) -> Text:
    fall, itself = needed(value, best, scheme)
    said = {"name": name_of(best), "room": math.floor(-fall * 100 + 1e-6) / 100}
    if itself:
        return text("{name} is kept with up to {room:.2f} kgCO2e/kWp more", **said)
    return text("{name} is kept with less than {room:.2f} kgCO2e/kWp more", **said)


def _fall(value: float, fall: float, aim: Threshold, *, itself: bool) -> Text:
    said = {"name": name_of(aim), "fall": _up(fall, 100), "share": _up(fall / value, 1000)}
    if itself:
        return text("{name} needs at least {fall:.2f} kgCO2e/kWp less ({share:.1%})", **said)
    return text("{name} needs more than {fall:.2f} kgCO2e/kWp less ({share:.1%})", **said)


def _up(number: float, per_unit: int) -> float:
    """Round up, so that what is shown is enough."""
    return math.ceil(number * per_unit - 1e-6) / per_unit


def _parts(valued: Valued, fall: float, aim: Threshold, *, itself: bool) -> list[Text]:
    enough = [part for part in valued.parts if _large_enough(part, fall, itself=itself)]
    if not enough:
        largest = [_named(part) for part in valued.parts[:LARGEST]]
        return [
            text(
                "no single part is that large; the largest: {parts}",
                parts=joined("; ", largest),
            )
        ]
    makers = [part for part in valued.suppliers if _large_enough(part, fall, itself=itself)]
    return [
        text(
            "{part}: {share:.1%} less of it would reach {name}",
            part=_named(part),
            share=_up(fall / part.value, 1000),
            name=name_of(aim),
        )
        for part in (*enough[:NAMED], *makers[:LARGEST])
    ]


def _large_enough(part: Part, fall: float, *, itself: bool) -> bool:
    return part.value >= fall if itself else part.value > fall


def _named(part: Part) -> Text:
    name = in_both(part.name, part.name_zh)
    return text("{name}, {value:.1f} kgCO2e/kWp", name=name, value=part.value)
