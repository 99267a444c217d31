"""Computes the footprint of a company's product through its suppliers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pvfootprint.chain.assembling import assemble
from pvfootprint.chain.declaring import declare
from pvfootprint.chain.electricity import ElectricityOptions
from pvfootprint.chain.faults import fault
from pvfootprint.chain.supply_chain import link_supplies
from pvfootprint.engine.computing import compute
from pvfootprint.language.texts import text
from pvfootprint.library.caching import open_library
from pvfootprint.library.folders import data_root
from pvfootprint.library.gwp import DEFAULT_SET, read_set
from pvfootprint.model.accounting import DEFAULT
from pvfootprint.model.findings import Finding, SupplyError, has_errors

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pvfootprint.chain.supply_chain import SupplyChain
    from pvfootprint.engine.computing import SystemChange
    from pvfootprint.model.accounting import Accounting
    from pvfootprint.model.footprint import Footprint
    from pvfootprint.model.inventory import Library
    from pvfootprint.model.site import SiteInventory, SiteProduct
    from pvfootprint.model.summary import SupplySummary
    from pvfootprint.model.system import ProductSystem

NOT_ABOUT_THE_NUMBER = {"CHN-012"}
"""Findings that a reader of the result needs not know: what they are about is not in it."""


def chain_footprint(  # noqa: PLR0913  (one argument per question)
    leader: SiteInventory,
    suppliers: Sequence[SiteInventory] = (),
    summaries: Sequence[SupplySummary] = (),
    *,
    product: str = "",
    per: str | None = None,
    gwp: str = DEFAULT_SET,
    electricity_year: int | None = None,
    fill_gaps: str = "library",
    accounting: Accounting = DEFAULT,
    root: Path | None = None,
    library: Library | None = None,
    change: SystemChange | None = None,
) -> tuple[Footprint, list[Finding]]:
    """Compute the footprint of a product from the data of its maker and its suppliers.

    Parameters
    ----------
    leader : SiteInventory
        Workbook of the product's maker.
    suppliers : sequence of SiteInventory
        Workbooks of its suppliers, and of theirs.
    summaries : sequence of SupplySummary
        What suppliers give instead.
    product : str
        Key of the product in the leader's workbook; may be left out if there is only one.
    per : str, optional
        Declared unit; by default the one that the workbook names.
    gwp : str
        GWP set: ``ar6`` or ``ar5``.
    electricity_year : int, optional
        Year of the electricity data; the newest by default.
    fill_gaps : str
        ``library``: where a supplier gave no data, a dataset of the library stands in and is
        reported. ``fail``: every such gap is an error.
    accounting : Accounting
        How electricity and shared flows are counted.
    root : Path, optional
        Folder with ``inventories/`` and ``methods/``; the shipped one by default.
    library : Library, optional
        The library of that folder, where it is open already.
    change : callable, optional
        Makes a scenario of the product system before it is computed.

    Returns
    -------
    Footprint
        With the suppliers' parts, the gaps and the share of primary data.
    list of Finding
        Warnings and questions.

    Raises
    ------
    SupplyError
        With every error of every workbook that is reached, and the warnings beside them.
    LibraryError, SelectionError, CalculationError
        As :func:`pvfootprint.engine.computing.footprint`.
    """
    root = root or data_root()
    library = library or open_library(root)[0]
    system, findings = chain_system(
        library,
        leader,
        suppliers,
        summaries,
        product=product,
        per=per,
        options=ElectricityOptions(year=electricity_year),
        fill_gaps=fill_gaps,
        accounting=accounting,
    )
    factors = read_set(root, gwp, library)
    return compute(change(system, factors) if change else system, factors), findings


def chain_system(  # noqa: PLR0913  (one argument per question)
    library: Library,
    leader: SiteInventory,
    suppliers: Sequence[SiteInventory] = (),
    summaries: Sequence[SupplySummary] = (),
    *,
    product: str = "",
    per: str | None = None,
    options: ElectricityOptions | None = None,
    fill_gaps: str = "library",
    accounting: Accounting = DEFAULT,
) -> tuple[ProductSystem, list[Finding]]:
    """Build the product system of a product from the data of its maker and its suppliers.

    Parameters
    ----------
    library : Library
        The compiled library.
    leader, suppliers, summaries, product, per, fill_gaps, accounting
        As :func:`chain_footprint`.
    options : ElectricityOptions, optional
        Year of the electricity data; the newest by default.

    Returns
    -------
    ProductSystem
        Complete and linked, with members, gaps and remarks.
    list of Finding
        Warnings and questions.

    Raises
    ------
    SupplyError
        With every error, and the warnings beside them.
    SelectionError
        For a declared unit or year that is not possible.
    """
    options = options or ElectricityOptions()
    made = _product(leader, product)
    chain, findings = link_supplies(
        library, leader, suppliers, summaries, made, options, fill_gaps, accounting
    )
    if has_errors(findings):
        raise SupplyError(findings)
    whole = replace(library, inventories={**library.inventories, **chain.inventories})
    inventory = chain.inventories[chain.product]
    system = assemble(
        whole,
        inventory,
        declare(inventory, per or made.declared_unit),
        electricity=options,
        name=chain.members[0].title,
    )
    return _with_chain(system, chain, findings), findings


def _with_chain(
    system: ProductSystem, chain: SupplyChain, findings: list[Finding]
) -> ProductSystem:
    there = {inventory.code for inventory in system.inventories}
    choices = dict.fromkeys((*system.electricity, *chain.electricity))
    return replace(
        system,
        members=chain.members,
        gaps=chain.gaps,
        electricity_uses=chain.electricity_uses,
        allocations=chain.allocations,
        remarks=tuple(f for f in findings if f.code not in NOT_ABOUT_THE_NUMBER),
        electricity=tuple(
            replace(choice, own=choice.location in chain.grids)
            for choice in choices
            if choice.node in there
        ),
    )


def _product(leader: SiteInventory, key: str) -> SiteProduct:
    """Return the product that is asked for."""
    if not key and len(leader.products) == 1:
        return leader.products[0]
    found = leader.product(key)
    if found:
        return found
    message = text("the workbook has several products; which one?")
    if not leader.products:
        message = text("the workbook has no product")
    elif key:
        message = text("the workbook has no product {key!r}", key=key)
    finding = fault(
        "CHN-021",
        message,
        leader.company.origin,
        "--product",
        found=key,
        expected=", ".join(product.key for product in leader.products),
    )
    raise SupplyError([replace(finding, file=finding.file or leader.source)])
