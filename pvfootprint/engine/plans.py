"""Evaluates a product system for many sets of amounts at once.

A plan holds what does not depend on the changing amounts, reckoned once by the plain engine
(:mod:`pvfootprint.engine.solving`), and what is left to do per column: the adjoint balances of
:mod:`pvfootprint.engine.balances` in the order in which processes take from each other, loops as
:mod:`pvfootprint.engine.elimination` solves them. Every step works on a block of columns.

Like the plain engine, a plan refuses columns that have no solution, or in which a process would
have to run backwards. The latter is exact where no amount of a technosphere exchange is negative:
then a process can only run backwards in a loop that takes more than it makes, and elimination shows
that by a pivot. With negative amounts, such as a returned material, only the amounts that the plan
was made with are checked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from pvfootprint.engine.balances import balances, fold, merge
from pvfootprint.engine.elimination import Loop, make_loop
from pvfootprint.engine.evaluation import Plan, Single
from pvfootprint.engine.solving import solve
from pvfootprint.engine.summing import AT_ONCE, make_sum

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from pvfootprint.engine.balances import Balance
    from pvfootprint.engine.solving import Solution
    from pvfootprint.model.inventory import CharacterizationSet
    from pvfootprint.model.system import ProductSystem

CACHE = 1 << 17
"""Numbers that a block of columns may hold: 1 MiB, about what a core has near it."""

WIDEST, NARROWEST = 4096, 256
"""Columns of a block: enough that calls cost little beside the work in them."""


def make_plan(
    system: ProductSystem,
    factors: CharacterizationSet,
    changing: Sequence[int],
    targets: Sequence[str] = (),
    *,
    units: Sequence[float] | None = None,
    rows: Sequence[int] | None = None,
    solution: Solution | None = None,
) -> Plan:
    """Prepare a product system for many sets of amounts.

    Parameters
    ----------
    system : ProductSystem
        Complete and linked; with its own amounts it must have a solution.
    factors : CharacterizationSet
        GWP set.
    changing : sequence of int
        Flat positions of the exchanges whose amounts change, of any kind, each once
        (:func:`pvfootprint.engine.positions.flat_exchanges`).
    targets : sequence of str
        Codes of the processes whose upstream values are wanted; the product by default.
    units : sequence of float, optional
        What the amounts of each changing exchange are multiples of [unit of the exchange]; 1 by
        default.
    rows : sequence of int, optional
        Row of the amounts that each changing exchange takes; one each by default. Exchanges that
        change alike share a row.
    solution : Solution, optional
        Solution of the system with its own amounts, where there is one already.

    Returns
    -------
    Plan
        Gives the same as the plain engine within 1e-10.

    Raises
    ------
    CalculationError
        If the system has no sound solution, as :func:`pvfootprint.engine.solving.solve`.
    ValueError
        If a position is given twice or is none of the system's, or a target is not in it.
    """
    targets = tuple(targets) or (system.product.code,)
    codes = [inventory.code for inventory in system.inventories]
    total = sum(len(inventory.exchanges) for inventory in system.inventories)
    positions = tuple(int(position) for position in changing)
    if len(set(positions)) < len(positions) or not all(0 <= p < total for p in positions):
        msg = f"positions of exchanges must differ and lie between 0 and {total - 1}"
        raise ValueError(msg)
    places = tuple(codes.index(target) for target in targets)
    given = range(len(positions)) if rows is None else [int(row) for row in rows]
    units = [1.0] * len(positions) if units is None else units
    places_of_amounts = dict(zip(positions, zip(given, units, strict=True), strict=True))
    solution = solution or solve(system, factors)
    left = fold(balances(system, factors, places_of_amounts), solution.upstream)
    constants = {place: float(solution.upstream[place]) for place in places if place not in left}
    left = _reached(left, places)
    merge(left, places)
    forwards = solution.technosphere.diagonal() > 0
    steps = tuple(_step(left, members, forwards) for members in _components(left))
    last_use = _last_use(left, steps, places)
    return Plan(
        positions,
        max(given, default=-1) + 1,
        targets,
        places,
        constants,
        steps,
        last_use,
        _width(steps, last_use),
    )


def _reached(left: Mapping[int, Balance], places: Sequence[int]) -> dict[int, Balance]:
    """Keep what the targets take from, directly or further up."""
    open_ends = [place for place in places if place in left]
    reached = set(open_ends)
    while open_ends:
        new = left[open_ends.pop()].takes.keys() - reached
        reached |= new
        open_ends += sorted(new)
    return {i: balance for i, balance in left.items() if i in reached}


def _components(left: Mapping[int, Balance]) -> list[list[int]]:
    """Return loops and single processes, each after all that it takes from."""
    order = {process: i for i, process in enumerate(left)}
    links = [(order[i], order[j]) for i, balance in left.items() for j in balance.takes]
    rows, columns = zip(*links, strict=True) if links else ((), ())
    graph = sparse.csr_matrix((np.ones(len(links)), (rows, columns)), shape=(len(left),) * 2)
    _, labels = csgraph.connected_components(graph, directed=True, connection="strong")
    members: dict[int, list[int]] = {}
    for process, i in order.items():
        members.setdefault(int(labels[i]), []).append(process)
    before: dict[int, list[int]] = {label: [] for label in members}
    for i, j in links:
        if labels[i] != labels[j]:
            before[int(labels[i])].append(int(labels[j]))
    return [members[label] for label in _depth_first(before)]


def _depth_first(before: Mapping[int, Sequence[int]]) -> list[int]:
    """Return an order in which each follows what it needs, soon, so that few rows wait."""
    order: list[int] = []
    seen: set[int] = set()
    open_ends = [(label, False) for label in before]
    while open_ends:
        label, ready = open_ends.pop()
        if ready:
            order.append(label)
        elif label not in seen:
            seen.add(label)
            open_ends += [(label, True), *((needed, False) for needed in before[label])]
    return order


def _step(
    left: Mapping[int, Balance], members: Sequence[int], forwards: NDArray[np.bool_]
) -> Single | Loop:
    if len(members) > 1:
        return make_loop(left, members, bool(forwards[list(members)].all()))
    (process,) = members
    balance = left[process]
    made = make_sum(balance.made)
    one = not made.chunks and made.offset == 1
    own = make_sum(balance.own, balance.takes)
    return Single(process, own, None if one else made, bool(forwards[process]))


def _last_use(
    left: Mapping[int, Balance], steps: Sequence[Single | Loop], places: Sequence[int]
) -> tuple[tuple[int, ...], ...]:
    last = {
        process: i
        for i, step in enumerate(steps)
        for p in step.processes
        for process in left[p].takes
    }
    done: list[list[int]] = [[] for _ in steps]
    for process, i in last.items():
        if process not in places:
            done[i].append(process)
    return tuple(map(tuple, done))


def _width(steps: Sequence[Single | Loop], last_use: Sequence[Sequence[int]]) -> int:
    """Return how many columns fit into the cache, a power of two."""
    live = most = 0
    for step, done in zip(steps, last_use, strict=True):
        live += len(step.processes)
        held = len(step.takes) + 2 * len(step.processes) if isinstance(step, Loop) else AT_ONCE
        most = max(most, live + held)
        live -= len(done)
    width = WIDEST
    while width > NARROWEST and width * most > CACHE:
        width //= 2
    return width
