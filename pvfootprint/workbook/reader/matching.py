"""Matches what people write with the entries of a list; what is only near is never taken."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from pvfootprint.language.texts import joined, text
from pvfootprint.workbook.choices import Choice, spellings
from pvfootprint.workbook.reader.found_sheet import key_text
from pvfootprint.workbook.reader.report import shown

if TYPE_CHECKING:
    from pvfootprint.workbook.choices import Choices
    from pvfootprint.workbook.layout import Column
    from pvfootprint.workbook.reader.report import Place

LIKE = 0.6
"""How alike an entry must be to be suggested [-]."""

SUGGESTED, LISTED = 3, 12
OWN = "own:"
LONGEST_COMPARED = 80
"""Longer texts are not compared with the list: that takes time and finds nothing."""

YES = frozenset({"yes", "y", "true", "是", "√", "✓", "✔", "☑", "对", "1"})
NO = frozenset({"no", "n", "false", "否", "×", "✗", "✘", "不是", "0"})


class Matcher:
    """Finds entries of the lists of one workbook.

    Parameters
    ----------
    choices : dict
        Entries by name of the list.
    """

    def __init__(self, choices: Choices) -> None:
        self.choices = choices
        self._names: dict[str, dict[str, list[Choice]]] = {}
        self._near = cache(self._suggest)

    def match(self, typed: str, column: Column, place: Place) -> str | None:
        """Return the key of the entry that somebody typed.

        Parameters
        ----------
        typed : str
            What stands in the cell.
        column : Column
            Names the list.
        place : Place
            Takes WBK-040.

        Returns
        -------
        str, optional
            The entry's key; the text itself where the column allows others, and where the list
            is that of keys in the same workbook; None if there is no such entry.
        """
        plain = " ".join(typed.split())
        if column.choices.startswith(OWN):
            return plain
        same = {choice.key for choice in self._entries(column.choices).get(key_text(plain), [])}
        if len(same) == 1:
            return same.pop()
        if column.other and not same:
            return plain
        self._say_unknown(plain, column, place)
        return None

    def flag(self, value: object, column: Column, place: Place) -> bool | None:
        """Return whether somebody said yes; None with WBK-040 if they said neither."""
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        plain = key_text(value)
        if plain in YES or plain in NO:
            return plain in YES
        key = self.choices.get("flags", ())
        found = [c.key for c in key if plain in {key_text(name) for name in spellings(c)}]
        if found:
            return found[0] == "yes"
        place.add(
            "WBK-040",
            text("this is not on the list"),
            found=shown(value),
            expected=joined(" or ", [text("yes"), text("no")]),
            hint=text("choose from the list in the cell"),
        )
        return None

    def names(self, name: str, key: str) -> str:
        """Return the name of an entry, for findings."""
        return next((c.name for c in self.choices.get(name, ()) if c.key == key), key)

    def _entries(self, name: str) -> dict[str, list[Choice]]:
        if name not in self._names:
            entries: dict[str, list[Choice]] = {}
            for choice in self.choices[name]:
                for written in {key_text(spelling) for spelling in spellings(choice)}:
                    entries.setdefault(written, []).append(choice)
            self._names[name] = entries
        return self._names[name]

    def _suggest(self, name: str, typed: str) -> tuple[Choice, ...]:
        entries = self._entries(name)
        if len(typed) > LONGEST_COMPARED:
            return ()
        near = get_close_matches(typed, entries, SUGGESTED + 2, LIKE)
        inside = [e for e in entries if len(typed) >= 2 and typed in e][:SUGGESTED]
        found = {c.key: c for written in [*near, *inside] for c in entries[written]}
        return tuple(found.values())[:SUGGESTED]

    def _say_unknown(self, typed: str, column: Column, place: Place) -> None:
        near = self._near(column.choices, key_text(typed))
        offered = [choice.name for choice in self.choices[column.choices] if choice.offered]
        listed = joined(", ", offered[:LISTED])
        if len(offered) > LISTED:
            listed = text("{some} and {count} more", some=listed, count=len(offered) - LISTED)
        hint = text("choose from the list in the cell")
        if near:
            hint = text(
                "is it {names}? Choose it from the list in the cell",
                names=joined(" or ", [choice.name for choice in near]),
            )
        place.add(
            "WBK-040",
            text("this is not on the list"),
            found=shown(typed),
            expected=listed,
            hint=hint,
        )
