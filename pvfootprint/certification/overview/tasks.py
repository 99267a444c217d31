"""Something that is to be done: what, to what, until when, and who can do it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pvfootprint.certification.permitting import SAME_AS
from pvfootprint.certification.subjects import may
from pvfootprint.language.texts import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pvfootprint.certification.cases import Case
    from pvfootprint.certification.overview.gathering import Overview
    from pvfootprint.certification.subjects import Subject

LEVELS = ("overdue", "due", "soon", "waiting")
"""How urgent a task is: its day has passed; it is to be done now; its day comes; it has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something that is to be done.

    Parameters
    ----------
    kind : str
        Stable: ``step``, ``correct``, ``surveil``, ``suspend``, ``withdraw``, ``renew``, ``issue``,
        ``complaint``, ``appeal``, ``key``, ``upstream``, ``resume``.
    level : str
        A value of :data:`LEVELS`.
    subject : str
        Number of the application or certificate, or key of the person.
    about : str
        Client or holder; empty for people's keys.
    what : Text
        What is to be done.
    since : date
        From when it waits.
    due : date, optional
        Last day for it.
    acts : tuple of str
        Acts of which one settles it.
    roles : tuple of str
        Roles that may do them.
    people : tuple of str
        Keys of people who could do one of them now.
    by_client : bool
        Whether the client must do something first.
    """

    kind: str
    level: str
    subject: str
    about: str
    what: Text
    since: datetime.date
    due: datetime.date | None = None
    acts: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    by_client: bool = False

    @property
    def order(self) -> tuple[int, datetime.date, datetime.date, str, str]:
        """What the list is sorted by: how urgent, its day, how long it waits."""
        day = self.due or datetime.date.max
        return LEVELS.index(self.level), day, self.since, self.subject, self.kind


@dataclass(frozen=True, slots=True)
class Desk:
    """Makes tasks for one application or certificate.

    Parameters
    ----------
    overview : Overview
        All that there is.
    subject : Case or Certificate
        What the tasks are about.
    case : Case
        The application behind it.
    """

    overview: Overview
    subject: Subject
    case: Case
    _time: datetime.datetime = field(init=False)

    def __post_init__(self) -> None:
        """Set the time at which people are asked for: noon of the day."""
        noon = datetime.time(12, tzinfo=datetime.UTC)
        time = datetime.datetime.combine(self.overview.day, noon)
        object.__setattr__(self, "_time", time)

    def task(
        self,
        kind: str,
        what: Text,
        since: datetime.date,
        acts: tuple[str, ...],
        *,
        level: str = "",
        due: datetime.date | None = None,
        barred: Iterable[str] = (),
        by_client: bool = False,
    ) -> Task:
        """Make a task.

        Parameters
        ----------
        kind, what, since, acts, due, by_client
            As in :class:`Task`.
        level : str
            As in :class:`Task`; by default as `due` has it.
        barred : iterable of str
            People who could, but may not.

        Returns
        -------
        Task
            With the roles and people for its acts.
        """
        roles = {role: None for act in acts for role in self.roles(act)}
        able = {key: None for act in acts for key in self.able(act)}
        return Task(
            kind=kind,
            level=level or self.level(due),
            subject=self.subject.subject,
            about=self.case.application.client.name,
            what=what,
            since=since,
            due=due,
            acts=acts,
            roles=tuple(roles),
            people=tuple(key for key in able if key not in set(barred)),
            by_client=by_client,
        )

    def level(self, due: datetime.date | None) -> str:
        """Return how urgent something is that has this last day."""
        if due is None:
            return "waiting"
        return "overdue" if self.overview.day > due else "soon"

    def roles(self, act: str) -> tuple[str, ...]:
        """Return the roles that may do an act."""
        return self.case.scheme.roles.get(SAME_AS.get(act, act), ())

    def able(self, act: str) -> list[str]:
        """Return who could do an act now."""
        return [
            key
            for key, person in self.overview.people.items()
            if not may(person, act, self.subject, self.case, self._time)
        ]
