"""The published folder: files are written whole, only where they change, by one at a time."""

from __future__ import annotations

import contextlib
import fcntl
from typing import TYPE_CHECKING

from pvfootprint.documents.writing import unwritable
from pvfootprint.language.texts import text
from pvfootprint.model.canonical import digest
from pvfootprint.model.findings import Finding, OutputError
from pvfootprint.registry.faults import AFTER_RENAME, BEFORE_RENAME, fault
from pvfootprint.web.facts import PublicFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

WORKSHOP = ".publishing"
"""Folder in the published one in which files are made, and whose lock one publication holds."""

MADE = "file"
"""What is being written, until it takes its place."""


class Folder:
    """A published folder.

    Parameters
    ----------
    root : Path
        Where it is.

    Attributes
    ----------
    written, left, removed : int
        How many files were written, were there already as they should be, and were removed.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.written = self.left = self.removed = 0

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Keep others from writing to it until the block ends, however it ends.

        Raises
        ------
        OutputError
            PUB-008 if somebody else writes to it, OUT-001 if it cannot be written to.
        """
        place = self.root / WORKSHOP / "lock"
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            lock = place.open("a")
        except OSError as error:
            raise unwritable(place, error) from error
        with lock:
            try:
                # The system lets go of it when the process ends, even if it is killed.
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise OutputError([_busy(self.root)]) from error
            yield
            # Of a publication that was killed.
            (place.parent / MADE).unlink(missing_ok=True)

    @property
    def holds_anything(self) -> bool:
        """Whether there is anything in it, but for what publishing itself needs."""
        try:
            return any(one.name != WORKSHOP for one in self.root.iterdir())
        except FileNotFoundError:
            return False
        except OSError as error:
            raise unwritable(self.root, error) from error

    def read(self, path: str) -> bytes | None:
        """Return a file of it; None if there is none."""
        try:
            return (self.root / path).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise unwritable(self.root / path, error) from error

    def put(self, path: str, content: bytes) -> PublicFile:
        """Let a file hold this, and leave it alone if it does.

        Parameters
        ----------
        path : str
            Inside the folder, with slashes.
        content : bytes
            What it must hold.

        Returns
        -------
        PublicFile
            Its name, hash and size.

        Raises
        ------
        OutputError
            OUT-001 if it cannot be written; what was there stays as it was.
        """
        if self.read(path) == content:
            self.left += 1
        else:
            self._write(self.root / path, content)
        return PublicFile(path.rsplit("/", 1)[-1], digest(content), len(content))

    def same(self, path: str, sha256: str) -> bytes | None:
        """Return a file of it if it has this SHA-256; None if it has another, or is not there."""
        content = self.read(path)
        return content if content is not None and digest(content) == sha256 else None

    def remove(self, folder: str, outdated: Callable[[str], bool]) -> None:
        """Remove files that nothing names any more, and folders that are empty then.

        Parameters
        ----------
        folder : str
            Where to look, inside the published folder.
        outdated : callable
            Says of a path inside the published folder whether it goes.
        """
        try:
            for file in sorted((self.root / folder).rglob("*"), reverse=True):
                if file.is_dir():
                    if not any(file.iterdir()):
                        file.rmdir()
                elif outdated(file.relative_to(self.root).as_posix()):
                    file.unlink()
                    self.removed += 1
        except OSError as error:
            raise unwritable(self.root / folder, error) from error

    def _write(self, target: Path, content: bytes) -> None:
        made = self.root / WORKSHOP / MADE
        try:
            made.write_bytes(content)
            fault(BEFORE_RENAME)
            try:
                made.replace(target)
            except FileNotFoundError:
                target.parent.mkdir(parents=True)
                made.replace(target)
        except OSError as error:
            raise unwritable(target, error) from error
        fault(AFTER_RENAME)
        self.written += 1


def _busy(root: Path) -> Finding:
    message = text("somebody else is publishing into this folder")
    hint = text("wait until that has ended, then do it again")
    return Finding("PUB-008", message, found=str(root), hint=hint)
