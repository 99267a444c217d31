"""``pvfootprint footprint``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pvfootprint.commands.printing import (
    aligned,
    bilingual,
    console,
    figures,
    print_findings,
    print_json,
    say,
    table,
)
from pvfootprint.commands.studies import scenario_option
from pvfootprint.language.texts import Text, joined, text

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from pvfootprint.engine.computing import SystemChange
    from pvfootprint.model.footprint import Footprint
    from pvfootprint.model.inventory import Library


NARROWEST_WITH_SHARE = 90
"""Width below which the table of stages does without the column of shares [characters]."""


@click.command("footprint")
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@click.option(
    "--per",
    type=click.Choice(["kWp", "m2", "piece", "kg"]),
    help="Declared unit; the usual one of the stage by default.",
)
@click.option("--area", type=float, metavar="M2", help="Area of one piece [m2].")
@click.option(
    "--efficiency", type=float, metavar="FRACTION", help="Module efficiency, 0.21 for 21 % [-]."
)
@click.option("--power", type=float, metavar="W", help="Power of one module; needs --area [W].")
@click.option(
    "--electricity",
    multiple=True,
    metavar="[STAGE=]PLACE[:METHOD]",
    help="Whose electricity, such as CN-Jiangsu, CN-Tibet:generation or cell=CN-green-wind; "
    "`library electricity` lists them. Can be given more than once.",
)
@click.option("--electricity-year", type=int, metavar="YEAR", help="Year of the electricity data.")
@click.option(
    "--losses",
    type=click.Choice(["default", "with", "without"]),
    default="default",
    show_default=True,
    help="Network losses; by default without for the official national factor, with for the rest.",
)
@click.option("--strict", is_flag=True, help="A missing year is an error, not a fallback.")
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="STAGE.PARAMETER=VALUE",
    help="Change a parameter, such as wafer.thickness_um=130. Can be given more than once.",
)
@click.option(
    "--fill-gaps",
    type=click.Choice(["library", "fail"]),
    help="Where a supplier gave no data: take the library's dataset (default), or stop.",
)
@click.option("--product", metavar="KEY", help="Key of the product in the first workbook.")
@click.option("--gwp", default="ar6", show_default=True, metavar="SET", help="GWP set: ar6, ar5.")
@scenario_option
@click.option("--json", "as_json", is_flag=True, help="Print the whole result as JSON.")
def command(  # noqa: PLR0913, PLR0917  (one argument per option)
    inputs: tuple[str, ...],
    per: str | None,
    area: float | None,
    efficiency: float | None,
    power: float | None,
    electricity: tuple[str, ...],
    electricity_year: int | None,
    losses: str,
    settings: tuple[str, ...],
    fill_gaps: str | None,
    product: str | None,
    gwp: str,
    scenario: Path | None,
    *,
    strict: bool,
    as_json: bool,
) -> None:
    """Compute the partial carbon footprint of a product, cradle to gate.

    INPUT is a product of the library: STAGE:TECHNOLOGY[:DESIGN]:LOCATION[@VINTAGE], for example
    module:perc:CN@2018 or wafer:mono:CN@2018. Without a vintage the newest is meant. With @SET at
    its end it is one of a set that is installed, such as module:topcon:CN@iea-2026.

    Or INPUT is the workbook of a company, followed by those of its suppliers, or a folder of
    workbooks. The first one leads; of a folder, the one of the latest stage.
    """
    from pvfootprint.commands.inputs import refuse_options
    from pvfootprint.interface.inputs import is_file

    of_library = {
        "--area": area,
        "--efficiency": efficiency,
        "--power": power,
        "--electricity": electricity or None,
        "--losses": None if losses == "default" else losses,
        "--set": settings or None,
        "--strict": strict or None,
    }
    if any(is_file(one) for one in inputs):
        refuse_options(of_library, text("a company's own product: its workbook says it"))
        result = _of_companies(
            inputs,
            per=per,
            gwp=gwp,
            electricity_year=electricity_year,
            fill_gaps=fill_gaps or "library",
            product=product or "",
            scenario=scenario,
        )
    else:
        of_companies = {"--fill-gaps": fill_gaps, "--product": product}
        refuse_options(of_companies, text("a product of the library"))
        result = _of_library(
            inputs,
            settings,
            (area, efficiency, power),
            per=per,
            gwp=gwp,
            electricity=electricity,
            electricity_year=electricity_year,
            losses=losses,
            strict=strict,
            scenario=scenario,
        )
    if as_json:
        print_json(result.to_dict())
    else:
        show(result)


def _of_library(
    inputs: tuple[str, ...],
    settings: tuple[str, ...],
    sizes: tuple[float | None, float | None, float | None],
    scenario: Path | None,
    **options: Any,  # noqa: ANN401  (passed on)
) -> Footprint:
    from pvfootprint.commands.inputs import only_product

    product = only_product(inputs)
    _, efficiency, power = sizes
    if power is not None and efficiency is not None:
        msg = text("--power and --efficiency say the same thing; give one of them")
        raise click.UsageError(say(msg))
    from pvfootprint.chain.adjusting import parse_setting
    from pvfootprint.chain.declaring import ProductData
    from pvfootprint.engine.computing import footprint
    from pvfootprint.library.caching import open_library
    from pvfootprint.model.product import sets_named

    library, findings = open_library(sets=sets_named(inputs))
    print_findings(findings)
    return footprint(
        product,
        settings={f"{s.target}.{s.parameter}": s.value for s in map(parse_setting, settings)},
        data=ProductData(*sizes),
        library=library,
        change=_change(
            scenario, library, year=options["electricity_year"], losses=options["losses"]
        ),
        **options,
    )


def _change(scenario: Path | None, library: Library, **basis: Any) -> SystemChange | None:  # noqa: ANN401
    """Return what makes a scenario of a product system, if one is asked for."""
    if scenario is None:
        return None
    from pvfootprint.analysis.scenarios import Basis, change_by_file

    return lambda system, factors: change_by_file(
        Basis(system, library, **basis), scenario, factors
    )


def _of_companies(
    inputs: tuple[str, ...],
    scenario: Path | None,
    **options: Any,  # noqa: ANN401  (passed on)
) -> Footprint:
    from pvfootprint.engine.chain_footprint import chain_footprint
    from pvfootprint.interface.inputs import open_inputs
    from pvfootprint.library.caching import open_library

    library, findings = open_library()
    given, about_files = open_inputs(inputs, library)
    print_findings([*findings, *about_files])
    year, sites = options["electricity_year"], (given.leader, *given.suppliers)
    result, about_chain = chain_footprint(
        given.leader,
        given.suppliers,
        given.summaries,
        library=library,
        change=_change(scenario, library, year=year, sites=sites),
        **options,
    )
    print_findings(about_chain)
    return result


def show(result: Footprint) -> None:
    """Print a footprint for people."""
    out = console()
    _head(result, out)
    _stages(result, out)
    _gases(result, out)
    if result.suppliers:
        from pvfootprint.commands.suppliers import show_suppliers

        show_suppliers(result, out)
    if result.cut_offs:
        _cut_offs(result, out)
    out.print(bilingual(text("What to know about this number"), " "), style="bold")
    for caution in result.warnings:
        out.print(f"- {caution.message}")
        out.print(f"  {caution.message_zh}", style="dim")
    hashes = ", ".join(f"{name} {digest[:12]}" for name, digest in result.hashes.items())
    made = f"{result.method['title']}; {result.computed_with['solver']}; {hashes}"
    out.print(f"\n{made}", style="dim")


def _head(result: Footprint, out: Console) -> None:
    from pvfootprint.model.terms import DECLARED_UNIT

    declared = result.declared_unit
    flow = declared["reference_flow"]
    scope = result.scope
    out.print(f"{result.product['name']}  {result.product['stage_zh']}", style="bold")
    out.print(f"{figures(result.total.value)} {result.total.unit}", style="bold")
    out.print(
        f"{scope['object_en']}, {scope['boundary_en']}  "
        f"{scope['object_zh']}（{scope['boundary_zh']}）"
    )
    unit = f"{bilingual(DECLARED_UNIT, ' ')}: 1 {declared['unit']}"
    if declared["unit"] in {"kWp", "piece"}:
        unit += f" = {figures(flow['amount'])} {flow['unit']}"
    out.print(say(joined("; ", [unit, *declared["assumptions"]])) + "\n")


def _stages(result: Footprint, out: Console) -> None:
    from pvfootprint.model.terms import GROUPS

    total = result.total.value
    with_share = out.width >= NARROWEST_WITH_SHARE
    total_heading = f"kgCO2e\n{text('total').zh}"
    headings = [total_heading, *([bilingual(text("share"))] if with_share else [])]
    words = {key: term.en.split()[0] for key, term in GROUPS.items()}
    headings += [f"{words[key]}\n{term.zh}" for key, term in GROUPS.items()]
    lines = table(bilingual(text("stage")), *headings)
    for stage in result.stages:
        share = [f"{stage.share:.1%}"] if with_share else []
        values = [aligned(value, total) for value in stage.groups.values()]
        name = f"{stage.name} {stage.name_zh}"
        lines.add_row(name, aligned(stage.value, total), *share, *values)
    lines.add_section()
    sums = [sum(stage.groups[key] for stage in result.stages) for key in GROUPS]
    share = ["100%"] if with_share else []
    name = bilingual(text("total"), " ")
    lines.add_row(name, aligned(total, total), *share, *(aligned(v, total) for v in sums))
    out.print(lines)


def _gases(result: Footprint, out: Console) -> None:
    gases = "; ".join(
        f"{part.gas} {figures(part.value)} ({part.share:.1%})" for part in result.gases
    )
    kinds = "; ".join(
        f"{part.name} {part.name_zh} {figures(part.value)}" for part in result.categories
    )
    out.print(f"{bilingual(text('By gas'), ' ')}: {gases}")
    out.print(f"{bilingual(text('By kind'), ' ')}: {kinds}\n")


def _cut_offs(result: Footprint, out: Console) -> None:
    lines = table(
        bilingual(text("left out"), " "), bilingual(text("amount")), bilingual(text("mass [kg]"))
    )
    for item in result.cut_offs:
        mass = say(text("not stated")) if item.mass is None else figures(item.mass, 3)
        lines.add_row(say(Text(item.name)), f"{figures(item.amount, 3)} {item.unit}", mass)
    out.print(lines)
