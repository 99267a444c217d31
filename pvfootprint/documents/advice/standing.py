"""Where the product stands: title page, and what its footprint is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.documents.bars import draw_bars
from pvfootprint.documents.blocks import (
    Column,
    Fact,
    Facts,
    Figure,
    Paragraph,
    Section,
    Table,
    Words,
    words,
)
from pvfootprint.documents.numbers import figures, percent
from pvfootprint.documents.report.summary import (
    period,
    rules_name,
    unit_name,
)
from pvfootprint.language.texts import Text, joined, text
from pvfootprint.model.terms import GROUPS

if TYPE_CHECKING:
    from pvfootprint.documents.blocks import Block, Cell
    from pvfootprint.model.reduction import LeverSet, Reduction
    from pvfootprint.model.study import Study

TITLE = text("What would lower this footprint")
SUBTITLE = text("Advice for planning, not a statement to customers")
TODAY = text("today, cradle to gate")


def names_of(found: LeverSet) -> Text:
    """Return the levers of a set in one line."""
    return joined("; ", [lever.name for lever in found.levers])


def verdict(reduction: Reduction) -> Paragraph:
    """Return what came out, in a few sentences.

    Parameters
    ----------
    reduction : Reduction
        What the search found.

    Returns
    -------
    Paragraph
        Good where the target is met or can be reached, else a warning.
    """
    lowest, unit = reduction.lowest, reduction.unit
    values = {
        "present": figures(reduction.footprint),
        "target": figures(reduction.target or 0.0),
        "lowest": figures(lowest.footprint),
        "unit": unit,
        "sets": reduction.sets,
    }
    if reduction.verdict == "met":
        said = text("The target of {target} {unit} is met already: today {present}.", **values)
        return Paragraph(words(said), "good")
    if reduction.verdict == "unreachable":
        said = text(
            "No set of these levers reaches {target} {unit}. All {sets} sets of levers that do not "
            "exclude each other were computed; the lowest gives {lowest}.",
            **values,
        )
        return Paragraph(words(said), "warning")
    if reduction.smallest and len(reduction.smallest.levers) == 1:
        said = text(
            "{target} {unit} can be reached with one lever: {levers}. It gives {value}.",
            levers=names_of(reduction.smallest),
            value=figures(reduction.smallest.footprint),
            **values,
        )
        return Paragraph(words(said), "good")
    if reduction.smallest:
        said = text(
            "{target} {unit} can be reached with {count} levers: {levers}. They give {value}; no "
            "set with fewer levers reaches the target.",
            count=len(reduction.smallest.levers),
            levers=names_of(reduction.smallest),
            value=figures(reduction.smallest.footprint),
            **values,
        )
        return Paragraph(words(said), "good")
    said = text(
        "Of {sets} sets of levers that were computed, the lowest gives {lowest} {unit}, against "
        "{present} today.",
        **values,
    )
    return Paragraph(words(said))


def title_facts(study: Study, reduction: Reduction) -> Facts:
    """Return what stands on the first page.

    Parameters
    ----------
    study : Study
        The product as it is.
    reduction : Reduction
        What the search found.

    Returns
    -------
    Facts
        Rules, target and what was computed.
    """
    target = reduction.target
    asked = text("none given") if target is None else Text(f"{figures(target)} {reduction.unit}")
    offered = sum(offer.state == "open" for offer in reduction.offers)
    facts = [
        (text("Declared unit"), words(unit_name(study))),
        (text("Period of the data"), words(period(study))),
        (text("Rule set"), rules_name(study)),
        (text("Target"), words(asked)),
        (
            text("Levers"),
            words(
                text(
                    "{offered} of {all} offered; {sets} sets computed",
                    offered=offered,
                    all=len(reduction.offers),
                    sets=reduction.sets,
                )
            ),
        ),
    ]
    return Facts(
        key="title",
        title=words(TITLE),
        facts=tuple(Fact(label=words(name), value=value) for name, value in facts if value.en),
    )


def standing(study: Study, reduction: Reduction) -> Section:
    """Return where the product stands.

    Parameters
    ----------
    study : Study
        The product as it is.
    reduction : Reduction
        For the target.

    Returns
    -------
    Section
        With the figure and the table of what the footprint is made of.
    """
    title = text("Footprint by stage, stacked by what it is made of")
    note = text("In {unit}; share of the footprint in brackets.", unit=reduction.unit)
    blocks: list[Block] = [
        Paragraph(words(_where(study))),
        *_gap(reduction),
        Figure(
            key="bars",
            title=words(title),
            svg=draw_bars(study.footprint, title),
            notes=(words(note),),
        ),
        _made_of(study, reduction.unit),
    ]
    return Section(
        key="standing", title=words(text("Where the product stands")), blocks=tuple(blocks)
    )


def _gap(reduction: Reduction) -> list[Paragraph]:
    if reduction.target is None or reduction.verdict == "met":
        return []
    gap = reduction.footprint - reduction.target
    said = text(
        "To reach the target, {gap} {unit} have to come off: {share} % of today's value.",
        gap=figures(gap),
        unit=reduction.unit,
        share=percent(gap / reduction.footprint),
    )
    return [Paragraph(words(said))]


def _where(study: Study) -> Text:
    footprint = study.footprint
    total = footprint.total.value or 1.0
    groups = {key: sum(s.groups[key] for s in footprint.stages) for key in GROUPS}
    first, second = sorted(groups, key=lambda key: -groups[key])[:2]
    return text(
        "Of the footprint, {first_share} % are {first} and {second_share} % {second}. Whatever "
        "lowers these two, in the stages with the longest bars, does most.",
        first=GROUPS[first],
        first_share=percent(groups[first] / total),
        second=GROUPS[second],
        second_share=percent(groups[second] / total),
    )


def _made_of(study: Study, unit: str) -> Table:
    stages = study.footprint.stages
    rows: list[tuple[Cell, ...]] = [
        (
            Words(stage.name, stage.name_zh),
            *(stage.groups[key] for key in GROUPS),
            stage.value,
            stage.share,
        )
        for stage in stages
    ]
    total: tuple[Cell, ...] = (
        words(text("total")),
        *(sum(stage.groups[key] for stage in stages) for key in GROUPS),
        sum(stage.value for stage in stages),
        sum(stage.share for stage in stages),
    )
    aligned = [
        Column(heading=words(term), unit=unit, form="aligned")
        for term in (*GROUPS.values(), text("total"))
    ]
    return Table(
        key="made-of",
        title=words(text("What the footprint is made of")),
        columns=(
            Column(heading=words(text("stage"))),
            *aligned,
            Column(heading=words(text("share")), unit="%", form="percent"),
        ),
        rows=(*rows, total),
        totals=1,
    )
