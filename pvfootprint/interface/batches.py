"""Computes batches: folders of workbooks, or lists of items and variants."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pvfootprint import __version__
from pvfootprint.analysis.batches import failures as _failures
from pvfootprint.analysis.batches import results as _results
from pvfootprint.analysis.batches.folders import check_folder
from pvfootprint.analysis.batches.listing import check_list
from pvfootprint.analysis.batches.running import Batch, run_batch
from pvfootprint.analysis.batches.schema import FORMAT
from pvfootprint.analysis.batches.tasks import Setup, Source
from pvfootprint.analysis.batches.windows import Windows
from pvfootprint.analysis.batches.workers import Processes, ThisProcess
from pvfootprint.analysis.scenarios import read_scenario
from pvfootprint.engine.computing import software_hash
from pvfootprint.interface.inputs import READERS, SUBMISSION, is_file, sets_of
from pvfootprint.interface.subjects import DEFAULT_RULES, open_subject
from pvfootprint.language.texts import text
from pvfootprint.library.caching import open_library
from pvfootprint.library.folders import data_root
from pvfootprint.model.canonical import canonical, digest
from pvfootprint.model.findings import AnalysisError, Finding, PvfootprintError
from pvfootprint.rules.reading import read_rules
from pvfootprint.submission.folders import files_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import pandas as pd

    from pvfootprint.analysis.batches.folders import Folder
    from pvfootprint.analysis.batches.listing import List
    from pvfootprint.analysis.batches.rows import Kind
    from pvfootprint.analysis.batches.running import Outcome
    from pvfootprint.analysis.batches.workers import Workers
    from pvfootprint.analysis.subjects import Subject
    from pvfootprint.chain.declaring import ProductData
    from pvfootprint.model.inventory import Library
    from pvfootprint.model.rules import RuleSet
    from pvfootprint.model.scenario import Scenario

ITEM_ENDINGS = (*READERS, SUBMISSION)
"""Suffixes of files that are items where they lie in the folder of a batch."""


def batch(  # noqa: PLR0913  (one argument per question)
    items: str | Path,
    results: str | Path,
    *,
    rules: str | RuleSet = DEFAULT_RULES,
    scenario: str | Path | None = None,
    product: str = "",
    per: str = "",
    electricity_year: int | None = None,
    fill_gaps: str | None = None,
    processes: int | None = None,
    scheduler: str | None = None,
    restart: bool = False,
    progress: Callable[[int, int, int], None] | None = None,
) -> Outcome:
    """Compute thousands of workbooks or variants, and write the results to a Parquet file.

    What is done is kept beside the results: after an interruption the same call goes on.

    Parameters
    ----------
    items : str or Path
        A folder, in which each folder of workbooks is a chain and each workbook or submission an
        item; or a list (CSV). docs/batches.md says what a list holds.
    results : str or Path
        Parquet file; it appears when all is done.
    rules : str or RuleSet
        Rule set, by name, file or as read.
    scenario : str or Path, optional
        Scenario of the items that name none.
    product, per, electricity_year, fill_gaps
        As :func:`pvfootprint.interface.subjects.open_subject`, for items that do not say it.
    processes : int, optional
        How many processes; as many as there are processors by default. 0 computes in this very
        process. With more, a script needs ``if __name__ == "__main__":`` around the call, as
        :mod:`multiprocessing` asks.
    scheduler : str, optional
        Address of a Dask scheduler, such as ``tcp://192.0.2.1:8786``; needs the extra
        ``pvfootprint[cluster]``.
    restart : bool
        Whether to throw away what is there of another batch.
    progress : callable, optional
        Told how many items are done, how many there are, and how many an earlier run had done.

    Returns
    -------
    Outcome
        How many items are done and how many failed.

    Raises
    ------
    PvfootprintError
        BAT-001 to BAT-009 and BAT-012, SCN-... for scenarios, and what is wrong with rules and
        library. What is wrong with an item stands in its row of the results.
    """
    setup = make_setup(rules, electricity_year, fill_gaps, per, product)
    workers = _workers(processes, scheduler, setup)
    workers.begin(setup.library)
    try:
        prepared = prepare(Path(items), str(scenario or ""), setup)
    except BaseException:
        workers.__exit__(None, None, None)
        raise
    return run_batch(prepared, Path(results), workers, restart=restart, progress=progress)


def make_setup(
    rules: str | RuleSet = DEFAULT_RULES,
    electricity_year: int | None = None,
    fill_gaps: str | None = None,
    per: str = "",
    product: str = "",
) -> Setup:
    """Return what all items of a batch have in common, as this process computes them.

    Parameters
    ----------
    rules, electricity_year, fill_gaps, per, product
        As :func:`batch`.

    Returns
    -------
    Setup
        With the hashes of this software and this library.

    Raises
    ------
    PvfootprintError
        With what is wrong with rules and library.
    """
    return Setup(
        rules=read_rules(rules, data_root()) if isinstance(rules, str) else rules,
        electricity_year=electricity_year,
        fill_gaps=fill_gaps,
        per=per,
        product=product,
        software=software_hash(),
        library=open_library()[0].content_hash,
    )


def read_results(path: str | Path, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """Read the results of a batch.

    Parameters
    ----------
    path : str or Path
        The Parquet file.
    columns : sequence of str, optional
        Which columns; all by default.

    Returns
    -------
    pandas.DataFrame
        A row for each item, in the order of the list. Its ``attrs`` say what the results rest on.

    Raises
    ------
    AnalysisError
        BAT-011 if the file cannot be read, is no file of results, or one of another version.
    """
    return _results.read_results(Path(path), columns)


def write_failures(path: str | Path, target: str | Path, language: str = "both") -> None:
    """Write the items that failed to a table for people: CSV that spreadsheet programs open.

    Parameters
    ----------
    path : str or Path
        Results of a batch.
    target : str or Path
        CSV file in UTF-8, a row for each finding.
    language : str
        ``en``, ``zh`` or ``both``.

    Raises
    ------
    AnalysisError
        BAT-011 if the results cannot be read.
    OutputError
        OUT-001 if the table cannot be written.
    """
    _failures.write_failures(Path(path), Path(target), language)


def open_item(
    source: Source, kind: Kind, setup: Setup, data: ProductData, library: Library
) -> Subject:
    """Open an item of a batch as the subject of an analysis.

    Parameters
    ----------
    source : Source
        Its files, or a product of the library.
    kind : Kind
        What its row says.
    setup : Setup
        What all items have in common.
    data : ProductData
        Quantities of the actual product.
    library : Library
        The compiled library.

    Returns
    -------
    Subject
        With the findings about files and data.

    Raises
    ------
    PvfootprintError
        With everything that is wrong; BAT-013 if a file is not what it was when the batch began.
    """
    with tempfile.TemporaryDirectory(prefix="pvfootprint-") as folder:
        path = _sent(source, Path(folder)) if source.contents else source.path
        _check_files(source, path)
        sets = sets_of([source.written]) if path is None else ()
        try:
            subject = open_subject(
                source.written if path is None else str(path),
                rules=setup.rules,
                product=kind.product or setup.product or None,
                per=kind.per or setup.per or None,
                electricity=[e.strip() for e in kind.electricity.split(";") if e.strip()],
                electricity_year=setup.electricity_year,
                data=data,
                fill_gaps=setup.fill_gaps,
                library=open_library(sets=sets)[0] if sets else library,
            )
        except PvfootprintError as error:
            raise type(error)(_named(error.findings, path)) from error
    return replace(subject, findings=tuple(_named(subject.findings, path)))


def _named(findings: Iterable[Finding], path: Path | None) -> list[Finding]:
    """Return findings that name files as their sender does, wherever they lie."""
    if path is None:
        return list(findings)
    folder = f"{path if path.is_dir() else path.parent}/"
    return [replace(finding, file=finding.file.removeprefix(folder)) for finding in findings]


def _sent(source: Source, folder: Path) -> Path | None:
    """Write the files that were sent along, and return what is opened in the item's place."""
    for (path, _), content in zip(source.files, source.contents, strict=True):
        (folder / path.name).write_bytes(content)
    alone = source.path is not None and source.files[0][0] == source.path
    return folder / source.files[0][0].name if alone else folder


def _check_files(source: Source, path: Path | None) -> None:
    """Refuse files that are not what was hashed when the batch began."""
    if path is None:
        return
    folder = path if path.is_dir() else path.parent
    changed = [file.name for file, before in source.files if _hash_of(folder / file.name) != before]
    if changed:
        message = text("the file has changed since the batch began")
        hint = text("call the batch again with --restart when all files are settled")
        raise AnalysisError([Finding("BAT-013", message, file=n, hint=hint) for n in changed])


def _hash_of(path: Path) -> str | None:
    """Return the SHA-256 of a file of any size; None if it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def prepare(items: Path, scenario: str, setup: Setup) -> Batch:
    """Read everything through that is known before the first item is computed.

    Parameters
    ----------
    items : Path
        Folder or list.
    scenario : str
        Scenario of the items that name none; empty without one.
    setup : Setup
        What all items have in common.

    Returns
    -------
    Batch
        What :func:`pvfootprint.analysis.batches.running.run_batch` computes.

    Raises
    ------
    AnalysisError
        BAT-001 to BAT-005, and SCN-... for scenarios.
    """
    base = items if items.is_dir() else items.parent
    windows = Windows(lambda written: _is_file(written, base))
    found: Folder | List = (
        check_folder(items, lambda path: files_in(path, ITEM_ENDINGS), windows.add, scenario)
        if items.is_dir()
        else check_list(items, windows.add, scenario)
    )
    named = dict.fromkeys(kind.scenario for kind in windows.kinds if kind.scenario)
    scenarios = _scenarios(
        {name: base / name if name != scenario else Path(name) for name in named}
    )
    inputs = {kind.input: there for kind, there in windows.kinds.items()}
    sources = {name: _source(name, base, is_file=there) for name, there in inputs.items()}
    options = {
        "electricity year": setup.electricity_year,
        "fill gaps": setup.fill_gaps or "",
        "per": setup.per,
        "product": setup.product,
        "scenario": scenario,
    }
    grounds = {
        "format": FORMAT,
        "software": setup.software,
        "library": setup.library,
        "rules": setup.rules.content_hash,
        "options": options,
        "list": found.digest,
        "windows": digest(canonical(list(windows.sizes))),
        "inputs": {name: s.digest for name, s in sources.items() if s.path is not None},
        "scenarios": {name: file_hash for name, (_, file_hash) in scenarios.items()},
    }
    about = {
        "version": __version__,
        "rules": {"key": setup.rules.key, "version": setup.rules.version},
    }
    return Batch(found, windows.sizes, sources, scenarios, setup, grounds, about)


def _is_file(written: str, base: Path) -> bool:
    return is_file(str(base / written))


def _scenarios(paths: dict[str, Path]) -> dict[str, tuple[Scenario, str]]:
    """Read all scenarios, or refuse them with everything that is wrong in any."""
    found: dict[str, tuple[Scenario, str]] = {}
    findings: list[Finding] = []
    for name, path in paths.items():
        try:
            found[name] = read_scenario(path), _hash_of(path) or ""
        except PvfootprintError as error:
            findings += error.findings
    if findings:
        raise AnalysisError(findings)
    return found


def _source(written: str, base: Path, *, is_file: bool) -> Source:
    if not is_file:
        return Source(written, None, (), digest(written.encode()))
    path = base / written
    try:
        files = files_in(path, READERS) if path.is_dir() else [path]
    except OSError:  # The item says so when it is opened.
        files = []
    hashed = tuple((file, found) for file in files if (found := _hash_of(file)) is not None)
    return Source(written, path, hashed, _digest_of(hashed))


def _digest_of(files: Iterable[tuple[Path, str]]) -> str:
    return digest(canonical([[path.name, file_hash] for path, file_hash in files]))


def _workers(processes: int | None, scheduler: str | None, setup: Setup) -> Workers:
    if scheduler:
        from pvfootprint.analysis.batches.cluster import Cluster  # noqa: PLC0415  (an extra)

        return Cluster(scheduler, open_item, setup)
    count = len(os.sched_getaffinity(0)) if processes is None else processes
    return Processes(count, open_item) if count else ThisProcess(open_item)
