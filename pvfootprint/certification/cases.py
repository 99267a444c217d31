"""The state of applications and certificates, as it follows from the log."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from pvfootprint.certification.acts import (
    BODIES,
    Allot,
    Apply,
    Audit,
    AuditAnswer,
    AuditFinding,
    Certify,
    Correct,
    Decide,
    Evaluate,
    Issue,
    Postpone,
    Review,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pvfootprint.certification.acts import Body
    from pvfootprint.model.certification import CertificationScheme
    from pvfootprint.registry.entries import Entry

Some = TypeVar("Some", bound="Body")

OUTDATING = {
    "evaluate": ("amend",),
    "review": ("amend", "evaluate", "plan-audit", "audit", "correct", "postpone"),
}
"""Acts after which a step must be gone through again."""


@dataclass(frozen=True, slots=True)
class Done:
    """An act that was done.

    Parameters
    ----------
    act, person, time : str
        What, who, when.
    position : int
        Of its entry in the log.
    body : Body
        What it says.
    """

    act: str
    person: str
    time: str
    position: int
    body: Body

    @property
    def day(self) -> datetime.date:
        """The day of the act [UTC]."""
        return datetime.datetime.fromisoformat(self.time).date()


def done_of(entry: Entry) -> Done:
    """Read an entry of an application or a certificate."""
    body = BODIES[entry.act].model_validate_json(entry.body)
    return Done(entry.act, entry.person, entry.time, entry.position, body)


class History:
    """Acts on one subject, in their order.

    Parameters
    ----------
    subject : str
        Number of the application or of the certificate.
    done : iterable of Done
        Every act on it.
    """

    def __init__(self, subject: str, done: Iterable[Done]) -> None:
        self.subject = subject
        self.done = tuple(done)

    def all(self, *acts: str) -> list[Done]:
        """Return the acts of these kinds."""
        return [one for one in self.done if one.act in acts]

    def last(self, *acts: str) -> Done | None:
        """Return the newest act of these kinds."""
        return next((one for one in reversed(self.done) if one.act in acts), None)

    def body(self, kind: type[Some], *acts: str) -> Some | None:
        """Return the newest body of a kind.

        Parameters
        ----------
        kind : type
            Class of the body.
        *acts : str
            Acts that have such bodies; by default any.

        Returns
        -------
        Body, optional
            None if there is none.
        """
        for one in reversed(self.done):
            if isinstance(one.body, kind) and (not acts or one.act in acts):
                return one.body
        return None


class Case(History):
    """An application.

    Parameters
    ----------
    subject : str
        Its number.
    done : iterable of Done
        Every act on it.
    scheme : CertificationScheme
        As it was when it was applied for.
    """

    def __init__(self, subject: str, done: Iterable[Done], scheme: CertificationScheme) -> None:
        super().__init__(subject, done)
        self.scheme = scheme

    @property
    def application(self) -> Apply:
        """The application as it stands: the newest amendment, or what was applied for."""
        found = self.body(Apply)
        if found is None:
            msg = f"{self.subject} has no application"
            raise ValueError(msg)
        return found

    @property
    def steps(self) -> tuple[str, ...]:
        """Its steps, in their order."""
        left_out = self.scheme.left_out.get(self.application.kind, ())
        return tuple(step for step in self.scheme.steps if step not in left_out)

    @property
    def evaluation(self) -> Evaluate | None:
        """The evaluation of the application as it stands."""
        return self._current("evaluate", Evaluate)

    @property
    def review(self) -> Review | None:
        """The review of everything that was done before it, if nothing was done since."""
        return self._current("review", Review)

    @property
    def audit(self) -> Audit | None:
        """The newest on-site audit."""
        return self.body(Audit)

    @property
    def decision(self) -> str:
        """``grant``, ``refuse``, or empty."""
        decided = self.body(Decide)
        return decided.decision if decided else ""

    @property
    def upstream(self) -> tuple[str, ...]:
        """Numbers of the certificates on which it was granted."""
        decided = self.body(Decide)
        return decided.upstream if decided else ()

    @property
    def certificate(self) -> str:
        """Number of its certificate, or empty."""
        certified = self.body(Certify)
        return certified.number if certified else ""

    @cached_property
    def closed(self) -> bool:
        """Whether nothing is to be done any more: rejected, refused, or its number is allotted."""
        return bool(self.last("reject")) or self.decision == "refuse" or bool(self.certificate)

    @property
    def audited(self) -> bool:
        """Whether the newest plan of an audit was carried out."""
        audit, plan = self.last("audit"), self.last("plan-audit")
        return audit is not None and (plan is None or plan.position < audit.position)

    @property
    def answers(self) -> dict[str, AuditAnswer]:
        """Answers of the checklist by question, the newest of each."""
        audits = [one.body for one in self.done if isinstance(one.body, Audit)]
        return {answer.question: answer for audit in audits for answer in audit.answers}

    @property
    def findings(self) -> tuple[AuditFinding, ...]:
        """Findings of every audit, each with the due day that counts now."""
        due = {o.body.finding: o.body.due for o in self.done if isinstance(o.body, Postpone)}
        audits = [one.body for one in self.done if isinstance(one.body, Audit)]
        found = [finding for audit in audits for finding in audit.findings]
        return tuple(f.model_copy(update={"due": due.get(f.key, f.due)}) for f in found)

    @property
    def open_findings(self) -> tuple[AuditFinding, ...]:
        """Findings of the audits that no corrective action has closed."""
        closed = {one.body.finding for one in self.done if isinstance(one.body, Correct)}
        return tuple(found for found in self.findings if found.key not in closed)

    @property
    def blocking_findings(self) -> tuple[AuditFinding, ...]:
        """Open findings of the grades that the scheme wants closed before a grant."""
        return tuple(f for f in self.open_findings if f.grade in self.scheme.open_grades)

    def is_done(self, step: str) -> bool:
        """Return whether a step is done, for the application as it stands."""
        if step == "evaluate":
            return self.evaluation is not None and self.evaluation.satisfied
        if step == "audit":
            return self.audited and not self.blocking_findings
        if step == "review":
            return self.review is not None
        if step == "issue":
            return bool(self.certificate)
        return self.last(step) is not None

    @property
    def next_step(self) -> str:
        """The first step that is not done; empty if there is none."""
        if self.closed:
            return ""
        return next((step for step in self.steps if not self.is_done(step)), "")

    def people_of(self, *acts: str) -> set[str]:
        """Return who did acts of these kinds."""
        return {one.person for one in self.all(*acts)}

    def _current(self, act: str, kind: type[Some]) -> Some | None:
        last, since = self.last(act), self.last(*OUTDATING[act])
        if last is None or (since and since.position > last.position):
            return None
        return last.body if isinstance(last.body, kind) else None


STATUSES = (
    "not issued",
    "valid",
    "expired",
    "suspended",
    "withdrawn",
    "cancelled",
    "superseded",
)
"""Public states of a certificate."""

ENDED = {"withdraw": "withdrawn", "cancel": "cancelled", "supersede": "superseded"}
"""Acts that end a certificate, and what it is then."""


class Certificate(History):
    """A certificate; `subject` is its number."""

    @property
    def allotment(self) -> Allot:
        """What its number was allotted with."""
        found = self.body(Allot)
        if found is None:
            msg = f"{self.subject} was not allotted"
            raise ValueError(msg)
        return found

    @property
    def issued(self) -> Issue | None:
        """What was handed out; None while it is being made."""
        return self.body(Issue)

    @property
    def handed_out(self) -> dict[str, str]:
        """Names of the files that were handed out -> SHA-256; empty while it is being made."""
        return dict(self.issued.files) if self.issued else {}

    @property
    def expires(self) -> datetime.date:
        """Its last day."""
        return datetime.date.fromisoformat(self.allotment.expires)

    @property
    def ended(self) -> Done | None:
        """The act that ended it; None once an appeal against it led to its being resumed."""
        last = self.last(*ENDED, "resume")
        return last if last and last.act in ENDED else None

    def status(self, day: datetime.date) -> str:
        """Return its public state.

        Parameters
        ----------
        day : date
            On which day.

        Returns
        -------
        str
            A value of :data:`STATUSES`. What ended it counts before its date, and its date before
            a suspension.
        """
        if self.issued is None:
            return "not issued"
        if self.ended:
            return ENDED[self.ended.act]
        if day > self.expires:
            return "expired"
        held = self.last("suspend", "resume")
        return "suspended" if held and held.act == "suspend" else "valid"
