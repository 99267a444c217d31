"""Findings and errors: what is wrong, where, and how to mend it.

Exceptions
----------
::

    PvfootprintError
     +-- LibraryError      a file of inventories/ or methods/ is wrong
     +-- SelectionError    what was asked for is not there or not possible
     +-- CalculationError  the product system has no sound solution
     +-- OutputError       a result could not be written
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

CODES = {
    "CAC-001": "cache folder cannot be written",
    "CAL-001": "the product system is singular",
    "CAL-002": "a result is not a finite number",
    "CAL-003": "a process would have to run backwards",
    "LIB-001": "row or section out of place",
    "LIB-002": "required field missing",
    "LIB-003": "value not allowed",
    "LIB-004": "not a finite number",
    "LIB-005": "exchange links nowhere",
    "LIB-006": "exchange links to more than one dataset",
    "LIB-007": "unit of user and supplier differ",
    "LIB-008": "source key does not resolve",
    "LIB-009": "identity used twice",
    "LIB-010": "row repeated",
    "LIB-011": "spread contradicts its amount",
    "LIB-012": "characterization factor missing",
    "LIB-013": "silicon balance does not close",
    "LIB-014": "file missing or unreadable",
    "LIB-015": "not exactly one production exchange",
    "LIB-016": "formula contradicts its amount",
    "LIB-017": "formula not understood",
    "LIB-018": "value far from its neighbours, without an explanation",
    "OUT-001": "output cannot be written",
    "OUT-002": "font missing",
    "SEL-001": "unknown stage",
    "SEL-002": "unknown technology",
    "SEL-003": "unknown design",
    "SEL-004": "unknown location",
    "SEL-005": "unknown vintage",
    "SEL-006": "product not understood",
    "SEL-007": "declared unit not possible for this product",
    "SEL-008": "a quantity is needed for this declared unit",
    "SEL-009": "quantity out of range",
    "SEL-010": "no electricity data for this year",
    "SEL-011": "unknown GWP set",
    "SEL-012": "unknown dataset",
    "SEL-013": "unknown parameter",
    "SEL-014": "electricity not known",
    "SEL-015": "quantity without effect",
}
"""Every code that a finding can carry, with its meaning."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong.

    Parameters
    ----------
    code : str
        A key of :data:`CODES`; stable across versions.
    message : str
        What is wrong, in one sentence.
    file : str
        File in which it stands, relative to the data folder; empty if none.
    line : int, optional
        Line of the file, counted from 1.
    column : str
        Column or field.
    found : str
        What stands there.
    allowed : str
        What may stand there.
    hint : str
        How to mend it.
    severity : str
        ``error`` or ``warning``.
    """

    code: str
    message: str
    file: str = ""
    line: int | None = None
    column: str = ""
    found: str = ""
    allowed: str = ""
    hint: str = ""
    severity: str = "error"

    def __post_init__(self) -> None:
        """Refuse a code that is not in the list."""
        if self.code not in CODES:
            msg = f"finding code {self.code} is not listed in CODES"
            raise ValueError(msg)

    @property
    def place(self) -> str:
        """Where it stands: ``file:line, column``, as far as known."""
        line = f":{self.line}" if self.line else ""
        where = f"{self.file}{line}"
        return ", ".join(part for part in (where, self.column) if part)

    def __str__(self) -> str:
        """Return the finding as text: what, where, found, allowed, how to mend it."""
        text = f"{self.code}: {self.message}"
        details = (
            ("at", self.place),
            ("found", self.found),
            ("allowed", self.allowed),
            ("mend", self.hint),
        )
        return text + "".join(f"\n  {label}: {value}" for label, value in details if value)

    def to_dict(self) -> dict[str, object]:
        """Return the finding as a dictionary of JSON values."""
        return asdict(self)


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


class LibraryError(PvfootprintError):
    """A file of ``inventories/`` or ``methods/`` is wrong."""


class SelectionError(PvfootprintError):
    """What was asked for is not there or not possible."""


class CalculationError(PvfootprintError):
    """The product system has no sound solution."""


class OutputError(PvfootprintError):
    """A result could not be written."""
