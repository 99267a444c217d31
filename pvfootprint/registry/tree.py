"""Merkle tree over the log, as Certificate Transparency has it (RFC 6962, section 2.1)."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

EMPTY_ROOT = hashlib.sha256(b"").hexdigest()
"""Root of a tree without leaves."""


def leaf_hash(content: bytes) -> str:
    """Return the hash of a leaf: SHA-256 over 0x00 and its content."""
    return hashlib.sha256(b"\x00" + content).hexdigest()


def node_hash(left: str, right: str) -> str:
    """Return the hash of an inner node: SHA-256 over 0x01 and the hashes below it."""
    return hashlib.sha256(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right)).hexdigest()


def new_nodes(index: int, leaf: str, left: Sequence[str]) -> list[str]:
    """Return the nodes that a leaf completes.

    Parameters
    ----------
    index : int
        Place of the leaf, counted from 0.
    leaf : str
        Its hash.
    left : sequence of str
        The complete subtree to the left at each level that the leaf completes, lowest first.

    Returns
    -------
    list of str
        The leaf, and the root of each complete subtree that ends with it, lowest first.
    """
    nodes = [leaf]
    for level in range(completed(index)):
        nodes.append(node_hash(left[level], nodes[-1]))
    return nodes


def completed(index: int) -> int:
    """Return how many levels of inner nodes a leaf completes; its index is counted from 0."""
    levels = 0
    while index & 1:
        levels += 1
        index >>= 1
    return levels


def peaks(size: int) -> Iterator[tuple[int, int]]:
    """Yield level and index of the complete subtrees that make up a tree, the largest first.

    Parameters
    ----------
    size : int
        Leaves of the tree.

    Yields
    ------
    tuple of int
        Level, 0 for a leaf, and index at that level, counted from 0.
    """
    before = 0
    for level in range(size.bit_length() - 1, -1, -1):
        if size >> level & 1:
            yield level, before >> level
            before += 1 << level


def root_of(peaks_of_tree: Sequence[str]) -> str:
    """Return the root of a tree.

    Parameters
    ----------
    peaks_of_tree : sequence of str
        Hashes of its complete subtrees, the largest first, as :func:`peaks` names them.

    Returns
    -------
    str
        SHA-256, hexadecimal.
    """
    if not peaks_of_tree:
        return EMPTY_ROOT
    root = peaks_of_tree[-1]
    for peak in reversed(peaks_of_tree[:-1]):
        root = node_hash(peak, root)
    return root
