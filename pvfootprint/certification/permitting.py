"""Says whether a person may do an act now: role, order of the steps, impartiality."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from pvfootprint.certification.acts import Audit, PlanAudit
from pvfootprint.language.texts import Text, joined, text
from pvfootprint.model.certification import ACT_NAMES, ROLE_NAMES, STEPS, months_later
from pvfootprint.model.findings import Finding
from pvfootprint.registry.acting import inactive

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pvfootprint.certification.cases import Case
    from pvfootprint.model.certificate_record import Party
    from pvfootprint.model.certification import CertificationScheme
    from pvfootprint.registry.people import InterestBody, Person

REFUSE = "refuse"
"""A decision against a certificate: it is an act ``decide`` that may come early."""

SAME_AS = {
    REFUSE: "decide",
    "amend": "apply",
    "allot": "issue",
    "certify": "issue",
    "supersede": "issue",
    "postpone": "correct",
}
"""Acts without roles of their own, and the act whose roles and limits they take."""

NEW_DUE_DAY = text("new due day of a finding")

AFTER_GRANT = (REFUSE, "issue", "allot", "certify")
"""What may follow a grant; it can be taken back until a number is allotted."""

ANY_TIME = (
    "amend",
    "reject",
    "correct",
    "postpone",
    "complaint",
    "answer-complaint",
    "appeal",
    "answer-appeal",
)
"""Acts on an application that are no step, or that may come out of turn."""


def may_act(
    person: Person, act: str, scheme: CertificationScheme, time: datetime.datetime
) -> list[Finding]:
    """Say whether a person may do acts of a kind.

    Parameters
    ----------
    person : Person
        Who.
    act : str
        What.
    scheme : CertificationScheme
        Says which roles may.
    time : datetime
        When.

    Returns
    -------
    list of Finding
        STF-002 to STF-004, or nothing.
    """
    findings = inactive(person, time)
    act = SAME_AS.get(act, act)
    allowed = scheme.roles.get(act, ())
    if not set(allowed) & set(person.roles):
        findings.append(
            Finding(
                "STF-004",
                text(
                    "{person} may not do this: {act}",
                    person=person.name.text,
                    act=name_of(act),
                ),
                found=roles(person.roles),
                expected=roles(allowed),
                hint=text("let somebody with this role do it, with a key of their own"),
            )
        )
    return findings


def may_act_on(person: Person, act: str, case: Case, time: datetime.datetime) -> list[Finding]:
    """Say whether a person may do an act on an application now.

    Parameters
    ----------
    person : Person
        Who.
    act : str
        What.
    case : Case
        The application.
    time : datetime
        When.

    Returns
    -------
    list of Finding
        STF-002 to STF-006, CRT-003 and CRT-004: everything that stands against it.
    """
    return [
        *may_act(person, act, case.scheme, time),
        *same_person(person, act, case),
        *conflict(person, act, case, time.date()),
        *out_of_turn(act, case),
    ]


def same_person(person: Person, act: str, case: Case) -> list[Finding]:
    """Say whether a person did what must be kept apart from an act: STF-005, or nothing."""
    act = SAME_AS.get(act, act)
    others = {other for group in case.scheme.apart if act in group for other in group} - {act}
    did = sorted(other for other in others if person.key in participants(case, other))
    return (
        [
            Finding(
                "STF-005",
                text(
                    "{person} took part in another act of {application}, which the same person may "
                    "not combine with this one",
                    person=person.name.text,
                    application=case.subject,
                ),
                found=joined("; ", map(name_of, did)),
                expected=text("somebody else for: {act}", act=name_of(act)),
                hint=text(
                    "the scheme keeps these acts apart, so that nobody judges their own work"
                ),
            )
        ]
        if did
        else []
    )


def participants(case: Case, act: str) -> set[str]:
    """Return who took part in acts of a kind; in an audit, the whole team."""
    found = case.people_of(act)
    if act == "audit":
        found |= case.people_of("correct", "postpone")
        for one in case.all("plan-audit"):
            if isinstance(one.body, PlanAudit) and case.body(Audit):
                found |= {member.person for member in one.body.team}
    return found


def conflict(person: Person, act: str, case: Case, day: datetime.date) -> list[Finding]:
    """Say whether a person has a tie to the client that closes an act: STF-006, or nothing."""
    act = SAME_AS.get(act, act)
    if act not in case.scheme.conflict_acts:
        return []
    parties = (case.application.client, case.application.producer)
    return ties(person, parties, case.scheme.conflict_years, day, name_of(act))


def ties(
    person: Person, parties: Iterable[Party], years: float, day: datetime.date, act: Text
) -> list[Finding]:
    """Say which declared ties of a person close an act: STF-006, or nothing.

    Parameters
    ----------
    person : Person
        Who.
    parties : iterable of Party
        Companies that the act is about.
    years : float
        For how long a tie counts after its end [years].
    day : date
        When.
    act : Text
        What is to be done.

    Returns
    -------
    list of Finding
        One for each tie.
    """
    known = list(parties)
    return [
        Finding(
            "STF-006",
            text(
                "{person} has declared a tie to {client}",
                person=person.name.text,
                client=interest.client_name,
            ),
            found=text(
                "{what}, {start} to {end}",
                what=interest.note.text,
                start=interest.start,
                end=interest.end or text("today"),
            ),
            expected=text("no tie within {years:g} years", years=years),
            hint=text("let somebody without a tie do it: {act}", act=act),
        )
        for interest in person.interests
        if any(_concerns(interest, party) for party in known)
        and _still_counts(interest, years, day)
    ]


def out_of_turn(act: str, case: Case) -> list[Finding]:
    """Say what must come before an act, or that it comes too late: CRT-003, CRT-004, CRT-008."""
    if act.endswith(("complaint", "appeal")):
        return []
    if over := _too_late(act, case):
        return over
    if act in ANY_TIME:
        return []
    if act != REFUSE and act not in case.steps:
        message = text("an application of this kind has no such step: {act}", act=name_of(act))
        found, expected = case.application.kind, steps(case.steps)
        return [Finding("CRT-003", message, found=found, expected=expected)]
    last = "evaluate" if act == REFUSE else act
    before = [step for step in case.steps if STEPS.index(step) < STEPS.index(last)]
    missing = [step for step in before if not case.is_done(step)]
    if not missing:
        return []
    return [
        Finding(
            "CRT-003",
            text(
                "{act} of {application} comes too early: something is missing before it",
                act=name_of(act),
                application=case.subject,
            ),
            found=text("missing: {steps}", steps=steps(missing)),
            expected=text("first: {step}", step=name_of(missing[0])),
            hint=text(
                "what is to be done next, and by whom: {command}", command="pvfootprint cert next"
            ),
        )
    ]


def _too_late(act: str, case: Case) -> list[Finding]:
    hint = text("see it with {command}", command=f"pvfootprint cert show {case.subject}")
    if case.closed:
        message = text("the application {application} is closed", application=case.subject)
        return [Finding("CRT-004", message, found=_end_of(case), hint=hint)]
    if case.decision == "grant" and act not in AFTER_GRANT:
        message = text(
            "the certificate was granted already: {application}", application=case.subject
        )
        found, expected = name_of(act), name_of("issue")
        return [Finding("CRT-008", message, found=found, expected=expected, hint=hint)]
    return []


def name_of(act: str) -> Text:
    """Return the name of an act."""
    if act == "postpone":
        return NEW_DUE_DAY
    return ACT_NAMES.get(act) or ACT_NAMES.get(SAME_AS.get(act, ""), Text(act))


def steps(acts: Iterable[str]) -> Text:
    """Return the names of acts in a row."""
    return joined(", ", map(name_of, acts))


def roles(keys: Iterable[str]) -> Text:
    """Return the names of roles in a row."""
    return joined(", ", (ROLE_NAMES.get(key, Text(key)) for key in keys))


def _concerns(interest: InterestBody, party: Party) -> bool:
    # By either: a slip in the one must not hide the tie.
    by_code = bool(party.code) and interest.client.casefold() == party.code.casefold()
    return by_code or interest.client_name.casefold() == party.name.casefold()


def _still_counts(interest: InterestBody, years: float, day: datetime.date) -> bool:
    if not interest.end:
        return True
    end = datetime.date.fromisoformat(interest.end)
    return day < months_later(end, round(12 * years))


def _end_of(case: Case) -> Text:
    if case.certificate:
        return text("it led to certificate {number}", number=case.certificate)
    if case.decision == "refuse":
        return text("the certificate was refused")
    return text("it was not taken up")
