"""Where the data come from and how good they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.documents.blocks import Paragraph, Section, Table, Words, words
from pvfootprint.documents.numbers import percent
from pvfootprint.documents.report.naming import (
    SOURCES,
    both,
    column,
    flow_name,
    named,
    per_unit,
    share_column,
    stage_name,
)
from pvfootprint.language.texts import Text, text
from pvfootprint.model.terms import DATA_CLASSES

if TYPE_CHECKING:
    from pvfootprint.documents.blocks import Block, Cell
    from pvfootprint.model.quality import QualityRating
    from pvfootprint.model.study import Study

SHOWN_INPUTS = 12
"""How many inputs the report shows; the workbook holds them all."""


def quality(study: Study) -> Section:
    """Return data sources and data quality."""
    return Section(
        key="data",
        title=words(text("Data and data quality")),
        parts=(_sources(study), _gaps(study), _rating(study)),
    )


def _sources(study: Study) -> Section:
    footprint = study.footprint
    said = text(
        "Companies gave their activity data in workbooks, one per site and period: materials, "
        "energy by meter, electricity contracts, direct emissions, transport, outputs and "
        "evidence. Everything else comes from the library of the software, whose datasets cite "
        "their literature (annex C). Activity data of companies carry {share} % of the footprint.",
        share=percent(footprint.primary_data_share),
    )
    classes = Table(
        key="data-classes",
        title=words(text("Footprint by kind of knowledge")),
        columns=(
            column(text("kind"), width=0.8),
            column(text("meaning"), "prose", width=3),
            column(text("emissions of its own"), "aligned", unit=per_unit(study)),
            share_column(),
        ),
        rows=tuple(
            (
                flow_name(key),
                words(DATA_CLASSES.get(Text(key), Text(""))),
                value,
                value / footprint.total.value if footprint.total.value else 0.0,
            )
            for key, value in sorted(footprint.data_classes.items(), key=lambda item: -item[1])
        ),
        notes=(
            words(
                text(
                    "Each process counts with its own emissions; those behind the electricity of a "
                    "company are the grid's. {share} % of the footprint would go away if every "
                    "proxy emitted nothing.",
                    share=percent(footprint.proxy_share),
                )
            ),
        ),
    )
    return Section(
        key="sources",
        title=words(text("Sources of the data")),
        blocks=(Paragraph(words(said)), *_suppliers(study), classes),
    )


def _suppliers(study: Study) -> tuple[Table, ...]:
    footprint = study.footprint
    if not footprint.suppliers:
        return ()
    rows: list[tuple[Cell, ...]] = [
        (
            both(part.stage_en, part.stage_zh),
            words(part.company) if part.company else named(SOURCES, "library"),
            words(part.site),
            words(part.name or part.product) if part.company else None,
            named(SOURCES, part.source),
            words(f"{part.start} – {part.end}") if part.start else None,
            part.value,
            part.share,
            part.primary_share,
        )
        for part in footprint.suppliers
    ]
    total = footprint.total.value
    sums: tuple[Cell, ...] = (
        words(text("total")),
        *(None,) * 5,
        total,
        sum(part.share for part in footprint.suppliers),
        footprint.primary_data_share,
    )
    return (
        Table(
            key="suppliers",
            title=words(text("Footprint by supplier")),
            columns=(
                column(text("stage"), width=0.7),
                column(text("company"), width=1.3),
                column(text("site"), width=0.8),
                column(text("product"), width=1.2),
                column(text("data from"), width=0.6),
                column(text("period"), width=0.9),
                column(text("footprint"), "aligned", unit=per_unit(study)),
                share_column(),
                share_column(text("of it primary")),
            ),
            rows=(*rows, sums),
            totals=1,
        ),
    )


def _gaps(study: Study) -> Section:
    footprint = study.footprint
    if not footprint.gaps:
        said = text("No supplier's data are missing; the library stands in for nobody.")
        return Section(key="gaps", title=words(text("Gaps")), blocks=(Paragraph(words(said)),))
    said = text(
        "For {share} % of the footprint the library stands in for suppliers that gave no data.",
        share=percent(sum(gap.share for gap in footprint.gaps)),
    )
    table = Table(
        key="gaps",
        title=words(text("Where the library stands in")),
        columns=(
            column(text("stage"), width=0.7),
            column(text("taken by"), width=1.3),
            column(text("supplier"), width=1),
            share_column(text("of the supply")),
            column(text("dataset"), "code", width=1.2),
            column(text("footprint"), "aligned", unit=per_unit(study)),
            share_column(),
            column(text("why"), "prose", width=1.8),
        ),
        rows=tuple(
            (
                both(gap.stage_en, gap.stage_zh),
                words(gap.taken_by),
                words(gap.supplier) if gap.supplier else None,
                gap.supply_share,
                words(gap.dataset),
                gap.value,
                gap.share,
                both(gap.why, gap.why_zh),
            )
            for gap in footprint.gaps
        ),
    )
    return Section(key="gaps", title=words(text("Gaps")), blocks=(Paragraph(words(said)), table))


def _rating(study: Study) -> Section:
    said = text(
        "Inputs are scored from 1 (best) to 5 for how well technology, place and time represent "
        "what was used; the ratings are means weighted by footprint. What nobody scored counts as "
        "5. Scores come from the companies' workbooks, from the pedigree of the sources, or from "
        "stated rules."
    )
    inputs = study.quality.inputs
    blocks: list[Block] = [
        Paragraph(words(said)),
        _by_stage(study),
        _inputs(study, only_workbook=False),
    ]
    if len(inputs) > SHOWN_INPUTS:
        blocks.append(_inputs(study, only_workbook=True))
    return Section(key="quality", title=words(text("Data quality")), blocks=tuple(blocks))


def _by_stage(study: Study) -> Table:
    def row(name: Words, rating: QualityRating) -> tuple[Cell, ...]:
        return (
            name,
            rating.technological,
            rating.geographical,
            rating.temporal,
            rating.overall,
            rating.scored_share,
            rating.primary_share,
            float(rating.oldest) if rating.oldest else None,
            rating.age,
        )

    stages = [row(stage_name(one.stage), one) for one in study.quality.stages]
    return Table(
        key="quality-stages",
        title=words(text("Data quality rating by stage")),
        columns=(
            column(text("stage"), width=1.4),
            column(text("technology"), "aligned"),
            column(text("place"), "aligned"),
            column(text("time"), "aligned"),
            column(text("rating"), "aligned"),
            share_column(text("scored")),
            share_column(text("primary")),
            column(text("oldest data"), "plain"),
            column(text("mean age"), "aligned", unit="a"),
        ),
        rows=(*stages, row(words(text("total")), study.quality.total)),
        totals=1,
        notes=(
            words(
                text(
                    "Oldest data: year of the oldest input that adds at least 1 %. Mean age: "
                    "against the last year of the period, by weight."
                )
            ),
        ),
    )


def _inputs(study: Study, *, only_workbook: bool) -> Table:
    inputs = study.quality.inputs
    title = text("The {count} weightiest inputs and their scores", count=SHOWN_INPUTS)
    if only_workbook or len(inputs) <= SHOWN_INPUTS:
        title = text("All inputs and their scores")
    shown = inputs if only_workbook else inputs[:SHOWN_INPUTS]
    return Table(
        key="all-inputs" if only_workbook else "inputs",
        title=words(title),
        columns=(
            column(text("stage"), width=0.7),
            column(text("taken by"), width=1.5),
            column(text("input"), width=1.5),
            column(text("footprint"), "aligned", unit=per_unit(study)),
            column(text("technology"), "plain"),
            column(text("place"), "plain"),
            column(text("time"), "plain"),
            column(text("year"), "plain"),
            column(text("scores from"), "prose", width=3),
        ),
        rows=tuple(
            (
                stage_name(one.stage) if one.stage else None,
                words(one.process),
                flow_name(one.name),
                one.value,
                float(one.technological),
                float(one.geographical),
                float(one.temporal),
                float(one.year) if one.year else None,
                both(one.basis, one.basis_zh),
            )
            for one in shown
        ),
        only_workbook=only_workbook,
    )
