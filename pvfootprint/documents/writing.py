"""Writes files whole or not at all."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding, OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a temporary path whose file takes its place only when all went well.

    Parameters
    ----------
    path : Path
        Where the file is to be; its folder is made if needed.

    Yields
    ------
    Path
        A path in the same folder, with the same ending, to write to.

    Raises
    ------
    OutputError
        OUT-001 if the file can't be written; an earlier file of that name stays as it was.
    """
    made = [folder for folder in (path.parent, *path.parent.parents) if not folder.exists()]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".writing-") as folder:
            temporary = Path(folder) / path.name
            yield temporary
            temporary.replace(path)
            made = []
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        for empty in made:
            with contextlib.suppress(OSError):
                empty.rmdir()


def unwritable(path: Path, error: OSError) -> OutputError:
    """Say that a file cannot be written, and why: OUT-001."""
    finding = Finding(
        "OUT-001",
        text("the file cannot be written"),
        found=f"{path}: {error.strerror or error}",
        expected=text("a folder that can be written, with room on the disk"),
        hint=text("name another file or folder"),
    )
    return OutputError([finding])


class _MayBeWritten(Exception):  # noqa: N818  (no fault)
    """A file could be written, but there is none yet."""


def check_folder(folder: Path) -> None:
    """Refuse a folder before anything long is made that is to go into it.

    Parameters
    ----------
    folder : Path
        It need not be there yet; nothing of it is there afterwards that was not before.

    Raises
    ------
    OutputError
        OUT-001 if no file can be written into it.
    """
    with contextlib.suppress(_MayBeWritten), whole_file(folder / "file"):
        raise _MayBeWritten


def write_text(path: Path, content: str) -> None:
    """Write a text file in UTF-8, whole or not at all.

    Parameters
    ----------
    path : Path
        Where to.
    content : str
        What it holds.

    Raises
    ------
    OutputError
        OUT-001 if it can't be written.
    """
    with whole_file(path) as temporary:
        temporary.write_text(content, encoding="utf-8", newline="\n")


def write_files(
    folder: Path,
    contents: Mapping[str, bytes],
    checks: Mapping[str, Callable[[Path], None]] | None = None,
) -> tuple[Path, ...]:
    """Write files to a folder, each whole or not at all.

    Parameters
    ----------
    folder : Path
        Made if needed; files of the same names are replaced.
    contents : mapping
        Content by name.
    checks : mapping, optional
        By ending, such as ``.pdf``: what looks at a file before it takes its place.

    Returns
    -------
    tuple of Path
        What was written, in order.

    Raises
    ------
    OutputError
        OUT-001 if one can't be written; and what a check finds.
    """
    for name, content in contents.items():
        with whole_file(folder / name) as temporary:
            temporary.write_bytes(content)
            check = (checks or {}).get(temporary.suffix)
            if check:
                check(temporary)
    return tuple(folder / name for name in contents)
