"""Reads activities from rows in the Excel layout of ``bw2io.ExcelImporter``.

The layout (bw2io 0.9, ``bw2io.importers.excel``): ``Activity`` and its name, fields in two columns,
``Exchanges``, a heading, and a row for each exchange until a blank one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Row = tuple[int, Sequence[object]]
    Key = tuple[str, str, str]

NEEDED = ("name", "amount", "unit", "type")
LOGNORMAL = 2
MOST = 20
"""How many findings are told of one workbook."""


@dataclass(frozen=True, slots=True)
class SheetExchange:
    """One row of an ``Exchanges`` table, as it stands.

    Parameters
    ----------
    type, name, product, location, categories, unit, comment : str
        Cells.
    amount : float
        Per unit of the activity's product [unit].
    scale : float, optional
        Standard deviation of the natural logarithm, where the spread is lognormal [-].
    line : int
        Row of the sheet.
    """

    type: str
    name: str
    product: str
    location: str
    categories: str
    unit: str
    amount: float
    scale: float | None = None
    comment: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class SheetActivity:
    """An activity of the workbook: what one unit of its reference product takes and emits."""

    name: str
    product: str
    location: str
    unit: str
    comment: str
    source: str
    line: int
    exchanges: tuple[SheetExchange, ...]

    @property
    def key(self) -> Key:
        """Name, reference product and location: what an exchange names."""
        return self.name, self.product, self.location

    def inputs(self) -> list[SheetExchange]:
        """Return its technosphere inputs."""
        return [e for e in self.exchanges if e.type == "technosphere"]


@dataclass(slots=True)
class _Open:
    """An activity that is being read."""

    name: str
    line: int
    fields: dict[str, str] = field(default_factory=dict)
    heading: list[str] | None = None
    in_table: bool = False
    exchanges: list[SheetExchange] = field(default_factory=list)


def read_activities(
    rows: Iterable[Row], file: str
) -> tuple[dict[Key, SheetActivity], list[Finding]]:
    """Read the activities of a sheet.

    Parameters
    ----------
    rows : iterable of (int, sequence)
        Row of the sheet, counted from 1, and its cells.
    file : str
        Name of the workbook, for the findings.

    Returns
    -------
    dict
        Activities by name, reference product and location.
    list of Finding
        INS-008 for every row that is not as the layout says, the first ones only.
    """
    reader = _Reader(file)
    for line, cells in rows:
        reader.take(line, cells)
    reader.close()
    if not reader.activities and not reader.findings:
        reader.wrong(text("the sheet has no activities"), 1, text("Activity, NAME"))
    return reader.activities, reader.findings[:MOST]


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.activities: dict[Key, SheetActivity] = {}
        self.findings: list[Finding] = []
        self.open: _Open | None = None

    def wrong(self, message: str, line: int, expected: str, found: str = "") -> None:
        self.findings.append(Finding("INS-008", message, self.file, line, "", found, expected))

    def take(self, line: int, cells: Sequence[object]) -> None:
        texts = [_text(cell) for cell in cells]
        head = texts[0] if texts else ""
        second = texts[1] if len(texts) > 1 else ""
        if head == "Activity":
            self.close()
            self.open = _Open(second, line)
        elif self.open is None:
            return  # Before the first activity: the name of the database.
        elif head == "Exchanges" and not second:
            self.open.in_table = True
        elif self.open.in_table and any(texts):
            self._row(line, cells, texts)
        elif head:
            self.open.fields[head] = second

    def _row(self, line: int, cells: Sequence[object], texts: list[str]) -> None:
        opened = self.open
        if opened is None:
            return
        if opened.heading is None:
            opened.heading = texts
            missing = [name for name in NEEDED if name not in texts]
            if missing:
                message = text("the table of exchanges lacks columns")
                self.wrong(message, line, ", ".join(NEEDED), ", ".join(texts))
            return
        named = dict(zip(opened.heading, texts, strict=False))
        values = dict(zip(opened.heading, cells, strict=False))
        amount = _number(values.get("amount"))
        if amount is None:
            message = text("the amount is not a finite number")
            self.wrong(message, line, text("a number"), named.get("amount", ""))
            return
        opened.exchanges.append(
            SheetExchange(
                type=named.get("type", ""),
                name=named.get("name", ""),
                product=named.get("reference product", ""),
                location=named.get("location", ""),
                categories=named.get("categories", ""),
                unit=named.get("unit", ""),
                amount=amount,
                scale=_scale(values, amount),
                comment=named.get("comment", ""),
                line=line,
            )
        )

    def close(self) -> None:
        opened, self.open = self.open, None
        if opened is None:
            return
        fields = opened.fields
        activity = SheetActivity(
            name=opened.name,
            product=fields.get("reference product", ""),
            location=fields.get("location", ""),
            unit=fields.get("unit", ""),
            comment=fields.get("comment", ""),
            source=fields.get("source", ""),
            line=opened.line,
            exchanges=tuple(opened.exchanges),
        )
        if not (activity.name and activity.product and activity.location and activity.unit):
            message = text("the activity lacks its name, product, location or unit")
            self.wrong(message, opened.line, text("all four"), activity.name)
        elif activity.key in self.activities:
            message = text("the activity {name!r} stands twice", name=activity.name)
            self.wrong(message, opened.line, text("once for each product and place"))
        elif _number(fields.get("production amount", "1")) != 1:
            message = text("the activity {name!r} does not make one unit", name=activity.name)
            self.wrong(message, opened.line, "1", fields["production amount"])
        else:
            self.activities[activity.key] = activity


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).strip()


def _number(cell: object) -> float | None:
    if isinstance(cell, bool):
        return None
    try:
        value = float(cell)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return None
    return value if math.isfinite(value) else None


def _scale(values: dict[str, object], amount: float) -> float | None:
    scale = _number(values.get("scale"))
    if _number(values.get("uncertainty type")) != LOGNORMAL or not amount or not scale:
        return None
    return scale if scale > 0 else None
