"""The templates of papers and pages: where they are, and what both set alike."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import jinja2

PACKAGE = Path(__file__).resolve().parents[1]

FOLDERS = (PACKAGE / "_data" / "templates", PACKAGE.parent / "templates")
"""Where templates are: in an installed package, or in the checkout."""

FORMULA = re.compile(r"(?<![A-Za-z])((?:kg|t|g)?)(CO|CH|N|SF|NF|CF)([2-6])(?=$|[^0-9])(O?)")
"""Formulas of gases, whose figures stand low."""

SQUARE = re.compile(r"(?<![A-Za-z0-9])(m)([23])(?![0-9A-Za-z])")
"""Square and cubic metres, whose figures stand high; the font holds both signs."""

HIGH = {"2": "\N{SUPERSCRIPT TWO}", "3": "\N{SUPERSCRIPT THREE}"}


def new_environment(**settings: Any) -> jinja2.Environment:  # noqa: ANN401  (as jinja2 has them)
    """Return an environment in which every text is escaped.

    Parameters
    ----------
    **settings
        Of :class:`jinja2.Environment`, beside those that all templates share.

    Returns
    -------
    jinja2.Environment
        With the templates of :data:`FOLDERS`.
    """
    import jinja2  # noqa: PLC0415

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDERS),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        **settings,
    )


def template_folder() -> Path:
    """Return the folder with the templates."""
    return next(folder for folder in FOLDERS if folder.is_dir())


def with_formulas(escaped: str) -> str:
    """Set the figures of gases low, and those of square metres high, in HTML."""
    if not any(figure in escaped for figure in "2346"):
        return escaped
    lowered = FORMULA.sub(r"\1\2<sub>\3</sub>\4", escaped)
    return SQUARE.sub(lambda found: found[1] + HIGH[found[2]], lowered)
