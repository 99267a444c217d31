"""Reads inventory files in the CSV layout of ``bw2io.CSVImporter``.

The layout (bw2io 0.9, ``bw2io.importers.excel``): a ``Database`` section, then per dataset an
``Activity`` section with its fields, an optional ``Parameters`` table and an ``Exchanges`` table.
bw2io itself answers a wrong cell with an empty message, so these files are read here with the
line and column of everything that is wrong.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from pvfootprint.language.texts import text
from pvfootprint.library.reading import choice, labelled, number, read_rows
from pvfootprint.library.sections import Fields, read_sections, required
from pvfootprint.model.inventory import ElementaryFlow, Exchange, Inventory, Parameter
from pvfootprint.model.terms import GROUPS, LIBRARY_CLASSES, STAGES, UNITS

if TYPE_CHECKING:
    from pathlib import Path

    from pvfootprint.library.reading import Report
    from pvfootprint.library.sections import Section

EXCHANGE_COLUMNS = (
    "name",
    "reference product",
    "location",
    "database",
    "categories",
    "amount",
    "formula",
    "unit",
    "type",
    "group",
    "uncertainty type",
    "loc",
    "scale",
    "negative",
    "pedigree",
    "source",
    "source flow",
    "note",
)
PARAMETER_COLUMNS = ("name", "amount", "unit", "minimum", "maximum", "source", "note")
PROCESS_FIELDS = (
    "code",
    "reference product",
    "location",
    "production amount",
    "unit",
    "type",
    "data class",
    "data year",
    "source",
    "stage",
    "technology",
    "design",
    "default design",
    "vintage",
    "proxy for",
    "electricity supply",
    "electricity location",
    "electricity year",
    "electricity method",
    "electricity losses",
    "electricity default",
    "explanation",
    "mass per unit kg",
    "mass basis",
    "capital goods",
    "biomass",
    "comment",
)
FLOW_FIELDS = ("code", "categories", "unit", "type", "greenhouse gas", "comment")
FLOW_KINDS = ("emission", "natural resource")
METHODS = ("official", "generation mix", "consumption", "technology", "residual mix")
LOSSES = ("with", "without")
BIOMASS = ("burned", "packaging")
LOGNORMAL = "2"


def read_inventories(path: Path, report: Report) -> list[Inventory]:
    """Read the unit processes of one file, not yet linked.

    Parameters
    ----------
    path : Path
        A file of ``inventories/foreground`` or ``inventories/background``.
    report : Report
        Takes every finding.

    Returns
    -------
    list of Inventory
        The processes that could be read.
    """
    database, sections = read_sections(read_rows(path, report), report, PROCESS_FIELDS)
    found = (_inventory(section, database, report) for section in sections)
    return [inventory for inventory in found if inventory]


def read_flows(path: Path, report: Report) -> list[ElementaryFlow]:
    """Read the elementary flows.

    Parameters
    ----------
    path : Path
        ``inventories/elementary_flows.csv``.
    report : Report
        Takes every finding.

    Returns
    -------
    list of ElementaryFlow
        The flows that could be read.
    """
    _, sections = read_sections(read_rows(path, report), report, FLOW_FIELDS)
    found = (_flow(section, report) for section in sections)
    return [flow for flow in found if flow]


def _inventory(section: Section, database: str, report: Report) -> Inventory | None:
    needed = ("code", "reference product", "location", "unit", "data class", "source", "comment")
    before = len(report.findings)
    fields = Fields(section, report)
    if not required(section, needed, report):
        return None
    fields.one_of("unit", tuple(UNITS))
    fields.one_of("data class", LIBRARY_CLASSES)
    fields.one_of("production amount", ("1",))
    fields.one_of("type", ("process",))
    if fields.text("stage"):
        fields.one_of("stage", tuple(STAGES))
        required(section, ("technology", "vintage"), report)
    if fields.text("electricity location"):
        required(section, ("electricity year",), report)
        fields.one_of("electricity method", METHODS)
        fields.one_of("electricity losses", LOSSES)
    if fields.text("biomass"):
        fields.one_of("biomass", BIOMASS)
    inventory = Inventory(
        code=fields.text("code"),
        database=database,
        file=report.file,
        line=section.line,
        name=section.name,
        product=fields.text("reference product"),
        location=fields.text("location"),
        unit=fields.text("unit"),
        data_class=fields.text("data class"),
        source=fields.text("source"),
        comment=fields.text("comment"),
        year=fields.year("data year"),
        stage=fields.text("stage"),
        technology=fields.text("technology"),
        design=fields.text("design"),
        default_design=fields.flag("default design"),
        vintage=fields.year("vintage"),
        proxy_for=fields.text("proxy for"),
        electricity_supply=fields.text("electricity supply"),
        electricity_location=fields.text("electricity location"),
        electricity_year=fields.year("electricity year"),
        electricity_method=fields.text("electricity method"),
        electricity_losses=fields.text("electricity losses"),
        electricity_default=fields.flag("electricity default"),
        explanation=fields.text("explanation"),
        mass_per_unit=fields.number("mass per unit kg"),
        mass_basis=fields.text("mass basis"),
        capital_goods=fields.flag("capital goods"),
        biomass=fields.text("biomass"),
        parameters=_parameters(section, report),
        exchanges=_exchanges(section, database, report),
    )
    if len(report.findings) == before:
        _check_production(inventory, report)
    return inventory if len(report.findings) == before else None


def _check_production(inventory: Inventory, report: Report) -> None:
    made = [e for e in inventory.exchanges if e.type == "production"]
    same = [
        e
        for e in made
        if (e.name, e.product, e.location, e.unit)
        == (inventory.name, inventory.product, inventory.location, inventory.unit)
        and e.amount == 1
    ]
    if len(made) != 1 or len(same) != 1:
        report.add(
            "LIB-015",
            text(
                "{name!r} does not have one production exchange of its own product",
                name=inventory.name,
            ),
            inventory.line,
            found=text("{count} production exchanges", count=len(made)),
            expected=text("one, with the activity's name, product, location, unit and amount 1"),
        )


def _parameters(section: Section, report: Report) -> tuple[Parameter, ...]:
    if not section.parameters:
        return ()
    heading, *rows = section.parameters
    result = []
    for line, cells in labelled(rows, heading, PARAMETER_COLUMNS, report):
        values = [number(cells[c], report, line, c) for c in ("amount", "minimum", "maximum")]
        if any(value is None for value in values):
            continue
        amount, low, high = (value for value in values if value is not None)
        if not low <= amount <= high:
            report.add(
                "LIB-003",
                text("the parameter {name!r} is out of its range", name=cells["name"]),
                line,
                "amount",
                found=cells["amount"],
                expected=text("{low} to {high}", low=cells["minimum"], high=cells["maximum"]),
            )
        result.append(
            Parameter(
                cells["name"], amount, cells["unit"], low, high, cells["source"], cells["note"]
            )
        )
    return tuple(result)


def _exchanges(section: Section, database: str, report: Report) -> tuple[Exchange, ...]:
    if not section.exchanges:
        return ()
    heading, *rows = section.exchanges
    found = (
        _exchange(line, cells, database, report)
        for line, cells in labelled(rows, heading, EXCHANGE_COLUMNS, report)
    )
    return tuple(exchange for exchange in found if exchange)


def _exchange(line: int, cells: dict[str, str], database: str, report: Report) -> Exchange | None:
    kinds = ("production", "technosphere", "biosphere")
    sound = choice(cells["type"], kinds, report, line, "type")
    sound &= choice(cells["unit"], UNITS, report, line, "unit")
    if cells["type"] != "production":
        sound &= choice(cells["group"], GROUPS, report, line, "group")
        for column in ("name", "source"):
            if not cells[column]:
                message = text("the exchange has no {field}", field=column)
                report.add("LIB-002", message, line, column)
                sound = False
    amount = number(cells["amount"], report, line, "amount")
    scale = _spread(line, cells, amount, report)
    if amount is None or not sound:
        return None
    return Exchange(
        type=cells["type"],
        name=cells["name"],
        product=cells["reference product"],
        location=cells["location"],
        database=cells["database"] or database,
        categories=cells["categories"],
        amount=amount,
        unit=cells["unit"],
        formula=cells["formula"],
        group=cells["group"],
        scale=scale,
        pedigree=cells["pedigree"],
        source=cells["source"],
        source_flow=cells["source flow"],
        note=cells["note"],
        line=line,
    )


def _spread(line: int, cells: dict[str, str], amount: float | None, report: Report) -> float | None:
    """Read the lognormal spread and hold it against the amount."""
    kind = cells["uncertainty type"]
    if kind in {"", "0", "1"} or amount is None:
        return None
    if not choice(kind, ("0", "1", LOGNORMAL), report, line, "uncertainty type"):
        return None
    loc = number(cells["loc"], report, line, "loc")
    scale = number(cells["scale"], report, line, "scale")
    if loc is None or scale is None:
        return None
    agrees = amount != 0 and math.isclose(loc, math.log(abs(amount)), abs_tol=1e-9)
    if not agrees or scale <= 0 or (cells["negative"] == "True") != (amount < 0):
        right = text("no spread for an amount of 0")
        if amount:
            right = text("loc {loc!r}", loc=math.log(abs(amount)))
        report.add(
            "LIB-011",
            text("the spread contradicts the amount"),
            line,
            "loc, scale, negative",
            found=text(
                "amount {amount}, loc {loc}, scale {scale}, negative {negative!r}",
                amount=amount,
                loc=loc,
                scale=scale,
                negative=cells["negative"],
            ),
            expected=text("{right}, scale above 0, negative True below zero", right=right),
            hint=text("loc is the natural logarithm of the amount; change both together"),
        )
        return None
    return scale


def _flow(section: Section, report: Report) -> ElementaryFlow | None:
    before = len(report.findings)
    fields = Fields(section, report)
    if not required(section, FLOW_FIELDS[:-1], report):
        return None
    fields.one_of("unit", tuple(UNITS))
    fields.one_of("type", FLOW_KINDS)
    if section.parameters or section.exchanges:
        message = text("an elementary flow has no tables of its own")
        report.add("LIB-001", message, section.line)
    flow = ElementaryFlow(
        code=fields.text("code"),
        name=section.name,
        categories=fields.text("categories"),
        unit=fields.text("unit"),
        kind=fields.text("type"),
        greenhouse_gas=fields.flag("greenhouse gas"),
        comment=fields.text("comment"),
        line=section.line,
    )
    return flow if len(report.findings) == before else None
