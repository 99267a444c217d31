"""``pvfootprint cert plan-audit``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pvfootprint.commands.certification.days import day_option
from pvfootprint.commands.certification.options import (
    act_options,
    said_options,
    tell,
    write_papers,
)
from pvfootprint.commands.printing import say
from pvfootprint.commands.registry_options import open_actor, open_registry
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    import datetime

    from pvfootprint.certification.acts import AgendaItem
    from pvfootprint.registry.registry import Registry


@click.command("plan-audit")
@click.argument("number")
@day_option("--start", "First day of the audit", required=True)
@day_option("--end", "Last day of the audit", required=True)
@click.option("--leader", required=True, metavar="PERSON", help="Who leads the team.")
@click.option(
    "--member", "members", multiple=True, metavar="PERSON", help="Another auditor; repeatable."
)
@click.option(
    "--man-days",
    type=float,
    metavar="DAYS",
    help="Days of work on the site, over all of the team; by default those of the scheme's guide.",
)
@said_options("reason", "Why fewer days of work than the guide asks for are enough", required=False)
@click.option(
    "--agenda",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.csv",
    help="Agenda of your own; by default one is made from the chapters of the checklist.",
)
@click.option(
    "--draft-agenda",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.csv",
    help="Only write the agenda that would be made, to be changed and given with --agenda.",
)
@act_options()
def command(
    number: str,
    registry: str,
    key: Path,
    passphrase_fd: int | None,
    output: Path | None,
    *,
    as_json: bool,
    draft_agenda: Path | None,
    agenda: Path | None,
    **given: Any,  # noqa: ANN401
) -> None:
    """Plan the on-site audit of the application NUMBER: dates, team, agenda, days of work.

    Who audits may neither have a tie to the client nor do what the scheme keeps apart. An audit
    can be planned again until it is entered; a further audit is planned in the same way.
    """
    from pvfootprint.certification.audit.planning import AskedAudit, plan_audit

    opened = open_registry(registry)
    start, end = given["start"], given["end"]
    if draft_agenda:
        _draft(opened, number, (start, end), draft_agenda)
        return
    asked = AskedAudit(**given, agenda=_agenda(agenda))
    acted = plan_audit(opened, open_actor(opened, key, passphrase_fd), number, asked)
    written = write_papers(acted.papers, output, number)
    done = text("audit of {number} planned: {start} to {end}", number=number, start=start, end=end)
    tell(done, acted.case, papers=written, as_json=as_json)


def _agenda(file: Path | None) -> tuple[AgendaItem, ...]:
    from pvfootprint.certification.audit.agendas import read_agenda
    from pvfootprint.submission.archives import read_bytes

    return read_agenda(read_bytes(file), file.name) if file else ()


def _draft(
    registry: Registry, number: str, days: tuple[datetime.date, datetime.date], file: Path
) -> None:
    from pvfootprint.certification.audit.agendas import agenda_of, written_agenda
    from pvfootprint.certification.opening import open_case
    from pvfootprint.documents.writing import whole_file

    with registry.reading() as snapshot:
        scheme = open_case(snapshot, number).scheme
    if days[1] < days[0]:
        raise click.UsageError(say(text("the audit ends before it begins")))
    with whole_file(file) as temporary:
        temporary.write_bytes(written_agenda(agenda_of(scheme, *days)))
    click.echo(say(text("agenda written, nothing planned yet: {file}", file=file.name)))
