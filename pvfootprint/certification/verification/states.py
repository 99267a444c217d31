"""Holds the life of a certificate against the signed status lists of a register."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeGuard

from pvfootprint.certification.verification.places import credential_place, status_place
from pvfootprint.credentials.integrity import check_proof
from pvfootprint.credentials.reading import not_understood, read_json, read_stamp
from pvfootprint.credentials.status_lists import (
    PURPOSES,
    REVOCATION,
    SUSPENSION,
    read_status_list,
)
from pvfootprint.language.texts import text
from pvfootprint.model.findings import CredentialError, Finding

if TYPE_CHECKING:
    import datetime

    from pvfootprint.certification.cases import Certificate
    from pvfootprint.certification.verification.published import (
        PublishedCertificate,
        PublishedRegister,
    )
    from pvfootprint.credentials.status_lists import StatusList

INDEX = re.compile(r"[0-9]{1,9}", re.ASCII)
LIST = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)

WORSE = {REVOCATION: "withdrawn", SUSPENSION: "suspended"}
"""As what a certificate counts whose bit is set, whatever else the register says."""


@dataclass(slots=True)
class States:
    """The status lists of a register, each read once.

    Parameters
    ----------
    register : PublishedRegister
        Whose.
    now : datetime
        The present time.
    since, until : datetime, optional
        From when all lists that were looked at are, and until when all of them count.
    """

    register: PublishedRegister
    now: datetime.datetime
    since: datetime.datetime | None = None
    until: datetime.datetime | None = None
    _lists: dict[str, StatusList] = field(init=False, default_factory=dict)

    def bits(self, published: PublishedCertificate) -> frozenset[str]:
        """Return which bits of a certificate are set.

        Parameters
        ----------
        published : PublishedCertificate
            The certificate.

        Returns
        -------
        frozenset of str
            Of ``revocation`` and ``suspension``.

        Raises
        ------
        CertificationError, CredentialError
            STL-001 to STL-007, STL-015, STL-016, STL-018: credential or lists do not hold.
        """
        places = self._places(published)
        return frozenset(
            purpose
            for purpose, (number, index) in places.items()
            if self._list(purpose, number).is_set(index)
        )

    def _places(self, published: PublishedCertificate) -> dict[str, tuple[int, int]]:
        """Return list and bit of a certificate by purpose, from its signed credential."""
        place = credential_place(published.number)
        document = read_json(self.register.read(place), place)
        key = self.register.keys.get(_method(document))
        if key is None:
            message = text("the key that signed is not among the issuer's keys")
            raise CredentialError([Finding("STL-001", message, place, found=_method(document))])
        if wrong := check_proof(document, key, place):
            raise CredentialError(wrong)
        subject, entries = document.get("credentialSubject"), document.get("credentialStatus")
        about = (subject.get("number"), subject.get("recordSha256")) if _is(subject) else ()
        if about != (published.number, published.record_hash):
            message = text("the signed credential is that of another certificate")
            raise CredentialError([Finding("STL-018", message, place)])
        found = {}
        for purpose in PURPOSES:
            mine = [
                one
                for one in (entries if isinstance(entries, list) else [])
                if _is(one) and one.get("statusPurpose") == purpose
            ]
            if len(mine) != 1:
                raise CredentialError([not_understood(place, purpose)])
            found[purpose] = self._place(mine[0], purpose, place)
        return found

    def _place(self, entry: dict[str, Any], purpose: str, place: str) -> tuple[int, int]:
        index, address = str(entry.get("statusListIndex")), str(entry.get("statusListCredential"))
        number = address.rsplit("/", 1)[-1].removesuffix(".json")
        if not INDEX.fullmatch(index) or not LIST.fullmatch(number):
            raise CredentialError([not_understood(place, purpose)])
        if address != self._address(status_place(purpose, int(number))):
            raise CredentialError([not_understood(place, address[:200])])
        return int(number), int(index)

    def _list(self, purpose: str, number: int) -> StatusList:
        place = status_place(purpose, number)
        if place not in self._lists:
            document = read_json(self.register.read(place), place)
            public = self.register.public
            found = read_status_list(document, public, purpose=purpose, now=self.now, name=place)
            if (document.get("id"), document.get("issuer")) != (
                self._address(place),
                self.register.publisher.did,
            ):
                raise CredentialError([not_understood(place, "id")])
            since = read_stamp(document.get("validFrom"), place)
            until = read_stamp(document.get("validUntil"), place)
            self.since = min(self.since or since, since)
            self.until = min(self.until or until, until)
            self._lists[place] = found
        return self._lists[place]

    def _address(self, place: str) -> str:
        return f"{self.register.publisher.base_url}/{place}"


def contradictions(
    certificate: Certificate, bits: frozenset[str], today: datetime.date
) -> list[Finding]:
    """Say where status lists and log say different things of a certificate: STL-021.

    Parameters
    ----------
    certificate : Certificate
        Its life by the log.
    bits : frozenset of str
        Its bits that are set.
    today : date
        The present day.
    """
    held = certificate.last("suspend", "resume")
    suspended = bool(held and held.act == "suspend" and not certificate.ended)
    wanted = {REVOCATION: bool(certificate.ended), SUSPENSION: suspended}
    if suspended and today > certificate.expires:
        # It counts as expired then, at the next publication.
        del wanted[SUSPENSION]
    return [
        _contradiction(certificate.subject, purpose, in_log=in_log)
        for purpose, in_log in wanted.items()
        if in_log != (purpose in bits)
    ]


def _contradiction(number: str, purpose: str, *, in_log: bool) -> Finding:
    message = (
        text("by the log {number} does not hold, by the status list it does", number=number)
        if in_log
        else text("by the status list {number} does not hold, by the log it does", number=number)
    )
    hint = text(
        "if the register is being brought up to date, try again in a minute; else it was changed: "
        "tell the certifier"
    )
    return Finding("STL-021", message, found=purpose, hint=hint)


def _is(value: object) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)


def _method(document: dict[str, Any]) -> str:
    proof = document.get("proof")
    return str(proof.get("verificationMethod"))[:300] if isinstance(proof, dict) else ""
