"""What a workbook is going to hold, and at which cells: decided before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter, quote_sheetname

from pvfootprint.language.texts import Text, said, text
from pvfootprint.model.site import WHOLE_SITE as SITE_KEY
from pvfootprint.model.terms import STAGES
from pvfootprint.workbook.choices import REFERENCE_UNITS, WHOLE_SITE, choices_of
from pvfootprint.workbook.expected import expected_flows
from pvfootprint.workbook.layout import FIRST_ROW, FORM_CHECKS, FORM_VALUES, Column, Kind, Sheet
from pvfootprint.workbook.sheets import SHEETS
from pvfootprint.workbook.template.prefilling import prefilled

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from pvfootprint.model.inventory import Library
    from pvfootprint.model.site import SiteInventory
    from pvfootprint.workbook.choices import Choices
    from pvfootprint.workbook.expected import ExpectedFlow
    from pvfootprint.workbook.template.prefilling import Values


OWN_AND_SITE = "own:products+site"
"""List of the company's own products, and of the site."""


@dataclass(frozen=True, slots=True)
class PlacedSheet:
    """Where a sheet's cells are.

    Parameters
    ----------
    sheet : Sheet
        Its layout.
    title : str
        Its name in this workbook.
    last : int
        Last row of data.
    """

    sheet: Sheet
    title: str
    last: int

    def letter(self, key: str) -> str:
        """Return the letter of a column of a table."""
        keys = [column.key for column in self.sheet.columns]
        return str(get_column_letter(keys.index(key) + 1))

    def cell(self, key: str, row: int) -> str:
        """Return a cell of a table as its own row's formulas name it, such as ``$F5``."""
        return f"${self.letter(key)}{row}"

    def span(self, key: str) -> str:
        """Return a column's cells as a validation or a format names them: ``F5:F40``."""
        letter = self.letter(key)
        return f"{letter}{FIRST_ROW}:{letter}{self.last}"

    def cells(self, key: str) -> str:
        """Return a column's cells as any sheet's formulas name them."""
        return self._named(self.letter(key))

    def line(self, key: str) -> int:
        """Return the row of a line of a form."""
        return FIRST_ROW + [column.key for column in self.sheet.columns].index(key)

    def entry(self, key: str) -> str:
        """Return the input cell of a form's line as any sheet's formulas name it."""
        letter = get_column_letter(FORM_VALUES)
        return f"{quote_sheetname(self.title)}!${letter}${self.line(key)}"

    @property
    def checks(self) -> str:
        """The cells of the check column, as any sheet's formulas name them."""
        letter = get_column_letter(FORM_CHECKS) if self.sheet.form else self.letter("check")
        return self._named(letter)

    @property
    def rows(self) -> range:
        """Rows of data."""
        return range(FIRST_ROW, self.last + 1)

    def inputs(self, row: int) -> Iterator[str]:
        """Give a row's input cells as runs of neighbours."""
        run: list[str] = []
        for column in (*self.sheet.columns, None):
            if column is not None and column.is_read:
                run.append(self.cell(column.key, row))
            elif run:
                yield run[0] if len(run) == 1 else f"{run[0]}:{run[-1]}"
                run = []

    def _named(self, letter: str) -> str:
        name = quote_sheetname(self.title)
        return f"{name}!${letter}${FIRST_ROW}:${letter}${self.last}"


@dataclass(frozen=True, slots=True)
class Plan:
    """A workbook before it is written.

    Parameters
    ----------
    stage, language : str
        Of the workbook; the language is ``zh``, ``en`` or ``both``.
    library_hash : str
        Of the library that its lists and ranges are from.
    areas : dict
        Area of a piece by wafer format [m2].
    choices : dict
        Lists of the drop-downs.
    flows : tuple of ExpectedFlow
        What the stage is expected to have.
    places : dict
        Where each sheet's cells are, by its key.
    rows : dict
        What the company's cells hold to begin with, by key of the sheet.
    company : str
        Registered name, if it is known.
    """

    stage: str
    language: str
    library_hash: str
    areas: dict[str, float]
    choices: Choices
    flows: tuple[ExpectedFlow, ...]
    places: dict[str, PlacedSheet]
    rows: dict[str, list[Values]]
    company: str

    @property
    def reference_unit(self) -> str:
        """Symbol of the unit to which amounts are referred."""
        return REFERENCE_UNITS[self.stage]

    @property
    def headline(self) -> str:
        """What the workbook is, on one line."""
        return self.say(self.title)

    @property
    def title(self) -> Text:
        """What the workbook is."""
        return text("Data for the carbon footprint: {stage}", stage=STAGES[self.stage])

    def say(self, words: str) -> str:
        """Return a text in the language of the workbook, on one line."""
        return str(said(words, self.language))

    def lines(self, words: str) -> str:
        """Return a text in the language of the workbook; of two languages, each on its line."""
        if self.language != "both" or not isinstance(words, Text):
            return self.say(words)
        return "\n".join(dict.fromkeys((words.zh, words.en)))

    def lines_of(self, place: PlacedSheet) -> Iterator[tuple[int, Values]]:
        """Give each row of a table with what it holds to begin with: nothing in spare ones."""
        rows = self.rows[place.sheet.key]
        yield from zip_longest(place.rows, rows, fillvalue={})

    def names(self, column: Column) -> dict[str, str]:
        """Return the names of a column's choices in this workbook, by key."""
        if column.choices == OWN_AND_SITE:
            return {SITE_KEY: self.say(WHOLE_SITE)}
        name = "flags" if column.kind is Kind.FLAG else column.choices
        return {choice.key: self.say(choice.name) for choice in self.choices.get(name, ())}

    def name(self, choices: str, key: str) -> str:
        """Return the name of an entry of a list in this workbook; empty if it is not there."""
        return next((self.say(c.name) for c in self.choices[choices] if c.key == key), "")

    def written(self, value: object, column: Column) -> object:
        """Return what the model holds as its cell holds it; None for an empty cell."""
        match column.kind, value:
            case _, None | "" | ():
                return None
            case Kind.FLAG, bool():
                return self.names(column)["yes" if value else "no"]
            case Kind.CHOICE, str():
                return self.names(column).get(value, value)
            case Kind.TEXTS, tuple():
                return ", ".join(value)
            case Kind.NUMBERS, tuple():
                return ", ".join(repr(number).removesuffix(".0") for number in value)
        return self.say(value) if isinstance(value, str) else value

    def offered(self, name: str) -> tuple[str, ...]:
        """Return the names of a list that its drop-down shows: those offered, and those in use."""
        used = {
            values.get(column.key)
            for place in self.places.values()
            for column in place.sheet.columns
            if column.choices == name
            for values in self.rows[place.sheet.key]
        }
        return tuple(
            self.say(choice.name)
            for choice in self.choices[name]
            if choice.offered or choice.key in used
        )

    def can_be_typed(self, column: Column) -> bool:
        """Return whether something that its drop-down does not show may stand in a column."""
        listed = self.choices.get(column.choices, ())
        return column.other or not all(choice.offered for choice in listed)


def plan_workbook(
    library: Library,
    stage: str,
    language: str,
    inventory: SiteInventory | None,
    period: tuple[datetime.date, datetime.date] | None,
) -> Plan:
    """Decide what a workbook holds, and where.

    Parameters
    ----------
    library : Library
        The compiled library.
    stage, language : str
        Of the workbook.
    inventory : SiteInventory, optional
        What it is filled with; blank if there is none.
    period : tuple of date, optional
        First and last day of the data of a blank one.

    Returns
    -------
    Plan
        Everything that the writing needs.
    """
    choices = choices_of(library, stage)
    flows = expected_flows(library, stage, choices)
    blank = prefilled(stage, flows, period)
    rows = {s.key: given(s, inventory) for s in SHEETS} if inventory else blank
    places = {}
    for sheet in SHEETS:
        lines = max(len(rows[sheet.key]), len(blank[sheet.key])) + sheet.spare
        count = len(sheet.columns) if sheet.form else lines
        title = str(said(sheet.title, language))
        places[sheet.key] = PlacedSheet(sheet, title, FIRST_ROW + count - 1)
    return Plan(
        stage=stage,
        language=language,
        library_hash=library.content_hash,
        areas={key: wafer.area for key, wafer in library.formats.items()},
        choices=choices,
        flows=flows,
        places=places,
        rows=rows,
        company=inventory.company.name if inventory else "",
    )


def given(sheet: Sheet, inventory: SiteInventory) -> list[Values]:
    """Return what a company says on a sheet, row by row."""
    said_there = getattr(inventory, sheet.key)
    rows = [said_there] if sheet.form else said_there
    return [{column.key: getattr(row, column.key) for column in sheet.read} for row in rows]
