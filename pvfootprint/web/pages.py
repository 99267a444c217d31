"""The pages of the register: facts in, HTML out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.certification.cases import STATUSES
from pvfootprint.language.texts import text
from pvfootprint.web.assets import assets
from pvfootprint.web.certificate_view import certificate_view
from pvfootprint.web.rendering import HTML_LANGUAGES, Frame, absolute_root, render
from pvfootprint.web.site import PER_PAGE
from pvfootprint.web.wording import ABOUT, NOT_PROVEN, Language, labels, names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pvfootprint.web.facts import PublicCertificate
    from pvfootprint.web.site import Row, Site, Summary

__all__ = [
    "about_page",
    "assets",
    "certificate_page",
    "home_page",
    "list_page",
    "not_found_page",
]

PUBLIC_STATUSES = tuple(status for status in STATUSES if status != "not issued")
LANGUAGES: tuple[Language, ...] = ("zh", "en")

PLACE = text("Certificates {first} to {last} in the order of their issue")


def certificate_page(facts: PublicCertificate, site: Site, language: Language) -> str:
    """Render the page of a certificate.

    Parameters
    ----------
    facts : PublicCertificate
        What the register says of it.
    site : Site
        The register.
    language : str
        ``zh`` for ``c/NUMBER/index.html``, ``en`` for ``c/NUMBER/en/index.html``.

    Returns
    -------
    str
        HTML.
    """
    chinese = language == "zh"
    frame = Frame(
        site=site,
        language=language,
        root="../../" if chinese else "../../../",
        other="en/" if chinese else "../",
    )
    return render("certificate", frame, **certificate_view(facts, language))


def list_page(rows: Sequence[Row], site: Site, language: Language, page: int, pages: int) -> str:
    """Render a page of the plain list.

    Parameters
    ----------
    rows : sequence of Row
        Its certificates, the newest first.
    site : Site
        The register.
    language : str
        ``zh`` for ``list/NNN/index.html``, ``en`` for ``en/list/NNN/index.html``.
    page, pages : int
        Which it is, 1 for the oldest certificates, and how many there are. Only the last page and
        the one before it change when another is added.

    Returns
    -------
    str
        HTML.
    """
    chinese = language == "zh"
    back = "list/" if chinese else "en/list/"
    root = "../../" if chinese else "../../../"
    frame = Frame(
        site=site,
        language=language,
        root=root,
        other=f"{root}{'en/list/' if chinese else 'list/'}{page:03d}/",
    )
    first = (page - 1) * PER_PAGE + 1
    return render(
        "list",
        frame,
        rows=rows,
        place=PLACE.said(language).format(first=first, last=first + max(len(rows) - 1, 0)),
        newer=f"{root}{back}{page + 1:03d}/" if page < pages else "",
        older=f"{root}{back}{page - 1:03d}/" if page > 1 else "",
    )


def home_page(summary: Summary, rows: Sequence[Row], site: Site, language: Language) -> str:
    """Render the home page: search, filters, the newest certificates, the state of the register.

    Parameters
    ----------
    summary : Summary
        What it tells of the whole register.
    rows : sequence of Row
        The newest certificates, the newest first.
    site : Site
        The register.
    language : str
        ``zh`` for ``index.html``, ``en`` for ``en/index.html``.

    Returns
    -------
    str
        HTML.
    """
    chinese = language == "zh"
    frame = Frame(
        site=site,
        language=language,
        root="" if chinese else "../",
        other="en/" if chinese else "../",
        here="home",
    )
    words = names("status", language)
    return render(
        "home",
        frame,
        summary=summary,
        rows=rows,
        counts=[(s, summary.statuses[s]) for s in PUBLIC_STATUSES if summary.statuses.get(s)],
        certificates=summary.certificates,
        log_size=summary.size,
        generated=f"{summary.generated:%Y-%m-%d %H:%M} UTC",
        generated_iso=f"{summary.generated:%Y-%m-%dT%H:%M:%SZ}",
        list_address=f"{frame.home}list/{summary.pages:03d}/",
        statuses_choice=[(status, words[status]) for status in PUBLIC_STATUSES],
        stages_choice=list(names("stage", language).items()),
        technologies_choice=list(names("technology", language).items()),
    )


def about_page(site: Site, language: Language) -> str:
    """Render the page that says what the register is, how to check it, and what it proves not.

    Parameters
    ----------
    site : Site
        The register.
    language : str
        ``zh`` for ``about/index.html``, ``en`` for ``en/about/index.html``.

    Returns
    -------
    str
        HTML.
    """
    chinese = language == "zh"
    frame = Frame(
        site=site,
        language=language,
        root="../" if chinese else "../../",
        other="../en/about/" if chinese else "../../about/",
        here="about",
    )
    meanings = names("meaning", language)
    return render(
        "about",
        frame,
        sections=[
            (heading.said(language), [one.said(language) for one in paragraphs])
            for heading, paragraphs in ABOUT
        ],
        meanings=[(status, meanings[status]) for status in PUBLIC_STATUSES],
        not_proven=[said.said(language) for said in NOT_PROVEN],
    )


def not_found_page(site: Site) -> str:
    """Render the page for addresses that lead nowhere, in both languages.

    Parameters
    ----------
    site : Site
        The register. A server shows this page at any depth, so its links are whole paths.

    Returns
    -------
    str
        HTML.
    """
    root = absolute_root(site)
    frame = Frame(site=site, language="zh", root=root, other=f"{root}en/", here="lost")
    both = [
        {
            "language": HTML_LANGUAGES[language],
            "t": labels(language),
            "home": root if language == "zh" else f"{root}en/",
        }
        for language in LANGUAGES
    ]
    return render("lost", frame, both=both)
