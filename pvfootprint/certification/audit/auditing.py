"""Enters an on-site audit: answers of the checklist, findings, due days."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from pvfootprint.certification.acting import refuse
from pvfootprint.certification.acts import PlanAudit
from pvfootprint.certification.permitting import may_act_on
from pvfootprint.certification.stepping import look, write_down
from pvfootprint.language.texts import joined, text
from pvfootprint.model.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pvfootprint.certification.acts import Audit, AuditFinding
    from pvfootprint.certification.cases import Case
    from pvfootprint.certification.subjects import Acted
    from pvfootprint.model.certification import CertificationScheme
    from pvfootprint.registry.entries import Actor
    from pvfootprint.registry.people import Person
    from pvfootprint.registry.registry import Registry


def enter_audit(
    registry: Registry, actor: Actor, number: str, audit: Audit, checklist: bytes, name: str
) -> Acted:
    """Enter an audit that was carried out.

    Findings are numbered on from those of earlier audits of the application, and get the due days
    of the scheme from today: the client learns of them with today's report.

    Parameters
    ----------
    registry : Registry
        Where.
    actor : Actor
        Who: somebody of the planned team.
    number : str
        Of the application.
    audit : Audit
        What the filled checklist says; the keys of its findings and their due days are set here.
    checklist : bytes
        The filled checklist, which is kept.
    name : str
        Its file name.

    Returns
    -------
    Acted
        What was done.

    Raises
    ------
    CertificationError
        STF-001 to STF-006, CRT-003, CRT-004, CRT-008, CRT-031, CRT-035 to CRT-037, CRT-039:
        everything that stands against it.
    """
    seen = look(registry, actor, number)
    refuse(
        [
            *may_audit(seen.person, seen.case, seen.now),
            *against_audit(audit, seen.case, seen.today),
        ]
    )
    findings = numbered(audit.findings, seen.case, seen.today)
    body = audit.model_copy(update={"findings": findings})
    return write_down(registry, actor, "audit", seen, body, kept={name: checklist})


def may_audit(person: Person, case: Case, now: datetime.datetime) -> list[Finding]:
    """Say what stands against a person who audits now, or writes the checklist.

    Parameters
    ----------
    person : Person
        Who.
    case : Case
        The application.
    now : datetime
        When.

    Returns
    -------
    list of Finding
        As :func:`may_act_on`, CRT-035 without a plan that is not carried out yet, CRT-036 for who
        is not of the team.
    """
    findings = may_act_on(person, "audit", case, now)
    plan = case.body(PlanAudit)
    if plan is None or findings:
        return findings
    if case.audited:
        hint = text("plan a further audit: {command}", command="pvfootprint cert plan-audit")
        message = text("the audit that was planned is entered already")
        findings.append(Finding("CRT-035", message, found=_entered(case), hint=hint))
    if person.key not in {member.person for member in plan.team}:
        findings.append(
            Finding(
                "CRT-036",
                text("{person} is not of the planned audit team", person=person.name.text),
                found=person.key,
                expected=joined(", ", [member.person for member in plan.team]),
                hint=text("let a member of the team do it, or plan the audit again"),
            )
        )
    return findings


def against_audit(audit: Audit, case: Case, today: datetime.date) -> list[Finding]:
    """Say what stands against the content of an audit: CRT-031, CRT-035, CRT-037, CRT-039."""
    return [
        *_against_dates(audit, case, today),
        *_unanswered(audit, case),
        *_unsaid(audit),
    ]


def numbered(
    findings: Iterable[AuditFinding], case: Case, today: datetime.date
) -> tuple[AuditFinding, ...]:
    """Give findings their keys, after those of earlier audits, and their due days.

    Parameters
    ----------
    findings : iterable of AuditFinding
        Of one audit.
    case : Case
        The application.
    today : date
        From when the days of the scheme run.

    Returns
    -------
    tuple of AuditFinding
        Keys from ``F1`` on; no due day for grades for which the scheme has none.
    """
    before = len(case.findings)
    return tuple(
        finding.model_copy(
            update={"key": f"F{before + i}", "due": due_day(case.scheme, finding.grade, today)}
        )
        for i, finding in enumerate(findings, start=1)
    )


def due_day(scheme: CertificationScheme, grade: str, today: datetime.date) -> str:
    """Return the last day for the corrective action of a finding; empty where none is asked for."""
    days = scheme.due_days.get(grade)
    return "" if days is None else (today + datetime.timedelta(days=days)).isoformat()


def _against_dates(audit: Audit, case: Case, today: datetime.date) -> list[Finding]:
    findings = []
    if audit.end < audit.start:
        message = text("the audit ends before it begins")
        found = text("{start} to {end}", start=audit.start, end=audit.end)
        findings.append(Finding("CRT-031", message, found=found))
    plan = case.body(PlanAudit)
    if plan and audit.start < plan.start:
        findings.append(
            Finding(
                "CRT-035",
                text("the audit began before the day that was planned"),
                found=audit.start,
                expected=text("{day} or later", day=plan.start),
                hint=text("plan the audit again if the date was moved"),
            )
        )
    if audit.end > today.isoformat():
        findings.append(
            Finding(
                "CRT-035",
                text("the audit is not over yet"),
                found=audit.end,
                expected=text("{day} or earlier", day=today),
                hint=text("enter it when it is over"),
            )
        )
    return findings


def _unanswered(audit: Audit, case: Case) -> list[Finding]:
    answered = {answer.question for answer in audit.answers}
    points = case.evaluation.points if case.evaluation else ()
    left = [one.key for one in points if one.outcome == "asks"]
    asked = [*(one.key for one in case.scheme.checklist), *left]
    missing = [key for key in dict.fromkeys(asked) if key not in answered]
    if not missing:
        return []
    return [
        Finding(
            "CRT-039",
            text("questions of the checklist are not answered"),
            found=text("missing: {questions}", questions=joined(", ", missing)),
            expected=text("an answer to each; 'not applicable' with the reason is one"),
        )
    ]


def _unsaid(audit: Audit) -> list[Finding]:
    said_of = {finding.question for finding in audit.findings if finding.grade != "observation"}
    return [
        Finding(
            "CRT-037",
            text("a question is answered with 'does not conform', but no finding says why"),
            found=answer.question,
            expected=text("a major or minor finding with the number of the question"),
        )
        for answer in audit.answers
        if answer.answer == "does not conform" and answer.question not in said_of
    ]


def _entered(case: Case) -> str:
    audit = case.last("audit")
    return audit.day.isoformat() if audit else ""
