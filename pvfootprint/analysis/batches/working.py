"""Computes a window of items, in whatever process it is called."""

from __future__ import annotations

import errno
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from pvfootprint.analysis.batches.evaluating import Values, Variants, no_values, plain_values
from pvfootprint.analysis.batches.holding import Held
from pvfootprint.analysis.batches.results import writing
from pvfootprint.analysis.batches.schema import DONE, FAILED, SCHEMA, STAGE_COLUMNS, as_said
from pvfootprint.chain.declaring import ProductData
from pvfootprint.chain.selecting import select
from pvfootprint.engine.backgrounds import make_background
from pvfootprint.engine.computing import software_hash
from pvfootprint.language.texts import text
from pvfootprint.library.caching import open_library
from pvfootprint.model.findings import AnalysisError, Finding, PvfootprintError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from pvfootprint.analysis.batches.rows import Kind
    from pvfootprint.analysis.batches.tasks import Open, Setup, Task
    from pvfootprint.analysis.subjects import Subject
    from pvfootprint.engine.backgrounds import Background
    from pvfootprint.model.inventory import Library

    Places = NDArray[np.intp]

PLAUSIBLE = {"area": 2.0, "efficiency": 0.2, "power": 400.0}
"""Stand in while a product is opened whose rows say it, each for itself."""


EXHAUSTED = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EMFILE, errno.ENFILE}
"""Errors of a machine that has no room left: no item is to blame, and the batch stops."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A product that is open, or what is wrong with it.

    Parameters
    ----------
    subject : Subject, optional
        None if it could not be opened.
    findings : tuple of Finding
        About its files and data.
    system_hash : str
        Content hash of its product system.
    """

    subject: Subject | None
    findings: tuple[Finding, ...]
    system_hash: str = ""


LIBRARIES: Held[Library] = Held(1)
OPENED: Held[Opened] = Held(16)
VARIANTS: Held[Variants | PvfootprintError] = Held(16)
BACKGROUNDS: Held[Background] = Held(4)


@dataclass(frozen=True, slots=True)
class _Work:
    """One task, and how items are opened."""

    task: Task
    open: Open
    library: Library

    def table(self) -> pa.Table:
        kinds = self.task.rows.read().by_kind().items()
        return self.task.in_order([self._of_kind(kind, places) for kind, places in kinds])

    def _of_kind(self, kind: Kind, places: Places) -> pa.Table:
        opened = Opened(None, ())
        try:
            opened = self._opened(kind)
            values = self._values(kind, places, opened)
        except MemoryError:
            raise
        except Exception as error:
            if isinstance(error, OSError) and error.errno in EXHAUSTED:
                raise
            values = no_values(len(places), (_internal(error),))
        return _table(self.task, kind, places, opened, values)

    def _opened(self, kind: Kind) -> Opened:
        return OPENED.get((self.task.batch, kind), lambda: self._open(kind))

    def _open(self, kind: Kind) -> Opened:
        source, setup = self.task.sources[kind.input], self.task.setup
        data = ProductData(**{name: PLAUSIBLE[name] for name in kind.given})
        try:
            subject = self.open(source, kind, setup, data, self.library)
        except PvfootprintError as error:
            return Opened(None, error.findings)
        return Opened(subject, subject.findings, subject.system.content_hash)

    def _values(self, kind: Kind, places: Places, opened: Opened) -> Values:
        subject = opened.subject
        if subject is None:
            return no_values(len(places), opened.findings)
        columns = self.task.rows.read().columns_of(places)
        try:
            background = self._background(subject)
            if not columns and not kind.scenario:
                return _repeated(plain_values(subject.system, subject, background), len(places))
            key = self.task.batch, kind, tuple(columns)
            variants = VARIANTS.get(
                key, lambda: self._variants(kind, tuple(columns), subject, background)
            )
        except PvfootprintError as error:
            return no_values(len(places), error.findings)
        if isinstance(variants, PvfootprintError):
            return no_values(len(places), variants.findings)
        return variants.values(columns, len(places))

    def _variants(
        self, kind: Kind, columns: Sequence[str], subject: Subject, background: Background
    ) -> Variants | PvfootprintError:
        scenario = self.task.scenarios[kind.scenario][0] if kind.scenario else None
        form = None if subject.sites else select(subject.library, kind.input).form
        try:
            return Variants(subject, scenario, columns, form, background)
        except PvfootprintError as error:
            return error

    def _background(self, subject: Subject) -> Background:
        year = subject.case.year
        key = subject.library.content_hash, subject.factors.content_hash, year
        return BACKGROUNDS.get(key, lambda: make_background(subject.library, subject.factors, year))


def warm_up(library: str) -> None:
    """Open and hash what every task needs.

    Parameters
    ----------
    library : str
        Hash of the library of the batch.
    """
    _library(library)
    software_hash()


def _library(content_hash: str) -> Library:
    return LIBRARIES.get(content_hash, lambda: open_library()[0])


def work(task: Task, open_item: Open) -> bytes:
    """Compute the items of a window.

    Parameters
    ----------
    task : Task
        The window.
    open_item : Open
        Opens its items.

    Returns
    -------
    bytes
        Rows of the results in Arrow's file format. What was wrong with an item stands in its row.

    Raises
    ------
    AnalysisError
        BAT-009 if this machine has no room left; BAT-012 if this process would compute something
        else than the batch asks for.
    """
    setup = task.setup
    library = _library(setup.library)
    found = {"software": software_hash(), "library": library.content_hash}
    check_worker(found, setup)
    with writing(Path(tempfile.gettempdir())):
        return as_bytes(_Work(task.read(), open_item, library).table())


def check_worker(found: Mapping[str, str], setup: Setup) -> None:
    """Refuse a worker that would compute something else.

    Parameters
    ----------
    found : mapping
        Its ``software`` and ``library``, as hashes.
    setup : Setup
        What the batch rests on.

    Raises
    ------
    AnalysisError
        BAT-012 if they differ.
    """
    expected = {"software": setup.software, "library": setup.library}
    findings = [
        Finding(
            "BAT-012",
            text("a worker has another version of pvfootprint, or another library"),
            column=name,
            found=found[name],
            expected=expected[name],
            hint=text("install the same version everywhere, and start the workers again"),
        )
        for name in expected
        if found[name] != expected[name]
    ]
    if findings:
        raise AnalysisError(findings)


def all_failed(task: Task, finding: Finding) -> bytes:
    """Return what stands for a window that could not be computed.

    Parameters
    ----------
    task : Task
        The window.
    finding : Finding
        Why.

    Returns
    -------
    bytes
        As :func:`work`.
    """
    opened = Opened(None, (finding,))
    task = task.read()
    pieces = [
        _table(task, kind, places, opened, no_values(len(places), (finding,)))
        for kind, places in task.rows.read().by_kind().items()
    ]
    return as_bytes(task.in_order(pieces))


def as_bytes(table: pa.Table) -> bytes:
    """Write a table in Arrow's file format.

    Parameters
    ----------
    table : pyarrow.Table
        Rows of the results.

    Returns
    -------
    bytes
        Equal for equal tables.
    """
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def _internal(error: Exception) -> Finding:
    return Finding(
        "BAT-014",
        text("internal error, {kind}: {error}", kind=type(error).__name__, error=error),
        hint=text("this is a fault of pvfootprint, not of the item; please report it"),
    )


def _repeated(values: Values, count: int) -> Values:
    return Values(
        np.repeat(values.score, count),
        np.repeat(values.parts, count, axis=2),
        np.repeat(values.primary_share, count),
        {},
    )


def _table(task: Task, kind: Kind, places: Places, opened: Opened, values: Values) -> pa.Table:
    """Return the rows of items of one kind."""
    count = len(places)
    failed = np.zeros(count, dtype=bool)
    failed[list(values.failures)] = True
    rows = task.rows.read()
    columns: dict[str, pa.Array] = {
        "item": pa.array([rows.names[i] for i in places]),
        "input": _same(kind.input, count),
        "scenario": _same(kind.scenario, count),
        "status": _either(failed, FAILED, DONE),
        "value": _numbers(values.score),
        "unit": _either(failed, None, opened.subject.unit if opened.subject else None),
        "primary_data_share": _numbers(values.primary_share),
    }
    whole = values.parts.sum(axis=1)
    of_stages = np.concatenate([whole[:, None], values.parts], axis=1).reshape(-1, count)
    columns |= dict(zip(STAGE_COLUMNS, map(_numbers, of_stages), strict=True))
    about = _findings(task, places, opened, values)
    distinct = {id(found): found for found in about}
    number = {key: i for i, key in enumerate(distinct)}
    which = pa.array([number[id(found)] for found in about])
    columns |= {
        "warnings": _warnings(distinct.values()).take(which),
        "findings": _said(distinct.values()).take(which),
        "input_hash": _same(task.sources[kind.input].digest, count),
        "scenario_hash": _same(task.scenarios[kind.scenario][1] if kind.scenario else "", count),
        "product_system": _same(opened.system_hash or None, count),
    }
    return pa.table(columns, schema=SCHEMA)


def _findings(
    task: Task, places: Places, opened: Opened, values: Values
) -> list[tuple[Finding, ...]]:
    """Return the findings of each item: those about the product, then its own."""
    found = [opened.findings] * len(places)
    for i, own in values.failures.items():
        if own is opened.findings:
            continue
        line = task.rows.read().lines[places[i]] or None
        named = (f if f.file else replace(f, file=task.listed, line=line) for f in own)
        found[i] = (*(opened.findings if opened.subject else ()), *named)
    return found


def _said(about: Iterable[tuple[Finding, ...]]) -> pa.Array:
    return pa.array([as_said(found) for found in about], SCHEMA.field("findings").type)


def _warnings(about: Iterable[tuple[Finding, ...]]) -> pa.Array:
    counts = [sum(finding.severity != "error" for finding in found) for found in about]
    return pa.array(counts, pa.int32())


def _numbers(values: NDArray[np.float64]) -> pa.Array:
    """Return numbers with nulls where there is none."""
    return pa.array(values, from_pandas=True)


def _same(word: str | None, count: int) -> pa.DictionaryArray:
    return _either(np.zeros(count, dtype=bool), None, word)


def _either(first: NDArray[np.bool_], one: str | None, other: str | None) -> pa.DictionaryArray:
    """Return the one word where `first` is true, and the other elsewhere."""
    indices = np.where(first, 0, 1).astype(np.int32)
    words = pa.array(["" if one is None else one, "" if other is None else other])
    missing = np.where(first, one is None, other is None)
    return pa.DictionaryArray.from_arrays(pa.array(indices, mask=missing), words)
