"""Proofs that an entry stands in the log, and that a log only grew since.

RFC 6962, 2.1.1 and 2.1.2; how they are checked: RFC 9162, 2.1.3.2 and 2.1.4.2. A proof needs some
twenty hashes of a log with a million entries, whatever stands in the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding, RegistryError
from pvfootprint.registry.tiles import HASH, HEIGHT, WIDTH, Tile
from pvfootprint.registry.tree import node_hash, peaks, root_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Nodes = Callable[[int, int], str]
    """Gives the hash of a complete subtree by its level and its index at that level."""


def inclusion_proof(nodes: Nodes, index: int, size: int) -> list[str]:
    """Return the proof that an entry stands in a log (RFC 6962, 2.1.1).

    Parameters
    ----------
    nodes : callable
        Gives the hash of a complete subtree: :meth:`Snapshot.node`, or :class:`TileNodes`.
    index : int
        Place of the entry, counted from 0.
    size : int
        Entries of the log.

    Returns
    -------
    list of str
        Hashes of the subtrees beside the way from the entry to the root, lowest first.
    """
    return _path(nodes, index, 0, size)


def consistency_proof(nodes: Nodes, first: int, second: int) -> list[str]:
    """Return the proof that a log is the beginning of a larger one (RFC 6962, 2.1.2).

    Parameters
    ----------
    nodes : callable
        As in :func:`inclusion_proof`.
    first, second : int
        Entries of the smaller and of the larger log, ``0 < first <= second``.

    Returns
    -------
    list of str
        Hashes; none if both are of one size.
    """
    return _subproof(nodes, first, 0, second, known=True)


def includes(leaf: str, index: int, size: int, root: str, proof: Sequence[str]) -> bool:
    """Return whether a proof shows that an entry stands in a log (RFC 9162, 2.1.3.2).

    Parameters
    ----------
    leaf : str
        Hash of the entry.
    index, size : int
        Its place, counted from 0, and the entries of the log.
    root : str
        Root of the log's tree.
    proof : sequence of str
        As :func:`inclusion_proof` makes it.
    """
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf
    for beside in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(beside, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, beside)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def extends(first: int, second: int, roots: tuple[str, str], proof: Sequence[str]) -> bool:
    """Return whether a proof shows that a log is the beginning of another (RFC 9162, 2.1.4.2).

    Parameters
    ----------
    first, second : int
        Entries of the smaller and of the larger log.
    roots : tuple of str
        Roots of their trees.
    proof : sequence of str
        As :func:`consistency_proof` makes it.
    """
    if not 0 < first <= second:
        return False
    if first == second:
        return not proof and roots[0] == roots[1]
    # Where the smaller one is a complete subtree, its root is the first hash of the proof.
    path = [roots[0], *proof] if first & (first - 1) == 0 else list(proof)
    if not path:
        return False
    place, last = first - 1, second - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    smaller = larger = path[0]
    for beside in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            smaller, larger = node_hash(beside, smaller), node_hash(beside, larger)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            larger = node_hash(larger, beside)
        place, last = place >> 1, last >> 1
    return last == 0 and (smaller, larger) == roots


class TileNodes:
    """Gives the nodes of a tree from its tiles.

    What it gives is only as true as the tiles are: a proof that is made of it must be checked
    against a root that is signed.

    Parameters
    ----------
    read : callable
        Gives the content of a tile; may raise what it likes.
    size : int
        Entries of the log.
    """

    def __init__(self, read: Callable[[Tile], bytes], size: int) -> None:
        self.read = read
        self.size = size
        self._hashes: dict[Tile, list[str]] = {}

    def __call__(self, level: int, index: int) -> str:
        """Return the hash of a complete subtree.

        Parameters
        ----------
        level, index : int
            Its level, 0 for entries, and its place at that level, counted from 0.

        Raises
        ------
        RegistryError
            STL-012 if a tile is not as long as it must be.
        """
        row, height = divmod(level, HEIGHT)
        first = index << height
        hashes = self._tile(row, first // WIDTH)
        below = hashes[first % WIDTH : first % WIDTH + (1 << height)]
        while len(below) > 1:
            below = [node_hash(below[i], below[i + 1]) for i in range(0, len(below), 2)]
        return below[0]

    def _tile(self, row: int, index: int) -> list[str]:
        has = self.size >> row * HEIGHT
        tile = Tile(row, index, WIDTH if index < has // WIDTH else has % WIDTH)
        if tile not in self._hashes:
            content = self.read(tile)
            if len(content) != tile.width * HASH:
                message = text("a file of the log's tree is damaged")
                hint = text("fetch it again; if it stays so, tell the certifier")
                raise RegistryError([Finding("STL-012", message, tile.path, hint=hint)])
            self._hashes[tile] = [content[i : i + HASH].hex() for i in range(0, len(content), HASH)]
        return self._hashes[tile]


def _path(nodes: Nodes, index: int, start: int, end: int) -> list[str]:
    """Return PATH of RFC 6962, 2.1.1, for the entries from `start` up to `end`."""
    if end - start == 1:
        return []
    middle = start + _half(end - start)
    if index < middle:
        return [*_path(nodes, index, start, middle), _root(nodes, middle, end)]
    return [*_path(nodes, index, middle, end), _root(nodes, start, middle)]


def _subproof(nodes: Nodes, first: int, start: int, end: int, *, known: bool) -> list[str]:
    """Return SUBPROOF of RFC 6962, 2.1.2, for the entries from `start` up to `end`."""
    if first == end:
        return [] if known else [_root(nodes, start, end)]
    middle = start + _half(end - start)
    if first <= middle:
        return [
            *_subproof(nodes, first, start, middle, known=known),
            _root(nodes, middle, end),
        ]
    return [
        *_subproof(nodes, first, middle, end, known=False),
        _root(nodes, start, middle),
    ]


def _half(size: int) -> int:
    """Return the largest power of two below a size."""
    return 1 << (size - 1).bit_length() - 1


def _root(nodes: Nodes, start: int, end: int) -> str:
    """Return the root over some entries; `start` is where a complete subtree of them begins."""
    return root_of([nodes(level, (start >> level) + index) for level, index in peaks(end - start)])
