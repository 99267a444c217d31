"""Writes the report of a study: PDF, HTML and the workbook of its tables."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pvfootprint.documents.pdf import Attached, make_pdf
from pvfootprint.documents.pdf_structure import check_structure, validate, validation_words
from pvfootprint.documents.report.composing import compose
from pvfootprint.documents.webpage import webpage
from pvfootprint.documents.workbook_tables import tables_workbook
from pvfootprint.documents.writing import check_folder, write_files
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from pathlib import Path

    from pvfootprint.model.study import Study

TEMPLATE = "report"


def write_report(study: Study, folder: Path, *, stem: str = "report") -> tuple[Path, ...]:
    """Write the report of a study.

    Parameters
    ----------
    study : Study
        What it is about.
    folder : Path
        Where to; it is made if needed.
    stem : str
        Name of the files, without ending. Files of that name are replaced, each whole.

    Returns
    -------
    tuple of Path
        The PDF (PDF/A-3u, with workbook and JSON inside), the HTML page and the workbook; the
        same study gives the same bytes.

    Raises
    ------
    OutputError
        OUT-001 if a file can't be written, OUT-002 if the font is missing, OUT-003 if the PDF is
        not sound.
    """
    check_folder(folder)
    document = compose(study, validation_words())
    page = webpage(document, TEMPLATE)
    tables = tables_workbook(document)
    footprint = json.dumps(study.footprint.to_dict(), ensure_ascii=False, indent=2, allow_nan=False)
    attachments = (
        Attached(
            name=f"{stem}.xlsx",
            description=text("Tables of the report and inventories").en,
            content=tables,
            relationship="Supplement",
        ),
        Attached(
            name="footprint.json",
            description=text("The footprint, unrounded").en,
            content=footprint.encode() + b"\n",
            relationship="Data",
        ),
    )
    pdf = make_pdf(page, attachments)
    check_structure(pdf)
    contents = {f"{stem}.pdf": pdf, f"{stem}.html": page.encode(), f"{stem}.xlsx": tables}
    return write_files(folder, contents, {".pdf": validate})
