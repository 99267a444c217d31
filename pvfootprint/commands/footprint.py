"""``pvfootprint footprint``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pvfootprint.commands.printing import (
    aligned,
    console,
    figures,
    print_findings,
    print_json,
    table,
)

if TYPE_CHECKING:
    from rich.console import Console

    from pvfootprint.model.footprint import Footprint


NARROWEST_WITH_SHARE = 90
"""Width below which the table of stages does without the column of shares [characters]."""


@click.command("footprint")
@click.argument("product", metavar="INPUT")
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
@click.option("--gwp", default="ar6", show_default=True, metavar="SET", help="GWP set: ar6, ar5.")
@click.option("--json", "as_json", is_flag=True, help="Print the whole result as JSON.")
def command(  # noqa: PLR0913, PLR0917  (one argument per option)
    product: str,
    per: str | None,
    area: float | None,
    efficiency: float | None,
    power: float | None,
    electricity: tuple[str, ...],
    electricity_year: int | None,
    losses: str,
    settings: tuple[str, ...],
    gwp: str,
    *,
    strict: bool,
    as_json: bool,
) -> None:
    """Compute the partial carbon footprint of a product, cradle to gate.

    INPUT is a product of the library: STAGE:TECHNOLOGY[:DESIGN]:LOCATION[@VINTAGE], for example
    module:perc:CN@2018 or wafer:mono:CN@2018. Without a vintage the newest is meant.
    """
    if power is not None and efficiency is not None:
        msg = "--power and --efficiency say the same thing; give one of them"
        raise click.UsageError(msg)
    from pvfootprint.chain.adjusting import parse_setting
    from pvfootprint.chain.declaring import ProductData
    from pvfootprint.engine.computing import footprint
    from pvfootprint.library.caching import open_library

    library, findings = open_library()
    print_findings(findings)
    result = footprint(
        product,
        per=per,
        gwp=gwp,
        electricity=electricity,
        electricity_year=electricity_year,
        losses=losses,
        strict=strict,
        settings={f"{s.target}.{s.parameter}": s.value for s in map(parse_setting, settings)},
        data=ProductData(area, efficiency, power),
        library=library,
    )
    if as_json:
        print_json(result.to_dict())
    else:
        show(result)


def show(result: Footprint) -> None:
    """Print a footprint for people."""
    out = console()
    _head(result, out)
    _stages(result, out)
    _gases(result, out)
    if result.cut_offs:
        _cut_offs(result, out)
    out.print("What to know about this number 说明", style="bold")
    for caution in result.warnings:
        out.print(f"- {caution.message}")
        out.print(f"  {caution.message_zh}", style="dim")
    hashes = ", ".join(f"{name} {digest[:12]}" for name, digest in result.hashes.items())
    made = f"{result.method['title']}; {result.computed_with['solver']}; {hashes}"
    out.print(f"\n{made}", style="dim")


def _head(result: Footprint, out: Console) -> None:
    declared = result.declared_unit
    flow = declared["reference_flow"]
    scope = result.scope
    out.print(f"{result.product['name']}  {result.product['stage_zh']}", style="bold")
    out.print(f"{figures(result.total.value)} {result.total.unit}", style="bold")
    out.print(
        f"{scope['object_en']}, {scope['boundary_en']}  "
        f"{scope['object_zh']}（{scope['boundary_zh']}）"
    )
    text = f"declared unit 声明单位: 1 {declared['unit']}"
    if declared["unit"] in {"kWp", "piece"}:
        text += f" = {figures(flow['amount'])} {flow['unit']}"
    out.print("; ".join([text, *declared["assumptions"]]) + "\n")


def _stages(result: Footprint, out: Console) -> None:
    from pvfootprint.model.terms import GROUPS

    total = result.total.value
    with_share = out.width >= NARROWEST_WITH_SHARE
    headings = ["kgCO2e\n合计", *(["share\n占比"] if with_share else [])]
    words = {key: term.en.split()[0] for key, term in GROUPS.items()}
    headings += [f"{words[key]}\n{term.zh}" for key, term in GROUPS.items()]
    lines = table("stage\n阶段", *headings)
    for stage in result.stages:
        share = [f"{stage.share:.1%}"] if with_share else []
        values = [aligned(value, total) for value in stage.groups.values()]
        name = f"{stage.name} {stage.name_zh}"
        lines.add_row(name, aligned(stage.value, total), *share, *values)
    lines.add_section()
    sums = [sum(stage.groups[key] for stage in result.stages) for key in GROUPS]
    share = ["100%"] if with_share else []
    lines.add_row("total 合计", aligned(total, total), *share, *(aligned(v, total) for v in sums))
    out.print(lines)


def _gases(result: Footprint, out: Console) -> None:
    gases = "; ".join(
        f"{part.gas} {figures(part.value)} ({part.share:.1%})" for part in result.gases
    )
    kinds = "; ".join(
        f"{part.name} {part.name_zh} {figures(part.value)}" for part in result.categories
    )
    out.print(f"By gas 按气体: {gases}")
    out.print(f"By kind 按类别: {kinds}\n")


def _cut_offs(result: Footprint, out: Console) -> None:
    lines = table("left out 舍去", "amount\n数量", "mass [kg]\n质量")
    for item in result.cut_offs:
        mass = "not stated" if item.mass is None else figures(item.mass, 3)
        lines.add_row(item.name, f"{figures(item.amount, 3)} {item.unit}", mass)
    out.print(lines)
