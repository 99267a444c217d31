"""Where the data folders and the cache folder are, and what files hold."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding, LibraryError

if TYPE_CHECKING:
    from collections.abc import Iterable

PACKAGE = Path(__file__).resolve().parents[1]
DATA_FOLDERS = ("inventories", "methods")


def data_root() -> Path:
    """Return the folder that holds ``inventories/`` and ``methods/``.

    The folder named by ``PVFOOTPRINT_DATA``; else the copy that an installed package carries;
    else the checkout.

    Returns
    -------
    Path
        An existing folder.

    Raises
    ------
    LibraryError
        LIB-014 if no such folder exists.
    """
    named = os.environ.get("PVFOOTPRINT_DATA")
    candidates = [Path(named)] if named else [PACKAGE / "_data", PACKAGE.parent]
    for root in candidates:
        if all((root / name).is_dir() for name in DATA_FOLDERS):
            return root
    raise LibraryError(
        [
            Finding(
                "LIB-014",
                text("the data folders inventories/ and methods/ were not found"),
                found=", ".join(str(root) for root in candidates),
                hint=text(
                    "install the package again, or let PVFOOTPRINT_DATA name the folder that "
                    "holds both"
                ),
            )
        ]
    )


def files_hash(paths: Iterable[Path], root: Path) -> str:
    """Return the SHA-256 over names and contents of files.

    Parameters
    ----------
    paths : iterable of Path
        The files, in the order that counts.
    root : Path
        Folder from which they are named.

    Returns
    -------
    str
        Hexadecimal digest; equal wherever the files are equal.

    Raises
    ------
    LibraryError
        LIB-014 if a file can't be read.
    """
    digest = hashlib.sha256()
    for path in paths:
        name = path.relative_to(root).as_posix()
        try:
            content = path.read_bytes()
        except OSError as error:
            message = text("the file cannot be read")
            finding = Finding("LIB-014", message, name, found=str(error))
            raise LibraryError([finding]) from error
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def cache_folder() -> Path:
    """Return the folder of compiled libraries: ``PVFOOTPRINT_CACHE``, else the user's cache."""
    named = os.environ.get("PVFOOTPRINT_CACHE")
    if named:
        return Path(named)
    import platformdirs  # noqa: PLC0415  (not needed where the folder is named)

    return Path(platformdirs.user_cache_dir("pvfootprint", appauthor=False))
