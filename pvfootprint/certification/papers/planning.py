"""The audit plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.certification.papers.evaluating import OUTCOMES, points_table
from pvfootprint.certification.papers.matter import (
    Papers,
    compose,
    facts,
    product_facts,
    quoted,
    said,
    section,
)
from pvfootprint.certification.papers.wording import TEAM_NAMES, both, column, period_text
from pvfootprint.documents.blocks import Items, Section, Table, words
from pvfootprint.language.texts import Text, text

if TYPE_CHECKING:
    from pvfootprint.certification.acts import Body, PlanAudit
    from pvfootprint.certification.papers.matter import Matter
    from pvfootprint.documents.blocks import Block

READY = (
    text("The person responsible for the data, and those whom the agenda names"),
    text("Access to every site of this plan: lines, meters, stores, treatment of gas and waste"),
    text("The originals behind the evidence of the submission, for the whole period of the data"),
    text("Ledgers of energy, materials, production, stock and waste, with invoices and contracts"),
    text("Calibration certificates of the meters"),
    text("Procedures of the management system for carbon data and label, and their records"),
    text("What protective clothing and instruction the team needs on the site"),
    text("A room for the team"),
)
"""What a company has ready."""


def plan(matter: Matter[PlanAudit]) -> Papers:
    """Tell the client when, by whom and how it is audited."""
    sections = [
        _when(matter),
        section("team", text("Team"), team_table(matter, matter.body)),
        section("sites", text("Sites"), _sites(matter.body)),
        section("agenda", text("Agenda"), *_agenda(matter.body)),
        section("days", text("Days of work"), *_days(matter)),
        section("asked", text("What will be looked at"), *_asked(matter)),
        section("ready", text("What to have ready"), Items("ready", tuple(map(words, READY)))),
        _fairness(matter),
    ]
    return {"audit-plan.pdf": compose(matter, text("Audit plan"), sections, numbered=True)}


def _when(matter: Matter[PlanAudit]) -> Section:
    body = matter.body
    what = text(
        "We audit on the site whether the data of your application are true and complete. Basis: "
        "the scheme, the accounting rules, and the evaluation report."
    )
    dates = facts("dates", [(text("Dates"), period_text(body.start, body.end))])
    return section("when", text("Purpose and dates"), said(what), dates, product_facts(matter))


def team_table(matter: Matter[Body], body: PlanAudit) -> Table:
    """Return the team of an audit."""
    return Table(
        key="team",
        title=words(text("audit team")),
        columns=(column(text("person"), width=2), column(text("in the team as"), width=1)),
        rows=tuple(
            (words(matter.person_name(one.person)), words(TEAM_NAMES[one.role]))
            for one in body.team
        ),
    )


def _sites(body: PlanAudit) -> Table:
    return Table(
        key="sites",
        title=words(text("sites that are visited")),
        columns=(
            column(text("site"), width=2),
            column(text("address"), width=4),
            column(text("location"), width=1),
        ),
        rows=tuple((words(s.name), words(s.address), words(s.location)) for s in body.sites),
    )


def _agenda(body: PlanAudit) -> tuple[Block, ...]:
    table = Table(
        key="agenda",
        title=words(text("agenda")),
        columns=(
            column(text("day"), width=1.3),
            column(text("hours"), width=1.3),
            column(text("what"), "prose", width=5),
            column(text("with whom"), "prose", width=3),
        ),
        rows=tuple(
            (words(line.day), words(line.hours), both(line.what), both(line.who))
            for line in body.agenda
        ),
    )
    change = text(
        "The team may change the order on the site, and follow what it finds. Tell us in time if a "
        "date does not suit."
    )
    return table, said(change)


def guide_days(matter: Matter[PlanAudit]) -> float | None:
    """Return the guide of the scheme [d]; None where it has none for the stage."""
    guide = matter.scheme.man_days
    first = guide.get(matter.application.stage)
    if first is None:
        return None
    return first + guide.get("per_site", 0) * max(0, len(matter.body.sites) - 1)


def _days(matter: Matter[PlanAudit]) -> tuple[Block, ...]:
    guide = guide_days(matter)
    counted = facts(
        "days",
        [
            (text("Days planned"), text("{days:g} days of one auditor", days=matter.body.man_days)),
            (
                text("Guide of the scheme"),
                text("none for this stage")
                if guide is None
                else text(
                    "{days:g} days of one auditor, for {sites} sites",
                    days=guide,
                    sites=len(matter.body.sites),
                ),
            ),
        ],
    )
    reason = quoted(matter.body.reason)
    return counted, *((said(text("Reason:"), "lead"), *reason) if reason else ())


def _asked(matter: Matter[PlanAudit]) -> tuple[Block, ...]:
    chapters: dict[str, list[str]] = {}
    names: dict[str, Text] = {}
    for one in matter.scheme.checklist:
        chapters.setdefault(one.chapter.en, []).append(one.key)
        names[one.chapter.en] = one.chapter
    table = Table(
        key="chapters",
        title=words(text("chapters of the checklist")),
        columns=(
            column(text("chapter"), width=3),
            column(text("questions"), "count"),
            column(text("numbers"), width=4),
        ),
        rows=tuple(
            (words(names[key]), len(found), words(Text(", ".join(found))))
            for key, found in chapters.items()
        ),
    )
    evaluation = matter.case.evaluation
    open_points = [p for p in evaluation.points if p.outcome == "asks"] if evaluation else []
    if not open_points:
        return (table,)
    asked = text("The evaluation left these points to the audit. Have the evidence for them ready.")
    return table, said(asked, "lead"), points_table(open_points, "asks", OUTCOMES["asks"][1])


def _fairness(matter: Matter[PlanAudit]) -> Section:
    return section(
        "fairness",
        text("Confidentiality and impartiality"),
        said(
            text(
                "The team keeps secret what it learns, as the agreement says. It takes copies only "
                "of what it needs, and shows nothing of your suppliers' data or of others'."
            )
        ),
        said(
            text(
                "Nobody in the team has declared a tie to your company within the last {years:g} "
                "years: consulting, employment, a share, family. If you know of one, or have other "
                "reasons against a member, please tell us before the audit begins.",
                years=matter.scheme.conflict_years,
            )
        ),
        said(
            text(
                "The team gives no advice on how to mend a finding. It may not take gifts. Whoever "
                "audits does not decide."
            )
        ),
    )
