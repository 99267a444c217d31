"""Measures and breaks text for drawings, with the widths of the font that it is set in."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from pvfootprint.documents.fonts import FAMILY, required_font

NOT_FIRST = set("，。、；：！？）》」』】,.;:!?)%’”")
"""No line begins with these."""

NOT_LAST = set("（《「『【([“")
"""No line ends with these."""

BREAKS_AFTER = set(" -/,;:_·)")
"""A Latin word may be parted after these."""

SPARE = 1.02
"""Room for kerning and hinting."""

KEPT = 8192
"""Texts that are remembered: documents of one kind repeat their words."""


@cache
def _widths(*, bold: bool) -> dict[int, int]:
    """Return widths by code point [1/1000 em]."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415
    from matplotlib.font_manager import FontProperties, findfont  # noqa: PLC0415

    required_font()
    weight = "bold" if bold else "regular"
    path = findfont(FontProperties(family=FAMILY, weight=weight), fallback_to_default=False)
    font = TTFont(path, fontNumber=getattr(path, "face_index", 0), lazy=True)
    metrics, per_em = font["hmtx"].metrics, font["head"].unitsPerEm
    found = {code: metrics[name][0] * 1000 // per_em for code, name in font.getBestCmap().items()}
    font.close()
    return found


def width(said: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a text is.

    Parameters
    ----------
    said : str
        One line.
    size : float
        Size of the font, in any unit.
    bold : bool
        Whether it is bold.

    Returns
    -------
    float
        Width, in the unit of `size`.
    """
    return _units(said, bold=bold) * size / 1000 * SPARE


@lru_cache(maxsize=KEPT)
def _units(said: str, *, bold: bool) -> int:
    """Return how wide a text is [1/1000 em]."""
    widths = _widths(bold=bold)
    return sum(widths.get(ord(c), 1000) for c in said)


def missing(said: str) -> set[str]:
    """Return the characters that the font cannot show, or that show nothing and mislead."""
    widths = _widths(bold=False)
    return {c for c in set(said) - {"\n"} if ord(c) not in widths or _hidden(c)}


def _hidden(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Co", "Cs", "Cn"}


@lru_cache(maxsize=KEPT)
def readable(said: str) -> str:
    """Return a text with the code points of what cannot be shown: ``[U+202E]``."""
    gone = missing(said)
    if not gone:
        return said
    return "".join(f"[U+{ord(c):04X}]" if c in gone else c for c in said)


def shortened(said: str, size: float, room: float) -> str:
    """Return a text that fits on one line, with an ellipsis if something is left out."""
    line = readable(said)
    if width(line, size) <= room:
        return line
    return f"{line[: _fitting(line, size, room - size, bold=False)].rstrip()}…"


def wrap(said: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """Break a text into lines that fit.

    Parameters
    ----------
    said : str
        The text; a word that is wider than the room is parted.
    size, room : float
        Size of the font and width of the room, in one unit.
    bold : bool
        Whether it is bold.

    Returns
    -------
    list of str
        Lines; none for an empty text.
    """
    lines: list[str] = []
    line, units = "", 0
    for piece in _pieces(said):
        end = piece.rstrip()
        reached = units + _units(end, bold=bold) if end else 0
        if line and reached * size / 1000 * SPARE > room:
            lines.append(line.rstrip())
            line, units = "", 0
        alone = not line
        line += piece
        units += _units(piece, bold=bold)
        while alone and len(line) > 1 and width(line.rstrip(), size, bold=bold) > room:
            fits = _fitting(line, size, room, bold=bold)
            lines.append(line[:fits])
            line = line[fits:]
            units = _units(line, bold=bold)
    return [*lines, line.rstrip()] if line.strip() else lines


def _fitting(line: str, size: float, room: float, *, bold: bool) -> int:
    """Return how many characters of a line fit, at least one."""
    count = len(line)
    while count > 1 and width(line[:count], size, bold=bold) > room:
        count -= 1
    return count


@lru_cache(maxsize=KEPT)
def _pieces(said: str) -> tuple[str, ...]:
    """Part a text where a line may end."""
    pieces: list[str] = []
    for i, character in enumerate(said):
        last = said[i - 1] if i else ""
        wide = _is_wide(character) or (bool(last) and _is_wide(last))
        breaks = wide or last in BREAKS_AFTER
        if pieces and (not breaks or character in NOT_FIRST or last in NOT_LAST):
            pieces[-1] += character
        else:
            pieces.append(character)
    return tuple(pieces)


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in {"W", "F"}
