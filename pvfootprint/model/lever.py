"""Levers: what would lower a footprint, who can pull it, and how sure its numbers are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pvfootprint.language.texts import Text, in_both, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pvfootprint.model.scenario import Change

CERTAINTIES = {
    "read": text("read in its source"),
    "secondary": text("quoted from others"),
    "choice": text("a choice: how far to go"),
    "estimate": text("estimate of this project"),
}
"""How sure a number of a lever is, the surest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number of a lever.

    Parameters
    ----------
    of : str
        What it is: name of the change and of its field, ``wafer.thickness_um``.
    value : float
        As it stands in the change [unit].
    unit : str
        Its unit.
    source : str
        Key among the lever's sources.
    certainty : str
        A key of :data:`CERTAINTIES`.
    low, high : float, optional
        Range in which it is published or possible [unit].
    note_en, note_zh : str
        What the source says, or how the estimate was made.
    """

    of: str
    value: float
    unit: str
    source: str
    certainty: str
    low: float | None = None
    high: float | None = None
    note_en: str = ""
    note_zh: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Where a lever is valid: how much of a flow a stage takes.

    Parameters
    ----------
    stage, flow : str
        A stage, and the code of the dataset that it takes.
    above, below : float
        More than `above` and at most `below`, per unit of the stage's product [unit of the flow].
    en, zh : str
        What that means: modules with two panes of 2 mm.
    """

    stage: str
    flow: str
    above: float
    below: float
    en: str
    zh: str

    @property
    def meaning(self) -> Text:
        """What the range means."""
        return in_both(self.en, self.zh)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """Something that would lower a footprint.

    Parameters
    ----------
    key : str
        Stable name; of a lever for several stages ``KEY-STAGE``.
    version : str
        Of its file.
    en, zh : str
        What it is called.
    who : str
        Stage whose maker can pull it, a key of :data:`pvfootprint.model.terms.STAGES`.
    explanation_en, explanation_zh : str
        What is done, for a manager.
    needs : tuple of (str, str)
        What it needs, in English and Chinese.
    caution_en, caution_zh : str
        What it costs in certainty, and what it leaves out.
    changes : mapping
        Changes of :mod:`pvfootprint.model.scenario` by name, made in their order.
    numbers : tuple of Number
        Every number of the changes.
    excludes : tuple of str
        Names of levers, or of groups, that it cannot be pulled together with.
    group : str
        Levers of one group exclude each other; empty if it has none.
    valid : tuple of Range
        All hold where it can be pulled.
    places : tuple of str
        Beginnings of the locations of `who` where it can be pulled; anywhere if empty.
    basis : str
        Basis of electricity under which it counts, such as ``market``; any if empty.
    sources : mapping
        Citations by key.
    content_hash : str
        SHA-256 of its file.
    """

    key: str
    version: str
    en: str
    zh: str
    who: str
    explanation_en: str
    explanation_zh: str
    needs: tuple[tuple[str, str], ...]
    caution_en: str
    caution_zh: str
    changes: Mapping[str, Change]
    numbers: tuple[Number, ...]
    excludes: tuple[str, ...] = ()
    group: str = ""
    valid: tuple[Range, ...] = ()
    places: tuple[str, ...] = ()
    basis: str = ""
    sources: Mapping[str, str] = field(default_factory=dict)
    content_hash: str = ""

    @property
    def name(self) -> Text:
        """What it is called."""
        return in_both(self.en, self.zh)

    @property
    def explanation(self) -> Text:
        """What is done."""
        return in_both(self.explanation_en, self.explanation_zh)

    @property
    def caution(self) -> Text:
        """What it costs in certainty."""
        return in_both(self.caution_en, self.caution_zh)

    @property
    def certainty(self) -> str:
        """The least sure of its numbers, a key of :data:`CERTAINTIES`."""
        order = list(CERTAINTIES)
        return max((number.certainty for number in self.numbers), key=order.index, default="read")

    def excluded_by(self, other: Lever) -> bool:
        """Return whether it cannot be pulled together with another lever.

        Parameters
        ----------
        other : Lever
            Another one.

        Returns
        -------
        bool
            True if both are of one group, or one names the other or its group.
        """
        if self.key == other.key:
            return False
        if self.group and self.group == other.group:
            return True
        return self._names(other) or other._names(self)

    def _names(self, other: Lever) -> bool:
        return other.key in self.excludes or bool(other.group and other.group in self.excludes)
