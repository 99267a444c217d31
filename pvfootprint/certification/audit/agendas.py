"""Agendas of audits: made from the checklist, or read from a table of the certifier's own."""

from __future__ import annotations

import csv
import datetime
import io
import re
from itertools import pairwise
from typing import TYPE_CHECKING

from pvfootprint.certification.acts import AgendaItem
from pvfootprint.certification.issue.values import as_said
from pvfootprint.language.texts import joined, text
from pvfootprint.model.certificate_record import Said
from pvfootprint.model.findings import CertificationError, Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pvfootprint.language.texts import Text
    from pvfootprint.model.certification import CertificationScheme

COLUMNS = ("day", "hours", "what_zh", "what_en", "who_zh", "who_en")
"""Columns of an agenda in a file."""

MORNING, AFTERNOON = (9 * 60, 12 * 60), (13 * 60 + 30, 17 * 60)
"""Hours of work of a day [minutes after midnight]."""

OPENING, CLOSING = 30, 60
"""How long the first and the last meeting take, the team's own before the last included [min]."""

GRID = 15
"""Minutes to which times are rounded [min]."""

LARGEST = 200
"""Lines beyond which a file is no agenda."""

HOURS = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d")

MANAGEMENT = text("management, and who is responsible for the carbon data")


def agenda_of(
    scheme: CertificationScheme, start: datetime.date, end: datetime.date
) -> tuple[AgendaItem, ...]:
    """Make an agenda from the chapters of the checklist.

    The chapters share the half days between the opening and the closing meeting, in their order.

    Parameters
    ----------
    scheme : CertificationScheme
        Holds the checklist.
    start, end : date
        First and last day.

    Returns
    -------
    tuple of AgendaItem
        In the order of their times.
    """
    halves = list(_halves(start, end))
    chapters = list(dict.fromkeys(question.chapter for question in scheme.checklist))
    first, last = halves[0], halves[-1]
    items = [_item(first[0], first[1] - OPENING, first[1], text("opening meeting"), MANAGEMENT)]
    for i, (day, begin, finish) in enumerate(halves):
        own = chapters[i * len(chapters) // len(halves) : (i + 1) * len(chapters) // len(halves)]
        times = [begin + _rounded((finish - begin) * j / max(len(own), 1)) for j in range(len(own))]
        for chapter, (a, b) in zip(own, pairwise([*times, finish]), strict=True):
            who = text("who is responsible for: {chapter}", chapter=chapter)
            items.append(_item(day, a, b, chapter, who))
    between = last[2] + CLOSING // 2
    team = text("the audit team")
    items.append(_item(last[0], last[2], between, text("findings put together"), team))
    meeting = text("closing meeting: findings and due days")
    items.append(_item(last[0], between, last[2] + CLOSING, meeting, MANAGEMENT))
    return tuple(items)


def read_agenda(content: bytes, file: str) -> tuple[AgendaItem, ...]:
    """Read an agenda from a CSV file.

    Parameters
    ----------
    content : bytes
        UTF-8, or GB 18030 as spreadsheets save it in Chinese; the first line names
        :data:`COLUMNS` in any order. One language may be left empty.
    file : str
        Its name, for findings.

    Returns
    -------
    tuple of AgendaItem
        In the order of the file.

    Raises
    ------
    CertificationError
        CRT-032, everything that is wrong with it.
    """
    reader = csv.DictReader(io.StringIO(_decoded(content, file), newline=""), restval="")
    names = {name.strip().casefold() for name in reader.fieldnames or () if name}
    if missing := [name for name in COLUMNS[:2] if name not in names]:
        raise CertificationError([_no_columns(file, missing)])
    items, findings = [], []
    for row in reader:
        cells = {(k or "").strip().casefold(): _cell(v) for k, v in row.items()}
        if not any(cells.values()):
            continue
        wrong = list(_against_row(cells, file, reader.line_num))
        findings += wrong
        if not wrong:
            items.append(_read(cells))
    if not items and not findings:
        findings.append(_bad(file, None, text("the agenda has no lines")))
    if len(items) > LARGEST:
        findings.append(_bad(file, None, text("the agenda has too many lines")))
    if findings:
        raise CertificationError(findings)
    return tuple(items)


def written_agenda(items: Iterable[AgendaItem]) -> bytes:
    """Write an agenda as :func:`read_agenda` reads it, marked as UTF-8 for spreadsheets."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for item in items:
        said = (item.what.zh, item.what.en, item.who.zh, item.who.en)
        writer.writerow([item.day, item.hours, *said])
    return out.getvalue().encode("utf-8-sig")


def _halves(start: datetime.date, end: datetime.date) -> Iterator[tuple[datetime.date, int, int]]:
    """Give day, begin and end of each half day, without the meetings [minutes after midnight]."""
    days = (end - start).days + 1
    for i in range(days):
        day = start + datetime.timedelta(days=i)
        yield day, MORNING[0] + (OPENING if i == 0 else 0), MORNING[1]
        yield day, AFTERNOON[0], AFTERNOON[1] - (CLOSING if i == days - 1 else 0)


def _rounded(minutes: float) -> int:
    return round(minutes / GRID) * GRID


def _item(day: datetime.date, begin: int, end: int, what: Text, who: Text) -> AgendaItem:
    hours = f"{begin // 60:02}:{begin % 60:02}-{end // 60:02}:{end % 60:02}"
    return AgendaItem(day=day.isoformat(), hours=hours, what=as_said(what), who=as_said(who))


def _decoded(content: bytes, file: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            written = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in written:
            return written
    raise CertificationError([_bad(file, None, text("the file is no table of text (CSV)"))])


def _cell(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _read(cells: dict[str, str]) -> AgendaItem:
    return AgendaItem(
        day=cells["day"],
        hours=cells["hours"],
        what=_either(cells, "what"),
        who=_either(cells, "who"),
    )


def _either(cells: dict[str, str], name: str) -> Said:
    zh, en = cells.get(f"{name}_zh", ""), cells.get(f"{name}_en", "")
    return Said(en=en or zh, zh=zh or en)


def _against_row(cells: dict[str, str], file: str, line: int) -> Iterator[Finding]:
    try:
        sound = datetime.date.fromisoformat(cells["day"]).isoformat() == cells["day"]
    except ValueError:
        sound = False
    if not sound:
        message = text("the day is not understood")
        example = text("such as {example}", example="2026-03-02")
        yield _bad(file, line, message, cells["day"], example)
    begin, _, end = cells["hours"].partition("-")
    if not HOURS.fullmatch(cells["hours"]) or end <= begin:
        message = text("the hours are not understood")
        example = text("such as {example}", example="09:00-12:00")
        yield _bad(file, line, message, cells["hours"], example)
    if not _either(cells, "what").en:
        yield _bad(file, line, text("a line of the agenda does not say what is done"))


def _no_columns(file: str, missing: list[str]) -> Finding:
    message = text("the first line of the agenda must name its columns")
    return Finding(
        "CRT-032",
        message,
        file,
        line=1,
        found=text("missing: {columns}", columns=joined(", ", missing)),
        expected=", ".join(COLUMNS),
        hint=text("let {option} write one to begin with", option="--draft-agenda"),
    )


def _bad(
    file: str, line: int | None, message: Text, found: str = "", expected: str = ""
) -> Finding:
    return Finding("CRT-032", message, file, line=line, found=found, expected=expected)
