"""A certification scheme as read: steps, roles, numbers, terms."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pvfootprint.language.texts import Text

ROLES = (
    "administrator",
    "intake",
    "evaluator",
    "auditor",
    "reviewer",
    "decision-maker",
    "signatory",
)
"""What people of a certifier do, each a set of acts."""

GRADES = ("major", "minor", "observation")
"""Grades of the findings of an audit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Required:
    """A document that an application must hold: stable key, name, whether it may be left out."""

    key: str
    title: Text
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
    """

    key: str
    chapter: Text
    title: Text
    clause: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A clause of the agreement or of the licence: heading and text."""

    key: str
    title: Text
    said: Text


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
    test : bool
        Whether it certifies nothing: certifier and approval are invented.
    steps : tuple of str
        Acts of an application in their order: ``apply``, ``accept``, ``evaluate``, ``plan-audit``,
        ``audit``, ``review``, ``decide``, ``issue``; a scheme may leave out ``plan-audit`` and
        ``audit``, or ``review``.
    roles : dict
        Act -> roles that may do it.
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
        Criteria of the decision; the reader knows each key.
    validity_months, surveillance_months, surveillance_margin_days : int
        Validity [months], interval of surveillance [months], days after it is due until the
        certificate must be suspended [d].
    suspension_months : int
        Longest suspension before withdrawal [months].
    appeal_days : int
        Days in which a decision can be appealed against [d].
    number_pattern, application_pattern : str
        ``YC-PCF-{year}-{running:05d}-{check}``.
    check_algorithm : str
        ``mod_37_36``, ``mod_97_10`` or ``mod_11_2`` of ISO 7064.
    decimals : int
        How many significant figures certificate and label show.
    status_address : str
        ``https://.../{number}``.
    label : dict
        Texts of the label by key.
    agreement, licence : tuple of Term
        Terms.
    retention_years : dict
        Record -> years that it is kept [years].
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
    test: bool
    steps: tuple[str, ...]
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
    check_algorithm: str
    decimals: int
    status_address: str
    label: dict[str, Text]
    agreement: tuple[Term, ...]
    licence: tuple[Term, ...]
    retention_years: dict[str, int]
    sources: dict[str, str]
    content: bytes
    content_hash: str


def months_later(day: datetime.date, months: int) -> datetime.date:
    """Return the day so many months later; the last of a month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    after = datetime.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (after - datetime.timedelta(days=1)).day
    return datetime.date(year, month + 1, min(day.day, last))
