"""Sets of inventories that a user installed beside the shipped library: where and what they are.

A set is a folder: ``set.toml`` says what it is and on what terms; ``sources.csv`` and
``inventories/*.csv`` have the layout of the library's own files (``inventories/README.md``);
``silicon_balance.csv`` may be there. Other files are papers for people.
"""

from __future__ import annotations

import os
import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

from pvfootprint.language.texts import text
from pvfootprint.library.folders import files_hash
from pvfootprint.model.findings import Finding, InstallError
from pvfootprint.model.inventory import LibrarySet
from pvfootprint.model.product import SET_NAME

FORMAT = "pvfootprint library set 1"
DETAILS, SOURCES, BALANCES, INVENTORIES = (
    "set.toml",
    "sources.csv",
    "silicon_balance.csv",
    "inventories",
)


def libraries_folder() -> Path:
    """Return the folder of installed sets: ``PVFOOTPRINT_LIBRARIES``, else the user's data."""
    named = os.environ.get("PVFOOTPRINT_LIBRARIES")
    if named:
        return Path(named)
    import platformdirs  # noqa: PLC0415  (not needed where the folder is named)

    return Path(platformdirs.user_data_dir("pvfootprint", appauthor=False)) / "libraries"


def installed_names() -> list[str]:
    """Return the names of the installed sets, sound or not, in order."""
    folder = libraries_folder()
    if not folder.is_dir():
        return []
    named = (path.parent.name for path in folder.glob(f"*/{DETAILS}"))
    return sorted(name for name in named if re.fullmatch(SET_NAME, name))


def set_folder(name: str) -> Path:
    """Return the folder of an installed set.

    Parameters
    ----------
    name : str
        Such as ``iea-2026``.

    Returns
    -------
    Path
        A folder with ``set.toml``.

    Raises
    ------
    InstallError
        INS-001 if no such set is installed.
    """
    names = installed_names()
    if name in names:
        return libraries_folder() / name
    message = text("no set {name!r} is installed", name=name)
    hint = text("install it with `pvfootprint library install`")
    installed = ", ".join(names) or text("one that is installed; there is none yet")
    raise InstallError([Finding("INS-001", message, found=name, expected=installed, hint=hint)])


def find_installed(name: str) -> LibrarySet:
    """Return what an installed set is.

    Parameters
    ----------
    name : str
        Such as ``iea-2026``.

    Returns
    -------
    LibrarySet
        With the SHA-256 over its files.

    Raises
    ------
    InstallError
        INS-001 if it is not installed, INS-002 if its folder is not sound or of another layout.
    """
    return read_details(set_folder(name))


def remove_installed(name: str) -> None:
    """Remove an installed set.

    Parameters
    ----------
    name : str
        Such as ``iea-2026``.

    Raises
    ------
    InstallError
        INS-001 if it is not installed, INS-003 if it cannot be removed.
    """
    folder = set_folder(name)
    try:
        shutil.rmtree(folder)
    except OSError as error:
        finding = Finding(
            "INS-003",
            text("the set {name} cannot be removed", name=name),
            found=f"{error.filename or folder}: {error.strerror or error}",
            hint=text("remove its folder by hand: {folder}", folder=folder),
        )
        raise InstallError([finding]) from error


def set_files(folder: Path) -> list[Path]:
    """Return every file of a set that counts, in a fixed order.

    Parameters
    ----------
    folder : Path
        Folder of a set.

    Returns
    -------
    list of Path
        ``set.toml``, the tables and the inventories; no papers.
    """
    single = [folder / name for name in (DETAILS, SOURCES, BALANCES)]
    many = sorted((folder / INVENTORIES).glob("*.csv"))
    return [path for path in single if path.is_file()] + many


def read_details(folder: Path, name: str | None = None) -> LibrarySet:
    """Read ``set.toml``.

    Parameters
    ----------
    folder : Path
        Folder of a set.
    name : str, optional
        Name that the set must have; that of the folder by default.

    Returns
    -------
    LibrarySet
        With the SHA-256 over the set's files.

    Raises
    ------
    InstallError
        INS-002 if it cannot be read, or is of another layout or name.
    """
    path = folder / DETAILS
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
        form = written.pop("format", "")
        if form != FORMAT:
            raise InstallError([_other_layout(path, str(form))])
        details = _details(written, files_hash(set_files(folder), folder))
    except (OSError, ValueError) as error:
        raise InstallError([_unsound(path, str(error))]) from error
    if details.name != (name or folder.name):
        found = text("the name {name!r}", name=details.name)
        raise InstallError([_unsound(path, found)])
    return details


def _details(written: dict[str, Any], digest: str) -> LibrarySet:
    from pydantic import TypeAdapter  # noqa: PLC0415

    return TypeAdapter(LibrarySet).validate_python({**written, "content_hash": digest})


def _other_layout(path: Path, found: str) -> Finding:
    return Finding(
        "INS-002",
        text("the set {name} was installed by another version", name=path.parent.name),
        str(path),
        column="format",
        found=found,
        expected=FORMAT,
        hint=text("install it again with this version"),
    )


def _unsound(path: Path, found: str) -> Finding:
    return Finding(
        "INS-002",
        text("the set {name} is not sound", name=path.parent.name),
        str(path),
        found=found,
        hint=text("install it again, or remove it with `pvfootprint library remove`"),
    )
