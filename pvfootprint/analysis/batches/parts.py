"""Keeps what is done of a batch beside its results, so that it can go on after a kill."""

from __future__ import annotations

import contextlib
import fcntl
import json
import shutil
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

import pyarrow as pa

from pvfootprint.analysis.batches.results import about_results, writing
from pvfootprint.analysis.batches.schema import SCHEMA
from pvfootprint.documents.writing import whole_file
from pvfootprint.language.texts import joined, text
from pvfootprint.model.canonical import canonical, digest
from pvfootprint.model.findings import AnalysisError, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pvfootprint.language.texts import Text

ENDING = ".parts"
MANIFEST, LOCK, GROWING = "batch.json", "lock", "results.parquet"

GROUNDS = {
    "format": text("format of the results"),
    "software": text("version of pvfootprint"),
    "library": text("library"),
    "rules": text("rules"),
    "options": text("options"),
    "list": text("list"),
    "windows": text("items"),
    "inputs": text("files of the items"),
    "scenarios": text("scenarios"),
}
"""What results rest on, for people."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The folder of what is done.

    Parameters
    ----------
    folder : Path
        ``RESULTS.parquet.parts``.
    batch : str
        Digest of all that the results rest on.
    """

    folder: Path
    batch: str

    @property
    def growing(self) -> Path:
        """Where the results grow until they are complete."""
        return self.folder / GROWING

    def keep(self, number: int, content: bytes) -> None:
        """Write a part, whole or not at all.

        Parameters
        ----------
        number : int
            Position of the window.
        content : bytes
            Its rows in Arrow's file format.

        Raises
        ------
        AnalysisError
            BAT-009 if it cannot be written.
        """
        with writing(self.folder), whole_file(self._path(number)) as temporary:
            temporary.write_bytes(content)

    def read(self, number: int, count: int) -> pa.Table | None:
        """Return a part, or None if it is not there or not sound.

        Parameters
        ----------
        number : int
            Position of the window.
        count : int
            How many items the window has.
        """
        try:
            table = pa.ipc.open_file(pa.py_buffer(self._path(number).read_bytes())).read_all()
        except (OSError, pa.ArrowException):
            return None
        return table if len(table) == count and table.schema.equals(SCHEMA) else None

    def remove(self) -> None:
        """Remove the folder: the results are complete."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _path(self, number: int) -> Path:
        return self.folder / f"{number:07d}.arrow"


@contextlib.contextmanager
def open_parts(results: Path, grounds: Mapping[str, Any], *, restart: bool) -> Iterator[Parts]:
    """Open the folder of parts of a batch for the only run that may write to it.

    Parameters
    ----------
    results : Path
        Where the results are to be.
    grounds : mapping
        What they rest on, by a key of :data:`GROUNDS`, as JSON values.
    restart : bool
        Whether what is there of another batch is thrown away.

    Yields
    ------
    Parts
        What is done of the same batch stays.

    Raises
    ------
    AnalysisError
        BAT-007 if parts or results of another batch are there, BAT-008 if another run is writing,
        BAT-009 if the folder cannot be written.
    """
    batch = digest(canonical(grounds))
    if results.exists():
        _check_results(results, batch, grounds, restart=restart)
    folder = results.with_name(results.name + ENDING)
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / LOCK).open("w")
    with lock:
        _lock(lock, folder)
        _begin(folder, grounds, restart=restart)
        yield Parts(folder, batch)


def _lock(lock: IO[str], folder: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        finding = Finding(
            "BAT-008",
            text("another run is writing these results"),
            found=str(folder),
            hint=text("wait until it ends, or name another file"),
        )
        raise AnalysisError([finding]) from error


def _begin(folder: Path, grounds: Mapping[str, Any], *, restart: bool) -> None:
    path = folder / MANIFEST
    try:
        before = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        before = None
    if before == grounds and not restart:
        return
    if before is not None and not restart:
        raise AnalysisError([_other(folder, _changes(before, grounds))])
    with writing(folder):
        for old in folder.glob("*.arrow"):
            old.unlink()
        with whole_file(path) as temporary:
            temporary.write_bytes(canonical(grounds))


def in_short(grounds: Mapping[str, Any]) -> dict[str, Any]:
    """Return what results rest on, with a digest in the place of each long list."""
    return {
        key: digest(canonical(value)) if isinstance(value, dict) else value
        for key, value in grounds.items()
    }


def damaged(folder: Path) -> Finding:
    """Return that a part cannot be read back that was written a moment ago."""
    return Finding(
        "BAT-009",
        text("what has been written cannot be read back"),
        found=str(folder),
        expected=text("a disk that keeps what is written"),
        hint=text("call the same again; if it stays so, name a file on another disk"),
    )


def _check_results(results: Path, batch: str, grounds: Mapping[str, Any], *, restart: bool) -> None:
    """Refuse to write over another file, and results of another batch unless that is asked for."""
    about = about_results(results)
    if about.get("batch") != batch and not restart:
        changes = _changes(about.get("grounds"), in_short(grounds))
        raise AnalysisError([_other(results, changes)])


def _changes(before: Any, grounds: Mapping[str, Any]) -> list[Text]:  # noqa: ANN401
    """Return what is otherwise, by name."""
    if not isinstance(before, dict):
        return []
    found = []
    for key, name in GROUNDS.items():
        old, new = before.get(key), grounds.get(key)
        if old == new:
            continue
        if isinstance(old, dict) and isinstance(new, dict):
            names = sorted(n for n in {*old, *new} if old.get(n) != new.get(n))
            which = ", ".join(names[:5]) + (" ..." if len(names) > 5 else "")
            found.append(text("{what} ({which})", what=name, which=which))
        else:
            found.append(name)
    return found


def _other(path: Path, changes: list[Text]) -> Finding:
    message = text("what is there belongs to another batch")
    if changes:
        message = text("since this batch began, it has changed: {what}", what=joined(", ", changes))
    return Finding(
        "BAT-007",
        message,
        found=str(path),
        hint=text("--restart computes everything again; or name another file for the results"),
    )
