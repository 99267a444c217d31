"""Papers on review and decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.certification.papers.audit_findings import findings_table
from pvfootprint.certification.papers.matter import (
    Papers,
    appeal_section,
    compose,
    facts,
    product_facts,
    quoted,
    reasons,
    said,
    section,
)
from pvfootprint.certification.papers.wording import both, column, day_text, period_text
from pvfootprint.documents.blocks import Items, Section, Table, words
from pvfootprint.language.texts import Text, joined, text
from pvfootprint.model.certification import ACT_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.certification.acts import Checked, Decide, Review
    from pvfootprint.certification.papers.matter import Matter
    from pvfootprint.documents.blocks import Block, Facts


HOLDS = {
    "passes": text("holds"),
    "fails": text("does not hold"),
    "asks": text("not clear"),
}
"""How a criterion stands."""


def review(matter: Matter[Review]) -> Papers:
    """Write down a review; it stays in the house."""
    if matter.body.recommends == "grant":
        verdict = said(text("The reviewer recommends the grant."), "good")
    else:
        verdict = said(text("The reviewer recommends a refusal."), "warning")
    remark = quoted(matter.body.remark)
    blocks = (section("remark", text("Remark"), *remark),) if remark else ()
    sections = [
        section("verdict", None, verdict, product_facts(matter)),
        *blocks,
        section("reviewed", text("What was reviewed"), _done(matter), *_value(matter)),
    ]
    internal = (words(text("Internal: for whoever decides")),)
    paper = compose(matter, text("Review note"), sections, to=internal)
    return {"review-note.pdf": paper}


def _done(matter: Matter[Review]) -> Facts:
    """Return who did which step when, and what is open."""
    acts = ("apply", "amend", "accept", "evaluate", "plan-audit", "audit", "correct")
    named = [
        (
            ACT_NAMES.get(one.act, text("correction of the application")),
            text("{day}, {person}", day=day_text(one.day), person=matter.person_name(one.person)),
        )
        for one in matter.case.all(*acts)
    ]
    open_ = ", ".join(found.key for found in matter.case.open_findings)
    named.append((text("Open findings"), Text(open_) if open_ else text("none")))
    return facts("done", named)


def _value(matter: Matter[Review]) -> tuple[Block, ...]:
    evaluation = matter.case.evaluation
    return (facts("value", _value_facts(matter)),) if evaluation else ()


def _value_facts(matter: Matter[Decide] | Matter[Review]) -> Iterator[tuple[Text, Text]]:
    evaluation = matter.case.evaluation
    if evaluation:
        value = evaluation.footprint
        yield (
            text("Value"),
            text("{value} {unit}", value=value.shown, unit=value.unit),
        )
        yield text("Period of the data"), period_text(evaluation.start, evaluation.end)


def decision(matter: Matter[Decide]) -> Papers:
    """Tell the client the decision."""
    title = text("Notice of the decision")
    if matter.body.decision == "grant":
        return {"decision.pdf": compose(matter, title, _granted(matter))}
    return {"decision.pdf": compose(matter, title, _refused(matter))}


def _granted(matter: Matter[Decide]) -> Iterator[Section]:
    granted = text("We grant the certification that you applied for.")
    value = facts("value", _value_facts(matter))
    yield section("granted", None, said(granted, "good"), product_facts(matter), value)
    yield section("reasons", text("Reasons"), *_reasons(matter))
    conditions = Items("conditions", tuple(words(one) for one in _conditions(matter)))
    yield section("conditions", text("Conditions"), conditions)
    observations = [f for f in matter.case.open_findings if f.grade == "observation"]
    if observations:
        kept = text("We look at these observations again at the next surveillance.")
        table = findings_table(observations, "observation")
        yield section("observations", text("Observations"), said(kept), table)
    yield appeal_section(matter)


def _reasons(matter: Matter[Decide]) -> Iterator[Block]:
    yield reasons("reasons", matter.body.reasons)
    if matter.body.criteria:
        yield _criteria(matter.body.criteria)
    if matter.body.upstream:
        numbers = joined(", ", matter.body.upstream)
        upstream = text("Certificates on which the value stands: {numbers}", numbers=numbers)
        yield said(upstream)


def _criteria(criteria: tuple[Checked, ...]) -> Table:
    return Table(
        key="criteria",
        title=words(text("criteria of the scheme")),
        columns=(
            column(text("criterion"), "prose", width=3),
            column(text("outcome"), "prose", width=1.5),
            column(text("what was found"), "prose", width=6),
        ),
        rows=tuple((both(c.title), words(HOLDS[c.outcome]), both(c.found)) for c in criteria),
    )


def _conditions(matter: Matter[Decide]) -> Iterator[Text]:
    scheme = matter.scheme
    replaced = matter.application.certificate
    yield text(
        "The certificate is valid for {months} months from its issue. It carries its number and "
        "its last day; what it says there counts.",
        months=scheme.validity_months,
    )
    if replaced:
        yield text(
            "It takes the place of certificate {certificate}, which ends when the new one is "
            "issued. Its label may not be used any more from then on.",
            certificate=replaced,
        )
    yield text(
        "Surveillance is at the latest every {months} months. If it is not done within {days} days "
        "after it is due, the certificate is suspended.",
        months=scheme.surveillance_months,
        days=scheme.surveillance_margin_days,
    )
    yield text(
        "Agreement and licence are kept. Certificate and label may be used for the models and the "
        "site above only, from the day of issue."
    )
    yield text(
        "You tell us of changes of product, materials, suppliers, process, electricity or site "
        "before products made after the change are called certified."
    )
    yield text(
        "Claims name the value with its declared unit, boundary and period. They compare nothing, "
        "and claim no neutrality."
    )


def _refused(matter: Matter[Decide]) -> Iterator[Section]:
    refused = text("We refuse the certification that you applied for.")
    yield section("refused", None, said(refused, "warning"), product_facts(matter))
    yield section("reasons", text("Reasons"), *_reasons(matter))
    again = text(
        "You may apply again when the reasons are gone. Green certificates that were reserved for "
        "this application are free again. Nothing may be called certified because of it."
    )
    yield section("again", text("What this means"), said(again))
    yield appeal_section(matter)
