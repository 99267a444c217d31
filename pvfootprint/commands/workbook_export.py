"""``pvfootprint workbook export``: anything as a supplier's workbook, or for Brightway."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pvfootprint.commands.printing import language_option, print_findings, say
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from pvfootprint.model.inventory import Library
    from pvfootprint.model.site import SiteInventory
    from pvfootprint.model.system import ProductSystem

WORKBOOK, BRIGHTWAY = "workbook", "brightway"


@click.command("export")
@click.argument("given", metavar="INPUT...", nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    "out",
    metavar="FILE.xlsx",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
)
@click.option(
    "--format",
    "kind",
    type=click.Choice([WORKBOOK, BRIGHTWAY]),
    default=WORKBOOK,
    show_default=True,
    help="A supplier's workbook, or one for bw2io.ExcelImporter.",
)
@click.option("--product", default="", metavar="KEY", help="Product of the first workbook.")
@language_option("the workbook")
def command(given: tuple[str, ...], out: Path, kind: str, product: str) -> None:
    """Write INPUT as a workbook.

    INPUT is a product of the library, such as wafer:mono-n:CN@2024, or a company's workbook. As a
    supplier's workbook it can be filled in, checked and read again without loss. For Brightway it
    comes with all processes behind it; workbooks of suppliers may then follow the first.
    """
    from pvfootprint.interface.inputs import is_file
    from pvfootprint.library.caching import open_library

    if len(given) > 1 and (kind == WORKBOOK or not all(map(is_file, given))):
        raise click.UsageError(say(text("one INPUT at a time")))
    library, findings = open_library()
    print_findings(findings)
    if kind == WORKBOOK:
        if product:
            msg = text("{options} cannot be used for {what}", options="--product", what=WORKBOOK)
            raise click.UsageError(say(msg))
        _write_workbook(_inventory(given[0], library), out, library)
    else:
        from pvfootprint.documents.writing import whole_file
        from pvfootprint.exchange.brightway import write_workbook

        system = _system(given, library, product)
        with whole_file(out) as temporary:
            write_workbook(library, temporary, system)
    click.echo(say(text("{file} written", file=out)))


def _write_workbook(inventory: SiteInventory, out: Path, library: Library) -> None:
    from pvfootprint.commands.printing import language
    from pvfootprint.workbook.writing import write_workbook

    write_workbook(out, library, inventory.stage, language(), inventory)


def _inventory(given: str, library: Library) -> SiteInventory:
    """Return a workbook as it is, or a product of the library as a workbook."""
    from pvfootprint.interface.inputs import is_file, open_inputs

    if is_file(given):
        found, findings = open_inputs([given], library)
        print_findings(findings)
        return found.leader
    from pvfootprint.chain.selecting import select
    from pvfootprint.workbook.exporting import site_inventory_of

    return site_inventory_of(select(library, given).product, library)


def _system(given: tuple[str, ...], library: Library, product: str) -> ProductSystem:
    """Return the processes behind a product of companies or of the library."""
    from pvfootprint.interface.inputs import is_file, open_inputs

    if is_file(given[0]):
        from pvfootprint.engine.chain_footprint import chain_system

        found, findings = open_inputs(given, library)
        system, about_chain = chain_system(
            library, found.leader, found.suppliers, found.summaries, product=product
        )
        print_findings([*findings, *about_chain])
        return system
    from pvfootprint.chain.selecting import select
    from pvfootprint.engine.computing import build_system

    return build_system(library, select(library, given[0]))
