"""``pvfootprint workbook diff``: what a supplier's new year says differently."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pvfootprint.commands.printing import bilingual, console, print_findings, print_json, say, table
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from pvfootprint.model.findings import Finding
    from pvfootprint.model.site import SiteInventory
    from pvfootprint.workbook.comparing import Difference

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("diff")
@click.argument("old", metavar="A.xlsx", type=FILE)
@click.argument("new", metavar="B.xlsx", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(old: Path, new: Path, *, as_json: bool) -> None:
    """Say what workbook B says differently from A: rows, products, suppliers, electricity.

    Amounts are compared as they are and per unit of output, because outputs differ. The end is 0
    if both can be read, 1 if one of them is wrong.
    """
    from pvfootprint.library.caching import open_library
    from pvfootprint.workbook.comparing import compare
    from pvfootprint.workbook.reading import read_workbook

    library, warnings = open_library()
    sites, findings = [], list(warnings)
    for path in (old, new):
        site, found = read_workbook(path, library)
        sites.append(site)
        findings += [one for one in found if one.severity == "error"]
    before, after = sites
    if before and after and before.stage != after.stage:
        findings.append(_other_stage(before, after, new))
    elif before and after:
        differences = compare(before, after, library)
        print_findings(findings)
        if as_json:
            print_json({"differences": [_json(one) for one in differences]})
        else:
            _print(differences)
        return
    if as_json:
        print_json({"findings": [finding.to_dict() for finding in findings]})
    else:
        print_findings(findings)
    click.get_current_context().exit(1)


def _other_stage(before: SiteInventory, after: SiteInventory, path: Path) -> Finding:
    from pvfootprint.model.findings import Finding

    return Finding(
        "EXP-003",
        text("the workbooks are for different stages"),
        file=str(path),
        found=after.stage,
        expected=before.stage,
    )


def _json(one: Difference) -> dict[str, object]:
    return {
        "sheet": one.sheet,
        "what": str(one.what),
        "product": one.product,
        "kind": one.kind,
        "old": one.old,
        "new": one.new,
        "unit": one.unit,
        "relative": one.relative,
        "old_per_unit": one.old_per_unit,
        "new_per_unit": one.new_per_unit,
        "relative_per_unit": one.relative_per_unit,
    }


def _print(differences: list[Difference]) -> None:
    from pvfootprint.workbook.comparing import KINDS
    from pvfootprint.workbook.sheets import sheet

    if not differences:
        click.echo(say(text("no difference")))
        return
    headings = (
        text("sheet"),
        text("what"),
        text("product"),
        text("difference"),
        text("old"),
        text("new"),
        text("unit"),
        text("change"),
        text("change per unit of output"),
    )
    lines = table(*(bilingual(heading) for heading in headings), left=4)
    for one in differences:
        lines.add_row(
            say(sheet(one.sheet).title),
            say(one.what),
            one.product,
            say(KINDS[one.kind]),
            _shown(one.old),
            _shown(one.new),
            one.unit,
            _percent(one.relative),
            _percent(one.relative_per_unit),
        )
    console().print(lines)


def _shown(value: float | str | None) -> str:
    from pvfootprint.workbook.reader.numbers import plain

    if value is None:
        return "–"
    return value if isinstance(value, str) else plain(value)


def _percent(change: float | None) -> str:
    return "" if change is None else f"{change:+.1%}"
