"""Turns what a site reports of a period into a unit process per unit of its product."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from pvfootprint.chain.allocating import share_product
from pvfootprint.chain.contracts import ELECTRICITY
from pvfootprint.chain.exchanges import production
from pvfootprint.chain.faults import fault
from pvfootprint.chain.flows import Flows
from pvfootprint.chain.measures import accepted, measures_of, needed
from pvfootprint.chain.suppliers import Offer
from pvfootprint.language.texts import text
from pvfootprint.library.units import symbols_of
from pvfootprint.model.accounting import DEFAULT
from pvfootprint.model.inventory import Inventory, Parameter
from pvfootprint.model.site import WHOLE_SITE
from pvfootprint.model.supply import ChainMember
from pvfootprint.model.terms import REFERENCE_UNITS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pvfootprint.chain.allocating import ProductShare
    from pvfootprint.chain.flows import Taken
    from pvfootprint.chain.measures import Measures
    from pvfootprint.model.accounting import Accounting
    from pvfootprint.model.findings import Finding
    from pvfootprint.model.inventory import Library
    from pvfootprint.model.site import SiteInventory, SiteProduct
    from pvfootprint.model.site_rows import Row
    from pvfootprint.model.supply import FilledGap

ALL = 1.001
"""Sum of the products' shares of a site beyond which something is counted twice [-]."""


@dataclass(frozen=True, slots=True)
class SiteProcess:
    """A product of a site as a unit process whose supplies are not linked yet.

    Parameters
    ----------
    inventory : Inventory
        Everything but the supplies of the stage before.
    taken : tuple of Taken
        These supplies.
    left_out : tuple of Inventory
        Flows without a dataset, as processes that emit nothing.
    named : tuple of FilledGap
        Products of the chain for which the workbook names the library's dataset itself.
    member : ChainMember
        Whose it is.
    site : SiteInventory
        What it was made from.
    product : SiteProduct
        The product.
    measures : Measures
        Quantities of one piece.
    output : float
        What was made in the period [reference unit].
    share : ProductShare
        What it carries of the site and of its process.
    """

    inventory: Inventory
    taken: tuple[Taken, ...]
    left_out: tuple[Inventory, ...]
    named: tuple[FilledGap, ...]
    member: ChainMember
    site: SiteInventory
    product: SiteProduct
    measures: Measures
    output: float
    share: ProductShare


def code_of(*names: str) -> str:
    """Return a code made of names: lower case, hyphens for spaces, colons between them."""
    return ":".join(_slug(name) for name in names)


def product_code(site: SiteInventory, product: SiteProduct) -> str:
    """Return the code of a product's process."""
    return code_of("site", *_of_site(site), product.key)


def electricity_code(site: SiteInventory) -> str:
    """Return the code of a site's electricity; two workbooks of a site have two."""
    keys = "+".join(product.key for product in site.products)
    return code_of("site", *_of_site(site), keys, ELECTRICITY)


def _of_site(site: SiteInventory) -> tuple[str, str, str]:
    company = site.company
    return (company.code or company.name, company.site_code or company.site, site.stage)


def _slug(name: str) -> str:
    return "-".join(unicodedata.normalize("NFKC", name).casefold().split()).replace(":", "-")


def reference_output(
    site: SiteInventory, product: SiteProduct, library: Library
) -> tuple[float, list[Finding]]:
    """Return what was made of a product in the period.

    Parameters
    ----------
    site, product
        The workbook, and one of its products.
    library : Library
        With the wafer formats.

    Returns
    -------
    float
        Output [reference unit of the stage]; 0 if it is not known.
    list of Finding
        CHN-001, CHN-003 or CHN-004.
    """
    unit = REFERENCE_UNITS[site.stage]
    if not product.output > 0:
        message = text("{product} has no output", product=product.key)
        found = f"{product.output:g}"
        expected = text("an amount above 0")
        return 0.0, [
            fault("CHN-004", message, product.origin, "output", found=found, expected=expected)
        ]
    measures = measures_of(product, library)
    output = measures.refer(product.output, product.output_unit, unit)
    if output is not None:
        return output, []
    return 0.0, [not_convertible(product, "output_unit", product.output_unit, unit, product.key)]


def not_convertible(row: Row, field: str, symbol: str, unit: str, product: str) -> Finding:
    """Return the finding for an amount of a product of the chain that cannot be converted.

    Parameters
    ----------
    row : Row
        Where the amount stands.
    field : str
        Name of the field with its unit.
    symbol, unit : str
        What it is given in, and what is needed.
    product : str
        Which product's quantities the conversion needs.

    Returns
    -------
    Finding
        CHN-003 if a quantity is missing, CHN-001 if the symbol does not fit at all.
    """
    if symbol in accepted(unit):
        what = needed(symbol, unit)
        return fault(
            "CHN-003",
            text(
                "{symbol} of {product} needs {what} to become {unit}",
                symbol=symbol,
                product=product,
                what=what,
                unit=symbols_of(unit)[0],
            ),
            row.origin,
            field,
            found=symbol,
            expected=symbols_of(unit)[0],
            hint=text("give it on the sheet of products, or give the amount in another unit"),
        )
    return fault(
        "CHN-001",
        text("{product} cannot be given in {symbol!r}", product=product, symbol=symbol),
        row.origin,
        field,
        found=symbol,
        expected=", ".join(accepted(unit)),
    )


def check_site(site: SiteInventory) -> list[Finding]:
    """Return what is wrong with the products that the rows of a workbook are for.

    Parameters
    ----------
    site : SiteInventory
        The workbook.

    Returns
    -------
    list of Finding
        CHN-004 if the products' shares of the site exceed 1, CHN-005 for a product that is not
        there.
    """
    keys = {product.key for product in site.products} | {WHOLE_SITE}
    findings = [
        fault(
            "CHN-005",
            text("a row is for the product {key!r}, which is not there", key=key),
            row.origin,
            "product",
            found=key,
            expected=", ".join(sorted(keys)),
        )
        for key, row in _rows(site)
        if key not in keys
    ]
    whole = sum(product.share for product in site.products)
    if whole > ALL and site.products:
        message = text("the products' shares of the site sum to {whole:.4g}", whole=whole)
        findings.append(
            fault(
                "CHN-004",
                message,
                site.products[-1].origin,
                "share",
                found=f"{whole:.6g}",
                expected=text("at most 1"),
                hint=text("shares are of the site's whole output in the period"),
            )
        )
    return findings


def _rows(site: SiteInventory) -> Iterator[tuple[str, Row]]:
    """Give every row that is for a product, with that product's key."""
    yield from ((row.product, row) for row in site.materials)
    yield from ((row.product, row) for row in site.energy)
    yield from ((row.product, row) for row in site.electricity if row.product)
    yield from ((row.product, row) for row in site.outputs)
    yield from ((row.product, row) for row in site.emissions)
    yield from ((row.product, row) for row in site.transport)
    yield from ((row.product, row) for row in site.suppliers)


def site_process(
    library: Library,
    site: SiteInventory,
    product: SiteProduct,
    electricity: Mapping[str, str],
    accounting: Accounting = DEFAULT,
) -> tuple[SiteProcess | None, list[Finding]]:
    """Build the unit process of a product.

    Parameters
    ----------
    library : Library
        The compiled library.
    site, product
        The workbook, and one of its products.
    electricity : mapping
        Codes of the site's electricity, by the key of the product whose meters it is for.
    accounting : Accounting
        In which order shared flows are allocated.

    Returns
    -------
    SiteProcess, optional
        None if the output is not known.
    list of Finding
        CHN-001 to CHN-004, CHN-018, CHN-019, ALC-005, ALC-006.
    """
    output, findings = reference_output(site, product, library)
    if not output:
        return None, findings
    code = product_code(site, product)
    share, faults = share_product(library, site, product, accounting.allocation_order)
    flows = Flows(library, site, product, output, code, electricity, share)
    exchanges = tuple(flows.all())
    unit = REFERENCE_UNITS[site.stage]
    name = product.name or product.key
    location = site.company.location
    made = production(code, name, location, unit)
    measures = measures_of(product, library)
    inventory = Inventory(
        code=code,
        database="",
        file=site.source,
        line=product.origin.line or 0,
        name=name,
        product=name,
        location=location,
        unit=unit,
        data_class="primary",
        source="",
        comment=product.note,
        year=site.company.end.year,
        stage=site.stage,
        technology=product.technology,
        design=product.design,
        vintage=site.company.end.year,
        parameters=tuple(_parameters(measures, site)),
        exchanges=(made, *exchanges),
    )
    process = SiteProcess(
        inventory,
        tuple(flows.taken),
        tuple(flows.left_out),
        tuple(flows.named),
        member_of(site, product),
        site,
        product,
        measures,
        output,
        share,
    )
    return process, [*findings, *faults, *flows.findings]


def site_offers(site: SiteInventory, library: Library) -> list[Offer]:
    """Return what a workbook offers: each of its products.

    Parameters
    ----------
    site : SiteInventory
        The workbook.
    library : Library
        With the wafer formats.

    Returns
    -------
    list of Offer
        In the order of the workbook.
    """
    company = site.company
    return [
        Offer(
            code=product_code(site, product),
            companies=tuple(name for name in (company.name, company.name_en) if name),
            company_code=company.code,
            sites=(company.site, company.site_code),
            product=product.key,
            stage=site.stage,
            measures=measures_of(product, library),
            output=reference_output(site, product, library)[0],
            start=company.start,
            end=company.end,
            source="workbook",
            origin=replace(product.origin, file=product.origin.file or site.source),
        )
        for product in site.products
    ]


def member_of(site: SiteInventory, product: SiteProduct) -> ChainMember:
    """Return whose product it is."""
    company = site.company
    return ChainMember(
        code=product_code(site, product),
        company=company.name,
        company_code=company.code,
        site=company.site,
        product=product.key,
        name=product.name,
        stage=site.stage,
        source="workbook",
        start=company.start,
        end=company.end,
        models=product.models,
        power_bins=product.power_bins,
        representative=product.representative,
        file=site.source,
        file_hash=site.source_hash,
    )


def _parameters(measures: Measures, site: SiteInventory) -> Iterator[Parameter]:
    quantities = (
        ("efficiency", measures.efficiency, "kilowatt per square meter", 0.5),
        ("piece_area_m2", measures.area, "square meter", 10.0),
    )
    note = text("as {company} states", company=site.company.name)
    source = PurePath(site.source).name or "workbook"
    for name, amount, unit, largest in quantities:
        if amount is not None:
            yield Parameter(name, amount, unit, 0.0, largest, source, note)
