"""Finds the documents that workbooks name as evidence, and holds them against their hashes."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pvfootprint.language.texts import text
from pvfootprint.model.canonical import digest
from pvfootprint.model.findings import Finding
from pvfootprint.submission.archives import is_safe_name, read_bytes, shown
from pvfootprint.submission.manifest import EVIDENCE, FOLDERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from pvfootprint.model.site import Evidence, SiteInventory

    Look = Callable[[str, str], bytes | None]
    """Returns the document of a workbook's folder and a file name, if it is there."""


@dataclass(frozen=True, slots=True)
class Documents:
    """Documents that were found.

    Parameters
    ----------
    members : dict
        Content by name in the archive.
    findings : list of Finding
        The warning SUB-012 for each that is missing; errors SUB-013 and SUB-014.
    """

    members: dict[str, bytes] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def find_documents(sites: Iterable[SiteInventory], look: Look) -> Documents:
    """Find the documents that workbooks name.

    Parameters
    ----------
    sites : iterable of SiteInventory
        The workbooks.
    look : callable
        From folder and file name to content, or None.

    Returns
    -------
    Documents
        Each as ``evidence/WORKBOOK/FILE``.
    """
    found = Documents()
    for site in sites:
        folder = folder_of(site)
        for row in site.evidence:
            if row.file:
                _find(found, row, folder, look)
    return found


def folder_of(site: SiteInventory) -> str:
    """Return the folder of a workbook's documents: the workbook's name without its ending."""
    return PurePosixPath(site.source).stem


def in_folder(root: Path) -> Look:
    """Return a function that looks for documents in a folder.

    Parameters
    ----------
    root : Path
        Documents lie in it, or in a folder inside that is named like their workbook.

    Returns
    -------
    callable
        For :func:`find_documents`.
    """

    def look(folder: str, name: str) -> bytes | None:
        for path in (root / folder / name, root / name):
            # A link could lead to any file of this machine, which would then be handed in.
            if path.is_file() and not path.is_symlink():
                return read_bytes(path)
        return None

    return look


def in_members(members: dict[str, bytes]) -> Look:
    """Return a function that looks for documents among the files of a submission."""
    return lambda folder, name: members.get(member_name(folder, name))


def nowhere(_folder: str, _name: str) -> None:
    """Find no document: none were given."""


def member_name(folder: str, name: str) -> str:
    """Return the name of a document in the archive."""
    return f"{FOLDERS[EVIDENCE]}/{folder}/{name}"


def _find(found: Documents, row: Evidence, folder: str, look: Look) -> None:
    if not is_safe_name(row.file) or not is_safe_name(folder):
        found.findings.append(
            _about(
                row,
                "SUB-014",
                "error",
                text("the file name of a document is not possible in a submission"),
                hint=text("name the file without folders and without special characters"),
            )
        )
        return
    content = look(folder, row.file)
    if content is None:
        found.findings.append(
            _about(
                row,
                "SUB-012",
                "warning",
                text("a document that the workbook names is not there"),
                hint=text("put it into the folder of {option}", option="--evidence"),
            )
        )
        return
    stated = row.sha256.strip().lower()
    if stated and stated != digest(content):
        found.findings.append(
            _about(
                row,
                "SUB-013",
                "error",
                text("a document is another than the workbook states by its SHA-256"),
                expected=stated,
                hint=text("hand in the document that the workbook means, or correct the SHA-256"),
            )
        )
    found.members[member_name(folder, row.file)] = content


def _about(
    row: Evidence, code: str, severity: str, message: str, *, expected: str = "", hint: str = ""
) -> Finding:
    origin = row.origin
    return Finding(
        code,
        message,
        origin.file,
        origin.line,
        found=shown(row.file),
        expected=shown(expected),
        hint=hint,
        severity=severity,
        sheet=origin.sheet,
        cell=origin.cells.get("file", ""),
    )
