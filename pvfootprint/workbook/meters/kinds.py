"""What a meter measures: kind of energy, unit and multiplier, as platforms write them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.language.texts import Text, text
from pvfootprint.library.units import symbols_of, to_library_unit
from pvfootprint.model.terms import UNITS
from pvfootprint.workbook.choices import spellings
from pvfootprint.workbook.reader.numbers import is_sound, normal, parse_number
from pvfootprint.workbook.reader.report import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pvfootprint.workbook.choices import Choice
    from pvfootprint.workbook.meters.files import Findings, MeterFile

LONGEST_NAME = 100

OTHER_KINDS = {
    "electricity": ("电", "电能", "用电", "power", "electric", "electrical energy"),
    "natural-gas-burned": ("天然气", "燃气", "natural gas", "gas"),
    "diesel-burned": ("柴油", "diesel"),
    "steam": ("蒸汽",),
}
"""What platforms call the kinds of energy of which there is one dataset."""

FUELS_BURNED = ("natural-gas-burned", "diesel-burned")
FUEL_UNITS = ("kg", "t", "L", "m3")
"""Units in which fuels are metered; their calorific value stands in the workbook."""

COLUMNS = ("kind", "unit", "multiplier")


@dataclass(frozen=True, slots=True)
class Meter:
    """A meter, as its rows describe it.

    Parameters
    ----------
    name : str
        As in the file.
    kind : str
        Key of the energy.
    unit : str
        Symbol of the unit in which its months are given.
    factor : float
        What one of the file's numbers is, multiplier included [unit].
    """

    name: str
    kind: str
    unit: str
    factor: float


class Meters:
    """The meters of a file, described by their first rows; later rows must agree.

    Parameters
    ----------
    file : MeterFile
        Whose rows they are from.
    carriers : iterable of Choice
        Kinds of energy of the workbook.
    findings : Findings
        Takes MTR-005, MTR-006 and MTR-013.
    kind : str
        Kind of energy of a file that has no column for it.
    """

    def __init__(
        self, file: MeterFile, carriers: Iterable[Choice], findings: Findings, kind: str = ""
    ) -> None:
        self.file, self.findings, self.kind = file, findings, kind
        self.carriers = {choice.key: choice for choice in carriers}
        self.words = _words(self.carriers)
        self.cumulative = "consumption" not in file.columns
        self.found: list[Meter] = []
        self.place_of_name: dict[str, int] = {}

    def place(self, cells: dict[str, str], line: int) -> int:
        """Return the place of a row's meter in `found`; -1 if it is not understood.

        Parameters
        ----------
        cells : dict
            What stands in the columns ``meter``, ``kind``, ``unit`` and ``multiplier``, as far as
            there are any.
        line : int
            Line of the row.
        """
        name = cells["meter"].strip()
        if not name or not name.isprintable() or len(name) > LONGEST_NAME:
            self._say("MTR-006", text("the meter has no usable name"), line, "meter", name)
            return -1
        kind = self._kind(cells.get("kind", self.kind), line)
        unit = self._unit(cells.get("unit", self.file.unit), kind, line)
        multiplier = self._multiplier(cells.get("multiplier", ""), line)
        if not kind or unit is None or multiplier is None:
            return -1
        symbol, factor = unit
        meter = Meter(name, kind, symbol, factor * multiplier)
        place = self.place_of_name.setdefault(name, len(self.found))
        if place == len(self.found):
            self.found.append(meter)
        elif self.found[place] != meter:
            self._changed(meter, self.found[place], line)
            return -1
        return place

    def _say(
        self,
        code: str,
        message: Text,
        line: int,
        column: str,
        found: str,
        expected: str = "",
        hint: str = "",
        severity: str = "error",
    ) -> None:
        self.findings.add(
            code,
            message,
            severity,
            line=line,
            column=self.file.title(column),
            found=shown(found),
            expected=expected,
            hint=hint,
        )

    def _kind(self, written: str, line: int) -> str:
        key = self.words.get(normal(written).lower(), "")
        if not key:
            hint = text("write it in a column {heading}", heading="kind / 能源类型")
            names = ", ".join(choice.name.en for choice in self.carriers.values())
            message = text("the kind of energy is not known")
            self._say("MTR-006", message, line, "kind", written, names, hint)
        return key

    def _unit(self, written: str, kind: str, line: int) -> tuple[str, float] | None:
        """Return the symbol in which months are given, and what one of the file's unit is."""
        typed = parse_number(f"1 {written}")
        if not kind:
            return None
        unit = self.carriers[kind].unit
        if written and typed.value is not None and typed.unit:
            own = to_library_unit(typed.value, typed.unit, unit)
            if own is not None:
                return UNITS[unit], own
            if kind in FUELS_BURNED and typed.unit in FUEL_UNITS:
                return typed.unit, typed.value
        expected = (*symbols_of(unit), *(FUEL_UNITS if kind in FUELS_BURNED else ()))
        message = text("the unit is not one of this kind of energy")
        hint = text("write it in a column {heading}", heading="unit / 单位")
        self._say("MTR-005", message, line, "unit", written, ", ".join(expected), hint)
        return None

    def _multiplier(self, written: str, line: int) -> float | None:
        if not written.strip():
            return 1.0
        value = parse_number(written).value
        if value is None or not is_sound(value) or value <= 0:
            message = text("the multiplier is no number above 0")
            self._say("MTR-013", message, line, "multiplier", written)
            return None
        if value != 1 and not self.cumulative:
            self._say(
                "MTR-013",
                text("the consumption is taken as it stands, not multiplied"),
                line,
                "multiplier",
                written,
                hint=text("if it is not multiplied yet, multiply it and leave the column out"),
                severity="question",
            )
            return 1.0
        return value

    def _changed(self, now: Meter, before: Meter, line: int) -> None:
        message = text("kind, unit or multiplier of meter {meter} changes", meter=now.name)
        self._say(
            "MTR-013",
            message,
            line,
            "meter",
            f"{now.kind}, {now.factor:g} {now.unit}",
            f"{before.kind}, {before.factor:g} {before.unit}",
            text("give the meter another name from then on"),
        )


def _words(carriers: dict[str, Choice]) -> dict[str, str]:
    """Return the kinds of energy by all that they may be called."""
    words = {word: key for key, names in OTHER_KINDS.items() for word in names if key in carriers}
    for key, choice in carriers.items():
        words |= {normal(word).lower(): key for word in spellings(choice)}
    return words
