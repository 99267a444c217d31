"""Finds the Chinese of an English text, in the catalogue that gettext reads."""

from __future__ import annotations

import gettext
import os
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "zh")
"""Languages that people read; English is that of the code."""

DOMAIN = "pvfootprint"
FOLDER = Path(__file__).parent


def translate(template: str, language: str) -> str:
    """Return a text of the catalogue in a language.

    Parameters
    ----------
    template : str
        The English text, as it stands in the code or in the library.
    language : str
        ``en`` or ``zh``.

    Returns
    -------
    str
        The same text in that language; the English one where the catalogue has none.
    """
    if language == "en" or not template:
        return template
    return _catalogue(language).gettext(template)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, FOLDER, [language])


def preferred_language() -> str:
    """Return the language that the user's environment asks for.

    ``PVFOOTPRINT_LANGUAGE``, else the locale: ``LC_ALL``, ``LC_MESSAGES``, ``LANG``.

    Returns
    -------
    str
        ``zh``, or ``en`` for everything else.
    """
    names = ("PVFOOTPRINT_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    named = next((os.environ[name] for name in names if os.environ.get(name)), "")
    return "zh" if named.lower().startswith("zh") else "en"
