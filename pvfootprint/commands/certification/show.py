"""``pvfootprint cert show``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pvfootprint.commands.certification.options import write_papers
from pvfootprint.commands.printing import console, language_option, print_json, say, table
from pvfootprint.commands.registry_options import open_registry, registry_option
from pvfootprint.language.texts import Text, text
from pvfootprint.model.terms import STAGES

if TYPE_CHECKING:
    import datetime

    from pvfootprint.certification.cases import Case, Certificate, History
    from pvfootprint.certification.subjects import Subject
    from pvfootprint.model.certificate_record import CertificateRecord
    from pvfootprint.registry.people import Person
    from pvfootprint.registry.snapshots import Snapshot


@click.command("show")
@click.argument("number")
@click.option(
    "--papers",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write every paper that the registry keeps of it to this folder.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@registry_option()
@language_option("messages and headings")
def command(registry: str, number: str, folder: Path | None, *, as_json: bool) -> None:
    """Show an application or a certificate: what it is, all that happened, every paper.

    NUMBER is that of an application or of a certificate. Each paper stands with its SHA-256.
    """
    from pvfootprint.certification.overview.listing import names_of_papers
    from pvfootprint.certification.subjects import open_subject

    opened = open_registry(registry)
    with opened.reading() as snapshot:
        subject, case = open_subject(snapshot, number)
        people, day = snapshot.people(), opened.now().date()
        facts = _facts(snapshot, subject, case, day)
        papers = list(names_of_papers(subject))
        content = {name: snapshot.file(sha) for name, sha, _ in papers} if folder else {}
    written = write_papers(content, folder, number) if folder else []
    if as_json:
        print_json(_as_json(subject, facts, people, [str(path) for path in written]))
        return
    _show_facts(facts)
    _show_acts(subject, people)
    _show_papers(subject)
    if folder:
        click.echo(say(text("{count} papers in {folder}", count=len(written), folder=folder)))


def _facts(
    snapshot: Snapshot, subject: Subject, case: Case, day: datetime.date
) -> list[tuple[str, Text, str]]:
    """Return what it is: key, word, value."""
    from pvfootprint.certification.cases import Case
    from pvfootprint.certification.opening import record_of

    if isinstance(subject, Case):
        return _case_facts(case)
    return _certificate_facts(subject, record_of(snapshot, subject), day)


def _case_facts(case: Case) -> list[tuple[str, Text, str]]:
    from pvfootprint.certification.overview.listing import OPEN_STATES, state_of
    from pvfootprint.certification.papers.wording import KIND_NAMES
    from pvfootprint.certification.permitting import name_of

    applied = case.application
    return [
        ("application", text("application"), case.subject),
        ("state", text("state"), OPEN_STATES[state_of(case)]),
        ("next", text("next step"), name_of(case.next_step) if case.next_step else ""),
        ("certificate", text("certificate"), case.certificate),
        ("kind", text("kind"), KIND_NAMES[applied.kind]),
        ("replaces", text("in place of certificate"), applied.certificate),
        ("client", text("client"), applied.client.name),
        ("producer", text("producer"), applied.producer.name),
        ("site", text("site"), f"{applied.site.name} {applied.site.address}".strip()),
        ("stage", text("stage"), STAGES.get(applied.stage, Text(applied.stage))),
        ("product", text("product"), applied.product_name),
        ("models", text("models"), ", ".join(applied.models)),
        ("declared", text("as stated"), f"{applied.declared.value:.4g} {applied.declared.unit}"),
        ("scheme", text("scheme"), f"{applied.scheme.key} {applied.scheme.version}"),
        ("submission", text("submission"), f"{applied.submission_name} {applied.submission}"),
    ]


def _certificate_facts(
    certificate: Certificate, record: CertificateRecord, day: datetime.date
) -> list[tuple[str, Text, str]]:
    from pvfootprint.certification.upkeep.standing import STATUS_NAMES, since

    status = STATUS_NAMES[certificate.status(day)]
    product, value = record.product, record.footprint
    upstream = ", ".join(one.number for one in record.upstream)
    return [
        ("certificate", text("certificate"), certificate.subject),
        ("state", text("state"), status),
        ("since", text("since"), str(since(certificate, day))),
        ("issued", text("issued"), record.issued),
        ("expires", text("last day"), record.expires),
        ("application", text("application"), record.application),
        ("replaces", text("in place of certificate"), record.replaces),
        ("client", text("client"), record.client.name),
        ("producer", text("producer"), record.producer.name),
        ("site", text("site"), f"{record.site.name} {record.site.address}".strip()),
        ("product", text("product"), product.name),
        ("models", text("models"), ", ".join(product.models)),
        ("footprint", text("product carbon footprint"), f"{value.shown} {value.unit}"),
        ("period", text("period of the data"), f"{record.start} - {record.end}"),
        ("upstream", text("stands on"), upstream),
        ("record", text("SHA-256 of the record"), certificate.allotment.record),
        ("status_address", text("status to be asked at"), record.status_address),
    ]


def _as_json(
    subject: History,
    facts: list[tuple[str, Text, str]],
    people: dict[str, Person],
    written: list[str],
) -> dict[str, Any]:
    from pvfootprint.certification.overview.telling import told

    acts = []
    for one in subject.done:
        words, person = told(one.body), people.get(one.person)
        acts.append(
            {
                "act": one.act,
                "time": one.time,
                "person": one.person,
                "name": person.name.model_dump() if person else None,
                "position": one.position,
                "said": words.en,
                "said_zh": words.zh,
                "body": one.body.model_dump(mode="json"),
            }
        )
    return {
        "format": "pvfootprint certification show 1",
        **{key: str(value) for key, _, value in facts},
        "acts": acts,
        "written": written,
    }


def _show_facts(facts: list[tuple[str, Text, str]]) -> None:
    for _, word, value in facts:
        if value:
            click.echo(say(text("{word}: {value}", word=word, value=value)))


def _show_acts(subject: History, people: dict[str, Person]) -> None:
    from pvfootprint.certification.overview.telling import recorded, told

    headings = (text("day"), text("act"), text("by"), text("what it says"))
    lines = table(*headings, left=len(headings))
    for one in subject.done:
        person = people.get(one.person)
        name = person.name.text if person else Text(one.person)
        lines.add_row(str(one.day), say(recorded(one.act)), say(name), say(told(one.body)))
    console().print(lines)


def _show_papers(subject: History) -> None:
    from pvfootprint.certification.overview.listing import names_of_papers

    lines = table(text("paper"), text("SHA-256"), left=2)
    for name, sha256, _ in names_of_papers(subject):
        lines.add_row(name, sha256)
    if lines.rows:
        console().print(lines)
