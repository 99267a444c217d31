"""Opens what an energy platform exports: encoding, separator and headings of a CSV file."""

from __future__ import annotations

import codecs
import csv
import hashlib
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import TextIO

    from pvfootprint.language.texts import Text

ENCODINGS = ("utf-8-sig", "gb18030")
SEPARATORS = (",", ";", "\t")
BLOCK = 1 << 20
LONGEST_LINE = 1 << 16
MOST_COLUMNS = 200
MOST_ROWS = 20_000_000
"""Bounds beyond which a file is no export of readings: 500 meters fill a year of quarter-hours."""

HEAD_LINES = 20
"""How far down the headings may stand: platforms put a title above them."""

LONGEST_SHOWN = 80
"""How much of what stands in a file a finding repeats [characters]."""

MOST_FINDINGS = 20
"""How many findings of one code are told one by one."""

HEADINGS = {
    "meter": ("meter", "meter id", "meter no", "表计", "电表", "电表编号", "表计编号", "表号"),
    "start": ("start", "start time", "from", "开始时间", "起始时间", "开始"),
    "end": ("end", "end time", "to", "结束时间", "截止时间", "结束"),
    "time": ("time", "timestamp", "date", "month", "时间", "日期", "月份", "抄表时间", "采集时间"),
    "reading": ("reading", "meter reading", "读数", "表码", "示数", "表底"),
    "consumption": ("consumption", "energy", "usage", "用量", "电量", "用电量", "能耗", "消耗量"),
    "unit": ("unit", "单位", "计量单位"),
    "kind": ("kind", "kind of energy", "carrier", "energy type", "能源类型", "能源种类", "类型"),
    "multiplier": ("multiplier", "factor", "倍率", "综合倍率"),
    "reset": ("reset", "meter change", "换表", "清零", "复位"),
}
"""What a column may be called, in lower case and without spaces around."""

NEEDED = (("meter",), ("reading", "consumption"), ("start", "end", "time"))
NAME_OF_HEADING = {word: name for name, words in HEADINGS.items() for word in words}
IN_BRACKETS = re.compile(r"\s*[(\[]([^)\]]*)[)\]]\s*$")


class Findings:
    """Findings of one file, of which the many alike are counted instead of told.

    Parameters
    ----------
    file : str
        Name of the file.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.told: list[Finding] = []
        self.count: Counter[tuple[str, str]] = Counter()

    def add(self, code: str, message: Text, severity: str = "error", **details: object) -> None:
        """Add a finding; `details` as :class:`pvfootprint.model.findings.Finding` takes them."""
        self.count[code, severity] += 1
        if self.count[code, severity] <= MOST_FINDINGS:
            found = Finding(code, message, file=self.file, severity=severity, **details)  # type: ignore[arg-type]
            self.told.append(found)

    @property
    def wrong(self) -> bool:
        """Whether there is an error among them."""
        return any(severity == "error" for _, severity in self.count)

    def all(self) -> list[Finding]:
        """Return them, with one more for each code of which there were too many."""
        more = [
            Finding(
                code,
                text("{count} more like these", count=count - MOST_FINDINGS),
                file=self.file,
                severity=severity,
            )
            for (code, severity), count in self.count.items()
            if count > MOST_FINDINGS
        ]
        return [*self.told, *more]


@dataclass(frozen=True, slots=True)
class MeterFile:
    """A CSV file whose headings are understood.

    Parameters
    ----------
    path : Path
        Where it is.
    sha256 : str
        Its SHA-256.
    encoding, separator : str
        How it is written.
    heading_line : int
        Line of the headings.
    columns : dict
        Place of each column, by the names of :data:`HEADINGS`.
    titles : tuple of str
        All headings as they stand there.
    unit : str
        Unit in the heading of the amounts; empty if there is none.
    """

    path: Path
    sha256: str
    encoding: str
    separator: str
    heading_line: int
    columns: dict[str, int]
    titles: tuple[str, ...]
    unit: str = ""

    def title(self, name: str) -> str:
        """Return the heading of a column as it stands in the file; empty if it has none."""
        place = self.columns.get(name)
        return "" if place is None else self.titles[place]

    def records(self, findings: Findings) -> Iterator[tuple[int, list[str]]]:
        """Give the rows below the headings.

        Parameters
        ----------
        findings : Findings
            Takes MTR-001 if the file cannot be read further.

        Yields
        ------
        int, list of str
            Line and cells.
        """
        width = len(self.titles)
        with self.path.open(encoding=self.encoding, newline="") as lines:
            reader = csv.reader(_bounded(lines), delimiter=self.separator)
            try:
                for cells in islice(reader, self.heading_line, MOST_ROWS):
                    if len(cells) == width or (not any(cells[width:]) and len(cells) > width):
                        yield reader.line_num, cells
                    elif any(cells):
                        _other_width(findings, reader.line_num, len(cells), width)
                if next(reader, None) is not None:
                    message = text("the file has more than {count} rows", count=MOST_ROWS)
                    findings.add("MTR-001", message, line=reader.line_num)
            except (csv.Error, _LineError) as error:
                _broken(findings, reader.line_num + 1, error)


class _LineError(Exception):
    """A line that no export of readings holds."""


def _bounded(lines: TextIO) -> Iterator[str]:
    """Give lines one by one, none longer than a row of readings can be."""
    while line := lines.readline(LONGEST_LINE):
        if len(line) >= LONGEST_LINE:
            raise _LineError(text("longer than {count} characters", count=LONGEST_LINE))
        if "\0" in line:
            raise _LineError(text("a NUL character"))
        yield line


def _broken(findings: Findings, line: int, error: Exception) -> None:
    findings.add(
        "MTR-001",
        text("the line cannot be read"),
        line=line,
        found=error.args[0],
        expected=text("a CSV file with one row on each line"),
        hint=text("export it again"),
    )


def _other_width(findings: Findings, line: int, found: int, width: int) -> None:
    findings.add(
        "MTR-001",
        text("the row has another number of cells than the headings"),
        line=line,
        found=str(found),
        expected=str(width),
        hint=text("write numbers without thousands separators, or put them in quotes"),
    )


def open_meter_file(path: Path, findings: Findings) -> MeterFile | None:
    """Find out how a CSV file is written.

    Parameters
    ----------
    path : Path
        The file.
    findings : Findings
        Takes MTR-001 if it cannot be read and MTR-002 if a column is missing or there twice.

    Returns
    -------
    MeterFile, optional
        None if it cannot be read.
    """
    try:
        sha256, encoding = _hash_and_encoding(path)
    except OSError as error:
        message = text("the file cannot be opened")
        findings.add("MTR-001", message, found=error.strerror or str(error))
        return None
    if not encoding:
        findings.add(
            "MTR-001",
            text("the file is in no encoding that is known"),
            expected="UTF-8, GB18030",
            hint=text("export or save it as CSV in UTF-8"),
        )
        return None
    try:
        separator, line, titles = _headings(path, encoding)
    except (csv.Error, _LineError) as error:
        _broken(findings, 1, error)
        return None
    columns = _columns(titles, line, findings)
    if columns is None:
        return None
    unit = "" if "unit" in columns else _unit_in_heading(titles, columns)
    return MeterFile(path, sha256, encoding, separator, line, columns, titles, unit)


def _hash_and_encoding(path: Path) -> tuple[str, str]:
    """Return the SHA-256, and the first encoding in which the whole file can be read."""
    digest = hashlib.sha256()
    decoders = {name: codecs.getincrementaldecoder(name)() for name in ENCODINGS}
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
            _drop_failing(decoders, block)
    _drop_failing(decoders, b"", final=True)
    return digest.hexdigest(), next(iter(decoders), "")


def _drop_failing(
    decoders: dict[str, codecs.IncrementalDecoder], block: bytes, *, final: bool = False
) -> None:
    for name, decoder in list(decoders.items()):
        try:
            decoder.decode(block, final)
        except UnicodeDecodeError:
            del decoders[name]


def _headings(path: Path, encoding: str) -> tuple[str, int, tuple[str, ...]]:
    """Return separator, line and titles of the row that holds most of the known headings."""
    with path.open(encoding=encoding, newline="") as file:
        lines = list(islice(_bounded(file), HEAD_LINES))
    candidates = [
        (separator, number, tuple(cell.strip() for cell in cells))
        for separator in SEPARATORS
        for number, cells in enumerate(csv.reader(lines, delimiter=separator), start=1)
        if len(cells) <= MOST_COLUMNS
    ]
    best = max(candidates, key=lambda c: sum(map(bool, map(_name, c[2]))), default=(",", 1, ()))
    return best


def _name(title: str) -> str:
    """Return the column that a heading means; empty if it is none of ours."""
    words = unicodedata.normalize("NFKC", title).lower().replace("_", " ")
    return NAME_OF_HEADING.get(IN_BRACKETS.sub("", words).strip(), "")


def _columns(titles: tuple[str, ...], line: int, findings: Findings) -> dict[str, int] | None:
    found: dict[str, int] = {}
    whole = True
    for place, title in enumerate(titles):
        name = _name(title)
        if name in found:
            findings.add(
                "MTR-002",
                text("two headings mean the same"),
                line=line,
                column=title[:LONGEST_SHOWN],
                found=f"{titles[found[name]]}, {title}"[:LONGEST_SHOWN],
                hint=text("remove one of the columns"),
            )
            whole = False
        elif name:
            found[name] = place
    for names in NEEDED:
        if not any(name in found for name in names):
            findings.add(
                "MTR-002",
                text("a heading is missing"),
                line=line,
                found=", ".join(titles)[:LONGEST_SHOWN],
                expected=", ".join(word for name in names for word in HEADINGS[name]),
            )
            whole = False
    if {"reading", "consumption"} <= found.keys():
        findings.add(
            "MTR-002",
            text("there are readings and consumption: the consumption counts"),
            "question",
            line=line,
            column=titles[found["consumption"]][:LONGEST_SHOWN],
            hint=text("leave out the column that does not count"),
        )
    return found if whole else None


def _unit_in_heading(titles: tuple[str, ...], columns: dict[str, int]) -> str:
    """Return the unit in a heading such as ``consumption (kWh)``."""
    place = columns.get("consumption", columns.get("reading", 0))
    inside = IN_BRACKETS.search(unicodedata.normalize("NFKC", titles[place]))
    return inside[1].strip() if inside else ""
