"""How the study counts: rules, warming potentials, allocation, cut-offs, carbon apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.documents.blocks import Paragraph, Section, Table, Words, words
from pvfootprint.documents.numbers import figures, percent
from pvfootprint.documents.report.naming import (
    WHOLE_SITE,
    both,
    column,
    flow_name,
    named,
    share_column,
    stage_name,
    symbol,
)
from pvfootprint.documents.report.summary import rules_name
from pvfootprint.language.texts import joined, text
from pvfootprint.model.clause_words import CERTAINTY, said_value, word

if TYPE_CHECKING:
    from pvfootprint.documents.blocks import Block, Cell
    from pvfootprint.model.accounting import Allocation
    from pvfootprint.model.study import Study


def method(study: Study) -> Section:
    """Return the rules of the study and how they were applied."""
    return Section(
        key="method",
        title=words(text("Method")),
        parts=(
            _rules(study),
            _warming(study),
            _allocation(study),
            _cut_offs(study),
            _biogenic(study),
        ),
    )


def _rules(study: Study) -> Section:
    name = rules_name(study)
    said = text(
        "The study follows the rule set below. What a standard lays down without its text having "
        "been read is marked as to be confirmed; such a clause can change."
    )
    rows = tuple(
        (
            words(clause.key),
            both(clause.en, clause.zh),
            words(said_value(clause)),
            words("; ".join(clause.basis)),
            named(CERTAINTY, clause.certainty),
        )
        for clause in study.rules.clauses.values()
    )
    table = Table(
        key="clauses",
        title=Words(f"Clauses of {name.en}", f"{name.zh} 的条款"),
        columns=(
            column(text("clause"), "code", width=1.5),
            column(text("meaning"), "prose", width=2.4),
            column(text("value"), width=1),
            column(text("basis"), width=1.4),
            column(text("certainty"), width=0.9),
        ),
        rows=rows,
    )
    return Section(
        key="rules",
        title=words(text("Rule set")),
        blocks=(Paragraph(words(said)), table, *_notes(study)),
    )


def _notes(study: Study) -> list[Table]:
    """Return what a reader must know of each clause, for the workbook."""
    rows = tuple(
        (words(clause.key), both(clause.note_en, clause.note_zh))
        for clause in study.rules.clauses.values()
        if clause.note_en
    )
    if not rows:
        return []
    return [
        Table(
            key="clause-notes",
            title=words(text("Notes on the clauses")),
            columns=(column(text("clause"), "code"), column(text("note"), "prose", width=4)),
            rows=rows,
            only_workbook=True,
        )
    ]


def _warming(study: Study) -> Section:
    footprint = study.footprint
    said = text(
        "Greenhouse gases are weighed by their warming over 100 years ({title}). Factors that are "
        "published as carbon dioxide equivalents only cannot be split by gas: {share} % of the "
        "footprint, aggregated with {sets}. Another set of potentials does not change them.",
        title=footprint.method["title"],
        share=percent(footprint.not_split.share),
        sets="; ".join(f"{key}: {figures(v)}" for key, v in footprint.not_split.by_set.items())
        or "–",
    )
    return Section(
        key="warming",
        title=words(text("Greenhouse gases and their warming potentials")),
        blocks=(
            Paragraph(words(said)),
            Paragraph(
                words(
                    text(
                        "The gases that occur in the product system stand in the table of results "
                        "by gas with mass and mean potential; a gas with several sources (fossil, "
                        "biogenic) has the potential of each."
                    )
                )
            ),
        ),
    )


def _allocation(study: Study) -> Section:
    order = study.rules.value("allocation.order")
    steps = [word(one) for one in order] if isinstance(order, tuple) else []
    blocks: list[Block] = [
        Paragraph(
            words(
                text(
                    "Where a process makes several products, its flows are shared by the first of "
                    "these methods that the data allow: {order}. The factors of each sharing sum "
                    "to 100 %.",
                    order=joined(", ", steps),
                )
            )
        ),
        Paragraph(
            words(
                text(
                    "Recycling follows the cut-off approach: waste that leaves for recycling "
                    "carries no burden beyond its transport and gets no credit; recycled material "
                    "comes in with the burden of its recycling. Silicon that returns inside the "
                    "chain is a closed loop: only the net amount is taken, and it counts once."
                )
            )
        ),
    ]
    rows = tuple(row for one in study.allocations for row in _sharing(one))
    if rows:
        blocks.append(
            Table(
                key="allocations",
                title=words(text("Shared flows")),
                columns=(
                    column(text("company, site"), width=1.4),
                    column(text("what was shared"), width=1),
                    column(text("method"), width=0.8),
                    column(text("basis"), width=0.9),
                    column(text("product"), width=1),
                    share_column(text("factor")),
                    column(text("other method"), width=0.8),
                    share_column(text("factor by it")),
                ),
                rows=rows,
            )
        )
    else:
        blocks.append(
            Paragraph(words(text("No flow of a company had to be shared between products.")))
        )
    return Section(
        key="allocation",
        title=words(text("Allocation and recycling")),
        blocks=tuple(blocks),
    )


def _sharing(one: Allocation) -> list[tuple[Cell, ...]]:
    subject = words(WHOLE_SITE) if one.subject == "site" else words(one.subject)
    return [
        (
            words(f"{one.company}, {one.site}"),
            subject,
            words(word(one.method)),
            words(one.basis),
            words(product),
            factor,
            words(word(one.alternative_method)) if one.alternative_method else None,
            one.alternative.get(product),
        )
        for product, factor in one.factors.items()
    ]


def _cut_offs(study: Study) -> Section:
    coverage = study.coverage
    said = text(
        "{count} flows are left out. They make up {mass} % of the mass of all inputs of the chain "
        "and {energy} % of their energy; what they may add is estimated at {estimate} % of the "
        "footprint. For {unknown} of them there is neither mass nor energy, so no estimate.",
        count=len(coverage.left_out),
        mass=percent(coverage.mass_share, 3),
        energy=percent(coverage.energy_share, 3),
        estimate=percent(coverage.estimate_share, 2),
        unknown=coverage.unknown,
    )
    blocks: list[Block] = [Paragraph(words(said)), *_criteria(study)]
    if coverage.left_out:
        blocks.append(_left_out(study))
    return Section(key="cut-offs", title=words(text("Cut-offs and coverage")), blocks=tuple(blocks))


def _criteria(study: Study) -> list[Table]:
    """Return the limits of the rule set beside what was found, of the inputs of the system."""
    coverage = study.coverage
    largest = {
        "footprint": max((one.estimate_share or 0.0 for one in coverage.left_out), default=0.0),
        "mass": max((one.mass or 0.0 for one in coverage.left_out), default=0.0)
        / (coverage.mass_in or 1.0),
        "energy": max((one.energy or 0.0 for one in coverage.left_out), default=0.0)
        / (coverage.energy_in or 1.0),
    }
    found = {f"cut_off.flow_{kind}": share for kind, share in largest.items()} | {
        "cut_off.total_footprint": coverage.estimate_share,
        "cut_off.total_mass": coverage.mass_share,
        "cut_off.total_energy": coverage.energy_share,
    }
    rows: list[tuple[Cell, ...]] = []
    for key, share in found.items():
        clause = study.rules.clauses.get(key)
        if clause:
            limit = clause.value if isinstance(clause.value, float) else words(said_value(clause))
            certainty = named(CERTAINTY, clause.certainty)
            rows.append((both(clause.en, clause.zh), limit, share, certainty))
    if not rows:
        return []
    return [
        Table(
            key="criteria",
            title=words(text("Cut-off criteria of the rule set, and what was found")),
            columns=(
                column(text("criterion"), "prose", width=3),
                column(text("at most"), "percent", unit="%"),
                column(text("found"), "percent", unit="%"),
                column(text("certainty"), width=1),
            ),
            rows=tuple(rows),
        )
    ]


def _left_out(study: Study) -> Table:
    rows = tuple(
        (
            flow_name(one.name),
            stage_name(one.stage) if one.stage else None,
            one.amount,
            words(symbol(one.unit)),
            one.mass,
            one.mass_share,
            one.estimate,
            one.estimate_share,
            both(one.basis, one.basis_zh),
        )
        for one in study.coverage.left_out
    )
    return Table(
        key="left-out",
        title=words(text("Flows left out")),
        columns=(
            column(text("flow"), width=1.3),
            column(text("stage"), width=0.7),
            column(text("amount"), "figures"),
            column(text("unit"), width=0.4),
            column(text("mass"), "figures", unit="kg"),
            share_column(text("of the mass of the stage")),
            column(text("estimate"), "figures", unit=study.footprint.total.unit),
            share_column(text("of the footprint")),
            column(text("basis of the estimate"), "prose", width=1.7),
        ),
        rows=rows,
        notes=(words(text("Amounts per declared unit; an empty cell: not known.")),),
    )


def _biogenic(study: Study) -> Section:
    said = text(
        "Fossil emissions, biogenic emissions, biogenic removals, emissions from land-use change "
        "and emissions of aircraft are counted apart and reported apart. Offsets are not counted: "
        "no credit from outside the product system lowers the value, and no avoided emissions are "
        "subtracted."
    )
    blocks: list[Block] = [Paragraph(words(said))]
    if study.biomass:
        blocks.append(
            Table(
                key="biomass",
                title=words(text("Biomass and the carbon in it")),
                columns=(
                    column(text("stage"), width=0.7),
                    column(text("taken by"), width=1.3),
                    column(text("biomass input"), width=1.2),
                    column(text("amount"), "figures"),
                    column(text("unit"), width=0.4),
                    column(text("biogenic carbon"), "figures", unit="kg C"),
                    column(text("basis"), "prose", width=2),
                ),
                rows=tuple(
                    (
                        stage_name(one.stage) if one.stage else None,
                        flow_name(one.process),
                        flow_name(one.name),
                        one.amount,
                        words(symbol(one.unit)),
                        one.carbon,
                        both(one.basis, one.basis_zh),
                    )
                    for one in study.biomass
                ),
                notes=(words(text("Amounts per declared unit.")),),
            )
        )
    else:
        blocks.append(Paragraph(words(text("No biomass input was found in the product system."))))
    return Section(
        key="biogenic",
        title=words(text("Biogenic carbon, land-use change, offsets")),
        blocks=tuple(blocks),
    )
