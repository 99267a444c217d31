"""Steps that hold a certificate against a published register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.certification.verification.given import read_record
from pvfootprint.certification.verification.lookup import as_of
from pvfootprint.certification.verification.published import ERRORS, open_published
from pvfootprint.certification.verification.registered import status_step, upstream_step
from pvfootprint.certification.verification.states import WORSE, contradictions
from pvfootprint.certification.verification.steps import Step, failed, passed
from pvfootprint.language.texts import joined, text
from pvfootprint.model.certificate_record import CertificateRecord
from pvfootprint.model.findings import Finding, PvfootprintError

if TYPE_CHECKING:
    import datetime

    from pvfootprint.certification.cases import Certificate
    from pvfootprint.certification.verification.published import (
        PublishedCertificate,
        PublishedRegister,
    )
    from pvfootprint.certification.verification.reaching import Reader
    from pvfootprint.certification.verification.states import States

OUT_OF_REACH = "STL-016"


def register_step(
    reader: Reader, now: datetime.datetime, expected: str
) -> tuple[Step, PublishedRegister | None]:
    """Say whether a register can be believed: ``register``, and the register if so.

    Parameters
    ----------
    reader : Reader
        Gives its files.
    now : datetime
        The present time.
    expected : str
        Fingerprint that its key must have; any if it is empty.
    """
    try:
        register = open_published(reader, now, expected)
    except ERRORS as error:
        return _refused("register", error), None
    said = text(
        "the register of {address}; its log has {size} entries, its head is signed by a publisher "
        "whom the log names; key {fingerprint}",
        address=register.publisher.base_url,
        size=register.head.size,
        fingerprint=register.fingerprint,
    )
    return passed("register", said), register


def find_published(
    register: PublishedRegister, number: str
) -> tuple[list[Step], PublishedCertificate | None]:
    """Look a number up: ``number``, or what is wrong with its entries: ``log``."""
    try:
        found = register.find(number)
    except ERRORS as error:
        return [_refused("log", error)], None
    if found is not None:
        return [passed("number", text("the register has it"))], found
    message = text("the register has no certificate with this number")
    return [failed("number", message, Finding("VER-007", message, found=number[:100]))], None


def own_record(
    register: PublishedRegister, published: PublishedCertificate
) -> tuple[bytes, CertificateRecord] | Step:
    """Return what a certificate says by the register, or the ``log`` step that failed."""
    try:
        content = register.record(published)
    except ERRORS as error:
        return _refused("log", error)
    record = read_record(content)
    if isinstance(record, Finding):
        return failed("log", record.message, record)
    return content, record


def log_step(
    register: PublishedRegister,
    record: CertificateRecord,
    published: PublishedCertificate | None,
) -> Step:
    """Say whether the log is the one that a certificate remembers, and holds it: ``log``."""
    try:
        register.remembers(record.log)
    except ERRORS as error:
        return _refused("log", error)
    said = text(
        "{count} entries about it stand in the signed log, which begins with the log that the "
        "certificate remembers",
        count=published.entries if published else 0,
    )
    return passed("log", said)


def status_and_lists(
    states: States, published: PublishedCertificate, day: datetime.date
) -> tuple[Step, str]:
    """Say which status a certificate has on a day, by log and status lists: ``status``.

    Parameters
    ----------
    states : States
        The signed status lists.
    published : PublishedCertificate
        The certificate.
    day : date
        On which day.

    Returns
    -------
    Step
        It passes only if both say that it is valid.
    str
        The status; empty if it is not known: by the log it is valid, the lists do not hold.
    """
    step, status = status_step(published.certificate, day)
    bits, wrong = _against_lists(states, published)
    if not wrong:
        if step.outcome == "passed" and states.since and states.until:
            said = text(
                "{status}; the signed status lists of {since} say so too, and count until {until}",
                status=step.said,
                since=states.since.date(),
                until=states.until.date(),
            )
            step = passed("status", said)
        return step, status
    if status == "valid":
        status = next((WORSE[purpose] for purpose in WORSE if purpose in bits), "")
    findings = (*step.findings, *wrong)
    return failed("status", joined("; ", (one.message for one in findings)), *findings), status


def chain_step(
    register: PublishedRegister, states: States, record: CertificateRecord, day: datetime.date
) -> Step:
    """Say whether the certificates on which one stands hold: ``upstream``, the whole chain."""
    wrong: list[Finding] = []

    def find(number: str) -> Certificate | None:
        found = register.find(number)
        if found is None:
            return None
        if number != record.number:
            wrong.extend(one for one in _against_lists(states, found)[1] if one not in wrong)
        return as_of(found.certificate, day)

    try:
        step = upstream_step(find, record, day)
    except ERRORS as error:
        return _refused("upstream", error)
    if wrong:
        findings = (*step.findings, *wrong)
        return failed("upstream", joined("; ", (one.message for one in findings)), *findings)
    return step


def vouches(register: PublishedRegister, record: CertificateRecord) -> bool:
    """Return whether a certificate itself vouches for the register's publisher.

    The log that it remembers names him already; so whoever trusts the certificate's signature need
    not trust the web server for the register's key.
    """
    return register.publisher.people[-1].position <= record.log.size


def _against_lists(
    states: States, published: PublishedCertificate
) -> tuple[frozenset[str], list[Finding]]:
    """Return the bits of a certificate, and what is wrong with them."""
    try:
        bits = states.bits(published)
    except ERRORS as error:
        return frozenset(), list(error.findings)
    return bits, contradictions(published.certificate, bits, states.now.date())


def _refused(key: str, error: PvfootprintError) -> Step:
    """Say why a register cannot be believed; one that cannot be reached was not looked at."""
    said = joined("; ", (one.message for one in error.findings))
    if key == "register" and all(one.code == OUT_OF_REACH for one in error.findings):
        return Step(key, "unchecked", said, error.findings)
    return failed(key, said, *error.findings)
