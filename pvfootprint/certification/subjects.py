"""Finds what a number stands for, and does acts to it together with their papers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.certification.acting import (
    act_on_case,
    act_on_certificate,
    person_of,
    refuse,
)
from pvfootprint.certification.cases import Case, Certificate
from pvfootprint.certification.opening import open_case, open_certificate
from pvfootprint.certification.papers import act_papers
from pvfootprint.certification.permitting import may_act_on
from pvfootprint.certification.upkeep.standing import HEARING, may_act_on_certificate
from pvfootprint.language.texts import text
from pvfootprint.model.findings import CertificationError, Finding

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from pvfootprint.certification.acts import Body
    from pvfootprint.registry.entries import Actor
    from pvfootprint.registry.people import Person
    from pvfootprint.registry.registry import Registry
    from pvfootprint.registry.snapshots import Snapshot

Subject = Case | Certificate
"""What acts are done to."""


@dataclass(frozen=True, slots=True)
class Acted:
    """An act that was done.

    Parameters
    ----------
    subject : Case or Certificate
        As it stands afterwards.
    case : Case
        The application behind it.
    papers : dict
        What leaves the house: name -> PDF.
    """

    subject: Subject
    case: Case
    papers: dict[str, bytes]


def open_subject(snapshot: Snapshot, number: str) -> tuple[Subject, Case]:
    """Return what a number stands for, and the application behind it.

    Parameters
    ----------
    snapshot : Snapshot
        The registry.
    number : str
        Of an application or a certificate.

    Returns
    -------
    Case or Certificate
        As it stands.
    Case
        The application: itself, or the one that led to the certificate.

    Raises
    ------
    CertificationError
        CRT-060 if the number is of neither.
    """
    acts = {entry.act for entry in snapshot.entries(number)}
    if "apply" in acts:
        case = open_case(snapshot, number)
        return case, case
    if "allot" in acts:
        return open_with_case(snapshot, number)
    raise CertificationError(
        [
            Finding(
                "CRT-060",
                text("there is no application and no certificate with this number"),
                found=number[:100],
                hint=text("see which there are: {command}", command="pvfootprint cert list"),
            )
        ]
    )


def open_with_case(snapshot: Snapshot, number: str) -> tuple[Certificate, Case]:
    """Return a certificate and the application that led to it.

    Raises
    ------
    CertificationError
        CRT-002 if there is no such certificate.
    """
    certificate = open_certificate(snapshot, number)
    return certificate, open_case(snapshot, certificate.allotment.application)


def act_on(
    registry: Registry,
    actor: Actor,
    number: str,
    act: str,
    make: Callable[[Subject, Case, datetime.date], Body],
) -> Acted:
    """Do an act: say first whether it is allowed, then write its papers, then log it.

    Parameters
    ----------
    registry : Registry
        Where.
    actor : Actor
        Who.
    number : str
        Of a certificate; complaints and appeals also of an application.
    act : str
        What.
    make : callable
        Makes the body from what is acted on, the application behind it and the day; raises
        CertificationError if it can't.

    Returns
    -------
    Acted
        What was done.

    Raises
    ------
    CertificationError
        With everything that stands against it, CRT-007 if somebody else acted in the meantime;
        then nothing is written.
    """
    now = registry.now()
    with registry.reading() as snapshot:
        find = open_subject if act in HEARING else open_with_case
        subject, case = find(snapshot, number)
        people, person = snapshot.people(), person_of(snapshot, actor)
    refuse(may(person, act, subject, case, now))
    body = make(subject, case, now.date())
    papers = act_papers(subject, act, body, case=case, people=people, person=person, day=now.date())
    if isinstance(subject, Case):
        case = act_on_case(registry, actor, number, act, body, papers=papers, seen=subject)
        return Acted(case, case, papers)
    done = act_on_certificate(
        registry,
        actor,
        number,
        act,
        body,
        papers=papers,
        seen=subject,
        allowed=lambda who, certificate, behind: may_act_on_certificate(
            who, act, certificate, behind, registry.now()
        ),
    )
    return Acted(done, case, papers)


def may(
    person: Person, act: str, subject: Subject, case: Case, time: datetime.datetime
) -> list[Finding]:
    """Say whether a person may do an act to an application or a certificate now."""
    if isinstance(subject, Case):
        return may_act_on(person, act, subject, time)
    return may_act_on_certificate(person, act, subject, case, time)
