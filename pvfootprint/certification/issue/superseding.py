"""Ends the certificate in whose place a new one stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.certification.acting import person_of
from pvfootprint.certification.acts import Supersede
from pvfootprint.certification.opening import open_certificate
from pvfootprint.certification.papers import act_papers
from pvfootprint.certification.subjects import open_with_case

if TYPE_CHECKING:
    from pvfootprint.model.certificate_record import CertificateRecord
    from pvfootprint.registry.entries import Actor
    from pvfootprint.registry.registry import Registry
    from pvfootprint.registry.snapshots import Snapshot
    from pvfootprint.registry.transactions import Transaction


def make_notice(registry: Registry, actor: Actor, record: CertificateRecord) -> dict[str, bytes]:
    """Make the notice that a certificate is superseded.

    Parameters
    ----------
    registry : Registry
        Where.
    actor : Actor
        Who acts.
    record : CertificateRecord
        Of the new certificate.

    Returns
    -------
    dict
        Name -> content; empty if it replaces none, or one that has ended by itself.
    """
    if not record.replaces:
        return {}
    with registry.reading() as snapshot:
        before, case = open_with_case(snapshot, record.replaces)
        people, person = snapshot.people(), person_of(snapshot, actor)
    if before.ended:
        return {}
    papers = act_papers(
        before,
        "supersede",
        Supersede(by=record.number),
        case=case,
        people=people,
        person=person,
        day=registry.now().date(),
    )
    return {f"{record.replaces}-{name}": content for name, content in papers.items()}


def supersede(
    transaction: Transaction, actor: Actor, record: CertificateRecord, notice: dict[str, bytes]
) -> None:
    """Write that a certificate is superseded, unless it has ended already.

    Parameters
    ----------
    transaction : Transaction
        In which the new certificate is issued.
    actor : Actor
        Who acts.
    record : CertificateRecord
        Of the new certificate.
    notice : dict
        From :func:`make_notice`.
    """
    if not record.replaces or open_certificate(transaction, record.replaces).ended:
        return
    files = {name: transaction.keep(content) for name, content in notice.items()}
    body = Supersede(by=record.number, files=files)
    transaction.append("supersede", record.replaces, body.model_dump(mode="json"), actor)


def notice_of(snapshot: Snapshot, replaced: str, number: str) -> dict[str, str]:
    """Return the notice that went out with a certificate: name -> SHA-256.

    Parameters
    ----------
    snapshot : Snapshot
        The registry.
    replaced : str
        Number of the certificate that it replaced; may be empty.
    number : str
        Its own number.
    """
    if not replaced:
        return {}
    body = open_certificate(snapshot, replaced).body(Supersede)
    return dict(body.files) if body and body.by == number else {}
