"""Runs a batch: tasks to workers, parts to the disk, results in the order of the items."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from pvfootprint.analysis.batches.parts import Parts, damaged, in_short, open_parts
from pvfootprint.analysis.batches.results import ResultsWriter, about_results, failures_in, writing
from pvfootprint.analysis.batches.tasks import Task
from pvfootprint.model.findings import AnalysisError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from pvfootprint.analysis.batches.rows import Rows, Written
    from pvfootprint.analysis.batches.tasks import Setup, Source
    from pvfootprint.analysis.batches.workers import Workers
    from pvfootprint.model.scenario import Scenario

    Progress = Callable[[int, int, int], None]

NAMED = 20
"""How many failed items an outcome names; the results hold all of them."""


class Items(Protocol):
    """The items of a batch, in order."""

    @property
    def path(self) -> Path:
        """The folder or list."""

    def rows(self, sizes: Iterable[int]) -> Iterator[Rows | Written]:
        """Give them in blocks of these sizes."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What is computed, and what it rests on.

    Parameters
    ----------
    items : Items
        The items.
    sizes : sequence of int
        How many items each window has.
    sources : dict
        By input.
    scenarios : dict
        By file as the list names it, each with the SHA-256 of the file.
    setup : Setup
        What all items have in common.
    grounds : dict
        What the results rest on, by a key of :data:`pvfootprint.analysis.batches.parts.GROUNDS`.
    about : dict
        What the results say of themselves besides.
    """

    items: Items
    sizes: Sequence[int]
    sources: dict[str, Source]
    scenarios: dict[str, tuple[Scenario, str]]
    setup: Setup
    grounds: dict[str, Any]
    about: dict[str, Any]

    @property
    def count(self) -> int:
        """How many items there are."""
        return sum(self.sizes)

    def tasks(self, batch: str) -> Iterator[Task]:
        """Give the tasks in order, one at a time."""
        for number, rows in enumerate(self.items.rows(self.sizes)):
            yield Task(
                number,
                batch,
                self.items.path.name if self.items.path.is_file() else "",
                rows,
                {name: self.sources[name] for name in rows.inputs},
                {name: self.scenarios[name] for name in rows.scenarios},
                self.setup,
            )


@dataclass
class Outcome:
    """How a batch has ended.

    Parameters
    ----------
    results : str
        File of the results.
    items, failed, earlier : int
        How many items there are, how many of them failed, and how many an earlier run had done.
    failures : list of dict
        The first items that failed: ``item``, ``input`` and ``findings``.
    """

    results: str
    items: int = 0
    failed: int = 0
    earlier: int = 0
    failures: list[dict[str, Any]] = field(default_factory=list)

    @property
    def done(self) -> int:
        """How many items have a value."""
        return self.items - self.failed

    def to_dict(self) -> dict[str, Any]:
        """Return the outcome as JSON values."""
        return {"format": "pvfootprint batch outcome 1", **asdict(self), "done": self.done}

    def count(self, table: pa.Table) -> None:
        """Count the rows of a part."""
        self.items += len(table)
        failed = list(failures_in(table))
        self.failed += len(failed)
        for row in failed[: NAMED - len(self.failures)]:
            self.failures.append({key: row[key] for key in ("item", "input", "findings")})


def run_batch(
    batch: Batch,
    results: Path,
    workers: Workers,
    *,
    restart: bool = False,
    progress: Progress | None = None,
) -> Outcome:
    """Compute a batch, or what is left of it.

    Parameters
    ----------
    batch : Batch
        What to compute.
    results : Path
        Parquet file; it appears when all is done.
    workers : Workers
        What computes.
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
    AnalysisError
        BAT-007 to BAT-009 and BAT-012; what is done is kept.
    """
    with open_parts(results, batch.grounds, restart=restart) as parts:
        if results.exists() and not restart:
            outcome = outcome_of(results)
        else:
            outcome = _Run(batch, parts, workers, progress, Outcome(str(results))).run()
            with writing(results):
                parts.growing.replace(results)
        parts.remove()
    return outcome


def outcome_of(results: Path) -> Outcome:
    """Return how a batch has ended whose results are there.

    Parameters
    ----------
    results : Path
        The results.

    Returns
    -------
    Outcome
        With all items done earlier.
    """
    about_results(results)
    outcome = Outcome(str(results))
    with pq.ParquetFile(results) as file:
        for group in file.iter_batches(columns=["item", "input", "status", "findings"]):
            outcome.count(pa.Table.from_batches([group]))
    outcome.earlier = outcome.items
    return outcome


@dataclass
class _Run:
    """One run of a batch.

    Parameters
    ----------
    kept : set of int
        Windows that are done and not yet among the results, which are written in order.
    written : int
        How many windows are among the results.
    """

    batch: Batch
    parts: Parts
    workers: Workers
    progress: Progress | None
    outcome: Outcome
    kept: set[int] = field(default_factory=set)
    written: int = 0
    done: int = 0

    def run(self) -> Outcome:
        """Compute what is left, and write all results."""
        about = {
            **self.batch.about,
            "batch": self.parts.batch,
            "grounds": in_short(self.batch.grounds),
            "items": self.batch.count,
        }
        with ResultsWriter(self.parts.growing, about) as writer, self.workers:
            under_way = 0
            for task in self.batch.tasks(self.parts.batch):
                if self.parts.read(task.number, len(task.rows)) is not None:
                    self.outcome.earlier += len(task.rows)
                    self._done(task, writer)
                    continue
                while under_way >= self.workers.capacity:
                    under_way -= self._take(writer)
                self.workers.submit(task)
                under_way += 1
            while under_way:
                under_way -= self._take(writer)
        return self.outcome

    def _take(self, writer: ResultsWriter) -> int:
        """Keep what is finished; return how many tasks that were."""
        finished = self.workers.finished()
        for task, content in finished:
            self.parts.keep(task.number, content)
            self._done(task, writer)
        return len(finished)

    def _done(self, task: Task, writer: ResultsWriter) -> None:
        self.done += len(task.rows)
        self.kept.add(task.number)
        while self.written in self.kept:
            table = self.parts.read(self.written, self.batch.sizes[self.written])
            if table is None:
                raise AnalysisError([damaged(self.parts.folder)])
            writer.add(table)
            self.outcome.count(table)
            self.kept.remove(self.written)
            self.written += 1
        if self.progress:
            self.progress(self.done, self.batch.count, self.outcome.earlier)
