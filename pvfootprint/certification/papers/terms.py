"""The figures of a scheme to which an agreement refers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.certification.papers.wording import GRADE_NAMES, column
from pvfootprint.documents.blocks import Table, words
from pvfootprint.language.texts import Text, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.model.certification import CertificationScheme

RECORD_NAMES = {
    "application": text("application"),
    "evaluation": text("evaluation"),
    "audit": text("audit"),
    "decision": text("decision"),
    "certificate": text("certificate"),
    "surveillance": text("surveillance"),
    "complaint": text("complaints and appeals"),
    "log": text("log of the registry"),
}
"""Kinds of records."""


def figures_of_the_scheme(scheme: CertificationScheme) -> Table:
    """Return times and limits.

    Parameters
    ----------
    scheme : CertificationScheme
        Where they stand.

    Returns
    -------
    Table
        One line each, with its unit.
    """
    return Table(
        key="figures",
        title=words(text("Times and limits to which this agreement refers")),
        columns=(
            column(text("what"), "prose", width=4),
            column(text("time"), width=1),
        ),
        rows=tuple((words(what), words(time)) for what, time in _figures(scheme)),
    )


def _figures(scheme: CertificationScheme) -> Iterator[tuple[Text, Text]]:
    yield text("validity of a certificate, from its issue"), _months(scheme.validity_months)
    yield text("surveillance at the latest every"), _months(scheme.surveillance_months)
    margin = text("margin after surveillance is due, before a suspension")
    yield margin, _days(scheme.surveillance_margin_days)
    yield text("longest suspension before a withdrawal"), _months(scheme.suspension_months)
    for grade, count in scheme.due_days.items():
        if count is not None:
            yield text("corrective action: {grade}", grade=GRADE_NAMES[grade]), _days(count)
    yield text("appeal against a decision"), _days(scheme.appeal_days)
    consulted = text("who consulted for the client takes no part for")
    yield consulted, _years(scheme.conflict_years)
    for record, count in scheme.retention_years.items():
        name = RECORD_NAMES.get(record, Text(record))
        yield text("records kept after the certificate ended: {record}", record=name), _years(count)


def _days(count: float) -> Text:
    return text("{count:g} days", count=count)


def _months(count: float) -> Text:
    return text("{count:g} months", count=count)


def _years(count: float) -> Text:
    return text("{count:g} years", count=count)
