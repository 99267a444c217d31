"""Says what is to be done, the most urgent first."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from pvfootprint.certification.acts import Appeal, Complaint
from pvfootprint.certification.overview.deadlines import certificate_tasks
from pvfootprint.certification.overview.progress import application_tasks
from pvfootprint.certification.overview.tasks import Desk, Task
from pvfootprint.certification.upkeep.complaining import against, heard
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.certification.overview.gathering import Overview
    from pvfootprint.certification.subjects import Subject

KEY_AHEAD = datetime.timedelta(days=60)
"""How long before its last day a person's key is listed."""

ADMINISTRATOR = "administrator"


def tasks(overview: Overview, role: str = "") -> list[Task]:
    """Return what is to be done.

    Parameters
    ----------
    overview : Overview
        All that there is, on a day.
    role : str
        Only what this role may do; everything by default.

    Returns
    -------
    list of Task
        The most urgent first: overdue, to be done now, with a last day to come, without one.
    """
    found = (
        *application_tasks(overview),
        *certificate_tasks(overview),
        *hearing_tasks(overview),
        *key_tasks(overview),
    )
    wanted = (task for task in found if not role or role in task.roles)
    return sorted(wanted, key=lambda task: task.order)


def hearing_tasks(overview: Overview) -> Iterator[Task]:
    """Yield the complaints and appeals that have no answer."""
    subjects: list[Subject] = [*overview.cases.values(), *overview.certificates.values()]
    for subject in subjects:
        desk = Desk(overview, subject, overview.behind(subject))
        for kind in (Complaint, Appeal):
            for one in heard(subject, kind):
                if one.answer is not None:
                    continue
                word = text("appeal") if kind is Appeal else text("complaint")
                what = text(
                    "answer {kind} {key} of {sender}",
                    kind=word,
                    key=one.body.key,
                    sender=one.body.sender.text,
                )
                target = against(subject, one)
                yield desk.task(
                    one.taken_up.act,
                    what,
                    one.taken_up.day,
                    (f"answer-{one.taken_up.act}",),
                    barred=[target.person] if target else (),
                )


def key_tasks(overview: Overview) -> Iterator[Task]:
    """Yield the people whose keys expired or are about to."""
    day = overview.day
    administrators = tuple(
        key
        for key, person in overview.people.items()
        if ADMINISTRATOR in person.roles and not person.revoked and day <= person.expires
    )
    for key, person in overview.people.items():
        if person.revoked or person.expires - KEY_AHEAD > day:
            continue
        yield Task(
            kind="key",
            level="overdue" if day > person.expires else "soon",
            subject=key,
            about="",
            what=text(
                "the key of {name} expires: add the person again, with a new key",
                name=person.name.text,
            ),
            since=person.expires - KEY_AHEAD,
            due=person.expires,
            acts=("add-person",),
            roles=(ADMINISTRATOR,),
            people=administrators,
        )
