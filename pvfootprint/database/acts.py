"""What the acts of the base database say: the bodies of their entries in the log.

Subjects are datasets, ``data/00001``, and averages, ``average/KEY/YEAR``.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pvfootprint.certification.acts import Body, Checked
from pvfootprint.database.packaging.acts import PACKAGE, SharePackage
from pvfootprint.database.publication_acts import PUBLICATION_BODIES
from pvfootprint.model.certificate_record import Party, Said, Sha256
from pvfootprint.registry.projections import Allotted

INGEST, CONSENT, VERIFY = "data-ingest", "data-consent", "data-verify"

SERIES = "data"
"""Series of the numbers of datasets."""

PAPER = "consent.pdf"
"""Name of the owner's signed consent among the files of an act."""

CONSENTS = ("closed", "statistics", "open")
"""What an owner lets be done with a dataset: nothing; statistics and averages, in which it can't be
singled out; these and data packages that hold it. Each includes those before it."""

Consent = Literal["closed", "statistics", "open"]

Licence = Annotated[str, Field(pattern="^([A-Za-z0-9][A-Za-z0-9.+-]{0,63})?$")]
"""Key of a licence in the SPDX list, such as ``CC-BY-4.0``; empty where none is named."""


class Ingest(Body):
    """Body of ``data-ingest``: a producer's unit process enters the base database.

    Its `files` hold the unit process and, unless it is closed, the owner's signed consent.

    Parameters
    ----------
    certificate : str
        Number of the certificate whose product it is.
    owner : Party
        Who made the product, and owns the data.
    consent : str
        A value of :data:`CONSENTS`.
    licence : str
        Under which the owner's paper lets an open dataset be given away; empty where it names none.
    workbook, submission : str
        SHA-256 of the maker's workbook and of the submission that it was read from.
    library : str
        Hash of the library that it was computed with.
    allotted : Allotted
        The place of its number.
    """

    certificate: str
    owner: Party
    consent: Consent
    licence: Licence = ""
    workbook: Sha256
    submission: Sha256
    library: str
    allotted: Allotted


class ChangeConsent(Body):
    """Body of ``data-consent``: what the owner lets be done from now on.

    Its `files` hold the owner's signed paper; closing a dataset needs none.

    Parameters
    ----------
    consent, licence : str
        As in :class:`Ingest`.
    """

    consent: Consent
    licence: Licence = ""


class Verify(Body):
    """Body of ``data-verify``: a person judges a dataset by what a program found.

    Parameters
    ----------
    accepted : bool
        Whether it may be used.
    reason : Said
        Why not; a remark where it is accepted.
    checks : tuple of Checked
        What was looked at, and what was found.
    unit_process : str
        SHA-256 of the unit process that was looked at.
    software : str
        Hash of the program that looked.
    """

    accepted: bool
    reason: Said
    checks: tuple[Checked, ...]
    unit_process: Sha256
    software: str


BODIES: dict[str, type[Body]] = {
    INGEST: Ingest,
    CONSENT: ChangeConsent,
    VERIFY: Verify,
    **PUBLICATION_BODIES,
    PACKAGE: SharePackage,
}
"""Model of each act's body."""


def key_of(running: int) -> str:
    """Return the key of a dataset: ``data/00001``."""
    return f"{SERIES}/{running:05d}"
