"""What the register says of a certificate: the facts from which pages and indexes are made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime

    from pvfootprint.model.certificate_record import CertificateRecord


@dataclass(frozen=True, slots=True)
class PublicFile:
    """A file that anybody may download: name beside the page, SHA-256, size [bytes]."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class PublicAct:
    """An act on a certificate that everybody may know.

    Parameters
    ----------
    act : str
        ``issue``, ``suspend``, ``resume``, ``withdraw``, ``cancel`` or ``supersede``.
    day : date
        The day of the act [UTC].
    position : int
        Of its entry in the log.
    """

    act: str
    day: datetime.date
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """Another certificate in the chain: above this one, or standing on it.

    Parameters
    ----------
    number : str
        Its number.
    status : str
        A value of :data:`pvfootprint.certification.cases.STATUSES`.
    company, company_en, product : str
        Whose product, with its English name if there is one, and its name.
    stage_en, stage_zh : str
        Stage of the chain.
    shown, unit : str
        Its value.
    depth : int
        1 for a certificate that this one names itself, 2 for those that such a one names, and on.
    """

    number: str
    status: str
    company: str
    product: str
    stage_en: str
    stage_zh: str
    shown: str
    unit: str
    depth: int = 1
    company_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicCertificate:
    """A certificate that was issued, as the register shows it.

    Parameters
    ----------
    record : CertificateRecord
        What it says.
    status : str
        A value of :data:`pvfootprint.certification.cases.STATUSES` but ``not issued``.
    since : date
        First day of that status [UTC].
    successor : str
        Number of the certificate that stands in its place; empty if there is none.
    acts : tuple of PublicAct
        Its life, the oldest first.
    files : tuple of PublicFile
        What may be downloaded: the certificate's PDF, its record, its credential, its proof.
    upstream, downstream : tuple of Linked
        Certificates on which it stands, with those on which they stand; and those that name it.
    index : int
        Its place in the status lists, counted from 0.
    """

    record: CertificateRecord
    status: str
    since: datetime.date
    successor: str = ""
    acts: tuple[PublicAct, ...]
    files: tuple[PublicFile, ...]
    upstream: tuple[Linked, ...] = ()
    downstream: tuple[Linked, ...] = ()
    index: int
