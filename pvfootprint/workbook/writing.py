"""Writes suppliers' workbooks: blank for a stage, or filled with what a company says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl import Workbook

from pvfootprint.documents.writing import whole_file
from pvfootprint.workbook.template.guide import write_guide
from pvfootprint.workbook.template.lists import write_about, write_lists
from pvfootprint.workbook.template.pages import write_page
from pvfootprint.workbook.template.plan import plan_workbook
from pvfootprint.workbook.template.saving import save
from pvfootprint.workbook.template.specific import known_texts

if TYPE_CHECKING:
    import datetime
    from pathlib import Path

    from pvfootprint.model.inventory import Library
    from pvfootprint.model.site import SiteInventory
    from pvfootprint.workbook.template.plan import Plan


def write_workbook(
    path: Path,
    library: Library,
    stage: str,
    language: str,
    inventory: SiteInventory | None = None,
    *,
    period: tuple[datetime.date, datetime.date] | None = None,
) -> None:
    """Write the workbook of a stage; the same input gives the same bytes.

    Parameters
    ----------
    path : Path
        Where to; its ending is ``.xlsx``.
    library : Library
        The compiled library.
    stage : str
        ``polysilicon``, ``ingot``, ``wafer``, ``cell`` or ``module``.
    language : str
        ``zh``, ``en``, or ``both``.
    inventory : SiteInventory, optional
        What it is filled with; blank without.
    period : tuple of date, optional
        First and last day of the data of a blank workbook, whose months then stand there.

    Raises
    ------
    OutputError
        OUT-001 if the file can't be written.
    """
    plan = plan_workbook(library, stage, language, inventory, period)
    book = Workbook()
    book.remove(book.active)
    write_guide(book, plan)
    for place in plan.places.values():
        write_page(book, plan, place)
    write_lists(book, plan)
    write_about(book, plan)
    with whole_file(path) as temporary:
        save(book, temporary, _shown(plan))


def _shown(plan: Plan) -> dict[str, dict[str, str]]:
    """Return what formulas will show, for programs that don't calculate."""
    return {
        place.title: {
            f"{place.letter(key)}{row}": words
            for row, values in plan.lines_of(place)
            for key, words in known_texts(plan, place, values).items()
        }
        for place in plan.places.values()
        if not place.sheet.form
    }
