"""Reads ``methods/uncertainty/``: pedigree factors, basic uncertainties, published spreads."""

from __future__ import annotations

import math
import tomllib
from typing import TYPE_CHECKING, Any

from pvfootprint.language.texts import text
from pvfootprint.library.reading import Report, number, read_table
from pvfootprint.model.findings import AnalysisError, Finding
from pvfootprint.model.spread import (
    INDICATORS,
    QUANTILE,
    PedigreeMatrix,
    PublishedSpread,
    SpreadMethod,
)
from pvfootprint.model.terms import GROUPS

if TYPE_CHECKING:
    from pathlib import Path

    from pvfootprint.model.inventory import Library

FOLDER = "methods/uncertainty"
DEFAULT_MATRIX = "ecoinvent-3"
BASIC_COLUMNS = ("what", "factor", "source", "note")
PUBLISHED_COLUMNS = ("dataset", "plus minus", "low", "high", "source", "note")
SOURCE_COLUMNS = ("key", "citation", "position")
FIELDS = {"title", "title_zh", "source", "factors"}
SCORES = 5
WRONG = "UNC-002"


def available_matrices(root: Path) -> list[str]:
    """Return the keys of the pedigree matrices on offer.

    Parameters
    ----------
    root : Path
        Folder that holds ``methods/``.

    Returns
    -------
    list of str
        In order.
    """
    return sorted(path.stem for path in (root / FOLDER).glob("*.toml"))


def read_spread_method(root: Path, library: Library, key: str = DEFAULT_MATRIX) -> SpreadMethod:
    """Read how spreads are found.

    Parameters
    ----------
    root : Path
        Folder that holds ``methods/``.
    library : Library
        Holds the datasets, flows and sources that the files name.
    key : str
        Pedigree matrix: ``ecoinvent-3``, ``ciroth-2016``.

    Returns
    -------
    SpreadMethod
        Pedigree factors, basic uncertainties and published spreads.

    Raises
    ------
    AnalysisError
        UNC-001 if there is no such matrix, UNC-002 for what is wrong in the files.
    """
    keys = available_matrices(root)
    if key not in keys:
        message = text("there is no pedigree matrix {key!r}", key=key)
        raise AnalysisError([Finding("UNC-001", message, found=key, expected=", ".join(keys))])
    files = _Files(root, library)
    method = SpreadMethod(
        matrix=files.matrix(key), basic=files.basic(), published=files.published()
    )
    if files.findings:
        raise AnalysisError(files.findings)
    return method


class _Files:
    """Reads the files and collects what is wrong in all of them."""

    def __init__(self, root: Path, library: Library) -> None:
        self.root, self.library = root, library
        self.findings: list[Finding] = []
        rows = self._rows("sources.csv", SOURCE_COLUMNS)[1]
        self.sources = {*library.sources, *(cells["key"] for _, cells in rows)}

    def _rows(
        self, name: str, columns: tuple[str, ...]
    ) -> tuple[Report, list[tuple[int, dict[str, str]]]]:
        report = Report(f"{FOLDER}/{name}", self.findings)
        return report, read_table(self.root / FOLDER / name, columns, report)

    def basic(self) -> dict[str, float]:
        report, rows = self._rows("basic.csv", BASIC_COLUMNS)
        known = {*GROUPS, *(flow.name for flow in self.library.flows.values())}
        found: dict[str, float] = {}
        for line, cells in rows:
            factor = number(cells["factor"], report, line, "factor")
            if cells["what"] not in known:
                said = text(
                    "{name!r} is no group of inputs and no elementary flow", name=cells["what"]
                )
                report.add(WRONG, said, line, "what")
            if factor is not None and factor < 1:
                self._below_one(report, line, "factor", factor)
            self._check_source(report, line, cells["source"])
            found[cells["what"]] = factor or 1.0
        return found

    def published(self) -> dict[str, PublishedSpread]:
        report, rows = self._rows("published.csv", PUBLISHED_COLUMNS)
        found: dict[str, PublishedSpread] = {}
        for line, cells in rows:
            if cells["dataset"] not in self.library.inventories:
                message = text("the library does not hold {code!r}", code=cells["dataset"])
                report.add(WRONG, message, line, "dataset")
            self._check_source(report, line, cells["source"])
            ratio, said = _interval(report, line, cells)
            if ratio is None:
                continue
            found[cells["dataset"]] = PublishedSpread(
                dataset=cells["dataset"],
                scale=math.log(ratio) / (2 * QUANTILE),
                said=said,
                source=cells["source"],
                note=cells["note"],
            )
        return found

    def matrix(self, key: str) -> PedigreeMatrix:
        name = f"{key}.toml"
        report = Report(f"{FOLDER}/{name}", self.findings)
        content = _toml(self.root / FOLDER / name, report)
        factors = content.get("factors")
        if (
            set(content) != FIELDS
            or not isinstance(factors, dict)
            or not all(isinstance(content[n], str) for n in FIELDS - {"factors"})
        ):
            if not report.findings:
                expected = ", ".join(sorted(FIELDS))
                report.add(WRONG, text("the file has not the fields it needs"), expected=expected)
            return PedigreeMatrix(key=key, title="", title_zh="", source="", factors={})
        self._check_source(report, None, content["source"])
        if set(factors) != set(INDICATORS):
            message = text("the factors are not those of the indicators")
            found, expected = ", ".join(sorted(factors)), ", ".join(INDICATORS)
            report.add(WRONG, message, column="factors", found=found, expected=expected)
        for indicator, row in factors.items():
            _check_factors(report, indicator, row)
        return PedigreeMatrix(
            key=key,
            title=content["title"],
            title_zh=content["title_zh"],
            source=content["source"],
            factors={name: tuple(row) for name, row in factors.items()},
        )

    def _check_source(self, report: Report, line: int | None, key: str) -> None:
        if key not in self.sources:
            file = f"{FOLDER}/sources.csv"
            report.add(WRONG, text("the source key is not in {file}", file=file), line, "source")

    @staticmethod
    def _below_one(report: Report, line: int, column: str, found: float) -> None:
        message = text("an uncertainty factor is below one")
        report.add(WRONG, message, line, column, found=str(found), expected=text("1 or more"))


def _toml(path: Path, report: Report) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        report.add(WRONG, text("the file cannot be read"), found=str(error))
        return {}


def _check_factors(report: Report, indicator: str, row: object) -> None:
    numbers = row if isinstance(row, list) and all(_is_number(f) for f in row) else []
    if len(numbers) == SCORES and numbers == sorted(numbers) and numbers[0] >= 1:
        return
    message = text("the factors of {indicator!r} are wrong", indicator=indicator)
    expected = text("five numbers from 1 on, none smaller than the one before")
    report.add(WRONG, message, column=indicator, found=str(row), expected=expected)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _interval(report: Report, line: int, cells: dict[str, str]) -> tuple[float | None, Any]:
    """Return high over low of a 95 % interval, and what the source says."""
    given = {name: cells[name] for name in ("plus minus", "low", "high") if cells[name]}
    values = {name: number(cell, report, line, name) for name, cell in given.items()}
    if None in values.values():
        return None, text("")
    half = values.get("plus minus")
    if set(values) == {"plus minus"} and half and half > 0:
        # Taken as the upper end of the interval: 100 % below would be nothing at all.
        return (1 + half) ** 2, text("± {half:.0%} in the source", half=half)
    low, high = values.get("low"), values.get("high")
    if set(values) == {"low", "high"} and low and high and 0 < low < high:
        said = text("95 % between {low:g} and {high:g} in the source", low=low, high=high)
        return high / low, said
    message = text("the published uncertainty is wrong")
    expected = text("a share above 0 in 'plus minus'; or 'low' above 0 and 'high' above it")
    report.add(WRONG, message, line, "plus minus", found=str(given), expected=expected)
    return None, text("")
