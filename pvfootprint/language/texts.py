"""Texts that people read: English strings that know their Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.language.catalogue import translate

if TYPE_CHECKING:
    from collections.abc import Iterable


class Text(str):
    """An English text that can be said in Chinese.

    It is the English string, so it can stand wherever a string stands; only :meth:`said` and
    :attr:`zh` look further.

    Parameters
    ----------
    template : str
        The English text, with ``{name}`` for each value; the key of the catalogue.
    values : dict, optional
        Values by name; texts among them are translated too.
    """

    __slots__ = ("template", "values")

    template: str
    values: dict[str, object]

    def __new__(cls, template: str, values: dict[str, object] | None = None) -> Text:
        """Make the English string."""
        values = values or {}
        made = super().__new__(cls, template.format(**values) if values else template)
        made.template = template
        made.values = values
        return made

    def __reduce__(self) -> tuple[type[Text], tuple[str, dict[str, object]]]:
        """Keep template and values when the text is sent to another process."""
        return Text, (self.template, self.values)

    def said(self, language: str) -> str:
        """Return the text in a language.

        Parameters
        ----------
        language : str
            ``en``, ``zh``, or ``both`` for the Chinese and the English.

        Returns
        -------
        str
            Plain text.
        """
        if language == "en":
            return str.__str__(self)
        if language == "both":
            chinese = self.said("zh")
            return str(self) if chinese == self else f"{chinese} {self}"
        template = translate(self.template, language)
        if not self.values:
            return template
        return template.format(**{name: said(v, language) for name, v in self.values.items()})

    @property
    def en(self) -> str:
        """The English."""
        return str.__str__(self)

    @property
    def zh(self) -> str:
        """The Chinese."""
        return self.said("zh")


def text(template: str, /, **values: object) -> Text:
    """Make a text of the catalogue.

    Parameters
    ----------
    template : str
        The English text as a literal, so that it can be found and translated; ``{name}`` stands
        for a value, with Python's format specifications. Or a variable with a name of the library.
    **values : object
        What stands in it.

    Returns
    -------
    Text
        The English string, which knows its Chinese.
    """
    return Text(template, values)


class _Both(Text):
    """A text that brings its own Chinese."""

    __slots__ = ()

    def __reduce__(self) -> tuple[type[Text], tuple[str, dict[str, object]]]:
        return _Both, (self.template, self.values)

    def said(self, language: str) -> str:
        english, chinese = str(self.values["en"]), str(self.values["zh"])
        if language == "both":
            return english if chinese == english else f"{chinese} {english}"
        return chinese if language == "zh" else english


def in_both(english: str, chinese: str) -> Text:
    """Make a text whose Chinese is not in the catalogue, because a file of data holds both.

    Parameters
    ----------
    english, chinese : str
        As they stand in the file.

    Returns
    -------
    Text
        The English string, which knows its Chinese.
    """
    return _Both("{en}", {"en": english, "zh": chinese})


def joined(separator: str, parts: Iterable[str]) -> Text:
    """Join texts with a separator, each to be translated on its own.

    Parameters
    ----------
    separator : str
        A key of :data:`SEPARATORS`, said in the other language; any other string stays as it is.
    parts : iterable of str
        Texts and strings; empty ones are left out.

    Returns
    -------
    Text
        All of them.
    """
    found = [part for part in parts if part]
    values: dict[str, object] = {f"p{i}": part for i, part in enumerate(found)}
    values["s"] = SEPARATORS.get(separator, separator)
    return Text("{s}".join(f"{{p{i}}}" for i in range(len(found))), values)


def said(value: object, language: str) -> object:
    """Return a text in a language, and anything else as it is."""
    return value.said(language) if isinstance(value, Text) else value


SEPARATORS = {", ": text(", "), "; ": text("; "), " or ": text(" or ")}
"""What stands between the parts of a list."""
