"""``pvfootprint workbook import-meters``: readings of an energy platform into a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pvfootprint.commands.printing import (
    console,
    print_findings,
    print_json,
    say,
    table,
)
from pvfootprint.language.texts import text
from pvfootprint.model.findings import has_errors

if TYPE_CHECKING:
    from pvfootprint.workbook.meters.importing import ImportedMonth, MeterImport

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("import-meters")
@click.argument("readings", metavar="READINGS.csv", type=FILE)
@click.option("--into", "workbook", metavar="FILE.xlsx", type=FILE, required=True)
@click.option("-o", "--output", "out", metavar="OUT.xlsx", type=FILE, help="Default: FILE itself.")
@click.option("--product", default="site", show_default=True, metavar="KEY", help="For which.")
@click.option("--zone", metavar="ZONE", help="Time zone of the site, by default China's: +08:00.")
@click.option("--kind", default="", metavar="KIND", help="Kind of energy, if no column says it.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    readings: Path,
    workbook: Path,
    out: Path | None,
    product: str,
    zone: str | None,
    kind: str,
    *,
    as_json: bool,
) -> None:
    """Sum READINGS by meter and month into the energy sheet of a workbook.

    Columns: meter, start and end (or time), consumption or reading, unit, kind; also multiplier
    and reset. Headings may be English or Chinese. Months of which something is asked are left out;
    if anything is wrong, nothing is written and the end is 1.
    """
    from pvfootprint.library.caching import open_library
    from pvfootprint.workbook.meters.importing import import_meters
    from pvfootprint.workbook.meters.times import parse_zone

    library, warnings = open_library()
    found = import_meters(
        readings,
        workbook,
        out or workbook,
        library,
        product=product,
        zone=parse_zone(zone) if zone else None,
        kind=kind,
    )
    findings = [*warnings, *found.findings]
    wrong = has_errors(findings)
    if as_json:
        print_json(
            {
                "written": None if wrong else str(out or workbook),
                "months": [_json(one) for one in found.months],
                "findings": [finding.to_dict() for finding in findings],
            }
        )
    else:
        print_findings(findings)
        if not wrong:
            _print(found, out or workbook)
    if wrong:
        click.get_current_context().exit(1)


def _json(one: ImportedMonth) -> dict[str, object]:
    month = one.month
    return {
        "meter": month.meter.name,
        "kind": month.meter.kind,
        "month": month.month,
        "amount": month.amount,
        "unit": month.meter.unit,
        "row": one.row,
        "not_written": str(one.why),
        "first_row": month.first,
        "last_row": month.last,
        "intervals": month.count,
        "divided": month.split,
        "gaps": month.gaps,
        "missing_hours": month.missing,
    }


def _print(found: MeterImport, out: Path) -> None:
    headings = [text("meter"), text("month"), text("rows of the file"), text("written")]
    lines = table(*headings, text("result"), text("unit"), left=4)
    for one in found.months:
        month = one.month
        written = text("row {row}", row=one.row) if one.row else one.why
        amount = "" if month.amount is None else f"{month.amount:,.3f}"
        rows = f"{month.first}-{month.last}"
        lines.add_row(month.meter.name, month.month, rows, say(written), amount, month.meter.unit)
    console().print(lines)
    count = sum(one.row is not None for one in found.months)
    click.echo(say(text("{count} months written to {file}", count=count, file=out)))
