"""Surveys certificates: when it is due, what is found, and how findings are closed."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.certification.acting import refuse
from pvfootprint.certification.acts import AuditFinding, Correct, GivenDocument, Surveil
from pvfootprint.certification.cases import Certificate
from pvfootprint.certification.subjects import Acted, act_on
from pvfootprint.language.texts import text
from pvfootprint.model.certification import months_later
from pvfootprint.model.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pvfootprint.certification.acts import Grade
    from pvfootprint.certification.cases import Case
    from pvfootprint.certification.subjects import Subject
    from pvfootprint.model.certificate_record import Said
    from pvfootprint.registry.entries import Actor
    from pvfootprint.registry.registry import Registry

    Find = Callable[[str], tuple[Certificate, Case]]

CARRIED_ON = ("extension", "reduction")
"""Kinds of applications whose certificates go on with the surveillance of the one before, unless
they had an on-site audit of their own."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a surveillance found: grade, text, and last day for the corrective action.

    Without a day the scheme's days for the grade count.
    """

    grade: Grade
    said: Said
    due: datetime.date | None = None


def surveil(
    registry: Registry,
    actor: Actor,
    number: str,
    *,
    day: datetime.date,
    maintained: bool,
    remark: Said,
    found: Iterable[Found] = (),
) -> Acted:
    """Enter a surveillance.

    It may come early; the next one is due the scheme's interval after its day.

    Parameters
    ----------
    registry : Registry
        Where.
    actor : Actor
        Who.
    number : str
        Of the certificate.
    day : date
        When it was done.
    maintained : bool
        Whether the certificate is kept up.
    remark : Said
        What was looked at.
    found : iterable of Found
        What was found.

    Returns
    -------
    Acted
        What was done.

    Raises
    ------
    CertificationError
        CRT-062 for a day that is not possible, CRT-064 for a day of a corrective action that is
        not, CRT-006 if it is to be kept up with a corrective action overdue, or with what stands
        against it.
    """
    found = tuple(found)

    def make(subject: Subject, case: Case, today: datetime.date) -> Surveil:
        assert isinstance(subject, Certificate)  # noqa: S101  (act_on gives no other)
        entered = _entered(subject, found, case.scheme.due_days, day)
        refuse(
            [
                *_day_not_possible(subject, day, today),
                *_due_not_possible(entered, case.scheme.due_days, day),
                *(_overdue(subject, today) if maintained else ()),
            ]
        )
        return Surveil(day=day.isoformat(), maintained=maintained, findings=entered, remark=remark)

    return act_on(registry, actor, number, "surveil", make)


def correct_finding(
    registry: Registry,
    actor: Actor,
    number: str,
    *,
    finding: str,
    action: Said,
    evidence: Mapping[str, bytes],
) -> Acted:
    """Close a finding of a surveillance.

    Parameters
    ----------
    registry, actor, number
        As for :func:`surveil`.
    finding : str
        Its key: ``F1``.
    action : Said
        What the client did.
    evidence : mapping
        Documents that show it: name -> content.

    Returns
    -------
    Acted
        What was done.

    Raises
    ------
    CertificationError
        CRT-065 if no such finding is open, CRT-040 without evidence, or with what stands against
        it.
    """

    def make(subject: Subject, _: Case, __: datetime.date) -> Correct:
        assert isinstance(subject, Certificate)  # noqa: S101  (act_on gives no other)
        refuse([*_not_open(subject, finding), *_without_evidence(finding, evidence)])
        files = dict(zip(evidence, registry.keep(evidence.values()), strict=True))
        given = tuple(
            GivenDocument(kind="", name=name, sha256=sha256) for name, sha256 in files.items()
        )
        return Correct(finding=finding, action=action, evidence=given, files=files)

    return act_on(registry, actor, number, "correct", make)


def open_findings(certificate: Certificate) -> tuple[AuditFinding, ...]:
    """Return the findings of its surveillances that ask for a corrective action and lack it."""
    closed = {one.body.finding for one in certificate.done if isinstance(one.body, Correct)}
    return tuple(
        finding
        for one in certificate.done
        if isinstance(one.body, Surveil)
        for finding in one.body.findings
        if finding.due and finding.key not in closed
    )


def newest(certificate: Certificate) -> Surveil | None:
    """Return the newest surveillance of a certificate."""
    return certificate.body(Surveil)


def surveillance_due(certificate: Certificate, case: Case, find: Find) -> datetime.date | None:
    """Return the day until which the next surveillance must be done.

    Parameters
    ----------
    certificate : Certificate
        As it stands.
    case : Case
        The application that led to it.
    find : callable
        Gives another certificate by its number, with its application.

    Returns
    -------
    date, optional
        The scheme's interval after the newest surveillance, or after the issue where there was
        none; None if the certificate expires before.
    """
    due = months_later(_start(certificate, case, find), case.scheme.surveillance_months)
    return due if due <= certificate.expires else None


def not_maintained(
    certificate: Certificate, case: Case, find: Find, day: datetime.date
) -> list[Finding]:
    """Say whether its surveillance keeps a certificate from being valid: CRT-063, or nothing.

    Parameters
    ----------
    certificate, case, find
        As for :func:`surveillance_due`.
    day : date
        On which day.

    Returns
    -------
    list of Finding
        If the newest surveillance did not keep it up, or the next one is overdue.
    """
    last, due = newest(certificate), surveillance_due(certificate, case, find)
    hint = text("survey it first: {command}", command="pvfootprint cert surveil")
    if last is not None and not last.maintained:
        message = text("the newest surveillance does not keep the certificate up")
        return [Finding("CRT-063", message, found=last.day, hint=hint)]
    if due is not None and day > due:
        message = text("the surveillance of the certificate is overdue")
        return [
            Finding("CRT-063", message, found=day.isoformat(), expected=due.isoformat(), hint=hint)
        ]
    return []


def _start(certificate: Certificate, case: Case, find: Find) -> datetime.date:
    last = newest(certificate)
    if last is not None:
        return datetime.date.fromisoformat(last.day)
    if case.application.kind in CARRIED_ON and "audit" not in case.steps:
        return _start(*find(case.application.certificate), find)
    return certificate.all("allot")[0].day


def _entered(
    certificate: Certificate,
    found: tuple[Found, ...],
    due_days: Mapping[str, int | None],
    day: datetime.date,
) -> tuple[AuditFinding, ...]:
    before = sum(
        len(one.body.findings) for one in certificate.done if isinstance(one.body, Surveil)
    )
    entered = []
    for i, one in enumerate(found, before + 1):
        days = due_days.get(one.grade)
        due = one.due or (None if days is None else day + datetime.timedelta(days=days))
        entered.append(
            AuditFinding(
                key=f"F{i}",
                grade=one.grade,
                said=one.said,
                due=due.isoformat() if due else "",
            )
        )
    return tuple(entered)


def _day_not_possible(
    certificate: Certificate, day: datetime.date, today: datetime.date
) -> list[Finding]:
    last = newest(certificate)
    first = certificate.all("allot")[0].day
    earliest = max(first, datetime.date.fromisoformat(last.day)) if last else first
    if earliest <= day <= today:
        return []
    return [
        Finding(
            "CRT-062",
            text("the surveillance cannot have been on this day"),
            found=day.isoformat(),
            expected=text("from {start} to {end}", start=earliest, end=today),
            hint=text("not before the issue or the surveillance before, and not in the future"),
        )
    ]


def _due_not_possible(
    entered: tuple[AuditFinding, ...], due_days: Mapping[str, int | None], day: datetime.date
) -> list[Finding]:
    findings = []
    for one in entered:
        days = due_days.get(one.grade)
        latest = None if days is None else (day + datetime.timedelta(days=days)).isoformat()
        early = bool(one.due) and one.due < day.isoformat()
        if early or (latest and one.due > latest):
            expected = text("from {start} to {end}", start=day, end=latest or "...")
            message = text(
                "the day for the corrective action of {key} is not possible", key=one.key
            )
            findings.append(Finding("CRT-064", message, found=one.due, expected=expected))
    return findings


def _overdue(certificate: Certificate, today: datetime.date) -> list[Finding]:
    return [
        Finding(
            "CRT-006",
            text("the corrective action of {key} is overdue", key=one.key),
            found=today.isoformat(),
            expected=one.due,
            hint=text(
                "close it with its evidence first, or do not keep the certificate up: {command}",
                command=f"pvfootprint cert correct {certificate.subject} {one.key}",
            ),
        )
        for one in open_findings(certificate)
        if one.due < today.isoformat()
    ]


def _not_open(certificate: Certificate, finding: str) -> list[Finding]:
    keys = [one.key for one in open_findings(certificate)]
    if finding in keys:
        return []
    message = text("no such finding of {subject} is open", subject=certificate.subject)
    expected = ", ".join(keys) or text("none is open")
    return [Finding("CRT-065", message, found=finding[:100], expected=expected)]


def _without_evidence(finding: str, evidence: Mapping[str, bytes]) -> list[Finding]:
    if evidence:
        return []
    message = text("a finding is closed by evidence of what was done")
    hint = text("give it with {option}", option="--evidence FILE")
    return [Finding("CRT-040", message, found=finding, hint=hint)]
