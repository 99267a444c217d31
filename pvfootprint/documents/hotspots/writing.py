"""Writes hot spots: the page, the figure and the workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.documents.hotspots.composing import NETWORK_TITLE, compose
from pvfootprint.documents.hotspots.network import draw_network
from pvfootprint.documents.webpage import webpage
from pvfootprint.documents.workbook_tables import tables_workbook
from pvfootprint.documents.writing import write_files

if TYPE_CHECKING:
    from pathlib import Path

    from pvfootprint.model.footprint import Footprint
    from pvfootprint.model.hotspots import Hotspots

TEMPLATE = "analysis"


def write_hotspots(found: Hotspots, footprint: Footprint, folder: Path) -> tuple[Path, ...]:
    """Write hot spots.

    Parameters
    ----------
    found : Hotspots
        Where the footprint comes from.
    footprint : Footprint
        The same footprint.
    folder : Path
        Where to; it is made if needed. Files of the same names are replaced, each whole.

    Returns
    -------
    tuple of Path
        ``hotspots.html``, ``hotspots.svg`` and ``hotspots.xlsx``; the same footprint gives the
        same bytes.

    Raises
    ------
    OutputError
        OUT-001 if a file can't be written, OUT-002 if the font is missing.
    """
    document = compose(found, footprint)
    contents = {
        "hotspots.html": webpage(document, TEMPLATE).encode(),
        "hotspots.svg": draw_network(found, NETWORK_TITLE).encode(),
        "hotspots.xlsx": tables_workbook(document),
    }
    return write_files(folder, contents)
