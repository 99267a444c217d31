"""Writes the advice: PDF, workbook of its tables, JSON and the waterfall."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pvfootprint.documents.advice.composing import compose
from pvfootprint.documents.pdf import Attached, make_pdf
from pvfootprint.documents.pdf_structure import check_structure, validate
from pvfootprint.documents.waterfall import draw_waterfall
from pvfootprint.documents.webpage import webpage
from pvfootprint.documents.workbook_tables import tables_workbook
from pvfootprint.documents.writing import write_files
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from pathlib import Path

    from pvfootprint.model.reduction import Reduction
    from pvfootprint.model.study import Study

TEMPLATE = "advice"


def write_advice(study: Study, reduction: Reduction, folder: Path) -> tuple[Path, ...]:
    """Write the advice for a product.

    Parameters
    ----------
    study : Study
        The product as it is.
    reduction : Reduction
        What would lower its footprint.
    folder : Path
        Where to; it is made if needed. Files of the same names are replaced, each whole.

    Returns
    -------
    tuple of Path
        ``advice.pdf`` (PDF/A-3u, with the next two inside), ``advice.xlsx``, ``advice.json`` and
        ``waterfall.svg``; the same study and reduction give the same bytes.

    Raises
    ------
    OutputError
        OUT-001 if a file can't be written, OUT-002 if the font is missing, OUT-003 if the PDF is
        not sound.
    """
    document = compose(study, reduction)
    tables = tables_workbook(document)
    data = json.dumps(reduction.to_dict(), ensure_ascii=False, indent=2, allow_nan=False)
    found = data.encode() + b"\n"
    title = text("What each lever takes off on top of those before it")
    pdf = make_pdf(
        webpage(document, TEMPLATE),
        (
            Attached(
                name="advice.xlsx",
                description=text("Tables of the advice").en,
                content=tables,
                relationship="Supplement",
            ),
            Attached(
                name="advice.json",
                description=text("Levers, sequence and sets, unrounded").en,
                content=found,
                relationship="Data",
            ),
        ),
    )
    check_structure(pdf)
    contents = {
        "advice.pdf": pdf,
        "advice.xlsx": tables,
        "advice.json": found,
        "waterfall.svg": draw_waterfall(reduction, title).encode() + b"\n",
    }
    return write_files(folder, contents, {".pdf": validate})
