"""Takes up and answers complaints and appeals."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.certification.acting import refuse
from pvfootprint.certification.acts import Answer, Appeal, Complaint, Decide
from pvfootprint.certification.cases import Case, History
from pvfootprint.certification.permitting import name_of
from pvfootprint.certification.subjects import Acted, act_on
from pvfootprint.language.texts import joined, text
from pvfootprint.model.findings import Finding

if TYPE_CHECKING:
    from pvfootprint.certification.cases import Done
    from pvfootprint.certification.subjects import Subject
    from pvfootprint.model.certificate_record import Said
    from pvfootprint.registry.entries import Actor
    from pvfootprint.registry.registry import Registry

APPEALABLE = {"application": ("reject", "decide"), "certificate": ("suspend", "withdraw")}
"""Acts that can be appealed against; of the decisions, those that refuse."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A complaint or an appeal: what came in, and its answer if there is one."""

    taken_up: Done
    body: Complaint | Appeal
    answer: Done | None

    @property
    def upheld(self) -> bool:
        """Whether it was answered and upheld."""
        return (
            self.answer is not None
            and isinstance(self.answer.body, Answer)
            and (self.answer.body.upheld)
        )


def heard(history: History, kind: type[Complaint | Appeal]) -> list[Heard]:
    """Return the complaints or the appeals about an application or a certificate.

    Parameters
    ----------
    history : History
        Of the application or certificate.
    kind : type
        :class:`Complaint` or :class:`Appeal`.

    Returns
    -------
    list of Heard
        In the order in which they came in.
    """
    answers = {
        one.body.key: one
        for one in history.all(f"answer-{_act_of(kind)}")
        if isinstance(one.body, Answer)
    }
    return [
        Heard(one, one.body, answers.get(one.body.key))
        for one in history.done
        if isinstance(one.body, kind)
    ]


def complain(registry: Registry, actor: Actor, number: str, sender: Said, about: Said) -> Acted:
    """Take up a complaint.

    Parameters
    ----------
    registry : Registry
        Where.
    actor : Actor
        Who.
    number : str
        Of the application or the certificate that it is about.
    sender : Said
        From whom it is.
    about : Said
        What it says.

    Returns
    -------
    Acted
        What was done.
    """

    def make(subject: Subject, _: Case, __: datetime.date) -> Complaint:
        key = f"C{len(heard(subject, Complaint)) + 1}"
        return Complaint(key=key, sender=sender, said=about)

    return act_on(registry, actor, number, "complaint", make)


def appeal(registry: Registry, actor: Actor, number: str, sender: Said, about: Said) -> Acted:
    """Take up an appeal against the newest act that can be appealed against.

    Parameters
    ----------
    registry, actor, number, sender
        As for :func:`complain`.
    about : Said
        Why.

    Returns
    -------
    Acted
        What was done.

    Raises
    ------
    CertificationError
        CRT-067 if there is nothing to be appealed against, or it was already; CRT-068 after the
        scheme's days; or with what stands against it.
    """

    def make(subject: Subject, case: Case, day: datetime.date) -> Appeal:
        target = appealable(subject)
        refuse(_not_appealable(subject, target))
        assert target is not None  # noqa: S101  (refused above)
        refuse(_too_late(target, case, day))
        key = f"P{len(heard(subject, Appeal)) + 1}"
        return Appeal(key=key, sender=sender, against=target.act, said=about)

    return act_on(registry, actor, number, "appeal", make)


def answer(
    registry: Registry, actor: Actor, number: str, key: str, said: Said, *, upheld: bool
) -> Acted:
    """Answer a complaint or an appeal.

    Parameters
    ----------
    registry, actor, number
        As for :func:`complain`.
    key : str
        ``C1`` or ``P1``.
    said : Said
        The reasons.
    upheld : bool
        Whether it is upheld.

    Returns
    -------
    Acted
        What was done.

    Raises
    ------
    CertificationError
        CRT-066 if there is none with this key, or it is answered; STF-005 for who did what is
        appealed against; or with what stands against it.
    """
    kind = Appeal if key.startswith("P") else Complaint

    def make(subject: Subject, _: Case, __: datetime.date) -> Answer:
        found = next((one for one in heard(subject, kind) if one.body.key == key), None)
        refuse(_not_open(subject, kind, key, found))
        assert found is not None  # noqa: S101  (refused above)
        refuse(own_act(actor.person, subject, found))
        return Answer(key=key, upheld=upheld, said=said)

    return act_on(registry, actor, number, f"answer-{_act_of(kind)}", make)


def appealable(history: History) -> Done | None:
    """Return the newest act that can be appealed against; None if there is none."""
    if not isinstance(history, Case):
        return history.last(*APPEALABLE["certificate"])
    last = history.last(*APPEALABLE["application"])
    granted = last and isinstance(last.body, Decide) and last.body.decision == "grant"
    return None if granted else last


def against(history: History, appealed: Heard) -> Done | None:
    """Return the act that an appeal is against."""
    before = [one for one in history.done if one.position < appealed.taken_up.position]
    act = appealed.body.against if isinstance(appealed.body, Appeal) else ""
    return next((one for one in reversed(before) if one.act == act), None)


def own_act(person: str, history: History, found: Heard) -> list[Finding]:
    """Say whether somebody did what is appealed against: STF-005, or nothing."""
    target = against(history, found)
    if target is None or target.person != person:
        return []
    return [
        Finding(
            "STF-005",
            text("nobody answers an appeal against an act of their own"),
            found=name_of(target.act),
            expected=text("somebody else for: {act}", act=name_of("answer-appeal")),
            hint=text("let somebody answer who took no part in it"),
        )
    ]


def _act_of(kind: type[Complaint | Appeal]) -> str:
    return "appeal" if kind is Appeal else "complaint"


def _not_appealable(history: History, target: Done | None) -> list[Finding]:
    if target is None:
        acts = APPEALABLE["application" if isinstance(history, Case) else "certificate"]
        message = text(
            "nothing was done to {subject} that can be appealed against", subject=history.subject
        )
        expected = joined(" or ", map(name_of, acts))
        hint = text("anything else is a complaint: {command}", command="pvfootprint cert complaint")
        return [Finding("CRT-067", message, expected=expected, hint=hint)]
    for one in heard(history, Appeal):
        if against(history, one) is target:
            message = text("there is an appeal against this act already")
            found = text("{key} of {day}", key=one.body.key, day=one.taken_up.day)
            return [Finding("CRT-067", message, found=found)]
    return []


def _too_late(target: Done, case: Case, day: datetime.date) -> list[Finding]:
    latest = target.day + datetime.timedelta(days=case.scheme.appeal_days)
    if day <= latest:
        return []
    return [
        Finding(
            "CRT-068",
            text("the appeal against this comes too late: {act}", act=name_of(target.act)),
            found=day.isoformat(),
            expected=text("at the latest {latest}", latest=latest),
            hint=text(
                "the scheme gives {days} days; what comes later can be taken up as a complaint",
                days=case.scheme.appeal_days,
            ),
        )
    ]


def _not_open(
    history: History, kind: type[Complaint | Appeal], key: str, found: Heard | None
) -> list[Finding]:
    open_keys = ", ".join(one.body.key for one in heard(history, kind) if one.answer is None)
    expected = open_keys or text("none is open")
    if found is None:
        message = text(
            "no complaint or appeal about {subject} has this key", subject=history.subject
        )
        return [Finding("CRT-066", message, found=key[:100], expected=expected)]
    if found.answer is None:
        return []
    message = text("{key} was answered already", key=key)
    return [Finding("CRT-066", message, found=found.answer.day.isoformat(), expected=expected)]
