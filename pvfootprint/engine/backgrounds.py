"""Solves many product systems on one library, whose factorisation they share.

The library's processes need nothing of the companies', so the technosphere is block triangular:
``[[A_ff, 0], [A_bf, A_bb]]``. The background ``A_bb`` is factorised once; each system then costs a
solve of its own few processes ``A_ff`` and one substitution in the background.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import MatrixRankWarning, SuperLU, splu, spsolve

from pvfootprint.chain.electricity import ElectricityOptions, choose_electricity
from pvfootprint.engine.solving import Solution, check_supply, no_solution
from pvfootprint.model.findings import CalculationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from pvfootprint.model.inventory import CharacterizationSet, Inventory, Library
    from pvfootprint.model.system import ProductSystem

    Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Background:
    """The whole library, factorised under one GWP set and one year of electricity.

    Parameters
    ----------
    inventories : dict
        Its processes by code, as they are linked for that year.
    place : dict
        Position of each process in the arrays.
    factorised : SuperLU
        The technosphere.
    technosphere : csc_matrix, shape (processes, processes)
        Net production of row's product by one unit of column's process [unit].
    upstream : ndarray, shape (processes,)
        Own and all earlier emissions [kgCO2e per unit of product].
    """

    inventories: Mapping[str, Inventory]
    place: Mapping[str, int]
    factorised: SuperLU
    technosphere: sparse.csc_matrix
    upstream: Vector


def make_background(
    library: Library, factors: CharacterizationSet, year: int | None = None
) -> Background:
    """Factorise a library.

    Parameters
    ----------
    library : Library
        The compiled library.
    factors : CharacterizationSet
        GWP set.
    year : int, optional
        Year of the electricity data; the newest by default.

    Returns
    -------
    Background
        What :func:`solve_on` solves systems on.

    Raises
    ------
    SelectionError
        SEL-010 if an official grid has no data for that year.
    """
    anything = next(iter(library.inventories.values()))
    linked, _ = choose_electricity(library, anything, (), ElectricityOptions(year=year))
    place = {code: i for i, code in enumerate(linked)}
    technosphere = _technosphere(linked.values(), place)
    weights = {f.code: factors.factors.get(f.name) for f in library.flows.values()}
    amounts = {code: factor.amount for code, factor in weights.items() if factor}
    own = np.array([_own(inventory, amounts) for inventory in linked.values()])
    factorised = splu(technosphere)
    return Background(linked, place, factorised, technosphere, factorised.solve(own, trans="T"))


def solve_on(
    background: Background, system: ProductSystem, factors: CharacterizationSet
) -> Solution:
    """Compute a product system whose library part is factorised already.

    Parameters
    ----------
    background : Background
        Of the library and the GWP set that the system was built with. A process that the system
        links or fills otherwise counts as the system's own, with all that need it.
    system : ProductSystem
        Complete and linked.
    factors : CharacterizationSet
        GWP set of the background.

    Returns
    -------
    Solution
        As :func:`pvfootprint.engine.solving.solve` gives it, within 1e-12.

    Raises
    ------
    CalculationError
        As :func:`pvfootprint.engine.solving.solve`.
    """
    place = {inventory.code: i for i, inventory in enumerate(system.inventories)}
    technosphere = _technosphere(system.inventories, place)
    emissions = _emissions(system, place)
    found = [factors.factors.get(flow.name) for flow in system.flows]
    weights = np.array([factor.amount if factor else 0.0 for factor in found])
    own = np.asarray(weights @ emissions, dtype=np.float64)
    shared = _shared(background, system)
    before = np.array([i for code, i in place.items() if code in shared], dtype=np.intp)
    inside = np.array([background.place[code] for code in place if code in shared], dtype=np.intp)
    front = np.array([i for code, i in place.items() if code not in shared], dtype=np.intp)
    demand = np.zeros(len(place))
    demand[place[system.product.code]] = system.declared_unit.reference_flow
    supply, upstream = np.zeros(len(place)), np.zeros(len(place))
    upstream[before] = background.upstream[inside]
    if len(front):
        block = technosphere[front][:, front].tocsc()
        taken = technosphere[before][:, front]
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", MatrixRankWarning)
                supply[front] = spsolve(block, demand[front])
                upstream[front] = spsolve(block.T.tocsc(), own[front] - taken.T @ upstream[before])
        except (RuntimeError, MatrixRankWarning) as error:
            raise CalculationError([no_solution(system)]) from error
        demand[before] -= taken @ supply[front]
    needed = np.zeros(len(background.place))
    needed[inside] = demand[before]
    supply[before] = background.factorised.solve(needed)[inside]
    check_supply(system, technosphere, supply)
    return Solution(float(own @ supply), supply, technosphere, emissions, weights, own, upstream)


def _shared(background: Background, system: ProductSystem) -> set[str]:
    """Return the processes that stand in the background unchanged, with all that they need."""
    changed = [i.code for i in system.inventories if background.inventories.get(i.code) != i]
    users: dict[str, list[str]] = {}
    for inventory in system.inventories:
        for exchange in inventory.inputs:
            users.setdefault(exchange.target, []).append(inventory.code)
    own = set(changed)
    while changed:
        reached = [code for code in users.get(changed.pop(), ()) if code not in own]
        own.update(reached)
        changed += reached
    return {inventory.code for inventory in system.inventories} - own


def _technosphere(inventories: Iterable[Inventory], place: Mapping[str, int]) -> sparse.csc_matrix:
    entries = [
        (place[e.target], place[i.code], -e.amount if e.type == "technosphere" else e.amount)
        for i in inventories
        for e in i.exchanges
        if e.type != "biosphere"
    ]
    rows, columns, amounts = zip(*entries, strict=True)
    return sparse.csc_matrix((amounts, (rows, columns)), shape=(len(place), len(place)))


def _emissions(system: ProductSystem, place: Mapping[str, int]) -> sparse.csc_matrix:
    flows = {flow.code: i for i, flow in enumerate(system.flows)}
    entries = [
        (flows[e.target], place[i.code], e.amount) for i in system.inventories for e in i.emissions
    ]
    rows, columns, amounts = zip(*entries, strict=True) if entries else ((), (), ())
    return sparse.csc_matrix((amounts, (rows, columns)), shape=(len(flows), len(place)))


def _own(inventory: Inventory, weights: Mapping[str, float]) -> float:
    return sum(e.amount * weights.get(e.target, 0.0) for e in inventory.emissions)
