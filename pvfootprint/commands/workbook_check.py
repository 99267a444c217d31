"""``pvfootprint workbook check``: what is wrong with workbooks, cell by cell."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pvfootprint.commands.printing import (
    language,
    language_option,
    print_findings,
    print_json,
    say,
)
from pvfootprint.language.texts import text
from pvfootprint.model.findings import has_errors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pvfootprint.model.findings import Finding
    from pvfootprint.model.inventory import Library

ENDINGS = {".xlsx", ".xlsm", ".xls", ".ods", ".et"}
"""What is looked at in a folder; files that are named are looked at whatever they are."""

MANY = 5
"""From how many files on progress is shown."""


@click.command("check")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE..."
)
@click.option("--json", "as_json", is_flag=True, help="Print all findings as JSON.")
@click.option(
    "--annotate",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write copies to DIR in which the cells are marked and commented.",
)
@language_option("the findings and of the annotated copies")
def command(files: tuple[Path, ...], folder: Path | None, *, as_json: bool) -> None:
    """Check suppliers' workbooks: every finding with its cell and how to mend it.

    FILE is a workbook, or a folder of them. Exit code 1 if there are errors; warnings and questions
    do not count.
    """
    from pvfootprint.library.caching import open_library

    library, warnings = open_library()
    print_findings(warnings)
    paths = list(dict.fromkeys(_files(files)))
    copies = _copies(paths, folder) if folder else {}
    found = {path: _check(path, library, copies.get(path)) for path in _watched(paths)}
    if as_json:
        print_json({"files": [_as_json(path, findings) for path, findings in found.items()]})
    else:
        for path, findings in found.items():
            _print(path, findings)
        _summary(found.values())
    if any(map(has_errors, found.values())):
        click.get_current_context().exit(1)


def _files(named: Iterable[Path]) -> Iterator[Path]:
    from pvfootprint.submission.folders import files_in

    for path in named:
        yield from files_in(path, ENDINGS, deep=True) if path.is_dir() else [path]


def _watched(paths: list[Path]) -> Iterator[Path]:
    """Give the files one by one, with their progress where somebody watches."""
    from rich.console import Console
    from rich.progress import Progress

    terminal = Console(stderr=True)
    if len(paths) < MANY or not terminal.is_terminal:
        yield from paths
        return
    with Progress(console=terminal, transient=True) as progress:
        yield from progress.track(paths, description=say(text("checking")))


def _check(path: Path, library: Library, copy: Path | None) -> list[Finding]:
    from pvfootprint.workbook.reading import read_workbook

    _, findings = read_workbook(path, library)
    if copy is not None:
        from pvfootprint.workbook.annotating import annotate_workbook

        annotate_workbook(path, findings, copy, language())
    return findings


def _copies(paths: list[Path], folder: Path) -> dict[Path, Path]:
    """Return where each copy goes: never onto a file that was given, nor onto another's copy."""
    taken = {path.resolve() for path in paths}
    copies = {}
    for path in paths:
        endings = ("", "-checked", *(f"-{number}" for number in range(2, len(paths) + 3)))
        free = (folder / f"{path.stem}{ending}.xlsx" for ending in endings)
        copies[path] = next(copy for copy in free if copy.resolve() not in taken)
        taken.add(copies[path].resolve())
    return copies


def _as_json(path: Path, findings: list[Finding]) -> dict[str, object]:
    return {
        "file": str(path),
        "errors": _count(findings, "error"),
        "warnings": _count(findings, "warning"),
        "questions": _count(findings, "question"),
        "findings": [finding.to_dict() for finding in findings],
    }


def _count(findings: Iterable[Finding], severity: str) -> int:
    return sum(finding.severity == severity for finding in findings)


def _print(path: Path, findings: list[Finding]) -> None:
    verdict = text("nothing found") if not findings else _counted(findings)
    click.echo(f"{path}: {say(verdict)}")
    print_findings(findings, err=False)


def _counted(findings: list[Finding]) -> str:
    return text(
        "errors: {errors}, warnings: {warnings}, questions: {questions}",
        errors=_count(findings, "error"),
        warnings=_count(findings, "warning"),
        questions=_count(findings, "question"),
    )


def _summary(found: Iterable[list[Finding]]) -> None:
    files = list(found)
    sound = sum(not _count(findings, "error") for findings in files)
    words = text("{sound} of {count} workbooks without errors", sound=sound, count=len(files))
    click.echo(say(words))
