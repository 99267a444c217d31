"""Steps of a verification, its verdict, and what it does not prove."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pvfootprint.language.texts import Text, text

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from pvfootprint.model.certificate_record import CertificateRecord
    from pvfootprint.model.findings import Finding

Outcome = Literal["passed", "failed", "unchecked"]

STEPS = {
    "format": text("What it is"),
    "signature": text("Unchanged since it was signed"),
    "issuer": text("Who signed it"),
    "content": text("What it says is what was certified"),
    "file": text("It is the very file that was issued"),
    "number": text("Its number"),
    "register": text("The published register"),
    "log": text("The registry's entries about it"),
    "validity": text("Its dates"),
    "status": text("Its status"),
    "upstream": text("The certificates on which it stands"),
}
"""Steps in their order, in words."""

VERDICTS = {
    "genuine": text("GENUINE AND VALID"),
    "status-unknown": text("GENUINE, BUT ITS PRESENT STATUS IS NOT KNOWN"),
    "not-yet-valid": text("GENUINE, BUT NOT VALID YET"),
    "expired": text("EXPIRED"),
    "suspended": text("SUSPENDED"),
    "withdrawn": text("WITHDRAWN"),
    "cancelled": text("CANCELLED"),
    "superseded": text("SUPERSEDED"),
    "upstream": text("GENUINE, BUT IT STANDS ON A CERTIFICATE THAT DOES NOT HOLD"),
    "unknown": text("UNKNOWN"),
    "altered": text("ALTERED"),
    "not-issued": text("NOT THE ISSUED FILE"),
}
"""Verdicts, in words."""

MEANINGS = {
    "genuine": text("The certifier issued it, nothing was changed, and it is valid."),
    "status-unknown": text(
        "The certifier signed it and nothing was changed. Whether it was suspended or withdrawn "
        "since can only be seen in the certifier's registry."
    ),
    "not-yet-valid": text("The certifier issued it, for a time that begins later."),
    "expired": text("The certifier issued it, and its time is over."),
    "suspended": text("The certifier issued it, and it must not be used for now."),
    "withdrawn": text("The certifier issued it and took it back: it must not be used any more."),
    "cancelled": text("The certifier issued it, and its holder gave it back."),
    "superseded": text("The certifier issued it, and another certificate stands in its place."),
    "upstream": text(
        "The certifier issued it, but what it says rests on a certificate of a supplier that does "
        "not hold now: ask the certifier what that means for it."
    ),
    "unknown": text("Nothing shows that this certifier issued it. Do not rely on it."),
    "altered": text("It was changed after it was signed. Do not rely on it."),
    "not-issued": text(
        "It says what a certificate says, but it is not the file that the certifier handed out. "
        "Ask for that file."
    ),
}
"""What each verdict means."""

GENUINE, STATUS_UNKNOWN = "genuine", "status-unknown"

TRUSTED_CONTENT = frozenset(VERDICTS) - {"unknown", "altered", "not-issued"}
"""Verdicts with which what the document says can be taken as the certifier's words."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a verification.

    Parameters
    ----------
    key : str
        A key of :data:`STEPS`.
    outcome : str
        ``passed``, ``failed``, or ``unchecked``: it could not be checked.
    said : Text
        What was found, or why it could not be checked.
    findings : tuple of Finding
        What is wrong; empty unless it failed.
    """

    key: str
    outcome: Outcome
    said: Text
    findings: tuple[Finding, ...] = ()


def passed(key: str, said: Text) -> Step:
    """Return a step that passed."""
    return Step(key, "passed", said)


def unchecked(key: str, why: Text) -> Step:
    """Return a step that could not be checked."""
    return Step(key, "unchecked", why)


def failed(key: str, said: str, *findings: Finding) -> Step:
    """Return a step that failed."""
    return Step(key, "failed", said if isinstance(said, Text) else Text(said), findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What a verification found.

    Parameters
    ----------
    name : str
        Name of the file, or the number.
    sha256 : str
        Of the file; empty for a number.
    number : str
        Of the certificate; empty if none is known.
    day : date
        On which its dates and its status were looked at.
    verdict : str
        A key of :data:`VERDICTS`.
    steps : tuple of Step
        In their order; those that make no sense for what was given are left out.
    record : CertificateRecord, optional
        What it says; None if nothing can be read.
    remarks : tuple of Text
        What else must be known: a test, a change of the status after the day.
    not_proven : tuple of Text
        What the verification does not prove.
    signer : mapping
        Who signed, as the signature says: ``name``, ``fingerprint``, ``time``.
    """

    name: str
    sha256: str
    number: str
    day: datetime.date
    verdict: str
    steps: tuple[Step, ...]
    record: CertificateRecord | None
    remarks: tuple[Text, ...]
    not_proven: tuple[Text, ...]
    signer: Mapping[str, str]

    @property
    def holds(self) -> bool:
        """Whether it is genuine and valid."""
        return self.verdict == GENUINE


def verdict_of(steps: Mapping[str, Step], status: str) -> str:
    """Return the verdict.

    Parameters
    ----------
    steps : mapping
        By key.
    status : str
        Public state by the registry; empty without one, or where it is not known.

    Returns
    -------
    str
        A key of :data:`VERDICTS`. What is worst comes first; ``genuine`` only if no step failed
        and the registry says that it is valid.
    """

    def bad(*keys: str) -> bool:
        return any(key in steps and steps[key].outcome == "failed" for key in keys)

    if bad("content") or (bad("signature") and not _unsigned(steps)):
        return "altered"
    if bad("format", "number", "register", "log"):
        return "unknown"
    if bad("signature"):
        return "not-issued" if status else "unknown"
    if bad("file"):
        return "not-issued"
    if bad("issuer"):
        return "unknown"
    return _verdict_by_registry(steps, status) if status else _verdict_by_file(steps)


def _unsigned(steps: Mapping[str, Step]) -> bool:
    """Return whether nothing was ever signed, so that nothing shows a change."""
    return any(finding.code == "VER-019" for finding in steps["signature"].findings)


def _verdict_by_registry(steps: Mapping[str, Step], status: str) -> str:
    if status != "valid":
        return status if status in VERDICTS else "unknown"
    if steps["validity"].outcome == "failed":
        return "not-yet-valid"
    return "upstream" if steps["upstream"].outcome == "failed" else GENUINE


def _verdict_by_file(steps: Mapping[str, Step]) -> str:
    """Return the verdict without a status: a trusted signature, or its place in the log, is all."""
    if not any(key in steps and steps[key].outcome == "passed" for key in ("issuer", "log")):
        return "unknown"
    validity = steps["validity"]
    if validity.outcome == "failed":
        early = any(finding.code == "VER-017" for finding in validity.findings)
        return "not-yet-valid" if early else "expired"
    return STATUS_UNKNOWN
