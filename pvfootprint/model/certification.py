"""A certification scheme as read: steps, roles, numbers, terms."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from pvfootprint.language.texts import Text

ROLE_NAMES = {
    "administrator": text("administrator"),
    "intake": text("intake"),
    "evaluator": text("evaluator"),
    "auditor": text("auditor"),
    "reviewer": text("reviewer"),
    "decision-maker": text("decision-maker"),
    "signatory": text("signatory"),
    "publisher": text("publisher of the register"),
    "data-steward": text("data steward"),
}
"""What people of a certifier do, each a set of acts."""

ROLES = tuple(ROLE_NAMES)

SCHEME_ROLES = ROLES[:-2]
"""Roles to which a scheme gives acts; the others have theirs whatever the scheme."""

STEP_NAMES = {
    "apply": text("application"),
    "accept": text("acceptance"),
    "evaluate": text("evaluation of the documents"),
    "plan-audit": text("audit plan"),
    "audit": text("on-site audit"),
    "review": text("review"),
    "decide": text("decision"),
    "issue": text("issue of the certificate"),
}
"""Steps of an application, in their order."""

STEPS = tuple(STEP_NAMES)

OPTIONAL_STEPS = frozenset({"plan-audit", "audit", "review"})
"""Steps that a scheme may leave out; an audit and its plan only together."""

OTHER_ACT_NAMES = {
    "reject": text("refusal to take up an application"),
    "correct": text("closing a finding"),
    "surveil": text("surveillance"),
    "change": text("change of the scope"),
    "suspend": text("suspension"),
    "resume": text("end of a suspension"),
    "withdraw": text("withdrawal"),
    "cancel": text("cancellation on request"),
    "renew": text("renewal"),
    "complaint": text("taking up a complaint"),
    "answer-complaint": text("answer to a complaint"),
    "appeal": text("taking up an appeal"),
    "answer-appeal": text("answer to an appeal"),
}
"""Acts that are no step of an application."""

ACT_NAMES = {**STEP_NAMES, **OTHER_ACT_NAMES}
"""Every act that a role is needed for."""

KINDS = ("initial", "renewal", "extension", "reduction")
"""Kinds of applications: for a first certificate, or for one in the place of another."""

GRADES = ("major", "minor", "observation")
"""Grades of the findings of an audit or of surveillance."""

CRITERIA = {
    "documents": "",
    "evidence": "",
    "rules": "",
    "questions": "",
    "recomputation": "",
    "system": "",
    "upstream": "",
    "green-certificates": "",
    "audit": "audit",
    "findings": "audit",
    "review": "review",
}
"""What can be asked for before a grant, and the step without which it means nothing.

Every required document is there; every piece of evidence that the submission names is there with
its hash; no rule is broken; every question of the rules has its answer; the value was computed
again; the management system is old enough; every certificate that it stands on is valid; no green
certificate is spent elsewhere; every question of the checklist is answered; no finding of a grade
that must be closed is open; the review recommends it.
"""

NEEDED_CRITERIA = ("documents", "rules", "recomputation")
"""Criteria that no scheme can do without."""

RECORDS = (
    "application",
    "evaluation",
    "audit",
    "decision",
    "certificate",
    "surveillance",
    "complaint",
    "log",
)
"""Records of a certifier, each kept for a time of its own."""

LABEL_TEXTS = ("title", "kind", "number", "valid", "verify", "notice", "test")
"""Texts of a label: heading, kind of footprint and boundary, before the number, before the last
day, beside the QR code, what the value is not, and what a label of a test says."""

CHECK_ALGORITHMS = ("mod_37_36", "mod_97_10", "mod_11_2")
"""Check characters of ISO/IEC 7064: one digit or letter; two digits; one digit or X, and a number
of digits only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a clause of a scheme rests on.

    Parameters
    ----------
    certainty : str
        A value of :data:`pvfootprint.model.rules.CERTAINTIES`.
    basis : tuple of str
        Keys of the scheme's sources; none where it is the scheme's own.
    what : Text
        What the clause means; empty where the clause is a text itself.
    note : Text
        What a reader must know, such as why it is not certain.
    """

    certainty: str
    basis: tuple[str, ...]
    what: Text
    note: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Required:
    """A document that an application must hold: stable key, name, whether it may be left out."""

    key: str
    title: Text
    ground: Ground
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A line of the audit checklist.

    Parameters
    ----------
    key : str
        Stable: ``MET-1``.
    chapter, title : Text
        Group of questions, and the question.
    clause : Text
        What it rests on: clause of the rule set or of the scheme.
    ground : Ground
        Where that is from.
    """

    key: str
    chapter: Text
    title: Text
    clause: Text
    ground: Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A criterion, or a clause of the agreement or of the licence: heading and text."""

    key: str
    title: Text
    said: Text
    ground: Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificationScheme:
    """A scheme under which certificates are issued; one file of ``methods/certification/``.

    Parameters
    ----------
    key, version, status : str
        ``yancheng-pilot``; its version; ``pilot``, ``draft`` or ``in force``.
    title : Text
        Name for people.
    basis : tuple of Text
        What it stands on.
    rules : str
        Key of the accounting rules.
    stages : tuple of str
        Stages of the chain whose products are covered.
    certifier : dict
        ``name``, ``name_en``, ``code``, ``address``, ``approval``, ``contact``.
    mark : str
        Short sign of the certifier, for label and certificate; letters, never the national mark.
    test : bool
        Whether it certifies nothing: certifier and approval are invented.
    steps : tuple of str
        Acts of an application in their order: ``apply``, ``accept``, ``evaluate``, ``plan-audit``,
        ``audit``, ``review``, ``decide``, ``issue``; a scheme may leave out ``plan-audit`` and
        ``audit``, or ``review``.
    left_out : dict
        Kind of application (``renewal``, ``extension``, ``reduction``) -> steps that it leaves out.
    roles : dict
        Act -> roles that may do it; every key of :data:`ACT_NAMES` but steps left out.
    apart : tuple of tuple of str
        Acts of which one person may do only one in one application:
        ``("evaluate", "decide")``.
    conflict_acts : tuple of str
        Acts closed to who consulted for the client.
    conflict_years : float
        For how long [years].
    documents : tuple of Required
        Required at application.
    system_months : int
        For how long a management system must have run [months].
    man_days : dict
        Guide of audit days by stage [d], and ``per_site`` for each further site.
    checklist : tuple of Question
        Of the on-site audit.
    due_days : dict
        Days for corrective action by grade; None where none is asked for [d].
    open_grades : tuple of str
        Grades of findings that must be closed before a grant.
    criteria : tuple of Term
        Criteria of the decision; each a key of :data:`CRITERIA`.
    validity_months, surveillance_months, surveillance_margin_days : int
        Validity [months], interval of surveillance [months], days after it is due until the
        certificate must be suspended [d].
    suspension_months : int
        Longest suspension before withdrawal [months].
    appeal_days : int
        Days in which a decision can be appealed against [d].
    number_pattern, application_pattern : str
        ``YC-PCF-{year}-{running:05d}-{check}``; ``{stage}`` may stand in it too.
    stage_codes : dict
        Stage -> letters for ``{stage}``; empty where no pattern has it.
    check_algorithm : str
        ``mod_37_36``, ``mod_97_10`` or ``mod_11_2`` of ISO 7064.
    decimals : int
        How many significant figures certificate and label show.
    status_address : str
        ``https://.../{number}``.
    label : dict
        Texts of the label by key of :data:`LABEL_TEXTS`.
    agreement, licence : tuple of Term
        Terms.
    retention_years : dict
        Key of :data:`RECORDS` -> how long it is kept after the certificate ended [years].
    grounds : dict
        Name of a field -> what it rests on.
    sources : dict
        Source key -> what it is.
    content : bytes
        The file; its SHA-256 is :attr:`content_hash`.
    """

    key: str
    version: str
    status: str
    title: Text
    basis: tuple[Text, ...]
    rules: str
    stages: tuple[str, ...]
    certifier: dict[str, str]
    mark: str
    test: bool
    steps: tuple[str, ...]
    left_out: dict[str, tuple[str, ...]]
    roles: dict[str, tuple[str, ...]]
    apart: tuple[tuple[str, ...], ...]
    conflict_acts: tuple[str, ...]
    conflict_years: float
    documents: tuple[Required, ...]
    system_months: int
    man_days: dict[str, float]
    checklist: tuple[Question, ...]
    due_days: dict[str, int | None]
    open_grades: tuple[str, ...]
    criteria: tuple[Term, ...]
    validity_months: int
    surveillance_months: int
    surveillance_margin_days: int
    suspension_months: int
    appeal_days: int
    number_pattern: str
    application_pattern: str
    stage_codes: dict[str, str]
    check_algorithm: str
    decimals: int
    status_address: str
    label: dict[str, Text]
    agreement: tuple[Term, ...]
    licence: tuple[Term, ...]
    retention_years: dict[str, int]
    grounds: dict[str, Ground]
    sources: dict[str, str]
    content: bytes
    content_hash: str


def months_later(day: datetime.date, months: int) -> datetime.date:
    """Return the day so many months later; the last of a month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    after = datetime.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (after - datetime.timedelta(days=1)).day
    return datetime.date(year, month + 1, min(day.day, last))
