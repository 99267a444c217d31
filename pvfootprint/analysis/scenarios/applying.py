"""Makes changes plainly: the product system as it would be."""

from __future__ import annotations

import math
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from pvfootprint.analysis.scenarios.draft import REFERENCE_FLOW, REFERENCE_PARAMETERS, Basis
from pvfootprint.analysis.scenarios.faults import TABLE, fault
from pvfootprint.analysis.scenarios.reading import in_file, read_scenario
from pvfootprint.analysis.scenarios.records import gaps_after, uses_after
from pvfootprint.analysis.scenarios.steps import Redesign
from pvfootprint.analysis.scenarios.variation import ABSENT, OPEN, PULLED, widen
from pvfootprint.chain.assembling import chain_codes, reached_codes
from pvfootprint.engine.attributing import ESTIMATED
from pvfootprint.engine.solving import solve
from pvfootprint.language.texts import Text, in_both, joined, text
from pvfootprint.library.formulas import AGREEMENT, evaluate
from pvfootprint.model.canonical import canonical, digest
from pvfootprint.model.findings import AnalysisError, CalculationError, Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from pvfootprint.analysis.scenarios.steps import Table
    from pvfootprint.analysis.scenarios.variation import Variation
    from pvfootprint.analysis.subjects import Subject
    from pvfootprint.model.accounting import Accounting
    from pvfootprint.model.inventory import (
        CharacterizationSet,
        Exchange,
        Inventory,
        Library,
        Parameter,
    )
    from pvfootprint.model.scenario import Change, Scenario
    from pvfootprint.model.system import DeclaredUnit, ProductSystem


def vary(subject: Subject, changes: Mapping[str, Change], *, strict: bool = True) -> Variation:
    """Prepare a subject's product system for any number of variants of changes.

    Everything that any change may bring in comes in first. Then parameters, wafers and designs
    change, which say what is made, then all else, each in the order of the changes; effects
    multiply. A change of a stage holds for what other changes bring in too. So every variant with
    ``CHANGE.on`` of 0 or 1 is exactly what :func:`apply` gives for the changes that are on.

    Parameters
    ----------
    subject : Subject
        What is changed.
    changes : mapping
        By name, in their order.
    strict : bool
        Whether a change that finds nothing to change is an error.

    Returns
    -------
    Variation
        For :class:`pvfootprint.engine.plans.Plan`.

    Raises
    ------
    AnalysisError
        SCN-003 to SCN-012, all together.
    """
    return _varied(_basis(subject), changes, strict=strict)


def apply(subject: Subject, changes: Mapping[str, Change], *, strict: bool = True) -> Subject:
    """Make changes to a subject.

    Parameters
    ----------
    subject : Subject
        What is changed.
    changes : mapping
        By name, in their order.
    strict : bool
        Whether a change that finds nothing to change is an error.

    Returns
    -------
    Subject
        With the changed product system, from which everything is gone that is no longer reached;
        its case makes the same changes under other choices. A warning says that it is a scenario.

    Raises
    ------
    AnalysisError
        SCN-003 to SCN-012, all together; SCN-013 if the changed system has no solution.
    """
    basis = _basis(subject)
    system = change_system(basis, changes, subject.factors, strict=strict)
    about = system.remarks[: len(system.remarks) - len(subject.system.remarks)]
    base = subject.case.build

    def build(
        library: Library, accounting: Accounting, year: int | None
    ) -> tuple[ProductSystem, list[Finding]]:
        made, findings = base(library, accounting, year)
        again = replace(basis, system=made, library=library, year=year)
        return _changed(again, widen(again, changes), changes), findings

    return replace(
        subject,
        system=system,
        case=replace(subject.case, build=build),
        findings=(*subject.findings, *about),
    )


def change_system(
    basis: Basis,
    changes: Mapping[str, Change],
    factors: CharacterizationSet,
    *,
    strict: bool = True,
) -> ProductSystem:
    """Make changes to a product system.

    Parameters
    ----------
    basis : Basis
        The system, and where changes take from.
    changes : mapping
        By name, in their order.
    factors : CharacterizationSet
        GWP set, to see whether the changed system has a solution.
    strict : bool
        Whether a change that finds nothing to change is an error.

    Returns
    -------
    ProductSystem
        With only what is reached; its remarks say that it is a scenario.

    Raises
    ------
    AnalysisError
        As :func:`apply`.
    """
    system = _changed(basis, _varied(basis, changes, strict=strict), changes)
    try:
        solve(system, factors)
    except CalculationError as error:
        raise AnalysisError([_no_solution(f, changes) for f in error.findings]) from error
    return system


def _no_solution(finding: Finding, changes: Mapping[str, Change]) -> Finding:
    return Finding(
        "SCN-013",
        text("with these changes: {why}", why=finding.message),
        column=", ".join(f"{TABLE}.{name}" for name in changes),
        found=finding.found,
        expected=finding.expected,
        hint=finding.hint,
    )


def apply_file(subject: Subject, path: Path) -> Subject:
    """Make the changes of a scenario file to a subject.

    Parameters
    ----------
    subject : Subject
        What is changed.
    path : Path
        The scenario, as :func:`pvfootprint.analysis.scenarios.reading.read_scenario` reads it.

    Returns
    -------
    Subject
        As :func:`apply` gives it, named after the product and the scenario.

    Raises
    ------
    AnalysisError
        SCN-001 to SCN-013, with the file and the lines where it is wrong.
    """
    scenario = read_scenario(path)
    with _placed(path):
        made = apply(subject, scenario.changes)
    return replace(made, system=_titled(made.system, scenario))


def change_by_file(basis: Basis, path: Path, factors: CharacterizationSet) -> ProductSystem:
    """Make the changes of a scenario file to a product system.

    Parameters
    ----------
    basis, factors
        As :func:`change_system`.
    path : Path
        The scenario, as :func:`pvfootprint.analysis.scenarios.reading.read_scenario` reads it.

    Returns
    -------
    ProductSystem
        Named after the product and the scenario.

    Raises
    ------
    AnalysisError
        As :func:`apply_file`.
    """
    scenario = read_scenario(path)
    with _placed(path):
        return _titled(change_system(basis, scenario.changes, factors), scenario)


@contextmanager
def _placed(path: Path) -> Iterator[None]:
    """Say in which line of a scenario file a change is wrong."""
    try:
        yield
    except AnalysisError as error:
        content = path.read_text(encoding="utf-8")
        raise AnalysisError(in_file(error.findings, str(path), content)) from error


def _titled(system: ProductSystem, scenario: Scenario) -> ProductSystem:
    title = text("scenario: {title}", title=in_both(scenario.en, scenario.zh))
    named = replace(system, name=f"{system.name}, {title.said('both')}")
    if not scenario.source:
        return named
    first, *others = system.remarks
    source = text("source of its numbers: {source}", source=Text(scenario.source))
    said = replace(first, message=joined("; ", [first.message, source]))
    return replace(named, remarks=(said, *others))


def _basis(subject: Subject) -> Basis:
    return Basis(subject.system, subject.library, subject.case.year, subject.sites)


def _varied(basis: Basis, changes: Mapping[str, Change], *, strict: bool) -> Variation:
    variation = widen(basis, changes)
    if strict:
        _refuse_absent(variation)
    return variation


def _refuse_absent(variation: Variation) -> None:
    findings = [
        fault("SCN-012", state.why, name, hint=state.near)
        for name, state in variation.states.items()
        if state.status == ABSENT
    ]
    if findings:
        raise AnalysisError(findings)


def _about(variation: Variation, changes: Mapping[str, Change]) -> Iterator[Finding]:
    """Say that it is a scenario, what it assumes, and which changes are made already."""
    said = text(
        "this is a scenario ({changes}), not a declaration: it cannot be certified or submitted",
        changes=", ".join(changes),
    )
    notes = [s.why for s in variation.states.values() if s.status == OPEN and s.why]
    yield Finding("SCN-016", joined("; ", [said, *notes]) if notes else said, severity="warning")
    for name, state in variation.states.items():
        if state.status == PULLED:
            message = text("{change} changes nothing: {why}", change=name, why=state.why)
            yield replace(fault("SCN-017", message, name), severity="warning")


def _changed(basis: Basis, variation: Variation, changes: Mapping[str, Change]) -> ProductSystem:
    """Return the system with the amounts of the scenario, and only what is reached."""
    table = variation.evaluate({})
    processes = _processes(variation, table)
    start = basis.system.product.code
    reached = reached_codes(processes, start)
    inventories = tuple(processes[code] for code in sorted(reached))
    used = {e.target for inventory in inventories for e in inventory.emissions}
    system = replace(
        variation.system,
        product=processes[start],
        declared_unit=_declared_unit(variation, table),
        inventories=inventories,
        flows=tuple(flow for flow in variation.system.flows if flow.code in used),
        stage_codes=chain_codes(processes, start),
        electricity=tuple(
            dict.fromkeys(
                choice
                for choice in (*variation.system.electricity, *variation.choices)
                if choice.node in reached
            )
        ),
        members=tuple(m for m in variation.system.members if m.code in reached),
        remarks=(*_about(variation, changes), *basis.system.remarks),
        scenario_hash=scenario_hash(changes, basis.system.scenario_hash),
    )
    return replace(
        system,
        gaps=tuple(gaps_after(system, basis.system)),
        electricity_uses=tuple(uses_after(system, basis)),
    )


def scenario_hash(changes: Mapping[str, Change], upon: str = "") -> str:
    """Return the SHA-256 over changes in their order.

    Parameters
    ----------
    changes : mapping
        By name.
    upon : str
        Hash of the scenario that they are made to, if it is one.

    Returns
    -------
    str
        64 hexadecimal characters.
    """
    before = [upon] if upon else []
    return digest(
        canonical([*before, *([name, one.model_dump()] for name, one in changes.items())])
    )


def _processes(variation: Variation, table: Table) -> dict[str, Inventory]:
    """Return every process of the widened system as the scenario makes it."""
    amounts = dict(zip(variation.changing, table.amounts[1:, 0].tolist(), strict=True))
    values: dict[str, dict[str, float]] = {}
    for (code, name), value in zip(variation.parameters, table.parameters[:, 0], strict=True):
        values.setdefault(code, {})[name] = float(value)
    designs = {step.code: step.design for step in variation.steps if isinstance(step, Redesign)}
    found, start = {}, 0
    for inventory in variation.system.inventories:
        new = values.get(inventory.code, {})
        parameters = tuple(
            replace(p, amount=new.get(p.name, p.amount)) for p in inventory.parameters
        )
        flat = enumerate(inventory.exchanges, start)
        changed = [_exchange(e, amounts.get(place), parameters) for place, e in flat]
        if inventory.data_class == "primary":
            changed = [_supposed(*pair) for pair in zip(inventory.exchanges, changed, strict=True)]
        start += len(inventory.exchanges)
        found[inventory.code] = replace(
            inventory,
            exchanges=tuple(exchange for exchange in changed if exchange),
            design=designs.get(inventory.code, inventory.design),
            parameters=parameters,
        )
    return found


def _exchange(
    exchange: Exchange, amount: float | None, parameters: Iterable[Parameter]
) -> Exchange | None:
    """Return an exchange with its new amount, None if nothing is left of it.

    Its formula stays only where the amount still follows from it.
    """
    if amount is None or (amount == exchange.amount and amount):
        return exchange
    if not amount:
        return None
    formula = exchange.formula
    if formula:
        value = evaluate(formula, {p.name: p.amount for p in parameters})
        formula = formula if math.isclose(value, amount, rel_tol=AGREEMENT) else ""
    return replace(exchange, amount=amount, formula=formula)


def _supposed(before: Exchange, after: Exchange | None) -> Exchange | None:
    """Return a company's exchange: what a scenario supposes is not measured."""
    if after is None or after is before:
        return after
    return replace(after, method=ESTIMATED)


def _declared_unit(variation: Variation, table: Table) -> DeclaredUnit:
    declared = variation.system.declared_unit
    flow = float(table.amounts[REFERENCE_FLOW, 0])
    if flow == declared.reference_flow:
        return declared
    parameter = REFERENCE_PARAMETERS[declared.unit]
    value = 1 / flow if parameter == "efficiency" else flow
    said = text("{parameter} {value:.6g} by the scenario", parameter=Text(parameter), value=value)
    return replace(declared, reference_flow=flow, assumptions=(said,))
