"""Decides: a grant only when every criterion of the scheme holds; a refusal with reasons."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pvfootprint.certification.acting import refuse
from pvfootprint.certification.acts import Decide
from pvfootprint.certification.decision.criteria import against_grant, check_criteria, view_of
from pvfootprint.certification.issue.values import as_said
from pvfootprint.certification.opening import open_certificate
from pvfootprint.certification.permitting import REFUSE, may_act_on
from pvfootprint.certification.stepping import look, write_down
from pvfootprint.certification.upkeep.standing import STATUS_NAMES
from pvfootprint.language.texts import joined, text
from pvfootprint.model.certification import CRITERIA
from pvfootprint.model.findings import Finding

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Sequence

    from pvfootprint.certification.acts import Checked
    from pvfootprint.certification.cases import Case
    from pvfootprint.certification.decision.criteria import View
    from pvfootprint.certification.stepping import Seen
    from pvfootprint.certification.subjects import Acted
    from pvfootprint.model.certificate_record import Said
    from pvfootprint.registry.entries import Actor
    from pvfootprint.registry.registry import Registry
    from pvfootprint.registry.snapshots import Snapshot
    from pvfootprint.registry.transactions import Transaction

REPLACEABLE = {
    "renewal": ("valid", "expired"),
    "extension": ("valid",),
    "reduction": ("valid",),
}
"""States in which a certificate can be replaced, by kind of application."""

ALL_HOLD = text("every criterion of the scheme holds")


def criteria_now(registry: Registry, case: Case) -> tuple[Checked, ...]:
    """Say how each criterion of the scheme stands today.

    Parameters
    ----------
    registry : Registry
        Where.
    case : Case
        The application.

    Returns
    -------
    tuple of Checked
        In the order of the scheme.
    """
    with registry.reading() as snapshot:
        return check_criteria(view_of(snapshot, case, registry.now().date()))


def grant(registry: Registry, actor: Actor, number: str, reasons: Sequence[Said] = ()) -> Acted:
    """Grant a certificate; its green certificates are spent for ever.

    Parameters
    ----------
    registry : Registry
        Where.
    actor : Actor
        Who: neither evaluated nor audited.
    number : str
        Of the application.
    reasons : sequence of Said
        Why; by default that every criterion holds.

    Returns
    -------
    Acted
        What was done.

    Raises
    ------
    CertificationError
        STF-001 to STF-006, CRT-003, CRT-004, CRT-008; CRT-045 for every criterion that does not
        hold; CRT-046 if a certificate is to be replaced that cannot be.
    """
    seen = look(registry, actor, number)
    with registry.reading() as snapshot:
        view = view_of(snapshot, seen.case, seen.today)
        checked = check_criteria(view)
        findings = [
            *may_act_on(seen.person, "decide", seen.case, seen.now),
            *_failing(seen, checked),
            *against_replacing(snapshot, seen.case, seen.today),
        ]
        upstream, green = tuple(sorted(set(view.chosen.values()))), view.green.ranges
    refuse(findings)
    body = Decide(
        decision="grant",
        reasons=tuple(reasons) or (as_said(ALL_HOLD),),
        criteria=checked,
        upstream=upstream,
        green_reserved=green,
        green_now="spent",
    )
    return write_down(registry, actor, "decide", seen, body, also=_still(view))


def refuse_certificate(
    registry: Registry, actor: Actor, number: str, reasons: Sequence[Said]
) -> Acted:
    """Refuse a certificate, at any time from the acceptance on; green certificates are free again.

    What a grant that is taken back has spent stays spent.

    Parameters
    ----------
    registry, actor, number
        As :func:`grant`.
    reasons : sequence of Said
        Why; at least one.

    Returns
    -------
    Acted
        What was done.

    Raises
    ------
    CertificationError
        STF-001 to STF-006, CRT-003, CRT-004; CRT-047 without a reason.
    """
    seen = look(registry, actor, number)
    findings = may_act_on(seen.person, REFUSE, seen.case, seen.now)
    if not any(one.en or one.zh for one in reasons):
        hint = text("give it with {option}", option="--reason-zh, --reason-en")
        message = text("a refusal needs a reason")
        findings.append(Finding("CRT-047", message, found=number, hint=hint))
    refuse(findings)
    checked = criteria_now(registry, seen.case)
    body = Decide(decision="refuse", reasons=tuple(reasons), criteria=checked, green_now="released")
    return write_down(registry, actor, REFUSE, seen, body)


def against_replacing(snapshot: Snapshot, case: Case, day: datetime.date) -> list[Finding]:
    """Say whether the certificate that is to be replaced cannot be: CRT-046, or nothing.

    Parameters
    ----------
    snapshot : Snapshot
        The registry.
    case : Case
        The application.
    day : date
        On which day.
    """
    number = case.application.certificate
    if not number:
        return []
    status = open_certificate(snapshot, number).status(day)
    allowed = REPLACEABLE[case.application.kind]
    if status in allowed:
        return []
    return [
        Finding(
            "CRT-046",
            text("certificate {number} cannot be replaced in this state", number=number),
            found=STATUS_NAMES[status],
            expected=joined(" or ", (STATUS_NAMES[one] for one in allowed)),
            hint=text("see it with {command}", command=f"pvfootprint cert show {number}"),
        )
    ]


def _failing(seen: Seen, checked: Sequence[Checked]) -> list[Finding]:
    """Say what does not hold, but for criteria of steps that are still to come."""
    missing = [step for step in seen.case.steps if not seen.case.is_done(step)]
    if "evaluate" in missing:
        return []
    return against_grant(seen.case, [one for one in checked if CRITERIA[one.key] not in missing])


def _still(view: View) -> Callable[[Transaction, Case], None]:
    """Look again, while nobody else can write: a certificate upstream may have been suspended."""

    def check(transaction: Transaction, case: Case) -> None:
        now = replace(view, case=case, snapshot=transaction)
        refuse(
            [
                *against_grant(case, check_criteria(now)),
                *against_replacing(transaction, case, now.day),
            ]
        )

    return check
