"""What the acts of a certification say: the bodies of their entries in the log."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from pvfootprint.model.canonical import CLOSED
from pvfootprint.model.certificate_record import (
    Date,
    Party,
    Recomputing,
    Rulebook,
    Said,
    Sha256,
    Site,
    Value,
)

Kind = Literal["initial", "renewal", "extension", "reduction"]
Grade = Literal["major", "minor", "observation"]


class Body(BaseModel):
    """What every act says.

    Parameters
    ----------
    files : dict
        Papers of the act, kept in the registry: name -> SHA-256.
    """

    model_config = CLOSED

    files: dict[str, Sha256] = {}


class GivenDocument(BaseModel):
    """A document that somebody gave: its kind in the scheme (empty: none), name, SHA-256."""

    model_config = CLOSED

    kind: str
    name: str
    sha256: Sha256


class GreenRange(BaseModel):
    """Green certificates by their numbers; `last` equals `first` for a single one."""

    model_config = CLOSED

    system: str
    first: str
    last: str


class Apply(Body):
    """Body of ``apply``; its subject is the number of the application.

    Parameters
    ----------
    kind : str
        A value of :data:`pvfootprint.model.certification.KINDS`.
    certificate : str
        Number of the certificate that is to be replaced; empty for ``initial``.
    scheme : Rulebook
        Scheme; its file is kept under the SHA-256.
    submission, submission_name : str
        SHA-256 and file name of the submission.
    client, producer : Party
        Who applies, and who makes the product.
    site : Site
        Where.
    stage, technology, design, product, product_code, product_name : str
        Which product: stage of the chain, technology, design, key in the workbook, code in the
        product system, name in the trade.
    models : tuple of str
        Models applied for.
    documents : tuple of GivenDocument
        What was handed in.
    green : tuple of GreenRange
        Green certificates that the submission counts.
    declared : Value
        The footprint as the applicant states it.
    """

    kind: Kind
    certificate: str = ""
    scheme: Rulebook
    submission: Sha256
    submission_name: str
    client: Party
    producer: Party
    site: Site
    stage: str
    technology: str
    design: str = ""
    product: str
    product_code: str
    product_name: str
    models: tuple[str, ...]
    documents: tuple[GivenDocument, ...] = ()
    green: tuple[GreenRange, ...] = ()
    declared: Value


class Amend(Apply):
    """Body of ``amend``: the application as it stands after corrections, and why."""

    reason: Said


class Accept(Body):
    """Body of ``accept``: green certificates that are reserved from now on."""

    green: tuple[GreenRange, ...] = ()


class Reject(Body):
    """Body of ``reject``."""

    reasons: tuple[Said, ...]


class Checked(BaseModel):
    """One point of an evaluation.

    Parameters
    ----------
    key : str
        Stable: ``completeness``, ``recomputation``, or the code of a rule: ``CUT-001``.
    title : Said
        What was looked at.
    outcome : str
        ``passes``, ``fails`` or ``asks``: needs evidence on site.
    found : Said
        What was found.
    """

    model_config = CLOSED

    key: str
    title: Said
    outcome: Literal["passes", "fails", "asks"]
    found: Said


class Evaluate(Body):
    """Body of ``evaluate``.

    Parameters
    ----------
    satisfied : bool
        Whether nothing keeps the application from going on.
    points : tuple of Checked
        Completeness, document review, recomputation, rules.
    rules : Rulebook
        Accounting rules.
    footprint : Value
        As recomputed.
    identical : bool
        Whether the value is bit by bit the one in the submission.
    recomputing : Recomputing
        With what it can be computed again.
    start, end : str
        First and last day of the data.
    remark : Said
        Of the evaluator.
    """

    satisfied: bool
    points: tuple[Checked, ...]
    rules: Rulebook
    footprint: Value
    identical: bool
    recomputing: Recomputing
    start: Date
    end: Date
    remark: Said


class Member(BaseModel):
    """A member of an audit team: person, and ``leader`` or ``auditor``."""

    model_config = CLOSED

    person: str
    role: Literal["leader", "auditor"]


class AgendaItem(BaseModel):
    """A line of the agenda: day, hours (09:00-12:00), what, and with whom of the company."""

    model_config = CLOSED

    day: Date
    hours: str
    what: Said
    who: Said


class PlanAudit(Body):
    """Body of ``plan-audit``: dates, team, sites, agenda, days of work [d]."""

    start: Date
    end: Date
    team: tuple[Member, ...]
    sites: tuple[Site, ...]
    agenda: tuple[AgendaItem, ...]
    man_days: float
    reason: Said


class AuditAnswer(BaseModel):
    """An answer of the checklist: ``conforms``, ``does not conform``, ``not applicable``."""

    model_config = CLOSED

    question: str
    answer: Literal["conforms", "does not conform", "not applicable"]
    evidence: Said
    remark: Said


class AuditFinding(BaseModel):
    """A finding of an audit or of a surveillance.

    Parameters
    ----------
    key : str
        ``F1``.
    grade : str
        A value of :data:`pvfootprint.model.certification.GRADES`.
    question : str
        Question of the checklist; empty for others.
    said : Said
        What was found.
    due : str
        Last day for the corrective action; empty where none is asked for.
    """

    model_config = CLOSED

    key: Annotated[str, Field(pattern="^F[0-9]+$")]
    grade: Grade
    question: str = ""
    said: Said
    due: Date | Literal[""] = ""


class Audit(Body):
    """Body of ``audit``: when it was, the answers, the findings, and the filled checklist."""

    start: Date
    end: Date
    answers: tuple[AuditAnswer, ...]
    findings: tuple[AuditFinding, ...]
    conclusion: Said


class Correct(Body):
    """Body of ``correct``: a corrective action that an auditor accepts as closing a finding."""

    finding: str
    action: Said
    evidence: tuple[GivenDocument, ...]


class Review(Body):
    """Body of ``review``."""

    recommends: Literal["grant", "refuse"]
    remark: Said


class Decide(Body):
    """Body of ``decide``."""

    decision: Literal["grant", "refuse"]
    reasons: tuple[Said, ...]


class Allot(Body):
    """Body of ``allot``; its subject is the number of the certificate.

    Parameters
    ----------
    application : str
        Its application.
    record : str
        SHA-256 of its record, which is kept.
    expires : str
        Its last day, so that its status follows from the log alone.
    upstream : tuple of str
        Numbers of the certificates on which it stands.
    """

    application: str
    record: Sha256
    expires: Date
    upstream: tuple[str, ...] = ()


class Certify(Body):
    """Body of ``certify``, written with ``allot``: the application's certificate."""

    number: str


class Issue(Body):
    """Body of ``issue``; its `files` are what is handed out: certificate, labels, licence."""


class Supersede(Body):
    """Body of ``supersede``: another certificate stands in the place of this one."""

    by: str


class Surveil(Body):
    """Body of ``surveil``.

    Parameters
    ----------
    day : str
        When it was done.
    maintained : bool
        Whether the certificate is kept up.
    findings : tuple of AuditFinding
        What was found.
    remark : Said
        What was looked at.
    """

    day: Date
    maintained: bool
    findings: tuple[AuditFinding, ...] = ()
    remark: Said


class Suspend(Body):
    """Body of ``suspend``: why, and until when it must be mended."""

    reason: Said
    until: Date


class Resume(Body):
    """Body of ``resume``: why."""

    reason: Said


class Withdraw(Body):
    """Body of ``withdraw``: why."""

    reason: Said


class Cancel(Body):
    """Body of ``cancel``: on whose request, and why."""

    reason: Said


class Complaint(Body):
    """Body of ``complaint``: its key (``C1``), from whom, about what."""

    key: Annotated[str, Field(pattern="^C[0-9]+$")]
    sender: Said
    said: Said


class Appeal(Body):
    """Body of ``appeal``: its key (``P1``), from whom, against which act, why."""

    key: Annotated[str, Field(pattern="^P[0-9]+$")]
    sender: Said
    against: str
    said: Said


class Answer(Body):
    """Body of ``answer-complaint`` and ``answer-appeal``: key, whether it is upheld, why."""

    key: str
    upheld: bool
    said: Said


BODIES: dict[str, type[Body]] = {
    "apply": Apply,
    "amend": Amend,
    "accept": Accept,
    "reject": Reject,
    "evaluate": Evaluate,
    "plan-audit": PlanAudit,
    "audit": Audit,
    "correct": Correct,
    "review": Review,
    "decide": Decide,
    "allot": Allot,
    "certify": Certify,
    "issue": Issue,
    "supersede": Supersede,
    "surveil": Surveil,
    "suspend": Suspend,
    "resume": Resume,
    "withdraw": Withdraw,
    "cancel": Cancel,
    "complaint": Complaint,
    "answer-complaint": Answer,
    "appeal": Appeal,
    "answer-appeal": Answer,
}
"""Model of each act's body."""
