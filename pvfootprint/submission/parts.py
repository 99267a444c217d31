"""Sealed parts (``.pvfs``): a signed statement beside an inventory that only the certifier opens.

The archive holds ``statement.json`` (canonical JSON), ``signature`` (Ed25519 over its bytes, 64
bytes) and ``inventory.p7m`` (CMS EnvelopedData, DER, AES-256 under the certifier's RSA key). What
is sealed is itself such an archive, with the workbooks and ``seal.json``, which names the signer:
so nobody can sign another's sealed inventory as their own.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.ciphers import algorithms
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, pkcs7
from pydantic import BaseModel

from pvfootprint.language.texts import text
from pvfootprint.model.canonical import CLOSED, canonical, digest
from pvfootprint.model.findings import Finding, SubmissionError
from pvfootprint.submission.archives import pack, shown, unpack
from pvfootprint.submission.canonical import odd_texts, read_model, written
from pvfootprint.submission.keys import certificate_fingerprint, fingerprint
from pvfootprint.submission.statements import FORMAT, Statement

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import rsa

    from pvfootprint.model.summary import SupplySummary

ENDING = ".pvfs"
STATEMENT, SIGNATURE, INVENTORY, SEAL = "statement.json", "signature", "inventory.p7m", "seal.json"
SEAL_FORMAT = ("pvfootprint seal", "1")
SIGNATURE_LENGTH = 64


class Seal(BaseModel):
    """What stands beside the workbooks in a sealed inventory.

    Parameters
    ----------
    format, version : str, int
        Of this layout.
    signer : str
        Public key of whoever sealed it: 32 bytes in hexadecimal.
    own : str
        Name of the workbook that the statement is about; the others are its suppliers'.
    """

    model_config = CLOSED

    format: Literal["pvfootprint seal"]
    version: Literal[1]
    signer: str
    own: str


@dataclass(frozen=True, slots=True)
class SealedPart:
    """A sealed part whose signature holds.

    Parameters
    ----------
    file, sha256 : str
        Its name and hash.
    statement : Statement
        What was signed.
    sealed : bytes
        The sealed inventory; empty if none is given.
    """

    file: str
    sha256: str
    statement: Statement
    sealed: bytes

    @property
    def summary(self) -> SupplySummary:
        """What the chain computes with."""
        return dataclasses.replace(
            self.statement.summary, source=self.file, source_hash=self.sha256
        )

    @property
    def signer(self) -> str:
        """Fingerprint of the key that signed it, to be compared by telephone."""
        return fingerprint(_public_key(self.statement.signer))

    @property
    def findings(self) -> list[Finding]:
        """What a reader must know: the warning SUB-017 if nothing is sealed."""
        if self.statement.sealed:
            return []
        finding = Finding(
            "SUB-017",
            text("the summary comes without a sealed inventory, so nobody can verify it"),
            self.file,
            expected=text("an inventory sealed to the certifier"),
            hint=text("it counts as a gap that is filled, not as primary data"),
            severity="warning",
        )
        return [finding]


def public_bytes(key: ed25519.Ed25519PrivateKey) -> str:
    """Return the public key of a private one in hexadecimal."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def sign(statement: Statement, key: ed25519.Ed25519PrivateKey, sealed: bytes) -> bytes:
    """Write a sealed part.

    Parameters
    ----------
    statement : Statement
        What is signed.
    key : Ed25519PrivateKey
        The key that it names.
    sealed : bytes
        The sealed inventory; empty if none is given.

    Returns
    -------
    bytes
        The file.
    """
    content = written(statement)
    members = {STATEMENT: content, SIGNATURE: key.sign(content)}
    if sealed:
        members[INVENTORY] = sealed
    return pack(members)


def read_part(content: bytes, file: str) -> SealedPart:
    """Read a sealed part and verify its signature.

    Parameters
    ----------
    content : bytes
        The file.
    file : str
        Its name, for findings.

    Returns
    -------
    SealedPart
        Signed by whom it says; compare :attr:`SealedPart.signer` with the supplier.

    Raises
    ------
    SubmissionError
        SUB-001 to SUB-008 for a damaged or changed file, SUB-015 if the signature doesn't hold,
        SUB-016 if the statement contradicts itself.
    """
    contents = unpack(content, file)
    if contents.findings:
        raise SubmissionError(contents.findings)
    members = contents.members
    _check_members(members, file)
    # The signature first: nothing unsigned is looked into beyond what verifying needs.
    statement = read_model(members[STATEMENT], Statement, file, FORMAT)
    _check_signature(statement, members, file)
    sealed = members.get(INVENTORY, b"")
    findings = [*_check_sealed(statement, sealed, file), *_contradictions(statement, file)]
    findings += odd_texts(statement, file)
    if findings:
        raise SubmissionError(findings)
    return SealedPart(file, digest(content), statement, sealed)


def _check_members(members: Mapping[str, bytes], file: str) -> None:
    findings = [
        Finding("SUB-006", text("a file is missing inside"), file, found=name)
        for name in (STATEMENT, SIGNATURE)
        if name not in members
    ]
    findings += [
        Finding("SUB-008", text("a file inside belongs to no sealed part"), file, found=shown(name))
        for name in members
        if name not in {STATEMENT, SIGNATURE, INVENTORY}
    ]
    if findings:
        raise SubmissionError(findings)


def _public_key(signer: str) -> ed25519.Ed25519PublicKey:
    return ed25519.Ed25519PublicKey.from_public_bytes(bytes.fromhex(signer))


def _check_signature(statement: Statement, members: Mapping[str, bytes], file: str) -> None:
    try:
        _public_key(statement.signer).verify(members[SIGNATURE], members[STATEMENT])
    except (InvalidSignature, UnsupportedAlgorithm, ValueError) as error:
        finding = Finding(
            "SUB-015",
            text("the signature does not belong to this statement: one of them was changed"),
            file,
            hint=text("ask the supplier for the part again, as pvfootprint made it"),
        )
        raise SubmissionError([finding]) from error


def _check_sealed(statement: Statement, sealed: bytes, file: str) -> list[Finding]:
    if statement.sealed is None:
        if not sealed:
            return []
        message = text("a sealed inventory is there that the statement does not name")
        return [Finding("SUB-008", message, file, found=INVENTORY)]
    if not sealed:
        return [Finding("SUB-006", text("the sealed inventory is missing"), file, found=INVENTORY)]
    if digest(sealed) == statement.sealed.sha256 and len(sealed) == statement.sealed.size:
        return []
    message = text("the sealed inventory is not the one that the statement names")
    return [
        Finding(
            "SUB-007", message, file, found=digest(sealed), expected=shown(statement.sealed.sha256)
        )
    ]


def _contradictions(statement: Statement, file: str) -> list[Finding]:
    """Find what a supplier cannot have meant, whatever the inventory is."""
    summary = statement.summary
    sealed_hash = statement.sealed.sha256 if statement.sealed else ""
    stages = sum(part.value for part in statement.stages)
    gases = sum(part.value for part in statement.gases)
    close = 1e-9 * sum(abs(part.value) for part in statement.stages)
    conditions = {
        "summary.sealed_hash": summary.sealed_hash == sealed_hash,
        "summary.start": summary.start <= summary.end,
        "summary.primary_data_share": 0 <= summary.primary_data_share <= 1,
        "summary.ratings": all(1 <= rating <= 5 for rating in summary.ratings or ()),
        "summary.library_hash": summary.library_hash == statement.origins.library,
        "summary.method_hash": summary.method_hash == statement.origins.method,
        "stages": abs(stages - statement.footprint) <= close,
        "gases": abs(gases - statement.footprint) <= close,
    }
    return [
        Finding("SUB-016", text("the statement contradicts itself"), file, column=column)
        for column, holds in conditions.items()
        if not holds
    ]


def seal_inventory(
    workbooks: Mapping[str, bytes], own: str, signer: str, certificate: x509.Certificate
) -> bytes:
    """Encrypt workbooks so that only the certifier can read them.

    Parameters
    ----------
    workbooks : mapping
        Content by file name.
    own : str
        Which of them the statement is about.
    signer : str
        Public key of whoever seals, in hexadecimal.
    certificate : Certificate
        Of the certifier, with an RSA key.

    Returns
    -------
    bytes
        CMS EnvelopedData in DER.
    """
    seal = Seal(format="pvfootprint seal", version=1, signer=signer, own=own)
    payload = pack({**workbooks, SEAL: canonical(seal.model_dump(mode="json"))})
    builder = (
        pkcs7.PKCS7EnvelopeBuilder()
        .set_data(payload)
        .add_recipient(certificate)
        .set_content_encryption_algorithm(algorithms.AES256)
    )
    return builder.encrypt(Encoding.DER, [pkcs7.PKCS7Options.Binary])


@dataclass(frozen=True, slots=True)
class OpenedInventory:
    """What was sealed: workbooks by file name, and which of them the statement is about."""

    workbooks: dict[str, bytes]
    own: str


def open_inventory(
    part: SealedPart, key: rsa.RSAPrivateKey, certificate: x509.Certificate
) -> OpenedInventory:
    """Decrypt the inventory of a sealed part.

    Parameters
    ----------
    part : SealedPart
        Whose signature holds.
    key, certificate
        Of the certifier.

    Returns
    -------
    OpenedInventory
        Its workbooks; the own one has the hash that the statement names.

    Raises
    ------
    SubmissionError
        SUB-017 if there is none, SUB-023 if this key can't open it, SUB-016 if it is not what the
        statement names.
    """
    if not part.sealed:
        raise SubmissionError(
            dataclasses.replace(finding, severity="error") for finding in part.findings
        )
    _check_recipient(part, certificate)
    try:
        payload = pkcs7.pkcs7_decrypt_der(part.sealed, certificate, key, [])
        contents = unpack(payload, part.file)
        nested = any("/" in name for name in contents.members)
        if contents.findings or nested or SEAL not in contents.members:
            raise SubmissionError([_cannot_be_opened(part)])
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise SubmissionError([_cannot_be_opened(part)]) from error
    workbooks = dict(contents.members)
    seal = read_model(workbooks.pop(SEAL), Seal, part.file, SEAL_FORMAT)
    _check_seal(part, seal, workbooks)
    return OpenedInventory(workbooks, seal.own)


def _check_recipient(part: SealedPart, certificate: x509.Certificate) -> None:
    sealed, mine = part.statement.sealed, certificate_fingerprint(certificate)
    if sealed and sealed.certifier != mine:
        finding = Finding(
            "SUB-023",
            text("the inventory was sealed to another key"),
            part.file,
            found=shown(sealed.certifier),
            expected=mine,
            hint=text("use the key to which it was sealed, or have it sealed to yours"),
        )
        raise SubmissionError([finding])


def _cannot_be_opened(part: SealedPart) -> Finding:
    message = text("the sealed inventory cannot be opened with this key, or it was made wrongly")
    hint = text("ask the supplier to seal it again")
    return Finding("SUB-023", message, part.file, hint=hint)


def _check_seal(part: SealedPart, seal: Seal, workbooks: Mapping[str, bytes]) -> None:
    findings = []
    if seal.signer != part.statement.signer:
        message = text("the inventory was sealed by somebody else than who signed the summary")
        findings.append(Finding("SUB-016", message, part.file, column="signer"))
    if digest(workbooks.get(seal.own, b"")) != part.statement.workbook:
        message = text("the sealed workbook is not the one that the statement names")
        findings.append(Finding("SUB-016", message, part.file, column="workbook"))
    if findings:
        raise SubmissionError(findings)
