"""A paper on letterhead as plain data: letters, reports and agreements of a certifier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.documents.blocks import EMPTY, Section, Words, words
from pvfootprint.documents.measuring import shortened
from pvfootprint.documents.pdf import make_pdf
from pvfootprint.documents.webpage import webpage
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pvfootprint.documents.blocks import Block, Facts
    from pvfootprint.documents.pdf import Attached

TEMPLATE = "paper"

RUNNING, HEAD_ROOM, FOOT_ROOM = 7.0, 215.0, 300.0
"""Size of the running lines, and the room of each beside what stands right of it [pt]."""

WRITTEN = (
    words(text("Name and office")),
    words(text("Signature and seal")),
    words(text("Place and date")),
)
"""What is written by hand where a paper is signed."""

PAGE = text("page {number} of {count}", number='" counter(page) "', count='" counter(pages) "')
"""Foot of each page, inside a string of CSS."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """Who writes.

    Parameters
    ----------
    name : Words
        Name of the certifier.
    lines : tuple of Words
        Approval, address, contact.
    test : Words
        What stands on every page of a test; empty for papers that count.
    """

    name: Words
    lines: tuple[Words, ...]
    test: Words = EMPTY


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedBy:
    """A place for a signature: for whom, and lines that are printed above those to fill in."""

    who: Words
    lines: tuple[Words, ...] = ()
    written: tuple[Words, ...] = WRITTEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper.

    Parameters
    ----------
    head : Letterhead
        Who writes.
    title : Words
        What it is.
    number : str
        What it is about: number of an application or of a certificate.
    addressee : tuple of Words
        To whom, line by line; none for a paper that stays in the house.
    reference : Facts
        Number, date, who is responsible.
    sections : tuple of Section
        What it says; a section without title has no heading.
    numbered : bool
        Whether its headings have numbers.
    signed : tuple of SignedBy
        Places for signatures.
    closing : tuple of Words
        Small print at the end.
    """

    head: Letterhead
    title: Words
    number: str
    addressee: tuple[Words, ...]
    reference: Facts
    sections: tuple[Section, ...]
    numbered: bool = False
    signed: tuple[SignedBy, ...] = ()
    closing: tuple[Words, ...] = ()

    @property
    def annexes(self) -> tuple[Section, ...]:
        """None: a paper's annexes are papers of their own."""
        return ()

    @property
    def page(self) -> tuple[str, str]:
        """Foot of each page, inside strings of CSS."""
        return PAGE.zh, PAGE.en

    @property
    def running(self) -> tuple[str, str]:
        """What stands at the head and at the foot of every page, to the left."""
        named = (self.title.zh, self.title.en) if not self.title.one else (self.title.en,)
        head = _line(HEAD_ROOM, self.head.name.zh, self.head.name.en)
        return head, _line(FOOT_ROOM, self.number, *named)

    def all_blocks(self) -> Iterator[Block]:
        """Yield every block, in order."""
        for section in self.sections:
            yield from section.all_blocks()


def _line(room: float, *parts: str) -> str:
    line = " · ".join(dict.fromkeys(part for part in parts if part))
    return shortened(line, RUNNING, room)


def paper_pdf(paper: Paper, attachments: Sequence[Attached] = ()) -> bytes:
    """Set a paper.

    Parameters
    ----------
    paper : Paper
        What it says.
    attachments : sequence of Attached
        Files inside it.

    Returns
    -------
    bytes
        PDF/A-3u; the same paper and attachments give the same bytes.

    Raises
    ------
    OutputError
        OUT-002 if the font is missing.
    """
    return make_pdf(webpage(paper, TEMPLATE), attachments)
