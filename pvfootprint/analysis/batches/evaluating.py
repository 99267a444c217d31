"""Evaluates the items of a batch that differ in numbers only, all at once."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from pvfootprint.analysis.batches.rows import DATA_COLUMNS
from pvfootprint.analysis.scenarios import vary
from pvfootprint.chain.declaring import reference_flows
from pvfootprint.engine.attributing import attribute
from pvfootprint.engine.backgrounds import solve_on
from pvfootprint.engine.contributing import by_stage
from pvfootprint.engine.stage_planning import make_stage_plan
from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding, PvfootprintError
from pvfootprint.model.scenario import ParameterChange
from pvfootprint.model.terms import GROUPS, STAGES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from pvfootprint.analysis.scenarios import Variation
    from pvfootprint.analysis.subjects import Subject
    from pvfootprint.engine.backgrounds import Background
    from pvfootprint.engine.stage_plans import StagePlan
    from pvfootprint.model.inventory import Format, Inventory
    from pvfootprint.model.scenario import Change, Scenario
    from pvfootprint.model.system import ProductSystem

    Array = NDArray[np.float64]


DECLARING = ("efficiency", "piece_area_m2")
"""Parameters that a declared unit rests on."""


@dataclass(frozen=True, slots=True)
class Values:
    """What came out for some items.

    Parameters
    ----------
    score : ndarray, shape (items,)
        Footprint [kgCO2e per declared unit]; NaN for items that failed.
    parts : ndarray, shape (stages, groups, items)
        As :attr:`pvfootprint.engine.stage_plans.Evaluation.parts`.
    primary_share : ndarray, shape (items,)
        Share of primary data [-].
    failures : dict
        Findings by place of the item that failed.
    """

    score: Array
    parts: Array
    primary_share: Array
    failures: dict[int, tuple[Finding, ...]]


def plain_values(system: ProductSystem, subject: Subject, background: Background) -> Values:
    """Compute one product system by the plain engine, on a background that is factorised already.

    Parameters
    ----------
    system : ProductSystem
        The product system.
    subject : Subject
        What it belongs to.
    background : Background
        The library.

    Returns
    -------
    Values
        Of one item.

    Raises
    ------
    CalculationError
        As :func:`pvfootprint.engine.solving.solve`.
    """
    solution = solve_on(background, system, subject.factors)
    parts = np.full((len(STAGES), len(GROUPS), 1), np.nan)
    stages = list(STAGES)
    for part in by_stage(system, solution):
        parts[stages.index(part.stage), :, 0] = [part.groups[group] for group in GROUPS]
    primary = attribute(system, solution).primary_share
    return Values(np.array([solution.score]), parts, np.array([primary]), {})


def no_values(count: int, findings: Sequence[Finding]) -> Values:
    """Return what stands for items that all failed alike."""
    missing = np.full(count, np.nan)
    parts = np.full((len(STAGES), len(GROUPS), count), np.nan)
    return Values(missing, parts, missing.copy(), dict.fromkeys(range(count), tuple(findings)))


class Variants:
    """A product under a scenario, ready to be evaluated for many values.

    Parameters
    ----------
    subject : Subject
        The product.
    scenario : Scenario, optional
        What is otherwise.
    columns : sequence of str
        Columns with values: ``CHANGE.FIELD`` of the scenario, ``STAGE.PARAMETER`` of the library,
        or of :data:`pvfootprint.analysis.batches.rows.DATA_COLUMNS`.
    form : Format, optional
        Format of the product; its area counts where a row gives none.
    background : Background
        The library, factorised.

    Raises
    ------
    AnalysisError
        SCN-... for changes that are not possible.
    """

    def __init__(
        self,
        subject: Subject,
        scenario: Scenario | None,
        columns: Sequence[str],
        form: Format | None,
        background: Background,
    ) -> None:
        self.subject, self.form, self.background = subject, form, background
        changes: dict[str, Change] = dict(scenario.changes) if scenario else {}
        self.parameters = {
            name: setting
            for name in columns
            if name not in DATA_COLUMNS
            and name.partition(".")[0] not in changes
            and (setting := self._setting(name))
        }
        self.variation: Variation = vary(subject, {**self.parameters, **changes})
        self.refused = self._refused(columns, changes)
        system, factors = self.variation.system, subject.factors
        self.solution = solve_on(background, system, factors)
        self.plan: StagePlan = make_stage_plan(
            system, factors, self.variation.changing, self.solution
        )

    def _chain(self) -> list[Inventory]:
        system = self.subject.system
        return [i for i in system.inventories if i.code in system.stage_codes]

    def _setting(self, name: str) -> ParameterChange | None:
        """Return a parameter as it is, so that its value can be varied; None if nothing has it."""
        target, _, parameter = name.rpartition(".")
        found = [i.parameter(parameter) for i in self._chain() if target in {i.stage, i.code}]
        own = next((p.amount for p in found if p), None)
        if own is None:
            return None
        return ParameterChange(stage=target, parameter=parameter, value=own)

    def _refused(self, columns: Sequence[str], changes: Mapping[str, Change]) -> dict[str, Finding]:
        """Return why no row may fill in a column, by column."""
        there = sorted({f"{i.stage}.{p.name}" for i in self._chain() for p in i.parameters})
        quantities = [n for n in self.variation.quantities if n.partition(".")[0] in changes]
        declaring = {f"{self.subject.system.product.stage}.{name}" for name in DECLARING}
        data = [name for name in columns if name in DATA_COLUMNS]
        refused = {}
        for name in columns:
            if name in DATA_COLUMNS:
                if self.subject.sites:
                    message = text("a company's own product: its workbook says it")
                    refused[name] = Finding("BAT-006", message, column=name, found=name)
            elif name.partition(".")[0] in changes:
                if name not in quantities:
                    refused[name] = _nothing_takes(name, quantities)
            elif name not in self.parameters:
                refused[name] = _nothing_takes(name, [*quantities, *there])
            elif name in declaring and data:
                message = text("two columns say the same thing; fill in one of them")
                found = ", ".join([*data, name])
                refused[name] = Finding("BAT-006", message, column=name, found=found)
        return refused

    def values(self, columns: Mapping[str, Array], count: int) -> Values:
        """Evaluate items.

        Parameters
        ----------
        columns : mapping
            Values by column, one for each item; NaN for what the scenario or library says.
        count : int
            How many items there are.

        Returns
        -------
        Values
            Items that cannot be, or fill in a column that nothing takes (BAT-006), are among the
        failures; the others are not touched by them.
        """
        if not self.refused:
            with contextlib.suppress(PvfootprintError):
                return self._evaluated(columns, count)
        values = no_values(count, ())
        failures: dict[int, tuple[Finding, ...]] = {}
        for name, finding in self.refused.items():
            for i in np.flatnonzero(~np.isnan(columns[name])):
                failures[int(i)] = (*failures.get(int(i), ()), finding)
        left = np.array([i for i in range(count) if i not in failures], dtype=np.intp)
        taken = {n: column[left] for n, column in columns.items() if n not in self.refused}
        waiting = [range(len(left))] if len(left) else []
        while waiting:
            places = waiting.pop()
            some = {name: column[places.start : places.stop] for name, column in taken.items()}
            try:
                found = self._evaluated(some, len(places))
            except PvfootprintError as error:
                middle = (places.start + places.stop) // 2
                if len(places) > 1:
                    waiting += [range(places.start, middle), range(middle, places.stop)]
                else:
                    failures[int(left[places.start])] = error.findings
                continue
            where = left[places.start : places.stop]
            values.score[where] = found.score
            values.parts[:, :, where] = found.parts
            values.primary_share[where] = found.primary_share
            failures.update((int(where[i]), f) for i, f in found.failures.items())
        return replace(values, failures=failures)

    def _evaluated(self, columns: Mapping[str, Array], count: int) -> Values:
        given = self._quantities(columns, count)
        amounts = self.variation.amounts(given)
        amounts = np.broadcast_to(amounts, (len(amounts), count))
        flow = self._reference(columns, given, count)
        found = self.plan.evaluate(amounts, flow)
        failures = {}
        for i in np.flatnonzero(found.doubtful):
            system = self._plainly(amounts[:, i], float(flow[i]))
            try:
                sure = plain_values(system, self.subject, self.background)
            except PvfootprintError as error:
                failures[int(i)] = error.findings
                sure = no_values(1, ())
            found.score[i] = sure.score[0]
            found.parts[:, :, i] = sure.parts[:, :, 0]
            found.primary_share[i] = sure.primary_share[0]
        return Values(found.score, found.parts, found.primary_share, failures)

    def _quantities(self, columns: Mapping[str, Array], count: int) -> dict[str, Array]:
        """Return values by the names of the variation; what is empty takes its own."""
        given: dict[str, Array] = {}
        for name, setting in self.parameters.items():
            column = columns.get(name, np.full(count, np.nan))
            there = ~np.isnan(column)
            given[f"{name}.on"] = there.astype(np.float64)
            given[f"{name}.value"] = np.where(there, column, setting.value)
        for name, column in columns.items():
            if name in self.variation.quantities:
                own = self.variation.quantities[name]
                given[name] = np.where(np.isnan(column), own, column)
        return given

    def _reference(
        self, columns: Mapping[str, Array], given: Mapping[str, Array], count: int
    ) -> Array:
        data = {name: columns[name] for name in DATA_COLUMNS if name in columns}
        if not data:
            return np.broadcast_to(self.variation.reference_flow(given), (count,)).astype(float)
        product = self.subject.system.product
        unit = self.subject.system.declared_unit.unit
        return np.broadcast_to(reference_flows(product, unit, data, self.form), (count,))

    def _plainly(self, amounts: Array, flow: float) -> ProductSystem:
        """Return the system of one item."""
        system = self.variation.system
        new = dict(zip(self.variation.changing, amounts.tolist(), strict=True))
        inventories, position = [], 0
        for inventory in system.inventories:
            exchanges = [
                replace(e, amount=new.get(position + i, e.amount))
                for i, e in enumerate(inventory.exchanges)
            ]
            position += len(exchanges)
            inventories.append(replace(inventory, exchanges=tuple(exchanges)))
        product = next(i for i in inventories if i.code == system.product.code)
        unit = replace(system.declared_unit, reference_flow=flow)
        return replace(system, inventories=tuple(inventories), product=product, declared_unit=unit)


def _nothing_takes(name: str, known: Sequence[str]) -> Finding:
    return Finding(
        "BAT-006",
        text("neither the scenario nor this product's chain has {name}", name=name),
        column=name,
        found=name,
        expected=", ".join(known),
        hint=text("only numbers that the scenario gives can be varied; else leave the cell empty"),
    )
