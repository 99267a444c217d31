"""Whether a lever's file makes sense as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding
from pvfootprint.model.terms import STAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.language.texts import Text
    from pvfootprint.model.scenario import Change
    from pvfootprint.rules.levers.layout import LeverFile

PRESENT = "present"
"""Who supplies now: its share is what the others leave, and needs no source."""


def inconsistencies(parsed: LeverFile, file: str, key: str) -> list[Finding]:
    """Return what contradicts itself in a lever's file.

    Parameters
    ----------
    parsed : LeverFile
        As read.
    file, key : str
        Where it was read, and the key that its name stands for.

    Returns
    -------
    list of Finding
        LEV-003, one for each contradiction.
    """
    return [
        Finding("LEV-003", message, file, column=column, found=found, expected=expected)
        for message, column, found, expected in (*_head(parsed, key), *_numbers(parsed))
    ]


def quantities(changes: dict[str, Change]) -> dict[str, float]:
    """Return the numbers that changes hold.

    Parameters
    ----------
    changes : dict
        Changes by name.

    Returns
    -------
    dict
        Value by ``CHANGE.FIELD``, or ``CHANGE.shares.SUPPLIER``, of what is written; the share of
        those who supply now is what the others leave, and is left out.
    """
    found: dict[str, float] = {}
    for name, change in changes.items():
        for field, value in change.model_dump(exclude_unset=True).items():
            if isinstance(value, dict):
                shares = {key: share for key, share in value.items() if key != PRESENT}
                found |= {f"{name}.{field}.{key}": share for key, share in shares.items()}
            elif isinstance(value, float):
                found[f"{name}.{field}"] = value
    return found


def _head(parsed: LeverFile, key: str) -> Iterator[tuple[Text, str, str, str]]:
    if parsed.key != key:
        yield text("the key is not the name of the file"), "key", parsed.key, key
    if parsed.who not in {*STAGES, "{stage}"}:
        said = text("the lever is for a stage that is not there")
        yield said, "who", parsed.who, ", ".join(STAGES)
    if parsed.stages and parsed.who != "{stage}":
        said = text("a lever for several stages is pulled by each stage: who is {stage}", stage="")
        yield said, "who", parsed.who, "{stage}"
    if not parsed.stages and "{stage}" in (parsed.who, parsed.group):
        said = text("{stage} stands only in a lever that lists its stages", stage="{stage}")
        yield said, "stages", "", ", ".join(STAGES)
    for place in parsed.valid:
        if place.above >= place.below:
            said = text("the range holds nothing: above is not less than below")
            yield said, "valid", f"{place.above:g}", f"< {place.below:g}"


def _numbers(parsed: LeverFile) -> Iterator[tuple[Text, str, str, str]]:
    held = quantities(parsed.changes)
    told = {number.of: number for number in parsed.numbers}
    if len(told) < len(parsed.numbers):
        yield text("a number is told twice"), "numbers", "", ""
    for of in sorted(set(held) - set(told)):
        yield text("a number of a change has no source"), f"changes.{of}", f"{held[of]:g}", ""
    for of, number in told.items():
        if of not in held:
            said = text("there is no such number in the changes")
            yield said, "numbers", of, ", ".join(sorted(held))
        elif number.value != held[of]:
            said = text("the number is not the one in the change")
            yield said, f"numbers.{of}", f"{number.value:g}", f"{held[of]:g}"
        low = number.value if number.low is None else number.low
        high = number.value if number.high is None else number.high
        if not low <= number.value <= high:
            said = text("the number lies outside its own range")
            yield said, f"numbers.{of}", f"{number.value:g}", f"{low:g} – {high:g}"
        if number.source not in parsed.sources:
            said = text("the source is not in the list of sources")
            yield said, f"numbers.{of}", number.source, ", ".join(parsed.sources)
    for source in sorted(set(parsed.sources) - {number.source for number in parsed.numbers}):
        yield text("no number has this source"), "sources", source, ""
