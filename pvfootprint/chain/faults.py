"""Findings about a row of a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.model.findings import Finding

if TYPE_CHECKING:
    from pvfootprint.model.site_rows import Origin


def fault(
    code: str,
    message: str,
    origin: Origin,
    field: str = "",
    *,
    found: str = "",
    expected: str = "",
    hint: str = "",
    severity: str = "error",
) -> Finding:
    """Return a finding that points at a cell.

    Parameters
    ----------
    code, message, found, expected, hint, severity
        As in :class:`pvfootprint.model.findings.Finding`.
    origin : Origin
        Where the row was read.
    field : str
        Name of the field; the finding names it as column where no cell is known.

    Returns
    -------
    Finding
        With file, sheet, line and cell as far as known.
    """
    cell = origin.cells.get(field, "")
    return Finding(
        code,
        message,
        file=origin.file,
        line=None if cell else origin.line,
        column="" if cell else field,
        found=found,
        expected=expected,
        hint=hint,
        severity=severity,
        sheet=origin.sheet,
        cell=cell,
    )
