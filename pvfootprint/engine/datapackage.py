"""Turns a product system into an in-memory datapackage of bw_processing (float64)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import bw_processing as bwp
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pvfootprint.model.inventory import CharacterizationSet
    from pvfootprint.model.system import ProductSystem

LOGNORMAL = 2
"""Identifier of the lognormal distribution in stats_arrays."""


@dataclass(frozen=True, slots=True)
class Package:
    """A datapackage and the meaning of its integers.

    Parameters
    ----------
    datapackage : bw_processing.Datapackage
        Technosphere, biosphere and characterization matrix, with lognormal spreads.
    process_ids, flow_ids : dict
        Integer by code of process and elementary flow. Processes start at 1, flows follow them.
    """

    datapackage: bwp.Datapackage
    process_ids: dict[str, int]
    flow_ids: dict[str, int]


def build_datapackage(system: ProductSystem, factors: CharacterizationSet) -> Package:
    """Write a product system and a GWP set into a datapackage.

    Parameters
    ----------
    system : ProductSystem
        Processes and elementary flows, complete and linked.
    factors : CharacterizationSet
        The GWP set; flows without a factor in it are no greenhouse gases.

    Returns
    -------
    Package
        What ``bw2calc.LCA`` takes as ``data_objs``.
    """
    process_ids = {inventory.code: i for i, inventory in enumerate(system.inventories, start=1)}
    flow_ids = {flow.code: i for i, flow in enumerate(system.flows, start=len(process_ids) + 1)}
    package = bwp.create_datapackage(sum_intra_duplicates=True)
    # bw2calc refuses empty matrices: where nothing is emitted, a flow of nothing stands in them.
    nothing = len(process_ids) + len(flow_ids) + 1
    emissions = _biosphere(system, process_ids, flow_ids) or [(nothing, 1, 0.0, None, False)]
    _add(package, "technosphere_matrix", _technosphere(system, process_ids))
    _add(package, "biosphere_matrix", emissions)
    weights = [(flow_ids[f.code], factors.factors.get(f.name)) for f in system.flows]
    rows: list[_Entry] = [(i, i, factor.amount, None, False) for i, factor in weights if factor]
    any_flow = emissions[0][0]
    _add(package, "characterization_matrix", rows or [(any_flow, any_flow, 0.0, None, False)])
    return Package(package, process_ids, flow_ids)


_Entry = tuple[int, int, float, float | None, bool]
"""Row, column, amount, lognormal scale, whether the sign is flipped in the matrix."""


def _technosphere(system: ProductSystem, process_ids: dict[str, int]) -> list[_Entry]:
    return [
        (
            process_ids[exchange.target],
            process_ids[inventory.code],
            exchange.amount,
            exchange.scale,
            exchange.type == "technosphere",
        )
        for inventory in system.inventories
        for exchange in inventory.exchanges
        if exchange.type != "biosphere"
    ]


def _biosphere(
    system: ProductSystem, process_ids: dict[str, int], flow_ids: dict[str, int]
) -> list[_Entry]:
    return [
        (
            flow_ids[exchange.target],
            process_ids[inventory.code],
            exchange.amount,
            exchange.scale,
            False,
        )
        for inventory in system.inventories
        for exchange in inventory.emissions
    ]


def _add(package: bwp.Datapackage, matrix: str, entries: list[_Entry]) -> None:
    indices = np.array([entry[:2] for entry in entries], dtype=bwp.INDICES_DTYPE)
    amounts = np.array([entry[2] for entry in entries], dtype=np.float64)
    arrays: dict[str, NDArray[np.generic]] = {"indices_array": indices, "data_array": amounts}
    if matrix == "technosphere_matrix":
        arrays["flip_array"] = np.array([entry[4] for entry in entries], dtype=bool)
    if any(entry[3] for entry in entries):
        arrays["distributions_array"] = _distributions(entries)
    package.add_persistent_vector(matrix=matrix, name=matrix, **arrays)


def _distributions(entries: list[_Entry]) -> NDArray[np.void]:
    result = np.zeros(len(entries), dtype=bwp.UNCERTAINTY_DTYPE)
    result["minimum"] = result["maximum"] = np.nan
    for i, (_, _, amount, scale, _) in enumerate(entries):
        if scale:
            result[i] = (LOGNORMAL, np.log(abs(amount)), scale, np.nan, np.nan, np.nan, amount < 0)
        else:
            result[i] = (0, amount, np.nan, np.nan, np.nan, np.nan, amount < 0)
    return result
