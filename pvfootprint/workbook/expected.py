"""Which flows a stage is expected to have, and how much of them, after the library."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pvfootprint.model.site import SUPPLIED_STAGE, SUPPLY
from pvfootprint.model.terms import UNITS
from pvfootprint.workbook.choices import Choice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.model.inventory import Exchange, Inventory, Library
    from pvfootprint.workbook.choices import Choices

FLOW_LISTS = {
    "materials": "materials",
    "energy": "carriers",
    "outputs": "treatments",
    "emissions": "gases",
}
"""Sheets that hold flows of the library, and the list that names them."""

FAR = 3.0
"""How far beyond the library's own values an amount is questioned [-]."""

HOME = "CN"


@dataclass(frozen=True, slots=True)
class ExpectedFlow:
    """A flow that a stage is expected to have.

    Parameters
    ----------
    sheet : str
        Key of the sheet on which it stands.
    choice : Choice
        The library's flow.
    unit : str
        Symbol of its unit in the library.
    low, high : float
        Smallest and largest amount in the library's datasets of the stage [unit per reference
        unit of the stage].
    asked : bool
        Whether a blank workbook holds a line for it: the newest datasets of China have it.
    """

    sheet: str
    choice: Choice
    unit: str
    low: float
    high: float
    asked: bool

    @property
    def plausible(self) -> tuple[float, float]:
        """Amounts that are not questioned [unit per reference unit of the stage]."""
        return self.low / FAR, self.high * FAR


def expected_flows(library: Library, stage: str, choices: Choices) -> tuple[ExpectedFlow, ...]:
    """Return the flows that a stage is expected to have.

    Parameters
    ----------
    library : Library
        The compiled library.
    stage : str
        A key of :data:`pvfootprint.workbook.choices.REFERENCE_UNITS`.
    choices : dict
        From :func:`pvfootprint.workbook.choices.choices_of`.

    Returns
    -------
    tuple of ExpectedFlow
        Ordered by sheet; what the stage before supplies comes first, then the largest amounts.
    """
    datasets = [i for i in library.inventories.values() if i.stage == stage and i.emissions]
    newest = max(i.vintage or 0 for i in datasets)
    offered = {
        (sheet, c.key): c for sheet, name in FLOW_LISTS.items() for c in choices[name] if c.offered
    }
    lines = _Lines(library, stage)
    amounts: dict[tuple[str, str], list[float]] = {}
    asked: set[tuple[str, str]] = set()
    for inventory in datasets:
        for place, amount in lines.sums(inventory, offered).items():
            amounts.setdefault(place, []).append(amount)
            if inventory.vintage == newest and inventory.location == HOME:
                asked.add(place)
    flows = [
        ExpectedFlow(
            sheet=place[0],
            choice=offered[place],
            unit=UNITS[offered[place].unit],
            low=min(found),
            high=max(found),
            asked=place in asked,
        )
        for place, found in amounts.items()
    ]
    order = list(FLOW_LISTS)
    return tuple(
        sorted(
            flows,
            key=lambda f: (
                order.index(f.sheet),
                not f.choice.key.startswith(SUPPLY),
                -f.high,
                f.choice.key,
            ),
        )
    )


def with_stages_held(
    library: Library, stage: str, choices: Choices, held: tuple[str, ...]
) -> tuple[ExpectedFlow, ...]:
    """Return the flows of a site that holds earlier stages too, such as pulling and slicing.

    Parameters
    ----------
    library, stage, choices
        As for :func:`expected_flows`.
    held : tuple of str
        Stages before `stage` that the site holds, nearest first.

    Returns
    -------
    tuple of ExpectedFlow
        The flows of `stage`, whose largest amounts grow by what the earlier stages take for one
        unit of it, and the other flows of these stages.
    """
    found = {(f.sheet, f.choice.key): f for f in expected_flows(library, stage, choices)}
    times = 1.0
    for earlier in held:
        supply = found.get(("materials", SUPPLY + earlier))
        times *= supply.high if supply else 1.0
        for flow in expected_flows(library, earlier, choices):
            key = flow.sheet, flow.choice.key
            own = found.get(key, replace(flow, low=0.0, high=0.0, asked=False))
            found[key] = replace(own, high=own.high + flow.high * times)
    return tuple(found.values())


class _Lines:
    """Says on which line of a stage's workbook a flow of the library would stand."""

    def __init__(self, library: Library, stage: str) -> None:
        self.library = library
        self.supplied = SUPPLIED_STAGE[stage]
        self.gases: dict[str, list[str]] = {}
        for flow in library.flows.values():
            self.gases.setdefault(flow.name, []).append(flow.code)
        self.chinese: dict[tuple[str, str], list[str]] = {}
        for i in library.inventories.values():
            if i.location == HOME:
                self.chinese.setdefault((i.file, i.product), []).append(i.code)

    def sums(
        self, inventory: Inventory, offered: dict[tuple[str, str], Choice]
    ) -> dict[tuple[str, str], float]:
        """Sum a dataset's flows by the line on which they would stand."""
        found: dict[tuple[str, str], float] = {}
        for exchange in inventory.exchanges:
            for place in self.places(exchange):
                if place in offered and exchange.amount > 0:
                    found[place] = found.get(place, 0.0) + exchange.amount
        return found

    def places(self, exchange: Exchange) -> Iterator[tuple[str, str]]:
        """Where a flow would stand: on which sheet, under which key; nothing for infrastructure."""
        if exchange.type == "biosphere":
            yield from (("emissions", code) for code in self.gases.get(exchange.name, ()))
            return
        if exchange.type != "technosphere" or exchange.unit == "unit":
            return
        target = self.library.inventories[exchange.target]
        if target.stage == self.supplied:
            yield "materials", SUPPLY + target.stage
        elif target.electricity_supply or target.electricity_location:
            yield "energy", "electricity"
        else:
            code = self.home(target)
            yield from ((sheet, code) for sheet in ("materials", "energy", "outputs"))

    def home(self, target: Inventory) -> str:
        """Return the Chinese dataset of the same product where there is one."""
        same = self.chinese.get((target.file, target.product), [])
        return same[0] if len(same) == 1 else target.code
