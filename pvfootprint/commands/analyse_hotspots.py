"""``pvfootprint analyse hotspots``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pvfootprint.commands.printing import (
    aligned,
    bilingual,
    console,
    figures,
    language_option,
    print_json,
    say,
    table,
)
from pvfootprint.commands.studies import open_subject, study_options
from pvfootprint.language.texts import Text, text
from pvfootprint.model.terms import UNITS

if TYPE_CHECKING:
    from rich.console import Console

    from pvfootprint.documents.hotspots.lines import TreeLine
    from pvfootprint.model.hotspots import CrossTable, Hotspots, Split

WIDEST_CROSS = 7
"""Columns of a table of two splits that fit on a screen; the files hold all."""


@click.command("hotspots")
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@study_options
@click.option(
    "--cutoff",
    type=float,
    default=0.01,
    show_default=True,
    metavar="SHARE",
    help="Share of the footprint below which parts are taken together.",
)
@click.option(
    "--depth", type=int, metavar="N", help="How far upstream the tree is opened; all of it."
)
@click.option(
    "--top", type=int, default=5, show_default=True, metavar="N", help="How many hot spots."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for hotspots.html, hotspots.svg and hotspots.xlsx.",
)
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@language_option("the messages; the files are in both")
def command(
    inputs: tuple[str, ...],
    rules_key: str,
    output: Path | None,
    cutoff: float,
    depth: int | None,
    top: int,
    *,
    as_json: bool,
    **options: Any,  # noqa: ANN401  (those of a study)
) -> None:
    """Show where a footprint comes from: by stage, supplier, process, flow and gas, and as a tree.

    INPUT is what `pvfootprint footprint` takes: the workbook of a product's maker with those of its
    suppliers, a folder of them, a submission, or a product of the library. Every table sums to the
    footprint; what is below the cut-off stands as one row.
    """
    from pvfootprint.analysis.hotspots.finding import find_hotspots

    subject = open_subject(inputs, rules_key, **options)
    found = find_hotspots(subject, cutoff=cutoff, depth=depth, top=top)
    written: tuple[Path, ...] = ()
    if output:
        from pvfootprint.documents.hotspots.writing import write_hotspots
        from pvfootprint.engine.computing import compute

        written = write_hotspots(found, compute(subject.system, subject.factors), output)
    if as_json:
        print_json(found.to_dict())
        return
    _show(found)
    if written:
        files = ", ".join(str(path) for path in written)
        click.echo(say(text("written: {files}", files=files)))


def _show(found: Hotspots) -> None:
    out = console()
    out.print(found.product, style="bold")
    out.print(f"{figures(found.total)} {found.unit}", style="bold")
    out.print(found.message.en)
    out.print(found.message.zh)
    for i, spot in enumerate(found.spots, 1):
        out.print(f"\n{i}. {spot.says.en}")
        out.print(f"   {spot.says.zh}", style="dim")
    out.print()
    for split in found.splits:
        _split(found, split, out)
    for cross in found.crosses:
        _cross(found, cross, out)
    _tree(found, out)


def _split(found: Hotspots, split: Split, out: Console) -> None:
    from pvfootprint.model.hotspots import REST

    numbers = ["kgCO2e", bilingual(text("share"))]
    if split.key == "process":
        numbers.append(bilingual(text("with all before it")))
    elif split.key != "gas":
        numbers += [bilingual(text("of it primary")), bilingual(text("of it proxies"))]
    title = bilingual(split.title, " ")
    lines = table(bilingual(text("what")), "", *numbers, title=title, left=2)
    for row in split.rows:
        cells = [aligned(row.value, found.total), f"{row.share:.1%}"]
        if split.key == "process":
            cells.append("" if row.upstream is None else aligned(row.upstream, found.total))
        elif split.key != "gas":
            cells += [f"{row.primary_share or 0:.1%}", f"{row.proxy_share or 0:.1%}"]
        style = "dim" if row.key == REST else None
        detail = row.detail.said("both") if row.detail else ""
        lines.add_row(row.name.said("both"), detail, *cells, style=style)
    lines.add_section()
    total = [aligned(found.total, found.total), "100.0%"]
    if split.key not in {"process", "gas"}:
        total += [f"{found.primary_share:.1%}", f"{found.proxy_share:.1%}"]
    lines.add_row(bilingual(text("total"), " "), "", *total)
    out.print(lines)


def _cross(found: Hotspots, cross: CrossTable, out: Console) -> None:
    """Print a table of two splits; columns that do not fit are added up in the last."""
    shown = cross.columns
    values = cross.values
    if len(shown) > WIDEST_CROSS:
        cut = WIDEST_CROSS - 1
        shown = shown[:cut]
        values = tuple((*line[:cut], sum(line[cut:])) for line in values)
    headings = [bilingual(column.name) for column in shown]
    headings += [bilingual(text("others"))] if len(values[0]) > len(shown) else []
    title = bilingual(cross.title, " ")
    first = bilingual(text("stage"))
    lines = table(first, "", *headings, bilingual(text("total")), title=title, left=2)
    for row, line in zip(cross.rows, values, strict=True):
        cells = [aligned(value, found.total) for value in (*line, row.value)]
        detail = row.detail.said("both") if row.detail else ""
        lines.add_row(row.name.said("both"), detail, *cells)
    out.print(lines)


def _tree(found: Hotspots, out: Console) -> None:
    from rich.text import Text as Styled
    from rich.tree import Tree

    from pvfootprint.documents.hotspots.lines import tree_lines

    lines = tree_lines(found.tree)
    grown: list[Tree] = []
    for line in lines:
        said = Styled(_leaf(line))
        if line.first.kind in {"rest", "loop"}:
            said.stylize("dim")
        if line.parent is None:
            grown.append(Tree(said, guide_style="dim"))
        else:
            grown.append(grown[line.parent].add(said))
    title = bilingual(text("Tree: from the product upstream"), " ")
    out.print(title, style="bold")
    out.print(grown[0])


def _leaf(line: TreeLine) -> str:
    first = line.first
    said = f"{first.share:6.1%}  {figures(first.value):>6}  {say(line.name)}"
    if first.amount is not None and first.depth:
        said += f"  [{figures(first.amount)} {UNITS.get(first.unit, first.unit)}]"
    if first.amplification != 1.0:
        times = text("loop: {times:.4g} times", times=first.amplification)
        said += f"  ({say(times)})"
    if line.last.data_class:
        said += f"  {say(Text(line.last.data_class))}"
    return said
