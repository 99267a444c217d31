"""Puts a set of inventories into the folder of installed sets: whole, checked, or not at all."""

from __future__ import annotations

import json
import re
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from pvfootprint.language.texts import text
from pvfootprint.library.installed import (
    DETAILS,
    FORMAT,
    installed_names,
    libraries_folder,
    read_details,
)
from pvfootprint.library.joining import join
from pvfootprint.model.findings import Finding, InstallError
from pvfootprint.model.product import SET_NAME

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pvfootprint.model.inventory import Library, LibrarySet


def write_set(details: LibrarySet, files: Mapping[str, bytes], library: Library) -> LibrarySet:
    """Install a set, in place of one of its name.

    Parameters
    ----------
    details : LibrarySet
        What it is; its ``content_hash`` is not looked at.
    files : mapping
        Content by path within the set: ``sources.csv``, ``inventories/NAME.csv``, perhaps
        ``silicon_balance.csv``, and papers. :mod:`pvfootprint.library.writing` makes them.
    library : Library
        The shipped library, which the set is linked to.

    Returns
    -------
    LibrarySet
        What was installed, with the SHA-256 over its files.

    Raises
    ------
    InstallError
        INS-003 if it cannot be written, INS-005 if it cannot have that name.
    LibraryError
        If the set is not sound; one that was installed before stays as it was.
    """
    if not re.fullmatch(SET_NAME, details.name, re.ASCII):
        raise InstallError([_bad_name(details.name)])
    folder = libraries_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".installing-") as temporary:
            staged = Path(temporary) / details.name
            _fill(staged, {**files, DETAILS: details_toml(details)})
            join(library, {details.name: staged})
            installed = read_details(staged)
            _take_place(staged, folder / details.name, Path(temporary) / ".replaced")
    except OSError as error:
        finding = Finding(
            "INS-003",
            text("the set {name} cannot be written", name=details.name),
            found=f"{error.filename or folder}: {error.strerror or error}",
            expected=text("a folder that can be written, with room on the disk"),
            hint=text("let PVFOOTPRINT_LIBRARIES name one"),
        )
        raise InstallError([finding]) from error
    return installed


def details_toml(details: LibrarySet) -> bytes:
    """Write what a set is as its ``set.toml``.

    Parameters
    ----------
    details : LibrarySet
        All but its hash is written.

    Returns
    -------
    bytes
        The file, UTF-8; the same for the same set, at any time.
    """
    said = {"format": FORMAT, **asdict(details)}
    said.pop("content_hash")
    # A string or a list of strings of JSON is one of TOML, too.
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in said.items()]
    return ("\n".join(lines) + "\n").encode()


def is_installed(name: str) -> bool:
    """Return whether a set of that name is installed, sound or not."""
    return name in installed_names()


def _fill(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _take_place(staged: Path, place: Path, aside: Path) -> None:
    """Put a folder where another may be, which comes back if that fails."""
    replaced = place.exists()
    if replaced:
        place.rename(aside)
    try:
        staged.rename(place)
    except OSError:
        if replaced:
            aside.rename(place)
        raise


def _bad_name(name: str) -> Finding:
    return Finding(
        "INS-005",
        text("a set cannot be called {name!r}", name=name),
        found=name,
        expected=text("small letters, digits and hyphens, a letter first, up to 40"),
    )
