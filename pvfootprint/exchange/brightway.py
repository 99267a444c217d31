"""The library for Brightway: a workbook for ``bw2io.ExcelImporter``, or a whole project."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from pvfootprint.model.findings import Finding, OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from pvfootprint.model.inventory import (
        CharacterizationSet,
        ElementaryFlow,
        Exchange,
        Inventory,
        Library,
    )

DATABASE = "pvfootprint"
"""Name of the one database that holds everything."""

LAST_LINES = 5
"""How much of Brightway's own words an error shows [lines]."""

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


def write_workbook(library: Library, path: Path) -> None:
    """Write the library as one workbook in the layout of ``bw2io.ExcelImporter``.

    Parameters
    ----------
    library : Library
        The compiled library.
    path : Path
        Where to; overwritten.
    """
    from openpyxl import Workbook  # noqa: PLC0415

    book = Workbook()
    sheet = book.active
    sheet.title = "elementary flows"
    head = [["Database", DATABASE], ["library hash", library.content_hash], []]
    _write(sheet, chain(head, *(_flow_rows(flow) for flow in library.flows.values())))
    for file in sorted({inventory.file for inventory in library.inventories.values()}):
        sheet = book.create_sheet(Path(file).stem.replace("_", " ")[:31])
        here = [i for i in library.inventories.values() if i.file == file]
        rows = (_inventory_rows(inventory, library) for inventory in here)
        _write(sheet, chain([[f"inventories of {file}"], []], *rows))
    book.save(path)


def _write(sheet: Worksheet, rows: Iterable[Sequence[object]]) -> None:
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            if value is None:
                continue
            cell = sheet.cell(number, column, value)
            if isinstance(value, str):
                # Text that begins with = must not become a formula.
                cell.data_type = "s"


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


def _inventory_rows(inventory: Inventory, library: Library) -> list[list[object]]:
    fields = {
        "code": inventory.code,
        "reference product": inventory.product,
        "location": inventory.location,
        "production amount": 1,
        "unit": inventory.unit,
        "type": "process",
        "data class": inventory.data_class,
        "proxy for": inventory.proxy_for,
        "source": library.sources[inventory.source].citation,
        "comment": inventory.comment,
    }
    return [
        ["Activity", inventory.name],
        *([key, value] for key, value in fields.items() if value != ""),
        ["Exchanges"],
        list(COLUMNS),
        *(_exchange_row(exchange) for exchange in inventory.exchanges),
        [],
    ]


def _exchange_row(e: Exchange) -> list[object]:
    spread: list[object] = [None, None, None, None]
    if e.scale:
        spread = [2, math.log(abs(e.amount)), e.scale, "True" if e.amount < 0 else None]
    return [
        e.name,
        e.product,
        e.location,
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
        said = words or f"nothing, and ended with {done.returncode}"
        raise OutputError([Finding("OUT-001", "Brightway wrote no project", found=said)])


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
