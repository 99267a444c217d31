"""Datasets of the base database as they stand, and which of them may be used for what."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from pydantic import ValidationError

from pvfootprint.certification.opening import open_certificate
from pvfootprint.database.acts import BODIES, VERIFY, Verify
from pvfootprint.database.folding import read_standings, sound_entries
from pvfootprint.database.objecting import unknown_dataset
from pvfootprint.database.processes import UnitProcess
from pvfootprint.database.standing import DATASET_ACTS
from pvfootprint.language.texts import text
from pvfootprint.model.findings import DatabaseError, Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pvfootprint.database.standing import Standing
    from pvfootprint.model.certificate_record import Party
    from pvfootprint.registry.snapshots import Snapshot

Purpose = Literal["statistics", "average", "package"]

ALLOWED_BY = {
    "statistics": frozenset({"statistics", "open"}),
    "average": frozenset({"statistics", "open"}),
    "package": frozenset({"open"}),
}
"""Consents that allow a purpose: statistics, an average dataset, a package with the data itself."""

USABLE_STATUSES = frozenset({"valid", "superseded"})
"""States of a certificate under which its data may be used; whether it expired does not matter,
because what was measured in its year stays true. Suspended, withdrawn, cancelled: not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """A dataset of the base database.

    Parameters
    ----------
    standing : Standing
        Key, owner, consent, who entered and verified it and when.
    process : UnitProcess
        The numbers, as they were kept when it entered.
    certificate_status : str
        ``valid``, ``suspended``, ``withdrawn``, ``cancelled`` or ``superseded``; its date does not
        count.
    expires : date
        Last day of its certificate.
    superseded_by : str
        Key of the newest verified dataset of the same product, if that is another one and this one
        is older; else empty.
    """

    standing: Standing
    process: UnitProcess
    certificate_status: str
    expires: datetime.date
    superseded_by: str = ""

    @property
    def key(self) -> str:
        """``data/00001``."""
        return self.standing.key

    @property
    def certificate(self) -> str:
        """Number of its certificate."""
        return self.standing.certificate

    @property
    def owner(self) -> Party:
        """Whose data: name and code of the company."""
        return self.standing.owner

    @property
    def owner_key(self) -> str:
        """By which companies are told apart: the code, or the name where there is none."""
        return owner_key(self.owner)

    @property
    def consent(self) -> str:
        """What its owner lets be done with it: ``closed``, ``statistics`` or ``open``."""
        return self.standing.consent

    @property
    def state(self) -> str:
        """``unverified``, ``verified`` or ``refused``."""
        return self.standing.state

    @property
    def stage(self) -> str:
        """Stage of the chain."""
        return self.process.stage

    @property
    def technology(self) -> str:
        """Technology, as in the library."""
        return self.process.technology

    @property
    def design(self) -> str:
        """Design, as in the library; empty for most stages."""
        return self.process.design

    @property
    def location(self) -> str:
        """Where it is made."""
        return self.process.location

    @property
    def start(self) -> datetime.date:
        """First day of the data."""
        return datetime.date.fromisoformat(self.process.start)

    @property
    def end(self) -> datetime.date:
        """Last day of the data."""
        return datetime.date.fromisoformat(self.process.end)

    @property
    def year(self) -> int:
        """The year that the data describe: that of their middle day."""
        return (self.start + (self.end - self.start) / 2).year

    @property
    def output(self) -> float:
        """What was made in the period: the weight [unit of :attr:`process`]."""
        return self.process.output

    @property
    def product(self) -> tuple[str, str]:
        """By which a product is known again: owner, and code of its process."""
        return self.owner_key, self.process.code


def all_datasets(snapshot: Snapshot) -> list[Dataset]:
    """Read every dataset.

    Parameters
    ----------
    snapshot : Snapshot
        The registry.

    Returns
    -------
    list of Dataset
        In the order in which they entered; also those that nobody may use.

    Raises
    ------
    RegistryError
        REG-003 if a unit process is missing or damaged.
    DatabaseError
        DAT-012 if one is not understood.
    """
    return _opened(snapshot, read_standings(snapshot).values())


def open_dataset(snapshot: Snapshot, key: str) -> Dataset:
    """Read one dataset.

    Parameters
    ----------
    snapshot : Snapshot
        The registry.
    key : str
        ``data/00001``.

    Returns
    -------
    Dataset
        As it stands.

    Raises
    ------
    DatabaseError
        DAT-003 if there is no such dataset.
    """
    standings = read_standings(snapshot)
    if key not in standings:
        raise DatabaseError([unknown_dataset(key)])
    # What superseded it is of the same owner.
    owner = owner_key(standings[key].owner)
    same = [one for one in standings.values() if owner_key(one.owner) == owner]
    return next(one for one in _opened(snapshot, same) if one.key == key)


def verification_of(snapshot: Snapshot, key: str) -> Verify | None:
    """Return the newest judgement of a dataset; None before the first."""
    judged = [entry.body for entry in sound_entries(snapshot, VERIFY) if entry.subject == key]
    return Verify.model_validate_json(judged[-1]) if judged else None


def papers_of(snapshot: Snapshot, key: str) -> dict[str, bytes]:
    """Return every file that the acts on a dataset name, those that count for nothing left out.

    Parameters
    ----------
    snapshot : Snapshot
        The registry.
    key : str
        ``data/00001``.

    Returns
    -------
    dict
        Name -> content; a later file of a name that stands already has its entry's position in
        front: ``57-consent.pdf``.
    """
    found: dict[str, bytes] = {}
    for entry in sound_entries(snapshot, *DATASET_ACTS):
        if entry.subject == key:
            for name, sha256 in BODIES[entry.act].model_validate_json(entry.body).files.items():
                unique = name if name not in found else f"{entry.position}-{name}"
                found[unique] = snapshot.file(sha256)
    return found


def usable(datasets: Iterable[Dataset], purpose: Purpose) -> list[Dataset]:
    """Return the datasets that may be used for a purpose.

    A dataset may be used if a data steward verified it, its owner consents, and its certificate was
    not suspended, withdrawn or cancelled. Where a newer verified dataset describes the same year of
    the same product, only that one counts, whatever its owner consents to.

    Parameters
    ----------
    datasets : iterable of Dataset
        From :func:`all_datasets`: all of them, so that the newest are known.
    purpose : str
        A key of :data:`ALLOWED_BY`.

    Returns
    -------
    list of Dataset
        In their order.
    """
    verified = [one for one in datasets if one.state == "verified"]
    newest = {(one.product, one.year): one for one in sorted(verified, key=_age)}
    return [
        one
        for one in verified
        if newest[one.product, one.year] is one
        and one.consent in ALLOWED_BY[purpose]
        and one.certificate_status in USABLE_STATUSES
    ]


def owner_key(owner: Party) -> str:
    """Return by what companies are told apart: the code, or the name where there is none."""
    return (owner.code or owner.name).casefold()


def _opened(snapshot: Snapshot, found: Iterable[Standing]) -> list[Dataset]:
    """Read certificates and unit processes of datasets, and which of these supersede others."""
    datasets = []
    for standing in found:
        certificate = open_certificate(snapshot, standing.certificate)
        datasets.append(
            Dataset(
                standing=standing,
                process=process_of(snapshot, standing),
                certificate_status=certificate.status(datetime.date.min),
                expires=certificate.expires,
            )
        )
    return _linked(datasets)


def _linked(datasets: Sequence[Dataset]) -> list[Dataset]:
    """Say of each dataset which one superseded it."""
    verified = sorted((one for one in datasets if one.state == "verified"), key=_age)
    newest = {one.product: one for one in verified}
    return [
        replace(one, superseded_by=other.key)
        if (other := newest.get(one.product)) and _age(other) > _age(one)
        else one
        for one in datasets
    ]


def _age(dataset: Dataset) -> tuple[datetime.date, str, str]:
    """Return by what datasets of one product are told newer: end of their data, then entry."""
    return dataset.end, dataset.standing.entered, dataset.key


def process_of(snapshot: Snapshot, standing: Standing) -> UnitProcess:
    """Return the unit process of a dataset as it was kept; REG-003 or DAT-012 if it can't be."""
    try:
        return _read(snapshot.file(standing.unit_process))
    except ValidationError as error:
        message = text("the unit process of {dataset} is not understood", dataset=standing.key)
        hint = text("use a version of this software that is not older than the registry's entries")
        finding = Finding("DAT-012", message, found=standing.unit_process, hint=hint)
        raise DatabaseError([finding]) from error


@lru_cache(maxsize=4096)
def _read(content: bytes) -> UnitProcess:
    """Read a unit process once; it is the same for ever."""
    return UnitProcess.model_validate_json(content)
