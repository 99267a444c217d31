"""Holds the library's footprints against published ranges and against each other."""

from __future__ import annotations

import math
from itertools import combinations
from typing import TYPE_CHECKING

from pvfootprint.chain.declaring import declare
from pvfootprint.chain.selecting import Selection, products
from pvfootprint.engine.computing import build_system
from pvfootprint.engine.solving import solve
from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pvfootprint.model.inventory import CharacterizationSet, Inventory, Library, PublishedRange

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
            found[product.code, other] = value * declare(product, other).reference_flow
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
    chain = products(library)
    return [*_ranges(library.ranges, chain, values), *_neighbours(chain, values)]


def _ranges(
    ranges: Iterable[PublishedRange],
    chain: Sequence[Inventory],
    values: Mapping[tuple[str, str], float],
) -> list[Finding]:
    findings = []
    for entry in ranges:
        for product in chain:
            value = values.get((product.code, entry.unit))
            meant = (product.stage, product.vintage) == (entry.stage, entry.vintage)
            if value is None or not meant or product.explanation:
                continue
            high = math.inf if entry.high is None else entry.high
            if not entry.low <= value <= high:
                findings.append(
                    _implausible(
                        product,
                        text("{code} is outside the published range", code=product.code),
                        found=f"{value:.4g} kgCO2e/{entry.unit}",
                        expected=text(
                            "{low:g} to {high:g} ({place})",
                            low=entry.low,
                            high=high,
                            place=f"{RANGES_FILE}:{entry.line}",
                        ),
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
                _implausible(
                    low,
                    text(
                        "{high} is {ratio:.2g} times {low}",
                        high=high.code,
                        ratio=ratio,
                        low=low.code,
                    ),
                    found=text(
                        "{high:.4g} and {low:.4g} kgCO2e",
                        high=per_unit[high.code],
                        low=per_unit[low.code],
                    ),
                    expected=text("less than {ratio:g} times", ratio=NEIGHBOURS),
                )
            )
    return findings


def _implausible(product: Inventory, message: str, *, found: str, expected: str) -> Finding:
    return Finding(
        "LIB-018",
        message,
        product.file,
        product.line,
        "explanation",
        found=found,
        expected=expected,
        hint=text("look for the cause; if it is real, say it in an explanation row"),
    )
