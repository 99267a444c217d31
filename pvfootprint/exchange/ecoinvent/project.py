"""Reads a database of a Brightway project; run as a process of its own by ``asking``.

It only reads: the project is opened without the right to write. What it says goes into a file,
because Brightway prints to standard output.
"""

from __future__ import annotations

import difflib
import json
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from pvfootprint.exchange.ecoinvent.refusing import Refused, Why

NEAR = 3
"""How many names like a missing one are given."""

ALIKE = 0.75
"""How much they are alike at least (difflib's ratio)."""

IPCC = "IPCC 2021"
"""The family of Brightway's methods that is of AR6."""

ODD = re.compile(r"biogenic|no LT|SLCF|land use|fossil|excl|incl", re.IGNORECASE)
"""What a method of that family is not the plain one by."""


def main(request: Path, answer: Path) -> None:
    """Answer a request.

    Parameters
    ----------
    request : Path
        JSON with ``project``, ``database``, ``method``, ``activities`` and ``flows``.
    answer : Path
        JSON, to be written.
    """
    asked = json.loads(request.read_text(encoding="utf-8"))
    try:
        said = _read(asked)
    except Refused as refused:
        said = refused.answer
    except Exception as error:
        if "locked" not in str(error):
            raise
        said = Refused(Why.LOCKED).answer
    answer.write_text(json.dumps(said), encoding="utf-8")


def _read(asked: dict[str, Any]) -> dict[str, Any]:
    import bw2data  # noqa: PLC0415  (takes a second)

    from pvfootprint.exchange.ecoinvent.solving import solve  # noqa: PLC0415  (numpy)

    database = _database(bw2data, asked["project"], asked["database"])
    method = _method(bw2data, asked["method"], asked["database"])
    chosen, missing = _choose(database, asked["activities"])
    answer = {"missing": missing, "activities": len(database), "method": method}
    return answer | (solve(bw2data, database, chosen, asked["flows"], method) if chosen else {})


def _database(bw2data: Any, project: str, name: str) -> Any:  # noqa: ANN401  (untyped library)
    projects = sorted(one.name for one in bw2data.projects)
    if project not in projects:
        raise Refused(Why.PROJECT, there=projects)
    bw2data.projects.set_current(project, writable=False)
    there = sorted(bw2data.databases)
    if name not in there:
        raise Refused(Why.DATABASE, there=there)
    if not bw2data.projects.dataset.data.get("25"):
        raise Refused(Why.OLD)
    database = bw2data.Database(name)
    # Brightway would process what was changed, and processing is writing: the user's to do.
    behind = [bw2data.Database(one) for one in sorted(database.find_graph_dependents())]
    changed = [
        one.name
        for one in behind
        if bw2data.databases[one.name].get("dirty") or not one.filepath_processed().exists()
    ]
    if changed:
        raise Refused(Why.UNPROCESSED, there=changed)
    return database


def _method(bw2data: Any, asked: list[str] | None, database: str) -> tuple[str, ...] | None:  # noqa: ANN401
    """Return the method by which gases count that no rule names: the plain GWP100 of AR6."""
    there = sorted(bw2data.methods)
    if asked:
        if tuple(asked) not in there:
            raise Refused(Why.METHOD, there=[" | ".join(one) for one in there if _climate(one)])
        return tuple(asked)
    plain = [one for one in there if _climate(one) and not any(map(ODD.search, one))]
    # One that came with the database is made for its flows.
    return min(plain, key=lambda one: (one[0] not in database, len(one), one), default=None)


def _climate(method: tuple[str, ...]) -> bool:
    return any(IPCC in part for part in method) and "GWP100" in method[-1].replace(" ", "")


def _choose(
    database: Any,  # noqa: ANN401
    rules: list[dict[str, Any]],
) -> tuple[list[tuple[dict[str, Any], Any]], list[dict[str, Any]]]:
    """Return the first rule of each dataset that finds an activity, and what was not found."""
    named = defaultdict(list)
    for node in database:
        named[node["name"]].append(node)
    chosen: dict[str, tuple[dict[str, Any], Any]] = {}
    missing: dict[str, dict[str, Any]] = {}
    for rule in rules:
        code = rule["dataset"]
        if code in chosen:
            continue
        node, why, near = _fitting(rule, named.get(rule["activity"], []))
        if node is not None:
            chosen[code] = (rule, node)
            continue
        like = near or difflib.get_close_matches(rule["activity"], named, NEAR, ALIKE)
        first = {"dataset": code, "activity": rule["activity"], "why": why, "near": []}
        missing.setdefault(code, first)["near"] += like
    return list(chosen.values()), [one for code, one in missing.items() if code not in chosen]


def _fitting(rule: dict[str, Any], nodes: list[Any]) -> tuple[Any, str, list[str]]:
    """Return the activity that fits a rule; else None, why, and what is there instead."""
    fitting = [node for node in nodes if node.get("reference product") == rule["product"]]
    if not fitting:
        products = sorted({str(node.get("reference product")) for node in nodes})
        return None, "product" if nodes else "absent", products
    units = {node["unit"] for node in fitting}
    if units != {rule["unit"]}:
        return None, "unit", sorted(units)
    by_place = {node.get("location"): node for node in fitting}
    for place in rule["locations"]:
        if place in by_place:
            return by_place[place], "", []
    return None, "location", sorted(map(str, by_place))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
