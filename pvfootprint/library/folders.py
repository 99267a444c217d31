"""Where the data folders and the cache folder are."""

from __future__ import annotations

import os
from pathlib import Path

from pvfootprint.model.findings import Finding, LibraryError

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
                "the data folders inventories/ and methods/ were not found",
                found=", ".join(str(root) for root in candidates),
                hint="install the package again, or let PVFOOTPRINT_DATA name the folder that "
                "holds both",
            )
        ]
    )


def cache_folder() -> Path:
    """Return the folder of compiled libraries: ``PVFOOTPRINT_CACHE``, else the user's cache."""
    named = os.environ.get("PVFOOTPRINT_CACHE")
    if named:
        return Path(named)
    import platformdirs  # noqa: PLC0415  (not needed where the folder is named)

    return Path(platformdirs.user_cache_dir("pvfootprint", appauthor=False))
