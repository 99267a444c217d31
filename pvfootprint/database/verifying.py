"""A data steward's judgement of a dataset: who, when, by what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.certification.acting import person_of
from pvfootprint.database.acting import refuse, write_on_dataset
from pvfootprint.database.acts import VERIFY, Verify
from pvfootprint.database.folding import read_standings
from pvfootprint.database.objecting import (
    groundless,
    may_judge,
    not_a_steward,
    tied,
    unknown_dataset,
)
from pvfootprint.language.texts import text
from pvfootprint.model.findings import DatabaseError, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.database.examining import Examined
    from pvfootprint.database.standing import Standing
    from pvfootprint.model.certificate_record import Said
    from pvfootprint.registry.entries import Actor
    from pvfootprint.registry.registry import Registry


def may_verify(registry: Registry, actor: Actor, key: str) -> None:
    """Raise what stands against somebody's judging a dataset, before anything is computed.

    Parameters
    ----------
    registry : Registry
        Where.
    actor : Actor
        Who; a data steward, but not the one who entered it.
    key : str
        ``data/00001``.

    Raises
    ------
    CertificationError
        STF-001 if the key is nobody's.
    DatabaseError
        STF-004, STF-006, DAT-003, DAT-005, DAT-007.
    """
    with registry.reading() as snapshot:
        person = person_of(snapshot, actor)
        standing = read_standings(snapshot).get(key)
    if standing is None:
        raise DatabaseError([unknown_dataset(key)])
    refuse(
        [
            *not_a_steward(person),
            *may_judge(standing, actor.person),
            *tied(person, standing, registry.now().date()),
        ]
    )


def verify(
    registry: Registry, actor: Actor, examined: Examined, *, accepted: bool, reason: Said
) -> Standing:
    """Judge a dataset by what a program found.

    Parameters
    ----------
    registry : Registry
        Where.
    actor : Actor
        Who; a data steward, but not the one who entered it.
    examined : Examined
        What was found, from :func:`pvfootprint.database.examining.examine`.
    accepted : bool
        Whether it may be used; not if a check fails.
    reason : Said
        Why not; a remark, or empty, where it is accepted.

    Returns
    -------
    Standing
        The dataset as it stands.

    Raises
    ------
    CertificationError
        STF-001 if the key is nobody's.
    DatabaseError
        With everything that stands against it: STF-004, STF-006, DAT-005, DAT-007, DAT-008;
        DAT-013 if somebody else acted on the dataset in the meantime.
    """
    seen = examined.standing
    body = Verify(
        accepted=accepted,
        reason=reason,
        checks=examined.checks,
        unit_process=seen.unit_process,
        software=examined.software,
    )
    refuse(groundless(body))
    with registry.writing() as transaction:
        now = read_standings(transaction)[seen.key]
        refuse(_changed(seen, now))
        return write_on_dataset(transaction, actor, VERIFY, seen.key, body)


def _changed(seen: Standing, now: Standing) -> Iterator[Finding]:
    if seen.position != now.position:
        yield Finding(
            "DAT-013",
            text("somebody else has acted on {key} in the meantime", key=seen.key),
            hint=text("look at it again, then repeat the command"),
        )
