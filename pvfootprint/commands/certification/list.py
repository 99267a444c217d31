"""``pvfootprint cert list``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pvfootprint.commands.certification.days import day_option
from pvfootprint.commands.printing import console, language_option, print_json, say, table
from pvfootprint.commands.registry_options import open_registry, registry_option
from pvfootprint.language.texts import Text, text
from pvfootprint.model.terms import STAGES

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from pvfootprint.certification.overview.listing import Row

STATES = (
    "open",
    "granted",
    "certified",
    "refused",
    "rejected",
    "not-issued",
    "valid",
    "suspended",
    "expired",
    "withdrawn",
    "cancelled",
    "superseded",
)
"""As typed; with a space instead of the hyphen they are those of the list."""

KINDS = {"application": text("application"), "certificate": text("certificate")}


@click.command("list")
@click.option(
    "--kind", type=click.Choice(list(KINDS)), help="Only applications, or only certificates."
)
@click.option(
    "--state",
    "states",
    type=click.Choice(STATES),
    multiple=True,
    help="Only in this state; may be repeated.",
)
@click.option("--client", default="", help="Only clients in whose name this stands.")
@click.option("--stage", type=click.Choice(list(STAGES)), help="Only products of this stage.")
@day_option("--on", "As it was, or will be, at the end of this day")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@registry_option()
@language_option("messages and headings")
def command(
    registry: str,
    on: datetime.date | None,
    *,
    as_json: bool,
    **wanted: Any,  # noqa: ANN401
) -> None:
    """List applications and certificates."""
    from pvfootprint.certification.overview.gathering import overview
    from pvfootprint.certification.overview.listing import rows

    opened = open_registry(registry)
    day = on or opened.now().date()
    with opened.reading() as snapshot:
        found = [row for row in rows(overview(snapshot, day)) if _wanted(row, **wanted)]
    if as_json:
        entries = [_as_json(row) for row in found]
        print_json({"format": "pvfootprint certification list 1", "day": str(day), "rows": entries})
    else:
        _show(found, day)


def _wanted(
    row: Row, kind: str | None, states: tuple[str, ...], client: str, stage: str | None
) -> bool:
    return (
        kind in {None, row.kind}
        and (not states or row.state.replace(" ", "-") in states)
        and client.casefold() in row.client.casefold()
        and stage in {None, row.stage}
    )


def _as_json(row: Row) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "number": row.number,
        "state": row.state,
        "since": str(row.since),
        "next": row.next_step,
        "client": row.client,
        "stage": row.stage,
        "product": row.product,
        "application" if row.kind == "certificate" else "certificate": row.other,
        "expires": str(row.expires) if row.expires else None,
    }


def _show(found: Iterable[Row], day: datetime.date) -> None:
    headings = (
        text("no."),
        text("state"),
        text("since"),
        text("last day"),
        text("client"),
        text("stage"),
        text("product"),
        text("application / certificate"),
    )
    out = console()
    for kind, word in KINDS.items():
        rows = [row for row in found if row.kind == kind]
        if not rows:
            continue
        lines = table(*headings, left=len(headings), title=say(word))
        for row in rows:
            stage = say(STAGES.get(row.stage, Text(row.stage)))
            expires = str(row.expires or "")
            cells = (row.number, say(row.words), str(row.since), expires, row.client, stage)
            lines.add_row(*cells, row.product, row.other)
        out.print(lines)
    if not found:
        click.echo(say(text("there is nothing of this kind on {day}", day=day)))
