"""Electricity from elsewhere, for stages of the library and companies' sites alike."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pvfootprint.analysis.scenarios.draft import where
from pvfootprint.analysis.scenarios.faults import collected, fault
from pvfootprint.analysis.scenarios.made import Made
from pvfootprint.analysis.scenarios.steps import Shift
from pvfootprint.chain.electricity import parse_electricity, resolve
from pvfootprint.language.texts import Text, text
from pvfootprint.model.findings import AnalysisError, SelectionError
from pvfootprint.model.terms import STAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pvfootprint.analysis.scenarios.draft import Draft
    from pvfootprint.analysis.scenarios.made import Maker
    from pvfootprint.model.findings import Finding
    from pvfootprint.model.inventory import Exchange, Inventory, Library
    from pvfootprint.model.scenario import ElectricityChange
    from pvfootprint.model.system import ElectricityChoice

UNIT = "kilowatt hour"
GREEN = "-green-"
"""In the names of places that stand for a technology: ``CN-green-wind``."""


def prepare_electricity(draft: Draft, name: str, change: ElectricityChange) -> Maker:
    """Bring in the electricity that a change asks for.

    Parameters
    ----------
    draft : Draft
        Widened.
    name, change
        The change.

    Returns
    -------
    Maker
        Shifts a share of the electricity of each site or dataset of the stage.

    Raises
    ------
    AnalysisError
        SCN-004 or SCN-008.
    """
    findings: list[Finding] = []
    with collected(findings):
        draft.users(change.stage, name)
    with collected(findings):
        choice = _resolved(draft, name, change)
    if findings:
        raise AnalysisError(findings)
    draft.bring_in(draft.library.inventories[choice.node])
    draft.choices.append(choice)
    return lambda: _make(draft, name, change, choice)


def _resolved(draft: Draft, name: str, change: ElectricityChange) -> ElectricityChoice:
    try:
        request = parse_electricity(change.to)
        choice = resolve(draft.library, replace(request, stage=""), draft.basis.electricity)
    except SelectionError as error:
        raise AnalysisError(
            [
                fault("SCN-008", Text(f.message), f"{name}.to", f.found, f.expected, f.hint)
                for f in error.findings
            ]
        ) from error
    stage = change.stage if change.stage in STAGES else ""
    return replace(choice, stage=stage, own=True)


def _make(draft: Draft, name: str, change: ElectricityChange, choice: ElectricityChoice) -> Made:
    steps = []
    counts = _counts(draft, choice)
    for code in _holders(draft, draft.users(change.stage, name)):
        like = next(e for e in draft.exchanges(code) if _is_power(e))
        to = draft.add(code, choice.node, like)
        there = draft.find(code, lambda e: _is_power(e) and e.target in counts)
        taken = draft.find(code, lambda e: _is_power(e) and e.target not in counts)
        steps.append(Shift(name, taken, there, to))
    stage = where(change.stage)
    return Made(
        steps,
        absent=text("{stage} takes no electricity in this product", stage=stage),
        pulled=text(
            "at least {share:.0%} of the electricity of {stage} is from {place} already",
            share=change.share,
            stage=stage,
            place=change.to,
        ),
    )


def _holders(draft: Draft, users: Iterable[str]) -> list[str]:
    """Return the processes in which electricity is mixed: a site's own mix, else the user."""
    found: dict[str, None] = {}
    for code in users:
        for exchange in draft.exchanges(code):
            if _is_power(exchange):
                mix = draft.processes[exchange.target].data_class == "primary"
                found[exchange.target if mix else code] = None
    return list(found)


def _is_power(exchange: Exchange) -> bool:
    return exchange.type == "technosphere" and exchange.unit == UNIT


def _counts(draft: Draft, choice: ElectricityChoice) -> set[str]:
    """Return the datasets that count as the electricity asked for.

    Grids with this dataset behind them do; where green power is asked for, all green power does,
    so that a plant's own roof does not give way to the wind from elsewhere.
    """
    grids = {
        code
        for code, inventory in draft.processes.items()
        if inventory.electricity_supply and choice.node in {e.target for e in inventory.inputs}
    }
    same = {choice.node, *grids}
    if GREEN in choice.location:
        is_green = green(draft.library)
        same |= {code for code, inventory in draft.processes.items() if is_green(inventory)}
    return same


def green(library: Library) -> Callable[[Inventory], bool]:
    """Return the test whether a dataset is electricity of a technology that is sold as green.

    Parameters
    ----------
    library : Library
        Names these technologies in its places: ``CN-green-wind``.

    Returns
    -------
    callable
        Takes a dataset; at the plant and as delivered both count.
    """
    places = {i.electricity_location for i in library.inventories.values()}
    starts = tuple(
        f"electricity-{place.partition(GREEN)[2]}-" for place in places if GREEN in place
    )
    return lambda inventory: inventory.unit == UNIT and inventory.code.startswith(starts)
