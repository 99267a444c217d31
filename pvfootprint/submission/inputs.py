"""Reads what companies sent: workbooks and sealed parts, as one set of files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding, PvfootprintError, SubmissionError, has_errors
from pvfootprint.submission.archives import is_safe_name, read_bytes, same_names, shown
from pvfootprint.submission.folders import files_in
from pvfootprint.submission.parts import ENDING as PART
from pvfootprint.submission.parts import read_part
from pvfootprint.submission.stating import check_total
from pvfootprint.workbook.reading import read_content

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pvfootprint.model.inventory import Library
    from pvfootprint.model.site import SiteInventory
    from pvfootprint.model.summary import SupplySummary
    from pvfootprint.submission.parts import SealedPart

WORKBOOK = ".xlsx"
ENDINGS = (WORKBOOK, PART)


@dataclass(frozen=True, slots=True)
class Inputs:
    """What files of companies say.

    Parameters
    ----------
    files : dict
        Content by file name, in the order of the names.
    sites : tuple of SiteInventory
        Of the workbooks that could be read.
    parts : tuple of SealedPart
        Of the sealed parts whose signature holds.
    findings : tuple of Finding
        About any of them.
    """

    files: dict[str, bytes]
    sites: tuple[SiteInventory, ...]
    parts: tuple[SealedPart, ...]
    findings: tuple[Finding, ...]

    @property
    def summaries(self) -> tuple[SupplySummary, ...]:
        """What the sealed parts give to the chain."""
        return tuple(part.summary for part in self.parts)

    def site_of(self, file: str) -> SiteInventory | None:
        """Return the inventory of a workbook, if it could be read."""
        return next((site for site in self.sites if site.source == file), None)


def expand(paths: Iterable[Path]) -> tuple[list[Path], str]:
    """Put the workbooks and sealed parts of folders in the place of the folders.

    Parameters
    ----------
    paths : iterable of Path
        Files and folders.

    Returns
    -------
    list of Path
        Files.
    str
        Name of the first file, if it is named itself and is a workbook: it leads.
    """
    paths = list(paths)
    files: list[Path] = []
    for path in paths:
        files += files_in(path, ENDINGS) if path.is_dir() else [path]
    first = paths[0] if paths else Path()
    named = not first.is_dir() and first.suffix.lower() == WORKBOOK
    return files, first.name if named else ""


def load_files(paths: Iterable[Path]) -> dict[str, bytes]:
    """Load workbooks and sealed parts.

    Parameters
    ----------
    paths : iterable of Path
        Files; their order does not count.

    Returns
    -------
    dict
        Content by file name, in the order of the names.

    Raises
    ------
    SubmissionError
        SUB-014 for names that cannot stand side by side, SUB-024 for other kinds of files,
        SUB-002 and SUB-006 for files that cannot be read.
    """
    files: dict[str, bytes] = {}
    findings = _bad_names(paths := list(paths))
    for path in paths:
        if path.suffix.lower() not in ENDINGS:
            findings.append(_other_kind(path))
            continue
        try:
            files[path.name] = read_bytes(path)
        except SubmissionError as error:
            findings += error.findings
    if findings:
        raise SubmissionError(findings)
    return dict(sorted(files.items()))


def read_inputs(files: Mapping[str, bytes], library: Library, root: Path | None = None) -> Inputs:
    """Read workbooks and sealed parts.

    What is read is what is packed and hashed: it stays in memory. So no workbook that the certifier
    decrypted touches the disk, unless it is asked to be written.

    Parameters
    ----------
    files : mapping
        Content by file name.
    library : Library
        The compiled library.
    root : Path, optional
        Folder with ``methods/``; the shipped one by default.

    Returns
    -------
    Inputs
        What could be read, with findings about the rest.
    """
    sites: list[SiteInventory] = []
    parts: list[SealedPart] = []
    findings: list[Finding] = []
    for name, content in sorted(files.items()):
        try:
            if name.lower().endswith(PART):
                part = read_part(content, name)
                findings += [*part.findings, *check_total(part, library, root)]
                parts.append(part)
            else:
                site, about = read_content(content, name, library)
                sites += [site] if site else []
                findings += about
        except PvfootprintError as error:
            findings += error.findings
    return Inputs(dict(sorted(files.items())), tuple(sites), tuple(parts), tuple(findings))


def summary_of(path: Path, library: Library) -> tuple[SupplySummary | None, list[Finding]]:
    """Read a sealed part as an input of a footprint.

    Parameters
    ----------
    path : Path
        The file.
    library : Library
        The compiled library.

    Returns
    -------
    SupplySummary, optional
        None if anything is wrong with the part.
    list of Finding
        About it.
    """
    try:
        inputs = read_inputs({path.name: read_bytes(path)}, library)
    except SubmissionError as error:
        return None, list(error.findings)
    wrong = has_errors(inputs.findings)
    return None if wrong else inputs.summaries[0], list(inputs.findings)


def refuse_errors(findings: Iterable[Finding]) -> None:
    """Raise what is wrong, with everything that was found.

    Parameters
    ----------
    findings : iterable of Finding
        Errors, warnings and questions.

    Raises
    ------
    SubmissionError
        If there is an error among them.
    """
    findings = list(findings)
    if has_errors(findings):
        raise SubmissionError(findings)


def _bad_names(paths: Iterable[Path]) -> list[Finding]:
    names = [path.name for path in paths]
    findings = [
        Finding(
            "SUB-014",
            text("the file name is not possible in a submission"),
            shown(name),
            hint=text("name the file without special characters"),
        )
        for name in names
        if not is_safe_name(name)
    ]
    findings += [
        Finding(
            "SUB-014",
            text("two files have the same name"),
            name,
            hint=text("give each workbook a name of its own, such as that of its company"),
        )
        for name in same_names(names)
    ]
    return findings


def _other_kind(path: Path) -> Finding:
    return Finding(
        "SUB-024",
        text("the file is neither a workbook nor a sealed part"),
        shown(path.name),
        found=shown(path.suffix),
        expected=", ".join(ENDINGS),
        hint=text("give evidence with {option}", option="--evidence"),
    )
