"""Says what may become of a certificate now: its state, since when, and which acts are possible."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from pvfootprint.certification.acts import Answer, Appeal
from pvfootprint.certification.cases import Case
from pvfootprint.certification.permitting import (
    conflict,
    may_act,
    name_of,
    same_person,
    steps,
)
from pvfootprint.language.texts import joined, text
from pvfootprint.model.findings import Finding

if TYPE_CHECKING:
    from pvfootprint.certification.cases import Certificate
    from pvfootprint.registry.people import Person

STATUS_NAMES = {
    "not issued": text("not issued yet"),
    "valid": text("valid"),
    "expired": text("expired"),
    "suspended": text("suspended"),
    "withdrawn": text("withdrawn"),
    "cancelled": text("cancelled on request"),
    "superseded": text("superseded"),
}
"""Public states of a certificate, in words."""

HELD = ("surveil", "correct", "change", "renew", "suspend", "withdraw", "cancel")

POSSIBLE: dict[str, tuple[str, ...]] = {
    "not issued": ("issue",),
    "valid": HELD,
    # It may be suspended for longer, up to the scheme's limit from the first day.
    "suspended": (*HELD, "resume"),
    "expired": (),
    "withdrawn": (),
    "cancelled": (),
    "superseded": (),
}
"""What may be done to a certificate in each state."""

HEARING = ("complaint", "answer-complaint", "appeal", "answer-appeal")
"""What may be done in every state from the issue on."""


def possible(certificate: Certificate, day: datetime.date) -> tuple[str, ...]:
    """Return the acts that the state of a certificate allows.

    Parameters
    ----------
    certificate : Certificate
        As it stands.
    day : date
        On which day.

    Returns
    -------
    tuple of str
        Acts; who may do them is another matter.
    """
    status = certificate.status(day)
    acts = POSSIBLE[status]
    if status == "withdrawn" and day <= certificate.expires and upheld(certificate, "withdraw"):
        acts = (*acts, "resume")
    return acts if status == "not issued" else (*acts, *HEARING)


def upheld(certificate: Certificate, act: str) -> bool:
    """Return whether an appeal against the newest act of a kind was upheld."""
    target = certificate.last(act)
    if target is None:
        return False
    after = [one for one in certificate.done if one.position > target.position]
    keys = {
        one.body.key
        for one in after
        if isinstance(one.body, Appeal) and one.body.against == target.act
    }
    return any(
        one.act == "answer-appeal"
        and isinstance(one.body, Answer)
        and one.body.upheld
        and one.body.key in keys
        for one in after
    )


def suspended_since(certificate: Certificate) -> datetime.date | None:
    """Return the first day of the suspension that runs; None if none does."""
    first = None
    for one in certificate.all("suspend", "resume"):
        if one.act == "resume":
            first = None
        elif first is None:
            first = one.day
    return first


def since(certificate: Certificate, day: datetime.date) -> datetime.date:
    """Return the first day of the state that a certificate is in.

    Parameters
    ----------
    certificate : Certificate
        As it stands.
    day : date
        On which its state is asked for.

    Returns
    -------
    date
        Of its issue, of the act that changed its state, or after its last day.
    """
    status = certificate.status(day)
    if status == "expired":
        return certificate.expires + datetime.timedelta(days=1)
    if status == "suspended":
        return suspended_since(certificate) or day
    if certificate.ended:
        return certificate.ended.day
    changed = certificate.last("resume", "issue") or certificate.last("allot")
    return changed.day if changed else day


def may_act_on_certificate(
    person: Person, act: str, certificate: Certificate, case: Case, time: datetime.datetime
) -> list[Finding]:
    """Say whether a person may do an act on a certificate now.

    Parameters
    ----------
    person : Person
        Who.
    act : str
        What.
    certificate : Certificate
        On which one.
    case : Case
        The application that led to it: its people and its client count.
    time : datetime
        When.

    Returns
    -------
    list of Finding
        STF-002 to STF-006 and CRT-005: everything that stands against it.
    """
    whole = Case(case.subject, (*case.done, *certificate.done), case.scheme)
    return [
        *may_act(person, act, case.scheme, time),
        *same_person(person, act, whole),
        *conflict(person, act, case, time.date()),
        *not_possible(act, certificate, time.date()),
    ]


def not_possible(act: str, certificate: Certificate, day: datetime.date) -> list[Finding]:
    """Say whether the state of a certificate does not allow an act: CRT-005, or nothing."""
    acts = possible(certificate, day)
    if act in acts:
        return []
    status = STATUS_NAMES[certificate.status(day)]
    return [
        Finding(
            "CRT-005",
            text(
                "this cannot be done to certificate {number} now: {act}",
                number=certificate.subject,
                act=name_of(act),
            ),
            found=text("{status} since {day}", status=status, day=since(certificate, day)),
            expected=joined(": ", [text("possible now"), steps(acts)]),
            hint=text(
                "see all that was done: {command}",
                command=f"pvfootprint cert show {certificate.subject}",
            ),
        )
    ]
