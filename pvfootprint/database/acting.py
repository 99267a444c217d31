"""Writes acts of the base database to the log, if nothing stands against them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.certification.acting import person_of
from pvfootprint.database.folding import read_standings
from pvfootprint.database.objecting import objections
from pvfootprint.database.standing import step
from pvfootprint.model.canonical import canonical
from pvfootprint.model.findings import DatabaseError, has_errors
from pvfootprint.registry.entries import Entry
from pvfootprint.registry.transactions import said_time

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pvfootprint.certification.acts import Body
    from pvfootprint.database.standing import Standing
    from pvfootprint.model.findings import Finding
    from pvfootprint.registry.entries import Actor
    from pvfootprint.registry.transactions import Transaction


def write(transaction: Transaction, actor: Actor, act: str, subject: str, body: Body) -> Entry:
    """Write an act of the base database to the log.

    Parameters
    ----------
    transaction : Transaction
        The registry, being written.
    actor : Actor
        Who.
    act, subject : str
        What, and to what.
    body : Body
        What the act says; its files are kept already.

    Returns
    -------
    Entry
        The entry.

    Raises
    ------
    CertificationError
        STF-001 if the key is nobody's.
    DatabaseError
        With everything that stands against it, as :func:`objections` says it.
    RegistryError
        As :meth:`Transaction.append`.
    """
    return _write(transaction, actor, act, subject, body)[0]


def write_on_dataset(
    transaction: Transaction, actor: Actor, act: str, subject: str, body: Body
) -> Standing:
    """Write an act on a dataset to the log, and return the dataset as it stands afterwards.

    Parameters
    ----------
    transaction, actor, act, subject, body
        As :func:`write`, which says what is raised.

    Returns
    -------
    Standing
        The dataset.
    """
    entry, found = _write(transaction, actor, act, subject, body)
    step(found, entry, body)
    return found[subject]


def _write(
    transaction: Transaction, actor: Actor, act: str, subject: str, body: Body
) -> tuple[Entry, dict[str, Standing]]:
    """Write an act; return its entry, and the datasets as they were before it."""
    person_of(transaction, actor)
    data = body.model_dump(mode="json")
    last = transaction.last()
    entry = Entry(
        position=last.position + 1 if last else 1,
        previous="",
        time=said_time(transaction.now),
        act=act,
        subject=subject,
        person=actor.person,
        body=canonical(data).decode("utf-8"),
        signature="",
        hash="",
    )
    found = read_standings(transaction)
    refuse(objections(transaction.people(), found, entry))
    return transaction.append(act, subject, data, actor), found


def refuse(findings: Iterable[Finding]) -> None:
    """Raise what stands against an act, if anything does."""
    found = list(findings)
    if has_errors(found):
        raise DatabaseError(found)
