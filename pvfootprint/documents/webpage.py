"""Sets a document as one HTML page: for the screen, and for the PDF."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pvfootprint.documents.blocks import Commands, Facts, Figure, Items, Paragraph, Table
from pvfootprint.documents.columns import column_widths
from pvfootprint.documents.measuring import readable, shortened
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    import jinja2
    from markupsafe import Markup

    from pvfootprint.documents.blocks import Block, Document, Section

PACKAGE = Path(__file__).resolve().parents[1]
TEMPLATES = "templates"

RUNNING, RUNNING_ROOM = 7.0, 330.0
"""Size of the running head, and its room beside the name of the chapter [pt]."""

FORMULA = re.compile(r"(?<![A-Za-z])((?:kg|t|g)?)(CO|CH|N|SF|NF|CF)([2-6])(?=$|[^0-9])(O?)")
"""Formulas of gases, whose figures stand low."""

SQUARE = re.compile(r"(?<![A-Za-z0-9])(m)([23])(?![0-9A-Za-z])")
"""Square and cubic metres, whose figures stand high; the font holds both signs."""

HIGH = {"2": "\N{SUPERSCRIPT TWO}", "3": "\N{SUPERSCRIPT THREE}"}

LABELS = {
    "contents": text("Contents"),
    "table": text("Table"),
    "figure": text("Figure"),
    "annex": text("Annex"),
}

KINDS = {
    Paragraph: "paragraph",
    Items: "items",
    Table: "table",
    Facts: "facts",
    Figure: "figure",
    Commands: "commands",
}


def webpage(document: Document, template: str) -> str:
    """Set a document.

    Parameters
    ----------
    document : Document
        Whatever text it holds is escaped; only its drawings go in as they are.
    template : str
        Folder of the template: ``report``.

    Returns
    -------
    str
        HTML with its style and its drawings inside; it refers to nothing outside.
    """
    environment = _environment()
    style, _, _ = environment.loader.get_source(environment, f"{template}/report.css")  # type: ignore[union-attr]
    return environment.get_template(f"{template}/report.html.jinja").render(
        document=document, style=style, labels=LABELS, numbers=_Numbers(document)
    )


@cache
def _environment() -> jinja2.Environment:
    import jinja2  # noqa: PLC0415

    folders = [PACKAGE / "_data" / TEMPLATES, PACKAGE.parent / TEMPLATES]
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folders),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["set"] = _set
    environment.filters["kind"] = _kind
    environment.filters["widths"] = column_widths
    environment.filters["drawing"] = _drawing
    environment.filters["running"] = _running
    return environment


def _kind(block: Block) -> str:
    return KINDS[type(block)]


def _running(document: Document) -> str:
    """Return what stands at the head of every page."""
    names = (document.subject.en, document.owner.en)
    return shortened(" · ".join(name for name in names if name), RUNNING, RUNNING_ROOM)


def _drawing(figure: Figure) -> Markup:
    """Let a drawing in as it is: this package made it, and escaped its texts."""
    from markupsafe import Markup  # noqa: PLC0415

    return Markup(figure.svg)  # noqa: S704


def _set(said: str) -> Markup:
    """Escape a text; keep percentages together; set figures of formulas low, of squares high."""
    from markupsafe import Markup, escape  # noqa: PLC0415

    escaped = str(escape(readable(said))).replace(" %", "\N{NO-BREAK SPACE}%")
    if "2" in escaped or "3" in escaped or "4" in escaped or "6" in escaped:
        escaped = FORMULA.sub(r"\1\2<sub>\3</sub>\4", escaped)
        escaped = SQUARE.sub(lambda found: found[1] + HIGH[found[2]], escaped)
    return Markup(escaped)  # noqa: S704


class _Numbers:
    """Numbers of sections, tables and figures."""

    def __init__(self, document: Document) -> None:
        self.sections: dict[str, str] = {}
        numbers = [str(i + 1) for i in range(len(document.sections))]
        letters = [chr(ord("A") + i) for i in range(len(document.annexes))]
        sections = (*document.sections, *document.annexes)
        for number, section in zip((*numbers, *letters), sections, strict=True):
            self._number(section, number)
        blocks = [block for block in document.all_blocks() if not _elsewhere(block)]
        self.tables = _counted(block.key for block in blocks if isinstance(block, Table))
        self.figures = _counted(block.key for block in blocks if isinstance(block, Figure))

    def _number(self, section: Section, number: str) -> None:
        self.sections[section.key] = number
        for i, part in enumerate(section.parts, 1):
            self._number(part, f"{number}.{i}")


def _elsewhere(block: Block) -> bool:
    return isinstance(block, Table) and block.only_workbook


def _counted(keys: Iterator[str]) -> dict[str, int]:
    return {key: i for i, key in enumerate(keys, 1)}
