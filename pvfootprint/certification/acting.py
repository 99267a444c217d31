"""Does an act: checks that it is allowed and writes it to the log, in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.certification.opening import open_case, open_certificate
from pvfootprint.certification.permitting import REFUSE, may_act_on, name_of
from pvfootprint.language.texts import text
from pvfootprint.model.findings import CertificationError, Finding, has_errors
from pvfootprint.registry.acting import unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pvfootprint.certification.acts import Body
    from pvfootprint.certification.cases import Case, Certificate, History
    from pvfootprint.registry.entries import Actor
    from pvfootprint.registry.people import Person
    from pvfootprint.registry.registry import Registry
    from pvfootprint.registry.snapshots import Snapshot
    from pvfootprint.registry.transactions import Transaction


def person_of(snapshot: Snapshot, actor: Actor) -> Person:
    """Return the person who acts, or raise STF-001."""
    found = snapshot.people().get(actor.person)
    if found is None or found.public != actor.key.public_key().public_bytes_raw().hex():
        raise CertificationError([unknown(actor.person)])
    return found


def refuse(findings: list[Finding]) -> None:
    """Raise what stands against an act, if anything does."""
    if has_errors(findings):
        raise CertificationError(findings)


def changed_since(seen: History, now: History) -> list[Finding]:
    """Say whether somebody else acted on the same subject in between: CRT-007, or nothing."""
    if len(seen.done) == len(now.done):
        return []
    last = now.done[-1]
    return [
        Finding(
            "CRT-007",
            text("somebody else has acted on {subject} in the meantime", subject=now.subject),
            found=text("{act} by {person}", act=name_of(last.act), person=last.person),
            hint=text("look at it again, then repeat the command"),
        )
    ]


def act_on_case(
    registry: Registry,
    actor: Actor,
    number: str,
    act: str,
    body: Body,
    *,
    papers: Mapping[str, bytes] | None = None,
    seen: Case | None = None,
    also: Callable[[Transaction, Case], None] | None = None,
) -> Case:
    """Do an act on an application.

    Parameters
    ----------
    registry : Registry
        Where.
    actor : Actor
        Who.
    number : str
        Of the application.
    act : str
        What; ``refuse`` is written as ``decide``.
    body : Body
        What the act says; `papers` are added to its files.
    papers : mapping, optional
        Files that go with the act: name -> content. They are kept first, and stand in the body.
    seen : Case, optional
        The case from which the papers were made: it must not have changed since.
    also : callable, optional
        What else is written in the same transaction.

    Returns
    -------
    Case
        As it stands afterwards.

    Raises
    ------
    CertificationError
        With everything that stands against it; then nothing is written.
    """
    body = _with_papers(registry, body, papers)
    with registry.writing() as transaction:
        case = open_case(transaction, number)
        refuse(may_act_on(person_of(transaction, actor), act, case, transaction.now))
        if seen:
            refuse(changed_since(seen, case))
        if also:
            also(transaction, case)
        logged = "decide" if act == REFUSE else act
        transaction.append(logged, number, body.model_dump(mode="json"), actor)
        return open_case(transaction, number)


def act_on_certificate(
    registry: Registry,
    actor: Actor,
    number: str,
    act: str,
    body: Body,
    *,
    papers: Mapping[str, bytes] | None = None,
    seen: Certificate | None = None,
    allowed: Callable[[Person, Certificate, Case], list[Finding]],
) -> Certificate:
    """Do an act on a certificate.

    Parameters
    ----------
    registry, actor, act, body, papers, seen
        As :func:`act_on_case`.
    number : str
        Of the certificate.
    allowed : callable
        Says what stands against it.

    Returns
    -------
    Certificate
        As it stands afterwards.

    Raises
    ------
    CertificationError
        With everything that stands against it; then nothing is written.
    """
    body = _with_papers(registry, body, papers)
    with registry.writing() as transaction:
        certificate = open_certificate(transaction, number)
        case = open_case(transaction, certificate.allotment.application)
        refuse(allowed(person_of(transaction, actor), certificate, case))
        if seen:
            refuse(changed_since(seen, certificate))
        transaction.append(act, number, body.model_dump(mode="json"), actor)
        return open_certificate(transaction, number)


def _with_papers(registry: Registry, body: Body, papers: Mapping[str, bytes] | None) -> Body:
    """Keep the papers of an act, and name them in its body."""
    if not papers:
        return body
    files = dict(zip(papers, registry.keep(papers.values()), strict=True))
    return body.model_copy(update={"files": {**body.files, **files}})
