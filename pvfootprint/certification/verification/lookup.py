"""Finds in the registry what a file or a number stands for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.certification.acts import Apply
from pvfootprint.certification.cases import Case, Certificate
from pvfootprint.certification.opening import open_certificate
from pvfootprint.certification.subjects import open_with_case
from pvfootprint.model.findings import CertificationError, Finding
from pvfootprint.registry.projections import effects_of
from pvfootprint.rules.certification.numbers import parse_number
from pvfootprint.rules.certification.reading import read_scheme_content

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from pvfootprint.model.certification import CertificationScheme
    from pvfootprint.registry.snapshots import Snapshot


@dataclass(frozen=True, slots=True)
class Registered:
    """A certificate as the registry has it.

    Parameters
    ----------
    certificate : Certificate
        With all that happened to it.
    case : Case
        The application that led to it.
    record : bytes
        What it says.
    """

    certificate: Certificate
    case: Case
    record: bytes

    @property
    def number(self) -> str:
        """Its number."""
        return self.certificate.subject


def find_number(snapshot: Snapshot, number: str) -> Registered | None:
    """Return a certificate by its number; None if there is none."""
    if not any(entry.act == "allot" for entry in snapshot.entries(number[:200])):
        return None
    certificate, case = open_with_case(snapshot, number)
    return Registered(certificate, case, snapshot.file(certificate.allotment.record))


def find_file(snapshot: Snapshot, sha256: str) -> tuple[str, str] | None:
    """Find the certificate with which a file was handed out.

    Parameters
    ----------
    snapshot : Snapshot
        The registry.
    sha256 : str
        Of the file.

    Returns
    -------
    tuple of str, optional
        Number of the certificate and name of the file; None if it was never handed out.
    """
    for entry in snapshot.entries(act="issue"):
        # Most entries are told apart by their text: reading each would take far longer.
        if sha256 not in entry.body:
            continue
        for name, other in effects_of(entry.body).files.items():
            if other == sha256:
                return entry.subject, name
    return None


def as_of(certificate: Certificate, day: datetime.date) -> Certificate | None:
    """Return a certificate as it stood at the end of a day; None if there was none."""
    done = [one for one in certificate.done if one.day <= day]
    return Certificate(certificate.subject, done) if done else None


def find_as_of(snapshot: Snapshot, number: str, day: datetime.date) -> Certificate | None:
    """Return a certificate by its number as it stood on a day; None if there was none."""
    try:
        return as_of(open_certificate(snapshot, number), day)
    except CertificationError:
        return None


def right_spelling(schemes: Iterable[CertificationScheme], typed: str) -> str | Finding:
    """Return a number as it is written, or why it is none.

    Parameters
    ----------
    schemes : iterable of CertificationScheme
        Whose numbers it may be; at least one.
    typed : str
        As somebody typed it.

    Returns
    -------
    str or Finding
        CSC-020 if its check characters are wrong: probably a typing slip; else CSC-019.
    """
    faults = []
    for scheme in schemes:
        found = parse_number(scheme, typed)
        if not isinstance(found, Finding):
            return found.number
        faults.append(found)
    slips = [one for one in faults if one.code == "CSC-020"]
    return (slips or faults)[0]


def schemes_of(snapshot: Snapshot) -> list[CertificationScheme]:
    """Return the schemes under which the registry has applications."""
    used: dict[str, str] = {}
    for entry in snapshot.entries(act="apply"):
        scheme = Apply.model_validate_json(entry.body).scheme
        used.setdefault(scheme.sha256, scheme.key)
    return [read_scheme_content(snapshot.file(sha), f"{key}.toml") for sha, key in used.items()]
