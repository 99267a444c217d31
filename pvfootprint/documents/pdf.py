"""Sets an HTML page as PDF/A-3u, with files attached; nothing is fetched from anywhere."""

from __future__ import annotations

import datetime
import gc
import hashlib
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, NoReturn

from pvfootprint.documents.fonts import required_font

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

VARIANT = "pdf/a-3u"
"""PDF/A-3 (ISO 19005-3:2012), conformance level U: every character can be read out as Unicode."""

MADE = datetime.datetime(1980, 1, 1)
"""Stands where the time of an attachment must stand: the same report gives the same bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A file inside a PDF.

    Parameters
    ----------
    name, description : str
        What programs show.
    content : bytes
        What it holds.
    relationship : str
        ``Data`` for what the document shows, ``Supplement`` for what it adds
        (ISO 19005-3:2012, annex E).
    """

    name: str
    description: str
    content: bytes
    relationship: str


def make_pdf(page: str, attachments: Sequence[Attached] = ()) -> bytes:
    """Set a page.

    Parameters
    ----------
    page : str
        HTML that refers to nothing outside.
    attachments : sequence of Attached
        What goes into the file.

    Returns
    -------
    bytes
        The PDF; the same page and attachments give the same bytes.

    Raises
    ------
    OutputError
        OUT-002 if the font is not installed.
    """
    import weasyprint  # noqa: PLC0415

    required_font()
    digest = hashlib.sha256(page.encode())
    for one in attachments:
        digest.update(one.content)
    files = [
        weasyprint.Attachment(
            string=one.content,
            name=one.name,
            description=one.description,
            created=MADE,
            modified=MADE,
            relationship=one.relationship,
        )
        for one in attachments
    ]
    with _collected_once():
        html = weasyprint.HTML(string=page, url_fetcher=_no_fetcher(), base_url="about:blank")
        pdf: bytes = html.write_pdf(
            finisher=_name_attachments_once,
            font_config=_font_configuration(),
            attachments=files,
            pdf_variant=VARIANT,
            pdf_identifier=digest.digest()[:16],
        )
        del html
    return pdf


@contextmanager
def _collected_once() -> Iterator[None]:
    """Look for garbage at the end only, and only in what was made meanwhile.

    Setting makes millions of small objects that live to the end: looking for garbage among them
    takes a tenth of the time. What was there before, such as the library, is more still, and none
    of it becomes garbage.
    """
    collecting, others = gc.isenabled(), gc.get_freeze_count()
    gc.disable()
    if not others:
        gc.freeze()
    try:
        yield
        gc.collect()
    finally:
        if not others:
            gc.unfreeze()
        if collecting:
            gc.enable()


def _name_attachments_once(_: object, pdf: Any) -> None:  # noqa: ANN401
    """Leave one reference to each attachment: WeasyPrint writes two."""
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = list(dict.fromkeys(pdf.catalog["AF"]))


@cache
def _font_configuration() -> Any:  # noqa: ANN401
    """Return what knows the fonts; making it anew takes time and memory that is not given back."""
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    return FontConfiguration()


@cache
def _no_fetcher() -> Any:  # noqa: ANN401
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    class NoFetcher(URLFetcher):  # type: ignore[misc]
        """Refuses every address, of files too."""

        def fetch(self, url: str, headers: object = None) -> NoReturn:
            msg = f"a report refers to nothing outside: {url[:200]}"
            raise ValueError(msg)

    return NoFetcher()
