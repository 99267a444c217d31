"""What a blank workbook holds already: the lines to expect, for the company to complete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.model.site import WHOLE_SITE
from pvfootprint.model.terms import DECLARED_UNITS
from pvfootprint.workbook.choices import OUTPUT_UNITS, QUALITY_SUBJECTS
from pvfootprint.workbook.sheets import SHEETS

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from pvfootprint.workbook.expected import ExpectedFlow

Values = dict[str, object]
"""What a row holds, by name of the field."""

Period = tuple["datetime.date", "datetime.date"]

FIRST_PRODUCT = "P1"


def prefilled(
    stage: str, flows: tuple[ExpectedFlow, ...], period: Period | None
) -> dict[str, list[Values]]:
    """Return the rows of a blank workbook.

    Parameters
    ----------
    stage : str
        Of the workbook.
    flows : tuple of ExpectedFlow
        What the stage is expected to have.
    period : tuple of date, optional
        First and last day of the data.

    Returns
    -------
    dict
        Rows by key of the sheet; none for sheets of which nothing is known.
    """
    rows: dict[str, list[Values]] = {sheet.key: [] for sheet in SHEETS}
    rows["company"] = [{"start": period[0], "end": period[1]} if period else {}]
    rows["products"] = [
        {
            "key": FIRST_PRODUCT,
            "declared_unit": DECLARED_UNITS[stage][0],
            "output_unit": OUTPUT_UNITS[stage][0],
        }
    ]
    for flow in flows:
        if flow.asked:
            rows[flow.sheet] += _lines(flow, period)
    rows["quality"] = [{"subject": subject} for subject in QUALITY_SUBJECTS]
    return rows


def _lines(flow: ExpectedFlow, period: Period | None) -> Iterator[Values]:
    key, unit, product = flow.choice.key, flow.unit, FIRST_PRODUCT
    match flow.sheet:
        case "materials":
            yield {"flow": flow.choice.name, "dataset": key, "product": product, "unit": unit}
        case "outputs":
            name = flow.choice.name
            values = {"name": name, "dataset": key, "product": product, "unit": unit}
            yield {"kind": "waste", **values}
        case "emissions":
            yield {"gas": key, "product": product, "basis": "emitted", "unit": unit}
        case "energy":
            # Meters stand at the site's boundary: few sites meter what one product takes.
            line = {"carrier": key, "product": WHOLE_SITE, "unit": unit}
            monthly = key == "electricity" and period
            for when in months_of(period) if monthly else [_year_of(period)]:
                yield {**line, "period": when}


def months_of(period: Period | None) -> list[str]:
    """Return the months of a period, such as ``2025-03``."""
    if period is None:
        return []
    first, last = ((day.year * 12 + day.month - 1) for day in period)
    return [f"{month // 12}-{month % 12 + 1:02d}" for month in range(first, last + 1)]


def _year_of(period: Period | None) -> str:
    """Return the year of a period; nothing where it is no calendar year, for which none stands."""
    if period is None or period[0].year != period[1].year:
        return ""
    return str(period[0].year)
