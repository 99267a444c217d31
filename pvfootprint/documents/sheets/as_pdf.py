"""Writes sheets as the pages of a PDF/A-3u file."""

from __future__ import annotations

import importlib.util
import io
import math
import zlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pvfootprint.documents.pdf import MADE
from pvfootprint.documents.sheets.embedding import embed
from pvfootprint.documents.sheets.faces import CLOSE, CURVE, LINE, MOVE
from pvfootprint.documents.sheets.sheet import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pikepdf

    from pvfootprint.documents.pdf import Attached
    from pvfootprint.documents.sheets.sheet import Shape, Sheet

PROFILE = Path("pdf") / "sRGB2014.icc"
"""The colour profile of the International Color Consortium, as WeasyPrint brings it."""

OPERATORS = {MOVE: "m", LINE: "l"}

Fonts = dict[bool, dict[str, str]]
"""Codes of the characters, four hexadecimal figures, by whether they are bold."""


def pdf_of(sheets: Sequence[Sheet], title: str, attachments: Sequence[Attached] = ()) -> bytes:
    """Write sheets as a PDF/A-3u file (ISO 19005-3:2012).

    Parameters
    ----------
    sheets : sequence of Sheet
        Its pages.
    title : str
        Of the document.
    attachments : sequence of Attached
        Files inside it.

    Returns
    -------
    bytes
        The file; the same sheets and attachments give the same bytes. Its texts are texts, in a
        font that is embedded.

    Raises
    ------
    OutputError
        OUT-002 if the font is not installed.
    """
    import pikepdf  # noqa: PLC0415

    used = _used(sheets)
    with pikepdf.new() as pdf:
        fonts = {
            f"/F{int(bold)}": embed(pdf, tuple(codes), bold=bold) for bold, codes in used.items()
        }
        resources = pdf.make_indirect(pikepdf.Dictionary(Font=pikepdf.Dictionary(fonts)))
        for sheet in sheets:
            _add_page(pdf, sheet, resources, used)
        for one in attachments:
            _attach(pdf, one)
        _identify(pdf, title)
        file = io.BytesIO()
        pdf.save(file, deterministic_id=True, compress_streams=False, min_version="1.7")
    return file.getvalue()


def _used(sheets: Sequence[Sheet]) -> Fonts:
    """Give every character that is shown a code."""
    found: dict[bool, set[str]] = {}
    for sheet in sheets:
        for item in sheet.items:
            if isinstance(item, Words):
                found.setdefault(item.bold, set()).update(item.said)
    return {
        bold: {character: f"{code:04X}" for code, character in enumerate(sorted(found[bold]), 1)}
        for bold in sorted(found)
    }


def _add_page(pdf: pikepdf.Pdf, sheet: Sheet, resources: pikepdf.Object, used: Fonts) -> None:
    from pikepdf import Array, Dictionary, Name, Page  # noqa: PLC0415

    content = "\n".join(_content(sheet, used)).encode("ascii")
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, _number(sheet.width), _number(sheet.height)]),
        Resources=resources,
        Contents=pdf.make_stream(zlib.compress(content), Filter=Name.FlateDecode),
    )
    pdf.pages.append(Page(pdf.make_indirect(page)))


def _number(value: float) -> object:
    from decimal import Decimal  # noqa: PLC0415

    return Decimal(f"{value:.2f}")


def _content(sheet: Sheet, used: Fonts) -> Iterator[str]:
    """Yield what draws a sheet; the page's y goes up."""
    fill = ""
    for item in sheet.ordered():
        colour = item.colour if isinstance(item, Words) else item.fill
        if colour != fill:
            yield " ".join(f"{int(colour[i : i + 2], 16) / 255:.3f}" for i in (1, 3, 5)) + " rg"
            fill = colour
        if isinstance(item, Words):
            yield from _show(item, sheet.height, used[item.bold])
        else:
            yield from _fill(item, sheet.height)


def _show(words: Words, height: float, codes: dict[str, str]) -> Iterator[str]:
    turn = math.radians(words.angle)
    a, b = math.cos(turn), math.sin(turn)
    yield "BT"
    for part in words.parts():
        said = "".join([codes[character] for character in part.said])
        yield f"/F{int(part.bold)} {part.size:.3f} Tf"
        yield f"{a:.5f} {b:.5f} {-b:.5f} {a:.5f} {part.x:.3f} {height - part.y:.3f} Tm"
        yield f"<{said}> Tj"
    yield "ET"


def _fill(shape: Shape, height: float) -> Iterator[str]:
    curve: list[str] = []
    for code, (x, y) in zip(shape.codes, shape.points, strict=True):
        point = f"{x:.3f} {height - y:.3f}"
        if code == CLOSE:
            yield "h"
        elif code == CURVE:
            curve.append(point)
            if len(curve) == 3:
                yield f"{' '.join(curve)} c"
                curve.clear()
        else:
            yield f"{point} {OPERATORS[code]}"
    yield "f"


def _attach(pdf: pikepdf.Pdf, one: Attached) -> None:
    """Attach a file and say what it is to the document (ISO 19005-3:2012, annex E)."""
    import pikepdf  # noqa: PLC0415

    kinds = {".json": "application/json", ".svg": "image/svg+xml"}
    kind = kinds.get(Path(one.name).suffix, "application/octet-stream")
    date = pikepdf.models.metadata.encode_pdf_date(MADE)
    specification = pikepdf.AttachedFileSpec(
        pdf,
        one.content,
        filename=one.name,
        description=one.description,
        mime_type=kind,
        creation_date=date,
        mod_date=date,
    )
    specification.relationship = pikepdf.Name(f"/{one.relationship}")
    pdf.attachments[one.name] = specification


def _identify(pdf: pikepdf.Pdf, title: str) -> None:
    """Say what the file is, and what its colours mean."""
    from pikepdf import Array, Dictionary, Name  # noqa: PLC0415

    profile = pdf.make_stream(_profile(), Filter=Name.FlateDecode, N=3)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier="sRGB IEC61966-2.1",
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])
    pdf.Root.Lang = "zh-Hans"
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"] = title
        metadata["xmp:CreatorTool"] = "pvfootprint"
        metadata["pdfaid:part"] = "3"
        metadata["pdfaid:conformance"] = "U"


@cache
def _profile() -> bytes:
    """Return the colour profile, compressed."""
    found = importlib.util.find_spec("weasyprint")
    if found is None or found.origin is None:  # pragma: no cover  (a dependency)
        msg = "WeasyPrint is not installed"
        raise ModuleNotFoundError(msg)
    return zlib.compress((Path(found.origin).parent / PROFILE).read_bytes())
