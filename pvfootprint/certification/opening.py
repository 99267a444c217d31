"""Reads applications and certificates from the registry."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pvfootprint.certification.acts import Apply
from pvfootprint.certification.cases import Case, Certificate, done_of
from pvfootprint.language.texts import text
from pvfootprint.model.certificate_record import CertificateRecord
from pvfootprint.model.findings import CertificationError, Finding
from pvfootprint.rules.certification.reading import read_scheme_content

if TYPE_CHECKING:
    from pvfootprint.model.certification import CertificationScheme
    from pvfootprint.registry.snapshots import Snapshot


def open_case(snapshot: Snapshot, number: str) -> Case:
    """Return an application.

    Parameters
    ----------
    snapshot : Snapshot
        The registry.
    number : str
        Of the application.

    Returns
    -------
    Case
        As it stands, under the scheme of its time.

    Raises
    ------
    CertificationError
        CRT-001 if there is no such application.
    """
    done = [done_of(entry) for entry in snapshot.entries(number)]
    applied = next((one.body for one in done if isinstance(one.body, Apply)), None)
    if applied is None:
        hint = text("see which there are: {command}", command="pvfootprint cert list")
        message = text("there is no application with this number")
        raise CertificationError([Finding("CRT-001", message, found=number, hint=hint)])
    content = snapshot.file(applied.scheme.sha256)
    return Case(number, done, _scheme(content, f"{applied.scheme.key}.toml"))


@lru_cache(maxsize=16)
def _scheme(content: bytes, file: str) -> CertificationScheme:
    """Read a scheme once, however many applications are opened."""
    return read_scheme_content(content, file)


def open_certificate(snapshot: Snapshot, number: str) -> Certificate:
    """Return a certificate.

    Parameters
    ----------
    snapshot : Snapshot
        The registry.
    number : str
        Of the certificate.

    Returns
    -------
    Certificate
        As it stands.

    Raises
    ------
    CertificationError
        CRT-002 if there is no such certificate.
    """
    done = [done_of(entry) for entry in snapshot.entries(number)]
    if not any(one.act == "allot" for one in done):
        hint = text("see which there are: {command}", command="pvfootprint cert list")
        message = text("there is no certificate with this number")
        raise CertificationError([Finding("CRT-002", message, found=number, hint=hint)])
    return Certificate(number, done)


def record_of(snapshot: Snapshot, certificate: Certificate) -> CertificateRecord:
    """Return what a certificate says."""
    content = snapshot.file(certificate.allotment.record)
    return CertificateRecord.model_validate_json(content)
