"""Months and years as rows of a workbook carry them, and which of them can meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pvfootprint.model.site import Company

MONTHS = 12
MONTH = 7
"""Length of a month as it is written: ``2025-03`` [characters]."""


def span_of(period: str) -> tuple[int, int] | None:
    """Return the first and last month of a period.

    Parameters
    ----------
    period : str
        ``2025-03`` or ``2025``.

    Returns
    -------
    tuple of int, optional
        Months since the year 0; None if it is neither.
    """
    year, _, month = period.partition("-")
    if not year.isdecimal() or (month and not month.isdecimal()):
        return None
    first = int(year) * MONTHS
    if not month:
        return first, first + MONTHS - 1
    return first + int(month) - 1, first + int(month) - 1


def meets(contract: str, used: str, company: Company) -> bool:
    """Whether a contract can cover what was used in a period.

    Two months meet if they are the same. A year meets its months, and every month of the
    company's period where that spans more than one calendar year: then the row is the period's.

    Parameters
    ----------
    contract, used : str
        Periods of the two rows; what is no period stands for that of the company.
    company : Company
        With the period of the data.

    Returns
    -------
    bool
        Whether it can.
    """
    mine, theirs = span_of(contract), span_of(used)
    if mine is None or theirs is None or contract == used:
        return True
    if len(contract) == MONTH and len(used) == MONTH:
        return False
    if mine[0] <= theirs[1] and theirs[0] <= mine[1]:
        return True
    start, end = (day.year * MONTHS + day.month - 1 for day in (company.start, company.end))
    inside = all(first <= end and start <= last for first, last in (mine, theirs))
    return inside and company.start.year != company.end.year
