"""Makes the record of a certificate: what it says, from the application and its evaluation."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.certification.issue.values import shown_value
from pvfootprint.certification.opening import open_certificate, record_of
from pvfootprint.model.certificate_record import (
    CertificateRecord,
    Certifier,
    TreeHead,
    Upstream,
)
from pvfootprint.model.certification import months_later

if TYPE_CHECKING:
    from pvfootprint.certification.cases import Case
    from pvfootprint.model.certification import CertificationScheme
    from pvfootprint.registry.people import Person
    from pvfootprint.registry.snapshots import Snapshot

PROLONGED = ("initial", "renewal")
"""Kinds of applications whose certificates are valid for the scheme's time from their issue; a
changed scope ends when the certificate before it would have ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """Days of a certificate: issued, first issued, last day of validity."""

    issued: datetime.date
    first_issued: datetime.date
    expires: datetime.date


def record_for(
    snapshot: Snapshot, case: Case, number: str, person: Person, now: datetime.datetime
) -> CertificateRecord:
    """Make the record of a certificate that was granted.

    Parameters
    ----------
    snapshot : Snapshot
        The registry as it is when the number is allotted: its size and root go into the record.
    case : Case
        The application.
    number : str
        Of the certificate.
    person : Person
        Who signs.
    now : datetime
        When.

    Returns
    -------
    CertificateRecord
        From what was evaluated and granted; nothing is computed.

    Raises
    ------
    ValueError
        If the application was not evaluated.
    """
    applied, evaluated = case.application, case.evaluation
    if evaluated is None:
        msg = f"{case.subject} was not evaluated"
        raise ValueError(msg)
    replaced = applied.certificate
    before = record_of(snapshot, open_certificate(snapshot, replaced)) if replaced else None
    dates = dates_of(case, now.date(), before)
    shown = shown_value(evaluated.footprint.value, case.scheme.decimals)
    return CertificateRecord(
        number=number,
        replaces=replaced,
        application=case.subject,
        scheme=applied.scheme,
        rules=evaluated.rules,
        certifier=certifier_of(case.scheme),
        client=applied.client,
        producer=applied.producer,
        site=applied.site,
        product=evaluated.product,
        footprint=evaluated.footprint.model_copy(update={"shown": shown}),
        start=evaluated.start,
        end=evaluated.end,
        issued=dates.issued.isoformat(),
        first_issued=dates.first_issued.isoformat(),
        expires=dates.expires.isoformat(),
        signatory=signatory_of(person),
        gases=evaluated.gases,
        stages=evaluated.stages,
        upstream=tuple(upstream_line(snapshot, one) for one in case.upstream),
        recomputing=evaluated.recomputing,
        status_address=case.scheme.status_address.format(number=number),
        log=TreeHead(size=snapshot.size(), root=snapshot.root()),
        test=case.scheme.test,
    )


def dates_of(case: Case, today: datetime.date, before: CertificateRecord | None) -> Dates:
    """Return the days of a certificate.

    Parameters
    ----------
    case : Case
        The application: kind, and the scheme's validity.
    today : date
        Day of issue.
    before : CertificateRecord, optional
        What it replaces.

    Returns
    -------
    Dates
        A renewal keeps the day of first issue, a changed scope the last day too.
    """
    ends = last_day(today, case.scheme.validity_months)
    if before is None:
        return Dates(issued=today, first_issued=today, expires=ends)
    first = datetime.date.fromisoformat(before.first_issued)
    if case.application.kind not in PROLONGED:
        ends = datetime.date.fromisoformat(before.expires)
    return Dates(issued=today, first_issued=first, expires=ends)


def last_day(first: datetime.date, months: int) -> datetime.date:
    """Return the last day of whole months, of which the first day is the first.

    Parameters
    ----------
    first : date
        First day.
    months : int
        How many [months].

    Returns
    -------
    date
        24 months from 2026-03-02 end with 2028-03-01; from 2024-02-29, with the last of the
        February that has no 29th.
    """
    after = months_later(first, months)
    return after if after.day != first.day else after - datetime.timedelta(days=1)


def certifier_of(scheme: CertificationScheme) -> Certifier:
    """Return who certifies under a scheme."""
    said = scheme.certifier
    return Certifier(
        name=said["name"],
        name_en=said["name_en"],
        code=said["code"],
        address=said["address"],
        approval=said["approval"],
        contact=said["contact"],
    )


def signatory_of(person: Person) -> str:
    """Return how a certificate names who signs it: 签发人 A Signatory A."""
    return " ".join(dict.fromkeys((person.name.zh, person.name.en)))


def upstream_line(snapshot: Snapshot, number: str) -> Upstream:
    """Return how a certificate refers to one on which it stands."""
    certificate = open_certificate(snapshot, number)
    record = record_of(snapshot, certificate)
    return Upstream(
        number=number,
        record=certificate.allotment.record,
        stage=record.product.stage,
        company=record.producer.name,
        product=record.product.name,
        shown=record.footprint.shown,
        unit=record.footprint.unit,
        expires=record.expires,
    )
