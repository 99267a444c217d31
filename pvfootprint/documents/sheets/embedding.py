"""Puts the characters that a PDF shows into it as a font, with their Unicode."""

from __future__ import annotations

import io
import zlib
from typing import TYPE_CHECKING, Any

from pvfootprint.documents.fonts import FAMILY
from pvfootprint.documents.sheets.faces import EM, charstring, glyph
from pvfootprint.model.canonical import digest

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pikepdf

ASCENT, DESCENT, CAP_HEIGHT = 880, -120, 733
"""Of Noto Sans CJK [1/1000 em]; programs place a marked text by them."""

BOX = (-1000, -1200, 3000, 1900)
"""A box that holds every character [1/1000 em]."""

SYMBOLIC = 4
"""Flag of a font with characters of its own (ISO 32000-1:2008, table 123)."""

RANGE = 100
"""Characters of one section of the Unicode table (ISO 32000-1:2008, 9.10.3)."""

HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
FOOT = """endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


def embed(pdf: pikepdf.Pdf, characters: Sequence[str], *, bold: bool) -> pikepdf.Object:
    """Embed characters of the font.

    Parameters
    ----------
    pdf : pikepdf.Pdf
        Where they go.
    characters : sequence of str
        The first has code 1 in the PDF, and so on; all are in the font.
    bold : bool
        Whether they are bold.

    Returns
    -------
    pikepdf.Object
        A Type 0 font with two-byte codes.
    """
    from pikepdf import Array, Dictionary, Name  # noqa: PLC0415

    weight = "Bold" if bold else "Regular"
    tag = digest("".join(characters).encode())[:6].translate(_LETTERS)
    name = f"{tag}+{FAMILY.replace(' ', '')}-{weight}"
    program = pdf.make_stream(
        zlib.compress(_compact_font(name, characters, bold=bold)),
        Filter=Name.FlateDecode,
        Subtype=Name.CIDFontType0C,
    )
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name("/" + name),
        Flags=SYMBOLIC,
        FontBBox=Array(BOX),
        ItalicAngle=0,
        Ascent=ASCENT,
        Descent=DESCENT,
        CapHeight=CAP_HEIGHT,
        StemV=140 if bold else 80,
        FontFile3=program,
    )
    widths = Array(glyph(c, bold=bold).advance for c in characters)
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType0,
        BaseFont=Name("/" + name),
        CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
        DW=EM,
        W=Array([1, widths]),
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name("/" + name),
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=pdf.make_stream(
                zlib.compress(_unicode_table(characters)), Filter=Name.FlateDecode
            ),
        )
    )


_LETTERS = str.maketrans("0123456789abcdef", "ABCDEFGHIJKLMNOP")


def _compact_font(name: str, characters: Sequence[str], *, bold: bool) -> bytes:
    """Return a font program in the Compact Font Format that holds only these characters."""
    from fontTools.fontBuilder import FontBuilder  # noqa: PLC0415

    names = [".notdef", *(f"c{i:05d}" for i in range(1, len(characters) + 1))]
    codes = [_NOTHING, *(charstring(c, bold=bold) for c in characters)]
    builder = FontBuilder(EM, isTTF=False)
    builder.font.recalcBBoxes = False
    builder.setupGlyphOrder(names)
    outlines = {one: _drawn(code) for one, code in zip(names, codes, strict=True)}
    builder.setupCFF(name, {"FullName": name, "FontBBox": list(BOX)}, outlines, {})
    file = io.BytesIO()
    builder.font["CFF "].cff.compile(file, builder.font)
    return file.getvalue()


_NOTHING = b"\x8b\x0e"
"""An empty character without width: 0 endchar."""


def _drawn(code: bytes) -> Any:  # noqa: ANN401
    from fontTools.misc.psCharStrings import T2CharString  # noqa: PLC0415

    return T2CharString(bytecode=code)


def _unicode_table(characters: Sequence[str]) -> bytes:
    """Return which character stands for which code."""
    lines = [
        f"<{code:04X}> <{character.encode('utf-16-be').hex().upper()}>"
        for code, character in enumerate(characters, 1)
    ]
    parts = [HEAD]
    for start in range(0, len(lines), RANGE):
        some = lines[start : start + RANGE]
        parts += [f"{len(some)} beginbfchar\n", "\n".join(some), "\nendbfchar\n"]
    return "".join([*parts, FOOT]).encode("ascii")
