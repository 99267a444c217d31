"""Composes and writes a comparison: the page, the figure and the workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.documents.blocks import (
    Document,
    Fact,
    Facts,
    Figure,
    Items,
    Paragraph,
    Section,
    words,
)
from pvfootprint.documents.comparison.figures import draw_causes, draw_parts
from pvfootprint.documents.comparison.tables import (
    TITLES,
    assumed_table,
    causes_table,
    methods_table,
    paired_table,
    parts_table,
    products_table,
    stage_title,
)
from pvfootprint.documents.webpage import webpage
from pvfootprint.documents.workbook_tables import tables_workbook
from pvfootprint.documents.writing import write_files
from pvfootprint.language.texts import Text, text

if TYPE_CHECKING:
    from pathlib import Path

    from pvfootprint.documents.blocks import Block
    from pvfootprint.model.comparison import Comparison

TEMPLATE = "analysis"

PARTS_TITLE = text("Totals and stages, by what they are made of")

METHOD_NOTE = text(
    "A difference of a flow is split into what comes of another amount and what comes of another "
    "factor behind it: the change of each times the mean of the other (Shapley value; Albrecht, "
    "François and Schoors 2002, Energy Policy 30, 727-736). The effects sum to the difference, "
    "without a remainder. What only one product takes has no factor in the other, and stands apart."
)


def compose(found: Comparison) -> Document:
    """Compose the document.

    Parameters
    ----------
    found : Comparison
        Products side by side.

    Returns
    -------
    Document
        For :func:`pvfootprint.documents.webpage.webpage` and the workbook.
    """
    first = found.products[0]
    names = " / ".join(one.product for one in found.products)
    return Document(
        title=words(text("Comparison")),
        subtitle=words(stage_title(found)),
        subject=words(names),
        owner=words(""),
        headline=Fact(label=words(text("footprint of A")), value=first.total, unit=found.unit),
        status=Paragraph(words(found.message), "good"),
        facts=_facts(found),
        sections=(
            Section(
                key="products",
                title=words(text("Side by side")),
                blocks=(
                    products_table(found),
                    *([paired_table(found)] if found.paired else []),
                    Figure(
                        key="parts",
                        title=words(PARTS_TITLE),
                        svg=draw_parts(found, PARTS_TITLE),
                    ),
                ),
            ),
            Section(
                key="limits",
                title=words(text("What this comparison does not show")),
                blocks=(Items("limits", tuple(words(one) for one in found.limits)),),
            ),
            _causes(found),
            Section(
                key="parts",
                title=words(text("Parts")),
                blocks=tuple(parts_table(found, kind) for kind in TITLES),
            ),
            Section(
                key="methods",
                title=words(text("Method and assumptions")),
                blocks=(methods_table(found), assumed_table(found)),
            ),
        ),
        annexes=(),
    )


def _facts(found: Comparison) -> Facts:
    facts = [
        Fact(label=words(Text(one.letter)), value=words(f"{one.product}: {one.written}"))
        for one in found.products
    ]
    return Facts(key="title", title=words(text("Comparison")), facts=tuple(facts))


def _causes(found: Comparison) -> Section:
    blocks: list[Block] = [Paragraph(words(METHOD_NOTE))]
    for one in found.differences:
        title = text("Causes of {letter} minus A", letter=one.letter)
        figure = Figure(
            key=f"causes-{one.letter}", title=words(title), svg=draw_causes(found, one, title)
        )
        blocks += [Paragraph(words(one.message), "lead"), figure, causes_table(found, one)]
    heading = words(text("Where the difference comes from"))
    return Section(key="causes", title=heading, blocks=tuple(blocks))


def write_comparison(found: Comparison, folder: Path) -> tuple[Path, ...]:
    """Write a comparison.

    Parameters
    ----------
    found : Comparison
        Products side by side.
    folder : Path
        Where to; it is made if needed. Files of the same names are replaced, each whole.

    Returns
    -------
    tuple of Path
        ``comparison.html``, ``comparison.svg`` and ``comparison.xlsx``; the same comparison gives
        the same bytes.

    Raises
    ------
    OutputError
        OUT-001 if a file can't be written, OUT-002 if the font is missing.
    """
    document = compose(found)
    contents = {
        "comparison.html": webpage(document, TEMPLATE).encode(),
        "comparison.svg": draw_parts(found, PARTS_TITLE).encode(),
        "comparison.xlsx": tables_workbook(document),
    }
    return write_files(folder, contents)
