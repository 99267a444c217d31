"""Other amounts, other materials, better yields, other transport."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.analysis.scenarios.draft import where
from pvfootprint.analysis.scenarios.faults import collected, fault, nearest
from pvfootprint.analysis.scenarios.made import Made
from pvfootprint.analysis.scenarios.steps import Amount, Scale, Shift
from pvfootprint.language.texts import Text, text
from pvfootprint.model.findings import AnalysisError
from pvfootprint.model.terms import GROUPS, STAGES, UNITS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pvfootprint.analysis.scenarios.draft import Draft
    from pvfootprint.analysis.scenarios.made import Maker
    from pvfootprint.analysis.scenarios.steps import Step
    from pvfootprint.model.findings import Finding
    from pvfootprint.model.inventory import Exchange, Inventory
    from pvfootprint.model.scenario import FlowChange, TransportChange, YieldChange

TRANSPORT_UNIT = "ton kilometer"


def prepare_flow(draft: Draft, name: str, change: FlowChange) -> Maker:
    """Bring in the dataset that takes a flow's place, if any.

    Parameters
    ----------
    draft : Draft
        Widened.
    name, change
        The change.

    Returns
    -------
    Maker
        Changes the flow in each process of the stage.

    Raises
    ------
    AnalysisError
        SCN-003, SCN-004, SCN-005 or SCN-011, all together.
    """
    given = [f for f in ("factor", "amount", "replace_with") if getattr(change, f) is not None]
    findings: list[Finding] = []
    if len(given) != 1:
        message = text("a change of a flow says one thing: its factor, amount or replacement")
        found, expected = ", ".join(given), "factor | amount | replace_with"
        findings.append(fault("SCN-003", message, name, found, expected))
    with collected(findings):
        draft.users(change.stage, name)
    known = _known_flows(draft)
    if change.flow.casefold() not in known:
        message = text("there is no flow {name!r}", name=change.flow)
        near = nearest(change.flow, known.values())
        findings.append(fault("SCN-005", message, f"{name}.flow", change.flow, hint=near))
    new = None
    if change.replace_with is not None:
        with collected(findings):
            new = dataset(draft, f"{name}.replace_with", change.replace_with)
            draft.bring_in(new)
    if findings:
        raise AnalysisError(findings)
    return lambda: _make_flow(draft, name, change, new)


def dataset(draft: Draft, place: str, code: str) -> Inventory:
    """Return a dataset of the library by its code.

    Parameters
    ----------
    draft : Draft
        With the library.
    place : str
        ``CHANGE.FIELD`` that names it.
    code : str
        Its code.

    Returns
    -------
    Inventory
        The dataset.

    Raises
    ------
    AnalysisError
        SCN-005 with the nearest codes.
    """
    found = draft.library.inventories.get(code)
    if found is None:
        message = text("the library has no dataset {written!r}", written=code)
        expected = text("a code of `pvfootprint library list`")
        hint = nearest(code, draft.library.inventories)
        raise AnalysisError([fault("SCN-005", message, place, code, expected, hint)])
    return found


def _known_flows(draft: Draft) -> dict[str, str]:
    """Return how flows are named anywhere, by the name without capitals."""
    library = draft.library
    names = [*GROUPS, *library.inventories, *library.flows, *draft.processes]
    names += [n for one in library.inventories.values() for n in (one.product, one.name)]
    names += [one.name for one in library.flows.values()]
    return {name.casefold(): name for name in names if name}


def _is(draft: Draft, flow: str) -> Callable[[Exchange], bool]:
    """Return the test whether an exchange is a flow: by code, name or group.

    A company's exchange carries the company's words; those of the dataset that it takes count too.
    """
    word = flow.casefold()

    def test(exchange: Exchange) -> bool:
        taken = draft.processes.get(exchange.target)
        names = [exchange.target, exchange.product, exchange.name, exchange.group]
        names += [taken.product, taken.name] if taken else []
        return word in {one.casefold() for one in names}

    return test


def _make_flow(draft: Draft, name: str, change: FlowChange, new: Inventory | None) -> Made:
    users = draft.users(change.stage, name, anywhere=True)
    wanted = _is(draft, change.flow)
    steps: list[Step] = []
    if new:
        steps = list(_replacements(draft, name, change, new, users))
    else:
        rows = [found for code in users if (found := draft.find(code, wanted))]
        if change.amount is not None:
            steps = [Amount(name, found) for found in rows]
        elif rows:
            steps = [Scale(name, "factor", tuple(row for found in rows for row in found))]
    there = {n for c in users for e in draft.exchanges(c) for n in (e.target, e.product or e.name)}
    return Made(
        steps,
        absent=text(
            "{stage} has no flow {flow!r} in this product",
            stage=where(change.stage),
            flow=change.flow,
        ),
        pulled=text("the flow {flow} is already so", flow=Text(change.flow)),
        near=nearest(change.flow, there),
    )


def _replacements(
    draft: Draft, name: str, change: FlowChange, new: Inventory, users: list[str]
) -> Iterator[Step]:
    """Replace a flow everywhere but in what stands behind the new one itself."""
    wanted = _is(draft, change.flow)
    behind = draft.behind([new.code])
    for code in users:
        flows = [e for e in draft.exchanges(code) if wanted(e) and e.type == "technosphere"]
        if not flows or code in behind:
            continue
        wrong = next((e for e in flows if e.unit != new.unit), None)
        if wrong and "ratio" not in change.model_fields_set:
            raise AnalysisError([_unit(f"{name}.replace_with", wrong.unit, new)])
        to = draft.add(code, new.code, flows[0])
        yield Shift(
            name,
            draft.find(code, lambda e: wanted(e) and e.target != new.code),
            draft.find(code, lambda e: e.target == new.code),
            to,
        )


def _unit(place: str, unit: str, new: Inventory) -> Finding:
    message = text(
        "{code} is measured in {unit}, what it replaces in {old}",
        code=new.code,
        unit=UNITS[new.unit],
        old=UNITS[unit],
    )
    hint = text("say with `ratio` how much of it takes the place of one unit")
    return fault("SCN-011", message, place, UNITS[new.unit], UNITS[unit], hint)


def prepare_yield(draft: Draft, name: str, change: YieldChange) -> Maker:
    """Check a change of yield.

    Parameters
    ----------
    draft : Draft
        Widened.
    name, change
        The change.

    Returns
    -------
    Maker
        Multiplies all that the stage takes and emits.

    Raises
    ------
    AnalysisError
        SCN-003 or SCN-004.
    """
    if not change.stage:
        message = text("a change of yield names its stage")
        place = f"{name}.stage"
        raise AnalysisError([fault("SCN-003", message, place, expected=", ".join(STAGES))])
    draft.users(change.stage, name)

    def make() -> Made:
        users = draft.users(change.stage, name)
        rows = tuple(row for code in users for row in draft.find(code, lambda _: True))
        stage = where(change.stage)
        return Made(
            [Scale(name, "old", rows, under="new")] if rows else [],
            absent=text("{stage} is not in this product", stage=stage),
            pulled=text("the yield of {stage} is already so", stage=stage),
        )

    return make


def prepare_transport(draft: Draft, name: str, change: TransportChange) -> Maker:
    """Bring in the other mode of transport, if any.

    Parameters
    ----------
    draft : Draft
        Widened.
    name, change
        The change.

    Returns
    -------
    Maker
        Multiplies distances, and shifts a share of each stage's transport to the mode.

    Raises
    ------
    AnalysisError
        SCN-003, SCN-004, SCN-005 or SCN-011, all together.
    """
    findings: list[Finding] = []
    if not change.to and change.distance_factor == 1:
        message = text("a change of transport says its mode or its distance")
        findings.append(fault("SCN-003", message, name, expected="to | distance_factor"))
    with collected(findings):
        draft.users(change.stage, name)
    for field, code in (("mode", change.mode), ("to", change.to)):
        with collected(findings):
            found = dataset(draft, f"{name}.{field}", code) if code else None
            if found and found.unit != TRANSPORT_UNIT:
                raise AnalysisError([_unit(f"{name}.{field}", TRANSPORT_UNIT, found)])
            if found and field == "to":
                draft.bring_in(found)
    if findings:
        raise AnalysisError(findings)
    return lambda: _make_transport(draft, name, change)


def _make_transport(draft: Draft, name: str, change: TransportChange) -> Made:
    def by_mode(exchange: Exchange) -> bool:
        return exchange.unit == TRANSPORT_UNIT and change.mode in {"", exchange.target}

    users = draft.users(change.stage, name)
    found = {code: rows for code in users if (rows := draft.find(code, by_mode))}
    steps: list[Step] = []
    if found:
        rows = tuple(row for one in found.values() for row in one)
        steps.append(Scale(name, "distance_factor", rows))
    for code in found if change.to else ():
        like = next(e for e in draft.exchanges(code) if by_mode(e))
        to = draft.add(code, change.to, like)
        steps.append(
            Shift(
                name,
                draft.find(code, lambda e: by_mode(e) and e.target != change.to),
                () if change.mode else draft.find(code, lambda e: e.target == change.to),
                to,
            )
        )
    stage = where(change.stage)
    return Made(
        steps,
        absent=text(
            "{stage} has no transport {mode} in this product", stage=stage, mode=change.mode
        ),
        pulled=text("the transport of {stage} is already so", stage=stage),
    )
