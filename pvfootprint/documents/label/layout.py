"""Lays a label out: a small design from 30 mm, and one that says more from 50 mm."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pvfootprint.documents.label.fitting import LEADING, LEAST, Column, fitted
from pvfootprint.documents.label.limits import LARGE, SMALL, check_size
from pvfootprint.documents.label.wording import PERIOD, TEST, facts, nothing, spoken
from pvfootprint.documents.sheets.mark import AMBER, draw_mark
from pvfootprint.documents.sheets.qr_code import readable_code
from pvfootprint.documents.sheets.sheet import (
    ACCENT,
    GREY,
    GROUND,
    INK,
    MM,
    WARNING,
    Sheet,
    Words,
    width_of,
)

if TYPE_CHECKING:
    from pvfootprint.documents.label.wording import Language, Wording
    from pvfootprint.language.texts import Text
    from pvfootprint.model.certificate_record import CertificateRecord

WHITE = "#ffffff"


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of a label; `paper` is empty where nothing is printed on the ground."""

    ink: str
    quiet: str
    accent: str
    gate: str
    warning: str
    paper: str


COLOURS = Palette(INK, GREY, ACCENT, AMBER, WARNING, WHITE)
BLACK = Palette("#000000", "#000000", "#000000", "#000000", "#000000", "")


@dataclass(frozen=True, slots=True)
class Design:
    """Measures of a design.

    Parameters
    ----------
    width : float
        Of the label [mm].
    margin, line : float
        Between border and text, and of the border [pt].
    qr, mark : float
        Sides of the QR code with its quiet zone, and of the mark [pt].
    value, unit, claim, note, strong : float
        Sizes of type: the value; its unit; what it is; what things are called; what they are [pt].
    """

    width: float
    margin: float
    line: float
    qr: float
    mark: float
    value: float
    unit: float
    claim: float
    note: float
    strong: float


SMALL_DESIGN = Design(SMALL, 3.6, 0.5, 41.0, 13.0, 19.0, 7.2, 6.2, 5.0, 6.0)
LARGE_DESIGN = Design(LARGE, 6.0, 0.7, 61.0, 16.0, 25.0, 9.4, 8.0, 5.2, 6.4)


def draw_label(
    record: CertificateRecord,
    wording: Wording,
    size_mm: float,
    language: Language,
    *,
    one_colour: bool,
) -> Sheet:
    """Lay a label out.

    Parameters
    ----------
    record : CertificateRecord
        Of the certificate.
    wording : Wording
        The scheme's words for the label.
    size_mm : float
        Its width, from 30 [mm]; from 50 on it also names product and stage, period of the data,
        accounting rules and certifier.
    language : str
        ``zh``, ``en`` or ``both``.
    one_colour : bool
        Whether it is drawn in black only, on whatever it is printed on.

    Returns
    -------
    Sheet
        The label; its height follows from its texts.

    Raises
    ------
    OutputError
        OUT-004 if it would be too small, OUT-005 if a text does not fit, OUT-006 if the QR code
        would be too fine.
    """
    check_size(size_mm)
    design = LARGE_DESIGN if size_mm >= LARGE else SMALL_DESIGN
    palette = BLACK if one_colour else COLOURS
    scale = size_mm / design.width
    drawn = _Label(record, wording, design, language, palette, scale).draw()
    label = Sheet(drawn.width * scale, drawn.height * scale)
    label.place(drawn, 0, 0, scale)
    return label


class _Label:
    """A label being laid out, in the size of its design."""

    def __init__(
        self,
        record: CertificateRecord,
        wording: Wording,
        design: Design,
        language: Language,
        palette: Palette,
        scale: float,
    ) -> None:
        self.record, self.wording = record, wording
        self.design, self.scale = design, scale
        self.language, self.palette = language, palette
        self.sheet = Sheet(design.width * MM, 0.0)
        self.room = self.sheet.width - 2 * design.margin
        self.column = Column(self.sheet, design.margin, design.margin, self.room)
        self.large = design is LARGE_DESIGN

    def draw(self) -> Sheet:
        """Return the label."""
        if self.record.test:
            self._test()
        if self.large:
            self._title()
        self._value()
        self._claim()
        if self.large:
            self._rule()
            self._facts(0, 2)
        self._code()
        self._address()
        if self.large:
            self._rule()
            self._facts(2, 4)
            self._notice()
        else:
            self._entry(self.column, self.wording["number"], self.record.number)
        self._close()
        return self.sheet

    def _both(self, said: Text) -> list[str]:
        return spoken(said, self.language)

    def _test(self) -> None:
        """Say across the whole width that it certifies nothing."""
        sheet, palette, top = self.sheet, self.palette, self.column.y
        note = self.design.note
        said = nothing(self.wording, self.language)
        joined = " ".join(said)
        room = self.room - 4
        lines = [(TEST, note + 1.6)]
        for one in [joined] if width_of(joined, note, bold=True) <= room else said:
            size, parts = fitted(one, note, room, bold=True)
            lines += [(part, size) for part in parts]
        height = sum(1.22 * size for _, size in lines) + 2.4
        if palette.paper:
            sheet.rect(self.column.x, top, self.room, height, palette.warning)
        else:
            sheet.frame(self.column.x, top, self.room, height, 0.9, palette.warning)
        y = top + 1.0
        for line, size in lines:
            colour = palette.paper or palette.warning
            middle = sheet.width / 2
            y += 1.22 * size
            base = y - 0.28 * size
            sheet.words(middle, base, line, size, bold=True, colour=colour, anchor="middle")
        self.column.y = top + height + 3

    def _title(self) -> None:
        """Draw the mark with the label's name beside it."""
        column, design, palette = self.column, self.design, self.palette
        top, left = column.y, column.x + design.mark + 5
        draw_mark(self.sheet, column.x, top, design.mark, palette.accent, palette.gate)
        said = self._both(self.wording["title"])
        sizes = (design.strong + 1.4, design.note + 0.6)
        height = sum(LEADING * size for size, _ in zip(sizes, said, strict=False))
        beside = Column(
            self.sheet, left, top + (design.mark - height) / 2, self.room - design.mark - 5
        )
        for line, size in zip(said, sizes, strict=False):
            beside.write(line, size, bold=size == sizes[0], colour=palette.accent)
        column.y = max(top + design.mark, beside.y) + 3.5

    def _value(self) -> None:
        """Write the value with its unit: beside it where there is room, else below."""
        column, design, palette = self.column, self.design, self.palette
        shown, unit = self.record.footprint.shown, self.record.footprint.unit
        room = self.room
        if not self.large:
            room -= design.mark + 2
            left = column.x + self.room - design.mark
            draw_mark(self.sheet, left, column.y + 1, design.mark, palette.accent, palette.gate)
        size, _ = fitted(shown, design.value, room, bold=True)
        y = column.y + 0.8 * size
        self.sheet.words(column.x, y, shown, size, bold=True, colour=palette.accent)
        reached = width_of(shown, size, bold=True) + 3.5
        if reached + width_of(unit, design.unit, bold=True) <= room:
            left = column.x + reached
            self.sheet.words(left, y, unit, design.unit, bold=True, colour=palette.accent)
            column.y = y + 0.3 * design.unit + 1.5
        else:
            column.y = y + 2.2
            column.write(unit, design.unit, bold=True, colour=palette.accent)
            column.skip(0.8)

    def _claim(self) -> None:
        """Say what the value is."""
        size = self.design.claim
        for claim in self._both(self.wording["kind"]):
            first = size == self.design.claim
            fits = width_of(claim, size, bold=first) <= self.room
            # A comma parts what it is from how far it reaches.
            for line in [claim] if fits else claim.replace(", ", ",\n").split("\n"):
                self.column.write(line, size, bold=first, colour=self.palette.ink)
            size = max(LEAST, size - 1.2)
        self.column.skip(1.5)

    def _code(self) -> None:
        """Draw the QR code, with days and number beside it."""
        column, design, palette = self.column, self.design, self.palette
        code = readable_code(self.record.status_address, design.qr * self.scale / MM)
        module = design.qr / code.modules
        # Half of the quiet zone lies in the margin, which is as light.
        left, top = column.x - 2 * module, column.y - module
        if palette.paper:
            self.sheet.rect(left, top, design.qr, design.qr, palette.paper, layer=GROUND)
        self.sheet.rects(code.boxes(left, top, design.qr), BLACK.ink)
        x = left + design.qr
        height = design.qr - 8 * module
        beside = Column(self.sheet, x, top + 4 * module, column.x + self.room - x)
        self._beside(beside, height)
        column.y = max(top + design.qr - module, beside.y + 2)

    def _address(self) -> None:
        """Write what the QR code holds, as people type it, broken at its last slash."""
        address = self.record.status_address.removeprefix("https://")
        size = self.design.note
        host, slash, last = address.rpartition("/")
        whole = width_of(address, LEAST) <= self.room
        for part in [address] if whole else filter(None, (f"{host}{slash}", last)):
            self.column.write(part, size, colour=self.palette.ink, lines=1 if whole else 3)
        self.column.skip(1.2)

    def _beside(self, column: Column, height: float) -> None:
        """Write what stands beside the QR code, spread over its height."""
        record, top, start = self.record, column.y, len(self.sheet.items)
        self._entry(column, self.wording["valid"], record.expires)
        breaks = [len(self.sheet.items)]
        if self.large:
            self._entry(column, PERIOD, f"{record.start} – {record.end}")
            breaks.append(len(self.sheet.items))
            self._entry(column, self.wording["number"], record.number)
            breaks.append(len(self.sheet.items))
        self._note(column, self.wording["verify"])
        spread = max(0.0, (height - (column.y - top)) / len(breaks))
        for i in range(start, len(self.sheet.items)):
            down = spread * sum(i >= one for one in breaks)
            item = self.sheet.items[i]
            if isinstance(item, Words):
                self.sheet.items[i] = replace(item, y=item.y + down)
        column.skip(len(breaks) * spread)

    def _entry(self, column: Column, about: Text, said: str) -> None:
        """Write what something is called, and below it what it is."""
        self._note(column, about)
        column.write(said, self.design.strong, bold=True, colour=self.palette.ink)

    def _note(self, column: Column, said: Text) -> None:
        """Write something small: both languages on one line where it holds them."""
        size, parts = self.design.note, self._both(said)
        joined = " ".join(parts)
        for part in [joined] if width_of(joined, size) <= column.room else parts:
            column.write(part, size, colour=self.palette.quiet)

    def _facts(self, start: int, end: int) -> None:
        for fact in facts(self.record)[start:end]:
            names = " ".join(self._both(fact.about))
            self.column.write(names, self.design.note, colour=self.palette.quiet)
            said, size = self._both(fact.said), self.design.strong
            joined = " ".join(said)
            for one in [joined] if width_of(joined, size) <= self.room else said:
                self.column.write(one, size, colour=self.palette.ink, lines=3)
            self.column.skip(1.8)

    def _notice(self) -> None:
        """Say what the label does not claim."""
        for said in self._both(self.wording["notice"]):
            self.column.write(said, self.design.note, colour=self.palette.quiet, lines=3)

    def _rule(self) -> None:
        self.column.skip(0.8)
        self.sheet.rect(self.column.x, self.column.y, self.room, 0.5, self.palette.accent)
        self.column.skip(3.2)

    def _close(self) -> None:
        """Draw ground, border and, for a test, the word that says so."""
        sheet, palette = self.sheet, self.palette
        sheet.height = self.column.y + self.design.margin - 1.0
        sheet.frame(0, 0, sheet.width, sheet.height, self.design.line, palette.accent)
        if palette.paper:
            sheet.rect(0, 0, sheet.width, sheet.height, palette.paper, layer=GROUND)
