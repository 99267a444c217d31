"""Shares a data package: makes it, and says so in the log."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.certification.acting import person_of
from pvfootprint.certification.opening import open_certificate, record_of
from pvfootprint.database.acting import refuse, write
from pvfootprint.database.objecting import not_a_steward
from pvfootprint.database.packaging.acts import PACKAGE, SharePackage
from pvfootprint.database.packaging.choosing import choose
from pvfootprint.database.packaging.history import shared_packages
from pvfootprint.database.packaging.licences import licence_of
from pvfootprint.database.packaging.writing import Sharing, write_package
from pvfootprint.model.canonical import digest

if TYPE_CHECKING:
    from collections.abc import Collection

    from pvfootprint.database.packaging.choosing import Chosen
    from pvfootprint.model.inventory import Library
    from pvfootprint.registry.entries import Actor
    from pvfootprint.registry.registry import Registry
    from pvfootprint.registry.snapshots import Snapshot


@dataclass(frozen=True, slots=True)
class Shared:
    """A package that was shared.

    Parameters
    ----------
    content : bytes
        The zip file.
    chosen : Chosen
        What it holds.
    sha256 : str
        Of the file.
    """

    content: bytes
    chosen: Chosen
    sha256: str


def share(
    registry: Registry,
    actor: Actor,
    library: Library,
    *,
    name: str,
    licence: str,
    stages: Collection[str] = (),
    year: int | None = None,
) -> Shared:
    """Make a data package, keep it, and say so in the log.

    The same datasets and averages give the same bytes with the same key, and one entry however
    often it is asked for.

    Parameters
    ----------
    registry : Registry
        Where.
    actor : Actor
        A data steward, who signs it.
    library : Library
        The shipped library, to which datasets are linked.
    name : str
        Of the package.
    licence : str
        SPDX identifier; datasets whose owners' papers name another are left out.
    stages : collection of str
        Of which stages; of all by default.
    year : int, optional
        Of which year of data; of every year by default.

    Returns
    -------
    Shared
        The package.

    Raises
    ------
    CertificationError
        STF-001 if the key is nobody's.
    DatabaseError
        STF-004, DAT-054 for the licence, DAT-055 if the library does not have what a dataset
        takes, DAT-056 if there is nothing to share.
    """
    terms = licence_of(licence)
    with registry.writing() as transaction:
        refuse(not_a_steward(person_of(transaction, actor)))
        chosen = choose(transaction, terms.spdx, stages, year)
        newest = open_certificate(transaction, _newest(transaction))
        record = record_of(transaction, newest)
        sharing = Sharing(
            name=name,
            licence=terms,
            certifier=record.certifier.name,
            certifier_en=record.certifier.name_en or record.certifier.name,
            registry=transaction.head().registry,
            created=_created(transaction, chosen),
            test=record.test,
        )
        content = write_package(chosen, sharing, library, actor.key)
        body = SharePackage(
            name=name,
            licence=terms.spdx,
            datasets=tuple(one.key for one in chosen.datasets),
            averages=tuple(one.subject for one in chosen.averages),
            files={f"{name}.zip": digest(content)},
        )
        if not _said_before(transaction, body):
            transaction.keep(content)
            write(transaction, actor, PACKAGE, body.subject, body)
    return Shared(content, chosen, digest(content))


def _newest(snapshot: Snapshot) -> str:
    """Return the number of the newest certificate, which says who the certifier is."""
    return list(snapshot.entries(act="issue"))[-1].subject


def _created(snapshot: Snapshot, chosen: Chosen) -> datetime.datetime:
    """Return when what a package holds was last changed."""
    subjects = [*(one.key for one in chosen.datasets), *(one.subject for one in chosen.averages)]
    times = (entry.time for subject in subjects for entry in snapshot.entries(subject))
    return datetime.datetime.fromisoformat(max(times))


def _said_before(snapshot: Snapshot, body: SharePackage) -> bool:
    return any(one.files == body.files for one in shared_packages(snapshot))
