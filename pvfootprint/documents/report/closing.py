"""Interpretation, limitations, and how to recompute the value."""

from __future__ import annotations

import shlex
from pathlib import PurePath
from typing import TYPE_CHECKING

from pvfootprint.documents.blocks import Commands, Items, Paragraph, Section, Table, words
from pvfootprint.documents.numbers import figures, percent
from pvfootprint.documents.report.naming import both, column
from pvfootprint.language.texts import in_both, text
from pvfootprint.model.terms import GROUPS

if TYPE_CHECKING:
    from pvfootprint.documents.blocks import Cell
    from pvfootprint.language.texts import Text
    from pvfootprint.model.study import Study

SIGNIFICANT = 0.05
"""Part of the footprint from which a stage's group counts as a significant issue [-]; a choice of
this report."""


def interpretation(study: Study) -> Section:
    """Return what the results mean, and what they do not."""
    return Section(
        key="interpretation",
        title=words(text("Interpretation")),
        parts=(_issues(study), _checks(study), _limitations(study)),
    )


def _issues(study: Study) -> Section:
    total = study.footprint.total.value or 1.0
    found = sorted(
        (
            (stage.groups[group] / total, stage, term)
            for stage in study.footprint.stages
            for group, term in GROUPS.items()
            if abs(stage.groups[group] / total) >= SIGNIFICANT
        ),
        key=lambda one: -abs(one[0]),
    )
    items = tuple(
        words(
            text(
                "{group} of the stage {stage}: {share} % of the footprint",
                group=term,
                stage=in_both(stage.name, stage.name_zh),
                share=percent(share),
            )
        )
        for share, stage, term in found
    )
    said = text(
        "Significant are the groups of a stage that make up at least {limit} % of the footprint; "
        "together they make up {sum} %. Reductions should begin there.",
        limit=percent(SIGNIFICANT, 0),
        sum=percent(sum(share for share, _, _ in found)),
    )
    return Section(
        key="issues",
        title=words(text("Significant issues")),
        blocks=(Paragraph(words(said)), Items("issues", items)),
    )


def _checks(study: Study) -> Section:
    coverage = study.coverage
    complete = text(
        "Completeness: all flows that the companies named are linked to a dataset; {count} flows "
        "are left out, with {share} % of the footprint as far as it can be estimated. Gaps in the "
        "supply are filled and named.",
        count=len(coverage.left_out),
        share=percent(coverage.estimate_share, 2),
    )
    consistent = text(
        "Consistency: all companies' data were read, checked and linked by the same rules; the "
        "same set of warming potentials and the same order of electricity and allocation hold for "
        "the whole chain. Backgrounds differ in age and place, as the data quality rating shows."
    )
    largest = max(study.sensitivities, key=lambda one: abs(one.difference), default=None)
    if largest:
        sensitive: Text = text(
            "Sensitivity: of the choices examined, the one that changes most is {title}: "
            "{difference} %, to {value} {unit}.",
            title=in_both(largest.title, largest.title_zh),
            difference=percent(largest.difference),
            value=figures(largest.value.value),
            unit=largest.value.unit,
        )
    else:
        sensitive = text("Sensitivity: no other choice applies to this product.")
    choices = text(
        "Value choices: the rule set chooses the basis of electricity, the order of allocation, "
        "the warming potentials over 100 years and the cut-off approach to recycling; each clause "
        "names its standard and how sure it is. No weighting across impact categories was made."
    )
    conclusion = text(
        "Conclusion: under the rule set and within these limits the partial footprint is {value} "
        "{unit}.",
        value=figures(study.footprint.total.value),
        unit=study.footprint.total.unit,
    )
    said = (complete, consistent, sensitive, choices, conclusion)
    return Section(
        key="checks",
        title=words(text("Evaluation and conclusion")),
        blocks=tuple(Paragraph(words(one)) for one in said),
    )


def _limitations(study: Study) -> Section:
    general = (
        text(
            "A carbon footprint covers one impact category, climate change; it says nothing about "
            "other effects on environment, health or society."
        ),
        text(
            "It rests on models and choices; values from other rules, boundaries or data must not "
            "be compared with it."
        ),
        in_both(study.footprint.scope["not_claimed_en"], study.footprint.scope["not_claimed_zh"]),
        text(
            "The standards' texts were not all read; clauses marked as to be confirmed may differ "
            "from them."
        ),
        text("No critical review and no verification is part of this report."),
        text("No comparison with an earlier footprint of the product was made."),
    )
    items = [words(one) for one in general]
    items += [both(one.message, one.message_zh) for one in study.footprint.warnings]
    return Section(
        key="limitations",
        title=words(text("Limitations")),
        blocks=(Items("limitations", tuple(items)),),
    )


def recomputing(study: Study, validation: Text) -> Section:
    """Return how to get the same value again.

    Parameters
    ----------
    study : Study
        Its hashes and files.
    validation : Text
        How this document was checked.
    """
    said = text(
        "The same files, the same library, method and software give the same value: bit for bit "
        "under the same lock file and platform, else within 1e-12. Hashes are SHA-256."
    )
    digits = text(
        "Tables show values with {digits} significant digits, or with the decimals of the largest "
        "value of that unit; nothing was rounded before. Attached to the PDF are the file "
        "footprint.json with the footprint unrounded and the workbook of all tables, whose values "
        "have 16 digits.",
        digits=4,
    )
    return Section(
        key="recomputing",
        title=words(text("How to recompute")),
        blocks=(
            Paragraph(words(said)),
            Commands("commands", _commands(study)),
            _hashes(study),
            Paragraph(words(_software(study))),
            Paragraph(words(digits)),
            Paragraph(words(validation)),
        ),
    )


def _commands(study: Study) -> tuple[str, ...]:
    sources = [*(one.source for one in study.sites), *(one.source for one in study.summaries)]
    files = [PurePath(source).name for source in sources if source]
    given = files or [study.system.name or str(study.footprint.product["name"])]
    options = ["--rules", study.rules.key]
    key = str(study.footprint.product.get("key") or "")
    options += ["--product", key] if files and key else []
    options += ["--per", study.system.declared_unit.unit]
    asked = {choice.asked for choice in study.system.electricity if choice.asked}
    if len(asked) == 1:
        options += ["--electricity-year", str(asked.pop())]
    words_ = shlex.join([*given, *options])
    return (
        f"pvfootprint report {words_} -o report",
        f"pvfootprint rules check {words_}",
        f"pvfootprint rules show {shlex.quote(study.rules.key)}",
    )


def _hashes(study: Study) -> Table:
    names = {
        "library": text("library of inventories"),
        "method": text("set of warming potentials"),
        "product_system": text("product system"),
        "software": text("code of the software"),
    }
    files = {
        f"{one.company.name}, {one.company.site}": (one.source, one.source_hash)
        for one in study.sites
    }
    rows: list[tuple[Cell, ...]] = [
        (
            words(text("rule set")),
            words(f"{study.rules.key} {study.rules.version}"),
            words(study.rules.content_hash),
        )
    ]
    rows += [
        (words(names[key]), None, words(value))
        for key, value in study.footprint.hashes.items()
        if key in names
    ]
    rows += [
        (words(text("installed set")), words(f"{one.name}, {one.licence}"), words(one.content_hash))
        for one in study.system.sets
    ]
    rows += [
        (words(text("workbook")), words(f"{whose}: {PurePath(source).name}"), words(digest))
        for whose, (source, digest) in files.items()
        if digest
    ]
    rows += [
        (
            words(text("summary")),
            words(f"{one.supplier}, {one.site}: {PurePath(one.source).name}"),
            words(one.source_hash),
        )
        for one in study.summaries
        if one.source_hash
    ]
    return Table(
        key="hashes",
        title=words(text("What the value was computed from")),
        columns=(
            column(text("what"), width=0.9),
            column(text("name"), width=1.3),
            column(text("SHA-256"), "code", width=3),
        ),
        rows=tuple(rows),
    )


def _software(study: Study) -> Text:
    made = "; ".join(f"{name} {version}" for name, version in study.footprint.computed_with.items())
    return text("Computed with {software}.", software=made)
