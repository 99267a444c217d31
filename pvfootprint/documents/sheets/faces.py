"""Outlines and widths of the characters of the font, each read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from pvfootprint.documents.fonts import FAMILY, required_font
from pvfootprint.documents.measuring import KEPT

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Points = NDArray[np.float64]
    Codes = NDArray[np.uint8]

EM = 1000
"""Units of an em in which outlines and widths are given."""

MOVE, LINE, CURVE, CLOSE = 1, 2, 4, 79
"""What leads to a point, as matplotlib's paths say it; a curve has three points."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character as it is drawn.

    Parameters
    ----------
    advance : int
        How far the next character is [1/1000 em].
    points : array
        Points of its outline, upwards [1/1000 em].
    codes : array
        What leads to each point.
    """

    advance: int
    points: Points
    codes: Codes


@cache
def glyph(character: str, *, bold: bool = False) -> Glyph:
    """Return a character of the font.

    Parameters
    ----------
    character : str
        One that the font holds.
    bold : bool
        Whether it is bold.

    Returns
    -------
    Glyph
        Its outline.

    Raises
    ------
    KeyError
        If the font does not hold it; see :func:`pvfootprint.documents.measuring.readable`.
    OutputError
        OUT-002 if the font is not installed.
    """
    import numpy as np  # noqa: PLC0415

    glyphs, names, scale = _face(bold=bold)
    drawn = glyphs[names[ord(character)]]
    pen = _pen()(glyphs)
    drawn.draw(pen)
    points = np.array(pen.points, dtype=np.float64).reshape(-1, 2) * scale
    advance = round(drawn.width * scale)
    return Glyph(advance, points, np.array(pen.codes, dtype=np.uint8))


@cache
def charstring(character: str, *, bold: bool = False) -> bytes:
    """Return the outline as a Type 2 charstring, for a font inside a PDF.

    Parameters
    ----------
    character : str
        One that the font holds.
    bold : bool
        Whether it is bold.

    Returns
    -------
    bytes
        With its width, without hints.
    """
    from fontTools.pens.t2CharStringPen import T2CharStringPen  # noqa: PLC0415

    glyphs, names, scale = _face(bold=bold)
    drawn = glyphs[names[ord(character)]]
    pen = T2CharStringPen(round(drawn.width * scale), glyphs)
    if scale == 1:
        drawn.draw(pen)
    else:
        from fontTools.pens.transformPen import TransformPen  # noqa: PLC0415

        drawn.draw(TransformPen(pen, (scale, 0, 0, scale, 0, 0)))
    made = pen.getCharString()
    made.compile()
    code: bytes = made.bytecode
    return code


def advance(said: str, size: float, *, bold: bool = False) -> float:
    """Return exactly how far a line reaches.

    Parameters
    ----------
    said : str
        One line, of characters that the font holds.
    size : float
        Size of the font, in any unit.
    bold : bool
        Whether it is bold.

    Returns
    -------
    float
        Width in the unit of `size`.
    """
    return _reach(said, bold=bold) * size / EM


@lru_cache(maxsize=KEPT)
def _reach(said: str, *, bold: bool) -> int:
    return sum(glyph(c, bold=bold).advance for c in said)


@cache
def _face(*, bold: bool) -> tuple[Any, dict[int, str], float]:
    """Return outlines by name, names by code point, and units per em over 1000."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415
    from matplotlib.font_manager import FontProperties, findfont  # noqa: PLC0415

    required_font()
    weight = "bold" if bold else "regular"
    path = findfont(FontProperties(family=FAMILY, weight=weight), fallback_to_default=False)
    font = TTFont(path, fontNumber=getattr(path, "face_index", 0), lazy=True)
    glyphs, names = font.getGlyphSet(), font.getBestCmap()
    scale = EM / font["head"].unitsPerEm
    font.close()
    return glyphs, names, scale


@cache
def _pen() -> Any:  # noqa: ANN401
    from fontTools.pens.basePen import BasePen  # noqa: PLC0415

    class Pen(BasePen):  # type: ignore[misc]
        """Collects points; quadratic curves come as cubic ones."""

        def __init__(self, glyphs: object) -> None:
            super().__init__(glyphs)
            self.points: list[tuple[float, float]] = []
            self.codes: list[int] = []

        def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
            self._add(MOVE, pt)

        def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
            self._add(LINE, pt)

        def _curveToOne(self, *points: tuple[float, float]) -> None:  # noqa: N802
            for pt in points:
                self._add(CURVE, pt)

        def _closePath(self) -> None:  # noqa: N802
            self._add(CLOSE, self.points[-1])

        def _add(self, code: int, pt: tuple[float, float]) -> None:
            self.codes.append(code)
            self.points.append(pt)

    return Pen
