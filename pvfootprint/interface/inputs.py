"""Opens what people name as INPUT: workbooks, a folder of them, sealed parts, submissions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pvfootprint.chain.leading import leading
from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding, SupplyError, has_errors
from pvfootprint.model.product import sets_named
from pvfootprint.model.site import SiteInventory
from pvfootprint.model.summary import SupplySummary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pvfootprint.model.inventory import Library

    Opened = tuple[SiteInventory | SupplySummary | None, list[Finding]]


def _workbook(path: Path, library: Library) -> Opened:
    from pvfootprint.workbook.reading import read_workbook  # noqa: PLC0415

    return read_workbook(path, library)


def _sealed_part(path: Path, library: Library) -> Opened:
    from pvfootprint.submission.inputs import summary_of  # noqa: PLC0415

    return summary_of(path, library)


READERS: dict[str, Callable[[Path, Library], Opened]] = {
    ".xlsx": _workbook,
    ".pvfs": _sealed_part,
}
"""What opens a file, by its suffix."""

SUBMISSION = ".pvf"
"""Suffix of a file that holds several of them; in a folder it is not looked into."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What companies gave.

    Parameters
    ----------
    leader : SiteInventory
        Workbook of the product's maker.
    suppliers : tuple of SiteInventory
        The other workbooks.
    summaries : tuple of SupplySummary
        What suppliers gave instead.
    """

    leader: SiteInventory
    suppliers: tuple[SiteInventory, ...]
    summaries: tuple[SupplySummary, ...]


def is_file(written: str) -> bool:
    """Return whether an input is a file or folder, not a product of the library."""
    path = Path(written)
    return path.suffix.lower() in {*READERS, SUBMISSION} or path.exists()


def sets_of(written: Iterable[str]) -> tuple[str, ...]:
    """Return the installed sets that inputs are of.

    Parameters
    ----------
    written : iterable of str
        Products of the library, files and folders.

    Returns
    -------
    tuple of str
        Names such as ``iea-2026``; files and folders are of none.
    """
    return sets_named(one for one in written if not is_file(one))


def open_inputs(written: Sequence[str], library: Library) -> tuple[Inputs, list[Finding]]:
    """Open workbooks, folders of them, sealed parts and submissions.

    The first file leads; of a submission, its leader. Where a folder comes first, the workbook of
    the latest stage leads.

    Parameters
    ----------
    written : sequence of str
        Files and folders.
    library : Library
        The compiled library.

    Returns
    -------
    Inputs
        Leader, suppliers, summaries.
    list of Finding
        Warnings and questions about the files.

    Raises
    ------
    SupplyError
        With everything that is wrong in any of the files; CHN-022 if it is not clear which one
        leads, CHN-024 for what cannot be opened.
    """
    paths, findings = _paths(written)
    opened: list[SiteInventory | SupplySummary] = []
    for path in paths:
        found, about = _open(path, library)
        findings += about
        opened += found
    _stop_at_errors(findings)
    sites = [one for one in opened if isinstance(one, SiteInventory)]
    summaries = tuple(one for one in opened if isinstance(one, SupplySummary))
    first_leads = Path(written[0]).is_file()
    first = opened[0] if first_leads and opened else None
    leader = first if isinstance(first, SiteInventory) else leading(sites if first is None else ())
    suppliers = tuple(site for site in sites if site is not leader)
    return Inputs(leader, suppliers, summaries), findings


def _open(
    path: Path, library: Library
) -> tuple[list[SiteInventory | SupplySummary], list[Finding]]:
    if path.suffix.lower() == SUBMISSION:
        from pvfootprint.submission.verifying import inputs_of  # noqa: PLC0415

        return inputs_of(path, library)
    found, about = READERS[path.suffix.lower()](path, library)
    return [found] if found else [], about


def _paths(written: Iterable[str]) -> tuple[list[Path], list[Finding]]:
    """Return every file that is meant, each once, in the order of the inputs."""
    from pvfootprint.submission.folders import files_in  # noqa: PLC0415

    paths: dict[Path, Path] = {}
    findings = []
    for name in written:
        path = Path(name)
        files = files_in(path, READERS) if path.is_dir() else [path]
        if not path.exists() or not files:
            findings.append(_not_opened(name, text("there is no such file")))
        for file in files:
            if file.suffix.lower() not in {*READERS, SUBMISSION}:
                findings.append(_not_opened(name, text("this kind of file is not read")))
            elif file.exists():
                paths.setdefault(file.resolve(), file)
    return list(paths.values()), findings


def _stop_at_errors(findings: list[Finding]) -> None:
    if has_errors(findings):
        raise SupplyError(findings)


def _not_opened(name: str, why: str) -> Finding:
    suffixes = ", ".join([*READERS, SUBMISSION])
    return Finding(
        "CHN-024",
        text("{name} cannot be opened: {why}", name=name, why=why),
        found=name,
        expected=text("a file that ends in {suffixes}, or a folder", suffixes=suffixes),
    )
