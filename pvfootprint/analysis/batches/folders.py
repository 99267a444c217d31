"""A folder as a batch: each folder in it is a chain, each file in it an item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.analysis.batches.rows import Kind, Rows, rows_of_names
from pvfootprint.language.texts import text
from pvfootprint.model.findings import AnalysisError, Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Folder:
    """The items of a folder.

    Parameters
    ----------
    path : Path
        The folder.
    names : tuple of str
        Folders and files in it that are items.
    scenario : str
        Scenario of all of them; empty without one.
    digest : str
        Empty: what the items are made of is hashed with each.
    """

    path: Path
    names: tuple[str, ...]
    scenario: str
    digest: str = ""

    def rows(self, sizes: Iterable[int]) -> Iterator[Rows]:
        """Give the items in blocks of these sizes."""
        everything = rows_of_names(self.names, self.scenario)
        start = 0
        for size in sizes:
            yield everything.part(start, size)
            start += size


def check_folder(
    path: Path,
    files_in: Callable[[Path], Sequence[Path]],
    tell: Callable[[Kind], None],
    scenario: str = "",
) -> Folder:
    """Find the items of a folder.

    Parameters
    ----------
    path : Path
        The folder.
    files_in : callable
        Gives the files of a folder that can be opened.
    tell : callable
        Told the kind of each item, in order.
    scenario : str
        Scenario of all of them.

    Returns
    -------
    Folder
        Its items, in order.

    Raises
    ------
    AnalysisError
        BAT-005 if there are none.
    """
    try:
        folders = [p for p in path.iterdir() if p.is_dir() and not p.name.startswith(".")]
        found = sorted(
            [*(p.name for p in files_in(path)), *(p.name for p in folders if files_in(p))]
        )
    except OSError as error:
        message = text("the folder cannot be read")
        finding = Finding("BAT-001", message, found=f"{path}: {error.strerror or error}")
        raise AnalysisError([finding]) from error
    if not found:
        finding = Finding(
            "BAT-005",
            text("the folder holds no workbooks"),
            found=str(path),
            expected=text("a folder for each chain, or workbooks and submissions (.xlsx, .pvf)"),
        )
        raise AnalysisError([finding])
    for kind in rows_of_names(found, scenario).kinds:
        tell(kind)
    return Folder(path, tuple(found), scenario)
