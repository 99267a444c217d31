"""Opens a workbook that a stranger sent; refuses what is none, with a reason."""

from __future__ import annotations

import hashlib
import io
import warnings
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, NamedTuple

from pvfootprint.language.texts import text
from pvfootprint.workbook.reader.archive import (
    check_archive,
    encrypted,
    no_workbook,
    other_format,
)

if TYPE_CHECKING:
    from pathlib import Path

    from pvfootprint.workbook.reader.report import Report

LARGEST_FILE = 20_000_000
"""Largest file that is read [bytes]: a filled-in workbook has a few hundred thousand."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PASSWORD = "EncryptedPackage".encode("utf-16-le")
TABLES = {".csv", ".tsv", ".txt", ".et", ".ett", ".xls", ".xlt", ".ods", ".numbers"}
MACRO_ENDINGS = {".xlsm", ".xltm", ".xlam"}
BEGINNINGS = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"{\\rtf": "RTF",
    b"\x1f\x8b": "gzip",
}


class LastResult(NamedTuple):
    """What a formula last gave: the value, and openpyxl's letter for its kind."""

    value: Any
    data_type: str


NO_RESULT = LastResult(None, "n")


@dataclass(slots=True)
class OpenedWorkbook:
    """A workbook that may be read.

    Parameters
    ----------
    content : bytes
        The file.
    workbook : openpyxl.Workbook
        Its cells, formulas as formulas.
    """

    content: bytes
    workbook: Any
    _results: dict[str, dict[tuple[int, int], LastResult]] = field(default_factory=dict, repr=False)

    @property
    def sha256(self) -> str:
        """SHA-256 of the file."""
        return hashlib.sha256(self.content).hexdigest()

    def last_result(self, sheet: str, row: int, column: int) -> LastResult:
        """Return what a formula gave when the workbook was last computed.

        Parameters
        ----------
        sheet : str
            Name of the sheet.
        row, column : int
            Of the cell, counted from 1.

        Returns
        -------
        LastResult
            Its value and openpyxl's letter for the kind of it.
        """
        if sheet not in self._results:
            # A sheet is read again only if a formula stands where a value is asked for.
            self._results[sheet] = _last_results(self.content, sheet)
        return self._results[sheet].get((row, column), NO_RESULT)


def _last_results(content: bytes, sheet: str) -> dict[tuple[int, int], LastResult]:
    """Return the values of a sheet, of formulas what they last gave."""
    import openpyxl  # noqa: PLC0415
    from openpyxl.worksheet._reader import WorkSheetParser  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        page = book[sheet]
        # The rows of openpyxl's own read-only sheets are padded to their widest cell, which a
        # hostile file puts at the far end.
        with page._get_source() as source:
            parser = WorkSheetParser(
                source,
                page._shared_strings,
                data_only=True,
                epoch=book.epoch,
                date_formats=book._date_formats,
                timedelta_formats=book._timedelta_formats,
            )
            cells = [cell for _, row in parser.parse() for cell in row]
        book.close()
    return {(c["row"], c["column"]): LastResult(c["value"], c["data_type"]) for c in cells}


def open_workbook(path: Path, report: Report) -> OpenedWorkbook | None:
    """Open a workbook.

    Parameters
    ----------
    path : Path
        The file.
    report : Report
        Takes WBK-001 to WBK-014.

    Returns
    -------
    OpenedWorkbook, optional
        None if it is refused.
    """
    content = load_file(path, report)
    return None if content is None else _opened(content, path.name, report)


def load_file(path: Path, report: Report) -> bytes | None:
    """Load the file of a workbook, whatever is in it.

    Parameters
    ----------
    path : Path
        The file.
    report : Report
        Takes WBK-001, WBK-003 and WBK-008.

    Returns
    -------
    bytes, optional
        None if it is refused.
    """
    return None if _is_lock_file(path.name, report) else _content(path, report)


def open_content(content: bytes, name: str, report: Report) -> OpenedWorkbook | None:
    """Open a workbook that is in memory; it is not written anywhere.

    Parameters
    ----------
    content : bytes
        The file.
    name : str
        Its name without folders.
    report : Report
        Takes WBK-002 to WBK-014.

    Returns
    -------
    OpenedWorkbook, optional
        None if it is refused.
    """
    if _is_lock_file(name, report) or _is_too_large(len(content), report):
        return None
    return _opened(content, name, report)


def _opened(content: bytes, name: str, report: Report) -> OpenedWorkbook | None:
    if not _is_workbook(content, name, report) or not check_archive(content, report):
        return None
    try:
        return OpenedWorkbook(content, load(content))
    except Exception as error:
        report.add(
            "WBK-007",
            text("the file is damaged"),
            found=f"{type(error).__name__}: {error}"[:200],
            hint=text("open it in Excel or WPS, save it again as .xlsx, and send that file"),
        )
        return None


def load(content: bytes, *, values: bool = False) -> Any:  # noqa: ANN401  (openpyxl is not typed)
    """Load a workbook that :func:`open_workbook` or :func:`open_content` let pass.

    Parameters
    ----------
    content : bytes
        The file.
    values : bool
        Whether cells hold what formulas last gave, instead of the formulas.

    Returns
    -------
    openpyxl.Workbook
        All of its sheets.
    """
    import openpyxl  # noqa: PLC0415  (a tenth of a second that `--help` need not wait)

    with warnings.catch_warnings():
        # openpyxl warns of what it does not keep (shapes, extensions): none of it is read.
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(content), data_only=values, keep_links=False)


def _is_lock_file(name: str, report: Report) -> bool:
    if not name.startswith("~$"):
        return False
    report.add(
        "WBK-003",
        text("this is the lock file of a workbook that is open"),
        found=name,
        hint=text("close the workbook and give its own name, without ~$"),
    )
    return True


def _content(path: Path, report: Report) -> bytes | None:
    try:
        if not path.is_file():
            there = path.exists()
            _unreadable(report, text("not a file") if there else text("no such file"))
            return None
        size = path.stat().st_size
        return None if _is_too_large(size, report) else path.read_bytes()
    except (OSError, ValueError) as error:
        _unreadable(report, getattr(error, "strerror", None) or str(error))
        return None


def _is_too_large(size: int, report: Report) -> bool:
    if size <= LARGEST_FILE:
        return False
    report.add(
        "WBK-008",
        text("the file unpacks to far more than a workbook holds"),
        found=f"{size / 1e6:.0f} MB",
        expected=f"<= {LARGEST_FILE / 1e6:.0f} MB",
        hint=text("copy the sheets into a fresh template, without pictures and unused cells"),
    )
    return True


def _unreadable(report: Report, why: str) -> None:
    report.add(
        "WBK-001",
        text("the file cannot be read"),
        found=why,
        hint=text("check the name, close the file elsewhere, and see that you may read it"),
    )


def _is_workbook(content: bytes, name: str, report: Report) -> bool:
    suffix = PurePath(name).suffix
    if not _is_archive(content, suffix.lower(), report):
        return False
    if suffix.lower() not in MACRO_ENDINGS:
        return True
    report.add(
        "WBK-011",
        text("the workbook holds macros"),
        found=suffix,
        hint=text("save it as .xlsx (Excel workbook without macros)"),
    )
    return False


def _is_archive(content: bytes, suffix: str, report: Report) -> bool:
    """Tell by its beginning what a file is, whatever it is called."""
    if not content.strip(b"\0 \r\n\t"):
        report.add(
            "WBK-002",
            text("the file is empty"),
            found=text("{size} bytes", size=len(content)),
            hint=text("send it again: the transfer may have been cut off"),
        )
    elif content.startswith(b"PK\x03\x04"):
        return True
    elif content.startswith(OLE):
        if PASSWORD in content:
            encrypted(report)
        else:
            other_format(report, ".et" if suffix == ".et" else ".xls")
    elif suffix in TABLES:
        other_format(report, suffix)
    else:
        known = (kind for start, kind in BEGINNINGS.items() if content.startswith(start))
        no_workbook(report, next(known, text("unknown contents")))
    return False
