"""A document as plain data: sections of blocks, which page, file and workbook render alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.documents.numbers import DIGITS, decimals_of, figures, fixed, percent
from pvfootprint.language.texts import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMS = ("words", "prose", "code", "aligned", "figures", "percent", "count", "plain")
"""How a column shows its cells: short words; sentences; identifiers; numbers with the decimals of
the largest in the columns of their unit; numbers with significant digits each; shares as
percentages; whole numbers; whole numbers without grouping, such as years."""

NUMBER_FORMS = FORMS[3:]

NONE = "–"
"""What an empty cell shows."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages; equal where there is only one."""

    en: str
    zh: str

    @property
    def one(self) -> bool:
        """Whether both languages say the same."""
        return self.en == self.zh


EMPTY = Words("", "")


def words(said: str | Words) -> Words:
    """Return a text of the catalogue in both languages; any other string is both."""
    if isinstance(said, Words):
        return said
    if isinstance(said, Text):
        return Words(said.en, said.zh)
    return Words(said, said)


Cell = Words | float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table.

    Parameters
    ----------
    heading : Words
        What stands above it.
    unit : str
        Its unit, below the heading.
    form : str
        A value of :data:`FORMS`.
    width : float
        Share of the width, against the others'.
    """

    heading: Words
    unit: str = ""
    form: str = "words"
    width: float = 1

    @property
    def is_number(self) -> bool:
        """Whether it holds numbers."""
        return self.form in NUMBER_FORMS


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table; its cells hold values unrounded.

    Parameters
    ----------
    key : str
        Stable name.
    title : Words
        Caption.
    columns : tuple of Column
        From left to right.
    rows : tuple of tuple of Cell
        From top to bottom.
    totals : int
        How many rows at the end are sums.
    notes : tuple of Words
        Below the table.
    only_workbook : bool
        Whether it stands in the workbook alone.
    """

    key: str
    title: Words
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: int = 0
    notes: tuple[Words, ...] = ()
    only_workbook: bool = False

    def decimals(self, i: int) -> int:
        """Return the decimals of an aligned column: those of all with its unit."""
        same = [
            j
            for j, column in enumerate(self.columns)
            if column.form == "aligned" and column.unit == self.columns[i].unit
        ]
        numbers = [
            abs(c) for row in self.rows for j in same if isinstance(c := row[j], int | float)
        ]
        largest = max(numbers, default=0.0)
        return max(0, decimals_of(largest, DIGITS)) if largest else 1

    def shown(self) -> tuple[tuple[Words, ...], ...]:
        """Return the cells as people read them, in the report and in its files alike."""
        decimals = [
            self.decimals(i) if c.form == "aligned" else 0 for i, c in enumerate(self.columns)
        ]
        sums = len(self.rows) - self.totals
        return tuple(
            tuple(
                EMPTY if cell is None and line >= sums else _shown(cell, column.form, decimals[i])
                for i, (cell, column) in enumerate(zip(row, self.columns, strict=True))
            )
            for line, row in enumerate(self.rows)
        )


def _shown(cell: Cell, form: str, decimals: int) -> Words:
    if cell is None:
        return words(NONE)
    if isinstance(cell, Words):
        return cell
    number = {
        "aligned": lambda: fixed(cell, decimals),
        "percent": lambda: percent(cell),
        "count": lambda: fixed(cell, 0),
        "plain": lambda: str(int(cell)),
    }
    return words(number.get(form, lambda: figures(cell))())


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that is so.

    Parameters
    ----------
    label : Words
        What it is.
    value : Words or float
        What it is like; a number stands unrounded.
    unit : str
        Unit of a number.
    """

    label: Words
    value: Words | float
    unit: str = ""

    def shown(self) -> Words:
        """Return the value as people read it."""
        return self.value if isinstance(self.value, Words) else words(figures(self.value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A list of facts."""

    key: str
    title: Words
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `mark` is empty, ``warning``, ``good``, or ``lead``: stays with the next."""

    said: Words
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list of sentences."""

    key: str
    items: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure.

    Parameters
    ----------
    key : str
        Stable name.
    title : Words
        Caption.
    svg : str
        The drawing, made by this package: text from outside is escaped in it.
    notes : tuple of Words
        How to read it.
    """

    key: str
    title: Words
    svg: str
    notes: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Commands:
    """Lines to type."""

    key: str
    lines: tuple[str, ...]


Block = Paragraph | Items | Table | Facts | Figure | Commands


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section with its subsections.

    Parameters
    ----------
    key : str
        Stable name, and the target of links.
    title : Words
        Heading.
    blocks : tuple of Block
        What it says itself.
    parts : tuple of Section
        Subsections.
    """

    key: str
    title: Words
    blocks: tuple[Block, ...] = ()
    parts: tuple[Section, ...] = ()

    def all_blocks(self) -> Iterator[Block]:
        """Yield the blocks of the section and of its subsections."""
        yield from self.blocks
        for part in self.parts:
            yield from part.all_blocks()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole document.

    Parameters
    ----------
    title, subtitle : Words
        On the title page.
    subject : Words
        What it is about: the product.
    owner : Words
        Whose product it is.
    headline : Fact
        The number that it is about.
    status : Paragraph
        What a reader must know before the number.
    facts : Facts
        On the title page.
    sections : tuple of Section
        Numbered.
    annexes : tuple of Section
        Lettered.
    """

    title: Words
    subtitle: Words
    subject: Words
    owner: Words
    headline: Fact
    status: Paragraph
    facts: Facts
    sections: tuple[Section, ...]
    annexes: tuple[Section, ...]

    def all_blocks(self) -> Iterator[Block]:
        """Yield every block, in order."""
        yield self.facts
        for section in (*self.sections, *self.annexes):
            yield from section.all_blocks()

    def tables(self) -> tuple[Table, ...]:
        """Return every table, in order."""
        return tuple(block for block in self.all_blocks() if isinstance(block, Table))
