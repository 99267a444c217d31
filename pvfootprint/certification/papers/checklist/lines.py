"""What stands on a checklist, and how the workbook is laid out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.certification.acts import Audit
from pvfootprint.certification.papers.wording import ANSWER_NAMES, GRADE_NAMES
from pvfootprint.language.texts import Text, joined, text
from pvfootprint.model.canonical import canonical, digest
from pvfootprint.workbook.reader.found_sheet import key_text

if TYPE_CHECKING:
    from pvfootprint.certification.cases import Case
    from pvfootprint.model.certification import CertificationScheme

VERSION = 1
"""Of the layout; a checklist of another layout is refused."""

ABOUT, QUESTIONS, FINDINGS = (
    text("About this checklist"),
    text("Questions"),
    text("Audit findings"),
)
SHEETS = (ABOUT, QUESTIONS, FINDINGS)
"""Titles of the sheets; programs know them by the English."""

FIRST = 5
"""First row of questions and of findings, counted from 1; their headings stand above."""

ROOM = 80
"""How many findings there is room for."""

ABOUT_KEY, ABOUT_VALUE = 1, 3
"""Columns of the first sheet: a hidden one with keys, and that of the values."""

APPLICATION, IDENTITY, START, END = "application", "checklist", "start", "end"
CONCLUSION_ZH, CONCLUSION_EN = "conclusion-zh", "conclusion-en"
"""Keys of the first sheet that are read."""

KEY, ASKED, BASIS, ANSWER, EVIDENCE, REMARK = range(1, 7)
"""Columns of the questions."""

NUMBER, QUESTION, GRADE, FOUND_ZH, FOUND_EN, TIME = range(1, 7)
"""Columns of the findings."""

LISTED = 8
"""Hidden column beside the findings, with the numbers of the questions for the drop-down."""

LEFT = text("Left to the audit by the evaluation")

OTHER_ANSWERS = {
    "conforms": ("conform", "conforming", "yes", "是", "√"),
    "does not conform": ("doesn't conform", "non-conforming", "nonconforming", "no", "否", "×"),
    "not applicable": ("n/a", "na", "不涉及"),
}
OTHER_GRADES = {
    "major": ("major", "严重", "严重不符合"),
    "minor": ("minor", "一般", "轻微", "一般不符合", "轻微不符合", "轻微不符合项"),
    "observation": ("观察", "建议"),
}
"""What people write beside the entries of the lists."""


@dataclass(frozen=True, slots=True)
class Line:
    """A question of the checklist.

    Parameters
    ----------
    key : str
        Of the question of the scheme, or code of a rule that asks for evidence.
    chapter, asked, basis : Text
        Heading above it, the question, what it rests on.
    left : bool
        Whether the evaluation left it to the audit: then it needs evidence.
    """

    key: str
    chapter: Text
    asked: Text
    basis: Text
    left: bool = False


def sheet_name(title: Text) -> str:
    """Return the name of a sheet, in both languages."""
    return title.said("both")


def lines_of(case: Case) -> tuple[Line, ...]:
    """Return the questions of a checklist.

    Parameters
    ----------
    case : Case
        The application: questions of its scheme, then what its evaluation left to the audit.

    Returns
    -------
    tuple of Line
        Each key once.
    """
    lines = [Line(one.key, one.chapter, one.title, one.clause) for one in case.scheme.checklist]
    left: dict[str, list[Text]] = {}
    for point in case.evaluation.points if case.evaluation else ():
        if point.outcome == "asks":
            found = text("{what}: {found}", what=point.title.text, found=point.found.text)
            left.setdefault(point.key, []).append(found)
    lines += [
        Line(key, LEFT, joined("\n", asked), text("rule {code}", code=key), left=True)
        for key, asked in left.items()
    ]
    return tuple(lines)


def identity(case: Case) -> str:
    """Return the hash by which a stale checklist is known.

    Parameters
    ----------
    case : Case
        The application.

    Returns
    -------
    str
        SHA-256 over the layout, the number of the application, its scheme, the questions, and how
        many audits there were.
    """
    said = {
        "version": VERSION,
        "application": case.subject,
        "scheme": case.scheme.content_hash,
        "questions": [[line.key, line.asked.en, line.asked.zh] for line in lines_of(case)],
        "audits": sum(isinstance(one.body, Audit) for one in case.done),
    }
    return digest(canonical(said))


def answer_choices() -> dict[str, str]:
    """Return what may stand as an answer, by how it is compared."""
    return _choices(ANSWER_NAMES, OTHER_ANSWERS)


def grade_choices() -> dict[str, str]:
    """Return what may stand as a grade, by how it is compared."""
    return _choices(GRADE_NAMES, OTHER_GRADES)


def days_by_grade(scheme: CertificationScheme) -> dict[str, Text]:
    """Return the time for the corrective action of each grade, as the drop-down names it."""
    return {
        said.said("both"): text("none asked for")
        if (days := scheme.due_days.get(grade)) is None
        else text("{count:g} days", count=days)
        for grade, said in GRADE_NAMES.items()
    }


def _choices(names: dict[str, Text], others: dict[str, tuple[str, ...]]) -> dict[str, str]:
    found = {}
    for key, said in names.items():
        for spelling in (key, said.en, said.zh, said.said("both"), *others[key]):
            found[key_text(spelling)] = key
    return found
