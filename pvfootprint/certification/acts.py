"""What the acts of a certification say: the bodies of their entries in the log."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from pvfootprint.model.canonical import CLOSED
from pvfootprint.model.certificate_record import (
    CertifiedProduct,
    Date,
    GasLine,
    Party,
    Recomputing,
    Rulebook,
    Said,
    Sha256,
    Site,
    StageLine,
    Value,
)
from pvfootprint.registry.projections import Allotted, GreenRange

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


class GreenUse(BaseModel):
    """Green certificates that a site's electricity rests on.

    Parameters
    ----------
    system, first, last : str
        As :class:`pvfootprint.registry.projections.GreenRange`.
    company, site : str
        Whose site.
    use : str
        SHA-256 of company, site and contract: where two submissions name the same certificates for
        the same use, such as a supplier's and its customer's, they count once.
    """

    model_config = CLOSED

    system: str
    first: str
    last: str
    company: str
    site: str
    use: Sha256

    @property
    def range(self) -> GreenRange:
        """The certificates, as they are reserved."""
        return GreenRange(system=self.system, first=self.first, last=self.last)


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
    workbook : str
        SHA-256 of the maker's workbook.
    data : str
        SHA-256 of the kept copy of inventories and methods, by which it is judged.
    green : tuple of GreenUse
        Green certificates that the submission counts, as far as they can be seen.
    declared : Value
        The footprint as the applicant states it.
    allotted : Allotted, optional
        The place of its number; None in an amendment.
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
    workbook: Sha256
    data: Sha256
    green: tuple[GreenUse, ...] = ()
    declared: Value
    allotted: Allotted | None = None


class Amend(Apply):
    """Body of ``amend``: the application as it stands after corrections, and why.

    Once it was accepted, the green certificates are those of the amendment.
    """

    reason: Said
    green_reserved: tuple[GreenRange, ...] = ()
    green_now: Literal["", "released"] = ""


class Accept(Body):
    """Body of ``accept``: green certificates that are reserved from now on."""

    green_reserved: tuple[GreenRange, ...] = ()


class Reject(Body):
    """Body of ``reject``: reasons, and that green certificates are free again."""

    reasons: tuple[Said, ...]
    green_now: Literal["released"] = "released"


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


class Supplied(BaseModel):
    """A product of another company on which the value stands, by which its certificate is found.

    Parameters
    ----------
    code : str
        Code of its process in the product system.
    workbook : str
        SHA-256 of its maker's workbook.
    stage : Said
        Stage of the chain.
    company, product : str
        Whose product, and its name.
    """

    model_config = CLOSED

    code: str
    workbook: Sha256
    stage: Said
    company: str
    product: str


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
    product : CertifiedProduct
        What a certificate would be for.
    footprint : Value
        As recomputed.
    gases, stages
        The footprint by gas and by stage.
    supplied : tuple of Supplied
        Products of other companies on which the value stands.
    identical : bool
        Whether the value is bit by bit the one in the submission.
    recomputing : Recomputing
        With what it can be computed again.
    start, end : str
        First and last day of the data.
    green : tuple of GreenUse
        Green certificates that sealed inventories count, which nobody but the certifier sees.
    green_reserved : tuple of GreenRange
        Those of them that are reserved from now on.
    remark : Said
        Of the evaluator.
    """

    satisfied: bool
    points: tuple[Checked, ...]
    rules: Rulebook
    product: CertifiedProduct
    footprint: Value
    gases: tuple[GasLine, ...]
    stages: tuple[StageLine, ...]
    supplied: tuple[Supplied, ...] = ()
    identical: bool
    recomputing: Recomputing
    start: Date
    end: Date
    green: tuple[GreenUse, ...] = ()
    green_reserved: tuple[GreenRange, ...] = ()
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


class Postpone(Body):
    """Body of ``postpone``: an open finding gets another last day for its corrective action."""

    finding: str
    due: Date
    reason: Said


class Review(Body):
    """Body of ``review``."""

    recommends: Literal["grant", "refuse"]
    remark: Said


class Decide(Body):
    """Body of ``decide``.

    Parameters
    ----------
    decision : str
        ``grant`` or ``refuse``.
    reasons : tuple of Said
        Why.
    criteria : tuple of Checked
        How each criterion of the scheme stood.
    upstream : tuple of str
        Numbers of the valid certificates on which the value stands.
    green_reserved : tuple of GreenRange
        Green certificates that are counted and that nobody holds any more, such as a supplier whose
        application was refused.
    green_now : str
        What becomes of the green certificates: ``spent`` by a grant, ``released`` by a refusal.
    """

    decision: Literal["grant", "refuse"]
    reasons: tuple[Said, ...]
    criteria: tuple[Checked, ...] = ()
    upstream: tuple[str, ...] = ()
    green_reserved: tuple[GreenRange, ...] = ()
    green_now: Literal["spent", "released"]


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
    product, workbook : str
        Code of the product in the product system, and SHA-256 of its maker's workbook, by which
        later certificates find it.
    upstream : tuple of str
        Numbers of the certificates on which it stands.
    allotted : Allotted
        The place of its number.
    """

    application: str
    record: Sha256
    expires: Date
    product: str
    workbook: Sha256
    upstream: tuple[str, ...] = ()
    allotted: Allotted


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
    "postpone": Postpone,
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
