"""Writes the items of a batch that failed to a table for people."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from pvfootprint.analysis.batches.results import about_results, failures_in
from pvfootprint.documents.writing import whole_file
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

READ = ("item", "input", "scenario", "status", "findings")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What begins a formula in spreadsheet programs; names from outside must not become one."""


def write_failures(results: Path, target: Path, language: str) -> None:
    """Write the items that failed, a row for each of their errors.

    Parameters
    ----------
    results : Path
        Results of a batch.
    target : Path
        CSV file in UTF-8 with a byte order mark, so that Excel reads Chinese.
    language : str
        ``en``, ``zh`` or ``both``.

    Raises
    ------
    AnalysisError
        BAT-011 if the results cannot be read.
    OutputError
        OUT-001 if the table cannot be written.
    """
    about_results(results)
    heading = (
        text("item"),
        text("input"),
        text("code"),
        text("message"),
        text("place"),
        text("found"),
    )
    with (
        whole_file(target) as temporary,
        temporary.open("w", encoding="utf-8-sig", newline="") as file,
    ):
        lines = csv.writer(file)
        lines.writerow([name.said(language) for name in heading])
        for row in _failed(results):
            for finding in row["findings"]:
                if finding["severity"] == "error":
                    cells = (row["item"], row["input"], finding["code"])
                    said = message_of(finding, language)
                    lines.writerow(
                        [_harmless(c) for c in (*cells, said, finding["place"], finding["found"])]
                    )


def message_of(finding: dict[str, Any], language: str) -> str:
    """Return the message of a finding of the results in a language.

    Parameters
    ----------
    finding : dict
        With ``message`` and ``message_zh``.
    language : str
        ``en``, ``zh`` or ``both``.
    """
    english, chinese = str(finding["message"]), str(finding["message_zh"])
    if language == "both":
        return english if english == chinese else f"{chinese} {english}"
    return chinese if language == "zh" else english


def _failed(results: Path) -> Iterator[dict[str, Any]]:
    with pq.ParquetFile(results) as file:
        for group in file.iter_batches(columns=READ):
            yield from failures_in(pa.Table.from_batches([group]))


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
