"""Takes up an application, or says why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.certification.acting import refuse
from pvfootprint.certification.acts import Accept, Reject
from pvfootprint.certification.intake.green import wanted_by
from pvfootprint.certification.intake.requesting import missing_documents
from pvfootprint.certification.permitting import may_act_on
from pvfootprint.certification.stepping import look, write_down
from pvfootprint.language.texts import text
from pvfootprint.model.findings import CertificationError, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.certification.cases import Case
    from pvfootprint.certification.subjects import Acted
    from pvfootprint.model.certificate_record import Said
    from pvfootprint.registry.entries import Actor
    from pvfootprint.registry.projections import GreenRange
    from pvfootprint.registry.registry import Registry
    from pvfootprint.registry.transactions import Transaction


def accept(registry: Registry, actor: Actor, number: str) -> Acted:
    """Take up an application and reserve the green certificates that it counts.

    What another application holds for the same use, such as a supplier's own, is not reserved
    anew: it is one use of the same electricity.

    Parameters
    ----------
    registry : Registry
        Where.
    actor : Actor
        Who.
    number : str
        Of the application.

    Returns
    -------
    Acted
        The application, the letter and the agreement.

    Raises
    ------
    CertificationError
        With everything that stands against it: STF-001 to STF-006, CRT-001, CRT-003, CRT-004,
        CRT-008; CRT-011 for missing documents; CRT-016 if it was accepted before; REG-016 and
        REG-017 for green certificates.
    """
    seen = look(registry, actor, number)
    case = seen.case
    with registry.reading() as snapshot:
        wanted = wanted_by(snapshot, case, case.application.green)
    findings = may_act_on(seen.person, "accept", case, seen.now)
    if not case.closed:
        findings += _accepted(case)
        findings += missing_documents(case.scheme, case.application.documents)
        findings += wanted.findings
    refuse(findings)
    body = Accept(green_reserved=wanted.ranges)

    def still_free(transaction: Transaction, case: Case) -> None:
        _refuse_others(wanted_by(transaction, case, case.application.green).ranges, body, number)

    return write_down(registry, actor, "accept", seen, body, also=still_free)


def reject(registry: Registry, actor: Actor, number: str, reasons: tuple[Said, ...]) -> Acted:
    """Refuse to take up an application, or to go on with it; its green certificates are free again.

    Parameters
    ----------
    registry, actor, number
        As :func:`accept`.
    reasons : tuple of Said
        Why.

    Returns
    -------
    Acted
        The application, and the letter.

    Raises
    ------
    CertificationError
        With everything that stands against it: STF-001 to STF-006, CRT-001, CRT-004, CRT-008.
    """
    seen = look(registry, actor, number)
    refuse(may_act_on(seen.person, "reject", seen.case, seen.now))
    return write_down(registry, actor, "reject", seen, Reject(reasons=reasons))


def _accepted(case: Case) -> Iterator[Finding]:
    if case.is_done("accept"):
        message = text(
            "the application {application} was accepted already", application=case.subject
        )
        hint = text("see it with {command}", command=f"pvfootprint cert show {case.subject}")
        yield Finding("CRT-016", message, hint=hint)


def _refuse_others(ranges: tuple[GreenRange, ...], body: Accept, number: str) -> None:
    """Raise CRT-007 if other green certificates are to be reserved than the papers say."""
    if ranges == body.green_reserved:
        return
    message = text(
        "somebody else has taken green certificates that {number} counts in the meantime",
        number=number,
    )
    hint = text("look at it again, then repeat the command")
    raise CertificationError([Finding("CRT-007", message, hint=hint)])
