"""Looks through the archive that an .xlsx is, before anything else opens it.

Each part is inflated once, piece by piece, and thrown away: nothing that a hostile file says of
itself is believed, and nothing of it is kept.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING
from xml.parsers import expat  # nosec: document types, and with them entities, are refused

from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from pvfootprint.workbook.reader.report import Report

LARGEST_PARTS = 1000
LARGEST_DECLARED = 400_000_000
"""All parts together, as the directory gives them [bytes]."""
LARGEST_INFLATED = 64_000_000
"""All parts together, as they turn out [bytes]."""
LARGEST_TREE = 8_000_000
"""A part that is read as a whole, such as the styles [bytes]."""
LARGEST_RATIO = 200
LARGEST_CELLS = 200_000
LARGEST_OTHERS = 300_000
"""Elements other than rows and cells."""
LARGEST_AREAS = 500_000
"""Length of all lists of cell areas together [characters]."""
LARGEST_FORMULA = 8192
PIECE = 65_536

STREAMED = ("xl/worksheets/", "xl/sharedstrings")
WEIGHTS = {"c": 1.0, "row": 0.5, "v": 0.1, "f": 0.1}
"""How much of a cell an element counts as [-]."""
AREA = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7}):\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")

MACROS = re.compile(r"vbaproject|macrosheets/|macroenabled|intlmacrosheet|dialogsheets/", re.I)
LINKS = re.compile(r"externallinks/|/connections\.xml$|querytables/|externallink\+xml", re.I)
EMBEDDED = re.compile(r"embeddings/|activex|oleobject|\.ole$", re.I)
HARMLESS_TARGETS = ("/hyperlink",)


class Refused(Exception):  # noqa: N818  (a verdict, not a fault)
    """The archive is refused; its finding is in the report."""


def check_archive(content: bytes, report: Report) -> bool:
    """Look through the archive of a workbook.

    Parameters
    ----------
    content : bytes
        The file.
    report : Report
        Takes WBK-005 to WBK-014.

    Returns
    -------
    bool
        Whether it may be opened.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_directory(archive, report)
            _Parts(archive, report).check()
    except Refused:
        return False
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        _damaged(report, str(error))
        return False
    except (ValueError, OSError, RuntimeError, OverflowError) as error:
        _damaged(report, str(error))
        return False
    return True


def _damaged(report: Report, why: str) -> None:
    report.add(
        "WBK-007",
        text("the file is damaged"),
        found=why,
        hint=text("open it in Excel or WPS, save it again as .xlsx, and send that file"),
    )


def _refuse(report: Report, code: str, message: str, found: str, hint: str) -> None:
    report.add(code, message, found=found, hint=hint)
    raise Refused


def _check_directory(archive: zipfile.ZipFile, report: Report) -> None:
    """Refuse what the directory of the archive already shows."""
    parts = archive.infolist()
    for part in parts:
        _check_name(part, report)
    seen: set[str] = set()
    for part in parts:
        if part.filename.lower() in seen:
            _bad_name(report, part.filename)
        seen.add(part.filename.lower())
    _check_kind(archive, seen, report)
    total = sum(part.file_size for part in parts)
    if len(parts) > LARGEST_PARTS or total > LARGEST_DECLARED:
        _too_large(report, text("{parts} parts, {size} MB", parts=len(parts), size=total // 10**6))
    for part in parts:
        ratio = part.file_size / max(1, part.compress_size)
        streamed = part.filename.lower().startswith(STREAMED)
        if part.file_size > 10**6 and ratio > LARGEST_RATIO and not streamed:
            _too_large(
                report, text("{part}: packed 1:{ratio:.0f}", part=part.filename, ratio=ratio)
            )


def _too_large(report: Report, found: str) -> None:
    _refuse(
        report,
        "WBK-008",
        text("the file unpacks to far more than a workbook holds"),
        found,
        text("copy the sheets into a fresh template, without pictures and unused cells"),
    )


def _check_name(part: zipfile.ZipInfo, report: Report) -> None:
    name = part.filename
    steps = re.split(r"[/\\]", name)
    odd = any(ord(character) < 32 for character in name) or "\\" in name or ":" in name
    if odd or name.startswith("/") or ".." in steps or part.orig_filename != name:
        _bad_name(report, part.orig_filename)
    if part.flag_bits & 1:
        encrypted(report)
        raise Refused
    if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        _damaged(report, f"{name}: {part.compress_type}")
        raise Refused


def _bad_name(report: Report, name: str) -> None:
    _refuse(
        report,
        "WBK-014",
        text("the file holds parts with unsafe names"),
        ascii(name),
        text("open it in Excel or WPS and save it again as .xlsx"),
    )


def encrypted(report: Report) -> None:
    """Say that the workbook has a password."""
    report.add(
        "WBK-006",
        text("the workbook is protected by a password for opening"),
        hint=text(
            "take the password off (File, Info, Protect workbook, Encrypt) and send it again; "
            "protected sheets may stay protected"
        ),
    )


def other_format(report: Report, kind: str) -> None:
    """Say that the file is a table in another format."""
    report.add(
        "WBK-005",
        text("the file is a table in another format"),
        found=kind,
        expected=".xlsx",
        hint=text("open it in Excel or WPS and save it as .xlsx (Excel workbook)"),
    )


def no_workbook(report: Report, kind: str) -> None:
    """Say that the file is no workbook at all."""
    report.add(
        "WBK-004",
        text("the file is not an Excel workbook"),
        found=kind,
        expected=text("a workbook (.xlsx) that `pvfootprint workbook new` made"),
        hint=text("send the workbook itself; other documents belong beside it, as evidence"),
    )


def _check_kind(archive: zipfile.ZipFile, names: set[str], report: Report) -> None:
    """Refuse archives that are something else than an .xlsx."""
    if "mimetype" in names:
        kind = archive.read("mimetype")[:80].decode("ascii", "replace")
        other_format(report, "OpenDocument" if "spreadsheet" in kind else kind)
        raise Refused
    if "xl/workbook.bin" in names:
        other_format(report, ".xlsb")
        raise Refused
    if "[content_types].xml" not in names:
        no_workbook(report, text("a ZIP archive"))
        raise Refused
    if any(name.startswith(("word/", "ppt/")) for name in names):
        no_workbook(report, text("a document or presentation"))
        raise Refused


class _Parts:
    """Inflates the parts one after the other and counts what is in them."""

    def __init__(self, archive: zipfile.ZipFile, report: Report) -> None:
        self.archive = archive
        self.report = report
        self.inflated = self.others = self.areas = 0
        self.cells = 0.0
        self.formula = 0
        self.part = ""
        self.parser = expat.ParserCreate()

    def check(self) -> None:
        for part in self.archive.infolist():
            self.part = part.filename
            self._refuse_by(part.filename)
            self._read(part)

    def _refuse_by(self, name: str) -> None:
        """Refuse macros, links to other files and embedded objects by a name or content type."""
        if MACROS.search(name):
            _refuse(
                self.report,
                "WBK-011",
                text("the workbook holds macros"),
                name,
                text("save it as .xlsx (Excel workbook without macros)"),
            )
        if LINKS.search(name):
            self._linked(name)
        if EMBEDDED.search(name):
            _refuse(
                self.report,
                "WBK-013",
                text("the workbook holds embedded objects"),
                name,
                text("delete the embedded files and controls; send documents beside the workbook"),
            )

    def _linked(self, name: str) -> None:
        _refuse(
            self.report,
            "WBK-012",
            text("the workbook takes values from other files"),
            name,
            text("Data, Edit links, Break link: then the values stand in the workbook itself"),
        )

    def _read(self, part: zipfile.ZipInfo) -> None:
        streamed = part.filename.lower().startswith(STREAMED)
        size = 0
        reading = False
        with self.archive.open(part) as stream:
            while piece := stream.read(PIECE):
                if not size:
                    reading = self._is_xml(piece, part.filename)
                size += len(piece)
                self.inflated += len(piece)
                is_tree = reading and not streamed
                if self.inflated > LARGEST_INFLATED or (is_tree and size > LARGEST_TREE):
                    _too_large(self.report, part.filename)
                if reading:
                    self._parse(piece)
        if reading:
            self._parse(b"", last=True)

    def _is_xml(self, piece: bytes, name: str) -> bool:
        start = piece[:64].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
        is_xml = start.startswith(b"<") or name.lower().endswith((".xml", ".rels", ".vml"))
        if is_xml:
            self.parser = expat.ParserCreate()
            # Else a formula comes in a piece for every quotation mark of it.
            self.parser.buffer_text = True
            self.parser.StartElementHandler = self._element
            self.parser.StartDoctypeDeclHandler = self._doctype
        return is_xml

    def _parse(self, piece: bytes, *, last: bool = False) -> None:
        try:
            self.parser.Parse(piece, last)
        except (expat.ExpatError, LookupError) as error:  # LookupError: an encoding of its own
            _damaged(self.report, f"{self.part}: {error}")
            raise Refused from None

    def _doctype(self, *_: object) -> None:
        _refuse(
            self.report,
            "WBK-010",
            text("the file declares a document type, which no workbook does"),
            self.part,
            text("open it in Excel or WPS and save it again as .xlsx"),
        )

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(":")[2]
        if self.parser.CharacterDataHandler is not None:
            self.parser.CharacterDataHandler = None
        if kind in WEIGHTS:
            self._count(WEIGHTS[kind])
        else:
            self._other(kind, attributes)
        if kind == "f":
            self.formula = 0
            self.parser.CharacterDataHandler = self._formula

    def _formula(self, piece: str) -> None:
        self.formula += len(piece)
        if self.formula > LARGEST_FORMULA:
            _too_large(self.report, text("{part}: a formula without end", part=self.part))

    def _count(self, cells: float) -> None:
        self.cells += cells
        if self.cells > LARGEST_CELLS:
            _refuse(
                self.report,
                "WBK-009",
                text("the workbook holds too many cells, most of them surely blank"),
                text("{part}: more than {count} cells", part=self.part, count=LARGEST_CELLS),
                text(
                    "delete the blank rows and columns beyond the data (select them whole, Delete) "
                    "and save"
                ),
            )

    def _other(self, kind: str, attributes: dict[str, str]) -> None:
        self.others += 1
        if self.others > LARGEST_OTHERS:
            _too_large(self.report, self.part)
        if "sqref" in attributes:
            self.areas += len(attributes["sqref"])
            if self.areas > LARGEST_AREAS:
                _too_large(self.report, self.part)
        if kind in {"mergeCell", "hyperlink"}:
            self._count(_area(attributes.get("ref", "")))
        elif kind == "Relationship":
            self._relationship(attributes)
        elif kind in {"Override", "Default"}:
            self._refuse_by(attributes.get("ContentType", ""))

    def _relationship(self, attributes: dict[str, str]) -> None:
        kind, target = attributes.get("Type", ""), attributes.get("Target", "")
        external = attributes.get("TargetMode", "").lower() == "external"
        if external and not kind.lower().endswith(HARMLESS_TARGETS):
            self._linked(target)


def _area(reference: str) -> int:
    found = AREA.fullmatch(reference)
    if not found:
        return 1
    left, top, right, bottom = found.groups()
    return max(1, abs(_letters(right) - _letters(left)) + 1) * (abs(int(bottom) - int(top)) + 1)


def _letters(column: str) -> int:
    number = 0
    for letter in column.upper():
        number = number * 26 + ord(letter) - 64
    return number
