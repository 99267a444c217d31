"""Measures the registry: the check of a long log, the look-up of a number, and one act.

The rival of the check is nothing but its signatures: each verified once, by the same library, in as
many processes. The rival of the look-up is a bare SQLAlchemy query for one row of the same table,
and that of an act a bare insert and commit.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import random
import sqlite3
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from sqlalchemy import select

from pvfootprint.registry.checking import check
from pvfootprint.registry.entries import Actor
from pvfootprint.registry.people import PersonBody
from pvfootprint.registry.registry import Registry
from pvfootprint.registry.tables import NUMBERS

if TYPE_CHECKING:
    from collections.abc import Callable

SIGNED = 400
"""Length of what is signed in an entry [bytes]."""

LOOKED_UP, ACTS = 2000, 200
"""Look-ups and acts per repetition."""

REMARK = {
    "remark": {"en": "as stated by the applicant", "zh": "与申请一致"},
    "value": 382.73468505765817,
    "points": [{"key": f"POINT-{i}", "outcome": "passes"} for i in range(6)],
}
"""Body of an act of the usual length."""

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ACTOR = Actor("admin-a", KEY)


def made(path: Path, certificates: int) -> Registry:
    """Make a registry in which each certificate has four entries, of which two are its own."""
    administrator = PersonBody(
        person=ACTOR.person,
        name={"en": "Administrator A", "zh": "管理员 A"},
        roles=("administrator",),
        public=KEY.public_key().public_bytes_raw().hex(),
        expires=(datetime.date.today() + datetime.timedelta(days=365)).isoformat(),
    )
    registry = Registry.create(str(path), administrator, ACTOR)
    with registry.writing() as transaction:
        for i in range(1, certificates + 1):
            given = {"allotted": {"series": "certificate", "running": i}}
            transaction.append("evaluate", f"A-{i:06d}", REMARK, ACTOR)
            transaction.append("decide", f"A-{i:06d}", REMARK, ACTOR)
            transaction.append("allot", number(i), given, ACTOR)
            transaction.append("issue", number(i), {}, ACTOR)
    return registry


def number(running: int) -> str:
    """Return the number of a certificate."""
    return f"YC-PCF-2026-{running:06d}"


def verified(count: int) -> int:
    """Verify a signature so many times."""
    key = Ed25519PublicKey.from_public_bytes(KEY.public_key().public_bytes_raw())
    content = bytes(SIGNED)
    signature = KEY.sign(content)
    for _ in range(count):
        key.verify(signature, content)
    return count


def timed(work: Callable[[], object]) -> float:
    """Return how long some work takes [s]."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def checking(registry: Registry, processes: int, repetitions: int) -> dict[str, object]:
    """Measure the check against its signatures alone."""
    with registry.reading() as snapshot:
        size = snapshot.size()
    own, rival = [], []
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        list(pool.map(verified, [1] * processes))
        for _ in range(repetitions):
            own.append(timed(partial(check, registry, processes=processes)))
            shares = [size // processes] * processes
            rival.append(timed(lambda shares=shares: list(pool.map(verified, shares))))
    return {
        "entries": size,
        "processes": processes,
        "seconds": median(own),
        "entries_per_second": size / median(own),
        "rival_seconds": median(rival),
        "ratio": median(a / b for a, b in zip(own, rival, strict=True)),
    }


def looking_up(registry: Registry, certificates: int, repetitions: int) -> dict[str, object]:
    """Measure the entries of a number against a bare query for one row."""
    chance = random.Random(1)  # noqa: S311
    own, rival = [], []
    with registry.reading() as snapshot:
        for _ in range(repetitions):
            wanted = [number(chance.randint(1, certificates)) for _ in range(LOOKED_UP)]
            own.append(timed(lambda: [list(snapshot.entries(one)) for one in wanted]))  # noqa: B023
            rival.append(
                timed(
                    lambda: [
                        snapshot.connection.execute(
                            select(NUMBERS).where(NUMBERS.c.number == one)
                        ).one()
                        for one in wanted  # noqa: B023
                    ]
                )
            )
    return {
        "certificates": certificates,
        "microseconds": median(own) / LOOKED_UP * 1e6,
        "rival_microseconds": median(rival) / LOOKED_UP * 1e6,
        "ratio": median(a / b for a, b in zip(own, rival, strict=True)),
    }


def acting(registry: Registry, folder: Path, repetitions: int) -> dict[str, object]:
    """Measure one signed entry, committed to the disk, against a bare insert and commit."""
    bare = sqlite3.connect(folder / "bare.db", isolation_level=None)
    bare.execute("PRAGMA journal_mode = WAL")
    bare.execute("PRAGMA synchronous = FULL")
    bare.execute("CREATE TABLE rows (body)")
    body = json.dumps(REMARK)

    def act() -> None:
        for _ in range(ACTS):
            with registry.writing() as transaction:
                transaction.append("evaluate", "A-1", REMARK, ACTOR)

    def insert() -> None:
        for _ in range(ACTS):
            bare.execute("BEGIN IMMEDIATE")
            bare.execute("INSERT INTO rows VALUES (?)", (body,))
            bare.execute("COMMIT")

    own, rival = [], []
    for _ in range(repetitions):
        own.append(timed(act))
        rival.append(timed(insert))
    bare.close()
    return {
        "milliseconds": median(own) / ACTS * 1e3,
        "rival_milliseconds": median(rival) / ACTS * 1e3,
        "ratio": median(a / b for a, b in zip(own, rival, strict=True)),
    }


def main() -> None:
    """Run the benchmarks of the registry."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repetitions", type=int, default=5, metavar="N")
    parser.add_argument("--certificates", type=int, default=100_000, metavar="N")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, metavar="N")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        registry = made(folder / "registry.db", options.certificates)
        result = {
            "check": checking(registry, options.processes, options.repetitions),
            "check_alone": checking(registry, 1, 1),
            "look_up": looking_up(registry, options.certificates, options.repetitions),
            "act": acting(registry, folder, options.repetitions),
        }
        registry.close()
    if options.json:
        print(json.dumps(result, indent=2))
        return
    for name in ("check", "check_alone"):
        one = result[name]
        print(
            f"check of {one['entries']:,} entries, {one['processes']} processes: "
            f"{one['seconds']:.1f} s, {one['entries_per_second']:,.0f} entries per second "
            f"(target: at least 10,000); over its signatures alone "
            f"({one['rival_seconds']:.1f} s): {one['ratio']:.2f}"
        )
    one = result["look_up"]
    print(
        f"entries of a number among {one['certificates']:,} certificates: "
        f"{one['microseconds']:.0f} us; over a bare query for one row "
        f"({one['rival_microseconds']:.0f} us): {one['ratio']:.2f} (target: at most 3)"
    )
    one = result["act"]
    print(
        f"an act, signed and committed: {one['milliseconds']:.1f} ms; over a bare insert and "
        f"commit ({one['rival_milliseconds']:.1f} ms): {one['ratio']:.2f}"
    )


if __name__ == "__main__":
    main()
