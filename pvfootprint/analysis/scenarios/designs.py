"""Another design of a module: what the library's designs differ in changes likewise."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pvfootprint.analysis.scenarios.draft import REFERENCE_FLOW
from pvfootprint.analysis.scenarios.electricity import UNIT
from pvfootprint.analysis.scenarios.faults import fault, nearest
from pvfootprint.analysis.scenarios.made import NOTHING, Made
from pvfootprint.analysis.scenarios.steps import Redesign
from pvfootprint.language.texts import Text, text
from pvfootprint.model.findings import AnalysisError

if TYPE_CHECKING:
    from pvfootprint.analysis.scenarios.draft import Draft
    from pvfootprint.analysis.scenarios.made import Maker
    from pvfootprint.model.inventory import Exchange, Inventory, Library
    from pvfootprint.model.scenario import DesignChange

MODULE = "module"


@dataclass(frozen=True, slots=True)
class Difference:
    """A flow in two designs of the library.

    Parameters
    ----------
    key : str
        What it is: a code, a stage or ``electricity``.
    before, after : float
        Amount in each [unit of the flow].
    exchange : Exchange
        As one of them has it.
    """

    key: str
    before: float
    after: float
    exchange: Exchange


def prepare_design(draft: Draft, name: str, change: DesignChange) -> Maker:
    """Find the two designs of the library behind a change, and bring in the new flows.

    Parameters
    ----------
    draft : Draft
        Widened.
    name, change
        The change.

    Returns
    -------
    Maker
        Multiplies each flow by the ratio of its amounts in the two designs.

    Raises
    ------
    AnalysisError
        SCN-004, or SCN-010 if no dataset of the library has such a design.
    """
    stage = change.stage or MODULE
    draft.users(stage, name)
    designs = {i.design for i in draft.library.inventories.values() if i.design}
    if change.to not in designs:
        message = text("the library has no design {design!r}", design=change.to)
        expected, hint = ", ".join(sorted(designs)), nearest(change.to, designs)
        raise AnalysisError([fault("SCN-010", message, f"{name}.to", change.to, expected, hint)])
    for code in draft.users(stage, name):
        pair = _pair(draft.library, draft.processes[code], change.to)
        for one in _differences(draft.library, *pair) if pair else ():
            if not one.before and one.exchange.type == "technosphere":
                draft.bring_in(draft.library.inventories[one.exchange.target])
    return lambda: _make(draft, name, change)


def _make(draft: Draft, name: str, change: DesignChange) -> Made:
    steps = []
    missing: set[str] = set()
    already = False
    users = draft.users(change.stage or MODULE, name)
    for code in users:
        pair = _pair(draft.library, draft.processes[code], change.to)
        if pair is None:
            continue
        already = already or pair[0] is pair[1]
        step, without = _redesign(draft, name, code, *pair)
        missing |= without
        if code == draft.system.product.code and draft.reference_parameter == "efficiency":
            step = _with_efficiency(step, *pair)
        if step.ratios or step.added:
            steps.append(step)
    design = draft.processes[users[0]].design if users else ""
    note = text("not among the flows of the product: {flows}", flows=", ".join(sorted(missing)))
    return Made(
        steps,
        absent=text(
            "the library cannot tell what the design {design} would be as {to}",
            design=Text(design or "-"),
            to=Text(change.to),
        ),
        pulled=text("the design is {design} already", design=Text(change.to)),
        note=note if missing else NOTHING,
        already=already,
    )


def _pair(library: Library, process: Inventory, to: str) -> tuple[Inventory, Inventory] | None:
    """Return the datasets of the design that a process has and of the one that it shall have."""
    before = library.inventories.get(process.code) or _like(library, process)
    if before is None:
        return None
    for one in library.inventories.values():
        if one.design == to and _but_design(one) == _but_design(before):
            return before, one
    return None


def _but_design(product: Inventory) -> tuple[object, ...]:
    own = (product.stage, product.technology, product.location, product.vintage)
    return (*own, product.library_set)


def _like(library: Library, process: Inventory) -> Inventory | None:
    """Return the newest dataset of a company's technology and design, its country's first."""
    country = process.location.partition("-")[0]
    found = [
        i
        for i in library.inventories.values()
        if (i.stage, i.technology, i.design) == (process.stage, process.technology, process.design)
    ]
    return max(found, key=lambda i: (i.location == country, i.vintage or 0), default=None)


def _key(library: Library, exchange: Exchange) -> str:
    """Return what a flow is in any design: the cells of a company are the library's cells."""
    if exchange.type == "technosphere" and exchange.unit == UNIT:
        return "electricity"
    dataset = library.inventories.get(exchange.target)
    return dataset.stage if dataset and dataset.stage else exchange.target


def _differences(library: Library, before: Inventory, after: Inventory) -> list[Difference]:
    flows: dict[str, list[Exchange]] = {}
    for one in (*before.exchanges, *after.exchanges):
        if one.type != "production":
            flows.setdefault(_key(library, one), []).append(one)

    def amount(key: str, of: Inventory) -> float:
        return math.fsum(
            e.amount for e in of.exchanges if e.type != "production" and _key(library, e) == key
        )

    found = [Difference(k, amount(k, before), amount(k, after), e[0]) for k, e in flows.items()]
    return [one for one in found if one.before != one.after]


def _redesign(
    draft: Draft, name: str, code: str, before: Inventory, after: Inventory
) -> tuple[Redesign, set[str]]:
    """Return the step for one process, and the flows of the old design that it does not have."""
    ratios: list[tuple[int, float]] = []
    added: list[tuple[int, float]] = []
    missing: set[str] = set()
    for one in _differences(draft.library, before, after):
        rows = _rows(draft, code, one.key)
        if not one.before and not rows and one.exchange.type == "technosphere":
            added.append((draft.add(code, one.exchange.target, one.exchange), one.after))
        elif not one.before and rows:
            added.append((rows[0], one.after))
        elif rows:
            ratios += [(row, one.after / one.before) for row in rows]
        else:
            missing.add(one.key)
    return Redesign(name, code, after.design, tuple(ratios), tuple(added)), missing


def _rows(draft: Draft, code: str, key: str) -> tuple[int, ...]:
    return draft.find(code, lambda e: _own_key(draft, e) == key)


def _own_key(draft: Draft, exchange: Exchange) -> str:
    if exchange.type == "technosphere" and exchange.unit == UNIT:
        return "electricity"
    process = draft.processes.get(exchange.target)
    return process.stage if process and process.stage else exchange.target


def _with_efficiency(step: Redesign, before: Inventory, after: Inventory) -> Redesign:
    """Change the reference flow too, where the designs differ in efficiency."""
    old, new = before.parameter("efficiency"), after.parameter("efficiency")
    if old is None or new is None or old.amount == new.amount:
        return step
    ratio = (REFERENCE_FLOW, old.amount / new.amount)
    return replace(step, ratios=(*step.ratios, ratio))
