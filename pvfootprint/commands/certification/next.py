"""``pvfootprint cert next``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pvfootprint.commands.certification.days import day_option
from pvfootprint.commands.printing import console, language_option, print_json, say, table
from pvfootprint.commands.registry_options import open_registry, registry_option
from pvfootprint.language.texts import Text, joined, text
from pvfootprint.model.certification import SCHEME_ROLES

if TYPE_CHECKING:
    import datetime

    from pvfootprint.certification.overview.gathering import Overview
    from pvfootprint.certification.overview.tasks import Task

LEVELS = {
    "overdue": text("overdue"),
    "due": text("to be done now"),
    "soon": text("with a last day to come"),
    "waiting": text("waiting"),
}


@click.command("next")
@day_option("--on", "What there will be to do on this day, as things stand")
@click.option(
    "--role", type=click.Choice(SCHEME_ROLES), default=None, help="Only what this role may do."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@registry_option()
@language_option("messages and headings")
def command(registry: str, on: datetime.date | None, role: str | None, *, as_json: bool) -> None:
    """Say what is to be done, until when, and who can do it.

    The most urgent comes first. People who are barred, because they did another act of the same
    application or have a tie to the client, are left out.
    """
    from pvfootprint.certification.overview.gathering import overview
    from pvfootprint.certification.overview.waiting import tasks

    opened = open_registry(registry)
    day = on or opened.now().date()
    with opened.reading() as snapshot:
        seen = overview(snapshot, day)
    found = tasks(seen, role or "")
    if as_json:
        entries = [_as_json(task) for task in found]
        print_json(
            {"format": "pvfootprint certification next 1", "day": str(day), "tasks": entries}
        )
    else:
        _show(found, seen)


def _as_json(task: Task) -> dict[str, Any]:
    return {
        "level": task.level,
        "kind": task.kind,
        "subject": task.subject,
        "client": task.about,
        "what": task.what.en,
        "what_zh": task.what.zh,
        "since": str(task.since),
        "due": str(task.due) if task.due else None,
        "acts": list(task.acts),
        "roles": list(task.roles),
        "people": list(task.people),
        "waits_for_client": task.by_client,
    }


def _show(found: list[Task], seen: Overview) -> None:
    headings = (
        text("last day"),
        text("no."),
        text("what is to be done"),
        text("who can do it"),
        text("client"),
        text("since"),
    )
    out = console()
    for level, word in LEVELS.items():
        these = [task for task in found if task.level == level]
        if not these:
            continue
        lines = table(*headings, left=len(headings), title=say(word))
        for task in these:
            due = str(task.due or "")
            who = say(_who(task, seen))
            lines.add_row(due, task.subject, say(task.what), who, task.about, str(task.since))
        out.print(lines)
    if not found:
        click.echo(say(text("nothing is to be done on {day}", day=seen.day)))


def _who(task: Task, seen: Overview) -> Text:
    from pvfootprint.certification.permitting import roles

    if task.people:
        names = joined(", ", (seen.people[key].name.text for key in task.people))
        return text("first the client, then {names}", names=names) if task.by_client else names
    return text("nobody can: add somebody with the role {roles}", roles=roles(task.roles))
