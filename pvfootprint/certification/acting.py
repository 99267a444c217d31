"""Does an act: checks that it is allowed and writes it to the log, in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.certification.opening import open_case, open_certificate
from pvfootprint.certification.permitting import REFUSE, may_act_on, name_of
from pvfootprint.language.texts import text
from pvfootprint.model.findings import CertificationError, Finding, has_errors
from pvfootprint.registry.people import PEOPLE_ACTS, Person, people

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pvfootprint.certification.acts import Body
    from pvfootprint.certification.cases import Case, Certificate, History
    from pvfootprint.registry.entries import Actor
    from pvfootprint.registry.registry import Registry
    from pvfootprint.registry.snapshots import Snapshot
    from pvfootprint.registry.transactions import Transaction


def people_of(snapshot: Snapshot) -> dict[str, Person]:
    """Return the people of the certifier."""
    entries = [entry for act in PEOPLE_ACTS for entry in snapshot.entries(act=act)]
    return people(sorted(entries, key=lambda entry: entry.position))


def person_of(snapshot: Snapshot, actor: Actor) -> Person:
    """Return the person who acts, or raise STF-001."""
    found = people_of(snapshot).get(actor.person)
    if found is None or found.public != actor.key.public_key().public_bytes_raw().hex():
        message = text("the key belongs to nobody of this registry")
        hint = text("an administrator adds people with {command}", command="pvfootprint staff add")
        raise CertificationError([Finding("STF-001", message, found=actor.person, hint=hint)])
    return found


def refuse(findings: list[Finding]) -> None:
    """Raise what stands against an act, if anything does."""
    if has_errors(findings):
        raise CertificationError(findings)


def check_case_act(registry: Registry, actor: Actor, number: str, act: str) -> Case:
    """Say before any work is done whether an act will be allowed.

    Parameters
    ----------
    registry : Registry
        Where.
    actor : Actor
        Who.
    number : str
        Of the application.
    act : str
        What.

    Returns
    -------
    Case
        As it stands.

    Raises
    ------
    CertificationError
        With everything that stands against it.
    """
    with registry.reading() as snapshot:
        case = open_case(snapshot, number)
        refuse(may_act_on(person_of(snapshot, actor), act, case, registry.now()))
    return case


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
    make: Callable[[Case], Body],
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
    make : callable
        Makes the body from the case as it stands when nobody else can write; raises
        CertificationError if it can't.
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
    files = _keep(registry, papers)
    with registry.writing() as transaction:
        case = open_case(transaction, number)
        refuse(may_act_on(person_of(transaction, actor), act, case, transaction.now))
        if seen:
            refuse(changed_since(seen, case))
        if also:
            also(transaction, case)
        body = make(case)
        body = body.model_copy(update={"files": {**body.files, **files}})
        transaction.append(
            "decide" if act == REFUSE else act, number, body.model_dump(mode="json"), actor
        )
        return open_case(transaction, number)


def act_on_certificate(
    registry: Registry,
    actor: Actor,
    number: str,
    act: str,
    make: Callable[[Certificate, Case], Body],
    *,
    papers: Mapping[str, bytes] | None = None,
    seen: Certificate | None = None,
    allowed: Callable[[Person, Certificate, Case], list[Finding]],
) -> Certificate:
    """Do an act on a certificate.

    Parameters
    ----------
    registry, actor, act, papers, seen
        As :func:`act_on_case`.
    number : str
        Of the certificate.
    make : callable
        Makes the body from the certificate and the application that led to it.
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
    files = _keep(registry, papers)
    with registry.writing() as transaction:
        certificate = open_certificate(transaction, number)
        case = open_case(transaction, certificate.allotment.application)
        refuse(allowed(person_of(transaction, actor), certificate, case))
        if seen:
            refuse(changed_since(seen, certificate))
        body = make(certificate, case)
        body = body.model_copy(update={"files": {**body.files, **files}})
        transaction.append(act, number, body.model_dump(mode="json"), actor)
        return open_certificate(transaction, number)


def _keep(registry: Registry, papers: Mapping[str, bytes] | None) -> dict[str, str]:
    if not papers:
        return {}
    return dict(zip(papers, registry.keep(papers.values()), strict=True))
