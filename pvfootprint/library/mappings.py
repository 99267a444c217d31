"""Reads ``methods/mappings/``: what of the shipped library stands for inputs of another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.language.texts import text
from pvfootprint.library.reading import Report, choice, number, read_table
from pvfootprint.model.findings import LibraryError
from pvfootprint.model.mapping import (
    QUALITIES,
    Counterpart,
    FlowCounterpart,
    MappedProduct,
    Mapping,
)
from pvfootprint.model.terms import STAGES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pvfootprint.model.inventory import Library

    Row = dict[str, str]

MAPPINGS = "methods/mappings"
TARGET_FREE = ("cut-off", "service", "capital goods")
"""Qualities that need no target."""

BACKGROUND = (
    "activity",
    "reference product",
    "location",
    "unit",
    "target",
    "factor",
    "quality",
    "reason",
    "reason zh",
)
FLOWS = ("name", "categories", "unit", "target name", "target categories")
PRODUCTS = ("activity", "stage", "technology", "design", "default design", "like")


def read_mapping(root: Path, key: str, library: Library) -> Mapping:
    """Read how another inventory is linked to the shipped library.

    Parameters
    ----------
    root : Path
        Folder that holds ``methods/``.
    key : str
        How its files in ``methods/mappings/`` begin, such as ``iea-2026``.
    library : Library
        The shipped library; every target must be in it.

    Returns
    -------
    Mapping
        Complete.

    Raises
    ------
    LibraryError
        With everything that is wrong in its files, and LIB-005 for a target that is not there.
    """
    findings = []

    def read(name: str, columns: tuple[str, ...], row: Callable[..., object]) -> list[object]:
        file = f"{MAPPINGS}/{key}-{name}.csv"
        report = Report(file)
        rows = read_table(root / file, columns, report)
        found = [row(line, cells, report, library) for line, cells in rows]
        findings.extend(report.findings)
        return found

    background = read("background", BACKGROUND, _counterpart)
    flows = read("flows", FLOWS, _flow)
    products = read("products", PRODUCTS, _product)
    if findings:
        raise LibraryError(findings)
    return Mapping(tuple(background), tuple(flows), tuple(products))  # type: ignore[arg-type]


def _counterpart(line: int, cells: Row, report: Report, library: Library) -> Counterpart:
    choice(cells["quality"], QUALITIES, report, line, "quality")
    target = library.inventories.get(cells["target"])
    if target is None and (cells["target"] or cells["quality"] not in TARGET_FREE):
        _nowhere(report, line, "target", cells["target"])
    if target and target.unit != cells["unit"]:
        message = text("the target has another unit than the input")
        report.add("LIB-007", message, line, "unit", cells["unit"], target.unit)
    return Counterpart(
        activity=cells["activity"],
        product=cells["reference product"],
        location=cells["location"],
        unit=cells["unit"],
        target=cells["target"],
        factor=number(cells["factor"], report, line, "factor") or 1.0,
        quality=cells["quality"],
        reason=cells["reason"],
        reason_zh=cells["reason zh"],
    )


def _flow(line: int, cells: Row, report: Report, library: Library) -> FlowCounterpart:
    flow = FlowCounterpart(*(cells[column] for column in FLOWS))
    there = {(f.name, f.categories, f.unit) for f in library.flows.values()}
    if flow.target and (flow.target, flow.target_categories, flow.unit) not in there:
        _nowhere(report, line, "target name", flow.target)
    return flow


def _product(line: int, cells: Row, report: Report, library: Library) -> MappedProduct:
    choice(cells["stage"], STAGES, report, line, "stage")
    choice(cells["default design"], ("True", ""), report, line, "default design")
    if cells["like"] and cells["like"] not in library.inventories:
        _nowhere(report, line, "like", cells["like"])
    return MappedProduct(
        activity=cells["activity"],
        stage=cells["stage"],
        technology=cells["technology"],
        design=cells["design"],
        default=cells["default design"] == "True",
        like=cells["like"],
    )


def _nowhere(report: Report, line: int, column: str, found: str) -> None:
    message = text("the mapping names nothing of the library")
    hint = text("`pvfootprint library list --all` shows the codes")
    report.add("LIB-005", message, line, column, found, hint=hint)
