"""Monte Carlo simulation of footprints, on one or several processes with the same result."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TYPE_CHECKING

import numpy as np

from pvfootprint.engine import simulating
from pvfootprint.engine.drawing_blocks import Simulation, make_rows
from pvfootprint.engine.sampling import BLOCK, uncertain_exchanges
from pvfootprint.language.texts import text
from pvfootprint.model.findings import AnalysisError, Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from pvfootprint.model.inventory import CharacterizationSet
    from pvfootprint.model.system import ProductSystem

    Part = tuple[int, NDArray[np.float64]]
    """Number of the first draw, and the scores of it and those after it."""

PARTS = 8
"""Parts of the work per process: enough that none waits long for the last one."""

WORTH = 20_000_000
"""Amounts to draw below which beginning another process takes longer than drawing them."""


def simulate(
    systems: Sequence[ProductSystem],
    factors: CharacterizationSet,
    scales: Sequence[Mapping[int, float] | None] | None = None,
    keys: Sequence[Mapping[int, str] | None] | None = None,
    *,
    draws: int,
    seed: int,
    processes: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> NDArray[np.float64]:
    """Draw the uncertain amounts of product systems and compute their footprints.

    Draw ``i`` of one product and draw ``i`` of another are a pair: exchanges with equal keys have
    equal draws.

    Parameters
    ----------
    systems : sequence of ProductSystem
        Complete and linked.
    factors : CharacterizationSet
        GWP set.
    scales, keys : sequence of mapping, optional
        Per system, spreads and keys by flat position, as
        :func:`pvfootprint.engine.sampling.uncertain_exchanges`.
    draws : int
        How many.
    seed : int
        Any whole number; the same one gives the same result, bit by bit, on any number of
        processes.
    processes : int
        How many processes share the work, where there is enough of it.
    progress : callable, optional
        Told the number of draws done, and of all.

    Returns
    -------
    ndarray, shape (products, draws)
        Footprints [kgCO2e per declared unit].

    Raises
    ------
    AnalysisError
        UNC-020 for a spread that is none, UNC-021 if a process ends early, UNC-022 for a number of
        draws or processes below 1.
    CalculationError
        If a system, or a draw of it, has no sound solution; with the first such draw.
    """
    _check(draws, processes)
    simulation = _prepare(systems, factors, scales, keys, seed)
    found = np.empty((len(systems), draws))
    if draws * len(simulation.rows.key) < WORTH:
        processes = 1
    step = BLOCK * max(1, -(-draws // BLOCK) // (processes * PARTS))
    parts = [(first, min(first + step, draws)) for first in range(0, draws, step)]
    done = 0
    work = _alone(simulation, parts) if processes == 1 else _share(simulation, parts, processes)
    for first, part in work:
        found[:, first : first + part.shape[1]] = part
        done += part.shape[1]
        if progress:
            progress(done, draws)
    return found


def _check(draws: int, processes: int) -> None:
    message = text("the number of draws or of processes is not possible")
    findings = [
        Finding("UNC-022", message, column=name, found=str(value), expected=text("at least 1"))
        for name, value in (("draws", draws), ("processes", processes))
        if value < 1
    ]
    if findings:
        raise AnalysisError(findings)


def _prepare(
    systems: Sequence[ProductSystem],
    factors: CharacterizationSet,
    scales: Sequence[Mapping[int, float] | None] | None,
    keys: Sequence[Mapping[int, str] | None] | None,
    seed: int,
) -> Simulation:
    # Loads the solver, which a script's own processes need not do.
    from pvfootprint.engine.plans import make_plan  # noqa: PLC0415

    none = [None] * len(systems)
    uncertain = [
        uncertain_exchanges(system, scale, key)
        for system, scale, key in zip(systems, scales or none, keys or none, strict=True)
    ]
    rows, taken = make_rows(uncertain)
    plans = tuple(
        make_plan(system, factors, u.positions, units=u.medians.tolist(), rows=taken[i])
        for i, (system, u) in enumerate(zip(systems, uncertain, strict=True))
    )
    references = tuple(system.declared_unit.reference_flow for system in systems)
    return Simulation(plans, references, rows, seed)


def _alone(simulation: Simulation, parts: Sequence[tuple[int, int]]) -> Iterator[Part]:
    for first, last in parts:
        yield first, simulation.scores(first, last)


def _share(
    simulation: Simulation, parts: Sequence[tuple[int, int]], processes: int
) -> Iterator[Part]:
    """Let processes compute parts of the draws; give each with its first draw, as they come."""
    pool = ProcessPoolExecutor(
        min(processes, len(parts)),
        # The only way to begin a process that exists on every platform and inherits no threads.
        mp_context=get_context("spawn"),
        initializer=simulating.begin,
        initargs=(simulation,),
    )
    done = 0
    try:
        waiting = {pool.submit(simulating.scores, *part): part[0] for part in parts}
        for future in as_completed(waiting):
            done += future.result().shape[1]
            yield waiting[future], future.result()
    except BrokenProcessPool as error:
        raise AnalysisError([_ended(done)]) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _ended(done: int) -> Finding:
    return Finding(
        "UNC-021",
        text("a process of the simulation ended early; nothing of the result is kept"),
        found=text("{done} draws were done", done=done),
        hint=text(
            "the system may have stopped it for want of memory: take fewer processes; in a script "
            'of your own, call this under `if __name__ == "__main__":`'
        ),
    )
