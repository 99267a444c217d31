"""``pvfootprint workbook new``: a blank workbook for a supplier."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import click

from pvfootprint.commands.printing import print_findings, say
from pvfootprint.language.texts import text

STAGES = ("polysilicon", "ingot", "wafer", "cell", "module")
PERIOD = re.compile(r"(\d{4})-(\d{2})\.\.(\d{4})-(\d{2})|(\d{4})", re.ASCII)

Period = tuple[datetime.date, datetime.date]


def parse_period(_: click.Context, __: click.Parameter, value: str | None) -> Period | None:
    """Return the first and the last day of a year, or of the months from one to another."""
    if value is None:
        return None
    found = PERIOD.fullmatch(value)
    if found is None:
        message = "write a year, 2025, or months, 2025-04..2026-03"
        raise click.BadParameter(message)
    *months, year = found.groups()
    numbers = [int(n) for n in months] if year is None else [int(year), 1, int(year), 12]
    try:
        start = datetime.date(numbers[0], numbers[1], 1)
        last = datetime.date(numbers[2], numbers[3], 1)
    except ValueError as error:
        message = f"{value}: there is no such month"
        raise click.BadParameter(message) from error
    if last < start:
        message = f"{value} ends before it begins"
        raise click.BadParameter(message)
    return start, _month_end(last)


def _month_end(day: datetime.date) -> datetime.date:
    following = (day.replace(day=1) + datetime.timedelta(days=31)).replace(day=1)
    return following - datetime.timedelta(days=1)


def last_year() -> Period:
    """Return the last calendar year, which suppliers are normally asked about."""
    year = datetime.date.today().year - 1
    return datetime.date(year, 1, 1), datetime.date(year, 12, 31)


@click.command("new")
@click.option("--stage", type=click.Choice(STAGES), required=True, help="What the supplier makes.")
@click.option(
    "--language",
    type=click.Choice(["zh", "en", "both"]),
    default="both",
    show_default=True,
    help="Language of the workbook.",
)
@click.option(
    "--period",
    callback=parse_period,
    metavar="2025|2025-04..2026-03",
    help="Year or months of the data; by default the last calendar year.",
)
@click.option(
    "-o",
    "out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    metavar="FILE.xlsx",
    help="Where to.",
)
def command(stage: str, language: str, period: Period | None, out: Path) -> None:
    """Write a blank workbook for a supplier, with the flows that its stage is expected to have."""
    from pvfootprint.library.caching import open_library
    from pvfootprint.workbook.writing import write_workbook

    if out.suffix.lower() != ".xlsx":
        message = f"{out}: its ending must be .xlsx"
        raise click.BadParameter(message, param_hint="-o")
    library, findings = open_library()
    print_findings(findings)
    start, end = period or last_year()
    write_workbook(out, library, stage, language, period=(start, end))
    written = text(
        "{file}: blank workbook, data of {start} to {end}; when it is filled in: "
        "pvfootprint workbook check {file}",
        file=out,
        start=start.isoformat(),
        end=end.isoformat(),
    )
    click.echo(say(written))
