"""Says what a verification does not prove."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.certification.verification.places import CHECKPOINT
from pvfootprint.certification.verification.steps import TRUSTED_CONTENT
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.certification.verification.given import Given
    from pvfootprint.certification.verification.published import PublishedRegister
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
    register: PublishedRegister | None = None,
    vouched: bool = False,
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
    register : PublishedRegister, optional
        The published register.
    vouched : bool
        Whether its key rests on more than the place where it was found.

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
    elif register:
        yield from _published(register, vouched=vouched)
    else:
        yield from _offline(record, state)


def _published(register: PublishedRegister, *, vouched: bool) -> Iterator[Text]:
    if not vouched:
        yield text(
            "That the register is the certifier's own: its key was found where the register was. "
            "Compare the key with what the certifier has published elsewhere, and give it with "
            "{option} {fingerprint}.",
            option="--register-key",
            fingerprint=f'"{register.fingerprint}"',
        )
    yield text(
        "What happened in the last days: a server can show an older register as long as its status "
        "lists count. Later it would be found out."
    )
    yield text(
        "That everybody is shown the same log: whoever keeps the signed head ({file}) can compare "
        "it with what others keep.",
        file=f"{register.reader.where}/{CHECKPOINT}",
    )
    yield text(
        "That the certifier's people wrote these entries: the key of the register vouches for "
        "that. The signature of a certificate (PDF, with {option}) does not depend on that key.",
        option="--issuer",
    )


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
