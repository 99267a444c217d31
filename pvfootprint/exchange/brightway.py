"""The library for Brightway: a workbook for ``bw2io.ExcelImporter``, or a whole project."""

from __future__ import annotations

import json
import math
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding, OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from pvfootprint.model.inventory import (
        CharacterizationSet,
        ElementaryFlow,
        Exchange,
        Inventory,
        Library,
    )
    from pvfootprint.model.system import ProductSystem

DATABASE = "pvfootprint"
"""Name of the one database that holds everything."""

LAST_LINES = 5
"""How much of Brightway's own words an error shows [lines]."""

COMPANY_DATA = "company data"
LONGEST_TITLE = 28
NOT_IN_TITLES = re.compile(r"[\\/?*\[\]:\x00-\x1f]")

COLUMNS = (
    "name",
    "reference product",
    "location",
    "categories",
    "amount",
    "unit",
    "type",
    "uncertainty type",
    "loc",
    "scale",
    "negative",
    "pedigree scores",
    "source",
    "source flow",
    "comment",
)


def write_workbook(library: Library, path: Path, system: ProductSystem | None = None) -> None:
    """Write processes as one workbook in the layout of ``bw2io.ExcelImporter``.

    Parameters
    ----------
    library : Library
        The compiled library.
    path : Path
        Where to; overwritten.
    system : ProductSystem, optional
        Whose processes are written, those of companies with the part of the library behind them;
        the whole library by default.
    """
    from openpyxl import Workbook  # noqa: PLC0415

    processes = system.inventories if system else tuple(library.inventories.values())
    flows = system.flows if system else library.flows.values()
    by_code = {inventory.code: inventory for inventory in processes}
    book = Workbook()
    sheet = book.active
    sheet.title = "elementary flows"
    head = [["Database", DATABASE], ["library hash", library.content_hash], []]
    _write(sheet, chain(head, *(_flow_rows(flow) for flow in flows)))
    for file in sorted({inventory.file for inventory in processes}):
        sheet = book.create_sheet(_title(file))
        rows = (_inventory_rows(i, library, by_code) for i in processes if i.file == file)
        _write(sheet, chain([[f"inventories of {Path(file).name}"], []], *rows))
    book.save(path)


def _title(file: str) -> str:
    """Return the name of a file's sheet; that of a company's workbook may hold any character."""
    stem = NOT_IN_TITLES.sub(" ", Path(file).stem.replace("_", " ")).strip("' ")
    # openpyxl tells titles apart by a number, for which there must be room.
    return stem[:LONGEST_TITLE] or COMPANY_DATA


def _write(sheet: Worksheet, rows: Iterable[Sequence[object]]) -> None:
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            if value is None:
                continue
            cell = sheet.cell(number, column, value)
            if isinstance(value, str):
                # Text that begins with = must not become a formula.
                cell.data_type = "s"
            elif isinstance(value, float):
                # openpyxl writes a digit less than a float has.
                cell.value, cell.data_type = repr(value), "n"


def _flow_rows(flow: ElementaryFlow) -> list[list[object]]:
    return [
        ["Activity", flow.name],
        ["code", flow.code],
        ["categories", flow.categories],
        ["unit", flow.unit],
        ["type", flow.kind],
        ["comment", flow.comment],
        [],
    ]


def _inventory_rows(
    inventory: Inventory, library: Library, by_code: Mapping[str, Inventory]
) -> list[list[object]]:
    source = library.sources.get(inventory.source)
    fields = {
        "code": inventory.code,
        "reference product": inventory.product,
        "location": inventory.location,
        "production amount": 1,
        "unit": inventory.unit,
        "type": "process",
        "data class": inventory.data_class,
        "proxy for": inventory.proxy_for,
        "source": source.citation if source else "",
        "comment": inventory.comment,
    }
    return [
        ["Activity", inventory.name],
        *([key, value] for key, value in fields.items() if value != ""),
        ["Exchanges"],
        list(COLUMNS),
        *(_exchange_row(e, by_code.get(e.target)) for e in inventory.exchanges),
        [],
    ]


def _exchange_row(e: Exchange, target: Inventory | None) -> list[object]:
    """Return an exchange, named as its supplier is, by which Brightway links them."""
    spread: list[object] = [None, None, None, None]
    if e.scale:
        spread = [2, math.log(abs(e.amount)), e.scale, "True" if e.amount < 0 else None]
    named = target or e
    return [
        named.name,
        named.product,
        named.location,
        e.categories,
        e.amount,
        e.unit,
        e.type,
        *spread,
        e.pedigree,
        e.source,
        e.source_flow,
        e.note,
    ]


def write_project(library: Library, sets: Sequence[CharacterizationSet], path: Path) -> None:
    """Write a Brightway project with the library and the GWP sets, as an archive.

    The work is done by a process of its own, because Brightway holds one project per process and
    finds its folder when it is imported: nothing of the user's own projects is touched.

    Parameters
    ----------
    library : Library
        The compiled library.
    sets : sequence of CharacterizationSet
        GWP sets; each becomes a method ``("pvfootprint", title)``.
    path : Path
        The archive (.tar.gz), for ``bw2io.restore_project_directory``.

    Raises
    ------
    OutputError
        OUT-001 with Brightway's own words if it fails.
    """
    with tempfile.TemporaryDirectory(prefix="pvfootprint-brightway-") as folder:
        request = Path(folder) / "request.json"
        content = {"data": project_data(library), "methods": project_methods(library, sets)}
        request.write_text(json.dumps(content), encoding="utf-8")
        home = Path(folder) / "projects"
        home.mkdir()
        done = subprocess.run(  # noqa: S603  (this interpreter, a module of this package)
            [sys.executable, "-m", "pvfootprint.exchange.project", str(request), str(path)],
            env={**os.environ, "BRIGHTWAY2_DIR": str(home)},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode != 0 or not path.is_file():
        words = "\n".join(done.stderr.strip().splitlines()[-LAST_LINES:])
        said = words or text("nothing, and ended with {code}", code=done.returncode)
        raise OutputError([Finding("OUT-001", text("Brightway wrote no project"), found=said)])


def project_data(library: Library) -> list[dict[str, object]]:
    """Return the library as the datasets of one Brightway database.

    Parameters
    ----------
    library : Library
        The compiled library.

    Returns
    -------
    list of dict
        Processes and elementary flows with linked exchanges, as ``bw2data`` writes them.
    """
    flows: list[dict[str, object]] = [
        {
            "code": flow.code,
            "name": flow.name,
            "categories": flow.categories.split("::"),
            "unit": flow.unit,
            "type": flow.kind,
            "exchanges": [],
        }
        for flow in library.flows.values()
    ]
    processes: list[dict[str, object]] = [
        {
            "code": inventory.code,
            "name": inventory.name,
            "reference product": inventory.product,
            "location": inventory.location,
            "unit": inventory.unit,
            "type": "process",
            "comment": inventory.comment,
            "exchanges": [_project_exchange(exchange) for exchange in inventory.exchanges],
        }
        for inventory in library.inventories.values()
    ]
    return flows + processes


def _project_exchange(exchange: Exchange) -> dict[str, object]:
    result: dict[str, object] = {
        "input": exchange.target,
        "amount": exchange.amount,
        "unit": exchange.unit,
        "type": exchange.type,
        "name": exchange.name,
        "comment": exchange.note,
        "source": exchange.source,
    }
    if exchange.scale:
        result |= {
            "uncertainty type": 2,
            "loc": math.log(abs(exchange.amount)),
            "scale": exchange.scale,
            "negative": exchange.amount < 0,
        }
    return result


def project_methods(
    library: Library, sets: Sequence[CharacterizationSet]
) -> list[dict[str, object]]:
    """Return the GWP sets as Brightway methods over the library's own elementary flows.

    Parameters
    ----------
    library : Library
        The compiled library.
    sets : sequence of CharacterizationSet
        GWP sets.

    Returns
    -------
    list of dict
        Name, unit and factors of each method.
    """
    return [
        {
            "name": [DATABASE, factors.title],
            "factors": [
                [flow.code, factors.factors[flow.name].amount]
                for flow in library.flows.values()
                if flow.name in factors.factors
            ],
            "gases": [asdict(factor) for factor in factors.factors.values()],
        }
        for factors in sets
    ]
