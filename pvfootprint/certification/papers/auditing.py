"""Papers on an audit: its report, and notes on corrective actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.certification.acts import Correct, PlanAudit, Surveil
from pvfootprint.certification.cases import Case
from pvfootprint.certification.papers.audit_findings import findings_section
from pvfootprint.certification.papers.checklist.lines import lines_of
from pvfootprint.certification.papers.matter import (
    Papers,
    compose,
    facts,
    product_facts,
    quoted,
    said,
    section,
)
from pvfootprint.certification.papers.planning import team_table
from pvfootprint.certification.papers.wording import (
    ANSWER_NAMES,
    GRADE_NAMES,
    both,
    column,
    day_text,
    period_text,
)
from pvfootprint.documents.blocks import NONE, Section, Table, Words, words
from pvfootprint.documents.paper import SignedBy
from pvfootprint.language.texts import Text, joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.certification.acts import (
        Audit,
        AuditAnswer,
        AuditFinding,
        Body,
        GivenDocument,
        Postpone,
    )
    from pvfootprint.certification.cases import Done
    from pvfootprint.certification.papers.checklist.lines import Line
    from pvfootprint.certification.papers.matter import Matter


def audit(matter: Matter[Audit]) -> Papers:
    """Report on an audit."""
    sections = [
        _conclusion(matter),
        _team(matter),
        findings_section(matter.body.findings),
        _corrections(matter),
        _answers(matter),
        _what_next(matter),
    ]
    paper = compose(
        matter, text("Audit report"), sections, numbered=True, signed=tuple(_signed(matter))
    )
    return {"audit-report.pdf": paper}


def _conclusion(matter: Matter[Audit]) -> Section:
    body = matter.body
    counts = {a: sum(one.answer == a for one in body.answers) for a in ANSWER_NAMES}
    grades = {g: sum(one.grade == g for one in body.findings) for g in GRADE_NAMES}
    blocking = sum(grades[grade] for grade in matter.scheme.open_grades)
    counted = text(
        "{yes} questions conform, {no} do not conform, {none} are not applicable. Findings: "
        "{major} major, {minor} minor; observations: {observation}.",
        yes=counts["conforms"],
        no=counts["does not conform"],
        none=counts["not applicable"],
        **grades,
    )
    if blocking:
        verdict = text("{count} findings must be closed before a grant.", count=blocking)
    else:
        verdict = text("No finding stands against a grant.")
    return section(
        "conclusion",
        text("Conclusion"),
        said(verdict, "warning" if blocking else "good"),
        said(counted),
        *quoted(body.conclusion),
        facts("dates", [(text("On the site"), period_text(body.start, body.end))]),
        product_facts(matter),
    )


def _team(matter: Matter[Audit]) -> Section:
    plan = matter.case.body(PlanAudit)
    leader = facts("leader", [(text("auditor"), matter.person_name(matter.person.key))])
    return section("team", text("Team"), team_table(matter, plan) if plan else leader)


def _answers(matter: Matter[Audit]) -> Section:
    given = {one.question: one for one in matter.body.answers}
    chapters: dict[str, list[Line]] = {}
    for line in lines_of(matter.case):
        chapters.setdefault(line.chapter.en, []).append(line)
    tables = [_chapter(i, lines, given) for i, lines in enumerate(chapters.values(), 1)]
    return section("answers", text("Answers by chapter"), *tables)


def _chapter(i: int, lines: list[Line], given: dict[str, AuditAnswer]) -> Table:
    return Table(
        key=f"answers-{i}",
        title=words(lines[0].chapter),
        columns=(
            column(text("no."), width=1),
            column(text("checklist question"), "prose", width=4),
            column(text("answer"), "prose", width=1.6),
            column(text("evidence and remark"), "prose", width=4),
        ),
        rows=tuple(_answer_row(one, given.get(one.key)) for one in lines),
    )


def _answer_row(line: Line, given: AuditAnswer | None) -> tuple[Words, ...]:
    asked = words(line.asked)
    if given is None:
        return words(line.key), asked, words(text("not asked")), words(NONE)
    found = (both(given.evidence), both(given.remark))
    english = "\n".join(one.en for one in found if one.en)
    chinese = "\n".join(one.zh for one in found if one.zh)
    seen = Words(english or NONE, chinese or NONE)
    return words(line.key), asked, words(ANSWER_NAMES[given.answer]), seen


def _corrections(matter: Matter[Audit]) -> Section:
    done = matter.case.all("correct")
    title = text("Corrective actions so far")
    if not done:
        none = text("None yet: they are asked for by the dates above.")
        if not matter.body.findings:
            none = text("None are needed.")
        return section("corrections", title, said(none))
    return section("corrections", title, corrections_table(matter, done))


def corrections_table(matter: Matter[Body], done: list[Done]) -> Table:
    """Return corrective actions that were accepted, with their evidence."""
    return Table(
        key="corrections",
        title=words(text("accepted corrective actions")),
        columns=(
            column(text("finding"), width=1),
            column(text("action"), "prose", width=5),
            column(text("evidence"), "prose", width=3),
            column(text("accepted"), "prose", width=2),
        ),
        rows=tuple(
            (
                words(one.body.finding),
                both(one.body.action),
                words(Text("\n".join(document.name for document in one.body.evidence))),
                words(
                    text(
                        "{day}, {person}",
                        day=one.day.isoformat(),
                        person=matter.person_name(one.person),
                    )
                ),
            )
            for one in done
            if isinstance(one.body, Correct)
        ),
    )


def _what_next(matter: Matter[Audit]) -> Section:
    if not matter.body.findings:
        return section("next", text("What comes next"), said(text("The results are reviewed.")))
    asked = text(
        "Please find out the cause of each finding, mend it, and send us action and evidence by "
        "the day named. We look at it and tell you whether it closes the finding. Findings that "
        "stay open after their day lead to a refusal. The evidence may be seen on the site again."
    )
    return section("next", text("What comes next"), said(asked))


def _signed(matter: Matter[Audit]) -> Iterator[SignedBy]:
    plan = matter.case.body(PlanAudit)
    keys = [one.person for one in plan.team] if plan else [matter.person.key]
    team = joined(", ", (matter.person_name(key) for key in keys))
    yield SignedBy(who=words(text("For the audit team")), lines=(words(team),))
    yield SignedBy(
        who=words(text("For the company, received and read")), lines=(words(matter.client),)
    )


def correction(matter: Matter[Correct]) -> Papers:
    """Tell that a corrective action was accepted."""
    body = matter.body
    found, open_ = _findings(matter)
    left = [one for one in open_ if one.key != body.finding]
    accepted = text(
        "We have looked at your corrective action and accept it. Finding {finding} is closed.",
        finding=body.finding,
    )
    sections = [
        section("accepted", None, said(accepted, "good")),
        *_finding(found.get(body.finding)),
        section("action", text("Corrective action"), *quoted(body.action)),
        section("evidence", text("Evidence"), _evidence(body.evidence)),
        _left([f"{one.key} ({one.due or NONE})" for one in left]),
    ]
    title = text("Corrective action accepted")
    return {f"correction-{body.finding}.pdf": compose(matter, title, sections)}


def postponement(matter: Matter[Postpone]) -> Papers:
    """Tell that a finding got another last day."""
    body = matter.body
    found, _ = _findings(matter)
    moved = text(
        "The corrective action of finding {finding} has another last day: {day}.",
        finding=body.finding,
        day=day_text(body.due),
    )
    sections = [
        section("moved", None, said(moved)),
        section("reason", text("Reason"), *quoted(body.reason)),
        *_finding(found.get(body.finding)),
    ]
    title = text("Another day for a corrective action")
    return {f"postponement-{body.finding}.pdf": compose(matter, title, sections)}


def _findings(matter: Matter[Body]) -> tuple[dict[str, AuditFinding], list[AuditFinding]]:
    """Return the findings of an application's audits, or of a certificate's surveillances."""
    if isinstance(matter.history, Case):
        found = matter.history.findings
    else:
        surveys = [one.body for one in matter.history.done if isinstance(one.body, Surveil)]
        found = tuple(finding for survey in surveys for finding in survey.findings)
    closed = {one.body.finding for one in matter.history.done if isinstance(one.body, Correct)}
    return {one.key: one for one in found}, [one for one in found if one.key not in closed]


def _finding(finding: AuditFinding | None) -> Iterator[Section]:
    if finding is None:
        return
    graded = facts(
        "finding",
        [
            (text("Grade"), GRADE_NAMES[finding.grade]),
            (text("Question"), Text(finding.question)),
            (text("Last day"), day_text(finding.due) if finding.due else Text("")),
        ],
    )
    title = text("Finding {finding}", finding=finding.key)
    yield section("finding", title, *quoted(finding.said), graded)


def _evidence(given: tuple[GivenDocument, ...]) -> Table:
    return Table(
        key="evidence",
        title=words(text("evidence")),
        columns=(column(text("file"), width=2), column(text("SHA-256"), "code", width=3)),
        rows=tuple((words(one.name), words(one.sha256)) for one in given),
    )


def _left(left: list[str]) -> Section:
    title = text("What is still open")
    if not left:
        return section("left", title, said(text("Nothing: all findings are closed.")))
    open_ = text("Findings and their last days: {findings}", findings=joined(", ", left))
    return section("left", title, said(open_))
