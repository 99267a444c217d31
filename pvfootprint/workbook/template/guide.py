"""Writes the guide, the first sheet: steps, progress, colours, units, scores, numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.formatting.rule import FormulaRule
from openpyxl.utils import quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.hyperlink import Hyperlink

from pvfootprint.language.texts import text
from pvfootprint.workbook.layout import TEMPLATE_VERSION
from pvfootprint.workbook.template.entering import compute, put
from pvfootprint.workbook.template.guidance import (
    INDICATORS,
    LEGEND,
    NUMBERS,
    PEDIGREE,
    STEPS,
    UNITS_MEANT,
)
from pvfootprint.workbook.template.styling import (
    BODY,
    BOLD,
    DEEP,
    FILLS,
    GIVEN,
    GRID,
    HEADING,
    INPUT,
    LINE_HEIGHT,
    LINK,
    OURS,
    SMALL,
    WRAPPED,
    dress,
    fill,
    font,
    height,
    lay_out_print,
    protect,
)
from pvfootprint.workbook.template.verdicts import BAD, COLOURS, ODD, OK, OPEN, WORDS

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.styles import Font
    from openpyxl.worksheet.worksheet import Worksheet

    from pvfootprint.workbook.template.plan import Plan

TITLE = text("Guide")
LABEL, FIRST, LAST = 1, 2, 6
"""Columns: labels, and those that texts and tables take."""

LABEL_WIDTH, WIDTH = 30, 18
TEXT_WIDTH = WIDTH * (LAST - FIRST + 1)


def write_guide(book: Workbook, plan: Plan) -> None:
    """Write the guide as the next sheet of a workbook.

    Parameters
    ----------
    book : Workbook
        Of openpyxl.
    plan : Plan
        Of the workbook.
    """
    ws = book.create_sheet(plan.say(TITLE))
    ws.sheet_view.showGridLines = False
    ws.column_dimensions["A"].width = LABEL_WIDTH
    for letter in "BCDEF":
        ws.column_dimensions[letter].width = WIDTH
    writer = _Guide(ws, plan)
    writer.banner()
    writer.steps()
    writer.progress(book)
    writer.legend()
    writer.pairs(text("Units"), UNITS_MEANT)
    writer.pairs(text("Numbers, months and dates"), NUMBERS)
    writer.scores()
    lay_out_print(ws, plan, landscape=False)
    ws.print_area = f"A1:F{writer.row - 1}"
    protect(ws)


class _Guide:
    """Writes from top to bottom."""

    def __init__(self, ws: Worksheet, plan: Plan) -> None:
        self.ws, self.plan, self.row = ws, plan, 1

    def banner(self) -> None:
        """Write what the workbook is."""
        for words, look, tall in (
            (self.plan.lines(self.plan.title), font(GIVEN, 18, bold=True), 20.0),
            (self._about(), font(OURS, 9), 0.0),
        ):
            for column in range(LABEL, LAST + 1):
                self.ws.cell(self.row, column).fill = FILLS[DEEP]
            cell = self._wide(words, look, LABEL)
            lines = words.count("\n") + 1
            self.ws.row_dimensions[self.row].height = lines * (LINE_HEIGHT + 0.65 * tall) + 8
            cell.alignment = WRAPPED
            self.row += 1
        self.row += 1
        promise = text(
            "The file stays yours: nothing in it is sent anywhere. It has no macros and no links, "
            "and it is calculated by your own program."
        )
        self._paragraph(self.plan.lines(promise), BOLD)

    def _about(self) -> str:
        version = text(
            "pvfootprint, template version {version}, library {hash}",
            version=TEMPLATE_VERSION,
            hash=self.plan.library_hash[:12],
        )
        return self.plan.say(version)

    def steps(self) -> None:
        """Write what to do, in order."""
        self._section(text("Steps"))
        for number, step in enumerate(STEPS, start=1):
            label = self.plan.lines(text("Step {number}", number=number))
            self._pair(label, self.plan.lines(step))

    def progress(self, book: Workbook) -> None:
        """Write how many rows of each sheet are done, with a link to it."""
        self._section(text("Progress"))
        headings = [text("Sheet"), *(WORDS[sign] for sign in SIGNS)]
        marks = ["", *SIGNS]
        for column, (mark, words) in enumerate(zip(marks, headings, strict=True), start=LABEL):
            cell = self.ws.cell(self.row, column)
            put(cell, f"{mark} {self.plan.lines(words)}".strip())
            dress(cell, DEEP, HEADING, centred=True)
        self.ws.row_dimensions[self.row].height = 2 * LINE_HEIGHT + 5
        self.row += 1
        first = self.row
        for key, place in self.plan.places.items():
            target = f"pv_go_{key}"
            first_cell = f"{quote_sheetname(place.title)}!$A$1"
            book.defined_names[target] = DefinedName(target, attr_text=first_cell)
            cell = self.ws.cell(self.row, LABEL)
            put(cell, place.title)
            dress(cell, GIVEN, LINK)
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=target)
            for column, sign in enumerate(SIGNS, start=FIRST):
                cell = self.ws.cell(self.row, column)
                compute(cell, f'COUNTIF({place.checks},"{sign}*")')
                dress(cell, GIVEN, centred=True)
                cell.number_format = "0;;–"
            self.ws.row_dimensions[self.row].height = LINE_HEIGHT + 7
            self.row += 1
        self._colour_counts(first, self.row - 1)

    def _colour_counts(self, first: int, last: int) -> None:
        for letter, sign in zip("BCDE", SIGNS, strict=True):
            background, letters = COLOURS[sign]
            look = {"fill": fill(background), "font": font(letters, bold=True)}
            rule = FormulaRule([f"{letter}{first}>0"], **look)
            self.ws.conditional_formatting.add(f"{letter}{first}:{letter}{last}", rule)

    def legend(self) -> None:
        """Write what the colours and signs mean."""
        self._section(text("Colours and signs"))
        for (words, meaning), background in zip(LEGEND, (INPUT, OURS), strict=True):
            cell = self._pair(self.plan.lines(words), self.plan.lines(meaning))
            dress(cell, background, BODY)
        for sign in SIGNS:
            label = f"{sign} {self.plan.lines(WORDS[sign])}"
            cell = self._pair(label, self.plan.lines(MEANT[sign]))
            background, letters = COLOURS[sign]
            cell.fill, cell.font, cell.border = fill(background), font(letters), GRID

    def pairs(self, heading: str, lines: tuple[tuple[str, str], ...]) -> None:
        """Write a section of labels with what they mean."""
        self._section(heading)
        for words, meaning in lines:
            self._pair(self.plan.lines(words), self.plan.lines(meaning))

    def scores(self) -> None:
        """Write what the scores of the data quality mean."""
        self._section(text("Scores of the data quality"))
        source = text("Pedigree matrix after Weidema and Wesnæs (1996), for the data of a site.")
        self._paragraph(self.plan.lines(source), SMALL)
        rows = [("", *INDICATORS), *((str(n), *line) for n, line in enumerate(PEDIGREE, start=1))]
        for number, row in enumerate(rows):
            shown = [self.plan.lines(words) for words in row]
            for column, words in enumerate(shown, start=LABEL):
                cell = self.ws.cell(self.row, column)
                put(cell, words or None)
                if number == 0:
                    dress(cell, DEEP, HEADING, centred=True)
                else:
                    look = BOLD if column == LABEL else SMALL
                    dress(cell, GIVEN, look, centred=column == LABEL)
            tallest = max(height(words, WIDTH) for words in shown)
            self.ws.row_dimensions[self.row].height = tallest
            self.row += 1

    def _section(self, heading: str) -> None:
        self.row += 1
        cell = self._wide(self.plan.say(heading), font(DEEP, 13, bold=True), LABEL)
        cell.alignment = WRAPPED
        self.ws.row_dimensions[self.row].height = 26
        self.row += 1

    def _paragraph(self, words: str, look: Font) -> None:
        self._wide(words, look, LABEL)
        self.ws.row_dimensions[self.row].height = height(words, LABEL_WIDTH + TEXT_WIDTH)
        self.row += 1

    def _pair(self, label: str, words: str) -> Cell:
        cell = self.ws.cell(self.row, LABEL)
        put(cell, label)
        cell.font, cell.alignment = BOLD, WRAPPED
        self._wide(words, BODY, FIRST).alignment = WRAPPED
        tallest = max(height(label, LABEL_WIDTH), height(words, TEXT_WIDTH))
        self.ws.row_dimensions[self.row].height = tallest + 2
        self.row += 1
        return cell

    def _wide(self, words: str, look: Font, first: int) -> Cell:
        cell = self.ws.cell(self.row, first)
        put(cell, words)
        cell.font, cell.alignment = look, WRAPPED
        self.ws.merge_cells(
            start_row=self.row, end_row=self.row, start_column=first, end_column=LAST
        )
        return cell


SIGNS = (OK, OPEN, ODD, BAD)
MEANT = {
    OK: text("The row is complete and within the usual range."),
    OPEN: text("Something is missing; the check column names it."),
    ODD: text("It can be right, but is unusual. Look again; if it is right, say why as a remark."),
    BAD: text("It cannot be right, or cannot be read. Please correct it."),
}
