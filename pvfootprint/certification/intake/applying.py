"""Takes an application in: a verified submission, documents, models, client."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.certification.acting import person_of, refuse
from pvfootprint.certification.acts import Apply, GivenDocument
from pvfootprint.certification.cases import Case, Done
from pvfootprint.certification.evaluation.archiving import NAME as DATA
from pvfootprint.certification.evaluation.results import value_of
from pvfootprint.certification.intake.green import green_uses
from pvfootprint.certification.intake.requesting import (
    against_documents,
    against_request,
    applied_for,
)
from pvfootprint.certification.issue.values import as_said
from pvfootprint.certification.opening import open_case
from pvfootprint.certification.papers import act_papers
from pvfootprint.certification.subjects import Acted
from pvfootprint.certification.upkeep.replacing import Wish, against_wish
from pvfootprint.language.texts import text
from pvfootprint.model.canonical import digest
from pvfootprint.model.certificate_record import Rulebook
from pvfootprint.model.findings import CertificationError, Finding
from pvfootprint.registry.projections import Allotted
from pvfootprint.rules.accounting import make_accounting
from pvfootprint.rules.certification.numbers import application_number, plain_pattern
from pvfootprint.rules.reading import read_rules

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable
    from pathlib import Path

    from pvfootprint.certification.intake.requesting import Document, Request
    from pvfootprint.model.certification import CertificationScheme
    from pvfootprint.model.inventory import Library
    from pvfootprint.registry.entries import Actor
    from pvfootprint.registry.registry import Registry
    from pvfootprint.registry.snapshots import Snapshot

    Check = Callable[[Snapshot, datetime.datetime], list[Finding]]

TRIES = 10
"""How often a number is tried for while others apply at the same moment."""


@dataclass(frozen=True, slots=True)
class Data:
    """Inventories and methods: their folder, the library of it, and both packed."""

    root: Path
    library: Library
    packed: bytes


def apply(registry: Registry, actor: Actor, request: Request, data: Data) -> Acted:
    """Take an application in and give it a number.

    Documents that are missing hinder only its acceptance.

    Parameters
    ----------
    registry : Registry
        Where.
    actor : Actor
        Who takes it in.
    request : Request
        What is applied for.
    data : Data
        By which the submission was verified.

    Returns
    -------
    Acted
        The application with its number, and the receipt.

    Raises
    ------
    CertificationError
        With everything that stands against it: STF-001 to STF-004, CRT-010, CRT-012 to CRT-014;
        CRT-017 if others applied all the time; in the place of a certificate also what
        :func:`pvfootprint.certification.upkeep.replacing.against_wish` says.
    """

    def check(snapshot: Snapshot, now: datetime.datetime) -> list[Finding]:
        return _against(snapshot, actor, request, now)

    with registry.reading() as snapshot:
        refuse(check(snapshot, registry.now()))
    body, files = application_of(request, data)
    registry.keep(files.values())
    return take_in(registry, actor, request.scheme, body, check)


def take_in(
    registry: Registry, actor: Actor, scheme: CertificationScheme, body: Apply, check: Check
) -> Acted:
    """Give an application its number and write it down.

    Parameters
    ----------
    registry, actor
        As :func:`apply`.
    scheme : CertificationScheme
        Under which it is applied for.
    body : Apply
        The application; its files are kept already.
    check : callable
        Says from a snapshot and the time what stands against it.

    Returns
    -------
    Acted
        As :func:`apply`.

    Raises
    ------
    CertificationError
        With everything that stands against it; CRT-017 if others applied all the time.
    """
    series = f"application:{plain_pattern(scheme.application_pattern)}"
    for _ in range(TRIES):
        with registry.writing() as transaction:
            refuse(check(transaction, transaction.now))
            running = transaction.next_running(series)
        allotted = Allotted(series=series, running=running)
        numbered = body.model_copy(update={"allotted": allotted})
        taken = _take_in_as(registry, actor, scheme, numbered, check)
        if taken:
            return taken
    message = text("others are applying at the same moment")
    raise CertificationError([Finding("CRT-017", message, hint=text("repeat the command"))])


def _take_in_as(
    registry: Registry, actor: Actor, scheme: CertificationScheme, body: Apply, check: Check
) -> Acted | None:
    """Apply under a running number; None if somebody else took it while the receipt was made."""
    now, allotted = registry.now(), body.allotted
    if allotted is None:
        msg = "the application has no running number"
        raise ValueError(msg)
    number = application_number(scheme, allotted.running, now.year, body.stage)
    case = Case(number, [Done("apply", actor.person, now.isoformat(), 0, body)], scheme)
    with registry.reading() as snapshot:
        people = snapshot.people()
    person = people[actor.person]
    papers = act_papers(
        case, "apply", body, case=case, people=people, person=person, day=now.date()
    )
    kept = dict(zip(papers, registry.keep(papers.values()), strict=True))
    body = body.model_copy(update={"files": {**body.files, **kept}})
    with registry.writing() as transaction:
        refuse(check(transaction, transaction.now))
        if transaction.next_running(allotted.series) != allotted.running:
            return None
        transaction.append("apply", number, body.model_dump(mode="json"), actor)
        case = open_case(transaction, number)
        return Acted(case, case, papers)


def _against(
    snapshot: Snapshot, actor: Actor, request: Request, now: datetime.datetime
) -> list[Finding]:
    person = person_of(snapshot, actor)
    wish = Wish(request.kind, request.certificate, request.submitted.code, request.models_meant)
    return [
        *against_wish(snapshot, person, wish, request.scheme, now),
        *against_request(request),
        *against_documents(request.scheme, request.documents),
        *applied_for(snapshot, request.submitted),
    ]


def given(document: Document) -> GivenDocument:
    """Return a document as an act names it."""
    return GivenDocument(kind=document.kind, name=document.name, sha256=digest(document.content))


def application_of(request: Request, data: Data) -> tuple[Apply, dict[str, bytes]]:
    """Return what is applied for, and the files that come with it: name -> content."""
    scheme, submitted = request.scheme, request.submitted
    accounting = make_accounting(read_rules(scheme.rules, data.root))
    counted = submitted.system(data.library, accounting).electricity_uses
    scheme_file = f"{scheme.key}.toml"
    files = {
        submitted.name: submitted.content,
        scheme_file: scheme.content,
        DATA: data.packed,
        **{one.member: one.content for one in request.documents},
    }
    hashes = {name: digest(content) for name, content in files.items()}
    body = Apply(
        files=hashes,
        kind=request.kind,
        certificate=request.certificate,
        scheme=Rulebook(
            key=scheme.key,
            version=scheme.version,
            title=as_said(scheme.title),
            sha256=hashes[scheme_file],
        ),
        submission=hashes[submitted.name],
        submission_name=submitted.name,
        client=request.client or submitted.company,
        producer=submitted.company,
        site=submitted.site,
        stage=submitted.leader.stage,
        technology=submitted.product.technology,
        design=submitted.product.design,
        product=submitted.product.key,
        product_code=submitted.code,
        product_name=submitted.product.name,
        models=request.models_meant,
        documents=tuple(map(given, request.documents)),
        workbook=submitted.leader.source_hash,
        data=hashes[DATA],
        green=green_uses(submitted.inputs.sites, counted, accounting),
        declared=value_of(submitted.stated, scheme.decimals),
    )
    return body, files
