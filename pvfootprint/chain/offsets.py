"""Refuses what would make a footprint smaller than its process: offsets and negative amounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.chain.faults import fault
from pvfootprint.language.texts import text
from pvfootprint.model.offsets import is_offset

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.model.findings import Finding
    from pvfootprint.model.inventory import Library
    from pvfootprint.model.site import SiteInventory
    from pvfootprint.model.site_rows import Row

REMOVAL = "natural resource::in air"
"""Category of what a process takes from the air."""


def check_offsets(library: Library, site: SiteInventory) -> Iterator[Finding]:
    """Check that no row of a workbook takes from the footprint.

    Parameters
    ----------
    library : Library
        With the elementary flows.
    site : SiteInventory
        The workbook.

    Yields
    ------
    Finding
        GAS-001 for carbon credits, offsets and removals, GAS-002 for amounts below 0.
    """
    for material in site.materials:
        if is_offset(material.flow, linked=bool(material.dataset)):
            yield _offset(material, "flow", material.flow)
    for output in site.outputs:
        if is_offset(output.name, linked=bool(output.dataset)):
            yield _offset(output, "name", output.name)
    for emission in site.emissions:
        flow = library.flows.get(emission.gas)
        if flow and flow.greenhouse_gas and flow.categories == REMOVAL:
            yield _offset(emission, "gas", flow.name)
    for row, field, amount in _amounts(site):
        if amount < 0:
            yield fault(
                "GAS-002",
                text("an amount is below 0"),
                row.origin,
                field,
                found=f"{amount:g}",
                expected=text("0 or more"),
                hint=text("give what was taken or emitted; nothing is subtracted from a footprint"),
            )


def _offset(row: Row, field: str, name: str) -> Finding:
    return fault(
        "GAS-001",
        text("{name} is a carbon credit, an offset or a removal", name=name),
        row.origin,
        field,
        found=name,
        expected=text("flows of the process itself"),
        hint=text(
            "delete the line: offsets are no part of a footprint (ISO 14067:2018, 6.3.4.1); name a "
            "material by what it is"
        ),
    )


def _amounts(site: SiteInventory) -> Iterator[tuple[Row, str, float]]:
    yield from ((row, "amount", row.amount) for row in site.materials)
    yield from ((row, "amount", row.amount) for row in site.energy)
    yield from ((row, "amount", row.amount) for row in site.outputs)
    yield from ((row, "amount", row.emitted) for row in site.emissions)
    yield from ((row, "mass", row.mass * row.distance) for row in site.transport)
