"""Keeps inventories and methods as they are, so that a value can be computed again for ever."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from pvfootprint.language.texts import text
from pvfootprint.library.folders import DATA_FOLDERS
from pvfootprint.model.findings import Finding, RegistryError, SubmissionError
from pvfootprint.submission.archives import pack, unpack

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "data.zip"
"""Name of the archive among the files of an act."""


def pack_data(root: Path) -> bytes:
    """Pack inventories and methods.

    Parameters
    ----------
    root : Path
        Folder that holds ``inventories/`` and ``methods/``.

    Returns
    -------
    bytes
        An archive; the same for the same files, wherever they lie.

    Raises
    ------
    SubmissionError
        SUB-002 or SUB-003 for files that no archive can hold.
    """
    members = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for folder in DATA_FOLDERS
        for path in sorted((root / folder).rglob("*"))
        if path.is_file() and not _is_hidden(path.relative_to(root))
    }
    packed = pack(members)
    if findings := unpack(packed, NAME).findings:
        raise SubmissionError(findings)
    return packed


@contextlib.contextmanager
def unpacked_data(content: bytes) -> Iterator[Path]:
    """Unpack inventories and methods for as long as they are needed.

    Parameters
    ----------
    content : bytes
        From :func:`pack_data`.

    Yields
    ------
    Path
        Temporary folder that holds ``inventories/`` and ``methods/``.

    Raises
    ------
    RegistryError
        REG-003 if it is no such archive.
    """
    contents = unpack(content, NAME)
    folders = {name.partition("/")[0] for name in contents.members}
    if contents.findings or folders != set(DATA_FOLDERS):
        message = text("the kept inventories and methods cannot be unpacked")
        raise RegistryError([*contents.findings, Finding("REG-003", message, NAME)])
    with tempfile.TemporaryDirectory(prefix="pvfootprint-data-") as folder:
        root = Path(folder)
        for name, member in contents.members.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(member)
        yield root


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
