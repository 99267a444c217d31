"""What would lower the footprint: levers alone, in sequence, and for the target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.documents.advice.standing import names_of, verdict
from pvfootprint.documents.blocks import Column, Figure, Paragraph, Section, Table, words
from pvfootprint.documents.numbers import figures
from pvfootprint.documents.waterfall import draw_waterfall
from pvfootprint.language.texts import Text, joined, text
from pvfootprint.model.lever import CERTAINTIES

if TYPE_CHECKING:
    from pvfootprint.documents.blocks import Block
    from pvfootprint.model.reduction import LeverSet, Reduction

LEVER = Column(heading=words(text("lever")), width=1.6)
WHO = Column(heading=words(text("who")))
SURE = Column(heading=words(text("how sure")))


def alone(reduction: Reduction) -> Section:
    """Return each lever alone.

    Parameters
    ----------
    reduction : Reduction
        What the search found.

    Returns
    -------
    Section
        With a table, the largest saving first.
    """
    unit = reduction.unit
    rows = tuple(
        (
            words(one.lever.name),
            words(reduction.companies[one.lever.who]),
            one.saving,
            one.share,
            one.footprint,
            words(CERTAINTIES[one.lever.certainty]),
        )
        for one in reduction.alone
    )
    table = Table(
        key="alone",
        title=words(text("Each lever alone, the largest saving first")),
        columns=(
            LEVER,
            WHO,
            Column(heading=words(text("saving")), unit=unit, form="aligned"),
            Column(heading=words(text("share of today")), unit="%", form="percent"),
            Column(heading=words(text("footprint with it")), unit=unit, form="aligned"),
            SURE,
        ),
        rows=rows,
        notes=(
            words(
                text(
                    "Savings of this table must not be added: green power saves less once less "
                    "electricity is used, and thinner wafers save less once their silicon carries "
                    "less."
                )
            ),
            words(
                text(
                    "How sure: the least sure of the lever's numbers. What the numbers are, and "
                    "what is left out, stands with each lever in the annex."
                )
            ),
        ),
    )
    said = text(
        "Here every lever is pulled alone and the whole footprint computed anew; all else stays as "
        "it is."
    )
    return Section(
        key="alone",
        title=words(text("What each lever would do alone")),
        blocks=(Paragraph(words(said)), table),
    )


def together(reduction: Reduction) -> Section:
    """Return the sequence.

    Parameters
    ----------
    reduction : Reduction
        What the search found.

    Returns
    -------
    Section
        With the waterfall and its table.
    """
    title = text("What each lever takes off on top of those before it")
    last = reduction.sequence[-1].footprint if reduction.sequence else reduction.footprint
    said = text(
        "Now the levers are pulled one after the other, always the one that saves most at that "
        "point, and everything is computed anew at each step. These steps do add up, from "
        "{present} to {last} {unit}. Levers that exclude each other never stand together.",
        present=figures(reduction.footprint),
        last=figures(last),
        unit=reduction.unit,
    )
    notes = (words(text("In {unit}.", unit=reduction.unit)),)
    blocks: list[Block] = [
        Paragraph(words(said)),
        Figure(
            key="waterfall",
            title=words(title),
            svg=draw_waterfall(reduction, title),
            notes=notes,
        ),
        _steps(reduction),
    ]
    return Section(
        key="together",
        title=words(text("What they would do together")),
        blocks=tuple(blocks),
    )


def _steps(reduction: Reduction) -> Table:
    unit = reduction.unit
    return Table(
        key="sequence",
        title=words(text("The sequence")),
        columns=(
            Column(heading=words(text("step")), form="count"),
            LEVER,
            WHO,
            Column(heading=words(text("saving at this step")), unit=unit, form="aligned"),
            Column(heading=words(text("saving alone")), unit=unit, form="aligned"),
            Column(heading=words(text("footprint after it")), unit=unit, form="aligned"),
        ),
        rows=tuple(
            (
                i,
                words(step.lever.name),
                words(reduction.companies[step.lever.who]),
                step.saving,
                step.alone,
                step.footprint,
            )
            for i, step in enumerate(reduction.sequence, 1)
        ),
    )


def target(reduction: Reduction) -> Section:
    """Return the way to the target, or that there is none.

    Parameters
    ----------
    reduction : Reduction
        What the search found.

    Returns
    -------
    Section
        With the smallest set, the one that needs the fewest companies, and the lowest footprint by
        number of levers.
    """
    blocks: list[Block] = [verdict(reduction)]
    if reduction.verdict != "met":
        blocks += _ways(reduction)
    blocks += [_best(reduction), Paragraph(words(_how(reduction)))]
    title = text("How low it can come") if reduction.target is None else text("To the target")
    return Section(key="target", title=words(title), blocks=tuple(blocks))


def _ways(reduction: Reduction) -> list[Block]:
    smallest, fewest = reduction.smallest, reduction.fewest_companies
    if not smallest:
        return []
    found: list[Block] = [
        Paragraph(
            words(
                text(
                    "These companies have to act: {companies}.",
                    companies=joined(", ", smallest.companies),
                )
            )
        )
    ]
    if fewest and len(fewest.companies) < len(smallest.companies):
        said = text(
            "With another set fewer companies have to act: {companies} can come down to {value} "
            "{unit} with {count} levers: {levers}.",
            companies=joined(", ", fewest.companies),
            value=figures(fewest.footprint),
            unit=reduction.unit,
            count=len(fewest.levers),
            levers=names_of(fewest),
        )
        found.append(Paragraph(words(said)))
    return found


def _best(reduction: Reduction) -> Table:
    goal = reduction.target

    def met(one: LeverSet) -> bool:
        return goal is not None and one.footprint <= goal

    sets = reduction.worthwhile
    if reduction.smallest:
        sets = sets[: len(reduction.smallest.levers) + 1]
    rows = tuple(
        (
            len(one.levers),
            one.footprint,
            words(changed(one, before) if before else text("as it is today")),
            words(text("yes") if met(one) else text("no")),
        )
        for before, one in zip([None, *sets], sets, strict=False)
    )
    columns = (
        Column(heading=words(text("levers")), form="count"),
        Column(heading=words(text("lowest footprint")), unit=reduction.unit, form="aligned"),
        Column(heading=words(text("against the row above")), form="prose", width=4),
        Column(heading=words(text("target reached"))),
    )
    some = goal is not None
    return Table(
        key="best",
        title=words(text("The lowest footprint with so many levers")),
        columns=columns if some else columns[:-1],
        rows=rows if some else tuple(row[:-1] for row in rows),
    )


def changed(one: LeverSet, before: LeverSet) -> Text:
    """Return what a set has more, and less, than another one: ``+ this; − that``."""
    come, go = one.beyond(before)
    return joined(
        "; ",
        [
            *(text("+ {lever}", lever=lever.name) for lever in come),
            *(text("− {lever}", lever=lever.name) for lever in go),
        ],
    )


def _how(reduction: Reduction) -> Text:
    if reduction.complete:
        return text(
            "Every one of the {count} sets of levers that do not exclude each other was computed "
            "as a whole: what stands here is not an estimate of a search, but the best there is "
            "among these levers.",
            count=reduction.sets,
        )
    return text(
        "All {count} sets with up to {levers} levers were computed as a whole, out of {all}: so no "
        "smaller set reaches the target. Larger sets were not looked at.",
        count=reduction.sets,
        levers=len(reduction.best) - 1,
        all=reduction.all_sets,
    )
