"""Chooses the library's dataset where a supplier has sent nothing, and says why this one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.language.texts import Text, joined, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pvfootprint.model.inventory import Inventory, Library

HOME = "CN"


@dataclass(frozen=True, slots=True)
class StandIn:
    """A dataset that stands in for a supplier.

    Parameters
    ----------
    dataset : Inventory
        The library's.
    why : Text
        Why this one.
    """

    dataset: Inventory
    why: Text


def stand_in(
    library: Library, stage: str, user: Inventory, technology: str = "", location: str = ""
) -> StandIn | None:
    """Choose the dataset of a supply of which nothing is known but perhaps how and where.

    What the workbook says of technology and place comes first; then what the library's own dataset
    of the user's stage and technology takes; then the newest of China.

    Parameters
    ----------
    library : Library
        The compiled library.
    stage : str
        Stage of what is supplied.
    user : Inventory
        The process that takes it.
    technology, location : str
        As the workbook says, such as ``mono-n`` and ``CN-Yunnan``; a province stands for its
        country.

    Returns
    -------
    StandIn, optional
        None if the library has no dataset of that stage.
    """
    candidates = [i for i in library.inventories.values() if i.stage == stage]
    if not candidates:
        return None
    usual = _usual(library, stage, user)
    if usual and not (technology or location):
        why = text("it is what the library's own {stage} takes", stage=Text(user.stage))
        return StandIn(usual, why)
    country = location.partition("-")[0]
    wanted = (
        technology or (usual.technology if usual else ""),
        country or (usual.location if usual else HOME),
    )
    found = _nearest(candidates, *wanted)
    best = max(found, key=lambda i: _rank(i, usual))
    if not (technology or location):
        return StandIn(best, text("it is the newest dataset of China"))
    return StandIn(best, _why(best, technology, country))


def _nearest(candidates: list[Inventory], technology: str, location: str) -> list[Inventory]:
    """Return the datasets that have technology and place, else technology, else place, else all."""
    same_technology = [i for i in candidates if i.technology == technology]
    same_location = [i for i in candidates if i.location == location]
    both = [i for i in same_technology if i.location == location]
    return both or same_technology or same_location or candidates


def _rank(dataset: Inventory, usual: Inventory | None) -> tuple[object, ...]:
    """Order datasets: of China, new, like the usual one, the default design; then by code."""
    return (
        dataset.location == HOME,
        dataset.vintage or 0,
        usual is not None and dataset.technology == usual.technology,
        usual is not None and dataset.design == usual.design,
        dataset.default_design,
        [-ord(letter) for letter in dataset.code],
    )


def _why(best: Inventory, technology: str, country: str) -> Text:
    asked = ((technology, best.technology), (country, best.location))
    met = [wanted for wanted, there in asked if wanted and wanted == there]
    unmet = [wanted for wanted, there in asked if wanted and wanted != there]
    parts = [
        text("it is the newest of {met}, as the workbook says", met=", ".join(met)) if met else "",
        text("the library has none of {unmet}", unmet=", ".join(unmet)) if unmet else "",
    ]
    return joined("; ", parts)


def _usual(library: Library, stage: str, user: Inventory) -> Inventory | None:
    """Return what the library's own dataset like the user takes of a stage, mostly."""
    same = [
        i
        for i in library.inventories.values()
        if i.stage == user.stage and i.technology == user.technology
    ]
    if not same:
        return None
    own = max(same, key=lambda i: (i.design == user.design, *_rank(i, None)))
    return _taken(library, stage, own, seen={own.code})


def _taken(library: Library, stage: str, user: Inventory, seen: set[str]) -> Inventory | None:
    """Follow the inputs from datasets of the user's own stage to those of the stage before."""
    inputs = sorted(user.inputs, key=lambda e: -e.amount)
    targets = [library.inventories[exchange.target] for exchange in inputs]
    direct = next((target for target in targets if target.stage == stage), None)
    return direct or _through(library, stage, (t for t in targets if t.stage == user.stage), seen)


def _through(
    library: Library, stage: str, same_stage: Iterable[Inventory], seen: set[str]
) -> Inventory | None:
    for target in same_stage:
        if target.code not in seen:
            seen.add(target.code)
            found = _taken(library, stage, target, seen)
            if found:
                return found
    return None
