"""The state of datasets, as it follows from the log alone."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from pvfootprint.database.acts import (
    CONSENT,
    INGEST,
    VERIFY,
    ChangeConsent,
    Ingest,
    Verify,
)
from pvfootprint.database.processes import UNIT_PROCESS

if TYPE_CHECKING:
    from pvfootprint.certification.acts import Body
    from pvfootprint.database.acts import Consent
    from pvfootprint.model.certificate_record import Party
    from pvfootprint.registry.entries import Entry

State = Literal["unverified", "verified", "refused"]

DATASET_ACTS = (INGEST, CONSENT, VERIFY)
"""Acts on datasets; their state follows from no others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How it stands with a dataset.

    Parameters
    ----------
    key : str
        ``data/00001``.
    certificate : str
        Number of its certificate.
    owner : Party
        Whose data.
    unit_process : str
        SHA-256 of its unit process.
    entered, entered_by : str
        When (ISO 8601, UTC) and by whom.
    consent, consent_since : str
        What its owner lets be done with it, and since when.
    licence : str
        Under which it may be given away, if it is open; empty where the paper names none.
    state : str
        ``unverified``, ``verified`` or ``refused``.
    judged, judged_by : str
        When and by whom it was verified or refused last; empty before.
    position : int
        Of its newest entry in the log.
    """

    key: str
    certificate: str
    owner: Party
    unit_process: str
    entered: str
    entered_by: str
    consent: Consent
    consent_since: str
    licence: str = ""
    state: State = "unverified"
    judged: str = ""
    judged_by: str = ""
    position: int = 0

    @property
    def entered_on(self) -> datetime.date:
        """The day on which it entered [UTC]."""
        return _day(self.entered)

    @property
    def judged_on(self) -> datetime.date | None:
        """The day on which it was verified or refused last [UTC]; None before."""
        return _day(self.judged) if self.judged else None


def _day(time: str) -> datetime.date:
    return datetime.datetime.fromisoformat(time).date()


def step(found: dict[str, Standing], entry: Entry, body: Body) -> None:
    """Carry the datasets on by one entry against which nothing stands.

    Parameters
    ----------
    found : dict
        Datasets by key, changed in place.
    entry : Entry
        The entry.
    body : Body
        What it says.
    """
    if isinstance(body, Ingest):
        found[entry.subject] = Standing(
            key=entry.subject,
            certificate=body.certificate,
            owner=body.owner,
            unit_process=body.files[UNIT_PROCESS],
            entered=entry.time,
            entered_by=entry.person,
            consent=body.consent,
            licence=body.licence,
            consent_since=entry.time,
            position=entry.position,
        )
    elif isinstance(body, ChangeConsent):
        found[entry.subject] = replace(
            found[entry.subject],
            consent=body.consent,
            licence=body.licence,
            consent_since=entry.time,
            position=entry.position,
        )
    elif isinstance(body, Verify):
        found[entry.subject] = replace(
            found[entry.subject],
            state="verified" if body.accepted else "refused",
            judged=entry.time,
            judged_by=entry.person,
            position=entry.position,
        )
