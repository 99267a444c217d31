"""Opens what people name as INPUT as the subject of an analysis."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pvfootprint.analysis.subjects import subject_of_companies, subject_of_product
from pvfootprint.chain.declaring import NO_DATA
from pvfootprint.interface.inputs import is_file, open_inputs, sets_of
from pvfootprint.language.texts import text
from pvfootprint.library.caching import open_library
from pvfootprint.library.folders import data_root
from pvfootprint.model.findings import Finding, SelectionError
from pvfootprint.rules.reading import read_rules

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pvfootprint.analysis.subjects import Subject
    from pvfootprint.chain.declaring import ProductData
    from pvfootprint.model.inventory import Library
    from pvfootprint.model.rules import RuleSet

DEFAULT_RULES = "yancheng-pilot"


def open_subject(  # noqa: PLR0913  (one argument per question)
    inputs: str | Sequence[str],
    *,
    rules: str | RuleSet = DEFAULT_RULES,
    product: str | None = None,
    per: str | None = None,
    electricity: Sequence[str] = (),
    electricity_year: int | None = None,
    settings: Mapping[str, float] | None = None,
    data: ProductData = NO_DATA,
    fill_gaps: str | None = None,
    library: Library | None = None,
) -> Subject:
    """Open workbooks, a folder of them, a submission, or a product of the library.

    Parameters
    ----------
    inputs : str or sequence of str
        One product: ``"module:topcon:CN"``, or files and folders, the first of which leads.
    rules : str or RuleSet
        Rule set, by name, file or as read.
    product : str, optional
        Key of the product in the first workbook; of companies' products only.
    per : str, optional
        Declared unit; the usual one by default.
    electricity, settings, data
        As :func:`pvfootprint.engine.computing.footprint`; of products of the library only.
    electricity_year : int, optional
        Year of the electricity data; the newest by default.
    fill_gaps : str, optional
        ``library`` (default) or ``fail``; of companies' products only.
    library : Library, optional
        The library, where it is open already.

    Returns
    -------
    Subject
        With the findings about files and data.

    Raises
    ------
    PvfootprintError
        With everything that is wrong in inputs, library and rule set; SEL-016 for what cannot be
        asked of this kind of input.
    """
    written = [inputs] if isinstance(inputs, str) else list(inputs)
    library = library or open_library(sets=sets_of(written))[0]
    read = read_rules(rules, data_root()) if isinstance(rules, str) else rules
    if any(is_file(one) for one in written):
        _refuse(
            text("a company's own product: its workbook says it"),
            {"electricity": electricity, "settings": settings, "data": data != NO_DATA},
        )
        given, about_files = open_inputs(written, library)
        subject = subject_of_companies(
            given.leader,
            given.suppliers,
            given.summaries,
            rules=read,
            product=product or "",
            per=per,
            electricity_year=electricity_year,
            fill_gaps=fill_gaps or "library",
            library=library,
        )
        return replace(subject, findings=(*about_files, *subject.findings))
    _refuse(text("a product of the library"), {"product": product, "fill_gaps": fill_gaps})
    if len(written) != 1:
        message = text(
            "one product of the library at a time; found {names}", names=", ".join(written)
        )
        raise SelectionError([Finding("SEL-016", message, found=", ".join(written))])
    return subject_of_product(
        written[0],
        rules=read,
        per=per,
        electricity=electricity,
        electricity_year=electricity_year,
        settings=settings,
        data=data,
        library=library,
    )


def _refuse(of_what: str, given: Mapping[str, object]) -> None:
    named = [name for name, value in given.items() if value]
    if named:
        message = text(
            "{options} cannot be used for {what}", options=", ".join(named), what=of_what
        )
        raise SelectionError([Finding("SEL-016", message, found=", ".join(named))])
