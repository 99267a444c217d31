"""Workers of a Dask cluster that compute the tasks of a batch."""

from __future__ import annotations

import contextlib
from concurrent.futures import CancelledError
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

from pvfootprint.analysis.batches.workers import rescued
from pvfootprint.analysis.batches.working import check_worker, work
from pvfootprint.engine.computing import software_hash
from pvfootprint.language.texts import text
from pvfootprint.library.caching import open_library
from pvfootprint.model.findings import AnalysisError, Finding

if TYPE_CHECKING:
    from pvfootprint.analysis.batches.tasks import Open, Setup, Source, Task
    from pvfootprint.analysis.batches.workers import Done

PATIENCE = 30
"""How long a scheduler and a first worker are waited for [s]."""


class Cluster:
    """Computes tasks on a Dask cluster.

    The contents of the items' files are sent along: workers need not see the same disk, and
    compute exactly what was hashed. Encryption is what `distributed` itself is configured with.

    Parameters
    ----------
    address : str
        Of the scheduler: ``tcp://192.0.2.1:8786`` or ``tls://...``.
    open_item : Open
        Opens the items; a function of a module that the workers have, too.
    setup : Setup
        What the batch rests on.
    """

    def __init__(self, address: str, open_item: Open, setup: Setup) -> None:
        self.address, self.open, self.setup = address, open_item, setup
        self.capacity = 2
        self.client: Any = None
        self.running: dict[Any, Task] = {}

    def __enter__(self) -> Cluster:
        """Connect, and refuse workers that would compute something else."""
        no_answer = text("no cluster answers at {address}", address=self.address)
        try:
            self.client = _distributed().Client(
                self.address, timeout=PATIENCE, set_as_default=False
            )
            self.client.wait_for_workers(1, timeout=PATIENCE)
            found = self.client.run(hashes)
        except (OSError, ValueError, TimeoutError) as error:
            self.__exit__()
            raise AnalysisError([_fault(no_answer)]) from error
        threads = sum(self.client.nthreads().values())
        self.capacity = threads + max(2, threads // 4)
        for one in found.values():
            check_worker(one, self.setup)
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the cluster; what is under way is given up."""
        if self.client is not None:
            self.client.cancel(list(self.running))
            self.client.close()

    def begin(self, library: str) -> None:
        """Start nothing: the workers of a cluster are there."""

    def submit(self, task: Task) -> None:
        """Begin a task."""
        self.running[self._submit(task)] = task

    def finished(self) -> list[Done]:
        """Wait for tasks; see to those that killed their workers."""
        while not any(future.done() for future in self.running):
            self._wait()
        done = []
        for future in [future for future in self.running if future.done()]:
            task = self.running.pop(future)
            done.append((task, self._kept(task, future)))
        return done

    def _wait(self) -> None:
        """Wait for a task, and make sure that there is still somebody to compute it."""
        with self.client.as_current(), contextlib.suppress(TimeoutError):
            _distributed().wait(list(self.running), timeout=PATIENCE, return_when="FIRST_COMPLETED")
            return
        try:
            self.client.wait_for_workers(1, timeout=PATIENCE)
        except (OSError, TimeoutError) as error:
            raise self._lost() from error

    def _submit(self, task: Task) -> Any:  # noqa: ANN401  (distributed.Future)
        sources = {name: _with_contents(source) for name, source in task.sources.items()}
        return self.client.submit(work, replace(task, sources=sources), self.open, pure=False)

    def _kept(self, task: Task, future: Any) -> bytes:  # noqa: ANN401
        return self._result(future) or rescued(task, self._alone, tried_alone=True)

    def _alone(self, task: Task) -> bytes | None:
        return self._result(self._submit(task))

    def _result(self, future: Any) -> bytes | None:  # noqa: ANN401
        try:
            content: bytes = future.result()
        except (_distributed().KilledWorker, MemoryError):
            return None
        except CancelledError as error:
            raise self._lost() from error
        return content

    def _lost(self) -> AnalysisError:
        lost = text("the cluster at {address} was lost", address=self.address)
        hint = text("what is done is kept: call the same again when it is back")
        return AnalysisError([_fault(lost, hint)])


def _distributed() -> Any:  # noqa: ANN401  (an extra without complete types)
    try:
        return import_module("distributed")
    except ImportError as error:
        message = text("the extra for clusters is not installed")
        raise AnalysisError([_fault(message, "pip install 'pvfootprint[cluster]'")]) from error


def _fault(message: str, hint: str = "") -> Finding:
    return Finding("BAT-012", message, column="--scheduler", hint=hint)


def hashes() -> dict[str, str]:
    """Return the hashes of the software and the library that a worker has."""
    return {"software": software_hash(), "library": open_library()[0].content_hash}


def _with_contents(source: Source) -> Source:
    """Return a source with its files; the worker finds those out that are not there any more."""
    contents = []
    for path, _ in source.files:
        try:
            contents.append(path.read_bytes())
        except OSError:
            contents.append(b"")
    return replace(source, contents=tuple(contents))
