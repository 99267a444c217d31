"""The container of submissions and sealed parts: a zip file with one possible spelling.

Members are stored without compression, in the order of their names, with one date and no further
fields. So the same members always give the same bytes, whatever wrote them, no member can unpack
to more than the file holds, and a file that is spelled otherwise hides something.
"""

from __future__ import annotations

import io
import re
import stat
import unicodedata
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding, SubmissionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

LARGEST = 512 * 2**20
"""Largest submission that is read [bytes]."""

MOST = 2000
"""Largest number of files in a submission."""

DATE = (1980, 1, 1, 0, 0, 0)
"""The date of every member: the first that the format knows."""

NAME_LENGTH = 180
"""Longest file name [bytes of UTF-8], so that folders of every system can hold it."""

RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Names that are devices on some systems."""

FORBIDDEN = set('<>:"/\\|?*')

REGULAR = (stat.S_IFREG | 0o644) << 16

DAMAGED = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
    EOFError,
    OSError,
)
"""What :mod:`zipfile` raises for files that are damaged or made to harm."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What an archive holds, as far as it could be read.

    Parameters
    ----------
    members : dict
        Content by name.
    findings : tuple of Finding
        What is wrong with the archive itself.
    """

    members: dict[str, bytes]
    findings: tuple[Finding, ...]


def pack(members: Mapping[str, bytes]) -> bytes:
    """Write an archive.

    Parameters
    ----------
    members : mapping
        Content by name.

    Returns
    -------
    bytes
        The same for the same members.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(members):
            info = zipfile.ZipInfo(name, DATE)
            info.create_system = 3
            info.external_attr = REGULAR
            archive.writestr(info, members[name])
    return out.getvalue()


def read_bytes(path: Path, largest: int = LARGEST) -> bytes:
    """Read a file from outside.

    Parameters
    ----------
    path : Path
        The file.
    largest : int
        Most that is read [bytes].

    Returns
    -------
    bytes
        All of it.

    Raises
    ------
    SubmissionError
        SUB-006 if it is not there or no plain file, SUB-002 if it is too large.
    """
    try:
        # A pipe or device would make the program wait or read without end.
        if not path.is_file():
            message = text("there is no such file")
            raise SubmissionError([Finding("SUB-006", message, path.name)])
        with path.open("rb") as file:
            content = file.read(largest + 1)
    except OSError as error:
        message = text("the file cannot be read")
        finding = Finding("SUB-006", message, path.name, found=error.strerror or "")
        raise SubmissionError([finding]) from error
    if len(content) > largest:
        raise SubmissionError([_too_large(path.name, largest)])
    return content


def unpack(content: bytes, file: str) -> Contents:
    """Read an archive from outside.

    Parameters
    ----------
    content : bytes
        The archive.
    file : str
        Its name, for findings.

    Returns
    -------
    Contents
        Members that could be read, and findings about the others.

    Raises
    ------
    SubmissionError
        SUB-001 if it is no archive, SUB-002 if it is too large.
    """
    if len(content) > LARGEST:
        raise SubmissionError([_too_large(file, LARGEST)])
    members: dict[str, bytes] = {}
    findings: list[Finding] = []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_bounds(entries, len(content), file)
            for entry in entries:
                findings += _member(archive, entry, file, members)
    except DAMAGED as error:
        raise SubmissionError([_damaged(file, error)]) from error
    if not findings and pack(members) != content:
        findings.append(_spelled_otherwise(file))
    return Contents(members, tuple(findings))


def _check_bounds(entries: list[zipfile.ZipInfo], size: int, file: str) -> None:
    # Stored members share no bytes, so together they are smaller than the file.
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST or unpacked > size:
        found = text("{count} files, {size} bytes", count=len(entries), size=unpacked)
        expected = text("at most {count} files, {size} bytes", count=MOST, size=size)
        message = text("the file would unpack to more than it may hold")
        finding = Finding("SUB-002", message, file, found=found, expected=expected)
        raise SubmissionError([finding])


def _member(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, file: str, members: dict[str, bytes]
) -> list[Finding]:
    """Read one member into `members`, or say why not."""
    name = entry.filename
    if name in members:
        message = text("a file is there twice")
        return [Finding("SUB-009", message, file, found=shown(name))]
    if why := _refused(entry):
        message = text("a file inside is not one that a submission may hold")
        return [Finding("SUB-003", message, file, found=shown(name), expected=why)]
    try:
        members[name] = archive.read(entry)
    except DAMAGED as error:
        message = text("a file inside was changed or damaged")
        return [Finding("SUB-007", message, file, column=shown(name), found=shown(str(error)))]
    return []


def _refused(entry: zipfile.ZipInfo) -> str:
    """Return what a member should be and is not; empty if it may be read."""
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in {0, stat.S_IFREG} or entry.is_dir():
        return text("a plain file, no folder and no link")
    if entry.compress_type != zipfile.ZIP_STORED or entry.compress_size != entry.file_size:
        return text("a file stored without compression")
    if entry.flag_bits & 0x1:
        return text("a file without encryption of its own")
    parts = entry.filename.split("/")
    if len(parts) > 3 or not all(map(is_safe_name, parts)):
        return text("a name without folders above it and without special characters")
    return ""


def is_safe_name(name: str) -> bool:
    """Tell whether a file name can stand in a folder of every system and means only itself.

    Parameters
    ----------
    name : str
        A name without folders.

    Returns
    -------
    bool
        False for empty, hidden, too long and reserved names and those with special characters.
    """
    return (
        0 < len(name.encode("utf-8", "replace")) <= NAME_LENGTH
        and not name.startswith((".", " ", "-"))
        and not name.endswith((".", " "))
        and not FORBIDDEN & set(name)
        and all(unicodedata.category(character)[0] != "C" for character in name)
        and unicodedata.normalize("NFC", name) == name
        and not RESERVED.fullmatch(name)
    )


def same_names(names: Iterable[str]) -> Iterator[str]:
    """Find names that some system takes for one that stands before.

    Parameters
    ----------
    names : iterable of str
        Names with their folders.

    Yields
    ------
    str
        Each name whose letters, apart from upper and lower case, were there before.
    """
    seen: set[str] = set()
    for name in names:
        folded = unicodedata.normalize("NFC", name.casefold())
        if folded in seen:
            yield name
        seen.add(folded)


def shown(name: str) -> str:
    """Return a string from outside as it may be printed: short, without control characters."""
    return "".join(c if unicodedata.category(c)[0] != "C" else "?" for c in name[:120])


def _too_large(file: str, largest: int) -> Finding:
    message = text("the file is larger than such a file may be")
    return Finding("SUB-002", message, file, expected=text("at most {size} bytes", size=largest))


def _damaged(file: str, error: Exception) -> Finding:
    return Finding(
        "SUB-001",
        text("the file is not one that pvfootprint packed, or it is damaged"),
        file,
        found=shown(str(error)),
        hint=text("ask for the file again, as pvfootprint made it"),
    )


def _spelled_otherwise(file: str) -> Finding:
    return Finding(
        "SUB-003",
        text("the file holds bytes beside its files, or was packed by another program"),
        file,
        hint=text("ask for the file again, as pvfootprint made it"),
    )
