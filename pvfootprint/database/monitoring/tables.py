"""The tables of monitoring, and the workbook that holds them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pvfootprint.certification.papers.wording import column
from pvfootprint.certification.upkeep.standing import STATUS_NAMES
from pvfootprint.database.monitoring.limits import GROUNDS
from pvfootprint.documents.blocks import (
    EMPTY,
    Document,
    Fact,
    Facts,
    Paragraph,
    Section,
    Table,
    Words,
    words,
)
from pvfootprint.documents.workbook_tables import tables_workbook
from pvfootprint.language.texts import Text, joined, text
from pvfootprint.model.process_names import process_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pvfootprint.database.monitoring.lost_upstream import Doubtful
    from pvfootprint.database.monitoring.report import Monitored
    from pvfootprint.database.monitoring.superseding import Affected

KINDS = {
    "age": text("age of data"),
    "drift": text("drift"),
    "outlier": text("outlier"),
    "certificate": text("certificate"),
    "factor": text("factor"),
    "consent": text("consent"),
}
"""Kinds of remarks on datasets."""

LOST_NAMES = {**STATUS_NAMES, "unknown": text("unknown")}
"""States of certificates upstream, in words."""


def workbook(found: Monitored) -> bytes:
    """Write what monitoring found as a workbook.

    Parameters
    ----------
    found : Monitored
        What was found.

    Returns
    -------
    bytes
        The workbook (.xlsx) in both languages; a text that looks like a formula stays a text.
    """
    affected, doubtful_ = found.superseding.affected, found.doubtful
    tables = (
        affected_table(affected),
        factor_table(affected),
        upstream_table(doubtful_),
        _remarks(found),
        _limits(),
    )
    facts = (
        Fact(label=words(text("certificates looked at")), value=float(found.superseding.looked_at)),
        Fact(label=words(text("SHA-256 of the library")), value=words(found.library)),
        Fact(label=words(text("tolerance")), value=words(tolerance_said(found.tolerance))),
    )
    return tables_workbook(
        Document(
            title=words(text("Monitoring of certificates and datasets")),
            subtitle=EMPTY,
            subject=words(text("as it stood on {day}", day=found.day)),
            owner=EMPTY,
            headline=Fact(
                label=words(text("certificates with superseded factors")),
                value=float(len(affected)),
            ),
            status=Paragraph(words(CONFIDENTIAL)),
            facts=Facts(key="title", title=words(text("Monitoring")), facts=facts),
            sections=(Section(key="monitoring", title=words(text("Monitoring")), blocks=tables),),
            annexes=(),
        )
    )


CONFIDENTIAL = text(
    "For the certifier only: it names companies beside their data. No certificate changes by it."
)


def tolerance_said(tolerance: float | None) -> Text:
    """Return what a change is held against; certification schemes name no tolerance."""
    if tolerance is None:
        return text("none: the schemes name none, and none was given")
    return text("{tolerance:.2%}, as given; the schemes name none", tolerance=tolerance)


def affected_table(affected: Iterable[Affected]) -> Table:
    """Return certificates with their certified value and what it would be now."""
    return Table(
        key="superseded",
        title=words(text("Certificates whose value rests on superseded factors")),
        columns=(
            column(text("certificate"), "words", width=2),
            column(text("client"), "words", width=2),
            column(text("product"), "words", width=2),
            column(text("unit")),
            column(text("certified value"), "words"),
            column(text("computed again"), "words"),
            column(text("change"), "percent", unit="%"),
            column(text("what it means"), "prose", width=3),
        ),
        rows=tuple(
            (
                words(one.record.number),
                words(one.record.client.name),
                words(one.record.product.name),
                words(one.record.footprint.unit),
                words(one.record.footprint.shown),
                words(one.shown),
                one.change,
                words(meaning(one)),
            )
            for one in affected
        ),
    )


def without(table: Table, i: int) -> Table:
    """Return a table without a column, which is the same in every row."""
    return replace(
        table,
        columns=(*table.columns[:i], *table.columns[i + 1 :]),
        rows=tuple((*row[:i], *row[i + 1 :]) for row in table.rows),
    )


def meaning(one: Affected) -> Text:
    """Say in a sentence or two what new factors mean for a certificate."""
    if one.again.fixed_year is not None:
        return text(
            "the submission itself asks for electricity of {year}: no newer year counts, the value "
            "stays",
            year=one.again.fixed_year,
        )
    said = [
        text("the certificate would show another value")
        if one.shows_otherwise
        else text("the certificate would show the same value")
    ]
    if one.again.stated:
        said.append(
            text(
                "the parts of {companies} stay as stated, whatever factors they rest on",
                companies=joined(", ", one.again.stated),
            )
        )
    return joined("; ", said)


def factor_table(affected: Iterable[Affected]) -> Table:
    """Return the factors behind each certificate, with the years and values of then and now."""
    return Table(
        key="factors",
        title=words(text("Superseded factors behind them")),
        columns=(
            column(text("certificate"), "words", width=2),
            column(text("factor"), "words", width=3),
            column(text("year"), "plain"),
            column(text("new year"), "plain"),
            column(text("value of then"), "figures", unit="kgCO2e/kWh"),
            column(text("new value"), "figures", unit="kgCO2e/kWh"),
            column(text("electricity per declared unit"), "figures", unit="kWh"),
            column(text("effect per declared unit"), "figures", unit="kgCO2e"),
        ),
        rows=tuple(
            (
                words(one.record.number),
                words(process_name(change.factor.old)),
                *map(float, change.factor.years),
                change.old,
                change.new,
                change.amount,
                change.effect if one.again.fixed_year is None else 0.0,
            )
            for one in affected
            for change in one.factors
        ),
    )


def upstream_table(found: Iterable[Doubtful]) -> Table:
    """Return certificates that stand on one which does not hold."""
    return Table(
        key="upstream",
        title=words(text("Certificates that stand on one which does not hold")),
        columns=(
            column(text("certificate"), "words", width=2),
            column(text("client"), "words", width=2),
            column(text("stands on"), "words", width=2),
            column(text("its state")),
            column(text("since")),
            column(text("through"), "words", width=2),
        ),
        rows=tuple(
            (
                words(one.number),
                words(one.client.name),
                words(one.upstream.number),
                words(LOST_NAMES[one.upstream.status]),
                words(str(one.upstream.since or "")),
                words(", ".join(one.upstream.path[:-1])),
            )
            for one in found
        ),
    )


def _remarks(found: Monitored) -> Table:
    return Table(
        key="datasets",
        title=words(text("Datasets that somebody should look at")),
        columns=(
            column(text("kind")),
            column(text("dataset")),
            column(text("certificate"), "words", width=2),
            column(text("owner"), "words", width=2),
            column(text("what was found"), "prose", width=4),
        ),
        rows=tuple(
            (
                words(KINDS[one.kind]),
                words(one.subject),
                words(one.certificate),
                words(one.owner),
                words(one.said),
            )
            for one in found.remarks
        ),
    )


def _limits() -> Table:
    rows: tuple[tuple[Words, Words], ...] = tuple(
        (words(KINDS[key]), words(ground)) for key, ground in GROUNDS.items()
    )
    return Table(
        key="limits",
        title=words(text("Limits, and what they stand on")),
        columns=(column(text("kind")), column(text("limit"), "prose", width=4)),
        rows=rows,
    )
