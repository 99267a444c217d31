"""Suspends, resumes, withdraws and cancels certificates."""

from __future__ import annotations

import datetime
from functools import partial
from typing import TYPE_CHECKING

from pvfootprint.certification.acting import refuse
from pvfootprint.certification.acts import Cancel, Resume, Suspend, Withdraw
from pvfootprint.certification.cases import Certificate
from pvfootprint.certification.subjects import Acted, act_on, open_with_case
from pvfootprint.certification.upkeep.standing import suspended_since
from pvfootprint.certification.upkeep.surveilling import not_maintained
from pvfootprint.language.texts import text
from pvfootprint.model.certification import months_later
from pvfootprint.model.findings import Finding

if TYPE_CHECKING:
    from pvfootprint.certification.cases import Case
    from pvfootprint.certification.subjects import Subject
    from pvfootprint.model.certificate_record import Said
    from pvfootprint.registry.entries import Actor
    from pvfootprint.registry.registry import Registry


def suspend(
    registry: Registry, actor: Actor, number: str, reason: Said, until: datetime.date
) -> Acted:
    """Suspend a certificate, or suspend it for longer.

    Parameters
    ----------
    registry : Registry
        Where.
    actor : Actor
        Who.
    number : str
        Of the certificate.
    reason : Said
        Why.
    until : date
        By when what led to it must be mended; not later than the scheme's longest suspension after
        its first day, and not after the last day of the certificate.

    Returns
    -------
    Acted
        What was done.

    Raises
    ------
    CertificationError
        CRT-061 for another day, or with what stands against it.
    """

    def make(subject: Subject, case: Case, day: datetime.date) -> Suspend:
        refuse(_too_long(subject, case, until, day))
        return Suspend(reason=reason, until=until.isoformat())

    return act_on(registry, actor, number, "suspend", make)


def resume(registry: Registry, actor: Actor, number: str, reason: Said) -> Acted:
    """End a suspension, or take back a withdrawal after an appeal against it was upheld.

    Parameters
    ----------
    registry, actor, number, reason
        As for :func:`suspend`.

    Returns
    -------
    Acted
        What was done.

    Raises
    ------
    CertificationError
        CRT-063 while the newest surveillance keeps the certificate from being valid, or with what
        stands against it.
    """
    with registry.reading() as snapshot:
        certificate, case = open_with_case(snapshot, number)
        surveyed = not_maintained(
            certificate, case, partial(open_with_case, snapshot), registry.now().date()
        )

    def make(subject: Subject, _: Case, day: datetime.date) -> Resume:
        # What an upheld appeal gives back was not to be surveyed in the meantime.
        if isinstance(subject, Certificate) and subject.status(day) == "suspended":
            refuse(surveyed)
        return Resume(reason=reason)

    return act_on(registry, actor, number, "resume", make)


def withdraw(registry: Registry, actor: Actor, number: str, reason: Said) -> Acted:
    """Withdraw a certificate.

    Parameters
    ----------
    registry, actor, number, reason
        As for :func:`suspend`.

    Returns
    -------
    Acted
        What was done.
    """
    return act_on(registry, actor, number, "withdraw", lambda *_: Withdraw(reason=reason))


def cancel(registry: Registry, actor: Actor, number: str, reason: Said) -> Acted:
    """Cancel a certificate, because its holder asks for it.

    Parameters
    ----------
    registry, actor, number
        As for :func:`suspend`.
    reason : Said
        Who asked for it, and why.

    Returns
    -------
    Acted
        What was done.
    """
    return act_on(registry, actor, number, "cancel", lambda *_: Cancel(reason=reason))


def latest_end(certificate: Certificate, case: Case, day: datetime.date) -> datetime.date:
    """Return the last day to which a certificate can be suspended.

    Parameters
    ----------
    certificate : Certificate
        Suspended already or not.
    case : Case
        Under whose scheme.
    day : date
        First day, if it is not suspended already.

    Returns
    -------
    date
        So many months after the first day as the scheme says, or its last day if that is earlier.
    """
    first = suspended_since(certificate) or day
    return min(months_later(first, case.scheme.suspension_months), certificate.expires)


def _too_long(
    subject: Subject, case: Case, until: datetime.date, day: datetime.date
) -> list[Finding]:
    if not isinstance(subject, Certificate):
        return []
    latest = latest_end(subject, case, day)
    if day < until <= latest:
        return []
    return [
        Finding(
            "CRT-061",
            text("the certificate cannot be suspended until this day"),
            found=until.isoformat(),
            expected=text("after {day}, at the latest {latest}", day=day, latest=latest),
            hint=text(
                "the scheme allows {months} months of suspension from its first day, and none "
                "beyond the last day of the certificate",
                months=case.scheme.suspension_months,
            ),
        )
    ]
