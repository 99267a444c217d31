"""Cuts a file in the CSV layout of ``bw2io.CSVImporter`` into its activities, with their fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.language.texts import text
from pvfootprint.library.reading import choice, number

if TYPE_CHECKING:
    from pvfootprint.library.reading import Report, Row

FORMAT = "pvfootprint inventory 1"
TABLES = ("parameters", "exchanges")


@dataclass(slots=True)
class Section:
    """An ``Activity`` of the file, cut into its tables.

    Parameters
    ----------
    name : str
        Of the activity.
    line : int
        Where it begins.
    fields : dict
        Line and value by name of the field.
    parameters, exchanges : list of Row
        Its tables with their headings; empty if it has none.
    """

    name: str
    line: int
    fields: dict[str, tuple[int, str]]
    parameters: list[Row]
    exchanges: list[Row]


def read_sections(
    rows: list[Row], report: Report, known: tuple[str, ...]
) -> tuple[str, list[Section]]:
    """Cut a file into its activities.

    Parameters
    ----------
    rows : list of Row
        The file.
    report : Report
        Takes LIB-001 to LIB-003, LIB-010 and LIB-014.
    known : tuple of str
        Names of the fields that an activity may have.

    Returns
    -------
    str
        Name of the database; empty if the file does not begin with it.
    list of Section
        Its activities.
    """
    database, body = _database(rows, report)
    sections: list[Section] = []
    table: list[Row] | None = None
    for row in body:
        if row.blank:
            continue
        head = row.cells[0].lower()
        rest = row.cells[1] if len(row.cells) > 1 else ""
        if head == "activity" and not rest:
            report.add("LIB-002", text("the activity has no name"), row.line, "B")
        if head == "activity":
            sections.append(Section(rest, row.line, {}, [], []))
            table = None
        elif not sections:
            report.add(
                "LIB-001",
                text("the row stands before the first activity"),
                row.line,
                found=row.cells[0],
                expected="Activity",
            )
        elif head in TABLES and not rest:
            table = sections[-1].parameters if head == "parameters" else sections[-1].exchanges
        elif table is not None:
            table.append(row)
        else:
            _field(sections[-1], row, known, report)
    return database, sections


def _database(rows: list[Row], report: Report) -> tuple[str, list[Row]]:
    """Read the ``Database`` section, which ends with a blank row."""
    first = next((i for i, row in enumerate(rows) if not row.blank), None)
    if first is None:
        if not report.findings:
            report.add("LIB-014", text("the file is empty"))
        return "", []
    row = rows[first]
    if row.cells[0].lower() != "database" or len(row.cells) < 2 or not row.cells[1]:
        report.add(
            "LIB-001",
            text("the file does not begin with the name of its database"),
            row.line,
            found=", ".join(row.cells[:2]),
            expected="Database, NAME",
        )
        return "", []
    end = next((i for i in range(first, len(rows)) if _ends_head(rows[i])), len(rows))
    fields = {r.cells[0]: r for r in rows[first:end]}
    form = fields.get("format")
    if form is None or len(form.cells) < 2 or form.cells[1] != FORMAT:
        report.add(
            "LIB-003",
            text("the file has another format"),
            (form or row).line,
            "format",
            found=", ".join(form.cells[1:2]) if form else "",
            expected=FORMAT,
        )
    return row.cells[1], rows[end:]


def _ends_head(row: Row) -> bool:
    return row.blank or row.cells[0].lower() == "activity"


def _field(section: Section, row: Row, known: tuple[str, ...], report: Report) -> None:
    name = row.cells[0]
    value = row.cells[1] if len(row.cells) > 1 else ""
    if name not in known or any(row.cells[2:]):
        report.add(
            "LIB-001",
            text("the row is not a field of an activity"),
            row.line,
            found=", ".join(row.cells[:3]),
            expected=text("a field and its value; fields: {fields}", fields=", ".join(known)),
        )
    elif name in section.fields:
        message = text("the field {name!r} stands twice", name=name)
        report.add("LIB-010", message, row.line, name)
    else:
        section.fields[name] = (row.line, value)


def required(section: Section, names: tuple[str, ...], report: Report) -> bool:
    """Return whether an activity has all of some fields.

    Parameters
    ----------
    section : Section
        The activity.
    names : tuple of str
        Names of the fields.
    report : Report
        Takes LIB-002 for each that is missing.

    Returns
    -------
    bool
        False if one is missing or empty.
    """
    missing = [name for name in names if not section.fields.get(name, (0, ""))[1]]
    for name in missing:
        report.add(
            "LIB-002",
            text("the activity {activity!r} has no {field}", activity=section.name, field=name),
            section.line,
            name,
            hint=text("add a row: {field}, VALUE", field=name),
        )
    return not missing


class Fields:
    """Typed access to the fields of a section.

    Parameters
    ----------
    section : Section
        The activity.
    report : Report
        Takes LIB-003 and LIB-004 for values that are not allowed.
    """

    def __init__(self, section: Section, report: Report) -> None:
        self.section, self.report = section, report

    def line(self, name: str) -> int:
        """Return the line of a field; that of the activity if it is not there."""
        return self.section.fields.get(name, (self.section.line, ""))[0]

    def text(self, name: str) -> str:
        """Return a field as it stands; empty if it is not there."""
        return self.section.fields.get(name, (0, ""))[1]

    def number(self, name: str) -> float | None:
        """Return a field as a number; None if it is empty or no number."""
        cell = self.text(name)
        return number(cell, self.report, self.line(name), name) if cell else None

    def year(self, name: str) -> int | None:
        """Return a field as a year; None if it is empty or no year."""
        value = self.number(name)
        if value is not None and not (value.is_integer() and 1900 < value < 2200):
            self.report.add(
                "LIB-003",
                text("not a year"),
                self.line(name),
                name,
                self.text(name),
                text("such as {example}", example=2018),
            )
            return None
        return None if value is None else int(value)

    def flag(self, name: str) -> bool:
        """Return whether a field says ``True``."""
        cell = self.text(name)
        if cell:
            choice(cell, ("True", "False"), self.report, self.line(name), name)
        return cell == "True"

    def one_of(self, name: str, allowed: tuple[str, ...]) -> bool:
        """Return whether a field has one of the values that are allowed."""
        return choice(self.text(name), allowed, self.report, self.line(name), name)
