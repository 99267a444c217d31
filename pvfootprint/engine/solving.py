"""Solves a product system with ``bw2calc.LCA``, forwards and backwards."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph
from scipy.sparse.linalg import MatrixRankWarning

from pvfootprint.engine.datapackage import build_datapackage
from pvfootprint.language.texts import text
from pvfootprint.model.findings import CalculationError, Finding

with warnings.catch_warnings():
    # On import it advertises a faster solver that this project does not need.
    warnings.simplefilter("ignore", UserWarning)
    import bw2calc

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pvfootprint.engine.datapackage import Package
    from pvfootprint.model.inventory import CharacterizationSet
    from pvfootprint.model.system import ProductSystem

    Vector = NDArray[np.float64]

BACKWARDS = -1e-9
"""Supply below which a process counts as running backwards [share of the largest supply]."""

RESIDUAL = 1e-9
"""Largest residual of a balance over the amounts that enter it [-]."""


@dataclass(frozen=True, slots=True)
class Solution:
    """A solved product system; every array follows the order of the system's processes or flows.

    Parameters
    ----------
    score : float
        Footprint [kgCO2e per declared unit].
    supply : ndarray, shape (processes,)
        How much of each process's product is needed [unit].
    technosphere : ndarray, shape (processes, processes)
        Net production of row's product by one unit of column's process [unit].
    emissions : ndarray, shape (flows, processes)
        Elementary flows per unit of process [unit].
    weights : ndarray, shape (flows,)
        Characterization factors [kgCO2e/unit].
    own : ndarray, shape (processes,)
        Own emissions per unit of process [kgCO2e/unit].
    upstream : ndarray, shape (processes,)
        Own and all earlier emissions per unit of product, by the adjoint solve [kgCO2e/unit].
    """

    score: float
    supply: Vector
    technosphere: sparse.csc_matrix
    emissions: sparse.csc_matrix
    weights: Vector
    own: Vector
    upstream: Vector


def solve(system: ProductSystem, factors: CharacterizationSet) -> Solution:
    """Compute a product system.

    Parameters
    ----------
    system : ProductSystem
        Complete and linked.
    factors : CharacterizationSet
        GWP set.

    Returns
    -------
    Solution
        Score, supplies and upstream values.

    Raises
    ------
    CalculationError
        CAL-001 if the system is singular, CAL-002 if a result is not finite, CAL-003 if a process
        would have to run backwards.
    """
    package = build_datapackage(system, factors)
    lca = _solved(system, package)
    rows = _positions(lca.dicts.product, package.process_ids)
    columns = _positions(lca.dicts.activity, package.process_ids)
    flows = _positions(lca.dicts.biosphere, package.flow_ids)
    technosphere = lca.technosphere_matrix.tocsc()[rows][:, columns]
    emissions = lca.biosphere_matrix.tocsc()[flows][:, columns]
    weights = np.asarray(lca.characterization_matrix.diagonal(), dtype=np.float64)[flows]
    supply = np.asarray(lca.supply_array, dtype=np.float64)[columns]
    check_supply(system, technosphere, supply)
    own = np.asarray(weights @ emissions, dtype=np.float64)
    upstream = np.asarray(sparse.linalg.spsolve(technosphere.T.tocsc(), own), dtype=np.float64)
    return Solution(float(lca.score), supply, technosphere, emissions, weights, own, upstream)


def solver_name() -> str:
    """Return the name of the solver that bw2calc uses here."""
    if bw2calc.PYPARDISO:
        return "bw2calc.LCA with pypardiso"
    return f"bw2calc.LCA with {'umfpack' if bw2calc.UMFPACK else 'SuperLU (scipy)'}"


def _solved(system: ProductSystem, package: Package) -> bw2calc.LCA:
    demand = {package.process_ids[system.product.code]: system.declared_unit.reference_flow}
    lca = bw2calc.LCA(demand, data_objs=[package.datapackage])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", MatrixRankWarning)
            lca.lci()
            lca.lcia()
    except (RuntimeError, MatrixRankWarning) as error:
        raise CalculationError([no_solution(system)]) from error
    return lca


def _positions(mapping: dict[int, int], ids: dict[str, int]) -> NDArray[np.intp]:
    return np.array([mapping[i] for i in ids.values()], dtype=np.intp)


def check_supply(system: ProductSystem, technosphere: sparse.csc_matrix, supply: Vector) -> None:
    """Refuse supplies that are no sound solution.

    Parameters
    ----------
    system : ProductSystem
        What was solved.
    technosphere, supply
        As in :class:`Solution`.

    Raises
    ------
    CalculationError
        As :func:`solve`.
    """
    demand = np.zeros(len(supply))
    codes = [inventory.code for inventory in system.inventories]
    reference = system.declared_unit.reference_flow
    demand[codes.index(system.product.code)] = reference
    if not np.isfinite(supply).all():
        raise CalculationError([_not_finite(system)])
    residual = np.abs(technosphere @ supply - demand)
    entered = abs(technosphere) @ np.abs(supply) + np.abs(demand)
    # A process that nothing takes from is left with the rounding of the others' supplies.
    largest = np.full(len(supply), np.abs(supply).max())
    rounding = np.finfo(np.float64).eps * (abs(technosphere) @ largest)
    if (residual > RESIDUAL * entered + rounding).any():
        raise CalculationError([no_solution(system)])
    backwards = [
        code
        for code, amount in zip(codes, supply, strict=True)
        if amount < BACKWARDS * float(np.abs(supply).max())
    ]
    if backwards:
        raise CalculationError(
            [
                Finding(
                    "CAL-003",
                    text("processes would have to run backwards"),
                    found=", ".join(backwards[:5]),
                    expected=text("amounts that let every process run forwards"),
                    hint=text(
                        "a loop takes more of a product than it makes, or more of it is returned "
                        "(a negative amount) than taken"
                    ),
                )
            ]
        )


def _not_finite(system: ProductSystem) -> Finding:
    return Finding(
        "CAL-002",
        text("a supply is not a finite number"),
        found=system.product.code,
        hint=text("look for amounts that are far too large"),
    )


def no_solution(system: ProductSystem) -> Finding:
    """Return what is wrong with a singular system: its loops, or numbers beyond all bounds."""
    loops = _loops(system)
    if not loops:
        return _not_finite(system)
    return Finding(
        "CAL-001",
        text("the product system has no solution: a loop of processes feeds on itself"),
        found="; ".join(" <-> ".join(loop) for loop in loops[:3]),
        expected=text("loops in which less is taken than made"),
        hint=text("look at the amounts that these processes exchange with each other"),
    )


def _loops(system: ProductSystem) -> list[list[str]]:
    """Return the loops of the system: processes that reach each other, largest loop first."""
    codes = [inventory.code for inventory in system.inventories]
    place = {code: i for i, code in enumerate(codes)}
    links = [(place[i.code], place[e.target]) for i in system.inventories for e in i.inputs]
    ones = np.ones(len(links))
    rows, columns = zip(*links, strict=True) if links else ((), ())
    graph = sparse.csr_matrix((ones, (rows, columns)), shape=(len(codes), len(codes)))
    _, labels = csgraph.connected_components(graph, directed=True, connection="strong")
    members: dict[int, list[str]] = {}
    for code, label in zip(codes, labels, strict=True):
        members.setdefault(int(label), []).append(code)
    itself = {codes[i] for i, j in links if i == j}
    loops = [m for m in members.values() if len(m) > 1 or m[0] in itself]
    return sorted(loops, key=len, reverse=True)
