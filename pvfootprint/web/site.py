"""The register as a whole: what pages know of it, what its home page tells, a line of a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime

    from pvfootprint.model.certificate_record import Certifier, Said

PER_PAGE = 100
"""Certificates on a page of the plain list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A published register.

    It holds nothing that changes from one publication to the next, so that a page which shows it
    changes only when its own certificate does.

    Parameters
    ----------
    base_url : str
        Where it is published, without a slash at the end: ``https://register.example``.
    certifier : Certifier
        Who certifies, as the newest certificate names it.
    registry : str
        The registry's name for itself.
    fingerprint : str
        SHA-256 of the publisher's public key, hexadecimal.
    test : bool
        Whether its certificates are only a test and certify nothing, as the newest one says.
    """

    base_url: str
    certifier: Certifier
    registry: str
    fingerprint: str
    test: bool

    def address(self, path: str = "") -> str:
        """Return the whole address of a file or a folder of it: ``c/NUMBER/``."""
        return f"{self.base_url}/{path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A certificate in a list, in the index and in the search.

    Parameters
    ----------
    number, status : str
        As in :class:`pvfootprint.web.facts.PublicCertificate`.
    since : date
        First day of that status [UTC].
    stage : Said
        Stage of the chain.
    stage_key, technology : str
        As in the library.
    company, company_en : str
        Whose product: registered name, and the English one if there is one.
    product : str
        Name in the trade.
    models : tuple of str
        Models in its scope.
    shown, unit : str
        The value as the certificate prints it.
    value : float
        Unrounded [`unit`].
    issued, expires : str
        First and last day, ISO 8601.
    """

    number: str
    status: str
    since: datetime.date
    stage: Said
    stage_key: str
    technology: str
    company: str
    company_en: str
    product: str
    models: tuple[str, ...]
    shown: str
    unit: str
    value: float
    issued: str
    expires: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What the home page tells of the whole register.

    Parameters
    ----------
    statuses : dict
        Status -> certificates in it; each status that occurs.
    pages : int
        Pages of the plain list; the last one holds the newest certificates.
    generated : datetime
        When it was published [UTC].
    size, root : int, str
        Entries of the log, and root of their tree, hexadecimal.
    """

    statuses: dict[str, int]
    pages: int
    generated: datetime.datetime
    size: int
    root: str

    @property
    def certificates(self) -> int:
        """How many certificates were ever issued."""
        return sum(self.statuses.values())
