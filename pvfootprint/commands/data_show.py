"""``pvfootprint data show``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pvfootprint.commands.certification.options import write_papers
from pvfootprint.commands.data_options import (
    CONSENT_NAMES,
    STATE_NAMES,
    as_dict,
    dataset_argument,
)
from pvfootprint.commands.data_verify import show_checks
from pvfootprint.commands.printing import (
    console,
    figures,
    language_option,
    print_json,
    say,
    table,
)
from pvfootprint.commands.registry_options import open_registry, registry_option
from pvfootprint.language.texts import Text, joined, text
from pvfootprint.model.terms import GROUPS, STAGES, UNITS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.database.acts import Verify
    from pvfootprint.database.datasets import Dataset
    from pvfootprint.database.processes import Flow, UnitProcess
    from pvfootprint.registry.people import Person


@click.command("show")
@dataset_argument()
@click.option(
    "--papers",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write the owner's signed consents and the unit process to this folder.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@registry_option()
@language_option("messages and headings")
def command(registry: str, dataset: str, folder: Path | None, *, as_json: bool) -> None:
    """Show DATASET as a data steward sees it: whose, consent, verification, every amount."""
    from pvfootprint.database.datasets import open_dataset, papers_of, verification_of

    opened = open_registry(registry)
    with opened.reading() as snapshot:
        found = open_dataset(snapshot, dataset)
        verification = verification_of(snapshot, dataset)
        people = snapshot.people()
        papers = papers_of(snapshot, dataset) if folder else {}
    written = write_papers(papers, folder, dataset) if folder else []
    if as_json:
        print_json(_as_json(found, verification, [str(path) for path in written]))
        return
    lines = table("", "", left=2)
    lines.show_header = False
    for word, value in _facts(found, people):
        lines.add_row(say(word), say(value))
    console().print(lines)
    _show_amounts(found.process)
    if verification:
        show_checks(verification.checks)
    if folder:
        click.echo(say(text("{count} papers in {folder}", count=len(written), folder=folder)))


def _as_json(found: Dataset, verification: Verify | None, papers: list[str]) -> dict[str, Any]:
    return {
        "format": "pvfootprint data set 1",
        **as_dict(found.standing),
        "certificate_status": found.certificate_status,
        "expires": str(found.expires),
        "superseded_by": found.superseded_by,
        "verification": verification.model_dump(mode="json") if verification else None,
        "process": found.process.model_dump(mode="json"),
        "papers": papers,
    }


def _facts(found: Dataset, people: dict[str, Person]) -> Iterator[tuple[Text, Text | str]]:
    from pvfootprint.certification.upkeep.standing import STATUS_NAMES

    standing, process = found.standing, found.process
    status = STATUS_NAMES[found.certificate_status]
    yield text("dataset"), found.key
    yield text("data owner"), f"{found.owner.name} {found.owner.code}".strip()
    yield text("certificate"), joined(", ", [found.certificate, status])
    yield text("product"), process.product
    names = [STAGES.get(found.stage, Text(found.stage)), found.technology, found.design]
    yield text("stage and technology"), joined(", ", names)
    yield text("place"), found.location
    yield text("period"), f"{process.start} - {process.end}"
    yield text("output"), f"{process.output:,.0f} {UNITS.get(process.unit, process.unit)}"
    yield text("footprint"), f"{figures(process.footprint)} kgCO2e/{process.declared_unit}"
    yield (
        text("of it this process"),
        f"{figures(process.own_footprint)} kgCO2e/{process.declared_unit}",
    )
    yield (
        text("consent"),
        text(
            "{consent}, since {day}",
            consent=CONSENT_NAMES[found.consent],
            day=standing.consent_since[:10],
        ),
    )
    entered = people[standing.entered_by].name.text
    yield text("entered"), joined(", ", [standing.entered[:10], entered])
    judged = people[standing.judged_by].name.text if standing.judged_by else ""
    state = STATE_NAMES[found.state]
    yield text("verification"), joined(", ", [state, standing.judged[:10], judged])
    if found.superseded_by:
        yield text("superseded by"), found.superseded_by


def _show_amounts(process: UnitProcess) -> None:
    """Print what one unit of the product takes and gives off."""
    per = text("amounts per {unit} of the product", unit=UNITS.get(process.unit, process.unit))
    lines = table(
        text("kind of flow"), text("flow"), text("unit"), text("amount"), title=say(per), left=3
    )
    for supply in process.supplies:
        stage = say(STAGES.get(supply.stage, Text(supply.stage)))
        unit = UNITS.get(supply.unit, supply.unit)
        lines.add_row(say(text("earlier stage")), stage, unit, figures(supply.amount))
    for flow in _flows(process):
        group = say(GROUPS.get(flow.group, Text(flow.group)))
        unit = UNITS.get(flow.unit, flow.unit)
        lines.add_row(group, flow.code or flow.name, unit, figures(flow.amount))
    console().print(lines)


def _flows(process: UnitProcess) -> Iterator[Flow]:
    yield from process.inputs
    yield from process.energy
    yield from process.emissions
