"""How the study treats electricity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.documents.blocks import Paragraph, Section, Table, Words, words
from pvfootprint.documents.report.naming import (
    BASES,
    WHOLE_SITE,
    column,
    named,
    per_unit,
    share_column,
)
from pvfootprint.language.texts import in_both, text
from pvfootprint.model.clause_words import word

if TYPE_CHECKING:
    from pvfootprint.documents.blocks import Block, Cell
    from pvfootprint.model.study import Study

GRID_METHODS = {
    "official": text("official"),
    "generation mix": text("generation mix"),
    "consumption": text("consumption-based estimate"),
    "technology": text("technology"),
}

LOSSES = {"with": text("with losses of the network"), "without": text("without them")}


def electricity(study: Study) -> Section:
    """Return the treatment of electricity."""
    said = text(
        "Electricity of a company's site counts in this order: own generation whose certificates "
        "were not sold; a directly connected line; green power with certificates that are unique, "
        "cancelled for this user and matching in period and market; a residual mix where one "
        "exists; the grid. Certificates are balanced over the whole site and shared among its "
        "products, unless a product's own meter supports its own claim."
    )
    residual = text(
        "China publishes no life-cycle residual mix. What no contract covers therefore takes the "
        "national life-cycle factor, which still holds the green power that others bought; it is "
        "never mixed with the family of factors that count direct carbon dioxide only."
    )
    blocks: list[Block] = [Paragraph(words(said)), Paragraph(words(residual)), _both(study)]
    if study.electricity:
        blocks.append(_uses(study))
    blocks.append(_grids(study))
    return Section(key="electricity", title=words(text("Electricity")), blocks=tuple(blocks))


def _both(study: Study) -> Table:
    basis = str(study.rules.value("electricity.basis"))
    values = {"market": study.market_based, "location": study.location_based}
    rows = tuple(
        (
            named(BASES, key),
            amount.value,
            amount.value / study.footprint.total.value - 1 if study.footprint.total.value else 0.0,
            words(text("yes") if key == basis else text("no")),
        )
        for key, amount in values.items()
    )
    return Table(
        key="bases",
        title=words(text("The footprint on both bases")),
        columns=(
            column(text("electricity counted"), width=3),
            column(text("footprint"), "aligned", unit=per_unit(study)),
            share_column(text("against this report")),
            column(text("counted by the rule set"), width=1),
        ),
        rows=rows,
    )


def _uses(study: Study) -> Table:
    factors = {
        part.code: part.upstream_value / part.supply
        for part in study.footprint.processes
        if part.supply
    }
    rows: list[tuple[Cell, ...]] = [
        (
            words(f"{use.company}, {use.site}"),
            words(WHOLE_SITE) if use.product == "site" else words(use.product),
            words(word(use.tier)),
            words(", ".join(part for part in (use.technology, use.place) if part)),
            float(use.year) if use.year else None,
            use.amount,
            use.share,
            factors.get(use.dataset),
            float(use.certificates) or None,
        )
        for use in study.electricity
    ]
    return Table(
        key="electricity-uses",
        title=words(text("Electricity of the sites, by what it counts as")),
        columns=(
            column(text("company, site"), width=1.3),
            column(text("for"), width=0.7),
            column(text("counts as"), width=0.9),
            column(text("technology, place"), width=1),
            column(text("year"), "plain"),
            column(text("amount"), "count", unit="kWh"),
            share_column(text("of the site")),
            column(text("factor"), "figures", unit="kgCO2e/kWh"),
            column(text("certificates"), "count"),
        ),
        rows=tuple(rows),
        notes=(words(text("Amounts over the period of each site.")), *_remarks(study)),
    )


def _remarks(study: Study) -> tuple[Words, ...]:
    """Return why electricity counts as it does, each reason once with the sites it holds for."""
    sites: dict[tuple[str, str], list[str]] = {}
    for use in study.electricity:
        if use.why:
            named_sites = sites.setdefault((use.why, use.why_zh), [])
            if use.site not in named_sites:
                named_sites.append(use.site)
    return tuple(
        words(text("{sites}: {why}", sites=", ".join(whose), why=in_both(en, zh or en)))
        for (en, zh), whose in sites.items()
    )


def _grids(study: Study) -> Table:
    factors = {
        part.code: part.upstream_value / part.supply
        for part in study.footprint.processes
        if part.supply
    }
    rows = tuple(
        (
            words(choice.location),
            words(choice.stage) if choice.stage else None,
            float(choice.year),
            named(GRID_METHODS, choice.method),
            named(LOSSES, choice.losses) if choice.losses else None,
            words(choice.node),
            factors.get(choice.node),
        )
        for choice in study.system.electricity
    )
    return Table(
        key="grids",
        title=words(text("Electricity data in the product system")),
        columns=(
            column(text("place"), width=1),
            column(text("stage"), width=0.7),
            column(text("year"), "plain"),
            column(text("method"), width=1),
            column(text("losses"), width=1),
            column(text("dataset"), "code", width=2),
            column(text("factor"), "figures", unit="kgCO2e/kWh"),
        ),
        rows=rows,
        notes=(
            words(
                text(
                    "Factors hold the life cycle of the supply: fuels, operation of plants, and "
                    "losses where it says so. Derived factors are estimates of this library, not "
                    "official."
                )
            ),
        ),
    )
