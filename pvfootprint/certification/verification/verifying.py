"""Verifies a certificate, a label, a licence or a number, and says one verdict."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic import ValidationError

from pvfootprint.certification.verification.by_register import (
    chain_step,
    find_published,
    own_record,
    register_step,
    status_and_lists,
    vouches,
)
from pvfootprint.certification.verification.by_register import log_step as published_log_step
from pvfootprint.certification.verification.given import read_record
from pvfootprint.certification.verification.log import log_step
from pvfootprint.certification.verification.lookup import (
    find_as_of,
    find_file,
    find_number,
    right_spelling,
    schemes_of,
)
from pvfootprint.certification.verification.paper import (
    dates_step,
    read_paper,
    read_signature,
    signer_matches,
    signer_step,
)
from pvfootprint.certification.verification.proving import not_proven
from pvfootprint.certification.verification.registered import (
    content_step,
    file_step,
    issuer_step,
    later_status,
    status_step,
    upstream_step,
)
from pvfootprint.certification.verification.states import States
from pvfootprint.certification.verification.steps import (
    STEPS,
    Step,
    Verification,
    failed,
    passed,
    unchecked,
    verdict_of,
)
from pvfootprint.language.texts import text
from pvfootprint.model.certificate_record import CertificateRecord
from pvfootprint.model.findings import Finding, RegistryError
from pvfootprint.rules.certification.numbers import parse_number

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence

    from cryptography import x509

    from pvfootprint.certification.verification.given import Given
    from pvfootprint.certification.verification.lookup import Registered
    from pvfootprint.certification.verification.published import (
        PublishedCertificate,
        PublishedRegister,
    )
    from pvfootprint.certification.verification.reaching import Reader
    from pvfootprint.documents.signatures.checking import SignatureState
    from pvfootprint.language.texts import Text
    from pvfootprint.model.certification import CertificationScheme
    from pvfootprint.registry.snapshots import Snapshot

NO_REGISTRY = text("only the certifier's registry can tell; none was given")
NO_REGISTER = text("only the register can tell, and it could not be used")


@dataclass(slots=True)
class _Course:
    """A verification while it goes on."""

    given: Given
    trusted: Sequence[x509.Certificate]
    schemes: Sequence[CertificationScheme]
    snapshot: Snapshot | None
    reader: Reader | None
    expected: str
    now: datetime.datetime
    day: datetime.date
    steps: dict[str, Step] = field(default_factory=dict)
    record: CertificateRecord | None = None
    state: SignatureState | None = None
    registered: Registered | None = None
    register: PublishedRegister | None = None
    published: PublishedCertificate | None = None
    status: str = ""
    remarks: list[Text] = field(default_factory=list)

    def note(self, *steps: Step) -> None:
        self.steps |= {step.key: step for step in steps}

    @property
    def number(self) -> str:
        """Of the certificate; empty if none is known."""
        known = self.registered or self.published or self.record
        return known.number if known else ""

    @property
    def vouched(self) -> bool:
        """Whether the key of the register rests on more than the place where it was found."""
        issuer = self.steps.get("issuer")
        trusted = bool(self.trusted) and issuer is not None and issuer.outcome == "passed"
        by_it = trusted and self.register and self.record and vouches(self.register, self.record)
        return bool(self.expected or by_it)


def verify(
    given: Given,
    *,
    now: datetime.datetime,
    day: datetime.date | None = None,
    snapshot: Snapshot | None = None,
    reader: Reader | None = None,
    expected: str = "",
    trusted: Sequence[x509.Certificate] = (),
    schemes: Sequence[CertificationScheme] = (),
) -> Verification:
    """Verify what is given.

    Parameters
    ----------
    given : Given
        A file, or a number; nothing in it makes this fail.
    now : datetime
        The present time, with a time zone.
    day : date, optional
        On which day it must be valid; today by default.
    snapshot : Snapshot, optional
        The certifier's registry.
    reader : Reader, optional
        Gives the files of the certifier's published register; instead of the registry.
    expected : str
        Fingerprint that the register's key must have; any if it is empty.
    trusted : sequence of Certificate
        Certificates of the certifier, from elsewhere than the file.
    schemes : sequence of CertificationScheme
        Schemes whose numbers are known.

    Returns
    -------
    Verification
        Steps, verdict, and what it does not prove.
    """
    course = _Course(given, trusted, schemes, snapshot, reader, expected, now, day or now.date())
    try:
        _go(course)
    except (ValidationError, RegistryError) as error:
        course.note(_broken(error))
    ordered = {key: course.steps[key] for key in STEPS if key in course.steps}
    verdict = verdict_of(ordered, course.status)
    record, state, register = course.record, course.state, course.register
    said = not_proven(
        given,
        verdict,
        record,
        state,
        snapshot=bool(snapshot),
        register=register,
        vouched=course.vouched,
    )
    return Verification(
        name=given.name,
        sha256=given.sha256,
        number=course.number,
        day=course.day,
        verdict=verdict,
        steps=tuple(ordered.values()),
        record=record,
        remarks=tuple(course.remarks),
        not_proven=tuple(said),
        signer=_signer(state),
    )


def _go(course: _Course) -> None:
    """Take all steps."""
    if course.reader:
        step, course.register = register_step(course.reader, course.now, course.expected)
        course.note(step)
    if course.given.kind == "number":
        _number(course)
    else:
        _file(course)
    if course.registered and course.snapshot:
        _by_registry(course, course.snapshot, course.registered)
    elif course.register and (course.published or course.record):
        _by_register(course, course.register)
    elif course.record and not course.snapshot:
        _by_file(course, course.record)


def _broken(error: ValidationError | RegistryError) -> Step:
    """Say that the registry cannot be read: ``log``."""
    message = text("the registry is damaged, or was changed")
    hint = text("look into it: {command}", command="pvfootprint registry check")
    found = error.findings if isinstance(error, RegistryError) else ()
    return failed("log", message, Finding("VER-014", message, hint=hint), *found)


def _number(course: _Course) -> None:
    """Look a number up."""
    typed, snapshot = course.given.name, course.snapshot
    if snapshot:
        course.registered = find_number(snapshot, typed)
        schemes = [*course.schemes, *schemes_of(snapshot)]
        spelled = right_spelling(schemes, typed) if schemes else typed
        if course.registered is None and isinstance(spelled, str):
            course.registered = find_number(snapshot, spelled)
    else:
        spelled = right_spelling(course.schemes, typed) if course.schemes else typed
    if course.register:
        number = spelled if isinstance(spelled, str) else typed
        steps, course.published = find_published(course.register, number.strip().upper())
        course.note(*steps)
        if course.published or not isinstance(spelled, Finding):
            return
    course.note(_number_step(course, spelled))


def _number_step(course: _Course, spelled: str | Finding) -> Step:
    if course.registered:
        return passed("number", text("the registry has it"))
    if isinstance(spelled, Finding):
        slip = spelled.code == "CSC-020"
        message = (
            text("its check characters do not fit: probably a typing slip")
            if slip
            else text("this is no number of a certificate")
        )
        hint = text("compare the number with the certificate, character by character")
        found = course.given.name[:100]
        return failed("number", message, Finding("VER-006", message, found=found, hint=hint))
    if course.reader:
        return unchecked("number", NO_REGISTER)
    if course.snapshot is None:
        message = text("a number can be looked up in a registry only; none was given")
        hint = text("give it with {option}", option="--registry, --register")
        return failed("number", message, Finding("VER-018", message, found=spelled, hint=hint))
    return _not_there(spelled)


def _not_there(number: str) -> Step:
    message = text("the registry has no certificate with this number")
    return failed("number", message, Finding("VER-007", message, found=number[:100]))


def _file(course: _Course) -> None:
    """Verify a file: by its hash if it was handed out, else by what it says."""
    given, snapshot = course.given, course.snapshot
    issued = find_file(snapshot, given.sha256) if snapshot and not given.records else None
    if snapshot and issued:
        number, name = issued
        course.registered = find_number(snapshot, number)
        said = text("{name}, handed out with certificate {number}", name=name, number=number)
        course.note(passed("format", said))
        if given.signed:
            steps, course.state = read_signature(given, course.trusted, course.now)
            course.note(*steps)
        return
    step, course.record = read_paper(given)
    course.note(step)
    if given.claims:
        steps, course.state = read_signature(given, course.trusted, course.now)
        course.note(*steps)
    elif snapshot:
        course.note(_never_issued(given))
    record = course.record
    if record is None:
        return
    if course.state and (wrong := signer_matches(record, course.state)):
        course.note(failed("issuer", wrong[0].message, *wrong))
    if course.register:
        steps, course.published = find_published(course.register, record.number)
        course.note(*steps)
    elif snapshot:
        course.registered = find_number(snapshot, record.number)
        known = passed("number", text("the registry has it"))
        course.note(known if course.registered else _not_there(record.number))
    else:
        course.note(_check_characters(course, record))


def _never_issued(given: Given) -> Step:
    message = text("the registry does not have this file: it was never handed out like this")
    hint = text("a label that was scaled, cut or saved anew is another file: scan its QR code")
    return failed("file", message, Finding("VER-016", message, given.name, hint=hint))


def _check_characters(course: _Course, record: CertificateRecord) -> Step:
    """Say whether the number fits its scheme, where that scheme is known."""
    for scheme in course.schemes:
        if scheme.content_hash != record.scheme.sha256:
            continue
        found = parse_number(scheme, record.number)
        if isinstance(found, Finding):
            message = text("its check characters do not fit")
            return failed("number", message, Finding("VER-006", message, found=record.number))
        return passed("number", text("its check characters fit"))
    return unchecked("number", text("the scheme of this certificate is not known here"))


def _by_registry(course: _Course, snapshot: Snapshot, registered: Registered) -> None:
    """Hold what was given against the registry."""
    given, day, now = course.given, course.day, course.now
    own = read_record(registered.record)
    if given.records and course.record:
        course.note(content_step(given.records[0], registered.record))
    if isinstance(own, Finding):
        course.note(failed("log", own.message, own))
        course.status = "unknown"
        return
    if given.kind != "number":
        course.note(_file_or_none(given, registered.certificate.handed_out))
    signature = course.steps.get("signature")
    sound = signature is not None and signature.outcome == "passed"
    if course.state and sound and "issuer" not in course.steps:
        course.note(issuer_step(snapshot, course.state, registered, now))
    course.note(log_step(snapshot, registered, own.log))
    course.note(dates_step(own, day))
    certificate = registered.certificate
    step, course.status = status_step(certificate, day)
    course.note(step, upstream_step(lambda one: find_as_of(snapshot, one, day), own, day))
    later = later_status(certificate, day, now.date())
    course.remarks += [later] if later else []
    course.record = course.record or own


def _by_register(course: _Course, register: PublishedRegister) -> None:
    """Hold what was given against the published register."""
    given, day, now, published = course.given, course.day, course.now, course.published
    if published is None:
        if course.record and (step := published_log_step(register, course.record, None)).findings:
            course.note(step)
        return
    own = own_record(register, published)
    if isinstance(own, Step):
        course.note(own)
        return
    content, certified = own
    if given.records and course.record:
        course.note(content_step(given.records[0], content))
    if given.kind != "number":
        course.note(_file_or_none(given, published.certificate.handed_out))
    if course.state and "issuer" not in course.steps:
        course.note(signer_step(course.state, course.steps))
    course.note(published_log_step(register, certified, published), dates_step(certified, day))
    states = States(register, now)
    step, course.status = status_and_lists(states, published, day)
    course.note(step, chain_step(register, states, certified, day))
    later = later_status(published.certificate, day, now.date())
    course.remarks += [later] if later else []
    course.record = course.record or certified


def _file_or_none(given: Given, files: Mapping[str, str]) -> Step:
    if given.kind == "json":
        return unchecked("file", text("a record is not handed out alone; the PDF is"))
    return file_step(given, files)


def _by_file(course: _Course, record: CertificateRecord) -> None:
    """Say what the file alone tells, and what only the registry could."""
    state = course.state
    if "issuer" not in course.steps and state and state.valid:
        course.note(signer_step(state, course.steps))
    why = NO_REGISTER if course.reader else NO_REGISTRY
    course.note(unchecked("file", why), unchecked("status", why))
    course.note(dates_step(record, course.day))
    if record.upstream:
        course.note(unchecked("upstream", why))


def _signer(state: SignatureState | None) -> dict[str, str]:
    if state is None or state.certificate is None:
        return {}
    time = state.stamped or state.claimed
    return {
        "name": state.name,
        "issuer": state.issuer,
        "fingerprint": state.fingerprint,
        "time": time.isoformat() if time else "",
    }
