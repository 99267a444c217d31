"""Finds and reads the files of a folder of ``methods/``: rule sets and schemes alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from pvfootprint.model.findings import Finding, LibraryError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

SUFFIX = ".toml"

Read = TypeVar("Read")


def keys_of(folder: Path) -> list[str]:
    """Return the keys of the files of a folder.

    Parameters
    ----------
    folder : Path
        Such as ``methods/schemes/``.

    Returns
    -------
    list of str
        In order; names of the files without their suffix.
    """
    return sorted(path.stem for path in folder.glob(f"*{SUFFIX}"))


def read_each(keys: Iterable[str], read: Callable[[str], Read]) -> list[Read]:
    """Read files, and say what is wrong in any of them together.

    Parameters
    ----------
    keys : iterable of str
        Which ones.
    read : callable
        Reads the file of a key.

    Returns
    -------
    list
        What was read, in the same order.

    Raises
    ------
    LibraryError
        With the findings about all of them.
    """
    found: list[Read] = []
    findings: list[Finding] = []
    for key in keys:
        try:
            found.append(read(key))
        except LibraryError as error:
            findings += error.findings
    if findings:
        raise LibraryError(findings)
    return found
