"""Collects what is wrong with one workbook."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pvfootprint.model.findings import Finding, has_errors

if TYPE_CHECKING:
    from pvfootprint.workbook.reader.found_sheet import FoundSheet

SHOWN = 80
"""Longest piece of a cell that a finding repeats [characters]."""


@dataclass(slots=True)
class Report:
    """Findings of one workbook.

    Parameters
    ----------
    file : str
        Name of the workbook, as given.
    findings : list of Finding
        What was found so far.
    """

    file: str
    findings: list[Finding] = field(default_factory=list)

    def add(
        self,
        code: str,
        message: str,
        *,
        sheet: str = "",
        cell: str = "",
        severity: str = "error",
        **details: str,
    ) -> None:
        """Add a finding.

        Parameters
        ----------
        code, message : str
            As in :class:`pvfootprint.model.findings.Finding`.
        sheet, cell : str
            Where, as the workbook names it.
        severity : str
            ``error``, ``warning`` or ``question``.
        **details : str
            ``column``, ``found``, ``expected``, ``hint``.
        """
        finding = Finding(
            code,
            message,
            file=self.file,
            sheet=sheet,
            cell=cell,
            severity=severity,
            **details,  # type: ignore[arg-type]
        )
        self.findings.append(finding)

    @property
    def has_errors(self) -> bool:
        """Whether anything forbids going on."""
        return has_errors(self.findings)


@dataclass(frozen=True, slots=True)
class Place:
    """A cell to which findings belong.

    Parameters
    ----------
    report : Report
        Takes the findings.
    found : FoundSheet
        The sheet.
    cell : str
        Such as ``C12``.
    column : str
        Heading, as it stands in the workbook.
    """

    report: Report
    found: FoundSheet
    cell: str
    column: str

    def add(self, code: str, message: str, *, severity: str = "error", **details: str) -> None:
        """Add a finding about this cell; see :meth:`Report.add`."""
        if severity == "error":
            self.found.wrong.add(self.cell)
        self.report.add(
            code,
            message,
            sheet=self.found.title,
            cell=self.cell,
            severity=severity,
            column=self.column,
            **details,
        )


def shown(value: object) -> str:
    """Return what a cell holds for a finding: one line, shortened, without control characters."""
    plain = " ".join(str(value).split())
    plain = "".join(character for character in plain if character.isprintable())
    return plain if len(plain) <= SHOWN else f"{plain[:SHOWN]}…"
