"""Every certificate that was issued, as short as the register needs it: its place and its acts."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass, field
from sys import intern
from typing import TYPE_CHECKING

from pvfootprint.certification.acts import BODIES, Allot
from pvfootprint.certification.cases import Certificate, Done
from pvfootprint.registry.disclosing import PUBLISHED_ACTS
from pvfootprint.web.facts import PublicAct

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.registry.snapshots import Snapshot

ACTS = tuple(act for act in PUBLISHED_ACTS if act != "allot")
"""Acts on a certificate that its page tells; its number is allotted before there is one."""

SAID = {act: BODIES[act].model_construct() for act in ACTS}
"""What such acts say, as far as states need it: nothing."""


@dataclass(slots=True)
class Life:
    """A certificate's place in the status lists, and what happened to it.

    There is one for every certificate of the registry while a register is published, so it holds
    no more than their states and their chains need.

    Parameters
    ----------
    number : str
        Of the certificate.
    index : int
        Place in the status lists, counted from 0: the n-th number that was allotted has n - 1.
    allotted : int
        Position of the entry that allotted its number.
    record : str
        SHA-256 of its record.
    expires : str
        Its last day, ISO 8601.
    upstream : tuple of str
        Numbers of the certificates that it names.
    acts : list of PublicAct
        The oldest first.
    successor : str
        Number of the certificate that stands in its place; empty if there is none.
    """

    number: str
    index: int
    allotted: int
    record: str
    expires: str
    upstream: tuple[str, ...]
    acts: list[PublicAct] = field(default_factory=list)
    successor: str = ""

    @property
    def issued(self) -> int:
        """Position of the entry by which it was issued."""
        return self.acts[0].position

    @property
    def newest(self) -> int:
        """Position of the newest act on it."""
        return self.acts[-1].position

    def turned(self, then: datetime.date, now: datetime.date) -> bool:
        """Return whether its state is another one by the day alone, without an act.

        A clock that was set back turns it back.
        """
        first, last = sorted((then.isoformat(), now.isoformat()))
        if not first <= self.expires < last:
            return False
        certificate = self.certificate()
        return certificate.status(then) != certificate.status(now)

    def certificate(self) -> Certificate:
        """Return it as the certification knows it, with no more in its acts than states need."""
        allotment = Allot.model_construct(expires=self.expires, upstream=self.upstream)
        first = Done("allot", "", self.acts[0].day.isoformat(), self.allotted, allotment)
        done = [
            Done(one.act, "", one.day.isoformat(), one.position, SAID[one.act]) for one in self.acts
        ]
        return Certificate(self.number, (first, *done))


def lives_of(snapshot: Snapshot) -> dict[str, Life]:
    """Read every certificate that was issued.

    Parameters
    ----------
    snapshot : Snapshot
        The registry.

    Returns
    -------
    dict
        By number, in the order in which they were issued.
    """
    lives = {life.number: life for life in _allotted(snapshot)}
    days: dict[str, datetime.date] = {}
    for act in ACTS:
        for entry in snapshot.entries(act=act):
            life = lives.get(entry.subject)
            if life is None or not (life.acts or act == "issue"):
                continue
            day = days.setdefault(entry.time[:10], datetime.date.fromisoformat(entry.time[:10]))
            life.acts.append(PublicAct(act, day, entry.position))
            if act == "supersede":
                life.successor = entry.data["by"]
    issued = [life for life in lives.values() if life.acts]
    for life in issued:
        life.acts.sort(key=lambda one: one.position)
    issued.sort(key=lambda life: life.issued)
    return {life.number: life for life in issued}


def _allotted(snapshot: Snapshot) -> Iterator[Life]:
    for index, entry in enumerate(snapshot.entries(act="allot")):
        body = json.loads(entry.body)
        upstream = tuple(map(intern, body["upstream"]))
        yield Life(
            number=intern(entry.subject),
            index=index,
            allotted=entry.position,
            record=body["record"],
            expires=intern(body["expires"]),
            upstream=upstream,
        )
