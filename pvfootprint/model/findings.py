"""Findings and errors: what is wrong, where, and how to mend it.

Exceptions
----------
::

    PvfootprintError
     +-- LibraryError      a file of inventories/ or methods/ is wrong
     +-- SupplyError       the data of companies do not link to a supply chain
     +-- SelectionError    what was asked for is not there or not possible
     +-- CalculationError  the product system has no sound solution
     +-- OutputError       a result could not be written
     +-- RulesError        a study breaks a rule, where that stops the check
     +-- RegistryError     the registry is wrong, or cannot be reached
     +-- CertificationError  an act of the certification is not allowed, or lacks something
     +-- SignatureError    a key of the certifier cannot sign, or a signature does not hold
     +-- AnalysisError     a scenario, a lever, a spread or a batch is wrong
     +-- SubmissionError   a submission, a sealed part or a key is wrong
     +-- CredentialError   a signed credential, a list of states or a key of the web does not hold
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from pvfootprint.language.texts import said, text
from pvfootprint.model.codes import CODES

if TYPE_CHECKING:
    from collections.abc import Iterable


WORDS = ("message", "expected", "hint")
"""Fields of a finding that are words, and stand in JSON in Chinese too."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong.

    Parameters
    ----------
    code : str
        A key of :data:`pvfootprint.model.codes.CODES`; stable across versions.
    message : str
        What is wrong, in one sentence.
    file : str
        File in which it stands, relative to the data folder; empty if none.
    line : int, optional
        Line of the file, counted from 1.
    column : str
        Column or field.
    sheet, cell : str
        Sheet of a workbook and cell in it, such as ``C12``.
    found : str
        What stands there.
    expected : str
        What may stand there.
    hint : str
        How to mend it.
    severity : str
        ``error``, ``warning``, or ``question`` for what may be right and needs a word.
    """

    code: str
    message: str
    file: str = ""
    line: int | None = None
    column: str = ""
    found: str = ""
    expected: str = ""
    hint: str = ""
    severity: str = "error"
    sheet: str = ""
    cell: str = ""

    def __post_init__(self) -> None:
        """Refuse a code that is not in the list."""
        if self.code not in CODES:
            msg = f"finding code {self.code} is not listed in CODES"
            raise ValueError(msg)

    @property
    def place(self) -> str:
        """Where it stands, as far as known: ``file:line, column`` or ``file, sheet!cell``."""
        line = f":{self.line}" if self.line else ""
        inside = "!".join(part for part in (self.sheet, self.cell) if part)
        return ", ".join(part for part in (f"{self.file}{line}", inside, self.column) if part)

    def said(self, language: str) -> str:
        """Return the finding as text: what, where, found, expected, how to mend it.

        Parameters
        ----------
        language : str
            ``en``, ``zh`` or ``both``.

        Returns
        -------
        str
            A line for the message and one for each detail that is known.
        """
        details = (
            (text("at"), self.place),
            (text("found"), self.found),
            (text("expected"), self.expected),
            (text("mend"), self.hint),
        )
        colon = "：" if language == "zh" else ": "
        return f"{self.code}{colon}{said(self.message, language)}" + "".join(
            f"\n  {label.said(language)}{colon}{said(value, language)}"
            for label, value in details
            if value
        )

    def __str__(self) -> str:
        """Return the finding as English text."""
        return self.said("en")

    def to_dict(self) -> dict[str, object]:
        """Return the finding as a dictionary of JSON values, its words in both languages."""
        chinese = {f"{name}_zh": said(getattr(self, name), "zh") for name in WORDS}
        return {**asdict(self), **chinese}


def has_errors(findings: Iterable[Finding]) -> bool:
    """Return whether an error is among findings.

    Parameters
    ----------
    findings : iterable of Finding
        Errors, warnings and questions.

    Returns
    -------
    bool
        False if all are warnings and questions, or there are none.
    """
    return any(finding.severity == "error" for finding in findings)


class PvfootprintError(Exception):
    """Something is wrong; the findings say what.

    Parameters
    ----------
    findings : iterable of Finding
        Everything that was found, never only the first.
    """

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))

    def __reduce__(self) -> tuple[type[PvfootprintError], tuple[tuple[Finding, ...]]]:
        """Keep the findings when the error comes from another process."""
        return type(self), (self.findings,)


class LibraryError(PvfootprintError):
    """A file of ``inventories/`` or ``methods/`` is wrong."""


class InstallError(PvfootprintError):
    """A set of inventories cannot be installed, or an installed one cannot be used."""


class SupplyError(PvfootprintError):
    """The data of companies do not link to a supply chain."""


class SelectionError(PvfootprintError):
    """What was asked for is not there or not possible."""


class CalculationError(PvfootprintError):
    """The product system has no sound solution."""


class OutputError(PvfootprintError):
    """A result could not be written."""


class RulesError(PvfootprintError):
    """A study breaks a rule, where that stops the check."""


class RegistryError(PvfootprintError):
    """The registry is wrong, or cannot be reached."""


class CertificationError(PvfootprintError):
    """An act of the certification is not allowed, or lacks something."""


class DatabaseError(PvfootprintError):
    """An act of the base database is not allowed, or its data are wrong."""


class SignatureError(PvfootprintError):
    """A key of the certifier cannot sign, or a signature does not hold."""


class AnalysisError(PvfootprintError):
    """A scenario, a lever, a spread, a batch or its results are wrong, or cannot be."""


class SubmissionError(PvfootprintError):
    """A submission, a sealed part or a key is wrong."""


class CredentialError(PvfootprintError):
    """A signed credential, a list of states or a key of the web does not hold."""
