"""Says what a verification does not prove."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.certification.verification.steps import TRUSTED_CONTENT
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.certification.verification.given import Given
    from pvfootprint.documents.signatures.checking import SignatureState
    from pvfootprint.language.texts import Text
    from pvfootprint.model.certificate_record import CertificateRecord


def not_proven(
    given: Given,
    verdict: str,
    record: CertificateRecord | None,
    state: SignatureState | None,
    *,
    snapshot: bool,
) -> Iterator[Text]:
    """Yield what must not be read into a verification.

    Parameters
    ----------
    given : Given
        What was verified.
    verdict : str
        The verdict; where what it says can't be relied on, nothing more needs to be said.
    record : CertificateRecord, optional
        What it says.
    state : SignatureState, optional
        What is known of its signature.
    snapshot : bool
        Whether a registry was there.

    Yields
    ------
    Text
        A sentence each.
    """
    if verdict not in TRUSTED_CONTENT:
        return
    yield text(
        "That the data of the company and its suppliers are true. The certifier evaluated and "
        "audited them by samples; the certificate says what came out."
    )
    if given.kind == "number":
        yield text("That a paper that you hold is the one that was issued: verify the file itself.")
    elif not given.records:
        yield text("That the product which carries it is one of the certified models.")
    if snapshot:
        yield text(
            "That the registry is the certifier's own, whole and up to date: {command} checks "
            "that.",
            command="pvfootprint registry check --against",
        )
    else:
        yield from _offline(record, state)


def _offline(record: CertificateRecord | None, state: SignatureState | None) -> Iterator[Text]:
    address = record.status_address if record else ""
    yield text("What its status is today; ask at {address}", address=address)
    yield text(
        "That the certificate that you gave is the certifier's: you must have it from the "
        "certifier itself, and whether its key was stolen cannot be seen offline."
    )
    count = sum(piece.end - piece.start for piece in state.uncovered) if state else 0
    if count:
        yield text(
            "That {count} bytes are as they were issued: the signature's own place, which no "
            "signature can cover. They hold nothing that is shown; only the registry's hash of the "
            "whole file covers them.",
            count=count,
        )
