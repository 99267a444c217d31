"""Holds the library's footprints against published ranges and against each other."""

from __future__ import annotations

import math
from itertools import combinations
from typing import TYPE_CHECKING

from pvfootprint.chain.selecting import Selection, products
from pvfootprint.engine.computing import build_system
from pvfootprint.engine.solving import solve
from pvfootprint.model.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pvfootprint.model.inventory import CharacterizationSet, Inventory, Library

NEIGHBOURS = 2.0
"""Ratio of neighbours in time or region beyond which a dataset must say why."""

RANGES_FILE = "inventories/ranges.csv"


def footprints(library: Library, factors: CharacterizationSet) -> dict[tuple[str, str], float]:
    """Compute every product of the library per unit of its dataset and per kWp.

    Parameters
    ----------
    library : Library
        The compiled library.
    factors : CharacterizationSet
        GWP set.

    Returns
    -------
    dict
        Footprint by code and declared unit [kgCO2e/unit].
    """
    found = {}
    for product in products(library):
        units = {"module": ("m2", "kWp"), "wafer": ("m2",), "cell": ("m2",)}
        unit, *others = units.get(product.stage, ("kg",))
        value = solve(build_system(library, Selection(product), unit), factors).score
        found[product.code, unit] = value
        for other in others:
            declared = build_system(library, Selection(product), other).declared_unit
            found[product.code, other] = value * declared.reference_flow
    return found


def check_plausible(library: Library, values: Mapping[tuple[str, str], float]) -> list[Finding]:
    """Check every product against published ranges and its neighbours.

    Parameters
    ----------
    library : Library
        The compiled library.
    values : mapping
        From :func:`footprints`.

    Returns
    -------
    list of Finding
        LIB-018 for a value outside its range, or a factor of two from a neighbour in time or
        region, without an explanation in the dataset.
    """
    return [*_ranges(library, values), *_neighbours(products(library), values)]


def _ranges(library: Library, values: Mapping[tuple[str, str], float]) -> list[Finding]:
    findings = []
    for entry in library.ranges:
        for product in products(library):
            value = values.get((product.code, entry.unit))
            meant = (product.stage, product.vintage) == (entry.stage, entry.vintage)
            if value is None or not meant or product.explanation:
                continue
            high = math.inf if entry.high is None else entry.high
            if not entry.low <= value <= high:
                findings.append(
                    Finding(
                        "LIB-018",
                        f"{product.code} is outside the published range",
                        product.file,
                        product.line,
                        "explanation",
                        found=f"{value:.4g} kgCO2e/{entry.unit}",
                        allowed=f"{entry.low:g} to {high:g} ({RANGES_FILE}:{entry.line})",
                        hint="look for the cause; if it is real, say it in an explanation row",
                    )
                )
    return findings


def _neighbours(
    chain: Iterable[Inventory], values: Mapping[tuple[str, str], float]
) -> list[Finding]:
    findings = []
    per_unit = {code: value for (code, unit), value in values.items() if unit != "kWp"}
    for one, other in combinations(chain, 2):
        same = (one.stage, one.technology, one.design) == (
            other.stage,
            other.technology,
            other.design,
        )
        near = one.location == other.location or one.vintage == other.vintage
        if not (same and near) or one.explanation or other.explanation:
            continue
        low, high = sorted((one, other), key=lambda i: per_unit[i.code])
        lowest = per_unit[low.code]
        ratio = per_unit[high.code] / lowest if lowest else math.inf
        if ratio >= NEIGHBOURS:
            findings.append(
                Finding(
                    "LIB-018",
                    f"{high.code} is {ratio:.2g} times {low.code}",
                    low.file,
                    low.line,
                    "explanation",
                    found=f"{per_unit[high.code]:.4g} and {per_unit[low.code]:.4g} kgCO2e",
                    allowed=f"less than {NEIGHBOURS:g} times",
                    hint="look for the cause; if it is real, say it in an explanation row",
                )
            )
    return findings
