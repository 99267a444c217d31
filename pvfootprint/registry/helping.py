"""Lets other processes judge entries: each reads them from the registry itself."""

from __future__ import annotations

import gc
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING

from pvfootprint.registry.judging import HASH, Judged, judge
from pvfootprint.registry.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Future

    from pvfootprint.registry.judging import Batch

AHEAD = 2
"""Batches that wait for each process, so that none is ever idle and memory stays bounded."""

_opened: list[Registry] = []
"""The registry, in a process that helps."""


def judge_elsewhere(
    batches: Iterable[Batch], address: str, processes: int
) -> Iterator[list[Judged]]:
    """Judge batches of entries in other processes.

    Parameters
    ----------
    batches : iterable of Batch
        As :func:`judge` takes them; only positions and keys are handed over.
    address : str
        Of the registry, with its password if it has one.
    processes : int
        How many help.

    Yields
    ------
    list of Judged
        Of each batch, in order.
    """
    waiting: deque[Future[list[Judged]]] = deque()
    context = get_context("spawn")
    with ProcessPoolExecutor(processes, context, _begin, (address,)) as pool:
        for batch in batches:
            if batch:
                keys = [public for _, public in batch]
                waiting.append(pool.submit(_judge_stored, batch[0][0].position, keys))
            if len(waiting) > AHEAD * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _begin(address: str) -> None:
    _opened.append(Registry.at(address))
    # Nothing here refers to itself, and looking for it takes time.
    gc.disable()


def _judge_stored(first: int, keys: list[str]) -> list[Judged]:
    """Judge the entries from a position on, one for each key."""
    with _opened[0].reading() as snapshot:
        entries = list(snapshot.between(first, first + len(keys) - 1))
    if len(entries) != len(keys):
        # Somebody takes entries away while they are checked.
        return [Judged(first, "", (HASH,), None)]
    return judge(list(zip(entries, keys, strict=True)))
