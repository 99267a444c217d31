"""Issues a certificate: its number and record first, then its papers, then that it was handed out.

Between the two transactions papers are made and signed, which takes long and may fail or be killed:
whoever calls it again goes on from there. From the second transaction on the papers stand in the
registry, and are the same for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.certification.acting import person_of, refuse
from pvfootprint.certification.acts import Issue
from pvfootprint.certification.issue.allotting import allot, may_allot, may_finish
from pvfootprint.certification.issue.handouts import Handouts, make_handouts, try_labels
from pvfootprint.certification.issue.recording import record_for
from pvfootprint.certification.issue.superseding import make_notice, notice_of, supersede
from pvfootprint.certification.opening import open_certificate, record_of
from pvfootprint.certification.stepping import look
from pvfootprint.certification.subjects import open_subject, open_with_case
from pvfootprint.documents.signatures.certificates import is_test
from pvfootprint.documents.writing import whole_file
from pvfootprint.language.texts import text
from pvfootprint.model.findings import CertificationError, Finding
from pvfootprint.registry.faults import AFTER_RENAME, BEFORE_RENAME, fault
from pvfootprint.registry.snapshots import pack
from pvfootprint.rules.certification.numbers import certificate_number

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pvfootprint.certification.cases import Case, Certificate
    from pvfootprint.certification.stepping import Seen
    from pvfootprint.documents.signatures.signer import Signer
    from pvfootprint.model.certificate_record import CertificateRecord
    from pvfootprint.registry.entries import Actor
    from pvfootprint.registry.registry import Registry
    from pvfootprint.registry.snapshots import Snapshot

WIDEST = 99_999
"""Running number with which labels are tried."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate that was issued.

    Parameters
    ----------
    certificate : Certificate
        As it stands.
    case : Case
        The application that led to it.
    files : dict
        What is handed out, as it stands in the registry: name -> content.
    """

    certificate: Certificate
    case: Case
    files: dict[str, bytes]


def issue(
    registry: Registry,
    actor: Actor,
    number: str,
    signer: Signer | None = None,
    asked: Handouts | None = None,
) -> Issued:
    """Issue the certificate of an application that was granted, or go on where that stopped.

    Parameters
    ----------
    registry : Registry
        Where.
    actor : Actor
        Who signs in the log.
    number : str
        Of the application, or of its certificate.
    signer : Signer, optional
        The certifier's; not needed any more for what was issued before.
    asked : Handouts, optional
        Which labels; what was issued before keeps those that it has.

    Returns
    -------
    Issued
        The certificate with its papers; the same papers at each further call.

    Raises
    ------
    CertificationError
        STF-001 to STF-006, CRT-003, CRT-004, CRT-046, CRT-048 to CRT-050: then no number is taken.
    OutputError
        OUT-002 to OUT-006 if a paper can't be made.
    SignatureError
        If it can't be signed; a number that was allotted waits for the next call.
    """
    asked = asked or Handouts()
    found = handed_out(registry, number)
    if found:
        return found
    certificate = allotted(registry, number)
    if not certificate:
        _refuse_early(registry, actor, number, signer, asked)
        certificate = allot(registry, actor, number)
    _finish(registry, actor, certificate, signer, asked)
    issued = handed_out(registry, certificate)
    if issued is None:
        msg = f"{certificate} was issued and cannot be found"
        raise RuntimeError(msg)
    return issued


def allotted(registry: Registry, number: str) -> str:
    """Return the number of the certificate of an application, or of itself; empty if it has none.

    Parameters
    ----------
    registry : Registry
        Where.
    number : str
        Of the application, or of its certificate.

    Raises
    ------
    CertificationError
        CRT-060 if the number is of neither.
    """
    with registry.reading() as snapshot:
        return _certificate_of(snapshot, number)


def handed_out(registry: Registry, number: str) -> Issued | None:
    """Return what was handed out with a certificate; None as long as it is not issued.

    Parameters
    ----------
    registry : Registry
        Where.
    number : str
        Of the application, or of its certificate.

    Raises
    ------
    CertificationError
        CRT-060 if the number is of neither.
    RegistryError
        REG-003 if a file is missing or damaged.
    """
    with registry.reading() as snapshot:
        own = _certificate_of(snapshot, number)
        if not own:
            return None
        certificate, case = open_with_case(snapshot, own)
        if certificate.issued is None:
            return None
        notice = notice_of(snapshot, case.application.certificate, own)
        named = {**certificate.issued.files, **notice}
        files = {name: snapshot.file(sha256) for name, sha256 in named.items()}
        return Issued(certificate, case, files)


def write_out(files: Mapping[str, bytes], folder: Path) -> list[Path]:
    """Write what is handed out to a folder, each file whole or not at all.

    Parameters
    ----------
    files : mapping
        Name -> content.
    folder : Path
        Made if needed; files of the same names are replaced.

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    OutputError
        OUT-001 if one can't be written.
    """
    for name, content in files.items():
        with whole_file(folder / name) as temporary:
            temporary.write_bytes(content)
            fault(BEFORE_RENAME)
        fault(AFTER_RENAME)
    return [folder / name for name in files]


def against_signer(signer: Signer | None, case: Case) -> list[Finding]:
    """Say whether the certifier's key is missing, or is a test's where it may not be."""
    if signer is None:
        message = text("the certifier's key is needed to sign the certificate")
        hint = text("give it with {option}", option="--certifier-key FILE.p12")
        return [Finding("CRT-050", message, found=case.subject, hint=hint)]
    if is_test(signer.certificate) and not case.scheme.test:
        return [
            Finding(
                "CRT-049",
                text("a test key may not sign certificates of a scheme that is no test"),
                found=case.scheme.key,
                expected=text("the certifier's own key"),
            )
        ]
    return []


def _refuse_early(
    registry: Registry, actor: Actor, number: str, signer: Signer | None, asked: Handouts
) -> None:
    """Refuse whatever can be seen before a number is taken, unless somebody just took it."""
    seen = look(registry, actor, number)
    if seen.case.certificate:
        return
    with registry.reading() as snapshot:
        findings = may_allot(snapshot, seen.person, seen.case, seen.now)
        refuse([*findings, *against_signer(signer, seen.case)])
        draft = _draft(snapshot, seen)
    try_labels(draft, seen.case.scheme.label, asked.labels)


def _draft(snapshot: Snapshot, seen: Seen) -> CertificateRecord:
    """Return what the record would be, with as wide a number as there can be."""
    scheme, year = seen.case.scheme, seen.now.year
    number = certificate_number(scheme, WIDEST, year, seen.case.application.stage)
    return record_for(snapshot, seen.case, number, seen.person, seen.now)


def _finish(
    registry: Registry, actor: Actor, number: str, signer: Signer | None, asked: Handouts
) -> None:
    """Make the papers of a certificate whose number is allotted, and write that it is issued."""
    with registry.reading() as snapshot:
        certificate, case = open_with_case(snapshot, number)
        person, record = person_of(snapshot, actor), record_of(snapshot, certificate)
    findings = [*may_finish(person, case, registry.now()), *against_signer(signer, case)]
    if signer is None or findings:
        raise CertificationError(findings)
    notice = make_notice(registry, actor, record)
    made = make_handouts(record, case.scheme, signer, asked, registry.now())
    files = {name: pack(content) for name, content in made.items()}
    with registry.writing() as transaction:
        if open_certificate(transaction, number).issued:
            return
        refuse(may_finish(person_of(transaction, actor), case, transaction.now))
        body = Issue(files={name: transaction.keep(file) for name, file in files.items()})
        transaction.append("issue", number, body.model_dump(mode="json"), actor)
        supersede(transaction, actor, record, notice)


def _certificate_of(snapshot: Snapshot, number: str) -> str:
    subject, case = open_subject(snapshot, number)
    return case.certificate if subject is case else subject.subject
