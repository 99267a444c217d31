"""Allots the number of a certificate together with its record, in one short transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.certification.acting import person_of, refuse
from pvfootprint.certification.acts import Allot, Certify
from pvfootprint.certification.decision.deciding import against_replacing
from pvfootprint.certification.decision.upstream_matching import doubted_among
from pvfootprint.certification.issue.recording import record_for
from pvfootprint.certification.opening import open_case
from pvfootprint.certification.permitting import conflict, may_act, may_act_on, same_person
from pvfootprint.certification.upkeep.standing import STATUS_NAMES
from pvfootprint.language.texts import joined, text
from pvfootprint.model.canonical import canonical
from pvfootprint.model.certificate_record import RECORD_NAME
from pvfootprint.model.findings import Finding
from pvfootprint.registry.projections import Allotted
from pvfootprint.rules.certification.numbers import certificate_number, plain_pattern

if TYPE_CHECKING:
    import datetime

    from pvfootprint.certification.cases import Case
    from pvfootprint.model.certification import CertificationScheme
    from pvfootprint.registry.entries import Actor
    from pvfootprint.registry.people import Person
    from pvfootprint.registry.registry import Registry
    from pvfootprint.registry.snapshots import Snapshot
    from pvfootprint.registry.transactions import Transaction


def series_of(scheme: CertificationScheme) -> str:
    """Return the series in which the certificates of a scheme are numbered.

    Schemes with the same pattern share one, so that no number is given twice.
    """
    return f"certificate:{plain_pattern(scheme.number_pattern)}"


def allot(registry: Registry, actor: Actor, number: str) -> str:
    """Allot the number of a certificate that was granted.

    Parameters
    ----------
    registry : Registry
        Where.
    actor : Actor
        Who signs it.
    number : str
        Of the application.

    Returns
    -------
    str
        Number of the certificate; the one it has, if somebody else was faster.

    Raises
    ------
    CertificationError
        STF-001 to STF-006, CRT-003, CRT-004, CRT-046, CRT-048: everything that stands against it;
        then no number is taken.
    """
    with registry.writing() as transaction:
        case = open_case(transaction, number)
        if case.certificate:
            return case.certificate
        person = person_of(transaction, actor)
        refuse(may_allot(transaction, person, case, transaction.now))
        return _allot(transaction, actor, person, case)


def may_allot(
    snapshot: Snapshot, person: Person, case: Case, now: datetime.datetime
) -> list[Finding]:
    """Say what stands against the allotment of a number.

    Parameters
    ----------
    snapshot : Snapshot
        The registry.
    person : Person
        Who signs.
    case : Case
        The application.
    now : datetime
        When.

    Returns
    -------
    list of Finding
        As :func:`may_act_on`; CRT-046 if the certificate to be replaced cannot be any more, CRT-048
        if one on which it was granted was suspended or withdrawn since.
    """
    findings = may_act_on(person, "issue", case, now)
    if findings:
        return findings
    return [
        *against_replacing(snapshot, case, now.date()),
        *_against_upstream(snapshot, case, now.date()),
    ]


def may_finish(person: Person, case: Case, now: datetime.datetime) -> list[Finding]:
    """Say what stands against a person who goes on where an issue stopped: STF-002 to STF-006."""
    return [
        *may_act(person, "issue", case.scheme, now),
        *same_person(person, "issue", case),
        *conflict(person, "issue", case, now.date()),
    ]


def _allot(transaction: Transaction, actor: Actor, person: Person, case: Case) -> str:
    scheme, now = case.scheme, transaction.now
    series = series_of(scheme)
    running = transaction.next_running(series)
    number = certificate_number(scheme, running, now.year, case.application.stage)
    record = record_for(transaction, case, number, person, now)
    sha256 = transaction.keep(canonical(record.model_dump(mode="json")))
    body = Allot(
        application=case.subject,
        record=sha256,
        expires=record.expires,
        product=record.product.code,
        workbook=record.product.workbook,
        upstream=case.upstream,
        allotted=Allotted(series=series, running=running),
        files={RECORD_NAME: sha256},
    )
    transaction.append("allot", number, body.model_dump(mode="json"), actor)
    certify = Certify(number=number)
    transaction.append("certify", case.subject, certify.model_dump(mode="json"), actor)
    return number


def _against_upstream(snapshot: Snapshot, case: Case, day: datetime.date) -> list[Finding]:
    doubted = doubted_among(snapshot, case.upstream, day)
    if not doubted:
        return []
    listed = (
        text("{number}: {status}", number=number, status=STATUS_NAMES[status])
        for number, status in sorted(doubted.items())
    )
    return [
        Finding(
            "CRT-048",
            text("a certificate on which this one stands does not hold any more"),
            found=joined("; ", listed),
            expected=text("valid certificates upstream"),
            hint=text(
                "wait until it is resumed, or take the grant back: {command}",
                command=f"pvfootprint cert decide {case.subject} --refuse",
            ),
        )
    ]
