"""Keeps the compiled library in a cache that is never trusted blindly.

The cache is one JSON file per content hash and reading code: a first line with the SHA-256 of the
rest, then the library. Whatever does not match its checksum, or does not read as a library, is
compiled again.
"""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pvfootprint.language.texts import text
from pvfootprint.library.compiling import compile_library, library_hash
from pvfootprint.library.folders import PACKAGE, cache_folder, data_root, files_hash
from pvfootprint.library.installed import read_details, set_folder
from pvfootprint.library.joining import join, joined_hash
from pvfootprint.model.findings import Finding
from pvfootprint.model.inventory import Library

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pydantic import TypeAdapter

FORMAT = "pvfootprint-library"
KEPT = 4
"""How many compiled libraries stay in the cache folder."""


def open_library(
    root: Path | None = None, *, cache: Path | None = None, sets: Iterable[str] = ()
) -> tuple[Library, list[Finding]]:
    """Return the library, compiled now or read from the cache.

    Parameters
    ----------
    root : Path, optional
        Folder that holds ``inventories/``; the shipped one by default.
    cache : Path, optional
        Cache folder; the user's by default.
    sets : iterable of str
        Names of installed sets to open with it; none by default.

    Returns
    -------
    Library
        Complete and linked.
    list of Finding
        CAC-001 as a warning if the cache folder can't be written; the library is sound all the
        same.

    Raises
    ------
    LibraryError
        If the files are wrong.
    InstallError
        If a set is not installed, or is not sound.
    """
    root = root or data_root()
    folder = cache or cache_folder()
    folders = {name: set_folder(name) for name in sets}
    if not folders:
        return _kept(folder, library_hash(root), lambda: compile_library(root))
    shipped, findings = open_library(root, cache=cache)
    details = [read_details(folders[name]) for name in sorted(folders)]
    digest = joined_hash(shipped.content_hash, details)
    library, about = _kept(folder, digest, lambda: join(shipped, folders))
    return library, findings or about


def _kept(
    folder: Path, digest: str, compiled: Callable[[], Library]
) -> tuple[Library, list[Finding]]:
    path = folder / f"{FORMAT}-{digest}-{_reader_hash()[:16]}.json"
    library = _read(path, digest)
    if library is not None:
        return library, []
    library = compiled()
    return library, _write(path, library)


@cache
def _reader_hash() -> str:
    """SHA-256 over the code that reads and checks: what it lets pass may change with it."""
    readers = sorted((PACKAGE / "library").glob("*.py"))
    return files_hash([*readers, PACKAGE / "model" / "inventory.py"], PACKAGE)


@cache
def _adapter() -> TypeAdapter[Library]:
    from pydantic import TypeAdapter  # noqa: PLC0415

    return TypeAdapter(Library)


def _read(path: Path, digest: str) -> Library | None:
    try:
        checksum, _, body = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    if checksum.decode("ascii", "replace") != hashlib.sha256(body).hexdigest():
        return None
    try:
        library = _adapter().validate_json(body)
    except ValueError:
        return None
    return library if library.content_hash == digest else None


def _write(path: Path, library: Library) -> list[Finding]:
    body = _adapter().dump_json(library)
    head = hashlib.sha256(body).hexdigest().encode() + b"\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".library-") as temporary:
            whole = Path(temporary) / path.name
            whole.write_bytes(head + body)
            whole.replace(path)
    except OSError as error:
        return [
            Finding(
                "CAC-001",
                text("the compiled library could not be kept: the next call compiles it again"),
                found=f"{path.parent}: {error.strerror or error}",
                expected=text("a folder that can be written"),
                hint=text("let PVFOOTPRINT_CACHE name one"),
                severity="warning",
            )
        ]
    _forget_old(path)
    return []


def _forget_old(path: Path) -> None:
    def age(other: Path) -> float:
        try:
            return other.stat().st_mtime
        except OSError:
            return 0.0

    kept = sorted(path.parent.glob(f"{FORMAT}-*.json"), key=age, reverse=True)
    for old in kept[KEPT:]:
        with contextlib.suppress(OSError):
            old.unlink()
