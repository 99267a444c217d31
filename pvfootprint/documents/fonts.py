"""Makes sure that Chinese text is set in its own face, never as boxes."""

from __future__ import annotations

from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding, OutputError

FAMILY = "Noto Sans CJK SC"
"""Noto Sans with the characters of Simplified Chinese and a matching Latin."""

INSTALL = "apt-get install fonts-noto-cjk"
FILES = "NotoSansCJK"


def chinese_font() -> str | None:
    """Return the family for Latin and Simplified Chinese, known to matplotlib.

    Returns
    -------
    str or None
        The family; None if it is not installed.
    """
    from matplotlib import font_manager  # noqa: PLC0415

    if FAMILY in font_manager.get_font_names():
        return FAMILY
    # matplotlib keeps a list of fonts, which is older than a font that was just installed.
    for path in font_manager.findSystemFonts():
        if FILES in path:
            font_manager.fontManager.addfont(path)
    return FAMILY if FAMILY in font_manager.get_font_names() else None


def required_font() -> str:
    """Return the family, or say how to get it.

    Returns
    -------
    str
        The family.

    Raises
    ------
    OutputError
        OUT-002 if it is not installed.
    """
    family = chinese_font()
    if family is None:
        finding = Finding(
            "OUT-002",
            text("a font for Chinese is missing"),
            found=text("none"),
            expected=FAMILY,
            hint=INSTALL,
        )
        raise OutputError([finding])
    return family
