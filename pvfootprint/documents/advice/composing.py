"""Composes the advice from its sections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.documents.advice.details import details, limits, not_offered, sources
from pvfootprint.documents.advice.lowering import alone, target, together
from pvfootprint.documents.advice.standing import (
    SUBTITLE,
    TITLE,
    TODAY,
    standing,
    title_facts,
    verdict,
)
from pvfootprint.documents.blocks import Document, Fact, words
from pvfootprint.documents.report.summary import owner_name, product_name

if TYPE_CHECKING:
    from pvfootprint.model.reduction import Reduction
    from pvfootprint.model.study import Study


def compose(study: Study, reduction: Reduction) -> Document:
    """Compose the advice.

    Parameters
    ----------
    study : Study
        The product as it is.
    reduction : Reduction
        What would lower its footprint.

    Returns
    -------
    Document
        Plain data, which page, PDF and workbook render alike.
    """
    return Document(
        title=words(TITLE),
        subtitle=words(SUBTITLE),
        subject=words(product_name(study)),
        owner=words(owner_name(study)),
        headline=Fact(label=words(TODAY), value=reduction.footprint, unit=reduction.unit),
        status=verdict(reduction),
        facts=title_facts(study, reduction),
        sections=(
            standing(study, reduction),
            alone(reduction),
            together(reduction),
            target(reduction),
            limits(),
        ),
        annexes=(details(reduction), not_offered(reduction), sources(reduction)),
    )
