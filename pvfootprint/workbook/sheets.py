"""The sheets of a supplier's workbook, in their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.workbook.flow_sheets import (
    ELECTRICITY,
    EMISSIONS,
    ENERGY,
    MATERIALS,
    OUTPUTS,
    TRANSPORT,
)
from pvfootprint.workbook.site_sheets import COMPANY, EVIDENCES, PRODUCTS, QUALITY, SUPPLIERS

if TYPE_CHECKING:
    from pvfootprint.workbook.layout import Sheet

SHEETS = (
    COMPANY,
    PRODUCTS,
    MATERIALS,
    ENERGY,
    ELECTRICITY,
    OUTPUTS,
    EMISSIONS,
    TRANSPORT,
    SUPPLIERS,
    EVIDENCES,
    QUALITY,
)
"""Sheets that hold data, in their order; the guide stands before them."""


def sheet(key: str) -> Sheet:
    """Return the sheet of that key.

    Parameters
    ----------
    key : str
        Such as ``materials``.

    Returns
    -------
    Sheet
        Its layout.

    Raises
    ------
    KeyError
        If there is none.
    """
    return {found.key: found for found in SHEETS}[key]
