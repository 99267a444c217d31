"""Checks the base database: whether every act of it may stand in the log, and its data hold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pydantic import ValidationError

from pvfootprint.certification.opening import open_certificate, record_of
from pvfootprint.database.acts import INGEST, Ingest
from pvfootprint.database.folding import carry_on
from pvfootprint.database.processes import UNIT_PROCESS, UnitProcess
from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding, PvfootprintError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.database.standing import Standing
    from pvfootprint.model.certificate_record import CertificateRecord
    from pvfootprint.registry.entries import Entry
    from pvfootprint.registry.people import Person
    from pvfootprint.registry.registry import Registry
    from pvfootprint.registry.snapshots import Snapshot

SHOWN = 10
"""How many findings are told."""


def check_database(registry: Registry) -> list[Finding]:
    """Check the base database of a registry whose log is sound.

    Parameters
    ----------
    registry : Registry
        The registry.

    Returns
    -------
    list of Finding
        What :func:`pvfootprint.database.objecting.objections` says of each act, REG-003 for a unit
        process that is missing or damaged, DAT-012 for one that is not understood, DAT-002 for one
        that contradicts its entry or its certificate, CRT-002 for no certificate; at most
        :data:`SHOWN`.
    """
    with registry.reading() as snapshot:
        found: list[Finding] = []
        for finding in _findings(snapshot):
            found.append(finding)
            if len(found) == SHOWN:
                break
        return found


def _findings(snapshot: Snapshot) -> Iterator[Finding]:
    people: dict[str, Person] = {}
    datasets: dict[str, Standing] = {}
    for entry in snapshot.entries():
        against = carry_on(people, datasets, entry)
        if not against and entry.act == INGEST:
            against = list(_against_files(snapshot, entry))
        yield from (_at(entry, finding) for finding in against)


def _against_files(snapshot: Snapshot, entry: Entry) -> Iterator[Finding]:
    body = Ingest.model_validate_json(entry.body)
    try:
        process = UnitProcess.model_validate_json(snapshot.file(body.files[UNIT_PROCESS]))
        record = record_of(snapshot, open_certificate(snapshot, body.certificate))
    except PvfootprintError as error:
        yield from error.findings
    except ValidationError:
        yield Finding("DAT-012", text("the unit process is not understood"))
    else:
        yield from contradictions(body, process, record)


def contradictions(
    body: Ingest, process: UnitProcess, record: CertificateRecord
) -> Iterator[Finding]:
    """Say that unit process, entry and certificate are not about the same: DAT-002, or nothing.

    Parameters
    ----------
    body : Ingest
        What the entry says.
    process : UnitProcess
        What is kept.
    record : CertificateRecord
        What the certificate says.

    Yields
    ------
    Finding
        One, with everything that differs.
    """
    origin, stated = process.recomputing, record.recomputing
    told = {
        "certificate": (process.certificate, body.certificate, record.number),
        "owner": (body.owner, record.producer),
        "workbook": (process.workbook, body.workbook, record.product.workbook),
        "submission": (origin.submission, body.submission, stated.submission),
        "library": (origin.library, body.library, stated.library),
        "footprint": (process.footprint, record.footprint.value),
    }
    other = [name for name, values in told.items() if any(one != values[-1] for one in values)]
    if other:
        yield Finding(
            "DAT-002",
            text("unit process, entry and certificate contradict each other"),
            found=", ".join(other),
            expected=record.number,
        )


def _at(entry: Entry, finding: Finding) -> Finding:
    """Say in which entry of the log something is wrong."""
    message = text(
        "entry {position} of the log: {what}", position=entry.position, what=finding.message
    )
    return replace(finding, message=message, hint="")
