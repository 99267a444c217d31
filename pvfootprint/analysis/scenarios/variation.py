"""A product system under changes, over any number of variants at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from pvfootprint.analysis.scenarios.datasets import prepare_parameter, prepare_wafer
from pvfootprint.analysis.scenarios.designs import prepare_design
from pvfootprint.analysis.scenarios.draft import REFERENCE_FLOW, Draft
from pvfootprint.analysis.scenarios.electricity import prepare_electricity
from pvfootprint.analysis.scenarios.faults import collected, fault
from pvfootprint.analysis.scenarios.fields import Range, filled, quantities_of, ranges_of
from pvfootprint.analysis.scenarios.flows import prepare_flow, prepare_transport, prepare_yield
from pvfootprint.analysis.scenarios.made import NOTHING, Made
from pvfootprint.analysis.scenarios.steps import Step, Table, Values, make
from pvfootprint.analysis.scenarios.supply import prepare_supply
from pvfootprint.language.texts import Text, text
from pvfootprint.model.findings import AnalysisError, Finding
from pvfootprint.model.scenario import (
    DesignChange,
    ElectricityChange,
    FlowChange,
    ParameterChange,
    SupplyChange,
    TransportChange,
    WaferChange,
    YieldChange,
)
from pvfootprint.model.system import ElectricityChoice, ProductSystem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike, NDArray

    from pvfootprint.analysis.scenarios.draft import Basis
    from pvfootprint.analysis.scenarios.made import Maker
    from pvfootprint.model.scenario import Change

FIRST = (ParameterChange, WaferChange, DesignChange)
"""Kinds that say what is made; they are made before those that say how."""

OPEN, PULLED, ABSENT = "open", "pulled", "absent"


@dataclass(frozen=True, slots=True)
class State:
    """Whether a change changes anything in a product.

    Parameters
    ----------
    status : str
        ``open``: it does; ``pulled``: it is so already; ``absent``: there is no such thing.
    why : Text
        Why, or what the change assumes; empty if there is nothing to say.
    near : Text
        Names near to what is absent.
    """

    status: str
    why: Text = NOTHING
    near: Text = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Variation:
    """A product system under changes, ready for any number of variants.

    Parameters
    ----------
    system : ProductSystem
        With every process and exchange that a change may bring in, those at amount 0.
    changing : tuple of int
        Flat positions of the exchanges that may change.
    quantities : dict
        Value in the scenario by ``CHANGE.FIELD`` [unit of the field]; ``CHANGE.on`` is 1.
    states : dict
        State of each change when it is made alone.
    ranges : dict
        What each quantity may be.
    steps : tuple of Step
        What is done to the table of amounts.
    table : Table
        Amounts and parameters as they are, one column.
    parameters : tuple of (str, str)
        Process and name of each parameter in the table.
    choices : tuple of ElectricityChoice
        Electricity that comes in with the changes.
    """

    system: ProductSystem
    changing: tuple[int, ...]
    quantities: dict[str, float]
    states: dict[str, State]
    ranges: dict[str, Range]
    steps: tuple[Step, ...]
    table: Table
    parameters: tuple[tuple[str, str], ...]
    choices: tuple[ElectricityChoice, ...]

    def amounts(self, columns: Mapping[str, ArrayLike] | None = None) -> Values:
        """Return the amounts of the changing exchanges in every variant.

        Parameters
        ----------
        columns : mapping, optional
            Values by ``CHANGE.FIELD``: a number, or an array with one for each variant; what is
            left out is as in the scenario.

        Returns
        -------
        ndarray, shape (changing, variants)
            [unit of each exchange].

        Raises
        ------
        AnalysisError
            SCN-007, SCN-014 or SCN-015, all together; SCN-015 too where an amount is not finite.
        """
        found = self.evaluate(columns or {}).amounts[1:]
        if not np.isfinite(found).all():
            raise AnalysisError([self._not_finite(found)])
        return found

    def reference_flow(self, columns: Mapping[str, ArrayLike] | None = None) -> Values | float:
        """Return the reference flow in every variant.

        Parameters
        ----------
        columns : mapping, optional
            As :meth:`amounts` takes them.

        Returns
        -------
        float or ndarray, shape (variants,)
            [unit of the product]; one number where no change touches it.

        Raises
        ------
        AnalysisError
            As :meth:`amounts`.
        """
        steps = [step for step in self.steps if _touches_reference(step)]
        if not steps:
            return self.system.declared_unit.reference_flow
        found: Values = self.evaluate(columns or {}, steps).amounts[REFERENCE_FLOW]
        return found

    def evaluate(
        self, columns: Mapping[str, ArrayLike], steps: Iterable[Step] | None = None
    ) -> Table:
        """Return the whole table in every variant.

        Parameters
        ----------
        columns : mapping
            As :meth:`amounts` takes them.
        steps : iterable of Step, optional
            Which steps are made; all of them by default.

        Returns
        -------
        Table
            The reference flow is the first row of its amounts.

        Raises
        ------
        AnalysisError
            SCN-007, SCN-014 or SCN-015.
        """
        values = filled(columns, self.quantities, self.ranges)
        count = max((one.shape[0] for one in values.values() if one.ndim), default=1)
        table = self.table.widened(count)
        make(self.steps if steps is None else steps, table, values)
        return table

    def _not_finite(self, amounts: Values) -> Finding:
        wrong = ~np.isfinite(amounts)
        row, column = (int(i[0]) for i in np.nonzero(wrong))
        flat = [(i, e) for i in self.system.inventories for e in i.exchanges]
        user, exchange = flat[self.changing[row]]
        return Finding(
            "SCN-015",
            text("an amount is not a finite number in row {row}", row=column + 1),
            found=f"{user.code}: {exchange.name}",
            hint=text("look for values that are far too large, or parameters of 0"),
        )


def widen(basis: Basis, changes: Mapping[str, Change]) -> Variation:
    """Bring in all that changes may bring in, and find what they change.

    Parameters
    ----------
    basis : Basis
        What they are made to.
    changes : mapping
        By name, in their order.

    Returns
    -------
    Variation
        For any number of variants.

    Raises
    ------
    AnalysisError
        SCN-003 to SCN-011, all together.
    """
    draft = Draft(basis)
    makers = _prepared(draft, changes)
    order = sorted(changes, key=lambda name: not isinstance(changes[name], FIRST))
    made: dict[str, Made] = {}
    findings: list[Finding] = []
    for name in order:
        with collected(findings):
            made[name] = makers[name]()
    ranges = ranges_of(changes, draft)
    quantities = quantities_of(changes)
    findings += _out_of_range(changes, quantities, ranges)
    if findings:
        raise AnalysisError(findings)
    table = _table(draft)
    states = {name: _state(made[name], draft, table, quantities) for name in changes}
    system = _widened(draft)
    return Variation(
        system=system,
        changing=_positions(draft, system),
        quantities=quantities,
        states=states,
        ranges=ranges,
        steps=tuple(step for name in order for step in made[name].steps),
        table=table,
        parameters=tuple(draft.parameters),
        choices=tuple(dict.fromkeys(draft.choices)),
    )


def _prepared(draft: Draft, changes: Mapping[str, Change]) -> dict[str, Maker]:
    makers: dict[str, Maker] = {}
    findings: list[Finding] = []
    for name, change in changes.items():
        with collected(findings):
            makers[name] = _prepare(draft, name, change)
    if findings:
        raise AnalysisError(findings)
    return makers


def _prepare(draft: Draft, name: str, change: Change) -> Maker:
    match change:
        case ElectricityChange():
            maker = prepare_electricity(draft, name, change)
        case SupplyChange():
            maker = prepare_supply(draft, name, change)
        case FlowChange():
            maker = prepare_flow(draft, name, change)
        case YieldChange():
            maker = prepare_yield(draft, name, change)
        case ParameterChange():
            maker = prepare_parameter(draft, name, change)
        case WaferChange():
            maker = prepare_wafer(draft, name, change)
        case DesignChange():
            maker = prepare_design(draft, name, change)
        case TransportChange():
            maker = prepare_transport(draft, name, change)
    return maker


def _out_of_range(
    changes: Mapping[str, Change], quantities: Mapping[str, float], ranges: Mapping[str, Range]
) -> list[Finding]:
    """Return the parameters whose value in the scenario makes no sense."""
    findings = []
    for name, change in changes.items():
        if not isinstance(change, ParameterChange):
            continue
        key = f"{name}.value"
        if ranges[key].outside(np.asarray(quantities[key])):
            message = text("{name} is out of range", name=change.parameter)
            found, expected = f"{change.value:g}", ranges[key].said
            hint = text("a range holds for all datasets of the stage; `stage` may be one of them")
            findings.append(fault("SCN-009", message, key, found, expected, hint))
    return findings


def _table(draft: Draft) -> Table:
    amounts = [draft.system.declared_unit.reference_flow]
    amounts += [draft.exchanges(code)[place].amount for code, place in draft.rows]
    return Table(
        np.array(amounts)[:, np.newaxis],
        np.array(draft.parameter_values).reshape(-1, 1),
    )


def _state(made: Made, draft: Draft, table: Table, quantities: Mapping[str, float]) -> State:
    """Make a change alone, and see whether anything becomes different."""
    if not made.steps:
        return State(PULLED, made.pulled) if made.already else _absent(made)
    differ = _differences(made, table, quantities)
    own = [True, *(code in draft.own for code, _ in draft.rows)]
    if differ[own].any():
        return State(OPEN, made.note)
    one = Table(np.ones_like(table.amounts), table.parameters)
    touched = _differences(made, one, quantities) & own
    if table.amounts[touched].any() or not (touched.any() or differ.any()):
        return State(PULLED, made.pulled)
    return State(OPEN, text("only together with a change that brings it in"))


def _differences(made: Made, table: Table, quantities: Mapping[str, float]) -> NDArray[np.bool_]:
    """Return which rows of a table a change makes different, when it is made alone."""
    alone = table.widened(1)
    values = {key: np.asarray(value) for key, value in quantities.items()}
    make(made.steps, alone, values)
    return ~np.isclose(alone.amounts, table.amounts, rtol=SAME, atol=0.0)[:, 0]


def _absent(made: Made) -> State:
    return State(ABSENT, made.absent, made.near)


SAME = 1e-12
"""Difference of amounts below which a change makes none [-]."""


def _widened(draft: Draft) -> ProductSystem:
    system = draft.system
    inventories = tuple(draft.processes[code] for code in sorted(draft.processes))
    used = {e.target for inventory in inventories for e in inventory.emissions}
    flows = {flow.code: flow for flow in system.flows} | {
        code: draft.library.flows[code] for code in used if code in draft.library.flows
    }
    return replace(
        system,
        product=draft.processes[system.product.code],
        inventories=inventories,
        flows=tuple(flows[code] for code in sorted(flows) if code in used),
    )


def _positions(draft: Draft, system: ProductSystem) -> tuple[int, ...]:
    start, starts = 0, {}
    for inventory in system.inventories:
        starts[inventory.code] = start
        start += len(inventory.exchanges)
    return tuple(starts[code] + place for code, place in draft.rows)


def _touches_reference(step: Step) -> bool:
    """Return whether a step changes the reference flow."""
    rows = [row for name in ("formulas", "ratios") for row, _ in getattr(step, name, ())]
    return REFERENCE_FLOW in rows
