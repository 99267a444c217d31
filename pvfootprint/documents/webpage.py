"""Sets a document as one HTML page: for the screen, and for the PDF."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from pvfootprint.documents.blocks import Commands, Facts, Figure, Items, Paragraph, Table
from pvfootprint.documents.columns import column_widths
from pvfootprint.documents.measuring import readable, shortened
from pvfootprint.documents.templating import new_environment, with_formulas
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    import jinja2
    from markupsafe import Markup

    from pvfootprint.documents.blocks import Block, Document, Section
    from pvfootprint.documents.paper import Paper

BLOCKS = "common/blocks.css"

RUNNING, RUNNING_ROOM = 7.0, 330.0
"""Size of the running head, and its room beside the name of the chapter [pt]."""

NUMBER = re.compile(r"(?<![\w-])[A-Z]{2,}(?:-[A-Z0-9]{1,8}){2,5}(?![\w-])")
"""Numbers of applications and certificates, which stay on one line."""

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


def webpage(document: Document | Paper, template: str) -> str:
    """Set a document.

    Parameters
    ----------
    document : Document or Paper
        Whatever text it holds is escaped; only its drawings go in as they are.
    template : str
        Folder and name of the template: ``report`` or ``paper``.

    Returns
    -------
    str
        HTML with its style and its drawings inside; it refers to nothing outside.
    """
    environment = _environment()
    style = "\n".join(_source(name) for name in (BLOCKS, f"{template}/{template}.css"))
    return environment.get_template(f"{template}/{template}.html.jinja").render(
        document=document, style=style, labels=LABELS, numbers=_Numbers(document)
    )


@cache
def _source(name: str) -> str:
    environment = _environment()
    source, _, _ = environment.loader.get_source(environment, name)  # type: ignore[union-attr]
    return source


@cache
def _environment() -> jinja2.Environment:
    environment = new_environment()
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
    """Escape a text; keep percentages and numbers together; set formulas low, squares high."""
    from markupsafe import Markup, escape  # noqa: PLC0415

    escaped = str(escape(readable(said))).replace(" %", "\N{NO-BREAK SPACE}%")
    escaped = with_formulas(escaped)
    if "-" in escaped:
        escaped = NUMBER.sub(r'<span class="whole">\g<0></span>', escaped)
    return Markup(escaped)  # noqa: S704


class _Numbers:
    """Numbers of sections, tables and figures."""

    def __init__(self, document: Document | Paper) -> None:
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
