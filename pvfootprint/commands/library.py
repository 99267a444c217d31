"""``pvfootprint library``: what the library holds, whether it is sound, and out with it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pvfootprint.commands.library_install import install, show_set
from pvfootprint.commands.library_sets import as_data, installed, remove, show_sets
from pvfootprint.commands.printing import (
    bilingual,
    console,
    figures,
    print_findings,
    print_json,
    say,
    table,
)
from pvfootprint.language.texts import Text, joined, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pvfootprint.model.inventory import Inventory, Library

FORMATS = ("brightway-xlsx", "brightway-project")


@click.group("library")
def command() -> None:
    """Show, check and export the library of inventories, and install sets beside it."""


for one in (install, remove, show_set):
    command.add_command(one)


@command.command("list")
@click.option("--all", "everything", is_flag=True, help="Background datasets too.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.argument("library_set", metavar="[SET]", default="")
def list_(library_set: str, *, everything: bool, as_json: bool) -> None:
    """List the products that a footprint can be asked for, of SET or of the shipped library."""
    from pvfootprint.chain.selecting import name_of, products
    from pvfootprint.model.terms import DECLARED_UNIT, DECLARED_UNITS, STAGES

    library = _library([f"@{library_set}"] if library_set else ())
    found = products(library, library_set)
    others = [i for i in _of_set(library, library_set) if not i.stage and everything]
    sets = installed()
    if as_json:
        print_json(
            {
                "products": [
                    {"product": str(name_of(i)), "per": DECLARED_UNITS[i.stage], **_summary(i)}
                    for i in found
                ],
                "datasets": [_summary(i) for i in others],
                "sets": [as_data(one) for one in sets],
            }
        )
        return
    out = console()
    order = list(STAGES)
    lines = table(
        text("product"),
        bilingual(text("stage"), " "),
        f"per {DECLARED_UNIT.zh}",
        text("dataset"),
        left=4,
    )
    for i in sorted(found, key=lambda i: order.index(i.stage)):
        lines.add_row(
            str(name_of(i)), STAGES[i.stage].zh, ", ".join(DECLARED_UNITS[i.stage]), i.code
        )
    out.print(lines)
    if others:
        headings = [text("dataset"), text("product"), text("location"), text("unit")]
        lines = table(*headings, text("data class"), text("year"), left=6)
        for i in others:
            year = str(i.year or "")
            lines.add_row(i.code, say(Text(i.product)), i.location, i.unit, i.data_class, year)
        out.print(lines)
    if sets:
        show_sets(sets)


@command.command("show")
@click.argument("dataset")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def show(dataset: str, *, as_json: bool) -> None:
    """Show one DATASET: its exchanges, where each number comes from, what it stands for."""
    from pvfootprint.chain.selecting import find_dataset

    library = _library([dataset])
    inventory = find_dataset(library, dataset)
    if as_json:
        print_json(asdict(inventory))
        return
    out = console()
    out.print(f"{inventory.name}  ({inventory.code})", style="bold")
    for fact in _facts(inventory):
        out.print(say(fact))
    if inventory.parameters:
        headings = [text("parameter"), text("value"), text("range"), text("unit"), text("source")]
        lines = table(*headings)
        for p in inventory.parameters:
            span = say(text("{low:g} to {high:g}", low=p.minimum, high=p.maximum))
            lines.add_row(p.name, f"{p.amount:g}", span, p.unit, p.source)
        out.print(lines)
    headings = [text("flow"), text("from"), text("amount"), text("unit"), text("spread")]
    lines = table(*headings, text("source"), left=2)
    for e in inventory.exchanges:
        if e.type != "production":
            spread = f"±{e.scale:.2f}" if e.scale else ""
            origin = e.location or e.categories.split("::")[0]
            lines.add_row(say(Text(e.name)), origin, figures(e.amount, 6), e.unit, spread, e.source)
    out.print(lines)
    keys = {inventory.source, *(e.source for e in inventory.exchanges)} - {""}
    for key in sorted(keys):
        source = library.sources[key]
        out.print(f"{key}: {source.citation}. {source.licence}. {source.link}")


@command.command("electricity")
@click.argument("place", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def electricity(place: str | None, *, as_json: bool) -> None:
    """List the electricity of every place (or of PLACE), by method and year."""
    from pvfootprint.analysis.grids import electricity_values
    from pvfootprint.library.folders import data_root
    from pvfootprint.library.gwp import read_set

    library = _library()
    nodes = [
        i
        for i in library.inventories.values()
        if i.electricity_location
        and (place is None or place.lower() in i.electricity_location.lower())
    ]
    nodes.sort(
        key=lambda i: (i.electricity_location, i.electricity_method, i.electricity_year or 0)
    )
    values = electricity_values(library, read_set(data_root(), "ar6", library))
    if as_json:
        print_json(
            [
                {
                    "place": i.electricity_location,
                    "method": i.electricity_method,
                    "losses": i.electricity_losses,
                    "default": i.electricity_default,
                    "kgCO2e_per_kWh": values[i.code],
                    **_summary(i),
                }
                for i in nodes
            ]
        )
        return
    headings = [text("place"), text("method"), text("year"), text("losses"), text("default")]
    lines = table(*headings, text("data class"), "kgCO2e/kWh", left=6)
    for i in nodes:
        default = say(text("yes")) if i.electricity_default else ""
        year = str(i.electricity_year)
        method, losses = say(Text(i.electricity_method)), say(Text(i.electricity_losses))
        value = f"{values[i.code]:.4f}"
        place_ = i.electricity_location
        lines.add_row(place_, method, year, losses, default, say(Text(i.data_class)), value)
    console().print(lines)


@command.command("check")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def check(*, as_json: bool) -> None:
    """Check links, units, sources, formulas, factors, silicon balances and plausibility.

    Ends with 1 if anything is wrong; every finding names file, line and column.
    """
    from pvfootprint.analysis.sanity import check_plausible, footprints
    from pvfootprint.library.checks import silicon_balance
    from pvfootprint.library.compiling import compile_library
    from pvfootprint.library.folders import data_root
    from pvfootprint.library.gwp import available_sets, read_set
    from pvfootprint.model.findings import LibraryError

    root = data_root()
    library = compile_library(root)
    sets = [read_set(root, key, library) for key in available_sets(root)]
    findings = check_plausible(library, footprints(library, sets[0]))
    if findings:
        raise LibraryError(findings)
    balances = {
        i.code: silicon_balance(i, [b for b in library.balances if b.dataset == i.code])
        for i in library.inventories.values()
        if i.stage
    }
    exchanges = sum(len(i.exchanges) for i in library.inventories.values())
    if as_json:
        print_json(
            {
                "datasets": len(library.inventories),
                "exchanges": exchanges,
                "elementary_flows": len(library.flows),
                "sources": len(library.sources),
                "gwp_sets": {s.key: len(s.factors) for s in sets},
                "silicon_balance": balances,
                "findings": [],
                "hash": library.content_hash,
            }
        )
        return
    out = console()
    lines = table(
        text("silicon per unit of product [kg]"),
        text("in"),
        text("returned"),
        text("out"),
        text("kerf"),
        text("scrap"),
        text("gap"),
    )
    for code, terms in balances.items():
        gap = terms["in"] + terms["returned"] - terms["out"] - terms["kerf"] - terms["scrap"]
        values = [f"{terms[name]:.4f}" for name in ("in", "returned", "out", "kerf", "scrap")]
        lines.add_row(code, *values, f"{gap / terms['in']:+.3%}")
    out.print(lines)
    factors = ", ".join(f"{s.key} {len(s.factors)}" for s in sets)
    verdict = text(
        "{datasets} datasets, {exchanges} exchanges, all linked, units agree; "
        "{flows} elementary flows; {sources} sources, all resolved; "
        "characterization factors: {factors}\n"
        "library {hash}",
        datasets=len(library.inventories),
        exchanges=exchanges,
        flows=len(library.flows),
        sources=len(library.sources),
        factors=factors,
        hash=library.content_hash,
    )
    out.print(say(verdict))


@command.command("coverage")
@click.argument("product", metavar="INPUT")
@click.option("--gwp", default="ar6", show_default=True, metavar="SET", help="GWP set.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def coverage(product: str, gwp: str, *, as_json: bool) -> None:
    """Say what the footprint of a product rests on, and which data points are weakest."""
    from pvfootprint.analysis.coverage import coverage as cover
    from pvfootprint.chain.selecting import select
    from pvfootprint.engine.computing import build_system
    from pvfootprint.library.folders import data_root
    from pvfootprint.library.gwp import read_set

    library = _library([product])
    system = build_system(library, select(library, product))
    result = cover(system, read_set(data_root(), gwp, library))
    if as_json:
        print_json(result.to_dict())
        return
    out = console()
    heading = text("{product}: what its footprint rests on", product=result.product)
    out.print(say(heading), style="bold")
    splits = {
        text("source"): result.by_class,
        text("age of the data"): result.by_age,
        text("place of the data"): result.by_place,
        text("GWP set"): result.by_gwp_set,
    }
    for heading, parts in splits.items():
        lines = table(heading, text("share"))
        for name, value in parts.items():
            lines.add_row(say(name), f"{value:.1%}")
        out.print(lines)
    lines = table(text("weakest data points"), text("why"), text("share"), left=2)
    for point in result.weakest:
        lines.add_row(point.code, say(joined("; ", point.reasons)), f"{point.share:.1%}")
    out.print(lines)


@command.command("export")
@click.option("--format", "kind", type=click.Choice(FORMATS), required=True)
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
def export(kind: str, out: Path) -> None:
    """Write the library to OUT for Brightway and Activity Browser.

    brightway-xlsx: one workbook for bw2io.ExcelImporter. brightway-project: a project archive
    (.tar.gz) with the GWP methods, for bw2io.restore_project_directory.
    """
    from pvfootprint.documents.writing import whole_file
    from pvfootprint.exchange.brightway import write_project, write_workbook
    from pvfootprint.library.folders import data_root
    from pvfootprint.library.gwp import available_sets, read_set

    library = _library()
    with whole_file(out) as temporary:
        if kind == "brightway-xlsx":
            write_workbook(library, temporary)
        else:
            root = data_root()
            sets = [read_set(root, key, library) for key in available_sets(root)]
            write_project(library, sets, temporary)
    written = text(
        "{file}: {datasets} datasets, {flows} elementary flows",
        file=out,
        datasets=len(library.inventories),
        flows=len(library.flows),
    )
    click.echo(say(written))


def _facts(inventory: Inventory) -> list[Text]:
    unit, product = inventory.unit, Text(inventory.product)
    data_class, file = Text(inventory.data_class), f"{inventory.file}:{inventory.line}"
    year = inventory.year or text("year not stated")
    facts = [
        text("product: 1 {unit} of {product}", unit=unit, product=product),
        text("location: {place}", place=inventory.location),
        text("data: {data_class}, {year}", data_class=data_class, year=year),
        text("file: {file}", file=file),
        text("comment: {comment}", comment=inventory.comment),
    ]
    if inventory.proxy_for:
        facts.insert(3, text("stands for: {what}", what=Text(inventory.proxy_for)))
    return facts


def _of_set(library: Library, library_set: str) -> list[Inventory]:
    return [i for i in library.inventories.values() if i.library_set == library_set]


def _library(named: Iterable[str] = ()) -> Library:
    """Open the library, with the sets that products or datasets are named of."""
    from pvfootprint.library.caching import open_library
    from pvfootprint.model.product import sets_named

    library, findings = open_library(sets=sets_named(named))
    print_findings(findings)
    return library


def _summary(inventory: Inventory) -> dict[str, object]:
    return {
        "dataset": inventory.code,
        "name": inventory.name,
        "reference_product": inventory.product,
        "location": inventory.location,
        "unit": inventory.unit,
        "data_class": inventory.data_class,
        "year": inventory.year,
    }
