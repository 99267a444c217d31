"""Pages of A4 that fill from the top: headings, texts in both languages, facts and tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.documents.measuring import width, wrap
from pvfootprint.documents.sheets.sheet import (
    ACCENT,
    GREY,
    INK,
    MM,
    PALE,
    RULE,
    Sheet,
    shown,
    width_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pvfootprint.language.texts import Text

WIDTH, HEIGHT = 210 * MM, 297 * MM
"""A4 (ISO 216) [pt]."""

LEFT, BOTTOM = 17 * MM, 17 * MM
"""Margins at both sides, and at the foot [pt]."""

ROOM = WIDTH - 2 * LEFT
"""Width of the text [pt]."""

FACT = 0.64 * ROOM
"""Width of what a fact says, beside what it is called [pt]."""

GUTTER = 16.0
"""Between the two languages [pt]."""

LEADING = 1.38
"""Distance between lines of running text over the size of the type."""

HIGH = 12 * 7.8 * LEADING
"""Height up to which a row is kept together: twelve lines [pt]."""

TEXT, SMALL = 7.8, 7.0
"""Sizes of running text, and of tables [pt]."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text.

    Parameters
    ----------
    said : str
        Its characters.
    size : float
        Of its type [pt].
    bold, colour : bool, str
        How it looks.
    """

    said: str
    size: float
    bold: bool = False
    colour: str = INK

    @property
    def height(self) -> float:
        """Distance to the next line [pt]."""
        return self.size * LEADING


def lines_of(
    said: str, size: float, room: float, *, bold: bool = False, colour: str = INK
) -> list[Line]:
    """Break a text into lines.

    Parameters
    ----------
    said : str
        The text.
    size, room : float
        Of its type, and width [pt].
    bold, colour : bool, str
        How it looks.

    Returns
    -------
    list of Line
        Lines that fit; none for an empty text.
    """
    return [Line(part, size, bold, colour) for part in wrap(shown(said), size, room, bold=bold)]


def height_of(lines: Sequence[Line]) -> float:
    """Return the height of lines below each other [pt]."""
    return sum(line.height for line in lines)


def write_lines(
    sheet: Sheet, x: float, top: float, lines: Sequence[Line], anchor: str = "start"
) -> float:
    """Write lines below each other.

    Parameters
    ----------
    sheet : Sheet
        Where to.
    x, top : float
        Anchor, and top of the first line [pt].
    lines : sequence of Line
        What is written.
    anchor : str
        ``start``, ``middle`` or ``end``.

    Returns
    -------
    float
        Where the next line begins [pt].
    """
    y = top
    for line in lines:
        base = y + line.size * (0.88 + (LEADING - 1.2) / 2)
        sheet.words(
            x, base, line.said, line.size, bold=line.bold, colour=line.colour, anchor=anchor
        )
        y += line.height
    return y


def listed(parts: Sequence[str], size: float = TEXT, room: float = FACT) -> list[str]:
    """Return a list as lines that break between its parts only, as far as they fit.

    Parameters
    ----------
    parts : sequence of str
        What is listed.
    size, room : float
        Of the type, and width [pt].

    Returns
    -------
    list of str
        Its lines; a part that is too wide alone stands on its own.
    """
    lines: list[str] = []
    for i, part in enumerate(parts):
        one = part if i == len(parts) - 1 else f"{part}, "
        if lines and width(lines[-1] + one.rstrip(), size) <= room:
            lines[-1] += one
        else:
            lines.append(one)
    return [line.rstrip() for line in lines]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row: where it stands, its lines, and which side they keep to."""

    x: float
    lines: Sequence[Line]
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Parameters
    ----------
    title : Text
        Heading; the Chinese stands above the English.
    share : float
        Of the width of the table [-].
    is_number, is_bar : bool
        Whether it keeps to the right; whether its cells are shares [-] that are drawn as bars.
    """

    title: Text
    share: float
    is_number: bool = False
    is_bar: bool = False


class Pages:
    """Pages being filled.

    Parameters
    ----------
    head : callable
        Draws what stands at the head of every page; returns where the text begins [pt].
    """

    def __init__(self, head: Callable[[Sheet], float]) -> None:
        self.head = head
        self.sheets: list[Sheet] = []
        self.y = self.top = 0.0
        self.new_page()

    @property
    def sheet(self) -> Sheet:
        """The page that is being filled."""
        return self.sheets[-1]

    def new_page(self) -> None:
        """Begin a page."""
        self.sheets.append(Sheet(WIDTH, HEIGHT))
        self.y = self.top = self.head(self.sheet)

    def need(self, height: float) -> bool:
        """Begin a page if so much does not fit on this one [pt]; return whether one was begun."""
        if self.y + height <= HEIGHT - BOTTOM or self.y == self.top:
            return False
        self.new_page()
        return True

    def heading(self, said: Text) -> None:
        """Write a heading, with room for two lines below it."""
        size = 10.0
        self.need(13 + size + 6 + 3 * TEXT * LEADING)
        if self.y > self.top:
            self.y += 11
        base = self.y + size
        self.sheet.words(LEFT, base, said.zh, size, bold=True, colour=ACCENT)
        x = LEFT + width_of(said.zh, size, bold=True) + 7
        self.sheet.words(x, base, said.en, size - 1, colour=ACCENT)
        self.y = base + 4
        self.sheet.rect(LEFT, self.y, ROOM, 0.6, ACCENT)
        self.y += 5

    def pair(self, said: Text, size: float = TEXT, *, bold: bool = False) -> None:
        """Write a text in Chinese on the left and in English on the right."""
        room = (ROOM - GUTTER) / 2
        self.row(
            Cell(LEFT, lines_of(said.zh, size, room, bold=bold)),
            Cell(LEFT + room + GUTTER, lines_of(said.en, size, room, bold=bold)),
        )
        self.y += 2.5

    def plain(self, said: str) -> None:
        """Write a name or a list, which has no other language, over the whole width."""
        self.row(Cell(LEFT, lines_of(said, TEXT, ROOM)))
        self.y += 2.5

    def row(self, *cells: Cell) -> None:
        """Write cells beside each other; what is high is parted where the page ends."""
        height = max(height_of(cell.lines) for cell in cells)
        if height <= HIGH or self.y + height <= HEIGHT - BOTTOM:
            self.need(height)
            for cell in cells:
                write_lines(self.sheet, cell.x, self.y, cell.lines, cell.anchor)
            self.y += height
            return
        for i in range(max(len(cell.lines) for cell in cells)):
            some = [Cell(c.x, c.lines[i : i + 1], c.anchor) for c in cells if c.lines[i : i + 1]]
            self.row(*some)

    def facts(self, rows: Sequence[tuple[Text, Sequence[str]]], size: float = TEXT) -> None:
        """Write what something is called on the left, and what it is on the right."""
        left = ROOM - FACT
        for about, said in rows:
            names = lines_of(f"{about.zh} {_capital(about.en)}", size, left - GUTTER, colour=GREY)
            found = [line for one in said for line in lines_of(one, size, FACT)]
            self.row(Cell(LEFT, names), Cell(LEFT + left, found))
            self.y += 1.6
            self.sheet.rect(LEFT, self.y, ROOM, 0.3, RULE)
            self.y += 2.2

    def table(
        self, columns: Sequence[Column], rows: Sequence[Sequence[str]], *, total: bool = False
    ) -> None:
        """Write a table; its head stands again on the next page.

        Parameters
        ----------
        columns : sequence of Column
            Its columns; their shares sum to 1.
        rows : sequence of sequence of str
            Its cells.
        total : bool
            Whether the last row is the sum of the others.
        """
        self._table_head(columns)
        for i, row in enumerate(rows):
            last = total and i == len(rows) - 1
            cells = _cells(columns, row, bold=last)
            height = max(height_of(cell.lines) for cell in cells)
            if self.need(height + 4):
                self._table_head(columns)
            if last:
                self.sheet.rect(LEFT, self.y, ROOM, 0.6, INK)
            elif i % 2:
                self.sheet.rect(LEFT, self.y, ROOM, height + 3, PALE, layer=0)
            self.y += 1.5
            self._bars(columns, row, height)
            self.row(*cells)
            self.y += 1.5
        self.sheet.rect(LEFT, self.y, ROOM, 0.6, INK)
        self.y += 4

    def _bars(self, columns: Sequence[Column], row: Sequence[str], height: float) -> None:
        x = LEFT
        for column, said in zip(columns, row, strict=True):
            width = column.share * ROOM
            if column.is_bar and said:
                long = max(0.0, min(1.0, float(said))) * (width - 8)
                self.sheet.rect(x + 4, self.y + 0.22 * height, long, 0.56 * height, ACCENT)
            x += width

    def _table_head(self, columns: Sequence[Column]) -> None:
        cells = []
        for cell, column in zip(_cells(columns, [""] * len(columns)), columns, strict=True):
            room = column.share * ROOM - 8
            lines = [
                *lines_of(column.title.zh, SMALL, room, bold=True),
                *lines_of(_capital(column.title.en), SMALL - 0.6, room, colour=GREY),
            ]
            cells.append(Cell(cell.x, lines, cell.anchor))
        self.need(max(height_of(cell.lines) for cell in cells) + 4 * SMALL)
        self.row(*cells)
        self.y += 1.5
        self.sheet.rect(LEFT, self.y, ROOM, 0.6, INK)
        self.y += 0.6


def _capital(said: str) -> str:
    return f"{said[:1].upper()}{said[1:]}"


def _cells(columns: Sequence[Column], row: Sequence[str], *, bold: bool = False) -> list[Cell]:
    """Place the cells of a row."""
    cells, x = [], LEFT
    for column, said in zip(columns, row, strict=True):
        width = column.share * ROOM
        words = "" if column.is_bar else said
        lines = lines_of(words, SMALL, width - 8, bold=bold)
        place = (x + width - 4, "end") if column.is_number else (x + 4, "start")
        cells.append(Cell(place[0], lines, place[1]))
        x += width
    return cells
