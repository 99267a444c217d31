"""What came out: by kind of emission, stage, gas, supplier and process, and under other choices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.documents.blocks import Column, Figure, Paragraph, Section, Table, words
from pvfootprint.documents.numbers import figures, percent
from pvfootprint.documents.report.naming import (
    both,
    column,
    group_name,
    inventory_name,
    named,
    per_unit,
    share_column,
    symbol,
    value_column,
)
from pvfootprint.documents.sankey import draw_sankey
from pvfootprint.language.texts import text
from pvfootprint.model.terms import DATA_CLASSES, GROUPS

if TYPE_CHECKING:
    from pvfootprint.documents.blocks import Block, Cell
    from pvfootprint.model.study import Study

SHOWN_PROCESSES = 16
"""How many processes the report shows; the workbook holds them all."""


def results(study: Study) -> Section:
    """Return the results."""
    return Section(
        key="results",
        title=words(text("Results")),
        parts=(_kinds(study), _stages(study), _gases(study), _flows(study), _processes(study)),
    )


def _kinds(study: Study) -> Section:
    footprint = study.footprint
    rows: list[tuple[Cell, ...]] = [
        (both(part.name, part.name_zh), part.value, part.share) for part in footprint.categories
    ]
    rows.append((words(text("total")), footprint.total.value, 1.0))
    said = text(
        "Each kind of emission and removal stands apart; together they make the value of this "
        "report, {value} {unit}. It holds no offsets.",
        value=figures(footprint.total.value, 6),
        unit=footprint.total.unit,
    )
    table = Table(
        key="categories",
        title=words(text("Footprint by kind of emission and removal")),
        columns=(column(text("kind"), width=3), value_column(study), share_column()),
        rows=tuple(rows),
        totals=1,
        notes=(
            words(
                text(
                    "Removals are negative. Zero for land-use change and aircraft means that no "
                    "dataset of the product system states such emissions apart, not that there "
                    "are none in factors published without a split."
                )
            ),
        ),
    )
    return Section(
        key="kinds",
        title=words(text("By kind of emission")),
        blocks=(Paragraph(words(said)), table),
    )


def _stages(study: Study) -> Section:
    footprint = study.footprint
    rows: list[tuple[Cell, ...]] = [
        (
            both(part.name, part.name_zh),
            part.value,
            part.share,
            *(part.groups[group] for group in GROUPS),
        )
        for part in footprint.stages
    ]
    sums = [sum(part.groups[group] for part in footprint.stages) for group in GROUPS]
    rows.append((words(text("total")), footprint.total.value, 1.0, *sums))
    groups = tuple(
        Column(heading=group_name(group), unit=per_unit(study), form="aligned") for group in GROUPS
    )
    table = Table(
        key="stages",
        title=words(text("Footprint by stage and group")),
        columns=(
            column(text("stage"), width=1.6),
            column(text("total"), "aligned", unit=per_unit(study)),
            share_column(),
            *groups,
        ),
        rows=tuple(rows),
        totals=1,
        notes=(
            words(
                text(
                    "Each stage counts apart from the stages before it; its inputs from outside "
                    "the chain count with everything behind them."
                )
            ),
        ),
    )
    return Section(key="stages", title=words(text("By stage")), blocks=(table,))


def _gases(study: Study) -> Section:
    footprint = study.footprint
    rows: list[tuple[Cell, ...]] = [
        (
            words(text("CO2e, not split")) if part.gas == "CO2e, not split" else words(part.gas),
            part.mass,
            part.value / part.mass if part.mass else None,
            part.value,
            part.share,
        )
        for part in footprint.gases
    ]
    rows.append((words(text("total")), None, None, footprint.total.value, 1.0))
    table = Table(
        key="gases",
        title=words(text("Footprint by gas")),
        columns=(
            column(text("gas"), width=2),
            column(text("mass"), "figures", unit="kg"),
            column(text("mean potential"), "figures", unit="kgCO2e/kg"),
            value_column(study),
            share_column(),
        ),
        rows=tuple(rows),
        totals=1,
        notes=(
            words(
                text(
                    "Masses per declared unit. Mean potential: footprint over mass. The mass of "
                    "carbon dioxide holds what biomass takes up as well, whose potential is "
                    "negative. Set: {title}.",
                    title=footprint.method["title"],
                )
            ),
        ),
    )
    return Section(key="gases", title=words(text("By gas")), blocks=(table,))


def _flows(study: Study) -> Section:
    title = text("Whose, where, and what: the flows of the footprint")
    notes = [
        words(
            text(
                "In {unit}; share of the footprint in brackets. Left: whose processes; middle: "
                "stage of the chain; right: what it is made of. The suppliers stand as a table "
                "under the sources of the data.",
                unit=per_unit(study),
            )
        )
    ]
    negative = sum(min(0.0, v) for s in study.footprint.stages for v in s.groups.values())
    if negative:
        said = text(
            "Negative parts, together {value} {unit}, are not drawn.",
            value=figures(negative),
            unit=per_unit(study),
        )
        notes.append(words(said))
    figure = Figure(
        key="sankey",
        title=words(title),
        svg=draw_sankey(study.footprint, title),
        notes=tuple(notes),
    )
    return Section(key="flows", title=words(text("Along the chain")), blocks=(figure,))


def _processes(study: Study) -> Section:
    count = len(study.footprint.processes)
    shown = study.footprint.processes[:SHOWN_PROCESSES]
    said = text(
        "The {shown} processes below, of {count}, emit {share} % of the footprint themselves.",
        shown=len(shown),
        count=count,
        share=percent(sum(part.share for part in shown)),
    )
    blocks: list[Block] = [Paragraph(words(said)), _process_table(study, only_workbook=False)]
    if count > SHOWN_PROCESSES:
        blocks.append(_process_table(study, only_workbook=True))
    return Section(
        key="processes", title=words(text("The largest processes")), blocks=tuple(blocks)
    )


def _process_table(study: Study, *, only_workbook: bool) -> Table:
    parts = study.footprint.processes
    shown = parts if only_workbook else parts[:SHOWN_PROCESSES]
    by_code = {inventory.code: inventory for inventory in study.system.inventories}
    rows = tuple(
        (
            inventory_name(by_code[part.code]) if part.code in by_code else words(part.name),
            words(part.code),
            named({str(key): key for key in DATA_CLASSES}, part.data_class),
            part.supply,
            words(symbol(part.unit)),
            part.value,
            part.share,
            part.upstream_value,
        )
        for part in shown
    )
    return Table(
        key="all-processes" if only_workbook else "processes",
        title=words(text("All processes") if only_workbook else text("The largest processes")),
        columns=(
            column(text("process"), width=1.6),
            column(text("dataset"), "code", width=1.6),
            column(text("kind"), width=0.7),
            column(text("supply"), "figures"),
            column(text("unit"), width=0.4),
            column(text("emissions of its own"), "aligned", unit=per_unit(study)),
            share_column(),
            column(text("with everything behind it"), "aligned", unit=per_unit(study)),
        ),
        rows=rows,
        notes=(
            words(
                text(
                    "Supply per declared unit. The last column overlaps from process to process "
                    "and must not be summed."
                )
            ),
        ),
        only_workbook=only_workbook,
    )


def sensitivity(study: Study) -> Section:
    """Return sensitivity and what is known of the uncertainty."""
    said = text(
        "Each row changes one choice and computes the whole product system anew; everything else "
        "stays as in this report."
    )
    uncertainty = text(
        "The uncertainty of the value is described by these sensitivities, by the data quality "
        "rating and by the shares of proxies and gaps; a distribution of the value was not "
        "computed."
    )
    total = study.footprint.total
    rows: list[tuple[Cell, ...]] = [(words(text("as in this report")), total.value, 0.0)]
    rows += [
        (both(one.title, one.title_zh), one.value.value, one.difference)
        for one in study.sensitivities
    ]
    table = Table(
        key="sensitivity",
        title=words(text("The footprint under other choices")),
        columns=(
            column(text("what is otherwise"), width=3),
            value_column(study),
            share_column(text("difference")),
        ),
        rows=tuple(rows),
    )
    return Section(
        key="sensitivity",
        title=words(text("Sensitivity and uncertainty")),
        blocks=(Paragraph(words(said)), table, Paragraph(words(uncertainty))),
    )
