"""The tree of the log in static files: tiles of 256 hashes each (C2SP tlog-tiles).

https://c2sp.org/tlog-tiles. Tiles hold hashes only: what the entries say stays in the registry.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.registry.snapshots import Snapshot

HEIGHT = 8
"""Levels of the tree that a tile spans."""

WIDTH = 1 << HEIGHT
"""Hashes in a full tile."""

HASH = 32
"""Length of a hash [bytes]."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A tile.

    Parameters
    ----------
    level : int
        0 for hashes of entries; at each further level a hash stands for 256 of the level below.
    index : int
        Its place at that level, counted from 0.
    width : int
        How many hashes it holds.
    """

    level: int
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Name of its file: ``tile/0/x001/067``, with ``.p/3`` if it is not full."""
        thousands, ones = divmod(self.index, 1000)
        place = f"{ones:03d}"
        while thousands:
            thousands, ones = divmod(thousands, 1000)
            place = f"x{ones:03d}/{place}"
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{self.level}/{place}{partial}"

    @property
    def full(self) -> Tile:
        """The tile that it becomes when it is full."""
        return replace(self, width=WIDTH)


def tiles_of(size: int) -> Iterator[Tile]:
    """Yield all tiles of a tree, lowest level first.

    Parameters
    ----------
    size : int
        Entries of the log.

    Yields
    ------
    Tile
        Every full one, and the partial one of each level that has one.
    """
    yield from new_tiles(0, size)


def new_tiles(before: int, size: int) -> Iterator[Tile]:
    """Yield the tiles that a tree has and a smaller one of the same log had not.

    Parameters
    ----------
    before, size : int
        Entries of the log then and now.

    Yields
    ------
    Tile
        Lowest level first.
    """
    level = 0
    while size >> level * HEIGHT:
        had, has = before >> level * HEIGHT, size >> level * HEIGHT
        for index in range(had // WIDTH, has // WIDTH):
            yield Tile(level, index)
        if has % WIDTH and has != had:
            yield Tile(level, has // WIDTH, has % WIDTH)
        level += 1


def tile_content(snapshot: Snapshot, tile: Tile) -> bytes:
    """Return the content of a tile.

    Parameters
    ----------
    snapshot : Snapshot
        The registry.
    tile : Tile
        One of :func:`tiles_of` its size, or of a smaller one.

    Returns
    -------
    bytes
        Its hashes, one after the other.

    Raises
    ------
    RegistryError
        REG-010 if the stored tree lacks one of them.
    """
    hashes = snapshot.nodes(tile.level * HEIGHT, tile.index * WIDTH, tile.width)
    return b"".join(map(bytes.fromhex, hashes))
