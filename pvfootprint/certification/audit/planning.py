"""Plans an on-site audit: dates, team, agenda, days of work."""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.certification.acting import refuse
from pvfootprint.certification.acts import Member, PlanAudit
from pvfootprint.certification.audit.agendas import agenda_of
from pvfootprint.certification.permitting import conflict, may_act, may_act_on, same_person
from pvfootprint.certification.stepping import look, write_down
from pvfootprint.language.texts import Text, joined, text
from pvfootprint.model.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pvfootprint.certification.acts import AgendaItem
    from pvfootprint.certification.cases import Case
    from pvfootprint.certification.subjects import Acted
    from pvfootprint.model.certificate_record import Said
    from pvfootprint.registry.entries import Actor
    from pvfootprint.registry.people import Person
    from pvfootprint.registry.registry import Registry

HALF = 0.5
"""Steps in which days of work are counted [d]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedAudit:
    """What is asked for when an audit is planned.

    Parameters
    ----------
    start, end : date
        First and last day.
    leader : str
        Key of the person who leads the team.
    members : tuple of str
        The others.
    man_days : float, optional
        Days of work on the site, over all of the team [d]; by default those of the guide.
    reason : Said
        Why there are fewer than the guide asks for; else a remark, which may be empty.
    agenda : tuple of AgendaItem
        By default one is made from the chapters of the checklist.
    """

    start: datetime.date
    end: datetime.date
    leader: str
    members: tuple[str, ...] = ()
    man_days: float | None = None
    reason: Said
    agenda: tuple[AgendaItem, ...] = ()

    @property
    def team(self) -> tuple[Member, ...]:
        """The leader and the others."""
        others = (Member(person=member, role="auditor") for member in self.members)
        return (Member(person=self.leader, role="leader"), *others)

    @property
    def days(self) -> int:
        """Days from the first to the last [d]."""
        return (self.end - self.start).days + 1


def plan_audit(registry: Registry, actor: Actor, number: str, asked: AskedAudit) -> Acted:
    """Plan the audit of an application, or a further one.

    Parameters
    ----------
    registry : Registry
        Where.
    actor : Actor
        Who.
    number : str
        Of the application.
    asked : AskedAudit
        When, by whom, how much.

    Returns
    -------
    Acted
        What was done.

    Raises
    ------
    CertificationError
        STF-001 to STF-006 about who plans and about the team, CRT-003, CRT-004, CRT-008, CRT-030
        to CRT-034: everything that stands against it.
    """
    seen = look(registry, actor, number)
    refuse(
        [
            *may_act_on(seen.person, "plan-audit", seen.case, seen.now),
            *against_plan(asked, seen.case, seen.people, seen.now),
        ]
    )
    return write_down(registry, actor, "plan-audit", seen, plan_of(asked, seen.case))


def plan_of(asked: AskedAudit, case: Case) -> PlanAudit:
    """Return the plan that is entered; the agenda is made if none is asked for."""
    sites = (case.application.site,)
    return PlanAudit(
        start=asked.start.isoformat(),
        end=asked.end.isoformat(),
        team=asked.team,
        sites=sites,
        agenda=asked.agenda or agenda_of(case.scheme, asked.start, asked.end),
        man_days=guide(case) if asked.man_days is None else asked.man_days,
        reason=asked.reason,
    )


def guide(case: Case, sites: int = 1) -> float:
    """Return the days of work that the scheme's guide asks for.

    Parameters
    ----------
    case : Case
        The application: its stage counts.
    sites : int
        How many sites are visited.

    Returns
    -------
    float
        Over all of the team [d].
    """
    days = case.scheme.man_days
    return days.get(case.application.stage, HALF) + (sites - 1) * days.get("per_site", 0.0)


def against_plan(
    asked: AskedAudit, case: Case, people: Mapping[str, Person], now: datetime.datetime
) -> list[Finding]:
    """Say what stands against a plan.

    Parameters
    ----------
    asked : AskedAudit
        What is asked for.
    case : Case
        The application.
    people : mapping
        Of the certifier, by key.
    now : datetime
        When it is planned.

    Returns
    -------
    list of Finding
        About dates, team, agenda and days of work.
    """
    return [
        *_against_dates(asked, now.date()),
        *_against_team(asked, case, people, now),
        *_against_agenda(asked),
        *_against_days(asked, case),
    ]


def _against_dates(asked: AskedAudit, today: datetime.date) -> list[Finding]:
    findings = []
    if asked.end < asked.start:
        message = text("the audit ends before it begins")
        found = text("{start} to {end}", start=asked.start, end=asked.end)
        findings.append(Finding("CRT-031", message, found=found))
    if asked.start < today:
        message = text("an audit cannot be planned for a day that is over")
        expected = text("{day} or later", day=today)
        findings.append(
            Finding("CRT-031", message, found=asked.start.isoformat(), expected=expected)
        )
    return findings


def _against_team(
    asked: AskedAudit, case: Case, people: Mapping[str, Person], now: datetime.datetime
) -> list[Finding]:
    keys = [member.person for member in asked.team]
    findings = [
        Finding(
            "CRT-030",
            text("a person stands in the audit team twice"),
            found=key,
            expected=text("each member once, the leader too"),
        )
        for key in sorted({key for key in keys if keys.count(key) > 1})
    ]
    for key in dict.fromkeys(keys):
        findings += _against_member(key, asked, case, people, now)
    return findings


def _against_member(
    key: str,
    asked: AskedAudit,
    case: Case,
    people: Mapping[str, Person],
    now: datetime.datetime,
) -> list[Finding]:
    person = people.get(key)
    if person is None:
        listed = sorted(one.key for one in people.values() if "auditor" in one.roles)
        return [
            Finding(
                "CRT-030",
                text("nobody of the certifier has this key"),
                found=key,
                expected=joined(", ", listed),
                hint=text("see who there is: {command}", command="pvfootprint staff list"),
            )
        ]
    # Whose key ends before the audit does could not enter it.
    last = datetime.datetime.combine(max(asked.end, now.date()), now.timetz())
    return [
        *may_act(person, "audit", case.scheme, last),
        *same_person(person, "audit", case),
        *conflict(person, "audit", case, asked.start),
    ]


def _against_agenda(asked: AskedAudit) -> list[Finding]:
    first, last = asked.start.isoformat(), asked.end.isoformat()
    outside = sorted({item.day for item in asked.agenda if not first <= item.day <= last})
    return [
        Finding(
            "CRT-032",
            text("the agenda has a day outside the audit"),
            found=day,
            expected=text("{start} to {end}", start=first, end=last),
        )
        for day in outside
    ]


def _against_days(asked: AskedAudit, case: Case) -> list[Finding]:
    planned, least = asked.man_days, guide(case)
    if planned is None:
        planned = least
    findings = []
    if not math.isfinite(planned) or planned <= 0 or planned % HALF:
        message = text("days of work are counted in halves, from half a day")
        return [Finding("CRT-034", message, found=f"{planned:g}")]
    if planned < least and not (asked.reason.en or asked.reason.zh):
        findings.append(
            Finding(
                "CRT-033",
                text("fewer days of work than the scheme's guide asks for need a reason"),
                found=_days(planned),
                expected=text("at least {days}, or a reason", days=_days(least)),
                hint=text("give it with {option}", option="--reason-zh, --reason-en"),
            )
        )
    most = len(asked.team) * max(asked.days, 0)
    if planned > most:
        findings.append(
            Finding(
                "CRT-034",
                text("the team has fewer days than the audit is to take"),
                found=_days(planned),
                expected=text(
                    "at most {most}: {people} persons, {days} days",
                    most=_days(most),
                    people=len(asked.team),
                    days=max(asked.days, 0),
                ),
                hint=text("add a member or a day"),
            )
        )
    return findings


def _days(days: float) -> Text:
    return text("{days:g} days of work", days=days)
