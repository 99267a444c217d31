"""Cuts a batch into windows: consecutive items that are one task and one part."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from pvfootprint.analysis.batches.rows import Kind

MOST_ROWS = 4096
"""Most items of a window: what a worker holds at once."""

FULL = 1000
"""Cost of a full window [about a millisecond]; a workbook has a window of its own."""

FIRST_SIGHT = 1000
"""Cost of a workbook, folder or submission that no earlier window has read."""

SEEN_BEFORE = 10
"""Cost of one that a worker may still hold."""

LIBRARY = 40
"""Cost of opening a product of the library."""


class Windows:
    """Windows in the order of the items, whatever computes them.

    Parameters
    ----------
    is_file : callable
        Says of an input whether it is read from files.
    """

    def __init__(self, is_file: Callable[[str], bool]) -> None:
        self.sizes = array("L")
        self.kinds: dict[Kind, bool] = {}
        self._is_file = is_file
        self._inside: set[Kind] = set()
        self._cost = 0
        self._last: Kind | None = None

    def add(self, kind: Kind) -> None:
        """Put the next item in the last window, or in a new one."""
        if kind is self._last and self.sizes[-1] < MOST_ROWS:
            self.sizes[-1] += 1
            return
        self._last = kind
        cost = 0 if kind in self._inside else self._opening(kind)
        full = not self.sizes or self.sizes[-1] >= MOST_ROWS
        if full or self._cost + cost > FULL:
            self.sizes.append(0)
            self._inside, self._cost = set(), 0
            cost = self._opening(kind)
        self.sizes[-1] += 1
        self._inside.add(kind)
        self._cost += cost
        if kind not in self.kinds:
            self.kinds[kind] = self._is_file(kind.input)

    def _opening(self, kind: Kind) -> int:
        if kind in self.kinds:
            return SEEN_BEFORE
        return FIRST_SIGHT if self._is_file(kind.input) else LIBRARY
