"""How a workbook is laid out: sheets, and columns with what may stand in them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from pvfootprint.language.texts import Text, text

if TYPE_CHECKING:
    from collections.abc import Callable

TEMPLATE_VERSION = 1
"""Version of the layout; a workbook of another version is refused with a hint."""

FORMAT = "pvfootprint workbook"
"""What the first line of the hidden sheet says, by which a workbook of ours is known."""

ABOUT_SHEET, LISTS_SHEET = "_pvfootprint", "_lists"
"""Hidden sheets: what the workbook is (keys in A, values in B), and the lists of its drop-downs."""

ABOUT = ("format", "version", "language", "stage", "library")
"""Keys of the hidden sheet, from the first row on."""

MARK = "pvfootprint"
"""Begins the key cells: ``pvfootprint:materials.amount`` stands above that column."""

KEY_ROW, TITLE_ROW, INTRO_ROW, HEADING_ROW, FIRST_ROW = 1, 2, 3, 4, 5
"""Rows of a sheet: keys (hidden), title, introduction, headings, first row of data."""

FORM_KEYS, FORM_LABELS, FORM_VALUES, FORM_HINTS, FORM_CHECKS = 1, 2, 3, 4, 5
"""Columns of a form: keys (hidden), labels, input, what to write, check."""


NO_TEXT = text("")


class Kind(Enum):
    """What kind of value a cell holds."""

    TEXT = "text"
    NUMBER = "number"
    SHARE = "share"
    CHOICE = "choice"
    MONTH = "month"
    DATE = "date"
    FLAG = "flag"
    TEXTS = "texts"
    NUMBERS = "numbers"
    SCORE = "score"
    INFO = "info"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, or a line of a form.

    Parameters
    ----------
    key : str
        Name of the field of the row's class; never shown.
    heading : Text
        What people read.
    kind : Kind
        What may stand there; ``INFO`` is ours to fill and ``CHECK`` a formula, neither is read.
    required : bool
        Whether a row without it is incomplete.
    choices : str
        Name of the list of :mod:`pvfootprint.workbook.choices` that a ``CHOICE`` is from; a list
        that begins with ``own:`` is that of keys in another sheet of the same workbook.
    other : bool
        Whether a ``CHOICE`` may be something that is not on the list.
    minimum, maximum : float, optional
        Bounds of a number, both allowed.
    above : bool
        Whether the minimum itself is not allowed.
    unit : str
        Unit of the number, where the row has no column for it.
    hint : Text
        What to write, in a sentence: shown beside the cell and in findings.
    width : int
        Width [characters].
    aside : bool
        Whether few will need it: set apart at the right, and not printed.
    later : bool
        Whether the first templates lacked it: workbooks without it are complete.
    """

    key: str
    heading: Text
    kind: Kind = Kind.TEXT
    required: bool = False
    choices: str = ""
    other: bool = False
    minimum: float | None = None
    maximum: float | None = None
    above: bool = False
    unit: str = ""
    hint: Text = NO_TEXT
    width: int = 14
    aside: bool = False
    later: bool = False

    @property
    def is_read(self) -> bool:
        """Whether the company writes here."""
        return self.kind not in {Kind.INFO, Kind.CHECK}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of the workbook.

    Parameters
    ----------
    key : str
        Name of the field of :class:`pvfootprint.model.site.SiteInventory`.
    title : Text
        Name of the sheet; at most 31 characters in every language.
    intro : Text
        What it is for and how to fill it in.
    columns : tuple of Column
        From left to right.
    row : callable
        Class of a row.
    spare : int
        Empty rows ready for input.
    form : bool
        Whether it is a form: columns stand below each other, and there is one row.
    needed : bool
        Whether at least one row must be filled in.
    """

    key: str
    title: Text
    intro: Text
    columns: tuple[Column, ...]
    row: Callable[..., object]
    spare: int = 20
    form: bool = False
    needed: bool = False

    def column(self, key: str) -> Column:
        """Return the column of that key.

        Raises
        ------
        KeyError
            If there is none.
        """
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)

    @property
    def read(self) -> tuple[Column, ...]:
        """Columns that the company fills in."""
        return tuple(column for column in self.columns if column.is_read)
