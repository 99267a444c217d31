"""Other suppliers: members of the chain, or products of the library with all behind them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from pvfootprint.analysis.scenarios.draft import where
from pvfootprint.analysis.scenarios.faults import collected, fault, nearest
from pvfootprint.analysis.scenarios.made import Made
from pvfootprint.analysis.scenarios.steps import Supply
from pvfootprint.chain.selecting import find_dataset
from pvfootprint.chain.supply_shares import SUM_TOLERANCE
from pvfootprint.language.texts import Text, joined, text
from pvfootprint.model.findings import AnalysisError, Finding, SelectionError
from pvfootprint.model.terms import STAGES

if TYPE_CHECKING:
    from pvfootprint.analysis.scenarios.draft import Draft
    from pvfootprint.analysis.scenarios.made import Maker
    from pvfootprint.model.inventory import Exchange, Inventory
    from pvfootprint.model.scenario import SupplyChange


PRESENT = "present"
"""Stands among suppliers for those who supply now and are not named, in their proportions."""


def prepare_supply(draft: Draft, name: str, change: SupplyChange) -> Maker:
    """Bring in the suppliers that a change names.

    Parameters
    ----------
    draft : Draft
        Widened.
    name, change
        The change.

    Returns
    -------
    Maker
        Shares anew what each process of the stage takes of them; the amount in square metres or
        kilograms stays.

    Raises
    ------
    AnalysisError
        SCN-004, SCN-006 or SCN-007, all together.
    """
    findings = [*_not_whole(name, change)]
    suppliers: dict[str, str] = {}
    with collected(findings):
        draft.users(change.stage, name)
    for written in (key for key in change.shares if key != PRESENT):
        with collected(findings):
            dataset = _supplier(draft, name, change, written)
            draft.bring_in(dataset)
            suppliers[written] = dataset.code
    if not (set(change.shares) - {PRESENT} or findings):
        message = text("a change of supply names a supplier")
        findings.append(fault("SCN-003", message, f"{name}.shares"))
    stages = {draft.processes[code].stage for code in suppliers.values()}
    if len(stages) > 1:
        findings.append(_several_stages(draft, name, suppliers))
    if findings:
        raise AnalysisError(findings)
    takes = change.takes or next(iter(stages))
    return lambda: _make(draft, name, change, takes, suppliers)


def _make(
    draft: Draft, name: str, change: SupplyChange, takes: str, suppliers: dict[str, str]
) -> Made:
    behind = draft.behind(suppliers.values())
    steps, loops = [], False

    def supplied(exchange: Exchange) -> bool:
        technosphere = exchange.type == "technosphere"
        return technosphere and draft.processes[exchange.target].stage == takes

    for code in draft.users(change.stage, name):
        mixes = draft.processes[code].stage == takes and not change.stage
        like = next((e for e in draft.exchanges(code) if supplied(e)), None)
        if like is None or mixes:
            continue
        if code in behind:
            loops = True
            continue
        named = []
        for written, target in suppliers.items():
            there = _from(draft, code, target)
            to = there[0] if there else draft.add(code, target, like)
            named.append((written, there or (to,), to))
        mine = {row for _, rows, _ in named for row in rows}
        others = tuple(row for row in draft.find(code, supplied) if row not in mine)
        steps.append(Supply(name, others, tuple(named), PRESENT in change.shares))
    stage = where(change.stage)
    absent = text("{stage} takes no {takes} in this product", stage=stage, takes=STAGES[takes])
    if loops:
        absent = text("{stage} stands behind these suppliers itself", stage=stage)
    return Made(
        steps,
        absent=absent,
        pulled=text(
            "{takes} comes from {suppliers} already",
            takes=STAGES[takes],
            suppliers=", ".join(key for key in change.shares if key != PRESENT),
        ),
    )


def _from(draft: Draft, code: str, target: str) -> tuple[int, ...]:
    """Return the rows in which a process takes from another one."""
    return draft.find(code, lambda e: e.target == target)


def _supplier(draft: Draft, name: str, change: SupplyChange, written: str) -> Inventory:
    dataset = _member(draft, name, change, written) or _of_library(draft, name, written)
    if dataset.stage not in STAGES or change.takes not in {"", dataset.stage}:
        expected = STAGES.get(change.takes, text("a product of the chain"))
        raise AnalysisError([_wrong_stage(name, written, dataset, expected)])
    return dataset


def _member(draft: Draft, name: str, change: SupplyChange, written: str) -> Inventory | None:
    """Return the process of a company: named by its code, or by the company."""
    if written in draft.members:
        return draft.processes[written]
    own = draft.products_of(written)
    found = [code for code in own if change.takes in {"", draft.members[code].stage}]
    if own and not found:
        raise AnalysisError(
            [_wrong_stage(name, written, draft.processes[own[0]], STAGES[change.takes])]
        )
    if len(found) > 1:
        message = text("{name} has several products; which one?", name=written)
        place = f"{name}.shares"
        raise AnalysisError([fault("SCN-006", message, place, written, ", ".join(found))])
    return draft.processes[found[0]] if found else None


def _of_library(draft: Draft, name: str, written: str) -> Inventory:
    try:
        return find_dataset(draft.library, written)
    except SelectionError as error:
        names = [n for m in draft.members.values() for n in (m.company, m.code)]
        raise AnalysisError(
            [
                fault(
                    "SCN-006",
                    text("there is no supplier {name!r}: {why}", name=written, why=f.message),
                    f"{name}.shares",
                    written,
                    text("a company of the chain, or a product of `pvfootprint library list`"),
                    joined(" ", [one for one in (nearest(written, names), f.hint) if one]),
                )
                for f in error.findings
            ]
        ) from error


def _wrong_stage(name: str, written: str, dataset: Inventory, expected: Text) -> Finding:
    message = text(
        "{name} supplies {stage}", name=written, stage=STAGES.get(dataset.stage, dataset.product)
    )
    return fault("SCN-006", message, f"{name}.shares", written, expected)


def _several_stages(draft: Draft, name: str, suppliers: dict[str, str]) -> Finding:
    found = ", ".join(f"{s}: {draft.processes[code].stage}" for s, code in suppliers.items())
    message = text("the suppliers are of several stages")
    return fault("SCN-006", message, f"{name}.shares", found, text("one stage"))


def _not_whole(name: str, change: SupplyChange) -> list[Finding]:
    whole = math.fsum(change.shares.values())
    if abs(whole - 1) <= SUM_TOLERANCE:
        return []
    found = " + ".join(f"{share:g}" for share in change.shares.values()) or text("nothing")
    message = text("the shares of the suppliers sum to {whole:.4g}", whole=whole)
    return [fault("SCN-007", message, f"{name}.shares", found, text("1 in sum"))]
