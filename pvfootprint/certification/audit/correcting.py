"""Closes findings of an audit, or gives them another due day."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from pvfootprint.certification.acting import refuse
from pvfootprint.certification.acts import Correct, GivenDocument, Postpone
from pvfootprint.certification.audit.auditing import due_day
from pvfootprint.certification.permitting import may_act_on
from pvfootprint.certification.stepping import look, write_down
from pvfootprint.language.texts import joined, text
from pvfootprint.model.canonical import digest
from pvfootprint.model.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pvfootprint.certification.acts import AuditFinding
    from pvfootprint.certification.cases import Case
    from pvfootprint.certification.subjects import Acted
    from pvfootprint.model.certificate_record import Said
    from pvfootprint.registry.entries import Actor
    from pvfootprint.registry.registry import Registry


def close_finding(
    registry: Registry,
    actor: Actor,
    number: str,
    finding: str,
    action: Said,
    evidence: Mapping[str, bytes],
) -> Acted:
    """Accept a corrective action as closing a finding.

    Parameters
    ----------
    registry : Registry
        Where.
    actor : Actor
        Who.
    number : str
        Of the application.
    finding : str
        Its key: ``F1``.
    action : Said
        What the client did.
    evidence : mapping
        What shows it: name -> content; it is kept.

    Returns
    -------
    Acted
        What was done, with the note for the client.

    Raises
    ------
    CertificationError
        STF-001 to STF-006, CRT-004, CRT-008; CRT-006 after the due day, CRT-038 if it is not open,
        CRT-040 without evidence.
    """
    seen = look(registry, actor, number)
    refuse(may_act_on(seen.person, "correct", seen.case, seen.now))
    found, findings = _open(seen.case, finding)
    if found and found.due and found.due < seen.today.isoformat():
        findings.append(overdue(found, number))
    if not evidence:
        hint = text("give it with {option}", option="--evidence FILE")
        message = text("a finding is closed by evidence of what was done")
        findings.append(Finding("CRT-040", message, found=finding, hint=hint))
    refuse(findings)
    given = tuple(
        GivenDocument(kind="", name=name, sha256=digest(content))
        for name, content in evidence.items()
    )
    body = Correct(finding=finding, action=action, evidence=given)
    return write_down(registry, actor, "correct", seen, body, kept=evidence)


def postpone_finding(
    registry: Registry, actor: Actor, number: str, finding: str, due: datetime.date, reason: Said
) -> Acted:
    """Give an open finding another due day.

    Parameters
    ----------
    registry, actor, number, finding
        As :func:`close_finding`.
    due : date
        The new last day: later than today, at most the days of the scheme from today.
    reason : Said
        Why.

    Returns
    -------
    Acted
        What was done, with the note for the client.

    Raises
    ------
    CertificationError
        STF-001 to STF-006, CRT-004, CRT-008; CRT-038 if it is not open, CRT-041 if the day is not
        possible.
    """
    seen = look(registry, actor, number)
    refuse(may_act_on(seen.person, "postpone", seen.case, seen.now))
    found, findings = _open(seen.case, finding)
    if found:
        findings += _against_due(found, due, seen.case, seen.today)
    refuse(findings)
    body = Postpone(finding=finding, due=due.isoformat(), reason=reason)
    return write_down(registry, actor, "postpone", seen, body)


def overdue(finding: AuditFinding, number: str) -> Finding:
    """Say that the corrective action of a finding is late: CRT-006."""
    return Finding(
        "CRT-006",
        text("the corrective action of {finding} is overdue", finding=finding.key),
        found=text("due on {day}", day=finding.due),
        hint=text(
            "an auditor can give it another day with a reason: {command}; else refuse the "
            "application",
            command=f"pvfootprint cert correct {number} {finding.key} --postpone-to DATE",
        ),
    )


def _open(case: Case, key: str) -> tuple[AuditFinding | None, list[Finding]]:
    found = {finding.key: finding for finding in case.open_findings}
    if key in found:
        return found[key], []
    closed = any(finding.key == key for finding in case.findings)
    message = (
        text("the finding {finding} is closed already", finding=key)
        if closed
        else text("there is no finding {finding}", finding=key)
    )
    expected = joined("; ", [text("open: {findings}", findings=joined(", ", found))])
    return None, [Finding("CRT-038", message, found=key, expected=expected if found else "")]


def _against_due(
    finding: AuditFinding, due: datetime.date, case: Case, today: datetime.date
) -> list[Finding]:
    latest = due_day(case.scheme, finding.grade, today)
    if not finding.due or not latest:
        message = text("{finding} has no due day: nothing is asked for", finding=finding.key)
        return [Finding("CRT-041", message, found=due.isoformat())]
    if today.isoformat() < due.isoformat() <= latest:
        return []
    return [
        Finding(
            "CRT-041",
            text("this day is not possible for {finding}", finding=finding.key),
            found=due.isoformat(),
            expected=text("after {today}, and not after {latest}", today=today, latest=latest),
        )
    ]
