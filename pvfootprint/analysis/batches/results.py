"""Writes and reads the results of a batch."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pvfootprint.analysis.batches.schema import FAILED, FORMAT, META, SCHEMA, WORD
from pvfootprint.language.texts import text
from pvfootprint.model.findings import AnalysisError, Finding, OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    import pandas as pd

REPEATED = [field.name for field in SCHEMA if field.type == WORD]
"""Columns that are written as a list of words; numbers hardly repeat."""

ROW_GROUP = 16384
"""Rows that are written together; what is held while a batch runs."""


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Say of what cannot be written that the batch can go on later.

    Parameters
    ----------
    path : Path
        What is written.

    Raises
    ------
    AnalysisError
        BAT-009 instead of any error of the operating system.
    """
    try:
        yield
    except (OSError, OutputError) as error:
        found = (
            error.findings[0].found
            if isinstance(error, OutputError)
            else f"{path}: {error.strerror or error}"
        )
        finding = Finding(
            "BAT-009",
            text("the results cannot be written"),
            found=found,
            expected=text("a folder that can be written, with room on the disk"),
            hint=text("what is done is kept: make room, and call the same again"),
        )
        raise AnalysisError([finding]) from error


class ResultsWriter:
    """Writes results as they come, a row group at a time.

    The same rows give the same bytes, however they come.

    Parameters
    ----------
    path : Path
        The file.
    about : mapping
        What the results rest on, as JSON values.

    Raises
    ------
    AnalysisError
        BAT-009 from whatever cannot be written.
    """

    def __init__(self, path: Path, about: Mapping[str, Any]) -> None:
        said = json.dumps({"format": FORMAT, **about}, sort_keys=True, ensure_ascii=False)
        self._schema = SCHEMA.with_metadata({META: said.encode()})
        self._path = path
        with writing(path):
            self._writer = pq.ParquetWriter(
                path, self._schema, compression="zstd", use_dictionary=REPEATED
            )
        self._waiting: list[pa.Table] = []
        self._count = 0

    def add(self, table: pa.Table) -> None:
        """Write rows, as soon as they fill a row group."""
        self._waiting.append(table)
        self._count += len(table)
        while self._count >= ROW_GROUP:
            self._write(ROW_GROUP)

    def __enter__(self) -> ResultsWriter:
        """Give the writer itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Write what is left, and close the file."""
        if kind is None and self._count:
            self._write(self._count)
        with writing(self._path):
            self._writer.close()

    def _write(self, count: int) -> None:
        held = pa.concat_tables(self._waiting)
        group = held.slice(0, count).unify_dictionaries().combine_chunks()
        with writing(self._path):
            self._writer.write_table(group.cast(self._schema), row_group_size=count)
        self._waiting = [held.slice(count)] if count < len(held) else []
        self._count -= count


def about_results(path: Path) -> dict[str, Any]:
    """Return what results rest on.

    Parameters
    ----------
    path : Path
        A file of results.

    Returns
    -------
    dict
        Format, version, hashes of software, library, rules and list, number of items.

    Raises
    ------
    AnalysisError
        BAT-011 if the file cannot be read, is no file of results, or one of another version.
    """
    try:
        metadata = pq.read_schema(path).metadata or {}
        about = json.loads(metadata.get(META, b"{}"))
    except (OSError, pa.ArrowException, ValueError) as error:
        raise AnalysisError([_unreadable(path, str(error).partition("\n")[0])]) from error
    found = about.get("format", "") if isinstance(about, dict) else ""
    if found != FORMAT:
        raise AnalysisError([_unreadable(path, found)])
    return dict(about)


def read_results(path: Path, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """Read the results of a batch.

    Parameters
    ----------
    path : Path
        The file.
    columns : sequence of str, optional
        Which columns; all by default.

    Returns
    -------
    pandas.DataFrame
        A row for each item, in the order of the list; docs/batches.md says what the columns mean.
        What the results rest on is in its ``attrs``.

    Raises
    ------
    AnalysisError
        BAT-011 if the file cannot be read, is no file of results, or one of another version.
    """
    about = about_results(path)
    try:
        frame: pd.DataFrame = pq.read_table(path, columns=columns).to_pandas()
    except (OSError, pa.ArrowException) as error:
        raise AnalysisError([_unreadable(path, str(error).partition("\n")[0])]) from error
    frame.attrs.update(about)
    return frame


def failures_in(table: pa.Table) -> Iterator[dict[str, Any]]:
    """Give the rows of the items that failed."""
    yield from table.filter(pc.equal(table["status"], FAILED)).to_pylist()


def _unreadable(path: Path, found: str) -> Finding:
    return Finding(
        "BAT-011",
        text("these are no results of a batch that this version reads"),
        path.name,
        found=found or text("no mark of pvfootprint"),
        expected=FORMAT,
        hint=text("read them with the version that wrote them, or compute the batch again"),
    )
