"""Rule sets as read, and what a check of a study against one says."""

from __future__ import annotations

from dataclasses import dataclass

CERTAINTIES = ("read", "secondary", "to be confirmed", "own")
"""How sure a clause is: its text was read; others quote it; to be confirmed against the standard;
a choice of the rule set itself."""

OUTCOMES = ("passes", "fails", "asks")
"""A rule is kept, is broken, or needs evidence that is not there."""

Value = str | float | int | bool | tuple[str, ...] | dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One thing that a rule set lays down.

    Parameters
    ----------
    key : str
        Section and name: ``cut_off.per_flow``.
    value : str, number, bool, tuple or dict
        What is laid down.
    unit : str
        Unit of a number, ``-`` for a share; empty for other values.
    basis : tuple of str
        Standards with their clauses: ``ISO 14067:2018, 6.3.4.3``.
    certainty : str
        A value of :data:`CERTAINTIES`.
    en, zh : str
        What it means, for people.
    note_en, note_zh : str
        What a reader must know, such as why it is not certain.
    """

    key: str
    value: Value
    unit: str
    basis: tuple[str, ...]
    certainty: str
    en: str
    zh: str
    note_en: str = ""
    note_zh: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """A set of accounting rules.

    Parameters
    ----------
    key, version : str
        ``yancheng-pilot``, and its version.
    title, title_zh : str
        Name for people.
    status : str
        ``draft`` or ``in force``.
    basis : tuple of str
        Standards that it stands on.
    clauses : dict
        By key, in the order of the file.
    content_hash : str
        SHA-256 of the file.
    """

    key: str
    version: str
    title: str
    title_zh: str
    status: str
    basis: tuple[str, ...]
    clauses: dict[str, Clause]
    content_hash: str

    def value(self, key: str) -> Value:
        """Return what a clause lays down; the reader guarantees that every known key is there."""
        return self.clauses[key].value

    def number(self, key: str) -> float:
        """Return the value of a clause that holds a number [unit of the clause]."""
        value = self.value(key)
        if isinstance(value, (int, float)):
            return float(value)
        msg = f"{key} holds no number"
        raise TypeError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one rule says of a study.

    Parameters
    ----------
    code : str
        Stable code of the rule: ``CUT-001``.
    title, title_zh : str
        What the rule asks for.
    outcome : str
        A value of :data:`OUTCOMES`.
    message, message_zh : str
        What was found.
    found, expected : str
        Value and limit, in English and Chinese alike.
    hint, hint_zh : str
        How to mend it, or which evidence is needed.
    clause : str
        Key of the clause it enforces.
    basis : tuple of str
        Its standards and clauses.
    certainty : str
        As :attr:`Clause.certainty`.
    where : tuple of str
        Workbooks, sheets and cells, or stages and processes, that it is about.
    """

    code: str
    title: str
    title_zh: str
    outcome: str
    message: str
    message_zh: str
    found: str = ""
    expected: str = ""
    hint: str = ""
    hint_zh: str = ""
    clause: str = ""
    basis: tuple[str, ...] = ()
    certainty: str = "own"
    where: tuple[str, ...] = ()
