"""``pvfootprint demo``: the main job on the library's own chain."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pvfootprint.commands.printing import bilingual, console, figures, print_findings, say, table
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from pvfootprint.model.footprint import Footprint

PRODUCTS = (
    ("polysilicon:mix:CN@2018", "kg"),
    ("wafer:mono:CN@2018", "piece"),
    ("cell:perc:CN@2018", "piece"),
    ("module:perc:glass-backsheet-framed:CN@2018", "kWp"),
)


@click.command("demo")
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("out"),
    show_default=True,
    help="Folder for the results.",
)
def command(output: Path) -> None:
    """Compute polysilicon, wafer, cell and module; write JSON and a figure."""
    import json

    from pvfootprint.documents.figure import draw, save
    from pvfootprint.documents.writing import whole_file, write_text
    from pvfootprint.engine.computing import footprint
    from pvfootprint.library.caching import open_library

    library, findings = open_library()
    print_findings(findings)
    results = [footprint(product, per=unit, library=library) for product, unit in PRODUCTS]
    written = []
    for result in results:
        path = output / f"{result.product['stage']}.json"
        data = json.dumps(result.to_dict(), ensure_ascii=False, indent=2, allow_nan=False)
        write_text(path, data + "\n")
        written.append(path)
    figure = draw(results)
    for ending in ("svg", "png"):
        path = output / f"footprints.{ending}"
        with whole_file(path) as temporary:
            save(figure, temporary)
        written.append(path)
    _summary(results)
    files = ", ".join(str(path) for path in written)
    click.echo(say(text("written: {files}", files=files)))


def _summary(results: list[Footprint]) -> None:
    out = console()
    lines = table(
        text("product"),
        bilingual(text("partial footprint,\ncradle to gate")),
        bilingual(text("electricity")),
        bilingual(text("proxies")),
        bilingual(text("not split\nby gas")),
    )
    for result in results:
        electricity = sum(stage.groups["electricity"] for stage in result.stages)
        lines.add_row(
            f"{result.product['name']}\n{result.product['stage_zh']}",
            f"{figures(result.total.value)} {result.total.unit}",
            f"{electricity / result.total.value:.0%}",
            f"{result.proxy_share:.0%}",
            f"{result.not_split.share:.0%}",
        )
    out.print(lines)
