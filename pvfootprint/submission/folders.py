"""Finds the files in folders that companies fill."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container
    from pathlib import Path

PASSED_OVER = (".", "~$")
"""Begin hidden files, and those that spreadsheet programs put beside an open workbook."""


def files_in(folder: Path, endings: Container[str], *, deep: bool = False) -> list[Path]:
    """Return the files of a folder that are meant when the folder is named.

    Parameters
    ----------
    folder : Path
        Where to look.
    endings : container of str
        Suffixes in lower case, such as ``.xlsx``.
    deep : bool
        Whether folders in it are looked into, too.

    Returns
    -------
    list of Path
        In order, without hidden files and the lock files of open workbooks.

    Raises
    ------
    OSError
        If the folder cannot be read.
    """
    inside = folder.rglob("*") if deep else folder.iterdir()
    return sorted(
        path
        for path in inside
        if path.suffix.lower() in endings and not path.name.startswith(PASSED_OVER)
    )
