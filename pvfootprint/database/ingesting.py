"""Takes the inventory of a granted certificate into the base database, and its owner's consent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.certification.acting import person_of
from pvfootprint.certification.evaluation.points import is_same
from pvfootprint.certification.evaluation.recomputing import Kept, recomputed
from pvfootprint.certification.opening import open_case, open_certificate, record_of
from pvfootprint.certification.upkeep.standing import STATUS_NAMES
from pvfootprint.database.acting import refuse, write_on_dataset
from pvfootprint.database.acts import CONSENT, INGEST, SERIES, ChangeConsent, Ingest, key_of
from pvfootprint.database.extracting import unit_process
from pvfootprint.database.folding import read_standings
from pvfootprint.database.objecting import (
    already_there,
    needless_licence,
    not_a_steward,
    without_paper,
)
from pvfootprint.database.papers import consent_files
from pvfootprint.database.processes import UNIT_PROCESS
from pvfootprint.language.texts import joined, text
from pvfootprint.model.canonical import canonical
from pvfootprint.model.findings import DatabaseError, Finding
from pvfootprint.registry.projections import Allotted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.certification.cases import Certificate
    from pvfootprint.database.acts import Consent
    from pvfootprint.database.processes import UnitProcess
    from pvfootprint.database.standing import Standing
    from pvfootprint.model.certificate_record import CertificateRecord
    from pvfootprint.registry.entries import Actor
    from pvfootprint.registry.registry import Registry
    from pvfootprint.registry.snapshots import Snapshot

TAKEN_UP = ("valid", "suspended", "superseded")
"""States of a certificate, its date apart, in which its inventory may enter. While it is suspended
nobody uses the data."""


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind a certificate: what it says, and what the registry keeps of it."""

    record: CertificateRecord
    kept: Kept


def behind(snapshot: Snapshot, number: str) -> Behind:
    """Return what stands behind a certificate.

    Parameters
    ----------
    snapshot : Snapshot
        The registry.
    number : str
        Of the certificate.

    Returns
    -------
    Behind
        As it was when the certificate was granted.

    Raises
    ------
    CertificationError
        CRT-002 if there is no such certificate.
    RegistryError
        REG-003 if anything of it is missing or damaged.
    """
    certificate = open_certificate(snapshot, number)
    record = record_of(snapshot, certificate)
    application = open_case(snapshot, certificate.allotment.application).application
    kept = Kept(
        name=application.submission_name,
        submission=snapshot.file(record.recomputing.submission),
        data=snapshot.file(record.recomputing.data),
        rules=record.rules.key,
    )
    return Behind(record, kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consented:
    """What an owner lets be done with data.

    Parameters
    ----------
    consent : str
        A value of :data:`pvfootprint.database.acts.CONSENTS`.
    paper : bytes, optional
        The owner's signed paper, a PDF; needed unless the data are ``closed``.
    licence : str
        Key of the SPDX list, as the paper names it; for open data only.
    """

    consent: Consent
    paper: bytes | None = None
    licence: str = ""

    @property
    def files(self) -> dict[str, bytes]:
        """The paper as a file of an act; DAT-010 if it is none."""
        return consent_files(self.paper)

    def objections(self) -> list[Finding]:
        """Say what stands against it: DAT-006, DAT-010, DAT-014, or nothing."""
        return [
            *without_paper(self.consent, self.files),
            *needless_licence(self.consent, self.licence),
        ]


def ingest(registry: Registry, actor: Actor, number: str, consented: Consented) -> Standing:
    """Take the inventory of a granted certificate into the base database.

    Parameters
    ----------
    registry : Registry
        Where.
    actor : Actor
        Who; a data steward.
    number : str
        Of the certificate.
    consented : Consented
        What its owner lets be done with it.

    Returns
    -------
    Standing
        The dataset, which nobody has verified yet.

    Raises
    ------
    CertificationError
        CRT-002 for an unknown certificate, STF-001 if the key is nobody's.
    DatabaseError
        With everything that stands against it: STF-004, DAT-004, DAT-006, DAT-009, DAT-014; DAT-010
        for the paper; DAT-011 if the value does not come out again.
    RegistryError
        REG-003 if anything of it is missing or damaged.
    PvfootprintError
        If it cannot be computed any more.
    """
    files = consented.files
    with registry.reading() as snapshot:
        person, certificate = person_of(snapshot, actor), open_certificate(snapshot, number)
        refuse(
            [
                *not_a_steward(person),
                *already_there(read_standings(snapshot), number),
                *consented.objections(),
                *_not_in_use(certificate),
            ]
        )
        source = behind(snapshot, number)
    process = extracted(source)
    files[UNIT_PROCESS] = canonical(process.model_dump(mode="json"))
    with registry.writing() as transaction:
        refuse(_not_in_use(open_certificate(transaction, number)))
        running = transaction.next_running(SERIES)
        body = Ingest(
            certificate=number,
            owner=source.record.producer,
            consent=consented.consent,
            licence=consented.licence,
            workbook=process.workbook,
            submission=process.recomputing.submission,
            library=process.recomputing.library,
            allotted=Allotted(series=SERIES, running=running),
            files={name: transaction.keep(content) for name, content in files.items()},
        )
        return write_on_dataset(transaction, actor, INGEST, key_of(running), body)


def extracted(source: Behind) -> UnitProcess:
    """Compute a certificate again, and return its product's unit process.

    Parameters
    ----------
    source : Behind
        From :func:`behind`.

    Returns
    -------
    UnitProcess
        Whose footprint is the certificate's.

    Raises
    ------
    DatabaseError
        DAT-011 if another value or product comes out.
    """
    with recomputed(source.kept) as found:
        process = unit_process(source.record, found)
    stated = source.record.footprint
    if (
        not is_same(stated.value, process.footprint)
        or process.declared_unit != stated.declared_unit
    ):
        raise DatabaseError(
            [
                Finding(
                    "DAT-011",
                    text(
                        "the value of {number} does not come out again", number=process.certificate
                    ),
                    found=f"{process.footprint!r} kgCO2e/{process.declared_unit}",
                    expected=f"{stated.value!r} {stated.unit}",
                    hint=text(
                        "see what comes out now: {command}", command="pvfootprint cert reproduce"
                    ),
                )
            ]
        )
    return process


def change_consent(registry: Registry, actor: Actor, key: str, consented: Consented) -> Standing:
    """Write down what the owner of a dataset lets be done with it from now on.

    Parameters
    ----------
    registry, actor, consented
        As :func:`ingest`.
    key : str
        ``data/00001``.

    Returns
    -------
    Standing
        The dataset as it stands.

    Raises
    ------
    CertificationError
        STF-001 if the key is nobody's.
    DatabaseError
        STF-004, DAT-003, DAT-006, DAT-010, DAT-014.
    """
    files = consented.files
    refuse(consented.objections())
    with registry.writing() as transaction:
        kept = {name: transaction.keep(content) for name, content in files.items()}
        body = ChangeConsent(consent=consented.consent, licence=consented.licence, files=kept)
        return write_on_dataset(transaction, actor, CONSENT, key, body)


def _not_in_use(certificate: Certificate) -> Iterator[Finding]:
    status = certificate.status(certificate.expires)
    if status not in TAKEN_UP:
        yield Finding(
            "DAT-009",
            text("the inventory of this certificate cannot enter the base database"),
            found=f"{certificate.subject}: {STATUS_NAMES[status]}",
            expected=joined(", ", (STATUS_NAMES[one] for one in TAKEN_UP)),
        )
