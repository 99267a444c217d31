"""Brings the monthly sums of a meter file into a workbook, with the rows they come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pvfootprint.documents.writing import whole_file
from pvfootprint.language.texts import Text, said, text
from pvfootprint.model.site import WHOLE_SITE
from pvfootprint.model.terms import KNOWN_BY
from pvfootprint.workbook.choices import DOCUMENT_KINDS, choices_of, spellings
from pvfootprint.workbook.choices import WHOLE_SITE as SITE_NAME
from pvfootprint.workbook.layout import ABOUT_SHEET
from pvfootprint.workbook.meters.appending import Lines
from pvfootprint.workbook.meters.files import Findings, open_meter_file
from pvfootprint.workbook.meters.months import meter_months
from pvfootprint.workbook.meters.readings import read_readings
from pvfootprint.workbook.meters.times import CHINA, Clock
from pvfootprint.workbook.meters.trace import write_trace
from pvfootprint.workbook.reader.dates import parse_day, parse_month
from pvfootprint.workbook.reader.found_sheet import key_text
from pvfootprint.workbook.reader.opening import load, open_workbook
from pvfootprint.workbook.reader.recognising import recognise, stage_of
from pvfootprint.workbook.reader.report import Report, shown
from pvfootprint.workbook.template.entering import put
from pvfootprint.workbook.template.saving import save

if TYPE_CHECKING:
    import datetime
    from pathlib import Path

    from pvfootprint.model.findings import Finding
    from pvfootprint.model.inventory import Library
    from pvfootprint.workbook.choices import Choices
    from pvfootprint.workbook.meters.files import MeterFile
    from pvfootprint.workbook.meters.months import MeterMonth
    from pvfootprint.workbook.reader.found_sheet import FoundSheet
    from pvfootprint.workbook.reader.opening import OpenedWorkbook

NEEDED = {
    "energy": ("carrier", "meter", "period", "product", "amount", "unit"),
    "evidence": ("key", "title", "file", "sha256"),
    "products": ("key",),
    "company": (),
}
"""Sheets and columns without which readings have no place."""


@dataclass(frozen=True, slots=True)
class ImportedMonth:
    """A month of a meter and what became of it.

    Parameters
    ----------
    month : MeterMonth
        The month, with the rows it comes from.
    row : int, optional
        Row of the energy sheet that holds it.
    why : Text
        Why it was not written; empty if it was.
    """

    month: MeterMonth
    row: int | None
    why: Text


@dataclass(frozen=True, slots=True)
class MeterImport:
    """What became of a meter file.

    Parameters
    ----------
    months : tuple of ImportedMonth
        Meter by meter; empty if nothing was written.
    findings : tuple of Finding
        All that was found; nothing is written if an error is among them.
    """

    months: tuple[ImportedMonth, ...]
    findings: tuple[Finding, ...]


def import_meters(
    readings: Path,
    workbook: Path,
    out: Path,
    library: Library,
    *,
    product: str = WHOLE_SITE,
    zone: datetime.tzinfo | None = None,
    kind: str = "",
) -> MeterImport:
    """Write what meters used in each month into a workbook.

    Parameters
    ----------
    readings : Path
        CSV file of an energy platform.
    workbook, out : Path
        The workbook, and where the one with the months goes; they may be the same.
    library : Library
        The compiled library.
    product : str
        Key of the product that the meters are for, or ``site``.
    zone : tzinfo, optional
        Time zone of the site; that of China for a site there.
    kind : str
        Kind of energy of a file without a column for it.

    Returns
    -------
    MeterImport
        Months and findings.

    Raises
    ------
    OutputError
        OUT-001 if the workbook can't be written.
    """
    report = Report(workbook.name)
    opened = open_workbook(workbook, report)
    stage = stage_of(opened.workbook, report) if opened else ""
    if opened is None or not stage:
        return MeterImport((), tuple(report.findings))
    target = _Target(opened, recognise(opened.workbook, report), choices_of(library, stage))
    target.check(product, report)
    if report.has_errors:
        return MeterImport((), tuple(report.findings))
    found = Findings(readings.name)
    file = open_meter_file(readings, found)
    months = []
    if file:
        clock = target.clock(zone)
        months = meter_months(
            read_readings(file, target.choices["carriers"], clock, found, kind), clock, found
        )
    if file is None or found.wrong:
        return MeterImport((), tuple(found.all()))
    imported = target.write(months, file, product, found)
    with whole_file(out) as temporary:
        target.save(temporary)
    return MeterImport(tuple(imported), tuple(found.all()))


class _Target:
    """The workbook that takes the months."""

    def __init__(
        self, opened: OpenedWorkbook, found: dict[str, FoundSheet], choices: Choices
    ) -> None:
        self.opened, self.book, self.found, self.choices = opened, opened.workbook, found, choices
        about = self.book[ABOUT_SHEET]
        settings = {row[0].value: row[1].value for row in about.iter_rows(max_col=2)}
        self.language = str(settings.get("language", "both"))

    def say(self, words: str) -> str:
        """Return a text in the language of the workbook."""
        return str(said(words, self.language))

    def check(self, product: str, report: Report) -> None:
        """Report MTR-017 for sheets or columns that are needed, MTR-016 for the product."""
        for key, columns in NEEDED.items():
            there = self.found[key].columns if key in self.found else {}
            missing = [column for column in columns if column not in there]
            if missing or key not in self.found:
                report.add(
                    "MTR-017",
                    text("the workbook has no place for readings"),
                    sheet=self.found[key].title if key in self.found else "",
                    expected=f"{key}: {', '.join(missing)}" if missing else key,
                    hint=text("copy the data into a template of `pvfootprint workbook new`"),
                )
        keys = self._keys("products") if "products" in self.found else []
        if product not in (*keys, WHOLE_SITE):
            report.add(
                "MTR-016",
                text("the workbook has no such product"),
                column="--product",
                found=shown(product),
                expected=", ".join((*keys, WHOLE_SITE)),
            )

    def _keys(self, sheet: str) -> list[str]:
        found = self.found[sheet]
        column = found.columns.get("key", 0)
        rows = (cells for row, cells in found.cells.items() if row >= found.first)
        return [str(cells[column].value).strip() for cells in rows if column in cells]

    def _company(self, key: str) -> Any:  # noqa: ANN401  (whatever stands in the cell)
        company = self.found["company"]
        cell = company.cells.get(company.columns.get(key, 0), {}).get(company.first)
        return None if cell is None else cell.value

    def clock(self, zone: datetime.tzinfo | None) -> Clock:
        """Return the clock of the site: China's where nothing else is known."""
        location = key_text(self._company("location") or "")
        abroad = any(
            not choice.key.startswith("CN") and location in map(key_text, spellings(choice))
            for choice in self.choices["locations"]
        )
        return Clock(zone or CHINA, stated=zone is not None or not abroad)

    def period(self) -> tuple[str, str]:
        """Return the first and last month of the workbook's data, as far as known."""
        days = (parse_day(self._company(key) or "").value for key in ("start", "end"))
        first, last = (day[:7] for day in days)
        return first or "0000-00", last or "9999-99"

    def write(
        self, months: list[MeterMonth], file: MeterFile, product: str, findings: Findings
    ) -> list[ImportedMonth]:
        """Write the months that have a place, the document, and the trace of all."""
        energy = _EnergyLines(self, product)
        imported = [self._place(month, energy, findings) for month in months]
        written = [one for one in imported if one.row]
        if written:
            evidence = self._document(file, [one.month for one in written])
            for one in written:
                energy.put(one, file, evidence)
            energy.lines.grow()
        write_trace(self.book, self.language, file, imported)
        return imported

    def _place(self, month: MeterMonth, energy: _EnergyLines, findings: Findings) -> ImportedMonth:
        first, last = self.period()
        meter = month.meter.name
        if month.amount is None:
            return ImportedMonth(month, None, text("a question is open"))
        if not first <= month.month <= last:
            findings.add(
                "MTR-015",
                text("{month} of meter {meter} is left out", month=month.month, meter=meter),
                "warning",
                line=month.first,
                found=month.month,
                expected=text("{first} to {last}", first=first, last=last),
                hint=text("correct the period on the company's sheet if it is wrong"),
            )
            return ImportedMonth(month, None, text("outside the period"))
        row = energy.row_of(month)
        if row:
            findings.add(
                "MTR-014",
                text("{month} of meter {meter} is there already", month=month.month, meter=meter),
                "warning",
                line=month.first,
                found=text("row {row} of the sheet {sheet}", row=row, sheet=energy.title),
                hint=text("delete that row if the readings are to count"),
            )
            return ImportedMonth(month, None, text("there already, in row {row}", row=row))
        return ImportedMonth(month, energy.take(month), Text(""))

    def _document(self, file: MeterFile, months: list[MeterMonth]) -> str:
        """Return the key of the file among the documents, where it is put if it is not there."""
        lines = Lines(self.book, self.found["evidence"])
        for row in sorted(lines.filled):
            values = lines.values(row)
            if str(values.get("sha256", "")).lower() == file.sha256 and values.get("key"):
                return str(values["key"])
        keys = set(self._keys("evidence"))
        number = next(n for n in range(1, len(keys) + 2) if f"E{n}" not in keys)
        names = sorted({month.month for month in months})
        meters = ", ".join(dict.fromkeys(month.meter.name for month in months))
        values = {
            "key": f"E{number}",
            "title": self.say(text("meter readings")),
            "kind": self.say(DOCUMENT_KINDS["meter reading"]),
            "file": file.path.name,
            "sha256": file.sha256,
            "covers": f"{names[0]} – {names[-1]}: {meters}"[:MOST_COVERED],
        }
        lines.write(lines.take(), values)
        lines.grow()
        return f"E{number}"

    def save(self, path: Path) -> None:
        """Save the workbook; what formulas gave when it was last computed stays in it."""
        computed: dict[str, dict[str, str]] = {}
        values = load(self.opened.content, values=True)
        for ws in self.book.worksheets:
            for cell in ws._cells.values():
                if isinstance(cell.value, float):
                    # openpyxl writes a digit less than a float has.
                    put(cell, cell.value)
                elif cell.data_type == "f" and ws.title in values.sheetnames:
                    last = values[ws.title][cell.coordinate].value
                    if last is not None:
                        computed.setdefault(ws.title, {})[cell.coordinate] = str(last)
        save(self.book, path, computed)


MOST_COVERED = 1000
"""How long the list of meters of a document may be [characters]."""


class _EnergyLines:
    """The lines of the energy sheet, by meter and month."""

    def __init__(self, target: _Target, product: str) -> None:
        self.target = target
        self.lines = Lines(target.book, target.found["energy"])
        self.title = self.lines.found.title
        self.product = target.say(SITE_NAME) if product == WHOLE_SITE else product
        site = {key_text(SITE_NAME.said(language)) for language in ("en", "zh", "both")}
        self.spelled = site | {WHOLE_SITE} if product == WHOLE_SITE else {key_text(product)}
        self.carriers = {
            key_text(word): choice.key
            for choice in target.choices["carriers"]
            for word in spellings(choice)
        }
        self.rows: dict[tuple[str, str], int] = {}
        self.open: dict[tuple[str, str], list[int]] = {}
        for row in sorted(self.lines.filled):
            self._sort(row, self.lines.values(row))

    def _sort(self, row: int, values: dict[str, Any]) -> None:
        """Tell a line with a meter's month from one that was prepared and is still open."""
        written = values.get("period")
        period = parse_month(written).value if written is not None else ""
        meter, amount = values.get("meter"), values.get("amount")
        mine = key_text(values.get("product", "")) in self.spelled
        if meter is not None and amount is not None:
            self.rows.setdefault((key_text(meter), period), row)
        elif meter is None and amount is None and mine:
            carrier = self.carriers.get(key_text(values.get("carrier", "")), "")
            self.open.setdefault((carrier, period), []).append(row)

    def row_of(self, month: MeterMonth) -> int | None:
        """Return the line that holds a meter's month, or its whole year."""
        meter = key_text(month.meter.name)
        return self.rows.get((meter, month.month)) or self.rows.get((meter, month.month[:4]))

    def take(self, month: MeterMonth) -> int:
        """Return a line for a meter's month: one that was prepared for it, else a free one."""
        prepared = self.open.get((month.meter.kind, month.month))
        row = prepared.pop(0) if prepared else self.lines.take()
        self.rows[key_text(month.meter.name), month.month] = row
        return row

    def put(self, one: ImportedMonth, file: MeterFile, evidence: str) -> None:
        """Write a month."""
        month, say = one.month, self.target.say
        carrier = next(c for c in self.target.choices["carriers"] if c.key == month.meter.kind)
        note = text(
            "from {file} rows {first}-{last}",
            file=file.path.name,
            first=month.first,
            last=month.last,
        )
        values = {
            "carrier": say(carrier.name),
            "meter": month.meter.name,
            "period": month.month,
            "product": self.product,
            "amount": month.amount,
            "unit": month.meter.unit,
            "method": say(KNOWN_BY["measured"]),
            "evidence": evidence,
            "note": say(note),
        }
        if one.row:
            self.lines.write(one.row, values)
