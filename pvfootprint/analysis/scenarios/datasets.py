"""Other values of what the library's datasets are made with, and thinner wafers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pvfootprint.analysis.scenarios.draft import REFERENCE_FLOW, where
from pvfootprint.analysis.scenarios.faults import fault, nearest
from pvfootprint.analysis.scenarios.made import NOTHING, Made
from pvfootprint.analysis.scenarios.steps import Parameter, Sawing
from pvfootprint.chain.sites import product_code
from pvfootprint.language.texts import Text, text
from pvfootprint.model.findings import AnalysisError

if TYPE_CHECKING:
    from pvfootprint.analysis.scenarios.draft import Draft
    from pvfootprint.analysis.scenarios.made import Maker
    from pvfootprint.analysis.scenarios.steps import Step
    from pvfootprint.model.inventory import Inventory
    from pvfootprint.model.scenario import ParameterChange, WaferChange

WAFER = "wafer"
SILICON = ("ingot", "polysilicon", "mg-silicon")
"""Stages whose product is the silicon of a wafer."""

REFERENCE_FORMULAS = {"efficiency": "1 / efficiency", "piece_area_m2": "piece_area_m2"}
"""How the reference flow of a kilowatt-peak or piece follows from a parameter of the product."""


def prepare_parameter(draft: Draft, name: str, change: ParameterChange) -> Maker:
    """Check that there is such a parameter, with such a value.

    Parameters
    ----------
    draft : Draft
        Widened.
    name, change
        The change.

    Returns
    -------
    Maker
        Sets the parameter in every dataset of the stage; a product's efficiency changes how much
        of it makes a kilowatt-peak, a company's too.

    Raises
    ------
    AnalysisError
        SCN-004 or SCN-009.
    """
    users = draft.users(change.stage, name, anywhere=True)
    at_all = {p.name for i in draft.library.inventories.values() for p in i.parameters}
    if change.parameter not in at_all:
        message = text("no dataset has the parameter {name!r}", name=change.parameter)
        there = {p.name for code in users for p in draft.processes[code].parameters}
        place, expected = f"{name}.parameter", ", ".join(sorted(there or at_all))
        hint = nearest(change.parameter, at_all)
        raise AnalysisError([fault("SCN-009", message, place, change.parameter, expected, hint)])
    return lambda: _make_parameter(draft, name, change)


def _make_parameter(draft: Draft, name: str, change: ParameterChange) -> Made:
    users = draft.users(change.stage, name, anywhere=True)
    made = [_parameter(draft, name, "value", code, change.parameter) for code in users]
    there = {f"{p.name}" for code in users for p in draft.processes[code].parameters}
    return Made(
        [step for step in made if step],
        absent=text(
            "nothing follows from the parameter {parameter} of {stage} in this product",
            parameter=change.parameter,
            stage=where(change.stage),
        ),
        pulled=text(
            "{parameter} is {value:g} already", parameter=change.parameter, value=change.value
        ),
        near=nearest(change.parameter, there - {change.parameter}),
    )


def _parameter(
    draft: Draft, name: str, field: str, code: str, parameter: str, *, at_most: bool = False
) -> Parameter | None:
    """Return the step for a parameter of one process; None if nothing follows from it."""
    process = draft.processes[code]
    if process.parameter(parameter) is None:
        return None
    formulas = [
        (draft.row(code, place), e.formula)
        for place, e in enumerate(process.exchanges)
        if re.search(rf"\b{parameter}\b", e.formula)
    ]
    if code == draft.system.product.code and parameter == draft.reference_parameter:
        formulas.append((REFERENCE_FLOW, REFERENCE_FORMULAS[parameter]))
    if not formulas:
        return None
    return Parameter(
        name,
        field,
        at_most,
        draft.parameter(code, parameter),
        tuple(formulas),
        tuple((p.name, draft.parameter(code, p.name)) for p in process.parameters),
    )


def prepare_wafer(draft: Draft, name: str, change: WaferChange) -> Maker:
    """Check a change of wafers.

    Parameters
    ----------
    draft : Draft
        Widened.
    name, change
        The change.

    Returns
    -------
    Maker
        Sets thickness and kerf of the library's wafers; a company's wafer takes less silicon, in
        proportion to thickness and kerf: its thickness from the workbook, its kerf from the
        library's dataset of the same technology.

    Raises
    ------
    AnalysisError
        SCN-003 or SCN-004.
    """
    if change.thickness_um is None and change.kerf_um is None:
        message = text("a change of wafers says their thickness or the kerf")
        raise AnalysisError([fault("SCN-003", message, name, expected="thickness_um | kerf_um")])
    draft.users(change.stage or WAFER, name)
    return lambda: _make_wafer(draft, name, change)


def _make_wafer(draft: Draft, name: str, change: WaferChange) -> Made:
    steps: list[Step] = []
    assumed: dict[str, Text] = {}
    unknown: list[str] = []
    fields = [f for f in ("thickness_um", "kerf_um") if getattr(change, f) is not None]
    for code in draft.users(change.stage or WAFER, name):
        made = [_parameter(draft, name, f, code, f, at_most=True) for f in fields]
        own = [step for step in made if step]
        if own:
            steps += own
        elif draft.processes[code].stage == WAFER:
            sawing, kerf = _sawing(draft, name, code)
            steps += [sawing] if sawing else []
            unknown += [] if sawing else [draft.processes[code].name]
            if sawing and kerf:
                assumed[kerf.code] = _kerf_of(kerf)
    absent = text("there is no wafer in this product")
    if unknown:
        absent = text("the thickness of {wafers} is not known", wafers=", ".join(unknown))
    note = text(
        "the kerf of companies' wafers is that of the library: {kerf}",
        kerf=", ".join(assumed.values()),
    )
    return Made(
        steps,
        absent=absent,
        pulled=text("the wafers are as thin already, and lose no more"),
        note=note if assumed else NOTHING,
    )


def _kerf_of(dataset: Inventory) -> Text:
    parameter = dataset.parameter("kerf_um")
    return Text(f"{parameter.amount:g} um ({dataset.code})" if parameter else dataset.code)


def _sawing(draft: Draft, name: str, code: str) -> tuple[Sawing | None, Inventory | None]:
    """Return the step for a company's wafer, and the dataset whose kerf it assumes."""
    thickness = next(
        (
            product.thickness
            for site in draft.basis.sites
            for product in site.products
            if product_code(site, product) == code
        ),
        None,
    )
    rows = draft.find(
        code,
        lambda e: e.type == "technosphere" and draft.processes[e.target].stage in SILICON,
    )
    dataset = _with_kerf(draft, draft.processes[code])
    kerf = dataset.parameter("kerf_um") if dataset else None
    if not (thickness and rows and kerf):
        return None, None
    return Sawing(name, rows, thickness, kerf.amount), dataset


def _with_kerf(draft: Draft, wafer: Inventory) -> Inventory | None:
    """Return the library's wafer with a kerf that is most like a company's."""
    known = [
        i for i in draft.library.inventories.values() if i.stage == WAFER and i.parameter("kerf_um")
    ]
    country = wafer.location.partition("-")[0]
    return max(
        known,
        key=lambda i: (
            i.technology == wafer.technology,
            i.location == country,
            i.vintage or 0,
            i.code,
        ),
        default=None,
    )
