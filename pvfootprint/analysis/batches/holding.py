"""Keeps in a process what many tasks need: the last few things that were made."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

Thing = TypeVar("Thing")


class Held(Generic[Thing]):
    """The last things that were used.

    Parameters
    ----------
    most : int
        How many are held; the one that was not used for longest goes first.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._things: OrderedDict[Hashable, Thing] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Thing]) -> Thing:
        """Return a thing, made now if it is not held.

        Parameters
        ----------
        key : hashable
            What it depends on.
        make : callable
            Makes it.

        Returns
        -------
        Thing
            The same object as before, where it was held.
        """
        if key not in self._things:
            self._things[key] = make()
        self._things.move_to_end(key)
        while len(self._things) > self.most:
            self._things.popitem(last=False)
        return self._things[key]
