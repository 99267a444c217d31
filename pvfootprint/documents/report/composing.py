"""Composes the report of a study from its sections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.documents.blocks import Document, words
from pvfootprint.documents.report.annexes import completeness, inventories, literature
from pvfootprint.documents.report.closing import interpretation, recomputing
from pvfootprint.documents.report.electricity import electricity
from pvfootprint.documents.report.judging import schemes, verdicts
from pvfootprint.documents.report.method import method
from pvfootprint.documents.report.quality import quality
from pvfootprint.documents.report.results import results, sensitivity
from pvfootprint.documents.report.scope import scope
from pvfootprint.documents.report.summary import (
    headline,
    owner_name,
    product_name,
    scope_name,
    status,
    summary,
    title,
    title_facts,
)

if TYPE_CHECKING:
    from pvfootprint.language.texts import Text
    from pvfootprint.model.study import Study


def compose(study: Study, validation: Text) -> Document:
    """Compose the report of a study.

    Parameters
    ----------
    study : Study
        What it is about.
    validation : Text
        How the document was checked.

    Returns
    -------
    Document
        Plain data, which page, PDF and workbook render alike.
    """
    sections = [
        summary(study),
        scope(study),
        method(study),
        electricity(study),
        quality(study),
        results(study),
        sensitivity(study),
        verdicts(study),
    ]
    if study.schemes:
        sections.append(schemes(study))
    sections += [interpretation(study), recomputing(study, validation)]
    annexes = (inventories(study), completeness(sections), literature(study))
    return Document(
        title=words(title(study)),
        subtitle=scope_name(study),
        subject=words(product_name(study)),
        owner=words(owner_name(study)),
        headline=headline(study),
        status=status(study),
        facts=title_facts(study),
        sections=tuple(sections),
        annexes=annexes,
    )
