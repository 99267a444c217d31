"""The manifest of a submission: every file with its hash, and what the footprint came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, Field

from pvfootprint.language.texts import text
from pvfootprint.model.canonical import CLOSED, digest
from pvfootprint.model.findings import Finding
from pvfootprint.submission.archives import is_safe_name, same_names, shown
from pvfootprint.submission.comparing import Origins

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT = ("pvfootprint submission", "1")
ENDING = ".pvf"
MANIFEST, FOOTPRINT = "manifest.json", "footprint.json"

LEADER, SUPPLIER, SEALED, EVIDENCE, RESULT = (
    "leader",
    "supplier",
    "sealed part",
    "evidence",
    "footprint",
)
FOLDERS = {LEADER: "workbooks", SUPPLIER: "workbooks", SEALED: "sealed", EVIDENCE: "evidence"}
"""Folder inside the archive, by role."""

Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class PackedFile(BaseModel):
    """A file of a submission.

    Parameters
    ----------
    name : str
        With its folder: ``workbooks/cell.xlsx``.
    role : str
        ``leader``, ``supplier``, ``sealed part``, ``evidence`` or ``footprint``.
    size : int
        [bytes].
    sha256 : str
        Of its content.
    """

    model_config = CLOSED

    name: str
    role: Literal["leader", "supplier", "sealed part", "evidence", "footprint"]
    size: Annotated[int, Field(ge=0)]
    sha256: Sha256


class Options(BaseModel):
    """What was asked for when the footprint was computed.

    Parameters
    ----------
    product, per : str, optional
        Key of the leader's product and declared unit, where they were given.
    gwp : str
        GWP set.
    electricity_year : int, optional
        Year of the electricity data; None for the newest.
    fill_gaps : str
        What is done where a supplier has sent nothing.
    """

    model_config = CLOSED

    product: str | None = None
    per: str | None = None
    gwp: str = "ar6"
    electricity_year: int | None = None
    fill_gaps: str = "library"


class Manifest(BaseModel):
    """What a submission holds and how its footprint came about.

    Parameters
    ----------
    format, version : str, int
        Of this layout.
    files : tuple of PackedFile
        Every file but the manifest, in the order of their names.
    options : Options
        What was asked for.
    origins : Origins
        What it was computed with.
    """

    model_config = CLOSED

    format: Literal["pvfootprint submission"] = "pvfootprint submission"
    version: Literal[1] = 1
    files: tuple[PackedFile, ...]
    options: Options
    origins: Origins

    def named(self, *roles: str) -> list[PackedFile]:
        """Return the files with these roles."""
        return [file for file in self.files if file.role in roles]


def packed_file(name: str, role: str, content: bytes) -> PackedFile:
    """Return the entry of a file.

    Parameters
    ----------
    name : str
        With its folder.
    role : str
        As in :class:`PackedFile`.
    content : bytes
        The file.

    Returns
    -------
    PackedFile
        With size and hash.
    """
    fields = {"name": name, "role": role, "size": len(content), "sha256": digest(content)}
    return PackedFile.model_validate(fields)


def check_files(manifest: Manifest, members: Mapping[str, bytes], file: str) -> list[Finding]:
    """Hold the files of a submission against its manifest.

    Parameters
    ----------
    manifest : Manifest
        What it should hold.
    members : mapping
        What it holds: content by name.
    file : str
        Name of the submission, for findings.

    Returns
    -------
    list of Finding
        SUB-003 to SUB-009: names and roles that are not possible, files that are missing, changed
        or not named.
    """
    names = [entry.name for entry in manifest.files]
    findings = [*_impossible(manifest, file), *_twice(names, file)]
    for entry in manifest.files:
        findings += _check_file(entry, members, file)
    findings += [
        Finding(
            "SUB-008", text("a file inside is not named by the manifest"), file, found=shown(name)
        )
        for name in sorted(members.keys() - {MANIFEST, *names})
    ]
    return findings


def _impossible(manifest: Manifest, file: str) -> list[Finding]:
    findings = []
    for entry in manifest.files:
        parts = entry.name.split("/")
        placed = [*parts[:-1]] == ([FOLDERS[entry.role]] if entry.role in FOLDERS else [])
        if entry.role == EVIDENCE:
            placed = parts[0] == FOLDERS[EVIDENCE] and len(parts) == 3
        if not placed or not all(map(is_safe_name, parts)):
            message = text("the manifest names a file that a submission cannot hold")
            findings.append(Finding("SUB-003", message, file, found=shown(entry.name)))
    for role in (LEADER, RESULT):
        count = len(manifest.named(role))
        if count != 1 or (role == RESULT and manifest.named(role)[0].name != FOOTPRINT):
            message = text("the manifest must name one file as {role}", role=role)
            findings.append(Finding("SUB-004", message, file, found=f"{count}", expected="1"))
    return findings


def _twice(names: list[str], file: str) -> list[Finding]:
    findings = [
        Finding("SUB-009", text("the manifest names a file twice"), file, found=shown(name))
        for name in same_names(names)
    ]
    if names != sorted(names):
        message = text("the files of the manifest are not in the order of their names")
        findings.append(Finding("SUB-004", message, file))
    return findings


def _check_file(entry: PackedFile, members: Mapping[str, bytes], file: str) -> list[Finding]:
    if entry.name not in members:
        message = text("a file that the manifest names is missing")
        return [Finding("SUB-006", message, file, found=shown(entry.name))]
    content = members[entry.name]
    if len(content) == entry.size and digest(content) == entry.sha256:
        return []
    return [
        Finding(
            "SUB-007",
            text("a file is not the one that the manifest names"),
            file,
            column=shown(entry.name),
            found=text("{size} bytes, {sha256}", size=len(content), sha256=digest(content)),
            expected=text("{size} bytes, {sha256}", size=entry.size, sha256=entry.sha256),
        )
    ]
