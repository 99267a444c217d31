"""Measures Monte Carlo simulation and adjoint contributions against bw2calc and numpy.

The product system is the module of ``examples/pilot``, once with the spreads that it has and once
with a spread on every exchange but what processes make of their own product; and a made-up system
of 250 processes, in loops of up to ten, with 1,500 uncertain exchanges. Own and
rival take turns within one run, as in ``run.py``; nothing is asserted. What runs on one core is
measured by the processor's time, so that other programs fall on neither.

    python benchmarks/monte_carlo.py            5 repetitions, about two minutes
    python benchmarks/monte_carlo.py --quick    once, few draws
    python benchmarks/monte_carlo.py --json     for programs
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

# One core each: BLAS would otherwise take all there are.
os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

from run import Result, show

if TYPE_CHECKING:
    from collections.abc import Callable

    import bw2calc

    from pvfootprint.engine.sampling import Uncertain
    from pvfootprint.model.inventory import CharacterizationSet
    from pvfootprint.model.system import ProductSystem

PILOT = Path(__file__).parents[1] / "examples" / "pilot"
SPREAD = 0.1
"""Spread of every exchange in the second case: standard deviation of the natural logarithm [-]."""

OWN_DRAWS = 80_000
RIVAL_DRAWS = 200
SHARED_DRAWS = 800_000
"""Draws for two processes, many enough that beginning them hardly counts."""

PROCESSES, GROUP = 250, 10
SOLVES = 20


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    """Return how long some work takes [s]."""
    started = clock()
    work()
    return clock() - started


def compare(
    name: str,
    rival: str,
    unit: str,
    both: tuple[Callable[[], float], Callable[[], float]],
    repetitions: int,
    target: float | None = None,
) -> Result:
    """Measure own and rival in turn."""
    own, other = [], []
    for _ in range(repetitions):
        own.append(both[0]())
        other.append(both[1]())
    return Result(name, rival, unit, own, other, target)


def lca_of(system: ProductSystem, factors: CharacterizationSet, **options: bool) -> bw2calc.LCA:
    """Return bw2calc's LCA of a system, solved once."""
    import bw2calc  # noqa: PLC0415

    from pvfootprint.engine.datapackage import build_datapackage  # noqa: PLC0415

    package = build_datapackage(system, factors)
    demand = {package.process_ids[system.product.code]: system.declared_unit.reference_flow}
    lca = bw2calc.LCA(demand, data_objs=[package.datapackage], **options)
    lca.lci()
    lca.lcia()
    return lca


def with_spreads(system: ProductSystem) -> ProductSystem:
    """Give every exchange a spread but what processes make."""
    from dataclasses import replace  # noqa: PLC0415

    inventories = [
        replace(
            inventory,
            exchanges=tuple(
                replace(e, scale=None if e.type == "production" else SPREAD)
                for e in inventory.exchanges
            ),
        )
        for inventory in system.inventories
    ]
    (product,) = (i for i in inventories if i.code == system.product.code)
    return replace(system, inventories=tuple(inventories), product=product)


def with_loops(factors: CharacterizationSet) -> ProductSystem:
    """Make up a system: each process takes 2 of its group of ten, 3 of later groups, and emits."""
    import numpy as np  # noqa: PLC0415

    from pvfootprint.model.inventory import ElementaryFlow, Exchange, Inventory  # noqa: PLC0415
    from pvfootprint.model.system import DeclaredUnit, ProductSystem  # noqa: PLC0415

    rng = np.random.default_rng(1)
    co2 = "Carbon dioxide, fossil"
    unit = factors.factors[co2].unit
    codes = [f"{i:03}" for i in range(PROCESSES)]

    def exchange(kind: str, target: str, amount: float) -> Exchange:
        scale = None if kind == "production" else SPREAD
        named = (target, target, "CN", "", "")
        return Exchange(kind, *named, amount, unit, group="materials", scale=scale, target=target)

    def process(i: int) -> Inventory:
        group = range(i - i % GROUP, i - i % GROUP + GROUP)
        inside = rng.choice([j for j in group if j != i], 2, replace=False)
        outside = rng.choice([*range(group.stop, PROCESSES)] or list(group), 3, replace=False)
        others = [codes[j] for j in (*inside, *outside)]
        amounts = (*rng.uniform(0.05, 0.3, 2), *rng.uniform(0.01, 0.1, 3))
        code = codes[i]
        exchanges = (
            exchange("production", code, 1.0),
            *(exchange("technosphere", o, a) for o, a in zip(others, amounts, strict=True)),
            exchange("biosphere", co2, float(rng.uniform(0.1, 2))),
        )
        identity = (code, "", "", 0, code, code, "CN", unit)
        return Inventory(*identity, "inventory", "", "", exchanges=exchanges)

    processes = tuple(process(i) for i in range(PROCESSES))
    flows = (ElementaryFlow(co2, co2, "air", unit, "", greenhouse_gas=True),)
    declared = DeclaredUnit("kg", 1.0, unit)
    return ProductSystem(processes[0], declared, processes, flows, (codes[0],), (), "")


def drawing_only(uncertain: Uncertain, draws: int) -> None:
    """Draw the same amounts with numpy and drop them, row by row."""
    import numpy as np  # noqa: PLC0415

    from pvfootprint.engine.sampling import BLOCK  # noqa: PLC0415

    generator = np.random.default_rng(1)
    for first in range(0, draws, BLOCK):
        width = min(BLOCK, draws - first)
        for median, scale in zip(uncertain.medians, uncertain.scales, strict=True):
            generator.lognormal(np.log(abs(median)), scale, width)


def simulation(
    case: str,
    system: ProductSystem,
    factors: CharacterizationSet,
    repetitions: int,
    share: int,
    *,
    in_parallel: bool = False,
) -> list[Result]:
    """Measure draws of one case: against bw2calc, numpy, and one process against two."""
    from pvfootprint.engine.drawing_blocks import make_rows  # noqa: PLC0415
    from pvfootprint.engine.monte_carlo import simulate  # noqa: PLC0415
    from pvfootprint.engine.sampling import uncertain_exchanges  # noqa: PLC0415

    uncertain = uncertain_exchanges(system)
    rows = len(make_rows([uncertain])[0].key)
    draws = OWN_DRAWS // share
    lca = lca_of(system, factors, use_distributions=True)

    def own() -> float:
        return seconds(lambda: simulate([system], factors, draws=draws, seed=1)) / draws * 1e6

    def on(processes: int) -> Callable[[], float]:
        def work() -> None:
            simulate([system], factors, draws=SHARED_DRAWS, seed=1, processes=processes)

        return lambda: seconds(work, time.perf_counter) / SHARED_DRAWS * 1e6

    def brightway() -> float:
        count = max(1, RIVAL_DRAWS // share)
        return seconds(lambda: [next(lca) for _ in range(count)]) / count * 1e6

    def numpy() -> float:
        return seconds(lambda: drawing_only(uncertain, draws)) / draws * 1e6

    own()
    name = f"Monte Carlo, {case}: {rows} uncertain exchanges"
    results = [
        compare(name, "bw2calc.LCA, next()", "us per draw", (own, brightway), repetitions, 1 / 25),
        compare(name, "Generator.lognormal alone", "us per draw", (own, numpy), repetitions, 2),
    ]
    if in_parallel:
        name = f"{name}: two processes"
        results.append(compare(name, "one", "us per draw", (on(2), on(1)), repetitions, 1 / 1.7))
    return results


def contributions(
    system: ProductSystem, factors: CharacterizationSet, repetitions: int
) -> list[Result]:
    """Measure the contributions of every exchange against one LCA."""
    from pvfootprint.engine.exchange_values import exchange_values  # noqa: PLC0415
    from pvfootprint.engine.solving import solve  # noqa: PLC0415

    solution = solve(system, factors)
    lca = lca_of(system, factors)
    package = lca.packages

    def repeated(work: Callable[[], object]) -> Callable[[], float]:
        return lambda: seconds(lambda: [work() for _ in range(SOLVES)]) / SOLVES * 1e3

    def bare() -> None:
        import bw2calc  # noqa: PLC0415

        again = bw2calc.LCA(lca.demand, data_objs=package)
        again.lci()
        again.lcia()

    name = f"contributions and elasticities of {sum(len(i.exchanges) for i in system.inventories)}"
    whole = repeated(lambda: exchange_values(system, factors))
    parts = repeated(lambda: exchange_values(system, factors, solution))
    return [
        compare(
            f"{name} exchanges, from the system",
            "bw2calc.LCA with its datapackage",
            "ms",
            (whole, repeated(lambda: lca_of(system, factors))),
            repetitions,
            1.5,
        ),
        compare(
            f"{name}, of a solved system",
            "bw2calc.LCA, lci and lcia",
            "ms",
            (parts, repeated(bare)),
            repetitions,
            1.5,
        ),
    ]


def main() -> None:
    """Run the benchmarks."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repetitions", type=int, default=5, metavar="N")
    parser.add_argument("--quick", action="store_true", help="once, few draws")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    if options.repetitions < 1:
        parser.error("--repetitions must be at least 1")
    with warnings.catch_warnings(), contextlib.redirect_stdout(sys.stderr):
        warnings.simplefilter("ignore", UserWarning)  # advertises a faster solver
        import bw2calc  # noqa: F401, PLC0415  (says on import where its data are)
    from pvfootprint.interface.subjects import open_subject  # noqa: PLC0415

    subject = open_subject(str(PILOT))
    repetitions, share = (1, 100) if options.quick else (options.repetitions, 1)
    system, factors = subject.system, subject.factors
    measured = (factors, repetitions, share)
    whole = with_spreads(system)
    results = simulation("its own spreads", system, *measured)
    results += simulation("spreads on all", whole, *measured, in_parallel=share == 1)
    results += simulation("made up, with loops", with_loops(factors), *measured)
    results += contributions(system, factors, repetitions)
    if options.json:
        print(json.dumps([result.to_dict() for result in results], indent=2))
    else:
        show(results)


if __name__ == "__main__":
    main()
