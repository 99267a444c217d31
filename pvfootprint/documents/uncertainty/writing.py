"""Writes the pages of an analysis with their figures, tables and data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pvfootprint.documents.blocks import Figure
from pvfootprint.documents.uncertainty.composing import sensitivity_page, uncertainty_page
from pvfootprint.documents.webpage import webpage
from pvfootprint.documents.workbook_tables import tables_workbook
from pvfootprint.documents.writing import write_files

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pvfootprint.documents.blocks import Document
    from pvfootprint.model.uncertainty import DataPoint, Leverage, Uncertainty

TEMPLATE = "report"


def write_uncertainty(
    result: Uncertainty, points: Sequence[DataPoint], folder: Path
) -> tuple[Path, ...]:
    """Write a simulation: page, workbook, JSON and a figure each.

    Parameters
    ----------
    result : Uncertainty
        What was simulated.
    points : sequence of DataPoint
        The numbers behind it.
    folder : Path
        Where to; files of the same names are replaced, each whole.

    Returns
    -------
    tuple of Path
        ``uncertainty.html``, ``.xlsx``, ``.json``, and ``uncertainty-*.svg``.

    Raises
    ------
    OutputError
        OUT-001 if a file can't be written, OUT-002 if the font is missing.
    """
    data = {**result.to_dict(), "points": [point.to_dict() for point in points]}
    return _write(uncertainty_page(result, points), data, folder, "uncertainty")


def write_sensitivity(result: Leverage, folder: Path, shown: int) -> tuple[Path, ...]:
    """Write what decides a footprint: page, workbook, JSON and the tornado.

    Parameters
    ----------
    result : Leverage
        What was found.
    folder : Path
        Where to; files of the same names are replaced, each whole.
    shown : int
        Rows of the tables on the page.

    Returns
    -------
    tuple of Path
        ``sensitivity.html``, ``.xlsx``, ``.json``, and ``sensitivity-tornado.svg``.

    Raises
    ------
    OutputError
        OUT-001 if a file can't be written, OUT-002 if the font is missing.
    """
    return _write(sensitivity_page(result, shown), result.to_dict(), folder, "sensitivity")


def _write(
    document: Document, data: Mapping[str, Any], folder: Path, stem: str
) -> tuple[Path, ...]:
    said = json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False)
    contents = {
        f"{stem}.html": webpage(document, TEMPLATE).encode(),
        f"{stem}.xlsx": tables_workbook(document),
        f"{stem}.json": said.encode() + b"\n",
    }
    for block in document.all_blocks():
        if isinstance(block, Figure):
            contents[f"{stem}-{block.key}.svg"] = block.svg.encode()
    return write_files(folder, contents)
