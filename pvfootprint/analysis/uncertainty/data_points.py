"""Groups the numbers behind a footprint by what one person can measure."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from pvfootprint.language.texts import Text, text
from pvfootprint.model.process_names import process_name
from pvfootprint.model.uncertainty import DataPoint

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pvfootprint.analysis.uncertainty.knowing import Known
    from pvfootprint.model.inventory import Inventory
    from pvfootprint.model.spread import Spread

CELLS = ("amount", "distance", "mass")
"""Fields of a row whose cells hold its numbers."""

OURS = "pvfootprint"
"""Key of the source of what this library derives itself."""

BEGINNING = re.compile(r"[^,:(]+(?:\(\d{4}\))?")
"""The author of a citation, with the year behind it."""


def data_points(known: Known) -> tuple[DataPoint, ...]:
    """Group numbers that rest on the same datum.

    Parameters
    ----------
    known : Known
        The footprint.

    Returns
    -------
    tuple of DataPoint
        Without what is certain or changes nothing; with a share of the variance from elasticity
        and scale, the largest first, then by elasticity.
    """
    groups: dict[tuple[str, str], list[Spread]] = {}
    for spread in known.spreads:
        if spread.basis != "fixed" and known.values[spread.position]:
            # What is given for one row and scored for another never shares a key.
            groups.setdefault((spread.key, spread.basis), []).append(spread)
    variances = {key: _effect(known, group) ** 2 for key, group in groups.items()}
    whole = math.fsum(variances.values())
    points = [
        _point(known, group, variances[key] / whole if whole else 0.0)
        for key, group in groups.items()
    ]
    return tuple(sorted(points, key=lambda p: (-p.linear_share, -abs(p.elasticity), p.key)))


def linear_geometric(known: Known) -> float:
    """Return the geometric standard deviation that follows from elasticities and scales alone.

    Parameters
    ----------
    known : Known
        The footprint.

    Returns
    -------
    float
        exp of the root of the sum of the squares of elasticity times scale, where numbers that
        vary together are added before they are squared [-] (first order; exact for a product of
        lognormal numbers).
    """
    effects: dict[str, float] = {}
    for spread in known.uncertain:
        effect = spread.scale * float(known.elasticities[spread.position])
        effects[spread.key] = effects.get(spread.key, 0.0) + effect
    return math.exp(math.sqrt(math.fsum(effect**2 for effect in effects.values())))


def _effect(known: Known, group: Sequence[Spread]) -> float:
    return math.fsum(s.scale * float(known.elasticities[s.position]) for s in group)


def _point(known: Known, group: Sequence[Spread], share: float) -> DataPoint:
    first = group[0]
    inventory, _ = known.exchanges[first.position]
    return DataPoint(
        key=first.key,
        name=_name(known, group),
        process=process_name(inventory),
        owner=_owner(known, inventory),
        place=_place(known, inventory, group),
        basis=first.basis,
        said=first.said,
        exchanges=len(group),
        scale=max(spread.scale for spread in group),
        value=math.fsum(float(known.values[s.position]) for s in group),
        elasticity=math.fsum(float(known.elasticities[s.position]) for s in group),
        linear_share=share,
    )


def _name(known: Known, group: Sequence[Spread]) -> Text:
    inventory, exchange = known.exchanges[group[0].position]
    if exchange.type == "biosphere":
        if _is_factor(inventory):
            return text("emission factor")
        return text("emission of {gas}", gas=Text(exchange.name))
    targets = {i.code: i for i in known.subject.system.inventories}
    name = process_name(targets[exchange.target])
    rows = {s.origin.line for s in group if s.origin.line}
    return text("{name}, {rows} rows", name=name, rows=len(rows)) if len(rows) > 1 else name


def _is_factor(inventory: Inventory) -> bool:
    """Say whether a dataset is one published factor rather than a process with inputs."""
    return bool(inventory.emissions) and not inventory.inputs


def _owner(known: Known, inventory: Inventory) -> Text:
    members = {m.code: m for m in known.subject.system.members}
    if inventory.code in members:
        member = members[inventory.code]
        return Text(f"{member.company}, {member.site}")
    source = known.subject.library.sources.get(inventory.source)
    if source and source.key != OURS:
        return text("library: {source}", source=_short(source.citation))
    return text("this library")


def _short(citation: str) -> str:
    """Return who made a source, and when if that stands behind: what begins a citation."""
    found = BEGINNING.match(citation)
    return found[0].strip() if found else citation


def _place(known: Known, inventory: Inventory, group: Sequence[Spread]) -> Text:
    origins = sorted(
        {(s.origin.line or 0): s.origin for s in group if s.origin.file}.items(),
        key=lambda item: item[0],
    )
    if not origins:
        line = known.exchanges[group[0].position][1].line or inventory.line
        file = _file_name(inventory.file)
        return text("{file}, line {line}", file=file, line=line) if line else Text(file)
    cells = [_cells(origin.cells) or str(line) for line, origin in origins]
    ends = cells if len(cells) <= 2 else [cells[0], "…", cells[-1]]
    origin = origins[0][1]
    return Text(", ".join((_file_name(origin.file), origin.sheet, " ".join(ends))))


def _cells(cells: Mapping[str, str]) -> str:
    return " ".join(cells[field] for field in CELLS if field in cells)


def _file_name(file: str) -> str:
    return file.replace("\\", "/").rpartition("/")[2]
