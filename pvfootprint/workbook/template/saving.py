"""Saves a workbook so that the same content gives the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from openpyxl import Workbook

FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest time that an archive can hold."""

TIMES = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")
PROGRAM = (b"<Application>Microsoft Excel</Application>", b"<Application>pvfootprint</Application>")
FORMULA = re.compile(r'<c r="([A-Z]+\d+)"((?: s="\d+")?)>(<f>[^<]*</f>)<v ?(?:/>|></v>)')


def save(book: Workbook, path: Path, shown: Mapping[str, Mapping[str, str]]) -> None:
    """Save a workbook without times, with a text for every formula.

    Programs that don't calculate, such as Excel's protected view of a file from a message, show
    that text; all others calculate when they open the file.

    Parameters
    ----------
    book : Workbook
        Of openpyxl.
    path : Path
        Where to.
    shown : mapping
        Texts of formulas by cell, by title of the sheet; empty for all others.
    """
    book.calculation.fullCalcOnLoad = True
    made = io.BytesIO()
    book.save(made)
    texts = {ws.path.lstrip("/"): shown.get(ws.title, {}) for ws in book.worksheets}
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name.startswith("docProps/"):
                # LibreOffice believes the texts of a file that calls itself Excel's.
                content = TIMES.sub(b"", content).replace(*PROGRAM)
            elif name in texts:
                content = _with_texts(content.decode("utf-8"), texts[name]).encode("utf-8")
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)


def _with_texts(sheet: str, texts: Mapping[str, str]) -> str:
    def filled(found: re.Match[str]) -> str:
        cell, style, formula = found.groups()
        return f'<c r="{cell}"{style} t="str">{formula}<v>{escape(texts.get(cell, ""))}</v>'

    return FORMULA.sub(filled, sheet)
