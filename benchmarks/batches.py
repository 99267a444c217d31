"""Measures batches: variants of the example chain beside bw2calc and bare numpy, and in parallel.

python benchmarks/batches.py            everything
python benchmarks/batches.py --quick    smaller batches, once
python benchmarks/batches.py --json     for programs
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from run import Result, show

# One core each: BLAS would otherwise take all there are.
os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

PILOT = Path(__file__).parents[1] / "examples" / "pilot"
VARIANTS = 5000
STAGES = ["mg-silicon", "polysilicon", "ingot", "wafer", "cell", "module"]
GROUPS = ["direct", "electricity", "heat", "materials", "transport", "waste"]
PLAINLY = 200
"""Variants that bw2calc and the plain engine compute: it takes them long, each alike."""

SCENARIO = """
[scenario]
key = "benchmark"
en = "five things at once"
zh = "五项变化"
source = "made up"
[change.power]
kind = "electricity"
stage = "cell"
to = "CN-green-wind"
share = 0.5
[change.glass]
kind = "flow"
stage = "module"
flow = "solar-glass"
factor = 0.9
[change.wafer]
kind = "wafer"
thickness_um = 110.0
[change.cells]
kind = "yield"
stage = "cell"
old = 0.97
new = 0.98
[change.efficiency]
kind = "parameter"
stage = "module"
parameter = "efficiency"
value = 0.23
"""
TIMES = 40
"""How often what takes milliseconds is repeated."""

COLUMNS = {
    "power.share": (0.1, 0.9),
    "glass.factor": (0.7, 1.0),
    "wafer.thickness_um": (100.0, 130.0),
    "cells.new": (0.97, 0.99),
    "efficiency.value": (0.21, 0.25),
}
"""What varies, and between what."""


def drawn(count: int) -> dict[str, Array]:
    """Return values of so many variants."""
    rng = np.random.default_rng(1)
    return {name: rng.uniform(*bounds, count) for name, bounds in COLUMNS.items()}


def processor_time(work: Callable[[], object]) -> float:
    """Return how long a processor works [s]: other programs fall on neither side."""
    started = time.process_time()
    work()
    return time.process_time() - started


def many_times(work: Callable[[], object]) -> float:
    """Return how long a processor works on what takes milliseconds [s]."""
    return processor_time(lambda: [work() for _ in range(TIMES)]) / TIMES


class Variants:
    """The example chain under the scenario, and its rivals."""

    def __init__(self, folder: Path) -> None:
        from pvfootprint import open_subject  # noqa: PLC0415
        from pvfootprint.analysis.batches.evaluating import Variants as Own  # noqa: PLC0415
        from pvfootprint.analysis.scenarios import read_scenario  # noqa: PLC0415
        from pvfootprint.engine.backgrounds import make_background  # noqa: PLC0415

        path = folder / "scenario.toml"
        path.write_text(SCENARIO, encoding="utf-8")
        self.subject = open_subject(str(PILOT))
        self.scenario = read_scenario(path)
        background = make_background(self.subject.library, self.subject.factors)

        def prepare() -> Own:
            return Own(self.subject, self.scenario, tuple(COLUMNS), None, background)

        self.prepare = prepare
        self.own = prepare()
        variation = self.own.variation
        columns = drawn(VARIANTS)
        self.amounts = np.ascontiguousarray(variation.amounts(columns))
        self.flow = np.broadcast_to(variation.reference_flow(columns), (VARIANTS,))
        self.bare = Bare(variation.system, variation.changing, self.own.solution)

    def whole(self) -> None:
        """Make the plan, and evaluate all variants from their numbers."""
        self.prepare().values(drawn(VARIANTS), VARIANTS)

    def evaluated(self) -> Array:
        """Evaluate the amounts of all variants, with stages and groups."""
        return self.own.plan.evaluate(self.amounts, self.flow).score

    def lca(self, count: int) -> list[float]:
        """Compute variants by a loop of ``bw2calc.LCA``; their amounts are given."""
        import bw2calc  # noqa: PLC0415

        from pvfootprint.engine.datapackage import build_datapackage  # noqa: PLC0415

        system = self.own.variation.system
        package = build_datapackage(system, self.subject.factors)
        data, places = _data_of(package.datapackage, system, self.own.variation.changing)
        product = package.process_ids[system.product.code]
        scores = []
        for i in range(count):
            for (vector, place), amount in zip(places, self.amounts[:, i], strict=True):
                data[vector][place] = amount
            lca = bw2calc.LCA({product: float(self.flow[i])}, data_objs=[package.datapackage])
            lca.lci()
            lca.lcia()
            scores.append(lca.score)
        return scores


def _data_of(package: Any, system: Any, changing: tuple[int, ...]) -> tuple[Any, Any]:  # noqa: ANN401
    """Return the arrays of a datapackage, and where in them each changing exchange stands."""
    names = ("technosphere_matrix", "biosphere_matrix")
    data = [package.get_resource(f"{name}.data")[0] for name in names]
    places, counts = {}, [0, 0]
    flat = [e for inventory in system.inventories for e in inventory.exchanges]
    for position, e in enumerate(flat):
        vector = int(e.type == "biosphere")
        places[position] = (vector, counts[vector])
        counts[vector] += 1
    return data, [places[position] for position in changing]


class Bare:
    """What a person would write with numpy for this one system: the same algebra over arrays."""

    def __init__(self, system: Any, changing: tuple[int, ...], solution: Any) -> None:  # noqa: ANN401
        self.system = system
        self.row = {position: i for i, position in enumerate(changing)}
        codes = [inventory.code for inventory in system.inventories]
        self.value = dict(zip(codes, solution.upstream.tolist(), strict=True))
        self.weight = {
            flow.code: float(w) for flow, w in zip(system.flows, solution.weights, strict=True)
        }
        self.stages = list(system.stage_codes)
        self.stage_of = {inventory.code: inventory.stage for inventory in system.inventories}
        self.exchanges: dict[str, list[tuple[int, Any]]] = {}
        position = 0
        for inventory in system.inventories:
            self.exchanges[inventory.code] = [
                (position + i, e) for i, e in enumerate(inventory.exchanges)
            ]
            position += len(inventory.exchanges)
        self.varying = self._varying()

    def _varying(self) -> list[str]:
        """Return what is no stage and has a change in it; here nothing else stands behind one."""
        return [
            code
            for code, own in self.exchanges.items()
            if code not in self.stages and any(position in self.row for position, _ in own)
        ]

    def evaluate(self, amounts: Array, flow: Array) -> tuple[Array, Array]:
        """Return scores, and stages by group."""
        value: dict[str, Any] = dict(self.value)
        for code in self.varying:
            value[code] = sum(
                self._amount(p, e, amounts) * (value | self.weight)[e.target]
                for p, e in self.exchanges[code]
                if e.type != "production"
            )
        supply: dict[str, Any] = dict.fromkeys(self.stages, 0.0)
        supply[self.system.product.code] = flow
        parts: dict[str, dict[str, Any]] = {}
        for code in self._order():
            groups = parts.setdefault(code, {})
            for p, e in self.exchanges[code]:
                if e.type == "production":
                    continue
                amount = self._amount(p, e, amounts)
                if e.target in supply:
                    supply[e.target] = supply[e.target] + amount * supply[code]
                    continue
                of_one = self.weight[e.target] if e.type == "biosphere" else value[e.target]
                group = "direct" if e.type == "biosphere" else e.group
                groups[group] = groups.get(group, 0.0) + amount * of_one
            for group, one in groups.items():
                groups[group] = one * supply[code]
        score = np.zeros(len(flow))
        table = np.zeros((len(STAGES), len(GROUPS), len(flow)))
        for code, groups in parts.items():
            stage = STAGES.index(self.stage_of[code])
            for group, one in groups.items():
                table[stage, GROUPS.index(group)] += one
                score += one
        return score, table

    def _amount(self, position: int, e: Any, amounts: Array) -> Any:  # noqa: ANN401
        return amounts[self.row[position]] if position in self.row else e.amount

    def _order(self) -> list[str]:
        """Return the stages, each before what it takes."""
        order: list[str] = []
        while len(order) < len(self.stages):
            for code in self.stages:
                users = [
                    c
                    for c in self.stages
                    for _, e in self.exchanges[c]
                    if e.target == code and e.type == "technosphere"
                ]
                if code not in order and all(user in order for user in users):
                    order.append(code)
        return order


def variants(folder: Path, repetitions: int) -> list[Result]:
    """Measure variants of the example chain on one core."""
    this = Variants(folder)
    scores, (bare, _) = this.evaluated(), this.bare.evaluate(this.amounts, this.flow)
    loop = np.array(this.lca(20))
    worst = max(np.abs(scores / bare - 1).max(), np.abs(scores[:20] / loop - 1).max())
    own, lca, evaluated, bares = [], [], [], []
    for _ in range(repetitions):
        own.append(processor_time(this.whole) / VARIANTS * 1e6)
        lca.append(processor_time(lambda: this.lca(PLAINLY)) / PLAINLY * 1e6)
        evaluated.append(many_times(this.evaluated) / VARIANTS * 1e6)
        bares.append(
            many_times(lambda: this.bare.evaluate(this.amounts, this.flow)) / VARIANTS * 1e6
        )
    title = f"{VARIANTS} variants of the chain, per variant"
    return [
        Result(f"{title}: plan, amounts, stages", "loop of bw2calc.LCA", "us", own, lca, 1 / 30),
        Result(f"{title}: from amounts to stages", "bare numpy", "us", evaluated, bares, 2),
        Result("largest relative difference from both", "allowed", "-", [worst], [1e-10], 1),
    ]


def written_list(folder: Path, count: int) -> Path:
    """Write a list of so many variants of the example chain."""
    (folder / "scenario.toml").write_text(SCENARIO, encoding="utf-8")
    path = folder / f"{count}.csv"
    columns = drawn(count)
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["item", "input", "scenario", *columns])
        for i, row in enumerate(zip(*columns.values(), strict=True)):
            lines.writerow([f"v{i}", PILOT, "scenario.toml", *row])
    return path


CALL = """
import json, resource, sys, time
from pvfootprint.interface.batches import batch
if __name__ == "__main__":
    source, results, options = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
    started = time.perf_counter()
    batch(source, results, restart=True, **options)
    seconds = time.perf_counter() - started
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def called(folder: Path, source: Path, **options: object) -> tuple[float, float]:
    """Compute a batch in a program of its own; return its time [s] and peak memory [MiB]."""
    program = folder / "call.py"
    program.write_text(CALL, encoding="utf-8")
    done = subprocess.run(  # noqa: S603
        [sys.executable, program, source, folder / "results.parquet", json.dumps(options)],
        check=True,
        capture_output=True,
        text=True,
    )
    seconds, peak = done.stdout.splitlines()[-1].split()
    return float(seconds), float(peak)


def growth(folder: Path, sizes: tuple[int, ...]) -> list[Result]:
    """Measure whole batches, from the list to the results, as they grow."""
    from pvfootprint.interface.batches import batch  # noqa: PLC0415

    lists = {count: written_list(folder, count) for count in sizes}
    results = folder / "grown.parquet"
    batch(lists[sizes[0]], results, processes=0, restart=True)
    each = {
        n: processor_time(lambda of=n: batch(lists[of], results, processes=0, restart=True)) / n
        for n in sizes
    }
    least, *others = sizes
    peaks = [called(folder, lists[n], processes=0)[1] for n in (others[-1], least)]
    return [
        *(
            Result(
                f"batch of {n} from list to results, per item",
                f"batch of {least}",
                "us",
                [each[n] * 1e6],
                [each[least] * 1e6],
                1,
            )
            for n in others
        ),
        Result(
            f"batch of {others[-1]}: peak memory", f"batch of {least}", "MiB", peaks[:1], peaks[1:]
        ),
    ]


def workbook_folder(folder: Path, count: int) -> Path:
    """Write so many workbooks as items of one batch."""
    items = folder / "items"
    items.mkdir()
    for i in range(count):
        write_another(PILOT / "wafer.xlsx", items / f"{i}.xlsx", i)
    return items


def write_another(path: Path, target: Path, number: int) -> None:
    """Write a workbook that says the same in other bytes: a known one is not read again."""
    target.write_bytes(path.read_bytes())
    with zipfile.ZipFile(target, "a") as archive:
        archive.comment = str(number).encode()


def parallel(folder: Path, rows: int, books: int, repetitions: int) -> list[Result]:
    """Measure two processes against one, and Dask's local cluster against two."""
    from distributed import LocalCluster  # noqa: PLC0415

    sources = {
        f"batch of {books} workbooks": workbook_folder(folder, books),
        f"batch of {rows} variants of the chain": written_list(folder, rows),
    }
    results = []
    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        dashboard_address="127.0.0.1:0",
        host="127.0.0.1",
    ) as cluster:
        for name, source in sources.items():
            one, two, dask = [], [], []
            for _ in range(repetitions):
                one.append(called(folder, source, processes=1)[0])
                two.append(called(folder, source, processes=2)[0])
                dask.append(called(folder, source, scheduler=cluster.scheduler_address)[0])
            results += [
                Result(f"{name}, 2 processes", "1 process", "s", two, one, 1 / 1.7),
                Result(f"{name}, Dask with 2 workers", "2 processes", "s", dask, two, 1.3),
            ]
    return results


def background(repetitions: int) -> list[Result]:
    """Measure what a workbook item costs, and what its background does."""
    from pvfootprint import open_library, open_subject  # noqa: PLC0415
    from pvfootprint.engine.backgrounds import make_background, solve_on  # noqa: PLC0415
    from pvfootprint.engine.solving import solve  # noqa: PLC0415

    library, _ = open_library()
    subject = open_subject(str(PILOT))
    system, factors = subject.system, subject.factors
    ready = make_background(library, factors)
    own, plain, reading = [], [], []
    for i in range(repetitions):
        own.append(processor_time(lambda: solve_on(ready, system, factors)) * 1000)
        plain.append(processor_time(lambda: solve(system, factors)) * 1000)
        with tempfile.TemporaryDirectory() as name:
            for path in PILOT.glob("*.xlsx"):
                write_another(path, Path(name) / path.name, i)
            opened = processor_time(lambda at=name: open_subject(at, library=library))
            reading.append(opened * 1000)
    return [
        Result("a chain solved on the library's factors", "plain engine", "ms", own, plain),
        Result("the same", "opening its four workbooks", "ms", own, reading),
    ]


PARTS = ("variants", "background", "growth", "parallel")


def main() -> None:
    """Run the benchmarks."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repetitions", type=int, default=3, metavar="N")
    parser.add_argument("--quick", action="store_true", help="smaller batches, once")
    parser.add_argument("--only", choices=PARTS, action="append", help="can be given repeatedly")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    if options.repetitions < 1:
        parser.error("--repetitions must be at least 1")
    repetitions = 1 if options.quick else options.repetitions
    sizes = (100, 1000) if options.quick else (100, 1000, 10_000, 50_000)
    rows, books = (20_000, 6) if options.quick else (600_000, 120)
    results: list[Result] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        parts: dict[str, Callable[[], list[Result]]] = {
            "variants": lambda: variants(folder, repetitions),
            "background": lambda: background(repetitions),
            "growth": lambda: growth(folder, sizes),
            "parallel": lambda: parallel(folder, rows, books, repetitions),
        }
        for part in options.only or PARTS:
            found = parts[part]()
            results += found
            if not options.json:
                show(found)
    if options.json:
        print(json.dumps([result.to_dict() for result in results], indent=2))


if __name__ == "__main__":
    main()
