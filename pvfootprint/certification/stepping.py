"""Takes a step of an application: look, check, make its papers, write it down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.certification.acting import act_on_case, person_of
from pvfootprint.certification.opening import open_case
from pvfootprint.certification.papers import act_papers
from pvfootprint.certification.subjects import Acted

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Mapping

    from pvfootprint.certification.acts import Body
    from pvfootprint.certification.cases import Case
    from pvfootprint.registry.entries import Actor
    from pvfootprint.registry.people import Person
    from pvfootprint.registry.registry import Registry
    from pvfootprint.registry.transactions import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What somebody sees who is about to act.

    Parameters
    ----------
    case : Case
        The application.
    people : dict
        Of the certifier, by key.
    person : Person
        Who acts.
    now : datetime
        When.
    """

    case: Case
    people: dict[str, Person]
    person: Person
    now: datetime.datetime

    @property
    def today(self) -> datetime.date:
        """The day [UTC]."""
        return self.now.date()


def look(registry: Registry, actor: Actor, number: str) -> Seen:
    """Look at an application before acting on it.

    Parameters
    ----------
    registry : Registry
        Where.
    actor : Actor
        Who.
    number : str
        Of the application.

    Returns
    -------
    Seen
        As it stands.

    Raises
    ------
    CertificationError
        CRT-001 if there is no such application, STF-001 if the key is nobody's.
    """
    with registry.reading() as snapshot:
        return Seen(
            case=open_case(snapshot, number),
            people=snapshot.people(),
            person=person_of(snapshot, actor),
            now=registry.now(),
        )


def write_down(
    registry: Registry,
    actor: Actor,
    act: str,
    seen: Seen,
    body: Body,
    *,
    kept: Mapping[str, bytes] | None = None,
    also: Callable[[Transaction, Case], None] | None = None,
) -> Acted:
    """Make the papers of an act, and write it to the log if nobody acted in the meantime.

    Parameters
    ----------
    registry, actor
        As :func:`look`.
    act : str
        What.
    seen : Seen
        From :func:`look`.
    body : Body
        What the act says.
    kept : mapping, optional
        Files beside the papers that are kept with it: name -> content.
    also : callable, optional
        What else is checked or written in the same transaction.

    Returns
    -------
    Acted
        What was done.

    Raises
    ------
    CertificationError
        With everything that stands against it; then nothing is written.
    """
    case = seen.case
    papers = act_papers(
        case, act, body, case=case, people=seen.people, person=seen.person, day=seen.today
    )
    # What somebody gave may be called like a paper of the act.
    given = {name if name not in papers else f"given-{name}": c for name, c in (kept or {}).items()}
    files = {**papers, **given}
    after = act_on_case(
        registry, actor, case.subject, act, body, papers=files, seen=case, also=also
    )
    return Acted(after, after, papers)
