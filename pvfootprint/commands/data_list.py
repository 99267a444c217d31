"""``pvfootprint data list``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pvfootprint.commands.data_options import CONSENT_NAMES, STATE_NAMES, as_dict
from pvfootprint.commands.printing import console, language_option, print_json, say, table
from pvfootprint.commands.registry_options import open_registry, registry_option
from pvfootprint.language.texts import Text, text
from pvfootprint.model.terms import STAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pvfootprint.database.datasets import Dataset


@click.command("list")
@click.option("--state", type=click.Choice(list(STATE_NAMES)), help="Only those in this state.")
@click.option("--consent", type=click.Choice(list(CONSENT_NAMES)), help="Only with this consent.")
@click.option("--stage", type=click.Choice(list(STAGES)), help="Only products of this stage.")
@click.option("--year", type=int, help="Only data of this year.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@registry_option()
@language_option("messages and headings")
def command(
    registry: str,
    *,
    state: str | None,
    consent: str | None,
    stage: str | None,
    year: int | None,
    as_json: bool,
) -> None:
    """List the datasets of the base database, as a data steward sees them."""
    from pvfootprint.database.datasets import all_datasets

    opened = open_registry(registry)
    with opened.reading() as snapshot:
        found = [
            one
            for one in all_datasets(snapshot)
            if state in {None, one.state}
            and consent in {None, one.consent}
            and stage in {None, one.stage}
            and year in {None, one.year}
        ]
    if as_json:
        rows = [_as_json(one) for one in found]
        print_json({"format": "pvfootprint data list 1", "datasets": rows})
    elif found:
        _show(found)
    else:
        filtered = (state, consent, stage, year) != (None,) * 4
        none = text("there is no such dataset") if filtered else text("no dataset has entered yet")
        click.echo(say(none))


def _as_json(one: Dataset) -> dict[str, object]:
    return {
        **as_dict(one.standing),
        "certificate_status": one.certificate_status,
        "expires": str(one.expires),
        "stage": one.stage,
        "technology": one.technology,
        "design": one.design,
        "location": one.location,
        "year": one.year,
        "footprint": one.process.footprint,
        "unit": f"kgCO2e/{one.process.declared_unit}",
        "superseded_by": one.superseded_by,
    }


def _show(found: Sequence[Dataset]) -> None:
    from pvfootprint.certification.upkeep.standing import STATUS_NAMES

    headings = (
        text("dataset"),
        text("data owner"),
        text("stage"),
        text("technology"),
        text("year"),
        text("verification"),
        text("consent"),
        text("certificate"),
        text("its state"),
        text("superseded by"),
    )
    lines = table(*headings, left=len(headings))
    for one in found:
        lines.add_row(
            one.key,
            one.owner.name,
            say(STAGES.get(one.stage, Text(one.stage))),
            one.technology,
            str(one.year),
            say(STATE_NAMES[one.state]),
            say(CONSENT_NAMES[one.consent]),
            one.certificate,
            say(STATUS_NAMES[one.certificate_status]),
            one.superseded_by,
        )
    console().print(lines)
