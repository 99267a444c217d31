"""Measures pvfootprint against a named rival, as ratios within one run.

Own and rival are measured in turn, A B A B, so that whatever else the machine does falls on both.
Nothing is asserted: targets are printed beside what was measured.

    python benchmarks/run.py            every benchmark, 5 repetitions
    python benchmarks/run.py --quick    only the solve, once
    python benchmarks/run.py --json     for programs
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
import warnings
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

PRODUCT = "module:perc:CN@2018"
PROGRAM = Path(sys.executable).with_name("pvfootprint")
IMPORT_BW2CALC = (sys.executable, "-W", "ignore", "-c", "import bw2calc")
SOLVES = 20
"""Solves per repetition; one alone takes milliseconds."""

MEASURED = """
import contextlib, json, os, resource, sys, time
{imports}
started = time.perf_counter()
with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
{work}
seconds = time.perf_counter() - started
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([seconds, peak]))
"""
"""A program that prints how long some work took [s] and its process's peak memory [MiB]."""

IMPORTS_OF_BW2IO = """
import bw2data, bw2io, re
from pvfootprint.library.folders import data_root
folder = data_root() / "inventories"
listed = re.findall(r"^[0-9]+[.] `(.+)`$", (folder / "README.md").read_text(), re.MULTILINE)
fields = ("name", "unit", "location", "reference product")
"""
"""The files in the order in which they link; no project is touched before the clock runs."""

COMPILE = MEASURED.format(
    imports="from pvfootprint.library.caching import open_library",
    work="    open_library()",
)
READ_BY_BW2IO = MEASURED.format(
    imports=IMPORTS_OF_BW2IO,
    work="""
    for file in listed:
        bw2io.CSVImporter(folder / file).apply_strategies(verbose=False)
""",
)
LINKED_BY_BW2IO = MEASURED.format(
    imports=IMPORTS_OF_BW2IO + 'bw2data.projects.set_current("benchmark")',
    work="""
    for file in listed:
        importer = bw2io.CSVImporter(folder / file)
        importer.apply_strategies(verbose=False)
        for earlier in list(bw2data.databases):
            flows = "elementary" in earlier
            importer.match_database(earlier, ("name", "unit", "categories") if flows else fields)
        importer.write_database()
""",
)


@dataclass(frozen=True)
class Result:
    """What one benchmark measured: own and rival, repetition by repetition.

    Parameters
    ----------
    name, rival : str
        What was measured, and against what.
    unit : str
        Unit of both.
    own_values, rival_values : list of float
        One value per repetition, each pair measured one after the other.
    target : float, optional
        Ratio that is aimed at, at most [-].
    """

    name: str
    rival: str
    unit: str
    own_values: list[float]
    rival_values: list[float]
    target: float | None = None

    @property
    def ratios(self) -> list[float]:
        """Own over rival, per repetition [-]."""
        return [a / b for a, b in zip(self.own_values, self.rival_values, strict=True)]

    def to_dict(self) -> dict[str, object]:
        """Return the result as JSON values."""
        ratios = self.ratios
        spread = {"ratio": median(ratios), "least": min(ratios), "most": max(ratios)}
        return asdict(self) | spread


def measure_command(command: tuple[str | Path, ...], environment: dict[str, str]) -> float:
    """Return the time that a process takes from start to end [s]."""
    started = time.perf_counter()
    subprocess.run(command, env=environment, check=True, capture_output=True)  # noqa: S603
    return time.perf_counter() - started


def measure_work(program: str, environment: dict[str, str]) -> tuple[float, float]:
    """Return time [s] and peak memory [MiB] that a program of `MEASURED` prints."""
    done = subprocess.run(  # noqa: S603
        (sys.executable, "-W", "ignore", "-c", program),
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    seconds, peak = json.loads(done.stdout.splitlines()[-1])
    return seconds, peak


def processes(repetitions: int, environment: dict[str, str]) -> list[Result]:
    """Measure the command line against the import of Brightway's calculator."""
    commands: dict[str, tuple[tuple[str | Path, ...], float]] = {
        "pvfootprint --help": ((PROGRAM, "--help"), 0.15),
        "pvfootprint footprint, warm": ((PROGRAM, "footprint", PRODUCT, "--json"), 1.6),
    }
    results = []
    for name, (command, target) in commands.items():
        for first in (command, IMPORT_BW2CALC):
            measure_command(first, environment)
        own, rival = [], []
        for _ in range(repetitions):
            own.append(measure_command(command, environment))
            rival.append(measure_command(IMPORT_BW2CALC, environment))
        results.append(Result(name, 'python -c "import bw2calc"', "s", own, rival, target))
    return results


def compilation(repetitions: int, environment: dict[str, str]) -> list[Result]:
    """Measure the library's compilation, checks and cache included, against bw2io."""
    programs = {
        "own": (COMPILE, "PVFOOTPRINT_CACHE"),
        "bw2io.CSVImporter, same files": (READ_BY_BW2IO, "BRIGHTWAY2_DIR"),
        "bw2io, same files linked and written": (LINKED_BY_BW2IO, "BRIGHTWAY2_DIR"),
    }
    seconds: dict[str, list[float]] = {name: [] for name in programs}
    peaks: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(repetitions):
        for name, (program, variable) in programs.items():
            with tempfile.TemporaryDirectory() as empty:
                time_taken, peak = measure_work(program, environment | {variable: empty})
            seconds[name].append(time_taken)
            peaks[name].append(peak)
    _, *rivals = programs
    name = "library compilation, cold"
    return [
        *(Result(name, rival, "s", seconds["own"], seconds[rival]) for rival in rivals),
        Result(f"{name}: peak memory", rivals[0], "MiB", peaks["own"], peaks[rivals[0]]),
    ]


def solving(repetitions: int) -> Result:
    """Measure the computation of a footprint against a bare LCA of the same datapackage."""
    with warnings.catch_warnings(), contextlib.redirect_stdout(sys.stderr):
        warnings.simplefilter("ignore", UserWarning)  # advertises a faster solver
        import bw2calc  # noqa: PLC0415
    from pvfootprint.chain.assembling import assemble  # noqa: PLC0415
    from pvfootprint.chain.declaring import declare  # noqa: PLC0415
    from pvfootprint.chain.selecting import select  # noqa: PLC0415
    from pvfootprint.engine.computing import compute  # noqa: PLC0415
    from pvfootprint.engine.datapackage import build_datapackage  # noqa: PLC0415
    from pvfootprint.library.caching import open_library  # noqa: PLC0415
    from pvfootprint.library.folders import data_root  # noqa: PLC0415
    from pvfootprint.library.gwp import read_set  # noqa: PLC0415

    library, _ = open_library()
    product = select(library, PRODUCT).product
    system = assemble(library, product, declare(product))
    factors = read_set(data_root(), "ar6", library)
    package = build_datapackage(system, factors)
    demand = {package.process_ids[product.code]: system.declared_unit.reference_flow}

    def bare() -> None:
        lca = bw2calc.LCA(demand, data_objs=[package.datapackage])
        lca.lci()
        lca.lcia()

    def full() -> None:
        compute(system, factors)

    def each(work: Callable[[], None]) -> float:
        started = time.perf_counter()
        for _ in range(SOLVES):
            work()
        return (time.perf_counter() - started) / SOLVES * 1000

    full()
    bare()
    own, rival = [], []
    for _ in range(repetitions):
        own.append(each(full))
        rival.append(each(bare))
    return Result("footprint of a ready system", "bw2calc.LCA, lci and lcia", "ms", own, rival)


def workbooks(repetitions: int, count: int) -> list[Result]:
    """Measure the check of suppliers' workbooks against two bare loads, and its memory."""
    from workbooks import checking, peak_memory  # noqa: PLC0415

    own, rival, many, few = [], [], [], []
    for _ in range(repetitions):
        with tempfile.TemporaryDirectory() as folder:
            seconds = checking(Path(folder), count)
            own.append(seconds[0])
            rival.append(seconds[1])
            many.append(peak_memory(Path(folder), count))
            few.append(peak_memory(Path(folder), max(1, count // 10)))
    name = f"check of {count} workbooks of 300 rows"
    tenth = f"{max(1, count // 10)} of them"
    return [
        Result(name, "openpyxl, two bare loads", "s", own, rival, 1.4),
        Result(f"{name}: peak memory", tenth, "MiB", many, few, 1.05),
    ]


def show(results: list[Result]) -> None:
    """Print the results as a table."""
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    table = Table("measured", "rival", title="median (least to most)")
    for heading in ("own", "rival's", "ratio", "target"):
        table.add_column(heading, justify="right")
    for result in results:
        table.add_row(
            result.name,
            result.rival,
            f"{_spread(result.own_values)} {result.unit}",
            f"{_spread(result.rival_values)} {result.unit}",
            _spread(result.ratios),
            "none" if result.target is None else f"at most {result.target:g}",
        )
    console = Console()
    if not console.is_terminal:
        console.width = 150
    console.print(table)


def _spread(values: list[float]) -> str:
    if len(values) == 1:
        return f"{values[0]:.3g}"
    return f"{median(values):.3g} ({min(values):.3g} to {max(values):.3g})"


def main() -> None:
    """Run the benchmarks."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repetitions", type=int, default=5, metavar="N")
    parser.add_argument("--workbooks", type=int, default=200, metavar="N", help="checked once")
    parser.add_argument("--quick", action="store_true", help="only the solve, once")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    if options.repetitions < 1:
        parser.error("--repetitions must be at least 1")
    with tempfile.TemporaryDirectory() as folder:
        # Nothing of the user's own is read or warmed.
        for name in ("BRIGHTWAY2_DIR", "PVFOOTPRINT_CACHE"):
            path = Path(folder) / name.lower()
            path.mkdir()
            os.environ[name] = str(path)
        results: list[Result] = []
        if not options.quick:
            results += processes(options.repetitions, dict(os.environ))
            results += compilation(options.repetitions, dict(os.environ))
            results += workbooks(1, options.workbooks)
        results.append(solving(1 if options.quick else options.repetitions))
    if options.json:
        print(json.dumps([result.to_dict() for result in results], indent=2))
    else:
        show(results)


if __name__ == "__main__":
    main()
