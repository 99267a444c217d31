"""Findings of audits and surveillances in papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.certification.papers.matter import said, section
from pvfootprint.certification.papers.wording import both, column
from pvfootprint.documents.blocks import NONE, Section, Table, words
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pvfootprint.certification.acts import AuditFinding

GRADE_TITLES = {
    "major": text("Major findings"),
    "minor": text("Minor findings"),
    "observation": text("Observations"),
}


def findings_section(findings: Iterable[AuditFinding]) -> Section:
    """Return a section with a table for each grade that there is."""
    found = tuple(findings)
    tables = [
        findings_table(found, grade)
        for grade in GRADE_TITLES
        if any(one.grade == grade for one in found)
    ]
    title = text("Audit findings")
    if not tables:
        return section("findings", title, said(text("There are no findings.")))
    return section("findings", title, *tables)


def findings_table(findings: Iterable[AuditFinding], grade: str) -> Table:
    """Return the findings of a grade.

    Parameters
    ----------
    findings : iterable of AuditFinding
        All of them.
    grade : str
        Which to take.

    Returns
    -------
    Table
        Key, question, text and last day of each.
    """
    return Table(
        key=f"findings-{grade}",
        title=words(GRADE_TITLES[grade]),
        columns=(
            column(text("no."), width=1),
            column(text("checklist question"), width=1.3),
            column(text("what was found"), "prose", width=7),
            column(text("due"), width=1.6),
        ),
        rows=tuple(
            (words(f.key), words(f.question or NONE), both(f.said), words(f.due or NONE))
            for f in findings
            if f.grade == grade
        ),
    )
