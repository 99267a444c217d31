"""Measures the check of suppliers' workbooks against two bare loads of the same files.

The rival is what any reader with openpyxl needs at least: one load for the formulas and one for
the values. Own and rival take each file in turn, and the order changes from file to file.
"""

from __future__ import annotations

import dataclasses
import json
import random
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl

from pvfootprint.library.caching import open_library
from pvfootprint.workbook.reading import read_workbook
from pvfootprint.workbook.writing import write_workbook

if TYPE_CHECKING:
    from pvfootprint.model.inventory import Library
    from pvfootprint.model.site import SiteInventory

EXAMPLE = Path(__file__).parents[1] / "examples" / "pilot" / "cell.xlsx"
ROWS = 300
"""Filled rows of a workbook, over all its sheets."""


def filled(inventory: SiteInventory, seed: int) -> SiteInventory:
    """Return an inventory with other amounts, and with meters until it has :data:`ROWS` rows."""
    chance = random.Random(seed)  # noqa: S311  (numbers that guard nothing)
    tables = ("materials", "energy", "electricity", "outputs", "emissions", "transport")
    others = len(inventory.products) + len(inventory.suppliers) + len(inventory.evidence)
    have = sum(len(getattr(inventory, name)) for name in tables) + others + len(inventory.quality)
    month = inventory.energy[:12]
    more = [
        dataclasses.replace(row, meter=f"N{i // 12}", amount=row.amount * chance.uniform(0.9, 1.1))
        for i, row in enumerate(month * (ROWS // 12))
    ]
    return dataclasses.replace(inventory, energy=(*inventory.energy, *more[: ROWS - have]))


def make_workbooks(folder: Path, count: int, library: Library) -> list[Path]:
    """Write workbooks of :data:`ROWS` filled rows each."""
    inventory, findings = read_workbook(EXAMPLE, library)
    if inventory is None:
        raise SystemExit("\n".join(map(str, findings)))
    paths = [folder / f"{i:03d}.xlsx" for i in range(count)]
    for i, path in enumerate(paths):
        write_workbook(path, library, inventory.stage, "both", filled(inventory, i))
    return paths


def check(path: Path, library: Library) -> float:
    """Return the time of our check [s]."""
    started = time.perf_counter()
    inventory, findings = read_workbook(path, library)
    seconds = time.perf_counter() - started
    if inventory is None:
        raise SystemExit("\n".join(map(str, findings)))
    return seconds


def load_twice(path: Path) -> float:
    """Return the time of two bare loads, formulas and values [s]."""
    started = time.perf_counter()
    for values in (False, True):
        openpyxl.load_workbook(path, data_only=values)
    return time.perf_counter() - started


def checking(folder: Path, count: int) -> tuple[float, float]:
    """Return the time of all our checks and of all bare loads [s]."""
    library, _ = open_library()
    paths = make_workbooks(folder, count, library)
    check(paths[0], library)
    load_twice(paths[0])
    own = rival = 0.0
    for i, path in enumerate(paths):
        if i % 2:
            own += check(path, library)
            rival += load_twice(path)
        else:
            rival += load_twice(path)
            own += check(path, library)
    return own, rival


def peak_memory(folder: Path, count: int) -> float:
    """Return the peak memory of a process that checks the first workbooks of a folder [MiB]."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, __file__, str(folder), str(count)],
        check=True,
        capture_output=True,
        text=True,
    )
    return float(json.loads(done.stdout))


if __name__ == "__main__":
    opened, _ = open_library()
    for workbook in sorted(Path(sys.argv[1]).glob("*.xlsx"))[: int(sys.argv[2])]:
        check(workbook, opened)
    print(json.dumps(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))
