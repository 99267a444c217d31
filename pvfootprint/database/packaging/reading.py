"""Opens a data package from outside: complete, unchanged, and signed by a key that is trusted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from pvfootprint.credentials.integrity import check_proof
from pvfootprint.credentials.multikey import read_multikey
from pvfootprint.credentials.reading import read_json
from pvfootprint.database.packaging.descriptor import DESCRIPTOR, Descriptor, method_of
from pvfootprint.language.texts import text
from pvfootprint.model.canonical import digest
from pvfootprint.model.findings import CredentialError, DatabaseError, Finding, SubmissionError
from pvfootprint.model.inventory import LibrarySet
from pvfootprint.submission.archives import shown, unpack
from pvfootprint.submission.keys import fingerprint

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

LARGEST = 64 * 2**20
"""Largest package that is opened [bytes]."""


@dataclass(frozen=True, slots=True)
class Package:
    """A data package that holds.

    Parameters
    ----------
    details : LibrarySet
        What it is when it is installed as a set.
    files : dict
        Its files by path, as :func:`pvfootprint.library.installing.write_set` takes them; the
        descriptor and the text for people are among them.
    descriptor : Descriptor
        What it says of itself.
    fingerprint : str
        Of the key that signed it, as `pvfootprint keys show` prints it.
    """

    details: LibrarySet
    files: dict[str, bytes]
    descriptor: Descriptor
    fingerprint: str


def open_package(content: bytes, file: str, trusted: Collection[str] = ()) -> Package:
    """Open a data package.

    Parameters
    ----------
    content : bytes
        The zip file, from outside.
    file : str
        Its name, for findings.
    trusted : collection of str
        Fingerprints of keys whose packages are taken, with or without spaces.

    Returns
    -------
    Package
        Whose files are complete, unchanged and signed by one of these keys.

    Raises
    ------
    SubmissionError
        SUB-001 to SUB-009 for a file that is no such archive.
    DatabaseError
        DAT-050 if it does not say what it is, DAT-051 for files that are missing, added or
        changed, DAT-052 if the signature does not hold, DAT-053 if nobody trusts the key.
    """
    members = _members(content, file)
    written = _written(members, file)
    descriptor = _descriptor(members[DESCRIPTOR], file)
    public = _public(descriptor, file)
    findings = [
        *_signature(written, descriptor, public, file),
        *_files(descriptor, members, file),
        *_signer(public, trusted, file),
    ]
    if findings:
        raise DatabaseError(findings)
    return Package(_details(descriptor, digest(content)), members, descriptor, fingerprint(public))


def _members(content: bytes, file: str) -> dict[str, bytes]:
    if len(content) > LARGEST:
        message = text("the file is larger than a data package may be")
        expected = text("at most {size} bytes", size=LARGEST)
        raise DatabaseError([Finding("DAT-050", message, file, expected=expected)])
    contents = unpack(content, file)
    if contents.findings:
        raise SubmissionError(contents.findings)
    return contents.members


def _written(members: Mapping[str, bytes], file: str) -> dict[str, Any]:
    if DESCRIPTOR not in members:
        raise DatabaseError([_no_package(file, DESCRIPTOR)])
    try:
        return read_json(members[DESCRIPTOR], DESCRIPTOR)
    except CredentialError as error:
        raise DatabaseError([_no_package(file, DESCRIPTOR)]) from error


def _descriptor(written: bytes, file: str) -> Descriptor:
    try:
        return Descriptor.model_validate_json(written)
    except ValidationError as error:
        places = (".".join(map(str, one["loc"])) for one in error.errors()[:3])
        raise DatabaseError([_no_package(file, ", ".join(places))]) from error


def _public(descriptor: Descriptor, file: str) -> Ed25519PublicKey:
    try:
        return read_multikey(descriptor.pvfootprint.public)
    except CredentialError as error:
        raise DatabaseError([_no_package(file, "pvfootprint.public")]) from error


def _signature(
    written: Mapping[str, Any], descriptor: Descriptor, public: Ed25519PublicKey, file: str
) -> Iterator[Finding]:
    method = (descriptor.proof or {}).get("verificationMethod")
    if method == method_of(descriptor.pvfootprint.public) and not check_proof(written, public):
        return
    yield Finding(
        "DAT-052",
        text("the signature of the data package does not hold"),
        file,
        hint=text("it was changed on its way, or made by somebody else: fetch it again"),
    )


def _files(descriptor: Descriptor, members: Mapping[str, bytes], file: str) -> Iterator[Finding]:
    named = {one.path: one for one in descriptor.resources}
    for path in sorted({*named, *members} - {DESCRIPTOR}):
        if path not in members:
            yield _changed(file, path, text("a file is missing"))
        elif path not in named:
            yield _changed(file, path, text("a file is there that the package does not name"))
        elif named[path].hash != f"sha256:{digest(members[path])}":
            yield _changed(file, path, text("a file was changed"))


def _signer(public: Ed25519PublicKey, trusted: Collection[str], file: str) -> Iterator[Finding]:
    found = fingerprint(public)
    if _plain(found) in {_plain(one) for one in trusted}:
        return
    yield Finding(
        "DAT-053",
        text("the data package is signed by a key that is not trusted yet"),
        file,
        found=found,
        hint=text(
            "ask the certifier for the fingerprint of its data steward's key, on another way than "
            "this file came; if it is the same, name it with {option}",
            option="--signer",
        ),
    )


def _plain(written: str) -> str:
    return "".join(written.split()).casefold()


def _details(descriptor: Descriptor, sha256: str) -> LibrarySet:
    (licence,), origin = descriptor.licenses, descriptor.pvfootprint
    return LibrarySet(
        name=descriptor.name,
        title=descriptor.title,
        licence=licence.name,
        licence_link=licence.path,
        notice=origin.notice,
        notice_zh=origin.notice_zh,
        source=f"{origin.certifier_en}, registry {origin.registry}, {descriptor.version}",
        source_sha256=sha256,
        shareable="-NC-" not in f"{licence.name}-",
    )


def _no_package(file: str, where: str) -> Finding:
    return Finding(
        "DAT-050",
        text("the file is no data package of pvfootprint, or one of another version"),
        file,
        column=shown(where),
        hint=text("ask for the file again, or use the newest version of pvfootprint"),
    )


def _changed(file: str, path: str, message: str) -> Finding:
    hint = text("do not use it: fetch it again from the certifier")
    return Finding("DAT-051", message, file, column=shown(path), hint=hint)
