"""Checks the signature of a PDF, one question at a time, offline, whatever the bytes are."""

from __future__ import annotations

import asyncio
import datetime
import hashlib
import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pvfootprint.documents.signatures import words
from pvfootprint.documents.signatures.certificates import (
    ALGORITHMS,
    common_name,
    fingerprint,
    full_name,
    is_test,
    key_words,
    unsuited,
)
from pvfootprint.documents.signatures.container import Container, read_container
from pvfootprint.documents.signatures.ranges import (
    LARGEST_PDF,
    Signed,
    Uncovered,
    count_signatures,
    find_signature,
    not_as_made,
    uncovered_of,
)
from pvfootprint.documents.signatures.trust import Trust, follow, stamped_time
from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding, has_errors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptography import x509

CLOCKS = datetime.timedelta(minutes=5)
"""By how much the signer's clock may be ahead of the checker's."""

# What pyHanko logs of hostile bytes stands in the findings; nothing of it goes to the terminal.
logging.getLogger("pyhanko").addHandler(logging.NullHandler())
logging.getLogger("pyhanko_certvalidator").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureState:
    """What is known of the signature of a PDF; each field answers one question.

    Parameters
    ----------
    signatures : int
        How many signatures there are; 1 in a file that is as it was issued. It does not say
        whether any of them holds.
    covers_all : bool
        Whether the signature states to cover every byte of the file but its own place, so that
        nothing was appended. It does not say that these bytes are unchanged.
    intact : bool
        Whether the covered bytes are the ones whose digest stands in the signature. It does not
        say who signed them.
    valid : bool
        Whether the signature was made with the key of the certificate that comes with it. Anybody
        can make such a certificate.
    trusted_by : str
        ``certificate`` if the signer's certificate is itself one of the trusted ones,
        ``authority`` if a trusted one issued it; empty if neither. An authority that issues
        certificates to others too makes them trusted as well: then the subject must be compared.
        It does not say whether a certificate was revoked, which cannot be known offline.
    valid_then : bool
        Whether that certificate and its issuers were valid when it signed: at the stamped time,
        without one at the claimed time, which whoever has the key can choose.
    unsuspicious : bool
        Whether the bytes that the signature cannot cover are just what signing makes.
    certificate : Certificate, optional
        The signer's, as it came with the signature; None if there is none to be read.
    subject, issuer, name : str
        Its names, in full, and the subject's common name.
    fingerprint : str
        SHA-256 of it in groups of four.
    test : bool
        Whether it comes from a test authority; it does not say that any other is genuine.
    algorithm : str
        Kind and size of the signer's key, and the hash.
    claimed : datetime, optional
        When it was signed, as the signer says.
    stamped : datetime, optional
        When it was there already, as a trusted time-stamping authority says.
    reason, location, signatory : str
        As the signer says.
    uncovered : tuple of Uncovered
        The bytes that the signature cannot cover.
    problems : tuple of Finding
        What is wrong; empty if nothing is.
    """

    signatures: int = 0
    covers_all: bool = False
    intact: bool = False
    valid: bool = False
    trusted_by: str = ""
    valid_then: bool = False
    unsuspicious: bool = False
    certificate: x509.Certificate | None = None
    subject: str = ""
    issuer: str = ""
    name: str = ""
    fingerprint: str = ""
    test: bool = False
    algorithm: str = ""
    claimed: datetime.datetime | None = None
    stamped: datetime.datetime | None = None
    reason: str = ""
    location: str = ""
    signatory: str = ""
    uncovered: tuple[Uncovered, ...] = ()
    problems: tuple[Finding, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the file is just as somebody who is trusted signed it."""
        return (
            self.signatures == 1
            and self.covers_all
            and self.intact
            and self.valid
            and bool(self.trusted_by)
            and self.valid_then
            and self.unsuspicious
            and not has_errors(self.problems)
        )


def check_signature(
    pdf: bytes,
    trusted: Sequence[x509.Certificate],
    *,
    now: datetime.datetime,
    time_authorities: Sequence[x509.Certificate] = (),
) -> SignatureState:
    """Check the signature of a PDF without any network.

    Parameters
    ----------
    pdf : bytes
        Any bytes; nothing in them makes this fail.
    trusted : sequence of Certificate
        Certifiers and authorities that are trusted, known from elsewhere than the file.
    now : datetime
        The present time, with a time zone.
    time_authorities : sequence of Certificate
        Authorities whose time stamps are trusted.

    Returns
    -------
    SignatureState
        The answers, and what is wrong.
    """
    count = count_signatures(pdf) if len(pdf) <= LARGEST_PDF else 0
    found = find_signature(pdf)
    if isinstance(found, list):
        return SignatureState(signatures=count, problems=tuple(found))
    try:
        container = read_container(found.signature)
        state = _certificate_of(container, found)
        digest = hashlib.sha256(pdf[: found.start])
        digest.update(memoryview(pdf)[found.end :])
        intact, valid = container.verified(digest.digest())
        state = replace(state, intact=intact, valid=valid)
        return asyncio.run(_judged(state, container, found, trusted, now, time_authorities))
    except Exception:
        # Whatever hostile bytes provoke, the answer is the same.
        return _unreadable(found)


def _unreadable(found: Signed) -> SignatureState:
    return SignatureState(
        signatures=1,
        covers_all=True,
        uncovered=uncovered_of(found),
        problems=(_does_not_hold(),),
    )


def _certificate_of(container: Container, found: Signed) -> SignatureState:
    certificate = container.certificate
    said = words.read(found.dictionary)
    return SignatureState(
        signatures=1,
        covers_all=True,
        certificate=certificate,
        subject=full_name(certificate.subject),
        issuer=full_name(certificate.issuer),
        name=common_name(certificate.subject),
        fingerprint=fingerprint(certificate),
        test=is_test(certificate),
        algorithm=f"{key_words(certificate)}, SHA-256" if container.accepted else "",
        claimed=said.time,
        reason=said.reason,
        location=said.location,
        signatory=said.name,
        uncovered=uncovered_of(found),
    )


async def _judged(
    state: SignatureState,
    container: Container,
    found: Signed,
    trusted: Sequence[x509.Certificate],
    now: datetime.datetime,
    time_authorities: Sequence[x509.Certificate],
) -> SignatureState:
    stamped = await stamped_time(container, time_authorities) if container.stamp else None
    trust = await follow(container, trusted, stamped or state.claimed or now)
    surplus = bool(trust.path) and any(one.dump() not in trust.path for one in container.others)
    extras = [*container.extras, *_beside(found, surplus=surplus)]
    state = replace(
        state,
        stamped=stamped,
        trusted_by=trust.by,
        valid_then=trust.valid,
        unsuspicious=not extras,
    )
    problems = [
        *_content_problems(state),
        *_algorithm_problems(container),
        *_trust_problems(state, trust),
        *_time_problems(state, container, now),
        *extras,
    ]
    return replace(state, problems=tuple(problems))


def _beside(found: Signed, *, surplus: bool) -> list[Finding]:
    findings = []
    if any(found.filling):
        findings.append(not_as_made(text("something else than zeros behind the signature")))
    if surplus:
        findings.append(not_as_made(text("certificates that have nothing to do with the signer")))
    return findings


def _does_not_hold() -> Finding:
    hint = text("ask for the file as it was issued")
    return Finding("SIG-015", text("the signature does not hold"), hint=hint)


def _content_problems(state: SignatureState) -> list[Finding]:
    findings = []
    if not state.intact:
        message = text("the file was changed after it was signed")
        hint = text("ask for the file as it was issued")
        findings.append(Finding("SIG-014", message, hint=hint))
    if not state.valid:
        findings.append(_does_not_hold())
    return findings


def _algorithm_problems(container: Container) -> list[Finding]:
    poor = [one for one in unsuited(container.certificate) if one.code != "SIG-007"]
    purpose = [one for one in unsuited(container.certificate) if one.code == "SIG-007"]
    if container.accepted and not poor:
        return purpose
    message = text("the signature is made in a way that is not accepted")
    found = f"{key_words(container.certificate)}, {container.algorithm}"
    weak = Finding("SIG-019", message, found=found, expected=f"{ALGORITHMS}; SHA-256")
    return [weak, *purpose]


def _trust_problems(state: SignatureState, trust: Trust) -> list[Finding]:
    if not trust.by:
        message = text("whoever signed is not trusted")
        hint = text("compare the fingerprint with the one that the certifier makes known")
        found = text("{name}, issued by {issuer}", name=state.name, issuer=state.issuer)
        return [Finding("SIG-016", message, found=found, hint=hint)]
    if trust.valid or state.certificate is None:
        return []
    start = state.certificate.not_valid_before_utc.date()
    end = state.certificate.not_valid_after_utc.date()
    message = text("the signer's certificate was not valid when it signed")
    found = text("valid from {start} to {end}", start=start, end=end)
    return [Finding("SIG-017", message, found=found)]


def _time_problems(
    state: SignatureState, container: Container, now: datetime.datetime
) -> list[Finding]:
    findings = []
    if state.claimed is None:
        findings.append(Finding("SIG-020", text("the signature does not say when it was made")))
    elif state.claimed > now + CLOCKS:
        message = text("the time of signing lies in the future")
        findings.append(Finding("SIG-020", message, found=state.claimed.isoformat()))
    if container.stamp and state.stamped is None:
        message = text("the time stamp does not hold, or comes from an authority not trusted here")
        hint = text("the time of signing is only what the signer says")
        findings.append(Finding("SIG-021", message, hint=hint, severity="warning"))
    return findings
