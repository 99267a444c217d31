"""Draws amounts of uncertain exchanges.

An uncertain amount is lognormal: its median, the amount as given, times ``exp(scale z)`` with a
standard normal ``z``. The draws ``z`` of an exchange depend on the seed, the exchange's key and the
number of the draw, and on nothing else: so the same exchange has the same draws in every product
system that holds it, in every run with that seed, and on any number of processes. For this, each
key has its own stream of random numbers per block of draws: SFC64, begun at the BLAKE2b hash of
seed, key and block, 256 bits.

Normals are drawn by numpy's ziggurat in double precision. In single precision they take as long,
and would have 2**24 values in place of 2**53; only exponentials would be cheaper.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from pvfootprint.engine.positions import flat_exchanges
from pvfootprint.language.texts import text
from pvfootprint.model.findings import AnalysisError, Finding

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from pvfootprint.model.inventory import Exchange, Inventory
    from pvfootprint.model.system import ProductSystem

    Array = NDArray[np.float64]

BLOCK = 8192
"""Draws of a block. Another number gives other draws for the same seed."""


@dataclass(frozen=True, slots=True)
class Uncertain:
    """The uncertain exchanges of a product system.

    Parameters
    ----------
    positions : tuple of int
        Their flat positions.
    medians : ndarray, shape (k,)
        Their amounts as given, the medians [unit of the exchange].
    scales : ndarray, shape (k,)
        Standard deviation of the natural logarithm of each [-].
    keys : tuple of str
        What each exchange's draws belong to; exchanges with equal keys vary together.
    """

    positions: tuple[int, ...]
    medians: Array
    scales: Array
    keys: tuple[str, ...]


def uncertain_exchanges(
    system: ProductSystem,
    scales: Mapping[int, float] | None = None,
    keys: Mapping[int, str] | None = None,
) -> Uncertain:
    """Find the exchanges that have a spread.

    Parameters
    ----------
    system : ProductSystem
        Complete and linked.
    scales : mapping, optional
        Standard deviation of the natural logarithm by flat position, 0 for none [-]; those of the
        exchanges themselves by default. Where it is given, it is all there is.
    keys : mapping, optional
        What the draws belong to, by flat position; by default the exchange itself: code of its
        process, kind and target, and its number among several of the same.

    Returns
    -------
    Uncertain
        In the order of the flat positions; exchanges of nothing have no spread.

    Raises
    ------
    AnalysisError
        UNC-020 for every spread that is no finite number of at least 0.
    """
    found: list[tuple[int, float, float, str]] = []
    findings = []
    seen: Counter[str] = Counter()
    for position, (inventory, exchange) in enumerate(flat_exchanges(system)):
        identity = f"{inventory.code}\n{exchange.type}\n{exchange.target}"
        key = f"{identity}\n{seen[identity]}"
        seen[identity] += 1
        scale = (exchange.scale if scales is None else scales.get(position)) or 0.0
        if not 0 <= scale < np.inf:
            findings.append(_no_spread(inventory, exchange, scale))
        elif scale and exchange.amount:
            found.append((position, exchange.amount, scale, (keys or {}).get(position, key)))
    if findings:
        raise AnalysisError(findings)
    return Uncertain(
        tuple(position for position, *_ in found),
        np.array([median for _, median, _, _ in found], dtype=np.float64),
        np.array([scale for _, _, scale, _ in found], dtype=np.float64),
        tuple(key for *_, key in found),
    )


def draw(uncertain: Uncertain, seed: int, draws: int, first: int = 0) -> Array:
    """Draw amounts of uncertain exchanges.

    Parameters
    ----------
    uncertain : Uncertain
        The exchanges.
    seed : int
        Any whole number.
    draws : int
        How many.
    first : int
        Number of the first draw, counted from 0.

    Returns
    -------
    ndarray, shape (k, draws)
        Amounts [unit of the exchange].
    """
    amounts = normals(uncertain.keys, seed, draws, first)
    amounts *= uncertain.scales[:, None]
    np.exp(amounts, out=amounts)
    amounts *= uncertain.medians[:, None]
    return amounts


def normals(keys: Sequence[str], seed: int, draws: int, first: int = 0) -> Array:
    """Draw the standard normals of some keys.

    Parameters
    ----------
    keys : sequence of str
        Whose draws.
    seed, draws, first
        As :func:`draw`.

    Returns
    -------
    ndarray, shape (len(keys), draws)
        Standard normals [-]; equal rows for equal keys.
    """
    found = np.empty((len(keys), draws))
    streams = Streams(keys, seed)
    last = first + draws
    for block in range(first // BLOCK, -(-last // BLOCK)):
        start = block * BLOCK
        part = slice(max(start, first) - start, min(start + BLOCK, last) - start)
        row = np.empty(part.stop)
        for i in range(len(keys)):
            streams.fill(i, block, row)
            found[i, start + part.start - first : start + part.stop - first] = row[part]
    return found


class Streams:
    """A stream of standard normals per key and block.

    Parameters
    ----------
    keys : sequence of str
        Keys, counted from 0.
    seed : int
        Any whole number.
    """

    def __init__(self, keys: Sequence[str], seed: int) -> None:
        self._keys = keys
        self._seed = seed
        self._hashes: dict[int, bytes] = {}
        self._bits = np.random.SFC64(0)
        self._generator = np.random.Generator(self._bits)
        self._state = self._bits.state

    def fill(self, key: int, block: int, row: Array) -> None:
        """Write the first draws of a block into a row, shape (at most `BLOCK`,)."""
        if key not in self._hashes:
            self._hashes[key] = _hash(f"{self._seed}\n{self._keys[key]}".encode())
        state = _hash(self._hashes[key] + block.to_bytes(8, "little"))
        self._state["state"]["state"] = np.frombuffer(state, dtype="<u8").astype(np.uint64)
        self._bits.state = self._state
        self._generator.standard_normal(out=row)


def _hash(said: bytes) -> bytes:
    return blake2b(said, digest_size=32, person=b"pvfootprint").digest()


def _no_spread(inventory: Inventory, exchange: Exchange, scale: float) -> Finding:
    return Finding(
        "UNC-020",
        text("the spread of an amount is not possible"),
        file=inventory.file,
        line=exchange.line or None,
        found=f"{inventory.code}: {exchange.name}: {scale:g}",
        expected=text("a standard deviation of the natural logarithm of at least 0"),
    )
