"""States of many credentials in one signed file: one bit for each.

Bitstring Status List v1.0, https://www.w3.org/TR/vc-bitstring-status-list/
"""

from __future__ import annotations

import base64
import gzip
import io
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pvfootprint.credentials.reading import not_understood
from pvfootprint.credentials.verifiable import check_credential, credential
from pvfootprint.language.texts import text
from pvfootprint.model.findings import CredentialError, Finding

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Mapping

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

REVOCATION, SUSPENSION = "revocation", "suspension"
PURPOSES = (REVOCATION, SUSPENSION)

SIZE = 131_072
"""Bits of a list: the fewest that are allowed, so that no question tells about whom it is (3.2)."""

LARGEST = 2**20
"""Largest list that is read, after unpacking [bytes]."""

KIND, SUBJECT, ENTRY = (
    "BitstringStatusListCredential",
    "BitstringStatusList",
    "BitstringStatusListEntry",
)

BASE64URL = "u"
"""Multibase's sign for base64url without padding."""


def place_of(number: int) -> tuple[int, int]:
    """Return the list of a credential, counted from 1, and its bit there, counted from 0.

    Parameters
    ----------
    number : int
        How many credentials came before it.
    """
    return number // SIZE + 1, number % SIZE


def status_entry(list_address: str, purpose: str, index: int) -> dict[str, Any]:
    """Return how a credential says where its state is told (2.1).

    Parameters
    ----------
    list_address : str
        Where the list is published.
    purpose : str
        ``revocation`` or ``suspension``.
    index : int
        Its bit, counted from 0.
    """
    return {
        "id": f"{list_address}#{index}",
        "type": ENTRY,
        "statusPurpose": purpose,
        "statusListIndex": str(index),
        "statusListCredential": list_address,
    }


def status_list(
    *,
    address: str,
    issuer: str,
    purpose: str,
    bits: Iterable[int],
    valid_from: datetime.datetime,
    valid_until: datetime.datetime,
) -> dict[str, Any]:
    """Make a status list, not signed yet (2.2).

    Parameters
    ----------
    address : str
        Where it is published.
    issuer : str
        DID of the issuer.
    purpose : str
        ``revocation`` or ``suspension``.
    bits : iterable of int
        Which bits are set, counted from 0.
    valid_from, valid_until : datetime
        When it counts; with time zones.

    Returns
    -------
    dict
        JSON.
    """
    made = credential(
        address=address,
        issuer=issuer,
        kinds=[KIND],
        subject={
            "id": f"{address}#list",
            "type": SUBJECT,
            "statusPurpose": purpose,
            "encodedList": encode(bits),
        },
        valid_from=valid_from,
        valid_until=valid_until,
    )
    # Every word of a status list is in the first context.
    return {**made, "@context": made["@context"][:1]}


def encode(bits: Iterable[int]) -> str:
    """Pack a list of which these bits are set (3.3): the first bit is the highest of its byte."""
    packed = bytearray(SIZE // 8)
    for index in bits:
        packed[index // 8] |= 0x80 >> index % 8
    squeezed = gzip.compress(bytes(packed), 9, mtime=0)
    return BASE64URL + base64.urlsafe_b64encode(squeezed).decode("ascii").rstrip("=")


def decode(written: object, name: str = "") -> bytes:
    """Unpack a list (3.4).

    Parameters
    ----------
    written : object
        What a file from outside has as its list.
    name : str
        Name of the file, for what is said.

    Returns
    -------
    bytes
        The bits; at most :data:`LARGEST`.

    Raises
    ------
    CredentialError
        STL-006 if it is no list, too large, or shorter than allowed.
    """
    try:
        packed = _unpacked(written)
    except (ValueError, OSError, EOFError, zlib.error) as error:
        raise CredentialError([_damaged(name)]) from error
    if not SIZE // 8 <= len(packed) <= LARGEST:
        raise CredentialError([_damaged(name)])
    return packed


def _unpacked(written: object) -> bytes:
    if not isinstance(written, str) or written[:1] != BASE64URL or len(written) > 2 * LARGEST:
        return b""
    padded = written[1:] + "=" * (-(len(written) - 1) % 4)
    squeezed = base64.b64decode(padded, altchars=b"-_", validate=True)
    with gzip.open(io.BytesIO(squeezed)) as file:
        return file.read(LARGEST + 1)


def _damaged(name: str) -> Finding:
    message = text("the list of states is damaged, too short or too large")
    hint = text("fetch it again; if it stays so, tell the certifier")
    return Finding("STL-006", message, name, hint=hint)


@dataclass(frozen=True, slots=True)
class StatusList:
    """A status list that was checked: its purpose, its bits, and the name of its file."""

    purpose: str
    packed: bytes
    name: str = ""

    def is_set(self, index: int) -> bool:
        """Return whether a bit is set.

        Parameters
        ----------
        index : int
            Counted from 0.

        Raises
        ------
        CredentialError
            STL-007 if the list is shorter.
        """
        if not 0 <= index < len(self.packed) * 8:
            message = text("the list of states ends before the place of this certificate")
            raise CredentialError([Finding("STL-007", message, self.name, found=str(index))])
        return bool(self.packed[index // 8] & 0x80 >> index % 8)


def read_status_list(
    document: Mapping[str, Any],
    public: Ed25519PublicKey,
    *,
    purpose: str,
    now: datetime.datetime,
    name: str = "",
) -> StatusList:
    """Check a status list and read it (3.2).

    Parameters
    ----------
    document : mapping
        From outside.
    public : Ed25519PublicKey
        The issuer's key.
    purpose : str
        What it must tell.
    now : datetime
        At which time it must count.
    name : str
        Name of the file, for what is said.

    Returns
    -------
    StatusList
        Its bits.

    Raises
    ------
    CredentialError
        STL-002 to STL-006: everything that is wrong with it.
    """
    wrong = check_credential(document, public, kind=KIND, now=now, name=name)
    subject = document.get("credentialSubject")
    if not isinstance(subject, dict) or subject.get("statusPurpose") != purpose:
        raise CredentialError([*wrong, not_understood(name, "statusPurpose")])
    try:
        packed = decode(subject.get("encodedList"), name)
    except CredentialError as error:
        raise CredentialError([*wrong, *error.findings]) from error
    if wrong:
        raise CredentialError(wrong)
    return StatusList(purpose, packed, name)
