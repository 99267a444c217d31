"""Processes on this machine that compute the tasks of a batch."""

from __future__ import annotations

from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TYPE_CHECKING, Protocol

import pyarrow as pa

from pvfootprint.analysis.batches.beginning import begin
from pvfootprint.analysis.batches.working import all_failed, as_bytes, warm_up, work
from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

    from pvfootprint.analysis.batches.tasks import Open, Task

    Done = tuple[Task, bytes]


DEATHS = (BrokenProcessPool, MemoryError)
"""What a task ends with whose process was killed, or had no memory left."""


class Workers(Protocol):
    """Whatever computes tasks."""

    capacity: int
    """How many tasks may be under way, so that nobody waits and little is held."""

    def begin(self, library: str) -> None:
        """Start what takes time, beside whatever the caller does; `library` is the hash of its."""

    def submit(self, task: Task) -> None:
        """Begin a task."""

    def finished(self) -> list[Done]:
        """Wait until tasks are finished, and give them with what came out."""

    def __enter__(self) -> Workers:
        """Start."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End, without waiting for what is under way."""


class ThisProcess:
    """Computes tasks in this very process, one after the other.

    Parameters
    ----------
    open_item : Open
        Opens the items.
    """

    capacity = 1

    def __init__(self, open_item: Open) -> None:
        self.open = open_item
        self.waiting: list[Task] = []

    def begin(self, library: str) -> None:
        """Start nothing: everything is here."""

    def submit(self, task: Task) -> None:
        """Put a task by."""
        self.waiting.append(task)

    def finished(self) -> list[Done]:
        """Compute it."""
        return [(task, work(task, self.open)) for task in _emptied(self.waiting)]

    def __enter__(self) -> ThisProcess:
        """Start nothing."""
        return self

    def __exit__(self, *_: object) -> None:
        """End nothing."""


class Processes:
    """Computes tasks in processes of this machine.

    A process that dies takes its task with it and nobody knows which it was: each task that was
    under way is tried again alone, then each kind of items in it alone; what kills its process
    again is given up, and the rest goes on.

    Parameters
    ----------
    count : int
        How many.
    open_item : Open
        Opens the items; a function of a module, as it is sent to the processes.
    """

    def __init__(self, count: int, open_item: Open) -> None:
        self.count, self.open = count, open_item
        self.capacity = count + 2
        self.pool, self.lone = _pool(count), False
        self.running: dict[Future[bytes], Task] = {}

    def begin(self, library: str) -> None:
        """Let every process import and open what all tasks need."""
        for _ in range(self.count):
            self.pool.submit(warm_up, library)

    def submit(self, task: Task) -> None:
        """Begin a task, in a new pool if a process of the last one has died."""
        try:
            future = self.pool.submit(work, task, self.open)
        except BrokenProcessPool:
            future = Future()
            future.set_exception(BrokenProcessPool())
        self.running[future] = task

    def finished(self) -> list[Done]:
        """Wait for tasks; see to those whose process died."""
        wait(self.running, return_when=FIRST_COMPLETED)
        ready = [future for future in self.running if future.done()]
        if any(isinstance(future.exception(), DEATHS) for future in ready):
            return self._after_a_death()
        return [(self.running.pop(future), future.result()) for future in ready]

    def _after_a_death(self) -> list[Done]:
        wait(self.running)
        done = []
        for future, task in self.running.items():
            died = isinstance(future.exception(), DEATHS)
            done.append((task, rescued(task, self._alone) if died else future.result()))
        self.running.clear()
        self._renew(self.count)
        return done

    def _alone(self, task: Task) -> bytes | None:
        if not self.lone:
            self._renew(1)
            self.lone = True
        try:
            return self.pool.submit(work, task, self.open).result()
        except DEATHS:
            self.lone = False
            return None

    def _renew(self, count: int) -> None:
        self.pool.shutdown()
        self.pool, self.lone = _pool(count), False

    def __enter__(self) -> Processes:
        """Give the processes; each starts with its first task, if not before."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the processes."""
        self.pool.shutdown(wait=False, cancel_futures=True)


def rescued(
    task: Task, alone: Callable[[Task], bytes | None], *, tried_alone: bool = False
) -> bytes:
    """Return what can be had of a task whose worker died.

    Parameters
    ----------
    task : Task
        It is tried again alone, then in pieces of one kind of items.
    alone : callable
        Computes a task where no other one can be harmed; None if the worker dies.
    tried_alone : bool
        Whether it was tried on several workers already, as a Dask scheduler does by itself.

    Returns
    -------
    bytes
        As :func:`pvfootprint.analysis.batches.working.work`; items that killed their worker twice
        have failed with BAT-010.
    """
    content = None if tried_alone else alone(task)
    if content is not None:
        return content
    finding = Finding(
        "BAT-010",
        text("the process that computed this item died, twice"),
        expected=text("enough memory for the item"),
        hint=text("compute it alone with `pvfootprint footprint`, with fewer processes beside it"),
    )
    pieces = task.by_kind()
    if len(pieces) == 1:
        return all_failed(task, finding)
    found = [alone(piece) or all_failed(piece, finding) for piece in pieces]
    return as_bytes(task.in_order([pa.ipc.open_file(pa.py_buffer(c)).read_all() for c in found]))


def _emptied(waiting: list[Task]) -> Iterator[Task]:
    while waiting:
        yield waiting.pop(0)


def _pool(count: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(count, get_context("spawn"), begin)
