"""Computes what stands behind one unit of each activity: one factorization, a solve for each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from pvfootprint.exchange.ecoinvent.refusing import Refused, Why
from pvfootprint.exchange.ecoinvent.rules import WASTE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

CARBON_DIOXIDE = "Carbon dioxide"

GASES = re.compile(r"\b(HFC|CFC|HCFC|HCC|PFC|R|Halon)-|\bHalon\b|perfluoro|chloroform|fluoride$")
"""How gases are named that may count although no rule names them."""


def solve(
    bw2data: Any,  # noqa: ANN401  (untyped library)
    database: Any,  # noqa: ANN401
    chosen: Sequence[tuple[dict[str, Any], Any]],
    rules: list[dict[str, Any]],
    method: tuple[str, ...] | None,
) -> dict[str, Any]:
    """Compute the elementary flows behind one unit of each activity.

    Parameters
    ----------
    bw2data : module
        With the user's project opened.
    database : bw2data.Database
        Processed, as are those that it is linked to.
    chosen : sequence of tuple
        Rule and activity.
    rules : list of dict
        Which elementary flow is which.
    method : tuple of str, optional
        Brightway's method for flows that no rule names.

    Returns
    -------
    dict
        JSON values, as :class:`pvfootprint.exchange.ecoinvent.asking.Background` takes them.

    Raises
    ------
    Refused
        If amounts are not finite.
    """
    from bw2calc import LCA  # noqa: PLC0415  (looks for solvers)

    names = sorted(database.find_graph_dependents())
    packages = [bw2data.Database(name).datapackage() for name in names]
    lca = LCA({chosen[0][1].id: 1}, data_objs=packages)
    lca.lci(factorize=True)
    flows = _Flows(bw2data, lca, rules, method)
    found, wrong = [], []
    for rule, node in chosen:
        column = lca.dicts.activity[node.id]
        made = lca.technosphere_matrix[lca.dicts.product[node.id], column]
        said = {"dataset": rule["dataset"], "activity": node["name"]}
        if (made < 0) != (rule["kind"] == WASTE):
            wrong.append({**said, "why": "sign", "near": []})
            continue
        lca.build_demand_array({node.id: -1.0 if made < 0 else 1.0})
        amounts = lca.biosphere_matrix @ lca.solve_linear_system()
        if not np.isfinite(amounts).all():
            raise Refused(Why.NOT_FINITE, [rule["dataset"]])
        place = {"product": node["reference product"], "location": node["location"]}
        found.append({**said, **place, **flows.sums(amounts)})
    return {
        "found": found,
        "wrong": wrong,
        "counted_by_method": flows.names(flows.seen & (flows.factors != 0)),
        "unnamed_gases": [name for name in flows.names(flows.seen) if GASES.search(name)],
        "precision": _precision(packages),
    }


class _Flows:
    """The elementary flows of the matrix: which of ours each is, and how the method counts it."""

    def __init__(
        self,
        bw2data: Any,  # noqa: ANN401
        lca: Any,  # noqa: ANN401
        rules: list[dict[str, Any]],
        method: tuple[str, ...] | None,
    ) -> None:
        rows = sorted((row, i) for i, row in lca.dicts.biosphere.items())
        self.flows = [bw2data.get_activity(id=i) for _, i in rows]
        self.codes = [_code(flow, rules) for flow in self.flows]
        self.factors = np.zeros(len(rows))
        for key, factor in bw2data.Method(method).load() if method else []:
            node = key if isinstance(key, int) else bw2data.get_id(tuple(key))
            if node in lca.dicts.biosphere:
                self.factors[lca.dicts.biosphere[node]] = factor
        self.unnamed = np.array([code is None for code in self.codes])
        self.seen = np.zeros(len(rows), dtype=bool)

    def sums(self, amounts: NDArray[np.float64]) -> dict[str, Any]:
        """Return amounts by our codes, carbon dioxide of biomass apart, the rest by the method."""
        self.seen |= self.unnamed & (amounts != 0)
        ours: dict[str, float] = {}
        biogenic = 0.0
        for row in np.flatnonzero(amounts):
            code, amount = self.codes[row], float(amounts[row])
            if code:
                ours[code] = ours.get(code, 0.0) + amount
            elif code == "" and self.flows[row]["name"].startswith(CARBON_DIOXIDE):
                emitted = self.flows[row]["categories"][0] == "air"
                biogenic += amount if emitted else -amount
        rest = float((self.factors * self.unnamed) @ amounts)
        score = float(self.factors @ amounts)
        return {"flows": ours, "biogenic": biogenic, "rest": rest, "score": score}

    def names(self, chosen: NDArray[np.bool_]) -> list[str]:
        """Return the names of rows, each once."""
        return sorted({self.flows[row]["name"] for row in np.flatnonzero(chosen)})


def _code(flow: Any, rules: list[dict[str, Any]]) -> str | None:  # noqa: ANN401
    """Return the code of ours; empty for what is left out, None if no rule names it."""
    if flow.get("unit") != "kilogram":
        return None
    compartment, below = [*flow.get("categories", ()), "", ""][:2]
    cas = str(flow.get("CAS number") or "").lstrip("0")
    for rule in rules:
        here = rule["compartment"] == compartment and rule["subcompartment"] in {"", below}
        if here and (flow["name"] in rule["names"] or (cas and rule["cas"] == cas)):
            return str(rule["flow"])
    return None


def _precision(packages: Iterable[Any]) -> str:
    """Return the least precise type in which Brightway holds amounts."""
    kinds = {
        str(package.get_resource(one["name"])[0].dtype)
        for package in packages
        for one in package.resources
        if one.get("kind") == "data"
    }
    return "float32" if "float32" in kinds else "float64"
