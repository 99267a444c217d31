"""The evaluation report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.certification.papers.matter import (
    Papers,
    compose,
    facts,
    product_facts,
    quoted,
    said,
    section,
)
from pvfootprint.certification.papers.wording import both, column, period_text
from pvfootprint.documents.blocks import Column, Section, Table, Words, words
from pvfootprint.documents.numbers import percent
from pvfootprint.language.texts import Text, text
from pvfootprint.model.terms import UNITS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.certification.acts import Checked, Evaluate
    from pvfootprint.certification.papers.matter import Matter
    from pvfootprint.documents.blocks import Block, Facts
    from pvfootprint.model.certificate_record import Value

OUTCOMES = {
    "fails": (
        text("Does not pass"),
        text("points that fail"),
        text("Everything passes: nothing fails."),
    ),
    "asks": (
        text("Left to the audit"),
        text("points that need evidence on the site"),
        text("Nothing is left to be seen on the site."),
    ),
    "passes": (text("Passes"), text("points that pass"), text("Nothing passes.")),
}
"""Heading of the points by outcome, title of their table, and what is said where there is none."""

UNANSWERED = (
    text("Still to be answered"),
    text("points that need an answer with evidence"),
    text("Nothing is still to be answered."),
)
"""The same for what a rule asks under a scheme without audits."""


def evaluation(matter: Matter[Evaluate]) -> Papers:
    """Report on the evaluation of an application."""
    sections = [
        _result(matter),
        *(_points(matter, outcome) for outcome in OUTCOMES),
        _recomputation(matter),
        _make_up(matter.body),
        _basis(matter),
    ]
    title = text("Evaluation report")
    return {"evaluation-report.pdf": compose(matter, title, sections, numbered=True)}


def _result(matter: Matter[Evaluate]) -> Section:
    body = matter.body
    counts = {o: sum(point.outcome == o for point in body.points) for o in OUTCOMES}
    if body.satisfied:
        verdict = text(
            "Nothing keeps the application from going on: {passes} points pass, {asks} need "
            "evidence.",
            **counts,
        )
    else:
        verdict = text(
            "The application cannot go on as it is: {fails} points fail, {asks} need evidence, "
            "{passes} pass. Please mend what fails, and hand a corrected submission in.",
            **counts,
        )
    mark = "good" if body.satisfied else "warning"
    remark = quoted(body.remark)
    heading = (said(text("Remark of the evaluator:"), "lead"),) if remark else ()
    return section(
        "result", text("Result"), said(verdict, mark), product_facts(matter), *heading, *remark
    )


def _points(matter: Matter[Evaluate], outcome: str) -> Section:
    heading, title, none = OUTCOMES[outcome]
    if outcome == "asks" and "audit" not in matter.case.steps:
        heading, title, none = UNANSWERED
    found = [point for point in matter.body.points if point.outcome == outcome]
    block: Block = points_table(found, outcome, title) if found else said(none)
    return section(outcome, heading, block)


def points_table(points: list[Checked], key: str, title: Text) -> Table:
    """Return points of an evaluation with one outcome."""
    return Table(
        key=key,
        title=words(title),
        columns=(
            column(text("rule"), "code", width=1.6),
            column(text("what was looked at"), "prose", width=4),
            column(text("what was found"), "prose", width=5),
        ),
        rows=tuple((words(_code(p.key)), both(p.title), both(p.found)) for p in points),
    )


def _code(key: str) -> str:
    """Return the code of a rule; the other points have names only."""
    return key if any(character.isdigit() for character in key) else ""


def _recomputation(matter: Matter[Evaluate]) -> Section:
    stated, found = matter.application.declared, matter.body.footprint
    if matter.body.identical:
        verdict = text("The value was computed again: it is identical, bit by bit.")
    else:
        difference = abs(found.value - stated.value) / abs(stated.value) if stated.value else 0.0
        verdict = text(
            "The value was computed again: it is not identical, bit by bit. Relative difference: "
            "{difference:.2g}.",
            difference=difference,
        )
    return section(
        "recomputation",
        text("Recomputation"),
        said(verdict, "good" if matter.body.identical else "warning"),
        _values(stated, found),
        _hashes(matter),
    )


def _values(stated: Value, found: Value) -> Table:
    return Table(
        key="values",
        title=words(text("stated and recomputed value")),
        columns=(
            column(text("value"), width=2),
            column(text("as shown"), width=1.4),
            column(text("unrounded"), "code", width=2),
            column(text("unit"), width=1.4),
            column(text("primary data")),
            column(text("proxies")),
        ),
        rows=(
            (words(text("stated by the applicant")), *_value(stated)),
            (words(text("recomputed by the certifier")), *_value(found)),
        ),
    )


def _value(value: Value) -> tuple[Words, ...]:
    shares = (f"{percent(share)} %" for share in (value.primary_share, value.proxy_share))
    return tuple(words(x) for x in (value.shown, repr(value.value), value.unit, *shares))


def _hashes(matter: Matter[Evaluate]) -> Facts:
    given = matter.body.recomputing
    return facts(
        "hashes",
        [
            (text("SHA-256 of the submission"), Text(given.submission)),
            (text("library"), Text(given.library)),
            (text("method"), Text(given.method)),
            (text("software"), Text(given.software)),
            (text("product system"), Text(given.product_system)),
            (text("kept data"), Text(given.data)),
        ],
    )


def _make_up(body: Evaluate) -> Section:
    unit = body.footprint.unit
    share = Column(heading=words(text("share")), unit="%", form="percent")
    stages = Table(
        key="stages",
        title=words(text("footprint by stage")),
        columns=(
            column(text("stage"), width=3),
            column(text("footprint"), "aligned", unit=unit),
            share,
        ),
        rows=tuple((both(one.stage), one.value, one.share) for one in body.stages),
    )
    gases = Table(
        key="gases",
        title=words(text("footprint by gas")),
        columns=(
            column(text("gas"), width=3),
            column(text("mass"), "figures", unit=f"kg/{body.footprint.declared_unit}"),
            column(text("footprint"), "figures", unit=unit),
        ),
        rows=tuple((words(Text(one.gas)), one.mass, one.value) for one in body.gases),
    )
    blocks: list[Block] = [stages, gases]
    if body.supplied:
        blocks.append(_supplied(body))
    return section("make-up", text("What the value is made of"), *blocks)


def _supplied(body: Evaluate) -> Table:
    return Table(
        key="supplied",
        title=words(text("products of other companies on which the value stands")),
        columns=(
            column(text("stage")),
            column(text("company"), width=3),
            column(text("product"), width=3),
            column(text("SHA-256 of the workbook"), "code", width=3),
        ),
        rows=tuple(
            (both(one.stage), words(one.company), words(one.product), words(one.workbook))
            for one in body.supplied
        ),
    )


def _basis(matter: Matter[Evaluate]) -> Section:
    return section("basis", text("Basis"), facts("basis", _basis_facts(matter)))


def _basis_facts(matter: Matter[Evaluate]) -> Iterator[tuple[Text, Text]]:
    body = matter.body
    rules = body.rules
    title = rules.title.text
    yield (
        text("Accounting rules"),
        text("{scheme}, version {version}", scheme=title, version=rules.version),
    )
    yield text("SHA-256 of its file"), Text(rules.sha256)
    yield text("Period of the data"), period_text(body.start, body.end)
    value = body.footprint
    yield text("Kind of footprint"), value.kind.text
    yield text("System boundary"), value.boundary.text
    yield text("What the number is not"), value.not_claimed.text
    yield (
        text("Declared unit"),
        text(
            "1 {unit} = {flow:g} {reference}",
            unit=value.declared_unit,
            flow=value.reference_flow,
            reference=UNITS.get(value.reference_unit, value.reference_unit),
        ),
    )
    yield text("Assumptions"), Text("; ".join(value.assumptions))
