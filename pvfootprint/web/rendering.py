"""Renders the templates of the pages: compiled once, everything escaped."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pvfootprint.documents.templating import new_environment, with_formulas
from pvfootprint.web.assets import asset_names
from pvfootprint.web.wording import Language, labels, names

if TYPE_CHECKING:
    import jinja2
    from markupsafe import Markup

    from pvfootprint.model.certificate_record import Party
    from pvfootprint.web.site import Site

HTML_LANGUAGES = {"zh": "zh-CN", "en": "en"}
"""Languages as pages name them (BCP 47)."""

HIDDEN = {"Cc", "Cf", "Cn", "Co", "Cs"}
"""Unicode categories of characters that show nothing, or that turn those beside them."""

BREAKS = "\t\n\v\f\r"
"""Characters among them that a page shows as a space."""

KEPT = 4096
"""Texts that are remembered: names, units and shares repeat from page to page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Where a page lies.

    Parameters
    ----------
    site : Site
        The register.
    language : str
        ``zh`` or ``en``.
    root : str
        From the page to the register's folder: ``../../``.
    other : str
        From the page to the same page in the other language.
    here : str
        What the page is: ``home``, ``about``, ``lost``; empty for any other.
    """

    site: Site
    language: Language
    root: str
    other: str
    here: str = ""

    @property
    def home(self) -> str:
        """From the page to the home page in its language."""
        return self.root + ("" if self.language == "zh" else "en/") or "./"


def render(template: str, frame: Frame, **values: object) -> str:
    """Render a page.

    Parameters
    ----------
    template : str
        Name of the template in ``templates/web``.
    frame : Frame
        Where the page lies.
    **values : object
        What the template shows; every string is escaped.

    Returns
    -------
    str
        HTML.
    """
    language = frame.language
    other: Language = "en" if language == "zh" else "zh"
    return (
        environment()
        .get_template(f"web/{template}.html.jinja")
        .render(
            frame=frame,
            site=frame.site,
            root=frame.root,
            home=frame.home,
            language=language,
            certifier=own_name(frame.site.certifier, language),
            html_language=HTML_LANGUAGES[language],
            other_html_language=HTML_LANGUAGES[other],
            t=labels(language),
            statuses=names("status", language),
            script=names("script", language),
            assets=asset_names(),
            suffix="" if language == "zh" else "en/",
            colon="：" if language == "zh" else ": ",
            comma="，" if language == "zh" else ", ",
            **values,
        )
    )


def own_name(party: Party, language: Language) -> str:
    """Return the name of a company in the language of a page, or the one that it has."""
    return (party.name_en or party.name) if language == "en" else party.name


def absolute_root(site: Site) -> str:
    """Return the register's folder as a path on its server: ``/``, ``/register/``."""
    return urlsplit(site.base_url).path.rstrip("/") + "/"


@cache
def environment() -> jinja2.Environment:
    """Return the environment in which the templates are compiled."""
    made = new_environment(auto_reload=False, finalize=_shown)
    made.filters["formula"] = formula
    return made


def _shown(value: object) -> object:
    """Show what a template writes; what cannot be seen stands as its code point."""
    return visible(value) if type(value) is str else value


def visible(said: str) -> str:
    """Return a text in which nothing is hidden.

    Parameters
    ----------
    said : str
        From anywhere.

    Returns
    -------
    str
        Control characters and those that turn the direction of the text stand as ``[U+202E]``, as
        on the papers.
    """
    if said.isprintable():
        return said
    return "".join(f"[U+{ord(one):04X}]" if _hidden(one) else one for one in said)


def _hidden(character: str) -> bool:
    """Say whether a reader cannot see it; search.js asks the same."""
    return unicodedata.category(character) in HIDDEN and character not in BREAKS


@lru_cache(maxsize=KEPT)
def formula(said: str) -> Markup:
    """Escape a text, and set the figures of gases low and those of square metres high."""
    from markupsafe import Markup, escape  # noqa: PLC0415

    return Markup(with_formulas(str(escape(visible(said)))))  # noqa: S704
