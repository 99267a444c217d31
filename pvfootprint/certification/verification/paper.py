"""Steps that need nothing but the file and the certificates that are trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.certification.verification.given import read_record
from pvfootprint.certification.verification.steps import failed, passed, unchecked
from pvfootprint.documents.signatures.checking import check_signature
from pvfootprint.language.texts import joined, text
from pvfootprint.model.certificate_record import CertificateRecord
from pvfootprint.model.findings import Finding

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence

    from cryptography import x509

    from pvfootprint.certification.verification.given import Given
    from pvfootprint.certification.verification.steps import Step
    from pvfootprint.documents.signatures.checking import SignatureState

OF_ISSUER = frozenset({"SIG-007", "SIG-016", "SIG-017"})
"""What :func:`check_signature` finds of who signed; the rest is of the file."""

NO_CERTIFICATE = text("no certificate of this software was found in it")


def read_paper(given: Given) -> tuple[Step, CertificateRecord | None]:
    """Say what a file is, and read its record.

    Parameters
    ----------
    given : Given
        The file.

    Returns
    -------
    Step
        ``format``.
    CertificateRecord, optional
        None if there is none, or it can't be read.
    """
    if not given.records:
        return failed("format", NO_CERTIFICATE, _no_certificate(given)), None
    if len(given.records) > 1:
        message = text("there is more than one record in the file")
        finding = Finding("VER-004", message, given.name, found=str(len(given.records)))
        return failed("format", message, finding), None
    record = read_record(given.records[0])
    if isinstance(record, Finding):
        return failed("format", record.message, record), None
    if given.kind == "pdf":
        return passed("format", text("a certificate: a PDF with its record inside")), record
    return passed("format", text("the record of a certificate, without its PDF")), record


def read_signature(
    given: Given, trusted: Sequence[x509.Certificate], now: datetime.datetime
) -> tuple[list[Step], SignatureState | None]:
    """Check the signature of a file.

    Parameters
    ----------
    given : Given
        The file.
    trusted : sequence of Certificate
        Certificates of the certifier, from elsewhere than the file.
    now : datetime
        The present time.

    Returns
    -------
    list of Step
        ``signature``, and ``issuer`` where certificates are given.
    SignatureState, optional
        All that is known of it; None for what has no signature.
    """
    if given.kind != "pdf":
        why = text("the record alone has no signature; the PDF has one")
        return [unchecked("signature", why)], None
    if not given.signed:
        message = text("it is not signed: anybody could have made it")
        return [failed("signature", message, Finding("VER-019", message, given.name))], None
    state = check_signature(given.content, trusted, now=now)
    wrong = [one for one in state.problems if one.severity == "error"]
    of_file = [one for one in wrong if one.code not in OF_ISSUER]
    sound = state.covers_all and state.intact and state.valid and not of_file
    if not sound:
        said = joined("; ", (one.message for one in of_file))
        return [failed("signature", said, *of_file)], state
    said = text(
        "the signature covers every page and figure; nothing was changed or added since {day}",
        day=_day_of(state),
    )
    return [passed("signature", said), *_issuer(state, trusted, wrong)], state


def signer_matches(record: CertificateRecord, state: SignatureState) -> list[Finding]:
    """Say whether a test key signed what is no test: VER-010, or nothing."""
    if state.test and not record.test:
        message = text("a test key signed a certificate that does not say that it is a test")
        return [Finding("VER-010", message, found=state.name)]
    return []


def signer_step(state: SignatureState, steps: Mapping[str, Step]) -> Step:
    """Say who signed a file, where no certificate tells whether that is the certifier: ``issuer``.

    Parameters
    ----------
    state : SignatureState
        What is known of the signature.
    steps : mapping
        Steps so far; a file that the log names itself was signed by whom the log means.
    """
    keys = ("signature", "file")
    if all(key in steps and steps[key].outcome == "passed" for key in keys):
        said = text("signed by {name}; the certifier's log names this very file", name=state.name)
        return passed("issuer", said)
    why = text(
        "signed by {name}; give the certifier's certificate ({option}) to see whether that is the "
        "certifier. Fingerprint to compare: {fingerprint}",
        name=state.name,
        option="--issuer",
        fingerprint=state.fingerprint,
    )
    return unchecked("issuer", why)


def dates_step(record: CertificateRecord, day: datetime.date) -> Step:
    """Say whether a certificate is within its dates on a day: ``validity``."""
    period = text("valid from {start} to {end}", start=record.issued, end=record.expires)
    if day.isoformat() < record.issued:
        message = text("the certificate is not valid yet on {day}", day=day)
        return failed("validity", message, Finding("VER-017", message, found=period))
    if day.isoformat() > record.expires:
        message = text("the certificate had expired on {day}", day=day)
        return failed("validity", message, Finding("VER-011", message, found=period))
    return passed("validity", period)


def _day_of(state: SignatureState) -> str:
    time = state.stamped or state.claimed
    return time.date().isoformat() if time else "?"


def _issuer(
    state: SignatureState, trusted: Sequence[x509.Certificate], wrong: list[Finding]
) -> list[Step]:
    if not trusted:
        return []
    if wrong:
        said = joined("; ", (one.message for one in wrong))
        return [failed("issuer", said, *wrong)]
    if state.trusted_by == "certificate":
        said = text("signed by {name}, whose certificate you gave", name=state.name)
    else:
        said = text(
            "signed by {name}, whose certificate comes from the authority that you gave; see that "
            "this is the certifier's name",
            name=state.name,
        )
    return [passed("issuer", said)]


def _no_certificate(given: Given) -> Finding:
    hint = text(
        "labels and licences can be recognised in the certifier's registry only; a printed, copied "
        "or re-saved certificate is no certificate any more: ask for the file as it was issued"
    )
    return Finding("VER-003", NO_CERTIFICATE, given.name, found=_kind(given), hint=hint)


def _kind(given: Given) -> str:
    return {"pdf": "PDF", "image": text("a picture"), "json": "JSON"}.get(given.kind, "?")
